"""Findings for people, programs and code hosts, a module a format."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from briefing.report.model import Report

FORMATS = ("human", "concise", "json", "sarif", "junit", "github")


def render_report(report: Report, format: str, *, colour: bool = False) -> str:  # noqa: A002 - as the option
    """The report in one of FORMATS, ending in a line break; only "human" knows colour.

    What UTF-8 cannot hold (half a surrogate pair, from a file name or an escape) is written
    as an escape, so that the text can be printed whatever was in the user's files.
    """
    # A module is loaded for the format that is asked for: some of them take long.
    module = import_module(f"briefing.report.{format}")
    render: Callable[..., str] = getattr(module, f"render_{format}")
    options = {"colour": colour} if format == "human" else {}
    return render(report, **options).encode("utf-8", "backslashreplace").decode()
