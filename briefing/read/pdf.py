"""A finished PDF as a person reads it."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator

import pypdfium2.raw as pdfium

from briefing.diagnostics import Finding
from briefing.read.model import Block, Fragment, Layer, Reading
from briefing.read.pdf_blocks import read_blocks
from briefing.read.pdf_geometry import Handle
from briefing.read.pdf_pages import MAX_DEPTH, Page, read_page, read_text
from briefing.text import Place, Text

# PDFium must not be entered twice at a time.
PDFIUM = threading.Lock()
MAX_BYTES = 200_000_000
MAX_PAGES = 5_000
INFORMATION = {
    b"Title": "title",
    b"Author": "author",
    b"Subject": "description",
    b"Keywords": "keywords",
}
MAX_OUTLINE = 10_000
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
            return _read_document(document, path)
        finally:
            pdfium.FPDF_CloseDocument(document)


def _read_document(document: Handle, path: str) -> Reading:
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
    blocks = (*_read_metadata(document, path), *blocks)
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


def _read_metadata(document: Handle, path: str) -> tuple[Block, ...]:
    """What a reader program shows of the document beside its pages."""
    said = [
        (kind, read_text(pdfium.FPDF_GetMetaText, document, key))
        for key, kind in INFORMATION.items()
    ]
    said += [("outline", title) for title in _read_outline(document, None)]
    said = [(kind, " ".join(words.split())) for kind, words in said if words.strip()]
    text = Text(path, "\n".join(words for _, words in said))
    return tuple(
        Block(words, kind, Layer.METADATA, (), (Fragment(0, Place(text, text.line_span(number))),))
        for number, (kind, words) in enumerate(said, start=1)
    )


def _read_outline(document: Handle, parent: Handle, depth: int = 0) -> Iterator[str]:
    item = pdfium.FPDFBookmark_GetFirstChild(document, parent)
    for _ in range(MAX_OUTLINE):
        if not item:
            return
        yield read_text(pdfium.FPDFBookmark_GetTitle, item)
        if depth < MAX_DEPTH:
            yield from _read_outline(document, item, depth + 1)
        item = pdfium.FPDFBookmark_GetNextSibling(document, item)


def _unread(path: str, problem: str) -> Reading:
    return Reading(path, (), (_finding(Text(path, ""), f"the file cannot be read: {problem}"),))


def _finding(text: Text, message: str) -> Finding:
    return Finding("unreadable-pdf", message, text.whole(), help=HELP)
