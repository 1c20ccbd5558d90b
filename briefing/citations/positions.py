"""Check that the positions of a dispute differ."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from briefing.diagnostics import Finding, Related
from briefing.facts.model import Fact, Facts, Position
from briefing.quantities.compare import agree


def check_positions(facts: Facts) -> list[Finding]:
    """Positions that say the same, and positions that could not be told apart by their ids."""
    return [
        finding for fact in facts.facts.values() for finding in (*_agreeing(fact), *_alike(fact))
    ]


def _agreeing(fact: Fact) -> Iterator[Finding]:
    for one, other in combinations(fact.positions, 2):
        if _say_the_same(one, other):
            said = other.value.written if other.value else other.says.text if other.says else ""
            yield Finding(
                "agreeing-positions",
                f"two positions of `{fact.id}` agree: `{said}`",
                other.place,
                related=(Related(one.place, "the position it agrees with"),),
                help="give one position the citations of both; without a dispute, state a fact",
            )


def _say_the_same(one: Position, other: Position) -> bool:
    if one.value and other.value:
        return agree(one.value.quantity, other.value.quantity)
    if one.says and other.says and not one.value and not other.value:
        return one.says.text.casefold().split() == other.says.text.casefold().split()
    return False


def _alike(fact: Fact) -> Iterator[Finding]:
    first: dict[str, Position] = {}
    for id_, position in zip(fact.position_ids, fact.positions, strict=True):
        if first.setdefault(id_, position) is not position:
            yield Finding(
                "duplicate-position",
                f"two positions of `{fact.id}` cite the same line first, and are both `{id_}`",
                position.citations[0].place,
                related=(Related(first[id_].citations[0].place, "cited first here, too"),),
                help="cite another line first in one of the two",
            )
