"""What values of CSS come to: lengths and colours.

Lengths and colours are floats, as in a browser: they decide what is seen, none is ever stated.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from tinycss2 import serialize
from tinycss2.color4 import parse_color

Node = Any  # a node of tinycss2 or cssselect2, which have no types
Tokens = tuple[Node, ...]
WIDE = frozenset({"inherit", "initial", "unset"})  # words that every property knows
# Pixels, or, where below 2, a factor.
FONT_SIZES = {
    "xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0,
    "x-large": 24.0, "xx-large": 32.0, "xxx-large": 48.0, "smaller": 1 / 1.2, "larger": 1.2,
}  # fmt: skip
SMALLEST_LETTER = 6.0  # pixels: what is smaller is not seen
FAINTEST = 2.0  # contrast ratio: what stands out less is not seen
_PIXELS = {
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
    "q": 96 / 101.6,
}
_OF_EM = {"em": 1.0, "ex": 0.5, "ch": 0.5, "cap": 0.7, "ic": 1.0, "lh": 1.3}
_OF_ROOT = {"rem": 1.0, "rlh": 1.3, "rex": 0.5, "rch": 0.5}
_OF_WIDTH = {"vw": 0.01, "svw": 0.01, "lvw": 0.01, "dvw": 0.01, "vi": 0.01, "vmax": 0.01}
_OF_HEIGHT = {"vh": 0.01, "svh": 0.01, "lvh": 0.01, "dvh": 0.01, "vb": 0.01}
_OF_LEAST = {"vmin": 0.01}
_HEIGHT = 700.0
_CALCULATED = frozenset({"calc", "min", "max", "clamp"})
_SIZES = (0.0, 160.0, 320.0, 480.0, 640.0, 900.0, 1280.0, 1920.0, 3840.0, 9000.0)  # of screens
_LINEAR = 0.04045  # up to here the curve of sRGB is a straight line


class Measure(NamedTuple):
    """What relative lengths refer to, in pixels."""

    em: float = 16.0
    root: float = 16.0
    width: float = 1000.0
    whole: float = 600.0  # what 100 % is
    height: float = _HEIGHT


_USUAL = Measure()


class Colour(NamedTuple):
    """A colour of sRGB; each part from 0 to 1."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0

    def over(self, ground: Colour) -> Colour:
        """The colour that is seen where this one lies on an opaque ground."""
        a = self.alpha
        return Colour(
            *(top * a + low * (1 - a) for top, low in zip(self[:3], ground, strict=False))
        )

    @property
    def luminance(self) -> float:
        """Relative luminance (WCAG 2.2)."""
        parts = (c / 12.92 if c <= _LINEAR else ((c + 0.055) / 1.055) ** 2.4 for c in self[:3])
        red, green, blue = parts
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue


WHITE = Colour(1, 1, 1)
BLACK = Colour(0, 0, 0)
RED = Colour(1, 0, 0)
CLEAR = Colour(0, 0, 0, 0)


