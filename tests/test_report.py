"""All formats, over the same few findings."""

import json
import re
from pathlib import Path, PurePath
from time import perf_counter
from xml.etree import ElementTree as ET

import pytest
from click import unstyle
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import briefing.report
from briefing.diagnostics import Finding, Related, Severity
from briefing.report import FORMATS, render_report
from briefing.report.json import render_trace
from briefing.report.model import (
    Evidence,
    Report,
    StatementRecord,
    Verdict,
    closing_line,
    tally,
    visible,
)
from briefing.report.model import (
    StatementClass as C,
)
from briefing.rules import load_page
from briefing.text import LINE_END, Place, Text

DATA = Path(__file__).parent / "data"
SARIF = Draft202012Validator(json.loads((DATA / "sarif-2.1.0.schema.json").read_text("utf-8")))
SCHEMA = Path(briefing.report.__file__).with_name("trace.schema.json")
TRACE = Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))

SOURCE = Text("seeds/001.txt", "\na\nb\nThe group employed 312 people at year end.\n")
FACTS = Text(
    "seeds/facts.yaml",
    "facts:\n\n\n\n\n\n\n\n  staff:\n    cite: 001:4 employed 312 people\n"
    "    value: >\n      one\n\n      two\n      three\n      four\n",
)
LONG = Text(
    "seeds/long article, 100%.txt", "word " * 90 + "costs $14.3 billion a year" + " word" * 90
)
WIDE = Text("seeds/wide.txt", "\t日本の会社 paid cafe\u0301 ¥3兆 \x1b[31mred\u202e\u200b\n")
PAGE = Text("out/summary.pdf", "Summary\nA gap of 4.8 points", page=3)


def at(text: Text, words: str) -> Place:
    """Where the words stand in a text."""
    start = text.content.index(words)
    return text.place(start, start + len(words))


STATED = Finding(
    "untraced-number",
    "`4.8 points` is no fact's",
    at(PAGE, "4.8 points"),
    "stated here",
    help="state it through a fact:\n{{ fact.score.gap }}",
)
FINDINGS = (
    Finding(
        "value-not-quoted",
        "the quote does not contain `321 people`",
        at(FACTS, "001:4 employed 312 people"),
        "cited for `staff`",
        (Related(at(SOURCE, "employed 312 people"), "the quote in its source"),),
        "cite the line that gives this value",
    ),
    Finding("much", "too much to show", LONG.place(10, 700), "these"),
    Finding("ambiguous-quote", "two amounts", at(LONG, "$14.3 billion"), "one: 100%,\r\nor so"),
    Finding("folded", "a text over lines", at(FACTS, FACTS.content[-44:-1]), "all this"),
    Finding("short", "a text over two lines", at(FACTS, "two\n      three"), "these"),
    Finding("wide", "wide characters", at(WIDE, "¥3兆"), "this"),
    Finding("point", "nothing there", WIDE.place(8, 8), "between these"),
    Finding("control", "a sign that \x1b[2J acts", at(WIDE, "\x1b[31mred\u202e"), "hidden\x07"),
    Finding(
        "unused",
        "nothing uses this file",
        SOURCE.whole(),
        "a source",
        (Related(LONG.whole(), "the other"),),
        "remove it",
        Severity.WARNING,
    ),
    STATED,
)
VERDICTS = (Verdict("summary", {C.FACT: 2, C.UNTRACED: 1}), Verdict("privacy", {C.NAME: 4}, 1))
HTML = Text("out/summary.html", "<p>312 people, 312 people</p>")
EVIDENCE = Evidence("001:4 employed 312 people", at(SOURCE, "employed 312 people"))
STATEMENTS = (
    StatementRecord(at(PAGE, "4.8 points"), "4.8 points", C.UNTRACED, findings=(STATED,)),
    StatementRecord(at(HTML, "312"), "312", C.FACT, fact="staff", evidence=(EVIDENCE,)),
    StatementRecord(at(HTML, "312"), "312", C.FACT, "hover", "staff"),
)
REPORT = Report(FINDINGS, VERDICTS, STATEMENTS, closing_line(VERDICTS))
EMPTY = Report()

