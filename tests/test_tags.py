"""The tag tree of a PDF: what it holds, and what it leaves out."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pypdfium2

from briefing.read.pdf_document import read_document
from briefing.read.pdf_file import open_pdf
from briefing.read.pdf_pages import Element, Page, read_page
from briefing.render.pdf import render_pdf
from briefing.render.typesetting import PdfJob
from briefing.text import Text

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Sample</title>
<style>body {{ font-family: Inter }} @page {{ @top-left {{ content: "Head" }} }} {style}</style>
</head><body><h1>Sample</h1>{body}</body></html>"""


def make_pdf(body: str, style: str = "") -> bytes:
    """The PDF of a small page, which renders without a finding."""
    page = Text("sample.html", PAGE.format(style=style, body=body))
    content, findings = render_pdf(PdfJob(page, "", datetime(2026, 11, 21, tzinfo=UTC)))
    assert findings == []
    return content


def read(content: bytes) -> Page:
    """The first page, with its tags."""
    parts = read_document(open_pdf(content)).pages[0]
    with pypdfium2.PdfDocument(content) as document:
        return read_page(document.raw, 0, parts)


def lists(content: bytes) -> list[str]:
    """Each list on the first page, with the tags within it: `L(LI(LBody(Span)))`."""
    return [words for root in read(content).elements for words in tags(root) if words[:2] == "L("]


def tags(element: Element) -> Iterator[str]:
    """An element as a word, behind those of all elements within it."""
    inner = []
    for kid in element.kids:
        if isinstance(kid, Element):
            words = list(tags(kid))
            yield from words
            inner.append(words[-1])
    yield f"{element.type}({' '.join(inner)})" if inner else element.type


def test_a_list_holds_items_alone():
    """White space between items that stand beside each other belongs to the item before it."""
    body = "<ul><li>a</li> <li>b</li></ul>"

    assert ["L(LI(LBody(Span Span)) LI(LBody(Span)))"] == lists(
        make_pdf(body, "ul { list-style: none } li { display: inline-block }")
    )


def test_a_list_of_groups_has_an_item_a_group():
    """What stands in a list and is no item is put into one, and holds no items itself."""
    body = "<dl><div><dt>a</dt><dd>b</dd></div><div><dt>c</dt><dd>d</dd></div></dl>"
    item = "LI(LBody(Div(Div(Div(Span)) Div(Div(Span)))))"

    assert [f"L({item} {item})"] == lists(make_pdf(body))


def test_the_paragraphs_of_an_item_are_its_body():
    """Beside its marker, an item of a list holds a body alone."""
    item = "LI(Lbl(Span) LBody(P(Span) P(Span)))"

    assert [f"L({item})"] == lists(make_pdf("<ul><li><p>a</p><p>b</p></li></ul>"))


def test_a_nested_list_stays_one():
    """What WeasyPrint does right is left as it is."""
    assert [
        "L(LI(Lbl(Span) LBody(Span)))",
        "L(LI(Lbl(Span) LBody(Span)) L(LI(Lbl(Span) LBody(Span))))",
    ] == lists(make_pdf("<ul><li>a<ul><li>b</li></ul></li></ul>"))


def test_running_heads_are_artifacts():
    """What stands in the margin of each page is no part of the tree, and is marked so."""
    tagged = {run.text: run.tag is not None for run in read(make_pdf("<p>Text</p>")).runs}

    assert {"Sample": True, "Text": True, "Head": False} == tagged


def test_a_link_says_where_it_leads():
    """The label that a link has for those who do not see it stands in the PDF, too."""
    body = (
        "<p id='n1'>Text</p><p><a href='#n1' aria-label='Back to it'>↩</a> <a href='#n1'>it</a></p>"
    )

    assert ("Back to it",) == read(make_pdf(body)).notes
