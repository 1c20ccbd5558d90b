"""Read what begins with a digit or a sign: numbers, dates in figures, and the names they are in."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Final

from briefing.quantities import kinds
from briefing.quantities.accounts import read_loss
from briefing.quantities.atoms import Atom
from briefing.quantities.beside import read_lone_digits, word_in_front
from briefing.quantities.codes import end_of_street, match_code
from briefing.quantities.company import with_front
from briefing.quantities.dates import last_word, opens_sentence, read_letter_date
from briefing.quantities.digits import Number, may_be_power
from briefing.quantities.durations import read_clocked
from briefing.quantities.grammar import as_dates, read_numeral
from briefing.quantities.idioms import IDIOMS, idiom_words, read_phrase
from briefing.quantities.language import ByLanguage, Language
from briefing.quantities.names import (
    TIERS,
    Chunk,
    as_name,
    chunk_around,
    read_capital_name,
    read_shaped_name,
)
from briefing.quantities.plain import LETTER, RAISED
from briefing.quantities.shadow import Shadow
from briefing.quantities.trie import any_of

_WORD: Final = re.compile(r"[a-z]+")
_APART: Final = frozenset(' \n"[{,')  # behind these a number is no part of a chunk, and no loss
_CLOCK_ENDS: Final = frozenset(":dhms")
_CLOCK_ENDS_APART: Final = frozenset({" d", " h", " m", " s"})
_FISCAL_REACH: Final = 20
_BEFORE_FISCAL: Final = ("", " ", "'", " '")  # what stands between the word and the year
_CODE: Final = re.compile(r"0\d+$")  # "001" is a key, and no amount
_RAISED_TO: Final = re.compile(r"(?<![^\W\d_])(?:[A-Za-z\x8e]|[kcdm]m|mi|ft|in)$")  # "R²", "km²"
_SECTION: Final = "§"
_SECTION_REACH: Final = 2
_POINT_BEFORE: Final = re.compile(r"(?:^|[ (\n])\.$")  # ".5"
_THREE_ZEROS: Final = "000"
_THOUSANDS: Final = re.compile(r"['$\x82]000s?(?![\w.,])")  # a unit, in heads of tables: "£000"
_TEN_TO: Final = "x10"


class _Forms:
    """What tells of digits in a language that they are no number of their own."""

    def __init__(self, language: Language) -> None:
        self.set_phrases = {_THREE_ZEROS, *filter(str.isdigit, idiom_words(language))}
        fiscal_words = re.findall(r"[a-z]+", language.patterns["before_fiscal"])
        self.fiscal_words = tuple(f"{word}{gap}" for word in fiscal_words for gap in _BEFORE_FISCAL)
        self.before_fiscal = re.compile(language.patterns["before_fiscal"])
        self.counted_noun = re.compile(
            rf"(?! (?:{any_of(TIERS)})\b){language.patterns['counted_noun']}"
        )


_FORMS: Final = ByLanguage(_Forms)


def read_at_digit(shadow: Shadow, at: int, floor: int, chunk_end: int) -> tuple[Atom | None, int]:
    """What the digit at `at` belongs to, and where the chunk ends that was looked at for names."""
    plain = shadow.plain
    is_apart = not at or plain[at - 1] in _APART
    lone = read_lone_digits(shadow, at) if is_apart else None
    if lone:
        end = lone.end
        if plain[end : end + 1] != "-":  # "32-bit" may be a code
            may_be_phrase = plain[at:end] in _FORMS[shadow.language].set_phrases
            phrase = _read_set_phrase(shadow, at, end, floor) if may_be_phrase else None
            return phrase or _read_lone(shadow, lone, floor), chunk_end
    atom = None
    if at >= chunk_end:
        reach = chunk_end if chunk_end > floor else floor  # noqa: FURB136 - `max` takes far longer
        start, stop, chunk_end = chunk_around(plain, at, reach)
        atom = _read_chunk(shadow, (start, at, stop, chunk_end), floor)
    if atom:
        return atom, chunk_end
    if not is_apart:
        lone = read_lone_digits(shadow, at)
    return _read_digits(shadow, at, floor, lone), chunk_end


def read_at_sign(shadow: Shadow, at: int, floor: int) -> Atom | None:
    """What the sign at `at` belongs to: money, a superscript, a fraction."""
    if shadow.plain[at] == RAISED:
        return _read_raised(shadow, at, floor)
    if thousands := _THOUSANDS.match(shadow.plain, at):
        return Atom(at, thousands.end(), kinds.IDIOM, None)
    if shadow.plain[at - 1 : at] == "(" and (loss := read_loss(shadow, at, floor)):
        return loss
    return read_numeral(shadow, at, floor)


def _read_chunk(shadow: Shadow, chunk: Chunk, floor: int) -> Atom | None:
    """The name, or the date that begins with a letter, that the chunk around a digit is."""
    plain, low, (start, at, stop, end) = shadow.plain, shadow.low, chunk
    may_be_phrase = plain[at:stop] in _FORMS[shadow.language].set_phrases
    if may_be_phrase and (phrase := _read_set_phrase(shadow, at, stop, floor)):
        return phrase
    may_be_clocked = (
        low[stop] in _CLOCK_ENDS if stop < end else low[stop : stop + 2] in _CLOCK_ENDS_APART
    )
    if may_be_clocked and (clocked := read_clocked(shadow, at)):
        return clocked
    if end - start == stop - at:  # digits between spaces
        code = match_code(plain, at, at, stop)
        return as_name(*code.span()) if code else None
    if _TEN_TO in plain[start:end] and may_be_power(shadow, at):
        return None
    if named := read_shaped_name(shadow, chunk, floor):
        return named
    date = read_letter_date(shadow, start) if plain[start].isalpha() else None
    return as_dates(shadow, date) if date and date.end > at else None


def _read_set_phrase(shadow: Shadow, at: int, end: int, floor: int) -> Atom | None:
    """The idiom that the digits at `at` are part of, such as "24/7", or the unit of a head."""
    digits = shadow.plain[at:end]
    start = at - 1 if at > floor else at
    if digits == _THREE_ZEROS and (thousands := _THOUSANDS.match(shadow.plain, start)):
        return Atom(start, thousands.end(), kinds.IDIOM, None)
    return read_phrase(IDIOMS[shadow.language], shadow, at, digits, floor)


def _read_digits(shadow: Shadow, at: int, floor: int, lone: Atom | None) -> Atom:
    """The number or date that begins with a digit, or the name that the number ends."""
    before = shadow.plain[at - 1] if at else ""
    if before == "(" and (loss := read_loss(shadow, at, floor)):
        return loss
    if lone and before != ".":
        return _read_lone(shadow, lone, floor)
    if fiscal := _read_fiscal(shadow, at, floor):
        return fiscal
    if before == "." and _POINT_BEFORE.search(shadow.plain, max(floor, at - 2), at):
        at -= 1
    atom = read_numeral(shadow, at, floor) or _digits_alone(shadow, at)
    return _named_or_number(shadow, atom, floor)


def _read_lone(shadow: Shadow, lone: Atom, floor: int) -> Atom:
    """The number in digits with nothing behind it, or what it makes with that in front."""
    word = word_in_front(shadow, lone.start)
    if word is not None:
        may_name = word and not (word.islower() and LETTER not in word)
        return _named_or(shadow, lone, floor) if may_name else lone
    if fiscal := _read_fiscal(shadow, lone.start, floor):
        return fiscal
    return _named_or_number(shadow, with_front(shadow, lone, floor), floor)


def _read_fiscal(shadow: Shadow, at: int, floor: int) -> Atom | None:
    """The year that the digits at `at` are with the words in front: "fiscal 2025"."""
    low, forms = shadow.low, _FORMS[shadow.language]
    if not low.endswith(forms.fiscal_words, floor, at):
        return None
    reach = at - _FISCAL_REACH if at - floor > _FISCAL_REACH else floor
    words = forms.before_fiscal.search(low, reach, at)
    date = read_letter_date(shadow, words.start()) if words else None
    return date and as_dates(shadow, date)


def _digits_alone(shadow: Shadow, at: int) -> Atom:
    """No digit is passed over, whatever is around it."""
    match = re.compile(r"\d+").match(shadow.plain, at)
    assert match is not None
    return Atom(at, match.end(), kinds.NAME, match[0])


def _named_or_number(shadow: Shadow, atom: Atom, floor: int) -> Atom:
    """The number, or the name that it ends: capitalised words in front, and no unit behind."""
    number = atom.number
    if atom.kind is kinds.QUANTITY:
        if number is not None and number.scaled:
            return as_name(atom.start, atom.end) if _is_lettered(shadow, number, atom) else atom
        return _numbered_name(shadow, atom, floor) or _named_or(shadow, atom, floor)
    year = atom.kind is kinds.DATE and isinstance(atom.value, str) and atom.value.isdigit()
    return _named_or(shadow, atom, floor, year=year) if year else atom


def _named_or(shadow: Shadow, atom: Atom, floor: int, *, year: bool = False) -> Atom:
    """The name of capitalised words that the number ends, or the number."""
    if shadow.plain[atom.start - 1 : atom.start] != " ":
        return atom
    named = read_capital_name(shadow, atom.start, atom.end)
    if named is None or named.start < floor or (year and opens_sentence(shadow.plain, named.start)):
        return atom
    return atom if _is_counting(shadow, atom, year=year) else named


def _is_lettered(shadow: Shadow, number: Number, atom: Atom) -> bool:
    """Whether the letter behind the number is a part of its label's: "section 6b", "table 3k"."""
    return (
        shadow.plain[number.end - 2].isdigit()
        and last_word(shadow.low, atom.start) in shadow.language.labels
    )


