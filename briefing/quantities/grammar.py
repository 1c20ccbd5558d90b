"""Read one number with its currency, sign, unit and rate, and two that belong together."""

from __future__ import annotations

import re
from decimal import Decimal

from briefing.quantities.atoms import Atom
from briefing.quantities.dates import (
    Date,
    complete_low,
    join_dates,
    read_numeric_date,
    read_word_date,
)
from briefing.quantities.durations import join_durations
from briefing.quantities.model import Days, Interval, Kind, Ratio
from briefing.quantities.numerals import (
    Number,
    read_fraction_character,
    read_number,
    times_ten,
)
from briefing.quantities.shadow import CURRENCY, FRACTION, MINUS, Shadow
from briefing.quantities.tables import (
    CARDINALS,
    CHANGE_VERBS,
    CURRENCY_CODES,
    CURRENCY_NAMES,
    CURRENCY_SYMBOLS,
    DAY_TIMES,
    DAYS,
    FRACTIONS,
    LONGEST_CURRENCY_NAME,
    MONTHS,
    ORDINALS,
    RATES,
    RELATIVE_DAYS,
    SCALES,
    TIMES,
)

_UNIT = re.compile(
    r"""(?P<point> [ -]percentage[ -]points?\b | [ ]?pp(?:ts?)?\b | [ ]?%[ ]?pp(?:ts?)?\b
                 | (?:[ ]?%|[ ]per[ -]?cent)[ -](?:percentage[ -])?points?\b )
      | (?P<basis> [ -]basis[ -]points?\b | [ ]?bps?\b )
      | (?P<percent> [ ]?% | [ -]per[ -]?cent(?:age)?\b(?![ ]points?) | [ -]?pct\b | pc\b )
      | (?P<fold> [ -]?fold\b | [ -]times\b(?!-) | [ ]?x\b(?![ ]?\d) )
      | (?P<cents> [ ]?\x82(?!\d) | [ -]cents?\b | [ -]pence\b | [ ]?[cp]\b(?!-|/) )""",
    re.VERBOSE,
)
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b")
_TIME = re.compile(r"(?:\+?[ -]|(?<=\d))([a-z]+)(?![a-z])")
_RATE = re.compile(
    rf"(?: an? (?!\w+ (?:ago|later|earlier|before|after|long|old|on)\b)"
    rf"| per |/| ?-an?-| each | every )"
    rf"(?P<time>{'|'.join(RATES)})\b(?!'s|-)"
)
_CODE_AFTER = re.compile(r" ?([A-Z]{3})\b")
_CODE_IN_BRACKETS = re.compile(r" ?\(([A-Z]{3})\)")
_SIGN_AFTER = re.compile(r" ?[$\x82](?![ ]?[\d.])")
_NAME_AFTER = re.compile(rf"[ -]((?:[a-z]+[ -]){{0,{LONGEST_CURRENCY_NAME - 1}}}[a-z]+)")
_CODE_BEFORE = re.compile(r"(?<![\w$])([A-Z]{3}|Rs\.?|RMB) ?$")
_GLUED_BEFORE = re.compile(
    r"(?<![\w$\x82])(?:[A-Za-z]{1,3}|[$\x82]+[ \x85]?|(?P<spaced>[A-Z]{3}[ \x85]))$"
)
_WORD = re.compile(r"[a-z]+")
_CODE_OF_SECOND = re.compile(r"(?:[A-Z]{1,3}[$]|[A-Z]{3} ?|Rs\.? ?)(?=[\d])")
_WORD_SIGNS = ("minus ", "negative ")
_WORD_SIGN = re.compile(r"\b(?:minus|negative) $")
_POUNDS = re.compile(r"[ -]pounds?\b(?! of)")
_MONEY_FROM = 10_000  # pounds in such numbers are money, and no weight


