"""What a PDF says of itself in its XMP packet, beside what WeasyPrint writes there.

PDF/A lets a packet hold only properties that it knows, or that an extension schema within the same
packet describes (ISO 19005-3, 6.6.2.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from briefing.render.attachments import PdfAttachment

END_OF_PROPERTIES = b"</rdf:RDF>"
EXTENSIONS = """\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag>
{schemas}
</rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
EXTENSION = """\
<rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>{title}</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{uri}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq>
{properties}
</rdf:Seq></pdfaSchema:property>
</rdf:li>"""
PROPERTY = """\
<rdf:li rdf:parseType="Resource">
<pdfaProperty:name>{name}</pdfaProperty:name>
<pdfaProperty:valueType>{type_}</pdfaProperty:valueType>
<pdfaProperty:category>{category}</pdfaProperty:category>
<pdfaProperty:description>{description}</pdfaProperty:description>
</rdf:li>"""


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a schema; one with several values is an ordered list of texts."""

    name: str
    category: str
    description: str
    value: str | Sequence[str]
    type_: str = "Text"


@dataclass(frozen=True, slots=True)
class Schema:
    """Properties that PDF/A does not know, and what it must be told of them."""

    title: str
    uri: str
    prefix: str
    properties: Sequence[Property]


UNIVERSAL_ACCESS = Schema(
    "PDF/UA identification schema",
    "http://www.aiim.org/pdfua/ns/id/",
    "pdfuaid",
    (Property("part", "internal", "Which part of ISO 14289 the file conforms to", "1", "Integer"),),
)


def extend_packet(packet: bytes, schemas: Iterable[Schema]) -> bytes:
    """The packet with the properties of these schemas, and what describes them, in its RDF.

    A second RDF beside the first would be read by nobody.
    """
    schemas = tuple(schemas)
    written = "".join(_values(schema) for schema in schemas)
    written += EXTENSIONS.format(schemas="\n".join(_description(schema) for schema in schemas))
    before, end, behind = packet.rpartition(END_OF_PROPERTIES)
    return before + b"\n" + written.encode() + end + behind


def evidence_schema(edition: str, attachments: Iterable[PdfAttachment]) -> Schema:
    """Our own properties: of which edition a PDF is, and the hash of each file within it.

    A hash is followed by the file's name, as `sha256sum` writes and checks it.
    """
    digests = [f"{attachment.digest}  {attachment.name}" for attachment in attachments]
    return Schema(
        "Evidence of a briefing",
        "urn:briefing:evidence:1:",
        "evidence",
        (
            Property("edition", "external", "The edition that the document is of", edition),
            Property(
                "digests",
                "internal",
                "The SHA-256 of each associated file, and its name",
                digests,
                "Seq Text",
            ),
        ),
    )


def _values(schema: Schema) -> str:
    values = "".join(
        f"<{schema.prefix}:{p.name}>{_value(p.value)}</{schema.prefix}:{p.name}>\n"
        for p in schema.properties
    )
    namespace = f'xmlns:{schema.prefix}="{schema.uri}"'
    return f'<rdf:Description rdf:about="" {namespace}>\n{values}</rdf:Description>\n'


def _value(value: str | Sequence[str]) -> str:
    if isinstance(value, str):
        return escape(value)
    return f"<rdf:Seq>{''.join(f'<rdf:li>{escape(item)}</rdf:li>' for item in value)}</rdf:Seq>"


def _description(schema: Schema) -> str:
    properties = "\n".join(
        PROPERTY.format(name=p.name, type_=p.type_, category=p.category, description=p.description)
        for p in schema.properties
    )
    return EXTENSION.format(
        title=schema.title, uri=schema.uri, prefix=schema.prefix, properties=properties
    )
