"""Findings in a line each, for editors, `grep` and small screens."""

from __future__ import annotations

from briefing.diagnostics import Finding
from briefing.report.model import Report, file_words, visible


def render_concise(report: Report) -> str:
    """A line for each finding, `path:line:column: error[rule] message`, and the summary."""
    lines = [*map(_line, report.findings), *filter(None, [report.summary])]
    return "".join(f"{line}\n" for line in lines)


def _line(finding: Finding) -> str:
    start = finding.place.start
    where = f"{file_words(finding.place)}:{start.line}:{start.column}"
    return f"{where}: {finding.severity}[{finding.rule}] {visible(finding.message)}"
