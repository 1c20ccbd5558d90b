"""A finished HTML page to PDF: tagged, archivable, and the same bytes every time."""

from __future__ import annotations

import logging
import os
import re
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib import import_module
from pathlib import Path
from types import ModuleType

from briefing.diagnostics import BriefingError, Finding
from briefing.render.fonts import FOLDER
from briefing.text import Place, Text

# Level A asks for tags, a language and Unicode for every glyph.
VARIANT = "pdf/a-3a"
# Nothing may resolve to a file or a host; WeasyPrint still wants a base for relative addresses.
BASE_URL = "briefing:/"
APT = "apt-get install -y --no-install-recommends"
LIBRARIES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
FONT_STYLE = re.compile(r"<style data-fonts>.*?</style>", re.DOTALL)
FONT_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""
# What a log record quotes is looked for in the page: `property: value`, 'name', "name", #anchor.
QUOTED = re.compile(r"`([^`]+)`|'([^']+)'|\"([^\"]+)\"|#(\S+)")


def render_pdf(page: Text, style: str, created: datetime) -> tuple[bytes, list[Finding]]:
    """The PDF of an HTML page, and what went wrong in rendering it.

    `style` is CSS for the PDF alone, and wins over the page's own; `created` is the date in the
    metadata. The same page, style and date give the same bytes. Raises BriefingError where
    WeasyPrint's shared libraries are missing.
    """
    with _bundled_fonts(), _collected_warnings() as messages:
        weasyprint = _load_weasyprint()
        denied: list[str] = []
        document = weasyprint.HTML(
            string=_with_style(page.content, style),
            base_url=BASE_URL,
            url_fetcher=_make_fetcher(denied),
        ).render(pdf_variant=VARIANT)
        document.metadata.created = document.metadata.modified = created.isoformat()
        with warnings.catch_warnings():
            # WeasyPrint leaves its colour profile open for the garbage collector to close.
            warnings.simplefilter("ignore", ResourceWarning)
            content: bytes = document.write_pdf(pdf_variant=VARIANT)
    findings = [_denied_fetch(page, url) for url in dict.fromkeys(denied)]
    findings += [
        _rendering_warning(page, message)
        for message in dict.fromkeys(messages)
        if not any(url in message for url in denied)
    ]
    return content, findings


def _with_style(html: str, style: str) -> str:
    html = FONT_STYLE.sub("", html, count=1)
    head, end, rest = html.partition("</head>")
    return f"{head}<style>{style}</style>{end}{rest}"


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
