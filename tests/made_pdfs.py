"""PDFs for tests: small documents as the renderer makes them, and what somebody did to them."""

import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from io import BytesIO

import pikepdf
from pypdfium2 import PdfDocument

from briefing.render.pdf import PdfJob, render_pdf
from briefing.text import Text

CREATED = datetime(2026, 11, 21, tzinfo=UTC)
PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Sample</title>
<style>body {{ font-family: Inter; margin: 0 }} td, th {{ padding: 1mm 2mm }} {style}</style></head>
<body>{body}</body></html>"""
SAMPLE = (
    "<h1>Head</h1><p>Meta paid <a href='#e'>$14.3 billion</a>.</p><p id='e'>The deal of 9 May.</p>"
)

Change = Callable[[pikepdf.Pdf], object]
Box = tuple[float, float, float, float]


@cache
def sample(body: str = SAMPLE, style: str = "") -> bytes:
    """The PDF of a page with this content."""
    page = Text("sample.html", PAGE.format(style=style, body=body))
    content, findings = render_pdf(PdfJob(page, "", CREATED))
    # What breaks a standard is to be read all the same.
    assert {finding.rule for finding in findings} <= {"invalid-pdf"}
    return content


def edit(content: bytes, change: Change) -> bytes:
    """The PDF after somebody changed it, written anew without a trace of that."""
    with pikepdf.open(BytesIO(content)) as document, warnings.catch_warnings():
        warnings.simplefilter("ignore", pikepdf.PageCopyWarning)  # what is wrong is so on purpose
        change(document)
        file = BytesIO()
        document.save(
            file, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none
        )
    return file.getvalue()


def box(content: bytes, words: str) -> Box:
    """Where some words stand on the first page: left, bottom, right and top, in points."""
    document = PdfDocument(content)
    layer = document[0].get_textpage()
    start, count = layer.search(words).get_next()
    boxes = [layer.get_charbox(at) for at in range(start, start + count)]
    layer.close()
    document.close()
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def add(commands: str) -> Change:
    """Draw something more upon the first page, in points from its lower left corner."""

    def change(document: pikepdf.Pdf) -> None:
        page = document.pages[0]
        drawn = page.Contents.read_bytes()
        page.Contents = document.make_stream(b"q\n%s\nQ\n%s\n" % (drawn, commands.encode("ascii")))

    return change


def replace(old: bytes, new: bytes, count: int = -1) -> Change:
    """Put other instructions in the place of some on the first page."""

    def change(document: pikepdf.Pdf) -> None:
        page = document.pages[0]
        drawn = page.Contents.read_bytes()
        assert old in drawn
        page.Contents = document.make_stream(drawn.replace(old, new, count))

    return change
