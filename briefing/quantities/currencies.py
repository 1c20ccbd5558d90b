"""Find the currency in front of a number or behind it."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from briefing.quantities.digits import Number
from briefing.quantities.language import ByLanguage, Language
from briefing.quantities.plain import CURRENCY
from briefing.quantities.shadow import Shadow
from briefing.quantities.trie import any_of

_CODE_BEFORE: Final = re.compile(r"(?<![\w$])([A-Z]{3}|Rs\.?|RMB)[ \x85]?$")
_CODE_ENDS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZs.")
_CODE_REACH: Final = 5
_CURRENCY_SIGNS: Final = frozenset({"$", CURRENCY})
_BETWEEN_SIGNS: Final = frozenset(" \x85-\x80+")  # what stands between a sign and the digits
_GLUED_BEFORE: Final = re.compile(
    r"(?<![\w$\x82])(?:[A-Za-z]{1,3}|[$\x82]+[ \x85]?|(?P<spaced>[A-Z]{3}[ \x85]))$"
)
_CODE_AFTER: Final = re.compile(r"[ \x85]?([A-Z]{3})\b")
_CODE_IN_BRACKETS: Final = re.compile(r"[ \x85]?\(([A-Z]{3})\)")
_CODE_LENGTH: Final = 3
_SIGN_AFTER: Final = re.compile(r"[ \x85]?[$\x82](?![ \x85]?[\d.])")
_MONEY_FROM: Final = 10_000  # pounds in such numbers are money, and no weight


class Money(NamedTuple):
    """Where a currency ends, and its ISO 4217 code or what stands for one."""

    end: int
    unit: str


class _Forms:
    """How a language names currencies; `heads` are the words that names begin with."""

    def __init__(self, language: Language) -> None:
        patterns = language.patterns
        longest = max(len(name.split()) for name in language.currencies)
        self.name = re.compile(rf"[ -]((?:[a-z]+[ -]){{0,{longest - 1}}}[a-z]+)")
        self.heads = frozenset(re.split("[ -]", name)[0] for name in language.currencies)
        self.scaled = re.compile(
            rf"[ -](?:{any_of(language.scaled_currencies)}){patterns['behind_scaled_currency']}"
        )
        self.pounds = re.compile(patterns["pounds"])
        self.doubtful = language.pounds.keys() | language.scaled_currencies.keys()


_FORMS: Final = ByLanguage(_Forms)


def currency_words(language: Language) -> frozenset[str]:
    """The words with which a currency behind a number may begin."""
    return _FORMS[language].heads | _FORMS[language].doubtful


def currency_before(shadow: Shadow, at: int, floor: int) -> tuple[int, str | None]:
    """Where the currency in front of `at` starts, and its code; `at` and None without one."""
    plain, sign = shadow.plain, at
    while sign > floor and sign > at - 2 and plain[sign - 1] in _BETWEEN_SIGNS:
        sign -= 1
    if sign > floor and plain[sign - 1] in _CURRENCY_SIGNS:
        return _symbol_before(shadow, sign, floor)
    last = plain[at - 1 : at]
    last = plain[at - 2 : at - 1] if last in {" ", "\x85"} else last
    reach = at - _CODE_REACH if at - floor > _CODE_REACH else floor
    if last in _CODE_ENDS and (match := _CODE_BEFORE.search(plain, reach, at)):
        code = match[1].rstrip(".")
        if code in shadow.language.codes:
            return match.start(), code
        if code in shadow.language.symbols:
            return match.start(), shadow.language.symbols[code]
    return at, None


def _symbol_before(shadow: Shadow, end: int, floor: int) -> tuple[int, str | None]:
    """The sign that ends at `end` with what is glued to its front: "US$", "USD $".

    What makes no currency ("US£", "$£") is a unit of its own, so that it passes for no other.
    """
    plain, symbols = shadow.plain, shadow.language.symbols
    symbol = "$" if plain[end - 1] == "$" else shadow.text[end - 1]
    code = symbols.get(symbol, symbol)
    before = plain[end - 2 : end - 1]
    if before in {" ", "\x85"}:
        before = plain[end - 3 : end - 2]
    may_be_glued = before.isupper() or before.islower() or before in {"$", CURRENCY}
    glued = may_be_glued and _GLUED_BEFORE.search(plain, max(floor, end - 6), end - 1)
    if not glued:
        return end - 1, code
    prefix = shadow.text[slice(*glued.span())].strip(" \u00a0")
    if known := symbols.get(prefix.upper() + symbol):
        return glued.start(), known
    if prefix in shadow.language.codes and (
        prefix == code or (symbol == "$" and prefix[-1] == "D")
    ):
        return glued.start(), prefix
    if glued["spaced"] and prefix not in symbols.values():
        return end - 1, code
    return glued.start(), prefix + symbol


def repeated_currency(shadow: Shadow, end: int, currency: str) -> Money:
    """The currency in front, with the one that stands behind: "$5 million USD", "$3 dollars".

    Where the two differ, that one counts: "$5 million CAD". A code does so only where the currency
    has a sign of its own, for "ARM" is a company, too; a name only in the plural, for "won" and
    "real" are more often something else.
    """
    symbols = shadow.language.symbols
    if sign := _SIGN_AFTER.match(shadow.plain, end):
        symbol = shadow.text[sign.end() - 1]
        return Money(sign.end(), symbols.get(symbol, symbol))
    tail = _CODE_AFTER.match(shadow.plain, end) or _CODE_IN_BRACKETS.match(shadow.plain, end)
    if tail and tail[1] in {currency, *symbols.values()}:
        return Money(tail.end(), tail[1])
    named = _name_after(shadow, end)
    if named and (named.unit == currency or shadow.low[named.end - 1] == "s"):
        return named
    return Money(end, currency)


def currency_after(shadow: Shadow, number: Number, word: str) -> Money | None:
    """The currency behind a number, of which `word` follows: "5 million euros", "300 CHF"."""
    end, plain, language = number.end, shadow.plain, shadow.language
    forms = _FORMS[language]
    if len(word) == _CODE_LENGTH and (code := _CODE_AFTER.match(plain, end)):
        if code[1] in language.codes:
            return Money(code.end(), code[1])
    elif word == "(":
        bracketed = _CODE_IN_BRACKETS.match(plain, end)
        if bracketed and bracketed[1] in language.symbols.values():
            return Money(bracketed.end(), bracketed[1])
    elif word == "$" and plain[end] == "$" and not plain[end + 1 : end + 2].isdigit():
        return Money(end + 1, "USD")
    if word in forms.heads and (named := _name_after(shadow, end)):
        return named
    return _doubtful_after(shadow, number, word) if word in forms.doubtful else None


def _doubtful_after(shadow: Shadow, number: Number, word: str) -> Money | None:
    """Such as "5,000,000 pounds", "7 bn won": of small numbers the words say something else."""
    language, forms = shadow.language, _FORMS[shadow.language]
    if number.scaled and word in language.scaled_currencies:
        scaled = forms.scaled.match(shadow.low, number.end)
        return Money(scaled.end(), language.scaled_currencies[word]) if scaled else None
    if word in language.pounds and (number.scaled or number.value >= _MONEY_FROM):
        pounds = forms.pounds.match(shadow.low, number.end)
        return Money(pounds.end(), language.pounds[word]) if pounds else None
    return None


def _name_after(shadow: Shadow, end: int) -> Money | None:
    match = _FORMS[shadow.language].name.match(shadow.low, end)
    if not match:
        return None
    words = re.split("[ -]", match[1])
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count])
        if name in shadow.language.currencies:
            return Money(match.start(1) + len(name), shadow.language.currencies[name])
    return None
