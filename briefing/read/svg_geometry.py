"""Where the shapes of a drawing lie: their boxes, moved and turned."""

from __future__ import annotations

import re
from math import cos, isfinite, radians, sin
from typing import NamedTuple

from briefing.read.html_tree import Element

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_TRANSFORM = re.compile(r"\s*(\w+)\s*\(([^()]*)\)[\s,]*")
_COMMAND = re.compile(r"([a-zA-Z])([^a-zA-Z]*(?:[eE][+-]?\d+[^a-zA-Z]*)*)")
_ARGUMENTS = {"M": 2, "L": 2, "T": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "A": 7, "Z": 0}
_PLACES = frozenset(
    {"x", "y", "width", "height", "cx", "cy", "r", "rx", "ry", "x1", "x2", "y1", "y2"}
)


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


def numbers_in(written: str) -> list[float]:
    """The numbers of an attribute."""
    return [float(number) for number in _NUMBER.findall(written)]


def first_number(element: Element, name: str, usual: float | None) -> float | None:
    """The first number of an attribute; the usual one where it has none."""
    return next(iter(numbers_in(element.get(name) or "")), usual)


def matrix_of(transform: str) -> tuple[Matrix | None, str | None]:
    """How a transformation turns and moves; what is wrong with it, if it does more."""
    matrix = Matrix()
    end = 0
    for match in _TRANSFORM.finditer(transform):
        numbers = numbers_in(match[2])
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


def box_of(shape: Element) -> Box | None:
    """The box around a shape; None where it has none."""
    get = {name: next(iter(numbers_in(value)), 0.0) for name, value in shape.attributes.items()
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
            numbers = numbers_in(shape.get("points") or "")
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
        numbers = numbers_in(rest)
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


def fills_box(shape: Element) -> bool:
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
