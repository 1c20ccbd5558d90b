"""Whether the labels of a drawing can be seen: within its frame, upright, apart, on their ground.

Every label is taken for the boxes of its rows, and every shape for the box around it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from math import cos, isfinite, radians, sin
from typing import NamedTuple

from briefing.read.css_looks import Look, Style
from briefing.read.css_values import CLEAR, FAINTEST, Colour, contrast
from briefing.read.html_tree import Element, Words

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_TRANSFORM = re.compile(r"\s*(\w+)\s*\(([^()]*)\)[\s,]*")
_COMMAND = re.compile(r"([a-zA-Z])([^a-zA-Z]*(?:[eE][+-]?\d+[^a-zA-Z]*)*)")
_ARGUMENTS = {"M": 2, "L": 2, "T": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "A": 7, "Z": 0}
_PLACES = frozenset(
    {"x", "y", "width", "height", "cx", "cy", "r", "rx", "ry", "x1", "x2", "y1", "y2"}
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


class Box(NamedTuple):
    """A part of the drawing, in its own units."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, other: Box) -> bool:
        """Whether the other box lies in it."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def meets(self, other: Box) -> bool:
        """Whether the two share a point."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    @property
    def thickness(self) -> float:
        """How wide or high it is, whatever is less."""
        return min(self.right - self.left, self.bottom - self.top)

    def grown(self, by: float) -> Box:
        """The box, larger on all sides; smaller if the number is negative."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)


class Matrix(NamedTuple):
    """A turn and a move: x' = ax - by + e, y' = bx + ay + f."""

    a: float = 1.0
    b: float = 0.0
    e: float = 0.0
    f: float = 0.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point comes to lie."""
        return self.a * x - self.b * y + self.e, self.b * x + self.a * y + self.f

    def box(self, box: Box) -> Box:
        """The box around a box that was turned and moved."""
        corners = [self.point(x, y) for x in (box.left, box.right) for y in (box.top, box.bottom)]
        return _around(corners)

    def then(self, other: Matrix) -> Matrix:
        """This one within the other."""
        e, f = other.point(self.e, self.f)
        a, b = other.a * self.a - other.b * self.b, other.b * self.a + other.a * self.b
        return Matrix(a, b, e, f)


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
        matrix, fault = _matrix(element.get("transform") or "")
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
        box = _box(element)
        if element.name == "use" or matrix is None:
            return self.labels[0][1] if self.labels else None
        if box is None:
            return None
        box = matrix.box(box.grown(_stroke(element) / 2 if any(k.stroked for k in looks) else 0))
        is_straight = is_filled and matrix.b == 0 and _is_straight(element)
        self.shapes.append(_Shape(box, style if is_filled else None, is_straight, shown))
        return next((label for other, label in self.labels if box.meets(other)), None)


def open_drawing(svg: Element, style: Style, shown: int) -> Drawing:
    """A drawing with the frame that its viewBox gives, and how much smaller it is shown."""
    numbers = _numbers(svg.get("viewBox") or "")
    if len(numbers) != 4:  # noqa: PLR2004 - left, top, width, height
        return Drawing(None)
    left, top, width, height = numbers
    scales = [_scale(svg, look, width, height) for bits, look in style.looks if bits & shown]
    return Drawing(Box(left, top, left + width, top + height), min(scales, default=1.0))


def _scale(svg: Element, look: Look, width: float, height: float) -> float:
    """How large a unit of the drawing is shown, in pixels."""
    if width <= 0 or height <= 0:
        return 0.0
    across = look.width if look.width is not None else _first(svg, "width", look.widest)
    down = look.height if look.height is not None else _first(svg, "height", None)
    across = min(across if across is not None else 300.0, look.widest or 4000.0)
    return min(across / width, (down or 4000.0) / height)


def rows_of(label: Element, size: float) -> list[Row] | None:
    """The rows of a label; None where a part stands before or upon the one before it."""
    x, y = _first(label, "x", 0.0) or 0.0, _first(label, "y", 0.0) or 0.0
    rows: list[tuple[list[str], float, float]] = [([], x, y)]
    for node in label.nodes():
        if isinstance(node, Words):
            rows[-1][0].append(node.text)
        elif node is not label and starts_row(node):
            down = _first(node, "dy", 0.0) or 0.0
            down = down * size if (node.get("dy") or "").strip().endswith("em") else down
            left, low = _first(node, "x", None), (_first(node, "y", y) or 0.0) + down
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


