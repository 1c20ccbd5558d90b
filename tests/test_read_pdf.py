"""What `read_pdf` gives of a PDF: all that a reader sees, in the order of reading."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from itertools import count

import pikepdf
import pypdfium2.raw as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdfium2 import PdfDocument

from briefing.read.model import Block, Layer, Reading
from briefing.read.pdf import read_pdf
from briefing.render.pdf import render_pdf
from briefing.render.typesetting import PdfJob
from briefing.text import Span, Text

CREATED = datetime(2026, 11, 21, tzinfo=UTC)
PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Sample</title>
<style>body {{ font-family: Inter; margin: 0 }} td, th {{ padding: 1mm 2mm }} {style}</style></head>
<body>{body}</body></html>"""


def read(body: str, style: str = "") -> Reading:
    """The reading of a page with this content, rendered."""
    page = Text("sample.html", PAGE.format(style=style, body=body))
    content, findings = render_pdf(PdfJob(page, "", CREATED))
    # What breaks a standard is to be read all the same.
    assert {finding.rule for finding in findings} <= {"invalid-pdf"}
    return read_pdf(content, "sample.pdf")


def body(reading: Reading) -> list[Block]:
    """The blocks of the body."""
    return [block for block in reading.blocks if block.layer is Layer.BODY]


def said(reading: Reading, layer: Layer = Layer.BODY) -> list[tuple[str, str]]:
    """The kind and the words of each block of a layer."""
    return [(block.kind, block.text) for block in reading.blocks if block.layer is layer]


def links(block: Block) -> list[tuple[str, str]]:
    """What each link of a block leads to, with the words that it covers."""
    return [(mark.target, block.text[slice(*mark.span)]) for mark in block.marks]


def test_a_number_leads_to_its_evidence():
    """A link covers its very characters and names its destination."""
    reading = read(
        '<p>Meta paid <data><a href="#e-deal">$14.3 billion</a></data> for it.</p>'
        '<p id="e-deal">The deal.</p>'
    )

    assert [("e-deal", "$14.3 billion")] == links(body(reading)[0])
    assert reading.anchors == {"e-deal": 1}


def words(reading: Reading) -> list[str]:
    """The words of the body, in the order of reading."""
    return " ".join(text for _, text in said(reading)).split()


def test_lists_tables_and_figures_are_read_in_order():
    """Every element of a page is a block of its kind, at its place; markers are structure."""
    reading = read(
        "<h1>Head</h1><ul><li>one<ul><li>inner</li></ul></li><li>two <em>bold</em></li></ul>"
        "<figure><svg xmlns='http://www.w3.org/2000/svg' width='200' height='50'>"
        "<title>Bars</title>"
        "<text x='5' y='10'>Gemini 94%</text><text x='5' y='40'>2023</text>"
        "<text x='80' y='40'>2024</text></svg><figcaption>Scores</figcaption></figure>"
        "<dl><dt>term</dt><dd>meaning</dd></dl><blockquote>quoted</blockquote><p>last</p>"
    )

    assert said(reading) == [
        ("heading", "Head"),
        ("item", "one"),
        ("item", "inner"),
        ("item", "two bold"),
        ("label", "Gemini 94%"),
        ("label", "2023"),
        ("label", "2024"),
        ("caption", "Scores"),
        ("item", "term"),
        ("item", "meaning"),
        ("paragraph", "quoted"),
        ("paragraph", "last"),
    ]
    assert said(reading, Layer.HOVER) == [("alt", "Bars")]
    assert said(reading, Layer.STRUCTURE) == [("marker", "•"), ("marker", "◦"), ("marker", "•")]


def test_a_cell_is_read_with_its_heads_and_caption():
    """A cell takes along the caption, the heads of the columns that it spans and of its row."""
    reading = read(
        "<table><caption>Scores</caption><thead><tr><th scope='col'>Model</th>"
        "<th scope='col'>GPQA</th><th scope='col'>HLE</th></tr></thead><tbody>"
        "<tr><th scope='row'>Muse</th><td>89.5%</td><td>40%</td></tr>"
        "<tr><th scope='row'>Gemini</th><td colspan='2'>94.3%</td></tr></tbody></table>"
    )
    contexts = {block.text: block.context for block in reading.blocks}

    assert contexts["89.5%"] == ("Scores", "GPQA", "Muse")
    assert contexts["94.3%"] == ("Scores", "GPQA", "HLE", "Gemini")


