"""What a PDF says of itself beside its pages: title, author, description, keywords, outline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

from briefing.read.model import Block, Fragment, Layer
from briefing.read.pdf_file import PdfFile
from briefing.read.pdf_streams import Stream
from briefing.read.pdf_syntax import DamagedPdfError, as_text
from briefing.text import Place, Text

INFORMATION = {
    "Title": "title",
    "Author": "author",
    "Subject": "description",
    "Keywords": "keywords",
}
# What reader programs show of the rest is how and when the file was made.
SILENT = frozenset({"Creator", "Producer", "CreationDate", "ModDate", "Trapped"})
# The same in the XMP packet (ISO 16684-1, 8.3 and 8.6).
DUBLIN_CORE, ADOBE = "{http://purl.org/dc/elements/1.1/}", "{http://ns.adobe.com/pdf/1.3/}"
PROPERTIES = {
    f"{DUBLIN_CORE}title": "title",
    f"{DUBLIN_CORE}creator": "author",
    f"{DUBLIN_CORE}description": "description",
    f"{DUBLIN_CORE}subject": "keywords",
    f"{ADOBE}Keywords": "keywords",
}
MAX_PACKET = 1_000_000


def read_metadata(
    file: PdfFile, outline: Sequence[str], path: str
) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """A block for each thing said, and what cannot be read.

    What the XMP packet repeats word for word is said once.
    """
    information = file.dictionary(file.trailer.get("Info"))
    faults = [
        f"a property that is not read ({key})"
        for key in sorted(information.keys() - SILENT - INFORMATION.keys())
    ]
    found = [
        (kind, as_text(file.follow(information.get(key)))) for key, kind in INFORMATION.items()
    ]
    for stream in file.streams():
        if stream.attributes.get("Type") == "Metadata" or stream.attributes.get("Subtype") == "XML":
            packet = _read_packet(stream)
            if packet is None:
                faults.append("a description of itself (XMP) that is broken")
            else:
                found += packet
    found += [("outline", title) for title in outline]
    folded = [(kind, " ".join(words.split())) for kind, words in found]
    said = [item for item in _without_copies(folded) if item[1]]
    text = Text(path, "\n".join(words for _, words in said))
    blocks = tuple(
        Block(words, kind, Layer.METADATA, (), (Fragment(0, Place(text, text.line_span(number))),))
        for number, (kind, words) in enumerate(said, start=1)
    )
    return blocks, tuple(faults)


def _without_copies(said: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    seen = set()
    for kind, words in said:
        if kind == "outline" or (kind, words) not in seen:
            yield kind, words
        seen.add((kind, words))


def _read_packet(stream: Stream) -> list[tuple[str, str]] | None:
    """What a packet says; None where it is broken."""
    try:
        packet = stream.unpack(MAX_PACKET)
        if b"<!" in packet or b"\0" in packet:  # XMP declares nothing, and is written in UTF-8
            return None
        root = ET.fromstring(packet.strip())  # noqa: S314 - without a declaration it is harmless
    except (DamagedPdfError, ET.ParseError):
        return None
    found = []
    for element in root.iter():
        if element.tag in PROPERTIES:
            found.append((PROPERTIES[element.tag], " ".join(element.itertext())))
        found += [(PROPERTIES[k], v) for k, v in element.attrib.items() if k in PROPERTIES]
    return found
