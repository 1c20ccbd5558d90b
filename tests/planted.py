"""Errors to plant into the project: what is done to which file, and what must be told of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
FACTS = "seeds/facts.yaml"
SUMMARY = "templates/executive-summary.html.j2"
PRIVACY = "templates/privacy-concerns.html.j2"
SCREEN = "templates/themes/house/screen.css"
TEXTS = {".txt", ".yaml", ".j2", ".css"}
PRICE = "acquired: price}\n    cite: |\n      001:9 spending"
WAIVER = """\
waivers:
  - {text: Article 9, in: privacy-concerns, reason: a heading, owner: editors, expires: 2026-06-30}
"""


@dataclass(frozen=True)
class Planted:
    """An error: `old` in a file becomes `new`; the finding of `rule` stands where `at` ends.

    Each of the words stands there once; `where` is the file with `at`, by default the same one.
    Without `old`, `new` is put behind the last line.
    """

    what: str
    path: str
    old: str | bytes
    new: str | bytes
    rule: str
    at: str
    where: str = ""

    def plant(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """The files with this error in them."""
        content, old, new = files[self.path], _bytes(self.old), _bytes(self.new)
        if not old:
            return {**files, self.path: content + new}
        assert content.count(old) == 1, f"`{self.old!r}` stands {content.count(old)} times"
        return {**files, self.path: content.replace(old, new)}

    def place(self, files: Mapping[str, bytes]) -> tuple[str, int]:
        """The path and the line at which it must be told."""
        path = self.where or self.path
        text = files[path].decode("utf-8", "replace")
        assert text.count(self.at) == 1, f"`{self.at}` stands {text.count(self.at)} times"
        return path, text[: text.index(self.at) + len(self.at)].count("\n") + 1


def project_files() -> dict[str, bytes]:
    """The sources, facts and templates of the project as they are, by their paths."""
    paths = [path for name in ("seeds", "templates") for path in (ROOT / name).rglob("*")]
    return {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in sorted(paths)
        if path.suffix in TEXTS
    }


def _bytes(words: str | bytes) -> bytes:
    return words.encode() if isinstance(words, str) else words


def _source(key: str) -> str:
    return next(path for path in project_files() if path.startswith(f"seeds/{key}_"))


ERRORS = (
    Planted(
        "a digit in a source",
        _source("001"),
        "$14.3 billion",
        "$14.8 billion",
        "quote-not-found",
        PRICE,
        FACTS,
    ),
    Planted(
        "a line put in front of a source",
        _source("001"),
        "\nMeta Built",
        "\nNews\nMeta Built",
        "moved-quote",
        PRICE,
        FACTS,
    ),
    Planted(
        "a scale word in a fact",
        FACTS,
        "value: $14.3 billion",
        "value: $14.3 million",
        "value-not-quoted",
        PRICE,
    ),
    Planted(
        "a qualifier taken from a fact",
        FACTS,
        "value: over $1 trillion",
        "value: $1 trillion",
        "citation-disagrees",
        "cite: |\n      001:13 OpenAI and Anthropic are now collectively valued",
    ),
    Planted(
        "a digit in a quote",
        FACTS,
        "001:13 Meta’s stock popped 6.5%",
        "001:13 Meta’s stock popped 6.6%",
        "quote-not-found",
        "popped 6.6%",
    ),
    Planted(
        "the value of another fact",
        FACTS,
        "value: 89.5%",
        "value: 94.3%",
        "value-not-quoted",
        "001:10 It scored 89.5%",
    ),
    Planted(
        "a wrong derived value",
        FACTS,
        "value: 4.8 percentage points",
        "value: 4.9 percentage points",
        "wrong-derivation",
        "4.9 percentage points",
    ),
    Planted(
        "a subject that the quote does not name",
        FACTS,
        "about: [scale_ai, stake]\n    value: 49%",
        "about: [openai, stake]\n    value: 49%",
        "subject-not-named",
        "says: What Meta acquired is a stake",
    ),
    Planted(
        "a name that no source uses",
        FACTS,
        "{name: xAI,",
        "{name: yAI,",
        "unsourced-name",
        "  xai:",
    ),
    Planted(
        "YAML that breaks off",
        FACTS,
        "about: [scale_ai, price]",
        "about: [scale_ai, price",
        "invalid-yaml",
        "value: $14.3 billion",
    ),
    Planted(
        "an expired waiver",
        FACTS,
        "",
        WAIVER,
        "expired-waiver",
        "text: Article 9",
    ),
    Planted(
        "bytes that are no text in a source",
        _source("004"),
        b"Muse is the layer",
        b"Muse is \xff layer",
        "undecodable-source",
        "\ufffd",
    ),
    Planted(
        "a number typed into a template",
        SUMMARY,
        "The market liked the news",
        "The market liked the 3 pieces of news",
        "hand-written-number",
        "The market liked",
    ),
    Planted(
        "a number taken out of a template",
        SUMMARY,
        "Muse Spark scored {{ fact.score.muse_spark }} on",
        "Muse Spark scored  on",
        "gap-in-sentence",
        "Muse Spark scored",
    ),
    Planted(
        "another fact in a sentence",
        SUMMARY,
        "{{ fact.score.muse_spark }}",
        "{{ fact.score.gemini }}",
        "misplaced-fact",
        "Muse Spark scored",
    ),
    Planted(
        "a disputed fact stated as settled",
        SUMMARY,
        "{{ fact.lab.size }}",
        "{{ fact.lab.age }}",
        "disputed-fact",
        "fact.lab.age",
    ),
    Planted(
        "a fact that there is not",
        SUMMARY,
        "{{ fact.lab.size }}",
        "{{ fact.lab.sise }}",
        "unknown-fact",
        "fact.lab.sise",
    ),
    Planted(
        "an undefined variable",
        PRIVACY,
        "{% block content %}",
        "{% block content %}{{ readers }}",
        "undefined-name",
        "{{ readers }}",
    ),
    Planted(
        "a qualifier in front of a fact",
        SUMMARY,
        "is put at {{ fact.lab.size }}",
        "is put at under {{ fact.lab.size }}",
        "claim-disagrees",
        "",
        "executive-summary.html",
    ),
    Planted(
        "a number that the style sheet writes",
        SCREEN,
        "",
        '\nh2::after { content: " 7" }\n',
        "untraced-number",
        "",
        "executive-summary.html",
    ),
    Planted(
        "numbers that the style sheet hides",
        SCREEN,
        "",
        "\ndata { display: none }\n",
        "hidden-text",
        "",
        "executive-summary.html",
    ),
)
