"""The declarations that win for an element, of each trait the strongest."""

from __future__ import annotations

from collections.abc import Mapping

import tinycss2

from briefing.read.css_declarations import Declaration
from briefing.read.css_looks import Look
from briefing.read.css_values import Tokens

_DRAWN = ("outline", "shadow")


def inherited(above: Look) -> Tokens:
    """What `inherit` gives for `display`."""
    return tuple(tinycss2.parse_component_value_list(above.display))


class Winners:
    """The declarations that win for some elements in some modes.

    Those that draw around the box are kept apart: nothing else depends on them, and whatever has
    the focus has some of its own.
    """

    __slots__ = ("declared", "drawn", "drawn_key", "key", "may_inherit_display")

    def __init__(self, winners: Mapping[str, Declaration]) -> None:
        self.declared = {trait: d for trait, d in winners.items() if trait not in _DRAWN}
        self.drawn = {trait: winners[trait] for trait in _DRAWN if trait in winners}
        self.key = tuple(self.declared.items())
        self.drawn_key = tuple(self.drawn.items())
        display = winners.get("display")
        plain = display.plain if display is not None else ()
        self.may_inherit_display = plain is None or any(
            getattr(node, "lower_value", "") == "inherit" for node in plain
        )


def drawn_over(
    values: Mapping[str, Tokens], winners: Mapping[str, Declaration]
) -> Declaration | None:
    """What draws around the box without taking room."""
    for trait in _DRAWN:
        value = values.get(trait)
        if value and not any(str(getattr(n, "lower_value", "")) == "none" for n in value):
            return winners[trait]
    return None
