"""The kinds of quantities as names of a module.

Python looks up a member of an enum in ten times the time of these, and each number asks for many.
"""

from __future__ import annotations

from briefing.quantities.model import Kind

QUANTITY = Kind.QUANTITY
MONEY = Kind.MONEY
PERCENT = Kind.PERCENT
RANGE = Kind.RANGE
DATE = Kind.DATE
DURATION = Kind.DURATION
ORDINAL = Kind.ORDINAL
FRACTION = Kind.FRACTION
MULTIPLE = Kind.MULTIPLE
VAGUE = Kind.VAGUE
NAME = Kind.NAME
IDIOM = Kind.IDIOM
