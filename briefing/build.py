"""The whole build, in the order in which a number travels."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from briefing import editions
from briefing.config import Config
from briefing.diagnostics import BriefingError, Finding, has_errors, in_reading_order
from briefing.memory import collector_paused
from briefing.project import Project, load_project, read_inputs
from briefing.quantities.units import MONTH_NAMES
from briefing.read.html import read_html
from briefing.read.model import Reading
from briefing.read.pdf import read_pdf
from briefing.render.figures import Draw
from briefing.render.fonts import font_faces
from briefing.render.html import HtmlRenderer, Occasion, RenderedPage, count_entries
from briefing.render.pdf import PdfJob, render_pdfs, start_workers
from briefing.report import render_report, render_trace
from briefing.report.model import Report, StatementClass, Verdict, closing_line, tally
from briefing.text import Text
from briefing.trace.agreement import trace_pdf
from briefing.trace.chains import describe_chain
from briefing.trace.exchanges import check_exchanges
from briefing.trace.ledger import Issue, Ledger
from briefing.trace.model import Trace, count_classes
from briefing.trace.records import statement_records
from briefing.trace.statements import trace_reading

SCREEN, PAPER = "theme/screen.css", "theme/pdf.css"
VALID_UNTIL = "valid_until"
NOTHING = Verdict("", {})
# Called before each step with its words, how many are done, and how many there are.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a build: its report, and the edition that stands, if one does.

    `is_new` tells that this build has published it.
    """

    report: Report
    edition: str | None = None
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Finished:
    """A briefing as files, what was read in them, and what is wrong."""

    name: str
    html: bytes
    pdf: bytes
    traces: tuple[Trace, ...]
    verdict: Verdict
    findings: tuple[Finding, ...]


def build(config: Config, now: datetime, progress: Progress) -> Outcome:
    """Publish the briefings of a project, all or nothing.

    `now` names the edition and dates its files. Raises BriefingError where another build is at
    work, or the machine lacks what it needs.
    """
    out = config.root / config.out
    inputs = read_inputs(config)
    digest = editions.digest_inputs(inputs)
    with editions.lock(out, now):
        warnings: list[Finding] = []
        standing = editions.standing(out)
        if standing is not None:
            if _still_stands(standing, digest, now.date()):
                return _standing(standing, out)
            warnings = editions.check_edition(standing, config.out)
        earlier = editions.find_edition(out, digest)
        if earlier is not None and _still_stands(earlier, digest, now.date()):
            return _standing(earlier, out)
        return _build(config, now, inputs, warnings, progress)


def _still_stands(edition: editions.Edition, digest: str, today: date) -> bool:
    """Whether building from the same inputs on this day would give the edition again."""
    until = str(edition.manifest.get(VALID_UNTIL, ""))
    return editions.unchanged(edition, digest) and until >= today.isoformat()


def _standing(edition: editions.Edition, out: Path) -> Outcome:
    editions.stand(out, edition.name)
    verdicts = [Verdict(name, counts) for name, counts in edition.manifest["verdicts"].items()]
    summary = f"{closing_line(verdicts)}\nnothing has changed: edition {edition.name} stands"
    return Outcome(Report((), tuple(verdicts), (), summary), edition.name)


def _build(
    config: Config,
    now: datetime,
    inputs: Mapping[str, str],
    warnings: Sequence[Finding],
    progress: Progress,
) -> Outcome:
    """Render, read back, trace, and publish or refuse."""
    out = config.root / config.out
    project = load_project(config, now.date())
    findings = [*warnings, *project.findings, *project.lacks_pages()]
    finished: list[Finished] = []
    name = editions.next_name(out, now.date())
    if not has_errors(findings):
        press = _Press(project, name, now, progress)
        finished = press.finish()
        findings += [finding for briefing in finished for finding in briefing.findings]
        findings += press.findings
    verdicts = tuple(briefing.verdict for briefing in finished)
    traces = [trace for briefing in finished for trace in briefing.traces]
    statements = tuple(record for trace in traces for record in statement_records(trace))
    report = Report(tuple(in_reading_order(findings)), verdicts, statements)
    files = {
        f"{b.name}.{kind}": c for b in finished for kind, c in (("html", b.html), ("pdf", b.pdf))
    }
    if has_errors(findings):
        return _refuse(out, config, files, report)
    files["trace.json"] = render_trace(name, verdicts, statements).encode()
    counts = {verdict.name: verdict.counts for verdict in verdicts}
    manifest = editions.new_manifest(name, now.date(), inputs, files, counts)
    manifest[VALID_UNTIL] = project.valid_until
    editions.publish(out, name, files, manifest)
    summary = f"{closing_line(verdicts)}\npublished edition {name} in {config.out}/latest"
    return Outcome(replace(report, summary=summary), name, is_new=True)


