"""What a finished document carries of its sources, and sources made of that again.

    line 9       "Meta moved fast, spending $14.3 billion on Scale AI. It was the year's largest deal."
    carried      column 1, "Meta moved fast, spending $14.3 billion on Scale AI."
    made again   "Meta moved fast, spending $14.3 billion on Scale AI. […]"

What is carried keeps its line and column.
"""  # noqa: E501 - the drawing

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256

from briefing.assemble import Briefing, Entry
from briefing.citations import Support
from briefing.evidence.schema import Embed, Line, Part, SourceRecord
from briefing.prose import find_words, fold, plain_form
from briefing.sources import Source, Sources, telling_prefixes
from briefing.text import Span, Text

# Stands for words that are not carried, with spaces up to the next that are.
OMISSION = " […]"
# What is nearer to each other than this is carried as one part.
NEAR = len(OMISSION) + 1


def excerpt_sources(
    briefing: Briefing, entries: Iterable[Entry], names: Iterable[str], embed: Embed
) -> list[SourceRecord]:
    """Every source, with as much of its lines as the entries and names rest on, or more."""
    spans: dict[str, set[Span]] = defaultdict(set)
    for entry in entries:
        for support in entry.supports:
            spans[support.source.name].update(_rests_on(support, entry, briefing, embed))
    _add_uses(briefing, set(names), spans)
    return [
        SourceRecord(
            name=source.name,
            key=source.key,
            sha256=source.sha256,
            lines=list(_lines(source.text, _whole(source) if embed is Embed.SOURCES else found)),
        )
        for source in briefing.sources
        for found in [spans.get(source.name, set())]
    ]


def _whole(source: Source) -> set[Span]:
    text = source.text
    return {text.line_span(number) for number in range(1, text.line_count + 1)}


def _rests_on(support: Support, entry: Entry, briefing: Briefing, embed: Embed) -> Iterator[Span]:
    """The sentences around a quote; on its lines also the names, and words read as names."""
    if embed is Embed.LINES:
        yield support.lines
        return
    yield support.sentence
    words = support.source.text.content[slice(*support.lines)]
    for mention in briefing.index.mentions(words):
        yield mention.span.shifted(support.lines.start)
    folded = fold(words)
    for read in entry.read_as:
        yield from (span.shifted(support.lines.start) for span in find_words(read, folded))


def _add_uses(briefing: Briefing, names: set[str], spans: dict[str, set[Span]]) -> None:
    """For each name the first place where a source uses it, and so for each form with a digit."""
    wanted = {(name, "") for name in names}
    for name in names:
        forms = briefing.names[name].forms
        wanted |= {(name, plain_form(form)) for form in forms if any(map(str.isdigit, form))}
    for source in briefing.sources:
        content = source.text.content
        for mention in briefing.index.mentions(content) if wanted else ():
            uses = {(mention.name, ""), (mention.name, plain_form(content[slice(*mention.span)]))}
            if uses & wanted:
                spans[source.name].add(mention.span)
                wanted -= uses


def _lines(text: Text, spans: Iterable[Span]) -> Iterator[Line]:
    """The lines that the spans touch, each with its parts."""
    by_line: dict[int, list[Span]] = defaultdict(list)
    for span in spans:
        first = text.position(span.start).line
        last = text.position(max(span.start, span.end - 1)).line
        for number in range(first, last + 1):
            line = text.line_span(number)
            part = Span(max(span.start, line.start), min(span.end, line.end))
            by_line[number].append(part.shifted(-line.start))
    for number, parts in sorted(by_line.items()):
        words = text.line(number)
        yield Line(
            line=number,
            length=len(words),
            sha256=sha256(words.encode()).hexdigest(),
            parts=[
                Part(column=part.start + 1, text=words[slice(*part)])
                for part in _merged(parts)
                if part.start < part.end
            ],
        )


def _merged(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that touch or nearly do as one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start - merged[-1].end < NEAR:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def rebuild_sources(records: Sequence[SourceRecord]) -> Sources:
    """Sources that hold what is carried of them, in its place; blank lines between."""
    keys = telling_prefixes([record.name for record in records])
    return Sources(
        tuple(
            Source(record.name, key, record.sha256, Text(record.name, _content(record.lines)))
            for record, key in zip(records, keys, strict=True)
        )
    )


def _content(lines: Iterable[Line]) -> str:
    written: Mapping[int, str] = {line.line: _written(line) for line in lines}
    return "\n".join(written.get(number, "") for number in range(1, max(written, default=0) + 1))


def _written(line: Line) -> str:
    words = ""
    for part in sorted(line.parts, key=lambda part: part.column):
        words += _gap(part.column - 1 - len(words)) + part.text
    return words + _gap(line.length - len(words))


def _gap(width: int) -> str:
    """So many characters in the place of others, that join nothing on either side."""
    return OMISSION.ljust(width) if width >= NEAR else " " * width
