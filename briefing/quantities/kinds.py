"""The kinds of quantities as names of a module.

Python looks up a member of an enum in ten times the time of these, and each number asks for many.
"""

from __future__ import annotations

from typing import Final

from briefing.quantities.model import Kind

QUANTITY: Final = Kind.QUANTITY
MONEY: Final = Kind.MONEY
PERCENT: Final = Kind.PERCENT
RANGE: Final = Kind.RANGE
DATE: Final = Kind.DATE
DURATION: Final = Kind.DURATION
ORDINAL: Final = Kind.ORDINAL
FRACTION: Final = Kind.FRACTION
MULTIPLE: Final = Kind.MULTIPLE
VAGUE: Final = Kind.VAGUE
NAME: Final = Kind.NAME
IDIOM: Final = Kind.IDIOM
