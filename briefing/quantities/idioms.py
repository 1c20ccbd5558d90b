"""Know the phrases in which a number word counts nothing: a closed list of each language."""

from __future__ import annotations

from typing import NamedTuple

from briefing.quantities.language import ByLanguage, Language
from briefing.quantities.model import Kind
from briefing.quantities.shadow import Shadow


class Idiom(NamedTuple):
    """Where an idiom, or a name in the same list, stands."""

    start: int
    end: int
    kind: Kind


class _Form(NamedTuple):
    """What stands in front of an idiom's number word, and what from it on."""

    before: str
    rest: str
    kind: Kind


# How much beside a number word the idioms are looked up by.
_BEFORE, _BEHIND = 3, 2


def _idioms_by_word(language: Language) -> dict[str, dict[str, list[_Form]]]:
    """Each starred word to its idioms, by the last characters in front, or by the next behind."""
    table: dict[str, dict[str, list[_Form]]] = {}
    kinds = ((Kind.IDIOM, language.idioms), (Kind.NAME, language.fixed_names))
    for kind, idiom in ((kind, idiom) for kind, idioms in kinds for idiom in idioms):
        before, word, _ = idiom.split("*", 2)
        form = _Form(before, idiom[len(before) :].replace("*", ""), kind)
        key = before[-_BEFORE:] or form.rest[len(word) :][:_BEHIND]
        table.setdefault(word, {}).setdefault(key, []).append(form)
    return table


IDIOMS = ByLanguage(_idioms_by_word)


def read_idiom(shadow: Shadow, at: int, word: str, floor: int) -> Idiom | None:
    """The longest idiom around the number word at `at`, nothing of it in front of `floor`."""
    forms = IDIOMS[shadow.language].get(word)
    if forms is None:
        return None
    low, end = shadow.low, at + len(word)
    found = [
        Idiom(start, at + len(form.rest), form.kind)
        for key in (low[end : end + _BEHIND], low[at - _BEFORE : at])
        for form in forms.get(key, ())
        if low.startswith(form.rest, at)
        and (start := at - len(form.before)) >= floor
        and low.startswith(form.before, start)
        and _bounded(low, start, at + len(form.rest))
    ]
    if not found:
        return None
    idiom = max(found, key=lambda idiom: idiom.end - idiom.start)
    return idiom._replace(end=idiom.end - (low[idiom.end - 1] == ","))


def _bounded(low: str, start: int, end: int) -> bool:
    """Whether whole words, and no part of longer ones, stand from `start` to `end`."""
    before, after = low[start - 1 : start], low[end : end + 1]
    return not before.isalnum() and not after.isalnum() and not (after == "-" and before == "-")
