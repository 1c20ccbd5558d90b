"""Trace a finished page again, wherever it lies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from briefing.assemble import count_entries
from briefing.config import Config, load_config
from briefing.diagnostics import BriefingError, in_reading_order
from briefing.editions import EDITION_NAME
from briefing.files import read_file
from briefing.press import NOTHING, Page, due_verdict
from briefing.project import Project, load_project
from briefing.read.html import read_html
from briefing.read.model import Reading
from briefing.read.pdf import read_pdf
from briefing.report.model import Report
from briefing.text import Text
from briefing.trace.agreement import Original, trace_pdf
from briefing.trace.chains import describe_chain
from briefing.trace.ledger import Issue, Ledger
from briefing.trace.records import statement_records
from briefing.trace.statements import trace_reading

HELP = "name a page of an edition"


def find_project(file: Path) -> Path:
    """The nearest folder around a file that is a project, or the one that we are in.

    Raises BriefingError where neither is one.
    """
    for folder in (*file.resolve().parents, Path()):
        config, _ = load_config(folder)
        if (folder / config.facts).is_file():
            return folder
    raise BriefingError(
        f"{file} lies in no project", "name the folder of its project with `--project`"
    )


def trace_file(
    config: Config, file: Path, words: str | None, today: date
) -> tuple[Report, list[str]]:
    """What stands behind each number of a finished page, and the chains in words.

    With `words`, of those numbers alone whose written form holds them. Raises BriefingError for a
    file that is no page of the project.
    """
    project = load_project(config, today)
    if file.suffix not in {".html", ".pdf"}:
        raise BriefingError(
            f"{file} is no finished page", "name an HTML file or a PDF of an edition"
        )
    page = _find_page(project, file, today)
    trace = page.trace
    if file.suffix == ".pdf":
        reading = read_pdf(read_file(file, HELP), file.name)
        trace = trace_pdf(reading, Original(page.trace, page.reading, is_html=True), page.ledger)
    chosen = tuple(s for s in trace.statements if words is None or words in s.quantity.written)
    trace = replace(trace, statements=chosen)
    verdict = trace.verdict(page.name)
    findings = tuple(in_reading_order([*project.findings, *trace.findings]))
    report = Report(findings, (verdict,), tuple(statement_records(trace)), verdict.words)
    return report, [describe_chain(statement) for statement in chosen]


def _find_page(project: Project, file: Path, today: date) -> Page:
    """The HTML that a finished file is, or stands beside, traced as of its edition."""
    name = file.stem
    text = Text(
        f"{name}.html", read_file(file.with_suffix(".html"), HELP).decode("utf-8", "replace")
    )
    reading = read_html(text)
    issue = _issue(file.resolve().parent.name, reading)
    ledger = Ledger(project.briefing, issue, name, today.isoformat(), count_entries(NOTHING))
    verdict = due_verdict(trace_reading(reading, ledger), name)
    ledger = replace(ledger, counted=count_entries(verdict))
    return Page(name, text, reading, trace_reading(reading, ledger), ledger)


def _issue(folder: str, reading: Reading) -> Issue:
    """The edition of a page: that of its folder, or the one it says it is of elsewhere."""
    said = [
        block.text[slice(*mark.span)]
        for block in reading.blocks
        for mark in block.marks
        if mark.kind == "edition"
    ]
    for name in (folder, *said):
        match = EDITION_NAME.fullmatch(name)
        if match:
            return Issue.of(name, date.fromisoformat(match[1]))
    return Issue("", ())
