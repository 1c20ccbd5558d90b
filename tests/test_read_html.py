"""What a person sees of an HTML file."""

from __future__ import annotations

import gc
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import HEAD, blocks, html, page, parted, read, rules, seen, sound

from briefing.read import css_styles
from briefing.read.css_allowed import ALLOWED
from briefing.read.html import read_html
from briefing.read.html_tree import Element, Words
from briefing.read.model import Block, Layer
from briefing.text import Span, Text

ROOT = Path(__file__).parent.parent


def claims(block: Block) -> list[tuple[str, str, str]]:
    """What a block claims of which of its words."""
    return [(mark.kind, mark.target, block.text[slice(*mark.span)]) for mark in block.marks]


# -- what is remembered ----------------------------------------------------------------------------


def place_of_finding(before: str, css: str) -> tuple[str, ...]:
    """The words at which the findings of a page point, whose style sheet stands behind others."""
    style = f"<style>{css}</style>"
    text = Text("page.html", f"{HEAD}{before}{style}</head><body><p style='top: 9%'>14</body>")
    reading = read_html(text)
    assert all(finding.place.text is text for finding in reading.unread)
    return tuple(finding.place.words for finding in reading.unread)


def test_a_sheet_that_was_read_before_is_blamed_where_it_stands_now():
    """Pages that share a style sheet have it in different places, and each finding its own."""
    css = "p { zoom: 2 } p { position: fixed } body { width: 9px }"
    first = place_of_finding("", css)
    assert {"zoom", "position", "width"} <= set(first)
    for before in ("<meta name=author content=somebody>", "<meta name=keywords content=words>"):
        assert place_of_finding(before, css) == first


def test_the_same_sheet_twice_is_blamed_twice():
    """Two sheets of one page with the same words are two."""
    sheet = "<style>p { zoom: 2 }</style>"
    reading = read(f"{HEAD}{sheet}{sheet}</head><body><p>14</body>")
    assert [finding.place.words for finding in reading.unread] == ["zoom", "zoom"]
    assert len({finding.place.span for finding in reading.unread}) == 2


def test_a_fault_of_an_inherited_value_is_told_of_the_pages_that_have_it():
    """What is found while a look is made is of this page: others may not have such an element."""
    css = "p { position: inherit }"
    once, other, again = page("<p>14</p>", css), page("<div>15</div>", css), page("<p>16</p>", css)
    assert other.unread == ()
    assert [finding.place.words for finding in once.unread] == ["position"]
    assert [finding.message for finding in again.unread] == [once.unread[0].message]


def test_a_variable_of_one_page_says_nothing_of_the_next():
    """An attribute that sets a variable changes what its own page is held against alone."""
    css = "p { margin: var(--a, 1px) }"
    assert page("<p>14</p>", css).unread == ()
    assert [f.place.words for f in page("<p style='--a: 999px'>14</p>", css).unread] == ["margin"]
    assert page("<p>14</p>", css).unread == ()


def test_what_is_remembered_of_pages_is_bounded(monkeypatch: pytest.MonkeyPatch):
    """A few cascades are kept, none of large sheets, of many styles, or with faults."""
    css_styles.KEPT.clear()
    for number in range(9):
        assert page("<p>14</p>", f"p {{ margin: {number}px }}").unread == ()
    assert 0 < len(css_styles.KEPT) <= 3
    css_styles.KEPT.clear()
    page("<p>14</p>", f"p {{ margin: 1px }} /* {'x' * 600_000} */")
    monkeypatch.setattr(css_styles, "MOST_REMEMBERED", 500)
    page("".join(f"<p style='margin: {n}px'>14</p>" for n in range(200)))
    page("<p>14</p>", "p { color: var(--a) }")
    assert not css_styles.KEPT


def test_no_page_is_kept_in_memory():
    """What is remembered is of style sheets; the elements and words of a page are not."""

    def nodes() -> int:
        gc.collect()
        return sum(isinstance(one, (Element, Words)) for one in gc.get_objects())

    css_styles.KEPT.clear()
    before = nodes()
    css = "p + p { margin: 1px } div p { color: #111 } p:hover { color: #222 }"
    assert page("<div style='margin: 1px'><p>14</p><p>15</p></div>", css).unread == ()
    assert css_styles.KEPT
    assert nodes() == before


# -- text ---------------------------------------------------------------------------------------


