"""Pages that were made to deceive: what is read of them is what is seen, or it is said."""

from __future__ import annotations

import base64
import time
from pathlib import Path

import pytest
from pages import HEAD, html, page, parted, read, rules, sound

from briefing.read.css_fonts import is_known, known_fonts
from briefing.read.html_tokens import MOST_ATTRIBUTES, MOST_CHARACTERS, MOST_MARKS
from briefing.read.model import Layer, Reading

ROOT = Path(__file__).parent.parent


def seen_anyhow(reading: Reading) -> list[str]:
    """What is read of a page, but for its title."""
    return [block.text for block in reading.blocks if block.layer is not Layer.METADATA]


# -- markup that parsers take in different ways -------------------------------------------------

MALFORMED = {
    "an attribute twice": "<p class=a class=b>7</p>",
    "a comment without end": "<p>1<!-- 2",
    "a comment that ends with a bang": "<p>1<!-- a --!>2</p>",
    "a comment that ends at once": "<p>1<!-->2--></p>",
    "a comment that ends after a dash": "<p>1<!--->2--></p>",
    "a comment in a comment": "<p>1<!-- <!-- --> 2 --></p>",
    "CDATA": "<p>1<![CDATA[2]]>3</p>",
    "CDATA in a drawing": "<svg viewBox='0 0 99 99'><text x=9 y=50>1<![CDATA[2]]></text></svg>",
    "an instruction": "<p>1<?x 2?>3</p>",
    "an end tag that is none": "<p>1</ 2>3</p>",
    "a start tag that is none": "<p>1 < 2</p>",
    "a tag without end": "<p>1</p><p title='",
    "a quotation mark in a value": '<p title=a"b>x</p>',
    "values without a space": '<p title="a"class="b">x</p>',
    "a tag in a value": "<p title='<b>'>x</p>",
    "a paragraph that a block ends": "<p>1<div>2</div></p>",
    "an end tag without a start": "<p>1</b></p>",
    "a line break that ends": "<p>1</br>2</p>",
    "text in a table": "<table>9<tr><td>1</td></tr></table>",
    "an element in a table": "<table><b>9</b><tr><td>1</td></tr></table>",
    "a row without a table": "<tr><td>5</td></tr>1",
    "a link in a link": "<a href=#a>1<a href=#b>2</a></a>",
    "tags that cross": "<p><b>1<i>2</b>3</i></p>",
    "tags that cross paragraphs": "<p><b>1</p><p>2</b></p>",
    "an element that closes itself": "<p/>1<b/>2",
    "HTML in a drawing": "<svg viewBox='0 0 99 99'><text x=9 y=50>1<p>2</p></text></svg>",
    "an element that is not closed": "<div>1",
    "a heading in a heading": "<h1>1<h2>2</h2></h1>",
    "text behind the end": "</body></html>99",
    "a second body": "<body class=x>1",
    "a second html": "<p>1</p><html lang=de class=y>",
    "a null character": "<p>1\x002</p>",
    "an escape character": "<p>\x1b$B!!7</p>",
    "a byte order mark in the text": "<p>1\ufeff4</p>",
    "half a surrogate": "<p>\ud800</p>",
    "a reference without end": "<p>&pound5</p>",
    "a reference by prefix": "<p>&notit 5</p>",
    "a reference to a control character": "<p>&#128; 5</p>",
    "a reference without digits": "<p>&#;</p>",
    "a reference of too many digits": f"<p>&#{'0' * 9}57;</p>",
    "a reference to nothing": "<p>&#0; &#xD800; &#x110000;</p>",
    "an unknown reference": "<p>&five;</p>",
    "a reference in a value": "<p title='&copy=1'>x</p>",
    "an item outside of a list": "<div><li value=14>a</li></div>",
    "an item deep in a list": "<ol><div><li>a</li></div><li>b</ol>",
    "a start with a rest": "<ol start=5x><li>a</ol>",
    "a start with an underscore": "<ol start=1_4><li>a</ol>",
    "a start in other digits": "<ol start=١٤><li>a</ol>",
    "a start beyond 32 bits": "<ol start=99999999999999><li>a</ol>",
    "a kind of bullets": "<ol><li type=A>a</ol>",
    "a title in the body": "<title>99</title><p>x</p>",
    "metadata in the body": "<meta name=description content=99><p>x</p>",
    "hidden until it is found": "<p hidden=until-found>7</p>",
    "one of several open": "<details name=a open><summary>S</summary>7</details>",
    "colours by attributes": "<table bgcolor=black><tr><td>1</td></tr></table>",
    "a width by an attribute": "<table width=1><tr><td>14 000</td></tr></table>",
}


@pytest.mark.parametrize("name", MALFORMED)
def test_markup_that_parsers_mend_differently_is_refused(name: str):
    """Nothing is left to a parser's way of mending what is malformed."""
    assert "unreadable-markup" in rules(page(MALFORMED[name]))


ELEMENTS = {
    "without a script": "<noscript>7</noscript>",
    "a template": "<template>7</template>",
    "a dialogue": "<dialog open>7</dialog>",
    "a control": "<textarea>7</textarea>",
    "a choice": "<select><option>7</option></select>",
    "a button": "<button>7</button>",
    "a meter": "<meter value=.7>7</meter>",
    "everything as text": "<plaintext>7",
    "an example": "<xmp><b>7</b></xmp>",
    "a frame": "<iframe srcdoc='7'></iframe>",
    "an object": "<object data='data:,7'></object>",
    "an embedded file": "<embed src='data:,7'>",
    "a portal": "<portal src=x></portal>",
    "a base": "<base href='https://a.example/'>",
    "a ruby": "<ruby>1<rp>(</rp><rt>2</rt></ruby>",
    "a turned order": "<bdo dir=rtl>12</bdo>",
    "a running text": "<marquee>7</marquee>",
    "a font": "<font color=white>7</font>",
    "struck": "<del>7</del>",
    "a slot": "<slot>7</slot>",
    "a frame set": "<frameset><frame></frameset>",
    "a script in a drawing": "<svg viewBox='0 0 9 9'><script>a()</script></svg>",
    "an animation": "<svg viewBox='0 0 9 9'><animate attributeName=x to=9></animate></svg>",
    "a gradient": "<svg viewBox='0 0 9 9'><linearGradient id=g></linearGradient></svg>",
    "a change": "<svg viewBox='0 0 9 9'><set attributeName=x to=9></set></svg>",
    "a style in a drawing": "<svg viewBox='0 0 9 9'><style>text{fill:none}</style></svg>",
    "a drawing in a drawing": "<svg viewBox='0 0 9 9'><svg viewBox='0 0 9 9'></svg></svg>",
    "elements in a description": "<svg viewBox='0 0 9 9'><desc><b>5</b></desc></svg>",
    "a link that runs": "<a href='java\nscript:a()'>x</a>",
    "a link that runs, after a control": "<a href=' \tjavascript:a()'>x</a>",
    "a link to data": "<a href='data:text/html,7'>x</a>",
    "a link to a blob": "<a href='blob:7'>x</a>",
    "an event": "<p onpointerenter=a()>7</p>",
    "an event in a drawing": "<svg viewBox='0 0 9 9' onload=a()></svg>",
}


