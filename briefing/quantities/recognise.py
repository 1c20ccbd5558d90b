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

from typing import Final

from briefing.memory import collector_paused
from briefing.quantities import kinds
from briefing.quantities.at_digits import read_at_digit, read_at_sign
from briefing.quantities.at_words import BEGINNINGS, read_at_word
from briefing.quantities.atoms import Atom
from briefing.quantities.codes import end_of_ordinal_name
from briefing.quantities.fast import new
from briefing.quantities.language import ENGLISH, Language
from briefing.quantities.model import Quantity
from briefing.quantities.names import Named, Names, compile_names
from briefing.quantities.pieces import BLANK_LINE, END_OF_SENTENCE, PIECE, pieces
from briefing.quantities.plain import COVERED
from briefing.quantities.qualifiers import QUALIFIED, find_qualifier
from briefing.quantities.shadow import Shadow, Spans, cast
from briefing.text import Span

__all__ = ["Names", "compile_names", "recognise"]

_DIGITS: Final = frozenset("0123456789")
_MARK: Final = b"0"
_MARKED: Final = _MARK[0]
_MARKS: Final = bytes(
    ord(_MARK) if chr(code) in "0123456789$\x82\x84\x86\x87" else ord(" ") for code in range(256)
)


def recognise(
    text: str, names: Names | None = None, language: Language = ENGLISH
) -> tuple[Quantity, ...]:
    """Every quantity in `text`, in reading order and apart; spans count code points.

    Where a name of the table `names` stands in the text, that is one quantity of kind `name`,
    whose value is the declared form. Other names are known by their shape.
    """
    if len(text) <= 2 * PIECE:
        return tuple(_quantities(text, 0, names, language))
    found: list[Quantity] = []
    with collector_paused():
        for first, piece in pieces(text, BLANK_LINE if names else END_OF_SENTENCE):
            found += _quantities(piece, first, names, language)
    return tuple(found)


def _quantities(piece: str, first: int, names: Names | None, language: Language) -> list[Quantity]:
    """What stands in a piece of a text that begins at `first`.

    All atoms are read before anything is made of them: a processor does the same work again and
    again in less time.
    """
    shadow = cast(piece, language)
    declared = names.find(shadow) if names else None
    if declared:
        shadow = _covered(shadow, declared)
    spans = Spans(shadow.gaps) if shadow.gaps else None
    found = []
    for atom, floor in _atoms(shadow):
        start, end, kind, value, unit, step, _, _, is_bare = atom
        low, high = spans.original(start, end) if spans else (start, end)
        written = piece[low:high]
        span = new(Span, (first + low, first + high))
        words = bound = reach = None
        if kind is kinds.NAME:
            value = written
        elif not is_bare and kind in QUALIFIED and (said := find_qualifier(shadow, atom, floor)):
            words, bound, start, end = said
            low, high = spans.original(start, end) if spans else (start, end)
            reach = new(Span, (first + low, first + high))
        quantity = (written, span, kind, value, unit, step, words, bound, reach, None)
        found.append(new(Quantity, quantity))
    if declared:
        found += [_name(piece, first, spans, name) for name in declared]
        found.sort(key=lambda quantity: quantity.span)
    return found


def _covered(shadow: Shadow, names: list[Named]) -> Shadow:
    """The shadow with the declared names made unreadable."""
    parts, start = [], 0
    for name in names:
        parts += [shadow.plain[start : name.start], COVERED * (name.end - name.start)]
        start = name.end
    plain = "".join([*parts, shadow.plain[start:]])
    return Shadow(shadow.text, plain, plain.encode("latin-1"), shadow.gaps, shadow.language)


def _atoms(shadow: Shadow) -> list[tuple[Atom, int]]:
    """What stands in the text, each with the end of the one in front of it."""
    found = BEGINNINGS[shadow.language].seeds.find(shadow.coded)
    marks = shadow.coded.translate(_MARKS)
    return _read(shadow, found, marks) if found or _MARKED in marks else []


def _read(shadow: Shadow, found: list[tuple[int, str]], marks: bytes) -> list[tuple[Atom, int]]:
    """What is read at the seeds that were found, and at the marks."""
    atoms = []
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
            atoms.append((atom, floor))
            floor = atom.end
        if mark < floor or marks[mark] != _MARKED:
            mark = marks.find(_MARK, mark if mark > floor else floor)  # noqa: FURB136 - faster
    return atoms


def _named_or_ordinal(shadow: Shadow, atom: Atom) -> Atom:
    """The ordinal, or the name that it begins: "First Amendment"."""
    end = end_of_ordinal_name(shadow, atom.start, atom.end)
    return atom._replace(end=end, kind=kinds.NAME) if end > atom.end else atom


def _name(piece: str, first: int, spans: Spans | None, name: Named) -> Quantity:
    start, end, value = name
    low, high = spans.original(start, end) if spans else (start, end)
    return Quantity(piece[low:high], Span(first + low, first + high), kinds.NAME, value)
