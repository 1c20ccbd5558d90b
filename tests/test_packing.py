"""A PDF without bytes that nobody misses: what is left out is not seen, and all can read it."""

import re
from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pytest
from pypdfium2 import PdfDocument

from briefing.read.pdf_file import open_pdf
from briefing.render import typesetting
from briefing.render.typesetting import PdfJob, typeset
from briefing.text import Text

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Sample</title>
<style>body { font: 11px/1.37 Inter } td { border: 0.3px solid #123456; padding: 2mm }</style>
</head><body><h1 id="n">Sample</h1><p>Words <b>in</b> <a href="#n">several</a> fonts, AVAT.</p>
<table><tr><td>a <b>b</b></td><td>c</td></tr></table>
<svg width="200" height="90" viewBox="0 0 1 0.45"><title>Small units</title>
<path d="M 0.123456 0.2 L 0.987654 0.311111 L 0.5 0.444444 z" fill="#0f4c81"/></svg>
</body></html>"""


def make_pdf() -> bytes:
    """The PDF of a page with text, lines, and a drawing in a unit of its own."""
    return typeset(
        PdfJob(Text("sample.html", PAGE), "", datetime(2026, 11, 21, tzinfo=UTC))
    ).content


def pixels(content: bytes) -> bytes:
    """The page as it is seen, at three times its size."""
    with PdfDocument(content) as document:
        return bytes(document[0].render(scale=3).buffer)


def test_what_is_left_out_is_not_seen(monkeypatch: pytest.MonkeyPatch):
    """With fewer digits, the page is smaller and looks the same, but for the edges of letters."""
    short = make_pdf()
    monkeypatch.setattr(typesetting, "shorten_contents", lambda _pdf: None)
    full = make_pdf()
    others = sum(
        abs(one - other) > 8 for one, other in zip(pixels(short), pixels(full), strict=True)
    )

    assert len(short) < len(full)
    assert others / len(pixels(full)) < 0.0001


def test_a_number_has_five_digits_at_most():
    """Of what is drawn, and where links stand, no more is written than can be seen."""
    with pikepdf.open(BytesIO(make_pdf())) as document:
        drawn = document.pages[0].Contents.read_bytes()
        [link] = document.pages[0].Annots
        numbers = re.findall(rb"\d*\.\d*", re.sub(rb".* cm\n", b"", drawn))

        assert numbers
        assert [] == [n for n in numbers if len(n.replace(b".", b"").lstrip(b"0")) > 5]
        assert [] == [n for n in map(str, link.Rect) if len(n.partition(".")[2]) > 2]


def test_the_table_of_contents_counts_from_row_to_row():
    """It is packed better so, and read by strict programs and by others."""
    content = make_pdf()

    assert {"Predictor": 12, "Columns": 5} == open_pdf(content).trailer["DecodeParms"]
    with pikepdf.open(BytesIO(content), attempt_recovery=False) as document:
        assert [] == document.check_pdf_syntax()
