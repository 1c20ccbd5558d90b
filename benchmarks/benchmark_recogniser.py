"""How fast the recogniser reads, against a scan for digits in the same run.

`python benchmarks/benchmark_recogniser.py` reads prose shuffled from the corpus and the sources of
this project, at one and ten times a length, and texts made to be slow: the time for each
megabyte should stay about the same.
"""

import json
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from briefing.quantities.recognise import recognise

ROOT = Path(__file__).parent.parent
MEGABYTE = 1_000_000
LENGTH = 500_000


def sentences() -> list[str]:
    """Every sentence of the corpus."""
    paths = sorted((ROOT / "tests" / "corpus").glob("open*.jsonl"))
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").split("\n")]
    return [json.loads(line)["text"] for line in lines if line]


def paragraphs() -> list[str]:
    """Every paragraph of the sources: news prose, in which a number is rarer than in the corpus."""
    paths = sorted((ROOT / "seeds").glob("*.txt"))
    return [line for path in paths for line in path.read_text(encoding="utf-8").split("\n") if line]


def prose(pieces: list[str], length: int) -> str:
    """Pieces in a random order, again and again, up to `length` characters."""
    chance = random.Random(7)
    chosen: list[str] = []
    while sum(map(len, chosen)) < length // 20:
        chosen += chance.sample(pieces, len(pieces))
    text = "\n".join(chosen)
    return (text * (length // len(text) + 1))[:length]


SLOW_IF_ANYTHING = {
    "digits": "7",
    "groups": ",234",
    "Indian groups": ",22",
    "dots": "1.",
    "hyphens": "1-",
    "colons": "1:",
    "slashes": "1/",
    "letters": "a",
    "letters and digits": "a1",
    "number words": "one ",
    "hundreds": "hundred ",
    "hundred and": "hundred and ",
    "capitals": "Aa ",
    "capitals and digits": "Aa 1 ",
    "to": "1 to ",
    "of": "1 of ",
    "between": "between 1 and ",
    "dollars": "$",
    "minus": "-",
    "spaces": " ",
    "soft hyphens": "1\u00ad",
    "full width": "１",
    "superscripts": "²",
    "fractions": "½",
    "dozens": "dozens of ",
    "months": "July ",
    "qualifiers": "more than ",
    "addresses": "http://",
    "plus": "+1 ",
    "a": "a ",
    "Roman": "X II ",
}


def seconds(work: Callable[[], object], rounds: int = 3) -> float:
    """The least processor time of a few rounds, so that other programs do not count."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def speed(read: Callable[[str], object], text: str) -> float:
    """Megabytes a second."""
    return len(text.encode()) / MEGABYTE / seconds(lambda: read(text))


def scan(text: str) -> int:
    """The practical limit: where digits stand."""
    return sum(1 for _ in re.finditer(r"\d+", text))


def import_time() -> float:
    """Milliseconds of work that importing the recogniser takes, beyond starting Python."""
    clock = "import time; print(time.process_time())"
    bare, full = (
        min(
            float(
                subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout
            )
            for _ in range(9)
        )
        for code in (clock, f"import briefing.quantities.recognise; {clock}")
    )
    return (full - bare) * 1000


def main() -> None:
    """Print the tables."""
    print(f"{'text':24}{'MB/s':>8}{'of digits':>11}{'10 × length':>13}")
    for name, pieces in (("news prose", paragraphs()), ("corpus, all numbers", sentences())):
        text, long = prose(pieces, LENGTH), prose(pieces, 10 * LENGTH)
        rate = speed(recognise, text)
        growth = rate / speed(recognise, long)
        print(f"{name:24}{rate:8.1f}{rate / speed(scan, text):11.2f}{growth:12.2f}×")
    for name, piece in SLOW_IF_ANYTHING.items():
        text = piece * (LENGTH // 25 // len(piece))
        rate = speed(recognise, text)
        growth = rate / speed(recognise, text * 10)
        print(f"{name:24}{rate:8.1f}{'':11}{growth:12.2f}×")
    print(f"import: {import_time():.0f} ms")


if __name__ == "__main__":
    main()
