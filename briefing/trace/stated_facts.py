"""Whether a number that claims to state a fact says what the fact says, where it may be said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.assemble import Entry
from briefing.diagnostics import Finding
from briefing.quantities.compare import restates
from briefing.quantities.model import Quantity
from briefing.quantities.write import machine_value
from briefing.read.model import Layer, Mark
from briefing.trace.measures import mismeasured
from briefing.trace.sight import Sight, cited_for

# Keys of sources are words to a reader: "003", "annual-report".
WORD = re.compile(r"[\w.-]*\w")


def check_stated_fact(
    sight: Sight, quantity: Quantity, mark: Mark, entry: Entry
) -> Iterator[Finding]:
    """Findings on a number of which `mark` claims that it states an entry."""
    yield from _disagreement(sight, quantity, mark, entry)
    yield from _mismeasure(sight, quantity, entry)
    yield from _misplacement(sight, quantity, entry)
    yield from _misattribution(sight, quantity, mark, entry)
    yield from _misdirection(sight, mark, entry)


def _disagreement(sight: Sight, quantity: Quantity, mark: Mark, entry: Entry) -> Iterator[Finding]:
    """The words say something else than the fact."""
    assert entry.quantity is not None
    differences = restates(entry.quantity, quantity)
    # What is rounded on the page may be so for programs, too.
    values = {machine_value(entry.quantity), machine_value(quantity)}
    if differences:
        whole = quantity.whole_span
        in_one_piece = not any(whole.start < f.start < whole.end for f in sight.block.fragments)
        yield sight.finding_at(
            "claim-disagrees",
            f"the page says `{sight.words(whole)}` where `{entry.id}` is `{entry.written}`: "
            + ", ".join(difference.words for difference in differences),
            whole if in_one_piece else quantity.span,
            label="" if in_one_piece else f"a reader sees `{sight.words(whole)}`",
            related=cited_for(entry),
            help="the words around a number must not change it; state the fact as it is",
        )
    elif any(
        m.kind == "value" and m.span == mark.span and m.target not in values
        for m in sight.block.marks
    ):
        yield sight.finding_at(
            "claim-disagrees",
            f"the value for programs at `{quantity.written}` is not that of `{entry.id}`",
            quantity.span,
            help="it must be what the fact or the number itself says",
        )
    elif not mark.span.within(quantity.whole_span) or not quantity.span.within(mark.span):
        claimed = sight.words(mark.span)
        yield sight.finding_at(
            "claim-disagrees",
            f"the page claims `{claimed}` as `{entry.id}`, "
            f"but a reader sees the number `{quantity.written}`",
            quantity.span,
            related=cited_for(entry),
            help="leave nothing beside the number that a reader would take for a part of it",
        )


def _mismeasure(sight: Sight, quantity: Quantity, entry: Entry) -> Iterator[Finding]:
    """Behind the number stands a unit, or "per" something, that its sources do not have."""
    surplus = mismeasured(sight.block.text, quantity, entry)
    if surplus is not None:
        yield sight.finding_at(
            "claim-disagrees",
            f"the page says `{quantity.written} … {surplus}`, as no quote of `{entry.id}` does",
            quantity.span,
            related=cited_for(entry),
            help="measure the number as its source does",
        )


def _misdirection(sight: Sight, mark: Mark, entry: Entry) -> Iterator[Finding]:
    """The link of the number leads to other evidence."""
    for link in sight.block.marks:
        astray = link.target != entry.anchor
        if link.kind == "link" and link.span.overlaps(mark.span) and astray:
            yield sight.finding_at(
                "link-disagrees",
                f"the number states `{entry.id}`, but its link leads to `#{link.target}`",
                mark.span,
                help=f"it must lead to `#{entry.anchor}`",
            )


def _misplacement(sight: Sight, quantity: Quantity, entry: Entry) -> Iterator[Finding]:
    """The sentence does not name what the fact is about."""
    if sight.block.layer is not Layer.BODY:  # a hover copy only repeats a sentence
        return
    missing = sight.setting(quantity).missing(entry.about)
    if missing:
        names = sight.ledger.briefing.names
        listed = ", ".join(f"“{names[name].name}”" for name in missing)
        yield sight.finding_at(
            "misplaced-fact",
            f"`{entry.id}` is stated where nothing names {listed}",
            quantity.span,
            label=f"{entry.written} is about {listed}",
            related=cited_for(entry),
            help="name it in the sentence, beside its number if the sentence names others, "
            "or state the fact that belongs here",
        )


def _misattribution(
    sight: Sight, quantity: Quantity, mark: Mark, entry: Entry
) -> Iterator[Finding]:
    """A position of a dispute is stated without the source that holds it.

    Not in the evidence, to which nothing leads back: there its sources have lines of their own.
    """
    if entry.id == entry.fact.id or sight.anchor(mark) is None:
        return
    keys = {support.source.key for support in entry.supports}
    said = (sight.words(sight.setting(quantity).window), *sight.block.context)
    if not any(key in WORD.findall(words) for key in keys for words in said):
        listed = ", ".join(sorted(keys))
        yield sight.finding_at(
            "misplaced-fact",
            f"`{entry.id}` is stated where nothing says that {listed} holds it",
            quantity.span,
            label="one side of a dispute",
            related=cited_for(entry),
            help=f'print it with its source: {{{{ fact.{entry.fact.id}.position("…") }}}}',
        )
