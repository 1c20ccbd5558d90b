"""Every PDF is PDF/A-3a and PDF/UA-1: the judge says so, and can say no."""

import fcntl
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import count, islice
from pathlib import Path

import pydyf
import pytest
from conftest import published_once, shared_folder
from elements import ELEMENTS, ROOT, macros, make_elements
from keys import sign
from verapdf import judge

from briefing.render.attachments import PdfAttachment
from briefing.render.figures import Charts
from briefing.render.pdf import render_pdf
from briefing.render.typesetting import PdfJob
from briefing.standards import check_pdf
from briefing.text import Text

CREATED = datetime(2026, 11, 21, tzinfo=UTC)
Verdicts = dict[str, dict[str, list[str]]]

PAGE = """<!DOCTYPE html>
<html {language}><head><meta charset="utf-8">{title}<style>body {{ font-family: Inter }}</style>
</head><body><h1>Sample</h1>{body}</body></html>"""
HONEST = {"language": 'lang="en"', "title": "<title>Sample</title>", "body": "<p>Text</p>"}
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0H9V9Z"/></svg>'
TABLE = "<table><tr><th>a</th><th>b</th></tr><tr><td>c</td>{}</tr></table>"
# What is wrong with a page, and the profile, clause and test that it fails. The last two are faults
# of templates that nothing else stops.
BROKEN = {
    "a heading skipped": ({"body": "<h3>Text</h3>"}, "ua1", "7.4.2-1"),
    "no language": ({"language": ""}, "ua1", "7.2-29"),
    "no such language": ({"language": "lang='English, I think'"}, "3a", "6.7.4-1"),
    "no title": ({"title": ""}, "ua1", "7.1-9"),
    "no alternative": ({"body": f"<p>{DRAWING}</p>"}, "ua1", "7.3-1"),
    "a row too short": ({"body": TABLE.format("")}, "ua1", "7.2-43"),
}
SOUND = {
    "honest": {},
    "a link around elements": {"body": "<p id=a><a href=#a><b>Bold</b> and <i>slanted</i></a></p>"},
    "a link to a host": {"body": "<p><a href='https://example.org/'>Text</a></p>"},
    "an item with blocks": {"body": "<ol><li>a<p>b</p><ul><li><div>c</div></li></ul></li></ol>"},
    "items side by side": {
        "body": "<style>li{display:inline-block}</style><ul><li>a</li> <li>b</li></ul>"
    },
    "a head of several rows": {
        "body": "<table><tr><th scope=row rowspan=2>a</th><td>b</td></tr><tr><td>c</td></tr>"
    },
    "a row of full length": {"body": TABLE.format("<td>d</td>")},
}


FILES = (
    PdfAttachment("évidence & <more>.json", b"{}", "application/json", "Evidence", "Data"),
    PdfAttachment("001_source.txt", b"Text\r", "text/plain", "A source", "Source"),
)


def make_pdf(changes: Mapping[str, str]) -> bytes:
    """The PDF of the honest page with these changes, and files within it."""
    page = Text("sample.html", PAGE.format(**HONEST | changes))
    return render_pdf(PdfJob(page, "", CREATED, "2026-11-21.1", FILES))[0]


