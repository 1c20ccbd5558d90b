"""Where things stand on a page of a PDF, in points from its lower left corner."""

from __future__ import annotations

from typing import Any, NamedTuple

Handle = Any  # a pointer or structure of PDFium, which has no types of its own
EDGE = 0.5  # points


class Line(NamedTuple):
    """Where the base line of some characters runs.

    `start` and `end` count along the direction of writing, `base` across it, upwards; `size` is
    the height of the characters. All are points.
    """

    angle: float
    start: float
    end: float
    base: float
    size: float


class Rectangle(NamedTuple):
    """Left, bottom, right and top in points."""

    left: float
    bottom: float
    right: float
    top: float

    def holds(self, other: Rectangle) -> bool:
        """Whether the middle of the other lies in this one."""
        left, bottom, right, top = other
        across, up = (left + right) / 2, (bottom + top) / 2
        return self.left <= across <= self.right and self.bottom <= up <= self.top

    def covers(self, other: Rectangle) -> bool:
        """Whether all of the other lies in this one."""
        left, bottom, right, top = other
        across = self.left <= left and right <= self.right
        return across and self.bottom <= bottom and top <= self.top

    def touches(self, other: Rectangle) -> bool:
        """Whether the two share more than an edge."""
        left, bottom, right, top = other
        across = min(self.right, right) - max(self.left, left)
        return across > EDGE and min(self.top, top) - max(self.bottom, bottom) > EDGE
