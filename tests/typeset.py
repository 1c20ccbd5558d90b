"""What a typographer would find fault with on the pages of a PDF, by where things stand."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import pypdfium2 as pdfium
from pypdfium2 import raw

from briefing.read.html import read_html
from briefing.read.model import Block, Layer
from briefing.read.pdf import read_pdf
from briefing.text import Text

# Left, right, bottom and top, as PDFium says them.
Box = tuple[float, float, float, float]
MILLIMETRE = 72 / 25.4
EDGE = 0.6  # points by which boxes may touch
FONT_NAME = 80  # bytes that are enough for the name of a font
FEWEST = 2  # lines of a paragraph on either side of the end of a page


@dataclass(frozen=True)
class Margins:
    """The margins of a page in points."""

    top: float
    right: float
    bottom: float
    left: float

    @classmethod
    def of(cls, css: str) -> Margins:
        """Those of the first `margin: … … …` of a style sheet: top, sides, bottom."""
        found = re.search(r"@page \{[^@]*?margin: (\d+)mm (\d+)mm (\d+)mm;", css)
        assert found, "the theme says its margins in three millimetres"
        top, side, bottom = (int(n) * MILLIMETRE for n in found.groups())
        return cls(top, side, bottom, side)


@dataclass(frozen=True)
class Line:
    """Words that stand beside one another, and the box that their letters take.

    `letters` are these with their left edges.
    """

    page: int
    text: str
    left: float
    bottom: float
    right: float
    top: float
    is_bold: bool
    letters: tuple[tuple[str, float], ...]

    def covers(self, other: Line) -> bool:
        """Whether the two boxes share more than an edge."""
        across = min(self.right, other.right) - max(self.left, other.left)
        up = min(self.top, other.top) - max(self.bottom, other.bottom)
        return across > EDGE and up > EDGE


def faults_of(pdf: bytes, html: str, margins: Margins, first_top: float) -> list[str]:
    """Each fault in words; `first_top` is the upper margin of the first page."""
    document = pdfium.PdfDocument(pdf)
    reading = read_pdf(pdf, "page.pdf")
    found = []
    for number in range(len(document)):
        page = document[number]
        top = margins.top if number else first_top
        lines = list(_lines(page, number + 1))
        assert lines, f"page {number + 1} has no line"
        found += _faults_of_page(lines, page.get_size(), margins, top)
    blocks = read_html(Text("page.html", html)).blocks
    # What the reader joins over the end of a page may be the end of one paragraph, and another.
    whole = {_solid(block.text) for block in blocks}
    found += _single_lines([block for block in reading.blocks if _solid(block.text) in whole])
    found += _missing_words(blocks, document)
    return found


def decimal_points(pdf: bytes) -> list[float]:
    """Where the points of figures stand that have a line to themselves, or would stand."""
    document = pdfium.PdfDocument(pdf)
    found = []
    for number in range(len(document)):
        lines = _lines(document[number], number + 1, is_loose=True)
        found += [
            next((edge for sign, edge in line.letters if sign == "."), line.right)
            for line in lines
            if re.fullmatch(r"[1-9]\d*(\.\d+)?", line.text)
        ]
    return found


def _faults_of_page(
    lines: list[Line], size: tuple[float, float], margins: Margins, top: float
) -> Iterator[str]:
    width, height = size
    ceiling, floor = height - top, margins.bottom
    body = [line for line in lines if floor - EDGE <= line.bottom and line.top <= ceiling + EDGE]
    around = [line for line in lines if line not in body]
    for line in lines:
        if line.left < margins.left - EDGE or line.right > width - margins.right + EDGE:
            yield f"page {line.page}: “{line.text}” leaves the margins at the side"
    for line in around:
        is_above, is_below = line.bottom > ceiling + EDGE, line.top < floor - EDGE
        if not (is_above or is_below) or line.top > height - 12 or line.bottom < 12:
            yield f"page {line.page}: “{line.text}” leaves the margins above or below"
    for one, other in combinations(lines, 2):
        if one.covers(other):
            yield f"page {one.page}: “{one.text}” lies on “{other.text}”"
    last = min(body, key=lambda line: line.bottom)
    beside = [line for line in body if abs(line.bottom - last.bottom) < 4]
    if all(line.is_bold for line in beside):
        yield f"page {last.page}: the head “{last.text}” stands last"


def _lines(page: pdfium.PdfPage, number: int, *, is_loose: bool = False) -> Iterator[Line]:
    """The lines of a page, a cell of a table each for itself.

    Boxes are those of the ink, or, if loose, as wide as the letters advance.
    """
    words = page.get_textpage()  # which ends when nobody holds it
    layer = words.raw
    boxes: list[Box] = []
    text, bold = "", []
    for index in range(raw.FPDFText_CountChars(layer)):
        sign = chr(raw.FPDFText_GetUnicode(layer, index))
        left, right, bottom, top = _loose_box(layer, index) if is_loose else _box(layer, index)
        if sign.isspace() or right <= left:
            text += " "
            continue
        size = raw.FPDFText_GetFontSize(layer, index)
        if boxes and _is_apart(boxes[-1], (left, right, bottom, top), size, text):
            yield _line(number, text, boxes, bold)
            boxes, text, bold = [], "", []
        boxes.append((left, right, bottom, top))
        text += sign
        name = ctypes.create_string_buffer(FONT_NAME)
        raw.FPDFText_GetFontInfo(layer, index, name, FONT_NAME, None)
        bold.append(b"Bold" in name.value)
    if boxes:
        yield _line(number, text, boxes, bold)


def _box(layer: object, index: int) -> Box:
    edges = [ctypes.c_double() for _ in range(4)]
    raw.FPDFText_GetCharBox(layer, index, *edges)
    return tuple(edge.value for edge in edges)


def _loose_box(layer: object, index: int) -> Box:
    corners = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(layer, index, corners)
    return corners.left, corners.right, corners.bottom, corners.top


def _is_apart(before: Box, box: Box, size: float, text: str) -> bool:
    """Whether a letter begins another line: it stands elsewhere, or far to the right."""
    gap = box[0] - before[1]
    moved = gap < -2 or gap > (0.9 if text.endswith(" ") else 0.5) * size
    return moved or box[3] < before[2] or box[2] > before[3] + size / 2


def _line(number: int, text: str, boxes: list[Box], bold: list[bool]) -> Line:
    return Line(
        number,
        " ".join(text.split()),
        min(box[0] for box in boxes),
        min(box[2] for box in boxes),
        max(box[1] for box in boxes),
        max(box[3] for box in boxes),
        all(bold),
        tuple(zip("".join(text.split()), (box[0] for box in boxes), strict=False)),
    )


def _single_lines(blocks: list[Block]) -> Iterator[str]:
    """Paragraphs of which one line alone stands on a page, and cells that are torn apart."""
    for block in blocks:
        pages: dict[int, set[int]] = {}
        for fragment in block.fragments:
            page = fragment.place.text.page or 0
            lines = {fragment.place.start.line, fragment.place.end.line}
            pages.setdefault(page, set()).update(range(min(lines), max(lines) + 1))
        if len(pages) > 1 and min(map(len, pages.values())) < FEWEST:
            yield f"one line of “{block.text[:40]}” stands alone on a page"
        if len(pages) > 1 and block.kind == "cell":
            yield f"the cell “{block.text[:40]}” is torn apart"


def _missing_words(blocks: tuple[Block, ...], document: pdfium.PdfDocument) -> Iterator[str]:
    """Words of the HTML's body that stand nowhere in the PDF."""
    said = "".join(page.get_textpage().get_text_range() for page in document)
    solid = _solid(said)
    for block in blocks:
        for word in block.text.split() if block.layer is Layer.BODY else ():
            if _solid(word) not in solid:
                yield f"the word “{word}” is not in the PDF"


def _solid(text: str) -> str:
    """Words without white space, and without hyphens, at which lines are broken."""
    return re.sub(r"[\s\ufffe\u2010-]", "", text)
