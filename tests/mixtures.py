"""Texts of all words that a language's tables know, mixed with numbers of all forms."""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence

from briefing.quantities.language import Language

NUMERALS = (
    *("1", "2.", "0", "007", "12", "2024", "2024.", "1,200", "1.234,5", "3.4", ".5", "12-3/4", "½"),
    *("$5", "€3bn", "-5", "±3", "10⁵", "5%", "5k", "3x", "1st", "II", "iii", "IV.", "5am", "5:30"),
    *("(5)", "#5", "§", "$", "%", "x5", "utf-8", "Q3", "FY25", "'24", "1990s", "1–2", "24/7"),
)
GAPS = (*[" "] * 8, "\n", "\u00a0", ", ", ". ", " (", ") ", "-", "–", '"', "'", ": ", "/", "")


def words_of(language: Language) -> list[str]:
    """Every word and phrase of the tables of a language."""
    tables = {key: value for key, value in vars(language).items() if key != "patterns"}
    return sorted(set(_words_of(tables)))


def mixture(words: Sequence[str], chance: random.Random) -> str:
    """A few of the words and numerals, one behind the other."""
    picked = [chance.choice(chance.choice((words, NUMERALS))) for _ in range(5)]
    return "".join(word + chance.choice(GAPS) for word in picked)


def _words_of(table: object) -> Iterator[str]:
    """Every word and phrase of a table of a language, with a capital and without."""
    if isinstance(table, str):
        yield from (table.replace("*", ""), table.capitalize())
    elif isinstance(table, Mapping):
        yield from _words_of(list(table))
        yield from _words_of([value for value in table.values() if not isinstance(value, str)])
    elif isinstance(table, Iterable):
        for part in table:
            yield from _words_of(part)
