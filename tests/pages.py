"""Small pages, and what is read of them."""

from __future__ import annotations

import re

from briefing.read.html import read_html
from briefing.read.model import Block, Layer, Reading
from briefing.text import Text

HEAD = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>T</title>'


def html(body: str, css: str = "", head: str = "") -> str:
    """A whole file."""
    style = f"<style>{css}</style>" if css else ""
    return f"{HEAD}{head}{style}</head><body>{body}</body></html>"


def read(content: str) -> Reading:
    """A whole file as it is read."""
    return read_html(Text("page.html", content))


def page(body: str, css: str = "", head: str = "") -> Reading:
    """A page as it is read."""
    return read(html(body, css, head))


def sound(content: str) -> Reading:
    """A whole file as it is read; nothing in it may be outside of what is read."""
    reading = read(content)
    assert reading.unread == (), [f"{f.place.start}: {f.message}" for f in reading.unread]
    return reading


def blocks(reading: Reading, *layers: Layer) -> list[Block]:
    """The blocks in these layers, those of the body if none is named."""
    return [block for block in reading.blocks if block.layer in (layers or (Layer.BODY,))]


def seen(reading: Reading, *layers: Layer) -> list[str]:
    """The texts of the blocks in these layers."""
    return [block.text for block in blocks(reading, *layers)]


def rules(reading: Reading) -> set[str]:
    """The rules of what was not read."""
    return {finding.rule for finding in reading.unread}


def parted(styles: str) -> list[str]:
    """The styles of a table, which two spaces or more part; each declaration in them is one."""
    found = [style for style in re.split(r" {2,}|\n", styles) if style]
    declarations = [each for style in found for each in style.split(";")]
    assert [each for each in declarations if len(re.findall(r"[\w-]+: ", each)) > 1] == []
    return found
