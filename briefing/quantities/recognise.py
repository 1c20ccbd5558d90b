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

from collections.abc import Iterable, Iterator

from briefing.quantities import kinds
from briefing.quantities.at_digits import read_at_digit, read_at_sign
from briefing.quantities.at_words import BEGINNINGS, read_at_word
from briefing.quantities.atoms import Atom
from briefing.quantities.codes import end_of_ordinal_name
from briefing.quantities.fast import new
from briefing.quantities.language import ENGLISH, Language
from briefing.quantities.model import Quantity
from briefing.quantities.names import Named, Names, compile_names
from briefing.quantities.plain import COVERED
from briefing.quantities.qualifiers import QUALIFIED, find_qualifier
from briefing.quantities.shadow import Shadow, Spans, cast
from briefing.text import Span

__all__ = ["Names", "compile_names", "recognise"]

_DIGITS = frozenset("0123456789")
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
    found = BEGINNINGS[shadow.language].seeds.find(shadow.coded)
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
            atom = read_at_word(shadow, place, seed, floor) if place >= floor else None
            place, seed = next(seeds, none)
        elif shadow.plain[mark] in _DIGITS:
            atom, chunk_end = read_at_digit(shadow, mark, floor, chunk_end)
        else:
            atom = read_at_sign(shadow, mark, floor)
            mark += 1
        if atom is not None:
            if atom.kind is kinds.ORDINAL:
                atom = _named_or_ordinal(shadow, atom)
            yield atom, floor
            floor = atom.end
        if mark < floor or marks[mark] != _MARKED:
            mark = marks.find(_MARK, mark if mark > floor else floor)  # noqa: FURB136 - faster


def _named_or_ordinal(shadow: Shadow, atom: Atom) -> Atom:
    """The ordinal, or the name that it begins: "First Amendment"."""
    end = end_of_ordinal_name(shadow, atom.start, atom.end)
    return atom._replace(end=end, kind=kinds.NAME) if end > atom.end else atom


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
