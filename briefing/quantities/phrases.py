"""Read the words that are numbers in themselves: "twice", "half", "a third", "first", "dozens"."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from briefing.quantities import kinds
from briefing.quantities.atoms import Atom
from briefing.quantities.dates import last_word, read_quarter_in_words
from briefing.quantities.grammar import as_one_duration
from briefing.quantities.idioms import NOT_COUNTING, read_phrase
from briefing.quantities.language import ByLanguage, Language
from briefing.quantities.model import Interval, Ratio
from briefing.quantities.numerals import read_ordinal_word
from briefing.quantities.shadow import Shadow
from briefing.quantities.trie import any_of

_WORD: Final = re.compile(r"[a-z]+")
_HALF: Final = Decimal("0.5")
_VERB_REACH: Final = 8


class _Forms:
    """What the words of a language say that are numbers in themselves."""

    def __init__(self, language: Language) -> None:
        patterns = language.patterns
        plurals, scales = (
            any_of(language.plural_scales),
            any_of([*language.scales, *language.dozens]),
        )
        article, time = any_of(language.articles), any_of(language.spans_of_time)
        month, hour = any_of(language.months), any_of(language.cardinals)
        behind_parts = rf" (?:{any_of(language.behind_parts)})\b|[.,;:!?)\"'\n\x83]|$| ?[\x81\x83]"
        self.vague = re.compile(
            rf"(?:{plurals})(?:{patterns['vague_join']}(?:{plurals}))*"
            rf"(?:{patterns['vague_of']}(?:{plurals}))*\b{patterns['vague_tail']}"
        )
        self.vague_phrase = re.compile(any_of(language.vague_phrases))
        self.counting = re.compile(patterns["counting"])
        self.counting_many = re.compile(patterns["counting_many"])
        self.of_money = re.compile(rf"{patterns['of_money']}([a-z]+)\b")
        self.of_scale = re.compile(rf"{patterns['vague_of']}(?:{scales})\b")
        self.object = re.compile(patterns["object"])
        self.pair = re.compile(rf"(?:{any_of(language.pairs)})(?![a-z-])")
        self.pair_of = re.compile(rf"{patterns['pair_of']}([a-z]+)\b")
        self.pair_of_scale = re.compile(rf"{patterns['pair_of']}(?:{scales})\b")
        self.few = re.compile(patterns["few"])
        self.half = re.compile(patterns["half"])
        self.half_a_percent = re.compile(patterns["half_a_percent"])
        self.half_a_time = re.compile(rf"{patterns['half_a']}(?P<time>{time})\b")
        self.half_as = re.compile(patterns["half_as"])
        self.half_to_the_hour = re.compile(rf"{patterns['half_to_the_hour']}(?P<hour>{hour})\b")
        hour = any_of(word for word, value in language.cardinals.items() if 1 <= value <= 12)  # noqa: PLR2004
        self.half_past = re.compile(rf"{patterns['half_past']}(?P<hour>{hour}|1[0-2]|[1-9])\b")
        self.one_time = re.compile(rf"(?:{article})[ -](?P<time>{time})(?![a-z])")
        two = any_of(word for word, value in language.cardinals.items() if value == 2)  # noqa: PLR2004
        self.or_two = re.compile(
            rf"{patterns['or']}({two})(?![a-z-]| (?:{any_of(language.times)})\b)"
        )
        self.behind_time = re.compile(rf" (?:{any_of(language.behind_spans)})\b")
        self.part = re.compile(rf"(?:{article})[ -](?P<part>{any_of(language.fractions)})(?![a-z])")
        self.behind_part = re.compile(behind_parts if language.behind_parts else "")
        self.a_single = re.compile(patterns["a_single"])
        self.before_verb = re.compile(patterns["before_verb"])
        self.behind_verb = re.compile(patterns["behind_verb"])
        self.quarter_heads = frozenset(f" {part[0]}" for part in language.parts_of_years)
        self.month_heads = frozenset(
            f"{patterns['ordinal_of_month']}{month}"[:2] for month in language.months
        )
        self.ordinal_of_month = re.compile(
            rf"{patterns['ordinal_of_month']}(?P<month>{month})\b"
            r"(?:,? (?P<year>[12]\d{3})(?!\w))?"
        )


_FORMS: Final = ByLanguage(_Forms)


def read_multiple(shadow: Shadow, at: int, word: str, floor: int) -> Atom | None:
    """Such as "twice", "doubled"; not "double-check", "body double"."""
    end = at + len(word)
    if shadow.low.startswith("-", end):
        return None
    if read_phrase(NOT_COUNTING[shadow.language], shadow, at, word, floor):
        return None
    if word in shadow.language.nouns_too and not _has_object(shadow, at, end):
        return None
    return Atom(at, end, kinds.MULTIPLE, shadow.language.multiples[word])


def _has_object(shadow: Shadow, at: int, end: int) -> bool:
    """Such as "halves" in "the drug halves the risk", and not in "in both halves the side"."""
    if len(shadow.low) == end - at:
        return True  # the word alone, as a fact gives it
    behind = _FORMS[shadow.language].object.match(shadow.low, end) is not None
    return behind and last_word(shadow.low, at) not in shadow.language.before_nouns


def read_pair(shadow: Shadow, at: int, word: str, floor: int) -> Atom | None:  # noqa: ARG001
    """Such as "a couple", "a couple of minutes"; "a couple of hundred" is as vague as "several"."""
    low, language, forms = shadow.low, shadow.language, _FORMS[shadow.language]
    pair = forms.pair.match(low, at)
    if not pair:
        return None
    if scale := forms.pair_of_scale.match(low, pair.end()):
        return _vague(shadow, at, scale.end())
    value = Decimal(language.pairs[pair[0]])
    of = forms.pair_of.match(low, pair.end())
    if of and (unit := language.times.get(of[1])):
        return Atom(at, of.end(), kinds.DURATION, value, unit)
    if of and (code := language.currencies.get(of[1])):
        return Atom(at, of.end(), kinds.MONEY, value, code)
    return Atom(at, pair.end(), kinds.QUANTITY, value)


def read_vague(shadow: Shadow, at: int, word: str, floor: int) -> Atom | None:  # noqa: ARG001
    """A plural or a phrase that counts without saying how many."""
    low, forms = shadow.low, _FORMS[shadow.language]
    match = forms.vague.match(low, at) or forms.vague_phrase.match(low, at)
    if forms.counting.match(low, at) and not forms.counting_many.match(low, at):
        return None
    if not match or low[match.end() : match.end() + 1].isalpha():
        return None
    more = forms.of_scale.match(low, match.end())  # "a couple of hundred"
    return _vague(shadow, at, more.end() if more else match.end())


def read_bare_scale(shadow: Shadow, at: int, end: int, floor: int) -> Atom | None:
    """Such as "several hundred million": a scale word of which nobody says how many."""
    few = _FORMS[shadow.language].few.search(shadow.low, max(floor, at - 16), at)
    return _vague(shadow, few.start(), end) if few else None


def _vague(shadow: Shadow, start: int, end: int) -> Atom:
    """A vague amount, with the currency it is of."""
    language = shadow.language
    money = _FORMS[language].of_money.match(shadow.low, end)
    if money and (code := language.currencies.get(money[1]) or language.pounds.get(money[1])):
        return Atom(start, money.end(), kinds.VAGUE, None, code)
    return Atom(start, end, kinds.VAGUE, None)


def read_article(shadow: Shadow, at: int, word: str, floor: int) -> Atom | None:  # noqa: ARG001
    """Such as "a single", "a third", "a year", where the words around say that one is counted."""
    low, language, forms = shadow.low, shadow.language, _FORMS[shadow.language]
    if single := forms.a_single.match(low, at):
        return Atom(at, single.end(), kinds.QUANTITY, Decimal(1))
    before = last_word(low, at)
    if (part := forms.part.match(low, at)) and (
        forms.behind_part.match(low, part.end())
        or before in language.before_parts
        or _is_qualifier(shadow, at)
    ):
        return Atom(at, part.end(), kinds.FRACTION, Ratio(1, language.fractions[part["part"]]))
    if time := forms.one_time.match(low, at):
        unit = language.times[time["time"]]
        atom = Atom(at, time.end("time"), kinds.DURATION, Decimal(1), unit)
        if joined := as_one_duration(shadow, atom):
            return joined
        if several := _or_two(shadow, atom):
            return several
        if (
            before in language.before_spans
            or _is_qualifier(shadow, at)
            or forms.behind_time.match(low, atom.end)
        ):
            return atom
    return None


def _or_two(shadow: Shadow, one: Atom) -> Atom | None:
    """Such as "an hour or two"."""
    language = shadow.language
    more = _FORMS[language].or_two.match(shadow.low, one.end)
    if not more:
        return None
    ends = Interval(Decimal(1), Decimal(language.cardinals[more[1]]))
    return Atom(one.start, more.end(), kinds.RANGE, ends, one.unit)


def _is_qualifier(shadow: Shadow, at: int) -> bool:
    words = shadow.low[max(0, at - 24) : at].split()
    known = shadow.language.before
    return any(" ".join(words[-count:]) in known for count in (1, 2) if len(words) >= count)


def read_half(shadow: Shadow, at: int, word: str, floor: int) -> Atom | None:  # noqa: ARG001
    """Such as "half", "half an hour", "half a per cent"."""
    low, language, forms = shadow.low, shadow.language, _FORMS[shadow.language]
    if percent := forms.half_a_percent.match(low, at):
        return Atom(at, percent.end(), kinds.PERCENT, _HALF, percent.lastgroup)
    if hour := _read_half_hour(shadow, at):
        return hour
    if multiple := forms.half_as.match(low, at):
        return Atom(at, multiple.end(), kinds.MULTIPLE, _HALF)
    if last_word(low, at) in language.halves_of_events:
        return None
    if time := forms.half_a_time.match(low, at):
        return Atom(at, time.end(), kinds.DURATION, _HALF, language.times[time["time"]])
    half = forms.half.match(low, at)
    return Atom(at, half.end(), kinds.FRACTION, Ratio(1, 2)) if half else None


def _read_half_hour(shadow: Shadow, at: int) -> Atom | None:
    """Such as "half past nine", "halb zehn"."""
    low, language, forms = shadow.low, shadow.language, _FORMS[shadow.language]
    if past := forms.half_past.match(low, at):
        written = past["hour"]
        hour = int(written) if written.isdigit() else language.cardinals[written]
        return Atom(at, past.end(), kinds.DATE, f"T{hour:02}:30")
    if to := forms.half_to_the_hour.match(low, at):
        return Atom(at, to.end(), kinds.DATE, f"T{(language.cardinals[to['hour']] - 1) % 12:02}:30")
    return None


def read_ordinal(shadow: Shadow, at: int, word: str, floor: int) -> Atom | None:  # noqa: ARG001
    """Such as "third"; the date in "third quarter of 2024", "third of July"."""
    low, language, forms = shadow.low, shadow.language, _FORMS[shadow.language]
    value = read_ordinal_word(language, word)
    if value is None:
        return None
    end = at + len(word)
    if low[end : end + 2] in forms.quarter_heads and (quarter := read_quarter_in_words(shadow, at)):
        return Atom(quarter.start, quarter.end, kinds.DATE, quarter.value)
    if low[end : end + 2] in forms.month_heads and (
        month := forms.ordinal_of_month.match(low, end)
    ):
        day = f"{month['year'] or '-'}-{language.months[month['month']]:02}-{value:02}"
        return Atom(at, month.end(), kinds.DATE, day)
    if word in language.ordinals_of_time and (
        _is_time(shadow, at, end) or _is_verb(shadow, at, end)
    ):
        return None
    return Atom(at, end, kinds.ORDINAL, Decimal(value))


def _is_verb(shadow: Shadow, at: int, end: int) -> bool:
    """Whether "second" is what somebody does: "will second the motion"."""
    forms = _FORMS[shadow.language]
    return bool(
        forms.behind_verb.match(shadow.low, end)
        and forms.before_verb.search(shadow.low, max(0, at - _VERB_REACH), at)
    )


def _is_time(shadow: Shadow, at: int, end: int) -> bool:
    """Whether "second" is the unit of time: "per second", "every second" before a pause."""
    before, language = last_word(shadow.low, at), shadow.language
    if before in language.one_of_each:
        return not _WORD.match(shadow.low, end + 1)
    return before in language.per
