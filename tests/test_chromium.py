"""The reader held against a real browser, and the finished pages looked at in it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import VIEWS, View, chromium, folded, laid_out, look
from long_project import in_theme
from pages import html, read, sound
from playwright.sync_api import Browser, Page
from test_hostile_html import accepted

from briefing.read.model import Layer, Reading

CSS = """
:root { --ink: #222; --step: 8px; }
body { color: var(--ink); background: #fff; }
text { fill: var(--ink) }
.upper { text-transform: uppercase }
.lower { text-transform: lowercase }
.each { text-transform: capitalize }
.tip, .skip { display: none }
.chapter { counter-reset: part }
.part { counter-increment: part }
.part::before { content: counter(part, upper-roman) ". " }
.unit::after { content: " " attr(data-unit) "m" }
.dash li { list-style-type: "– " }
.bare { list-style: none }
.roman { list-style-type: lower-roman }
.zero { list-style-type: decimal-leading-zero }
.guillemets q { quotes: "«" "»" "‹" "›" }
.grid { display: grid; gap: 8px; grid-template-columns: repeat(2, 1fr) }
.flex { display: flex; gap: 8px }
.pre { white-space: pre-wrap }
.lines { white-space: pre-line }
.box { display: block }
.raised { vertical-align: super }
.one::before { content: "[" } .one::after { content: "]" }
@media screen {
  .tip { display: none; position: absolute }
  data:hover + .tip, data:focus-within + .tip { display: block }
  .skip { display: block; position: absolute; left: -100rem; top: 0 }
  .skip:focus { left: 1rem }
  @media (max-width: 40rem) { .wide { display: none } .cells td { display: block } }
}
@media print { .only-screen { display: none } .said::after { content: " (" attr(href) ")" } }
@media (prefers-color-scheme: dark) { :root { --ink: #eee } body { background: #111 } }
"""

SNIPPETS = {
    "white space": "<p>  a\n\t b <b> c </b>  d<i>e </i> f</p>",
    "line breaks": "<p>one<br>two <br> three</p><p>14<wbr>300</p>",
    "white space kept": "<pre>a  b\n c</pre><p class=pre>x  y\nz</p><p class=lines>x  y\nz</p>",
    "references": "<p>&pound;5 &amp; 6&nbsp;m &#8722;7 &lt;8&gt; A&amp;B</p>",
    "capitals": "<p class=upper>straße <b>nine</b></p><p class=lower>ABC Def</p><p class=each>it's "
    "nine-fold (two)</p>",
    "raised digits": "<p>14.3<sup>1</sup> 10<sup>−9</sup> CO<sub>2</sub> the 1<sup>st</sup>"
    " <b class=raised>4</b></p>",
    "quotes": "<p>He said <q>a <q>b <q>c</q></q></q>.</p><p class=guillemets><q>a <q>b</q></q></p>",
    "counters": "<section class=chapter><h2 class=part>A</h2><h2 class=part>B</h2><div><h3 "
    "class=part>C</h3></div></section><section class=chapter><h2 class=part>D</h2></section>",
    "attributes as text": '<p>5<span class=unit data-unit=k></span></p><p class="one">x</p>',
    "lists": "<ol><li>a<li>b<ol type=a><li>c<li>d</ol><li value=9>e<li>f</ol><ol reversed><li>a"
    "<li>b</ol><ol start=-1 class=zero><li>a<li>b</ol><ul><li>a<ul><li>b<ul><li>c</ul></ul></ul>",
    "markers": "<ul class=dash><li>a</ul><ul class=bare><li>a</ul><ol class=roman start=8><li>a"
    "<li>b</ol><ol type=I start=3999><li>a<li>b</ol><ol type=A start=26><li>a<li>b</ol>",
    "items with paragraphs": "<ul><li><p>a</p><p>b</p></li><li>c <p>d</p> e</li></ul>",
    "tables": "<table class=cells><caption>C</caption><thead><tr><th>H<th>I</thead><tbody><tr><th>r"
    "<td>1<tr><td colspan=2>2 <b>3</b></tbody></table>",
    "definitions": "<dl><dt>T</dt><dd>a</dd><dd>b</dd><div><dt>U<dd>c</div></dl>",
    "details": "<details><summary>S <b>1</b></summary>hidden <p>too</p></details>"
    "<details open><summary>S</summary>seen</details>",
    "tips": '<p>It paid <data value=5><a href="#e" class=number>$5</a></data><span class=tip>001'
    " <q>it paid</q></span> and <data><a href=#f>6</a></data><span class=tip>t <b>u</b></span></p>",
    "skip links": "<a class=skip href=#m>Skip</a><p>m</p>",
    "back links": "<p>Stated <a class=back href=#n1>↩</a> <a class=back href=#n2>↩</a> here</p>",
    "only in print": "<p>See <a class=said href=#x>there</a><span class=only-screen> 5</span>.</p>",
    "only on wide screens": "<p>a <span class=wide>14</span> b</p><p class=wide>c</p>",
    "grids": "<div class=grid><span>a</span> b <span>c</span></div>"
    "<div class=flex>x<b>y</b>z</div>",
    "blocks in lines": "<p><a href=#x>a <span class=box>b</span> c</a> d</p>",
    "drawings": "<figure><svg viewBox='0 0 400 40' width=400><title>T</title><desc>D</desc><g>"
    "<text x=5 y=15>a <tspan>94%</tspan> b</text><text x=5 y=35>c</text></g><path d='M0 0'/></svg>"
    "<figcaption>F</figcaption></figure>",
    "hyphens": "<p>four&shy;teen 14\u200b300</p>",
    "nested blocks": "<article><header>a</header>b<section>c<div>d</div>e</section></article>",
}


PIECES = (
    "9", " ", "<b>", "</b>", "<p>", "</p>", "<br>", "<wbr>", "&amp;", "&#57;", "&", "<", ">", "'",
    '"', "<!--", "-->", "<!-- 9 -->", "<i>9</i>", "<q>9</q>", "<p title=9>", "<table>", "<td>",
    "</div>", "\u00a0", "\u200b", "\n", "=", "/", "<sup>9</sup>", " hidden",
    " style='display:none'", "<li>",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    with chromium() as found:
        yield found


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A page of the browser that may not reach the network."""
    page = browser.new_page()
    yield page
    page.close()


def document(body: str) -> str:
    """A whole file."""
    return html(f"\n{body}\n", CSS)


def check_view(page: Page, reading: Reading, view: View) -> None:
    """Hold what was read against what Chromium lays out in one view."""
    look(page, view)
    laid = laid_out(page)
    assert laid
    known = {folded(block.text) for block in reading.blocks}
    assert [text for text in laid if text not in known] == [], f"{view.name}: seen, but not read"
    always = (Layer.BODY, Layer.STRUCTURE)
    body = [folded(block.text) for block in reading.blocks if block.layer in always]
    signs = iter("".join(laid).replace(" ", ""))
    text = "".join(body).replace(" ", "")
    missing = next((at for at, sign in enumerate(text) if sign not in signs), None)
    assert missing is None, f"{view.name}: always seen, but not here: {text[missing:][:60]}"


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_every_construct_is_read_as_chromium_lays_it_out(tab: Page, view: View):
    """Every text that Chromium lays out in a view is read, and what is always seen is there."""
    content = document("\n".join(f"<section>{snippet}</section>" for snippet in SNIPPETS.values()))
    tab.set_content(content)
    check_view(tab, sound(content), view)


def test_without_views_that_differ_the_body_is_what_chromium_lays_out(tab: Page):
    """The blocks of the body and the markers are the texts that are laid out, one by one."""
    differing = {"details", "tips", "skip links", "only in print", "only on wide screens"}
    moved = {"back links"}
    snippets = [text for name, text in SNIPPETS.items() if name not in differing | moved]
    content = document("\n".join(snippets))
    tab.set_content(content)
    always = (Layer.BODY, Layer.STRUCTURE)
    expected = [folded(block.text) for block in sound(content).blocks if block.layer in always]
    for view in VIEWS:
        look(tab, view)
        assert expected == laid_out(tab), view.name


def test_what_is_accepted_of_hostile_pages_is_read_as_chromium_lays_it_out(tab: Page):
    """Designs and characters that are no fault are seen as they are read."""
    pages = accepted()
    assert len(pages) > 30
    for content in pages:
        tab.set_content(content)
        reading = read(content)
        assert reading.unread == (), content
        for view in (VIEWS[0], VIEWS[3]):
            check_view(tab, reading, view)


@pytest.mark.parametrize("seed", range(3))
def test_pages_that_were_tampered_with_are_read_as_chromium_lays_them_out(
    tab: Page, small_edition: Path, seed: int
):
    """Pieces put into a finished page anywhere are refused, or read as they are seen."""
    sound = (small_edition / "summary.html").read_text(encoding="utf-8")
    draw = random.Random(seed)
    start = sound.rindex("</style>")
    read_of = 0
    for _ in range(60):
        content = sound
        for _ in range(draw.randint(1, 2)):
            at = draw.randrange(start, len(content))
            content = content[:at] + draw.choice(PIECES) + content[at + draw.choice((0, 0, 1)) :]
        reading = read(content)
        if not reading.unread:
            read_of += 1
            tab.set_content(content)
            check_view(tab, reading, VIEWS[0])
    assert read_of


def made_up(seed: int, count: int) -> str:
    """Snippets within one another, by a seeded generator."""
    draw = random.Random(seed)
    blocks = ["div", "section", "blockquote", "li", "td", "dd", "p", "h3", "figcaption", "details"]
    lines = ["b", "i", "span", "q", "sup", "small", "code", "mark", "data", "cite", "a"]
    classes = ["", "", "upper", "lines", "one", "wide", "only-screen", "pre", "raised", "box"]

    def inside(depth: int) -> str:
        parts = []
        for _ in range(draw.randint(1, 3)):
            space = draw.choice(["", " ", "\n  "])
            if depth and draw.random() < 0.5:
                name, kind = draw.choice(lines), draw.choice(classes[:7])
                parts.append(f"{space}<{name} class='{kind}'>{inside(depth - 1)}</{name}>{space}")
            else:
                number = draw.choice(["", f"{draw.randint(0, 9999)}", "&amp;", "x"])
                parts.append(f"{space}w{draw.randint(0, 99)}{space}{number}")
        return "".join(parts)

    def block(depth: int) -> str:
        name, kind = draw.choice(blocks), draw.choice(classes)
        if name in {"p", "h3", "figcaption"} or depth == 0:
            inner = inside(2).replace("<a ", "<em ").replace("</a>", "</em>")
        else:
            inner = draw.choice(["", inside(1)]) + "".join(
                block(depth - 1) for _ in range(draw.randint(1, 3))
            )
        if name == "li":
            outer = draw.choice(["ul", "ol", "ol class=roman"])
            return f"<{outer}><li>{inner}</li></{outer.split()[0]}>"
        if name == "td":
            return f"<table><tr><th>h<td class='{kind}'>{inner}</td></tr></table>"
        if name == "dd":
            return f"<dl><dt>t</dt><dd>{inner}</dd></dl>"
        if name == "details":
            return f"<details{draw.choice(['', ' open'])}><summary>s</summary>{inner}</details>"
        return f"<{name} class='{kind}'>{inner}</{name}>"

    return "\n".join(block(3) for _ in range(count))


@pytest.mark.parametrize("seed", range(3))
def test_made_up_pages_are_read_as_chromium_lays_them_out(tab: Page, seed: int):
    """Whatever stands within whatever, what is read is what Chromium shows."""
    content = document(made_up(seed, 40))
    reading = read(content)
    tab.set_content(content)
    for view in VIEWS:
        check_view(tab, reading, view)


def test_what_a_tip_says_is_laid_out_when_its_number_has_the_focus(tab: Page):
    """The words of the layer for hover and focus are revealed by the keyboard alone."""
    content = document(SNIPPETS["tips"])
    reading = sound(content)
    tab.set_content(content)
    look(tab, VIEWS[0])
    hidden = laid_out(tab)
    tab.keyboard.press("Tab")
    shown = set(laid_out(tab)) - set(hidden)
    assert shown == {"001 “it paid”"}
    assert shown <= {block.text for block in reading.blocks if block.layer is Layer.HOVER}


@pytest.fixture(scope="module", params=["house", "ledger"])
def dressed(
    request: pytest.FixtureRequest, built_edition: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A folder with the finished pages in a theme."""
    folder = tmp_path_factory.mktemp(request.param)
    for path in sorted(built_edition.glob("*.html")):
        html = in_theme(path.read_text(encoding="utf-8"), request.param)
        (folder / path.name).write_text(html, encoding="utf-8")
    return folder


def test_the_finished_pages_are_read_as_chromium_lays_them_out(tab: Page, dressed: Path):
    """Every text of the briefings that Chromium lays out in a view has been read."""
    paths = sorted(dressed.glob("*.html"))
    assert paths
    for path in paths:
        reading = sound(path.read_text(encoding="utf-8"))
        tab.goto(path.as_uri())
        for view in VIEWS:
            check_view(tab, reading, view)


def test_the_finished_pages_work_offline_on_a_phone_and_by_keyboard(
    browser: Browser, dressed: Path
):
    """Nothing is fetched or complained of, nothing overflows, each number shows its tip."""
    paths = sorted(dressed.glob("*.html"))
    assert paths
    assert {path.name: page_faults(browser, path) for path in paths} == {
        path.name: [] for path in paths
    }


def page_faults(browser: Browser, path: Path) -> list[str]:
    """What is wrong with a page when it is opened and used: by keyboard, on a phone, offline."""
    faults: list[str] = []
    page = browser.new_page()
    page.on("console", lambda message: faults.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith(("data:", path.as_uri()))
            else faults.append(f"request: {request.url}")
        ),
    )
    page.goto(path.as_uri())
    look(page, View("on a narrow phone", width=360))
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > 360:
        faults.append(f"the page is {wide} pixels wide on a screen of 360")
    look(page, VIEWS[0])
    faults += _faults_of_numbers(page)
    page.close()
    return faults


def _faults_of_numbers(page: Page) -> list[str]:
    """Numbers whose tip or evidence a keyboard does not reach, and ways back that it does not."""
    return page.evaluate(
        """() => {
          const links = document.querySelectorAll('data > a.number');
          const faults = links.length ? [] : ['no number is there'];
          for (const link of links) {
            if (!document.getElementById(link.hash.slice(1)))
              faults.push(`${link.id}: no evidence ${link.hash}`);
            const tip = document.getElementById(link.getAttribute('aria-describedby'));
            // A number of the evidence has no tip, and no link that leads back to it.
            if (!tip && link.id) faults.push(`${link.id}: has no tip`);
            if (!tip) continue;
            link.focus();
            if (document.activeElement !== link) faults.push(`${link.id}: takes no focus`);
            const box = tip.getBoundingClientRect();
            if (!tip.checkVisibility() || !box.width) faults.push(`${link.id}: shows no tip`);
            if (box.left < 0 || box.right > innerWidth) faults.push(`${link.id}: tip is cut`);
            link.blur();
          }
          const back = document.querySelectorAll('a.back');
          if (!back.length) faults.push('no way back is there');
          for (const link of back) {
            link.focus();
            if (document.activeElement !== link) faults.push(`${link.hash}: takes no focus`);
            if (!link.getBoundingClientRect().width) faults.push(`${link.hash}: is not seen`);
            if (!document.getElementById(link.hash.slice(1)))
              faults.push(`${link.hash}: leads nowhere`);
          }
          return faults;
        }"""
    )