def test_labels_that_are_turned_are_read():
    """A label that runs upwards or aslant is one label, with its spaces."""
    svg = (
        "<svg xmlns='http://www.w3.org/2000/svg' width='200' height='200'><title>t</title>"
        "<text transform='rotate(-90 20 150)' x='20' y='150'>Score in %</text>"
        "<text transform='rotate(-45 90 90)' x='90' y='90'>May 2024</text></svg>"
    )

    assert said(read(svg)) == [("label", "Score in %"), ("label", "May 2024")]


def test_what_a_page_break_tears_apart_is_joined():
    """Paragraphs, items and tables go on over pages; heads that are printed again are structure."""
    long = " ".join(f"word{number}" for number in range(1500))
    rows = "".join(f"<tr><td>cell {number}</td><td>text</td></tr>" for number in range(90))
    items = "".join(f"<li>item {number} {'more ' * (number % 30)}</li>" for number in range(90))
    head = "<thead><tr><th scope='col'>Count</th><th scope='col'>Of</th></tr></thead>"
    reading = read(f"<p>{long}</p><ul>{items}</ul><table>{head}<tbody>{rows}</tbody></table>")
    expected = [long, *(f"item {number} {'more ' * (number % 30)}".strip() for number in range(90))]
    expected += ["Count", "Of"]
    expected += [words for number in range(90) for words in (f"cell {number}", "text")]

    assert expected == [text for _, text in said(reading)]
    assert ("repeated", "Count") in said(reading, Layer.STRUCTURE)
    assert len(body(reading)[0].fragments) > 50
    assert {1, 2} <= {fragment.place.text.page for fragment in body(reading)[0].fragments}


def test_a_line_break_keeps_words_and_numbers_whole():
    """Hyphens that the layout put in vanish; those of a word stay, and join its parts."""
    text = (
        "Muse-Spark-Pro and long-term plans, GPT-5.4-Turbo, short- and long-term; 2020–2024, "
        "either/or, people – in Europe – were hit; internationalisation of extraordinary length"
    )
    expected = text.split()
    for width in range(20, 60, 4):
        found = words(read(f"<p>{text}</p>", f"p {{ width: {width}mm; hyphens: auto }}"))
        assert expected == found, width


def test_white_space_of_numbers_is_kept():
    """Spaces that group digits, hyphens and signs are read as they are written."""
    text = "14\u00a0000 14\u202f000 14\u2009000 GPT\u20115.4 \u22124.8 10⁶ ½ 9–12 €5"

    assert text == said(read(f"<p>{text}</p>"))[0][1]


def test_a_raised_figure_is_no_digit_of_the_number_before_it():
    """The figure of a note stands apart from a number, and a power of a unit does not."""
    assert said(read("<p>14.3<sup>1</sup> m<sup>2</sup></p>")) == [("paragraph", "14.3 1 m2")]


def test_blocks_without_tags_of_their_own_are_kept_apart():
    """Tiles, summaries and asides are blocks, though their tags do not tell."""
    reading = read(
        "<div class='tile'><span>312</span><span>people employed</span></div>"
        "<details open><summary>Checked</summary>found 12 numbers</details>"
        "<p>A paragraph that gives the page its width, as each real page has one.</p>"
        "<address>here</address><aside>there</aside>",
        ".tile span { display: block } .tile span:first-child { font-size: 2em }"
        "summary { list-style: none }",
    )

    assert [text for _, text in said(reading)] == [
        "312",
        "people employed",
        "Checked",
        "found 12 numbers",
        "A paragraph that gives the page its width, as each real page has one.",
        "here",
        "there",
    ]


def test_generated_and_running_texts_are_read():
    """Generated text is read with its block, running heads and page numbers as structure."""
    reading = read(
        "<h1>Title</h1><p class='note'>body</p>",
        ".note::before { content: 'Note 4: ' } h1 { string-set: head content() }"
        "@page { @top-left { content: string(head) }"
        "@bottom-right { content: 'Page ' counter(page) ' of ' counter(pages) } }",
    )

    assert said(reading) == [("heading", "Title"), ("paragraph", "Note 4: body")]
    assert said(reading, Layer.STRUCTURE) == [("artifact", "Title"), ("artifact", "Page 1 of 1")]


def test_a_back_link_is_structure():
    """What leads back to a statement is told apart, with the page number behind it."""
    reading = read(
        "<p id='n1'>stated</p><p>Deal <a class='back' href='#n1'>see</a></p>",
        ".back::after { content: ' p. ' attr(data-page) }",
    )

    assert said(reading) == [("paragraph", "stated"), ("paragraph", "Deal")]
    assert said(reading, Layer.STRUCTURE) == [("back", "see p. 1")]


