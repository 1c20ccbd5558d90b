"""The unit that the head of a table gives to the cells under it: "£m", "%", "'000".

```
Sales (£m)     head   money, GBP, times 10^6
4.2            cell   £4,200,000, by its head
```
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from briefing.quantities.digits import times_ten
from briefing.quantities.language import ENGLISH, ByLanguage, Language
from briefing.quantities.model import Interval, Kind, Quantity
from briefing.quantities.recognise import recognise
from briefing.quantities.trie import any_of

_YEAR = re.compile(r"\d{4}")
# A bracket at the end of a head, or what stands behind its last comma.
_TAIL = re.compile(r"[(\[]([^()\[\]]+)[)\]]$|, ([^,]+)$")
_GIVEN = frozenset({Kind.MONEY, Kind.PERCENT, Kind.DURATION, Kind.QUANTITY})
_LONGEST = 24  # characters that a unit takes


class Head(NamedTuple):
    """What a head says of the numbers under it: their kind and unit, and a power of ten."""

    words: str
    kind: Kind
    unit: str | None
    exponent: int


def read_head(words: str, language: Language = ENGLISH) -> Head | None:
    """The unit that a head gives, or None where it gives none."""
    words = words.strip()
    tail = _TAIL.search(words)
    within = _forms[language].within.search(words)
    for unit in (words, (tail[1] or tail[2]) if tail else "", within[1] if within else ""):
        head = _read_unit(unit.strip(), language) if 0 < len(unit) <= _LONGEST else None
        # "Year" and "Days" over a column say what it holds.
        if head and (head.kind is not Kind.DURATION or unit != words):
            return head
    return None


def head_of(heads: Iterable[str], language: Language = ENGLISH) -> Head | None:
    """The unit that all heads of a cell give together; None where they differ, or give none."""
    found = {head[1:]: head for words in heads if (head := read_head(words, language))}
    return next(iter(found.values())) if len(found) == 1 else None


def under_head(quantities: tuple[Quantity, ...], cell: str, head: Head) -> tuple[Quantity, ...]:
    """The numbers of a cell in the unit of their head.

    A cell has it that holds one number and no words, and no unit of its own.
    """
    if len(quantities) != 1:
        return quantities
    (quantity,) = quantities
    around = cell[: quantity.whole_span.start] + cell[quantity.whole_span.end :]
    number = _plain_value(quantity)
    if number is None or any(character.isalpha() for character in around + quantity.written):
        return quantities
    step = quantity.step or (Decimal(1) if quantity.kind is Kind.DATE else None)
    return (
        quantity._replace(
            kind=quantity.kind if isinstance(number, Interval) else head.kind,
            value=_scaled(number, head.exponent),
            unit=head.unit,
            step=step and times_ten(step, head.exponent),
            head=head.words,
        ),
    )


def figure_under(quantity: Quantity, head: Head) -> str | None:
    """The figure that states a quantity under a head: "4.2" under "£m" for £4.2 million.

    None where the head has another unit, or the figure would not say the same.
    """
    ends = quantity.value if isinstance(quantity.value, Interval) else (quantity.value,)
    if quantity.unit != head.unit or quantity.bound is not None:
        return None
    figures = []
    for end in ends:
        if not isinstance(end, Decimal):
            return None
        places = quantity.step and -int(times_ten(quantity.step, -head.exponent).adjusted())
        number = times_ten(end, -head.exponent)
        figures.append(f"{number:,.{max(places, 0)}f}" if places is not None else f"{number:,f}")
    return "–".join(figures).replace("-", "\u2212")


def _plain_value(quantity: Quantity) -> Decimal | Interval | None:
    """The number of a quantity that has no unit; a year under a head that has one is none."""
    if quantity.unit is not None:
        return None
    if quantity.kind is Kind.DATE and _YEAR.fullmatch(quantity.written):
        return Decimal(quantity.written)
    if quantity.kind in {Kind.QUANTITY, Kind.RANGE} and isinstance(
        quantity.value, Decimal | Interval
    ):
        return quantity.value
    return None


def _scaled(number: Decimal | Interval, exponent: int) -> Decimal | Interval:
    if isinstance(number, Interval):
        return Interval(*(times_ten(end, exponent) for end in number))
    return times_ten(number, exponent)


class _Forms:
    """How a language writes units that stand alone.

    `alone` are the scales that can be a unit without any other, `behind` those behind a currency.
    """

    def __init__(self, language: Language) -> None:
        plurals = {f"{word}s": size for word, size in language.scales.items()}
        self.alone = {**language.scales, **plurals, **language.head_scales}
        self.behind = {**language.short_scales, "000": 3}
        self.longest_first = sorted({*self.alone, *self.behind}, key=len, reverse=True)
        before = any_of(language.before_units)
        self.in_front = re.compile(rf"(?:{before}) ", re.IGNORECASE)
        self.within = re.compile(rf" (?:{before}) ([^ ]+(?: [^ ]+)?)$", re.IGNORECASE)


_forms = ByLanguage(_Forms)


def _read_unit(unit: str, language: Language) -> Head | None:
    """The unit, if the words are one and nothing else: a number with it is read as a whole."""
    forms = _forms[language]
    rest, exponent = _split_scale(forms.in_front.sub("", _straight(unit), count=1), forms)
    if not rest:
        return Head(unit, Kind.QUANTITY, None, exponent) if exponent else None
    for probe in (f"{rest}1", f"1 {rest}", f"1{rest}"):
        read = recognise(probe, language=language)
        if len(read) == 1 and read[0].written == probe and read[0].kind in _GIVEN and read[0].unit:
            size = read[0].value
            assert isinstance(size, Decimal)
            return Head(unit, read[0].kind, read[0].unit, exponent + size.adjusted())
    return None


def _straight(words: str) -> str:
    return words.replace("\u2019", "'").replace("\u00a0", " ")


def _split_scale(unit: str, forms: _Forms) -> tuple[str, int]:
    """The unit without the scale at its end, and the power of ten that this was."""
    low = unit.lower()
    for scale in forms.longest_first:
        rest = unit[: -len(scale)] if low.endswith(scale) else unit
        if rest == unit or (rest and rest[-1].isalnum()):
            continue
        if scale in forms.alone or rest.strip():
            return rest.strip(), forms.alone.get(scale) or forms.behind[scale]
    return unit, 0
