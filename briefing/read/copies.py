"""Work that a process shares with copies of itself.

A copy has all that was read before, costs a few milliseconds, and may take as much time as the
process that it was copied from. It is for a process that has no other threads.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Generic, NoReturn, TypeVar

Given = TypeVar("Given")
Work = Callable[[Iterator[range]], Given]
PARTS = 24  # for each process: the last ones are not waited for long
MAX_PARTS = 256  # the number of a part is one byte


def shares(count: int, parts: int) -> list[range]:
    """The numbers below a count in as many parts, all of them about as long."""
    edges = [count * number // parts for number in range(parts + 1)]
    return [range(*edges[number : number + 2]) for number in range(parts)]


def work_in_copies(work: Work[Given], count: int, copies: int) -> list[Given]:
    """What the work gives in this process and in copies of it, for the numbers below a count.

    They lie there in parts, of which each process takes the next one when it is done with its last:
    so all end at a time, however much of a processor each of them has. Raises EOFError where a copy
    was ended before it was done.
    """
    wanted = min((copies + 1) * PARTS, MAX_PARTS, count) if copies else 1
    parts = shares(count, wanted)
    with _heap(len(parts)) as numbers:
        taken = (parts[number] for number in numbers)
        started = [_Copy.start(work, taken) for _ in range(copies)]
        return [work(taken), *(copy.wait() for copy in started)]


@contextmanager
def _heap(count: int) -> Iterator[Iterator[int]]:
    """The numbers below a count, each for the first of this process and its copies to take it."""
    heap, filler = os.pipe()
    os.write(filler, bytes(range(count)))
    os.close(filler)
    try:
        yield (taken[0] for taken in iter(lambda: os.read(heap, 1), b""))
    finally:
        os.close(heap)


@dataclass(frozen=True, slots=True)
class _Copy(Generic[Given]):
    """A copy of this process by its number, and where it will answer."""

    number: int
    answer: Connection

    @classmethod
    def start(cls, work: Work[Given], parts: Iterator[range]) -> _Copy[Given]:
        """Let a copy do what it can take of the work."""
        answer, question = Pipe(duplex=False)
        number = os.fork()
        if not number:
            answer.close()  # so that nobody is written to who is gone
            _work_as_copy(work, parts, question)
        question.close()
        return cls(number, answer)

    def wait(self) -> Given:
        """What the copy gives."""
        try:
            given: Given = self.answer.recv()
        finally:
            self.answer.close()
            os.waitpid(self.number, 0)
        return given


def _work_as_copy(work: Work[Given], parts: Iterator[range], question: Connection) -> NoReturn:
    """Answer, and end: what stands on the stack belongs to the process that was copied."""
    try:
        with suppress(MemoryError):
            question.send(work(parts))
    finally:
        os._exit(0)
