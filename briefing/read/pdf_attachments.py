"""The files that a PDF carries in itself (ISO 32000-1, 7.11.4; ISO 19005-3, annex E)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from briefing.read.pdf_file import PdfFile, open_pdf
from briefing.read.pdf_streams import MAX_TABLE, Stream
from briefing.read.pdf_syntax import DamagedPdfError, Dictionary, Reference, Value, as_text

MAX_ATTACHMENTS = MAX_TABLE  # bytes, all of them together, unpacked
MAX_NODES = 10_000  # of the tree that names them


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file within a PDF: `relationship` and `mime` are what the PDF says of it, or nothing."""

    name: str
    content: bytes
    relationship: str
    mime: str


def read_attachments(content: bytes) -> list[Attachment]:
    """Every file that a PDF carries, in the order in which the PDF names them.

    Raises DamagedPdfError (a ValueError) for a file that programs could read in two ways, for two
    attachments of one name, and for more than 64 MB, of which nothing is unpacked beyond that.
    """
    return attachments(open_pdf(content))


def attachments(file: PdfFile) -> list[Attachment]:
    """What `read_attachments` gives, of a file that is open; raises what that raises."""
    found: dict[str, Attachment] = {}
    left = MAX_ATTACHMENTS
    for specification in _specifications(file):
        attachment = _read_attachment(file, specification, left)
        if attachment.name in found:
            raise DamagedPdfError(f"it carries two files with the name {attachment.name}")
        found[attachment.name] = attachment
        left -= len(attachment.content)
    return list(found.values())


def name_tree(file: PdfFile, root: Value) -> Iterator[tuple[str, Value]]:
    """The names in a tree and what they stand for (ISO 32000-1, 7.9.6)."""
    nodes, seen = [root], 0
    while nodes:
        node = file.dictionary(nodes.pop())
        names = file.array(node.get("Names"))
        for at in range(0, len(names) - 1, 2):
            yield as_text(file.follow(names[at])), names[at + 1]
        kids = file.array(node.get("Kids"))
        nodes += reversed(kids)
        seen += 1
        if seen > MAX_NODES or len(nodes) > MAX_NODES:
            raise DamagedPdfError("it has a list of names without an end")


def _specifications(file: PdfFile) -> Iterator[Dictionary]:
    """What the file says of each of its attachments, once each."""
    root = file.dictionary(file.trailer.get("Root"))
    names = file.dictionary(root.get("Names"))
    listed = [value for _, value in name_tree(file, names.get("EmbeddedFiles"))]
    seen: set[Reference] = set()
    for value in [*listed, *file.array(root.get("AF"))]:
        if isinstance(value, Reference):
            if value in seen:
                continue
            seen.add(value)
        yield file.dictionary(value)


def _name(specification: Dictionary) -> str:
    return as_text(specification.get("UF", specification.get("F")))


def _read_attachment(file: PdfFile, specification: Dictionary, limit: int) -> Attachment:
    name = _name(specification)
    embedded = file.dictionary(specification.get("EF"))
    places = [embedded[key] for key in ("F", "UF") if key in embedded]
    streams = [file.find(place) for place in places]
    if not streams or any(stream is not streams[0] for stream in streams):
        raise DamagedPdfError(f"its attachment {name} is not there, or there are two of it")
    stream = streams[0]
    if not isinstance(stream, Stream):
        raise DamagedPdfError(f"its attachment {name} is not there")
    relationship, mime = specification.get("AFRelationship"), stream.attributes.get("Subtype")
    return Attachment(name, stream.unpack(limit), str(relationship or ""), str(mime or ""))
