"""Errors planted into the project itself: each is found, by its rule and at its place."""

import re
from dataclasses import replace
from functools import cache
from itertools import combinations

import pytest
from generated import (
    TODAY,
    trace_draft,
    trace_files,
)
from planted import ERRORS, FACTS, ROOT, Planted, project_files
from projects import SCREEN, told

from briefing.citations import check_citations
from briefing.config import Config
from briefing.facts.load import load_facts
from briefing.names import NameIndex
from briefing.project import Project, load_project
from briefing.quantities.compare import agree
from briefing.sources import load_sources
from briefing.text import Text

LAYOUT = """\
{%- from "parts/figures.html.j2" import key_figures, figure with context -%}
{%- from "parts/tables.html.j2" import disputes_table, inconsistencies_table, absences_list with context -%}
<!doctype html>
<html lang="{{ language }}">
<head>
<meta charset="utf-8">
<title>{{ self.title() | striptags }}</title>
<style>{{ inlined_css }}</style>
</head>
<body>
<h1>{% block title %}{% endblock %}</h1>
<p>{% block standfirst %}{% endblock %}</p>
{% block content %}{% endblock %}
</body>
</html>
"""  # noqa: E501 - a line of a template


@cache
def loaded() -> Project:
    """The project with a plain theme, and without its appendix: its pages state what they state."""
    project = load_project(Config(ROOT), TODAY)
    assert told(project.findings) == []
    sheets = {"themes/house/screen.css": Text("templates/themes/house/screen.css", SCREEN)}
    texts = {**project.templates.texts, "layout.html.j2": Text("templates/layout.html.j2", LAYOUT)}
    return replace(project, templates=replace(project.templates, sheets=sheets, texts=texts))


# --- one error after the other ------------------------------------------------------------------


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.what)
def test_a_planted_error_is_found_by_its_rule_at_its_place(error: Planted):
    """Whatever is falsified, the finding names the fault, and the line where it is."""
    files = error.plant(project_files())
    traced = trace_files(files)
    found = [f for f in traced.findings if f.rule == error.rule]
    assert found, told(traced.findings)
    if error.where.endswith(".html"):
        assert {error.where} <= {f.place.path for f in found}, told(found)
    else:
        assert error.place(files) in {(f.place.path, f.place.start.line) for f in found}, told(
            found
        )


# --- exchanges, as many as there are -------------------------------------------------------------

# `fact.deal.price`, or a key figure: ("deal.price", "what it is").
STATED = re.compile(r'(?<=\{\{ fact\.)[a-z0-9_.]+(?= )|(?<=\(")[a-z0-9_.]+(?=", ")')


def exchanged(name: str, one: re.Match[str], other: re.Match[str]) -> Project:
    """The project with two references of a page in each other's place."""
    project = loaded()
    text = project.templates.texts[project.pages[name]]
    content = text.content
    content = (
        content[: one.start()]
        + other[0]
        + content[one.end() : other.start()]
        + one[0]
        + content[other.end() :]
    )
    texts = {**project.templates.texts, project.pages[name]: Text(text.path, content)}
    return replace(project, templates=replace(project.templates, texts=texts))


@pytest.mark.parametrize("name", ["executive-summary", "developer-impact", "privacy-concerns"])
def test_every_two_facts_of_a_page_that_change_places_are_found(name: str):
    """Whatever two numbers a template states, exchanging them is told in one of the two places."""
    text = loaded().templates.texts[loaded().pages[name]]
    pairs = [
        pair for pair in combinations(STATED.finditer(text.content), 2) if pair[0][0] != pair[1][0]
    ]
    entries = loaded().briefing.entries
    alike = [p for p in pairs if agree(entries[p[0][0]].quantity, entries[p[1][0]].quantity)]
    pairs = [pair for pair in pairs if pair not in alike]
    assert pairs
    missed = []
    for one, other in pairs:
        found = trace_draft(exchanged(name, one, other), name)
        lines = {text.position(match.start()).line for match in (one, other)}
        if not any(f.place.path == text.path and f.place.start.line in lines for f in found):
            missed.append((one[0], other[0], told(found)))
    print(f"{name}: {len(pairs)} pairs exchanged, {len(alike)} left out that say the same")  # noqa: T201 - the denominator
    assert [] == missed


@pytest.mark.parametrize("moved", [("value", "citations"), ("value", "citations", "read_as")])
def test_every_two_facts_of_the_facts_file_that_change_places_are_found(moved: tuple[str, ...]):
    """Whatever two facts exchange what they state and cite, one of their entries is told."""
    facts, _ = load_facts(Text(FACTS, project_files()[FACTS].decode()))
    sources, _ = load_sources(ROOT, ["seeds/*.txt"])
    index = NameIndex(facts.names)
    stated = [fact for fact in facts.facts.values() if fact.value and fact.citations]
    differ = [
        (one, other)
        for one, other in combinations(stated, 2)
        if not agree(one.value.quantity, other.value.quantity)
    ]
    assert len(differ) >= 300
    missed = []
    for one, other in differ:
        pair = {
            here.id: replace(here, **{part: getattr(there, part) for part in moved})
            for here, there in ((one, other), (other, one))
        }
        _, found = check_citations(replace(facts, facts=pair), sources, index)
        lines = {f.place.start.line for f in found if f.rule != "unsourced-name"}
        entries = {
            citation.place.start.line for fact in pair.values() for citation in fact.citations
        } | {fact.value.place.start.line for fact in pair.values() if fact.value}
        if not lines & entries:
            missed.append((one.id, other.id, told(found)))
    print(f"all {len(differ)} pairs of {len(stated)} facts exchanged")  # noqa: T201 - the denominator
    assert [] == missed
