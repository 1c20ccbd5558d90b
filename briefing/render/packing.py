"""A PDF without bytes that nobody misses: digits beyond what can be seen, a table packed better."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Any

from briefing.render.pdf_objects import find_object

# pydyf, which WeasyPrint writes with, has no types.
Pdf = Any
Instructions = list[Any]

# What stands behind the point and the fifth digit of a number: WeasyPrint writes millionths. On a
# page that is less than a hundredth of a point; in a drawing with units of its own, as small a part
# of it.
BEYOND = re.compile(
    rb"(?<=\d\d\d\.\d\d)\d+|(?<=\b\d\d\.\d\d\d)\d+"
    rb"|(?<=\b[1-9]\.\d\d\d\d)\d+|(?<=\b0\.\d\d\d\d\d)\d+"
)
# The table of contents as pydyf writes it (ISO 32000-1, 7.5.8), at the end of the file.
TABLE = re.compile(
    rb"/W \[(\d \d \d)\](.*?)/Filter /FlateDecode/Length \d+>>\nstream\n(.*)\nendstream",
    re.DOTALL,
)
# Instructions that choose what is drawn with, until another is chosen.
CHOOSE = (b" Tf", b" gs")
# Where on a page something stands, and where something leads.
PLACES = ("Rect", "Dest")


def shorten_contents(pdf: Pdf) -> None:
    """Leave out of what is drawn, and of links and where they lead, what nobody sees."""
    for reference in pdf.page_references:
        content = find_object(pdf, find_object(pdf, reference)["Contents"]).stream
        content[:] = map(_shortened, _without_repeats(content))
    names = pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
    objects = (each for each in pdf.objects if isinstance(each, dict))
    for place in (*names, *(each.get(key) for each in objects for key in PLACES)):
        if isinstance(place, list):
            place[:] = [round(each, 2) if isinstance(each, float) else each for each in place]


def _without_repeats(content: Instructions) -> Iterator[Any]:
    """Instructions without those that choose the font or the opacity that is chosen already."""
    chosen: dict[bytes, bytes] = {}
    outer = []
    for each in content:
        if each == b"q":
            outer.append(chosen.copy())
        elif each == b"Q":
            chosen = outer.pop()
        elif isinstance(each, bytes) and each[-3:] in CHOOSE:
            if chosen.get(each[-3:]) == each:
                continue
            chosen[each[-3:]] = each
        yield each


def _shortened(instruction: Any) -> Any:  # noqa: ANN401 - as above
    if not isinstance(instruction, bytes) or instruction.endswith(b" cm"):  # by which all is drawn
        return instruction
    if instruction.endswith(b"] TJ"):
        instruction = instruction.replace(b">0<", b"").replace(b">0]", b">]")
    return BEYOND.sub(b"", instruction)


def pack_table(content: bytes) -> bytes:
    """The file with a table of contents in which rows count from those above (PNG, part 9)."""
    start = int(content[content.rindex(b"startxref") :].split()[1])
    return content[:start] + TABLE.sub(_packed, content[start:], count=1)


def _packed(table: re.Match[bytes]) -> bytes:
    columns = sum(map(int, table[1].split()))
    rows = zlib.decompress(table[3])
    above = bytes(columns) + rows
    differences = bytes((a - b) & 255 for a, b in zip(rows, above, strict=False))
    predicted = b"".join(
        b"\2" + differences[at : at + columns] for at in range(0, len(rows), columns)
    )
    stream = zlib.compress(predicted, 9)
    return (
        b"/W [%b]%b/Filter /FlateDecode/DecodeParms <</Predictor 12/Columns %d>>"
        b"/Length %d>>\nstream\n%b\nendstream"
    ) % (table[1], table[2], columns, len(stream), stream)
