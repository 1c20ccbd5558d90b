"""The styles of a page: which rules of its sheets match which of its elements."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from briefing.diagnostics import Finding
from briefing.read.css_cascade import Cascade, Matches
from briefing.read.css_declarations import RULE, Declaration
from briefing.read.css_looks import Style
from briefing.read.css_selectors import Test, compiled
from briefing.read.css_sheets import Inline, Origins, Sheets
from briefing.read.html_tree import SVG, Element, Tree
from briefing.text import Place

_MOST_SIBLINGS = 5000
_MOST_MATCHES = 1_000_000  # of a rule with an element
_MOST_KEPT = 2  # cascades
_MOST_WRITTEN = 600_000  # characters of style sheets whose cascade is kept
MOST_REMEMBERED = 50_000  # things in a cascade that is kept
_PRESENTATION = frozenset(
    {"fill", "fill-opacity", "opacity", "stroke", "display", "visibility", "font-size", "color",
     "letter-spacing", "word-spacing", "text-decoration", "font-family", "font-weight",
     "font-style", "text-anchor", "stroke-opacity"}
)  # fmt: skip


class Sheet(NamedTuple):
    """A style sheet as it stands in a page, from `start` on."""

    css: str
    media: str | None
    start: int


# The cascades of the last pages: a draft and its page, or the pages of an edition, have the same.
KEPT: dict[Hashable, Cascade] = {}


class Styles:
    """The styles of the elements of a page."""

    def __init__(self, tree: Tree, sheets: Sequence[Sheet], scheme: str) -> None:
        self.findings: list[Finding] = []
        self.tree = tree
        self._written = tuple((sheet.css, sheet.media) for sheet in sheets)
        self._scheme = scheme
        self._key = (scheme, self._written)
        # While it is in use, it is nobody else's: it remembers in places that nothing guards.
        kept = KEPT.pop(self._key, None)
        self.cascade = Cascade(_read(sheets), scheme) if kept is None else kept
        self.modes = self.cascade.modes
        self.every, self.rest = self.cascade.every, self.cascade.rest
        self.initial = self.cascade.initial
        self._origins = Origins(tree.text)
        for text, sheet in zip(self.cascade.sheets.texts, sheets, strict=True):
            self._origins.add_sheet(text, sheet.start)
        self._inline: dict[Inline, None] = {}
        self._tests: dict[int, tuple[tuple[Test, int], ...]] = {}
        self._among_siblings = self.cascade.among_siblings
        self._of: dict[Element, Style] = {}
        self._matches = 0
        self._kin: dict[Hashable, int] = {}
        self._matched: dict[int, Matches] = {}
        self._beside: dict[int, tuple[int, ...]] = {}  # rules that look among siblings
        whole = tree.text.whole()
        if self.cascade.fault:
            self._refuse(self.cascade.fault, whole)
        widest = max((len(element.elements) for element in tree.elements), default=0)
        if self._among_siblings and widest > _MOST_SIBLINGS:
            self._among_siblings = {}
            self._refuse(f"selectors look among {widest} siblings", whole)

    def taken_away(self, mask: int) -> int:
        """The modes at rest, of those in the mask, whose fellow with everything done is not in it.

        `all_modes` has the screens at rest first, then print, then the screens with all done.
        """
        third = len(self.modes) // 3
        return mask & ((1 << third) - 1) & ~(mask >> (2 * third))

    def style(self, element: Element, parent: Style) -> Style:
        """The style of an element whose parent's style is known."""
        style = self._of.get(element)
        if style is None:
            rules, inline = self._rules(element), self._own(element)
            style = self._of[element] = self.cascade.style(element, parent, rules, inline)
        return style

    def check(self) -> tuple[list[Finding], set[str]]:
        """What is wrong with the styles, and the families of fonts that have to be believed."""
        sheets, faults = self.cascade.sheets, self.cascade.looks.faults
        checked = self.cascade.check([d for one in self._inline for d in one.declarations])
        found = [
            *sheets.findings,
            *(finding for one in self._inline for finding in one.findings),
            *checked.findings,
            *self.findings,
            *(_finding(what, place) for place, what in faults.items()),
        ]
        return [self.located(finding) for finding in found], sheets.believed | checked.believed

    def located(self, finding: Finding) -> Finding:
        """The finding with its place in the page, where a declaration is to blame."""
        return self._origins.located(finding)

    def keep(self) -> None:
        """Let other pages have what was made of the style sheets, if it is little and sound."""
        written = sum(len(part or "") for part in (self._scheme, *chain(*self._written)))
        is_small = written <= _MOST_WRITTEN and self.cascade.remembered <= MOST_REMEMBERED
        # A fault is told where it is found for the first time, which is on this page.
        if is_small and not self.cascade.looks.faults:
            KEPT[self._key] = self.cascade
            while len(KEPT) > _MOST_KEPT:
                KEPT.pop(next(iter(KEPT)), None)

    def _refuse(self, what: str, place: Place) -> None:
        self.findings.append(_finding(what, place))

    def _rules(self, element: Element) -> Matches:
        """The numbers of the rules that match the element, each with its modes."""
        parent = element.parent
        attributes = element.attributes
        kin_key = (
            parent.kin if parent else -1,
            element.name,
            attributes.get("class"),
            tuple(map(attributes.get, self.cascade.attributes)) if attributes else None,
        )
        kin = self._kin.setdefault(kin_key, len(self._kin))
        element.kin = kin
        alone = self._matched.get(kin)
        if alone is None:
            alone = self._match(self._candidates(self.cascade.alone, element), element)
            self._matched[kin] = alone
            self._beside[kin] = tuple(self._candidates(self._among_siblings, element))
        beside = self._beside[kin]
        return alone + self._match(beside, element) if beside else alone

    @staticmethod
    def _candidates(index: Mapping[str, list[int]], element: Element) -> Iterator[int]:
        """The numbers of the rules that may match the element."""
        yield from index.get("*", ())
        yield from index.get(element.name.lower(), ())
        for name in dict.fromkeys(element.classes):
            yield from index.get(f".{name}", ())

    def _match(self, candidates: Iterable[int], element: Element) -> Matches:
        found: list[tuple[int, int]] = []
        for number in candidates:
            self._matches += 1
            if self._matches > _MOST_MATCHES:
                if self._matches == _MOST_MATCHES + 1:
                    what = "the style sheets have too many rules for so many elements"
                    self._refuse(what, self.tree.text.whole())
                break
            mask = 0
            for test, modes in self._tests.get(number) or self._compiled(number):
                if test(element):
                    mask |= modes
            if mask:
                found.append((number, mask))
        return tuple(found)

    def _compiled(self, number: int) -> tuple[tuple[Test, int], ...]:
        """The tests of a rule, each with the modes in which the rule holds by it."""
        rule = self.cascade.sheets.rules[number]
        held = self.cascade.media_mask(rule.media)
        at_rest = held & self.rest if rule.interactive else held
        tests = [(compiled(rule.selector, active=False), at_rest)]
        if rule.interactive:
            tests.append((compiled(rule.selector, active=True), held & ~self.rest))
        self._tests[number] = tuple(tests)
        return self._tests[number]

    def _own(self, element: Element) -> tuple[Declaration, ...]:
        """The declarations of the style attribute, behind those of presentation attributes."""
        found: tuple[Declaration, ...] = ()
        if element.namespace == SVG:
            for name in element.attributes:
                if name in _PRESENTATION:
                    value = element.attributes[name].strip()
                    bare_size = name == "font-size" and value.replace(".", "").isdigit()
                    css = f"{name}:{value}px" if bare_size else f"{name}:{value}"
                    found += self._declared(element, name, css)
        if "style" in element.attributes:
            found += self._declared(element, "style", element.attributes["style"])
        return found

    def _declared(self, element: Element, name: str, css: str) -> tuple[Declaration, ...]:
        attribute = self.cascade.inline(css, weak=name != "style")
        if attribute not in self._inline:
            self._inline[attribute] = None
            self._origins.add_attribute(attribute.text, self.tree.attribute_span(element, name))
        return attribute.declarations


def _read(sheets: Iterable[Sheet]) -> Sheets:
    found = Sheets()
    for css, media, _ in sheets:
        found.read(css, media)
    return found


def _finding(what: str, place: Place) -> Finding:
    return Finding(RULE, what, place, help="see docs/reading.md")