def read_atom(shadow: Shadow, at: int, floor: int) -> Atom | None:
    """The single number or date that starts at `at`, with what belongs to it on either side."""
    first = shadow.plain[at]
    if (
        first.isdigit()
        and (date := read_numeric_date(shadow, at))
        and not _has_currency_before(shadow, at, floor)
    ):
        return _dated(date)
    if first in {"$", CURRENCY}:
        return _read_money_sign(shadow, at, floor)
    number = read_number(shadow, at)
    return number and _with_company(shadow, number, floor)


def _dated(date: Date) -> Atom:
    return Atom(date.start, date.end, Kind.DATE, date.value)


def _has_currency_before(shadow: Shadow, at: int, floor: int) -> bool:
    return at > floor and _currency_before(shadow, at, floor)[1] is not None


def _read_money_sign(shadow: Shadow, at: int, floor: int) -> Atom | None:
    """Money with the sign in front: the numeral stands right behind it, or one space on."""
    digits = at + 1
    while digits < len(shadow.plain) and digits < at + 3 and shadow.plain[digits] in " \x85-\x80+":
        digits += 1
    if not shadow.plain[digits : digits + 1].isalnum() and (
        shadow.plain[digits : digits + 1] not in {".", FRACTION}
    ):
        return None
    number = read_number(shadow, digits)
    return number and _with_company(shadow, number, floor)


def _with_company(shadow: Shadow, number: Number, floor: int) -> Atom:
    """The number with sign and currency in front, unit and rate behind."""
    start, currency = _currency_before(shadow, number.start, floor)
    start, negative = _sign_before(shadow, start, number.start, floor)
    end, kind, unit, factor = _unit_after(shadow, number, currency)
    value, step = number.value, number.step
    if factor:
        value, step = times_ten(value, factor), step and times_ten(step, factor)
    if unit and kind is not Kind.DURATION and (rate := _RATE.match(shadow.low, end)):
        end, unit = rate.end(), f"{unit}/{RATES[rate['time']]}"
    return Atom(start, end, kind, value.copy_negate() if negative else value, unit, step, number)


def _currency_before(shadow: Shadow, at: int, floor: int) -> tuple[int, str | None]:
    """Where the currency in front of `at` starts, and its code; `at` and None without one."""
    plain, sign = shadow.plain, at
    while sign > floor and sign > at - 2 and plain[sign - 1] in " \x85-\x80+":
        sign -= 1
    if sign > floor and plain[sign - 1] in {"$", CURRENCY}:
        return _symbol_before(shadow, sign, floor)
    last = plain[at - 1 : at] if plain[at - 1 : at] != " " else plain[at - 2 : at - 1]
    if last in _CODE_ENDS and (match := _CODE_BEFORE.search(plain, max(floor, at - 5), at)):
        code = match[1].rstrip(".")
        if code in CURRENCY_CODES:
            return match.start(), code
        if code in CURRENCY_SYMBOLS:
            return match.start(), CURRENCY_SYMBOLS[code]
    return at, None


_CODE_ENDS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZs.")


def _symbol_before(shadow: Shadow, end: int, floor: int) -> tuple[int, str | None]:
    """The sign that ends at `end` with what is glued to its front: "US$", "USD $".

    What makes no currency ("US£", "$£") is a unit of its own, so that it passes for no other.
    """
    symbol = "$" if shadow.plain[end - 1] == "$" else shadow.text[end - 1]
    code = CURRENCY_SYMBOLS.get(symbol, symbol)
    before = shadow.plain[end - 2 : end - 1]
    if before in {" ", "\x85"}:
        before = shadow.plain[end - 3 : end - 2]
    may_be_glued = before.isupper() or before.islower() or before in {"$", CURRENCY}
    glued = may_be_glued and _GLUED_BEFORE.search(shadow.plain, max(floor, end - 6), end - 1)
    if not glued:
        return end - 1, code
    prefix = shadow.text[slice(*glued.span())].strip(" \u00a0")
    if known := CURRENCY_SYMBOLS.get(prefix.upper() + symbol):
        return glued.start(), known
    if prefix in CURRENCY_CODES and (prefix == code or (symbol == "$" and prefix[-1] == "D")):
        return glued.start(), prefix
    if glued["spaced"] and prefix not in CURRENCY_SYMBOLS.values():
        return end - 1, code
    return glued.start(), prefix + symbol


