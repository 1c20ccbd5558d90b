"""Know the phrases in which a number word counts nothing: a closed list of each language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from briefing.quantities import kinds
from briefing.quantities.fast import new
from briefing.quantities.language import ByLanguage, Language
from briefing.quantities.model import Kind
from briefing.quantities.shadow import Shadow


class Idiom(NamedTuple):
    """Where an idiom, or a name in the same list, stands."""

    start: int
    end: int
    kind: Kind


class _Form(NamedTuple):
    """What stands in front of an idiom's number word, and what from it on.

    A name is `written` with its capitals. An idiom that is `alone` is none in front of a noun.
    """

    before: str
    rest: str
    kind: Kind
    written: str
    alone: bool = False


# How much beside a number word the idioms are looked up by.
_BEFORE, _BEHIND = 3, 2
_NONE_NEAR = (None, None)


class _Phrases(NamedTuple):
    """What is looked at together, and what each goes on with."""

    forms: tuple[_Form, ...]
    rests: tuple[str, ...]


_Lists = dict[str, dict[str, list[_Form]]]
_Table = dict[str, dict[str, _Phrases]]


def _by_word(phrases: dict[Kind, tuple[str, ...]]) -> _Lists:
    """Each starred word to its phrases, by the last characters in front, or by the next behind."""
    table: _Lists = {}
    for kind, phrase in ((kind, phrase) for kind, phrases in phrases.items() for phrase in phrases):
        before, word, _ = phrase.lower().split("*", 2)
        rest = phrase.lower()[len(before) :].replace("*", "")
        form = _Form(before, rest, kind, phrase.replace("*", ""))
        key = before[-_BEFORE:] or rest[len(word) :][:_BEHIND]
        table.setdefault(word, {}).setdefault(key, []).append(form)
    return table


def _idioms_by_word(language: Language) -> _Table:
    table = _by_word({kinds.IDIOM: language.idioms, kinds.NAME: language.fixed_names})
    for word, keys in _by_word({kinds.IDIOM: language.pronouns}).items():
        for key, forms in keys.items():
            alone = [form._replace(alone=True) for form in forms]
            table.setdefault(word, {}).setdefault(key, []).extend(alone)
    return _compiled(table)


def _compiled(lists: _Lists) -> _Table:
    return {
        word: {
            key: _Phrases(tuple(forms), tuple(form.rest for form in forms))
            for key, forms in keys.items()
        }
        for word, keys in lists.items()
    }


IDIOMS = ByLanguage(_idioms_by_word)
_NOUN_BEHIND = ByLanguage(lambda language: re.compile(language.patterns["noun_behind_pronoun"]))
_NOT_COUNTING = ByLanguage(
    lambda language: _compiled(_by_word({kinds.IDIOM: language.not_counting}))
)


def read_idiom(shadow: Shadow, at: int, word: str, floor: int) -> Idiom | None:
    """The idiom around the number word at `at`, nothing of it in front of `floor`.

    Of several it is the one that begins first, and of those the longest: "the one that".
    """
    found = None
    for idiom in _around(IDIOMS[shadow.language], shadow, at, word, floor):
        if found is None or (idiom.start, -idiom.end) < (found.start, -found.end):
            found = idiom
    return found and found._replace(end=found.end - (shadow.low[found.end - 1] == ","))


def counts_nothing(shadow: Shadow, at: int, word: str, floor: int) -> bool:
    """Whether the word at `at` is no number, for it is part of another: "body double"."""
    return bool(_around(_NOT_COUNTING[shadow.language], shadow, at, word, floor))


def _around(table: _Table, shadow: Shadow, at: int, word: str, floor: int) -> Sequence[Idiom]:
    """Every phrase of the table that stands around a word."""
    forms = table.get(word)
    if forms is None:
        return ()
    low, end = shadow.low, at + len(word)
    near = (forms.get(low[end : end + _BEHIND]), forms.get(low[at - _BEFORE : at]))
    if near == _NONE_NEAR:
        return ()
    return [
        new(Idiom, (at - len(form.before), at + len(form.rest), form.kind))
        for phrases in near
        if phrases and low.startswith(phrases.rests, at)
        for form in phrases.forms
        if low.endswith(form.before, floor, at) and _stands_around(form, shadow, at)
    ]


def _stands_around(form: _Form, shadow: Shadow, at: int) -> bool:
    """Whether the rest of the form stands at `at`, and whole words of it, where it begins right."""
    low, start, end = shadow.low, at - len(form.before), at + len(form.rest)
    return (
        low.startswith(form.rest, at)
        and _bounded(low, start, end)
        and _has_capitals(shadow, start, form.written)
        and not (form.alone and _NOUN_BEHIND[shadow.language].match(low, end))
    )


def _has_capitals(shadow: Shadow, start: int, written: str) -> bool:
    """Whether each capital of the table stands in the text: "Six Nations" are no six nations."""
    return written.islower() or all(
        shadow.plain[start + place].isupper()
        for place, letter in enumerate(written)
        if letter.isupper()
    )


def _bounded(low: str, start: int, end: int) -> bool:
    """Whether whole words, and no part of longer ones, stand from `start` to `end`."""
    before, after = low[start - 1 : start], low[end : end + 1]
    if before.isalnum() or after.isalnum() or (after == "-" and before == "-"):
        return False
    return not (after == "/" and low[end + 1 : end + 2].isdigit())  # "9/11/2001"
