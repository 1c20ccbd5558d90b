"""Read a number, or two that belong together: an ordinal, a fraction, a range."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from briefing.quantities import kinds
from briefing.quantities.atoms import Atom
from briefing.quantities.company import dated, read_atom, read_rate
from briefing.quantities.date_spans import complete_low, join_dates
from briefing.quantities.dates import Date, read_word_date
from briefing.quantities.digits import EXACT, Number, read_fraction_character, times_ten
from briefing.quantities.durations import join_durations
from briefing.quantities.language import ByLanguage, Language, Words
from briefing.quantities.model import Days, Interval, Ratio
from briefing.quantities.numerals import read_cardinal
from briefing.quantities.plain import CURRENCY, FRACTION, MINUS
from briefing.quantities.shadow import Shadow

_WORD: Final = re.compile(r"[a-z]+")
_CODE_OF_SECOND: Final = re.compile(r"(?:[A-Z]{1,3}[$]|[A-Z]{3} ?|Rs\.? ?)(?=[\d])")
_SLASH: Final = re.compile(r" ?/ ?(\d{1,6})(?![\d/]|[.,]\d|%)")
_FRACTION_WORD: Final = re.compile(r"[ -]([a-z]+)(?![a-z])")
_ROW: Final = frozenset(", ")
_IN_ROW: Final = re.compile(r"\d, $")
_PAIR: Final = r"\d{1,3}[-\x81]\d{1,3}"
_PAIRS: Final = re.compile(r"(\d+)[-\x81](\d+)")
_REACH: Final = 40  # how far a row of pairs is looked at
_DASHES: Final = ("-", "\x81")
_RANGED: Final = frozenset(
    {kinds.QUANTITY, kinds.MONEY, kinds.PERCENT, kinds.DURATION, kinds.MULTIPLE}
)


class _Forms:
    """What a language puts between two numbers, and behind an ordinal.

    `starts` are the words that may begin the second number.
    """

    def __init__(self, language: Language) -> None:
        patterns = language.patterns
        self.ordinal = re.compile(
            rf"(?i:{patterns['ordinal_mark']})(?={patterns['behind_ordinal']})"
        )
        self.ordinal_mark = re.compile(patterns["ordinal_mark"])
        self.before_ordinal = re.compile(patterns["before_ordinal"])
        self.joined_ordinal = re.compile(rf"(?:[ -]{patterns['and']})?[ -]([a-z]+)(?![a-z])")
        self.share = re.compile(
            rf"(?:{patterns['of_all']})(?=[a-z\d])|(?P<in>{patterns['in_all']})(?=[a-z\d])"
        )
        self.share_words = frozenset(_WORD.findall(f"{patterns['of_all']} {patterns['in_all']}"))
        self.joins = re.compile(
            rf"(?P<dash>{patterns['to_hyphenated']}| ?[-\x81] ?)|(?P<word>{patterns['to']})"
            rf"|(?P<or>{patterns['or']})"
        )
        words = _WORD.findall(f"{patterns['to']} {patterns['or']} {patterns['between_and']}")
        self.join_heads = frozenset(f" {first[0]}" for first in (*words, *_DASHES))
        self.respectively = re.compile(patterns["respectively"])
        self.row = re.compile(rf"((?:, \d{{1,3}}(?:\.\d+)?){{0,8}}),? {patterns['and']} (?=\d)")
        self.score = re.compile(patterns["behind_score"])
        self.pairs = re.compile(rf"(?:,? (?:{patterns['and']} )?{_PAIR}(?!\d)){{1,6}}")
        self.pairs_before = re.compile(rf"(?:{_PAIR},? (?:{patterns['and']} )?){{1,6}}$")
        self.between = re.compile(patterns["between_and"])
        self.starts = frozenset(
            {
                *(language.scales | language.dozens | language.months | language.days),
                *(language.day_times | language.relative_days | language.broken_cardinals),
                *(language.articles | {words.split()[0] for words in language.halves}),
            }
        )


_FORMS: Final = ByLanguage(_Forms)


def read_numeral(shadow: Shadow, at: int, floor: int) -> Atom | None:
    """What starts with a numeral at `at`: a number, fraction, ordinal, date or range."""
    atom = read_atom(shadow, at, floor)
    if atom is None:
        return None
    number = atom.number
    if atom.alone and shadow.plain[atom.start] != FRACTION:
        return atom
    if number is not None and atom.kind is kinds.QUANTITY:
        special = (
            _as_ordinal_or_days(shadow, atom, number)
            or _as_fraction(shadow, atom, number)
            or _as_listed(shadow, atom, number)
        )
        if special:
            return special
    joined = None
    if atom.kind is kinds.DURATION:
        joined = as_one_duration(shadow, atom)
    elif atom.kind is kinds.MONEY:
        joined = _with_cents(shadow, atom)
    return joined or as_range(shadow, atom) or atom


def _as_listed(shadow: Shadow, atom: Atom, number: Number) -> Atom | None:
    """Such as "5" in "5, 6 and 7 per cent": the unit behind the last of a row is that of each."""
    if (
        number.places is None
        or number.scaled
        or shadow.low[number.end : number.end + 1] not in _ROW
    ):
        return None
    row = _FORMS[shadow.language].row.match(shadow.low, number.end)
    if not row or not (row[1] or _IN_ROW.search(shadow.low, max(0, atom.start - 3), atom.start)):
        return None
    last = read_atom(shadow, row.end(), row.end())
    if last is None or last.kind is not kinds.PERCENT:
        return None
    return atom._replace(kind=kinds.PERCENT, unit=last.unit)


def _with_cents(shadow: Shadow, atom: Atom) -> Atom | None:
    """Such as "$20 and 43c": one amount, of which the cents are those of its currency."""
    joint, forms = f" {shadow.language.patterns['and']} ", _FORMS[shadow.language]
    if not shadow.low.startswith(joint, atom.end):
        return None
    at = atom.end + len(joint)
    cents = read_atom(shadow, at, at) if _may_start(shadow, at) else None
    if not (atom.number and atom.number.whole is not None and cents and cents.number):
        return None
    currency, stroke, rate = (cents.unit or "").partition("/")
    are_cents = (
        cents.start == at and cents.kind is kinds.MONEY and cents.value != cents.number.value
    )
    if not are_cents or (currency != atom.unit and "GBP" in {currency, atom.unit}):
        return None
    assert isinstance(atom.value, Decimal)
    assert isinstance(cents.value, Decimal)
    if not 0 < cents.value < 1 or atom.value < 1 or forms.respectively.match(shadow.low, cents.end):
        return None
    unit = f"{atom.unit}{stroke}{rate}"
    return atom._replace(
        end=cents.end, value=EXACT.add(atom.value, cents.value), unit=unit, step=cents.step
    )


def as_one_duration(shadow: Shadow, atom: Atom) -> Atom | None:
    """The duration of which `atom` is the first part, or None."""
    return join_durations(shadow, atom, read_atom) if atom.kind is kinds.DURATION else None


def read_between(shadow: Shadow, at: int, word: str, floor: int) -> Atom | None:
    """Such as "between 5 and 10 per cent": the word belongs to what is written."""
    first = at + len(word) + 1
    if not _may_start(shadow, first):
        return None
    low = read_second(shadow, first, floor)
    both = low and as_range(shadow, low, _FORMS[shadow.language].between)
    return both and both._replace(start=at)


def _as_ordinal_or_days(shadow: Shadow, atom: Atom, number: Number) -> Atom | None:
    """Such as "3rd", and "3rd to 7th May", where a mark stands in front of what joins the days."""
    if number.places is None:
        return _as_ordinal(shadow, number)
    forms = _FORMS[shadow.language]
    mark = forms.ordinal_mark.match(shadow.low, number.end) if number.places == 0 else None
    if mark is None:
        return None
    days = as_range(shadow, atom._replace(end=mark.end()))
    return days if days and isinstance(days.value, Days) else _as_ordinal(shadow, number)


def _as_ordinal(shadow: Shadow, number: Number) -> Atom | None:
    """Such as "3rd", "twenty-first"."""
    low, language, forms = shadow.low, shadow.language, _FORMS[shadow.language]
    if number.places == 0:
        tail = forms.ordinal.match(shadow.plain, number.end)
        if not tail or not forms.before_ordinal.search(
            low, max(0, number.start - 12), number.start
        ):
            return None
        return Atom(number.start, tail.end(), kinds.ORDINAL, number.value, None, number.step)
    tail = forms.joined_ordinal.match(low, number.end) if number.places is None else None
    if not tail or (low[number.end] == " " and tail[1] in language.ordinals_of_time):
        return None  # "twenty seconds"
    unit, value = language.ordinals.get(tail[1], 0), int(number.value)
    if 0 < unit < (10 if value % 100 else 100) and value >= 20 and value % 10 == 0:  # noqa: PLR2004
        return Atom(number.start, tail.end(), kinds.ORDINAL, Decimal(value + unit))
    return None


def _as_fraction(shadow: Shadow, atom: Atom, number: Number) -> Atom | None:
    is_character = shadow.plain[number.start] == FRACTION and number.end == number.start + 1
    if is_character and atom.value == number.value:
        part = read_fraction_character(shadow.text[number.start])
        return _ratio(atom.start, number.end, part.numerator, part.denominator)
    if number.places == 0 and "/" in shadow.low[number.end : number.end + 2]:
        slash, whole = _SLASH.match(shadow.plain, number.end), number.whole
        if slash and whole is not None and atom.value == whole and int(slash[1]) >= max(whole, 1):
            return _ratio(atom.start, slash.end(), whole, int(slash[1]))
    word = _FRACTION_WORD.match(shadow.low, number.end)
    parts = shadow.language.fractions.get(word[1]) if word else None
    if not word or not (parts or word[1] in _FORMS[shadow.language].share_words):
        return None
    whole = number.whole
    if whole is None or atom.value != whole:
        return None
    if parts and whole and _agrees(shadow.language, word[1], whole):
        return _ratio(atom.start, word.end(), whole, parts)
    return _as_share(shadow, atom, whole)


def _agrees(language: Language, part: str, whole: int) -> bool:
    """Whether a part is in the singular or plural as its number asks: "one third", "two thirds"."""
    return not language.plural_fractions or (part in language.plural_fractions) == (whole > 1)


def _ratio(start: int, end: int, numerator: int, denominator: int) -> Atom:
    return Atom(start, end, kinds.FRACTION, Ratio(numerator, denominator))


def may_be_fraction(shadow: Shadow, end: int) -> bool:
    """Whether the number word that ends at `end` may begin a fraction: "one of the five"."""
    part = _FRACTION_WORD.match(shadow.low, end)
    if part and part[1] in shadow.language.fractions:
        return True
    share = _FORMS[shadow.language].share.match(shadow.low, end)
    return share is not None and _may_start(shadow, share.end())


def _as_share(shadow: Shadow, atom: Atom, whole: int) -> Atom | None:
    """Such as "3 of 5", "four out of five", "1 in 3"."""
    share = _FORMS[shadow.language].share.match(shadow.low, atom.end)
    if not share or not _may_start(shadow, share.end()):
        return None
    second = read_atom(shadow, share.end(), share.end())
    if second is None or second.kind is not kinds.QUANTITY or second.number is None:
        return None
    if _as_ordinal(shadow, second.number):
        return None
    total = second.number.whole
    if total is None or second.value != total or not whole <= total or not total:
        return None
    if share["in"] and (whole == total or total > 1000_000):  # noqa: PLR2004
        return None
    return _ratio(atom.start, second.end, whole, total)


def _may_start(shadow: Shadow, at: int) -> bool:
    """Whether a number could start at `at`: a digit, a currency, a number word, a month or day."""
    first = shadow.plain[at : at + 1]
    if first in {"+", "-", MINUS}:
        first = shadow.plain[at + 1 : at + 2]
        return first.isdigit() or first in {"$", CURRENCY}
    if not first.isalpha():
        return first.isdigit() or (first != "" and first in {"$", CURRENCY, FRACTION, "."})
    word = _WORD.match(shadow.low, at)
    return word is not None and (
        word[0] in _FORMS[shadow.language].starts
        or read_cardinal(shadow.language, word[0]) is not None
        or shadow.plain[at : at + 3].isupper()
    )


def read_second(shadow: Shadow, at: int, floor: int) -> Atom | None:
    """One end of a range at `at`."""
    word = _WORD.match(shadow.low, at)
    if word and (date := read_word_date(shadow, at, word[0])):
        return dated(date)
    if shadow.plain[at : at + 1] in {"-", "+", MINUS}:
        at += 1
    code = _CODE_OF_SECOND.match(shadow.plain, at)
    return read_atom(shadow, code.end() if code else at, floor)


def as_dates(shadow: Shadow, date: Date) -> Atom:
    """The date, or the span of dates that it begins."""
    atom = dated(date)
    return as_range(shadow, atom) or atom


def as_range(shadow: Shadow, low: Atom, joins: re.Pattern[str] | None = None) -> Atom | None:
    """The range of which `low` is the first end, or None; `joins` is what may stand between."""
    end = low.end
    forms, following = _FORMS[shadow.language], shadow.low[end : end + 2]
    if following not in forms.join_heads and not following.startswith(_DASHES):
        return None
    join = (joins or forms.joins).match(shadow.low, end)
    if not join or not _may_start(shadow, join.end()):
        return None
    high = read_second(shadow, join.end(), join.end())
    if high is None or high.start > join.end() or not _joins(shadow, join, low, high):
        return None
    if as_one_duration(shadow, high):  # "1 hour to 2 hours 30 minutes"
        return None
    if kinds.DATE in {low.kind, high.kind}:
        return _span_of_dates(shadow, low, high)
    both = _interval(low, high)
    return both and _with_rate(shadow, both, low, high)


def _with_rate(shadow: Shadow, both: Atom, low: Atom, high: Atom) -> Atom:
    """The range with its rate, where only the first end has a currency: "$70-75 a barrel"."""
    bare = low.kind is kinds.MONEY and high.unit is None
    rate = read_rate(shadow, both.end, low.kind) if bare else None
    return both._replace(end=rate.end, unit=f"{both.unit}/{rate.unit}") if rate else both


def _joins(shadow: Shadow, join: re.Match[str], low: Atom, high: Atom) -> bool:
    """Whether the word or dash between two numbers makes a range of them."""
    if high.number and _as_ordinal(shadow, high.number):
        return False
    if join.lastgroup == "word":
        return not _is_change(shadow, low.start)
    if join.lastgroup == "or":
        return _are_neighbours(low, high)
    return join.lastgroup != "dash" or not _is_score(shadow, low, high)


def _is_change(shadow: Shadow, at: int) -> bool:
    """Whether "X to Y" is what something changed by and to, or from and to."""
    return _is_said_before(shadow, at, shadow.language.change_verbs)


def _is_score(shadow: Shadow, low: Atom, high: Atom) -> bool:
    """Whether "X-Y" is how a contest ended: "lost 0-2", "7-6, 4-6, 6-2"."""
    if low.kind is not kinds.QUANTITY or high.kind is not kinds.QUANTITY:
        return False
    forms, text = _FORMS[shadow.language], shadow.low
    if (ends := forms.score.match(text, high.end)) and (
        ends.lastgroup or _is_said_before(shadow, low.start, shadow.language.contest_words)
    ):
        return True
    row = (
        forms.pairs_before.search(text, max(0, low.start - _REACH), low.start),
        forms.pairs.match(text, high.end),
    )
    pairs = (pair for part in row if part for pair in _PAIRS.findall(part[0]))
    return any(int(first) > int(second) for first, second in pairs)


def _is_said_before(shadow: Shadow, at: int, said: Words) -> bool:
    """Whether one of the words stands not far in front, in the same clause."""
    words = re.findall(r"[a-z]+|[.;:\n]", shadow.low[max(0, at - 40) : at])[-5:]
    clause = words[max((i for i, w in enumerate(words) if not w.isalpha()), default=-1) + 1 :]
    return any(word in said for word in clause)


def _are_neighbours(low: Atom, high: Atom) -> bool:
    """Such as "two or three" is a range; "5 or 10" is not."""
    return (
        isinstance(low.value, Decimal)
        and isinstance(high.value, Decimal)
        and low.kind is kinds.QUANTITY
        and high.kind in {kinds.QUANTITY, kinds.DURATION, kinds.PERCENT}
        and low.number is not None
        and high.number is not None
        and high.number.mantissa - low.number.mantissa == 1
        and low.number.mantissa < 20  # noqa: PLR2004
    )


def _span_of_dates(shadow: Shadow, low: Atom, high: Atom) -> Atom | None:
    ends = None
    if low.kind is kinds.DATE and isinstance(low.value, str):
        first = Date(low.start, low.end, low.value)
        if high.kind is kinds.DATE and isinstance(high.value, str):
            ends = join_dates(first, Date(high.start, high.end, high.value))
        elif high.kind is kinds.QUANTITY and high.number and high.number.whole is not None:
            ends = join_dates(first, high.number.whole)
    elif low.kind is kinds.QUANTITY and low.number and low.number.whole is not None:
        assert isinstance(high.value, str)
        hour = shadow.low.endswith(tuple(shadow.language.hour_words), high.start, high.end)
        ends = complete_low(low.number.whole, Date(high.start, high.end, high.value), hour=hour)
    return ends and Atom(low.start, high.end, kinds.RANGE, Days(*ends))


def _interval(low: Atom, high: Atom) -> Atom | None:
    """The range between two numbers, of which scale, currency and unit may stand only once."""
    if not (low.number and high.number and _fit(low, high)):
        return None
    first, last, step = low.value, high.value, low.step
    assert isinstance(first, Decimal)
    assert isinstance(last, Decimal)
    if high.number.scaled and not low.number.scaled and low.number.mantissa < high.number.mantissa:
        first = times_ten(first, high.number.exponent)
        step = step and times_ten(step, high.number.exponent)
    if not first < last:
        return None
    step = min((s for s in (step, high.step) if s is not None), default=None)
    value = Interval(first, last)
    return Atom(low.start, high.end, kinds.RANGE, value, high.unit or low.unit, step)


def _fit(low: Atom, high: Atom) -> bool:
    """Whether two numbers can be the ends of one range: both of a kind, or one without a unit."""
    if low.kind not in _RANGED or high.kind not in _RANGED:
        return False
    if low.unit and high.unit:
        return low.unit == high.unit.partition("/")[0]
    if low.unit:
        return low.kind is kinds.MONEY
    return low.kind is not kinds.MULTIPLE or high.kind is kinds.MULTIPLE
