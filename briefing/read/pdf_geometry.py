"""Where things stand on a page of a PDF, in points from its lower left corner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Handle = Any  # a pointer or structure of PDFium, which has no types of its own
EDGE = 0.5  # points


@dataclass(frozen=True, slots=True)
class Line:
    """Where the base line of some characters runs.

    `start` and `end` count along the direction of writing, `base` across it, upwards; `size` is
    the height of the characters. All are points.
    """

    angle: float
    start: float
    end: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class Rectangle:
    """Left, bottom, right and top in points."""

    left: float
    bottom: float
    right: float
    top: float

    def holds(self, other: Rectangle) -> bool:
        """Whether the middle of the other lies in this one."""
        across = (other.left + other.right) / 2
        up = (other.bottom + other.top) / 2
        return self.left <= across <= self.right and self.bottom <= up <= self.top

    def covers(self, other: Rectangle) -> bool:
        """Whether all of the other lies in this one."""
        across = self.left <= other.left and other.right <= self.right
        return across and self.bottom <= other.bottom and other.top <= self.top

    def touches(self, other: Rectangle) -> bool:
        """Whether the two share more than an edge."""
        across = min(self.right, other.right) - max(self.left, other.left)
        up = min(self.top, other.top) - max(self.bottom, other.bottom)
        return across > EDGE and up > EDGE
