"""Take the time that reading takes."""

import re
import time
from collections.abc import Callable
from typing import NamedTuple

MEGABYTE = 1_000_000
ROUNDS = 15


def seconds(work: Callable[[], object], rounds: int = 3) -> float:
    """The least processor time of a few rounds, so that other programs do not count."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def scan(text: str) -> int:
    """The practical limit: where digits stand."""
    return sum(1 for _ in re.finditer(r"\d+", text))


class Measured(NamedTuple):
    """How many paragraphs were read, how many bytes those are, and how many seconds it took.

    In those that `failed` a tool ended with an error.
    """

    paragraphs: int
    size: int
    spent: float
    failed: int = 0

    @property
    def rate(self) -> float:
        """Megabytes a second."""
        return self.size / MEGABYTE / self.spent


def read_beside_digits(
    read: Callable[[str], object], text: str, rounds: int = ROUNDS
) -> tuple[Measured, Measured]:
    """A scan for digits and a reader of the same text, in turn: the machine's speed changes."""
    spent = [0.0, 0.0]
    for _ in range(rounds):
        for place, work in enumerate((scan, read)):
            spent[place] += seconds(lambda work=work: work(text), 1)
    paragraphs, size = text.count("\n") + 1, len(text.encode())
    digits, others = (Measured(paragraphs, size, each / rounds) for each in spent)
    return digits, others
