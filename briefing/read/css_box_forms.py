"""The forms of values about boxes: what is painted around and under them, and their columns."""

from __future__ import annotations

from briefing.read.css_forms import Check, each, either, is_colour, is_safe, lengths, words
from briefing.read.css_values import Node, Tokens, bare, length

_MOST_COLUMNS = 6
_TRACKS = words("auto min-content max-content")
_SECONDS = {"s": 1.0, "ms": 0.001}


def edge(widest: float) -> Check:
    """A border or an outline: a narrow line of some style and colour."""
    styles = words("none hidden solid dotted dashed double thin medium thick auto")
    return each(either(styles, lengths(0, widest), is_colour), 4)


def is_shadow(value: Tokens) -> bool:
    """A shadow that reaches a few pixels and is drawn around its box."""
    spread = lengths(-24, 48)
    return words("none")(value) or all(
        spread((node,)) or is_colour((node,)) or node == "," for node in value
    )


def is_transition(value: Tokens) -> bool:
    """A change that is over within a second."""
    return is_safe(value) and all(
        node.type != "dimension" or abs(node.value) * _SECONDS.get(node.lower_unit, 1000.0) <= 1
        for node in value
    )


def is_grid_line(value: Tokens) -> bool:
    """Columns may be spanned, or all be taken; the order is left to the page."""
    is_whole = [getattr(node, "value", "") for node in value] == [1, "/", -1]
    return is_whole or is_grid_row(value)


def is_grid_row(value: Tokens) -> bool:
    """Rows may be spanned; the order is left to the page."""
    if words("auto")(value):
        return True
    return len(value) == 2 and words("span")(value[:1]) and _is_count(value[1])  # noqa: PLR2004


def _is_count(node: Node) -> bool:
    return node.type == "number" and bool(node.is_integer and node.value >= 1)


def is_columns(value: Tokens) -> bool:
    """A few columns, none of them narrow."""
    return words("none auto")(value) or (
        0 < len(value) <= _MOST_COLUMNS
        and all(
            _is_repeated(node)
            if node.type == "function" and node.lower_name == "repeat"
            else _is_broad(node)
            for node in value
        )
    )


def _is_repeated(node: Node) -> bool:
    """Whether `repeat()` gives a few broad columns, or as many as there is room for."""
    times, *tracks = bare(node.arguments) or (None,)
    is_few = len(tracks) > 1 and (
        times.type == "ident"
        or (times.type == "number" and len(tracks[1:]) * times.value <= _MOST_COLUMNS)
    )
    return is_few and all(map(_is_broad, tracks[1:]))


def _is_broad(node: Node) -> bool:
    """Whether a column leaves room for words, on whatever screen."""
    if node.type == "function" and node.lower_name in {"minmax", "fit-content"}:
        return all(_is_broad(part) for part in bare(node.arguments) if part != ",")
    if node.type == "dimension" and node.lower_unit == "fr":
        return bool(node.value > 0)
    pixels = length(node)
    return _TRACKS((node,)) or (pixels is not None and (pixels == 0 or pixels >= 80))  # noqa: PLR2004