def _sign_before(shadow: Shadow, start: int, numeral: int, floor: int) -> tuple[int, bool]:
    """Where the number with its sign starts, and whether the sign says less than nothing."""
    plain = shadow.plain
    if start < numeral and plain[numeral - 1] in "-\x80":
        return start, True
    if start > floor and plain[start - 1] in "-\x80\x81+" and shadow.text[start - 1] != "\u2011":
        before = plain[start - 2 : start - 1] if start > 1 else ""
        if plain[start - 1] == MINUS or before in {"", " ", "(", "\n", "\x85", '"', "[", "/", "|"}:
            return start - 1, plain[start - 1] != "+"
    if shadow.low.endswith(_WORD_SIGNS, max(floor, start - 9), start) and (
        word := _WORD_SIGN.search(shadow.low, max(floor, start - 9), start)
    ):
        return word.start(), True
    return start, False


def _unit_after(
    shadow: Shadow, number: Number, currency: str | None
) -> tuple[int, Kind, str | None, int]:
    """Where the number with its unit ends, its kind, its unit, and a power of ten for cents."""
    low, end = shadow.low, number.end
    if currency:
        end, currency = _repeated_currency(shadow, end, currency)
        return end, Kind.MONEY, currency, 0
    following = _FOLLOWING.match(low, end)
    assert following is not None
    gap, word = following.groups()
    unit = _UNIT.match(low, end) if word in _UNIT_WORDS else None
    if unit and (counted := _counted_in(shadow, number, unit)):
        return counted
    timed = word in TIMES and (gap or low[end - 1] in _DIGITS)
    if timed and not (word == "second" and low.startswith("-", following.end())):
        return following.end(), Kind.DURATION, TIMES[word], 0
    return _currency_after(shadow, number, word)


_FOLLOWING = re.compile(r"(\+?[ -])?([a-z]+|[%\x82$(]?)")
_DIGITS = frozenset("0123456789")
_UNIT_WORDS = frozenset(
    "percentage pp ppt ppts per percent pct pc basis bp bps % fold times x c p cent cents pence "
    f"{CURRENCY}".split(" ")
)
_CURRENCY_HEADS = frozenset(name.partition(" ")[0].partition("-")[0] for name in CURRENCY_NAMES)


def _repeated_currency(shadow: Shadow, end: int, currency: str) -> tuple[int, str]:
    """End and currency, with the one that stands behind: "$5 million USD", "$3 dollars".

    Where the two differ, that one counts: "$5 million CAD". A code does so only where the currency
    has a sign of its own, for "ARM" is a company, too; a name only in the plural, for "won" and
    "real" are more often something else.
    """
    if sign := _SIGN_AFTER.match(shadow.plain, end):
        symbol = shadow.text[sign.end() - 1]
        return sign.end(), CURRENCY_SYMBOLS.get(symbol, symbol)
    tail = _CODE_AFTER.match(shadow.plain, end) or _CODE_IN_BRACKETS.match(shadow.plain, end)
    if tail and tail[1] in {currency, *CURRENCY_SYMBOLS.values()}:
        return tail.end(), tail[1]
    named = _currency_name(shadow.low, end)
    if named and (named[1] == currency or shadow.low[named[0] - 1] == "s"):
        return named
    return end, currency


_COUNTED_IN = {
    "point": (Kind.PERCENT, "percentage_point"),
    "basis": (Kind.PERCENT, "basis_point"),
    "percent": (Kind.PERCENT, "percent"),
    "fold": (Kind.MULTIPLE, None),
}


