"""A finished PDF as a person reads it."""

from __future__ import annotations

import threading

import pypdfium2.raw as pdfium

from briefing.diagnostics import Finding
from briefing.read.model import Layer, Reading
from briefing.read.pdf_blocks import read_blocks
from briefing.read.pdf_contents import ContentChecker
from briefing.read.pdf_document import DocumentParts, read_document
from briefing.read.pdf_file import open_pdf
from briefing.read.pdf_metadata import read_metadata
from briefing.read.pdf_pages import Page, read_page
from briefing.read.pdf_syntax import DamagedPdfError
from briefing.text import Text

# PDFium must not be entered twice at a time.
PDFIUM = threading.Lock()
MAX_BYTES = 200_000_000
HELP = "let the page say in plain text whatever it says, and build the file anew"


def read_pdf(content: bytes, path: str) -> Reading:
    """The words of a PDF in reading order, with what each one leads to.

    What cannot be read is a finding in `unread`, also where that is the whole file.
    """
    if not content:
        return _unread(path, "it is empty")
    if len(content) > MAX_BYTES:
        return _unread(path, f"it has {len(content)} bytes, more than {MAX_BYTES}")
    try:
        file = open_pdf(content)
        parts = read_document(file)
        checker = ContentChecker(file)
        checked = [checker.check_page(page.dictionary) for page in parts.pages]
        pages = _read_pages(content, parts)
        said, faults = read_metadata(file, parts.outline, path)
    except DamagedPdfError as error:
        return _unread(path, str(error))
    read = read_blocks(path, pages)
    whole = Text(path, "")
    unread = [_finding(whole, f"the file has {fault}") for fault in (*parts.faults, *faults)]
    for number, (text, page, (drawn, _)) in enumerate(
        zip(read.texts, pages, checked, strict=True), start=1
    ):
        tags = (fault for at, fault in read.faults if at == number)
        found = dict.fromkeys((*drawn, *page.faults, *tags))
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
        believed=tuple(sorted({name for _, names in checked for name in names})),
    )


def _read_pages(content: bytes, parts: DocumentParts) -> list[Page]:
    with PDFIUM:
        document = pdfium.FPDF_LoadMemDocument64(content, len(content), None)
        if not document:
            raise DamagedPdfError("it is damaged")
        try:
            if pdfium.FPDF_GetPageCount(document) != len(parts.pages):
                raise DamagedPdfError("programs do not agree on how many pages it has")
            return [read_page(document, index, page) for index, page in enumerate(parts.pages)]
        finally:
            pdfium.FPDF_CloseDocument(document)


def _unread(path: str, problem: str) -> Reading:
    return Reading(path, (), (_finding(Text(path, ""), f"the file cannot be read: {problem}"),))


def _finding(text: Text, message: str) -> Finding:
    return Finding("unreadable-pdf", message, text.whole(), help=HELP)