def test_a_link_over_two_lines_is_one_claim():
    """A linked number that is broken over two lines has one mark, over all of it."""
    reading = read(
        "<p style='width: 30mm'>They have paid <a href='#e'>fourteen billion dollars</a> now</p>"
        "<p id='e'>evidence</p>"
    )
    block = next(block for block in reading.blocks if block.layer is Layer.BODY)

    assert len(block.fragments) > 2
    assert [("e", "fourteen billion dollars")] == links(block)


def test_metadata_and_outline_are_read():
    """What a reader program shows beside the pages is read, each with a place."""
    page = PAGE.replace("<style>", '<meta name="author" content="Editors"><style>', 1)
    content, _ = render_pdf(
        PdfJob(
            Text("s.html", page.format(style="", body="<h1>Part 1</h1>")),
            "",
            CREATED,
            "2026-11-21.1",
        )
    )
    reading = read_pdf(content, "s.pdf")

    assert said(reading, Layer.METADATA) == [
        ("title", "Sample"),
        ("author", "Editors"),
        ("date", "2026-11-21"),
        ("edition", "2026-11-21.1"),
        ("outline", "Part 1"),
    ]
    assert [b.text for b in reading.blocks] == [b.fragments[0].place.words for b in reading.blocks]


def test_every_character_of_a_block_has_its_place():
    """The place of any characters of a block holds those characters, on their page."""
    reading = read("<p>" + "Meta paid $14.3 billion for it. " * 200 + "</p>")
    block = body(reading)[0]
    for start in range(0, len(block.text) - 4, 37):
        words = block.place(Span(start, start + 4)).words.rstrip()
        assert words or block.text[start] == " "  # which may end a line
        assert block.text[start : start + 4].startswith(words)
    assert reading.page_count == block.fragments[-1].place.text.page


def encrypted() -> bytes:
    """A PDF that opens with a password alone."""
    with pikepdf.open(BytesIO(small_pdf())) as document:
        file = BytesIO()
        document.save(file, encryption=pikepdf.Encryption(owner="a", user="b"))
    return file.getvalue()


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (encrypted, "it is encrypted"),
        (lambda: b"", "it is empty"),
        (lambda: b"no PDF", "it is no PDF"),
        (lambda: b"%PDF-1.7\n%%EOF", "it does not end as a PDF does"),
    ],
)
def test_a_file_that_is_no_pdf_is_a_finding(make: Callable[[], bytes], reason: str):
    """What is no PDF, or an empty one, is unread, and says why."""
    (finding,) = read_pdf(make(), "x.pdf").unread

    assert finding.rule == "unreadable-pdf"
    assert reason in finding.message


def test_an_annotation_is_unread():
    """A comment or a form field says something that is not read: the page is never green."""
    document = PdfDocument(small_pdf())
    page = document[0]
    annotation = pdfium.FPDFPage_CreateAnnot(page, pdfium.FPDF_ANNOT_FREETEXT)
    pdfium.FPDFPage_CloseAnnot(annotation)
    page.close()
    file = BytesIO()
    document.save(file)
    document.close()

    assert ["page 1 has an annotation (FreeText) whose content is not read"] == [
        finding.message for finding in read_pdf(file.getvalue(), "x.pdf").unread
    ]


def test_a_raster_image_is_unread():
    """A number could stand in an image: a page with one is never green."""
    pixel = (
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
        "rkJggg=="
    )
    reading = read(f'<p>text</p><img alt="dot" src="data:image/png;base64,{pixel}">')

    assert ["page 1 has a raster image, in which a number could stand"] == [
        finding.message for finding in reading.unread
    ]


def fill(template: str, numbers: Iterator[int]) -> str:
    """The template with a word of its own, and a few more of them, for each `@`."""
    before, *rest = template.split("@")
    for part in rest:
        number = next(numbers)
        before += " ".join(f"{number}.{index}%" for index in range(1 + number % 23)) + part
    return before


CELLS = "<tr><th scope='row'>@</th><td>@</td></tr><tr><td>@</td><td><p>@</p></td></tr>"
HEADS = "<tr><th scope='col'>@</th><th scope='col'>@</th></tr>"
LABELS = "<text x='0' y='15'>@</text><text x='0' y='35'>@</text>"
SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='900' height='40'><title>t</title>{}</svg>"
PARTS = [
    "<p>@</p>",
    "<p>@ <em>@</em> @ <strong>@</strong></p>",
    "<h2>@</h2>",
    "<blockquote><p>@</p><p>@</p></blockquote>",
    "<ul><li>@</li><li>@<ol><li>@ <em>@</em></li><li>@</li></ol></li></ul>",
    "<dl><dt>@</dt><dd>@</dd><dt>@</dt><dd><p>@</p></dd></dl>",
    f"<table><caption>@</caption><thead>{HEADS}</thead><tbody>{CELLS}</tbody></table>",
    f"<figure>{SVG.format(LABELS)}<figcaption>@</figcaption></figure>",
    "<section><h3>@</h3><div>@<p>@</p></div></section>",
    "<details open><summary>@</summary><p>@</p></details>",
]


