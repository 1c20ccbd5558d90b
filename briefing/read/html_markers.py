"""The markers of list items, as browsers write them."""

from __future__ import annotations

from typing import NamedTuple

from briefing.read.css_looks import BULLET, Style
from briefing.read.html_blocks import Blocks
from briefing.read.html_counters import BULLETS, numbered
from briefing.read.html_faults import Faults
from briefing.read.html_tree import Element
from briefing.read.model import Block, Fragment, Layer

_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman",
          "I": "upper-roman"}  # fmt: skip


class Ordinal(NamedTuple):
    """The number with which an item of a list is marked, and its position in it from 1."""

    number: int
    position: int


class Markers:
    """Writes the markers of the items of a page."""

    def __init__(self, out: Blocks, faults: Faults) -> None:
        self.out = out
        self.faults = faults
        self._ordinals: dict[Element, Ordinal] = {}
        self._counts: dict[Element, bool] = {}  # whether the items of a list count

    def open(self, element: Element) -> None:
        """Number the items of a list."""
        self._ordinals.update(_ordinals(element))

    def check(self, element: Element, style: Style, shown: int, around: int) -> None:
        """See that an item of a numbered list counts as its neighbours do."""
        parent = element.parent
        is_numbered = parent is not None and (
            parent.name == "ol" or any(_is_number(look.marker) for _, look in style.looks)
        )
        if parent is None or not is_numbered or not around:
            return
        counted = style.items & shown
        counts = counted == around
        if self._counts.setdefault(parent, counts) != counts or counted not in {0, around}:
            self.faults.refuse_at(element, "an item that does not count as its neighbours do")

    def write(self, element: Element, style: Style, shown: int) -> None:
        """Write the marker of a list item, once for each kind that it has."""
        masks: dict[str, int] = {}
        for bits, look in style.looks:
            if look.display == "list-item" and look.visible and bits & shown:
                kind = self._kind_of(element, look.marker)
                masks[kind] = masks.get(kind, 0) | bits & shown
        for kind, mask in masks.items():
            self._write(element, style, kind, mask)

    def _write(self, element: Element, style: Style, kind: str, mask: int) -> None:
        ordinal = self._ordinals.get(element, Ordinal(1, 1))
        text = _marker_of(ordinal.number, kind) if kind else ""
        if not text:
            return
        if element.name not in {"li", "summary"} and _is_number(kind):
            self.faults.refuse_box(element, "is numbered as if it stood in a list")
        place = self.faults.place_of(element)
        is_sign = not any(character.isalnum() for character in text)
        if not is_sign:
            self.faults.look_at_marker(style, mask, place)
        # A number that is not the item's position is one that somebody has written.
        is_position = ordinal.number == ordinal.position and not kind.startswith('"')
        is_marker = is_sign or is_position
        layer = Layer.STRUCTURE if is_marker else Layer.BODY
        layer = layer if self.out.is_always(mask) else Layer.HOVER
        name = "marker" if is_marker else "item"
        self.out.add(Block(text, name, layer, (), (Fragment(0, place),)))

    def _kind_of(self, element: Element, kind: str) -> str:
        """The style of CSS in which an item is marked; empty where it is not."""
        parent = element.parent
        if kind == "none" or parent is None:
            return ""
        if kind == BULLET:
            depth = sum(owner.name in {"ol", "ul"} for owner in self.out.line.owners)
            return ("disc", "circle", "square")[min(max(depth, 1), 3) - 1]
        if kind == "decimal":
            return _list_style_of(parent) or kind
        if kind == "disclosure-closed" and "open" in parent.attributes:
            return "disclosure-open"
        return kind


def _is_number(style: str) -> bool:
    """Whether a kind of marker counts."""
    return not style.startswith('"') and style not in {*BULLETS, BULLET, "none", ""}


def _marker_of(number: int, style: str) -> str:
    """The marker of a list item, as it is drawn before it."""
    if style.startswith('"'):
        return style[1:].strip()
    written = numbered(number, style)
    return written if style in BULLETS else f"{written}."


def _list_style_of(element: Element) -> str | None:
    """The kind of marker that a `type` attribute asks for."""
    kind = element.get("type")
    return None if kind is None else _TYPES.get(kind, kind.lower())


def _ordinals(element: Element) -> dict[Element, Ordinal]:
    """The number of each item of a list (HTML standard, 4.4.5 and 4.4.8)."""
    items = [item for item in element.elements if item.name == "li"]
    step = -1 if "reversed" in element.attributes else 1
    number = _integer(element.get("start"), len(items) if step < 0 else 1)
    found: dict[Element, Ordinal] = {}
    for position, item in enumerate(items, start=1):
        number = _integer(item.get("value"), number)
        found[item] = Ordinal(number, position)
        number += step
    return found


def _integer(written: str | None, usual: int) -> int:
    try:
        return int((written or "").strip())
    except ValueError:
        return usual