def _numbered_name(shadow: Shadow, atom: Atom, floor: int) -> Atom | None:
    """The key, section of a law or house that a number is of: "001", "§ 5", "10 Downing Street"."""
    start, end = atom.start, atom.end
    if shadow.plain[start] == "0" and _CODE.match(shadow.plain, start, end):
        return as_name(start, end)
    reach = start - _SECTION_REACH if start - floor > _SECTION_REACH else floor
    before = shadow.text[reach:start]
    if _SECTION in before:
        return as_name(start - len(before) + before.index(_SECTION), end)
    if atom.alone:
        return None
    street = end_of_street(shadow, end)
    return as_name(start, street) if street > end else None


def _is_counting(shadow: Shadow, atom: Atom, *, year: bool) -> bool:
    """Whether what follows is counted, or a capital letter in front says nothing of a year."""
    language = shadow.language
    if year and (
        language.nouns_are_capitalised or last_word(shadow.low, atom.start) in language.year_words
    ):
        return True
    following = _WORD.match(shadow.low, atom.end + 1)
    if following and following[0] in language.persons and shadow.plain[atom.end] == " ":
        return True
    return _FORMS[language].counted_noun.match(shadow.plain, atom.end) is not None


def _read_raised(shadow: Shadow, at: int, floor: int) -> Atom | None:
    """A superscript: the number of a note, unless it is the power of a unit."""
    if _RAISED_TO.search(shadow.plain, max(floor, at - 4), at):
        return None
    end = at
    while shadow.plain[end : end + 1] == "\x87":
        end += 1
    digits = "".join(str(unicodedata.digit(c)) for c in shadow.text[at:end])
    return Atom(at, end, kinds.QUANTITY, Decimal(digits), None, Decimal(1))
