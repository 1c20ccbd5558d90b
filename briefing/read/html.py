"""Read a finished HTML file back as a person sees it.

    Text -> Tree -> Sheets -> Cascade -> Styles -> blocks
            dom     css       whatever   of the     in reading order
                              the page   elements

docs/reading.md says what counts as seen, and which markup and CSS is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from briefing.diagnostics import Finding, in_reading_order
from briefing.read.css_looks import BULLET, OUT_OF_FLOW, Style
from briefing.read.css_styles import Sheet, Styles
from briefing.read.css_values import SMALLEST_LETTER
from briefing.read.html_blocks import Blocks
from briefing.read.html_checks import check_box, fault_of_text
from briefing.read.html_generated import (
    Counters,
    Ordinal,
    is_number,
    list_style_of,
    marker_of,
    ordinals,
)
from briefing.read.html_layout import (
    check_float,
    check_row,
    check_width,
    fault_in_line,
)
from briefing.read.html_lines import Break, Edge, Opening, Piece, fold, transformed
from briefing.read.html_markup import TOLD_META, check_markup
from briefing.read.html_signs import check_signs
from briefing.read.html_syntax import read_tree
from briefing.read.html_tables import heads_of
from briefing.read.html_tree import HTML, SPACE, SVG, Element, Run, Tree, Words
from briefing.read.model import Blank, Block, Fragment, Layer, Reading
from briefing.read.svg import SHAPES, Drawing, open_drawing, starts_row
from briefing.text import Place, Span, Text

CLAIMS = ("fact", "name", "quote", "cite", "source", "edition", "term", "waiver")
_CLAIMS = tuple((f"data-{name}", name) for name in CLAIMS)
_NO_TEXT = frozenset({"head", "script", "style", "template", "#document"})
_NO_GENERATED = frozenset(
    {"br", "wbr", "img", "hr", "col", "colgroup", "table", "thead", "tbody", "tfoot", "tr",
     "details"}
)  # fmt: skip
_NOT_DRAWN = frozenset({"defs", "linearGradient", "radialGradient"})
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
_ALTERNATIVES = ("title", "aria-label", "aria-description", "alt", "aria-valuetext",
                 "aria-roledescription", "abbr")  # fmt: skip
# What stands in one of these is taken in together, however many lines it has.
_OWNERS = frozenset({"td", "th", "caption", "dt", "dd", "figcaption", "figure", "li", "ol", "ul"})


def read_html(text: Text) -> Reading:
    """What a person sees of a finished HTML file, however it is shown; never raises."""
    tree = read_tree(text)
    if isinstance(tree, Finding):
        return Reading(text.path, (), (tree,))
    scheme = next(
        (
            (e.get("content") or "").lower()
            for e in tree.find("meta")
            if (e.get("name") or "").lower() == "color-scheme"
        ),
        "normal",
    )
    styles = Styles(tree, tuple(_sheets(tree)), scheme)
    reader = _Reader(tree, styles)
    reader.visit(tree.root, styles.initial, styles.every)
    reader.out.flush()
    for run in reader.out.tangled:
        what = "a line that shows several parts, each when a reader does something else"
        reader.refuse("unreadable-style", what, Span(run.start, run.end))
    for run in reader.out.joined:
        what = "a line goes on here in some ways to show the page, and is ended in others"
        reader.refuse("unreadable-style", what, Span(run.start, run.end))
    for block, at in reader.out.parted:
        what = f"a gap parts `{block.text[max(0, at - 20) : at + 20]}`"
        reader.refuse("unreadable-style", what, block.place(Span(at - 1, at)).span)
    faults, believed = styles.check()
    styles.keep()
    blocks = tuple(reader.out.blocks())
    found = [*tree.findings, *check_markup(tree), *faults]
    signs = [fault for block in blocks for fault in check_signs(block)]
    return Reading(
        text.path,
        blocks,
        tuple(in_reading_order([*found, *reader.findings, *signs])),
        anchors={e.attributes["id"]: 1 for e in tree.elements if "id" in e.attributes},
        blanks=tuple(_blanks(tree)),
        believed=tuple(sorted(believed)),
    )


def _sheets(tree: Tree) -> Iterator[Sheet]:
    """The style sheets of a page."""
    content = tree.text.content
    for style in tree.find("style"):
        start = next((node.start for node in style.children if isinstance(node, Words)), None)
        if start is not None and style.words():
            end = content.find("</", start)
            css = content[start : end if end >= 0 else len(content)]
            yield Sheet(css, style.get("media"), start)


def _blanks(tree: Tree) -> Iterator[Blank]:
    """What elements without any words claim of them."""
    for element in tree.elements:
        kinds = [name for data, name in _CLAIMS if data in element.attributes]
        if kinds and not element.words().strip(SPACE):
            place = tree.text.place(*tree.tag_span(element))
            yield from (Blank(name, element.attributes[f"data-{name}"], place) for name in kinds)


class _Reader:
    """Walks the tree in its order and gathers what is seen."""

    def __init__(self, tree: Tree, styles: Styles) -> None:
        self.tree = tree
        self.styles = styles
        self.findings: list[Finding] = []
        self.out = Blocks(tree.text, len(styles.modes), styles.rest)
        self.counters = Counters()
        self.numbers: dict[Element, Ordinal] = {}
        self.items: dict[Element, bool] = {}  # whether the items of a list count
        self.drawing = Drawing(None)
        self.page = styles.initial  # the style of the body
        self._checked: dict[int, int] = {}  # the modes in which text of a style was looked at
        self._in_line: dict[tuple[int, int, int], str] = {}  # what is wrong with a box in a line

    # -- what is found wrong ------------------------------------------------------------------

    def refuse(self, rule: str, message: str, span: Span, hint: str = "") -> None:
        """Note what is not read."""
        place = self.tree.text.place(*span)
        self.findings.append(Finding(rule, message, place, help=hint or "see docs/reading.md"))

    def look(self, style: Style, mask: int, place: Place, *, is_drawn: bool = False) -> None:
        """See that text with this style can be seen in each of the modes."""
        fault = fault_of_text(style, mask, is_drawn=is_drawn)
        if fault:
            what = f"the text cannot be seen: {fault}"
            hint = "draw it larger, or in another colour"
            self.refuse("unreadable-style", what, place.span, hint)

    def look_at_marker(self, style: Style, mask: int, place: Place) -> None:
        """See that the marker of an item can be seen, which may stand beside the item's ground."""
        marker = style.marker or style
        self.look(marker, mask, place)
        beside = Style(
            tuple(
                (bits & of_item, look._replace(ground=item.around))
                for bits, look in marker.looks
                for of_item, item in style.looks
                if bits & of_item and item.around != item.ground
            )
        )
        self.look(beside, mask, place)

    # -- the walk -----------------------------------------------------------------------------

    def visit(self, element: Element, above: Style, shown: int) -> None:
        """Read an element and all that is in it."""
        if element.parent is None:
            for child in element.elements:
                self.visit(child, above, shown)
            return
        style = self.styles.style(element, above)
        if element.name in _NO_TEXT or (element.namespace == HTML and element.name == "title"):
            if style.present & shown:
                what = f"<{element.name}> is shown, which is no part of the page"
                self.refuse("unreadable-style", what, self.tree.tag_span(element))
            self.head(element)
            return
        around, shown = shown, self.shown(element, style, shown)
        if element.name == "li":
            self.item(element, style, shown, around)
        if style.flown and style.flown & shown not in {0, shown}:
            what = f"<{element.name}> is taken out of its line in some ways to show the page only"
            self.refuse("unreadable-style", what, self.tree.tag_span(element))
        if self.styles.taken_away(shown) & ~self.styles.taken_away(around):
            what = f"<{element.name}> vanishes when a reader does something"
            self.refuse("unreadable-style", what, self.tree.tag_span(element))
        self.lay_out(element, style, shown, above)
        if element.namespace == SVG:
            self.draw(element, style, shown, above)
            return
        self.read(element, style, shown, above)

    def lay_out(self, element: Element, style: Style, shown: int, above: Style) -> None:
        """See that the box of an element lies where its words are read."""
        at_rest = self.styles.rest
        if element.name == "body":
            self.page = style
        if style.flown & shown or style.columns & shown:
            self.check_ground(element, style, shown)
        if style.flown or style.lifted & shown or style.drawn & shown & at_rest:
            found = check_box(element, style, shown, at_rest)
            self.findings += map(self.styles.located, found)
        if style.floats & shown:
            self.fault(check_float(element, style, above, shown, self.styles))
        if style.narrow & shown:
            self.fault(check_width(element, style, shown))
        if style.flexed & shown or element.name == "tr":
            self.fault(check_row(element, style, shown, self.styles))
        if style.cells & shown and element.name not in {"td", "th"}:
            what = f"<{element.name}> is laid out as if it were a cell"
            self.refuse("unreadable-style", what, self.tree.tag_span(element))

    def check_ground(self, element: Element, style: Style, shown: int) -> None:
        """See that a box out of the flow, or a column, lies upon what it seems to lie upon."""
        if style.flown & shown and any(
            bits & mask & shown and look.is_bare and look.ground != page.ground
            for bits, look in style.looks
            for mask, page in self.page.looks
        ):
            what = f"<{element.name}> lies elsewhere than on the ground that it seems to have"
            self.refuse("unreadable-style", what, self.tree.tag_span(element))
        if element.name in {"col", "colgroup"}:
            if any(look.ground != look.around for _, look in style.looks):
                what = f"<{element.name}> has a ground, which lies under its cells"
                self.refuse("unreadable-style", what, self.tree.tag_span(element))
        elif style.columns & shown:
            what = f"<{element.name}> is laid out as if it were a column, which shows no text"
            self.refuse("unreadable-style", what, self.tree.tag_span(element))

    def read(self, element: Element, style: Style, shown: int, above: Style) -> None:
        """Read an element whose style is known."""
        self.count(style, element, shown)
        claims = self.claims_of(element)
        out_of_flow = style.flown & shown
        if element.name in {"br", "wbr"}:
            self.pseudo(style.before, element, shown)
            self.pseudo(style.after, element, shown)
            if element.name == "br":
                self.out.break_line(shown)
            return
        if "back" in element.classes and element.name == "a":
            self.aside(element, style, shown, claims)
        elif out_of_flow:
            self.apart(element, style, shown, claims)
        elif self.is_block(element, style, shown, above):
            self.block(element, style, shown, claims)
        else:
            self.in_line(element, style, shown, above, claims)
        self.counters.leave(element)

    def draw(self, element: Element, style: Style, shown: int, above: Style) -> None:
        """Read a part of a drawing, and see that its labels can be seen."""
        outer = self.drawing
        if element.name == "svg":
            self.drawing = open_drawing(element, style, shown)
        drawing = self.drawing
        fault = drawing.enter(element)
        is_label = element.name == "text"
        if shown and (is_label or _in_svg_text(element)):
            of_place = (
                drawing.label(element, style, shown) if is_label else drawing.part(style, shown)
            )
            fault = fault or of_place
            smallest = min(look.size for bits, look in style.looks if bits & shown)
            if smallest * drawing.scale < SMALLEST_LETTER:
                fault = fault or f"is {smallest * drawing.scale:.1f} pixels high"
        if fault:
            what = " ".join(element.words().split())[:40]
            span = self.tree.tag_span(element)
            self.refuse("unreadable-style", f"the label `{what}` {fault}", span)
        elif element.name in SHAPES:
            label = drawing.shape(element, style, shown)
            if label is not None:
                what = " ".join(label.words().split())[:40]
                span = self.tree.tag_span(element)
                self.refuse("unreadable-style", f"a shape covers the label `{what}`", span)
        elif starts_row(element):
            self.out.line.items.append(Break())
        self.read(element, style, shown, above)
        drawing.leave()
        self.drawing = outer

    def shown(self, element: Element, style: Style, shown: int) -> int:
        """The modes in which the element takes part in the page."""
        shown &= style.present
        if element.namespace == SVG and element.name in _NOT_DRAWN:
            return 0
        parent = element.parent
        if (
            parent is not None
            and parent.name == "details"
            and "open" not in parent.attributes
            and not (element.name == "summary" and _first_summary(parent) is element)
        ):
            shown &= ~self.styles.rest
        return shown

    def is_block(self, element: Element, style: Style, shown: int, above: Style) -> bool:
        """Whether the element starts a run of its own."""
        if element.namespace == SVG:
            return element.name in {"svg", "text", "title", "desc"}
        if element.name == "li":
            return True
        inline = style.in_line & shown & ~above.flexed
        if inline and inline != shown:
            self.refuse(
                "unreadable-style",
                f"<{element.name}> runs on in its line in some ways to show the page only",
                self.tree.tag_span(element),
            )
        return not inline and bool(shown)

    def inside(self, element: Element, style: Style, shown: int, claims: list[Opening]) -> None:
        """Read an element that stands in a line of text."""
        self.alternatives(element)
        # The quotation marks that a browser writes are none of the words that are quoted.
        if element.name == "q":
            self.pseudo(style.before, element, shown)
        self.out.open(claims)
        if element.name != "q":
            self.pseudo(style.before, element, shown)
        self.children(element, style, shown)
        if element.name != "q":
            self.pseudo(style.after, element, shown)
        self.out.close(claims)
        if element.name == "q":
            self.pseudo(style.after, element, shown)

    def in_line(
        self, element: Element, style: Style, shown: int, above: Style, claims: list[Opening]
    ) -> None:
        """Read an element that stands in a line of text, and see what its box does there."""
        is_picture = element.name == "img"
        key = (id(style), id(above), shown)
        if not is_picture and key not in self._in_line:
            self._in_line[key] = fault_in_line(style, above, shown)
        if not is_picture and self._in_line[key]:
            self.fault(((element, self._in_line[key]),))
        if is_picture or style.edge_left & shown:
            self.out.line.items.append(Edge())
        self.inside(element, style, shown, claims)
        if is_picture or style.edge_right & shown:
            self.out.line.items.append(Edge())

    def fault(self, faults: Iterable[tuple[Element, str]]) -> None:
        """Note what is wrong with boxes."""
        for element, what in faults:
            self.refuse("unreadable-style", f"<{element.name}> {what}", self.tree.tag_span(element))

    def block(self, element: Element, style: Style, shown: int, claims: list[Opening]) -> None:
        """Read an element that stands by itself."""
        outer = (self.out.line.kind, self.out.line.owners)
        self.out.flush(ended=shown)
        kind = _KINDS.get(element.name, outer[0] if outer[0] != "heading" else "paragraph")
        if element.name == "p" and outer[0] in {"item", "cell", "definition", "term", "caption"}:
            kind = outer[0]
        owners = (*outer[1], element) if element.name in _OWNERS else outer[1]
        if element.name == "table":
            self.out.heads.update(heads_of(element))
        if element.name in {"ol", "ul"}:
            self.numbers.update(ordinals(element))
        self.out.start(kind, owners)
        if style.items & shown:
            self.marker(element, style, shown)
        if element.namespace == SVG and element.name in {"title", "desc"}:
            self.alternative_element(element)
        else:
            self.inside(element, style, shown, claims)
        self.out.flush(ended=shown)
        self.out.start(*outer)

    def apart(self, element: Element, style: Style, shown: int, claims: list[Opening]) -> None:
        """Read an element out of the flow: after the run in which it stands."""
        with self.out.apart("tip", ()):
            self.block(element, style, shown, claims)

    def aside(self, element: Element, style: Style, shown: int, claims: list[Opening]) -> None:
        """Read page furniture that stands in a line of text, as a block of its own."""
        with self.out.apart("back", self.out.line.owners):
            self.inside(element, style, shown, claims)
            self.out.flush(body=Layer.STRUCTURE)
        self.out.line.items.append(Break())

    def children(self, element: Element, style: Style, shown: int) -> None:
        """Read what is in an element."""
        closed = element.name == "details" and "open" not in element.attributes
        for child in element.children:
            if isinstance(child, Element):
                self.visit(child, style, shown)
            elif child.text:
                self.words(child, style, shown & ~self.styles.rest if closed else shown)

    def words(self, words: Words, style: Style, shown: int) -> None:
        """Read character data."""
        element = words.parent
        if element.namespace == SVG and not _in_svg_text(element):
            if words.text.strip(SPACE):
                self.hidden(words)
            return
        written = [(part[:3], part[3] & shown) for part in style.written if part[3] & shown]
        is_blank = not words.text.strip(SPACE)
        if not written:
            if not is_blank:
                self.hidden(words)
            return
        runs = self.tree.runs(words)
        # Of two texts with one style, the second may be shown where the first is folded away.
        checked = self._checked.get(id(style), 0)
        if not is_blank and shown & ~checked:
            self._checked[id(style)] = checked | shown
            place = self.tree.text.place(runs[0].start, runs[-1].end)
            is_drawn = element.namespace == SVG
            self.look(style, shown & ~checked, place, is_drawn=is_drawn)
        # What is hidden takes its room.
        is_partly = not is_blank and shown & ~style.visible
        if is_partly:
            self.out.line.items.append(Edge())
        for (space, case, raised), mask in written:
            changed = transformed(runs, case, raised) if case != "none" or raised else tuple(runs)
            self.out.line.items.append(Piece(changed, mask, space))
        if is_partly:
            self.out.line.items.append(Edge())

    def pseudo(self, style: Style | None, element: Element, shown: int) -> None:
        """Read what ::before or ::after generates, and see where its box stands."""
        boxes = style.boxes() & shown if style is not None else 0
        if style is None or not boxes:
            return
        if self.lay_out_pseudo(style, element, boxes):
            self.out.flush(ended=boxes)
            self.generated(style, element, shown)
            self.out.flush(ended=boxes)
            return
        hidden = boxes & ~style.visible  # but it takes its room
        if hidden or style.edge_left & boxes:
            self.out.line.items.append(Edge())
        self.generated(style, element, shown)
        if hidden or style.edge_right & boxes:
            self.out.line.items.append(Edge())

    def generated(self, style: Style, element: Element, shown: int) -> None:
        """Read the text that ::before or ::after generates."""
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
                what = "generated text stands out of the flow"
                self.refuse("unreadable-style", what, self.tree.tag_span(element))
            if text:
                key = (text, look.space, look.case, look.raised)
                texts[key] = texts.get(key, 0) | mask
        if any(key[0].strip() for key in texts):
            place = self.tree.text.place(*self.tree.tag_span(element))
            self.look(style, shown, place)
            self.check_pseudo(element, texts)
        for (text, space, case, raised), mask in texts.items():
            runs = transformed([Run(text, *self.tree.tag_span(element))], case, raised)
            self.out.line.items.append(Piece(runs, mask, space))

    def lay_out_pseudo(self, style: Style, element: Element, boxes: int) -> bool:
        """See that the box of a generated text lies where it is read; whether it stands apart."""
        own = self.styles.style(element, style)
        in_line = style.in_line & boxes & ~own.flexed
        key = (id(style), id(own), boxes)
        if key not in self._in_line:
            self._in_line[key] = fault_in_line(style, own, boxes)
        fault = self._in_line[key]
        if style.floats & boxes:
            fault = fault or "has generated text that floats"
        if style.lifted & boxes:
            fault = fault or "has generated text that is moved, or runs into what follows"
        if in_line not in {0, boxes}:
            fault = fault or "has generated text that is in its line in some ways only"
        if fault:
            self.fault(((element, fault),))
        return not in_line

    def check_pseudo(
        self, element: Element, texts: Mapping[tuple[str, str, str, str], int]
    ) -> None:
        """See that generated text stands where browsers show it, and that no doing changes it."""
        span = self.tree.tag_span(element)
        if element.namespace == SVG or element.name in _NO_GENERATED:
            what = f"generated text of <{element.name}>, which not every browser shows"
            self.refuse("unreadable-style", what, span)
        if any(self.styles.taken_away(mask) for mask in texts.values()):
            self.refuse("unreadable-style", "generated text that a reader's doing changes", span)

    def item(self, element: Element, style: Style, shown: int, around: int) -> None:
        """See that an item of a numbered list counts as its neighbours do."""
        parent = element.parent
        is_numbered = parent is not None and (
            parent.name == "ol" or any(is_number(look.marker) for _, look in style.looks)
        )
        if parent is None or not is_numbered or not around:
            return
        counted = style.items & shown
        counts = counted == around
        if self.items.setdefault(parent, counts) != counts or counted not in {0, around}:
            what = "an item that does not count as its neighbours do"
            self.refuse("unreadable-style", what, self.tree.tag_span(element))

    def hidden(self, words: Words) -> None:
        """Note text that nobody can see."""
        runs = [run for run in self.tree.runs(words) if run.text.strip(SPACE)]
        span = Span(runs[0].start, runs[-1].end)
        what = " ".join(words.text.split())[:60]
        self.refuse("hidden-text", f"`{what}` stands in the file, and nobody can see it", span,
                    "show it or take it out")  # fmt: skip

    # -- what stands around a run -------------------------------------------------------------

    def claims_of(self, element: Element) -> list[Opening]:
        """What the element claims of its text."""
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

    def alternatives(self, element: Element) -> None:
        """Read the texts that stand in attributes."""
        for name in _ALTERNATIVES if element.attributes else ():
            if element.attributes.get(name, "").strip():
                self.alternative(self.tree.attribute_runs(element, name))

    def alternative(self, runs: list[Run]) -> None:
        """Take in a text that is read in place of something."""
        line = fold([Piece(tuple(runs), 1)], 1, self.tree.text)
        if line.text:
            block = Block(line.text, "alt", Layer.HOVER, (), line.fragments)
            self.out.add_later(block)

    def alternative_element(self, element: Element) -> None:
        """Read the title or the description of a drawing."""
        nodes = [node for node in element.nodes() if isinstance(node, Words)]
        self.alternative([run for node in nodes for run in self.tree.runs(node)])

    def head(self, element: Element) -> None:
        """Read what a file says about itself."""
        if element.name == "title":
            self.metadata("title", [r for n in element.children if isinstance(n, Words)
                                    for r in self.tree.runs(n)])  # fmt: skip
        for child in element.elements if element.name == "head" else ():
            if child.name == "title":
                self.head(child)
            kind = (child.get("name") or "").lower()
            if child.name == "meta" and kind in TOLD_META and child.get("content"):
                self.metadata(kind, self.tree.attribute_runs(child, "content"))

    def metadata(self, kind: str, runs: list[Run]) -> None:
        """Take in a part of the metadata."""
        line = fold([Piece(tuple(runs), 1)], 1, self.tree.text)
        if line.text:
            block = Block(line.text, kind, Layer.METADATA, (), line.fragments)
            self.out.add(block)

    def count(self, style: Style, element: Element, shown: int) -> None:
        """Do what the counters say; they may not differ between the ways to show the page."""
        if not (shown and style.counts):
            return
        found = [(look.resets, look.increments) for bits, look in style.looks if bits & shown]
        if any(one != found[0] for one in found) or shown & self.styles.rest != self.styles.rest:
            self.refuse("unreadable-style", "a counter that differs between ways to show the page",
                        self.tree.tag_span(element))  # fmt: skip
        self.counters.count(*found[0], element)

    def marker(self, element: Element, style: Style, shown: int) -> None:
        """Write the marker of a list item, once for each kind that it has."""
        masks: dict[str, int] = {}
        for bits, look in style.looks:
            if look.display == "list-item" and look.visible and bits & shown:
                kind = self._marker_kind(element, look.marker)
                masks[kind] = masks.get(kind, 0) | bits & shown
        for kind, mask in masks.items():
            ordinal = self.numbers.get(element, Ordinal(1, 1))
            text = marker_of(ordinal.number, kind) if kind else ""
            if text:
                place = self.tree.text.place(*self.tree.tag_span(element))
                if element.name not in {"li", "summary"} and is_number(kind):
                    what = f"<{element.name}> is numbered as if it stood in a list"
                    self.refuse("unreadable-style", what, place.span)
                if any(character.isalnum() for character in text):
                    self.look_at_marker(style, mask, place)
                # A number that is not the item's position is one that somebody has written.
                counts = ordinal.number == ordinal.position and not kind.startswith('"')
                is_marker = counts or not any(character.isalnum() for character in text)
                layer = Layer.STRUCTURE if is_marker else Layer.BODY
                layer = layer if self.out.is_always(mask) else Layer.HOVER
                name = "marker" if is_marker else "item"
                self.out.add(Block(text, name, layer, (), (Fragment(0, place),)))

    def _marker_kind(self, element: Element, kind: str) -> str:
        """The style of CSS in which an item is marked; empty where it is not."""
        parent = element.parent
        if kind == "none" or parent is None:
            return ""
        if kind == BULLET:
            depth = sum(owner.name in {"ol", "ul"} for owner in self.out.line.owners)
            return ("disc", "circle", "square")[min(max(depth, 1), 3) - 1]
        if kind == "decimal":
            return list_style_of(parent) or kind
        if kind == "disclosure-closed" and "open" in parent.attributes:
            return "disclosure-open"
        return kind


def _first_summary(details: Element) -> Element | None:
    return next((child for child in details.elements if child.name == "summary"), None)


def _in_svg_text(element: Element) -> bool:
    node: Element | None = element
    while node is not None and node.namespace == SVG:
        if node.name == "text":
            return True
        node = node.parent
    return False
