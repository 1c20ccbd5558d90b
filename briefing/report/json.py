"""Reports and traces as JSON documents."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from briefing.diagnostics import Finding
from briefing.report.model import Report, StatementClass, StatementRecord, Verdict, is_whole
from briefing.text import Place

# Raised when a field is renamed or changes its meaning; fields may be added without.
SCHEMA = 1


def render_json(report: Report) -> str:
    """The report as a document of `schema, findings, verdicts, statements, summary`."""
    document = {
        "schema": SCHEMA,
        "findings": [_finding(finding) for finding in report.findings],
        "verdicts": [_verdict(verdict) for verdict in report.verdicts],
        "statements": [_statement(statement) for statement in report.statements],
        "summary": report.summary,
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def render_trace(
    edition: str, verdicts: Sequence[Verdict], statements: Sequence[StatementRecord]
) -> str:
    """The trace of an edition: every statement with its source lines (trace.schema.json)."""
    document = {
        "schema": SCHEMA,
        "edition": edition,
        "verdicts": [_verdict(verdict) for verdict in verdicts],
        "statements": [_statement(statement) for statement in statements],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        **_place(finding.place),
        "label": finding.label,
        "related": [{**_place(other.place), "note": other.note} for other in finding.related],
        "help": finding.help,
    }


def _place(place: Place) -> dict[str, Any]:
    """Lines and columns from 1, `end_column` excluded; all null where the whole file is meant."""
    if is_whole(place):
        positions = dict.fromkeys(("line", "column", "end_line", "end_column"))
    else:
        start, end = place.start, place.end
        positions = {
            "line": start.line,
            "column": start.column,
            "end_line": end.line,
            "end_column": end.column,
        }
    return {"path": place.path, "page": place.text.page, **positions}


def _verdict(verdict: Verdict) -> dict[str, Any]:
    counts = {name.value: verdict.counts.get(name, 0) for name in StatementClass}
    return {"name": verdict.name, "found": verdict.found, **counts, "unread": verdict.unread}


def _statement(statement: StatementRecord) -> dict[str, Any]:
    return {
        **_place(statement.place),
        "layer": statement.layer,
        "written": statement.written,
        "head": statement.head,
        "class": statement.statement_class.value,
        "fact": statement.fact,
        "evidence": [
            {"citation": evidence.citation, **_place(evidence.place), "words": evidence.place.words}
            for evidence in statement.evidence
        ],
        "findings": [{"rule": f.rule, "message": f.message} for f in statement.findings],
    }
