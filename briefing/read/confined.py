"""A reader in processes of its own, which a stranger's file may take down, and nothing else.

PDFium is written in C++, and a file that finds a fault in it ends the process. A file can also be
made so that reading it takes hours. In processes that may take so much time and memory and no more,
either is a finding.
"""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection

from briefing.diagnostics import Finding
from briefing.memory import collector_paused
from briefing.processes import script_left_out, start_server
from briefing.read.model import Reading
from briefing.read.pdf import read_pdf
from briefing.text import Text

# What reads a file with this content and path, in as many processes as it may be.
Read = Callable[[bytes, str, int], Reading]
# More than this cost more memory than they save time.
MAX_PROCESSES = 4
HELP = "ask whoever gave you the file for one that is whole"


def _processor_count() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Limits:
    """How much time of a processor reading may take, and how much memory, in bytes.

    It may be done by several `processes`: each has that time, and all of them share the memory.
    """

    seconds: int = 300
    memory: int = 2_000_000_000
    processes: int = min(_processor_count(), MAX_PROCESSES)


USUAL = Limits()


def read_confined(
    content: bytes, path: str, read: Read = read_pdf, limits: Limits = USUAL
) -> Reading:
    """What a reader gives of a file, or a reading that is unread where it does not come back."""
    with reader_started(content, path, read, limits) as wait:
        return wait()


@contextmanager
def reader_started(
    content: bytes, path: str, read: Read = read_pdf, limits: Limits = USUAL
) -> Iterator[Callable[[], Reading]]:
    """What waits for the same, which is read meanwhile; nothing reads on behind the block."""
    start_server([__name__])
    context = get_context("forkserver")
    answer, question = context.Pipe(duplex=False)
    process = context.Process(target=_read, args=(content, path, read, limits, question))
    with script_left_out():
        process.start()
    question.close()
    try:
        yield partial(_wait, answer, path, limits)
    finally:
        with suppress(ProcessLookupError):  # the process, and those that it has started
            os.killpg(process.pid or 0, signal.SIGKILL)
        process.kill()
        process.join()
        answer.close()


def _wait(answer: Connection, path: str, limits: Limits) -> Reading:
    # A process that waits takes no time of a processor: it is given as much by the clock.
    with suppress(EOFError):
        if answer.poll(2 * limits.seconds):
            reading: Reading = answer.recv()
            return reading
    message = (
        "the file cannot be read: it ends the program that reads it, or takes more than "
        f"{limits.seconds} seconds or {limits.memory // 1_000_000} MB"
    )
    finding = Finding("unreadable-pdf", message, Text(path, "").whole(), help=HELP)
    return Reading(path, (), (finding,))


def _read(content: bytes, path: str, read: Read, limits: Limits, question: Connection) -> None:
    """Answer with the reading, within the limits; a process that is ended gives no answer."""
    os.setpgid(0, 0)
    memory = limits.memory // limits.processes
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    with suppress(MemoryError, EOFError), collector_paused():
        question.send(read(content, path, limits.processes))
    question.close()
