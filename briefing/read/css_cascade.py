"""The cascade: which declarations win for an element, in each way to show the page."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from briefing.read.css_declarations import (
    Checked,
    Declaration,
    check_declarations,
    variables_of,
)
from briefing.read.css_looks import KNOWN, TRAITS, Look, Style
from briefing.read.css_media import Media, Mode, UnknownMedia, all_modes
from briefing.read.css_pool import Looks
from briefing.read.css_selectors import INTERACTIVE, kind_of, parts
from briefing.read.css_sheets import Inline, Rule, Sheets, read_inline
from briefing.read.css_values import Node
from briefing.read.css_winners import Winners
from briefing.read.html_defaults import Kind, browser_defaults, usual_colours
from briefing.read.html_tree import SVG, Element

Matches = tuple[tuple[int, int], ...]  # the numbers of rules, each with its modes
_OWN = frozenset({"link", "any-link", "root"})  # decided by the element alone


class Cascade:
    """What style sheets make of elements, on whatever page: nothing here knows of one."""

    def __init__(self, sheets: Sheets, scheme: str) -> None:
        self.sheets = sheets
        self.fault = ""
        try:
            self.modes = all_modes(media for rule in sheets.rules for media in rule.media)
        except UnknownMedia as error:
            self.modes = all_modes(())
            self.fault = f"the style sheets tell apart {error}"
        self.every = (1 << len(self.modes)) - 1
        self.rest = self._mask(lambda mode: not mode.active)
        self.looks = Looks()
        dark = self._mask(lambda mode: mode.dark)
        light_look, dark_look = (self.looks.first(scheme, dark=dark) for dark in (False, True))
        self.initial = Style(((self.every & ~dark, light_look), (dark, dark_look)))
        self.alone: dict[str, list[int]] = {}
        self.among_siblings: dict[str, list[int]] = {}
        self.attributes = {"open", "href", "xlink:href"}
        self._media: dict[tuple[Media, ...], int] = {}
        for number, rule in enumerate(sheets.rules):
            self._index(number, rule)
        self._styles: dict[Hashable, Style] = {}
        self._inline: dict[tuple[str, bool], Inline] = {}
        self._checked: Checked | None = None

    @property
    def remembered(self) -> int:
        """How many things are remembered."""
        modes = sum(len(style.looks) for style in self._styles.values())
        return modes + len(self._inline) + self.looks.remembered

    def _mask(self, holds: Callable[[Mode], object]) -> int:
        return sum(1 << number for number, mode in enumerate(self.modes) if holds(mode))

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
                    self.attributes |= {part.name, part.lower_name}
                case "IDSelector":
                    self.attributes.add("id")
        index = self.among_siblings if among_siblings else self.alone
        index.setdefault(_key(rule.selector), []).append(number)

    def media_mask(self, media: tuple[Media, ...]) -> int:
        """The modes in which rules within these @media rules hold."""
        if media not in self._media:
            self._media[media] = self._mask(
                lambda mode: all(any(query.holds(mode) for query in part) for part in media)
            )
        return self._media[media]

    def inline(self, css: str, *, weak: bool) -> Inline:
        """What an attribute declares."""
        key = (css, weak)
        if key not in self._inline:
            self._inline[key] = read_inline(css, weak=weak)
        return self._inline[key]

    def check(self, inline: Sequence[Declaration]) -> Checked:
        """Hold the declarations of the sheets, and of a page's attributes, against what is allowed.

        What is found in the sheets holds for other pages too, if no attribute has a variable.
        """
        declared, families = self.sheets.declarations, self.sheets.families
        if any(declaration.name.startswith("--") for declaration in inline):
            both = [*declared, *inline]
            return check_declarations(both, variables_of(both), families)
        variables = variables_of(declared)
        if self._checked is None:
            self._checked = check_declarations(declared, variables, families)
        own = check_declarations(inline, variables, families)
        findings = (*self._checked.findings, *own.findings)
        return Checked(findings, self._checked.believed | own.believed)

    def style(
        self, element: Element, parent: Style, rules: Matches, inline: tuple[Declaration, ...]
    ) -> Style:
        """The style of an element whose parent's style is known, and the rules that match it."""
        key = (id(parent), element.name, element.namespace == SVG, rules, inline,
               element.name == "a" and "href" in element.attributes,
               "hidden" in element.attributes)  # fmt: skip
        style = self._styles.get(key)
        if style is None:
            style = self._computed(element, parent, rules, inline)
            self._styles[key] = style
        return style

    def _computed(
        self,
        element: Element,
        parent: Style,
        rules: Matches,
        inline: tuple[Declaration, ...],
    ) -> Style:
        defaults = browser_defaults(element.name, element.namespace, element.attributes)
        looks = self._looks(parent, defaults, self._cascade(rules, None, inline), element)
        style = Style(looks)
        styled = {self.sheets.rules[number].pseudo for number, _ in rules}
        for pseudo in ("before", "after", "marker"):
            usual = browser_defaults(f"{element.name}::{pseudo}", element.namespace, {})
            if usual or pseudo in styled:
                cascade = self._cascade(rules, pseudo, ())
                setattr(style, pseudo, Style(self._looks(style, usual, cascade, None)))
        return style

    def _cascade(
        self,
        rules: Matches,
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
        groups = [(bits, look, 0) for bits, look in parent.looks]
        masks = {mask for _, _, mask in cascade if mask != self.every}
        for at, mask in enumerate(masks):
            groups = [
                (part, look, now)
                for bits, look, held in groups
                for part, now in ((bits & mask, held | 1 << at), (bits & ~mask, held))
                if part
            ]
        usual = [(trait, d, self.every) for d in defaults for trait in TRAITS.get(d.name, ())]
        declared = [*usual, *cascade]
        kind: Kind = "other" if element is None else usual_colours(element)
        winners: dict[int, Winners] = {}  # by the masks that hold
        found: dict[int, Look] = {}  # by identity, as they are interned
        merged: dict[int, int] = {}
        for bits, above, held in groups:
            if held not in winners:
                winners[held] = Winners({t: d for t, d, mask in declared if mask & bits})
            look = self.looks.look(above, winners[held], kind)
            found[id(look)] = look
            merged[id(look)] = merged.get(id(look), 0) | bits
        return tuple((bits, found[number]) for number, bits in merged.items())


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
