"""Check what no source says, and that every name is one that a source uses."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from briefing.diagnostics import Finding, Related
from briefing.facts.model import Facts, Name
from briefing.names import Mention
from briefing.prose import end_of_words, fold, lowered, plain_form
from briefing.sources import Source, Sources
from briefing.text import Place, Span

_WORD = re.compile(r"\w+")


class Occurrence(NamedTuple):
    """Where a source says something."""

    source: Source
    span: Span

    @property
    def place(self) -> Place:
        """The place in the source."""
        return self.source.text.place(*self.span)


class Concordance:
    """Every word of the sources, and in which of them it stands.

    A term is found at the beginning of words, "retain" in "retained": so an absence claims
    rather too much than too little. A term all in lower case is found with capitals, too.
    """

    def __init__(self, sources: Sources) -> None:
        folded = [(source, fold(source.text.content)) for source in sources]
        self._texts = [(source, text, lowered(text)) for source, text in folded]
        self._holders: dict[str, list[int]] = defaultdict(list)
        for index, (_, _, low) in enumerate(self._texts):
            for word in set(_WORD.findall(low)):
                self._holders[word].append(index)
        self._words = sorted(self._holders)

    def find(self, term: str) -> Iterator[Occurrence]:
        """Every place where the term stands."""
        term = fold(term)
        first = _WORD.search(term)
        if first is None:
            return
        in_any_case = term == term.lower()
        parts = term[first.start() :].split()
        for word in self._beginning_with(first.group().lower()):
            for index in self._holders[word]:
                source, text, low = self._texts[index]
                for start in _places_of(word, low):
                    end = end_of_words(parts, low if in_any_case else text, start)
                    if end is not None:
                        yield Occurrence(source, Span(start, end))

    def _beginning_with(self, prefix: str) -> Iterator[str]:
        for index in range(bisect_left(self._words, prefix), len(self._words)):
            if not self._words[index].startswith(prefix):
                break
            yield self._words[index]


def _places_of(word: str, text: str) -> Iterator[int]:
    """Where a word stands in a text as a whole."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not (_goes_on(text[at - 1 : at]) or _goes_on(text[end : end + 1])):
            yield at
        at = text.find(word, end)


def _goes_on(character: str) -> bool:
    """Whether a word goes on with the character, as `_WORD` has it."""
    return character.isalnum() or character == "_"


def check_absences(facts: Facts, sources: Sources) -> list[Finding]:
    """What is said to be absent and stands in a source, and what should be near and does not.

    A source that cannot be read may hold what should be near.
    """
    absences = [fact for fact in facts.facts.values() if fact.absent]
    if not absences or not sources:
        return []
    concordance = Concordance(sources)
    findings = []
    for fact in absences:
        for term in fact.absent:
            found = next(concordance.find(term), None)
            if found:
                findings.append(_not_absent(term, fact.places[term], found))
        for term in fact.near:
            if not sources.refused and next(concordance.find(term), None) is None:
                message = f"no source says `{term}`"
                help_ = "name words that do occur near what is missing, or remove it"
                findings.append(Finding("near-not-found", message, fact.places[term], help=help_))
    return findings


def check_names(
    facts: Facts, sources: Sources, mentions: Mapping[str, Iterable[Mention]]
) -> list[Finding]:
    """The names that no source uses, given what each source mentions, by its name.

    Of a form that carries a digit, the very form must be used: the digit is a number, too.
    A source that cannot be read may use any of them.
    """
    if not sources or sources.refused:
        return []
    used = {
        (mention.name, plain_form(source.text.content[slice(*mention.span)]))
        for source in sources
        for mention in mentions[source.name]
    }
    named = {name for name, _ in used}
    return [
        _unsourced(name, form)
        for name in facts.names.values()
        for form in (name.forms if name.id in named else (name.name,))
        if (name.id, plain_form(form)) not in used
        if name.id not in named or any(char.isdigit() for char in form)
    ]


def _unsourced(name: Name, form: str) -> Finding:
    return Finding(
        "unsourced-name",
        f"no source names `{name.id}` as {form}",
        name.place,
        help="write the name as a source does, or give that as an alias",
    )


def _not_absent(term: str, place: Place, found: Occurrence) -> Finding:
    at = found.place.start.line
    return Finding(
        "not-absent",
        f"`{term}` stands in {found.source.key}:{at}",
        place,
        label="said to be absent",
        related=(Related(found.place, "here"),),
        help="withdraw the claim, or make the term say what is really absent",
    )
