"""What a PDF says of itself beside its pages: title, author, dates, edition, outline and others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from xml.etree import ElementTree as ET

from briefing.read.model import Block, Fragment, Layer
from briefing.read.pdf_attachments import attachments
from briefing.read.pdf_file import PdfFile
from briefing.read.pdf_streams import Stream
from briefing.read.pdf_syntax import DamagedPdfError, as_text
from briefing.text import Place, Text

INFORMATION = {
    "Title": "title",
    "Author": "author",
    "Subject": "description",
    "Keywords": "keywords",
    "CreationDate": "date",
}
# What reader programs show of the rest is with what the file was made, and when it was signed.
SILENT = frozenset({"Creator", "Producer", "ModDate", "Trapped"})
# The same in the XMP packet (ISO 16684-1, 8.3, 8.4 and 8.6), and what a briefing says there.
DUBLIN_CORE, ADOBE = "{http://purl.org/dc/elements/1.1/}", "{http://ns.adobe.com/pdf/1.3/}"
BASIC, EVIDENCE = "{http://ns.adobe.com/xap/1.0/}", "{urn:briefing:evidence:1:}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
# What properties stand in, from the outside in; and what the words of one may stand in.
LEVELS = ("{adobe:ns:meta/}xmpmeta", f"{RDF}RDF", f"{RDF}Description")
LISTS = frozenset(f"{RDF}{name}" for name in ("Alt", "Bag", "Seq", "li"))
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
PROPERTIES = {
    f"{DUBLIN_CORE}title": "title",
    f"{DUBLIN_CORE}creator": "author",
    f"{DUBLIN_CORE}description": "description",
    f"{DUBLIN_CORE}subject": "keywords",
    f"{ADOBE}Keywords": "keywords",
    f"{BASIC}CreateDate": "date",
    f"{EVIDENCE}edition": "edition",
    f"{EVIDENCE}digests": "digests",
}
# What standards a file keeps to, and what it takes to say so; no reader program shows a word of it.
SILENT_PROPERTIES = frozenset(
    {
        f"{ADOBE}Producer",
        f"{BASIC}CreatorTool",
        f"{BASIC}ModifyDate",
        f"{BASIC}MetadataDate",
        f"{RDF}about",
        "{http://www.aiim.org/pdfa/ns/id/}part",
        "{http://www.aiim.org/pdfa/ns/id/}conformance",
        "{http://www.aiim.org/pdfua/ns/id/}part",
        "{http://www.aiim.org/pdfa/ns/extension/}schemas",
    }
)
# Midnight of a day in UTC is that day: in the document's information, and in XMP.
DAY = re.compile(r"(?:D:)?(\d{4})-?(\d\d)-?(\d\d)(?:T00:00(?::00)?|000000)(?:Z|[+-]00[:\']?00\'?)?")
MAX_PACKET = 1_000_000


def read_metadata(
    file: PdfFile, outline: Sequence[str], path: str
) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """A block for each thing said, and what cannot be read or is not so.

    What the XMP packet repeats word for word is said once.
    """
    information = file.dictionary(file.trailer.get("Info"))
    faults = _not_read(information.keys() - SILENT - INFORMATION.keys())
    found = [
        (kind, as_text(file.follow(information.get(key)))) for key, kind in INFORMATION.items()
    ]
    for stream in file.streams():
        if stream.attributes.get("Type") == "Metadata" or stream.attributes.get("Subtype") == "XML":
            packet = _read_packet(stream)
            if packet is None:
                faults.append("a description of itself (XMP) that is broken")
            else:
                faults += _not_read({name for name, _ in packet} - PROPERTIES.keys())
                found += [(PROPERTIES[name], said) for name, said in packet if name in PROPERTIES]
    faults += _false_digests(file, [words for kind, words in found if kind == "digests"])
    found += [("outline", title) for title in outline]
    folded = [(kind, _folded(kind, words)) for kind, words in found if kind != "digests"]
    said = [item for item in _without_copies(folded) if item[1]]
    text = Text(path, "\n".join(words for _, words in said))
    blocks = tuple(
        Block(words, kind, Layer.METADATA, (), (Fragment(0, Place(text, text.line_span(number))),))
        for number, (kind, words) in enumerate(said, start=1)
    )
    return blocks, tuple(faults)


def _not_read(names: Iterable[str]) -> list[str]:
    return [f"a property that is not read ({name})" for name in sorted(names)]


def _false_digests(file: PdfFile, said: list[str]) -> list[str]:
    """A fault for each list of the files that the PDF carries that is not so."""
    if not said:
        return []
    lines = [f"{sha256(each.content).hexdigest()}  {each.name}" for each in attachments(file)]
    true = " ".join(" ".join(lines).split())
    return [
        "a description of itself (XMP) that lists other files than it carries"
        for words in said
        if " ".join(words.split()) != true
    ]


def _folded(kind: str, words: str) -> str:
    """The words on one line, and a date as its day, where it says no time of the day."""
    words = " ".join(words.split())
    day = DAY.fullmatch(words) if kind == "date" else None
    return "-".join(day.groups()) if day else words


def _without_copies(said: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    seen = set()
    for kind, words in said:
        if kind == "outline" or (kind, words) not in seen:
            yield kind, words
        seen.add((kind, words))


def _read_packet(stream: Stream) -> list[tuple[str, str]] | None:
    """The properties in a packet and what they say; None where it is broken."""
    try:
        packet = stream.unpack(MAX_PACKET)
        if b"<!" in packet or b"\0" in packet:  # XMP declares nothing, and is written in UTF-8
            return None
        root = ET.fromstring(packet.strip())  # noqa: S314 - without a declaration it is harmless
        said = list(_properties(root, LEVELS))
    except (DamagedPdfError, ET.ParseError):
        return None
    return [(name, words) for name, words in said if name not in SILENT_PROPERTIES]


def _properties(element: ET.Element, levels: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The properties within an element, with their words.

    Raises DamagedPdfError where words stand elsewhere, or a property has more than lists of words.
    """
    level, *inner = levels
    beside = [element.text, *(child.tail for child in element)]
    if element.tag != level or any(words and words.strip() for words in beside):
        raise DamagedPdfError("XMP has a form of its own")
    if inner:
        for child in element:
            yield from _properties(child, inner)
        return
    yield from element.attrib.items()
    for each in element:
        if each.tag in SILENT_PROPERTIES:
            continue
        parts = list(each.iter())[1:]
        if any(part.tag not in LISTS or part.attrib.keys() - {LANGUAGE} for part in parts):
            raise DamagedPdfError("XMP has a form of its own")
        yield each.tag, " ".join(each.itertext())
