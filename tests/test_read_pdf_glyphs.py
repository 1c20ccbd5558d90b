"""The table of known glyphs is that of the bundled fonts, and tells their letters apart."""

from pathlib import Path

import pytest

import briefing
from briefing.read.data.make_glyphs import TABLE, read_fonts, write_table
from briefing.read.pdf_fonts import known_glyphs
from briefing.read.pdf_glyphs import Glyphs
from briefing.read.pdf_syntax import DamagedPdfError

FONTS = Path(briefing.__file__).parent / "render" / "fonts" / "ttf"


def test_the_table_is_in_step_with_the_fonts():
    """`python -m briefing.read.data.make_glyphs briefing/render/fonts/ttf` writes it anew."""
    assert write_table(read_fonts(FONTS)) == TABLE.read_text(encoding="utf-8")


def test_no_digit_looks_like_another_character():
    """A shape that shows a digit shows nothing else, in any of the fonts."""
    shown = [
        characters for characters in known_glyphs().values() if set(characters) & {*"0123456789"}
    ]

    assert len(shown) >= 80  # ten digits, each of them in tables as well, in four fonts
    assert [characters for characters in shown if len(characters) > 1] == []


@pytest.mark.parametrize(
    "content", [b"", b"OTTO" + bytes(20), bytes(100), b"\0\1\0\0\0\1" + bytes(9)]
)
def test_what_is_no_font_is_refused(content: bytes):
    """A font that is broken, or of another kind, has no letters that are known."""
    with pytest.raises(DamagedPdfError):
        Glyphs.load(content)
