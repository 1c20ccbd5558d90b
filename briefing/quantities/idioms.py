"""Know the phrases in which a number word counts nothing: a closed list of each language."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Final, NamedTuple

from briefing.quantities import kinds
from briefing.quantities.atoms import Atom
from briefing.quantities.fast import new
from briefing.quantities.language import ByLanguage, Language
from briefing.quantities.model import Kind
from briefing.quantities.shadow import Shadow


class _Form(NamedTuple):
    """What stands in front of an idiom's number word, and what from it on.

    A name has its `capitals`, as many characters behind its beginning. An idiom that is `alone`
    is none in front of a noun.
    """

    before: str
    rest: str
    kind: Kind
    capitals: tuple[int, ...]
    alone: bool


class _Near(NamedTuple):
    """Forms with the same characters next to their number word, and how they go on from there.

    Those that begin first come first, and of these the longest.
    """

    sides: tuple[str, ...]
    forms: tuple[_Form, ...]


class Phrases(NamedTuple):
    """Phrases by their number word and the characters next to it.

    Those that begin with the word have them `behind` it, all others `before` it.
    """

    behind: dict[str, _Near]
    before: dict[str, _Near]


# How much beside a number word the idioms are looked up by.
_BEFORE, _BEHIND = 3, 2


def _idioms(language: Language) -> list[tuple[str, _Form]]:
    return [
        *(_form(phrase, kinds.IDIOM) for phrase in language.idioms),
        *(_form(phrase, kinds.NAME) for phrase in language.fixed_names),
        *(_form(phrase, kinds.IDIOM, alone=True) for phrase in language.pronouns),
    ]


def _form(phrase: str, kind: Kind, *, alone: bool = False) -> tuple[str, _Form]:
    """The first starred word of a phrase, and the form that is to stand around it."""
    before, word, _ = phrase.lower().split("*", 2)
    written = phrase.replace("*", "")
    capitals = tuple(place for place, letter in enumerate(written) if letter.isupper())
    return word, _Form(before, written.lower()[len(before) :], kind, capitals, alone)


def _phrases(starred: Iterable[tuple[str, _Form]]) -> Phrases:
    behind: dict[str, list[_Form]] = defaultdict(list)
    before: dict[str, list[_Form]] = defaultdict(list)
    for word, form in starred:
        if form.before:
            before[form.before[-_BEFORE:] + word].append(form)
        else:
            behind[form.rest[: len(word) + _BEHIND]].append(form)
    return Phrases(_near(behind, attrgetter("rest")), _near(before, attrgetter("before")))


def _near(lists: dict[str, list[_Form]], side: Callable[[_Form], str]) -> dict[str, _Near]:
    for forms in lists.values():
        forms.sort(key=lambda form: (-len(form.before), -len(form.rest)))
    return {key: _Near(tuple(map(side, forms)), tuple(forms)) for key, forms in lists.items()}


IDIOMS: Final = ByLanguage(lambda language: _phrases(_idioms(language)))
NOT_COUNTING: Final = ByLanguage(
    lambda language: _phrases(_form(phrase, kinds.IDIOM) for phrase in language.not_counting)
)
_NOUN_BEHIND: Final = ByLanguage(
    lambda language: re.compile(language.patterns["noun_behind_pronoun"])
)


def idiom_words(language: Language) -> set[str]:
    """The words with which idioms are known: "one", "24"."""
    return {word for word, _ in _idioms(language)}


def read_phrase(table: Phrases, shadow: Shadow, at: int, word: str, floor: int) -> Atom | None:
    """The phrase around the number word at `at`, nothing of it in front of `floor`.

    Of several it is the one that begins first, and of those the longest: "the one that". A comma
    behind it is no part of it.
    """
    low, end = shadow.low, at + len(word)
    behind = table.behind.get(low[at : end + _BEHIND])
    before = table.before.get(low[at - _BEFORE : end])
    if behind is None and before is None:
        return None
    near: tuple[_Form, ...] = ()
    if before and low.endswith(before.sides, floor, at):
        near = before.forms
    if behind and low.startswith(behind.sides, at):
        near += behind.forms
    for form in near:
        first, rest, kind, _, _ = form
        if low.startswith(rest, at) and low.endswith(first, floor, at):
            start, end = at - len(first), at + len(rest)
            if _stands(form, shadow, start, end):
                end -= rest[-1] == ","
                return new(Atom, (start, end, kind, None, None, None, None, False, False))
    return None


def _stands(form: _Form, shadow: Shadow, start: int, end: int) -> bool:
    """Whether the words of the form are whole, with their capitals and without a noun."""
    return (
        _bounded(shadow.low, start, end)
        and all(shadow.plain[start + place].isupper() for place in form.capitals)  # no six nations
        and not (form.alone and _NOUN_BEHIND[shadow.language].match(shadow.low, end))
    )


def _bounded(low: str, start: int, end: int) -> bool:
    """Whether whole words, and no part of longer ones, stand from `start` to `end`."""
    before, after = low[start - 1 : start], low[end : end + 1]
    if before.isalnum() or after.isalnum() or (after == "-" and before == "-"):
        return False
    return not (after == "/" and low[end + 1 : end + 2].isdigit())  # "9/11/2001"