def test_a_paragraph_is_one_block_with_its_white_space_folded():
    """Elements in a line do not part it, and runs of white space count as one space."""
    reading = sound(html("<p>Met  paid\n  <b>$14.3</b>\tbillion.</p>"))
    assert seen(reading) == ["Met paid $14.3 billion."]


def test_every_character_knows_its_place_in_the_file():
    """A character reference is one character, with the place of the reference."""
    (block,) = blocks(page("<p>a &amp;  &#49;4 &pound;5\r\n 6</p>"))
    assert block.text == "a & 14 £5 6"
    words = {text: block.place(_span(block, text)).words for text in ("&", "1", "4", "£", "5", "6")}
    assert words == {"&": "&amp;", "1": "&#49;", "4": "4", "£": "&pound;", "5": "5", "6": "6"}


def _span(block: Block, text: str) -> Span:
    start = block.text.index(text)
    return Span(start, start + len(text))


def test_a_byte_order_mark_moves_no_place():
    """Columns count from the first character behind a byte order mark as an editor counts them."""
    content = f"\ufeff{HEAD}</head><body><p>at 14</p></body></html>"
    (block,) = blocks(read(content))
    assert block.place(_span(block, "14")).words == "14"


def test_raised_digits_are_not_read_as_part_of_the_number_before_them():
    """A raised digit is read as the superscript that a person sees."""
    assert seen(page("<p>14.3<sup>1</sup> 10<sup>-9</sup> H<sub>2</sub>O 1<sup>st</sup></p>")) == [
        "14.3¹ 10⁻⁹ H₂O 1st"
    ]


def test_line_breaks_and_blocks_part_words():
    """What stands on different lines is not one number."""
    assert seen(page("<p>14<br>300</p><div>14<div>300</div></div>")) == ["14 300", "14", "300"]


def test_a_word_break_opportunity_parts_nothing():
    """`<wbr>` and soft hyphens leave a number in one piece, as it looks."""
    assert seen(page("<p>14<wbr>300 14&shy;300</p>")) == ["14300 14\u00ad300"]


# -- claims -------------------------------------------------------------------------------------


def test_claims_span_the_words_that_they_are_made_of():
    """A number claims a fact and a link; its hover copy is a block of its own behind it."""
    reading = page(
        '<p>It paid <data value="5" data-fact="deal"><a id="n1" href="#e-deal">$5 m</a></data>'
        '<span class="tip">001, line 4</span> then.</p>',
        ".tip { display: none; position: absolute } data:hover + .tip { display: block }",
    )
    (block,) = blocks(reading)
    assert block.text == "It paid $5 m then."
    assert sorted(claims(block)) == [
        ("anchor", "n1", "$5 m"),
        ("fact", "deal", "$5 m"),
        ("link", "e-deal", "$5 m"),
        ("value", "5", "$5 m"),
    ]
    (tip,) = blocks(reading, Layer.HOVER)
    assert (tip.kind, tip.text) == ("tip", "001, line 4")
    assert reading.unread == ()


def test_the_quotation_marks_of_a_browser_are_not_part_of_the_quotation():
    """A quotation claims the quoted words alone."""
    (block,) = blocks(page('<p>He said <q data-quote="deal">a <q>b</q></q>.</p>'))
    assert block.text == "He said “a ‘b’”."
    assert claims(block) == [("quote", "deal", "a ‘b’")]


def test_a_claim_goes_on_over_the_paragraphs_in_it():
    """A block quotation of two paragraphs claims both."""
    found = blocks(page('<blockquote data-quote="deal"><p>a</p><p>b</p></blockquote>'))
    assert [claims(block) for block in found] == [
        [("quote", "deal", "a")],
        [("quote", "deal", "b")],
    ]


def test_texts_of_attributes_are_read():
    """`alt`, `title` and `aria-label` reach a reader, too, and claim nothing."""
    reading = page('<p title="5 &amp; 6">x</p><p aria-label="seven">y</p>')
    alternatives = blocks(reading, Layer.HOVER)
    assert [(b.kind, b.text, claims(b)) for b in alternatives] == [
        ("alt", "5 & 6", []),
        ("alt", "seven", []),
    ]
    assert alternatives[0].place(_span(alternatives[0], "&")).words == "&amp;"


