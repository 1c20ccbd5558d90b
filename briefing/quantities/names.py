"""Find names that carry digits: the declared ones, and others by their shape."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import Enum, auto
from functools import lru_cache
from string import ascii_letters, ascii_lowercase, digits
from typing import Final, NamedTuple

from briefing.quantities import kinds
from briefing.quantities.atoms import Atom
from briefing.quantities.codes import (
    end_of_street,
    end_of_variant,
    is_model,
    is_version,
    match_code,
    start_of_headed,
)
from briefing.quantities.dates import opens_sentence
from briefing.quantities.fast import new
from briefing.quantities.language import ENGLISH, ByLanguage, Language
from briefing.quantities.plain import COVERED, CURRENCY, LETTER, fold
from briefing.quantities.shadow import Shadow
from briefing.quantities.trie import any_of, trie_pattern

# What names of versions and editions end in, in whatever language they stand.
TIERS: Final = (
    *("Pro", "Max", "Mini", "Ultra", "Plus", "Turbo", "Nano", "Flash", "Lite", "Air", "Preview"),
    *("Instruct", "Large", "Small", "Medium", "Opus", "Sonnet", "Haiku", "Home", "Enterprise"),
    *("Standard", "Thinking", "Vision", "Coder", "Chat", "Beta", "Alpha", "LTS", "SE", "XL", "Neo"),
)


class Named(NamedTuple):
    """A declared name and where it stands; `value` is the declared form."""

    start: int
    end: int
    value: str


class Names(NamedTuple):
    """Declared names, compiled: patterns for those with capitals, and for those without."""

    exact: re.Pattern[str]
    lower: re.Pattern[str]
    forms: Mapping[str, str]

    def find(self, shadow: Shadow) -> list[Named]:
        """Every declared name in the text, the longest where several start together."""
        plain = shadow.plain.replace("\x85", " ")
        found = [
            Named(*match.span(), self.forms[match[0].replace("\n", " ")])
            for pattern, text in ((self.exact, plain), (self.lower, shadow.low))
            for match in pattern.finditer(text)
        ]
        return _apart(sorted(found, key=lambda name: (name.start, -name.end)))


def compile_names(forms: Iterable[str], language: Language = ENGLISH) -> Names:
    """The table of the declared names and aliases among `forms`; those without a numeral are idle.

    A form in lower case is found in any case; all others as they are written.
    """
    folded = {fold(form).strip(): form for form in forms if form.strip()}
    exact = [form for form in folded if form != form.lower()]
    lower = [form for form in folded if form == form.lower()]
    return Names(_names_pattern(exact, language), _names_pattern(lower, language), folded)


def _names_pattern(forms: list[str], language: Language) -> re.Pattern[str]:
    """A hyphenated tail is the sentence's ("a GPT-4-class model") or a name's ("GPT-4-mini")."""
    if not forms:
        return _NOWHERE
    pattern = trie_pattern(forms).replace("\\ ", "[ \\n]")
    tails = any_of(language.compound_tails)
    return re.compile(
        rf"(?<![\w{COVERED}])(?<!\d[.,])(?:{pattern})"
        rf"(?![\w{COVERED}]|[.,]\d|-\d|[-/](?!(?:{tails})\b)[A-Za-z])"
    )


def _apart(names: list[Named]) -> list[Named]:
    kept: list[Named] = []
    for name in names:
        if not kept or kept[-1].end <= name.start:
            kept.append(name)
    return kept


# A pattern that is looked for at the beginning alone, and is not there.
_NOWHERE: Final = re.compile(r"\A(?!)")
# What stands between spaces, quotes, brackets and commas around a digit, and what it may end in.
_TOKEN: Final = re.compile(r"(\d+)(?:[\w\-./:@+#&=~%\\\x8e]*[\w@+#%\x8e])?")
_IN_CHUNK: Final = f"{ascii_letters}{digits}_-./:@+#&=~\\%{LETTER}"
_STRETCH: Final = 32  # how much of a chunk in front of its digits is looked at at once
_NUM: Final = r"(?:\d+(?:[.\x8c]\d+)?|\.\d+)"
_SYMBOLS: Final = (
    r"k|m|mn|mln|mm|b|bn|bln|t|tn|trn|x|c|p|am|pm|a\.m|p\.m|km|kms|cm|ft|in|kg|g|mg|lb|lbs|oz"
    r"|ml|l|ha|mi|mph|kph|kmh|hz|khz|mhz|ghz|thz|w|kw|mw|gw|tw|kwh|mwh|gwh|twh|v|kv|kb|mb|gb|tb|pb|kbps|mbps|gbps"
    r"|ms|sec|secs|min|mins|h|hr|hrs|d|y|bp|bps|pp|ppt|pc|pct|ppm|px|pt|dpi|fps"
    r"|usd|eur|gbp|chf|jpy|e[+-]?\d{1,3}|nm|um|mpg|rpm|db|q[1-4]|h[12]|o|cc|deg|f"
)
_PLAIN: Final = re.compile(r"\d+(?:\.\d+)?%?")
_LOWER_TAILS: Final = re.compile(r"[-/][A-Z](?![a-z])")
_ADDRESS: Final = re.compile(r"(?:[A-Za-z][A-Za-z+.-]*://|[Ww]{3}\.)[^\s\"'<>\x81\x83\x85\x8f]+")
_ADDRESS_TAIL: Final = re.compile(r"[.,;:!?)]+$")
_STRIPPED: Final = "-./:&=~\\"
_WORD_BEHIND: Final = re.compile(r"([a-z]{0,3}[A-Z\x8e][\w.&'\x8e]*(?:-[\w.]+)*) $")
_WORD_REACH: Final = 32  # how far in front of a number a name may begin, for each of its words
_TIER: Final = re.compile(rf" (?:(?:{any_of(TIERS)})\b|\d+(?:\.\d+)?[BM]\b)(?![-'][a-z])")
_TIER_STARTS: Final = frozenset(f" {first}" for first in {*(tier[0] for tier in TIERS), *digits})
_NEVER_BEFORE_NAMES: Final = frozenset({"$", CURRENCY, COVERED, "'"})
_PARTS: Final = re.compile(r"(?:\([0-9a-z]{1,3}\))+")
_PART_STARTS: Final = frozenset(f"({first}" for first in digits + ascii_lowercase)


class _Forms:
    """How the numbers of a language look in a chunk, and what words only begin a sentence.

    The patterns are for lower case: those for any case take three times as long to compile.
    """

    def __init__(self, language: Language) -> None:
        patterns = language.patterns
        suffix = rf"(?:{patterns['chunk_suffix']}|{_SYMBOLS})"
        part = rf"(?:{_NUM}{suffix}?[%+]?|[a-z]{{2,}}|a|h|s)"
        numbers = (
            rf"{patterns['chunk_prefix']}?[+~-]?{_NUM}{suffix}?[%+]?(?:[-/]{part})*"
            rf"|\d+(?:[:/.-]\d+)?%?|\d+:\d\d(?::\d\d)?(?:am|pm)?|{patterns['chunk_number']}"
        )
        dates = (
            r"(?:fy|[qh][1-4]-?|[1-4][qh])'?\d*(?:[-/]\d\d)?|[qh][1-4](?:/[qh][1-4])?"
            r"|\d{4}-\d\d-\d\d(?:t[\d:.]+(?:z|[+-][\d:]+)?)?|\d{4}-?[qh][1-4]|\d{4}-\d\d"
            r"|\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}[.:]\d\d(?::\d\d)?(?:am|pm|a\.m|p\.m)?"
            rf"|{patterns['chunk_decade']}|\d{{4}}/\d\d"
        )
        self.numeric = re.compile(rf"(?P<date>{dates})|{numbers}")
        self.common = re.compile(patterns["common_at_start"])


_FORMS: Final = ByLanguage(_Forms)


# Where a run of letters, digits and joining marks starts, where its first digits stand and end,
# and where it ends.
Chunk = tuple[int, int, int, int]


def chunk_around(plain: str, at: int, floor: int) -> tuple[int, int, int]:
    """Where the chunk around the digits at `at` starts, where these end, and where it ends."""
    token = _TOKEN.match(plain, at)
    assert token is not None
    start = at
    while start > floor and plain[start - 1] in _IN_CHUNK:
        reach = start - _STRETCH if start - floor > _STRETCH else floor
        start = reach + len(plain[reach:start].rstrip(_IN_CHUNK))
    while start < at and plain[start] in _STRIPPED:
        start += 1
    return start, token.end(1), token.end()


def as_name(start: int, end: int) -> Atom:
    """The name that stands there."""
    return new(Atom, (start, end, kinds.NAME, None, None, None, None, False, False))


def read_shaped_name(shadow: Shadow, chunk: Chunk, floor: int) -> Atom | None:
    """The name by shape that a chunk of more than digits is, or begins."""
    plain, (start, at, stop, end) = shadow.plain, chunk
    if code := match_code(plain, start, at, stop):
        return as_name(*code.span())
    written = plain[start:end]
    if start == at:
        return None if _PLAIN.fullmatch(written) else _read_figures(shadow, chunk, floor)
    if ("." in written or "://" in written) and (address := _ADDRESS.match(plain, start)):
        tail = _ADDRESS_TAIL.search(address[0])
        return as_name(start, start + tail.start() if tail else address.end())
    headed = start_of_headed(shadow, start, end, floor)
    if headed is None and _is_numeric(shadow.language, written):
        return None
    return as_name(start if headed is None else headed, _name_end(plain, end))


def _read_figures(shadow: Shadow, chunk: Chunk, floor: int) -> Atom | None:
    """The name that a chunk is that begins with a digit, with what it is a code of in front."""
    plain, (start, _, stop, end) = shadow.plain, chunk
    headed = start_of_headed(shadow, start, end, floor)
    first = start if headed is None else headed
    if plain[stop] in _BEHIND_REFERENCE and (reference := _REFERENCE.match(plain, start)):
        return as_name(first, reference.end())
    if headed is None:
        if (street := end_of_street(shadow, end)) > end:
            return as_name(start, street)
        if _is_numeric(shadow.language, plain[start:end]):
            return None
    return as_name(first, _name_end(plain, end))


@lru_cache(maxsize=1024)
def _is_numeric(language: Language, chunk: str) -> bool:
    """Whether a chunk with a digit is a number, or numbers, and no name."""
    if chunk[0] == "#" and chunk[1:].isdigit():
        return True
    numeric = _FORMS[language].numeric.fullmatch(chunk.lower())
    if numeric is None or (numeric.lastgroup is None and _LOWER_TAILS.search(chunk)):
        return not _LETTERED.search(chunk) and not _CODE.fullmatch(chunk)
    return numeric.lastgroup == "date" or not (
        is_model(chunk) or _LABELLED_DIMENSION.fullmatch(chunk) or _has_too_many_parts(chunk)
    )


def _has_too_many_parts(chunk: str) -> bool:
    """Whether a chunk of digits is a code for its many parts; "7-3/4" is a number."""
    mixed = _MIXED.fullmatch(chunk)
    is_number = mixed is not None and int(mixed[1]) < int(mixed[2])
    return not is_number and _TOO_MANY_PARTS.fullmatch(chunk) is not None


_LETTERED: Final = re.compile(rf"[A-Za-z_{LETTER}]")
_LABELLED_DIMENSION: Final = re.compile(r"[2345][DG]|[48]K")
_MIXED: Final = re.compile(r"\d+-(\d\d?)/(\d\d?)")
_TOO_MANY_PARTS: Final = re.compile(r"\d+(?:[-/]\d+){2,}(?:\.\d+)*")
_REFERENCE: Final = re.compile(r"\d{3,}:\d+(?:[-\x81]\d+)?(?![\w:])|[12]\d{3}/\d{3,4}(?![\w/])")
_BEHIND_REFERENCE: Final = frozenset(":/")
_CODE: Final = re.compile(
    r"\d+(?:\.\d+){2,}(?:[/:]\d+)?|\d+(?:-\d+){2,}[\d.-]*|\d{4}-\d\d-\d\d\.\d+"
    r"|.*[@=\\+#&].*\d|\d+(?::\d+){3,}"
)


def read_capital_name(shadow: Shadow, start: int, end: int) -> Atom | None:
    """The name that a plain number ends, with the capitalised words in front: "Claude Opus 4.6"."""
    plain = shadow.plain
    reach = start - _WORD_REACH if start > _WORD_REACH else 0
    before = plain[reach : start - 1].rpartition(" ")[2]
    if before.lower() == before and LETTER not in before:
        return None  # no capital letter in the word in front
    if not is_version(shadow, start, end):
        return None
    first = first_capital(shadow, start)
    if first == start:
        return None
    whole = end_of_variant(plain, plain[first : start - 1].partition(" ")[0], end)
    return None if whole is None else as_name(first, _name_end(plain, whole))


def first_capital(shadow: Shadow, start: int) -> int:
    """Where the capitalised words begin that belong to a name with what is at `start`."""
    for _ in range(4):
        match = word_behind(shadow.plain, start)
        if not match or not _may_name(shadow, match):
            break
        start = match.start()
    return start


def _may_name(shadow: Shadow, match: re.Match[str]) -> bool:
    """Whether a capitalised word in front of a number belongs to a name."""
    plain, start = shadow.plain, match.start()
    where = _where_it_names(shadow.language, match[1])
    if where is None:
        return False
    before = plain[start - 1 : start]
    if before in _NEVER_BEFORE_NAMES or before.isalnum():
        return False
    return where is _Where.ANYWHERE or not opens_sentence(plain, start)


class _Where(Enum):
    """Where in a sentence a capitalised word belongs to a name."""

    ANYWHERE = auto()
    INSIDE = auto()


@lru_cache(maxsize=1024)
def _where_it_names(language: Language, word: str) -> _Where | None:
    """Where a capitalised word belongs to a name with the number behind it; None for nowhere."""
    low = word.lower()
    if low in language.labels_of_names:
        return _Where.INSIDE
    if low in language.common or low.rstrip(".") in language.labels:
        return None
    if low in language.months or low in language.days or word in language.codes:
        return None
    if word.endswith((".", "'s")):
        return None
    return _Where.INSIDE if _FORMS[language].common.fullmatch(low) else _Where.ANYWHERE


def word_behind(plain: str, at: int) -> re.Match[str] | None:
    """The capitalised word in front of `at`."""
    reach = at - _WORD_REACH if at > _WORD_REACH else 0
    first = plain.rfind(" ", reach, at - 2)  # no such word has a space in it
    first = reach if first < 0 else first
    written = plain[first:at]
    if written.islower() and LETTER not in written:
        return None
    return _WORD_BEHIND.search(plain, first, at)


def _name_end(plain: str, end: int) -> int:
    """The end with what goes on behind the number: "3.1 Pro", "Article 9(2)(h)"."""
    following = plain[end : end + 2]
    if following in _PART_STARTS and (parts := _PARTS.match(plain, end)):
        return parts.end()
    while following in _TIER_STARTS and (tier := _TIER.match(plain, end)):
        end = tier.end()
        following = plain[end : end + 2]
    return end
