"""A finished PDF as a person reads it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

import pypdfium2.raw as pdfium

from briefing.diagnostics import Finding
from briefing.read.copies import shares, work_in_copies
from briefing.read.model import Layer, Reading
from briefing.read.pdf_blocks import read_blocks
from briefing.read.pdf_contents import Checked, ContentChecker, check_drawn
from briefing.read.pdf_document import DocumentParts, read_document
from briefing.read.pdf_file import PdfFile, open_pdf
from briefing.read.pdf_metadata import read_metadata
from briefing.read.pdf_pages import Page, read_page
from briefing.read.pdf_syntax import DamagedPdfError
from briefing.text import Text

# PDFium must not be entered twice at a time.
PDFIUM = threading.Lock()
MAX_BYTES = 200_000_000
LEAST = 4  # pages, of which one more process saves more time than it costs
HELP = "let the page say in plain text whatever it says, and build the file anew"


@dataclass(slots=True)
class _Part:
    """What was read of some pages in a row, as far as they could be read.

    `unchecked` is why their contents could not be checked on, `damage` why PDFium could not read.
    """

    checked: list[Checked] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    unchecked: str | None = None
    damage: str | None = None


def read_pdf(content: bytes, path: str, processes: int = 1) -> Reading:
    """The words of a PDF in reading order, with what each one leads to.

    What cannot be read is a finding in `unread`, also where that is the whole file. Where it may
    be done by several processes, a long file is: then this one must have no other threads. Raises
    EOFError where one of the others was ended.
    """
    if not content:
        return _unread(path, "it is empty")
    if len(content) > MAX_BYTES:
        return _unread(path, f"it has {len(content)} bytes, more than {MAX_BYTES}")
    try:
        file = open_pdf(content)
        parts = read_document(file)
        copies = max(min(processes, len(parts.pages) // LEAST), 1)
        work = partial(_read_part, content, file, parts)
        checked, pages = _put_together(work_in_copies(work, shares(len(parts.pages), copies)))
        said, faults = read_metadata(file, parts.outline, path)
    except DamagedPdfError as error:
        return _unread(path, str(error))
    read = read_blocks(path, pages)
    whole = Text(path, "")
    unread = [_finding(whole, f"the file has {fault}") for fault in (*parts.faults, *faults)]
    for number, (text, page, drawn) in enumerate(
        zip(read.texts, pages, checked, strict=True), start=1
    ):
        tags = (fault for at, fault in read.faults if at == number)
        found = dict.fromkeys((*drawn.faults, *page.faults, *tags))
        unread += [_finding(text, f"page {text.page} has {fault}") for fault in found]
    if not any(block.layer is Layer.BODY for block in read.blocks):
        unread.append(_finding(whole, "no page has any text"))
    return Reading(
        path,
        (*said, *read.blocks),
        tuple(unread),
        len(pages),
        parts.anchors,
        revisions=file.revisions,
        believed=tuple(sorted({name for drawn in checked for name in drawn.believed})),
    )


def _read_part(content: bytes, file: PdfFile, parts: DocumentParts, part: range) -> _Part:
    """Some pages: what they are drawn with is checked before PDFium sees any of them."""
    checker = ContentChecker(file)
    read = _Part()
    try:
        for index in part:
            read.checked.append(checker.check_page(parts.pages[index].dictionary))
    except DamagedPdfError as error:
        read.unchecked = str(error)
        return read
    try:
        read.pages += _read_pages(content, parts, part)
    except DamagedPdfError as error:
        read.damage = str(error)
    return read


def _put_together(read: Sequence[_Part]) -> tuple[list[Checked], list[Page]]:
    """All pages of a file; raises DamagedPdfError for the first of them that could not be read.

    That is the same in however many parts they were read.
    """
    checked: list[Checked] = []
    pages: list[Page] = []
    for part in read:
        checked += part.checked
        check_drawn(checked)
        if part.unchecked is not None:
            raise DamagedPdfError(part.unchecked)
    for part in read:
        pages += part.pages
        if part.damage is not None:
            raise DamagedPdfError(part.damage)
    return checked, pages


def _read_pages(content: bytes, parts: DocumentParts, part: range) -> list[Page]:
    with PDFIUM:
        document = pdfium.FPDF_LoadMemDocument64(content, len(content), None)
        if not document:
            raise DamagedPdfError("it is damaged")
        try:
            if pdfium.FPDF_GetPageCount(document) != len(parts.pages):
                raise DamagedPdfError("programs do not agree on how many pages it has")
            return [read_page(document, index, parts.pages[index]) for index in part]
        finally:
            pdfium.FPDF_CloseDocument(document)


def _unread(path: str, problem: str) -> Reading:
    return Reading(path, (), (_finding(Text(path, ""), f"the file cannot be read: {problem}"),))


def _finding(text: Text, message: str) -> Finding:
    return Finding("unreadable-pdf", message, text.whole(), help=HELP)
