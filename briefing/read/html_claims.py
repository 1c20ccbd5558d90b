"""What elements claim of the words in them: `data-fact`, links, anchors."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.read.html_lines import Opening
from briefing.read.html_tree import SPACE, Element, Tree
from briefing.read.model import Blank

_CLAIMS = tuple(
    (f"data-{name}", name)
    for name in ("fact", "name", "quote", "cite", "source", "edition", "term", "waiver")
)


def claims_of(element: Element) -> list[Opening]:
    """What an element claims of its text."""
    attributes = element.attributes
    if not attributes:
        return []
    found = [Opening(name, attributes[data]) for data, name in _CLAIMS if data in attributes]
    if element.name == "data" and "value" in attributes:
        found.append(Opening("value", attributes["value"]))
    href = attributes.get("href") or attributes.get("xlink:href") or ""
    if element.name == "a" and href.startswith("#"):
        found.append(Opening("link", href[1:]))
    if "id" in attributes:
        found.append(Opening("anchor", attributes["id"]))
    return found


def blanks_of(tree: Tree) -> Iterator[Blank]:
    """What elements without any words claim of them."""
    for element in tree.elements:
        attributes = element.attributes
        kinds = [(data, name) for data, name in _CLAIMS if data in attributes]
        if kinds and not element.words().strip(SPACE):
            place = tree.text.place(*tree.tag_span(element))
            yield from (Blank(name, attributes[data], place) for data, name in kinds)
