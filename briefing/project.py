"""A project: its sources, facts and templates, loaded and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from briefing.assemble import Briefing
from briefing.config import Config
from briefing.diagnostics import Finding, in_reading_order
from briefing.facts.load import no_facts, read_facts
from briefing.facts.model import Facts
from briefing.files import read_file, refuse_file
from briefing.grounds import ground_facts
from briefing.memory import collector_paused
from briefing.render.template_checks import check_templates
from briefing.render.templates import PAGE, Templates, load_templates
from briefing.report.model import Report, tally
from briefing.sources import load_sources
from briefing.text import Text


@dataclass(frozen=True, slots=True)
class Project:
    """What a build works from, and everything that is wrong with it.

    `pages` are the templates of its briefings, by the briefing's name.
    """

    config: Config
    briefing: Briefing
    templates: Templates
    pages: Mapping[str, str]
    findings: tuple[Finding, ...]

    @property
    def summary(self) -> str:
        """What it holds, in words."""
        facts = {entry.fact.id for entry in self.briefing.entries.values()}
        parts = ((self.briefing.sources, "source"), (facts, "fact"), (self.pages, "template"))
        return ", ".join(f"{len(p)} {noun}{'' if len(p) == 1 else 's'}" for p, noun in parts)

    @property
    def valid_until(self) -> str:
        """The last day, as an ISO date, on which the same inputs are still in order."""
        return min((waiver.expires for waiver in self.briefing.waivers), default="9999-12-31")

    def lacks_pages(self) -> list[Finding]:
        """The finding on a project without a single briefing, which a build cannot do without."""
        folder = self.config.templates
        finding = Finding(
            "no-templates",
            f"there is no briefing to make: `{folder}` holds no page",
            Text(folder, "").whole(),
            help=f"put a template into it, such as `{folder}/executive-summary{PAGE}`",
        )
        return [] if self.pages else [finding]


@collector_paused()
def load_project(config: Config, today: date) -> Project:
    """Everything that the project's files say, checked as far as can be without rendering."""
    sources, findings = load_sources(config.root, config.source_patterns, config.facts)
    facts, of_facts = _load_facts(config)
    briefing, of_grounds = ground_facts(facts, sources)
    templates, of_templates = load_templates(config.root, config.templates)
    of_templates += check_templates(templates, None if facts.is_refused else briefing)
    pages, of_pages = _pages(config, templates)
    findings += [
        *of_facts,
        *of_grounds,
        *of_templates,
        *of_pages,
        *_expired(briefing, today),
    ]
    return Project(config, briefing, templates, pages, tuple(findings))


def _load_facts(config: Config) -> tuple[Facts, list[Finding]]:
    path = config.root / config.facts
    if path.is_file():
        return read_facts(config.facts, read_file(path))
    nothing = Text(config.facts, "")
    finding = refuse_file(path, config.facts) or Finding(
        "no-facts",
        f"there is no facts file `{config.facts}`",
        nothing.whole(),
        help="write one, or name it with the setting `facts`",
    )
    return no_facts(nothing), [finding]


def _pages(config: Config, templates: Templates) -> tuple[dict[str, str], list[Finding]]:
    """The templates that are to be made into briefings."""
    pages = templates.pages
    if not config.briefings:
        return pages, []
    missing = [name for name in config.briefings if name not in pages]
    findings = [
        Finding(
            "no-templates",
            f"there is no template for the briefing `{name}`",
            Text(f"{config.templates}/{name}{PAGE}", "").whole(),
            help="write it, or take the name out of the setting `briefings`",
        )
        for name in missing
    ]
    return {name: pages[name] for name in config.briefings if name in pages}, findings


def _expired(briefing: Briefing, today: date) -> list[Finding]:
    return [
        Finding(
            "expired-waiver",
            f"the waiver for “{waiver.text}” expired on {waiver.expires}",
            waiver.place,
            help="trace the number, or have the waiver's owner renew it",
        )
        for waiver in briefing.waivers
        if waiver.expires < today.isoformat()
    ]


def check(config: Config, today: date) -> Report:
    """The facts against the sources and the templates, without rendering a page."""
    project = load_project(config, today)
    findings = tuple(in_reading_order(project.findings))
    return Report(findings, summary=f"{project.summary}: {tally(findings)}")
