"""What a template prints for a fact, and what it cannot print."""

import shutil
from pathlib import Path

import pytest
from projects import EVIDENCE, load, make_project, write

from briefing.diagnostics import Finding
from briefing.project import Project
from briefing.render.html import HtmlRenderer, Occasion, RenderedPage
from briefing.report.model import Verdict

OCCASION = Occasion("2026-11-21.1", "21 November 2026", "The house", "en-GB", "", "")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project, without templates."""
    return make_project(tmp_path_factory.mktemp("page"), templates={})


def render(folder: Path, body: str, **templates: str) -> tuple[RenderedPage | None, list[Finding]]:
    """The page that this body makes."""
    shutil.rmtree(folder / "templates", ignore_errors=True)
    files = {f"templates/{name}.html.j2": words for name, words in templates.items()}
    write(folder, {"templates/summary.html.j2": body, **files})
    return renderer(load(folder)).render_html("summary.html.j2", Verdict("summary", {}))


def renderer(project: Project) -> HtmlRenderer:
    """What makes the pages of a project; its charts are empty drawings."""
    return HtmlRenderer(project.briefing, project.templates, OCCASION, lambda draw: draw())


def printed(folder: Path, body: str, **templates: str) -> str:
    """The HTML of a page that is in order."""
    made, findings = render(folder, body, **templates)
    assert made is not None, findings
    return made.html.rstrip("\n")


def refused(folder: Path, body: str, **templates: str) -> tuple[str, str, str]:
    """Rule, message and marked words of what keeps a page from being made."""
    made, [finding] = render(folder, body, **templates)
    assert made is None
    return finding.rule, finding.message, finding.place.words


NUMBER = (
    '<data value="{}" data-fact="{}"><a id="n1" aria-describedby="t1" class="number" '
    'href="#e-{}">{}</a></data><span class="tip" role="tooltip" id="t1">{}</span>'
)
TIP = '<q data-quote="{}">{}</q> <cite data-cite="{}">{}</cite>'
STAFF_TIP = TIP.format("staff.acme", "Acme employed 312 people", "001:3-3", "001, line 3")


def number(value: str, fact: str, words: str, tip: str) -> str:
    """The only form in which a number is printed."""
    return NUMBER.format(value, fact, fact, words, tip)


def test_a_fact_is_printed_with_its_claim_its_link_and_its_source(folder: Path):
    """A number carries its machine value, its fact, the way to the evidence and a hover copy."""
    assert number("312", "staff.acme", "312", STAFF_TIP) == printed(folder, "{{ fact.staff.acme }}")


def test_a_value_keeps_the_words_of_its_author(folder: Path):
    """A qualifier belongs to the value and is printed with it."""
    tip = TIP.format("staff.bolt", "Bolt employed over 80 people", "001:4-4", "001, line 4")
    assert number("80", "staff.bolt", "over 80", tip) == printed(folder, "{{ fact.staff.bolt }}")


def test_a_whole_id_may_be_given_at_once(folder: Path):
    """`fact["staff.acme"]` is `fact.staff.acme`, for macros that are given ids."""
    assert printed(folder, "{{ fact.staff.acme }}") == printed(folder, '{{ fact["staff.acme"] }}')


STYLES = {
    "{{ fact.revenue.acme | compact }}": "$4.5bn",
    "{{ fact.revenue.acme | exact }}": "$4,500,000,000",
    "{{ fact.revenue.acme | rounded }}": "about $5 billion",
    "{{ fact.revenue.acme | rounded(1) }}": "$4.5 billion",
    '{{ fact.revenue.acme | under("$bn") }}': "4.5",
    '{{ fact.revenue.acme | under("Revenue ($m)") }}': "4,500",
}


@pytest.mark.parametrize("template", STYLES)
def test_a_filter_changes_the_style_and_never_the_meaning(folder: Path, template: str):
    """A style writes the same fact in another form; rounding says that it did."""
    html = printed(folder, template)
    assert f'href="#e-revenue.acme">{STYLES[template]}</a>' in html


def test_a_sentence_holds_its_number_and_its_names(folder: Path):
    """`say` prints the words of `says`, its slots filled."""
    expected = '<span data-name="acme">Acme</span> employed ' + number(
        "312", "staff.acme", "312", STAFF_TIP
    )
    assert f"{expected} people" == printed(folder, "{{ say.staff.acme }}")


def test_a_computed_number_shows_what_it_is_computed_from(folder: Path):
    """The hover copy of a derived number is its expression, with the values of its operands."""
    html = printed(folder, "{{ fact.revenue.multiple }}")
    assert ">3 times</a></data>" in html
    assert "Computed: " in html
    assert '<data value="4500000000" data-fact="revenue.acme">$4.5 billion</data>' in html
    assert " ÷ " in html


def test_a_count_names_what_it_has_counted(folder: Path):
    """A count has no source line of its own, but the sources that cite its fact."""
    counted = "Counted: " + ", ".join(
        f'<span data-source="{key}">{key}</span>' for key in ("001", "002")
    )
    expected = number("2/3", "staff.sources", "2 of 3", counted)
    assert expected == printed(folder, "{{ fact.staff.sources }}")


def test_a_position_is_printed_with_its_source(folder: Path):
    """One side of a dispute names the source that holds it."""
    html = printed(folder, '{{ fact.plant.cost.position("003") }}')
    assert ">about $30 million</a>" in html
    assert html.endswith(' (<span data-source="003">003</span>)')


def test_a_position_has_its_source_however_it_is_asked_for(folder: Path):
    """The id of a position prints what `position` does."""
    asked = printed(folder, '{{ fact.plant.cost.position("003") }}')
    assert asked == printed(folder, '{{ fact["plant.cost.003"] }}')


def test_a_dispute_in_words_has_all_positions(folder: Path):
    """`say` of a dispute is its question, and each answer with its source."""
    html = printed(folder, "{{ say.plant.cost }}")
    assert html.startswith("What did the plant of ")
    assert html.index("$20 million") < html.index('data-source="002"') < html.index("$30 million")


def test_a_name_is_marked(folder: Path):
    """A name says which one it is."""
    assert '<span data-name="kiln">Kiln-9</span>' == printed(folder, "{{ name.kiln }}")


def test_a_quotation_is_the_words_of_the_source(folder: Path):
    """`quote` prints the words of the first citation, or of the source that is named."""
    assert '<q data-quote="staff.acme">Acme employed 312 people</q>' == printed(
        folder, "{{ quote.staff.acme }}"
    )
    assert '<q data-quote="staff.acme">Acme employed 312 people</q>' == printed(
        folder, '{{ quote.staff.acme("002") }}'
    )


def test_a_quotation_within_a_quotation_is_marked(tmp_path: Path):
    """Words that hold double quotation marks can be set in single ones."""
    files = make_project(tmp_path, templates={})
    for name in ("001_report.txt", "002_paper.txt", "facts.yaml"):
        path = files / "seeds" / name
        path.write_text(path.read_text().replace("employed 312", "“employed” 312"))
    quoted = printed(files, "{{ quote.staff.acme }}")
    assert '<q data-quote="staff.acme" class="nested">' in quoted


def test_numbers_are_counted_down_the_page(folder: Path):
    """Each place that states a number has an id of its own, and the page remembers it."""
    made, _ = render(folder, "{{ fact.staff.acme }}{{ fact.staff.bolt }}{{ say.staff.acme }}")
    assert made is not None
    assert [("staff.acme", True), ("staff.bolt", True), ("staff.acme", False)] == [
        (place.entry.id, place.is_alone) for place in made.printed
    ]
    assert all(f'id="n{n}"' in made.html and f'id="t{n}"' in made.html for n in (1, 2, 3))


def test_what_a_source_says_cannot_act_on_the_page(tmp_path: Path):
    """Whatever stands in sources and facts is text, never markup."""
    hostile = "<b>Acme</b> & \"co\" <script>alert('x')</script>"
    folder = make_project(
        tmp_path,
        sources={"1.txt": f"{hostile} employed 312 people\n"},
        facts=(
            f"names:\n  acme: {{name: '{hostile.replace(chr(39), chr(39) * 2)}', group: company}}\n"
            "facts:\n  staff:\n    about: acme\n    value: 312\n"
            f"    cite: |\n      1:1 {hostile} employed 312 people\n"
        ),
    )
    html = printed(folder, "{{ say.staff }} {{ quote.staff }}")
    assert "<script" not in html
    assert "<b>" not in html
    assert html.count("&lt;b&gt;Acme&lt;/b&gt; &amp; ") == 3


# --- the evidence -------------------------------------------------------------------------


def test_the_evidence_holds_what_the_page_states_and_what_that_rests_on(folder: Path):
    """An entry for each fact that was mentioned and each of its inputs, in the facts' order."""
    html = printed(folder, f"{{{{ fact.revenue.multiple }}}} {{{{ name.kiln }}}}{EVIDENCE}")
    entries = [part.partition('"')[0] for part in html.split('<div id="e-')[1:]]
    assert ["revenue.acme", "revenue.bolt", "revenue.multiple"] == entries


