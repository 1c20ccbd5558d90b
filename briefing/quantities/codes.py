"""Know what is no number for its form alone: telephone numbers, postcodes, models, addresses."""

from __future__ import annotations

import re
from typing import Final

from briefing.quantities.language import ByLanguage, Language
from briefing.quantities.plain import PLUS_MINUS
from briefing.quantities.shadow import Shadow
from briefing.quantities.trie import any_of

# Of these a hyphen behind the number leads to a variant, and not to the other side's goals.
MAKERS: Final = frozenset(
    (
        *(
            "airbus",
            "boeing",
            "embraer",
            "cessna",
            "lockheed",
            "dornier",
            "audi",
            "bmw",
            "mercedes",
        ),
        *(
            "mazda",
            "peugeot",
            "porsche",
            "renault",
            "toyota",
            "volvo",
            "tesla",
            "ford",
            "ferrari",
            "lexus",
        ),
        *("samsung", "galaxy", "huawei", "nokia", "sony", "canon", "nikon", "intel", "nvidia"),
        *("ryzen", "geforce", "wi-fi", "xbox", "raspberry", "tupolev", "ilyushin", "fokker"),
    )
)
_REACH: Final = 40  # how far in front of a code what it is a code of may begin
_CODES: Final = re.compile(
    r"\+(?=(?:[ \x85()-]{0,2}\d){7})\d{1,3}(?:[ \x85-]?\(?\d{1,4}\)?){2,6}(?!\d)"
    r"|\(\d{3}\) ?\d{3}-\d{4}(?!\d)|\d{3}-\d{3}-\d{4}(?![\d-])"
    # Without the code of a country: a nought in front, and nine to eleven digits in all.
    r"|0(?=(?:[ \x85]?\d){8,10}(?![\d.,/:-]?\d))\d{1,4}(?:[ \x85]\d{2,6}){1,4}(?![ \x85]?\d)"
    r"|401\([kK]\)|501\([cC]\)(?:\(\d\))?|403\([bB]\)"
)
_BEFORE_CODES: Final = frozenset("+(")
_DIGITS_OF_CODE: Final = 3  # with which one begins that has neither sign nor nought in front
_LETTERS_OF_POSTCODE: Final = 2
_POSTCODE: Final = re.compile(
    r"(?:[A-Z]{1,2}\d[A-Z\d]?[ \x85]\d[A-Z]{2}|[A-Z]\d[A-Z][ \x85]\d[A-Z]\d)(?![\w-])"
)
_MODEL: Final = re.compile(r"[A-Z]{1,2}-?\d+[A-Z]?(?:/\d+)?")
_VARIANT: Final = re.compile(r"-\d{1,4}[A-Z]{0,2}(?![\w-])")
_LOW_WORD: Final = re.compile(r"[a-z]+")
_PARTING: Final = frozenset(",:;")  # behind these a code is not of the word in front
_CODED: Final = re.compile(r"[A-Za-z/]")
_DASHES: Final = frozenset("-\x81")
# A capital name ends in the figures of a version: no groups, no long or lone decimals.
_VERSION: Final = re.compile(r"[1-9]\d*(?:\.\d\d?)?|[IVXLC]+\.?", re.ASCII)


class _Forms:
    """What stands beside a code in a language: "Form 10-K", "221B Baker Street"."""

    def __init__(self, language: Language) -> None:
        ends = (*language.heads_of_codes, *language.heads_of_all_codes, *MAKERS)
        self.last_words = frozenset(re.split("[ -]", head.lower())[-1] for head in ends)
        self.street = re.compile(language.patterns["street"])
        self.ordinal_name = re.compile(language.patterns["ordinal_name"])


