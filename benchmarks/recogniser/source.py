"""Hold the recogniser that is installed, where it was compiled, against its source."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

from briefing.quantities.recognise import recognise
from recogniser.timing import Measured, read_beside_digits

ROOT = Path(__file__).parents[2]
READ = """
import sys
from recogniser.source import is_compiled, report
assert not is_compiled()
print(report(sys.stdin.buffer.read().decode()))
"""


class OtherReadingsError(Exception):
    """The compiled recogniser does not read what its source reads."""


def is_compiled() -> bool:
    """Whether the recogniser was compiled."""
    return not str(sys.modules[recognise.__module__].__file__).endswith(".py")


def read_with_source(text: str) -> tuple[Measured, Measured]:
    """A scan for digits and the recogniser's source on the same text, in another process.

    OtherReadingsError where source and compiled recogniser do not agree to the last letter.
    """
    path = os.pathsep.join(map(str, (ROOT, ROOT / "benchmarks")))
    done = subprocess.run(
        [sys.executable, "-c", READ],
        input=text.encode(),
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": path},
    )
    told = json.loads(done.stdout)
    if told["readings"] != _digest(text):
        raise OtherReadingsError
    digits, source = (Measured(*measured) for measured in told["measured"])
    return digits, source


def report(text: str) -> str:
    """What was measured and read, for another process."""
    readings = _digest(text)
    return json.dumps({"readings": readings, "measured": read_beside_digits(recognise, text)})


def _digest(text: str) -> str:
    """The hash of all that is read in a text, at once and by paragraphs."""
    readings = [recognise(text), *map(recognise, text.split("\n"))]
    return hashlib.sha256(repr(readings).encode()).hexdigest()