# Texts that a user's files may hold, the awkward ones among them.
texts = st.text(
    st.characters(codec=None, categories=None) | st.sampled_from("\n\r\t\x1b\x00%:,&<]日e\u0301")
)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Reports with findings anywhere in arbitrary texts."""
    findings = []
    for _ in range(draw(st.integers(0, 3))):
        text = Text(draw(texts), draw(texts), draw(st.none() | st.integers(1, 9)))
        ends = sorted(draw(st.tuples(*[st.integers(0, len(text.content))] * 2)))
        place = text.place(*ends)
        related = (Related(place, draw(texts)),) * draw(st.integers(0, 2))
        words = [draw(texts) for _ in range(3)]
        severity = draw(st.sampled_from(Severity))
        findings.append(
            Finding("some-rule", words[0], place, words[1], related, words[2], severity)
        )
    whole = Text(draw(texts), "").whole()
    statement = StatementRecord(
        whole, draw(texts), C.FACT, evidence=(Evidence(draw(texts), whole),)
    )
    return Report(tuple(findings), VERDICTS, (statement,), "the end")


# --- the model ----------------------------------------------------------------------------


def test_a_verdict_names_every_class():
    """The verdict is a sum over all classes, the empty ones too, and what was not read."""
    assert VERDICTS[0].words == (
        "found 3 = 2 facts + 0 names + 0 derived + 0 counts + 0 structural + 0 quotations"
        " + 0 idioms + 0 waived + 1 untraced; unread 0"
    )


def test_the_closing_line_is_over_all_briefings():
    """The closing line adds up the verdicts and says of how many briefings."""
    assert closing_line(VERDICTS) == (
        "2 briefings: found 7 = 2 facts + 4 names + 0 derived + 0 counts + 0 structural"
        " + 0 quotations + 0 idioms + 0 waived + 1 untraced; unread 1"
    )
    assert closing_line(VERDICTS[:1]).startswith("1 briefing: found 3 = ")


def test_findings_are_tallied_by_severity():
    """Errors and warnings are counted apart, and none is said in words."""
    assert tally(FINDINGS) == "9 errors, 1 warning"
    assert tally(FINDINGS[:1]) == "1 error"
    assert tally([]) == "no findings"


@given(texts)
def test_what_is_visible_cannot_act_on_a_terminal(text: str):
    """Shown text holds no control, invisible or unassigned character."""
    assert visible(text).isprintable() or re.search(r"[^\S ]", text)
    assert not re.search(
        "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]", visible(text)
    )


# --- all formats --------------------------------------------------------------------------


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_tells_every_finding(format_: str):
    """Rule and message of each finding, and the summary, are in every format."""
    rendered = render_report(REPORT, format_)
    assert rendered.endswith("\n")
    assert [f.rule for f in FINDINGS if f.rule not in rendered] == []
    assert [f.rule for f in FINDINGS if f.message.split("\x1b")[0] not in rendered] == []
    assert format_ == "junit" or closing_line(VERDICTS) in rendered


@pytest.mark.parametrize("format_", FORMATS)
@given(report=reports())
def test_every_format_can_be_printed(format_: str, report: Report):
    """Whatever stands in the files, the report is UTF-8 and no raw escape sequence is in it."""
    rendered = render_report(report, format_)
    rendered.encode()
    assert "\x1b" not in rendered


# --- human --------------------------------------------------------------------------------


def test_people_see_this(request: pytest.FixtureRequest):
    """The look of all sample findings; read the file by eye when it changes."""
    rendered = render_report(REPORT, "human")
    path = DATA / "report.human.txt"
    if request.config.getoption("--update-cases"):
        path.write_text(rendered, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == rendered, "`--update-cases` rewrites the file"


def test_the_house_style_is_kept():
    """A finding looks exactly as in the style guide's example."""
    head = "facts:\n" * 18
    facts = Text("seeds/facts.yaml", f"{head}        cite: 001:4 employed 312 people\n")
    finding = Finding(
        "value-not-quoted",
        "the quote does not contain `321 people`",
        at(facts, "001:4 employed 312 people"),
        "cited for `staff`",
        (Related(at(SOURCE, "employed 312 people"), "the quote in its source"),),
        "cite the line that gives this value",
    )
    expected = """\
error[value-not-quoted]: the quote does not contain `321 people`
  --> seeds/facts.yaml:19:15
   |
19 |         cite: 001:4 employed 312 people
   |               ^^^^^^^^^^^^^^^^^^^^^^^^^ cited for `staff`
  ::: seeds/001.txt:4:11
   |
 4 | The group employed 312 people at year end.
   |           ------------------- the quote in its source
   |
   = help: cite the line that gives this value
"""
    assert expected == render_report(Report((finding,)), "human")


@given(reports())
def test_people_see_all_that_a_finding_says(report: Report):
    """Wherever the place is, message, label, notes and help are there, if nothing else is."""
    rendered = render_report(report, "human")
    for finding in report.findings:
        notes = [other.note for other in finding.related]
        said = LINE_END.split("\n".join([finding.message, finding.label, finding.help, *notes]))
        assert [w for w in said if visible(w).strip() not in rendered] == []


def test_colour_changes_no_character():
    """The coloured report is the plain one once its colours are taken away."""
    coloured = render_report(REPORT, "human", colour=True)
    assert "\x1b[31m" in coloured
    assert render_report(REPORT, "human") == unstyle(coloured)


