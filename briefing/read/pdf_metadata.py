"""What a PDF says of itself beside its pages: title, author, description, keywords, outline."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from html import unescape

import pypdfium2.raw as pdfium

from briefing.read.model import Block, Fragment, Layer
from briefing.read.pdf_geometry import Handle
from briefing.read.pdf_pages import MAX_DEPTH, read_text
from briefing.text import Place, Text

INFORMATION = {
    b"Title": "title",
    b"Author": "author",
    b"Subject": "description",
    b"Keywords": "keywords",
}
# The same in the XMP packet, which PDFium does not read (ISO 16684-1, 8.3 and 8.6).
PACKET = re.compile(rb"<<([^<>]*/Type\s*/Metadata[^<>]*)>>\s*stream\r?\n(.*?)endstream", re.DOTALL)
PROPERTY = re.compile(
    r"<(dc:title|dc:creator|dc:description|dc:subject|pdf:Keywords)\b[^>]*>(.*?)</\1>", re.DOTALL
)
PROPERTIES = {
    "dc:title": "title",
    "dc:creator": "author",
    "dc:description": "description",
    "dc:subject": "keywords",
    "pdf:Keywords": "keywords",
}
TAG = re.compile(r"<[^>]*>")
MAX_PACKET = 1_000_000
MAX_OUTLINE = 10_000


def read_metadata(document: Handle, content: bytes, path: str) -> tuple[Block, ...]:
    """A block for each thing said; what the XMP packet repeats word for word is said once."""
    found = [
        *(
            (kind, read_text(pdfium.FPDF_GetMetaText, document, key))
            for key, kind in INFORMATION.items()
        ),
        *_read_packets(content),
        *(("outline", title) for title in _read_outline(document, None)),
    ]
    folded = [(kind, " ".join(words.split())) for kind, words in found]
    said = [item for item in _without_copies(folded) if item[1]]
    text = Text(path, "\n".join(words for _, words in said))
    return tuple(
        Block(words, kind, Layer.METADATA, (), (Fragment(0, Place(text, text.line_span(number))),))
        for number, (kind, words) in enumerate(said, start=1)
    )


def _without_copies(said: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    seen = set()
    for kind, words in said:
        if kind == "outline" or (kind, words) not in seen:
            yield kind, words
        seen.add((kind, words))


def _read_packets(content: bytes) -> Iterator[tuple[str, str]]:
    for dictionary, stream in PACKET.findall(content):
        packet = stream
        if b"/FlateDecode" in dictionary:
            try:
                packet = zlib.decompressobj().decompress(stream, MAX_PACKET)
            except zlib.error:
                continue
        for name, value in PROPERTY.findall(packet.decode("utf-8", errors="replace")):
            yield PROPERTIES[name], unescape(TAG.sub(" ", value))


def _read_outline(document: Handle, parent: Handle, depth: int = 0) -> Iterator[str]:
    item = pdfium.FPDFBookmark_GetFirstChild(document, parent)
    for _ in range(MAX_OUTLINE):
        if not item:
            return
        yield read_text(pdfium.FPDFBookmark_GetTitle, item)
        if depth < MAX_DEPTH:
            yield from _read_outline(document, item, depth + 1)
        item = pdfium.FPDFBookmark_GetNextSibling(document, item)
