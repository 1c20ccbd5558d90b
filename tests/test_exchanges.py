"""Any two facts exchanged in a template are found."""

import re
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from projects import FACTS, TODAY, load, make_project, page, told, write

from briefing.assemble import Briefing
from briefing.diagnostics import Finding
from briefing.quantities.compare import agree
from briefing.read.html import read_html
from briefing.render.html import HtmlRenderer, Occasion
from briefing.render.templates import Templates
from briefing.report.model import Verdict
from briefing.text import Text
from briefing.trace.exchanges import check_exchanges
from briefing.trace.ledger import Issue, Ledger
from briefing.trace.statements import trace_reading

OCCASION = Occasion("2026-11-21.1", "21 November 2026", "", "en-GB", "", "")
TIP = (
    "<style>.tip { display: none } data:hover + .tip { display: block; position: absolute }</style>"
)
STATED = re.compile(r"fact\.([a-z.]+)")


@pytest.fixture(scope="module")
def briefing(tmp_path_factory: pytest.TempPathFactory) -> Briefing:
    """All that a template of the small project may see."""
    return load(make_project(tmp_path_factory.mktemp("exchanges"))).briefing


def findings(body: str, briefing: Briefing) -> list[Finding]:
    """What is wrong with a page of these sentences, exchanges included."""
    template = page(body).replace("</head>", f"{TIP}</head>")
    texts = {"summary.html.j2": Text("templates/summary.html.j2", template)}
    renderer = HtmlRenderer(briefing, Templates(texts, {}), OCCASION, lambda draw: draw())
    made, faults = renderer.render_html("summary.html.j2", Verdict("summary", {}))
    if made is None:
        return faults
    ledger = Ledger(
        briefing,
        Issue(OCCASION.edition, ()),
        "summary",
        TODAY.isoformat(),
        origins={f"n{printed.n}": printed.origin for printed in made.printed},
        alone=frozenset(f"n{printed.n}" for printed in made.printed if printed.is_alone),
    )
    trace = trace_reading(read_html(Text("summary.html", made.html)), ledger)
    return [*trace.findings, *check_exchanges(trace.body, ledger)]


def exchanged(body: str, one: str, two: str) -> str:
    """The template with two facts in each other's places."""
    other = {one: two, two: one}
    return STATED.sub(lambda match: f"fact.{other.get(match[1], match[1])}", body)


HONEST = {
    "a sentence each": (
        "<p>{{ name.acme }} employed {{ fact.staff.acme }} people.</p>"
        "<p>{{ name.bolt }} employed {{ fact.staff.bolt }} people.</p>"
        "<p>{{ name.acme }} earned {{ fact.revenue.acme }}.</p>"
    ),
    "two in a sentence": (
        "<p>{{ name.acme }} employed {{ fact.staff.acme }} people, "
        "while {{ name.bolt }} employed {{ fact.staff.bolt }} people.</p>"
    ),
    "a table": (
        "<table><tr><th></th><th>people</th><th>earned</th></tr>"
        "<tr><th>Acme</th><td>{{ fact.staff.acme }}</td><td>{{ fact.revenue.acme }}</td></tr>"
        "<tr><th>Bolt</th><td>{{ fact.staff.bolt }}</td><td>{{ fact.revenue.bolt }}</td></tr>"
        "</table>"
    ),
    "items of a list": (
        "<ul><li>Acme employed {{ fact.staff.acme }}</li><li>Bolt employed "
        "{{ fact.staff.bolt }}</li><li>Bolt earned {{ fact.revenue.bolt }}</li></ul>"
    ),
}


@pytest.mark.parametrize("name", HONEST)
def test_facts_exchanged_in_a_template_are_found(name: str, briefing: Briefing):
    """An honest page passes; with any two of its facts exchanged, it does not."""
    body = HONEST[name]
    assert [] == told(findings(body, briefing))
    pairs = list(combinations(STATED.findall(body), 2))
    assert pairs
    for one, two in pairs:
        assert "misplaced-fact" in {f.rule for f in findings(exchanged(body, one, two), briefing)}


def test_facts_that_could_be_exchanged_unnoticed_are_found(briefing: Briefing):
    """Where a sentence names all that two facts are about, each could stand for the other."""
    body = "<p>The people that {{ name.acme }} employed earned {{ fact.revenue.acme }} for it.</p>"
    body += "<p>{{ name.acme }} employed {{ fact.staff.acme }} who earned much.</p>"
    [finding] = findings(body, briefing)
    assert "exchangeable-facts" == finding.rule
    assert (
        "`revenue.acme` ($4.5 billion) and `staff.acme` (312) "
        "could be exchanged on the page unnoticed"
    ) == finding.message
    assert "revenue.acme" == finding.place.words
    assert "staff.acme" == finding.related[0].place.words


def test_whole_sentences_of_the_facts_file_are_left_alone(briefing: Briefing):
    """What `say` prints moves with its words, so that it cannot be exchanged."""
    assert [] == told(findings("<p>{{ say.staff.acme }}. {{ say.staff.sources }}.</p>", briefing))


def test_facts_of_one_value_may_stand_for_each_other(tmp_path: Path):
    """An exchange of two equal values changes nothing that a reader sees."""
    twin = """\
  staff.again:
    about: [acme, staff]
    value: 312
    cite: 002:1 Acme employed 312 people
"""
    folder = make_project(
        tmp_path, facts=FACTS.replace("  staff.bolt:\n", f"{twin}\n  staff.bolt:\n")
    )
    body = "<p>Acme employed {{ fact.staff.acme }}.</p><p>Acme employed {{ fact.staff.again }}.</p>"
    write(folder, {"templates/summary.html.j2": page(body)})
    assert [] == told(findings(body, load(folder).briefing))


STATED_FACTS = ["staff.acme", "staff.bolt", "revenue.acme", "revenue.bolt", "plant.opened"]
FRAMES = [
    "{names} {{{{ fact.{fact} }}}}",
    "{{{{ fact.{fact} }}}} for {names}",
    "in the case of {names}, it was {{{{ fact.{fact} }}}}",
]


@st.composite
def bodies(draw: st.DrawFn) -> list[list[tuple[str, str]]]:
    """Paragraphs of sentences of clauses: each clause is a frame and the fact in it."""
    facts = draw(st.lists(st.sampled_from(STATED_FACTS), min_size=2, max_size=5, unique=True))
    clauses = [(draw(st.sampled_from(FRAMES)), fact) for fact in facts]
    cut = draw(st.integers(0, len(clauses)))
    return [part for part in (clauses[:cut], clauses[cut:]) if part]


def written(body: list[list[tuple[str, str]]], briefing: Briefing) -> str:
    """The template: each fact beside the names of what it is about."""

    def clause(frame: str, fact: str) -> str:
        about = briefing.entries[fact].about
        return frame.format(fact=fact, names=" ".join(f"{{{{ name.{name} }}}}" for name in about))

    return "".join(
        f"<p>So we read: {', and '.join(clause(*part) for part in sentence)}.</p>"
        for sentence in body
    )


@given(bodies())
def test_a_page_that_passes_has_no_two_facts_to_exchange(
    briefing: Briefing, body: list[list[tuple[str, str]]]
):
    """Whatever the sentences: what passes no longer passes with any two facts exchanged."""
    template = written(body, briefing)
    assume(not findings(template, briefing))
    for one, two in combinations(STATED.findall(template), 2):
        values = [briefing.entries[fact].quantity for fact in (one, two)]
        assert values[0] is not None
        assert values[1] is not None
        assert not agree(values[0], values[1])
        assert findings(exchanged(template, one, two), briefing), (template, one, two)