@pytest.fixture(scope="session")
def verdicts(built_edition: Path, tmp_path_factory: pytest.TempPathFactory) -> Verdicts:
    """What the judge says of all that the tests ask about, in one session of its own."""
    shared = shared_folder(tmp_path_factory)
    elements = published_once(tmp_path_factory, "elements", make_elements)
    with (shared / "verdicts.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        file = shared / "verdicts.json"
        if not file.exists():
            pages = {name: changes for name, (changes, _, _) in BROKEN.items()} | SOUND
            for name, changes in pages.items():
                (shared / f"{name}.pdf").write_bytes(make_pdf(changes))
            to_sign = {
                "signed": make_pdf({}),
                "signed-briefing": (built_edition / "executive-summary.pdf").read_bytes(),
            }
            for name, pdf in to_sign.items():
                signed = sign(pdf, tmp_path_factory.mktemp(name))
                (shared / f"{name}.pdf").write_bytes(signed)
            files = [
                *(path for folder in (built_edition, elements) for path in folder.glob("*.pdf")),
                *(shared / f"{name}.pdf" for name in (*pages, *to_sign)),
            ]
            said = {Path(path).stem: found for path, found in judge(files).items()}
            assert len(said) == len(files)
            file.write_text(json.dumps(said), encoding="utf-8")
        return json.loads(file.read_text(encoding="utf-8"))


def passes(verdict: Mapping[str, list[str]]) -> bool:
    """Whether both profiles were asked, and neither has a complaint."""
    assert {"3a", "ua1"} == set(verdict)
    return not any(verdict.values())


@pytest.mark.parametrize("name", ["executive-summary", "developer-impact", "privacy-concerns"])
def test_the_briefings_conform(verdicts: Verdicts, name: str):
    """Each briefing of this repository is PDF/A-3a and PDF/UA-1 in one file."""
    assert passes(verdicts[name]), verdicts[name]


def test_a_signed_briefing_conforms(verdicts: Verdicts):
    """To sign a file takes nothing from it."""
    assert passes(verdicts["signed-briefing"]), verdicts["signed-briefing"]


def test_every_element_of_the_theme_conforms(verdicts: Verdicts):
    """Whatever a briefing can be put together of gives a file that conforms."""
    assert passes(verdicts["elements"]), verdicts["elements"]


def test_no_element_of_the_theme_is_left_out():
    """The page that is judged calls each macro that the layout offers, and draws each chart."""
    called = {name for name in macros() if f"{name}(" in ELEMENTS}
    layout = (ROOT / "templates" / "layout.html.j2").read_text(encoding="utf-8")
    by_itself = {name for name in macros() if f"{{{{ {name}(" in layout}
    assert macros() == called | by_itself
    assert {"figure", "disputes_table"} <= called
    kinds = {name for name in vars(Charts) if not name.startswith("_")}
    assert {"bars", "ranges", "timeline"} <= kinds
    assert kinds == {kind for kind in kinds if f"chart.{kind}(" in ELEMENTS}


@pytest.mark.parametrize("name", SOUND)
def test_what_html_allows_conforms(verdicts: Verdicts, name: str):
    """A page of sound HTML gives a file that conforms, with files within it."""
    assert passes(verdicts[name]), verdicts[name]


def test_a_signed_file_conforms(verdicts: Verdicts):
    """A signature is added in a way that both standards allow."""
    assert passes(verdicts["signed"]), verdicts["signed"]


@pytest.mark.parametrize("name", BROKEN)
def test_the_judge_says_no(verdicts: Verdicts, name: str):
    """A page with a fault gives a file that does not conform, at the clause that it breaks."""
    _, profile, clause = BROKEN[name]
    assert {clause} == {complaint.split()[0] for complaint in verdicts[name][profile]}


# --- the validator that every build asks --------------------------------------------------


@pytest.mark.parametrize("name", [*SOUND, *BROKEN])
def test_the_build_says_what_the_judge_says(verdicts: Verdicts, name: str):
    """The validator of the build passes what the judge passes, and nothing else."""
    content = make_pdf(BROKEN[name][0] if name in BROKEN else SOUND[name])
    assert passes(verdicts[name]) == (check_pdf(content, "sample.pdf") == [])


def test_a_broken_page_is_told_with_the_way_out():
    """A page that breaks a standard is a finding, which says what the page can do."""
    page = Text("sample.html", PAGE.format(**HONEST | BROKEN["a heading skipped"][0]))
    content, (finding,) = render_pdf(PdfJob(page, "", CREATED))

    assert content
    assert ("invalid-pdf", "sample.pdf") == (finding.rule, finding.place.path)
    assert finding.message.startswith("the PDF is not PDF/UA-1: heading level H3 skips")
    assert "one level" in finding.help


def test_what_the_renderer_warned_of_is_told_once():
    """A fault that the renderer has told, such as a missing language, is not told again."""
    page = Text("sample.html", PAGE.format(**HONEST | {"language": ""}))
    assert ["rendering-warning"] == [f.rule for f in render_pdf(PdfJob(page, "", CREATED))[1]]


def ends_in_carriage_return(content: bytes) -> bool:
    """Whether this content, compressed as PDFs are, ends in a carriage return."""
    return pydyf.Stream([content], compress=True).data.endswith(b"\r\nendstream")


def test_a_long_outline_is_no_fault():
    """As many headings as a long report has evidence: each leads to the next."""
    content = make_pdf({"body": "<h2>Entry</h2><p>Words.</p>" * 300})
    assert [] == check_pdf(content, "sample.pdf")


def test_streams_that_end_in_a_carriage_return_are_sound():
    """A false alarm of the validator is known, and looked into; a true one is told."""
    contents = filter(ends_in_carriage_return, (str(n).encode() for n in count()))
    files = tuple(
        PdfAttachment(f"{n}.txt", content, "text/plain", "A number", "Data")
        for n, content in enumerate(islice(contents, 3))
    )
    page = Text("sample.html", PAGE.format(**HONEST))
    pdf, findings = render_pdf(PdfJob(page, "", CREATED, "", files))

    assert pdf.count(b"\r\nendstream") >= 3
    assert findings == []
    lengths = list(re.finditer(rb"/Length (\d)\d*>>\nstream\n", pdf))
    assert lengths
    for match in lengths:
        spoilt = pdf[: match.start(1)] + bytes([match[1][0] ^ 1]) + pdf[match.end(1) :]
        assert ["invalid-pdf"] == sorted({f.rule for f in check_pdf(spoilt, "sample.pdf")})


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 and nothing more"])
def test_what_is_no_pdf_is_told(content: bytes):
    """A file that the validator cannot read does not pass."""
    (finding,) = check_pdf(content, "sample.pdf")
    assert finding.message.startswith("the PDF cannot be checked: ")
