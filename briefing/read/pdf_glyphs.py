"""The shapes of the letters in a TrueType font, each reduced to a mark by which it is known again.

Two glyphs have the same mark where they are drawn alike: the same points, at the same place, with
the same room for the next letter (OpenType, `glyf`, `hmtx`, `head`). What a font says of its
letters by name or number is not asked.
"""

from __future__ import annotations

import base64
import hashlib
import struct
from dataclasses import dataclass, field
from itertools import pairwise

from briefing.read.pdf_syntax import DamagedPdfError

# Other tables change what is drawn: programs that move points, letters in colour, axes.
TABLES = frozenset(
    {b"head", b"hhea", b"maxp", b"OS/2", b"hmtx", b"cmap", b"loca", b"glyf", b"name", b"post"}
    | {b"GDEF", b"GPOS", b"GSUB"}
)
TRUETYPE = b"\0\1\0\0"
MARK_LENGTH = 12  # bytes
MAX_NESTING = 6
PADDING = 3  # bytes, at most, behind a glyph
BROKEN = "it has a font that is broken"
# Flags of a point, and of a part (OpenType, `glyf`).
ON_CURVE, SHORT_X, SHORT_Y, REPEATED, SAME_X, SAME_Y = 1, 2, 4, 8, 16, 32
WIDE_OFFSETS, IS_OFFSET, SCALED, MORE_PARTS, SCALED_TWICE, MATRIX = 1, 2, 8, 32, 64, 128
# Flags that say how a part is written, or that it overlaps, and not how it is drawn.
UNSEEN = WIDE_OFFSETS | MORE_PARTS | 256 | 1024


@dataclass(slots=True)
class Glyphs:
    """The glyphs of a font by their number."""

    tables: dict[bytes, bytes]
    units: int = 0
    places: tuple[int, ...] = ()
    marks: dict[int, str] = field(default_factory=dict)

    @classmethod
    def load(cls, content: bytes) -> Glyphs:
        """The glyphs of a TrueType font; raises DamagedPdfError for any other content."""
        try:
            glyphs = cls(_tables(content))
            glyphs.units = struct.unpack_from(">H", glyphs.tables[b"head"], 18)[0]
            glyphs.places = _places(glyphs.tables)
        except (struct.error, KeyError) as error:
            raise DamagedPdfError(BROKEN) from error
        return glyphs

    def is_plain(self) -> bool:
        """Whether nothing in the font changes how its glyphs are drawn."""
        return self.tables.keys() <= TABLES

    def mark(self, number: int, depth: int = 0) -> str:
        """The mark of a glyph; raises DamagedPdfError where it is broken."""
        if number not in self.marks:
            try:
                drawn = self._draw(number, depth)
            except (struct.error, IndexError, KeyError, ValueError) as error:
                raise DamagedPdfError(BROKEN) from error
            digest = hashlib.sha256(repr(drawn).encode()).digest()[:MARK_LENGTH]
            self.marks[number] = base64.b64encode(digest).decode("ascii")
        return self.marks[number]

    def advance(self, number: int) -> float:
        """The room that a glyph takes, in thousandths of the size of the letters."""
        return self._metrics(number)[0] * 1000 / max(self.units, 1)

    def _draw(self, number: int, depth: int) -> tuple[object, ...]:
        if depth > MAX_NESTING:
            raise DamagedPdfError("it has a font with a glyph that is a part of itself")
        advance, bearing = self._metrics(number)
        start, end = self.places[number : number + 2]
        glyph = self.tables[b"glyf"][start:end]
        if not glyph:
            return self.units, advance
        contours, left = struct.unpack_from(">hh", glyph)
        # A glyph is drawn so that its left edge stands where the metrics say.
        head = (self.units, advance, left - bearing)
        if contours < 0:
            return *head, self._parts(glyph, depth)
        return *head, _contours(glyph, contours)

    def _metrics(self, number: int) -> tuple[int, int]:
        count = struct.unpack_from(">H", self.tables[b"hhea"], 34)[0]
        table = self.tables[b"hmtx"]
        if number < count:
            advance, bearing = struct.unpack_from(">Hh", table, 4 * number)
            return advance, bearing
        advance = struct.unpack_from(">H", table, 4 * (count - 1))[0]
        return advance, struct.unpack_from(">h", table, 4 * count + 2 * (number - count))[0]

    def _parts(self, glyph: bytes, depth: int) -> list[tuple[object, ...]]:
        parts: list[tuple[object, ...]] = []
        at, flags = 10, MORE_PARTS
        while flags & MORE_PARTS:
            flags, number = struct.unpack_from(">HH", glyph, at)
            form = ("h" if flags & WIDE_OFFSETS else "b") * 2
            form = form if flags & IS_OFFSET else form.upper()
            numbers = 1 if flags & SCALED else 2 if flags & SCALED_TWICE else 0
            form = f">{form}{4 if flags & MATRIX else numbers}h"
            parts.append(
                (
                    flags & ~UNSEEN,
                    self.mark(number, depth + 1),
                    *struct.unpack_from(form, glyph, at + 4),
                )
            )
            at += 4 + struct.calcsize(form)
        return parts


