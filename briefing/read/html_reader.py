"""The walk through the tree of a page, in which everything that is seen is gathered."""

from __future__ import annotations

from functools import cache

from briefing.read.css_looks import Style
from briefing.read.css_styles import Styles
from briefing.read.html_blocks import Blocks
from briefing.read.html_checks import check_box, check_ground, fault_of_size
from briefing.read.html_claims import claims_of
from briefing.read.html_faults import Faults
from briefing.read.html_generated import Generated
from briefing.read.html_layout import check_float, check_row, check_width, fault_in_line
from briefing.read.html_lines import Break, Edge, Opening, Piece, transformed
from briefing.read.html_markers import Markers
from briefing.read.html_metadata import alternatives_of, description, metadata
from briefing.read.html_tables import heads_of
from briefing.read.html_tree import HTML, SPACE, SVG, Element, Tree, Words
from briefing.read.model import Layer
from briefing.read.svg import SHAPES, Drawing, open_drawing, starts_row

_NO_TEXT = frozenset({"head", "script", "style", "template"})
_KINDS = {
    "p": "paragraph",
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    "li": "item",
    **dict.fromkeys(("td", "th"), "cell"),
    **dict.fromkeys(("caption", "figcaption"), "caption"),
    "dt": "term",
    "dd": "definition",
    "summary": "summary",
    "text": "label",
}
# Paragraphs within these are theirs.
_OF_KIND = frozenset({"item", "cell", "definition", "term", "caption"})
# What stands in one of these is taken in together, however many lines it has.
_OWNERS = frozenset({"td", "th", "caption", "dt", "dd", "figcaption", "figure", "li", "ol", "ul"})


