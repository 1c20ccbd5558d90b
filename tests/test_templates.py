"""What may not stand in a template, found before it is rendered."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from projects import TEMPLATES, check_project, load, make_project, told, write

from briefing.assemble import Briefing
from briefing.diagnostics import Finding
from briefing.facts.model import Waiver
from briefing.render.template_checks import check_templates
from briefing.render.templates import Templates, load_templates
from briefing.text import Text


@pytest.fixture(scope="module")
def briefing(tmp_path_factory: pytest.TempPathFactory) -> Briefing:
    """All that a template of the small project may see."""
    return load(make_project(tmp_path_factory.mktemp("templates"))).briefing


def check(content: str, briefing: Briefing, **others: str) -> list[Finding]:
    """What is wrong with a template."""
    texts = {"summary.html.j2": content, **{f"{k}.html.j2": v for k, v in others.items()}}
    found = {name: Text(f"templates/{name}", words) for name, words in texts.items()}
    return check_templates(Templates(found, {}), briefing)


def marked(findings: list[Finding]) -> list[tuple[str, str]]:
    """The rule of each finding, and the words that it marks."""
    return [(finding.rule, finding.place.words) for finding in findings]


def test_the_templates_of_the_small_project_are_in_order(briefing: Briefing):
    """Layout, blocks, macros and loops over what is given are no faults."""
    texts = {name: Text(name, words) for name, words in TEMPLATES.items() if "css" not in name}
    assert [] == told(check_templates(Templates(texts, {}), briefing))


TYPED = {
    "a number": ("<p>Acme has 7 plants.</p>", "7"),
    "a number word": ("<p>Acme has twelve plants.</p>", "twelve"),
    "a share": ("<p>Half of it</p>", "Half"),
    "a date": ("<p>Since July 2024</p>", "July 2024"),
    "a sum": ("<p>It cost $4.5 billion.</p>", "$4.5 billion"),
    "a vague amount": ("<p>It cost billions of dollars.</p>", "billions of dollars"),
    "a number in a heading": ("<h2>The 3 plants</h2>", "3"),
    "a number in a title": ("<title>Report 2026</title>", "2026"),
    "a number in the words for an image": ('<img alt="up 7%" src=x>', "7%"),
    "a number in a label": ("<p aria-label='7 plants'>x</p>", "7"),
    "a number in a tooltip": ('<p title="7 plants">x</p>', "7"),
    "a number in a description": ('<meta name="description" content="7 plants">', "7"),
    "a number as a reference": ("<p>&#55; plants</p>", "&"),
    "a name with a digit": ("<p>The Kiln-9 burns.</p>", "Kiln-9"),
    "a name nobody knows": ("<p>The GPT-5.4 burns.</p>", "GPT-5.4"),
    "a string": ('{{ "in 7 plants" }}', "7"),
    "a string in a macro call": ('{% set label = "for 7 years" %}{{ label }}', "7 years"),
    "a constant": ("{{ 42 }}", "42"),
}


@pytest.mark.parametrize("name", TYPED)
def test_a_number_typed_by_hand_is_found(name: str, briefing: Briefing):
    """Wherever a reader could see it, a number in a template is marked, and nothing else."""
    content, words = TYPED[name]
    assert [("hand-written-number", words)] == marked(check(f"<p>x</p>\n{content}", briefing))


UNSEEN = {
    "a class": '<p class="in-4 col-12" id="n7">x</p>',
    "a comment": "<!-- 7 plants --><p>x</p>",
    "a comment of Jinja's": "{# 7 plants #}<p>x</p>",
    "a style": "<style>p { margin: 7px; color: #123 }</style>",
    "a width": '<img width="7" height="9" src="x.png" alt="a plant">',
    "an address": '<a href="#part-2">x</a>',
    "a viewport": '<meta name="viewport" content="width=device-width, initial-scale=1">',
    "an index": "{{ sources[0].name }}",
    "a condition": "{% if sources | length > 2 %}x{% endif %}",
    "an argument of a filter": "{{ fact.revenue.acme | rounded(1) }}",
    "the key of a source": '{{ fact.plant.cost.position("002") }}{{ quote.staff.acme("001_rep") }}',
    "an idiom": "<p>one of the plants, at first glance</p>",
    "an entity": "<p>A &amp; B&nbsp;C &mdash; D</p>",
    "an expression": "<p>{{ fact.staff.acme }} people</p>",
}


@pytest.mark.parametrize("name", UNSEEN)
def test_what_no_reader_takes_for_a_number_may_stand(name: str, briefing: Briefing):
    """Digits of the markup and of expressions are no statements."""
    assert [] == told(check(UNSEEN[name], briefing))


def test_the_way_out_names_the_fact_that_says_so(briefing: Briefing):
    """Where a fact has the value that was typed, it is named; so is a name."""
    [finding] = check("<p>312 people</p>", briefing)
    assert "state it through its fact, such as {{ fact.staff.acme }}" == finding.help
    [finding] = check("<p>The Kiln-9</p>", briefing)
    assert "print it through the names table: {{ name.kiln }}" == finding.help


def test_a_waived_number_may_be_typed(briefing: Briefing):
    """Waived words may stand in the template that the waiver is for, and in no other."""
    waiver = Waiver("Part 2", "summary", "", "", "2099-01-01", Text("", "").whole())
    waived = Briefing(briefing.sources, briefing.names, briefing.entries, (waiver,))
    assert [] == told(check("<h2>Part 2</h2>", waived))
    assert [("hand-written-number", "2")] == marked(check("<h2>Chapter 2</h2>", waived))
    others = check("", waived, details="<h2>Part 2</h2>")
    assert [("hand-written-number", "2")] == marked(others)


UNKNOWN = {
    "a fact": ("{{ fact.staff.amce }}", "unknown-fact", "staff.amce", "staff.acme"),
    "a sentence": ("{{ say.staff.bolts }}", "unknown-fact", "staff.bolts", "staff.bolt"),
    "a quotation": ("{{ quote.revenu.acme }}", "unknown-fact", "revenu.acme", "revenue.acme"),
    "a name": ("{{ name.kilns }}", "unknown-name", "kilns", "kiln"),
    "a whole group of facts": ("{{ fact.staff }}", "unknown-fact", "staff", "staff.bolt"),
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_an_unknown_id_is_found_with_the_nearest(name: str, briefing: Briefing):
    """A misspelt id is marked whole, and the one that was meant is named."""
    content, rule, words, meant = UNKNOWN[name]
    [finding] = check(f"<p>{content}</p>", briefing)
    assert (rule, words) == (finding.rule, finding.place.words)
    assert f"did you mean `{meant}`?" == finding.help


def test_a_dispute_as_settled_is_found_without_rendering(briefing: Briefing):
    """The bare form of a dispute is a finding; a position and a sentence are none."""
    [finding] = check("{{ fact.plant.cost }}", briefing)
    assert ("disputed-fact", "plant.cost") == (finding.rule, finding.place.words)
    assert [] == check('{{ fact.plant.cost.position("002") }} {{ say.plant.cost }}', briefing)


def test_an_undefined_name_is_found_each_time(briefing: Briefing):
    """A name that nothing defines is marked wherever it stands; its attributes are not."""
    content = (
        "{{ editon }} {{ x.editon }} {% for x in sources %}{{ x.name }}{% endfor %} {{ editon }}"
    )
    found = check(content, briefing)
    assert {("undefined-name", "editon"), ("undefined-name", "x")} >= set(marked(found))
    assert 2 == [f.place.words for f in found].count("editon")
    assert "did you mean `edition`?" == found[0].help


def test_what_another_template_defines_is_defined(briefing: Briefing):
    """Macros and variables of a layout are there for the pages that extend it."""
    layout = "{% macro row(id) %}{{ fact[id] }}{% endmacro %}{% set word = edition %}"
    page = (
        '{% extends "layout.html.j2" %}{% block a %}{{ row("staff.acme") }}{{ word }}{% endblock %}'
    )
    assert [] == told(check(page, briefing, layout=layout))


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("a\n{% if x %}", 2),
        ("a\n{{ x }\nb", 2),
        ("{% nothing %}", 1),
        ("{{ edition | nofilter }}", 1),
        ("a\n{% block a %}{% endblock %}{% block a %}{% endblock %}", 2),
    ],
)
def test_a_template_that_cannot_be_read_is_told_at_its_line(
    content: str, line: int, briefing: Briefing
):
    """A fault of syntax is a finding at the line where Jinja gave up."""
    findings = check(content, briefing)
    assert "template-syntax" in {f.rule for f in findings}
    assert line == findings[0].place.start.line


@pytest.mark.parametrize("content", ["{{ " + "not " * 5000 + "x }}", "{% if x %}" * 2000])
def test_a_template_that_is_nested_without_end_is_told(content: str, briefing: Briefing):
    """What is too deep for Jinja is a finding, too."""
    assert ["template-syntax"] == [finding.rule for finding in check(content, briefing)]


@given(st.text(st.characters(codec="utf-8"), max_size=60) | st.text("{%}#fact.say -\"'<>1a\n"))
def test_any_text_as_a_template_gives_findings(briefing: Briefing, content: str):
    """Whatever a template holds, it is checked, and every finding has a place in it."""
    for finding in check(content, briefing):
        assert 0 <= finding.place.span.start <= finding.place.span.end <= len(content)
        assert finding.message


@given(st.integers(13, 10**9), st.sampled_from(["<p>{}</p>", "<p>in {} plants</p>", "a\n\n{}"]))
def test_no_number_passes(briefing: Briefing, number: int, frame: str):
    """Any number in the words of a template is found at its place."""
    assert ("hand-written-number", f"{number}") in marked(check(frame.format(number), briefing))


# --- the folder ---------------------------------------------------------------------------


def test_pages_are_the_templates_at_the_top(tmp_path: Path):
    """Parts, layouts and what lies in folders below are no briefings of their own."""
    files = [
        "a.html.j2",
        "layout.html.j2",
        "layout-wide.html.j2",
        "_part.html.j2",
        "parts/b.html.j2",
    ]
    sheet = {"templates/themes/house/x.css": "p {}"}
    write(tmp_path, {f"templates/{name}": "" for name in files} | sheet)
    templates, findings = load_templates(tmp_path, "templates")
    assert {"a": "a.html.j2"} == templates.pages
    assert set(files) == set(templates.texts)
    assert {"themes/house/x.css"} == set(templates.sheets)
    assert [] == findings


def test_a_template_that_is_no_utf_8_is_told_at_the_byte(tmp_path: Path):
    """Bytes that are no UTF-8 are a finding at their place, in templates and style sheets."""
    folder = make_project(tmp_path)
    (folder / "templates" / "summary.html.j2").write_bytes(b"<p>\n caf\xe9</p>")
    (folder / "templates" / "themes" / "house" / "screen.css").write_bytes(b"\xff")
    findings = [f for f in check_project(folder).findings if f.rule == "undecodable-template"]
    assert [("templates/summary.html.j2", 2, 5), ("templates/themes/house/screen.css", 1, 1)] == [
        (f.place.path, f.place.start.line, f.place.start.column) for f in findings
    ]
    assert "templates/summary.html.j2 is not UTF-8" == findings[0].message


def test_line_ends_and_marks_of_an_editor_do_not_matter(tmp_path: Path):
    """A template with a byte order mark and CRLF has the lines that an editor shows."""
    folder = make_project(tmp_path)
    file = folder / "templates" / "summary.html.j2"
    file.write_bytes(b"\xef\xbb\xbf<p>x</p>\r\n<p>7 plants</p>\r\n")
    [finding] = check_project(folder).findings
    assert (2, 4) == finding.place.start


GAPS = {
    "within a sentence": ("<p>Acme has  plants.</p>", "  "),
    "around a tag": ("<p>Acme has <b>no</b>  plants.</p>", "  "),
    "before a full stop": ("<p>Acme has .</p>", " "),
    "before a comma": ("<p>Up by , Acme leads.</p>", " "),
    "between sentences": ("<p>It grew. . It leads.</p>", " "),
    "of a sentence's first word": ("<p> plants are idle.</p>", " "),
    "of a later sentence's first word": ("<p>It grew.  plants are idle.</p>", "  "),
    "of a whole sentence": ("<p>. It leads.</p>", "."),
    "at the end of an item": ("<li>It grew by </li>", " "),
    "behind a colon": ("<li>Plants: </li>", " "),
    "before a tail": ("<p>It is a -tier option.</p>", " "),
    "behind an expression": ("<p>{{ edition }}  plants</p>", "  "),
    "of a cell": ("<tr><th>Plants</th><td></td></tr>", "<td></td>"),
    "of an emphasis": ("<p>It has <b></b> plants</p>", "<b></b>"),
}


@pytest.mark.parametrize("case", GAPS)
def test_a_gap_where_something_stood_is_found_at_its_place(case: str, briefing: Briefing):
    """Whatever a number leaves behind when it is taken out, no clean sentence does."""
    template, gap = GAPS[case]
    assert [("gap-in-sentence", gap)] == marked(check(template, briefing))


NO_GAPS = [
    "<p>It grew. It leads. (It is, they say, .NET.)</p>",
    "<p>It grew.  It leads.</p>",
    "<p>And so on ...</p>",
    "<p>And so on . . .</p>",
    "<p>\n    It grew,\n    and leads.\n</p>",
    "<p>The plants: <b>idle</b></p>",
    "<p>These are:</p><ul><li>plants</li></ul>",
    "<p>It {% if edition %} grew {% endif %} fast.</p>",
    "<p>It {# a note #} grew.</p>",
    "<pre>a  b .</pre>",
    "<style>p  { color: red }</style><script>a  = b ,</script>",
    "<tr><td></td><th>Plants</th></tr><tr><td>–</td><th></th></tr>",
    "<div></div><span></span><th></th>",
    '<p class="a  b">It grew</p>',
    "<td>{% for x in sources %}{{ x.name }}{% endfor %}</td>",
]


@pytest.mark.parametrize("template", NO_GAPS)
def test_what_people_write_has_no_gaps(template: str, briefing: Briefing):
    """Sentences, layouts and blocks in which nothing is missing are left in peace."""
    assert [] == marked(check(template, briefing))