def _tables(content: bytes) -> dict[bytes, bytes]:
    if content[:4] != TRUETYPE:
        raise DamagedPdfError("it has a font of a kind that is not read")
    tables = {}
    for number in range(struct.unpack_from(">H", content, 4)[0]):
        name, _, start, length = struct.unpack_from(">4sLLL", content, 12 + 16 * number)
        if name in tables or start + length > len(content):
            raise DamagedPdfError(BROKEN)
        tables[name] = content[start : start + length]
    return tables


def _places(tables: dict[bytes, bytes]) -> tuple[int, ...]:
    """Where each glyph begins in the table, and where the last one ends."""
    table = tables[b"loca"]
    if struct.unpack_from(">h", tables[b"head"], 50)[0]:
        places = struct.unpack(f">{len(table) // 4}L", table[: len(table) // 4 * 4])
    else:
        halves = struct.unpack(f">{len(table) // 2}H", table[: len(table) // 2 * 2])
        places = tuple(2 * half for half in halves)
    count = struct.unpack_from(">H", tables[b"maxp"], 4)[0]
    if len(places) != count + 1 or places[-1] > len(tables[b"glyf"]):
        raise DamagedPdfError(BROKEN)
    if any(start > end for start, end in pairwise(places)):
        raise DamagedPdfError(BROKEN)
    return places


def _contours(glyph: bytes, count: int) -> tuple[object, ...]:
    """The points of a glyph: where each of its contours ends, and all of them in order."""
    ends = struct.unpack_from(f">{count}H", glyph, 10)
    at = 10 + 2 * count
    length = struct.unpack_from(">H", glyph, at)[0]
    program = glyph[at + 2 : at + 2 + length]
    at += 2 + length
    flags: list[int] = []
    points = ends[-1] + 1 if ends else 0
    while len(flags) < points:
        flag = glyph[at]
        at += 1
        flags.append(flag)
        if flag & REPEATED:
            flags += [flag] * glyph[at]
            at += 1
    across, at = _coordinates(glyph, at, flags, SHORT_X, SAME_X)
    up, at = _coordinates(glyph, at, flags, SHORT_Y, SAME_Y)
    if len(flags) != points or len(glyph) - at > PADDING:
        raise DamagedPdfError(BROKEN)
    return program, ends, across, up, [flag & ON_CURVE for flag in flags]


def _coordinates(
    glyph: bytes, at: int, flags: list[int], short: int, same: int
) -> tuple[list[int], int]:
    """Each point's distance from the one before it, and where the bytes of the next ones begin."""
    found = []
    for flag in flags:
        if flag & short:
            found.append(glyph[at] if flag & same else -glyph[at])
            at += 1
        elif flag & same:
            found.append(0)
        else:
            found.append(struct.unpack_from(">h", glyph, at)[0])
            at += 2
    return found, at
