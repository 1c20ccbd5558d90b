"""Check every fact against the lines it cites."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from briefing.citations import misquotes
from briefing.citations.absences import check_absences, check_names
from briefing.citations.exchanges import check_exchanges
from briefing.citations.model import Cited, Claim, Support, claims
from briefing.citations.passages import NO_STATEMENT, Evidence, Passage, read_evidence
from briefing.citations.positions import check_positions
from briefing.citations.sentences import check_sentences
from briefing.diagnostics import Finding
from briefing.facts.model import Citation, Facts
from briefing.names import Mention, NameIndex
from briefing.prose import find_words, fold
from briefing.quantities.compare import agree
from briefing.quantities.model import Quantity
from briefing.sources import Source, Sources
from briefing.text import Span


def check_citations(
    facts: Facts, sources: Sources, index: NameIndex
) -> tuple[tuple[Cited, ...], list[Finding]]:
    """The claims whose citations hold, and everything in which facts and sources disagree."""
    mentions = {source.name: index.mentions(source.text.content) for source in sources}
    checker = _Checker(sources, index, mentions)
    cited = tuple(filter(None, [checker.check(claim) for claim in claims(facts)]))
    findings = [
        *checker.findings,
        *check_exchanges(cited),
        *check_positions(facts),
        *check_sentences(facts, index),
        *check_absences(facts, sources),
        *check_names(facts, sources, mentions),
    ]
    return cited, findings


class _Reading(NamedTuple):
    """One place where a quote stands, and the quantity in it that the value is held against."""

    quote: Span
    found: Quantity | None = None
    value: Span | None = None
    finding: Finding | None = None


@dataclass
class _Checker:
    """Checks citations against sources, each passage and source read once."""

    sources: Sources
    index: NameIndex
    mentions: Mapping[str, tuple[Mention, ...]]
    findings: list[Finding] = field(default_factory=list)
    passages: dict[tuple[str, int, int], Passage] = field(default_factory=dict)

    def check(self, claim: Claim) -> Cited | None:
        """The claim with its supports, if all of its citations hold."""
        held = [self.check_citation(claim, citation) for citation in claim.citations]
        sound = [each for each in held if each is not None]
        if len(sound) < len(held):
            return None
        supports, evidence = zip(*sound, strict=True)
        if not self.uses_readings(claim, evidence):
            return None
        return Cited(claim, supports, evidence)

    def check_citation(self, claim: Claim, citation: Citation) -> tuple[Support, Evidence] | None:
        """What the citation gives; if anything is wrong with it, its findings are kept."""
        passage = self.passage(citation)
        if passage is None:
            return None
        reading = self.find_quote(passage, claim, citation)
        if reading is None:
            return None
        if reading.finding:
            self.findings.append(reading.finding)
            return None
        if not passage.is_filled_by(reading.quote):
            self.findings.append(misquotes.moved(citation, passage.source, reading.quote))
            return None
        evidence = read_evidence(self.index, passage, reading.quote, claim.read_as)
        missing = evidence.missing(claim.about)
        for name in missing:
            self.findings.append(
                misquotes.not_named(name, claim, citation, passage.source, evidence)
            )
        if missing:
            return None
        support = Support(
            citation,
            passage.source,
            passage.span,
            reading.quote,
            reading.value,
            passage.sentences_around(reading.quote),
            tuple(whole for _, _, whole in passage.quantities),
        )
        return support, evidence

    def passage(self, citation: Citation) -> Passage | None:
        """The cited lines, if they are there."""
        matching = self.sources.matching(citation.source)
        if len(matching) != 1:
            if self.sources and not self.sources.is_refused(citation.source):
                self.findings.append(misquotes.no_source(citation, matching, self.sources))
            return None
        source, lines = matching[0], (citation.first, citation.last)
        if not 1 <= citation.first <= citation.last <= source.text.line_count:
            self.findings.append(misquotes.out_of_range(citation, source))
            return None
        key = (source.name, *lines)
        if key not in self.passages:
            self.passages[key] = Passage(source, *lines, self.mentions[source.name])
        return self.passages[key]

    def find_quote(self, passage: Passage, claim: Claim, citation: Citation) -> _Reading | None:
        """The first place of the quote at which it says what is claimed, or else its first one."""
        spans = passage.find(citation.quote)
        if not spans:
            self.findings.append(self.no_quote(passage, citation))
            return None
        readings = [_read(passage, span, claim, citation) for span in spans]
        return next((each for each in readings if each.finding is None), readings[0])

    def uses_readings(self, claim: Claim, held: tuple[Evidence, ...]) -> bool:
        """Whether every reading of the claim is of words that its citations hold."""
        unused = [words for words in claim.read_as if not any(e.holds(words) for e in held)]
        for words in unused:
            self.findings.append(misquotes.unused_reading(claim, words))
        return not unused

    def no_quote(self, passage: Passage, citation: Citation) -> Finding:
        """The finding for a quote that is not on its line: cut, moved, or altered."""
        cut = passage.find(citation.quote, whole_words=False)
        if cut:
            return misquotes.cut(citation, passage, cut[0], "a word")
        elsewhere = self.elsewhere(passage.source, citation.quote)
        if elsewhere:
            return misquotes.moved(citation, *elsewhere)
        return misquotes.not_found(citation, passage)

    def elsewhere(self, source: Source, quote: str) -> tuple[Source, Span] | None:
        """Where else the quote stands: in its source, or else in another."""
        for each in (source, *(other for other in self.sources if other is not source)):
            found = find_words(quote, fold(each.text.content))
            if found:
                return each, found[0]
        return None


def _read(passage: Passage, quote: Span, claim: Claim, citation: Citation) -> _Reading:
    """What the quote says where it stands there."""
    for _, _, whole in passage.quantities:
        if whole.overlaps(quote) and not whole.within(quote):
            return _Reading(quote, finding=misquotes.cut(citation, passage, whole, "a number"))
    if claim.value is None:
        return _Reading(quote)
    inside = [
        (quantity, whole)
        for quantity, _, whole in passage.quantities
        if whole.within(quote) and quantity.kind not in NO_STATEMENT
    ]
    value = claim.value.quantity
    alike = [each for each in inside if (each[0].kind, each[0].unit) == (value.kind, value.unit)]
    if len(alike) > 1:
        return _Reading(quote, finding=misquotes.several_numbers(citation, passage, alike, claim))
    if len(alike) == 1 and agree(value, alike[0][0]):
        return _Reading(quote, *alike[0])
    finding = misquotes.disagreement(citation, passage, quote, claim, alike or inside)
    return _Reading(quote, finding=finding)
