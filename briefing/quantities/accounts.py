"""Read amounts in brackets, which in accounts are less than nothing: "(3.2)", "£(4.7)m"."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from briefing.quantities import kinds
from briefing.quantities.atoms import Atom
from briefing.quantities.beside import has_nothing_in_front
from briefing.quantities.company import in_company, read_atom
from briefing.quantities.digits import read_digits
from briefing.quantities.numerals import with_scale
from briefing.quantities.plain import CURRENCY
from briefing.quantities.shadow import Shadow

_SPACES: Final = " \x85"
_REACH: Final = 16  # how much space may stand beside a bracket in its cell
_EDGES: Final = frozenset({"", "\n", "|", "\t"})
_OF_ROWS: Final = frozenset("|\t")
_SIGNS: Final = frozenset({"$", CURRENCY})
_AMOUNTS: Final = frozenset({kinds.QUANTITY, kinds.MONEY, kinds.PERCENT})


def read_loss(shadow: Shadow, at: int, floor: int) -> Atom | None:
    """The amount of which a bracket stands in front of `at`; None where it only sets one apart.

    In prose a bracket means less than nothing where the amount goes on around it: "£(4.7)m".
    """
    if at <= floor or not (_is_edge(shadow, at - 1) or _may_go_on(shadow, at)):
        return None
    inner = read_atom(shadow, at, at)
    if inner is None or inner.kind not in _AMOUNTS:
        return None
    if outer := _read_around(shadow, at, floor):
        return outer
    if shadow.plain[inner.end : inner.end + 1] != ")" or not _is_cell(
        shadow, at - 1, inner.end + 1
    ):
        return None
    return _negated(inner._replace(start=at - 1, end=inner.end + 1))


def _read_around(shadow: Shadow, at: int, floor: int) -> Atom | None:
    """Such as "£(4.7)m", "(3.2) million", and in a cell "(3.2)%"."""
    digits = read_digits(shadow, at) if shadow.plain[at].isdigit() else None
    if digits is None or shadow.plain[digits.end : digits.end + 1] != ")":
        return None
    number = with_scale(shadow, digits._replace(start=at - 1, end=digits.end + 1))
    amount = in_company(shadow, number, floor)
    goes_on = number.scaled or (amount.start < at - 1 and shadow.plain[at - 2] in _SIGNS)
    if goes_on or _is_cell(shadow, amount.start, amount.end):
        return _negated(amount)
    return None


def _may_go_on(shadow: Shadow, at: int) -> bool:
    """Whether the amount in brackets may be part of a larger one."""
    if not has_nothing_in_front(shadow, at - 1):
        return True
    digits = read_digits(shadow, at) if shadow.plain[at].isdigit() else None
    if digits is None or shadow.plain[digits.end : digits.end + 1] != ")":
        return False
    return with_scale(shadow, digits._replace(end=digits.end + 1)).scaled


def _negated(atom: Atom) -> Atom:
    assert isinstance(atom.value, Decimal)
    return atom._replace(value=atom.value.copy_negate())


def _is_cell(shadow: Shadow, start: int, end: int) -> bool:
    """Whether what stands there is all of a cell of a table, or of the text."""
    plain = shadow.plain
    before = _in_front_of(plain, start)
    behind = plain[end : end + _REACH].lstrip(_SPACES)[:1]
    if before not in _EDGES or behind not in _EDGES:
        return False
    return before in _OF_ROWS or behind in _OF_ROWS or before == behind == ""


def _is_edge(shadow: Shadow, start: int) -> bool:
    """Whether a cell of a table, or the text, may begin there."""
    return _in_front_of(shadow.plain, start) in _EDGES


def _in_front_of(plain: str, start: int) -> str:
    reach = start - _REACH if start > _REACH else 0
    return plain[reach:start].rstrip(_SPACES)[-1:]
