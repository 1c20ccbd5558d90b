"""Check that a fact's sentence names what the fact is about."""

from __future__ import annotations

from briefing.diagnostics import Finding
from briefing.facts.model import Facts, filled
from briefing.names import NameIndex


def check_sentences(facts: Facts, index: NameIndex) -> list[Finding]:
    """The names that a fact is about and its own sentence does not name."""
    return [
        Finding(
            "subject-not-named",
            f"the sentence of `{fact.id}` does not name `{name}`",
            fact.says.place,
            help=f"write {{{name}}} into the sentence, or take it out of `about`",
        )
        for fact in facts.facts.values()
        if fact.says and fact.about
        for name in index.missing(fact.about, index.mentions(filled(fact.says, facts.names)))
    ]
