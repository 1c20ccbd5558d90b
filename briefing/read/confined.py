"""A reader in a process of its own, which a stranger's file may take down, and nothing else.

PDFium is written in C++, and a file that finds a fault in it ends the process. A file can also be
made so that reading it takes hours. In a process that may take so much time and memory and no more,
either is a finding.
"""

from __future__ import annotations

import resource
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection

from briefing.diagnostics import Finding
from briefing.memory import collector_paused
from briefing.read.model import Reading
from briefing.read.pdf import read_pdf
from briefing.text import Text

Read = Callable[[bytes, str], Reading]
HELP = "ask whoever gave you the file for one that is whole"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much time of a processor reading may take, and how much memory, in bytes."""

    seconds: int = 300
    memory: int = 2_000_000_000


USUAL = Limits()


def read_confined(
    content: bytes, path: str, read: Read = read_pdf, limits: Limits = USUAL
) -> Reading:
    """What a reader gives of a file, or a reading that is unread where it does not come back."""
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__])
    answer, question = context.Pipe(duplex=False)
    process = context.Process(target=_read, args=(content, path, read, limits, question))
    process.start()
    question.close()
    try:
        # A process that waits takes no time of a processor: it is given as much by the clock.
        with suppress(EOFError):
            if answer.poll(2 * limits.seconds):
                reading: Reading = answer.recv()
                return reading
    finally:
        process.kill()
        process.join()
        answer.close()
    message = (
        "the file cannot be read: it ends the program that reads it, or takes more than "
        f"{limits.seconds} seconds or {limits.memory // 1_000_000} MB"
    )
    finding = Finding("unreadable-pdf", message, Text(path, "").whole(), help=HELP)
    return Reading(path, (), (finding,))


def _read(content: bytes, path: str, read: Read, limits: Limits, question: Connection) -> None:
    """Answer with the reading, within the limits; a process that is ended gives no answer."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
    resource.setrlimit(resource.RLIMIT_DATA, (limits.memory, limits.memory))
    with suppress(MemoryError), collector_paused():
        question.send(read(content, path))
    question.close()