def test_the_evidence_leads_back_to_each_place(folder: Path):
    """An entry knows the places of the page that state it, in order."""
    body = "{{ fact.staff.acme }} {{ fact.staff.bolt }} {{ fact.staff.acme }}"
    loop = "{% for e in evidence %}|{{ e.id }}={{ e.statements | join(' ') }}{% endfor %}"
    html = printed(folder, body + loop)
    assert "|staff.acme=n1 n3|staff.bolt=n2" == html[html.index("|") :]


def test_the_evidence_restates_without_places_of_its_own(folder: Path):
    """Numbers in the evidence are claims, and no further places to lead back to."""
    made, _ = render(folder, f"{{{{ fact.staff.acme }}}}{EVIDENCE}")
    assert made is not None
    assert 1 == len(made.printed)
    assert 1 == made.html.count('class="tip"')


ROWS = {
    'facts_by_id["staff.acme"].kind': "stated",
    'facts_by_id["staff.acme"].anchor': "e-staff.acme",
    'facts_by_id["plant.cost"].positions | length | string': "2",
    'facts_by_id["plant.cost"].positions[0].citations[0].reference': (
        '<cite data-cite="002:2-2">002, line 2</cite>'
    ),
    'facts_by_id["absent.profit"].terms[0]': '<span data-term="absent.profit">profit</span>',
    'facts_by_id["revenue.multiple"].derivation | striptags': (
        "Computed: $4.5 billion (Acme, earned) ÷ $1.5 billion (Bolt, earned)"
    ),
}


