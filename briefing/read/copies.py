"""Work that a process shares with copies of itself.

A copy has all that was read before, costs a few milliseconds, and may take as much time as the
process that it was copied from. It is for a process that has no other threads.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Generic, NoReturn, TypeVar

Given = TypeVar("Given")


def shares(count: int, copies: int) -> list[range]:
    """The numbers below a count in as many parts, all of them about as long."""
    edges = [count * number // copies for number in range(copies + 1)]
    return [range(*edges[number : number + 2]) for number in range(copies)]


def work_in_copies(work: Callable[[range], Given], parts: Sequence[range]) -> list[Given]:
    """What the work gives for each part, all but the first done by copies of this process.

    Raises EOFError where a copy was ended before it was done.
    """
    copies = [_Copy.start(work, part) for part in parts[1:]]
    return [work(parts[0]), *(copy.wait() for copy in copies)]


@dataclass(frozen=True, slots=True)
class _Copy(Generic[Given]):
    """A copy of this process by its number, and where it will answer."""

    number: int
    answer: Connection

    @classmethod
    def start(cls, work: Callable[[range], Given], part: range) -> _Copy[Given]:
        """Let a copy do this part of the work."""
        answer, question = Pipe(duplex=False)
        number = os.fork()
        if not number:
            answer.close()  # so that nobody is written to who is gone
            _work_as_copy(work, part, question)
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


def _work_as_copy(work: Callable[[range], Given], part: range, question: Connection) -> NoReturn:
    """Answer, and end: what stands on the stack belongs to the process that was copied."""
    try:
        with suppress(MemoryError):
            question.send(work(part))
    finally:
        os._exit(0)
