"""A finished HTML page to PDF: tagged, archivable, and the same bytes every time."""

from __future__ import annotations

import logging
import os
import re
import signal
import tempfile
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib import import_module
from multiprocessing import forkserver, get_context
from pathlib import Path
from types import ModuleType
from typing import Any

from briefing.diagnostics import BriefingError, Finding
from briefing.memory import collector_paused
from briefing.render.fonts import FOLDER
from briefing.render.line_breaks import mend_line_breaks
from briefing.text import Place, Text

# Level A asks for tags, a language and Unicode for every glyph.
VARIANT = "pdf/a-3a"
# Nothing may resolve to a file or a host; WeasyPrint still wants a base for relative addresses.
BASE_URL = "briefing:/"
APT = "apt-get install -y --no-install-recommends"
LIBRARIES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
# More than this costs more memory than it saves time.
MAX_WORKERS = 4
DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
DRAWN_ANCHOR = re.compile(r'<a id="([^"]+)"')
FONT_STYLE = re.compile(r"<style data-fonts>.*?</style>", re.DOTALL)
FONT_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""
# The address of a statement. A link to it learns its page, which a style may print behind it.
BACK_LINK = re.compile(r"#n\d+")
PAGE_ATTRIBUTE = "data-page"
WITHOUT_EVIDENCE = '[id^="e-"] { display: none !important }'
MAX_SETTINGS = 3
# What a log record quotes is looked for in the page: `property: value`, 'name', "name", #anchor.
QUOTED = re.compile(r"`([^`]+)`|'([^']+)'|\"([^\"]+)\"|#(\S+)")


@dataclass(frozen=True, slots=True)
class PdfJob:
    """A page to render: `style` is CSS for the PDF alone, which wins over the page's own.

    `created` is the date in the metadata; the same page, style and date give the same bytes.
    """

    page: Text
    style: str
    created: datetime


# A PDF that is being rendered: the call waits for it.
PendingPdf = Callable[[], tuple[bytes, list[Finding]]]


@dataclass(frozen=True, slots=True)
class _Rendered:
    content: bytes
    denied: tuple[str, ...]
    messages: tuple[str, ...]


@contextmanager
def start_workers(pages: int) -> Iterator[Executor | None]:
    """Processes that load WeasyPrint meanwhile; None where one process does as well.

    They are copies of one that has loaded it, so that it is loaded once.
    """
    count = min(pages, _processor_count(), MAX_WORKERS)
    if count <= 1:
        yield None
        return
    forkserver.set_forkserver_preload(["weasyprint", __name__])
    forkserver.ensure_running()  # returns at once: what it loads, it loads meanwhile
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
        return partial(_wait, job, workers.submit(_render, job))
    except BrokenProcessPool as error:
        raise _ended() from error


def _wait(job: PdfJob, future: Future[_Rendered]) -> tuple[bytes, list[Finding]]:
    try:
        rendered = future.result()
    except BrokenProcessPool as error:
        raise _ended() from error
    return rendered.content, _findings(job.page, rendered)


def _ended() -> BriefingError:
    return BriefingError(
        "a process that renders a PDF was ended from outside",
        "look for a lack of memory, and build again",
    )


def render_pdf(job: PdfJob) -> tuple[bytes, list[Finding]]:
    """The PDF of one page, and what went wrong in rendering it.

    The PDF is empty where the renderer gave up on the page, which is a finding.
    """
    rendered = _render(job)
    return rendered.content, _findings(job.page, rendered)


