"""Hold facts against sources: what stands is what a briefing may state."""

from __future__ import annotations

from briefing.assemble import Briefing, assemble
from briefing.citations import check_citations
from briefing.derivations import check_derivations
from briefing.diagnostics import Finding
from briefing.facts.model import Facts
from briefing.names import NameIndex
from briefing.sources import Sources


def ground_facts(facts: Facts, sources: Sources) -> tuple[Briefing, list[Finding]]:
    """All that the sources bear out, and everything in which facts and sources disagree."""
    index = NameIndex(facts.names)
    cited, of_citations = check_citations(facts, sources, index)
    derived, of_derivations = check_derivations(facts, cited, sources, index)
    supports = {each.claim.id: each.supports for each in cited}
    briefing = assemble(sources, facts, supports, derived.counted, derived.about)
    return briefing, [*of_citations, *of_derivations]
