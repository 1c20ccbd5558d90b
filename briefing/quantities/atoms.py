"""What was read at one place of a text."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from briefing.quantities.digits import Number
from briefing.quantities.model import Kind, Value


class Atom(NamedTuple):
    """What was read at one place, before qualifiers; `number` is the numeral it was read from.

    `alone` says that nothing behind the number can belong to it, `bare` that nothing beside it can.
    """

    start: int
    end: int
    kind: Kind
    value: Value
    unit: str | None = None
    step: Decimal | None = None
    number: Number | None = None
    alone: bool = False
    bare: bool = False
