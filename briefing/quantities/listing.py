"""Give a quantity as the object that `briefing numbers --format json` prints."""

from __future__ import annotations

from decimal import Decimal

from briefing.quantities.counted import counted_noun
from briefing.quantities.language import ENGLISH, Language
from briefing.quantities.model import Days, Interval, Quantity, Ratio, Value
from briefing.text import Text


def as_record(text: Text, quantity: Quantity, language: Language = ENGLISH) -> dict[str, object]:
    """A quantity of `text` as plain values; columns count from 1, `end_column` is excluded."""
    start, end = (text.position(offset) for offset in quantity.span)
    return {
        "path": text.path,
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
        "written": quantity.written,
        "kind": str(quantity.kind),
        "value": as_plain(quantity.value),
        "unit": quantity.unit,
        "qualifier": quantity.qualifier,
        "bound": quantity.bound and str(quantity.bound),
        "step": as_plain(quantity.step),
        "of": counted_noun(text.content, quantity, language),
    }


def as_plain(value: Value) -> str | dict[str, str] | None:
    """A value without exponents: "14300000000", "2/3", {"low": …, "high": …}."""
    match value:
        case Decimal():
            return format(value, "f")
        case Interval():
            return {"low": format(value.low, "f"), "high": format(value.high, "f")}
        case Days():
            return {"low": value.low, "high": value.high}
        case Ratio():
            return str(value)
    return value
