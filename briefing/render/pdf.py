"""A finished HTML page to PDF: which process makes it, and what there is to say about it."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context

from briefing.diagnostics import BriefingError, Finding
from briefing.processes import script_left_out, start_server
from briefing.render.typesetting import BASE_URL, PdfJob, Typeset, typeset
from briefing.standards import check_pdf
from briefing.text import Place, Text

# More than this costs more memory than it saves time.
MAX_WORKERS = 4
# What a log record quotes is looked for in the page: `property: value`, 'name', "name", #anchor.
QUOTED = re.compile(r"`([^`]+)`|'([^']+)'|\"([^\"]+)\"|#(\S+)")

# A PDF that is being rendered: the call waits for it.
PendingPdf = Callable[[], tuple[bytes, list[Finding]]]
_Checked = tuple[Typeset, list[Finding]]


@contextmanager
def start_workers(pages: int) -> Iterator[Executor | None]:
    """Processes that load WeasyPrint meanwhile; None where one process does as well.

    They are copies of one that has loaded it, so that it is loaded once.
    """
    count = min(pages, _processor_count(), MAX_WORKERS)
    if count <= 1:
        yield None
        return
    start_server(["weasyprint", __name__])
    with ProcessPoolExecutor(count, get_context("forkserver"), _die_silently) as workers:
        yield workers


def start_pdf(job: PdfJob, workers: Executor | None) -> PendingPdf:
    """What gives the PDF of a page, and what went wrong in rendering it, when it is called.

    One of the workers, if there are any, renders it meanwhile. The call raises BriefingError where
    WeasyPrint's shared libraries are missing.
    """
    if workers is None:
        return partial(render_pdf, job)
    try:
        with script_left_out():
            return partial(_wait, job, workers.submit(_set_and_check, job))
    except BrokenProcessPool as error:
        raise _ended() from error


def _wait(job: PdfJob, future: Future[_Checked]) -> tuple[bytes, list[Finding]]:
    try:
        checked = future.result()
    except BrokenProcessPool as error:
        raise _ended() from error
    return _told(job, checked)


def _ended() -> BriefingError:
    return BriefingError(
        "a process that renders a PDF was ended from outside",
        "look for a lack of memory, and build again",
    )


def render_pdf(job: PdfJob) -> tuple[bytes, list[Finding]]:
    """The PDF of one page, and what went wrong in rendering it.

    The PDF is empty where the renderer gave up on the page, which is a finding.
    """
    return _told(job, _set_and_check(job))


def _set_and_check(job: PdfJob) -> _Checked:
    """The page as PDF, and how that breaks a standard, where the renderer has not told why."""
    paper = typeset(job)
    if paper.denied or paper.messages:
        return paper, []
    return paper, check_pdf(paper.content, f"{job.page.path.removesuffix('.html')}.pdf")


def _told(job: PdfJob, checked: _Checked) -> tuple[bytes, list[Finding]]:
    paper, broken = checked
    return paper.content, [*_findings(job.page, paper), *broken]


def _processor_count() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _die_silently() -> None:
    """Let an interrupt end a worker without a traceback: the parent says what there is to say."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _findings(page: Text, paper: Typeset) -> list[Finding]:
    """A finding for each address that was denied, and for each warning about something else."""
    return [
        *(_denied_fetch(page, url) for url in paper.denied),
        *(
            _rendering_warning(page, message)
            for message in paper.messages
            if not any(url in message for url in paper.denied)
        ),
    ]


def _rendering_warning(page: Text, message: str) -> Finding:
    place = page.whole()
    for match in QUOTED.finditer(message):
        place = _first(page, match[match.lastindex or 0].strip())
        if place.words:
            break
    return Finding(
        "rendering-warning",
        f"the PDF renderer warns: {message}",
        place,
        label="the renderer's warning is about this",
        help="use only what the renderer supports; put styles for screens into `@media screen`",
    )


def _denied_fetch(page: Text, url: str) -> Finding:
    written = url.removeprefix(BASE_URL)
    return Finding(
        "denied-fetch",
        f"the page asks for `{written}`, which it does not carry in itself",
        _first(page, written),
        label="would be fetched",
        help="put the content into the page, as a `data:` address or inline",
    )


def _first(page: Text, words: str) -> Place:
    start = page.content.find(words)
    return page.whole() if start < 0 else page.place(start, start + len(words))
