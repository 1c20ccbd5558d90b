"""What a trace has shown, in the words of a report."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.report.model import Evidence, StatementRecord
from briefing.trace.model import Statement, Trace


def statement_records(trace: Trace) -> Iterator[StatementRecord]:
    """The statements of a finished file, as reports and `trace.json` show them."""
    for statement in trace.statements:
        yield StatementRecord(
            place=statement.place,
            written=statement.quantity.written,
            statement_class=statement.statement_class,
            layer=statement.block.layer.value,
            head=statement.quantity.head,
            fact=statement.entry.id if statement.entry else None,
            evidence=tuple(_evidence(statement)),
            findings=statement.findings,
        )


def _evidence(statement: Statement) -> Iterator[Evidence]:
    for support in statement.entry.supports if statement.entry else ():
        words = f"{support.source.key}:{support.citation.lines} {support.quoted}"
        yield Evidence(words, support.source.text.place(*support.quote))
