"""What cites a source, and the citations that hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from briefing.citations.passages import Evidence
from briefing.facts.model import Citation, Fact, Facts, Stated
from briefing.prose import find_words, fold
from briefing.sources import Source
from briefing.text import Place, Span

_LINE_END = re.compile(r"[ \t]*[\r\n]+[ \t]*")


class Support(NamedTuple):
    """A citation that holds. All spans are offsets in the source's text.

    `quote` is where the quoted words stand, `value` the quantity in them with its qualifier,
    `sentence` the sentence around them and `lines` the cited lines. `numbers` are all quantities
    that touch these lines, with their qualifiers.
    """

    citation: Citation
    source: Source
    lines: Span
    quote: Span
    value: Span | None
    sentence: Span
    numbers: tuple[Span, ...]

    def says(self, words: str) -> bool:
        """Whether the words stand on the cited lines, with no word and no number cut in two."""
        folded = fold(self.source.text.content[slice(*self.lines)])
        found = (span.shifted(self.lines.start) for span in find_words(words, folded))
        return any(
            all(number.within(span) for number in self.numbers if number.overlaps(span))
            for span in found
        )

    @property
    def quoted(self) -> str:
        """The quoted words as they stand in the source, on one line."""
        return _LINE_END.sub(" ", self.source.text.content[slice(*self.quote)])


class Claim(NamedTuple):
    """What citations are held against: a fact, or a position of a dispute."""

    id: str
    fact: Fact
    about: tuple[str, ...]
    value: Stated | None
    citations: tuple[Citation, ...]
    read_as: Mapping[str, str]
    places: Mapping[str, Place]


class Cited(NamedTuple):
    """A claim whose citations all hold, with what they name."""

    claim: Claim
    supports: tuple[Support, ...]
    evidence: tuple[Evidence, ...]


def claims(facts: Facts) -> Iterator[Claim]:
    """Everything that cites a source, in the order of the file."""
    for fact in facts.facts.values():
        if fact.citations:
            yield Claim(
                fact.id, fact, fact.about, fact.value, fact.citations, fact.read_as, fact.places
            )
        for id_, each in zip(fact.position_ids, fact.positions, strict=True):
            yield Claim(
                id_, fact, fact.about, each.value, each.citations, each.read_as, each.places
            )
