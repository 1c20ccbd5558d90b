"""The tag tree of a PDF: what it holds, and what it leaves out."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

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


LIST = "L(LI(LBody(NonStruct NonStruct)))"


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
    """Each list on the first page, with the tags within it: `L(LI(Lbl LBody))`."""
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

    assert ["L(LI(LBody) LI(LBody))"] == lists(
        make_pdf(body, "ul { list-style: none } li { display: inline-block }")
    )


def test_a_list_of_groups_has_an_item_a_group():
    """What stands in a list and is no item is put into one, and holds no items itself."""
    body = "<dl><div><dt>a</dt><dd>b</dd></div><div><dt>c</dt><dd>d</dd></div></dl>"
    item = "LI(LBody(Div(Span) Div(Span)))"

    assert [f"L({item} {item})"] == lists(make_pdf(body))


def test_the_paragraphs_of_an_item_are_its_body():
    """Beside its marker, an item of a list holds a body alone."""
    item = "LI(Lbl LBody(P P))"

    assert [f"L({item})"] == lists(make_pdf("<ul><li><p>a</p><p>b</p></li></ul>"))


def test_a_nested_list_stays_one():
    """What WeasyPrint does right is left as it is."""
    assert [
        "L(LI(Lbl LBody))",
        "L(LI(Lbl LBody) L(LI(Lbl LBody)))",
    ] == lists(make_pdf("<ul><li>a<ul><li>b</li></ul></li></ul>"))


@pytest.mark.parametrize(
    ("body", "tree"),
    [
        ("<p>a <b>b</b> <data value='1'><span>c</span></data></p>", "P"),
        ("<p id='n1'>a <a href='#n1'>b <b>c</b></a></p>", "P(Link)"),
        ("<main><header><h2>a</h2></header></main>", "Part(H2)"),
        ("<div>a <b>b</b></div>", "Div(Span NonStruct)"),
        ("<div><div><p>a</p></div><p>b</p></div>", "P P"),
        ("<ul><li><span class='block'>a</span><span class='block'>b</span></li></ul>", LIST),
        ("<figure>a<figcaption>b</figcaption></figure>", "NonStruct(NonStruct Caption)"),
    ],
    ids=["words", "links", "groups", "words in a group", "groups of blocks", "blocks", "figures"],
)
def test_an_element_that_says_nothing_is_left_out(body: str, tree: str):
    """Words stand right in what they are a part of, and groups without a name in theirs."""
    content = make_pdf(body, "ul { list-style: none } .block { display: block }")
    [document] = read(content).elements

    assert f"Document(H1 {tree})" == list(tags(document))[-1]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<p>a <b>b</b> c<br>d</p>", ["a b cd"]),
        ("<p id='n'>a <b>b</b> <a href='#n'>c</a> d <b>e</b></p>", ["a b", "c", "d e"]),
        ("<p>a</p><p>b</p>", ["a", "b"]),
        ("<p>a <b>b</b></p><p style='opacity: 0.5'>c <b>d</b></p>", ["a", "b", "c", "d"]),
    ],
    ids=["runs and lines", "links", "blocks", "marks in a form"],
)
def test_words_that_follow_one_another_in_an_element_have_one_mark(body: str, words: list[str]):
    """The marks of a page are as few as its tags tell apart; where a form has some, they stay."""
    page = read(make_pdf(body))
    texts: dict[int, str] = {}
    for run in page.runs:
        if run.tag is not None:
            texts[run.tag] = texts.get(run.tag, "") + run.text

    assert ["Sample", *words] == [
        texts[mark].strip() for root in page.elements for mark in marks(root)
    ]


def marks(element: Element) -> Iterator[int]:
    """The marks that an element and those within it hold, in reading order."""
    for kid in element.kids:
        yield from marks(kid) if isinstance(kid, Element) else [kid]


def test_an_element_does_not_say_what_is_known_without():
    """Only elements in which words stand name their page, and one kid stands alone."""
    with pikepdf.open(BytesIO(make_pdf("<ul><li>a <a href='#n'>b</a></li></ul>" + N))) as document:
        [root] = as_list(document.Root.StructTreeRoot.K)
        heading, list_, paragraph = root.K

        assert {"/S", "/P", "/K"} == list_.keys()
        assert {"/S", "/P", "/K", "/Pg"} == heading.keys() == paragraph.keys()
        assert 0 == heading.K
        link = list_.K.K[1].K[-1]
        assert {"/Type", "/Obj"} == link.K[0].keys()


def test_nothing_is_left_over_in_the_file():
    """Every object is in use, and every mark on a page leads to an element that holds it."""
    content = make_pdf("<p>a <b>b</b></p><ul><li>c <i>d</i></li></ul><p><a href='#n'>e</a></p>" + N)
    with pikepdf.open(BytesIO(content)) as document:
        used = {document.Root.objgen, document.docinfo.objgen, *references(document.Root)}
        assert [o for o in document.objects if o.objgen not in used and is_part(o)] == []
        numbers = document.Root.StructTreeRoot.ParentTree.Nums
        [(page, held)] = [
            (key, value)
            for key, value in zip(*[iter(numbers)] * 2, strict=True)
            if isinstance(value, pikepdf.Array)
        ]
        assert page == 0
        assert len(held) > 5
        assert [n for n, element in enumerate(held) if n not in as_list(element.K)] == []


N = "<p id='n'>f</p>"


def as_list(kids: pikepdf.Object) -> list[object]:
    """The kids of an element, of which one may stand alone."""
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def is_part(value: object) -> bool:
    """Whether it is no table of contents of the file."""
    return not isinstance(value, pikepdf.Stream) or value.get("/Type") not in {"/ObjStm", "/XRef"}


def references(value: pikepdf.Object) -> set[tuple[int, int]]:
    """The numbers of all objects that lead on from one."""
    found: set[tuple[int, int]] = set()
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, pikepdf.Object) and each.is_indirect:
            if each.objgen in found:
                continue
            found.add(each.objgen)
        if isinstance(each, pikepdf.Array):
            waiting += list(each)
        elif isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            waiting += [inner for _, inner in each.items()]
    return found


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


@pytest.mark.parametrize(
    ("link", "count"),
    [
        ("<a href='#n1'>it</a>", 1),
        ("<a href='#n1'>a <b>whole <i>sentence</i></b> on it</a>", 1),
        ("<a href='#n1' class='marked'>it</a>", 1),
        ("<a href='#n1'>a<br><b>second</b> line</a>", 2),  # one a line
        ("<a href='#n1'>with a <b class='large'>LARGE</b> <b>word</b></a>", 2),
        ("<a href='#n1'>one</a><a href='#n1'>other</a>", 2),
    ],
    ids=["words", "elements", "generated text", "two lines", "larger than its link", "two links"],
)
def test_a_place_is_linked_once(link: str, count: int):
    """What stands within a link has none of its own, unless it is larger."""
    content = make_pdf(
        f"<p id='n1'>Text</p><p>See {link}.</p>",
        ".marked::before { content: '→' } .large { font-size: 200% }",
    )
    places = [place for place, _ in read_document(open_pdf(content)).pages[0].links]

    assert len(places) == count
    assert not any(a != b and a.covers(b) for a in places for b in places)
    [document] = read(content).elements
    assert list(tags(document))[-1].count("Link") == count