def test_nothing_to_say_is_nothing():
    """A report without findings and summary is empty for people."""
    assert render_report(EMPTY, "human") == ""
    assert render_report(Report(summary="done"), "human") == "done\n"


@given(st.text("ab日\u0301\t", max_size=300), st.data())
def test_the_marks_stand_under_the_marked_characters(line: str, data: st.DataObject):
    """However wide the characters before it, the marks begin under the first marked one."""
    line = f"{line}X{data.draw(st.text('ab日', max_size=300))}"
    finding = Finding("r", "m", at(Text("p", line), "X"))
    excerpt, marks = render_report(Report((finding,)), "human").splitlines()[3:5]
    before = excerpt[: excerpt.index("X")]
    columns = sum(0 if c == "\u0301" else 2 if c == "日" else 1 for c in before)
    assert " " * (columns - 3) + "^" == marks.removeprefix("  |")
    assert columns <= 104


@given(st.text("ab日\u0301\t ", max_size=500), st.sampled_from(["", "\n", "\r\n"]), st.data())
def test_an_excerpt_is_never_wider_than_a_screen(line: str, end: str, data: st.DataObject):
    """Wherever a place is in a long line, or on its line break, its excerpt fits."""
    text = Text("p", f"x{line}{end}")
    start, stop = sorted(data.draw(st.tuples(*[st.integers(1, len(text.content))] * 2)))
    finding = Finding("r", "m", text.place(start, stop))
    excerpt, *_ = render_report(Report((finding,)), "human").splitlines()[3:]
    shown = excerpt.removeprefix("1 | ").removeprefix("2 | ")
    assert sum(0 if c == "\u0301" else 2 if c == "日" else 1 for c in shown) <= 100


def test_a_page_of_one_line_costs_no_more_than_its_excerpt():
    """Only the neighbourhood of a place is looked at, however long its line is."""
    text = Text("p", "word " * 400_000)
    finding = Finding("r", "m", text.place(1_000_000, 1_000_004))
    start = perf_counter()
    for _ in range(100):
        render_report(Report((finding,)), "human")
    assert perf_counter() - start < 5


# --- programs and code hosts --------------------------------------------------------------


def test_concise_is_a_line_for_each_finding():
    """`path:line:column: severity[rule] message`, with the page of a paginated document."""
    lines = render_report(REPORT, "concise").splitlines()
    assert len(lines) == len(FINDINGS) + 1
    assert lines[0] == (
        "seeds/facts.yaml:10:11: error[value-not-quoted] the quote does not contain `321 people`"
    )
    assert lines[-2].startswith("out/summary.pdf, page 3:2:10: error[untraced-number]")


def test_json_holds_everything():
    """The document has places, related places, verdicts by class and statements."""
    document = json.loads(render_report(REPORT, "json"))
    first = document["findings"][0]
    assert document["schema"] == 1
    assert {"line": 10, "column": 11, "end_line": 10, "end_column": 36}.items() <= first.items()
    assert {"path": "seeds/001.txt", "line": 4, "column": 11}.items() <= first["related"][0].items()
    assert document["findings"][-1]["page"] == 3
    assert document["findings"][-2]["line"] is None
    assert ["name", "found", *C, "unread"] == list(document["verdicts"][0])
    statement = document["statements"][1]
    assert {"fact": "staff", "class": "facts", "line": 1, "column": 4}.items() <= statement.items()
    (evidence,) = statement["evidence"]
    assert {"path": "seeds/001.txt", "line": 4, "words": "employed 312 people"}.items() <= (
        evidence.items()
    )
    assert [{"rule": "untraced-number", "message": STATED.message}] == (
        document["statements"][0]["findings"]
    )


def test_a_trace_is_what_its_schema_says():
    """The trace of an edition validates against its schema, which describes every field."""
    document = json.loads(render_trace("2026-11-21.1", VERDICTS, STATEMENTS))
    assert list(TRACE.iter_errors(document)) == []
    assert TRACE.schema["properties"].keys() == document.keys()
    definitions = TRACE.schema["$defs"]
    assert definitions["statement"]["properties"].keys() == document["statements"][0].keys()
    assert definitions["verdict"]["properties"].keys() == document["verdicts"][0].keys()
    evidence = document["statements"][1]["evidence"][0]
    assert definitions["evidence"]["properties"].keys() == evidence.keys()
    assert definitions["statement"]["properties"]["class"]["enum"] == list(C)


def test_sarif_is_what_the_standard_asks_for():
    """The log validates against the schema of SARIF 2.1.0, with findings and without."""
    for report in (REPORT, EMPTY):
        assert list(SARIF.iter_errors(json.loads(render_report(report, "sarif")))) == []


