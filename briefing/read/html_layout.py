"""Whether boxes stand apart where their words are read apart, and together where not.

Two numbers without a gap look like one, and one with a gap like two.
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.read.css_looks import FLEXES, Look, Style
from briefing.read.css_styles import Styles
from briefing.read.html_tree import SPACE, Element, Words

_APART = 3.0  # pixels: no less parts two words
_OVER = 4.0  # pixels that a box in a line may reach above and below it
_TIGHT = 1.15  # of the height of the letters: in such lines a ground covers those above it
_LETTER = 0.6  # of its height: how wide a letter is, roughly
_BROAD = 400.0  # pixels: wide enough for every word
_POINTS = ".,'’"


def parts_word(text: str, at: int) -> bool:
    """Whether a gap before this character would part a word or a number."""
    if not 0 < at < len(text):
        return False
    left, right = text[at - 1], text[at]
    return (
        (left.isalnum() and right.isalnum())
        or (left.isdigit() and right in _POINTS and text[at + 1 : at + 2].isdigit())
        or (left in _POINTS and right.isdigit() and text[at - 2 : at - 1].isdigit())
    )


def fault_in_line(style: Style, above: Style, shown: int) -> str:
    """What is wrong with a box in a line that can lie upon other lines, or leave its own.

    Empty if nothing is; of a picture it is not to be asked.
    """
    for bits, look in style.looks:
        if not bits & shown or look.display != "inline":
            continue
        if max(look.room.above, look.room.below) > _OVER:
            return "reaches into the lines around it"
        if look.lines < _TIGHT and any(
            other.ground != look.ground for mask, other in above.looks if mask & bits
        ):
            return "has a ground that covers the line above it"
        if look.shifted:
            return "is moved up or down in its line"
    return ""


def check_row(
    element: Element, style: Style, shown: int, styles: Styles
) -> Iterator[tuple[Element, str]]:
    """What is wrong with boxes side by side that nothing parts."""
    known = [*_in_row(element, style, styles)]
    for bits, look in style.looks:
        gap = _gap_of(look)
        if not bits & shown or gap is None:
            continue
        # Which boxes are neighbours depends on which are there: each may go in other modes.
        last: list[tuple[int, Style | None]] = []
        for where, after in known:
            here = bits & shown & (-1 if after is None else after.present & ~after.flown)
            for mask, before in last:
                both = mask & here
                if both and (
                    gap + _least(before, both, "right", look) + _least(after, both, "left", look)
                    < _APART
                ):
                    yield where, "has no gap to the box before it"
                    return
            gone = ((mask & ~here, before) for mask, before in last)
            last = [(here, after), *((mask, before) for mask, before in gone if mask)]


def check_float(
    element: Element, style: Style, above: Style, shown: int, styles: Styles
) -> Iterator[tuple[Element, str]]:
    """What is wrong with a box that floats into the words beside it."""
    parent = element.parent
    beside = parent.elements[element.index + 1 : element.index + 2] if parent else []
    for bits, look in style.looks:
        side = look.room.side
        if not bits & shown or side == "none":
            continue
        runs = parent is not None and any(
            isinstance(child, Words) and child.text.strip(SPACE) for child in parent.children
        )
        room = look.room.left if side in {"right", "inline-end"} else look.room.right
        rooms = [_least(styles.style(other, above), bits, "left", look) for other in beside]
        is_clear = side in {"left", "inline-start"} and all(
            room_beside >= (look.width or 9999.0) + _APART for room_beside in rooms
        )
        if runs or not style.blocks & bits or not (room >= _APART or is_clear):
            yield element, "floats into the words beside it"
            return


def check_width(element: Element, style: Style, shown: int) -> Iterator[tuple[Element, str]]:
    """What is wrong with a box that is narrower than its words."""
    longest: dict[bool, int] = {}
    for bits, look in style.looks:
        if not bits & shown or look.narrow is None or look.narrow > _BROAD:
            continue
        is_whole = look.space in {"nowrap", "pre"}
        if is_whole not in longest:
            longest[is_whole] = _longest(element, is_whole=is_whole)
        if longest[is_whole] * look.size * _LETTER > look.narrow:
            yield element, "is narrower than its words"
            return


def _longest(element: Element, *, is_whole: bool) -> int:
    """The length of the longest word, or of the longest text where lines are not broken."""
    texts = [node.text for node in element.nodes() if isinstance(node, Words)]
    words = texts if is_whole else " ".join(texts).split()
    return max((len(" ".join(word.split())) for word in words), default=0)


def _gap_of(look: Look) -> float | None:
    """The gap between the boxes side by side in this one; None if they stand one under another."""
    if look.display in FLEXES:
        across = look.room.in_row if look.display == "flex" else look.room.in_columns
        return look.room.gap if across else None
    if look.display == "table-row":
        return 0.0 if look.room.collapsed else look.room.spacing
    return None


def _in_row(
    element: Element, style: Style, styles: Styles
) -> Iterator[tuple[Element, Style | None]]:
    """The boxes with words in a row, each with its style; text has none."""
    if _writes(style.before):
        yield element, style.before
    for child in element.children:
        if isinstance(child, Words):
            if child.text.strip(SPACE):
                yield element, None
        else:
            own = styles.style(child, style)
            if child.words().strip(SPACE) or _writes(own.before) or _writes(own.after):
                yield child, own
    if _writes(style.after):
        yield element, style.after


def _writes(style: Style | None) -> bool:
    """Whether a ::before or ::after generates anything."""
    return style is not None and bool(style.boxes())


def _least(style: Style | None, bits: int, side: str, row: Look) -> float:
    """The least room that a box leaves on a side; no bound where it does not stand in the row."""
    if style is None:
        return 0.0
    is_row = row.display == "table-row"
    key = (bits, side, is_row)
    if key not in style.least:
        rooms = (
            float(getattr(look.room, side))
            for mask, look in style.looks
            if mask & bits and (look.display == "table-cell" if is_row else look.display != "none")
        )
        style.least[key] = min(rooms, default=_APART)
    return style.least[key]