def _counted_in(
    shadow: Shadow, number: Number, unit: re.Match[str]
) -> tuple[int, Kind, str | None, int] | None:
    if known := _COUNTED_IN.get(unit.lastgroup or ""):
        return unit.end(), *known, 0
    written = unit[0].strip(" -")
    if written == CURRENCY:
        sign = shadow.text[unit.end() - 1]
        if sign == "¢":
            return unit.end(), Kind.MONEY, "USD", -2
        return unit.end(), Kind.MONEY, CURRENCY_SYMBOLS.get(sign, sign), 0
    if written in {"c", "p"} and (unit[0] != written or number.places is None):
        return None
    return unit.end(), Kind.MONEY, "GBP" if written[0] == "p" else "USD", -2


def _currency_after(shadow: Shadow, number: Number, word: str) -> tuple[int, Kind, str | None, int]:
    """Money with the currency behind it: "5 million euros", "300 CHF", "20 $"; else a number."""
    end, plain = number.end, shadow.plain
    if len(word) == _CODE_LENGTH and (code := _CODE_AFTER.match(plain, end)):
        if code[1] in CURRENCY_CODES:
            return code.end(), Kind.MONEY, code[1], 0
    elif word == "(":
        bracketed = _CODE_IN_BRACKETS.match(plain, end)
        if bracketed and bracketed[1] in CURRENCY_SYMBOLS.values():
            return bracketed.end(), Kind.MONEY, bracketed[1], 0
    elif word == "$" and plain[end] == "$" and not plain[end + 1 : end + 2].isdigit():
        return end + 1, Kind.MONEY, "USD", 0
    if word in _CURRENCY_HEADS and (named := _currency_name(shadow.low, end)):
        return named[0], Kind.MONEY, named[1], 0
    if word in _POUND_WORDS and (number.scaled or number.value >= _MONEY_FROM):
        pounds = _POUNDS.match(shadow.low, end)
        if pounds:
            return pounds.end(), Kind.MONEY, "GBP", 0
    return end, Kind.QUANTITY, None, 0


_CODE_LENGTH = 3
_POUND_WORDS = frozenset({"pound", "pounds"})


def _currency_name(low: str, end: int) -> tuple[int, str] | None:
    match = _NAME_AFTER.match(low, end)
    if not match:
        return None
    words = re.split("[ -]", match[1])
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count])
        if name in CURRENCY_NAMES:
            return match.start(1) + len(name), CURRENCY_NAMES[name]
    return None


# --- numbers that belong together -----------------------------------------------------------

_OF = re.compile(
    r"(?: out of| of|-out-of)[ -](?:all )?"
    r"(?:(?:the|its|his|her|our|their|these|those|every) )?(?=[a-z\d])"
    r"|(?P<in> in (?:every )?|-in-)(?=[a-z\d])"
)
_SHARE_STARTS = frozenset("oi")
_SLASH = re.compile(r" ?/ ?(\d{1,6})(?![\d/]|[.,]\d|%)")
_JOINS = re.compile(
    r"(?P<dash>-to-| ?[-\x81] ?)|(?P<word> to | through | up to | until )|(?P<or> or )"
)
_BETWEEN = re.compile(r" (?:and|to) ")
_FRACTION_WORD = re.compile(r"[ -]([a-z]+)(?![a-z])")
_JOINED_ORDINAL = re.compile(r"(?:[ -]and)?[ -]([a-z]+)(?![a-z])")
_RANGED = frozenset({Kind.QUANTITY, Kind.MONEY, Kind.PERCENT, Kind.DURATION, Kind.MULTIPLE})


def read_numeral(shadow: Shadow, at: int, floor: int) -> Atom | None:
    """What starts with a numeral at `at`: a number, fraction, ordinal, date or range."""
    atom = read_atom(shadow, at, floor)
    if atom is None:
        return None
    number = atom.number
    if number is not None and atom.kind is Kind.QUANTITY:
        special = _as_ordinal(shadow, number) or _as_fraction(shadow, atom, number)
        if special:
            return special
    joined = as_one_duration(shadow, atom)
    return joined or _as_range(shadow, atom, _JOINS) or atom