def _processor_count() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _die_silently() -> None:
    """Let an interrupt end a worker without a traceback: the parent says what there is to say."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _render(job: PdfJob) -> _Rendered:
    with collector_paused(), _bundled_fonts(), _collected_warnings() as messages:
        weasyprint = _load_weasyprint()
        denied: list[str] = []
        try:
            content = _write_pdf(weasyprint, job, denied)
        except Exception as error:  # noqa: BLE001 - what a template can make it do is open
            content = b""
            messages.append(f"it gives up on the page ({type(error).__name__}: {error})")
    return _Rendered(content, tuple(dict.fromkeys(denied)), tuple(dict.fromkeys(messages)))


def _write_pdf(weasyprint: ModuleType, job: PdfJob, denied: list[str]) -> bytes:
    html = weasyprint.HTML(
        string=_with_style(job.page.content, job.style),
        base_url=BASE_URL,
        url_fetcher=_make_fetcher(denied),
    )
    document = _with_pages(html, weasyprint.CSS(string=WITHOUT_EVIDENCE))
    document.metadata.created = document.metadata.modified = job.created.isoformat()
    with warnings.catch_warnings():
        # WeasyPrint leaves its colour profile open for the garbage collector to close.
        warnings.simplefilter("ignore", ResourceWarning)
        content: bytes = document.write_pdf(pdf_variant=VARIANT)
    return content


def _with_pages(html: Any, first_style: object) -> Any:  # noqa: ANN401 - WeasyPrint has no types
    """The document, in which each link back to a statement knows on which page that stands.

    CSS can say that by itself (`target-counter`), but then each page of the evidence is set three
    times. Instead, what the evidence is about is set first without it, and tells the pages. Should
    they be others once everything is set, as with evidence in front, everything is set again;
    pages that never come to rest are found when the PDF is read.
    """
    groups = [links for element in html.etree_element.iter() if (links := _links_back(element))]
    if not groups:
        return html.render(pdf_variant=VARIANT)
    document = html.render(stylesheets=[first_style], pdf_variant=VARIANT)
    for _ in range(MAX_SETTINGS):
        pages = _statement_pages(document)
        for links in groups:
            _tell_pages(links, pages)
        document = html.render(pdf_variant=VARIANT)
        if _statement_pages(document) == pages:
            break
    return document


def _links_back(element: Any) -> list[Any]:  # noqa: ANN401 - as above
    """The links to statements right within an element."""
    return [a for a in element if a.tag == "a" and BACK_LINK.fullmatch(a.get("href", ""))]


def _tell_pages(links: list[Any], pages: dict[str, str]) -> None:
    """Let links beside each other know the pages of their statements, each page once."""
    told: set[str | None] = set()
    for link in links:
        page = pages.get(link.get("href"))
        link.attrib.pop(PAGE_ATTRIBUTE, None)
        if page is not None and page not in told:
            link.set(PAGE_ATTRIBUTE, page)
        told.add(page)


def _statement_pages(document: Any) -> dict[str, str]:  # noqa: ANN401 - as above
    """The page on which each statement stands, by its address."""
    return {
        f"#{anchor}": str(number)
        for number, page in enumerate(document.pages, start=1)
        for anchor in page.anchors
        if BACK_LINK.fullmatch(f"#{anchor}")
    }


def _findings(page: Text, rendered: _Rendered) -> list[Finding]:
    """A finding for each address that was denied, and for each warning about something else."""
    return [
        *(_denied_fetch(page, url) for url in rendered.denied),
        *(
            _rendering_warning(page, message)
            for message in rendered.messages
            if not any(url in message for url in rendered.denied)
        ),
    ]


def _with_style(html: str, style: str) -> str:
    html = FONT_STYLE.sub("", html, count=1)
    head, end, rest = html.partition("</head>")
    return f"{head}<style>{style}</style>{end}{DRAWING.sub(_lift_anchors, rest)}"


def _lift_anchors(drawing: re.Match[str]) -> str:
    """A drawing with the anchors of its links in front of it: within, they lead nowhere."""
    anchors = "".join(f'<a id="{id_}"></a>' for id_ in DRAWN_ANCHOR.findall(drawing[0]))
    return anchors + DRAWN_ANCHOR.sub("<a", drawing[0])


@contextmanager
def _bundled_fonts() -> Iterator[None]:
    """Let Fontconfig know the bundled fonts and no others, so that all machines agree."""
    name = "FONTCONFIG_FILE"
    before = os.environ.get(name)
    with tempfile.TemporaryDirectory(prefix="briefing-") as folder:
        file = Path(folder) / "fonts.conf"
        fonts = FOLDER / "ttf"
        file.write_text(FONT_CONFIGURATION.format(fonts=fonts, cache=folder), encoding="utf-8")
        os.environ[name] = str(file)
        try:
            yield
        finally:
            if before is None:
                del os.environ[name]
            else:
                os.environ[name] = before


def _load_weasyprint() -> ModuleType:
    """WeasyPrint, with all of the libraries that it takes for the same bytes every time."""
    problem = "cannot make a PDF: WeasyPrint does not find its shared libraries"
    help_ = f"run `{APT} {LIBRARIES}`"
    try:
        weasyprint = import_module("weasyprint")
    except OSError as error:
        raise BriefingError(f"{problem} ({error})", help_) from error
    if import_module("weasyprint.text.ffi").harfbuzz_subset is None:
        raise BriefingError(f"{problem} (libharfbuzz-subset)", help_)
    mend_line_breaks()
    return weasyprint


def _make_fetcher(denied: list[str]) -> object:
    """A fetcher that takes what the page carries in itself, and notes every other address."""
    fetcher = import_module("weasyprint.urls").URLFetcher(allowed_protocols=("data",))
    fetch = fetcher.fetch

    def fetch_data(url: str, *rest: object) -> object:
        if not url.startswith("data:"):
            denied.append(url)
        response: object = fetch(url, *rest)
        return response

    fetcher.fetch = fetch_data
    return fetcher


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def _collected_warnings() -> Iterator[list[str]]:
    """What WeasyPrint and fontTools warn of, instead of on the terminal."""
    handler = _Collector()
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    for logger in loggers:
        logger.addHandler(handler)
    try:
        yield handler.messages
    finally:
        for logger in loggers:
            logger.removeHandler(handler)


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