def test_a_back_link_is_page_furniture():
    """It is none of the words of its line, and leads to a number."""
    reading = page('<p>Stated <a class="back" href="#n12">↩ 3</a> here</p>')
    assert seen(reading) == ["Stated here"]
    (back,) = blocks(reading, Layer.STRUCTURE)
    assert (back.kind, claims(back)) == ("back", [("link", "n12", "↩ 3")])


# -- context ------------------------------------------------------------------------------------


def test_a_cell_has_its_caption_and_its_heads():
    """Heads reach over the columns and rows that they span."""
    reading = page(
        "<table><caption>C</caption><thead><tr><td></td><th colspan=2>H</th><th>I</th></tr></thead>"
        "<tr><th rowspan=2>r</th><td>1</td><td>2</td><td>3</td></tr>"
        "<tr><td>4</td><td>5</td><td>6</td></tr></table>"
    )
    contexts = {block.text: block.context for block in blocks(reading)}
    assert contexts["1"] == contexts["2"] == contexts["5"] == ("C", "H", "r")
    assert contexts["3"] == contexts["6"] == ("C", "I", "r")


def test_a_definition_has_its_terms_and_a_label_its_caption():
    """A caption counts wherever in the figure it stands."""
    reading = page(
        "<dl><dt>T<dt>U<dd>1</dl><figure><svg viewBox='0 0 99 99'><text x=9 y=50>2</text></svg>"
        "<figcaption>F</figcaption></figure>"
    )
    contexts = {block.text: block.context for block in blocks(reading)}
    assert contexts["1"] == ("T", "U")
    assert contexts["2"] == ("F",)


# -- layers -------------------------------------------------------------------------------------

SEVEN = "<p class=x>7</p>"
LAYERS = {
    "only in print": ("@media print { .x { display: none } }", SEVEN),
    "only in the dark": (
        ".x { display: none } @media (prefers-color-scheme: dark) { .x { display: block } }",
        SEVEN,
    ),
    "only on narrow screens": ("@media (width > 30em) { .x { display: none } }", SEVEN),
    "on hover": (".x { display: none } p:hover .x { display: inline }", "<p>.<i class=x>7</i></p>"),
    "on focus": (
        ".x { visibility: hidden } a:focus ~ .x { visibility: visible }",
        "<p><a href=#>a</a> <i class=x>7</i></p>",
    ),
    "as generated text on hover": ("p:hover::after { content: '7' }", "<p></p>"),
    "when unfolded": ("", "<details><summary>S</summary>7</details>"),
    "when it is the target": (".x { display: none } .x:target { display: block }", SEVEN),
    "off the page until it has the focus": (
        ".x { position: absolute; left: -100rem } .x:focus { left: 0 }",
        "<a class=x href=#>7</a>",
    ),
}


@pytest.mark.parametrize("name", LAYERS)
def test_what_can_be_revealed_is_read_but_not_as_the_body(name: str):
    """Text that is seen in some ways to show the page only is in the layer of hover."""
    css, body = LAYERS[name]
    reading = sound(html(body, css))
    assert any("7" in text for text in seen(reading, Layer.HOVER))
    assert not any("7" in text for text in seen(reading))


def test_a_line_of_which_a_part_is_not_always_seen_is_read_in_each_way():
    """A number put together by a part that only screens show is read whole."""
    reading = page("<p>1<span class=x>4</span> m</p>", "@media print { .x { display: none } }")
    assert seen(reading) == ["1 m"]
    assert seen(reading, Layer.HOVER) == ["14 m"]


def test_metadata_is_read():
    """The title and what a file says about itself."""
    content = f'{HEAD}<meta name=description content="5 facts"></head><body></body></html>'
    reading = read(content)
    assert [(b.kind, b.text) for b in blocks(reading, Layer.METADATA)] == [
        ("title", "T"),
        ("description", "5 facts"),
    ]


# -- what is not read ---------------------------------------------------------------------------

