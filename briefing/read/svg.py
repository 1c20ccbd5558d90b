"""Whether the labels of a drawing can be seen: within its frame, upright, and under no shape."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from briefing.read.html_tree import Element

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_TRANSFORM = re.compile(r"\s*(\w+)\s*\(([^()]*)\)[\s,]*")
_COMMAND = re.compile(r"([a-zA-Z])([^a-zA-Z]*(?:[eE][+-]?\d+[^a-zA-Z]*)*)")
_ARGUMENTS = {"M": 2, "L": 2, "T": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "A": 7, "Z": 0}
_LETTER = 0.5  # of the height: how wide a letter is, roughly
SHAPES = frozenset({"rect", "circle", "ellipse", "path", "polygon", "polyline"})


class Box(NamedTuple):
    """A part of the drawing, in its own units."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies in it."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def moved(self, x: float, y: float) -> Box:
        """The same box elsewhere."""
        return Box(self.left + x, self.top + y, self.right + x, self.bottom + y)


@dataclass(slots=True)
class Drawing:
    """The drawing that is being read; `shift` is None where labels are turned."""

    frame: Box | None
    shifts: list[tuple[float, float] | None] = field(default_factory=lambda: [(0.0, 0.0)])
    labels: list[tuple[float, float, Element]] = field(default_factory=list)

    def enter(self, element: Element) -> str | None:
        """Go into an element; what is wrong with its transformation if labels stand in it."""
        shift = self.shifts[-1]
        moved, fault = _shift(element.get("transform") or "")
        if shift is None or moved is None:
            self.shifts.append(None)
        else:
            self.shifts.append((shift[0] + moved[0], shift[1] + moved[1]))
        return fault if fault and any(element.find("text")) else None

    def leave(self) -> None:
        """Go out of an element."""
        self.shifts.pop()

    def label(self, element: Element, size: float) -> str | None:
        """Take note of a label; what is wrong with its place."""
        shift = self.shifts[-1]
        if shift is None:
            return None
        first = next((e for e in element.find("tspan") if "x" in e.attributes), element)
        x, y = _first(first, "x", element), _first(first, "y", element)
        width = len(" ".join(element.words().split())) * size * _LETTER
        anchor = element.get("text-anchor") or _styled(element, "text-anchor") or "start"
        x += {"start": 0.5, "middle": 0.0, "end": -0.5}.get(anchor, 0.5) * width
        middle = (x + shift[0], y + shift[1] - size * 0.3)
        self.labels.append((*middle, element))
        if self.frame is not None and not self.frame.holds(*middle):
            return "stands outside its frame"
        return None

    def covered(self, shape: Element) -> Element | None:
        """The first label upon which a shape is drawn."""
        shift = self.shifts[-1]
        box = _box(shape)
        if shift is None or box is None:
            return None
        box = box.moved(*shift)
        return next((label for x, y, label in self.labels if box.holds(x, y)), None)


def open_drawing(svg: Element) -> Drawing:
    """A drawing with the frame that its viewBox gives."""
    numbers = _numbers(svg.get("viewBox") or "")
    if len(numbers) == 4:  # noqa: PLR2004 - left, top, width, height
        left, top, width, height = numbers
        return Drawing(Box(left, top, left + width, top + height))
    return Drawing(None)


def _numbers(written: str) -> list[float]:
    return [float(number) for number in _NUMBER.findall(written)]


def _first(element: Element, name: str, other: Element) -> float:
    return next(iter(_numbers(element.get(name) or other.get(name) or "")), 0.0)


def _styled(element: Element, name: str) -> str | None:
    found = re.search(rf"(?:^|;)\s*{name}\s*:\s*([\w-]+)", element.get("style") or "")
    return found[1] if found else None


def _shift(transform: str) -> tuple[tuple[float, float] | None, str | None]:
    """How far a transformation moves, None if it turns; and what is wrong with it."""
    x = y = 0.0
    turned = False
    end = 0
    for match in _TRANSFORM.finditer(transform):
        numbers = _numbers(match[2])
        end = match.end()
        if match[1] == "translate" and numbers:
            x += numbers[0]
            y += numbers[1] if len(numbers) > 1 else 0.0
        elif match[1] == "rotate" and numbers:
            turned = turned or numbers[0] % 360 != 0
        else:
            return None, f"is drawn with {match[1]}()"
    if transform[end:].strip():
        return None, "has a transformation that is not read"
    return (None if turned else (x, y)), None


def _box(shape: Element) -> Box | None:
    """The box around a shape; None where it has none."""
    get = {name: next(iter(_numbers(value)), 0.0) for name, value in shape.attributes.items()
           if name in {"x", "y", "width", "height", "cx", "cy", "r", "rx", "ry"}}  # fmt: skip
    match shape.name:
        case "rect":
            left, top = get.get("x", 0.0), get.get("y", 0.0)
            return Box(left, top, left + get.get("width", 0.0), top + get.get("height", 0.0))
        case "circle" | "ellipse":
            x, y = get.get("cx", 0.0), get.get("cy", 0.0)
            across = get.get("r", get.get("rx", 0.0))
            down = get.get("r", get.get("ry", 0.0))
            return Box(x - across, y - down, x + across, y + down)
        case "path":
            return _around(_points(shape.get("d") or ""))
    numbers = _numbers(shape.get("points") or "")
    return _around(list(zip(numbers[::2], numbers[1::2], strict=False)))


def _around(points: list[tuple[float, float]]) -> Box | None:
    if not points:
        return None
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
            points += found
            x, y = found[-1]
    return points
