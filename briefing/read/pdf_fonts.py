"""Whether the fonts of a PDF show the characters that they say they show.

Beside its shapes a font has a map that tells programs which characters they are (`ToUnicode`,
ISO 32000-1, 9.10.3). Nobody sees that map, and PDFium believes it: a `1` may be drawn where it says
`9`. So each glyph in it is known again by its shape, once for each font, whatever the number of
letters set in it. The shapes of the fonts that come with this program are known; of a font none
of whose shapes is known, only that its characters are believed can be told.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from briefing.read.pdf_file import PdfFile
from briefing.read.pdf_glyphs import Glyphs
from briefing.read.pdf_streams import Stream
from briefing.read.pdf_syntax import DamagedPdfError, Dictionary, Value

TABLE = Path(__file__).parent / "data" / "glyphs.json"
# What a map may hold, and nothing else: how two programs read anything else may differ.
MAP = re.compile(
    rb"/CIDInit /ProcSet findresource begin\s+12 dict begin\s+begincmap\s+/CIDSystemInfo\s*"
    rb"<<\s*/Registry \(Adobe\)\s*/Ordering \(\w+\)\s*/Supplement 0\s*>> def\s+"
    rb"/CMapName /[\w-]+ def\s+/CMapType 2 def\s+1 begincodespacerange\s+<0000> <[fF]{4}>\s+"
    rb"endcodespacerange\s+"
    rb"((?:\d+ beginbfchar\s+(?:<[0-9a-fA-F]{4}> <[0-9a-fA-F]*>\s+)*+endbfchar\s+)*+)"
    rb"endcmap\s+CMapName currentdict /CMap defineresource pop\s+end\s+end\s*"
)
ENTRY = re.compile(rb"<([0-9a-fA-F]{4})> <([0-9a-fA-F]*)>")
KEYS = frozenset(
    {"Type", "Subtype", "BaseFont", "ToUnicode", "Encoding", "DescendantFonts", "Name"}
)
INNER_KEYS = frozenset(
    {"Type", "Subtype", "BaseFont", "CIDSystemInfo", "CIDToGIDMap", "W", "DW", "FontDescriptor"}
)
# Thousandths of the size of letters by which the width of a letter may be rounded.
ROUNDED = 1.5
USUAL_WIDTH = 1000  # of a letter whose width is not told


@dataclass(frozen=True, slots=True)
class FontCheck:
    """What is wrong with a font, and its name where its characters had to be believed.

    `letters` are the numbers of the letters that it says something of.
    """

    faults: tuple[str, ...] = ()
    believed: str | None = None
    letters: frozenset[int] = frozenset()


@cache
def known_glyphs() -> dict[str, list[str]]:
    """The characters that each known glyph shows, by its mark."""
    table: dict[str, list[str]] = json.loads(TABLE.read_text(encoding="utf-8"))
    return table


def check_font(file: PdfFile, font: Dictionary) -> FontCheck:
    """Whether a font of the file shows what it says; raises DamagedPdfError where it is broken."""
    inner = [file.dictionary(kid) for kid in file.array(font.get("DescendantFonts"))]
    if font.get("Subtype") != "Type0" or font.get("Encoding") != "Identity-H" or len(inner) != 1:
        return FontCheck(("letters that are drawn without a font, or in one of a kind not read",))
    strange = (font.keys() - KEYS) | (inner[0].keys() - INNER_KEYS)
    if strange:
        return FontCheck((f"a font that says something unusual of itself ({min(strange)})",))
    if inner[0].get("CIDToGIDMap", "Identity") != "Identity":
        return FontCheck(("a font that draws other letters than it numbers",))
    name = str(font.get("BaseFont", "")).rpartition("+")[2]
    claims = _read_map(file.find(font.get("ToUnicode")))
    descriptor = file.dictionary(inner[0].get("FontDescriptor"))
    program = file.find(descriptor.get("FontFile2"))
    if isinstance(program, Stream):
        glyphs = Glyphs.load(program.unpack())
        drawn = {number: known_glyphs().get(glyphs.mark(number)) for number in claims}
        if any(drawn.values()):
            faults = [*_lies(claims, drawn, name), *_wrong_widths(file, inner[0], glyphs, claims)]
            if not glyphs.is_plain():
                faults.append(f"letters in a font ({name}) that changes them while they are drawn")
            return FontCheck(tuple(faults), letters=frozenset(claims))
    elif not isinstance(file.find(descriptor.get("FontFile3")), Stream):
        return FontCheck((f"letters in a font ({name}) that is not in the file",))
    return FontCheck(believed=name, letters=frozenset(claims))


def _lies(claims: dict[int, str], drawn: dict[int, list[str] | None], name: str) -> Iterator[str]:
    for number, claim in claims.items():
        shown = drawn[number]
        if shown is None:
            yield f"a letter that says it is “{claim}”, in a shape that is not that of {name}"
        elif claim not in shown:
            yield f"a letter that shows “{shown[0]}” and says it is “{claim}”"


def _read_map(stream: Value | Stream) -> dict[int, str]:
    """The characters that a font says its glyphs are."""
    found = MAP.fullmatch(stream.unpack()) if isinstance(stream, Stream) else None
    if found is None:
        raise DamagedPdfError("it has a font that does not plainly say what its letters are")
    claims = {}
    for number, characters in ENTRY.findall(found[1]):
        words = bytes.fromhex(characters.decode("ascii") + "0" * (len(characters) % 2))
        if int(number, 16) in claims:
            raise DamagedPdfError("it has a font that says twice what a letter is")
        claims[int(number, 16)] = words.decode("utf-16-be", errors="replace")
    return claims


def _wrong_widths(
    file: PdfFile, font: Dictionary, glyphs: Glyphs, claims: dict[int, str]
) -> Iterator[str]:
    """A fault where letters are set closer together or wider apart than they are drawn."""
    widths = dict(_widths(file.array(font.get("W"))))
    usual = font.get("DW", USUAL_WIDTH)
    for number in claims:
        width = widths.get(number, usual)
        if not isinstance(width, int | float) or abs(width - glyphs.advance(number)) > ROUNDED:
            yield "letters that are set upon one another, or torn apart"
            return


def _widths(values: list[Value]) -> Iterator[tuple[int, Value]]:
    """Each glyph with its width (ISO 32000-1, 9.7.4.3, in the first of its two forms)."""
    for first, widths in zip(values[::2], values[1::2], strict=False):
        if not isinstance(first, int) or not isinstance(widths, list):
            raise DamagedPdfError("it has a font whose letters have no known width")
        yield from enumerate(widths, start=first)
