"""Read a finished HTML file back as a person sees it.

    Text -> Tree -> Sheets -> Styles -> blocks
            dom     css       cascade   in reading order

docs/reading.md says what counts as seen, and which markup and CSS is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from briefing.diagnostics import Finding, in_reading_order
from briefing.read.css_cascade import BULLET, Look, Style, Styles
from briefing.read.css_sheets import Sheets
from briefing.read.css_values import contrast
from briefing.read.html_generated import Counters, list_style_of, marker_of, ordinals
from briefing.read.html_lines import Break, Closing, Item, Line, Opening, Piece, fold, transformed
from briefing.read.html_markup import BIDI, check_markup
from briefing.read.html_tables import heads_of
from briefing.read.html_tree import HTML, SPACE, SVG, Element, Run, Tree, Words
from briefing.read.model import Block, Fragment, Layer, Mark, Reading
from briefing.read.svg import SHAPES, Drawing, open_drawing
from briefing.text import Span, Text

CLAIMS = ("fact", "name", "quote", "cite", "source", "edition", "term")
SMALLEST = 6.0  # pixels
FAINTEST = 2.0  # contrast ratio
_NO_TEXT = frozenset({"head", "script", "style", "template", "#document"})
_NOT_DRAWN = frozenset(
    {"defs", "clipPath", "symbol", "marker", "metadata", "linearGradient", "radialGradient"}
)
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
_META = frozenset(
    {"author", "description", "generator", "keywords", "application-name", "date", "subject"}
)
_OWNERS = frozenset({"td", "th", "caption", "dt", "dd", "figcaption", "figure", "li", "ol", "ul"})


def read_html(text: Text) -> Reading:
    """What a person sees of a finished HTML file, however it is shown; never raises."""
    tree = Tree(text)
    if tree.too_deep is not None:
        finding = Finding(
            "unreadable-markup",
            "the elements stand too deep within one another to be read",
            text.place(*tree.tag_span(tree.too_deep)),
        )
        return Reading(text.path, (), (finding,))
    sheets = Sheets(text)
    for style in tree.find("style"):
        words = style.words()
        if words:
            start = next(n.start for n in style.children if isinstance(n, Words))
            end = text.content.find("</", start)
            sheets.read(Span(start, end if end >= 0 else len(text.content)), style.get("media"))
    scheme = next(
        (e.get("content") or "" for e in tree.find("meta") if e.get("name") == "color-scheme"),
        "normal",
    )
    styles = Styles(tree, sheets, scheme)
    reader = _Reader(tree, styles)
    reader.visit(tree.root, styles.initial, styles.every)
    reader.flush()
    sheets.check()
    findings = [*tree.findings, *check_markup(tree), *sheets.findings, *styles.findings]
    return Reading(
        text.path,
        tuple(reader.blocks()),
        tuple(in_reading_order([*findings, *reader.findings])),
        anchors={e.attributes["id"]: 1 for e in tree.elements if "id" in e.attributes},
    )


@dataclass(slots=True)
class _Draft:
    """A block whose context is not known yet, and the elements within which it stands."""

    block: Block
    owners: tuple[Element, ...]


@dataclass(slots=True)
class _Line:
    """A run of text that is being read, and what is to be read after it."""

    kind: str
    owners: tuple[Element, ...]
    items: list[Item] = field(default_factory=list)
    later: list[_Draft] = field(default_factory=list)


class _Reader:
    """Walks the tree in its order and gathers what is seen."""

    def __init__(self, tree: Tree, styles: Styles) -> None:
        self.tree = tree
        self.styles = styles
        self.findings: list[Finding] = []
        self.drafts: list[_Draft] = []
        self.line = _Line("paragraph", ())
        self.claims: list[Opening] = []
        self.counters = Counters()
        self.heads: dict[Element, tuple[Element, ...]] = {}
        self.numbers: dict[Element, int] = {}
        self.drawing = Drawing(None)
        self._checked: set[tuple[int, bool]] = set()

    # -- what is found wrong ------------------------------------------------------------------

    def refuse(self, rule: str, message: str, span: Span, hint: str = "") -> None:
        """Note what is not read."""
        place = self.tree.text.place(*span)
        self.findings.append(Finding(rule, message, place, help=hint or "see docs/reading.md"))

    # -- the walk -----------------------------------------------------------------------------

    def visit(self, element: Element, above: Style, shown: int) -> None:
        """Read an element and all that is in it."""
        if element.parent is None:
            for child in element.elements:
                self.visit(child, above, shown)
            return
        style = self.styles.style(element, above)
        if element.name in _NO_TEXT or (element.namespace == HTML and element.name == "title"):
            self.head(element)
            return
        shown = self.shown(element, style, shown)
        if style.risky:
            self.check_box(element, style, shown)
        if element.namespace == SVG:
            self.draw(element, style, shown, above)
            return
        self.read(element, style, shown, above)

    def read(self, element: Element, style: Style, shown: int, above: Style) -> None:
        """Read an element whose style is known."""
        self.count(style, element, shown)
        claims = self.claims_of(element)
        out_of_flow = style.flown & shown
        if element.name in {"br", "wbr"}:
            if element.name == "br":
                self.line.items.append(Break())
            return
        if "back" in element.classes and element.name == "a":
            self.aside(element, style, shown, claims)
        elif out_of_flow:
            self.apart(element, style, shown, claims)
        elif self.is_block(element, style, shown, above):
            self.block(element, style, shown, claims)
        else:
            self.inside(element, style, shown, claims)
        self.counters.leave(element)

    def draw(self, element: Element, style: Style, shown: int, above: Style) -> None:
        """Read a part of a drawing, and see that its labels can be seen."""
        outer = self.drawing
        if element.name == "svg":
            self.drawing = open_drawing(element)
        drawing = self.drawing
        fault = drawing.enter(element)
        if element.name == "text" and shown:
            sizes = [look.size for bits, look in style.looks if bits & shown]
            fault = fault or drawing.label(element, min(sizes))
        if fault:
            what = " ".join(element.words().split())[:40]
            span = self.tree.tag_span(element)
            self.refuse("unreadable-style", f"the label `{what}` {fault}", span)
        elif element.name in SHAPES and any(
            look.fill.alpha * look.opacity > 0 for bits, look in style.looks if bits & shown
        ):
            label = drawing.covered(element)
            if label is not None:
                what = " ".join(label.words().split())[:40]
                span = self.tree.tag_span(element)
                self.refuse("unreadable-style", f"a shape covers the label `{what}`", span)
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
        self.open(claims)
        if element.name != "q":
            self.pseudo(style.before, element, shown)
        self.children(element, style, shown)
        if element.name != "q":
            self.pseudo(style.after, element, shown)
        self.close(claims)
        if element.name == "q":
            self.pseudo(style.after, element, shown)

    def open(self, claims: list[Opening]) -> None:
        """From here on the claims hold."""
        self.claims += claims
        self.line.items += claims

    def close(self, claims: list[Opening]) -> None:
        """The claims end here."""
        for _ in claims:
            self.claims.pop()
            self.line.items.append(Closing())

    def block(self, element: Element, style: Style, shown: int, claims: list[Opening]) -> None:
        """Read an element that stands by itself."""
        outer = (self.line.kind, self.line.owners)
        self.flush()
        kind = _KINDS.get(element.name, outer[0] if outer[0] != "heading" else "paragraph")
        if element.name == "p" and outer[0] in {"item", "cell", "definition", "term", "caption"}:
            kind = outer[0]
        owners = (*outer[1], element) if element.name in _OWNERS else outer[1]
        if element.name == "table":
            self.heads.update(heads_of(element))
        if element.name in {"ol", "ul"}:
            self.numbers.update(ordinals(element))
        self.start(kind, owners)
        self.marker(element, style, shown)
        if element.namespace == SVG and element.name in {"title", "desc"}:
            self.alternative_element(element)
        else:
            self.inside(element, style, shown, claims)
        self.flush()
        self.start(*outer)

    def start(self, kind: str, owners: tuple[Element, ...]) -> None:
        """Begin a new run, within the claims that are open."""
        self.line = _Line(kind, owners, list(self.claims))

    def apart(self, element: Element, style: Style, shown: int, claims: list[Opening]) -> None:
        """Read an element out of the flow: after the run in which it stands."""
        line, drafts, open_claims = self.line, self.drafts, self.claims
        self.drafts, self.claims = [], []
        self.line = _Line("tip", ())
        self.block(element, style, shown, claims)
        self.flush()
        line.later += self.drafts
        self.line, self.drafts, self.claims = line, drafts, open_claims

    def aside(self, element: Element, style: Style, shown: int, claims: list[Opening]) -> None:
        """Read page furniture that stands in a line of text, as a block of its own."""
        line, drafts, open_claims = self.line, self.drafts, self.claims
        self.drafts, self.claims = [], []
        self.line = _Line("back", line.owners)
        self.inside(element, style, shown, claims)
        self.flush()
        line.later += [
            replace(draft, block=replace(draft.block, layer=Layer.STRUCTURE))
            if draft.block.layer is Layer.BODY
            else draft
            for draft in self.drafts
        ]
        self.line, self.drafts, self.claims = line, drafts, open_claims
        self.line.items.append(Break())

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
        if not is_blank:
            self.check_text(words, style, shown)
        runs = self.tree.runs(words)
        for (space, case, raised), mask in written:
            changed = transformed(runs, case, raised) if case != "none" or raised else tuple(runs)
            self.line.items.append(Piece(changed, mask, space))

    def pseudo(self, style: Style | None, element: Element, shown: int) -> None:
        """Read what ::before or ::after generates."""
        if style is None:
            return
        depth = self.counters.depth
        texts: dict[tuple[str, str, str, str], int] = {}
        for bits, look in style.looks:
            mask = bits & shown
            if not mask or look.display == "none" or not look.visible:
                continue
            self.counters.depth = depth
            self.counters.count(look.resets, look.increments, element)
            text = self.counters.text(look.content, look.quotes, element.attributes)
            if look.position in {"absolute", "fixed"}:
                what = "generated text stands out of the flow"
                self.refuse("unreadable-style", what, self.tree.tag_span(element))
            if text:
                key = (text, look.space, look.case, look.raised)
                texts[key] = texts.get(key, 0) | mask
        for (text, space, case, raised), mask in texts.items():
            runs = transformed([Run(text, *self.tree.tag_span(element))], case, raised)
            self.line.items.append(Piece(runs, mask, space))

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
        found = [
            Opening(name, attributes[f"data-{name}"])
            for name in CLAIMS
            if f"data-{name}" in attributes
        ]
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
        for name in _ALTERNATIVES:
            if element.attributes.get(name, "").strip():
                runs = self.tree.attribute_runs(element, name)
                self.alternative(element, runs)

    def alternative(self, element: Element, runs: list[Run]) -> None:
        """Take in a text that is read in place of something."""
        line = fold([Piece(tuple(runs), 1)], 1, self.tree.text)
        facts = element.get("data-facts")
        marks = (Mark("facts", facts, Span(0, len(line.text))),) if facts is not None else ()
        if line.text:
            block = Block(line.text, "alt", Layer.HOVER, marks, line.fragments)
            self.line.later.append(_Draft(block, self.line.owners))

    def alternative_element(self, element: Element) -> None:
        """Read the title or the description of a drawing."""
        nodes = [node for node in element.nodes() if isinstance(node, Words)]
        self.alternative(element, [run for node in nodes for run in self.tree.runs(node)])

    def head(self, element: Element) -> None:
        """Read what a file says about itself."""
        if element.name == "title":
            self.metadata("title", [r for n in element.children if isinstance(n, Words)
                                    for r in self.tree.runs(n)])  # fmt: skip
        for child in element.elements if element.name == "head" else ():
            if child.name == "title":
                self.head(child)
            kind = (child.get("name") or "").lower()
            if child.name == "meta" and kind in _META and child.get("content"):
                self.metadata(kind, self.tree.attribute_runs(child, "content"))

    def metadata(self, kind: str, runs: list[Run]) -> None:
        """Take in a part of the metadata."""
        line = fold([Piece(tuple(runs), 1)], 1, self.tree.text)
        if line.text:
            block = Block(line.text, kind, Layer.METADATA, (), line.fragments)
            self.drafts.append(_Draft(block, ()))

    def count(self, style: Style, element: Element, shown: int) -> None:
        """Do what the counters say; they may not differ between the ways to show the page."""
        if not (shown and style.counts):
            return
        found = {(look.resets, look.increments) for bits, look in style.looks if bits & shown}
        if len(found) > 1 or shown & self.styles.rest != self.styles.rest:
            self.refuse("unreadable-style", "a counter that differs between ways to show the page",
                        self.tree.tag_span(element))  # fmt: skip
        self.counters.count(*next(iter(found)), element)

    def marker(self, element: Element, style: Style, shown: int) -> None:
        """Write the marker of a list item, once for each kind that it has."""
        masks: dict[str, int] = {}
        for bits, look in style.looks:
            if look.display == "list-item" and look.visible and bits & shown:
                text = self._marker(element, look.marker)
                masks[text] = masks.get(text, 0) | bits & shown
        for text, mask in masks.items():
            if text:
                place = self.tree.text.place(*self.tree.tag_span(element))
                layer = Layer.STRUCTURE if self.is_always(mask) else Layer.HOVER
                block = Block(text, "marker", layer, (), (Fragment(0, place),))
                self.drafts.append(_Draft(block, self.line.owners))

    def _marker(self, element: Element, kind: str) -> str:
        parent = element.parent
        if kind == "none" or parent is None:
            return ""
        if kind == BULLET:
            depth = sum(owner.name in {"ol", "ul"} for owner in self.line.owners)
            kind = ("disc", "circle", "square")[min(max(depth, 1), 3) - 1]
        elif kind == "decimal":
            kind = list_style_of(parent) or kind
        elif kind == "disclosure-closed" and "open" in parent.attributes:
            kind = "disclosure-open"
        return marker_of(self.numbers.get(element, 1), kind)

    def is_always(self, mask: int) -> bool:
        """Whether what is seen in these modes is seen in all, without any doing of the reader."""
        return mask & self.styles.rest == self.styles.rest

    # -- checks -------------------------------------------------------------------------------

    def check_box(self, element: Element, style: Style, shown: int) -> None:
        """Refuse a box that can lie upon others."""
        for bits, look in style.looks:
            always = bits & shown & self.styles.rest
            lies_above = look.position in {"absolute", "fixed"} and always
            if bits & shown and (lies_above or look.moved) and look.placed is not None:
                what = f"<{element.name}> can cover other text, as it is moved out of its place"
                hint = "only what is shown on hover or focus may lie above the page"
                self.refuse("unreadable-style", what, look.placed.place.span, hint)
            if (
                bits & shown
                and look.flat is not None
                and element.name not in {"sup", "sub", "svg", "img"}
                and element.words().strip(SPACE)
            ):
                what = f"the text of <{element.name}> can run into what follows"
                hint = "let text take the height that it needs"
                self.refuse("unreadable-style", what, look.flat.place.span, hint)

    def check_text(self, words: Words, style: Style, mask: int) -> None:
        """Refuse text that is too small or too faint to be seen."""
        is_drawn = words.parent.namespace == SVG
        key = (id(style), is_drawn)
        for run in self.tree.runs(words) if BIDI.search(words.text) else ():
            for sign in BIDI.finditer(run.text):
                alike = len(run.text) == run.end - run.start
                at = run.start + sign.start()
                span = Span(at, at + 1) if alike else Span(run.start, run.end)
                what = f"the control character U+{ord(sign[0]):04X} changes the order of the text"
                self.refuse("unreadable-text", what, span, "take the character out")
        if key in self._checked:
            return
        self._checked.add(key)
        for bits, look in style.looks:
            if bits & mask:
                fault = _fault_of_text(look, is_drawn=is_drawn)
                if fault:
                    runs = self.tree.runs(words)
                    span = Span(runs[0].start, runs[-1].end)
                    self.refuse("unreadable-style", f"the text cannot be seen: {fault}", span)
                    return

    # -- runs become blocks -------------------------------------------------------------------

    def flush(self) -> None:
        """End the run."""
        line = self.line
        masks = {item.mask for item in line.items if isinstance(item, Piece)}
        if len(masks) == 1:  # all of it is seen or not seen together
            mask = masks.pop()
            self.take(fold(line.items, mask, self.tree.text), mask)
        elif masks:
            self.variants(line)
        self.drafts += line.later
        self.line = _Line(line.kind, line.owners, list(self.claims))

    def variants(self, line: _Line) -> None:
        """Take in what is always seen of the run, and what ways to show it add to that."""
        whole = fold(line.items, self.styles.rest, self.tree.text)
        self.take(whole, self.styles.rest)
        pieces = [item for item in line.items if isinstance(item, Piece)]
        cells: dict[tuple[bool, ...], int] = {}
        for number in range(len(self.styles.modes)):
            bit = 1 << number
            shown = tuple(bool(piece.mask & bit) for piece in pieces)
            cells[shown] = cells.get(shown, 0) | bit
        seen = {whole.text}
        for modes in cells.values():
            variant = fold(line.items, modes, self.tree.text)
            if variant.text not in seen:
                seen.add(variant.text)
                self.take(variant, modes & ~self.styles.rest)

    def take(self, run: Line, mask: int) -> None:
        """Make a block of a run that is seen in these modes."""
        if run.text:
            layer = Layer.BODY if self.is_always(mask) else Layer.HOVER
            block = Block(run.text, self.line.kind, layer, run.marks, run.fragments)
            self.drafts.append(_Draft(block, self.line.owners))

    def blocks(self) -> Iterable[Block]:
        """The blocks with the words that a reader takes along."""
        said: dict[Element, list[str]] = {}
        for draft in self.drafts:
            if draft.block.layer is Layer.BODY:
                for owner in draft.owners:
                    said.setdefault(owner, []).append(draft.block.text)
        texts = {owner: " ".join(parts) for owner, parts in said.items()}
        for draft in self.drafts:
            context = tuple(
                texts[head]
                for owner in draft.owners
                for head in self._context(owner)
                if head in texts and head not in draft.owners
            )
            yield replace(draft.block, context=context) if context else draft.block

    def _context(self, owner: Element) -> tuple[Element, ...]:
        """The elements whose words go with what stands in this one."""
        match owner.name:
            case "td" | "th":
                return self.heads.get(owner, ())
            case "figure":
                return tuple(e for e in owner.elements if e.name == "figcaption")[:1]
            case "dd":
                return _terms(owner)
        return ()


def _terms(definition: Element) -> tuple[Element, ...]:
    """The terms to which a definition belongs."""
    siblings = definition.parent.elements if definition.parent else []
    found: list[Element] = []
    for sibling in reversed(siblings[: definition.index]):
        if sibling.name == "dt":
            found.append(sibling)
        elif found:
            break
    return tuple(reversed(found))


def _first_summary(details: Element) -> Element | None:
    return next((child for child in details.elements if child.name == "summary"), None)


def _in_svg_text(element: Element) -> bool:
    node: Element | None = element
    while node is not None and node.namespace == SVG:
        if node.name == "text":
            return True
        node = node.parent
    return False


def _fault_of_text(look: Look, *, is_drawn: bool) -> str:
    """Why text with this look cannot be seen."""
    if look.size < SMALLEST:
        return f"its letters are {look.size:.1f} pixels high"
    if is_drawn and look.stroked:
        return "its outlines are drawn over"
    front = look.fill if is_drawn else look.colour
    front = front._replace(alpha=front.alpha * look.opacity)
    if is_drawn:
        return "it is transparent" if front.alpha < 0.3 else ""  # noqa: PLR2004
    ratio = contrast(front.over(look.ground), look.ground)
    return f"its colour has a contrast of {ratio:.1f} to its ground" if ratio < FAINTEST else ""