TEXT = "<p class=x>14 <b class=y>15</b></p>"
STYLES = """
display: contents                opacity: 0.1                     visibility: collapse
position: fixed                  position: sticky                 position: absolute
transform: scale(0)              clip-path: inset(100%)           clip: rect(0 0 0 0)
mask: linear-gradient(#000,#000)                                  text-indent: -9999px
text-indent: 100%                overflow: hidden                 text-overflow: ellipsis
font-size: 0                     font-size: 1px                   font-size: 0.1em
color: transparent               color: #fff                      color: rgb(255 255 255/.9)
color: #ffffff00                 background: url(x.png)           background: #000
background: linear-gradient(#000, #fff)                           letter-spacing: -1em
letter-spacing: 50px             word-spacing: -9px               direction: rtl
unicode-bidi: bidi-override      -webkit-text-security: disc      filter: blur(9px)
mix-blend-mode: difference       z-index: -1                      margin-left: -9px
margin: 0 -1em                   animation: hide 1s               transition: all 900s
height: 0                        height: 4px                      max-height: 3px
width: 1px                       max-width: 0                     line-height: 0
line-height: 0.2                 zoom: 0.1                        hyphenate-character: "5"
flex-flow: row-reverse           font-family: Wingdings           text-underline-offset: -1em
font: 12px Symbol                stroke-width: 99px               order: 2
flex-direction: row-reverse      float: footnote                  columns: 1px
content-visibility: hidden       writing-mode: vertical-rl        text-shadow: 0 0 9px #fff
-webkit-text-fill-color: #fff    box-shadow: 0 0 0 500px #fff     outline: 50px solid #fff
border-image: url(x)             rotate: 180deg                   translate: 100vw
all: unset                       font-variation-settings: "wdth" 0
text-decoration: line-through    vertical-align: -100px           grid-area: 1 / 1
grid-row: 1                      counter-set: a 5                 line-height: calc(0 * 1px)
font: 1px serif                  color: var(--nothing)            font-size: calc(1px - 1px)
grid-row: span 1 / 1             grid-row: span                   grid-column: span 0
display: grid; grid-template-areas: "a"
"""


@pytest.mark.parametrize("style", parted(STYLES))
def test_styles_that_can_hide_cover_or_move_text_are_found(style: str):
    """Whatever is not on the list of allowed styles is a finding at its place."""
    reading = page(TEXT, f".x {{ {style} }}")
    assert rules(reading) & {"unreadable-style", "hidden-text"}


GENERATED = {
    "a picture": ".x::before { content: url(data:image/png;base64,AA) }",
    "an alternative text": ".x::before { content: '5' / 'six' }",
    "pages": ".x::before { content: counters(a, '.') }",
    "a function within another": ".x::before { content: attr(a(b)) }",
    "a first letter": ".x::first-letter { font-size: 2em }",
    "a marker": "li::marker { content: '5' } .x::selection { color: red }",
    "an unknown selector": ".x:has(b) { display: none }",
    "an unknown media query": "@media (aspect-ratio: 1/1) { .x { display: none } }",
    "a container": "@container (width > 1px) { .x { display: none } }",
    "a layer": "@layer a { .x { display: none } }",
    "support": "@supports (display: grid) { .x { display: none } }",
    "an import": "@import url(x.css);",
    "keyframes": "@keyframes a { to { color: red } }",
    "a counter style": "@counter-style a { system: cyclic; symbols: '5' }",
    "nesting": ".x { & b { display: none } }",
    "a font from the network": "@font-face { font-family: a; src: url(https://a.example/a.woff) }",
    "a font of the computer": "@font-face { font-family: a; src: local('Wingdings') }",
    "faint generated text": ".x::before { content: '5'; color: #fff }",
    "tiny generated text": ".x::before { content: '5'; font-size: 1px }",
    "generated text above others": ".x::before { content: '5'; position: absolute }",
    "a counter of one medium": "@media print { .x { counter-increment: a } }",
    "margin boxes": "@page { @top-left { content: '5' } }",
    "a variable that hides": ":root { --x: none } b { opacity: var(--x) }",
    "a variable in one mode": "@media print { :root { --x: 0px } } .x { font-size: var(--x, 9px) }",
    "a variable of two names": ".x { color: var(--a b) }",
    "a bound of no width": "@media (min-width:) { .x { color: red } }",
    "a count without end": ".x { counter-reset: a 1e400 }",
    "a circle": ":root { --a: var(--b); --b: var(--a) } .x { color: var(--a) }",
    "a malformed sheet": ".x { color: #000 } }",
    "a comment": "--> .x",
    "brackets without end": ".x { width: " + "calc(" * 5000,
    "selectors without end": ":not(" * 5000,
    "variables without end": "".join(f":root {{ --a{i}: var(--a{i + 1}) }}" for i in range(99)),
    "too many ways to show it": "".join(
        f"@media (min-width: {i}px) {{ b {{ color: #000 }} }}" for i in range(99)
    ),
}


