"""A finished PDF as a person reads it."""

from __future__ import annotations

import ctypes
import threading

import pypdfium2.raw as pdfium

from briefing.diagnostics import Finding
from briefing.read.model import Layer, Reading
from briefing.read.pdf_blocks import read_blocks
from briefing.read.pdf_geometry import Handle
from briefing.read.pdf_metadata import read_metadata
from briefing.read.pdf_pages import Page, read_page
from briefing.text import Text

# PDFium must not be entered twice at a time.
PDFIUM = threading.Lock()
MAX_BYTES = 200_000_000
MAX_PAGES = 5_000
HELP = "let the page say in plain text whatever it says, and build the file anew"


# What PDFium says of a file that it does not open.
PROBLEMS = {
    pdfium.FPDF_ERR_PASSWORD: "it is encrypted, and opens with a password alone",
    pdfium.FPDF_ERR_SECURITY: "it is encrypted in a way that is not known",
}


def read_pdf(content: bytes, path: str) -> Reading:
    """The words of a PDF in reading order, with what each one leads to.

    What cannot be read is a finding in `unread`, also where that is the whole file.
    """
    if not content:
        return _unread(path, "it is empty")
    if len(content) > MAX_BYTES:
        return _unread(path, f"it has {len(content)} bytes, more than {MAX_BYTES}")
    with PDFIUM:
        document = pdfium.FPDF_LoadMemDocument64(content, len(content), None)
        if not document:
            problem = PROBLEMS.get(pdfium.FPDF_GetLastError(), "it is no PDF, or damaged")
            return _unread(path, problem)
        try:
            return _read_document(document, content, path)
        finally:
            pdfium.FPDF_CloseDocument(document)


def _read_document(document: Handle, content: bytes, path: str) -> Reading:
    count = pdfium.FPDF_GetPageCount(document)
    if count > MAX_PAGES:
        return _unread(path, f"it has {count} pages, more than {MAX_PAGES}")
    pages: list[Page] = []
    for index in range(count):
        try:
            pages.append(read_page(document, index))
        except ValueError as error:
            return _unread(path, str(error))
    blocks, texts = read_blocks(path, pages)
    unread = [
        _finding(text, f"page {text.page} has {fault}")
        for text, page in zip(texts, pages, strict=True)
        for fault in page.faults
    ]
    anchors = _read_anchors(document)
    blocks = (*read_metadata(document, content, path), *blocks)
    if not any(block.layer is Layer.BODY for block in blocks):
        unread.append(_finding(Text(path, ""), "no page has any text"))
    return Reading(path, blocks, tuple(unread), count, anchors)


def _read_anchors(document: Handle) -> dict[str, int]:
    """Each named destination with its page, from 1."""
    anchors = {}
    for number in range(pdfium.FPDF_CountNamedDests(document)):
        size = ctypes.c_long(0)
        pdfium.FPDF_GetNamedDest(document, number, None, size)
        if size.value <= 0:
            continue
        name = (ctypes.c_ushort * (size.value // 2 + 1))()
        place = pdfium.FPDF_GetNamedDest(document, number, name, size)
        page = pdfium.FPDFDest_GetDestPageIndex(document, place) if place else -1
        if page >= 0:
            anchors[bytes(name)[: size.value - 2].decode("utf-16-le", errors="replace")] = page + 1
    return anchors


def _unread(path: str, problem: str) -> Reading:
    return Reading(path, (), (_finding(Text(path, ""), f"the file cannot be read: {problem}"),))


def _finding(text: Text, message: str) -> Finding:
    return Finding("unreadable-pdf", message, text.whole(), help=HELP)