def _head(language: Language) -> re.Pattern[str]:
    """What a code is of: few texts need it, and it takes long to compile."""
    heads = rf"(?:(?P<maker>{any_of(MAKERS)})|{any_of(language.heads_of_codes)})"
    again = any_of({*MAKERS, *language.heads_of_codes})
    whole = any_of(language.heads_of_all_codes)
    capital = r"[A-Z][\w.&'\x8e-]*"
    # Behind a full stop the code is another sentence's: "said Unit Labs. Orca-5.4 …".
    return re.compile(
        rf"(?<![\w'-])(?:(?P<whole>(?i:{whole}))|(?i:{heads})(?: {capital}(?<!\.))?"
        rf"|{capital} (?i:{again}))"
        rf"(?: \([A-Z, ]{{2,}}\))?(?: No\.?)?[ \x85]$"
    )


_FORMS: Final = ByLanguage(_Forms)
_HEADS: Final = ByLanguage(_head)


def match_code(plain: str, start: int, at: int, stop: int) -> re.Match[str] | None:
    """The telephone number or postcode with digits from `at` to `stop`, and its word at `start`."""
    if start < at and plain[start].isupper():
        return _POSTCODE.match(plain, start) if at - start <= _LETTERS_OF_POSTCODE else None
    if at and plain[at - 1] in _BEFORE_CODES and (code := _CODES.match(plain, at - 1)):
        return code
    may_begin = stop - at == _DIGITS_OF_CODE or plain[at] == "0"
    return _CODES.match(plain, at) if may_begin else None


def is_model(chunk: str) -> bool:
    """Such as "P-51", "P45", "C-417/19"."""
    return _MODEL.fullmatch(chunk) is not None


def is_version(shadow: Shadow, start: int, end: int) -> bool:
    """Whether a numeral may be the end of a name, which no measurement is: "1,204", "0.158"."""
    if PLUS_MINUS in shadow.plain[end : end + 2]:
        return False
    return _VERSION.fullmatch(shadow.text, start, end) is not None


def start_of_headed(shadow: Shadow, start: int, end: int, floor: int) -> int | None:
    """Where the name begins of which the chunk is the end: "Form 10-K"; None for none.

    A word in lower case says that it is a name, and is no part of it: "seat 14B".
    """
    plain = shadow.plain
    if start == floor or plain[start - 1] not in " \x85" or not plain[end - 1].isalnum():
        return None
    forms = _FORMS[shadow.language]
    reach = start - _REACH if start > _REACH else 0
    word = plain[reach : start - 1].rpartition(" ")[2]
    if word.isalpha():
        if word.islower() and word not in forms.last_words:
            return None
    elif word[-1:] in _PARTING:
        return None
    if forms.last_words.isdisjoint(_LOW_WORD.findall(shadow.low, reach, start)):
        return None
    head = _HEADS[shadow.language].search(plain, max(floor, start - _REACH), start)
    if head is None or not (_CODED.search(plain, start, end) or head["maker"]):
        return None
    return head.start() if head[0][0].isupper() or head["whole"] else start


def end_of_variant(plain: str, first: str, end: int) -> int | None:
    """The end of "Boeing 747-400"; None for a score: "Leeds 2-0 Hull"."""
    if first.lower() not in MAKERS:
        is_score = plain[end : end + 1] in _DASHES and plain[end + 1 : end + 2].isdecimal()
        return None if is_score else end
    variant = _VARIANT.match(plain, end)
    return variant.end() if variant else end


def end_of_street(shadow: Shadow, end: int) -> int:
    """The end of the street whose house has the number that ends at `end`, or `end`."""
    if not shadow.plain[end + 1 : end + 2].isupper():
        return end
    street = _FORMS[shadow.language].street.match(shadow.plain, end)
    return street.end() if street else end


def end_of_ordinal_name(shadow: Shadow, start: int, end: int) -> int:
    """The end of "First Amendment", "42nd Street", whose ordinal stands there, or `end`."""
    plain = shadow.plain
    if not plain[end + 1 : end + 2].isupper() or plain[start].islower():
        return end
    name = _FORMS[shadow.language].ordinal_name.match(plain, end)
    return name.end() if name else end