class Reader:
    """Walks the tree in its order; `shown` are the modes in which an element is there."""

    def __init__(self, tree: Tree, styles: Styles) -> None:
        self.tree = tree
        self.styles = styles
        self.faults = Faults(tree)
        self.out = Blocks(tree.text, len(styles.modes), styles.rest)
        self.generated = Generated(styles, self.out, self.faults)
        self.markers = Markers(self.out, self.faults)
        self.drawing = Drawing(None)
        self.page = styles.initial  # the style of the body
        self._checked: dict[int, int] = {}  # the modes in which text of a style was looked at
        self._fault_in_line = cache(fault_in_line)

    def read(self) -> None:
        """Read the whole page."""
        for element in self.tree.root.elements:
            self.visit(element, self.styles.initial, self.styles.every)
        self.out.flush()
        self.faults.look_at_lines(self.out)

    def visit(self, element: Element, above: Style, shown: int) -> None:
        """Read an element and all that is in it."""
        style = self.styles.style(element, above)
        if element.name in _NO_TEXT or (element.namespace == HTML and element.name == "title"):
            if style.present & shown:
                self.faults.refuse_box(element, "is shown, which is no part of the page")
            for block in metadata(self.tree, element):
                self.out.add(block)
            return
        around, shown = shown, self.shown(element, style, shown)
        if element.name == "li":
            self.markers.check(element, style, shown, around)
        if style.flown and style.flown & shown not in {0, shown}:
            what = "is taken out of its line in some ways to show the page only"
            self.faults.refuse_box(element, what)
        if self.styles.taken_away(shown) & ~self.styles.taken_away(around):
            self.faults.refuse_box(element, "vanishes when a reader does something")
        self.lay_out(element, style, shown, above)
        if element.namespace == SVG:
            self.draw(element, style, shown, above)
        else:
            self.take(element, style, shown, above)

    def shown(self, element: Element, style: Style, shown: int) -> int:
        """The modes in which the element takes part in the page."""
        shown &= style.present
        if element.namespace == SVG and element.name == "defs":
            return 0
        parent = element.parent
        if (
            parent is not None
            and _is_closed(parent)
            and not (element.name == "summary" and _first_summary(parent) is element)
        ):
            shown &= ~self.styles.rest
        return shown

    def lay_out(self, element: Element, style: Style, shown: int, above: Style) -> None:
        """See that the box of an element lies where its words are read."""
        at_rest, faults = self.styles.rest, self.faults
        if element.name == "body":
            self.page = style
        if style.flown & shown or style.columns & shown:
            faults.refuse_boxes(check_ground(element, style, shown, self.page))
        if style.flown or style.lifted & shown or style.drawn & shown & at_rest:
            found = check_box(element, style, shown, at_rest)
            faults.findings += map(self.styles.located, found)
        if style.floats & shown:
            faults.refuse_boxes(check_float(element, style, above, shown, self.styles))
        if style.narrow & shown:
            faults.refuse_boxes(check_width(element, style, shown))
        if style.flexed & shown or element.name == "tr":
            faults.refuse_boxes(check_row(element, style, shown, self.styles))
        if style.cells & shown and element.name not in {"td", "th"}:
            faults.refuse_box(element, "is laid out as if it were a cell")

    def draw(self, element: Element, style: Style, shown: int, above: Style) -> None:
        """Read a part of a drawing, and see that its labels can be seen."""
        outer = self.drawing
        if element.name == "svg":
            self.drawing = open_drawing(element, style, shown)
        drawing = self.drawing
        faults = [drawing.enter(element)]
        if shown and _in_svg_text(element):
            is_label = element.name == "text"
            faults += [
                drawing.label(element, style, shown) if is_label else drawing.part(style, shown),
                fault_of_size(style, shown, drawing.scale),
            ]
        fault = next(filter(None, faults), None)
        if fault:
            self.faults.refuse_at(element, f"the label `{_shortened(element)}` {fault}")
        elif element.name in SHAPES:
            label = drawing.shape(element, style, shown)
            if label is not None:
                what = f"a shape covers the label `{_shortened(label)}`"
                self.faults.refuse_at(element, what)
        elif starts_row(element):
            self.out.line.items.append(Break())
        self.take(element, style, shown, above)
        drawing.leave()
        self.drawing = outer

    def take(self, element: Element, style: Style, shown: int, above: Style) -> None:
        """Read an element whose style is known."""
        self.generated.count(element, style, shown)
        if element.name in {"br", "wbr"}:
            self.generated.read(style.before, element, shown)
            self.generated.read(style.after, element, shown)
            if element.name == "br":
                self.out.break_line(shown)
            return
        claims = claims_of(element)
        if "back" in element.classes and element.name == "a":
            self.aside(element, style, shown, claims)
        elif style.flown & shown:
            # It is read behind the run in which it stands.
            with self.out.apart("tip", ()):
                self.block(element, style, shown, claims)
        elif self.is_block(element, style, shown, above):
            self.block(element, style, shown, claims)
        else:
            self.in_line(element, style, shown, above, claims)
        self.generated.counters.leave(element)

    def is_block(self, element: Element, style: Style, shown: int, above: Style) -> bool:
        """Whether the element starts a run of its own."""
        if element.namespace == SVG:
            return element.name in {"svg", "text", "title", "desc"}
        if element.name == "li":
            return True
        inline = style.in_line & shown & ~above.flexed
        if inline and inline != shown:
            what = "runs on in its line in some ways to show the page only"
            self.faults.refuse_box(element, what)
        return not inline and bool(shown)

    def block(self, element: Element, style: Style, shown: int, claims: list[Opening]) -> None:
        """Read an element that stands by itself."""
        outer = (self.out.line.kind, self.out.line.owners)
        self.out.flush(ended=shown)
        kind = _KINDS.get(element.name, outer[0] if outer[0] != "heading" else "paragraph")
        if element.name == "p" and outer[0] in _OF_KIND:
            kind = outer[0]
        owners = (*outer[1], element) if element.name in _OWNERS else outer[1]
        if element.name == "table":
            self.out.heads.update(heads_of(element))
        if element.name in {"ol", "ul"}:
            self.markers.open(element)
        self.out.start(kind, owners)
        if style.items & shown:
            self.markers.write(element, style, shown)
        if element.namespace == SVG and element.name in {"title", "desc"}:
            for block in description(self.tree, element):
                self.out.add_later(block)
        else:
            self.inside(element, style, shown, claims)
        self.out.flush(ended=shown)
        self.out.start(*outer)

    def aside(self, element: Element, style: Style, shown: int, claims: list[Opening]) -> None:
        """Read page furniture that stands in a line of text, as a block of its own."""
        with self.out.apart("back", self.out.line.owners):
            self.inside(element, style, shown, claims)
            self.out.flush(body=Layer.STRUCTURE)
        self.out.line.items.append(Break())

    def in_line(
        self, element: Element, style: Style, shown: int, above: Style, claims: list[Opening]
    ) -> None:
        """Read an element that stands in a line of text, and see what its box does there."""
        is_picture = element.name == "img"
        fault = "" if is_picture else self._fault_in_line(style, above, shown)
        if fault:
            self.faults.refuse_box(element, fault)
        if is_picture or style.edge_left & shown:
            self.out.line.items.append(Edge())
        self.inside(element, style, shown, claims)
        if is_picture or style.edge_right & shown:
            self.out.line.items.append(Edge())

    def inside(self, element: Element, style: Style, shown: int, claims: list[Opening]) -> None:
        """Read what stands in an element, and what is generated around that."""
        for block in alternatives_of(self.tree, element):
            self.out.add_later(block)
        # The quotation marks that a browser writes are none of the words that are quoted.
        is_quotation = element.name == "q"
        if is_quotation:
            self.generated.read(style.before, element, shown)
        self.out.open(claims)
        if not is_quotation:
            self.generated.read(style.before, element, shown)
        self.children(element, style, shown)
        if not is_quotation:
            self.generated.read(style.after, element, shown)
        self.out.close(claims)
        if is_quotation:
            self.generated.read(style.after, element, shown)

    def children(self, element: Element, style: Style, shown: int) -> None:
        """Read what is in an element."""
        closed = _is_closed(element)
        for child in element.children:
            if isinstance(child, Element):
                self.visit(child, style, shown)
            elif child.text:
                self.words(child, style, shown & ~self.styles.rest if closed else shown)

    def words(self, words: Words, style: Style, shown: int) -> None:
        """Read character data."""
        is_drawn = words.parent.namespace == SVG
        is_blank = not words.text.strip(SPACE)
        written = [(part[:3], part[3] & shown) for part in style.written if part[3] & shown]
        if not written or (is_drawn and not _in_svg_text(words.parent)):
            if not is_blank:
                self.faults.hide(words)
            return
        runs = self.tree.runs(words)
        # Of two texts with one style, the second may be shown where the first is folded away.
        checked = self._checked.get(id(style), 0)
        if not is_blank and shown & ~checked:
            self._checked[id(style)] = checked | shown
            place = self.tree.text.place(runs[0].start, runs[-1].end)
            self.faults.look_at(style, shown & ~checked, place, is_drawn=is_drawn)
        # What is hidden takes its room.
        is_partly = not is_blank and shown & ~style.visible
        if is_partly:
            self.out.line.items.append(Edge())
        for (space, case, raised), mask in written:
            changed = transformed(runs, case, raised) if case != "none" or raised else tuple(runs)
            self.out.line.items.append(Piece(changed, mask, space))
        if is_partly:
            self.out.line.items.append(Edge())


def _is_closed(element: Element) -> bool:
    """Whether it shows its summary only until a reader opens it."""
    return element.name == "details" and "open" not in element.attributes


def _first_summary(details: Element) -> Element | None:
    return next((child for child in details.elements if child.name == "summary"), None)


def _in_svg_text(element: Element) -> bool:
    node: Element | None = element
    while node is not None and node.namespace == SVG:
        if node.name == "text":
            return True
        node = node.parent
    return False


def _shortened(element: Element) -> str:
    return " ".join(element.words().split())[:40]
