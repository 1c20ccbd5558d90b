"""A page set by WeasyPrint: tagged, archivable, and the same bytes every time."""

from __future__ import annotations

import logging
import os
import re
import tempfile
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from briefing.diagnostics import BriefingError
from briefing.memory import collector_paused
from briefing.render.attachments import PdfAttachment, embed
from briefing.render.back_links import render_with_pages, tell_pages_in_time
from briefing.render.colours import set_profile
from briefing.render.fonts import FOLDER
from briefing.render.line_breaks import mend_line_breaks
from briefing.render.links import describe_links, drop_repeated_links
from briefing.render.packing import pack_table, shorten_contents
from briefing.render.tag_pruning import note_blocks, prune_tags
from briefing.render.tags import repair_tags, scope_heads
from briefing.render.xmp import UNIVERSAL_ACCESS, Schema, evidence_schema, extend_packet
from briefing.text import Text

# Level A asks for tags, a language and Unicode for every glyph.
VARIANT = "pdf/a-3a"
# Nothing may resolve to a file or a host; WeasyPrint still wants a base for relative addresses.
BASE_URL = "briefing:/"
APT = "apt-get install -y --no-install-recommends"
LIBRARIES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
DRAWN_ANCHOR = re.compile(r'<a id="([^"]+)"')
FONT_STYLE = re.compile(r"<style data-fonts>.*?</style>", re.DOTALL)
FONT_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


@dataclass(frozen=True, slots=True)
class PdfJob:
    """A page to render: `style` is CSS for the PDF alone, which wins over the page's own.

    `created` is the date in the metadata, in UTC; the same job gives the same bytes. `edition` and
    the hashes of the `attachments` stand in the metadata.
    """

    page: Text
    style: str
    created: datetime
    edition: str = ""
    attachments: tuple[PdfAttachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Typeset:
    """A page as PDF, the addresses that it was not given, and what was logged meanwhile."""

    content: bytes
    denied: tuple[str, ...]
    messages: tuple[str, ...]


def typeset(job: PdfJob) -> Typeset:
    """The page as PDF; without content where WeasyPrint gives up on it, which is logged, too.

    Raises BriefingError where WeasyPrint's shared libraries are missing.
    """
    with collector_paused(), _bundled_fonts(), _collected_warnings() as messages:
        weasyprint = _load_weasyprint()
        denied: list[str] = []
        try:
            content = _write_pdf(weasyprint, job, denied)
        except Exception as error:  # noqa: BLE001 - what a template can make it do is open
            content = b""
            messages.append(f"it gives up on the page ({type(error).__name__}: {error})")
    return Typeset(content, tuple(dict.fromkeys(denied)), tuple(dict.fromkeys(messages)))


def _write_pdf(weasyprint: ModuleType, job: PdfJob, denied: list[str]) -> bytes:
    html = weasyprint.HTML(
        string=with_style(job.page.content, job.style),
        base_url=BASE_URL,
        url_fetcher=_make_fetcher(denied),
    )
    document = render_with_pages(html, pdf_variant=VARIANT)
    drop_repeated_links(document)
    attachments = sorted(job.attachments, key=lambda file: file.name.encode())
    document.metadata.created = document.metadata.modified = job.created.isoformat()
    # In the place of any that the page itself asks for: those would be dated by the clock.
    document.metadata.attachments = embed(weasyprint, attachments, job.created)
    schemas = (UNIVERSAL_ACCESS, evidence_schema(job.edition, attachments))
    with warnings.catch_warnings():
        # WeasyPrint leaves its colour profile open for the garbage collector to close.
        warnings.simplefilter("ignore", ResourceWarning)
        content: bytes = document.write_pdf(pdf_variant=VARIANT, finisher=partial(_finish, schemas))
    return pack_table(content)


def _finish(schemas: Iterable[Schema], document: Any, pdf: Any) -> None:  # noqa: ANN401 - as above
    """Make a tagged PDF/A-3a one that is PDF/UA-1 as well.

    The XMP packet is left uncompressed, for programs that look for it without reading the PDF.
    """
    repair_tags(pdf)
    describe_links(document)
    scope_heads(document)
    prune_tags(pdf)
    shorten_contents(pdf)
    set_profile(pdf)
    if "AF" in pdf.catalog:  # WeasyPrint lists each file twice
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])
    packet = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    packet.stream = [extend_packet(b"".join(packet.stream), schemas)]
    packet.compress = False


def with_style(html: str, style: str) -> str:
    """The page as it is set: with the style for the PDF, and without what is for screens alone."""
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
    tell_pages_in_time()
    note_blocks()
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