@given(chosen=st.lists(st.sampled_from(PARTS), min_size=1, max_size=40))
def test_the_words_are_those_of_the_html_in_its_order(chosen: list[str]):
    """Whatever a page is made of, the body's words are those of the HTML, each once, in order."""
    body = fill("".join(chosen), count(1))
    title = re.compile("<title>.*?</title>")
    expected = re.sub("<[^>]*>", " ", title.sub("", body)).split()

    assert expected == words(read(body, "tr { break-inside: avoid } p { margin: 3mm 0 }"))


@pytest.mark.parametrize(
    ("style", "fault"),
    [
        ("color: white", "text in the colour of its ground"),
        ("color: #123456; background: #123456", "text in the colour of its ground"),
        ("color: transparent", "text that is transparent"),
        ("position: relative; left: 300mm", "text that stands outside of the page"),
        ("margin-left: 180mm", "text that stands outside of the page"),
        ("font-size: 1px", "text that is too small to be read"),
        ("font-size: 2.9pt", "text that is too small to be read"),
        ("font-size: 1px; opacity: 0.9", "text that is too small to be read"),
        ("transform: scale(0.1)", "text that is too small to be read"),
        ("text-decoration: line-through", "text that is struck out"),
        ("text-decoration: line-through double", "text that is struck out"),
        ("text-decoration: line-through; font-size: 30pt", "text that is struck out"),
    ],
)
def test_text_that_nobody_sees_is_unread(style: str, fault: str):
    """What stands in the text layer alone is told, and never taken for what a reader sees."""
    reading = read(f"<p>seen</p><p style='{style}'>hidden</p>")

    assert [f"page 1 has {fault}"] == [finding.message for finding in reading.unread]


@pytest.mark.parametrize(
    "style",
    [
        "font-size: 3.1pt",
        "text-decoration: underline",
        "text-decoration: underline 2px",
        "text-decoration: overline",
        "border: 1px solid; line-height: 1",
        "background: #ccc",
    ],
)
def test_text_that_is_seen_is_read(style: str):
    """Small letters, and lines above and below words, are none of that."""
    reading = read(f"<p style='{style}'>gÅpq_1,204 nurses</p><p style='{style}'>below</p>")

    assert () == reading.unread


def test_text_that_is_covered_is_unread():
    """Text beneath a rectangle is not seen; text upon one is."""
    box = (
        "<div style='position: absolute; top: {}; width: 9cm; height: 5cm; background: #135'>"
        "{}</div>"
    )
    covered = read("<p>hidden</p>" + box.format("0", ""))
    upon = read(box.format("6cm", "<p style='color: white'>seen</p>"))

    assert ["page 1 has text that is covered"] == [f.message for f in covered.unread]
    assert upon.unread == ()


@given(content=st.binary(max_size=300))
def test_arbitrary_bytes_are_unread(content: bytes):
    """No bytes make a traceback, and what is no PDF is never green."""
    for prefix in (b"", b"%PDF-1.7\n"):
        assert read_pdf(prefix + content, "x.pdf").unread


@given(data=st.data())
def test_a_damaged_file_never_says_what_the_whole_one_did_not(data: st.DataObject):
    """A file that was cut off or overwritten is unread, or its words and places still hold."""
    content = small_pdf()
    cut = data.draw(st.integers(0, len(content)))
    patch = data.draw(st.binary(max_size=20))
    damaged = content[:cut] + patch + data.draw(st.sampled_from([b"", content[cut + len(patch) :]]))
    reading = read_pdf(damaged, "x.pdf")

    assert reading.unread or said(reading) == said(read_pdf(content, "x.pdf"))
    for block in reading.blocks:
        assert all(fragment.place.words for fragment in block.fragments)


@cache
def small_pdf() -> bytes:
    """A small PDF with some of everything."""
    body = "<h1>Head</h1><p>Meta paid <a href='#e'>$14.3 billion</a>.</p><p id='e'>Deal</p>"
    return render_pdf(PdfJob(Text("s.html", PAGE.format(style="", body=body)), "", CREATED))[0]