@pytest.mark.parametrize("name", GENERATED)
def test_css_outside_the_subset_is_found(name: str):
    """What is not read of a style sheet is a finding."""
    assert rules(page(TEXT, GENERATED[name])) == {"unreadable-style"}


MARKUP = {
    "a script": ("<script>1</script>", "unreadable-element"),
    "an event": ("<p onclick='a()'>x</p>", "unreadable-element"),
    "a frame": ("<iframe src='data:,5'></iframe>", "unreadable-element"),
    "an object": ("<object data='x.svg'></object>", "unreadable-element"),
    "a canvas": ("<canvas></canvas>", "unreadable-element"),
    "a control": ("<input value=5>", "unreadable-element"),
    "a shadow": ("<div><template shadowrootmode=open>5</template></div>", "unreadable-element"),
    "an unknown element": ("<x-five>5</x-five>", "unreadable-element"),
    "formulas": ("<math><mn>5</mn></math>", "unreadable-element"),
    "a struck number": ("<p><s>5</s></p>", "unreadable-element"),
    "a link that runs": ("<a href='javascript:a()'>x</a>", "unreadable-element"),
    "a raster": ("<img alt='' src='data:image/png;base64,AA'>", "unreadable-image"),
    "a remote raster": ("<img alt='' data-decoration src='//a.example'>", "external-resource"),
    "a stylesheet": ("<link rel=stylesheet href=x.css>", "external-resource"),
    "a paint from elsewhere": (
        "<svg viewBox='0 0 9 9'><path d='M0 0' fill='url(//a.example/b.svg#c)'/></svg>",
        "external-resource",
    ),
    "a raster in a drawing": ("<svg><image href='data:,5'/></svg>", "unreadable-element"),
    "HTML in a drawing": ("<svg><foreignObject>5</foreignObject></svg>", "unreadable-element"),
    "repeated words": (
        "<svg viewBox='0 0 9 99'><text id=a y=50>5</text><use href='#a'/></svg>",
        "unreadable-element",
    ),
    "a turned order": ("<p dir=rtl>12</p>", "unreadable-text"),
    "a control character": ("<p>\u202e12\u202c</p>", "unreadable-text"),
    "two equal ids": ("<p id=a>x</p><p id=a>y</p>", "unreadable-markup"),
    "an unknown attribute": ("<p popover>x</p>", "unreadable-markup"),
    "a stray end tag": ("<p>x</b></p>", "unreadable-markup"),
    "hidden text": ("<p hidden>5</p>", "hidden-text"),
    "text in definitions": ("<svg><defs><text>5</text></defs></svg>", "hidden-text"),
    "text in a drawing but no label": ("<svg><g>5</g></svg>", "hidden-text"),
    "a tiny label": (
        "<svg viewBox='0 0 99 99'><g transform='scale(.1)'><text y=9>5</text></g></svg>",
        "unreadable-style",
    ),
    "a label outside": (
        "<svg viewBox='0 0 99 99'><text x=200 y=50>5</text></svg>",
        "unreadable-style",
    ),
    "a covered label": (
        "<svg viewBox='0 0 99 99'><text x=9 y=50>5</text><path d='M0 0H99V99H0z'/></svg>",
        "unreadable-style",
    ),
    "an outlined label": (
        "<svg viewBox='0 0 99 99'><text x=9 y=50 stroke='#fff' stroke-width=9>5</text></svg>",
        "unreadable-style",
    ),
    "a clear label": (
        "<svg viewBox='0 0 99 99'><text x=9 y=50 fill=none>5</text></svg>",
        "unreadable-style",
    ),
    "a style that hides": ("<p style='opacity:0'>5</p>", "hidden-text"),
}


@pytest.mark.parametrize("name", MARKUP)
def test_markup_that_could_show_something_unread_is_found(name: str):
    """What is not read of the markup is a finding."""
    body, rule = MARKUP[name]
    assert rule in rules(page(body))


def test_a_file_that_does_not_say_its_encoding_is_found():
    """A browser would guess, and might guess wrong."""
    content = "<!doctype html><html lang=en><head><title>T</title></head><body><p>£5</p>"
    assert [finding.rule for finding in read(content).unread] == ["unreadable-markup"]


