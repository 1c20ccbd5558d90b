"""PDFs for tests: small documents as the renderer makes them, and what somebody did to them."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from io import BytesIO

import pikepdf

from briefing.render.pdf import PdfJob, render_pdf
from briefing.text import Text

CREATED = datetime(2026, 11, 21, tzinfo=UTC)
PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Sample</title>
<style>body {{ font-family: Inter; margin: 0 }} td, th {{ padding: 1mm 2mm }} {style}</style></head>
<body>{body}</body></html>"""
SAMPLE = "<h1>Head</h1><p>Meta paid <a href='#e'>$14.3 billion</a>.</p><p id='e'>The deal.</p>"


@cache
def sample(body: str = SAMPLE, style: str = "") -> bytes:
    """The PDF of a page with this content."""
    page = Text("sample.html", PAGE.format(style=style, body=body))
    content, findings = render_pdf(PdfJob(page, "", CREATED))
    assert findings == []
    return content


def edit(content: bytes, change: Callable[[pikepdf.Pdf], object]) -> bytes:
    """The PDF after somebody changed it, written anew without a trace of that."""
    with pikepdf.open(BytesIO(content)) as document:
        change(document)
        file = BytesIO()
        document.save(
            file, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none
        )
    return file.getvalue()
