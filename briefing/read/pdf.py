"""A finished PDF as a person reads it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from operator import attrgetter

import pypdfium2.raw as pdfium

from briefing.diagnostics import Finding
from briefing.read.copies import work_in_copies
from briefing.read.model import Layer, Reading
from briefing.read.pdf_blocks import draft_page, join_blocks
from briefing.read.pdf_contents import Checked, ContentChecker, check_drawn
from briefing.read.pdf_document import DocumentParts, PageParts, read_document
from briefing.read.pdf_file import PdfFile, open_pdf
from briefing.read.pdf_geometry import Handle
from briefing.read.pdf_metadata import read_metadata
from briefing.read.pdf_pages import Page, read_page
from briefing.read.pdf_syntax import DamagedPdfError
from briefing.read.pdf_tags import Heads, OpenTableError, PageDrafts, Unread
from briefing.text import Text

# PDFium must not be entered twice at a time.
PDFIUM = threading.Lock()
MAX_BYTES = 200_000_000
LEAST = 4  # pages, of which one more process saves more time than it costs
HELP = "let the page say in plain text whatever it says, and build the file anew"


@dataclass(slots=True)
class _Part:
    """What was read of some pages in a row, as far as they could be read.

    `start` is the index of the first one. A page that goes on with a table that another process
    reads stays as it is. `unchecked` is why their contents could not be checked on, `damage` why
    PDFium could not read.
    """

    start: int
    checked: list[Checked] = field(default_factory=list)
    pages: list[PageDrafts | Page] = field(default_factory=list)
    unchecked: str | None = None
    damage: str | None = None


class _Pages:
    """The pages of a file as PDFium reads them, which it opens when the first one is asked for."""

    def __init__(self, content: bytes, parts: Sequence[PageParts]) -> None:
        self.parts = parts
        self._content = content
        self._document: Handle = None

    def read(self, index: int) -> Page:
        """The page with this index from 0; raises DamagedPdfError where it cannot be read."""
        if self._document is None:
            self._document = self._open()
        return read_page(self._document, index, self.parts[index])

    def _open(self) -> Handle:
        document = pdfium.FPDF_LoadMemDocument64(self._content, len(self._content), None)
        if not document:
            raise DamagedPdfError("it is damaged")
        if pdfium.FPDF_GetPageCount(document) != len(self.parts):
            pdfium.FPDF_CloseDocument(document)
            raise DamagedPdfError("programs do not agree on how many pages it has")
        return document

    def close(self) -> None:
        """Let PDFium forget the file."""
        if self._document is not None:
            pdfium.FPDF_CloseDocument(self._document)


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
        copies = max(min(processes, len(parts.pages) // LEAST), 1) - 1
        work = partial(_read_parts, content, file, parts)
        done = work_in_copies(work, len(parts.pages), copies)
        checked, pages = _put_together(sorted(chain(*done), key=attrgetter("start")))
        said, faults = read_metadata(file, parts.outline, path)
    except DamagedPdfError as error:
        return _unread(path, str(error))
    read = join_blocks(path, pages)
    whole = Text(path, "")
    unread = [_finding(whole, f"the file has {fault}") for fault in (*parts.faults, *faults)]
    for text, page, drawn in zip(read.texts, pages, checked, strict=True):
        found = dict.fromkeys((*drawn.faults, *page.faults))
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


def _read_parts(
    content: bytes, file: PdfFile, parts: DocumentParts, taken: Iterator[range]
) -> list[_Part]:
    """What falls to this process of a file that may be read by several."""
    checker = ContentChecker(file)
    with PDFIUM, closing(_Pages(content, parts.pages)) as pages:
        return [_read_part(pages, checker, part) for part in taken]


def _read_part(pages: _Pages, checker: ContentChecker, part: range) -> _Part:
    """Some pages: what they are drawn with is checked before PDFium sees any of them."""
    read = _Part(part.start)
    try:
        for index in part:
            read.checked.append(checker.check_page(pages.parts[index].dictionary))
    except DamagedPdfError as error:
        read.unchecked = str(error)
        return read
    before: Heads | Unread | None = Unread.PAGE
    try:
        for index in part:
            page = _draft_if_known(index + 1, pages.read(index), before)
            before = page.open_table if isinstance(page, PageDrafts) else Unread.PAGE
            read.pages.append(page)
    except DamagedPdfError as error:
        read.damage = str(error)
    return read


def _draft_if_known(number: int, page: Page, before: Heads | Unread | None) -> PageDrafts | Page:
    """The parts of a page, or the page where the one before would have to be known for them."""
    try:
        return draft_page(number, page, before)
    except OpenTableError:
        return page


def _put_together(read: Sequence[_Part]) -> tuple[list[Checked], list[PageDrafts]]:
    """All pages of a file; raises DamagedPdfError for the first of them that could not be read.

    That is the same in however many parts they were read.
    """
    checked: list[Checked] = []
    pages: list[PageDrafts] = []
    before: Heads | Unread | None = None
    for part in read:
        checked += part.checked
        check_drawn(checked)
        if part.unchecked is not None:
            raise DamagedPdfError(part.unchecked)
    for part in read:
        for page in part.pages:
            drafts = (
                page if isinstance(page, PageDrafts) else draft_page(len(pages) + 1, page, before)
            )
            before = before if isinstance(drafts.open_table, Unread) else drafts.open_table
            pages.append(drafts)
        if part.damage is not None:
            raise DamagedPdfError(part.damage)
    return checked, pages


def _unread(path: str, problem: str) -> Reading:
    return Reading(path, (), (_finding(Text(path, ""), f"the file cannot be read: {problem}"),))


def _finding(text: Text, message: str) -> Finding:
    return Finding("unreadable-pdf", message, text.whole(), help=HELP)
