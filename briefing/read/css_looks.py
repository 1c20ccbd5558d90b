"""What decides how the text of an element looks, and whether it is seen at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import tinycss2

from briefing.read.css_allowed import MARKERS
from briefing.read.css_boxes import BOX_TRAITS, PLAIN, Room, room_of
from briefing.read.css_sheets import Declaration
from briefing.read.css_values import (
    BLACK,
    CLEAR,
    RED,
    WHITE,
    Colour,
    Measure,
    Tokens,
    colour,
    length,
)
from briefing.read.html_defaults import DARK_GROUND, FONT_SIZES, LINK, LINK_DARK
from briefing.read.html_tree import SVG, Element

IN_LINE = frozenset({"inline", "inline-block"})
FLEXES = frozenset({"flex", "grid"})
OFF_PAGE = -999.0  # pixels to the left or above: nobody scrolls there
_NARROW = 320.0
_LINES = 1.2  # from line to line by default, of the height of the letters
BULLET = "bullet"  # not of CSS: the marker of a list by default, which depends on its depth
# Which declarations decide about which trait.
TRAITS: dict[str, tuple[str, ...]] = {
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
    "text-anchor": ("anchor",),
    "letter-spacing": ("letter-spacing",),
    "word-spacing": ("word-spacing",),
    "width": ("width",),
    "inline-size": ("width",),
    "max-width": ("max-width",),
    "max-inline-size": ("max-width",),
    **BOX_TRAITS,
}
INHERITED = frozenset(
    {"visibility", "white-space", "text-transform", "marker", "color", "color-scheme", "size",
     "quotes", "fill", "fill-opacity", "stroke", "anchor", "line-height",
     "letter-spacing", "word-spacing"}
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
    anchor: str = "start"  # of a label in a drawing
    width: float | None = None  # pixels; None if it is left to the contents or the box around it
    widest: float | None = None
    height: float | None = None
    lines: float = _LINES  # from line to line, of the height of the letters
    line_height: float | None = None  # the same in pixels, where letters of another size keep it
    letters: float = 0.0  # pixels between them
    words: float = 0.0  # pixels between them, beside the space
    room: Room = PLAIN
    narrow: float | None = None  # the width in pixels that was set for it, if it was
    shifted: bool = False  # moved up or down in its line
    drawn_over: Declaration | None = None  # an outline or a shadow
    variables: Mapping[str, Tokens] = field(default_factory=dict, hash=False)


class Style:
    """The looks of an element, each with the modes (bits) in which it holds; together all modes.

    What the reader asks of every element is answered once: many elements share a style.
    """

    __slots__ = (
        "after", "before", "blocks", "cells", "counts", "flexed", "flown", "in_line", "items",
        "looks", "marker", "present", "risky", "written",
    )  # fmt: skip

    def __init__(
        self,
        looks: tuple[tuple[int, Look], ...],
        before: Style | None = None,
        after: Style | None = None,
        marker: Style | None = None,
    ) -> None:
        self.looks = looks
        self.before = before
        self.after = after
        self.marker = marker
        self.present = self.where(lambda look: look.display != "none" and not look.off_page)
        self.in_line = self.where(lambda look: look.display in IN_LINE)
        self.flown = self.where(lambda look: look.position in {"absolute", "fixed"})
        self.flexed = self.where(lambda look: look.display in FLEXES)
        self.cells = self.where(lambda look: look.display == "table-cell")
        self.blocks = self.where(lambda look: look.display not in IN_LINE)
        self.items = self.where(lambda look: look.display == "list-item")
        self.counts = any(look.resets or look.increments for _, look in looks)
        self.risky = self.flown or any(
            look.moved or look.flat or look.drawn_over or look.narrow or look.room.side != "none"
            for _, look in looks
        )
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


_OF_ROOM = frozenset(trait for traits in BOX_TRAITS.values() for trait in traits)
KNOWN = frozenset(trait for traits in TRAITS.values() for trait in traits)


def inherited(above: Look) -> Tokens:
    """What `inherit` gives for `display`."""
    return tuple(tinycss2.parse_component_value_list(above.display))


@dataclass(slots=True)
class Maker:
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
            anchor=self.word("anchor", above.anchor),
            width=self._length("width", size),
            widest=self._length("max-width", size),
            height=self._length("height", size),
            lines=self._lines(size),
            line_height=self._line_height(size),
            letters=self._spacing("letter-spacing", above.letters, size),
            words=self._spacing("word-spacing", above.words, size),
            room=self._room(size),
            narrow=self._set_width(size),
            shifted=vertical in {"top", "middle", "bottom", "text-top", "text-bottom"},
            drawn_over=self._drawn_over(),
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

    def _length(self, trait: str, size: float) -> float | None:
        """A length on the narrowest of screens."""
        value = self.values.get(trait)
        measure = Measure(em=size, width=_NARROW, whole=_NARROW)
        return length(value[0], measure) if value else None

    def _set_width(self, size: float) -> float | None:
        """The least width that was set in a unit of length."""
        values = [self.values.get(trait) for trait in ("width", "max-width")]
        nodes = [value[0] for value in values if value and value[0].type == "dimension"]
        found = [length(node, Measure(em=size, width=_NARROW)) for node in nodes]
        return min((pixels for pixels in found if pixels is not None), default=None)

    def _lines(self, size: float) -> float:
        value = self.values.get("line-height")
        if value and value[0].type == "number" and value[0].value:
            return float(value[0].value)
        fixed = self._line_height(size)
        if fixed is not None:
            return fixed / max(size, 1.0)
        return self.above.lines if value is None else _LINES

    def _line_height(self, size: float) -> float | None:
        value = self.values.get("line-height")
        if value is None:
            return self.above.line_height
        is_length = bool(value) and value[0].type != "number"
        return length(value[0], Measure(em=size, whole=size)) if is_length else None

    def _spacing(self, trait: str, above: float, size: float) -> float:
        value = self.values.get(trait)
        if value is None:
            return above
        return (length(value[0], Measure(em=size)) or 0.0) if value else 0.0

    def _room(self, size: float) -> Room:
        own = self.values.keys() & _OF_ROOM
        above = self.above.room
        if not own and not above.collapsed and above.spacing == PLAIN.spacing:
            return PLAIN
        values = {trait: self.values[trait] for trait in own}
        return room_of(values, {trait: self.winners[trait].name for trait in own}, size, above)

    def _drawn_over(self) -> Declaration | None:
        """What draws around the box without taking room."""
        for trait in ("outline", "shadow"):
            value = self.values.get(trait)
            if value and not any(str(getattr(n, "lower_value", "")) == "none" for n in value):
                return self.winners[trait]
        return None

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