def _refuse(out: Path, config: Config, files: Mapping[str, bytes], report: Report) -> Outcome:
    """Keep what may not be published apart, and leave the latest edition as it was."""
    standing = editions.standing(out)
    stands = f"edition {standing.name} stands" if standing else "no edition stands"
    lines = [closing_line(report.verdicts)] if report.verdicts else []
    lines.append(f"refused: {tally(report.findings)}; {stands}; see {config.out}/refused")
    report = replace(report, summary="\n".join(lines))
    editions.refuse(out, files, render_report(report, "human"))
    return Outcome(report, standing.name if standing else None)


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
        reading = read_pdf(_read(file), file.name)
        trace = trace_pdf(reading, page.trace, page.reading, page.ledger)
    chosen = tuple(s for s in trace.statements if words is None or words in s.quantity.written)
    trace = replace(trace, statements=chosen)
    verdict = trace.verdict(page.name)
    findings = tuple(in_reading_order([*project.findings, *trace.findings]))
    report = Report(findings, (verdict,), tuple(statement_records(trace)), verdict.words)
    return report, [describe_chain(statement) for statement in chosen]


def _find_page(project: Project, file: Path, today: date) -> _Page:
    """The HTML that a finished file is, or stands beside, traced as of its edition."""
    name = file.stem
    text = Text(f"{name}.html", _read(file.with_suffix(".html")).decode("utf-8", "replace"))
    reading = read_html(text)
    issue = _issue(file.resolve().parent.name, reading)
    ledger = Ledger(project.briefing, issue, name, today.isoformat(), count_entries(NOTHING))
    verdict = due_verdict(trace_reading(reading, ledger), name)
    ledger = replace(ledger, counted=count_entries(verdict))
    return _Page(name, text, reading, trace_reading(reading, ledger), ledger)


def _issue(folder: str, reading: Reading) -> Issue:
    """The edition of a page: that of its folder, or the one it says it is of elsewhere."""
    said = [
        block.text[slice(*mark.span)]
        for block in reading.blocks
        for mark in block.marks
        if mark.kind == "edition"
    ]
    for name in (folder, *said):
        match = editions.EDITION_NAME.fullmatch(name)
        if match:
            return Issue(name, (_date_words(date.fromisoformat(match[1])), match[1]))
    return Issue("", ())


def due_verdict(trace: Trace, name: str) -> Verdict:
    """The verdict that a page must state on itself: a false claim counts as what it claims.

    So a number that was altered is one fault, and not several.
    """
    body = (
        replace(statement, statement_class=statement.entry.statement_class)
        if statement.entry and statement.statement_class is StatementClass.UNTRACED
        else statement
        for statement in trace.body
    )
    return Verdict(name, count_classes(body), trace.unread)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise BriefingError(
            f"cannot read {file}: {error.strerror}", "name a page of an edition"
        ) from error


