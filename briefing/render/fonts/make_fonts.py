"""Make the bundled fonts anew from a release of Inter; no part of a build.

Get the release with `npm pack inter-ui`, unpack it, and run

    python -m briefing.render.fonts.make_fonts path/to/package

The TrueType files are for the PDF (WeasyPrint unpacks WOFF2 slowly), the WOFF2 files for the HTML.
"""

from __future__ import annotations

import copy
import shutil
import sys
from collections import defaultdict
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from briefing.render.fonts import FOLDER, STYLES

# Latin, Greek and Cyrillic letters, and the signs of reports: no more, since HTML carries them all.
CHARACTERS = (
    *range(0x0020, 0x0180),
    *range(0x0218, 0x021C),
    *range(0x0300, 0x0330),
    *range(0x0370, 0x0400),
    *range(0x0400, 0x0460),
    *range(0x2000, 0x2070),
    *range(0x2070, 0x20C0),
    *range(0x2100, 0x2190),
    *range(0x2190, 0x2200),
    *range(0x2200, 0x2300),
    *range(0x25A0, 0x2600),
    *range(0x2700, 0x2720),
)
# Not `calt`: it shows "4x4" as "4×4" and "->" as an arrow, so that a reader of the page and a
# reader of its text would see different signs.
FEATURES = ("ccmp", "kern", "locl", "mark", "mkmk", "tnum")


def make_fonts(package: Path) -> None:
    """Write every style as TrueType and as WOFF2, and the licence, beside this module."""
    for style in STYLES:
        font = TTFont(package / "web" / f"{style}.woff2", recalcTimestamp=False)
        _subset(font)
        _give_every_character_its_own_glyph(font)
        font.flavor = None
        font.save(FOLDER / "ttf" / f"{style}.ttf")
        font.flavor = "woff2"
        font.save(FOLDER / "woff2" / f"{style}.woff2")
    shutil.copyfile(package / "LICENSE.txt", FOLDER / "LICENSE.txt")


def _subset(font: TTFont) -> None:
    options = Options()
    options.layout_features = list(FEATURES)
    options.name_IDs = ["*"]
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)


def _give_every_character_its_own_glyph(font: TTFont) -> None:
    """A glyph of two characters would be read back as one of them, whichever was meant."""
    by_glyph: dict[str, list[int]] = defaultdict(list)
    for character, glyph in sorted(font.getBestCmap().items()):
        by_glyph[glyph].append(character)
    order = font.getGlyphOrder()
    for glyph, (_, *others) in by_glyph.items():
        for character in others:
            name = f"uni{character:04X}.own"
            font["glyf"][name] = copy.deepcopy(font["glyf"][glyph])
            font["hmtx"][name] = font["hmtx"][glyph]
            for table in font["cmap"].tables:
                if character in table.cmap:
                    table.cmap[character] = name
            if name not in order:
                order.append(name)
    font.setGlyphOrder(order)


if __name__ == "__main__":
    make_fonts(Path(sys.argv[1]))
