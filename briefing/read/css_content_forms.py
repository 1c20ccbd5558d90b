"""The forms of values that generate text: contents, counters, quotation marks and markers."""

from __future__ import annotations

from itertools import pairwise

from briefing.read.css_forms import either, words
from briefing.read.css_values import WIDE, Tokens, bare

MARKERS = frozenset(
    {"none", "disc", "circle", "square", "disclosure-open", "disclosure-closed", "decimal",
     "decimal-leading-zero", "lower-alpha", "lower-latin", "upper-alpha", "upper-latin",
     "lower-roman", "upper-roman"}
)  # fmt: skip
_QUOTES = frozenset({"open-quote", "close-quote", "no-open-quote", "no-close-quote"})
_POSITIONS = words("inside outside")


def is_content(value: Tokens) -> bool:
    """Strings, attributes, counters and quotes; no pictures, no alternative texts."""
    return words("none normal")(value) or all(
        node.type == "string"
        or (node.type == "ident" and node.lower_value in _QUOTES)
        or (node.type == "function" and _is_told(node.lower_name, bare(node.arguments)))
        for node in value
    )


def _is_told(function: str, arguments: Tokens) -> bool:
    """Whether it is `attr(NAME)`, `counter(NAME)` or `counter(NAME, STYLE)`."""
    kinds = [node.type for node in arguments]
    if function == "attr":
        return kinds == ["ident"]
    return (
        function == "counter"
        and kinds in (["ident"], ["ident", "literal", "ident"])
        and arguments[0].lower_value != "list-item"
        and (
            len(arguments) == 1
            or (arguments[1] == "," and arguments[2].lower_value in MARKERS - {"none"})
        )
    )


def is_counter(value: Tokens) -> bool:
    """`none`, or names, each with a whole number or without."""
    if words("none")(value):
        return True
    kinds = [node.type for node in value]
    return (
        kinds[:1] == ["ident"]
        and all(pair != ("number", "number") for pair in pairwise(kinds))
        and all(
            (node.type == "ident" and node.lower_value not in {"list-item", "none"} | WIDE)
            or (node.type == "number" and node.is_integer and abs(node.value) < 10**6)
            for node in value
        )
    )


def is_marker(value: Tokens) -> bool:
    """`list-style`: a kind of marker that is read, or a string, and its position."""
    positions = [node for node in value if _POSITIONS((node,))]
    kinds = [
        node for node in value
        if node.type == "string" or (node.type == "ident" and node.lower_value in MARKERS)
    ]  # fmt: skip
    is_each_once = max(len(kinds), len(positions)) == 1
    return is_each_once and len(kinds) + len(positions) == len(value)


def _is_pairs(value: Tokens) -> bool:
    return len(value) in {2, 4} and all(node.type == "string" for node in value)


QUOTES = either(words("auto none"), _is_pairs)
