"""How pages come out on which everything is long: in each theme, on each paper."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from conftest import published_once
from long_project import ROWS, SHEETS, THEMES, in_theme, made_names, make_long_project, theme
from typeset import MILLIMETRE, Margins, decimal_points, faults_of

from briefing.read.model import Block, Layer
from briefing.read.pdf import read_pdf
from briefing.render.pdf import PdfJob, render_pdf
from briefing.text import Text

ENTRIES = 200
CREATED = datetime(2026, 11, 21, tzinfo=UTC)
PAPERS = {"A4": (595, 842), "Letter": (612, 792)}
FIRST_TOP = re.compile(r"@page :first \{\s*margin-top: (\d+)mm")
SECTIONS = re.compile(r"<h2>Plants of the province</h2>.*?(?=<h2>)", re.DOTALL)
MAIN = re.compile(r"(<main\b[^>]*>).*(</main>)", re.DOTALL)
EVIDENCE = re.compile(r'<section class="appendix".*?</section>', re.DOTALL)


@pytest.fixture(scope="session")
def long_edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition of one briefing in which everything is long; it is published, so all is traced."""
    return published_once(
        tmp_path_factory, "long", lambda folder: make_long_project(folder, ENTRIES)
    )


@pytest.fixture(scope="session")
def page(long_edition: Path) -> str:
    """Its HTML, in the theme `house`."""
    return (long_edition / "long.html").read_text(encoding="utf-8")


# Each theme and each paper once: a long page takes long to set.
@pytest.fixture(scope="module", params=zip(THEMES, PAPERS, strict=True), ids=" on ".join)
def printed(
    request: pytest.FixtureRequest, page: str, long_edition: Path
) -> tuple[str, str, str, bytes]:
    """A theme, a paper, the page in it, and its PDF."""
    name, paper = request.param
    if (name, paper) == ("house", "A4"):
        return name, paper, page, (long_edition / "long.pdf").read_bytes()
    html = in_theme(page, name)
    return name, paper, html, set_page(html, theme(name, paper).pdf)


def set_page(html: str, style: str) -> bytes:
    """The PDF of a page."""
    return render_pdf(PdfJob(Text("long.html", html), style, CREATED))[0]


def margins(name: str) -> tuple[Margins, float]:
    """The margins of a theme, and the upper one of the first page."""
    css = SHEETS[f"themes/{name}/pdf.css"].content
    first = FIRST_TOP.search(css)
    assert first
    return Margins.of(css), int(first[1]) * MILLIMETRE


def words_by_page(pdf: bytes) -> list[str]:
    """All that stands on each page."""
    return [page.get_textpage().get_text_range() for page in pdfium.PdfDocument(pdf)]


def body(pdf: bytes) -> list[Block]:
    """What is read in a PDF."""
    return [b for b in read_pdf(pdf, "long.pdf").blocks if b.layer is Layer.BODY]


def pages_of(block: Block) -> set[int]:
    """The pages on which a block stands."""
    return {fragment.place.text.page or 0 for fragment in block.fragments}


def test_everything_keeps_its_place(printed: tuple[str, str, str, bytes]):
    """Nothing leaves its margins, lies on other words, stands alone on a page, or is lost."""
    name, _, html, pdf = printed
    assert faults_of(pdf, html, *margins(name)) == []


def test_the_paper_is_the_one_that_is_set(printed: tuple[str, str, str, bytes]):
    """Each page has the size of the setting `paper`."""
    _, paper, _, pdf = printed
    sizes = {tuple(map(round, page.get_size())) for page in pdfium.PdfDocument(pdf)}
    assert {PAPERS[paper]} == sizes


def test_a_running_head_may_take_two_lines(printed: tuple[str, str, str, bytes]):
    """A title that is too long for one line stands whole above each page but the first."""
    _, _, html, pdf = printed
    title = re.search("<h1>(.*?)</h1>", html)
    assert title
    first, *others = [" ".join(words.split()) for words in words_by_page(pdf)]
    assert others
    assert all(title[1] in words for words in others)
    assert first.count(title[1]) == 1


def test_a_long_table_repeats_its_head_and_tears_no_row(printed: tuple[str, str, str, bytes]):
    """Each page with rows of the table has its head, and each row stands on one page."""
    pdf = printed[3]
    quays = set(made_names(ENTRIES)[1])
    rows = [b for b in body(pdf) if b.kind == "cell" and b.text in quays]
    pages = {page for row in rows for page in pages_of(row)}
    assert len(rows) == ROWS
    assert 2 <= len(pages)
    heads = {n for n, words in enumerate(words_by_page(pdf), 1) if "Cost, $m" in words}
    assert pages == heads


def test_decimals_stand_under_one_another(printed: tuple[str, str, str, bytes]):
    """The points of a column of figures stand at one place, whole numbers end there."""
    points = decimal_points(printed[3])
    assert len(points) == ROWS
    assert max(points) - min(points) < 0.2


def test_paragraphs_go_on_overleaf(long_edition: Path):
    """The long page has what the tests above look at: paragraphs that two pages share."""
    blocks = body((long_edition / "long.pdf").read_bytes())
    assert [b for b in blocks if b.kind != "cell" and len(pages_of(b)) > 1]


