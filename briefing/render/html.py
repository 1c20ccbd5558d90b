"""A briefing to one HTML file that stands by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from briefing.assemble import COUNTED, Briefing, count_entries
from briefing.diagnostics import Finding
from briefing.facts.model import Waiver
from briefing.render.appendix import Evidence, Rows
from briefing.render.broken import explain
from briefing.render.figures import Charts, Draw
from briefing.render.page import Page, Printed, TemplateFault
from briefing.render.references import (
    FactReference,
    NameReference,
    QuotationReference,
    SentenceReference,
)
from briefing.render.running import RunningTemplate
from briefing.render.templates import PAGE, Templates
from briefing.report.model import Verdict


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a page says of its own making: the edition and the house.

    `sheet` and `fonts` are the style sheets that are set into the page.
    """

    edition: str
    date: str
    publisher: str
    language: str
    sheet: str
    fonts: str


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A page as HTML, and each number that it printed, by its number in the page."""

    html: str
    printed: tuple[Printed, ...]


@dataclass(frozen=True, slots=True)
class HtmlRenderer:
    """Makes pages of a briefing; `draw` is called with what would draw a chart."""

    briefing: Briefing
    templates: Templates
    occasion: Occasion
    draw: Callable[[Draw], str]

    def render_html(
        self, template: str, verdict: Verdict
    ) -> tuple[RenderedPage | None, list[Finding]]:
        """The page that a template makes, or what keeps it from being made.

        The page states `verdict` about itself; whether that is true is for the trace to say.
        """
        environment = self.templates.environment
        running = RunningTemplate(template, self.templates.texts, environment)
        page = Page(self.briefing, running)
        context = _context(page, self, verdict)
        try:
            html = environment.render(environment.get_template(template), context)
        except TemplateFault as fault:
            return None, [fault.finding]
        except Exception as error:  # noqa: BLE001 - whatever a template's expressions can raise
            return None, [explain(running, error)]
        return RenderedPage(html, tuple(page.printed)), []


def _context(page: Page, renderer: HtmlRenderer, verdict: Verdict) -> dict[str, object]:
    """Everything that a template may name."""
    occasion = renderer.occasion
    return {
        "fact": FactReference(page),
        "say": SentenceReference(page),
        "quote": QuotationReference(page),
        "name": NameReference(page),
        "chart": Charts(page, renderer.draw),
        "facts_by_id": Rows(page),
        "evidence": Evidence(page),
        "checked": Checked(page, verdict),
        "sources": list(page.briefing.sources),
        "edition": occasion.edition,
        "edition_date": occasion.date,
        "publisher": occasion.publisher,
        "language": occasion.language,
        "inlined_css": Markup(occasion.sheet),  # noqa: S704 - a file of the theme
        "font_css": Markup(occasion.fonts),  # noqa: S704 - our own
    }


class Checked:
    """What a page says of its own numbers; each figure is a count that stands as its evidence."""

    def __init__(self, page: Page, verdict: Verdict) -> None:
        self._page = page
        self._entries = count_entries(verdict)

    def __getattr__(self, name: str) -> Markup:
        """The figure of a class, or of all that was found."""
        entry = self._entries.get(f"{COUNTED}.{name}")
        if entry is None:
            raise AttributeError(name)
        return Markup('<span id="{}">{}</span>').format(entry.anchor, self._page.claim(entry))

    @property
    def waivers(self) -> list[WaiverView]:
        """What stands untraced by leave, for the reader to know."""
        name = self._page.template.name.removesuffix(PAGE)
        return [WaiverView(w) for w in self._page.briefing.waivers if w.within == name]


class WaiverView:
    """A waiver as a page discloses it; its words and its date claim to be just that."""

    def __init__(self, waiver: Waiver) -> None:
        self._waiver = waiver
        self.reason = waiver.reason
        self.owner = waiver.owner

    @property
    def text(self) -> Markup:
        """The words that are waived."""
        return self._claim(self._waiver.text)

    @property
    def expires(self) -> Markup:
        """The last day on which they are."""
        return self._claim(self._waiver.expires)

    def _claim(self, words: str) -> Markup:
        return Markup('<span data-waiver="{}">{}</span>').format(self._waiver.text, words)
