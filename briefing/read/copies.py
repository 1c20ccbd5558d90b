"""Work that a process shares with copies of itself.

A copy has all that was read before, costs a few milliseconds, and may take as much time as the
process that it was copied from. It is for a process that has no other threads.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any, NoReturn, TypeVar

Given = TypeVar("Given")


def shares(count: int, copies: int) -> list[range]:
    """The numbers below a count in as many parts, all of them about as long."""
    edges = [count * number // copies for number in range(copies + 1)]
    return [range(*edges[number : number + 2]) for number in range(copies)]


def work_in_copies(work: Callable[[range], Given], parts: Sequence[range]) -> list[Given]:
    """What the work gives for each part, all but the first done by copies of this process.

    Raises EOFError where a copy was ended before it was done.
    """
    copies = [_start_copy(work, part) for part in parts[1:]]
    return [work(parts[0]), *(_wait(*copy) for copy in copies)]


def _start_copy(work: Callable[[range], Given], part: range) -> tuple[int, Connection]:
    answer, question = Pipe(duplex=False)
    number = os.fork()
    if not number:
        _work_as_copy(work, part, question)
    question.close()
    return number, answer


def _work_as_copy(work: Callable[[range], Given], part: range, question: Connection) -> NoReturn:
    """Answer, and end: what stands on the stack belongs to the process that was copied."""
    try:
        with suppress(MemoryError):
            question.send(work(part))
    finally:
        os._exit(0)


def _wait(number: int, answer: Connection) -> Any:
    try:
        return answer.recv()
    finally:
        answer.close()
        os.waitpid(number, 0)
