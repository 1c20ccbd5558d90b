"""Numbers that a finished page should state, and does not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.diagnostics import Finding, Related
from briefing.read.model import Reading

# The ids of what a page states, counted through it.
STATEMENT = re.compile(r"n(\d+)")
HELP = "it was taken out after the page was made; build the page again"


def check_losses(reading: Reading) -> Iterator[Finding]:
    """Findings on numbers that were taken out of a page, with their elements or without."""
    yield from _empty_claims(reading)
    yield from _lost_numbers(reading)


def _empty_claims(reading: Reading) -> Iterator[Finding]:
    """Findings on elements that claim to state a fact, and out of which all words were taken."""
    for blank in reading.blanks:
        if blank.kind == "fact":
            yield Finding(
                "empty-claim",
                f"the page claims to state `{blank.target}` here, and nothing stands here",
                blank.place,
                help=HELP,
            )


def _lost_numbers(reading: Reading) -> Iterator[Finding]:
    """Findings on numbers to which the evidence leads back, and which are gone.

    They are told behind the last one before them: the page numbers what it states.
    """
    stood = {
        int(numbered[1]): block.place(mark.span)
        for block in reading.blocks
        for mark in block.marks
        if mark.kind == "anchor" and (numbered := STATEMENT.fullmatch(mark.target))
    }
    for block in reading.blocks:
        for mark in block.marks:
            numbered = STATEMENT.fullmatch(mark.target) if mark.kind == "link" else None
            if numbered is None or mark.target in reading.anchors:
                continue
            before = max((n for n in stood if n < int(numbered[1])), default=None)
            link = block.place(mark.span)
            yield Finding(
                "lost-number",
                f"the number `#{mark.target}`, to which the evidence leads back, is gone",
                link if before is None else stood[before],
                label="" if before is None else "the last number before it",
                related=() if before is None else (Related(link, "what leads back to it"),),
                help=HELP,
            )