def as_one_duration(shadow: Shadow, atom: Atom) -> Atom | None:
    """The duration of which `atom` is the first part, or None."""
    return join_durations(shadow, atom, read_atom) if atom.kind is Kind.DURATION else None


def read_between(shadow: Shadow, at: int, word: str, floor: int) -> Atom | None:
    """Such as "between 5 and 10 per cent": the word belongs to what is written."""
    first = at + len(word) + 1
    if not _may_start(shadow, first):
        return None
    low = read_second(shadow, first, floor)
    both = low and _as_range(shadow, low, _BETWEEN)
    return both and both._replace(start=at)


def _as_ordinal(shadow: Shadow, number: Number) -> Atom | None:
    """Such as "3rd", "twenty-first"."""
    if number.places == 0:
        tail = _ORDINAL.match(shadow.low, number.end)
        if not tail:
            return None
        return Atom(number.start, tail.end(), Kind.ORDINAL, number.value, None, number.step)
    tail = _JOINED_ORDINAL.match(shadow.low, number.end) if number.places is None else None
    if not tail or (shadow.low[number.end] == " " and tail[1] + "s" in TIMES):  # "twenty seconds"
        return None
    unit, value = ORDINALS.get(tail[1], 0), int(number.value)
    if 0 < unit < (10 if value % 100 else 100) and value >= 20 and value % 10 == 0:  # noqa: PLR2004
        return Atom(number.start, tail.end(), Kind.ORDINAL, Decimal(value + unit))
    return None


def _as_fraction(shadow: Shadow, atom: Atom, number: Number) -> Atom | None:
    if shadow.plain[number.start] == FRACTION and number.end == number.start + 1:
        part = read_fraction_character(shadow.text[number.start])
        return _ratio(atom.start, number.end, part.numerator, part.denominator)
    whole = number.whole
    if whole is None or atom.value != whole:
        return None
    following = shadow.low[number.end : number.end + 2]
    if number.places == 0 and "/" in following:
        slash = _SLASH.match(shadow.plain, number.end)
        if slash and int(slash[1]):
            return _ratio(atom.start, slash.end(), whole, int(slash[1]))
    if following[:1] not in {" ", "-"}:
        return None
    word = _FRACTION_WORD.match(shadow.low, number.end)
    if word and word[1] in FRACTIONS and whole and word[1].endswith("s") == (whole > 1):
        return _ratio(atom.start, word.end(), whole, FRACTIONS[word[1]])
    return _as_share(shadow, atom, whole)


def _ratio(start: int, end: int, numerator: int, denominator: int) -> Atom:
    return Atom(start, end, Kind.FRACTION, Ratio(numerator, denominator))


def _as_share(shadow: Shadow, atom: Atom, whole: int) -> Atom | None:
    """Such as "3 of 5", "four out of five", "1 in 3"."""
    following = shadow.low[atom.end : atom.end + 2]
    share = _OF.match(shadow.low, atom.end) if following[1:] in _SHARE_STARTS else None
    if not share or not _may_start(shadow, share.end()):
        return None
    second = read_atom(shadow, share.end(), share.end())
    if second is None or second.kind is not Kind.QUANTITY or second.number is None:
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
        word[0] in CARDINALS
        or word[0] in SCALES
        or word[0] in {"a", "half", "dozen"}
        or word[0] in MONTHS
        or word[0] in DAYS
        or word[0] in DAY_TIMES
        or word[0] in RELATIVE_DAYS
        or shadow.plain[at : at + 3].isupper()
    )


