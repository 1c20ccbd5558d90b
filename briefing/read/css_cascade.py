"""The cascade: which declarations win for an element, in each way to show the page."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import replace

from briefing.diagnostics import Finding
from briefing.read.css_looks import INHERITED, KNOWN, TRAITS, Look, Maker, Style, inherited
from briefing.read.css_media import Media, Mode, UnknownMedia, all_modes
from briefing.read.css_selectors import INTERACTIVE, kind_of, parts
from briefing.read.css_sheets import RULE, Declaration, Rule, Sheets
from briefing.read.css_values import Node, Tokens, UnknownValue, bare, resolved
from briefing.read.html_defaults import browser_defaults
from briefing.read.html_tree import SVG, Element, Tree
from briefing.text import Place, Span

_MOST_SIBLINGS = 5000
_MOST_MATCHES = 1_000_000  # of a rule with an element
_OWN = frozenset({"link", "any-link", "root"})  # decided by the element alone
_PRESENTATION = frozenset(
    {"fill", "fill-opacity", "opacity", "stroke", "display", "visibility", "font-size", "color",
     "letter-spacing", "word-spacing", "text-decoration", "font-family", "font-weight",
     "font-style", "text-anchor", "stroke-opacity"}
)  # fmt: skip


class Styles:
    """The cascade over a page."""

    def __init__(self, tree: Tree, sheets: Sheets, scheme: str) -> None:
        self.findings: list[Finding] = []
        self.tree = tree
        self.sheets = sheets
        try:
            self.modes = all_modes(media for rule in sheets.rules for media in rule.media)
        except UnknownMedia as error:
            self.modes = all_modes(())
            self._refuse(f"the style sheets tell apart {error}", tree.text.whole().span)
        self.every = (1 << len(self.modes)) - 1
        self.rest = self._mask(lambda mode: not mode.active)
        dark = self._mask(lambda mode: mode.dark)
        plain = Look(scheme=scheme)
        self.initial = Style(((self.every & ~dark, plain), (dark, replace(plain, dark=True))))
        self._media: dict[tuple[Media, ...], int] = {}
        self._alone: dict[str, list[tuple[int, Rule]]] = {}
        self._among_siblings: dict[str, list[tuple[int, Rule]]] = {}
        self._attributes: set[str] = set()
        self._matches = 0
        for number, rule in enumerate(sheets.rules):
            self._index(number, rule)
        widest = max((len(element.elements) for element in tree.elements), default=0)
        if self._among_siblings and widest > _MOST_SIBLINGS:
            self._among_siblings = {}
            self._refuse(f"selectors look among {widest} siblings", tree.text.whole().span)
        self._kin: dict[Hashable, int] = {}
        self._matched: dict[int, tuple[tuple[int, int], ...]] = {}
        self._styles: dict[Hashable, Style] = {}
        self._inline: dict[str, tuple[Declaration, ...]] = {}
        self._reported: set[Place] = set()
        self._attributes |= {"open", "href"}

    def _mask(self, holds: Callable[[Mode], object]) -> int:
        return sum(1 << number for number, mode in enumerate(self.modes) if holds(mode))

    def taken_away(self, mask: int) -> int:
        """The modes at rest, of those in the mask, whose fellow with everything done is not in it.

        `all_modes` has the screens at rest first, then print, then the screens with all done.
        """
        third = len(self.modes) // 3
        return mask & ((1 << third) - 1) & ~(mask >> (2 * third))

    def _refuse(self, what: str, span: Span) -> None:
        place = self.tree.text.place(*span)
        self.findings.append(Finding(RULE, what, place, help="see docs/reading.md"))

    def _index(self, number: int, rule: Rule) -> None:
        """File a rule under what its right-most part asks for, if it decides on any trait."""
        if not any(d.name in TRAITS or d.name.startswith("--") for d in rule.declarations):
            return
        among_siblings = False
        for part in parts(rule.selector):
            match kind_of(part):
                case "CombinedSelector":
                    among_siblings |= part.combinator in {"+", "~"}
                case "FunctionalPseudoClassSelector":
                    among_siblings = True
                case "PseudoClassSelector":
                    among_siblings |= part.name not in INTERACTIVE | _OWN
                case "AttributeSelector":
                    self._attributes |= {part.name, part.lower_name}
                case "IDSelector":
                    self._attributes.add("id")
        index = self._among_siblings if among_siblings else self._alone
        index.setdefault(_key(rule.selector), []).append((number, rule))

    def media_mask(self, media: tuple[Media, ...]) -> int:
        """The modes in which rules within these @media rules hold."""
        if media not in self._media:
            self._media[media] = self._mask(
                lambda mode: all(any(query.holds(mode) for query in part) for part in media)
            )
        return self._media[media]

    def _rules(self, element: Element) -> tuple[tuple[int, int], ...]:
        """The numbers of the rules that match the element, each with its modes."""
        parent = element.parent
        attributes = element.attributes
        kin_key = (
            parent.kin if parent else -1,
            element.name,
            attributes.get("class"),
            tuple(attributes.get(name) for name in self._attributes) if attributes else None,
        )
        kin = self._kin.setdefault(kin_key, len(self._kin))
        element.kin = kin
        alone = self._matched.get(kin)
        if alone is None:
            alone = self._match(self._candidates(self._alone, element), element)
            self._matched[kin] = alone
        if not self._among_siblings:
            return alone
        found = self._match(self._candidates(self._among_siblings, element), element)
        return alone + found if found else alone

    @staticmethod
    def _candidates(
        index: dict[str, list[tuple[int, Rule]]], element: Element
    ) -> Iterable[tuple[int, Rule]]:
        yield from index.get("*", ())
        yield from index.get(element.name.lower(), ())
        for name in dict.fromkeys(element.classes):
            yield from index.get(f".{name}", ())

    def _match(
        self, candidates: Iterable[tuple[int, Rule]], element: Element
    ) -> tuple[tuple[int, int], ...]:
        found: list[tuple[int, int]] = []
        for number, rule in candidates:
            self._matches += 1
            if self._matches > _MOST_MATCHES:
                if self._matches == _MOST_MATCHES + 1:
                    self._refuse("the style sheets have too many rules for so many elements",
                                 self.tree.text.whole().span)  # fmt: skip
                break
            mask = 0
            if rule.at_rest(element):
                mask = self.rest if rule.interactive else self.every
            if rule.interactive and rule.when_active(element):
                mask |= self.every & ~self.rest
            mask &= self.media_mask(rule.media)
            if mask:
                found.append((number, mask))
        return tuple(found)

    def style(self, element: Element, parent: Style) -> Style:
        """The style of an element whose parent's style is known."""
        rules = self._rules(element)
        inline = self._own(element)
        key = (id(parent), element.name, element.namespace == SVG, rules, inline,
               element.name == "a" and "href" in element.attributes,
               "hidden" in element.attributes)  # fmt: skip
        style = self._styles.get(key)
        if style is None:
            style = self._computed(element, parent, rules, inline)
            self._styles[key] = style
        return style

    def _own(self, element: Element) -> tuple[Declaration, ...]:
        """The declarations of the style attribute, behind those of presentation attributes."""
        found: tuple[Declaration, ...] = ()
        if element.namespace == SVG:
            for name in element.attributes:
                if name in _PRESENTATION:
                    value = element.attributes[name].strip()
                    bare_size = name == "font-size" and value.replace(".", "").isdigit()
                    css = f"{name}:{value}px" if bare_size else f"{name}:{value}"
                    found += self._inline_of(element, name, css)
        if "style" in element.attributes:
            found += self._inline_of(element, "style", element.attributes["style"])
        return found

    def _inline_of(self, element: Element, name: str, css: str) -> tuple[Declaration, ...]:
        key = f"{name}={css}"
        if key not in self._inline:
            place = self.tree.text.place(*self.tree.attribute_span(element, name))
            self._inline[key] = self.sheets.read_inline(css, place, weak=name != "style")
        return self._inline[key]

    def _computed(
        self,
        element: Element,
        parent: Style,
        rules: tuple[tuple[int, int], ...],
        inline: tuple[Declaration, ...],
    ) -> Style:
        defaults = browser_defaults(element.name, element.namespace, element.attributes)
        looks = self._looks(parent, defaults, self._cascade(rules, None, inline), element)
        own = Style(looks)
        around: dict[str, Style | None] = dict.fromkeys(("before", "after", "marker"))
        styled = {self.sheets.rules[number].pseudo for number, _ in rules}
        for pseudo in around:
            usual = browser_defaults(f"{element.name}::{pseudo}", element.namespace, {})
            if usual or pseudo in styled:
                cascade = self._cascade(rules, pseudo, ())
                around[pseudo] = Style(self._looks(own, usual, cascade, None))
        return Style(looks, around["before"], around["after"], around["marker"])

    def _cascade(
        self,
        rules: tuple[tuple[int, int], ...],
        pseudo: str | None,
        inline: tuple[Declaration, ...],
    ) -> list[tuple[str, Declaration, int]]:
        """The declarations of an element, the weakest first."""
        weighed = []
        for number, mask in rules:
            rule = self.sheets.rules[number]
            if rule.pseudo == pseudo:
                for order, declaration in enumerate(rule.declarations):
                    weight = (declaration.important, 0, rule.specificity, number, order)
                    weighed.append((weight, declaration, mask))
        for order, declaration in enumerate(inline):
            rank = -1 if declaration.weak else 1
            weight = (declaration.important, rank, (0, 0, 0), 0, order)
            weighed.append((weight, declaration, self.every))
        weighed.sort(key=lambda one: one[0])
        return [
            (trait, declaration, mask)
            for _, declaration, mask in weighed
            for trait in TRAITS.get(declaration.name, (declaration.name,))
            if trait in KNOWN or trait.startswith("--")
        ]

    def _looks(
        self,
        parent: Style,
        defaults: tuple[Declaration, ...],
        cascade: list[tuple[str, Declaration, int]],
        element: Element | None,
    ) -> tuple[tuple[int, Look], ...]:
        groups = list(parent.looks)
        for mask in {mask for _, _, mask in cascade if mask != self.every}:
            groups = [
                (part, look)
                for bits, look in groups
                for part in (bits & mask, bits & ~mask)
                if part
            ]
        usual = [(trait, d, self.every) for d in defaults for trait in TRAITS.get(d.name, ())]
        merged: dict[Look, int] = {}
        for bits, above in groups:
            winners = {trait: d for trait, d, mask in (*usual, *cascade) if mask & bits}
            look = self._look(above, winners, element)
            merged[look] = merged.get(look, 0) | bits
        return tuple((bits, look) for look, bits in merged.items())

    def _look(self, above: Look, winners: dict[str, Declaration], element: Element | None) -> Look:
        variables = above.variables
        own = {name: d.value for name, d in winners.items() if name.startswith("--")}
        if own:
            variables = {**variables, **own}
        values: dict[str, Tokens] = {}
        for trait, declaration in winners.items():
            if trait.startswith("--"):
                continue
            value = self._value(declaration, variables)
            if value is None:
                continue
            if len(value) == 1 and value[0].type == "ident":
                word = value[0].lower_value
                if word == "inherit" or (word == "unset" and trait in INHERITED):
                    if trait == "display":
                        values[trait] = inherited(above)
                    elif trait not in INHERITED:
                        self._report(declaration, "takes what it cannot inherit")
                    continue
                if word in {"initial", "unset"}:
                    values[trait] = ()
                    continue
            values[trait] = value
        return Maker(above, values, winners, variables, element).look()

    def _value(self, declaration: Declaration, variables: Mapping[str, Tokens]) -> Tokens | None:
        """The value of a declaration; None where a variable in it has none."""
        if declaration.plain is not None:
            return declaration.plain
        try:
            return bare(resolved(declaration.value, variables.get))
        except UnknownValue as error:
            self._report(declaration, f"has no value for some element: {error}")
            return None

    def _report(self, declaration: Declaration, what: str) -> None:
        """Note, once, what is wrong with a declaration where it is used."""
        if declaration.place not in self._reported:
            self._reported.add(declaration.place)
            self._refuse(f"the style `{declaration.name}` {what}", declaration.place.span)


def _key(selector: Node) -> str:
    """The class, else the name, that an element must have to match a selector; `*` for any."""
    key = "*"
    last = selector.right if kind_of(selector) == "CombinedSelector" else selector
    for part in last.simple_selectors:
        if kind_of(part) == "ClassSelector":
            return f".{part.class_name}"
        if kind_of(part) == "LocalNameSelector":
            key = part.lower_local_name
    return key