def test_a_file_without_a_doctype_is_found():
    """Browsers lay it out by other rules."""
    assert "unreadable-markup" in rules(read("<p>5</p>"))


def test_the_place_of_a_style_is_that_of_its_property():
    """Also behind a font in base64, which is passed over."""
    font = f"@font-face {{ font-family: a; src: url(data:font/woff2;base64,{'A' * 999}) }} "
    (finding,) = page(TEXT, f"{font}\n.x {{ color: #000; zoom: 2 }} {font} b {{ }}").unread
    assert finding.place.words == "zoom"
    (finding,) = page(TEXT, f"{font} .x {{ color: #000; zoom: 2 }}").unread
    assert finding.place.words == "zoom"


# -- whatever comes -----------------------------------------------------------------------------

PIECES = st.sampled_from(
    ["<p>", "</p>", "<b>", "</b>", "<table>", "<tr>", "<td>", "<svg>", "<text x=1>", "<a href=#x>",
     "<li value=3>", "<ol>", "<details>", "<q>", "<style>", "</style>", "p{color:", "var(--x)", "}",
     "@media (", "::before{content:", "'5'", "&amp;", "&#5", "<!--", "-->", "<p title='", "\0",
     "\r", " ", "14", "<th colspan=9999 rowspan=9999>", "style='", "transform='", "<path d='M1",
     "e", "-.", "calc(", ")", "--x:", "a:hover", "+", ">", ":not(", ":nth-child(", "2n+1",
     "\ud800"]
)  # fmt: skip


WHOLE = (
    "<p>14 <b>m</b></p>", "<p class=a>&pound;5 &amp; 6</p>", "<ol start=3><li>a<li>b</ol>",
    "<table><tr><th scope=col>h<td colspan=2>1</table>", "<q>a <q>b</q></q>", "<p>a<br>b<wbr>c</p>",
    "<details><summary>S</summary>7</details>", "<pre>\n a\r\n\tb</pre>",
    "<p title='5 &#54;'>x</p>",
    "<svg viewBox='0 0 99 99'><text x=9 y=50>1<tspan x=9 dy=20>4</tspan></text></svg>",
    "<svg viewBox='0 0 99 99'><path d='M1 e-.5A1'/><use href='#a'/></svg>",
    "<p style='color:#000;text-transform:uppercase'>ß 5</p>", "<dl><dt>a<dd>1<p>2</dl>",
)  # fmt: skip
RULES = st.sampled_from(
    (".a { display: flex; gap: 9px }", "p::before { content: counter(c) attr(class) '5' }",
     "p { counter-increment: c 2 }", ":root { --a: 1px } p { margin: var(--a) var(--b, 2px) }",
     "@media (min-width: 40em) { .a { float: left; width: 9em } }", "b:hover { padding: 1px 2px }",
     "td { border: thick solid; padding: 0 1em 2px }", "li::marker { color: #333 }",
     "* + p { width: 3em }",
     "p > b, q ~ p { font: 700 9pt/2 a, b }", "table { border-collapse: collapse }")
)  # fmt: skip


@st.composite
def sound_pages(draw: st.DrawFn) -> str:
    """Pages of which nearly all is read, and so all of the reader is run."""
    css = "\n".join(draw(st.lists(RULES, max_size=6)))
    body = "\n".join(draw(st.lists(st.sampled_from(WHOLE), max_size=8)))
    return html(body, css)


@st.composite
def broken_pages(draw: st.DrawFn) -> str:
    """Sound pages with pieces put in, and parts taken out."""
    content = draw(sound_pages())
    for piece in draw(st.lists(PIECES | st.just(""), min_size=1, max_size=3)):
        at = draw(st.integers(0, len(content)))
        content = content[:at] + piece + content[at + draw(st.integers(0, 2)) :]
    return content


def test_sound_pages_are_read_to_their_end():
    """The property below looks at more than the first fault: of its pages, most have none."""
    assert page("\n".join(WHOLE[:-3])).unread == ()


@given(sound_pages() | broken_pages() | st.lists(PIECES, max_size=40).map("".join) | st.text())
def test_any_text_is_read_without_a_traceback(content: str):
    """Whatever stands in a file, each of its blocks lies within it."""
    text = Text("any.html", content)
    for block in read_html(text).blocks:
        assert block.text
        for fragment in block.fragments:
            assert 0 <= fragment.place.span.start <= fragment.place.span.end <= len(content)
        for mark in block.marks:
            assert 0 <= mark.span.start < mark.span.end <= len(block.text)


