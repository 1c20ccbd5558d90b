"""What a person sees of an HTML file."""

from __future__ import annotations

from briefing.read.html import read_html
from briefing.read.model import Layer, Reading
from briefing.text import Text

HEAD = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>T</title>'


def page(body: str, css: str = "") -> Reading:
    """A page as it is read."""
    style = f"<style>{css}</style>" if css else ""
    return read_html(Text("page.html", f"{HEAD}{style}</head><body>{body}</body></html>"))


def seen(reading: Reading, *layers: Layer) -> list[str]:
    """The texts of the blocks in these layers."""
    return [block.text for block in reading.blocks if block.layer in (layers or (Layer.BODY,))]


def rules(reading: Reading) -> list[str]:
    """The rules of what was not read."""
    return [finding.rule for finding in reading.unread]


def test_a_paragraph_is_one_block_with_its_white_space_folded():
    """Elements in a line do not part it, and runs of white space count as one space."""
    reading = page("<p>Met  paid\n  <b>$14.3</b>\tbillion.</p>")
    assert seen(reading) == ["Met paid $14.3 billion."]
    assert reading.unread == ()


def test_every_character_knows_its_place_in_the_file():
    """A character reference is one character, with the place of the reference."""
    reading = page("<p>a &amp;  14</p>")
    block = next(block for block in reading.blocks if block.layer is Layer.BODY)
    assert block.text == "a & 14"
    start = block.text.index("14")
    place = block.place(type(block.fragments[0].place.span)(start, start + 2))
    assert place.words == "14"
