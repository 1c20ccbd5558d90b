"""What each number of a finished page claims, and its proof."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from briefing.citations import Support
from briefing.diagnostics import Finding
from briefing.prose import fold
from briefing.quantities.model import Quantity
from briefing.read.model import Mark, Reading
from briefing.report.model import StatementClass
from briefing.trace.ledger import Ledger
from briefing.trace.losses import check_losses
from briefing.trace.model import Statement, Trace
from briefing.trace.sight import Sight, cited_for
from briefing.trace.stated_facts import check_stated_fact

# How a reference goes on behind the key of its source.
LINES = re.compile(r", lines? (\d+)(?:[-–](\d+))?")


def trace_reading(reading: Reading, ledger: Ledger) -> Trace:
    """Every statement of a finished page with the proof it has, and what has none."""
    statements: list[Statement] = []
    findings = list(reading.unread)
    for block in reading.blocks:
        sight = Sight(block, ledger)
        found = [_prove(sight, quantity) for quantity in sight.quantities]
        statements += found
        findings += [finding for statement in found for finding in statement.findings]
        findings += _check_claims(sight)
    findings += check_losses(reading)
    return Trace(reading.path, tuple(statements), tuple(findings), len(reading.unread))


def _check_claims(sight: Sight) -> Iterator[Finding]:
    """Findings on claims that no number stands behind, and quotations that are none."""
    for mark in sight.block.marks:
        words = sight.words(mark.span)
        if mark.kind == "fact" and not any(q.span.overlaps(mark.span) for q in sight.quantities):
            yield sight.finding_at(
                "empty-claim",
                f"the page claims to state `{mark.target}` here, but no number stands here",
                mark.span,
                help="the recogniser does not read these words as a number; state it otherwise",
            )
        elif mark.kind == "quote" and _quoted(sight, mark) is None:
            entry = sight.ledger.entry(mark.target)
            yield sight.finding_at(
                "misquoted-source",
                f"“{_unquoted(words)}” does not stand on a line that `{mark.target}` cites",
                mark.span,
                related=cited_for(entry) if entry else (),
                help="quote through {{ quote.… }}, and change nothing in the words",
            )
        elif mark.kind == "name" and not _is_name(sight, mark, words):
            yield sight.finding_at(
                "misnamed",
                f"the page claims to name `{mark.target}` here, but says “{words}”",
                mark.span,
                help="print names with {{ name.… }}",
            )


def _prove(sight: Sight, quantity: Quantity) -> Statement:
    """A number with the proof that its claim asks for."""
    mark = sight.claim(quantity.span)
    if mark is None:
        return _prove_unclaimed(sight, quantity)
    prove = {"fact": _prove_fact, "quote": _prove_quotation, "name": _prove_name}
    return prove.get(mark.kind, _prove_told)(sight, quantity, mark)


def _prove_unclaimed(sight: Sight, quantity: Quantity) -> Statement:
    """A number of which the page claims nothing: a name, an idiom, furniture or waived."""
    return sight.excuse(quantity) or sight.untraced(quantity)


def _prove_fact(sight: Sight, quantity: Quantity, mark: Mark) -> Statement:
    entry = sight.ledger.entry(mark.target)
    if entry is None or entry.quantity is None:
        finding = sight.finding_at(
            "unknown-claim",
            f"the page claims that `{quantity.written}` states `{mark.target}`, "
            "which no fact with a value is called",
            quantity.span,
            help="state it through a fact of the facts file",
        )
        return sight.statement(quantity, StatementClass.UNTRACED, finding)
    findings = tuple(check_stated_fact(sight, quantity, mark, entry))
    class_ = StatementClass.UNTRACED if findings else entry.statement_class
    return sight.statement(quantity, class_, *findings, entry=entry, mark=mark)


def _prove_quotation(sight: Sight, quantity: Quantity, mark: Mark) -> Statement:
    if _quoted(sight, mark) is None:  # said once, for the quotation as a whole
        return sight.statement(quantity, StatementClass.UNTRACED)
    entry = sight.ledger.entry(mark.target)
    return sight.statement(quantity, StatementClass.QUOTATION, entry=entry)


def _prove_name(sight: Sight, quantity: Quantity, mark: Mark) -> Statement:
    if quantity.span.within(mark.span):  # that it is the name is checked for the mark
        return sight.statement(quantity, StatementClass.NAME)
    return _prove_unclaimed(sight, quantity)


def _prove_told(sight: Sight, quantity: Quantity, mark: Mark) -> Statement:
    class_, check = _TOLD[mark.kind]
    finding = check(sight, mark)
    if finding is not None:
        return sight.statement(quantity, StatementClass.UNTRACED, finding)
    entry = sight.ledger.entry(mark.target) if class_ is StatementClass.FACT else None
    return sight.statement(quantity, class_, entry=entry)


# What a page tells of sources, its edition and what was looked for, each held against that.


def _check_reference(sight: Sight, mark: Mark) -> Finding | None:
    key, _, lines = mark.target.partition(":")
    first, _, last = lines.partition("-")
    words = sight.words(mark.span)
    said = LINES.fullmatch(words.removeprefix(key)) if words.startswith(key) else None
    if (
        mark.target in sight.ledger.references
        and said
        and said.groups() == (first, None if last == first else last)
    ):
        return None
    return sight.finding_at(
        "wrong-reference",
        f"the page says “{words}” of what stands in {mark.target}",
        mark.span,
        help="print references through the evidence, and change nothing in them",
    )


def _check_source(sight: Sight, mark: Mark) -> Finding | None:
    words, source = sight.words(mark.span), sight.ledger.briefing.sources.named(mark.target)
    if source is not None and words in {source.key, source.name, source.sha256}:
        return None
    return sight.finding_at(
        "wrong-reference",
        f"the page says “{words}” of the source {mark.target}",
        mark.span,
        help="print a source's key, its name or its sha256, and change nothing in it",
    )


def _check_edition(sight: Sight, mark: Mark) -> Finding | None:
    words, issue = sight.words(mark.span), sight.ledger.issue
    if issue.says(words):
        return None
    return sight.finding_at(
        "wrong-edition",
        f"the page says “{words}” of the edition {issue.edition}",
        mark.span,
        help="print {{ edition }} or {{ edition_date }}",
    )


def _check_term(sight: Sight, mark: Mark) -> Finding | None:
    """A word that an absence is about: that no source has it was checked with the facts."""
    entry, words = sight.ledger.entry(mark.target), sight.words(mark.span)
    if entry is not None and words in entry.fact.absent:
        return None
    return sight.finding_at(
        "claim-disagrees",
        f"the page says that `{mark.target}` looked for “{words}”, which it did not",
        mark.span,
        help="print the terms of an absence, and change nothing in them",
    )


def _check_disclosure(sight: Sight, mark: Mark) -> Finding | None:
    """What the page tells of a waiver; its own words are no use that is made of it."""
    words = sight.words(mark.span)
    waivers = sight.ledger.briefing.waivers
    if any(w.text == mark.target and words in {w.text, w.expires} for w in waivers):
        return None
    return sight.finding_at(
        "claim-disagrees",
        f"the page says “{words}” of the waiver for “{mark.target}”",
        mark.span,
        help="print the words and the last day of a waiver, and change nothing in them",
    )


_TOLD: dict[str, tuple[StatementClass, Callable[[Sight, Mark], Finding | None]]] = {
    "cite": (StatementClass.STRUCTURAL, _check_reference),
    "source": (StatementClass.STRUCTURAL, _check_source),
    "edition": (StatementClass.STRUCTURAL, _check_edition),
    "term": (StatementClass.FACT, _check_term),
    "waiver": (StatementClass.STRUCTURAL, _check_disclosure),
}


def _quoted(sight: Sight, mark: Mark) -> Support | None:
    """The citation whose words a quotation repeats."""
    entry = sight.ledger.entry(mark.target)
    words = _unquoted(sight.words(mark.span))
    supports = entry.supports if entry else ()
    return next((support for support in supports if support.says(words)), None)


def _unquoted(words: str) -> str:
    """The words without the quotation marks around them, folded."""
    return " ".join(fold(words).split()).strip("\"' ")


def _is_name(sight: Sight, mark: Mark, words: str) -> bool:
    name = sight.ledger.briefing.names.get(mark.target)
    return name is not None and fold(words) in {fold(form) for form in name.forms}
