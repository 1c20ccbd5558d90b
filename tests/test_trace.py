"""The trace of a finished page: what each number claims, and whether it says the same."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from projects import FACTS, TODAY, edit, load, make_project, told

from briefing.assemble import count_entries
from briefing.cli import main
from briefing.config import load_config
from briefing.diagnostics import Finding
from briefing.read.html import read_html
from briefing.report.model import StatementClass, Verdict
from briefing.retrace import trace_file
from briefing.text import Text
from briefing.trace.chains import describe_chain
from briefing.trace.ledger import Issue, Ledger
from briefing.trace.model import Statement, Trace
from briefing.trace.statements import trace_reading

STAFF = '<data value=312 data-fact="staff.acme"><a href="#e-staff.acme">312</a></data>'
WAIVER = """
waivers:
  - {text: Part 2, in: summary, reason: a heading, owner: editors, expires: 2026-12-31}
"""


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """What pages about the small project are held against."""
    project = load(make_project(tmp_path_factory.mktemp("trace"), facts=FACTS + WAIVER))
    assert () == project.findings
    issue = Issue("2026-11-21.1", ("21 November 2026", "2026-11-21"))
    return Ledger(project.briefing, issue, "summary", TODAY.isoformat())


def trace(body: str, ledger: Ledger, head: str = "<title>Page</title>") -> Trace:
    """The trace of a page with this body."""
    head = head if "charset" in head else f'<meta charset="utf-8">{head}'
    html = f"<!doctype html><html lang=en><head>{head}</head><body>{body}</body></html>"
    return trace_reading(read_html(Text("summary.html", html)), ledger)


def rules(found: Trace) -> list[str]:
    """The rules of a trace's findings."""
    return [finding.rule for finding in found.findings]


def classes(found: Trace) -> list[tuple[str, str]]:
    """Each number, and its class."""
    return [(s.quantity.written, s.statement_class.value) for s in found.statements]


PROVED = {
    "a fact": (f"<p>Acme employed {STAFF} people.</p>", "312", "facts"),
    "a fact that is rounded": (
        '<p>Acme earned <data value=5000000000 data-fact="revenue.acme">about $5 billion</data>',
        "$5 billion",
        "facts",
    ),
    "a fact that is computed": (
        '<p>Acme: <data value="3" data-fact="revenue.multiple">3 times</data> earned by Bolt</p>',
        "3 times",
        "derived",
    ),
    "a count": (
        '<p><data value="2/3" data-fact="staff.sources">2 of 3</data> give the staff.</p>',
        "2 of 3",
        "counts",
    ),
    "a position of a dispute": (
        '<p>Acme: plant <data value="20000000" data-fact="plant.cost.002">$20 million</data>.</p>',
        "$20 million",
        "facts",
    ),
    "a position of a dispute with its source": (
        (
            '<p>Acme: plant <data value="20000000" data-fact="plant.cost.002">'
            '<a id="n1" href="#e-plant.cost.002">$20 million</a></data> '
            '(<span data-source="002">002</span>).</p>'
        ),
        "$20 million",
        "facts",
    ),
    "a position of a dispute in a row of its source": (
        (
            '<table><tr><th scope=row><cite data-cite="002:2-2">002, line 2</cite></th>'
            '<td>Acme: plant <data value="20000000" data-fact="plant.cost.002">'
            '<a id="n1" href="#e-plant.cost.002">'
            "$20 million</a></data></td></tr></table>"
        ),
        "$20 million",
        "facts",
    ),
    "a figure whose unit its column gives": (
        (
            "<table><tr><th>Who</th><th>Earned ($bn)</th></tr><tr><th scope=row>Acme</th>"
            '<td><data value="4500000000" data-fact="revenue.acme">4.5</data></td></tr></table>'
        ),
        "4.5",
        "facts",
    ),
    "a name that is marked": (
        '<p>The <span data-name="kiln">Kiln-9</span>.</p>',
        "Kiln-9",
        "names",
    ),
    "a name without a mark": ("<p>The Kiln-9 burns.</p>", "Kiln-9", "names"),
    "a quotation": (
        '<p><q data-quote="revenue.bolt">Bolt earned $1.5 billion</q></p>',
        "$1.5 billion",
        "quotations",
    ),
    "a part of a quoted line": (
        '<p><q data-quote="revenue.bolt">earned $4.5 billion, and</q></p>',
        "$4.5 billion",
        "quotations",
    ),
    "a reference": ('<p><cite data-cite="001:3-3">001, line 3</cite></p>', "001", "structural"),
    "a source": (
        '<p><span data-source="001">001_report.txt</span></p>',
        "001_report.txt",
        "structural",
    ),
    "an edition": ("<p><span data-edition>2026-11-21.1</span></p>", "2026-11-21.1", "structural"),
    "a date of the edition": (
        "<p><span data-edition>21 November 2026</span></p>",
        "21 November 2026",
        "structural",
    ),
    "an idiom": ("<p>It is one of the plants.</p>", "one of the", "idioms"),
    "a waived number": ("<h2>Part 2</h2>", "2", "waived"),
    "the marker of a list": ("<ol><li>The plant</li></ol>", "1", "structural"),
}


