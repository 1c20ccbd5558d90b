"""Whether the labels of a drawing can be seen: within its frame, upright, apart, on their ground.

Every label is taken for the boxes of its rows, and every shape for the box around it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import cos, radians
from typing import NamedTuple

from briefing.read.css_looks import Look, Style
from briefing.read.css_values import CLEAR, FAINTEST, Colour, contrast
from briefing.read.html_tree import Element, Words
from briefing.read.svg_geometry import (
    Box,
    Matrix,
    box_of,
    fills_box,
    first_number,
    matrix_of,
    numbers_in,
)

# How wide letters are, of their height; roughly those of Inter.
_WIDE, _NARROW, _USUAL = 0.85, 0.3, 0.58
_WIDTHS = {**dict.fromkeys("mwMW%@—", _WIDE), **dict.fromkeys("iljtfrI.,:;'’|!()[] ", _NARROW)}
_ABOVE, _BELOW = 0.7, 0.05  # how far digits reach from their line, of their height
_SLACK = 0.04  # of the frame: how far an estimate may be wrong
_MOST_PARTS = 2000  # labels and shapes of one drawing
_MOST_GROUNDS = 64  # colours that may be under one label
_UPRIGHT = 90.5  # degrees
SHAPES = frozenset({"rect", "circle", "ellipse", "path", "polygon", "polyline", "line", "use"})


class Row(NamedTuple):
    """Words of a label that stand on one line."""

    words: str
    x: float
    y: float


@dataclass(slots=True)
class _Shape:
    box: Box
    style: Style | None  # None if it has outlines only
    is_straight: bool  # it fills the whole of its box
    shown: int  # the modes in which it is there


@dataclass(slots=True)
class Drawing:
    """The drawing that is being read; a matrix is None where something is scaled or skewed."""

    frame: Box | None
    scale: float = 1.0
    matrices: list[Matrix | None] = field(default_factory=lambda: [Matrix()])
    labels: list[tuple[Box, Element]] = field(default_factory=list)
    shapes: list[_Shape] = field(default_factory=list)
    rows: list[Box] = field(default_factory=list)  # of the last label
    looks: list[Look] = field(default_factory=list)

    def enter(self, element: Element) -> str | None:
        """Go into an element; what is wrong with its transformation if labels stand in it."""
        above = self.matrices[-1]
        matrix, fault = matrix_of(element.get("transform") or "")
        self.matrices.append(matrix.then(above) if matrix and above else None)
        turned = self.matrices[-1]
        if turned is not None and turned.a < cos(radians(_UPRIGHT)):
            fault = "stands upside down"
        has_labels = fault is not None and any(element.find("text"))
        return fault if has_labels or (fault and element.name == "text") else None

    def leave(self) -> None:
        """Go out of an element."""
        self.matrices.pop()

    def label(self, element: Element, style: Style, shown: int) -> str | None:
        """Take note of a label; what is wrong with its place."""
        matrix = self.matrices[-1]
        if len(self.labels) + len(self.shapes) > _MOST_PARTS:
            return "stands in a drawing of too many parts"
        boxes: dict[Box, None] = {}
        for bits, look in style.looks:
            if not bits & shown or matrix is None:
                continue
            rows = rows_of(element, look.size)
            if rows is None:
                return "has parts that do not follow one another"
            for row in rows:
                box = matrix.box(_row_box(row, look))
                boxes[box] = None
                fault = self._fault_of(box, look)
                if fault is None and not self._is_seen(box, bits & shown, look):
                    fault = "has the colour of its ground, or a line runs through it"
                if fault is not None:
                    return fault
        self.labels += [(box, element) for box in boxes]
        self.rows = list(boxes)
        self.looks = [look for bits, look in style.looks if bits & shown]
        return None

    def part(self, style: Style, shown: int) -> str | None:
        """What is wrong with how a part of the last label differs from the rest of it."""
        anchors = {look.anchor for look in self.looks}
        largest = max((look.size for look in self.looks), default=0.0)
        for bits, look in style.looks:
            if not bits & shown:
                continue
            if look.size > largest or look.anchor not in anchors:
                return "has a part that takes more room than the rest of it"
            if not all(self._is_seen(box, bits & shown, look) for box in self.rows):
                return "has a part in the colour of its ground"
        return None

    def _fault_of(self, box: Box, look: Look) -> str | None:
        if self.frame is not None:
            slack = _SLACK * (self.frame.right - self.frame.left)
            if not self.frame.grown(slack).holds(box):
                return "stands outside its frame"
        inner = box.grown(-0.1 * look.size)
        if any(other.meets(inner) for other, _ in self.labels):
            return "lies upon another label"
        return None

    def _is_seen(self, box: Box, bits: int, look: Look) -> bool:
        """Whether the label stands out from what is painted under it, in all of these modes."""
        front = look.drawn()
        inner = box.grown(-0.1 * look.size)
        under: list[tuple[list[Colour], bool]] = []  # what is painted, and whether upon all of it
        for shape in reversed(self.shapes):
            here = bits & shape.shown
            if not here or not shape.box.meets(inner):
                continue
            is_around = shape.box.holds(inner)
            if shape.box.thickness < look.size / 2 and not is_around:
                return False  # a line through the words
            styles = shape.style.looks if shape.style else ()
            fills = [_painted(other) for mask, other in styles if mask & here]
            is_whole = here == bits and shape.is_straight and is_around
            under.append((fills, is_whole))
            if is_whole and all(fill.alpha == 1 for fill in fills):
                break
        grounds = {look.ground}
        for fills, is_whole in reversed(under):
            painted = {
                fill if fill.alpha == 1 else fill.over(ground)
                for fill in fills
                for ground in grounds
            }
            grounds = painted if is_whole else grounds | painted
            if len(grounds) > _MOST_GROUNDS:
                return False
        return all(_stands_out(front, ground) for ground in grounds)

    def shape(self, element: Element, style: Style, shown: int) -> Element | None:
        """Take note of a shape; the first label upon which it is drawn."""
        looks = [look for bits, look in style.looks if bits & shown]
        is_filled = any(look.drawn().alpha > 0 for look in looks)
        if not is_filled and not any(look.stroked for look in looks):
            return None
        matrix = self.matrices[-1]
        box = box_of(element)
        if element.name == "use" or matrix is None:
            return self.labels[0][1] if self.labels else None
        if box is None:
            return None
        box = matrix.box(box.grown(_stroke(element) / 2 if any(k.stroked for k in looks) else 0))
        is_straight = is_filled and matrix.b == 0 and fills_box(element)
        self.shapes.append(_Shape(box, style if is_filled else None, is_straight, shown))
        return next((label for other, label in self.labels if box.meets(other)), None)


def open_drawing(svg: Element, style: Style, shown: int) -> Drawing:
    """A drawing with the frame that its viewBox gives, and how much smaller it is shown."""
    numbers = numbers_in(svg.get("viewBox") or "")
    if len(numbers) != 4:  # noqa: PLR2004 - left, top, width, height
        return Drawing(None)
    left, top, width, height = numbers
    scales = [_scale(svg, look, width, height) for bits, look in style.looks if bits & shown]
    return Drawing(Box(left, top, left + width, top + height), min(scales, default=1.0))


def _scale(svg: Element, look: Look, width: float, height: float) -> float:
    """How large a unit of the drawing is shown, in pixels."""
    if width <= 0 or height <= 0:
        return 0.0
    across = look.width if look.width is not None else first_number(svg, "width", look.widest)
    down = look.height if look.height is not None else first_number(svg, "height", None)
    across = min(across if across is not None else 300.0, look.widest or 4000.0)
    return min(across / width, (down or 4000.0) / height)


def rows_of(label: Element, size: float) -> list[Row] | None:
    """The rows of a label; None where a part stands before or upon the one before it."""
    x, y = first_number(label, "x", 0.0) or 0.0, first_number(label, "y", 0.0) or 0.0
    rows: list[tuple[list[str], float, float]] = [([], x, y)]
    for node in label.nodes():
        if isinstance(node, Words):
            rows[-1][0].append(node.text)
        elif node is not label and starts_row(node):
            down = first_number(node, "dy", 0.0) or 0.0
            down = down * size if (node.get("dy") or "").strip().endswith("em") else down
            left, low = first_number(node, "x", None), (first_number(node, "y", y) or 0.0) + down
            if left is None or (low < y + size and "".join(rows[-1][0]).strip()):
                return None
            y = low
            rows.append(([], left, y))
    written = ((" ".join("".join(parts).split()), x, y) for parts, x, y in rows)
    return [Row(*row) for row in written if row[0]]


def starts_row(element: Element) -> bool:
    """Whether a part of a label stands on a line of its own."""
    return element.name == "tspan" and bool({"x", "y", "dy"} & element.attributes.keys())


def _row_box(row: Row, look: Look) -> Box:
    width = sum(_WIDTHS.get(letter, _USUAL) for letter in row.words) * look.size
    left = row.x - {"start": 0.0, "middle": 0.5, "end": 1.0}.get(look.anchor, 0.0) * width
    return Box(left, row.y - _ABOVE * look.size, left + width, row.y + _BELOW * look.size)


def _painted(look: Look) -> Colour:
    return look.drawn() if look.visible and look.display != "none" else CLEAR


def _stands_out(front: Colour, ground: Colour) -> bool:
    return contrast(front.over(ground), ground) >= FAINTEST


def _stroke(shape: Element) -> float:
    return first_number(shape, "stroke-width", 1.0) or 0.0