@pytest.mark.parametrize("name", ELEMENTS)
def test_elements_that_run_fetch_or_depend_on_more_than_the_page_are_refused(name: str):
    """What is not on the list of elements is not read, in whatever disguise it comes."""
    assert "unreadable-element" in rules(page(ELEMENTS[name]))


HEADS = {
    "a refresh": "<meta http-equiv=refresh content='0;url=x'>",
    "a policy": "<meta http-equiv=content-security-policy content='style-src none'>",
    "a viewport that shrinks": "<meta name=viewport content='width=10,initial-scale=.01'>",
    "always dark": "<meta name=color-scheme content=dark>",
    "a preview": "<meta property=og:title content=99>",
    "a preview by name": "<meta name=twitter:title content=99>",
    "a second encoding": "<meta charset=latin1>",
    "a style sheet": "<link rel=stylesheet href=x.css>",
    "a style sheet in disguise": "<link rel='canonical stylesheet' href=x.css>",
    "a module": "<link rel=modulepreload href=x.js>",
    "a preload": "<link rel=preload href=x as=style>",
    "an icon from elsewhere": "<link rel=icon href=x.png>",
    "a style that is none": "<style type=text/plain>p { display: none }</style>",
    "a style to choose": "<style title=a>p { display: none }</style>",
    "an import map": "<script type=importmap>{}</script>",
}


@pytest.mark.parametrize("name", HEADS)
def test_heads_that_change_what_is_shown_are_refused(name: str):
    """A head holds metadata that are read, and styles that always hold."""
    assert rules(page("<p>7</p>", head=HEADS[name])) - {"hidden-text"}  # which some would do