@pytest.mark.parametrize("name", PROVED)
def test_each_class_has_its_own_proof(name: str, ledger: Ledger):
    """A number that can be proved falls in the class of its proof, without a finding."""
    body, written, class_ = PROVED[name]
    found = trace(body, ledger)
    assert [] == told(found.findings)
    assert (written, class_) in classes(found)


WRONG = {
    "a position of a dispute with another source": (
        (
            '<p>Acme: plant <data value="20000000" data-fact="plant.cost.002">'
            '<a id="n1" href="#e-plant.cost.002">$20 million</a></data> '
            '(<span data-source="003">003</span>).</p>'
        ),
        "misplaced-fact",
        "$20 million",
    ),
    "a number without a claim": ("<p>Acme employed 312 people.</p>", "untraced-number", "312"),
    "a number word": ("<p>Acme has twelve plants.</p>", "untraced-number", "twelve"),
    "a number in a tooltip": ('<p title="For 7 years">Acme.</p>', "untraced-number", "7 years"),
    "a number in the words for an image": (
        "<p>Acme</p><svg role=img width=9 height=9><title>Up by 7%</title></svg>",
        "untraced-number",
        "7%",
    ),
    "a list that begins at a number": (
        "<ol start=7><li>The plant</li></ol>",
        "untraced-number",
        "<li>",
    ),
    "a number for an item": (
        "<ol><li value=7>The plant</li></ol>",
        "untraced-number",
        "<li value=7>",
    ),
    "a number in a marker": (
        "<ul style=\"list-style-type: '7 '\"><li>The plant</li></ul>",
        "untraced-number",
        "<li>",
    ),
    "another digit": (
        f"<p>Acme employed {STAFF.replace('>312<', '>313<')} people.</p>",
        "claim-disagrees",
        "313",
    ),
    "another value for programs": (
        f"<p>Acme employed {STAFF.replace('=312', '=313')} people.</p>",
        "claim-disagrees",
        "312",
    ),
    "another scale": (
        '<p>Acme earned <data value="4500000000" data-fact="revenue.acme">$4.5 million</data>.</p>',
        "claim-disagrees",
        "$4.5 million",
    ),
    "another currency": (
        '<p>Acme earned <data value="4500000000" data-fact="revenue.acme">€4.5 billion</data>.</p>',
        "claim-disagrees",
        "€4.5 billion",
    ),
    "a qualifier more": (
        f"<p>Acme employed about {STAFF} people.</p>",
        "claim-disagrees",
        "312",
    ),
    "a qualifier more within the claim": (
        '<p>Acme employed <data value="312" data-fact="staff.acme">about 312</data> people.</p>',
        "claim-disagrees",
        "about 312",
    ),
    "a qualifier less": (
        '<p>Bolt employed <data value="80" data-fact="staff.bolt">80</data> people.</p>',
        "claim-disagrees",
        "80",
    ),
    "a magnitude behind the claim": (
        f"<p>Acme employed {STAFF} million people.</p>",
        "claim-disagrees",
        "312",
    ),
    "a digit before the claim": (
        f"<p>Acme employed 4{STAFF} people.</p>",
        "claim-disagrees",
        "4",
    ),
    "a subject of another fact": (f"<p>Bolt employed {STAFF} people.</p>", "misplaced-fact", "312"),
    "no subject at all": (f"<p>It reached {STAFF} by then.</p>", "misplaced-fact", "312"),
    "a subject in the sentence before": (
        f"<p>Acme employed people. They were {STAFF}.</p>",
        "misplaced-fact",
        "312",
    ),
    "a link to other evidence": (
        f"<p>Acme employed {STAFF.replace('#e-staff.acme', '#e-staff.bolt')} people.</p>",
        "link-disagrees",
        "312",
    ),
    "a fact that is not there": (
        f"<p>Acme employed {STAFF.replace('staff.acme', 'staff.gone')} people.</p>",
        "unknown-claim",
        "312",
    ),
    "a claim without a number": (
        f"<p>Acme employed {STAFF.replace('>312<', '>many<')} people.</p>",
        "empty-claim",
        "many",
    ),
    "a number cut in a quotation": (
        '<p><q data-quote="revenue.bolt">5 billion</q></p>',
        "misquoted-source",
        "5 billion",
    ),
    "a word cut in a quotation": (
        '<p><q data-quote="revenue.bolt">earned $1.5 bill</q></p>',
        "misquoted-source",
        "earned $1.5 bill",
    ),
    "a word changed in a quotation": (
        '<p><q data-quote="revenue.bolt">Bolt lost $1.5 billion</q></p>',
        "misquoted-source",
        "Bolt lost $1.5 billion",
    ),
    "a quotation of another line": (
        '<p><q data-quote="revenue.bolt">Bolt employed over 80 people</q></p>',
        "misquoted-source",
        "Bolt employed over 80 people",
    ),
    "another name under a mark": (
        '<p><span data-name="acme">Bolt</span> grew.</p>',
        "misnamed",
        "Bolt",
    ),
    "another line in a reference": (
        '<p><cite data-cite="001:3-3">001, line 4</cite></p>',
        "wrong-reference",
        "001, line 4",
    ),
    "a line that no fact cites": (
        '<p><cite data-cite="001:1-1">001, line 1</cite></p>',
        "wrong-reference",
        "001, line 1",
    ),
    "another source in a reference": (
        '<p><cite data-cite="001:3-3">002, line 3</cite></p>',
        "wrong-reference",
        "002, line 3",
    ),
    "a number in words in a reference": (
        '<p><cite data-cite="001:3-3">001, forty line 3</cite></p>',
        "wrong-reference",
        "001, forty line 3",
    ),
    "a number that goes on in a reference": (
        '<p><cite data-cite="001:3-3">001, line 3 million</cite></p>',
        "wrong-reference",
        "001, line 3 million",
    ),
    "another fingerprint": (
        '<p><span data-source="001">001_report.md</span></p>',
        "wrong-reference",
        "001_report.md",
    ),
    "another edition": (
        "<p><span data-edition>2026-11-20.1</span></p>",
        "wrong-edition",
        "2026-11-20.1",
    ),
    "a number beside a waived one": ("<h2>Part 2 and 3</h2>", "untraced-number", "3"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_has_no_proof_is_found_at_its_place(name: str, ledger: Ledger):
    """A number, a claim or a quotation that is wrong is found at its own words.

    Of a number that stands apart from its qualifier in the file, its own words are marked.
    """
    body, rule, words = WRONG[name]
    found = trace(body, ledger)
    assert rule in rules(found), told(found.findings)
    assert {words} == {f.place.words.strip() for f in found.findings if f.rule == rule}


def test_what_is_not_marked_of_a_number_is_told(ledger: Ledger):
    """Where a qualifier stands in front of a claim, the label shows the number as it is read."""
    apart, whole = (
        trace(body, ledger).findings[0]
        for body in (
            f"<p>Acme employed about {STAFF} people.</p>",
            '<p>Acme employed <data value=312 data-fact="staff.acme">about 312</data> people.</p>',
        )
    )
    assert "a reader sees `about 312`" == apart.label
    assert "" == whole.label


def measured(tmp_path: Path, line: str, value: str, sentence: str) -> list[str]:
    """The rules that a sentence about a fact of one line breaks."""
    facts = (
        "names:\n  road: {name: The road, group: road}\nfacts:\n  fact:\n    about: road\n"
        f"    value: {value}\n    cite: 1:1 {line}\n"
    )
    folder = make_project(tmp_path, sources={"1.txt": f"{line}.\n"}, facts=facts, templates={})
    project = load(folder)
    assert told(project.findings) == []
    ledger = Ledger(project.briefing, Issue("", ()), "summary", TODAY.isoformat())
    number = f'<data data-fact="fact">{value}</data>'
    head = '<meta charset="utf-8"><title>Page</title>'
    return rules(trace(f"<p>{sentence.replace('#', number)}</p>", ledger, head))


@pytest.mark.parametrize(
    ("line", "value", "sentence"),
    [
        ("The road is 300 km long", "300", "The road is # mi long."),
        ("The road was 31 °C hot", "31", "The road was # °F hot."),
        ("The road takes 60 cars per day", "60", "The road takes # cars per hour."),
        ("The road takes 60 cars", "60", "The road takes # cars per hour."),
        ("The road cost £4.2 million", "£4.2 million", "The road cost # per mile."),
    ],
)
def test_a_number_in_another_measure_is_found(tmp_path: Path, line: str, value: str, sentence: str):
    """A unit of measure, or a rate, that no quote has behind the number changes what it says."""
    assert ["claim-disagrees"] == measured(tmp_path, line, value, sentence)


@pytest.mark.parametrize(
    ("line", "value", "sentence"),
    [
        ("The road is 300 km long", "300", "The road is # km long."),
        ("The road is 300 km long", "300", "The road is #&nbsp;km long."),
        ("The road is 300 kilometres long", "300", "The road is # km long."),
        ("The road takes 60 cars per day", "60", "The road takes # cars per day."),
        ("The road takes 60 cars per day", "60", "Per day, the road takes # cars: The road."),
        ("The road takes 60 cars a day", "60", "The road takes # cars, as per the law."),
    ],
)
def test_a_number_in_its_own_measure_is_in_order(
    tmp_path: Path, line: str, value: str, sentence: str
):
    """The same unit in other typography, or in full, is the same."""
    assert [] == measured(tmp_path, line, value, sentence)


def test_a_number_that_is_wrong_counts_as_untraced(ledger: Ledger):
    """The verdict has room for every number: what is wrong is in it as untraced."""
    found = trace(f"<p>Acme employed {STAFF} people. Bolt employed {STAFF} people.</p>", ledger)
    verdict = found.verdict("summary")
    assert 2 == verdict.found
    assert (1, 1) == (verdict.counts[StatementClass.FACT], verdict.counts[StatementClass.UNTRACED])


def test_what_could_not_be_read_is_counted(ledger: Ledger):
    """A part that is no text for us is a finding, and never passes as nothing."""
    found = trace(f"<p>Acme employed {STAFF} people.</p><iframe src=x></iframe>", ledger)
    assert 1 == found.unread == found.verdict("summary").unread
    assert found.findings


def test_the_figures_of_the_page_itself_are_held_against_the_verdict(ledger: Ledger):
    """What a page says of its own numbers must be what was found in it."""
    body = (
        '<p>Found <span id="e-checked.found"><data value="{0}" data-fact="checked.found">'
        '<a href="#e-checked.found">{0}</a></data></span> number.</p>'
    )
    verdict = trace(body.format(1), ledger).verdict("summary")
    counted = replace(ledger, counted=count_entries(verdict))
    assert [] == told(trace(body.format(1), counted).findings)
    assert ["claim-disagrees"] == rules(trace(body.format(2), counted))


def test_a_waiver_ends(ledger: Ledger):
    """On the day after its last, a waiver covers nothing."""
    assert ["untraced-number"] == rules(
        trace("<h2>Part 2</h2>", replace(ledger, today="2027-01-01"))
    )
    assert ["untraced-number"] == rules(trace("<h2>Part 2</h2>", replace(ledger, page="details")))


def test_heads_and_captions_are_taken_along(ledger: Ledger):
    """In a table, the heads of row and column name what a number is about."""
    table = (
        "<table><caption>Employed at year end</caption>"
        "<tr><th scope=row>{}</th><td>{}</td></tr></table>"
    )
    assert [] == told(trace(table.format("Acme", STAFF), ledger).findings)
    assert ["misplaced-fact"] == rules(trace(table.format("Bolt", STAFF), ledger))


# --- a page that was changed after it was made --------------------------------------------


def traced(html: str, ledger: Ledger) -> Trace:
    """The trace of a whole page."""
    return trace_reading(read_html(Text("summary.html", html)), ledger)


@pytest.fixture(scope="module")
def made(small_edition: Path, ledger: Ledger) -> tuple[str, Ledger]:
    """A page as it was published, and what it is held against."""
    html = (small_edition / "summary.html").read_text(encoding="utf-8")
    [counts] = json.loads((small_edition / "trace.json").read_bytes())["verdicts"]
    verdict = Verdict("summary", {name: counts[name.value] for name in StatementClass})
    ledger = replace(ledger, counted=count_entries(verdict))
    assert [] == told(traced(html, ledger).findings)
    return html, ledger


def other_digit(written: str, at: int) -> str:
    """The words with another digit in the place of one."""
    return written[:at] + str((int(written[at]) + 1) % 10) + written[at + 1 :]


def with_digits(found: Trace) -> list[Statement]:
    """The statements that are written with a digit."""
    return [s for s in found.statements if any(map(str.isdecimal, s.quantity.written))]


def test_no_digit_of_a_page_can_be_changed_unnoticed(made: tuple[str, Ledger]):
    """Change any digit that a reader sees, and there is a finding at that very place."""
    html, ledger = made
    statements = with_digits(traced(html, ledger))
    assert len(statements) > 60
    for number, statement in enumerate(statements):
        start, end = statement.place.span
        digits = [i for i in range(start, end) if html[i].isdecimal()]
        at = digits[number % len(digits)]  # the first, the second, and so on
        found = traced(other_digit(html, at), ledger)
        hit = [f for f in found.findings if covers(f, at)]
        assert hit, f"{html[start - 40 : end + 20]!r}: {told(found.findings)}"


def covers(finding: Finding, at: int) -> bool:
    """Whether a finding is about the character at an offset."""
    return finding.place.span.start <= at < finding.place.span.end


def test_no_number_can_be_added_unnoticed(made: tuple[str, Ledger]):
    """A number behind any paragraph's first word is untraced."""
    html, ledger = made
    paragraphs = [i for i in range(len(html)) if html.startswith("</p>", i)]
    assert len(paragraphs) > 20
    for at in paragraphs:
        found = traced(f"{html[:at]} for 97 years{html[at:]}", ledger)
        assert "untraced-number" in rules(found), html[at - 60 : at + 4]


def test_no_number_of_the_body_can_be_taken_out_unnoticed(small_edition: Path, tmp_path: Path):
    """Where a number is cut out, its claim is empty, or the page's own verdict is wrong."""
    config, _ = load_config(small_edition.parents[2])
    page = tmp_path / "2026-11-21.1" / "summary.html"
    page.parent.mkdir()
    html = (small_edition / "summary.html").read_text(encoding="utf-8")
    found = json.loads((small_edition / "trace.json").read_bytes())["statements"]
    places = [s for s in found if s["path"] == "summary.html" and s["layer"] == "body"]
    assert len(places) > 40
    for place in places[::3]:
        start = Text("", html).line_span(place["line"]).start + place["column"] - 1
        assert html.startswith(place["written"][:1], start)
        end = start + place["end_column"] - place["column"]
        page.write_text(html[:start] + html[end:], encoding="utf-8")
        report, _ = trace_file(config, page, None, TODAY)
        assert report.findings, html[start - 40 : end]


def test_no_two_numbers_of_a_sentence_can_change_places_unnoticed(made: tuple[str, Ledger]):
    """Exchange two facts of the body, claims and all, and there is a finding.

    Counts are left out, and positions of one dispute: they move with their sentences.
    """
    html, ledger = made
    end = html.index("Evidence</h2>")
    facts = [
        s
        for s in traced(html, ledger).body
        if s.anchor and s.place.span.start < end and s.statement_class is not StatementClass.COUNT
    ]
    spots = {s.anchor: element(html, s.anchor) for s in facts if s.anchor}
    pairs = [
        (one, two)
        for i, one in enumerate(facts)
        for two in facts[i + 1 :]
        if one.entry and two.entry and one.entry.fact is not two.entry.fact
    ]
    assert len(pairs) > 10
    for one, two in pairs:
        (a, b), (c, d) = sorted([spots[one.anchor or ""], spots[two.anchor or ""]])
        exchanged = html[:a] + html[c:d] + html[b:c] + html[a:b] + html[d:]
        assert traced(exchanged, ledger).findings, (one.quantity.written, two.quantity.written)


def element(html: str, anchor: str) -> tuple[int, int]:
    """Where the `<data>` element around a link stands."""
    at = html.index(f'id="{anchor}"')
    return html.rindex("<data", 0, at), html.index("</data>", at) + len("</data>")


# --- the command --------------------------------------------------------------------------


def run(project: Path, *arguments: object) -> Result:
    """What `briefing trace` prints of a page of a project, and its exit code."""
    return CliRunner().invoke(main, ["trace", *map(str, arguments), "--project", str(project)])


def test_the_chain_leads_from_the_number_to_the_source(small_edition: Path):
    """For a number, the fact, the citation and the place in the source are told."""
    project = small_edition.parents[2]
    result = run(project, small_edition / "summary.html", "over")
    assert 3 == result.exit_code
    result = run(project, small_edition / "summary.html", "80")
    assert 0 == result.exit_code, result.output
    assert "  states  staff.bolt = over 80\n" in result.output
    assert "  cites   001:4 “Bolt employed over 80 people”\n" in result.output
    assert "  at      seeds/001_report.txt:4:15\n" in result.output


def test_the_numbers_of_a_pdf_have_the_same_chains(small_edition: Path):
    """A PDF is traced beside its HTML."""
    result = run(small_edition.parents[2], small_edition / "summary.pdf", "3 times")
    assert 0 == result.exit_code, result.output
    assert "3 times  (summary.pdf, page 1:" in result.output
    assert "  from    revenue.acme / revenue.bolt\n" in result.output


def test_a_changed_file_is_found_by_the_command(small_edition: Path, tmp_path: Path):
    """What was published and then changed exits with 1."""
    page = tmp_path / "2026-11-21.1" / "summary.html"
    page.parent.mkdir()
    page.write_bytes((small_edition / "summary.html").read_bytes())
    assert 0 == run(small_edition.parents[2], page).exit_code
    edit(page, "</h1>", " of 7</h1>")
    result = run(small_edition.parents[2], page)
    assert 1 == result.exit_code
    assert "error[untraced-number]: `7` leads to no fact" in result.output


@pytest.mark.parametrize("name", ["gone.html", "gone.pdf", "trace.json", "."])
def test_a_file_that_cannot_be_read_is_told(small_edition: Path, name: str):
    """There is no trace of what is no file; the command could not work."""
    result = run(small_edition.parents[2], small_edition / name)
    assert 2 == result.exit_code
    assert result.output.startswith("briefing: ")
    assert "help: name " in result.output


def test_a_chain_of_what_has_no_fact_names_its_class(ledger: Ledger):
    """What needs no fact is told with the class of its proof."""
    found = trace("<p>The Kiln-9 burns.</p>", ledger)
    [chain] = map(describe_chain, found.statements)
    assert chain.endswith("\n  class   names")