def read_second(shadow: Shadow, at: int, floor: int) -> Atom | None:
    """One end of a range at `at`."""
    word = _WORD.match(shadow.low, at)
    if word and (date := read_word_date(shadow, at, word[0])):
        return _dated(date)
    if shadow.plain[at : at + 1] in {"-", "+", MINUS}:
        at += 1
    code = _CODE_OF_SECOND.match(shadow.plain, at)
    return read_atom(shadow, code.end() if code else at, floor)


_JOIN_STARTS = frozenset(" -\x81")


def as_range(shadow: Shadow, low: Atom) -> Atom | None:
    """The range of which `low` is the first end, or None."""
    return _as_range(shadow, low, _JOINS)


def _as_range(shadow: Shadow, low: Atom, joins: re.Pattern[str]) -> Atom | None:
    if shadow.low[low.end : low.end + 1] not in _JOIN_STARTS:
        return None
    join = joins.match(shadow.low, low.end)
    if not join or not _may_start(shadow, join.end()):
        return None
    high = read_second(shadow, join.end(), join.end())
    if high is None or high.start > join.end() or not _joins(shadow, join, low, high):
        return None
    if as_one_duration(shadow, high):  # "1 hour to 2 hours 30 minutes"
        return None
    if Kind.DATE in {low.kind, high.kind}:
        return _span_of_dates(low, high)
    return _interval(low, high)


def _joins(shadow: Shadow, join: re.Match[str], low: Atom, high: Atom) -> bool:
    """Whether the word or dash between two numbers makes a range of them."""
    if high.number and _as_ordinal(shadow, high.number):
        return False
    if join.lastgroup == "word":
        return not _is_change(shadow, low.start)
    return join.lastgroup != "or" or _are_neighbours(low, high)


def _is_change(shadow: Shadow, at: int) -> bool:
    """Whether "X to Y" is what something changed by and to, or from and to."""
    words = re.findall(r"[a-z]+|[.;:\n]", shadow.low[max(0, at - 40) : at])[-5:]
    clause = words[max((i for i, w in enumerate(words) if not w.isalpha()), default=-1) + 1 :]
    return any(word in CHANGE_VERBS for word in clause)


def _are_neighbours(low: Atom, high: Atom) -> bool:
    """Such as "two or three" is a range; "5 or 10" is not."""
    return (
        isinstance(low.value, Decimal)
        and isinstance(high.value, Decimal)
        and low.kind is Kind.QUANTITY
        and high.kind in {Kind.QUANTITY, Kind.DURATION, Kind.PERCENT}
        and low.number is not None
        and high.number is not None
        and high.number.mantissa - low.number.mantissa == 1
        and low.number.mantissa < 20  # noqa: PLR2004
    )


def _span_of_dates(low: Atom, high: Atom) -> Atom | None:
    ends = None
    if low.kind is Kind.DATE and isinstance(low.value, str):
        first = Date(low.start, low.end, low.value)
        if high.kind is Kind.DATE and isinstance(high.value, str):
            ends = join_dates(first, Date(high.start, high.end, high.value))
        elif high.kind is Kind.QUANTITY and high.number and high.number.whole is not None:
            ends = join_dates(first, high.number.whole)
    elif low.kind is Kind.QUANTITY and low.number and low.number.whole is not None:
        assert isinstance(high.value, str)
        ends = complete_low(low.number.whole, Date(high.start, high.end, high.value))
    return ends and Atom(low.start, high.end, Kind.RANGE, Days(*ends))


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
    return Atom(low.start, high.end, Kind.RANGE, value, high.unit or low.unit, step)


def _fit(low: Atom, high: Atom) -> bool:
    """Whether two numbers can be the ends of one range: both of a kind, or one without a unit."""
    if low.kind not in _RANGED or high.kind not in _RANGED:
        return False
    if low.unit and high.unit:
        return low.unit == high.unit.partition("/")[0]
    if low.unit:
        return low.kind is Kind.MONEY
    return low.kind is not Kind.MULTIPLE or high.kind is Kind.MULTIPLE
