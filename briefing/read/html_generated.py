"""The text that ::before and ::after generate, and the boxes in which it stands."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from briefing.read.css_looks import OUT_OF_FLOW, Style
from briefing.read.css_styles import Styles
from briefing.read.html_blocks import Blocks
from briefing.read.html_counters import Counters
from briefing.read.html_faults import Faults
from briefing.read.html_layout import fault_in_line
from briefing.read.html_lines import Edge, Piece, transformed
from briefing.read.html_tree import SVG, Element, Run

_NOT_EVERYWHERE = frozenset(
    {"br", "wbr", "img", "hr", "col", "colgroup", "table", "thead", "tbody", "tfoot", "tr",
     "details"}
)  # fmt: skip


class Generated:
    """Reads the generated text of a page, in the order of its elements: it may count them."""

    def __init__(self, styles: Styles, out: Blocks, faults: Faults) -> None:
        self.styles = styles
        self.out = out
        self.faults = faults
        self.counters = Counters()
        self._fault_in_line = cache(fault_in_line)

    def count(self, element: Element, style: Style, shown: int) -> None:
        """Do what the counters say; they may not differ between the ways to show the page."""
        if not (shown and style.counts):
            return
        found = [(look.resets, look.increments) for bits, look in style.looks if bits & shown]
        if any(one != found[0] for one in found) or shown & self.styles.rest != self.styles.rest:
            what = "a counter that differs between ways to show the page"
            self.faults.refuse_at(element, what)
        self.counters.count(*found[0], element)

    def read(self, style: Style | None, element: Element, shown: int) -> None:
        """Read what ::before or ::after of an element generates, and see where its box stands."""
        boxes = style.boxes() & shown if style is not None else 0
        if style is None or not boxes:
            return
        if self._lay_out(style, element, boxes):
            self.out.flush(ended=boxes)
            self._read(style, element, shown)
            self.out.flush(ended=boxes)
            return
        hidden = boxes & ~style.visible  # but it takes its room
        if hidden or style.edge_left & boxes:
            self.out.line.items.append(Edge())
        self._read(style, element, shown)
        if hidden or style.edge_right & boxes:
            self.out.line.items.append(Edge())

    def _read(self, style: Style, element: Element, shown: int) -> None:
        depth = self.counters.depth
        texts: dict[tuple[str, str, str, str], int] = {}
        for bits, look in style.generated():
            mask = bits & shown
            if not mask:
                continue
            self.counters.depth = depth
            self.counters.count(look.resets, look.increments, element)
            text = self.counters.text(look.content, look.quotes, element.attributes)
            if look.position in OUT_OF_FLOW:
                self.faults.refuse_at(element, "generated text stands out of the flow")
            if text:
                key = (text, look.space, look.case, look.raised)
                texts[key] = texts.get(key, 0) | mask
        if any(key[0].strip() for key in texts):
            self.faults.look_at(style, shown, self.faults.place_of(element))
            self._check(element, texts.values())
        for (text, space, case, raised), mask in texts.items():
            runs = transformed([Run(text, *self.faults.tree.tag_span(element))], case, raised)
            self.out.line.items.append(Piece(runs, mask, space))

    def _lay_out(self, style: Style, element: Element, boxes: int) -> bool:
        """See that the box of a generated text lies where it is read; whether it stands apart."""
        own = self.styles.style(element, style)
        in_line = style.in_line & boxes & ~own.flexed
        fault = self._fault_in_line(style, own, boxes)
        if style.floats & boxes:
            fault = fault or "has generated text that floats"
        if style.lifted & boxes:
            fault = fault or "has generated text that is moved, or runs into what follows"
        if in_line not in {0, boxes}:
            fault = fault or "has generated text that is in its line in some ways only"
        if fault:
            self.faults.refuse_box(element, fault)
        return not in_line

    def _check(self, element: Element, masks: Collection[int]) -> None:
        """See that generated text stands where browsers show it, and that no doing changes it."""
        if element.namespace == SVG or element.name in _NOT_EVERYWHERE:
            what = f"generated text of <{element.name}>, which not every browser shows"
            self.faults.refuse_at(element, what)
        if any(self.styles.taken_away(mask) for mask in masks):
            self.faults.refuse_at(element, "generated text that a reader's doing changes")