@lru_cache(maxsize=4096)
def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of two opaque colours, from 1 to 21 (WCAG 2.2)."""
    low, high = sorted((one.luminance, other.luminance))
    return (high + 0.05) / (low + 0.05)


def bare(tokens: Iterable[Node]) -> Tokens:
    """The tokens without white space and comments."""
    return tuple(node for node in tokens if node.type not in {"whitespace", "comment"})


def written(tokens: Iterable[Node]) -> str:
    """The tokens as CSS, white space folded."""
    return " ".join(str(serialize(list(tokens))).split())


def shrinks(node: Node) -> bool:
    """Whether a length may be less on a larger screen, or in a larger box.

    What is measured is measured where it is least, which is on the smallest.
    """
    if node.type != "function":
        return False
    if node.lower_name not in _CALCULATED:
        return any(map(shrinks, node.arguments))
    if not _is_relative(node):
        return False
    for part in ("width", "height", "whole"):
        measures = [_USUAL._replace(**{part: size}) for size in _SIZES]
        found = [length(node, measure) or 0.0 for measure in measures]
        if any(now < last for last, now in pairwise(found)):
            return True
    return False


def _is_relative(node: Node) -> bool:
    """Whether a length depends on the screen, or on the box around it."""
    if node.type == "dimension":
        return any(node.lower_unit in units for units in (_OF_WIDTH, _OF_HEIGHT, _OF_LEAST))
    inner = node.arguments if node.type == "function" else getattr(node, "content", ())
    return node.type == "percentage" or any(map(_is_relative, inner))


def length(node: Node, measure: Measure = _USUAL) -> float | None:
    """The length of a node in pixels; None where it is none."""
    match node.type:
        case "dimension":
            return _dimension(node, measure)
        case "percentage":
            return float(node.value) / 100 * measure.whole
        case "number":
            return 0.0 if node.value == 0 else None
        case "function":
            return _calculated(node, measure)
    return None


def _dimension(node: Node, measure: Measure) -> float | None:
    unit, value = node.lower_unit, float(node.value)
    for table, base in (
        (_PIXELS, 1.0),
        (_OF_EM, measure.em),
        (_OF_ROOT, measure.root),
        (_OF_WIDTH, measure.width),
        (_OF_HEIGHT, measure.height),
        (_OF_LEAST, min(measure.width, measure.height)),
    ):
        if unit in table:
            return value * table[unit] * base
    return None


def _calculated(node: Node, measure: Measure) -> float | None:
    """What calc(), min(), max() and clamp() come to."""
    parts = [_sum(bare(part), measure) for part in _split(node.arguments)]
    values = [part for part in parts if part is not None]
    if len(values) != len(parts) or not values:
        return None
    match node.lower_name, values:
        case "calc", [value]:
            return value
        case "min", _:
            return min(values)
        case "max", _:
            return max(values)
        case "clamp", [low, value, high]:
            return max(low, min(value, high))
    return None


def _split(tokens: Iterable[Node]) -> list[list[Node]]:
    groups: list[list[Node]] = [[]]
    for node in tokens:
        if node == ",":
            groups.append([])
        else:
            groups[-1].append(node)
    return groups


def _sum(tokens: Tokens, measure: Measure) -> float | None:
    """A sum of products; numbers without a unit count as themselves."""
    total: float | None = None
    sign, product_, operator = 1.0, None, "*"
    for node in (*tokens, None):
        if node is None or node == "+" or node == "-":  # noqa: PLR1714 - tinycss2 compares by ==
            if product_ is None:
                return None
            total = (total or 0.0) + sign * product_
            sign, product_, operator = (-1.0 if node == "-" else 1.0), None, "*"
        elif node == "*" or node == "/":  # noqa: PLR1714
            operator = node.value
        else:
            value = _factor(node, measure)
            if value is None or (operator == "/" and value == 0):
                return None
            if product_ is None:
                product_ = value
            else:
                product_ = product_ * value if operator == "*" else product_ / value
    return total


def _factor(node: Node, measure: Measure) -> float | None:
    if node.type == "number":
        return float(node.value)
    if node.type == "() block":
        return _sum(bare(node.content), measure)
    return length(node, measure)


@lru_cache(maxsize=4096)
def _colour(text: str) -> Colour | str | None:
    parsed = parse_color(text)
    if parsed is None or isinstance(parsed, str):
        return parsed
    try:
        red, green, blue = parsed.to("srgb").coordinates
    except (NotImplementedError, ValueError):
        return None
    parts = (min(max(float(part or 0), 0.0), 1.0) for part in (red, green, blue))
    return Colour(*parts)._replace(alpha=min(max(float(parsed.alpha), 0.0), 1.0))


def colour(node: Node) -> Colour | str | None:
    """The colour of a node; the word "currentcolor"; None where it is none."""
    if node.type not in {"ident", "hash", "function"}:
        return None
    return _colour(node.serialize().lower())