@pytest.mark.parametrize("expression", ROWS)
def test_a_row_has_each_part_of_a_fact(folder: Path, expression: str):
    """`facts_by_id` gives the parts of a fact, ready to print in a table."""
    assert ROWS[expression] == printed(folder, f"{{{{ {expression} }}}}")


# --- charts -------------------------------------------------------------------------------


def test_a_chart_claims_every_number_that_it_shows(folder: Path):
    """Labels of a drawing are text, with the same claims as in a sentence."""
    html = printed(folder, '{{ chart.bars(["revenue.acme", "revenue.bolt"], title="Earned") }}')
    assert html.startswith("<svg")
    assert 'data-fact="revenue.acme"' in html
    assert ">$1.5 billion<" in html


def test_a_timeline_shows_dates(folder: Path):
    """A date is drawn where it stands in time."""
    html = printed(folder, '{{ chart.timeline(["plant.opened"], title="The plant") }}')
    assert ">July 2024<" in html


# --- what cannot be printed ---------------------------------------------------------------

FAULTS = {
    "a dispute as settled": (
        '{{ fact["plant.cost"] }}',
        (
            "disputed-fact",
            "the sources disagree about `plant.cost`, so it cannot be stated as settled",
            "plant.cost",
        ),
    ),
    "a fact that nobody knows": (
        '{{ fact["staff.amce"] }}',
        ("unknown-fact", "no fact is called `staff.amce`", "staff.amce"),
    ),
    "no fact at all": ("{{ fact }}", ("unknown-fact", "no fact is named here", None)),
    "a position that nobody holds": (
        '{{ fact.plant.cost.position("001") }}',
        ("unknown-fact", "no fact is called `plant.cost.001`", None),
    ),
    "a name that nobody knows": (
        '{{ name["amce"] }}',
        ("unknown-name", "no name is called `amce`", "amce"),
    ),
    "a number that there is not": (
        "{{ fact.absent.profit }}",
        ("no-value", "`absent.profit` has no value that could be stated", "absent.profit"),
    ),
    "a quotation without a source": (
        "{{ quote.revenue.multiple }}",
        ("uncited-quotation", "`revenue.multiple` cites no words", "revenue.multiple"),
    ),
    "a chart of two units": (
        '{{ chart.bars(["staff.acme", "revenue.acme"], title="x") }}',
        ("mixed-chart", "a chart cannot compare 312 with $4.5 billion", "revenue.acme"),
    ),
    "a length of a day": (
        '{{ chart.bars(["plant.opened"], title="x") }}',
        (
            "undrawable-fact",
            "`plant.opened` (July 2024) has no length to draw",
            "plant.opened",
        ),
    ),
    "a highlight of what nobody knows": (
        '{{ chart.bars(["staff.acme"], title="x", highlight="staff.amce") }}',
        (
            "unknown-fact",
            "the chart has no fact `staff.amce` to highlight",
            "staff.amce",
        ),
    ),
    "a highlight of what is not drawn": (
        '{{ chart.timeline(["plant.opened"], title="x", highlight="staff.bolt") }}',
        (
            "unknown-fact",
            "the chart has no fact `staff.bolt` to highlight",
            "staff.bolt",
        ),
    ),
    "a name that is not defined": (
        "{{ edition.gone.further }}",
        ("undefined-name", "nothing here is called `gone`", "gone"),
    ),
    "what lies behind an object": (
        "{{ edition.__class__.__mro__ }}",
        (
            "unsafe-template",
            "`__class__` may not be asked for",
            "__class__",
        ),
    ),
    "a template that is not there": (
        '{% include "gone.html.j2" %}',
        ("failing-template", "there is no template `gone.html.j2`", None),
    ),
    "a page within itself": (
        'One\n{% include "summary.html.j2" %}',
        (
            "recursive-template",
            "the template leads back to itself without end",
            '{% include "summary.html.j2" %}',
        ),
    ),
    "an expression that fails": (
        "One\n{{ edition / edition }}",
        (
            "failing-template",
            "the template fails: `/` cannot be applied to a text and a text",
            "{{ edition / edition }}",
        ),
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_cannot_be_printed_is_told_at_the_words_that_ask_for_it(folder: Path, name: str):
    """A page that cannot be made is a finding at a line of its template, never a traceback."""
    body, (rule, message, words) = FAULTS[name]
    found = refused(folder, body)
    assert (rule, message) == found[:2]
    assert found[2] == (body if words is None else words)


def test_an_id_is_marked_where_it_stands_alone(folder: Path):
    """An id that another one ends with is not taken for that other one."""
    folder_facts = "fact.plant.cost.position, then {{ fact.plant }}"
    assert "plant" == refused(folder, folder_facts)[2]


def test_the_place_is_in_the_page_and_not_in_its_macro(folder: Path):
    """Where a macro prints what the page gave it, the page's own words are marked."""
    macro = "{% macro show(id) %}{{ fact[id] }}{% endmacro %}"
    body = '{% from "_parts.html.j2" import show with context %}\n{{ show("staff.amce") }}'
    made, [finding] = render(folder, body, _parts=macro)
    assert made is None
    assert ("templates/summary.html.j2", 2, "staff.amce") == (
        finding.place.path,
        finding.place.start.line,
        finding.place.words,
    )


PLAIN = {
    "{{ fact.staff.acme + 1 }}": "`+` cannot be applied to a fact and a number",
    "{{ edition + 1 }}": "`+` cannot be applied to a text and a number",
    "{{ fact.staff.acme > 3 }}": "`>` cannot be applied to a fact and a number",
    "{{ 1 / 0 }}": "it divides by zero",
    "{{ quote.staff.acme() }}": "what is called here must be given `source`",
    "{{ fact.staff.acme | compact(1) }}": "what is called here is given too much",
    '{{ chart.bars([], titel="x") }}': "what is called here knows no `titel`",
    "{{ fact.staff.acme | round }}": "a fact cannot be used like this",
    "{{ edition | compact }}": "a text cannot be used like this",
    "{{ '%d' % edition }}": "a text cannot be used like this",
    "{{ name }}": "the table of names cannot be used like this",
    "{{ chart }}": "`chart` cannot be used like this",
    "{{ sources[0] }}": "a source cannot be used like this",
    "{{ sources }}": "a list cannot be used like this",
    "{{ fact.plant.cost.position }}": "it cannot be computed",
}


@pytest.mark.parametrize("body", PLAIN)
def test_what_fails_is_told_in_the_words_of_templates(folder: Path, body: str):
    """Nobody has to know Python's types to mend an expression."""
    assert ("failing-template", f"the template fails: {PLAIN[body]}") == refused(folder, body)[:2]


def test_a_chart_of_a_text_is_told(folder: Path):
    """An id without brackets is no list of ids."""
    found = refused(folder, '{{ chart.bars("staff.acme", title="x") }}')
    assert ("undrawable-fact", "a chart is of a list of ids") == found[:2]


# --- what would never end -----------------------------------------------------------------

GROW = "{{% set n = namespace(x='xxxxxxxxxx') %}}{{% for i in range(60) %}}{}{{% endfor %}}"
ENDLESS = {
    "a text repeated": ('{{ "x" * 1000000000 }}', "unsafe-template"),
    "a text repeated by a power": ('{{ "x" * 10 ** 9 }}', "unsafe-template"),
    "a list repeated": ("{{ [edition] * 1000000000 }}", "unsafe-template"),
    "a power": ("{{ 10 ** 999999999 }}", "unsafe-template"),
    "a product": (
        "{% set n = namespace(x=9) %}{% for i in range(60) %}{% set n.x = n.x * n.x %}{% endfor %}",
        "unsafe-template",
    ),
    "a width": ("{{ edition | center(1000000000) }}", "unsafe-template"),
    "an indent": ("{{ edition | indent(width=1000000000) }}", "unsafe-template"),
    "a format": ('{{ "%1000000000s" | format(edition) }}', "unsafe-template"),
    "a width given beside": ('{{ "%*d" % (1000000000, 1) }}', "unsafe-template"),
    "a method": ("{{ edition.ljust(1000000000) }}", "unsafe-template"),
    "a method that formats": ('{{ "{:>1000000000}".format(edition) }}', "unsafe-template"),
    "a range": ("{% for i in range(1000000000) %}{% endfor %}", "unsafe-template"),
    "loops in loops": (
        "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
        "failing-template",
    ),
    "loops over texts": (
        "{% set x = 'x' * 9999 %}{% for i in x %}{% for j in x %}{% endfor %}{% endfor %}",
        "failing-template",
    ),
    "much text": (
        "{% set x = 'x' * 99999 %}{% for i in range(999) %}{{ x }}{% endfor %}",
        "failing-template",
    ),
    "calls of calls": (
        "{% macro f(n) %}{% if n %}{{ f(n - 1) ~ f(n - 1) }}{% endif %}{% endmacro %}{{ f(40) }}",
        "failing-template",
    ),
    "texts set together": (GROW.format("{% set n.x = n.x ~ n.x %}"), "failing-template"),
    "texts added": (GROW.format("{% set n.x = n.x + n.x %}"), "failing-template"),
    "texts put into texts": (
        GROW.format("{% set n.x = n.x.replace('x', 'xx') %}"),
        "failing-template",
    ),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_a_template_cannot_work_without_end(folder: Path, name: str):
    """What no page needs is refused at its line before memory or patience runs out."""
    body, rule = ENDLESS[name]
    found = refused(folder, f"<p>\n{body}")
    assert (rule, body) == (found[0], found[2])


def test_what_a_page_needs_is_within_the_bounds(folder: Path):
    """Loops know where they are, and texts may be set together, repeated and formatted."""
    body = (
        "{% for x in ['a', 'b'] %}{{ loop.index }}/{{ loop.length }}"
        "{{ ', ' if not loop.last }}{% else %}none{% endfor %}"
        "{{ '-' * 3 ~ '%5s' | format('x') ~ '{:>3}'.format('y') }}{{ 'z' | center(5) }}"
    )
    assert "1/2, 2/2---    x  y  z  " == printed(folder, body)