@given(reports())
def test_sarif_is_valid_whatever_the_files_hold(report: Report):
    """The log validates with arbitrary places and words."""
    assert list(SARIF.iter_errors(json.loads(render_report(report, "sarif")))) == []


def test_sarif_has_each_rule_once_with_its_page():
    """A rule has one identity, and its help is the page of the rule."""
    findings = [Finding("unknown-setting", "m", at(SOURCE, word)) for word in ("The", "end")]
    (run,) = json.loads(render_report(Report(tuple(findings)), "sarif"))["runs"]
    (rule,) = run["tool"]["driver"]["rules"]
    assert rule["id"] == "unknown-setting"
    assert rule["help"]["markdown"] == load_page("unknown-setting")
    assert rule["shortDescription"]["text"] == (
        "The settings of the project hold a key that is no setting."
    )
    assert [(0, "unknown-setting")] * 2 == [(r["ruleIndex"], r["ruleId"]) for r in run["results"]]


def test_sarif_places_are_relative_and_count_code_points():
    """A place is a relative URI with a region; the source line is a related place."""
    (run,) = json.loads(render_report(REPORT, "sarif"))["runs"]
    first, _, second, *_, page = run["results"]
    assert run["columnKind"] == "unicodeCodePoints"
    where = second["locations"][0]["physicalLocation"]["artifactLocation"]
    assert where == {"uri": "seeds/long%20article%2C%20100%25.txt", "uriBaseId": "%SRCROOT%"}
    related = first["relatedLocations"][0]
    assert related["message"]["text"] == "the quote in its source"
    assert related["physicalLocation"]["region"] == {
        "startLine": 4,
        "startColumn": 11,
        "endLine": 4,
        "endColumn": 30,
        "snippet": {"text": "employed 312 people"},
    }
    assert "region" not in page["locations"][0]["physicalLocation"]


def test_sarif_fingerprints_outlive_lines_that_come_and_go():
    """A fault keeps its fingerprint where lines are added above it; two faults never share one."""

    def fingerprints(content: str) -> list[str]:
        text = Text("a.txt", content)
        places = [text.place(m.start(), m.end()) for m in re.finditer("bad", content)]
        report = Report(tuple(Finding("r", "m", place) for place in places))
        results = json.loads(render_report(report, "sarif"))["runs"][0]["results"]
        return [result["partialFingerprints"]["findingHash/v1"] for result in results]

    assert fingerprints("bad bad") == fingerprints("new\nline\nbad bad")
    assert len(set(fingerprints("bad bad bad"))) == 3


def test_junit_has_a_case_for_each_statement():
    """Every statement is a case; findings on none are failing cases of their own."""
    root = ET.fromstring(render_report(REPORT, "junit"))
    cases = root.findall(".//testcase")
    assert len(cases) == int(root.get("tests", "")) == len(STATEMENTS) + len(FINDINGS) - 1
    assert int(root.get("failures", "")) == len(FINDINGS) - 1
    names = {case.get("name"): case for case in cases}
    assert names["4.8 points (page 3, line 2, column 10)"].find("failure") is not None
    assert names["312 (line 1, column 4)"].find("failure") is None
    assert "312 (line 1, column 4) #2" in names
    assert names["unused (line 1, column 1)"].find("system-out") is not None


@given(reports())
def test_junit_is_xml_whatever_the_files_hold(report: Report):
    """The XML is well formed, with a case for each statement and finding."""
    root = ET.fromstring(render_report(report, "junit"))
    assert len(set(report.findings)) <= len(root.findall(".//testcase")) - 1


def test_github_annotations_are_escaped():
    """Line breaks and the signs of the syntax are escaped, in properties and in messages."""
    first, _, second, *_ = render_report(REPORT, "github").splitlines()
    assert first == (
        "::error file=seeds/facts.yaml,line=10,col=11,endColumn=36,title=value-not-quoted::"
        "the quote does not contain `321 people`"
        "%0Athe quote in its source: seeds/001.txt:4:11%0Ahelp: cite the line that gives this value"
    )
    assert second.startswith("::error file=seeds/long article%2C 100%25.txt,line=1,col=457,")


@given(reports())
def test_github_annotations_are_a_line_for_each_finding(report: Report):
    """No text of a file can begin a command of its own."""
    lines = re.split("\r\n|\r|\n", render_report(report, "github"))
    assert len(report.findings) + 2 == len(lines)
    assert all(line.count("::") >= 2 for line in lines[: len(report.findings)])


def test_paths_from_elsewhere_are_whole_uris():
    """An absolute path is no path below the project's folder."""
    path = PurePath("/srv/a b.txt")
    finding = Finding("r", "m", Text(str(path), "x").place(0, 1))
    (run,) = json.loads(render_report(Report((finding,)), "sarif"))["runs"]
    where = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert where == {"uri": "file:///srv/a%20b.txt"}
