"""What `read_pdf` gives of a PDF: all that a reader sees, in the order of reading."""

from datetime import UTC, datetime

from briefing.read.model import Block, Layer, Reading
from briefing.read.pdf import read_pdf
from briefing.render.pdf import PdfJob, render_pdf
from briefing.text import Text

CREATED = datetime(2026, 11, 21, tzinfo=UTC)
PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Sample</title>
<style>body {{ font-family: Inter; margin: 0 }} td, th {{ padding: 1mm 2mm }} {style}</style></head>
<body>{body}</body></html>"""


def read(body: str, style: str = "") -> Reading:
    """The reading of a page with this content, rendered."""
    page = Text("sample.html", PAGE.format(style=style, body=body))
    content, findings = render_pdf(PdfJob(page, "", CREATED))
    assert findings == []
    return read_pdf(content, "sample.pdf")


def said(reading: Reading, layer: Layer = Layer.BODY) -> list[tuple[str, str]]:
    """The kind and the words of each block of a layer."""
    return [(block.kind, block.text) for block in reading.blocks if block.layer is layer]


def links(block: Block) -> list[tuple[str, str]]:
    """What each link of a block leads to, with the words that it covers."""
    return [(mark.target, block.text[slice(*mark.span)]) for mark in block.marks]


def test_a_number_leads_to_its_evidence():
    """A link covers its very characters and names its destination."""
    reading = read(
        '<p>Meta paid <data><a href="#e-deal">$14.3 billion</a></data> for it.</p>'
        '<p id="e-deal">The deal.</p>'
    )

    assert [("e-deal", "$14.3 billion")] == links(reading.blocks[1])
    assert reading.anchors == {"e-deal": 1}
