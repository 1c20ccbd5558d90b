"""Measure ours in a process of its own, where no other tool has filled memory and caches.

Where the recogniser that is installed was compiled, its source is measured, too, and must read the
same.
"""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from briefing.quantities.model import Quantity
from briefing.quantities.recognise import recognise
from recogniser.timing import Measured, read_beside_digits

ROOT = Path(__file__).parents[2]
READ = """
import sys
from recogniser.apart import report
print(report(sys.stdin.buffer.read().decode()))
"""


class OtherReadingsError(Exception):
    """The compiled recogniser does not read what its source reads."""


class Apart(NamedTuple):
    """A text read at once and by paragraphs, each beside a scan for digits, and what was read."""

    is_compiled: bool
    whole: tuple[Measured, Measured]
    paragraphs: tuple[Measured, Measured]
    readings: str


def measure_apart(text: str) -> list[Apart]:
    """Ours as it is installed, and its source where that was compiled.

    OtherReadingsError where the two do not agree to the last letter.
    """
    measured = [_in_other_process(text, [ROOT / "benchmarks"])]
    if measured[0].is_compiled:
        measured.append(_in_other_process(text, [ROOT, ROOT / "benchmarks"]))
    if len({each.readings for each in measured}) > 1:
        raise OtherReadingsError
    return measured


def _in_other_process(text: str, path: list[Path]) -> Apart:
    done = subprocess.run(
        [sys.executable, "-c", READ],
        input=text.encode(),
        check=True,
        capture_output=True,
        cwd=ROOT / "benchmarks",  # what lies where Python is started comes first
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, path))},
    )
    is_compiled, whole, paragraphs, readings = json.loads(done.stdout)
    pairs = [(Measured(*digits), Measured(*ours)) for digits, ours in (whole, paragraphs)]
    return Apart(is_compiled, *pairs, readings)


def report(text: str) -> str:
    """What was measured and read, for another process."""
    recognise(text)  # what is loaded at the first call is not counted
    whole = read_beside_digits(recognise, text)
    paragraphs = read_beside_digits(_read_by_paragraphs, text)
    readings = repr([recognise(text), *_read_by_paragraphs(text)])
    digest = hashlib.sha256(readings.encode()).hexdigest()
    return json.dumps(Apart(_is_compiled(), whole, paragraphs, digest))


def _read_by_paragraphs(text: str) -> list[tuple[Quantity, ...]]:
    return [recognise(line) for line in text.split("\n")]


def _is_compiled() -> bool:
    return not str(sys.modules[recognise.__module__].__file__).endswith(".py")
