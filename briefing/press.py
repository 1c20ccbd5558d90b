"""Make the pages of an edition, and read each of them back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from briefing.assemble import count_entries
from briefing.diagnostics import BriefingError, Finding
from briefing.evidence.carriers import NAME, filled, with_room
from briefing.evidence.load import load_evidence
from briefing.evidence.schema import Embed
from briefing.evidence.verify import prove
from briefing.evidence.write import render_evidence
from briefing.memory import collector_paused
from briefing.project import Project
from briefing.read.digest import content_digest
from briefing.read.html import read_html
from briefing.read.model import Reading
from briefing.read.pdf import read_pdf
from briefing.render.attachments import PdfAttachment
from briefing.render.figures import Draw
from briefing.render.fonts import font_faces
from briefing.render.html import HtmlRenderer, Occasion, RenderedPage
from briefing.render.pdf import PendingPdf, start_pdf, start_workers
from briefing.render.theme import read_theme
from briefing.render.typesetting import PdfJob
from briefing.report.model import StatementClass, Verdict
from briefing.signatures import Sign, read_signatures
from briefing.text import Text
from briefing.trace.agreement import Original, trace_pdf
from briefing.trace.exchanges import check_exchanges
from briefing.trace.ledger import Issue, Ledger, date_words
from briefing.trace.model import Trace, count_classes
from briefing.trace.statements import trace_reading

NOTHING = Verdict("", {})
# Called before each step with its words, how many are done, and how many there are.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of HTML, what was read in it, and the evidence that it is to carry."""

    name: str
    text: Text
    reading: Reading
    trace: Trace
    ledger: Ledger
    evidence: bytes = b""


@dataclass(frozen=True, slots=True)
class Finished:
    """A briefing as files, what was read in them, and what is wrong.

    `content_digest` is of what the PDF says, with its evidence.
    """

    name: str
    html: bytes
    pdf: bytes
    evidence: bytes
    content_digest: str
    traces: tuple[Trace, ...]
    verdict: Verdict
    findings: tuple[Finding, ...]

    @property
    def files(self) -> dict[str, bytes]:
        """Its files by name."""
        return {f"{self.name}.html": self.html, f"{self.name}.pdf": self.pdf}


