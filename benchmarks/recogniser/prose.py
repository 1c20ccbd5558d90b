"""Varied prose of any length, from what every machine with the set-up has.

The news of `seeds/`, the sentences of the open corpus, the documents of this project, Python's own
manual and docstrings, and the texts of the installed packages: shuffled, each paragraph once. Where
they do not suffice, they come again in another order and with other digits.
"""

import ast
import json
import pydoc_data.topics
import random
import re
import sysconfig
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE_TEXTS = ("*.dist-info/METADATA", "*.dist-info/**/LICEN[CS]E*", "*.dist-info/**/*.txt")
SHORTEST = 60
LETTERS = 0.9
CORPUS_SENTENCES = 4


def varied_prose(length: int) -> str:
    """Paragraphs, one a line, of `length` characters in all."""
    chance = random.Random(7)
    parts: list[str] = []
    missing = length
    stock = paragraphs()
    while missing > 0:
        for paragraph in chance.sample(stock, len(stock)):
            parts.append(
                _with_other_digits(paragraph, chance) if len(parts) >= len(stock) else paragraph
            )
            missing -= len(paragraph) + 1
            if missing <= 0:
                break
    return "\n".join(parts)[:length]


@cache
def paragraphs() -> tuple[str, ...]:
    """Every paragraph there is, once."""
    return tuple(dict.fromkeys(chain.from_iterable(paragraphs_by_kind().values())))


@cache
def paragraphs_by_kind() -> dict[str, tuple[str, ...]]:
    """The paragraphs of each kind of prose."""
    return {
        "news": tuple(_news()),
        "sentences of the corpus": tuple(_corpus()),
        "documents of the project": tuple(_documents()),
        "Python's manual": tuple(_manual()),
        "texts of packages": tuple(_packages()),
    }


def _news() -> Iterator[str]:
    for path in sorted((ROOT / "seeds").glob("*.txt")):
        yield from filter(None, path.read_text(encoding="utf-8").split("\n"))


def _corpus() -> Iterator[str]:
    """The sentences of the open corpus, a few a paragraph."""
    lines = (ROOT / "tests" / "corpus" / "open.jsonl").read_text(encoding="utf-8").split("\n")
    sentences = [json.loads(line)["text"] for line in lines if line]
    random.Random(7).shuffle(sentences)
    for i in range(0, len(sentences), CORPUS_SENTENCES):
        yield " ".join(sentences[i : i + CORPUS_SENTENCES])


def _documents() -> Iterator[str]:
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        yield from _prose_of(path.read_text(encoding="utf-8"))


def _manual() -> Iterator[str]:
    """Python's language reference, and the docstrings of its library."""
    for topic in pydoc_data.topics.topics.values():
        yield from _prose_of(topic)
    library = Path(sysconfig.get_path("stdlib"))
    for path in sorted([*library.glob("*.py"), *library.glob("[a-z]*/*.py")]):
        if "packages" not in path.parent.name:
            yield from _docstrings(path)


def _docstrings(path: Path) -> Iterator[str]:
    try:
        tree = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError):  # a file that is made to be wrong
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            yield from _prose_of(ast.get_docstring(node) or "")


def _packages() -> Iterator[str]:
    """What the installed packages say of themselves, and their licences."""
    folder = Path(sysconfig.get_path("purelib"))
    for pattern in PACKAGE_TEXTS:
        for path in filter(Path.is_file, sorted(folder.glob(pattern))):
            yield from _prose_of(path.read_text(encoding="utf-8", errors="replace"))


def _prose_of(text: str) -> Iterator[str]:
    """The paragraphs that are sentences: long enough, and made of words."""
    for block in re.split(r"\n\s*\n", text):
        line = " ".join(block.split())
        words = sum(c.isalpha() or c == " " for c in line)
        if len(line) >= SHORTEST and words >= LETTERS * len(line):
            yield line


def _with_other_digits(text: str, chance: random.Random) -> str:
    """Another digit for each; none becomes a zero, so that numbers stay as long as they are."""
    return re.sub("[1-9]", lambda _: chance.choice("123456789"), text)
