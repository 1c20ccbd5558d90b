"""Lines of the PDF are broken where they are full."""

from datetime import UTC, datetime

import pypdfium2 as pdfium

from briefing.render.pdf import PdfJob, render_pdf
from briefing.text import Text

CREATED = datetime(2026, 11, 21, tzinfo=UTC)
WORDS = (
    "This document was read back as its reader sees it, and each number in it was traced to a "
    "line of a source. A number that could not be traced would have stopped its publication. Of"
)
WIDTHS = range(110, 160)  # half millimetres


def lines_by_width() -> list[list[str]]:
    """The lines of a paragraph with a link near its end, for each of some widths."""
    body = "".join(
        f'<p style="width: {width / 2}mm">{WORDS} <data>399</data> numbers found:</p>'
        for width in WIDTHS
    )
    style = "body { font: 9.5pt Inter } p { break-after: page } data { white-space: nowrap }"
    page = f'<!doctype html><html lang="en"><title>t</title><style>{style}</style>{body}</html>'
    pdf, findings = render_pdf(PdfJob(Text("page.html", page), "", CREATED))
    assert findings == []
    pages = (page.get_textpage().get_text_range() for page in pdfium.PdfDocument(pdf))
    return [words.splitlines() for words in pages if words.strip()]


def test_no_word_stands_alone_on_a_line_that_has_room():
    """However wide a paragraph is, only its last line is short."""
    found = lines_by_width()
    assert len(found) == len(WIDTHS)
    for lines in found:
        assert len(lines) > 2
        assert all(" " in line for line in lines[:-1]), lines
