"""Values computed from quantities, exactly, with their units and bounds.

A number is an extent: "over 3" is everything above 3, "115 to 135" everything between. So ranges
and bounds follow one arithmetic, and what cannot be said exactly is never said. A quotient stays
a fraction; only a stated value is rounded, and only as "about".

    percent - percent        percentage points     money / money        a plain number
    percent ± points         percent               money / percent      money (the whole)
    percent + percent        percent               percent * anything   that part of it
    duration ± duration      in the finer unit     money / duration     money a unit of time
    date - date              at the less precise   money rate * time    money
    date ± duration          a date                share(a, b)          a in percent of b
    sum mean min max abs     of one unit           change(old, new)     percent, + for a rise
    days weeks months years  a duration in them    year month           a date cut to that
    words                    of a quotation

Dates of which one gives only a year are subtracted only where the other does too, or is cut
with `year()`: half a year lost would show in the result. A day is lost without asking, since
months are counted anyway.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from briefing.quantities.amounts import Amount, RefusedError, Term, calculate
from briefing.quantities.calendar import (
    Calendar,
    Precision,
    add_days,
    add_months,
    days_between,
    read_calendar,
)
from briefing.quantities.expressions import Expression, Name, Node, Part
from briefing.quantities.extents import FAR_ABOVE, FAR_BELOW, Extent, at, exactly
from briefing.quantities.model import Bound, Interval, Kind, Quantity, Ratio
from briefing.quantities.rounding import MAX_DIGITS, is_endless
from briefing.quantities.units import (
    DAY,
    MONTH,
    YEAR,
    conversion,
)
from briefing.quantities.write import write

WORD = re.compile(r"[^\s—–]*\w[^\s—–]*")
NO_NUMBER = {
    Kind.ORDINAL: "an ordinal",
    Kind.VAGUE: "a vague amount",
    Kind.NAME: "a name",
    Kind.IDIOM: "an idiom",
}
CUTS = {"year": Precision.YEAR, "month": Precision.MONTH}


@dataclass(frozen=True, slots=True)
class Moment:
    """A computed date; `about` if an operand was about so."""

    date: Calendar
    about: bool = False
    kind = Kind.DATE

    @property
    def value(self) -> str:
        """The date as an ISO partial date."""
        return str(self.date)

    @property
    def bound(self) -> Bound | None:
        """Whether it is only about then."""
        return Bound.ABOUT if self.about else None


Result = Amount | Moment


class Refusal(NamedTuple):
    """Why nothing can be computed; `part` is the operand at fault, in the expression."""

    reason: str
    part: Part


class _Date(NamedTuple):
    part: Part
    moment: Moment


class _Quotation(NamedTuple):
    part: Part
    text: str


_Operand = Term | _Date | _Quotation


def evaluate(expression: Expression, values: Mapping[str, Quantity | str]) -> Result | Refusal:
    """What the expression gives for the values of its names, or why it gives nothing.

    A value is a quantity, or the text of a quotation, whose words can be counted.
    """
    try:
        match _evaluated(expression, expression.root, values):
            case Term(_, amount):
                return amount
            case _Date(_, moment):
                return moment
            case _Quotation(part, _):
                return Refusal(_no_number(part), part)
    except RefusedError as refused:
        return Refusal(refused.reason, refused.part)


def _evaluated(
    expression: Expression, node: Node, values: Mapping[str, Quantity | str]
) -> _Operand:
    part = expression.part(node)
    if isinstance(node, Name):
        value = values.get(node.id)
        if value is None:
            raise RefusedError(f"nothing has the id `{node.id}`", part)
        return _Quotation(part, value) if isinstance(value, str) else _operand(part, value)
    operands = [_evaluated(expression, each, values) for each in node.operands]
    result = _applied(node.operator, part, operands)
    return _Date(part, result) if isinstance(result, Moment) else Term(part, _sound(part, result))


def _sound(part: Part, amount: Amount) -> Amount:
    """The amount, if it says anything."""
    if amount.extent.unlimited:
        raise RefusedError(f"`{part}` has no bound on either side", part)
    if amount.about and not amount.extent.bounded:
        reason = f"`{part}` puts what is only about so together with a bound"
        raise RefusedError(reason, part)
    return amount


def _operand(part: Part, quantity: Quantity) -> Term | _Date:
    about = quantity.bound in (Bound.ABOUT, Bound.NEARLY)
    if quantity.kind in NO_NUMBER:
        reason = f"`{part}` is {NO_NUMBER[quantity.kind]} ({write(quantity)})"
        raise RefusedError(f"{reason}: nothing can be computed from it", part)
    match quantity.value:
        case str() as text:
            date = read_calendar(text)
            if date is None or not (about or quantity.bound is None):
                reason = f"`{part}` ({write(quantity)}) is no single calendar date"
                raise RefusedError(reason, part)
            return _Date(part, Moment(date, about))
        case Decimal() | Ratio() as number:
            exact = _fraction(part, number)
            return Term(part, Amount(_extent(exact, quantity.bound), quantity.unit, about))
        case Interval(low, high):
            ends = at(_fraction(part, low)), at(_fraction(part, high))
            if ends[0] > ends[1]:
                raise RefusedError(f"`{part}` runs from {low} down to {high}", part)
            if not (about or quantity.bound is None):
                raise RefusedError(f"`{part}` ({write(quantity)}) is a range with a bound", part)
            return Term(part, Amount(Extent(*ends), quantity.unit, about))
        case _:
            raise RefusedError(f"`{part}` ({write(quantity)}) is no single date", part)


def _fraction(part: Part, number: Decimal | Ratio) -> Fraction:
    if isinstance(number, Ratio):
        if not number.denominator:
            raise RefusedError(f"`{part}` divides by zero", part)
        return Fraction(*number)
    if is_endless(number):
        raise RefusedError(f"`{part}` is beyond {MAX_DIGITS} digits", part)
    return Fraction(number)


def _extent(number: Fraction, bound: Bound | None) -> Extent:
    match bound:
        case Bound.OVER | Bound.AT_LEAST:
            return Extent(at(number, open=bound is Bound.OVER), FAR_ABOVE)
        case Bound.UNDER | Bound.AT_MOST:
            return Extent(FAR_BELOW, at(number, open=bound is Bound.UNDER))
        case _:
            return exactly(number)


def _applied(operator: str, part: Part, operands: list[_Operand]) -> Result:
    if operator == "words":
        return _words(operands[0])
    for each in operands:
        if isinstance(each, _Quotation):
            raise RefusedError(_no_number(each.part), each.part)
    if operator in CUTS:
        return _cut(operator, operands[0])
    terms = [each for each in operands if isinstance(each, Term)]
    if len(terms) == len(operands):
        return calculate(operator, terms)
    return _applied_to_dates(operator, part, operands)


def _applied_to_dates(operator: str, part: Part, operands: list[_Operand]) -> Result:
    match operator, operands:
        case "-", [_Date() as later, _Date() as earlier]:
            return _between(later, earlier)
        case "+" | "-", [_Date() as date, Term() as duration]:
            return _shifted(part, date, duration, 1 if operator == "+" else -1)
        case "+", [Term() as duration, _Date() as date]:
            return _shifted(part, date, duration, 1)
    dates = [each for each in operands if isinstance(each, _Date)]
    if operator in {"min", "max"} and len(dates) == len(operands):
        return _outermost(operator, dates)
    reason = f"`{operator}` cannot be applied to the date `{dates[0].part}`"
    raise RefusedError(reason, dates[0].part)


def _no_number(part: Part) -> str:
    return f"`{part}` is a text; `words({part})` counts its words"


def _words(quotation: _Operand) -> Amount:
    if not isinstance(quotation, _Quotation):
        reason = f"`{quotation.part}` is no text whose words could be counted"
        raise RefusedError(reason, quotation.part)
    return Amount(exactly(Fraction(len(WORD.findall(quotation.text)))))


def _cut(operator: str, date: _Operand) -> Moment:
    if not isinstance(date, _Date) or date.moment.date.precision < CUTS[operator]:
        raise RefusedError(f"`{date.part}` is no date that gives a {operator}", date.part)
    return replace(date.moment, date=date.moment.date.cut(CUTS[operator]))


def _between(later: _Date, earlier: _Date) -> Amount:
    end, start = later.moment.date, earlier.moment.date
    for one, other in ((later, earlier), (earlier, later)):
        if one.moment.date.precision is Precision.YEAR < other.moment.date.precision:
            reason = f"`{one.part}` gives only a year ({one.moment.value})"
            advice = f"`year({other.part})` gives only that of {other.moment.value}"
            raise RefusedError(f"{reason}; {advice}", one.part)
    precision = min(end.precision, start.precision)
    number, unit = {
        Precision.YEAR: lambda: (end.year - start.year, YEAR),
        Precision.MONTH: lambda: (end.months - start.months, MONTH),
        Precision.DAY: lambda: (days_between(end, start), DAY),
    }[precision]()
    about = later.moment.about or earlier.moment.about
    return Amount(exactly(Fraction(number)), unit, about)


def _shifted(part: Part, date: _Date, duration: Term, sign: int) -> Moment:
    """A date moved by a duration; days are lost where months are added."""
    start = date.moment.date
    amount = duration.amount
    length = amount.extent.point
    for unit, precision in ((YEAR, Precision.YEAR), (MONTH, Precision.MONTH), (DAY, Precision.DAY)):
        factor = conversion(amount.unit, unit)
        if length is None or factor is None or precision > start.precision:
            continue
        if unit == YEAR and start.precision > Precision.YEAR:
            continue
        units = length * factor
        if units.denominator == 1:
            end = _moved(start, sign * int(units), unit)
            if end is None:
                raise RefusedError(f"`{part}` is beyond the years 1 to 9999", part)
            return Moment(end, date.moment.about or amount.about)
    what = f"`{duration.part}` cannot be counted from `{date.part}` ({date.moment.value})"
    raise RefusedError(f"{what}: it is no whole number of its months or days", duration.part)


def _moved(start: Calendar, by: int, unit: str) -> Calendar | None:
    if unit == DAY:
        return add_days(start, by)
    months = add_months(start, by * 12 if unit == YEAR else by)
    return months.cut(Precision.YEAR) if months and unit == YEAR else months


def _outermost(operator: str, dates: list[_Date]) -> Moment:
    if len({each.moment.date.precision for each in dates}) > 1:
        reason = f"`{dates[0].part}` and the other dates do not give the same parts of a date"
        raise RefusedError(reason, dates[0].part)
    pick = min if operator == "min" else max
    outermost = pick(each.moment.date for each in dates)
    return Moment(outermost, any(each.moment.about for each in dates))
