"""The chain behind a number, in words: number, fact, citation, source line."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.assemble import Entry
from briefing.report.model import file_words
from briefing.trace.model import Statement


def describe_chain(statement: Statement) -> str:
    """What a number of a finished page states, and the lines of the sources that say so."""
    place = statement.place
    start = place.start
    where = f"{file_words(place)}:{start.line}:{start.column}"
    head = statement.quantity.head
    unit = [f"  unit    “{head}”, by the head of its table"] if head else []
    lines = [f"{statement.quantity.written}  ({where})", *unit, *_proof(statement)]
    return "\n".join(lines)


def _proof(statement: Statement) -> Iterator[str]:
    entry = statement.entry
    if entry is None:
        yield f"  class   {statement.statement_class.value}"
        return
    yield f"  states  {entry.id} = {entry.written}" if entry.written else f"  quotes  {entry.id}"
    yield from _source(entry)


def _source(entry: Entry) -> Iterator[str]:
    if entry.expression is not None:
        yield f"  from    {entry.expression.text}"
    for support in entry.supports:
        yield f"  cites   {support.source.key}:{support.citation.lines} “{support.quoted}”"
        place = support.source.text.place(*(support.value or support.quote))
        yield f"  at      {place.path}:{place.start.line}:{place.start.column}"
