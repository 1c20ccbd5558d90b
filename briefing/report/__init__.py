"""Findings for people, programs and code hosts, a module a format."""

from __future__ import annotations

from functools import partial

from briefing.report.concise import render_concise
from briefing.report.github import render_github
from briefing.report.human import render_human
from briefing.report.json import render_json, render_trace
from briefing.report.junit import render_junit
from briefing.report.model import Report
from briefing.report.sarif import render_sarif

__all__ = ["FORMATS", "render_report", "render_trace"]

_RENDERERS = {
    "concise": render_concise,
    "json": render_json,
    "sarif": render_sarif,
    "junit": render_junit,
    "github": render_github,
}
FORMATS = ("human", *_RENDERERS)


def render_report(report: Report, format: str, *, colour: bool = False) -> str:  # noqa: A002 - as the option
    """The report in one of FORMATS, ending in a line break; only "human" knows colour.

    What UTF-8 cannot hold (half a surrogate pair, from a file name or an escape) is written
    as an escape, so that the text can be printed whatever was in the user's files.
    """
    render = partial(render_human, colour=colour) if format == "human" else _RENDERERS[format]
    return render(report).encode("utf-8", "backslashreplace").decode()
