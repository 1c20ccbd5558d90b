"""What the winning declarations of an element make of the look that is passed on to it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from briefing.read.css_boxes import BOX_TRAITS, Room, room_of
from briefing.read.css_content_forms import MARKERS
from briefing.read.css_declarations import Declaration
from briefing.read.css_looks import BULLET, IN_LINE, OFF_PAGE, OUT_OF_FLOW, USUAL_LINES, Look
from briefing.read.css_values import (
    BLACK,
    CLEAR,
    FONT_SIZES,
    RED,
    WHITE,
    Colour,
    Measure,
    Tokens,
    colour,
    length,
)
from briefing.read.html_defaults import DARK_GROUND, LINK, LINK_DARK, Kind

_NARROW = 320.0
_OF_ROOM = frozenset(trait for traits in BOX_TRAITS.values() for trait in traits)


@dataclass(slots=True)
class Maker:
    """Makes one look out of the winning values; a trait without value takes its usual one."""

    base: Look  # what is passed on to the element
    values: Mapping[str, Tokens]
    winners: Mapping[str, Declaration]
    variables: Mapping[str, Tokens]
    kind: Kind
    rooms: dict[Hashable, Room]  # that were made before

    def look(self) -> Look:
        """What is passed on to the element, changed by what is declared of it."""
        changes: dict[str, Any] = {
            name: make(self) for name, make in _makers(tuple(self.winners), self.kind)
        }
        if self.variables is not self.base.variables:
            changes["variables"] = self.variables
        return self.base._replace(**changes) if changes else self.base

    def word(self, trait: str, usual: str) -> str:
        """The value of a trait that is one word."""
        value = self.values.get(trait)
        if not value:
            return usual
        return str(getattr(value[0], "lower_value", usual))

    def inherited_word(self, trait: str, usual: str, above: str) -> str:
        """The same of a trait that is inherited; `above` is what it is outside."""
        return self.word(trait, usual if trait in self.values else above)

    def colour_of(
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
                return current or self.base.colour
            if trait in {"fill", "stroke"} and node.type == "ident" and node.lower_value == "none":
                return CLEAR
        return initial

    def number(self, trait: str, usual: float) -> float:
        """The value of a trait that is one number."""
        value = self.values.get(trait)
        return float(value[0].value) if value and value[0].type == "number" else usual

    def length(self, trait: str) -> float | None:
        """A length on the narrowest of screens."""
        value = self.values.get(trait)
        if not value:
            return None
        return length(value[0], self.measure(_NARROW))

    def measure(self, whole: float) -> Measure:
        """What relative lengths refer to, on the narrowest of screens."""
        return Measure(em=self.size(), root=self.root(), width=_NARROW, whole=whole)

    def root(self) -> float:
        """How high the letters of the root are."""
        return self.size() if self.kind == "root" else self.base.root

    def is_dark(self) -> bool:
        """Whether the page is dark here: the reader prefers it, and the page allows for it."""
        return self.base.dark and "dark" in self.scheme()

    def scheme(self) -> str:
        """What the page allows for."""
        value = self.values.get("color-scheme")
        if not value:
            return self.base.scheme if value is None else ""
        return " ".join(str(getattr(node, "lower_value", "")) for node in value)

    def colour(self) -> Colour:
        """The colour of the letters."""
        usual = self.base.colour
        if self.kind == "link":
            usual = LINK_DARK if self.is_dark() else LINK
        elif self.kind == "root" and self.is_dark():
            usual = WHITE
        # The colour of text by default is that of the reader's choice, as the ground is.
        return self.colour_of("color", usual, WHITE if self.is_dark() else BLACK)

    def ground(self) -> Colour:
        """What the letters stand upon."""
        display = self.word("display", "inline")
        if self.kind == "root" and self.is_dark():
            below = DARK_GROUND
        elif display == "table-caption":
            below = self.base.under
        else:
            below = self.base.ground if display in IN_LINE else self.base.around
        # The ground of the body is that of the page, which is never hidden.
        is_painted = self.kind in {"root", "body"} or self.is_visible()
        if "ground" not in self.values or not is_painted:
            return below
        return self.colour_of("ground", CLEAR, CLEAR, self.colour()).over(below)

    def is_bare(self) -> bool:
        """Whether it lies above what may be there, which can be seen through it."""
        is_opaque = self.colour_of("ground", CLEAR, CLEAR, self.colour()).alpha == 1
        return self.position() in OUT_OF_FLOW and not is_opaque

    def fill(self) -> Colour:
        """The colour of a label in a drawing."""
        return (
            self.colour() if self.fills_current() else self.colour_of("fill", self.base.fill, BLACK)
        )

    def fills_current(self) -> bool:
        """Whether a label has the colour of the letters: the word is what is inherited."""
        value = self.values.get("fill")
        if value is None:
            return self.base.fills_current
        return any(colour(node) == "currentcolor" for node in value)

    def fill_opacity(self) -> float:
        """How much of the ground a label hides; what is further in has the same."""
        is_declared = "fill-opacity" in self.values
        return self.number("fill-opacity", 1.0 if is_declared else self.base.fill_opacity)

    def is_stroked(self) -> bool:
        """Whether the outlines of letters in a drawing are drawn."""
        usual = RED if self.base.stroked else CLEAR
        return self.colour_of("stroke", usual, CLEAR, self.colour()).alpha > 0

    def opacity(self) -> float:
        """How much of the ground the letters hide."""
        return self.base.opacity * self.number("opacity", 1.0)

    def is_visible(self) -> bool:
        """Whether anything is drawn at all."""
        above = "visible" if self.base.visible else "hidden"
        return (
            self.inherited_word("visibility", "visible", above) == "visible" and self.opacity() > 0
        )

    def position(self) -> str:
        """Whether it stands in the flow."""
        return self.word("position", "static")

    def is_off_page(self) -> bool:
        """Whether it stands where nobody scrolls to."""
        if self.position() not in OUT_OF_FLOW:
            return False
        for trait, other in (("left", "right"), ("top", "bottom")):
            value, beyond = self.values.get(trait) or (), self.values.get(other) or ()
            # A part of another box may be short, and what is held on both sides is stretched.
            is_length = any(node.type == "dimension" for node in value[:1])
            if is_length and all(node.type == "ident" for node in beyond[:1]):
                found = length(value[0], self.measure(0.0))
                if found is not None and found <= OFF_PAGE:
                    return True
        return False

    def is_moved(self) -> bool:
        """Whether it is drawn elsewhere than where its room is."""
        values = (self.values.get(side) for side in ("left", "top", "right", "bottom"))
        return self.position() == "relative" and any(
            value and value[0].type != "ident" and length(value[0]) for value in values
        )

    def space(self) -> str:
        """How white space is folded."""
        return self.inherited_word("white-space", "normal", self.base.space)

    def case(self) -> str:
        """In which letters it is written."""
        return self.inherited_word("text-transform", "none", self.base.case)

    def raised(self) -> str:
        """Whether it is written above or below the line."""
        vertical = self.word("vertical-align", "baseline")
        return vertical if vertical in {"super", "sub"} else ""

    def is_shifted(self) -> bool:
        """Whether it is moved up or down in its line."""
        shifts = {"top", "middle", "bottom", "text-top", "text-bottom"}
        return self.word("vertical-align", "baseline") in shifts

    def set_width(self) -> float | None:
        """The least width that was set in a unit of length."""
        values = [self.values.get(trait) for trait in ("width", "max-width")]
        nodes = [value[0] for value in values if value and value[0].type == "dimension"]
        found = [length(node, self.measure(_NARROW)) for node in nodes]
        return min((pixels for pixels in found if pixels is not None), default=None)

    def lines(self) -> float:
        """From line to line, of the height of the letters."""
        value = self.values.get("line-height")
        if value and value[0].type == "number" and value[0].value:
            return float(value[0].value)
        fixed = self.line_height()
        if fixed is not None:
            return fixed / max(self.size(), 1.0)
        return self.base.lines if value is None else USUAL_LINES

    def line_height(self) -> float | None:
        """From line to line in pixels, where letters of another size keep it."""
        value = self.values.get("line-height")
        if value is None:
            return self.base.line_height
        is_length = bool(value) and value[0].type != "number"
        return length(value[0], self.measure(self.size())) if is_length else None

    def letters(self) -> float:
        """The pixels that letters stand apart beside what they usually do."""
        return self.spacing("letter-spacing", self.base.letters)

    def words(self) -> float:
        """The pixels that words stand apart beside what they usually do."""
        return self.spacing("word-spacing", self.base.words)

    def spacing(self, trait: str, above: float) -> float:
        """The value of a trait that is a length and passed on."""
        value = self.values.get(trait)
        if value is None:
            return above
        return (length(value[0], self.measure(self.size())) or 0.0) if value else 0.0

    def room(self) -> Room:
        """The room around the box."""
        own = [trait for trait in self.values if trait in _OF_ROOM]
        if not own:
            return self.base.room
        measure = self.measure(_NARROW)
        # The values live as long as their declarations, and so do these identities.
        key = (measure, self.base.room, *((trait, id(self.values[trait])) for trait in own))
        if key not in self.rooms:
            values = {trait: self.values[trait] for trait in own}
            names = {trait: self.winners[trait].name for trait in own}
            self.rooms[key] = room_of(values, names, measure, self.base.room)
        return self.rooms[key]

    def size(self) -> float:
        """How high the letters are."""
        value = self.values.get("size")
        above = self.base.size
        if value is None:
            return above
        measure = Measure(em=above, root=self.base.root, width=_NARROW, whole=above)
        for node in value:
            if node.type == "ident" and node.lower_value in FONT_SIZES:
                fixed = FONT_SIZES[node.lower_value]
                return fixed if fixed > 2 else above * fixed  # noqa: PLR2004 - a factor is below 2
            found = length(node, measure)
            if found is not None and not (node.type == "number" and node.value):
                return found
        return 16.0

    def marker(self) -> str:
        """How an item of a list is marked."""
        value = self.values.get("marker")
        if value is None:
            return self.base.marker
        for node in value:
            if node.type == "string":
                return f'"{node.value}'
            if node.type == "ident" and node.lower_value in MARKERS | {BULLET}:
                return str(node.lower_value)
        return "disc"

    def anchor(self) -> str:
        """On which side of its place a label stands."""
        return self.inherited_word("anchor", "start", self.base.anchor)

    def quotes(self) -> tuple[str, ...]:
        """The quotation marks, those that open and those that close in turn."""
        value = self.values.get("quotes")
        if value is None:
            return self.base.quotes
        strings = tuple(node.value for node in value if node.type == "string")
        if strings:
            return strings
        return () if self.word("quotes", "auto") == "none" else Look().quotes

    def flat(self) -> Declaration | None:
        """The declaration that gives the element a fixed height or lines upon one another."""
        height, line = self.values.get("height"), self.values.get("line-height")
        if height and height[0].type != "ident":
            return self.winners["height"]
        if line and line[0].type == "number" and line[0].value == 0:
            return self.winners["line-height"]
        return None


# What is made of a look, by which traits: without a word on one of them it is what is passed on.
_PARTS: tuple[tuple[str, frozenset[str], Callable[[Maker], object]], ...] = tuple(
    (name, frozenset(traits.split()), make)
    for name, traits, make in (
        ("display", "display", lambda maker: maker.word("display", "inline")),
        ("visible", "visibility opacity", Maker.is_visible),
        ("position", "position", Maker.position),
        ("placed", "position", lambda maker: maker.winners["position"]),
        ("off_page", "position", Maker.is_off_page),
        ("moved", "position", Maker.is_moved),
        ("space", "white-space", Maker.space),
        ("case", "text-transform", Maker.case),
        ("marker", "marker", Maker.marker),
        ("colour", "color", Maker.colour),
        ("ground", "ground display", Maker.ground),
        ("root", "", Maker.root),
        ("is_bare", "position", Maker.is_bare),
        ("fill", "fill color", Maker.fill),
        ("fills_current", "fill", Maker.fills_current),
        ("fill_opacity", "fill-opacity", Maker.fill_opacity),
        ("stroked", "stroke", Maker.is_stroked),
        ("size", "size", Maker.size),
        ("raised", "vertical-align", Maker.raised),
        ("shifted", "vertical-align", Maker.is_shifted),
        ("content", "content", lambda maker: maker.values.get("content", ())),
        ("resets", "counter-reset", lambda maker: maker.values.get("counter-reset", ())),
        ("increments", "counter-increment", lambda m: m.values.get("counter-increment", ())),
        ("quotes", "quotes", Maker.quotes),
        ("opacity", "opacity", Maker.opacity),
        ("scheme", "color-scheme", Maker.scheme),
        ("flat", "height line-height", Maker.flat),
        ("anchor", "anchor", Maker.anchor),
        ("width", "width", lambda maker: maker.length("width")),
        ("widest", "max-width", lambda maker: maker.length("max-width")),
        ("height", "height", lambda maker: maker.length("height")),
        ("lines", "line-height size", Maker.lines),
        ("line_height", "line-height", Maker.line_height),
        ("letters", "letter-spacing", Maker.letters),
        ("words", "word-spacing", Maker.words),
        ("room", " ".join(_OF_ROOM), Maker.room),
        ("narrow", "width max-width", Maker.set_width),
    )
)
_OF_KIND: dict[Kind, set[str]] = {"link": {"colour"}, "root": {"colour", "ground", "root"}}


@lru_cache(maxsize=1024)
def _makers(
    traits: tuple[str, ...], kind: Kind
) -> tuple[tuple[str, Callable[[Maker], object]], ...]:
    """What must be made anew of a look if the traits are declared."""
    always = _OF_KIND.get(kind, set())
    return tuple(
        (name, make)
        for name, decided_by, make in _PARTS
        if name in always or not decided_by.isdisjoint(traits)
    )
