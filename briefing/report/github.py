"""Findings as annotations of a run on GitHub (its workflow commands)."""

from __future__ import annotations

from briefing.diagnostics import Finding
from briefing.report.model import Report, file_words, is_whole, visible
from briefing.text import LINE_END, Place


def render_github(report: Report) -> str:
    """A workflow command for each finding, and the summary as a line of the log."""
    lines = [*map(_annotation, report.findings), *filter(None, [report.summary])]
    return "".join(f"{line}\n" for line in lines)


def _annotation(finding: Finding) -> str:
    properties = {
        "file": visible(finding.place.path),
        **_region(finding.place),
        "title": finding.rule,
    }
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{finding.severity} {written}::{_data(_message(finding))}"


def _region(place: Place) -> dict[str, str]:
    """Columns stand only where the place is one line's; a page's lines are none of its file."""
    if is_whole(place) or place.text.page is not None:
        return {}
    start, end = place.start, place.end
    if start.line != end.line:
        return {"line": str(start.line), "endLine": str(end.line)}
    return {"line": str(start.line), "col": str(start.column), "endColumn": str(end.column)}


def _message(finding: Finding) -> str:
    """The message and all that the excerpts of a terminal would have shown beside it."""
    lines = [finding.message]
    if finding.place.text.page is not None:
        lines.append(f"at {_where(finding.place)}")
    lines += [f"{other.note}: {_where(other.place)}" for other in finding.related]
    if finding.help:
        lines += LINE_END.split(f"help: {finding.help}")
    return "\n".join(map(visible, lines))


def _where(place: Place) -> str:
    if is_whole(place):
        return file_words(place)
    return f"{file_words(place)}:{place.start.line}:{place.start.column}"


def _data(text: str) -> str:
    """Escaped as GitHub's runner unescapes the words behind the second `::`."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
