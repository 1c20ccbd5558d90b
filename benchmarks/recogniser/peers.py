"""Ours and its peers, each made to report in the form of `readings`.

What each peer says is mapped so that no convention of ours counts against it:

- **quantulum3** (without its classifier, which needs scikit-learn) has units instead of kinds: a
  currency is money, percent and basis points are percent, a time is a duration, the rest is a
  quantity. A value with an uncertainty is a range. Coins count as hundredths, here and below.
- **Recognizers-Text** is asked with all its models of numbers, units and dates. Where two of them
  claim one place, the order of `MODELS` decides. Its TIMEX is turned into the form of the corpus:
  a date with a time is two readings, as it is two labels, and "12 months ago" its 12 months.
  Phrases without a number that the corpus does not label ("last year", "spring") are left out.
- **text2num, number-parser, numerizer** rewrite a text, number words into digits. What they report
  is every number in the text that they give back; `rewriting` finds where it came from, so their
  spans are no merit of theirs. They have no kinds.

A peer that is not installed is left out.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from importlib import import_module
from typing import Any

from briefing.quantities.listing import as_plain
from briefing.quantities.model import Kind
from briefing.quantities.recognise import recognise
from recogniser.readings import KINDS, Reading, Recogniser, apart, meaning_of
from recogniser.rewriting import read_rewritten
from recogniser.timex import TODAY, read_timex

Model = Callable[..., list[Any]]

NO_NUMBER_WORDS = frozenset({"vague", "name"})
# The models of Recognizers-Text by module, the more telling first, with the kind of what it finds.
MODELS = (
    ("number_with_unit", "recognize_currency", "money"),
    ("number", "recognize_percentage", "percent"),
    ("number_with_unit", "recognize_age", "duration"),
    ("number_with_unit", "recognize_temperature", "quantity"),
    ("date_time", "recognize_datetime", "date"),
    ("number_with_unit", "recognize_dimension", "quantity"),
    ("number", "recognize_ordinal", "ordinal"),
    ("number", "recognize_number", "quantity"),
)
WITHOUT_NUMBER = re.compile(
    r"(?:(?:the|in|for|over|all) )*(?:last|next|this|past|previous|current|coming|same|now|"
    r"recent\w*|early|late|later|earlier|soon|then|currently|end|future|daily|weekly|monthly|annual\w*|"
    r"yearly|each|every|morning|afternoon|evening|night|hour|day|week|month|year|"
    r"spring|summer|autumn|fall|winter)\b[ a-z]*"
)
AGO = re.compile(r"^(?:with)?in |(?: ago| later| earlier| from now)$")
RELATIVE_ORDINAL = re.compile("last|next|previous|current")
COINS = frozenset({"cent", "cents", "penny", "pence"})
LABELLED = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d|today|yesterday|tomorrow")


def ours() -> Recogniser:
    """The recogniser of this project; what it calls an idiom it reports as no number."""

    def read(text: str) -> list[Reading]:
        return [
            Reading(*q.span, meaning_of(q.kind, as_plain(q.value)), str(q.kind))
            for q in recognise(text)
            if q.kind is not Kind.IDIOM
        ]

    return Recogniser("ours", "briefing", read)


def quantulum3() -> Recogniser:
    """Quantities with SI and many other units."""
    parser = import_module("quantulum3.parser")

    def read(text: str) -> list[Reading]:
        found = parser.parse(text)
        return [Reading(q.span[0], q.span[1], _value(q), _kind(q)) for q in found]

    claims = KINDS - NO_NUMBER_WORDS - {"date", "ordinal", "multiple"}
    return Recogniser("quantulum3", "quantulum3", read, claims, {"fraction": "quantity"})


def _value(quantity: Any) -> float | tuple[float, float]:  # noqa: ANN401 - its own class
    value, around = float(quantity.value), quantity.uncertainty
    value = value / 100 if quantity.unit.name in COINS else value
    return (value - float(around), value + float(around)) if around else value


def _kind(quantity: Any) -> str:  # noqa: ANN401 - its own class
    if quantity.uncertainty:
        return "range"
    if re.match("percent|basis point", quantity.unit.name):
        return "percent"
    first = next(iter(quantity.unit.dimensions or ()), {"base": ""})["base"]
    units = import_module("quantulum3.load").units().names
    entity = units[first].entity.name if first in units else quantity.unit.entity.name
    return {"currency": "money", "time": "duration"}.get(entity, "quantity")


def recognizers_text() -> Recogniser:
    """The models of numbers, units and dates of Recognizers-Text."""
    models = [
        (getattr(import_module(f"ms_recognizers_{module}"), name), kind)
        for module, name, kind in MODELS
    ]

    def read(text: str) -> list[Reading]:
        return apart(reading for model, kind in models for reading in _found(model, kind, text))

    says = {"fraction": "quantity", "multiple": "quantity"}
    claims = KINDS - NO_NUMBER_WORDS - {"multiple", "range"}
    return Recogniser("Recognizers-Text", "ms-recognizers-text-suite", read, claims, says)


def _found(model: Model, kind: str, text: str) -> Iterator[list[Reading]]:
    """What a model finds, the longest first, all readings of a place together."""
    found = model(text, "en-us", reference=TODAY) if kind == "date" else model(text, "en-us")
    for result in sorted(found, key=lambda result: result.start - result.end):
        place = result.start, result.end + 1
        if kind == "date":
            if LABELLED.search(result.text) or not WITHOUT_NUMBER.fullmatch(result.text):
                yield [Reading(*place, *read) for read in read_timex(_timex(model, result))]
        elif not RELATIVE_ORDINAL.fullmatch(result.text):
            yield [Reading(*place, _plain_number(result.resolution), kind)]


def _timex(model: Model, result: Any) -> str:  # noqa: ANN401 - its own class
    """The TIMEX of a date; of "12 months ago" that of "12 months", which the corpus labels."""
    length = AGO.sub("", result.text)
    again = model(length, "en-us", reference=TODAY) if length != result.text else []
    for found in (*again, result):
        timex = str(((found.resolution or {}).get("values") or [{}])[0].get("timex", ""))
        if found is result or timex.startswith("P"):
            return timex
    return ""


def _plain_number(resolution: dict[str, str] | None) -> float | None:
    """The number that a resolution gives, of a coin in the unit that it is a hundredth of."""
    resolution = resolution or {}
    with suppress(ValueError):
        number = float((resolution.get("value") or "").rstrip("%"))
        return number / 100 if str(resolution.get("unit")).lower() in COINS else number
    return None


def text2num() -> Recogniser:
    """Number words into digits; `threshold` 0 lets it rewrite a lone "one" or "two", too."""
    rewrite = import_module("text_to_num").alpha2digit
    return _rewriter("text2num", partial(rewrite, lang="en", threshold=0))


def number_parser() -> Recogniser:
    """Number words into digits."""
    return _rewriter("number-parser", partial(import_module("number_parser").parse, language="en"))


def numerizer() -> Recogniser:
    """Number words into digits, fractions and ordinals, too."""
    return _rewriter("numerizer", import_module("numerizer").numerize)


def _rewriter(name: str, rewrite: Callable[[str], str]) -> Recogniser:
    claims = frozenset({"quantity", "money", "percent", "duration", "ordinal", "fraction"})
    return Recogniser(name, name, partial(read_rewritten, rewrite), claims, None, has_spans=False)


PEERS = (quantulum3, recognizers_text, text2num, number_parser, numerizer)


def installed_peers() -> Iterator[Recogniser]:
    """Those peers that can be imported."""
    for peer in PEERS:
        with suppress(ModuleNotFoundError):
            yield peer()