# Parts of values and of media queries, whole and half.
PARTS = st.sampled_from(
    ["a", "none", "auto", "inherit", "0", "1", "-1", "1.5", "1e400", "1px", "2em", "3%", "1e400px",
     "1fr", "1s", "#fff", "red", "'x'", "/", ",", ":", "(", ")", "[", "]", "{", "}", "calc(",
     "min(", "clamp(", "var(", "var(--a)", "--a", "rgb(", "attr(", "attr(x)", "counter(",
     "counter(a)", "url(", "repeat(", "minmax(", "span", "dark", "inside", "decimal", "open-quote",
     "!", "not", "and", "only", "screen", "width", "min-width", "<", ">=", "hover"]
)  # fmt: skip
DECLARED = st.builds(
    "{}:{}".format, st.sampled_from([*sorted(ALLOWED), "--a"]), st.lists(PARTS).map(" ".join)
)


@given(st.lists(DECLARED, max_size=4).map(";".join), st.lists(PARTS, max_size=6).map(" ".join))
def test_any_style_sheet_is_read_without_a_traceback(declared: str, media: str):
    """Whatever stands in one, the words are read, or it is said that they cannot be seen."""
    css = f"p, ::before {{ {declared} }} @media {media} {{ p {{ color: red }} }}"
    reading = page("<p>14</p>", css)
    assert any("14" in block.text for block in reading.blocks) or reading.unread


WORDS = st.text("ab14 \n\t&<>£\u00a0\u00ad9", min_size=1).filter(lambda t: t.strip(" \n\t"))


@given(st.lists(WORDS, min_size=1, max_size=5))
def test_escaped_text_is_read_as_it_was_written(paragraphs: list[str]):
    """No character is lost or added, but for folded white space, and each knows its place."""
    escaped = [p.replace("&", "&amp;").replace("<", "&lt;") for p in paragraphs]
    reading = page("".join(f"<p>{text}</p>" for text in escaped))
    assert seen(reading) == [" ".join(p.replace("\u00a0", "\0").split()).replace("\0", "\u00a0")
                             for p in paragraphs]  # fmt: skip
    for block in blocks(reading):
        for at, sign in enumerate(block.text):
            words = block.place(Span(at, at + 1)).words
            known = {"&": "&amp;", "<": "&lt;"}
            assert words == known.get(sign, sign) or sign == " "


def test_elements_deep_within_one_another_are_a_finding():
    """No depth makes the reader fail."""
    for tag in ("<div>", "<b>", "<svg>", "<blockquote><p>"):
        assert "unreadable-markup" in rules(page(tag * 5000))


def test_the_depth_of_elements_that_need_no_end_tag_is_told_as_such():
    """What stands too deep is said to, and not to be malformed."""
    tables = "<table><tr><td>" * 60 + "7" + "</table>" * 60
    (finding,) = page(tables).unread
    assert "too deep" in finding.message


def test_a_table_of_any_width_is_read():
    """Cells that claim to be wide or high cover no more than there is."""
    wide = "<td colspan=9999 rowspan=9999>1</td>" * 500
    heads = "<tr><th>a</th><th>b</th></tr>" * 500
    reading = page(f"<table><tr>{wide}</tr></table><table>{heads}<tr><td>c</td></tr></table>")
    assert len(seen(reading)) == 1501
    assert len(blocks(reading)[-1].context) == 20


def test_every_allowed_property_is_documented():
    """docs/reading.md lists the properties that are allowed, and no other."""
    written = (ROOT / "docs" / "reading.md").read_text(encoding="utf-8")
    table = written.split("### Properties", 1)[1].split("\n## ", 1)[0]
    sides = re.compile(r"(border|margin|padding)-(?!spacing|radius).*")
    names = {sides.sub(r"\1", name) for name in ALLOWED}
    assert {name for name in names if f"`{name}`" not in table} == set()
    first = {cell for line in table.splitlines() for cell in line.split("|")[1:2]}
    listed = set(re.findall(r"`([\w-]+)`", " ".join(first)))
    assert listed - set(ALLOWED) == set()
    assert len(listed) > 100
