"""What can be wrong with a citation, as findings."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from briefing.citations.model import Claim
from briefing.citations.passages import Evidence, Passage
from briefing.diagnostics import Finding, Related
from briefing.facts.model import Citation
from briefing.prose import fold
from briefing.quantities.compare import Aspect, differences
from briefing.quantities.model import Quantity
from briefing.sources import Source, Sources
from briefing.text import Place, Span

# These say that it is another number; what is left is one number told differently.
_ANOTHER_NUMBER = {Aspect.KIND, Aspect.UNIT, Aspect.SIGN, Aspect.SCALE, Aspect.VALUE}
# With less of the quote than this on the line, the line is of something else.
_LEAST_ALIKE = 0.4


def no_source(citation: Citation, matching: Sequence[Source], sources: Sources) -> Finding:
    """The citation's source is not there, or could be several."""
    place = _head(citation, len(citation.source))
    if matching:
        listed = ", ".join(f"`{source.name}`" for source in matching)
        return Finding(
            "ambiguous-source",
            f"`{citation.source}` may be {listed}",
            place,
            help=f"cite it as {' or '.join(f'`{source.key}`' for source in matching)}",
        )
    listed = ", ".join(f"`{source.key}`" for source in sources)
    return Finding(
        "unknown-source",
        f"no source has a file name that begins with `{citation.source}`",
        place,
        help=f"the sources are {listed}" if listed else "",
    )


def out_of_range(citation: Citation, source: Source) -> Finding:
    """The cited lines are not in the source, or run backwards."""
    count = source.text.line_count
    has = f"{source.name} has {count} line{'' if count == 1 else 's'}"
    message = f"{has}, and no line {citation.lines}"
    if citation.last < citation.first:
        message = f"the lines {citation.lines} run backwards"
    head = len(citation.place.words) - len(citation.quote_place.words)
    return Finding("line-out-of-range", message, _head(citation, max(head - 1, 1)))


def cut(citation: Citation, passage: Passage, whole: Span, what: str) -> Finding:
    """The quote begins or ends within a number or a word."""
    place = passage.source.text.place(*whole)
    written = f"`{place.words}`" if what == "a number" else what
    return Finding(
        "cut-quote",
        f"the quote cuts {written} in two",
        citation.quote_place,
        related=(Related(place, "in the source"),),
        help="quote all of it",
    )


def moved(citation: Citation, source: Source, span: Span) -> Finding:
    """The quote stands somewhere else."""
    place = source.text.place(*span)
    now = f"{source.key}:{place.start.line}"
    if place.end.line != place.start.line:
        now += f"-{place.end.line}"
    return Finding(
        "moved-quote",
        f"the quote stands in {now}, and not in {reference(citation)}",
        citation.place,
        related=(Related(place, "where the quote stands"),),
        help=f"cite {now}",
    )


def not_found(citation: Citation, passage: Passage) -> Finding:
    """The quote stands nowhere."""
    near = _nearest(passage, citation.quote)
    shown = near or passage.source.text.place(*passage.span)
    return Finding(
        "quote-not-found",
        f"the quote does not stand in {reference(citation)}",
        citation.quote_place,
        related=(Related(shown, "the nearest words there" if near else "what stands there"),),
        help="quote the line word for word",
    )


def several_numbers(
    citation: Citation, passage: Passage, found: Sequence[tuple[Quantity, Span]], claim: Claim
) -> Finding:
    """The quote holds several numbers of the value's kind and unit."""
    text = passage.source.text
    listed = ", ".join(f"`{text.content[slice(*span)]}`" for _, span in found)
    return Finding(
        "ambiguous-quote",
        f"the quote holds {len(found)} numbers of one kind: {listed}",
        citation.quote_place,
        label=f"cited for `{claim.id}`",
        related=tuple(Related(text.place(*span), "one of them") for _, span in found),
        help="quote fewer words, so that one of them is left",
    )


def disagreement(
    citation: Citation,
    passage: Passage,
    quote: Span,
    claim: Claim,
    found: Sequence[tuple[Quantity, Span]],
) -> Finding:
    """The quote holds no number that agrees with the value."""
    assert claim.value is not None
    text = passage.source.text
    related = tuple(Related(text.place(*span), "what the source says") for _, span in found)
    related = related or (Related(text.place(*quote), "the quote in its source"),)
    told = [differences(claim.value.quantity, quantity) for quantity, _ in found]
    if len(told) == 1 and not _ANOTHER_NUMBER.intersection(each.aspect for each in told[0]):
        words = "; ".join(each.words for each in told[0])
        return Finding(
            "citation-disagrees",
            f"`{claim.value.written}` is not what the quote says: {words}",
            citation.place,
            label=f"cited for `{claim.id}`",
            related=related,
            help="state the value as its source does, with its precision and qualifier",
        )
    listed = ", ".join(f"`{text.content[slice(*span)]}`" for _, span in found)
    return Finding(
        "value-not-quoted",
        f"the quote does not contain `{claim.value.written}`, but {listed or 'no number'}",
        citation.place,
        label=f"cited for `{claim.id}`",
        related=related,
        help="cite the line that gives this value",
    )


def not_named(
    name: str,
    claim: Claim,
    citation: Citation,
    source: Source,
    evidence: Evidence,
) -> Finding:
    """The quote does not name what its fact is about."""
    text = source.text
    others = evidence.index.others(name, claim.about, evidence.line)
    rivals = dict.fromkeys(f"`{text.content[slice(*mention.span)]}`" for mention in others)
    message = f"neither the quote nor its line names `{name}`"
    if name in evidence.visible:
        message = f"the quote does not name `{name}`, and its line also names {', '.join(rivals)}"
    return Finding(
        "subject-not-named",
        message,
        citation.place,
        label=f"cited for `{claim.id}`",
        related=(Related(text.place(*evidence.quote), "the quote in its source"),),
        help="quote the words that name it, or say in `read_as` which words mean it",
    )


def unused_reading(claim: Claim, words: str) -> Finding:
    """The words of a reading stand in no quote."""
    return Finding(
        "unused-reading",
        f"no quote of `{claim.id}` or its line holds the words `{words}`",
        claim.places[words],
        help="write the words as they stand in the quote, or remove the reading",
    )


def reference(citation: Citation) -> str:
    """The citation without its quote."""
    return f"{citation.source}:{citation.lines}"


def _head(citation: Citation, length: int) -> Place:
    """The first characters of the citation."""
    start = citation.place.span.start
    return citation.place.text.place(start, start + length)


def _nearest(passage: Passage, quote: str) -> Place | None:
    """The words of the passage that are most like the quote, if any are."""
    text = passage.source.text
    words = passage.words
    there = [fold(text.content[slice(*span)]).lower() for span in words]
    wanted = fold(quote).lower().split()
    blocks = SequenceMatcher(None, there, wanted, autojunk=False).get_matching_blocks()[:-1]
    if sum(block.size for block in blocks) < _LEAST_ALIKE * len(wanted):
        return None
    longest = max(blocks, key=lambda block: block.size)
    first = max(longest.a - longest.b, 0)
    last = min(longest.a - longest.b + len(wanted), len(words)) - 1
    return text.place(words[first].start, words[max(first, last)].end)