class Press:
    """Makes the pages of one edition, and reads each of them back."""

    def __init__(self, project: Project, edition: str, now: datetime, progress: Progress) -> None:
        self.project = project
        self._progress = progress
        self._steps = 0
        self.created = datetime.combine(now.date(), time(), UTC)
        self.today = now.date()
        config = project.config
        self.theme = read_theme(project.templates.sheets, config.theme, config.paper)
        self.occasion = Occasion(
            edition=edition,
            date=date_words(now.date()),
            publisher=config.publisher,
            language=config.language,
            sheet=self.theme.screen,
            fonts=font_faces(),
        )
        self.drawn: dict[object, str] = {}
        self.findings: list[Finding] = []

    def finish(self) -> list[Finished]:
        """Every briefing as HTML and PDF, traced."""
        pages: list[Page] = []
        papers: list[PendingPdf] = []
        with start_workers(len(self.project.pages)) as workers:
            for name in self.project.pages:
                page = self._page(name)
                if page is not None:
                    pages.append(page)
                    # It is set while the next one is being written, and others read back.
                    papers.append(start_pdf(self._job(page), workers))
            self.findings += self._exchanges(pages)
            self.findings += self._unused_waivers(pages)
            self.findings += self._empty(pages)
            self._tell("typesetting")
            finished = [self._finished(p, *paper()) for p, paper in zip(pages, papers, strict=True)]
            self._tell("publishing")
            return finished

    def _job(self, page: Page) -> PdfJob:
        """What is needed to set a page, which then carries its evidence."""
        what = "The facts, quotations and derivations behind each number of this document"
        evidence = PdfAttachment(NAME, page.evidence, "application/json", what, "Data")
        return PdfJob(page.text, self.theme.pdf, self.created, self.occasion.edition, (evidence,))

    def _tell(self, step: str) -> None:
        """Say what is done next: each page is written and read back, all are set and published."""
        self._progress(step, self._steps, 2 * len(self.project.pages) + 2)
        self._steps += 1

    @collector_paused()
    def _page(self, name: str) -> Page | None:
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
        return self._with_evidence(self._read(name, page, verdict))

    def _read(self, name: str, page: RenderedPage, verdict: Verdict) -> Page:
        ledger = Ledger(
            self.project.briefing,
            Issue.of(self.occasion.edition, self.today),
            name,
            self.today.isoformat(),
            count_entries(verdict),
            {f"n{printed.n}": printed.origin for printed in page.printed},
            frozenset(f"n{printed.n}" for printed in page.printed if printed.is_alone),
        )
        text = Text(f"{name}.html", with_room(page.html))
        reading = read_html(text)
        return Page(name, text, reading, trace_reading(reading, ledger), ledger)

    def _with_evidence(self, page: Page) -> Page:
        """The page with the evidence for it, which must bear it out by itself."""
        embed = Embed(self.project.config.embed)
        evidence = render_evidence(page.trace, page.reading, page.ledger, embed)
        if not page.trace.findings:
            self.findings += _check_evidence(evidence, page, embed)
        return replace(page, evidence=evidence)

    def _draw(self, draw: Draw) -> str:
        """A chart, drawn once for all renderings of a page."""
        key = (draw.func, draw.args)
        if key not in self.drawn:
            self.drawn[key] = draw(colours=self.theme.variables)
        return self.drawn[key]

    def _exchanges(self, pages: Sequence[Page]) -> list[Finding]:
        return [
            finding for page in pages for finding in check_exchanges(page.trace.body, page.ledger)
        ]

    def _unused_waivers(self, pages: Sequence[Page]) -> list[Finding]:
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

    def _empty(self, pages: Sequence[Page]) -> list[Finding]:
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
    def _finished(self, page: Page, pdf: bytes, warnings: Sequence[Finding]) -> Finished:
        self._tell(f"reading {page.name} back")
        reading = read_pdf(pdf, f"{page.name}.pdf")
        paper = trace_pdf(reading, Original(page.trace, page.reading, is_html=True), page.ledger)
        found = page.trace.verdict(page.name)
        verdict = replace(found, unread=found.unread + paper.unread)
        findings = (*page.trace.findings, *paper.findings, *warnings)
        html = filled(page.text.content, page.evidence).encode()
        digest = content_digest(reading, page.evidence)
        return Finished(
            page.name,
            html,
            pdf,
            page.evidence,
            digest,
            (page.trace, paper),
            verdict,
            findings,
        )


@collector_paused()
def sign_papers(finished: Sequence[Finished], sign: Sign) -> dict[str, bytes]:
    """The PDFs, signed, by the names of their files.

    They are read back as well. Raises BriefingError where one says anything else than unsigned.
    """
    return {f"{briefing.name}.pdf": _signed(briefing, sign) for briefing in finished}


def _signed(briefing: Finished, sign: Sign) -> bytes:
    signed = sign(briefing.pdf)
    found = [(each.is_whole, each.unsigned) for each in read_signatures(signed)]
    is_whole = found == [(True, len(briefing.pdf))] and signed.startswith(briefing.pdf)
    reading = read_pdf(signed, f"{briefing.name}.pdf")
    digest = content_digest(reading, briefing.evidence)
    says_the_same = digest == briefing.content_digest and not reading.unread
    if not (is_whole and says_the_same):
        raise BriefingError(
            f"{briefing.name}.pdf does not say the same when it is signed",
            "take `sign` out of the settings, and report this",
        )
    return signed


def _check_evidence(evidence: bytes, page: Page, embed: Embed) -> list[Finding]:
    """Whether a stranger, who has the evidence alone, would find a sound page unsound."""
    carried, findings = load_evidence(evidence, f"{page.name}: {NAME}")
    if carried is not None:
        proof = prove(carried)
        findings += [*proof.findings, *proof.page.findings]
    more = Embed.LINES if embed is Embed.SENTENCE else Embed.SOURCES
    return [
        Finding(
            "unverifiable-page",
            f"from its evidence alone, a reader would find `{page.name}` unsound: {found.message}",
            found.place,
            help=f'let the evidence carry more: `embed = "{more}"`',
        )
        for found in findings
    ]


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