BROKEN = {
    "main > p { width: 200mm }": "leaves the margins at the side",
    "@page { @top-left { margin-top: -30mm; padding-bottom: 40mm } }": "leaves the margins above",
    ".tally li { width: 10mm; white-space: nowrap; display: inline-block }": "lies on",
    "h2 { break-after: page }": "stands last",
    ".checked > p { display: none }": "is not in the PDF",
}


@pytest.fixture(scope="module")
def found(page: str) -> list[str]:
    """What is found on a page whose style has all of these faults at once."""
    html = SECTIONS.sub("", EVIDENCE.sub("", page), count=6)
    return faults_of_style(html, "".join(BROKEN))


def test_single_lines_are_found(page: str):
    """The test above sees a paragraph of which one line stands alone, where that is allowed."""
    words = "As many words as it takes to fill a line of this column, or nearly so many. "
    paragraphs = "".join(f"<p>{words * (2 + n % 4)}</p>" for n in range(60))
    html = MAIN.sub(rf"\g<1>{paragraphs}\g<2>", EVIDENCE.sub("", page))
    assert not any("stands alone" in fault for fault in faults_of_style(html, ""))
    found = faults_of_style(html, "body { orphans: 1; widows: 1 }")
    assert any("stands alone" in fault for fault in found)


LIST = ("<ul>", "<li>{}</li>", "</ul>")
TABLE = ("<table>", "<tr><td>{}</td></tr>", "</table>")


def test_no_end_of_a_list_or_table_stands_alone(page: str):
    """Where one is torn apart by a page, two of its items, or of its rows, stand on either side."""
    parts = ""
    for at in range(60):
        start, part, end = LIST if at < 30 else TABLE
        words = (f"Part {chr(97 + n)} of {at}" for n in range(4 + at % 3))
        parts += start + "".join(map(part.format, words)) + end
    html = MAIN.sub(rf"\g<1>{parts}\g<2>", EVIDENCE.sub("", page))

    assert 1 not in counts_by_page(html, "")
    apart = "{ break-after: auto !important; break-before: auto !important }"
    assert 1 in counts_by_page(html, f"li {apart}")
    assert 1 in counts_by_page(html, f"tr {apart}")


def test_a_list_of_one_item_does_not_hold_its_neighbours(page: str):
    """What ends in such a list is followed on its page by as much as there is room for."""
    entry = '<div class="entry"><p>{}</p><ul class="lines"><li>Its only line</li></ul></div>'
    entries = "".join(entry.format(f"Words of entry {n}. " * (1 + n % 9)) for n in range(60))
    html = MAIN.sub(rf"\g<1>{entries}\g<2>", EVIDENCE.sub("", page))
    free = "li { break-after: auto !important; break-before: auto !important }"
    [pages, least] = [
        len(words_by_page(set_page(html, theme("house").pdf + style))) for style in ("", free)
    ]

    assert pages == least


def counts_by_page(html: str, style: str) -> set[int]:
    """How many parts of a list or table stand together, on each page on which some stand."""
    blocks = body(set_page(html, theme("house").pdf + style))
    parts = [block for block in blocks if block.text.startswith("Part ")]
    places = Counter((b.text.rpartition(" ")[2], *pages_of(b)) for b in parts)
    assert len(places) > len({owner for owner, _ in places})  # some are torn apart
    return set(places.values())


def faults_of_style(html: str, style: str) -> list[str]:
    """What is found on a page to whose style something is added."""
    return faults_of(set_page(html, theme("house").pdf + style), html, *margins("house"))


@pytest.mark.parametrize("fault", BROKEN.values())
def test_a_broken_style_is_found(found: list[str], fault: str):
    """Each kind of fault is seen by the test above, so that it can fail."""
    assert any(fault in each for each in found), found[:9]


OBJECTS = re.compile(rb"/ObjStm.*?stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def inflated(stream: bytes) -> bytes:
    """A stream of objects, unpacked."""
    return zlib.decompressobj().decompress(stream)


def outline(pdf: bytes) -> list[tuple[int, str, bool]]:
    """The bookmarks of a PDF: level, words, and whether those under it are folded."""
    items = pdfium.PdfDocument(pdf).get_toc()
    return [(item.level, item.get_title(), item.get_count() < 0) for item in items]


def test_the_outline_leads_to_parts_disputes_and_evidence(built_edition: Path):
    """Under the title stand the heads, under these the questions, and folded the evidence."""
    found = outline((built_edition / "executive-summary.pdf").read_bytes())
    assert [level for level, _, _ in found if level == 0] == [0]
    parts = [words for level, words, _ in found if level == 1]
    assert {"What happened", "Where the sources disagree", "Evidence", "Sources"} <= set(parts)
    assert [words for _, words, is_folded in found if is_folded] == ["Evidence"]
    under = {words: [] for words in parts}
    for level, words, _ in found:
        if level == 1:
            part = words
        elif level > 1:
            under[part].append(words)
    assert len(under["Where the sources disagree"]) == 6
    assert under["Where the sources disagree"][0].endswith("?")
    assert len(under["Evidence"]) > 40


def test_links_are_reached_in_the_order_of_the_tags(built_edition: Path):
    """Each page of a PDF says that the keyboard goes by its structure."""
    paths = sorted(built_edition.glob("*.pdf"))
    assert len(paths) == 3
    for path in paths:
        content = path.read_bytes()
        objects = b"".join(map(inflated, OBJECTS.findall(content)))
        assert len(re.findall(rb"/Tabs\s*/S", objects)) == len(pdfium.PdfDocument(content))
