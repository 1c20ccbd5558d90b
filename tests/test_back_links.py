"""What a link back to a statement knows of the page on which that stands."""

from datetime import UTC, datetime

import pytest
import weasyprint
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.read.model import Layer, Reading
from briefing.read.pdf import read_pdf
from briefing.render.pdf import render_pdf
from briefing.render.typesetting import PdfJob
from briefing.text import Text

CREATED = datetime(2026, 11, 21, tzinfo=UTC)
STYLE = ".back[data-page]::after { content: ' p. ' attr(data-page) }"
PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Sample</title>
<style>body {{ font-family: Inter, sans-serif }} {style}</style></head>
<body><h1>Sample</h1>{body}</body></html>"""
OVERLEAF = "break-before: page"
STATED = f"<p style='{OVERLEAF}' id='n1'>Stated</p>"
SEE = "<p>Evidence <a class='back' href='#n1'>see</a></p>"
EVIDENCE = f"<div id='e-a'>{SEE}{'<p>more</p>' * 60}</div>"


def read(body: str, style: str = STYLE) -> Reading:
    """What a reader sees in the PDF of a page with this body."""
    text = Text("sample.html", PAGE.format(style=style, body=body))
    content, findings = render_pdf(PdfJob(text, "", CREATED))
    assert findings == []
    return read_pdf(content, "sample.pdf")


def back(reading: Reading) -> list[str]:
    """What the links back say."""
    return [block.text for block in reading.blocks if block.kind == "back"]


@pytest.fixture
def settings_made(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """A list that grows by one each time that WeasyPrint sets a document."""
    made: list[object] = []
    render = weasyprint.HTML.render

    def render_noted(html: weasyprint.HTML, **options: object) -> object:
        made.append(html)
        return render(html, **options)

    monkeypatch.setattr(weasyprint.HTML, "render", render_noted)
    return made


@pytest.mark.parametrize(
    ("body", "page", "times"),
    [(STATED + EVIDENCE, 2, 1), (EVIDENCE + STATED, 4, 2)],
    ids=["evidence behind", "evidence in front"],
)
def test_a_link_back_knows_the_page_of_its_statement(
    settings_made: list[object], body: str, page: int, times: int
):
    """Wherever the evidence stands; and where it comes last, the document is set only once."""
    reading = read(body)

    assert page == reading.anchors["n1"]
    assert [f"see p. {page}"] == back(reading)
    assert times == len(settings_made)


def test_links_back_beside_each_other_name_each_page_once():
    """Of two statements on one page, the second link says no page that the first has said."""
    stated = f"<p id='n1'>One</p><p id='n2'>Two</p><p id='n3' style='{OVERLEAF}'>Three</p>"
    links = "".join(f"<a class='back' href='#n{n}'>see</a> " for n in (1, 2, 3))

    assert ["see p. 1 see see p. 2"] == back(read(f"{stated}<p id='e-a'>{links}</p>"))


def test_a_page_may_be_said_before_a_link_and_behind_it():
    """A style may print the page at both ends of a link."""
    links = "".join(f"<a class='back' href='#n{n}'>see</a> " for n in (1, 2))
    style = f"{STYLE} .back[data-page]::before {{ content: '[' attr(data-page) '] ' }}"
    reading = read(f"<p id='n1'>One</p><p id='n2'>Two</p><p id='e-a'>{links}</p>", style)

    assert ["[1] see p. 1 see"] == back(reading)


def test_a_page_whose_style_says_no_pages_is_set_as_it_is(settings_made: list[object]):
    """Links back need not say a page."""
    assert ["see"] == back(read(STATED + EVIDENCE, ""))
    assert len(settings_made) == 1


# A statement or a link back to one, overleaf or not, each behind some lines.
PARTS = st.lists(
    st.tuples(st.sampled_from(["statement", "link"]), st.booleans(), st.integers(0, 30)),
    min_size=2,
    max_size=8,
)


@given(PARTS)
@settings(max_examples=settings.default.max_examples // 3)
def test_every_link_back_says_the_page_on_which_its_statement_stands(
    parts: list[tuple[str, bool, int]],
):
    """In whatever order statements and links come, and however the lines fall on pages."""
    count = sum(kind == "statement" for kind, *_ in parts)
    body, numbers = [], []
    stated = 0
    for kind, is_overleaf, lines in parts:
        style = f" style='{OVERLEAF}'" if is_overleaf else ""
        body += ["<p>more</p>"] * lines
        if kind == "statement":
            stated += 1
            body.append(f"<p id='n{stated}'{style}>Stated</p>")
        elif count:
            numbers.append(len(numbers) % count + 1)
            body.append(f"<p{style}><a class='back' href='#n{numbers[-1]}'>see</a></p>")
    reading = read("".join(body))

    assert [f"see p. {reading.anchors[f'n{n}']}" for n in numbers] == back(reading)
    assert all(b.layer is Layer.STRUCTURE for b in reading.blocks if b.kind == "back")
