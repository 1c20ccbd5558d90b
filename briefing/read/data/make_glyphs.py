# ruff: noqa: INP001 - this is a script beside its data
"""Make the table of the glyphs that are known anew from fonts; no part of a build.

    python -m briefing.read.data.make_glyphs briefing/render/fonts/ttf

Each mark of `briefing.read.pdf_glyphs` has the characters that its glyph shows: what the font's
own tables give for them, alone (`cmap`) or with what a page may ask for (`GSUB`).
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

from fontTools.ttLib import TTFont

from briefing.read.pdf_glyphs import Glyphs

TABLE = Path(__file__).parent / "glyphs.json"


def read_fonts(folder: Path) -> dict[str, list[str]]:
    """The characters behind each mark, for all fonts of a folder."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path in sorted(folder.glob("*.ttf")):
        font, glyphs = TTFont(path), Glyphs.load(path.read_bytes())
        for name, characters in _characters(font).items():
            found[glyphs.mark(font.getGlyphID(name))] |= characters
    return {mark: sorted(characters) for mark, characters in sorted(found.items())}


def write_table(table: dict[str, list[str]]) -> str:
    """The table as it stands in the file, a mark a line."""
    lines = (f'"{mark}": {json.dumps(characters)}' for mark, characters in table.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _characters(font: TTFont) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for character, name in font.getBestCmap().items():
        found[name].add(chr(character))
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for part in lookup.SubTable:
            for name, shown in getattr(part, "mapping", {}).items():
                found[shown] |= found[name]
            for name, ligatures in getattr(part, "ligatures", {}).items():
                for ligature in ligatures:
                    found[ligature.LigGlyph] |= _joined(found, [name, *ligature.Component])
    return found


def _joined(found: dict[str, set[str]], names: list[str]) -> set[str]:
    """The texts that some glyphs stand for, one after the other."""
    texts = {""}
    for name in names:
        texts = {text + character for text in texts for character in found[name]}
    return texts


if __name__ == "__main__":
    TABLE.write_text(write_table(read_fonts(Path(sys.argv[1]))), encoding="utf-8")
