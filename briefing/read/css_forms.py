"""The forms that values of CSS may have, as checks: words, numbers and lengths within bounds."""

from __future__ import annotations

from collections.abc import Callable

from briefing.read.css_values import Tokens, colour, length

Check = Callable[[Tokens], bool]
_SAFE_FUNCTIONS = frozenset(
    {"calc", "min", "max", "clamp", "rgb", "rgba", "hsl", "hsla", "hwb", "minmax", "repeat",
     "fit-content", "cubic-bezier", "steps", "linear"}
)  # fmt: skip


def either(*checks: Check) -> Check:
    """What any of the checks allows."""
    return lambda value: any(check(value) for check in checks)


def each(check: Check, most: int) -> Check:
    """At most so many parts, and each as the check allows."""
    return lambda value: 0 < len(value) <= most and all(check((node,)) for node in value)


def words(allowed: str, most: int = 1) -> Check:
    """At most so many words out of these, and nothing else."""
    known = frozenset(allowed.split())
    return lambda value: (
        0 < len(value) <= most
        and all(node.type == "ident" and node.lower_value in known for node in value)
    )


def lengths(low: float, high: float, allowed: str = "", most: int = 1) -> Check:
    """At most so many lengths of that many pixels at most and at least, or of the words."""

    def is_within(value: Tokens) -> bool:
        pixels = length(value[0])
        return pixels is not None and low <= pixels <= high

    return each(either(is_within, words(allowed)), most)


def numbers(low: float, high: float, allowed: str = "") -> Check:
    """One number between the bounds, or one of the words."""

    def is_within(value: Tokens) -> bool:
        return value[0].type == "number" and bool(low <= value[0].value <= high)

    return each(either(is_within, words(allowed)), 1)


def is_colour(value: Tokens) -> bool:
    """Whether it is one colour."""
    return len(value) == 1 and colour(value[0]) is not None


def is_safe(value: Tokens) -> bool:
    """Whether no function fetches or generates anything."""
    return all(
        node.type not in {"url", "error"}
        and (
            node.type != "function"
            or (node.lower_name in _SAFE_FUNCTIONS and is_safe(tuple(node.arguments)))
        )
        and (not node.type.endswith("block") or is_safe(tuple(node.content)))
        for node in value
    )
