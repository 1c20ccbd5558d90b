"""Print how fast each recogniser reads, and how time and memory grow for ours."""

import gc
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from briefing.quantities.recognise import recognise
from recogniser.apart import measure_apart
from recogniser.prose import paragraphs_by_kind, varied_prose
from recogniser.readings import Recogniser
from recogniser.timing import MEGABYTE, Measured, read_beside_digits, scan, seconds

LENGTH = 500_000
WHOLE = 10 * LENGTH
LONG = 100 * MEGABYTE
ENOUGH = 12.0
TURN = 2.0
SLOW_LENGTH = 20_000
STREAM = """
import sys
from briefing.quantities.recognise import recognise
path, times = sys.argv[1], int(sys.argv[2])
found = 0
for _ in range(times):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            found += len(recognise(line))
# "ru_maxrss" would count what the parent had taken.
(peak,) = [line for line in open("/proc/self/status") if line.startswith("VmHWM")]
print(int(peak.split()[1]) / 1024)
"""
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


def speed(read: Callable[[str], object], text: str, rounds: int = 3) -> float:
    """Megabytes a second."""
    return len(text.encode()) / MEGABYTE / seconds(lambda: read(text), rounds)


def read_in_turn(read: Callable[[str], object], lines: list[str]) -> tuple[Measured, float]:
    """A tool on as many of the lines as `ENOUGH` seconds allow, and how many times longer it takes.

    Ours reads the same lines, each once, in turn with the tool: so the machine, whose speed
    changes, is as fast for both, and ours has what the tool left it in the caches.
    """
    read(lines[0])  # what is loaded at the first call is not counted
    theirs = ours = 0.0
    done = failed = 0
    while theirs < ENOUGH and done < len(lines):
        start, first = time.process_time(), done
        while (spent := time.process_time() - start) < TURN and done < len(lines):
            try:
                read(lines[done])
            except Exception:  # noqa: BLE001 - whatever a tool stumbles over
                failed += 1
            done += 1
        theirs += spent
        gc.collect()  # what the tool left is not for ours to clear away
        ours += seconds(lambda some=lines[first:done]: [recognise(line) for line in some], 1)
    size = sum(len(line.encode()) + 1 for line in lines[:done])
    return Measured(done, size, theirs, failed), theirs / ours


def print_speed(tools: Iterable[Recogniser]) -> None:
    """The second table: everyone on the same prose, the slow ones on its beginning.

    The last column is how many times longer a tool takes than ours for what it has read.
    """
    text = varied_prose(WHOLE)
    size, lines = len(text.encode()), text.split("\n")
    new, density = len({re.sub(r"\d", "", line) for line in lines}), scan(text) / len(text) * 1000
    print(f"\n{size / MEGABYTE:.1f} MB of prose: {len(lines)} paragraphs, {new} but for digits,")
    print(f"with {density:.1f} runs of digits in 1000 characters")
    heads = ("kB read", "MB/s", "of digits", "ours ×")
    print(f"{'':40}{heads[0]:>9}{heads[1]:>9}{heads[2]:>12}{heads[3]:>9}")
    measured = measure_apart(text)
    digits, _ = measured[0].whole
    _print_measured(r're.finditer(r"\d+")', digits, 1, digits)
    for ours in measured:
        name = "ours" if ours is measured[0] else "its source"
        name += ", compiled" if ours.is_compiled else ""
        _print_measured(f"{name}, the whole at once", ours.whole[1], 1, ours.whole[0])
        _print_measured(f"{name}, by paragraphs", ours.paragraphs[1], 1, ours.paragraphs[0])
    recognise(text)  # what is loaded at the first call is not counted
    for tool in tools:
        _print_measured(f"{tool.name}, by paragraphs", *read_in_turn(tool.read, lines), digits)


def _print_measured(name: str, measured: Measured, times: float, digits: Measured) -> None:
    of_digits = measured.rate / digits.rate
    columns = f"{measured.size / 1000:9.0f}{measured.rate:9.4f}{of_digits:12.5f}{times:9.1f}"
    failed = f"  failed in {measured.failed} paragraphs" if measured.failed else ""
    print(f"{name:40}{columns}{failed}", flush=True)


def print_kinds() -> None:
    """How fast ours reads each kind of prose: most of its time goes to what it finds there."""
    heads = ("kB", "in 1000 characters", "MB/s", "of digits", "µs each")
    print(f"\n{'quantities of ours':26}{heads[0]:>6}" + "".join(f"{h:>19}" for h in heads[1:]))
    for name, kind in paragraphs_by_kind().items():
        text = "\n".join(kind)
        size = len(text.encode()) / 1000
        text *= -(-LENGTH // len(text))
        density = len(recognise(text)) / len(text) * 1000
        rate, digits = speed(recognise, text), speed(scan, text)
        cells = f"{density:19.1f}{rate:19.1f}{rate / digits:19.3f}{1000 / density / rate:19.0f}"
        print(f"{name:26}{size:6.0f}{cells}", flush=True)


def print_growth(*, long: bool) -> None:
    """The time for each megabyte at some lengths, and of texts made to be slow."""
    print(f"\n{'growth of ours':24}{'MB/s':>8}{'time a MB at 10 ×':>20}")
    _print_growth_of_prose("prose", varied_prose(WHOLE), LENGTH)
    if long:
        _print_growth_of_prose("prose of 100 MB", varied_prose(LONG), LONG // 10)
    for name, piece in SLOW_IF_ANYTHING.items():
        text = piece * (SLOW_LENGTH // len(piece))
        rate = speed(recognise, text)
        print(f"{name:24}{rate:8.1f}{rate / speed(recognise, text * 10):19.2f}×", flush=True)


def _print_growth_of_prose(name: str, text: str, length: int) -> None:
    """A text as a whole, and in parts of a length: what is read again is read faster."""
    parts = [text[at : at + length] for at in range(0, len(text), length)]
    digits, parted = read_beside_digits(lambda _: [recognise(part) for part in parts], text, 3)
    other_digits, whole = read_beside_digits(recognise, text, 3)
    growth = (whole.spent / other_digits.spent) / (parted.spent / digits.spent)
    print(f"{name:24}{parted.rate:8.1f}{growth:19.2f}×", flush=True)


def print_footprint() -> None:
    """What importing costs, and the most memory that is taken while lines stream by."""
    print(f"\nimport of ours: {import_time():.0f} ms")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "prose.txt"
        path.write_text(varied_prose(WHOLE), encoding="utf-8")
        for times in (1, 10):
            command = [sys.executable, "-c", STREAM, str(path), str(times)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            print(f"most memory, {5 * times} MB read by lines: {float(done.stdout):.1f} MiB")


def import_time() -> float:
    """Milliseconds of work that importing the recogniser takes, beyond starting Python.

    As everywhere, Python may keep what it has compiled.
    """
    clock = "import time; print(time.process_time())"
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    start = partial(subprocess.run, check=True, capture_output=True, env=environment)
    bare, full = (
        min(float(start([sys.executable, "-c", code]).stdout) for _ in range(9))
        for code in (clock, f"import briefing.quantities.recognise; {clock}")
    )
    return (full - bare) * 1000