class _Press:
    """Makes the pages of one edition, and reads each of them back."""

    def __init__(self, project: Project, edition: str, now: datetime, progress: Progress) -> None:
        self.project = project
        self._progress = progress
        self._steps = 0
        self.created = datetime.combine(now.date(), time(), UTC)
        self.today = now.date()
        self.occasion = Occasion(
            edition=edition,
            date=_date_words(now.date()),
            publisher=project.config.publisher,
            language=project.config.language,
            sheet=project.sheet(SCREEN),
            fonts=font_faces(),
        )
        self.drawn: dict[object, str] = {}
        self.findings: list[Finding] = []

    def finish(self) -> list[Finished]:
        """Every briefing as HTML and PDF, traced."""
        with start_workers(len(self.project.pages)) as workers:
            pages = [self._page(name) for name in self.project.pages]
            rendered = [page for page in pages if page is not None]
            self.findings += self._exchanges(rendered)
            self.findings += self._unused_waivers(rendered)
            self.findings += self._empty(rendered)
            style = self.project.sheet(PAPER)
            jobs = [PdfJob(page.text, style, self.created) for page in rendered]
            self._tell("typesetting")
            # A PDF is read back while the next one is still being set.
            papers = zip(rendered, render_pdfs(jobs, workers), strict=True)
            finished = [self._finished(page, *paper) for page, paper in papers]
            self._tell("publishing")
            return finished

    @collector_paused()
    def _tell(self, step: str) -> None:
        """Say what is done next: each page is written and read back, all are set and published."""
        self._progress(step, self._steps, 2 * len(self.project.pages) + 2)
        self._steps += 1

    def _page(self, name: str) -> _Page | None:
        """A page that states the verdict on itself, which a first reading has found."""
        renderer = HtmlRenderer(
            self.project.briefing, self.project.templates, self.occasion, self._draw
        )
        template = self.project.pages[name]
        self._tell(f"writing {name}")
        draft, findings = renderer.render_html(template, NOTHING)
        if draft is None:
            self.findings += findings
            return None
        verdict = due_verdict(self._read(name, draft, NOTHING).trace, name)
        page, _ = renderer.render_html(template, verdict)
        assert page is not None, "a page that could be rendered can be rendered again"
        return self._read(name, page, verdict)

    def _read(self, name: str, page: RenderedPage, verdict: Verdict) -> _Page:
        ledger = Ledger(
            self.project.briefing,
            Issue(self.occasion.edition, (self.occasion.date, self.created.date().isoformat())),
            name,
            self.today.isoformat(),
            count_entries(verdict),
            {f"n{printed.n}": printed.origin for printed in page.printed},
            frozenset(f"n{printed.n}" for printed in page.printed if printed.is_alone),
        )
        text = Text(f"{name}.html", page.html)
        reading = read_html(text)
        return _Page(name, text, reading, trace_reading(reading, ledger), ledger)

    def _draw(self, draw: Draw) -> str:
        """A chart, drawn once for all renderings of a page."""
        key = (draw.func, draw.args)
        if key not in self.drawn:
            self.drawn[key] = draw()
        return self.drawn[key]

    def _exchanges(self, pages: Sequence[_Page]) -> list[Finding]:
        return [
            finding for page in pages for finding in check_exchanges(page.trace.body, page.ledger)
        ]

    def _unused_waivers(self, pages: Sequence[_Page]) -> list[Finding]:
        used = {s.waiver for page in pages for s in page.trace.statements if s.waiver}
        return [
            Finding(
                "unused-waiver",
                f"nothing in `{waiver.within}` needs the waiver for “{waiver.text}”",
                waiver.place,
                help="take it out",
            )
            for waiver in self.project.briefing.waivers
            if waiver not in used and len(pages) == len(self.project.pages)
        ]

    def _empty(self, pages: Sequence[_Page]) -> list[Finding]:
        """Where nothing was found, nothing was checked, and that is never in order."""
        return [
            Finding(
                "nothing-found",
                f"no number was found in `{page.name}`, so that nothing in it was checked",
                self.project.templates.texts[self.project.pages[page.name]].whole(),
                help="state a fact in it, or take it out of the briefings",
            )
            for page in pages
            if not page.trace.body
        ]

    @collector_paused()
    def _finished(self, page: _Page, pdf: bytes, warnings: Sequence[Finding]) -> Finished:
        self._tell(f"reading {page.name} back")
        reading = read_pdf(pdf, f"{page.name}.pdf")
        paper = trace_pdf(reading, page.trace, page.reading, page.ledger)
        found = page.trace.verdict(page.name)
        verdict = replace(found, unread=found.unread + paper.unread)
        findings = (*page.trace.findings, *paper.findings, *warnings)
        html = page.text.content.encode()
        return Finished(page.name, html, pdf, (page.trace, paper), verdict, findings)


@dataclass(frozen=True, slots=True)
class _Page:
    """A page of HTML, and what was read in it."""

    name: str
    text: Text
    reading: Reading
    trace: Trace
    ledger: Ledger


def _date_words(day: date) -> str:
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"
