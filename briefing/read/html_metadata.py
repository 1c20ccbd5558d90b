"""Texts that stand beside the page: in its attributes, and in its head."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from briefing.read.html_lines import Piece, fold
from briefing.read.html_markup import TOLD_META
from briefing.read.html_tree import Element, Run, Tree, Words
from briefing.read.model import Block, Layer

_ALTERNATIVES = ("title", "aria-label", "aria-description", "alt", "aria-valuetext",
                 "aria-roledescription", "abbr")  # fmt: skip


def alternatives_of(tree: Tree, element: Element) -> Iterator[Block]:
    """The texts that stand in attributes, to be read in place of something or on hover."""
    for name in _ALTERNATIVES if element.attributes else ():
        if element.attributes.get(name, "").strip():
            yield from _block(tree, "alt", Layer.HOVER, tree.attribute_runs(element, name))


def description(tree: Tree, element: Element) -> Iterator[Block]:
    """What stands in the title or the description of a drawing."""
    return _block(tree, "alt", Layer.HOVER, _runs(tree, element.nodes()))


def metadata(tree: Tree, element: Element) -> Iterator[Block]:
    """What a file says about itself in its head, or in a title elsewhere."""
    if element.name == "title":
        yield from _block(tree, "title", Layer.METADATA, _runs(tree, element.children))
    for child in element.elements if element.name == "head" else ():
        kind = (child.get("name") or "").lower()
        if child.name == "title":
            yield from metadata(tree, child)
        elif child.name == "meta" and kind in TOLD_META and child.get("content"):
            runs = tree.attribute_runs(child, "content")
            yield from _block(tree, kind, Layer.METADATA, runs)


def _runs(tree: Tree, nodes: Iterable[Element | Words]) -> list[Run]:
    return [run for node in nodes if isinstance(node, Words) for run in tree.runs(node)]


def _block(tree: Tree, kind: str, layer: Layer, runs: Iterable[Run]) -> Iterator[Block]:
    """The block of a text, if there is any."""
    line = fold([Piece(tuple(runs), 1)], 1, tree.text)
    if line.text:
        yield Block(line.text, kind, layer, (), line.fragments)
