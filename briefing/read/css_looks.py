"""What decides how the text of an element looks, and whether it is seen at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from briefing.read.css_boxes import BOX_TRAITS, PLAIN, Room
from briefing.read.css_declarations import Declaration
from briefing.read.css_values import BLACK, WHITE, Colour, Tokens

IN_LINE = frozenset({"inline", "inline-block"})
FLEXES = frozenset({"flex", "grid"})
COLUMNS = frozenset({"table-column", "table-column-group"})
OUT_OF_FLOW = frozenset({"absolute", "fixed"})
TOGETHER = 2.0  # pixels of room around a box in a line: no more parts a word
OFF_PAGE = -999.0  # pixels to the left or above: nobody scrolls there
USUAL_LINES = 1.2  # from line to line by default, of the height of the letters
_NOTHING = frozenset({"none", "normal"})  # what `content` says of a box that is not there
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
KNOWN = frozenset(trait for traits in TRAITS.values() for trait in traits)
INHERITED = frozenset(
    {"visibility", "white-space", "text-transform", "marker", "color", "color-scheme", "size",
     "quotes", "fill", "fill-opacity", "stroke", "anchor", "line-height",
     "letter-spacing", "word-spacing"}
)  # fmt: skip


class Look(NamedTuple):
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
    around: Colour = WHITE  # the ground of the box in which it stands, and not of its line
    under: Colour = WHITE  # the ground on which the table stands whose child it is
    fill: Colour = BLACK
    fill_opacity: float = 1.0
    fills_current: bool = False  # with the colour of the letters, whatever it is further in
    stroked: bool = False
    size: float = 16.0
    root: float = 16.0  # the same of the root, to which `rem` refers
    is_bare: bool = False  # out of the flow, and without an opaque ground of its own
    raised: str = ""  # "super" or "sub"
    content: Tokens = ()
    resets: Tokens = ()
    increments: Tokens = ()
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
    lines: float = USUAL_LINES  # from line to line, of the height of the letters
    line_height: float | None = None  # the same in pixels, where letters of another size keep it
    letters: float = 0.0  # pixels between them
    words: float = 0.0  # pixels between them, beside the space
    room: Room = PLAIN
    narrow: float | None = None  # the width in pixels that was set for it, if it was
    shifted: bool = False  # moved up or down in its line
    drawn_over: Declaration | None = None  # an outline or a shadow
    variables: Mapping[str, Tokens] = MappingProxyType({})

    def __hash__(self) -> int:
        """A part of what makes it equal to another: tokens and mappings have no hash."""
        return hash((self.display, self.colour, self.ground, self.size, self.room, self.placed,
                     self.width, self.lines, self.drawn_over, self.fill, self.dark))  # fmt: skip

    def drawn(self) -> Colour:
        """The colour of a label or a shape in a drawing."""
        return self.fill._replace(alpha=self.fill.alpha * self.fill_opacity * self.opacity)

    def passed_on(self) -> Look:
        """The look of a child that no declaration is about."""
        lines, room = self.lines, PLAIN
        if self.line_height is not None:
            lines = self.line_height / max(self.size, 1.0)
        if self.room.collapsed or self.room.spacing != PLAIN.spacing:
            room = Room(collapsed=self.room.collapsed, spacing=self.room.spacing)
        return Look(
            visible=self.visible,
            space=self.space,
            case=self.case,
            marker=self.marker,
            colour=self.colour,
            ground=self.ground,
            around=self.around if self.display == "inline" else self.ground,
            under=self.around if self.display == "table" else self.ground,
            fill=self.fill,
            fill_opacity=self.fill_opacity,
            fills_current=self.fills_current,
            stroked=self.stroked,
            size=self.size,
            root=self.root,
            quotes=self.quotes,
            opacity=self.opacity,
            scheme=self.scheme,
            dark=self.dark,
            anchor=self.anchor,
            lines=lines,
            line_height=self.line_height,
            letters=self.letters,
            words=self.words,
            room=room,
            variables=self.variables,
        )


def _generates(look: Look) -> bool:
    """Whether ::before or ::after with this look has a box."""
    return look.display != "none" and any(
        node.type != "ident" or node.lower_value not in _NOTHING for node in look.content
    )


class Style:
    """The looks of an element, each with the modes (bits) in which it holds; together all modes.

    What the reader asks of every element is answered once, by the modes in which it is so: many
    elements share a style.
    """

    __slots__ = (
        "_boxes",
        "_generated",
        "_unseen",
        "after",
        "before",
        "blocks",
        "cells",
        "columns",
        "counts",
        "drawn",
        "edge_left",
        "edge_right",
        "flexed",
        "floats",
        "flown",
        "in_line",
        "items",
        "least",
        "lifted",
        "looks",
        "marker",
        "narrow",
        "present",
        "visible",
        "written",
    )

    def __init__(self, looks: tuple[tuple[int, Look], ...]) -> None:
        self.looks = looks
        self.before: Style | None = None
        self.after: Style | None = None
        self.marker: Style | None = None
        self.present = self.in_line = self.blocks = self.flexed = self.cells = self.items = 0
        self.columns = self.visible = 0
        self.flown = self.lifted = self.drawn = self.narrow = self.floats = 0
        self.edge_left = self.edge_right = 0  # where the box stands apart from what is beside it
        self.counts = False
        self._boxes: int | None = None
        self._generated: tuple[tuple[int, Look], ...] | None = None
        self.least: dict[tuple[int, str, bool], float] = {}  # the room beside it that was asked for
        self._unseen: dict[bool, tuple[tuple[int, str], ...]] = {}
        written: dict[tuple[str, str, str], int] = {}
        for bits, look in looks:
            self._note_display(bits, look)
            self._note_place(bits, look)
            if look.visible:
                self.visible |= bits
                key = (look.space, look.case, look.raised)
                written[key] = written.get(key, 0) | bits
        self.written = tuple((*key, bits) for key, bits in written.items())

    def _note_display(self, bits: int, look: Look) -> None:
        display = look.display
        if display != "none" and not look.off_page:
            self.present |= bits
        if display in IN_LINE:
            self.in_line |= bits
        else:
            self.blocks |= bits
        if display in FLEXES:
            self.flexed |= bits
        elif display == "table-cell":
            self.cells |= bits
        elif display in COLUMNS:
            self.columns |= bits
        elif display == "list-item":
            self.items |= bits
        if display != "inline" or look.room.left > TOGETHER:
            self.edge_left |= bits
        if display != "inline" or look.room.right > TOGETHER:
            self.edge_right |= bits

    def _note_place(self, bits: int, look: Look) -> None:
        if look.position in OUT_OF_FLOW:
            self.flown |= bits
        if look.moved or look.flat is not None:
            self.lifted |= bits
        if look.drawn_over is not None:
            self.drawn |= bits
        if look.narrow is not None:
            self.narrow |= bits
        if look.room.side != "none":
            self.floats |= bits
        if look.resets or look.increments:
            self.counts = True

    def unseen(
        self, fault_of: Callable[[Look], str], *, is_drawn: bool
    ) -> Iterable[tuple[int, str]]:
        """The modes in which text cannot be seen, each with the reason; asked for once."""
        if is_drawn not in self._unseen:
            faults = ((bits, fault_of(look)) for bits, look in self.looks if look.visible)
            self._unseen[is_drawn] = tuple((bits, fault) for bits, fault in faults if fault)
        return self._unseen[is_drawn]

    def boxes(self) -> int:
        """The modes in which there is a box, where ::before or ::after has this style."""
        if self._boxes is None:
            self._boxes = sum(bits for bits, look in self.looks if _generates(look))
        return self._boxes

    def generated(self) -> tuple[tuple[int, Look], ...]:
        """The looks with which text is generated here, where ::before or ::after has this style.

        They are one if all of them generate the same, as none counts anything.
        """
        if self._generated is None:
            drawn = [(b, k) for b, k in self.looks if k.visible and _generates(k)]
            kinds = {
                (id(k.content), k.quotes, k.space, k.case, k.raised, k.position in OUT_OF_FLOW)
                for _, k in drawn
            }
            if len(kinds) == 1 and not self.counts:
                drawn = [(sum(bits for bits, _ in drawn), drawn[0][1])]
            self._generated = tuple(drawn)
        return self._generated
