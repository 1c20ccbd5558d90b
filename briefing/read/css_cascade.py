"""How each element looks in each way to show the page: shown or not, generated text, colours."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace

import tinycss2

from briefing.diagnostics import Finding
from briefing.read.css_allowed import MARKERS
from briefing.read.css_media import Media, Mode, UnknownMedia, all_modes
from briefing.read.css_selectors import INTERACTIVE, kind_of, parts
from briefing.read.css_sheets import RULE, Declaration, Rule, Sheets
from briefing.read.css_values import (
    BLACK,
    CLEAR,
    RED,
    WHITE,
    Colour,
    Measure,
    Node,
    Tokens,
    UnknownValue,
    bare,
    colour,
    length,
    resolved,
)
from briefing.read.html_defaults import DARK_GROUND, FONT_SIZES, LINK, LINK_DARK, browser_defaults
from briefing.read.html_tree import SVG, Element, Tree
from briefing.text import Place, Span

IN_LINE = frozenset({"inline", "inline-block", "inline-table"})
_FLEXES = frozenset({"flex", "grid", "inline-flex", "inline-grid"})
OFF_PAGE = -999.0  # pixels to the left or above: nobody scrolls there
_NARROW = 320.0
_OWN = frozenset({"link", "any-link", "root"})  # decided by the element alone
BULLET = "bullet"  # not of CSS: the marker of a list by default, which depends on its depth
# Which declarations decide about which trait.
_TRAITS: dict[str, tuple[str, ...]] = {
    "display": ("display",),
    "visibility": ("visibility",),
    "position": ("position",),
    "left": ("left",),
    "inset-inline-start": ("left",),
    "top": ("top",),
    "inset-block-start": ("top",),
    "right": ("right",),
    "inset-inline-end": ("right",),
    "bottom": ("bottom",),
    "inset-block-end": ("bottom",),
    "inset": ("left", "top", "right", "bottom"),
    "inset-inline": ("left", "right"),
    "inset-block": ("top", "bottom"),
    "white-space": ("white-space",),
    "text-transform": ("text-transform",),
    "list-style": ("marker",),
    "list-style-type": ("marker",),
    "color": ("color",),
    "color-scheme": ("color-scheme",),
    "background": ("ground",),
    "background-color": ("ground",),
    "font": ("size",),
    "font-size": ("size",),
    "vertical-align": ("vertical-align",),
    "content": ("content",),
    "counter-reset": ("counter-reset",),
    "counter-increment": ("counter-increment",),
    "quotes": ("quotes",),
    "fill": ("fill",),
    "fill-opacity": ("fill-opacity",),
    "stroke": ("stroke",),
    "opacity": ("opacity",),
    "height": ("height",),
    "line-height": ("line-height",),
}
_INHERITED = frozenset(
    {"visibility", "white-space", "text-transform", "marker", "color", "color-scheme", "size",
     "quotes", "fill", "fill-opacity", "stroke"}
)  # fmt: skip
PRESENTATION = frozenset(
    {"fill", "fill-opacity", "opacity", "stroke", "display", "visibility", "font-size", "color",
     "letter-spacing", "word-spacing", "text-decoration", "direction", "writing-mode"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """What decides how, and whether, the text of an element is seen; lengths in pixels."""

    display: str = "inline"
    visible: bool = True
    position: str = "static"
    off_page: bool = False
    moved: bool = False
    space: str = "normal"
    case: str = "none"
    marker: str = BULLET
    colour: Colour = BLACK
    ground: Colour = WHITE
    fill: Colour = BLACK
    stroked: bool = False
    size: float = 16.0
    raised: str = ""  # "super" or "sub"
    content: Tokens = field(default=(), hash=False)
    resets: Tokens = field(default=(), hash=False)
    increments: Tokens = field(default=(), hash=False)
    quotes: tuple[str, ...] = ("“", "”", "‘", "’")
    opacity: float = 1.0
    scheme: str = "normal"
    dark: bool = False
    flat: Declaration | None = None  # a height or line height that lets text overlap
    placed: Declaration | None = None  # what took it out of the flow
    variables: Mapping[str, Tokens] = field(default_factory=dict, hash=False)


class Style:
    """The looks of an element, each with the modes (bits) in which it holds; together all modes.

    What the reader asks of every element is answered once: many elements share a style.
    """

    __slots__ = ("after", "before", "counts", "flexed", "flown", "in_line", "looks", "present",
                 "risky", "written")  # fmt: skip

    def __init__(
        self,
        looks: tuple[tuple[int, Look], ...],
        before: Style | None = None,
        after: Style | None = None,
    ) -> None:
        self.looks = looks
        self.before = before
        self.after = after
        self.present = self.where(lambda look: look.display != "none" and not look.off_page)
        self.in_line = self.where(lambda look: look.display in IN_LINE)
        self.flown = self.where(lambda look: look.position in {"absolute", "fixed"})
        self.flexed = self.where(lambda look: look.display in _FLEXES)
        self.counts = any(look.resets or look.increments for _, look in looks)
        self.risky = self.flown or any(look.moved or look.flat for _, look in looks)
        written: dict[tuple[str, str, str], int] = {}
        for bits, look in looks:
            if look.visible:
                key = (look.space, look.case, look.raised)
                written[key] = written.get(key, 0) | bits
        self.written = tuple((*key, bits) for key, bits in written.items())

    def where(self, holds: Callable[[Look], object]) -> int:
        """The modes in which the look is so."""
        mask = 0
        for bits, look in self.looks:
            if holds(look):
                mask |= bits
        return mask


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
        for number, rule in enumerate(sheets.rules):
            self._index(number, rule)
        self._kin: dict[Hashable, int] = {}
        self._matched: dict[int, tuple[tuple[int, int], ...]] = {}
        self._styles: dict[Hashable, Style] = {}
        self._inline: dict[str, tuple[Declaration, ...]] = {}
        self._reported: set[Place] = set()
        self._attributes |= {"open", "href"}

    def _mask(self, holds: Callable[[Mode], object]) -> int:
        return sum(1 << number for number, mode in enumerate(self.modes) if holds(mode))

    def _refuse(self, what: str, span: Span) -> None:
        place = self.tree.text.place(*span)
        self.findings.append(Finding(RULE, what, place, help="see docs/reading.md"))

    def _index(self, number: int, rule: Rule) -> None:
        """File a rule under what its right-most part asks for, if it decides on any trait."""
        if rule.pseudo == "marker" or not any(
            d.name in _TRAITS or d.name.startswith("--") for d in rule.declarations
        ):
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
                if name in PRESENTATION:
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
        around: dict[str, Style | None] = {}
        for pseudo in ("before", "after"):
            cascade = self._cascade(rules, pseudo, ())
            usual = browser_defaults(f"{element.name}::{pseudo}", element.namespace, {})
            around[pseudo] = (
                Style(self._looks(own, usual, cascade, None)) if cascade or usual else None
            )
        return Style(looks, around["before"], around["after"])

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
            for trait in _TRAITS.get(declaration.name, (declaration.name,))
            if trait in _KNOWN or trait.startswith("--")
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
        usual = [(trait, d, self.every) for d in defaults for trait in _TRAITS.get(d.name, ())]
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
            try:
                value = bare(resolved(declaration.value, variables.get))
            except UnknownValue as error:
                if declaration.place not in self._reported:
                    self._reported.add(declaration.place)
                    self._refuse(
                        f"the style `{declaration.name}` has no value for some element: {error}",
                        declaration.place.span,
                    )
                continue
            if len(value) == 1 and value[0].type == "ident":
                word = value[0].lower_value
                if word == "inherit" or (word == "unset" and trait in _INHERITED):
                    if trait not in _INHERITED:
                        values[trait] = _inherited(above, trait)
                    continue
                if word in {"initial", "unset"}:
                    values[trait] = ()
                    continue
            values[trait] = value
        return _Maker(above, values, winners, variables, element).look()


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


_KNOWN = frozenset(trait for traits in _TRAITS.values() for trait in traits)


def _inherited(above: Look, trait: str) -> Tokens:
    """What `inherit` gives for a trait that is not inherited by itself."""
    if trait == "display":
        return tuple(tinycss2.parse_component_value_list(above.display))
    return ()


@dataclass(slots=True)
class _Maker:
    """Makes one look out of the winning values; a trait without value takes its usual one."""

    above: Look
    values: dict[str, Tokens]
    winners: dict[str, Declaration]
    variables: Mapping[str, Tokens]
    element: Element | None

    def word(self, trait: str, usual: str) -> str:
        """The value of a trait that is one word."""
        value = self.values.get(trait)
        if not value:
            return usual
        return str(getattr(value[0], "lower_value", usual))

    def look(self) -> Look:
        """The look of the element."""
        above, values = self.above, self.values
        scheme = self.word("color-scheme", above.scheme)
        if "color-scheme" in values:
            scheme = " ".join(str(t.lower_value) for t in values["color-scheme"])
        is_dark = above.dark and "dark" in scheme
        base_colour, base_ground = above.colour, above.ground
        if self.element is not None and self.element.name == "html" and is_dark:
            base_colour, base_ground = WHITE, DARK_GROUND
        if (
            self.element is not None
            and self.element.name == "a"
            and "href" in self.element.attributes
            and self.element.namespace != SVG
        ):
            base_colour = LINK_DARK if is_dark else LINK
        own = self._colour("color", base_colour, BLACK)
        ground = self._colour("ground", CLEAR, CLEAR, own)
        size = self._size()
        position = self.word("position", "static")
        opacity = above.opacity * self._number("opacity", 1.0)
        fill = self._colour("fill", above.fill, BLACK, own)
        alpha = self._number("fill-opacity", 1.0)
        space = self.word("white-space", "normal" if "white-space" in values else above.space)
        case = self.word("text-transform", "none" if "text-transform" in values else above.case)
        vertical = self.word("vertical-align", "baseline")
        visible = self.word("visibility", "visible" if above.visible else "hidden") == "visible"
        return Look(
            display=self.word("display", "inline"),
            visible=visible and opacity > 0,
            position=position,
            off_page=position in {"absolute", "fixed"} and self._is_off_page(size),
            moved=position == "relative" and self._is_moved(),
            space=space,
            case=case,
            marker=self._marker(),
            colour=own,
            ground=ground.over(base_ground),
            fill=fill._replace(alpha=fill.alpha * alpha),
            stroked=self._colour("stroke", RED if above.stroked else CLEAR, CLEAR, own).alpha > 0,
            size=size,
            raised=vertical if vertical in {"super", "sub"} else "",
            content=values.get("content", ()),
            resets=values.get("counter-reset", ()),
            increments=values.get("counter-increment", ()),
            quotes=self._quotes(),
            opacity=opacity,
            scheme=scheme,
            dark=above.dark,
            flat=self._flat(),
            placed=self.winners.get("position"),
            variables=self.variables,
        )

    def _colour(
        self, trait: str, inherited: Colour, initial: Colour, current: Colour | None = None
    ) -> Colour:
        """The colour that stands anywhere in the value."""
        value = self.values.get(trait)
        if value is None:
            return inherited
        for node in value:
            found = colour(node)
            if isinstance(found, Colour):
                return found
            if found == "currentcolor":
                return current or self.above.colour
            if trait in {"fill", "stroke"} and node.type == "ident" and node.lower_value == "none":
                return CLEAR
        return initial

    def _number(self, trait: str, usual: float) -> float:
        value = self.values.get(trait)
        return float(value[0].value) if value and value[0].type == "number" else usual

    def _size(self) -> float:
        value = self.values.get("size")
        above = self.above.size
        if value is None:
            return above
        measure = Measure(em=above, width=_NARROW, whole=above)
        for node in value:
            if node.type == "ident" and node.lower_value in FONT_SIZES:
                fixed = FONT_SIZES[node.lower_value]
                return fixed if fixed > 2 else above * fixed  # noqa: PLR2004 - a factor is below 2
            found = length(node, measure)
            if found is not None and not (node.type == "number" and node.value):
                return found
        return 16.0

    def _is_off_page(self, size: float) -> bool:
        for trait in ("left", "top"):
            value = self.values.get(trait)
            found = length(value[0], Measure(em=size)) if value else None
            if found is not None and found <= OFF_PAGE:
                return True
        return False

    def _is_moved(self) -> bool:
        values = (self.values.get(side) for side in ("left", "top", "right", "bottom"))
        return any(value and value[0].type != "ident" and length(value[0]) for value in values)

    def _marker(self) -> str:
        value = self.values.get("marker")
        if value is None:
            return self.above.marker
        for node in value:
            if node.type == "string":
                return f'"{node.value}'
            if node.type == "ident" and node.lower_value in MARKERS | {BULLET}:
                return str(node.lower_value)
        return "disc"

    def _quotes(self) -> tuple[str, ...]:
        value = self.values.get("quotes")
        if value is None:
            return self.above.quotes
        strings = tuple(node.value for node in value if node.type == "string")
        if strings:
            return strings
        return () if self.word("quotes", "auto") == "none" else Look().quotes

    def _flat(self) -> Declaration | None:
        """The declaration that gives the element a fixed height or lines upon one another."""
        height, line = self.values.get("height"), self.values.get("line-height")
        if height and height[0].type != "ident":
            return self.winners["height"]
        if line and line[0].type == "number" and line[0].value == 0:
            return self.winners["line-height"]
        return None
