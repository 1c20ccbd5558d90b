"""Find every quantity that a reader would see in a text.

```
text     "… spending over $14.3 billion on Llama 3.1 …"
shadow   one plain character for each            (shadow)
seeds             over one trie: digits, currency signs, first letters of number words
names                                    [Llama 3.1]   (names)
numbers                [$14.3 billion]                 (numerals, dates, phrases, idioms, grammar)
qualifier         [over]                               (qualifiers)
```
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from briefing.quantities import kinds
from briefing.quantities.accounts import read_loss
from briefing.quantities.atoms import Atom
from briefing.quantities.beside import read_lone_digits, read_lone_word, word_in_front
from briefing.quantities.codes import end_of_ordinal_name, end_of_street, match_code
from briefing.quantities.company import dated, read_atom, with_front
from briefing.quantities.dates import (
    Date,
    last_word,
    opens_sentence,
    read_letter_date,
    read_month_or_day,
    read_time_word,
)
from briefing.quantities.digits import Number, may_be_power
from briefing.quantities.durations import read_clocked
from briefing.quantities.fast import new
from briefing.quantities.grammar import as_range, may_be_fraction, read_between, read_numeral
from briefing.quantities.idioms import IDIOMS, idiom_words, read_phrase
from briefing.quantities.language import ENGLISH, ByLanguage, Language
from briefing.quantities.model import Quantity
from briefing.quantities.names import (
    TIERS,
    Chunk,
    Named,
    Names,
    as_name,
    chunk_around,
    compile_names,
    read_capital_name,
    read_shaped_name,
)
from briefing.quantities.phrases import (
    read_article,
    read_bare_scale,
    read_half,
    read_multiple,
    read_ordinal,
    read_pair,
    read_vague,
)
from briefing.quantities.plain import COVERED, LETTER, RAISED
from briefing.quantities.qualifiers import QUALIFIED, find_qualifier
from briefing.quantities.romans import (
    LONE_IN_BRACKETS,
    ROMANS,
    lone_romans,
    read_bracketed_roman,
    read_lone_roman,
    read_roman,
)
from briefing.quantities.seeds import Seeds
from briefing.quantities.shadow import Shadow, Spans, cast
from briefing.quantities.trie import any_of
from briefing.text import Span

__all__ = ["Names", "compile_names", "recognise"]

_WORD = re.compile(r"[a-z]+")
_DIGITS = frozenset("0123456789")
_CAPITALS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_APART = frozenset(' \n"[{,')  # behind these a number is no part of a chunk, and no loss
_CLOCK_ENDS = frozenset(":dhms")
_CLOCK_ENDS_APART = frozenset({" d", " h", " m", " s"})
_FISCAL_REACH = 20
_BEFORE_FISCAL = ("", " ", "'", " '")  # what stands between the word and the year
_CODE = re.compile(r"0\d+$")  # "001" is a key, and no amount
_RAISED_TO = re.compile(r"(?<![^\W\d_])(?:[A-Za-z\x8e]|[kcdm]m|mi|ft|in)$")  # "R²", "km²"
_SECTION = "§"
_SECTION_REACH = 2
_POINT_BEFORE = re.compile(r"(?:^|[ (\n])\.$")  # ".5"
_THREE_ZEROS = "000"
_THOUSANDS = re.compile(r"['$\x82]000s?(?![\w.,])")  # a unit, in heads of tables: "£000"
_TEN_TO = "x10"
_MARK = b"0"
_MARKED = _MARK[0]
_MARKS = bytes(
    ord(_MARK) if chr(code) in "0123456789$\x82\x84\x86\x87" else ord(" ") for code in range(256)
)


def recognise(
    text: str, names: Names | None = None, language: Language = ENGLISH
) -> tuple[Quantity, ...]:
    """Every quantity in `text`, in reading order and apart; spans count code points.

    Where a name of the table `names` stands in the text, that is one quantity of kind `name`,
    whose value is the declared form. Other names are known by their shape.
    """
    shadow = cast(text, language)
    declared = names.find(shadow) if names else []
    if declared:
        shadow = _covered(shadow, declared)
    spans = Spans(shadow.gaps) if shadow.gaps else None
    found = [_quantity(text, shadow, spans, atom, floor) for atom, floor in _atoms(shadow)]
    if declared:
        found += [_name(text, spans, name) for name in declared]
        found.sort(key=lambda quantity: quantity.span)
    return tuple(found)


def _covered(shadow: Shadow, names: list[Named]) -> Shadow:
    """The shadow with the declared names made unreadable."""
    parts, start = [], 0
    for name in names:
        parts += [shadow.plain[start : name.start], COVERED * (name.end - name.start)]
        start = name.end
    plain = "".join([*parts, shadow.plain[start:]])
    return Shadow(shadow.text, plain, plain.encode("latin-1"), shadow.gaps, shadow.language)


def _atoms(shadow: Shadow) -> Iterable[tuple[Atom, int]]:
    """What stands in the text, each with the end of the one in front of it."""
    found = _FORMS[shadow.language].seeds.find(shadow.coded)
    marks = shadow.coded.translate(_MARKS)
    return _read(shadow, found, marks) if found or _MARKED in marks else ()


def _read(shadow: Shadow, found: list[tuple[int, str]], marks: bytes) -> Iterator[tuple[Atom, int]]:
    """What is read at the seeds that were found, and at the marks."""
    nowhere = len(marks)
    marks += _MARK
    seeds, none = iter(found), (nowhere, "")
    floor = chunk_end = 0
    mark, (place, seed) = marks.find(_MARK), next(seeds, none)
    while mark < nowhere or place < nowhere:
        if place < mark:
            atom = _read_at_word(shadow, place, seed, floor) if place >= floor else None
            place, seed = next(seeds, none)
        elif shadow.plain[mark] in _DIGITS:
            atom, chunk_end = _read_at_digit(shadow, mark, floor, chunk_end)
        else:
            atom = _read_at_sign(shadow, mark, floor)
            mark += 1
        if atom is not None:
            if atom.kind is kinds.ORDINAL:
                atom = _named_or_ordinal(shadow, atom)
            yield atom, floor
            floor = atom.end
        if mark < floor or marks[mark] != _MARKED:
            mark = marks.find(_MARK, mark if mark > floor else floor)  # noqa: FURB136 - faster


def _read_at_digit(shadow: Shadow, at: int, floor: int, chunk_end: int) -> tuple[Atom | None, int]:
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


def _read_at_sign(shadow: Shadow, at: int, floor: int) -> Atom | None:
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
    return _dated(shadow, date) if date and date.end > at else None


def _read_set_phrase(shadow: Shadow, at: int, end: int, floor: int) -> Atom | None:
    """The idiom that the digits at `at` are part of, such as "24/7", or the unit of a head."""
    digits = shadow.plain[at:end]
    start = at - 1 if at > floor else at
    if digits == _THREE_ZEROS and (thousands := _THOUSANDS.match(shadow.plain, start)):
        return Atom(start, thousands.end(), kinds.IDIOM, None)
    return read_phrase(IDIOMS[shadow.language], shadow, at, digits, floor)


def _dated(shadow: Shadow, date: Date) -> Atom:
    """The date, or the span of dates that it begins."""
    atom = dated(date)
    return as_range(shadow, atom) or atom


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
    return date and _dated(shadow, date)


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


def _named_or_ordinal(shadow: Shadow, atom: Atom) -> Atom:
    """The ordinal, or the name that it begins: "First Amendment"."""
    end = end_of_ordinal_name(shadow, atom.start, atom.end)
    return atom._replace(end=end, kind=kinds.NAME) if end > atom.end else atom


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


def _read_at_word(shadow: Shadow, at: int, seed: str, floor: int) -> Atom | None:
    """What the first reader makes of it that makes anything of the words at `at`."""
    forms = _FORMS[shadow.language]
    word, small, capital = forms.beginnings.get(seed) or (seed, *forms.compound)
    for read in capital if shadow.plain[at] in _CAPITALS else small:
        if atom := read(shadow, at, word, floor):
            return atom
    return None


def _read_opening(shadow: Shadow, at: int, word: str, floor: int) -> Atom | None:
    """What a word is that has its capital from its sentence, and is another with one of its own."""
    if not opens_sentence(shadow.plain, at):
        return None
    readers = _FORMS[shadow.language].beginnings[word].small
    return next(filter(None, (read(shadow, at, word, floor) for read in readers)), None)


def _read_idiom(shadow: Shadow, at: int, word: str, floor: int) -> Atom | None:
    """The idiom, or the fraction "one of the five", which is none."""
    idiom = read_phrase(IDIOMS[shadow.language], shadow, at, word, floor)
    if idiom and may_be_fraction(shadow, at + len(word)):
        atom = read_numeral(shadow, at, floor)
        if atom and atom.kind is kinds.FRACTION:
            return atom
    return idiom


def _read_month_or_day(shadow: Shadow, at: int, word: str, floor: int) -> Atom | None:  # noqa: ARG001
    date = read_month_or_day(shadow, at, word)
    return date and _dated(shadow, date)


def _read_time(shadow: Shadow, at: int, word: str, floor: int) -> Atom | None:  # noqa: ARG001
    date = read_time_word(shadow, at, word)
    return date and _dated(shadow, date)


def _read_number(shadow: Shadow, at: int, word: str, floor: int) -> Atom | None:
    lone = read_lone_word(shadow, at, word)
    if not lone:
        return read_numeral(shadow, at, floor)
    is_bare = word_in_front(shadow, at) is not None
    return lone if is_bare else with_front(shadow, lone, floor)


def _read_behind_article(shadow: Shadow, at: int, word: str, floor: int) -> Atom | None:
    """Such as "second" in "a second phase", where the article begins nothing."""
    follows = at + len(word) + 1
    match = _WORD.match(shadow.low, follows)
    return match and _read_at_word(shadow, follows, match[0], floor)


def _read_vague_scale(shadow: Shadow, at: int, word: str, floor: int) -> Atom | None:  # noqa: ARG001
    atom = read_atom(shadow, at, floor)
    return atom and read_bare_scale(shadow, at, atom.end, floor)


def _read_raised(shadow: Shadow, at: int, floor: int) -> Atom | None:
    """A superscript: the number of a note, unless it is the power of a unit."""
    if _RAISED_TO.search(shadow.plain, max(floor, at - 4), at):
        return None
    end = at
    while shadow.plain[end : end + 1] == "\x87":
        end += 1
    digits = "".join(str(unicodedata.digit(c)) for c in shadow.text[at:end])
    return Atom(at, end, kinds.QUANTITY, Decimal(digits), None, Decimal(1))


def _quantity(text: str, shadow: Shadow, spans: Spans | None, atom: Atom, floor: int) -> Quantity:
    start, end, kind, value, unit, step, _, _, is_bare = atom
    span = first, last = spans.original(start, end) if spans else new(Span, (start, end))
    written = text[first:last]
    if kind is kinds.NAME:
        value = written
    elif not is_bare and kind in QUALIFIED and (said := find_qualifier(shadow, atom, floor)):
        words, bound, start, end = said
        reach = spans.original(start, end) if spans else new(Span, (start, end))
        return new(Quantity, (written, span, kind, value, unit, step, words, bound, reach, None))
    return new(Quantity, (written, span, kind, value, unit, step, None, None, None, None))


def _name(text: str, spans: Spans | None, name: Named) -> Quantity:
    span = Span(name.start, name.end)
    span = spans.original(*span) if spans else span
    return Quantity(text[slice(*span)], span, kinds.NAME, name.value)


_Reader = Callable[[Shadow, int, str, int], Atom | None]
_Table = tuple[tuple[Collection[str], _Reader], ...]
_WITH_CAPITAL = frozenset({_read_month_or_day, read_roman, read_lone_roman})


class _Beginning(NamedTuple):
    """The first word of a seed, and the readers that may make anything of it, in order.

    They are others where its first letter is no `capital`.
    """

    word: str
    small: tuple[_Reader, ...]
    capital: tuple[_Reader, ...]


class _Forms:
    """Where a number may begin in a language, and which readers are tried there.

    `compound` are those of what is put together.
    """

    def __init__(self, language: Language) -> None:
        idioms, table = idiom_words(language), _readers(language)
        # "Order" begins "order of magnitude", and nothing else: there the phrase is the seed.
        begin = {word for words, read in table if read is not read_vague for word in words}
        singles = set(filter(str.isalpha, begin)) - (language.articles - idioms)
        behind_articles = {
            *(language.fractions | language.scales | language.dozens),
            *(language.spans_of_time | language.behind_articles | language.counted_by_articles),
        }
        seeds = {
            *(singles | LONE_IN_BRACKETS | lone_romans(language)),
            *(language.plural_scales | language.vague_phrases | language.pairs.keys()),
            *_with_articles(language, behind_articles),
        }
        self.seeds = Seeds(seeds, language.compound_parts, language.compound_ordinals)
        self.beginnings = {
            seed: _beginning(language, seed, table) for seed in (seeds | behind_articles)
        }
        self.compound = ((_read_number, read_ordinal),) * 2
        self.set_phrases = {_THREE_ZEROS, *filter(str.isdigit, idioms)}
        fiscal_words = re.findall(r"[a-z]+", language.patterns["before_fiscal"])
        self.fiscal_words = tuple(f"{word}{gap}" for word in fiscal_words for gap in _BEFORE_FISCAL)
        self.before_fiscal = re.compile(language.patterns["before_fiscal"])
        self.counted_noun = re.compile(
            rf"(?! (?:{any_of(TIERS)})\b){language.patterns['counted_noun']}"
        )


_FORMS = ByLanguage(_Forms)


def _beginning(language: Language, seed: str, table: _Table) -> _Beginning:
    word = _first_word(seed)
    readers = tuple(read for words, read in table if seed in words or word in words)
    small = tuple(read for read in readers if read not in _WITH_CAPITAL)
    return _Beginning(
        word, small, (_read_opening,) if word in language.lower_case_only else readers
    )


def _first_word(phrase: str) -> str:
    return phrase.replace("-", " ").partition(" ")[0]


def _with_articles(language: Language, words: Collection[str]) -> set[str]:
    return {f"{article} {word}" for article in language.articles for word in words}


def _readers(language: Language) -> _Table:
    """What may begin with which words, or which seeds of several, in the order of trying."""
    times = language.day_times | language.decades | language.relative_days
    numerals = language.cardinals | language.broken_cardinals | language.dozens
    halves = {words.split(" ")[0] for words in language.halves}
    vague = language.plural_scales | language.vague_phrases
    lone_articles = language.articles & idiom_words(language)
    counted = {*language.scales, *language.dozens, *language.counted_by_articles}
    return (
        (idiom_words(language), _read_idiom),
        (language.months | language.days, _read_month_or_day),
        (times, _read_time),
        ({language.patterns["between"]}, read_between),
        (ROMANS | LONE_IN_BRACKETS, read_bracketed_roman),
        (ROMANS, read_roman),
        (lone_romans(language), read_lone_roman),
        (language.scales | language.dozens, _read_vague_scale),
        ({*numerals, *language.leading_scales, *halves}, _read_number),
        (_with_articles(language, counted) | lone_articles, _read_number),
        (language.half_words, read_half),
        (language.ordinals, read_ordinal),
        (language.multiples, read_multiple),
        (language.articles, read_article),
        (language.pairs, read_pair),
        (vague | set(map(_first_word, vague)) - language.articles, read_vague),
        (language.articles, _read_behind_article),
    )