FILES = {
    "another encoding": HEAD.replace("utf-8", "utf-16") + "</head><body>7£",
    "an encoding of seven bits": HEAD.replace("utf-8", "utf-7") + "</head><body>+AGE-7",
    "no encoding": HEAD.replace('<meta charset="utf-8">', "") + "</head><body>7£",
    "an encoding too late": HEAD.replace("<meta", f"<!--{'x' * 1000}--><meta") + "</head><body>£",
    "an encoding in a title before": HEAD.replace(
        "<meta", "<title>£<meta charset=latin1></title><meta"
    ),
    "an encoding in a style before": HEAD.replace(
        "<meta", "<style>/*£*/<meta charset=latin1></style><meta"
    ),
    "an encoding in a value before": HEAD.replace(
        'lang="en"', 'lang="en" title="<meta charset=latin1>"'
    ),
    "an encoding in the body": HEAD.replace('<meta charset="utf-8">', "")
    + "</head><body>7<meta charset=utf-8>",
    "no type": HEAD.removeprefix("<!doctype html>"),
    "an old type": HEAD.replace("html>", 'html public "-//W3C//DTD HTML 3.2">', 1),
    "a type of XHTML": HEAD.replace("<!doctype", '<?xml version="1.0"?><!doctype'),
    "nothing": "",
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_files_that_do_not_say_first_how_to_read_them_are_refused(name: str):
    """A browser looks for the encoding in the first bytes, before there are any elements."""
    assert rules(read(FILES[name])) == {"unreadable-markup"}


SOUND = {
    "end tags that may be missing": ("<ul><li>a<li>b</ul><p>c<p>d", ["•", "a", "•", "b", "c", "d"]),
    "a table without bodies": ("<table><tr><th>a<td>b<tr><td>c</table>", ["a", "b", "c"]),
    "capitals": ("<P CLASS=x>7</P>", ["7"]),
    "a comment": ("<p>1<!-- 2 - 3 -->4</p>", ["14"]),
    "references": ("<p>&pound;5 A&amp;B &#x39; &lt;</p>", ["£5 A&B 9 <"]),
    "an ampersand": ("<p>A&B & C</p>", ["A&B & C"]),
    "drawn elements that close themselves": (
        "<svg viewBox='0 0 99 99'><path d='M0 0'/><text x=9 y=50>5</text></svg>",
        ["5"],
    ),
    "a value without quotation marks": ("<p><a href=x>7</a></p>", ["7"]),
    "a first line break": ("<pre>\n7</pre>", ["7"]),
    "line breaks of all kinds": ("<p>a\r\nb\rc\nd</p>", ["a b c d"]),
}


@pytest.mark.parametrize("name", SOUND)
def test_sound_markup_is_read(name: str):
    """What every parser reads alike is read, however it is written."""
    body, expected = SOUND[name]
    assert seen_anyhow(sound(html(body))) == expected


# -- characters ---------------------------------------------------------------------------------

SIGNS = {
    "a turned order": "12\u202e34\u202c",
    "an isolated order": "\u206712\u2069",
    "a mark of order": "12\u200f34",
    "letters from right to left": "12 \u05d0 34",
    "digits of Arabic": "١٤",
    "a private character": "1\ue0014",
    "a character of no meaning": "1\u03784",
    "a tag": "1\U000e00344",
    "a filler": "1\u31644",
    "a blank of Braille": "1\u28004",
    "a joiner of marks": "1\u034f4",
    "a stroke through a digit": "1\u03364",
    "a stroke through a letter": "no\u0336",
    "a circle around a digit": "1\u20dd",
    "a key around a digit": "1\ufe0f\u20e3",
    "a mark upon a digit": "1\u03014",
    "marks upon marks": "a\u0301\u0301\u0301\u0301",
    "a style of a digit": "1\ufe0e",
    "a style of a letter": "a\U000e0100",
    "a Cyrillic three": "\u041700 people",
    "a Cyrillic o in a number": "1\u041e0 million",
    "a Cyrillic o in a word": "f\u043eur million",
    "a Greek o in a word": "f\u03bfur million",
    "a minus that is a letter": "\u02d75%",
    "a minus that is a hyphen": "fell \u20115%",
    "a heavy minus": "\u27965%",
    "a comma that is a quotation mark": "14\u201a300",
    "a point that is a hyphenation point": "14\u2027300",
    "a point that is an operator": "14\u22c5300",
    "a per mille that is a commercial minus": "5\u2052",
    "a line that is drawn": "\u25005%",
    "a hyphen that may appear": "14\u00ad300",
}


@pytest.mark.parametrize("name", SIGNS)
def test_characters_that_look_like_others_or_like_nothing_are_found(name: str):
    """Wherever they stand: in the text, made by a style, in an attribute, or in the metadata."""
    sign = SIGNS[name]
    assert "unreadable-text" in rules(page(f"<p>{sign}</p>"))
    assert "unreadable-text" in rules(page("<p>x</p>", f"p::after {{ content: '{sign}' }}"))
    assert "unreadable-text" in rules(page(f"<p title='{sign}'>x</p>"))
    head = f"<meta name=description content='{sign}'>"
    assert "unreadable-text" in rules(page("<p>x</p>", head=head))


def test_a_mark_in_another_element_is_found():
    """It lies upon the digit before it all the same, and its place is told."""
    (finding,) = page("<p>1<b>&#x336;4</b></p>").unread
    assert finding.place.words == "&#x336;"


HONEST = (
    "naïve café Ångström Čapek", "cafe\u0301", "5 µm, 3 Ω, Δ5", "Привет, мир", "Ελλάδα 2025",
    "€14.3bn – £5, ¥3, ₹7", "−5% to +5%; 14 300; 14’300", "“14” ‘15’ «16»", "2025年", "三星",
    "½ ⅓ 10⁻⁹ CO₂", "↩ 3 ✓4 •5 №6 §7", "GPT‑5", "☎\ufe0e 5", "１４％", "four\u00adteen 14\u200b300",
)  # fmt: skip


@pytest.mark.parametrize("text", HONEST)
def test_honest_characters_are_read(text: str):
    """Languages with their own letters and marks, typography and currencies are no faults."""
    reading = sound(html(f"<p>{text}</p>"))
    assert seen_anyhow(reading) == [text]


# -- style sheets -------------------------------------------------------------------------------

X = "<p class=x>14 <b class=y>15</b></p>"
VALUES = """
visibility: hidden visible        display: none block              position: static static
font: 40px                        font: 16px                       font: 16px / 2
font: url(x) 16px a               font-family: url(x)              font-family: FontAwesome
left: -2000px 5px                 text-transform: none uppercase   list-style: "5" "6"
list-style: disc square           counter-reset: a 1 2             counter-reset: none a
counter-reset: a 99999999999      counter-increment: list-item     content: normal none
font-style: oblique 89deg         font-variant: super              font-variant-position: super
font-variant-numeric: ordinal     font-variant-numeric: diagonal-fractions
font-variant-caps: unicase        font-variant-alternates: swash(a)
font-variant-ligatures: historical-ligatures                       font-language-override: "TRK"
font-feature-settings: "frac"     font-feature-settings: "sups"    font-feature-settings: "aalt"
font-feature-settings: "ss20" 3   font-size-adjust: .1             font-palette: dark
-webkit-text-size-adjust: 1%      text-size-adjust: 10%            tab-size: 0
color-scheme: dark                color-scheme: only dark          letter-spacing: -.5px
color-scheme: 5                   color-scheme: "dark" 5           grid-template-columns: repeat(2)
grid-template-columns: repeat()   grid-template-columns: repeat(2,)
letter-spacing: .5em              letter-spacing: calc(1px)        word-spacing: -.2em
text-underline-offset: 16px       text-underline-offset: -4px      line-height: .9
grid-auto-flow: column            grid-column: 2                   grid-column: 2 / 3
grid-column-start: 3              margin: 1px 1px 1px 1px 1px      border-radius: 1px / 2px
color: color-mix(in srgb, red, #fff)                               color: light-dark(red, #fff)
background: image-set("x")        offset-path: ray(0deg)           shape-outside: circle()
mask-image: none                  -webkit-mask: none               scale: .1
perspective: 9px                  contain: strict                  container-type: size
anchor-name: --a                  position-anchor: --a             field-sizing: content
initial-letter: 3                 text-box-trim: both              text-combine-upright: all
ruby-position: under              text-orientation: upright        reading-flow: grid-order
interactivity: inert              line-clamp: 1                    -webkit-line-clamp: 1
block-size: 1px                   max-block-size: 1px              min-width: -1px
animation-name: a                 view-transition-name: a          appearance: none
scroll-timeline: a                overlay: auto                    display: ruby
display: run-in                   display: table-column-group list-item
text-emphasis: "5"                -webkit-text-stroke: 9px #fff    quotes: "5"
"""


@pytest.mark.parametrize("style", parted(VALUES))
def test_styles_that_a_browser_passes_over_or_that_change_what_is_seen_are_refused(style: str):
    """A declaration is read only if every browser takes it, and takes it for what it seems."""
    assert "unreadable-style" in rules(page(X, f".x {{ {style} }}"))


FONT = f"url(data:font/woff2;base64,{'A' * 400})"
SHEETS = {
    "an empty value behind another": ".x::before { content: '9' } .x::before { content:; }",
    "a variable that is empty": ":root { --a:; } .x { color: var(--a) }",
    "a type of an attribute": ".x::before { content: attr(class number) }",
    "an attribute with something else": ".x::before { content: attr(data-x, '9') }",
    "a counter in other digits": ".x::before { content: counter(a, hebrew) }",
    "the counter of lists": ".x::before { content: counter(list-item) }",
    "a page too small": "@page { size: 10px 10px }",
    "a font beside a font": f".x::before {{ content: '{FONT}' }}",
    "a font in a comment": f"/* {FONT} */",
    "a font that is adjusted": f"@font-face {{ font-family: a; src: {FONT}; size-adjust: 1% }}",
    "a font with other features": (
        f"@font-face {{ font-family: a; src: {FONT}; font-feature-settings: 'frac' }}"
    ),
    "values of a font": "@font-feature-values a { @styleset { b: 1 } }",
    "colours of a font": "@font-palette-values --a { font-family: b }",
    "a property with a value": "@property --a { syntax: '*'; inherits: true; initial-value: 0 }",
    "a scope": "@scope (.x) { b { display: none } }",
    "a style at the start": "@starting-style { .x { opacity: 0 } }",
    "a transition of views": "@view-transition { navigation: auto }",
    "a position": "@position-try --a { left: 0 }",
    "a space of names": "@namespace url(x);",
    "an encoding": "@charset 'utf-8';",
    "a rule in a rule": ".x { .y { display: none } }",
    "what follows a colon": ".x:not(.y) .y:only-child:lang(en) { display: none }",
    "a highlight": "::highlight(a) { color: #fff }",
    "the contents of details": "::details-content { display: none }",
    "a closed element": "details:open { color: #fff }",
    "a part": "::part(a) { display: none }",
    "a backdrop": "::backdrop { background: #fff }",
    "a negated condition": "@media not (min-width: 1px) { .x { display: none } }",
    "one of several conditions": "@media (hover) or (pointer) { .x { display: none } }",
    "a resolution": "@media (resolution > 1dpi) { .x { display: none } }",
    "a medium": "@media tv { .x { display: none } }",
    "whether scripts run": "@media (scripting) { .x { display: none } }",
    "a ratio": "@media (aspect-ratio > 1/1) { .x { display: none } }",
    "a height": "@media (height > 1px) { .x { display: none } }",
    "reduced data": "@media (prefers-reduced-data: reduce) { .x { display: none } }",
    "print on paper of a size": "@media print and (device-width > 1px) { .x { display: none } }",
    "colours that are turned": "@media (inverted-colors: inverted) { .x { display: none } }",
}


@pytest.mark.parametrize("name", SHEETS)
def test_sheets_that_ask_or_generate_more_than_is_followed_are_refused(name: str):
    """Rules and selectors outside of the subset might hide or show something somewhere."""
    assert "unreadable-style" in rules(page(X, SHEETS[name]))


def test_a_long_name_is_no_font():
    """Only the bytes of fonts are passed over: else `.x` and a longer name would be one."""
    name = "x" + "a" * 300
    reading = page(f"<p class=x>14</p><p class={name}>15</p>", f".{name} {{ display: none }}")
    assert seen_anyhow(reading) == ["14"]
    assert rules(reading) == {"hidden-text"}


def test_quotation_marks_without_a_fellow_are_refused():
    """Where marks do not come in pairs, the pairs before them are read, and the style is told."""
    reading = page("<p><q>14 <q>15</q></q></p>", "q { quotes: '5' } p { quotes: '<' '>' '5' }")
    assert rules(reading) == {"unreadable-style"}
    assert seen_anyhow(reading) == ["14 15"]


def test_classes_are_parted_by_the_white_space_of_ascii_alone():
    """A browser takes a hard space for a part of the name."""
    reading = page("<p class='x\u00a0y'>14</p>", ".x { display: none }")
    assert seen_anyhow(reading) == ["14"]


def test_values_of_some_attributes_know_no_capitals():
    """`[lang=EN]` meets `lang=en`, as in browsers."""
    reading = page("<p lang=en>14</p>", "[lang=EN] { display: none }")
    assert (seen_anyhow(reading), rules(reading)) == ([], {"hidden-text"})


def test_names_of_attributes_know_no_capitals():
    """`attr(DATA-X)` gives `data-x`, as in browsers."""
    reading = page("<p data-x=14>x</p>", "p::before { content: attr(DATA-X) }")
    assert (seen_anyhow(reading), reading.unread) == (["14x"], ())


# -- what is shown, and when --------------------------------------------------------------------

SHOWN = {
    "the head": ("head, title { display: block }", "<p>7</p>"),
    "everything": ("* { display: block }", "<p>7</p>"),
    "the style sheet": ("head, style { display: block }", "<p>7</p>"),
    "the block of data": (
        "script { display: block }",
        '<script type="application/json" id="briefing-evidence">{"a": 99}</script>',
    ),
    "text before metadata": ("head, meta { display: block } meta::before { content: '9' }", "7"),
    "text before a line break": ("br::before { content: '9' }", "<p>1<br>2</p>"),
    "text at a word break": ("wbr::after { content: '9' }", "<p>1<wbr>2</p>"),
    "text before a row": ("tr::before { content: '9' }", "<table><tr><td>1</td></tr></table>"),
    "text in columns": (
        "col::before { content: '9' }",
        "<table><colgroup><col></colgroup><tr><td>1</td></tr></table>",
    ),
    "text before an image": (
        "img::before { content: '9' }",
        "<img alt='' data-decoration src='data:image/png;base64,AA'>",
    ),
    "text before a label": (
        "text::before { content: '9' }",
        "<svg viewBox='0 0 99 99'><text x=9 y=50>1</text></svg>",
    ),
    "text behind details": (
        "details::after { content: '9' }",
        "<details><summary>S</summary>x</details>",
    ),
    "text that changes on hover": (
        "b::after { content: '1' } b:hover::after { content: '4' }",
        "<p><b></b><b></b></p>",
    ),
    "text that vanishes on hover": ("p:hover b { display: none }", "<p>1<b>4</b></p>"),
    "text that fades on hover": ("b:not(:hover) { opacity: 0 }", "<p>1<b>4</b>2<b>5</b></p>"),
    "parts revealed one by one": (
        ".t { display: none } i:hover + .t { display: inline }",
        "<p>1<i>a</i><b class=t>4</b><i>b</i><b class=t>2</b></p>",
    ),
    "an item that counts in print alone": (
        "@media screen { .a { display: none } }",
        "<ol><li class=a>a<li>b</ol>",
    ),
    "an item that does not count": (".a { display: block }", "<ol><li class=a>a<li>b</ol>"),
    "bullets that count": (
        "ul { list-style: decimal } .a { display: block }",
        "<ul><li class=a>a<li>b</ul>",
    ),
    "a number without a list": ("p { display: list-item; list-style: decimal }", "<p>a</p><p>b"),
    "a marker of other words": ("li::marker { content: '9' }", "<ol><li>a</ol>"),
    "a marker without a colour": ("li::marker { color: #fff }", "<ol><li>a</ol>"),
    "a marker that is tiny": ("li::marker { font-size: 1px }", "<ol><li>a</ol>"),
}


@pytest.mark.parametrize("name", SHOWN)
def test_what_is_shown_without_being_read_is_refused(name: str):
    """Elements that nobody should see, generated text in odd places, and states in between."""
    css, body = SHOWN[name]
    assert rules(page(body, css)) & {"unreadable-style", "hidden-text"}


SKIP = "<a href=#>14</a>"
# The ground, or the measure, is not that of the element around it.
GROUNDS = {
    "the usual colour in the dark": (
        ":root { color-scheme: light dark } .x { background: #fff; color: initial }",
        "<p class=x>14</p>",
    ),
    "a ground that is hidden": (
        ".x { visibility: hidden; background: #000 } p { visibility: visible; color: #fff }",
        "<div class=x><p>14</p></div>",
    ),
    "a hidden body, whose ground is that of the page": (
        "body { visibility: hidden; background: #000 } p { visibility: visible }",
        "<p>14</p>",
    ),
    "the ground of a column": (
        "col { background: #000 }",
        "<table><colgroup><col></colgroup><tr><td>14</table>",
    ),
    "the ground of a table, for its caption": (
        "table { background: #000; color: #fff }",
        "<table><caption>14</caption><tr><td>a</table>",
    ),
    "the ground of a line, for a block in it": (
        "b { background: #000; color: #fff } i { display: block }",
        "<p>a <b>b <i>14</i></b></p>",
    ),
    "the ground around a tip": (
        (
            "p { background: #000; color: #fff } p:hover .x { display: block }"
            ".x { display: none; position: absolute; top: 90px }"
        ),
        "<p>a<span class=x>14</span></p>",
    ),
    "the ground of an item, for its number": (
        "li { background: #000; color: #fff }",
        "<ol><li>a<li>b</ol>",
    ),
    "a number in the colour of the ground": (
        "li { color: #fff } b { color: #000 }",
        "<ol><li><b>a</b><li><b>b</b></ol>",
    ),
    "a number without size": (
        "li { font-size: 1px } b { font-size: 16px }",
        "<ol><li><b>a</b><li><b>b</b></ol>",
    ),
    "a number in another colour in print": (
        "@media print { li { color: #fff } b { color: #000 } }",
        "<ol><li><b>a</b><li><b>b</b></ol>",
    ),
    "a column that is none": ("p { display: table-column }", "<p>14</p>"),
    "letters of a small root": (
        "html { font-size: 6px } body { font-size: 16px } p { font-size: .5rem }",
        "<p>14</p>",
    ),
    "letters of the smaller side": ("p { font-size: 1vmin }", "<p>14</p>"),
    "letters that shrink as the screen grows": (
        "p { font-size: calc(22px - 1vw) }",
        "<p>14</p>",
    ),
    "a gap that shrinks as the screen grows": (
        ".x { display: flex; gap: calc(20px - 1vw) }",
        "<div class=x><p>14</p><p>300</p></div>",
    ),
    "a gap that shrinks as the box grows": (
        ".x { display: flex; gap: max(4px, 20px - 1%) }",
        "<div class=x><p>14</p><p>300</p></div>",
    ),
    "off a box that may be short": (
        "div { position: relative } a { position: absolute; left: -200% } a:focus { left: 0 }",
        f"<div>{SKIP}</div>",
    ),
    "off a screen that may be narrow": (
        "a { position: absolute; left: -100vw; background: #fff } a:focus { left: 0 }",
        SKIP,
    ),
    "stretched from off the page": (
        "a { position: absolute; left: -1000px; right: 0; text-align: right }a:focus { left: 0 }",
        SKIP,
    ),
    "pushed from off the page": (
        (
            "a { position: absolute; left: -1000px; margin-left: 400px; padding-left: 400px;"
            "white-space: nowrap } a:focus { left: 0 }"
        ),
        f"<a href=#>{'14 ' * 20}</a>",
    ),
    "lines upon one another by a shorthand": ("p { font: 16px/0 serif }", "<p>14<br>300</p>"),
    "large letters in low lines": ("p { font: 40px/14px serif }", "<p>14<br>300</p>"),
}


@pytest.mark.parametrize("name", GROUNDS)
def test_text_is_held_against_what_is_really_under_and_around_it(name: str):
    """Not all that an element is in is painted under it, and not every measure is its own."""
    css, body = GROUNDS[name]
    assert "unreadable-style" in rules(page(body, css))


SOUND_GROUNDS = {
    "light on dark in a caption of its own": (
        "caption { background: #000; color: #fff }",
        "<table><caption>14</caption><tr><td>a</table>",
    ),
    "a tip on a ground of its own": (
        (
            "p { background: #000; color: #fff } p:hover .x { display: block }"
            ".x { display: none; position: absolute; background: #fff; color: #000 }"
        ),
        "<p>a <span class=x>14</span></p>",
    ),
    "seen again by the usual value": (
        "div { visibility: hidden } p { visibility: initial }",
        "<div><p>14</p></div>",
    ),
    "letters that grow with the screen": (
        "p { font-size: clamp(12px, 10px + 1vw, 20px); width: min(600px, 100vw - 2rem) }",
        "<p>14</p>",
    ),
    "columns of the colour around them": (
        "table { background: #eee }",
        "<table><colgroup><col></colgroup><tr><td>14</table>",
    ),
}


@pytest.mark.parametrize("name", SOUND_GROUNDS)
def test_text_that_stands_out_from_its_own_ground_is_read(name: str):
    """Dark parts of a page are no fault, nor are sizes that follow the screen."""
    css, body = SOUND_GROUNDS[name]
    assert "14" in " ".join(seen_anyhow(sound(html(body, css))))


# Each is sound in one way to show the page, and not in another.
FOLDED = "<details><summary>a</summary><p>1</p></details>"
GROUND = "<rect x=0 y=0 width=99 height=99></rect>"
LIGHT = "<text x=9 y=50 fill='#fff'>1430</text>"
UNFOLDED = "<details open><summary>b</summary><p>2014</p></details>"
WAYS = {
    "words in a line of their own in print alone": (
        "@media print { .x { display: block } }",
        "<p>a <span class=x>b</span></p>",
    ),
    "generated words in a line of their own in print alone": (
        "p::after { content: ' 5' } @media print { p::after { display: block } }",
        "<p>a</p>",
    ),
    "a colour that the first such text never has": (
        "@media print { p { color: #fff } }",
        FOLDED + UNFOLDED,
    ),
    "a size that the first such text never has": (
        "@media print { p { font-size: 1px } }",
        FOLDED + UNFOLDED,
    ),
    "a shape under a label in print alone": (
        "@media screen { g { display: none } }",
        f"<svg viewBox='0 0 99 99' width=99><g>{GROUND}</g>{LIGHT}</svg>",
    ),
    "a shape under a label on screen alone": (
        "@media print { rect { visibility: hidden } }",
        f"<svg viewBox='0 0 99 99' width=99>{GROUND}{LIGHT}</svg>",
    ),
    "boxes that only another one parts": (
        ".r { display: flex } .n { padding: 0 9px } @media print { .n { display: none } }",
        "<div class=r><p>14</p><p class=n>x</p><p>300</p></div>",
    ),
    "boxes between which a tip comes up": (
        (
            ".r { display: flex } .n { display: none; position: absolute; padding: 0 9px }"
            ".r:hover .n { display: block }"
        ),
        "<div class=r><p>14</p><p class=n>x</p><p>300</p></div>",
    ),
    "cells that only another one parts": (
        (
            "table { border-spacing: 0 } td { padding: 0 } .n { padding: 0 9px }"
            "@media print { .n { display: none } }"
        ),
        "<table><tr><td>14<td class=n>x<td>300</table>",
    ),
    "words that only a paragraph parts": (
        "@media print { p { display: none } }",
        "<div>14<p>x</p>300</div>",
    ),
    "words that only paragraphs part": (
        "@media print { p { display: none } }",
        "<div><b>14</b><p>x</p><p>y</p><i><b>300</b></i></div>",
    ),
    "words that only a rule parts": (
        "@media print { hr { display: none } }",
        "<div>14<hr>300</div>",
    ),
    "words that only a line break parts": ("br { display: none }", "<p>14<br>300</p>"),
    "words that a line break parts in print": (
        "@media screen { i { display: none } }",
        "<p>14<i><br></i>300</p>",
    ),
    "room that a hidden digit takes": (
        "@media print { b { visibility: hidden } }",
        "<p>1<b>4</b>3</p>",
    ),
    "a digit that hover takes out of its line": (
        "b:hover { position: absolute }",
        "<p>1<b>4</b>3</p>",
    ),
}


@pytest.mark.parametrize("name", WAYS)
def test_what_is_sound_in_some_ways_to_show_a_page_is_looked_at_in_the_others(name: str):
    """An answer for one text, in one way to show it, is none for another."""
    css, body = WAYS[name]
    assert "unreadable-style" in rules(page(body, css))


def test_details_need_their_summary():
    """A browser writes one of its own for details without."""
    assert rules(page("<details>7</details>")) == {"unreadable-markup"}
    two = "<details><summary>a</summary><summary>b</summary>7</details>"
    assert rules(page(two)) == {"unreadable-markup"}


# -- drawings -----------------------------------------------------------------------------------

LABEL = "<text x=9 y=50>1430</text>"
FAR = "translate(1e308) translate(1e308) translate(-1e308) translate(-1e308)"
DRAWN = {
    "a shape that is moved beyond all measure, and back": (
        f"{LABEL}<rect x=0 y=0 width=99 height=99 fill='#fff' transform='{FAR}' />"
    ),
    "turned without end": f"<g transform='rotate(1e400)'>{LABEL}</g>",
    "a line as wide as a label": f"<path d='M0 0H9' stroke='#000' stroke-width=50 />{LABEL}",
    "signs each in its place": "<text x='60 40 20' y=50>123</text>",
    "signs that are turned": "<text x=9 y=50 rotate=180>69</text>",
    "signs that are squeezed": "<text x=9 y=50 textLength=5>1430</text>",
    "a part moved back": "<text x=50 y=50>1<tspan dx=-30>4</tspan></text>",
    "a part before another": "<text x=50 y=50>1<tspan x=20>4</tspan></text>",
    "a part upon another": "<text x=9 y=50>14<tspan x=9 y=52>30</tspan></text>",
    "a part above": "<text x=9 y=50>1<tspan dy=-9>4</tspan></text>",
    "a label upside down": "<text x=50 y=50 transform='rotate(180 50 50)'>69</text>",
    "a label turned twice": (
        "<g transform='rotate(90 50 50)'><text x=50 y=50 transform='rotate(90 50 50)'>69</text></g>"
    ),
    "a label mirrored": "<text x=-50 y=50 transform='scale(-1 1)'>14</text>",
    "a label skewed": "<text x=9 y=50 transform='skewX(80)'>14</text>",
    "a label cut on the right": "<text x=80 y=50>1430</text>",
    "a label cut on the left": "<text x=20 y=50 text-anchor=end>1430000</text>",
    "a label cut by a style": "<text x=5 y=50 style='text-anchor:end'>1430</text>",
    "a label above": "<text x=9 y=2>1430</text>",
    "a turned label outside": "<text x=50 y=50 transform='rotate(90)'>1430</text>",
    "labels upon one another": "<text x=9 y=50>1 00</text><text x=20 y=50>4</text>",
    "the colour of the ground": "<text x=9 y=50 fill='#fff'>1430</text>",
    "the colour of a shape": (
        "<rect x=0 y=0 width=99 height=99 fill=#123></rect><text x=9 y=50 fill=#122>1430</text>"
    ),
    "the colour of a part of it": (
        "<rect x=0 y=0 width=30 height=99 fill=#123></rect><text x=9 y=50>1430</text>"
    ),
    "a ground that only seems to be there": (
        "<path d='M0 0H99V1H1V99H0z' fill=#123></path><text x=9 y=50 fill=#fff>1430</text>"
    ),
    "a ground that can be seen through": (
        "<rect x=0 y=0 width=99 height=99></rect>"
        "<rect x=0 y=0 width=99 height=99 fill=#fff fill-opacity=.01></rect>"
        f"{LABEL}"
    ),
    "the colour that two grounds give": (
        "<rect x=0 y=0 width=99 height=99></rect>"
        "<rect x=0 y=0 width=99 height=99 fill=#fff fill-opacity=.5></rect>"
        "<text x=9 y=50 fill=#808080>1430</text>"
    ),
    "a part in the colour of the ground": "<text x=9 y=50>1<tspan fill=#fff>4</tspan></text>",
    "a part in the colour of a shape": (
        "<rect x=0 y=0 width=99 height=99 fill=#123></rect>"
        "<text x=9 y=50 fill=#fff>1<tspan fill=#122>4</tspan></text>"
    ),
    "a part that is larger": "<text x=9 y=50>1<tspan font-size=90>430</tspan></text>",
    "a part that ends where it begins": (
        "<text x=9 y=30>14<tspan x=9 dy=30 text-anchor=end>1430</tspan></text>"
    ),
    "an opacity from around it": (
        "<g fill-opacity=.02><text x=9 y=50 fill=red>1430</text></g>"
    ),
    "the colour of letters from around it": (
        "<g fill=currentcolor><text x=9 y=50 color=#fff>1430</text></g>"
    ),
    "a line through it": (
        f"<rect x=0 y=44 width=99 height=1 fill=red></rect>{LABEL}"
    ),
    "a stroke through it": f"<line x1=0 x2=99 y1=45 y2=45 stroke=red></line>{LABEL}",
    "a stroke upon it": f"{LABEL}<line x1=0 x2=99 y1=45 y2=45 stroke-width=20 stroke=red></line>",
    "a shape upon its end": f"{LABEL}<rect x=30 y=0 width=99 height=99></rect>",
    "a shape of another size": (
        f"{LABEL}<path d='M0 0H1V1H0z' transform='scale(99)'></path>"
    ),
    "an arc upon it": f"{LABEL}<path d='M0 99A40 40 0 1 1 1 99'></path>",
    "a repeated shape upon it": f"<g id=a><rect x=0 y=0 width=9 height=9></rect></g>{LABEL}"
    "<use href='#a' x=9 y=40></use>",
    "letters for pictures": "<text x=9 y=50 font-family=Wingdings>1430</text>",
    "letters far apart": "<text x=9 y=50 letter-spacing=9>14</text>",
    "a clip": f"<g clip-path='url(#a)'>{LABEL}</g>",
    "a mask": f"<g mask='url(#a)'>{LABEL}</g>",
    "a filter": f"<g filter='url(#a)'>{LABEL}</g>",
    "a path for letters": "<text><textPath href='#a'>14</textPath></text>",
    "a switch": f"<switch>{LABEL}</switch>",
}  # fmt: skip


@pytest.mark.parametrize("name", DRAWN)
def test_labels_that_are_not_seen_as_they_are_written_are_refused(name: str):
    """Moved, turned, cut, covered, crossed, or in the colour of what is painted under them."""
    reading = page(f"<svg viewBox='0 0 99 99' width=99>{DRAWN[name]}</svg>")
    assert rules(reading) & {"unreadable-style", "unreadable-markup", "unreadable-element"}


SIZES = {
    "a small width": ("viewBox='0 0 999 999' width=99", ""),
    "a small height": ("viewBox='0 0 99 99' width=99 height=9", ""),
    "a style": ("viewBox='0 0 999 999' width=999", "svg { width: 99px }"),
    "a style for the height": ("viewBox='0 0 99 99' width=99", "svg { height: 9px }"),
    "the largest width": ("viewBox='0 0 999 999' width=999", "svg { max-width: 99px }"),
    "no width at all": ("viewBox='0 0 9999 9999'", ""),
    "a stretched frame": ("viewBox='0 0 99 99' preserveAspectRatio=none", ""),
}


@pytest.mark.parametrize("name", SIZES)
def test_drawings_that_are_shown_too_small_are_refused(name: str):
    """The letters of a label are as large as the drawing shows them."""
    attributes, css = SIZES[name]
    assert page(f"<svg {attributes}>{LABEL}</svg>", css).unread


def test_parts_of_labels_that_are_shown_too_small_are_refused():
    """A part of a label may have letters of its own size."""
    label = "<text x=9 y=50>1<tspan font-size=7>4</tspan></text>"
    assert page(f"<svg viewBox='0 0 198 198' width=198>{label}</svg>").unread == ()
    assert page(f"<svg viewBox='0 0 198 198' width=99>{label}</svg>").unread


def test_links_of_a_drawing_are_told_from_what_leads_nowhere():
    """Both are `<a>`, and the first of them says nothing of the second."""
    links = (
        "<a id=a><text x=9 y=20>14</text></a><a id=b xlink:href='#a'><text x=9 y=70>15</text></a>"
    )
    drawing = f"<svg viewBox='0 0 99 99' width=99>{links}</svg>"
    assert rules(page(drawing, "a:link text { opacity: 0 }")) >= {"hidden-text"}


PLAIN = {
    "numbers as programs write them": (
        "<path d='M.5.1234567890-1e-05L9,9' /><text x=9 y=50>14</text>"
    ),
    "a label beside a bar": "<rect x=0 y=60 width=99 height=9></rect><text x=9 y=50>14</text>",
    "a light label on a bar": (
        "<rect x=0 y=30 width=99 height=30 fill=#123></rect><text x=9 y=50 fill=#fff>14</text>"
    ),
    "an upright label": "<text x=50 y=80 transform='rotate(-90 50 80)'>14</text>",
    "a label moved": "<g transform='translate(0 -40)'><text x=9 y=90>14</text></g>",
    "rows": "<text x=9 y=30>14<tspan x=9 dy=1.2em>15</tspan></text>",
    "a label that ends there": "<text x=90 y=50 text-anchor=end>14</text>",
}


@pytest.mark.parametrize("name", PLAIN)
def test_plain_drawings_are_read(name: str):
    """What charts are made of is no fault."""
    reading = sound(html(f"<svg viewBox='0 0 99 99' width=99>{PLAIN[name]}</svg>"))
    assert " ".join(seen_anyhow(reading)) in {"14", "14 15"}


# -- boxes --------------------------------------------------------------------------------------

FIGURE = "<p>1<b class=x>4</b>30</p>"
PAIR = "<div class=x><p>14</p><p>300</p></div>"
CELLS = "<table><tr><td>14<td>300</table>"
BOXES = {
    "generated text that is moved": (
        "p::after { content: ' 5'; position: relative; top: 9px }",
        "<p>a</p>",
    ),
    "generated text that is the last box of a row": (
        ".r { display: flex } .r::after { content: '5' }",
        "<div class=r><p>14</p></div>",
    ),
    "a gap within a number": (".x { padding-left: 9px }", FIGURE),
    "a margin within a number": (".x { margin: 0 9px }", FIGURE),
    "a border within a number": (".x { border-right: 5px solid #fff }", FIGURE),
    "a border of default width": (".x { border-inline: solid #fff }", FIGURE),
    "a box within a number": (".x { display: inline-block }", FIGURE),
    "a gap before the decimals": (".x { margin-left: 1em }", "<p>1<b class=x>.4</b></p>"),
    "an image within a number": (
        "",
        "<p>1<img alt='' data-decoration width=50 src='data:image/png;base64,AA'>4</p>",
    ),
    "boxes in a row": (".x { display: flex }", PAIR),
    "boxes in columns": (".x { display: grid; grid-template-columns: 1fr 1fr }", PAIR),
    "boxes in a row by another word": (".x { display: flex; flex-flow: wrap }", PAIR),
    "text beside a box": (".x { display: flex }", "<div class=x>14<b>300</b></div>"),
    "boxes on a phone alone": ("@media (max-width: 40em) { .x { display: flex } }", PAIR),
    "generated text in a row": (
        ".x { display: flex } .x::before { content: '14' }",
        "<div class=x><p>300</p></div>",
    ),
    "generated text alone in a row": (
        ".x { display: flex } i::after { content: '300' }",
        "<div class=x><p>14</p><i></i></div>",
    ),
    "room before generated text": (
        ".x::before { content: '4'; padding-left: 9px }",
        "<p>1<b class=x></b>30</p>",
    ),
    "a hidden sign that is generated": (
        ".x::before { content: 'm'; visibility: hidden }",
        "<p>1<b class=x></b>30</p>",
    ),
    "generated text that floats": ("p::before { content: '14'; float: right }", "<p>300</p>"),
    "generated text that is raised": (
        ".x::before { content: '4'; vertical-align: top }",
        FIGURE,
    ),
    "cells with a width of lines that are not drawn": (
        "table { border-spacing: 0 } td { padding: 0; border-right-width: 9px }",
        CELLS,
    ),
    "cells with lines of no style": (
        "table { border-spacing: 0 } td { padding: 0; border-right: 9px }",
        CELLS,
    ),
    "cells whose lines are taken back": (
        "table { border-spacing: 0 } td { padding: 0; border: 9px solid; border-style: none }",
        CELLS,
    ),
    "a gap of none": (".x { display: flex; gap: 0 }", PAIR),
    "cells without room": ("td { padding: 0 } table { border-spacing: 0 }", CELLS),
    "cells that collapse": ("table { border-collapse: collapse }", CELLS),
    "cells of other elements": ("b { display: table-cell }", "<p><b>14</b><b>300</b></p>"),
    "a flexible box in a line": (".x { display: inline-flex }", FIGURE),
    "a grid in a line": (".x { display: inline-grid }", FIGURE),
    "a table in a line": (".x { display: inline-table }", FIGURE),
    "a float in a line": (".x { float: left }", "<p>30<b class=x>14</b></p>"),
    "a float to the right": (".x { float: right }", FIGURE),
    "a float beside a paragraph": (".x { float: left }", "<div class=x>14</div><p>300</p>"),
    "a float into text": (".x { float: left; margin: 9px }", "<div>30<div class=x>14</div></div>"),
    "two floats": (
        "p { float: left; width: 20% }",
        "<div><p>14</p><p>300</p></div>",
    ),
    "words wider than their box": (
        ".x { width: 30px }",
        "<div class=x><p>1,430,000,000</p></div>",
    ),
    "words wider than any box": (".x { max-width: 24px }", PAIR),
    "words that do not wrap": (
        ".x { width: 60px; white-space: nowrap }",
        "<p class=x>14 300 000</p>",
    ),
    "narrow columns": (".x { display: grid; gap: 4px; grid-template-columns: 24px 24px }", PAIR),
    "many columns": (
        ".x { display: grid; gap: 4px; grid-template-columns: repeat(40, 1fr) }",
        PAIR,
    ),
    "a ground over other lines": (".x { padding: 20px 0; background: #eee }", FIGURE),
    "a border over other lines": (".x { border-top: 20px solid #fff }", FIGURE),
    "a ground in tight lines": ("p { line-height: 1 } .x { background: #eee }", FIGURE),
    "an outline over its neighbours": (".x { outline: 4px solid #fff }", FIGURE),
    "a shadow over its neighbours": (".x { box-shadow: 0 0 0 40px #fff }", FIGURE),
    "a digit at the top of its line": ("p { line-height: 4 } .x { vertical-align: top }", FIGURE),
    "raised lines upon one another": (
        "sup { display: block; line-height: 0 }",
        "<p><sup>14<br>300</sup></p>",
    ),
    "a column that is chosen": (
        ".x { display: grid; gap: 4px; grid-auto-flow: column } p { grid-column: 2 }",
        PAIR,
    ),
    "letters that inherit their tightness": (
        "p { letter-spacing: -.05em; font-size: 40px } b { font-size: 6px }",
        FIGURE,
    ),
    "words that inherit their tightness": (
        "p { word-spacing: -.05em; font-size: 40px } b { font-size: 6px }",
        FIGURE,
    ),
    "lines that inherit their height": (
        "p { font-size: 10px; line-height: 1.4em } b { font-size: 40px }",
        FIGURE,
    ),
    "lines of a part of their height": ("p { line-height: 90%; font-size: 20px }", FIGURE),
    "a link that reaches into the page": (
        "a { position: absolute; left: -1000px; width: 3000px } a:focus { left: 0 }",
        "<a href=#>14</a>",
    ),
    "a long link that reaches into the page": (
        "a { position: absolute; left: -1000px } a:focus { left: 0 }",
        f"<a href=#>{'14 ' * 99}</a>",
    ),
    "a place that is inherited": ("p { position: absolute } b { position: inherit }", FIGURE),
    "room that is inherited": ("p { padding: 9px } b { padding: inherit }", FIGURE),
    "columns without a gap": (".x { columns: 2; column-gap: 0 }", PAIR),
}


@pytest.mark.parametrize("name", BOXES)
def test_boxes_that_part_or_join_or_cover_words_are_refused(name: str):
    """What is read as one number looks like one, and what is read as two like two."""
    css, body = BOXES[name]
    assert "unreadable-style" in rules(page(body, css))


ROOMY = {
    "room around a word": (".x { padding: 0 9px }", "<p>a <b class=x>14</b> b</p>", ["a 14 b"]),
    "room around a number": (".x { padding: 0 2px }", "<p>(<b class=x>14</b>)</p>", ["(14)"]),
    "a hair of room": (".x { padding: 0 1px }", FIGURE, ["1430"]),
    "a row with a gap": (".x { display: flex; gap: 8px }", PAIR, ["14", "300"]),
    "a row without generated text": (
        ".x { display: flex } .x::before { content: none } p { padding: 0 9px }",
        PAIR,
        ["14", "300"],
    ),
    "blocks that are there by turns": (
        "@media print { .x { display: none } }",
        "<p>14</p><div class=x>x</div><p>300</p>",
        ["14", "x", "300"],
    ),
    "generated text above its block": (
        ".x::before { content: '7'; display: block }",
        "<p class=x>apples</p>",
        ["7", "apples"],
    ),
    "cells with lines of a style": (
        "table { border-spacing: 0 } td { padding: 0; border-style: solid }",
        CELLS,
        ["14", "300"],
    ),
    "cells with lines of a width": (
        ("table { border-spacing: 0 }"
        "td { padding: 0; border-style: none solid; border-inline-width: 1px 4px }"),
        CELLS,
        ["14", "300"],
    ),
    "a column": (".x { display: flex; flex-direction: column }", PAIR, ["14", "300"]),
    "margins in a row": (".x { display: flex } p { margin: 0 8px }", PAIR, ["14", "300"]),
    "cells as they come": ("", CELLS, ["14", "300"]),
    "a float with room": (
        ".a { float: left; width: 20% } .b { margin-left: 25% }",
        "<div><div class=a>14</div><div class=b>300</div></div>",
        ["14", "300"],
    ),
    "an outline on focus": ("a:focus { outline: 2px solid #00f }", "<a href=#>14</a>", ["14"]),
    "a mark": ("", "<p><mark>14</mark></p>", ["14"]),
}  # fmt: skip


@pytest.mark.parametrize("name", ROOMY)
def test_boxes_with_room_are_read(name: str):
    """Designs that keep words apart are no fault."""
    css, body, expected = ROOMY[name]
    assert seen_anyhow(sound(html(body, css))) == expected


# -- fonts --------------------------------------------------------------------------------------


def fonts(css: str) -> tuple[str, ...]:
    """The fonts that a page with these styles has to be believed."""
    reading = sound(html(X, css))
    return reading.believed


def test_fonts_that_come_with_the_tool_are_known_by_their_bytes():
    """Every one of them is known, and none of another byte is."""
    files = sorted((ROOT / "briefing" / "render" / "fonts" / "woff2").iterdir())
    assert len(files) == len(known_fonts()) == 4
    for file in files:
        font = base64.b64encode(file.read_bytes()).decode()
        assert is_known(font)
        assert not is_known(f"B{font[1:]}")
        face = "@font-face {{ font-family: A; src: url(data:font/woff2;base64,{}) }}"
        assert fonts(face.format(font) + ".x { font-family: A, serif }") == ()
        assert fonts(face.format(f"B{font[1:]}") + ".x { font-family: A, serif }") == ("A",)


def test_a_font_that_is_not_known_is_told():
    """Its 1 may be drawn as a 9: whoever trusts the page believes the font."""
    assert fonts(f"@font-face {{ font-family: 'My Sans'; src: {FONT} }}") == ("My Sans",)
    short = "url('data:font/ttf;base64,AAAA') format('truetype')"
    assert fonts(f"@font-face {{ src: {short}; font-family: a }}") == ("a",)


def test_fonts_of_the_computer_are_told_unless_they_are_usual():
    """What a font of that name draws, nobody knows."""
    assert fonts(".x { font-family: Inter, 'Segoe UI', Arial, sans-serif }") == ()
    assert fonts(".x { font: 700 16px/1.5 Chess, serif }") == ("Chess",)
    assert fonts(":root { --f: Chess } .x { font-family: var(--f), serif }") == ("Chess",)
    drawing = "<svg viewBox='0 0 99 99'><text x=9 y=50 font-family=Chess>5</text></svg>"
    assert page(drawing).believed == ("Chess",)


# -- without measure ----------------------------------------------------------------------------

HUGE = {
    "text": "x" * (MOST_CHARACTERS + 1),
    "tags": "<p>x</p>" * MOST_MARKS,
    "attributes": f"<p {' '.join(f'data-a{i}' for i in range(1_000_000))}>x</p>",
    "one attribute too many": f"<p {' '.join(f'data-{i}' for i in range(MOST_ATTRIBUTES + 1))}>",
    "elements in one another": "<div>" * 100_000,
    "formatting in one another": "".join(f"<b id=a{i}>" for i in range(100_000)) + "<p>" * 100_000,
    "beginnings of tags": "<" * 1_000_000,
    "beginnings of comments": "<!--" * 500_000,
    "beginnings of references": "&" * 1_000_000,
    "an attribute without end": f"<p title='{'x' * 1_000_000}",
    "spaces in a tag": f"<p{' ' * 1_000_000}",
    "end tags": "</p>" * 100_000,
}


@pytest.mark.parametrize("name", HUGE)
def test_files_without_measure_are_refused_in_bounded_time(name: str):
    """Nobody can make the reader run for long: a fault is found before there is a tree."""
    start = time.process_time()
    assert page(HUGE[name]).unread
    assert time.process_time() - start < 20


HUGE_STYLES = {
    "brackets": (f"p {{ width: {'(' * 1_000_000}", "<p>x</p>"),
    "selectors among siblings": ("p ~ b { color: #000 }", "<p>x</p>" * 5001),
}


@pytest.mark.parametrize("name", HUGE_STYLES)
def test_styles_without_measure_are_refused_in_bounded_time(name: str):
    """In a style sheet that stands where it may, so that it is looked into."""
    css, body = HUGE_STYLES[name]
    start = time.process_time()
    assert rules(page(body, css)) == {"unreadable-style"}
    assert time.process_time() - start < 20


def accepted() -> list[str]:
    """Pages of which nothing is refused here, to be held against a browser."""
    # The rows of a label are no lines of text to Chromium's snapshot, which joins them.
    drawn = (f"<svg viewBox='0 0 99 99' width=99>{body}</svg>" for name, body in PLAIN.items()
             if name != "rows")  # fmt: skip
    texts = (f"<p>{text}</p>" for text in HONEST)
    bodies = [*(body for body, _ in SOUND.values()), *drawn, *texts]
    styled = (html(body, css) for css, body, _ in ROOMY.values())
    return [*map(html, bodies), *styled]
