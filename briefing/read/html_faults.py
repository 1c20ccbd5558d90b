"""What is found wrong with a page while it is read, each thing at its place."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.diagnostics import Finding
from briefing.read.css_looks import Style
from briefing.read.html_blocks import Blocks
from briefing.read.html_checks import fault_of_text
from briefing.read.html_tree import SPACE, Element, Tree, Words
from briefing.text import Place, Span

_STYLE = "unreadable-style"
_HELP = "see docs/reading.md"


class Faults:
    """Gathers the findings of a page, in no order."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.findings: list[Finding] = []

    def refuse(self, what: str, place: Place, way_out: str = _HELP) -> None:
        """Note a style that is not read."""
        self.findings.append(Finding(_STYLE, what, place, help=way_out))

    def refuse_at(self, element: Element, what: str) -> None:
        """Note a style that is not read, at the tag of an element."""
        self.refuse(what, self.place_of(element))

    def refuse_box(self, element: Element, what: str) -> None:
        """Note what is wrong with the box of an element."""
        self.refuse_at(element, f"<{element.name}> {what}")

    def refuse_boxes(self, faults: Iterable[tuple[Element, str]]) -> None:
        """Note what is wrong with the boxes of elements."""
        for element, what in faults:
            self.refuse_box(element, what)

    def place_of(self, element: Element) -> Place:
        """The place of an element's tag."""
        return self.tree.text.place(*self.tree.tag_span(element))

    def hide(self, words: Words) -> None:
        """Note text that nobody can see."""
        runs = [run for run in self.tree.runs(words) if run.text.strip(SPACE)]
        what = f"`{' '.join(words.text.split())[:60]}` stands in the file, and nobody can see it"
        place = self.tree.text.place(runs[0].start, runs[-1].end)
        self.findings.append(Finding("hidden-text", what, place, help="show it or take it out"))

    def look_at(self, style: Style, mask: int, place: Place, *, is_drawn: bool = False) -> None:
        """See that text with this style can be seen in each of the modes."""
        fault = fault_of_text(style, mask, is_drawn=is_drawn)
        if fault:
            what = f"the text cannot be seen: {fault}"
            self.refuse(what, place, "draw it larger, or in another colour")

    def look_at_marker(self, style: Style, mask: int, place: Place) -> None:
        """See that the marker of an item can be seen, which may stand beside the item's ground."""
        marker = style.marker or style
        self.look_at(marker, mask, place)
        beside = Style(
            tuple(
                (bits & of_item, look._replace(ground=item.around))
                for bits, look in marker.looks
                for of_item, item in style.looks
                if bits & of_item and item.around != item.ground
            )
        )
        self.look_at(beside, mask, place)

    def look_at_lines(self, out: Blocks) -> None:
        """See that lines are the same in every way to show the page, and no gap parts a word."""
        several = "a line that shows several parts, each when a reader does something else"
        goes_on = "a line goes on here in some ways to show the page, and is ended in others"
        for runs, what in ((out.tangled, several), (out.joined, goes_on)):
            for run in runs:
                self.refuse(what, self.tree.text.place(run.start, run.end))
        for block, at in out.parted:
            what = f"a gap parts `{block.text[max(0, at - 20) : at + 20]}`"
            self.refuse(what, block.place(Span(at - 1, at)))