def _numbers(written: str) -> list[float]:
    return [float(number) for number in _NUMBER.findall(written)]


def _first(element: Element, name: str, usual: float | None) -> float | None:
    return next(iter(_numbers(element.get(name) or "")), usual)


def _stands_out(front: Colour, ground: Colour) -> bool:
    return contrast(front.over(ground), ground) >= FAINTEST


def _stroke(shape: Element) -> float:
    return _first(shape, "stroke-width", 1.0) or 0.0


def _is_straight(shape: Element) -> bool:
    """Whether a shape fills the box around it."""
    if shape.name == "rect":
        return not {"rx", "ry"} & shape.attributes.keys()
    points = set(_points(shape.get("d") or ""))
    letters = {letter.upper() for letter, _ in _COMMAND.findall(shape.get("d") or "")}
    return (
        shape.name == "path"
        and letters <= set("MLHVZ")
        and len(points) == 4  # noqa: PLR2004 - the corners
        and len({x for x, _ in points}) == len({y for _, y in points}) == 2  # noqa: PLR2004
    )


def _matrix(transform: str) -> tuple[Matrix | None, str | None]:
    """How a transformation turns and moves; what is wrong with it, if it does more."""
    matrix = Matrix()
    end = 0
    for match in _TRANSFORM.finditer(transform):
        numbers = _numbers(match[2])
        if match.start() != end or not all(map(isfinite, numbers)):
            break
        end = match.end()
        if match[1] == "translate" and len(numbers) in {1, 2}:
            made = Matrix(e=numbers[0], f=numbers[1] if len(numbers) > 1 else 0.0)
        elif match[1] == "rotate" and len(numbers) in {1, 3}:
            turn = radians(numbers[0])
            x, y = numbers[1:] or (0.0, 0.0)
            made = Matrix(e=-x, f=-y).then(Matrix(cos(turn), sin(turn))).then(Matrix(e=x, f=y))
        else:
            return None, f"is drawn with {match[1]}()"
        matrix = made.then(matrix)
    if transform[end:].strip():
        return None, "has a transformation that is not read"
    return matrix, None


def _box(shape: Element) -> Box | None:
    """The box around a shape; None where it has none."""
    get = {name: next(iter(_numbers(value)), 0.0) for name, value in shape.attributes.items()
           if name in _PLACES}  # fmt: skip
    match shape.name:
        case "rect":
            left, top = get.get("x", 0.0), get.get("y", 0.0)
            return Box(left, top, left + get.get("width", 0.0), top + get.get("height", 0.0))
        case "circle" | "ellipse":
            x, y = get.get("cx", 0.0), get.get("cy", 0.0)
            across = get.get("r", get.get("rx", 0.0))
            down = get.get("r", get.get("ry", 0.0))
            return Box(x - across, y - down, x + across, y + down)
        case "line":
            ends = [(get.get(f"x{n}", 0.0), get.get(f"y{n}", 0.0)) for n in (1, 2)]
            return _around(ends)
        case "path":
            points = _points(shape.get("d") or "")
        case _:
            numbers = _numbers(shape.get("points") or "")
            points = list(zip(numbers[::2], numbers[1::2], strict=False))
    return _around(points) if points else None


def _around(points: list[tuple[float, float]]) -> Box:
    across, down = [x for x, _ in points], [y for _, y in points]
    return Box(min(across), min(down), max(across), max(down))


def _points(path: str) -> list[tuple[float, float]]:
    """The points of a path and of its curves' handles."""
    points: list[tuple[float, float]] = []
    x = y = 0.0
    for letter, rest in _COMMAND.findall(path):
        count = _ARGUMENTS.get(letter.upper(), 0)
        numbers = _numbers(rest)
        for at in range(0, len(numbers), count or 1):
            group = numbers[at : at + count]
            if not count or len(group) < count:
                break
            base = (x, y) if letter.islower() else (0.0, 0.0)
            if letter in "Hh":
                found = [(group[0] + base[0], y)]
            elif letter in "Vv":
                found = [(x, group[0] + base[1])]
            else:
                pairs = group[-2:] if letter in "Aa" else group
                found = [
                    (pairs[i] + base[0], pairs[i + 1] + base[1]) for i in range(0, len(pairs), 2)
                ]
                if letter in "Aa":  # an arc goes no further from its end than its axes are long
                    (left, low), (wide, high) = found[0], (abs(2 * group[0]), abs(2 * group[1]))
                    found = [(left - wide, low - high), (left + wide, low + high), *found]
            points += found
            x, y = found[-1]
    return points
