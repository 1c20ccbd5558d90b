"""What `read_pdf` says of files that were made to deceive: what is seen, or that it is unread."""

import re
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables.ttProgram import Program
from made_pdfs import Change, add, box, edit, replace, sample
from pikepdf import Array, Dictionary, Name, String

from briefing.read.model import Layer, Reading
from briefing.read.pdf import read_pdf

SHOWN = "Meta paid $14.3 billion."
LEFT, BOTTOM, RIGHT, TOP = box(sample(), "14.3")
DIGIT = box(sample(), "3")
FAR = "1 0 0 1 300 300 Tm"  # a place on the page where nothing stands


def faults(content: bytes) -> list[str]:
    """What a reading could not read, in words."""
    return [finding.message for finding in read_pdf(content, "x.pdf").unread]


def body(reading: Reading) -> str:
    """The words of the body."""
    return " ".join(block.text for block in reading.blocks if block.layer is Layer.BODY)


def font(document: pikepdf.Pdf, letters: bytes = b"<027c>") -> pikepdf.Object:
    """The font whose map names these glyphs."""
    fonts = document.pages[0].Resources.Font
    return next(f for f in fonts.values() if letters in f.ToUnicode.read_bytes())


def test_the_sample_is_read():
    """What the tests below change is read as it is shown."""
    reading = read_pdf(sample(), "x.pdf")

    assert reading.unread == ()
    assert body(reading) == f"Head {SHOWN} The deal of 9 May."
    assert (reading.revisions, reading.believed) == (1, ())
    assert read_pdf(edit(sample(), lambda _: None), "x.pdf").unread == ()


# --- fonts that say one thing and show another ----------------------------------------------


def lie(old: bytes, new: bytes) -> Change:
    """Let the map of a font say something else."""

    def change(document: pikepdf.Pdf) -> None:
        found = font(document)
        told = found.ToUnicode.read_bytes()
        assert old in told
        found.ToUnicode = document.make_stream(told.replace(old, new))

    return change


def redraw(change_glyphs: Callable[[TTFont], object]) -> Change:
    """Let a font draw other shapes."""

    def change(document: pikepdf.Pdf) -> None:
        descriptor = font(document).DescendantFonts[0].FontDescriptor
        program = TTFont(BytesIO(descriptor.FontFile2.read_bytes()), recalcTimestamp=False)
        change_glyphs(program)
        file = BytesIO()
        program.save(file)
        descriptor.FontFile2 = document.make_stream(file.getvalue())

    return change


def exchange(program: TTFont) -> None:
    """Let the font draw a nine for a one."""
    order = program.getGlyphOrder()
    one, nine = order[0x27C], order[0x284]
    glyphs, metrics = program["glyf"], program["hmtx"]
    glyphs[one], glyphs[nine] = glyphs[nine], glyphs[one]
    metrics[one], metrics[nine] = metrics[nine], metrics[one]


def bend(program: TTFont) -> None:
    """Let the font draw a one with a longer foot."""
    points = program["glyf"][program.getGlyphOrder()[0x27C]].coordinates
    points[0] = (points[0][0] + 300, points[0][1])


def shift(program: TTFont) -> None:
    """Let the font draw a one further to the right."""
    name = program.getGlyphOrder()[0x27C]
    width, bearing = program["hmtx"][name]
    program["hmtx"][name] = (width, bearing + 900)


def animate(program: TTFont) -> None:
    """Give the font a program that could move its points."""
    table = program["fpgm"] = newTable("fpgm")
    table.program = Program()
    table.program.fromBytecode(b"\x2d")


def narrow(document: pikepdf.Pdf) -> None:
    """Let letters stand upon one another by saying that they have no width."""
    inner = font(document).DescendantFonts[0]
    inner.W = Array([])
    inner.DW = 10


def renumber(document: pikepdf.Pdf) -> None:
    """Let the font draw a nine where a one is asked for."""
    numbers = bytearray(b"".join(n.to_bytes(2) for n in range(1200)))
    numbers[2 * 0x27C : 2 * 0x27C + 2] = (0x284).to_bytes(2)
    font(document).DescendantFonts[0].CIDToGIDMap = document.make_stream(bytes(numbers))


def take_out(document: pikepdf.Pdf) -> None:
    """Leave the font to the reader's program."""
    del font(document).DescendantFonts[0].FontDescriptor.FontFile2


def exchange_fonts(document: pikepdf.Pdf) -> None:
    """Let each of two fonts be called by the name of the other."""
    fonts = document.pages[0].Resources.Font
    first, second = fonts.keys()
    fonts[first], fonts[second] = fonts[second], fonts[first]


def simple_font(document: pikepdf.Pdf) -> None:
    """Draw with a simple font, one of whose letters was given another name."""
    document.pages[0].Resources.Font.X = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type1,
        BaseFont=Name.Helvetica,
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([49, Name.nine])),
    )
    add(f"BT /X 12 Tf {FAR} <31> Tj ET")(document)


def drawn_font(document: pikepdf.Pdf) -> None:
    """Draw with a font whose letters are drawings (Type 3)."""
    draw = document.make_stream(b"500 0 d0 0 0 300 700 re f")
    document.pages[0].Resources.Font.X = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=Array([0, 0, 500, 700]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
        CharProcs=Dictionary(a=draw),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([49, Name.a])),
        FirstChar=49,
        LastChar=49,
        Widths=Array([500]),
    )
    add(f"BT /X 12 Tf {FAR} <31> Tj ET")(document)


def halve(document: pikepdf.Pdf) -> None:
    """Draw half a letter behind the first ones."""
    page = document.pages[0]
    drawn = page.Contents.read_bytes()
    halved = re.sub(rb"<([0-9a-f]{4,})>", rb"<\g<1>00>", drawn, count=1)
    page.Contents = document.make_stream(halved)


PLAINLY = "the file cannot be read: it has a font that does not plainly say what its letters are"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lie(b"<027c> <0031>", b"<027c> <0039>"), "a letter that shows “1” and says it is “9”"),
        (lie(b"<027c> <0031>", b"<027c> <00310031>"), "shows “1” and says it is “11”"),
        (lie(b"<02e4> <002e>", b"<02e4> <002c>"), "a letter that shows “.” and says it is “,”"),
        (lie(b"<0389> <0020>", b"<0389> <0031>"), "and says it is “1”"),
        (lie(b"<027c> <0031>", b"<027c> <>"), "a letter that shows “1” and says it is “”"),
        (lie(b"<027c> <0031>\n", b""), "letters whose font does not say what they are"),
        (lie(b"<027c> <0031>", b"<027c> <0031>\n<027c> <0039>"), "says twice what a letter is"),
        (lie(b"endbfchar", b"endbfchar\n1 beginbfrange\n<27c> <27c> <39>\nendbfrange"), PLAINLY),
        (lie(b"/CIDInit", b"% /CIDInit"), PLAINLY),
        (lambda document: font(document).__delitem__("/ToUnicode"), PLAINLY),
        (redraw(exchange), "a letter that shows “9” and says it is “1”"),
        (redraw(bend), "a letter that says it is “1”, in a shape that is not that of Inter"),
        (redraw(shift), "a letter that says it is “1”, in a shape that is not that of Inter"),
        (redraw(animate), "letters in a font (Inter) that changes them while"),
        (narrow, "letters that are set upon one another, or torn apart"),
        (renumber, "a font that draws other letters than it numbers"),
        (take_out, "letters in a font (Inter) that is not in the file"),
        (halve, "letters whose font does not say what they are"),
        (exchange_fonts, "letters whose font does not say what they are"),
        (simple_font, "letters that are drawn without a font, or in one of a kind not read"),
        (drawn_font, "letters that are drawn without a font, or in one of a kind not read"),
    ],
)
def test_a_letter_is_known_by_its_shape(change: Change, fault: str):
    """A font that says other characters than it shows is unread, whichever way it lies."""
    assert any(fault in found for found in faults(edit(sample(), change))), faults(
        edit(sample(), change)
    )


def stretch_all(program: TTFont) -> None:
    """Make another font of this one: every letter a little wider."""
    for name in program.getGlyphOrder():
        width, bearing = program["hmtx"][name]
        program["hmtx"][name] = (width + 2, bearing)


def test_a_font_that_is_not_known_is_named():
    """A font without any known shape is no fault, but it is told that it was believed."""
    reading = read_pdf(edit(sample(), redraw(stretch_all)), "x.pdf")

    assert reading.believed == ("Inter",)
    assert reading.unread == ()
    assert SHOWN in body(reading)


# --- other words than those that are printed ------------------------------------------------


def speak(key: str) -> Change:
    """Let the tags say another number than the one that is printed."""

    def change(document: pikepdf.Pdf) -> None:
        for item in document.objects:
            if isinstance(item, Dictionary) and item.get("/S") == Name.P:
                item[key] = String("$99 billion")

    return change


def exchange_tags(document: pikepdf.Pdf) -> None:
    """Let the tags read the number first, and the words before it behind it."""
    replace(b"<</MCID 1>>", b"<</MCID 77>>")(document)
    replace(b"<</MCID 2>>", b"<</MCID 1>>")(document)
    replace(b"<</MCID 77>>", b"<</MCID 2>>")(document)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            replace(b"/Span\n<</MCID 2>>", b"/Span\n<</MCID 2 /ActualText <FEFF0039>>>"),
            "page 1 has words that programs read in the place of what is printed (ActualText)",
        ),
        (
            replace(b"/Span\n<</MCID 2>>", b"/Span\n<</MCID 2 /Actual#54ext <FEFF0039>>>"),
            "page 1 has an instruction that is not read (`/Span",
        ),
        (
            replace(b"/Span\n<</MCID 2>>", b"/Span\n<</MCID 2 /E <FEFF0039>>>"),
            "page 1 has words that programs read in the place of what is printed (E)",
        ),
        (
            replace(b"/Span\n<</MCID 2>>", b"/Span\n<</XX 2>>"),
            "page 1 has words that its tags leave out",
        ),
        (
            replace(b"/Span\n<</MCID 2>>", b"/Span\n<</MCID 99>>"),
            "page 1 has words that its tags leave out",
        ),
        (exchange_tags, "page 1 has words that are read in another order than they stand in"),
        (speak("/ActualText"), "the file has words that some programs read in the place of"),
        (speak("/E"), "the file has words that some programs read in the place of"),
    ],
)
def test_words_in_the_place_of_others_are_unread(change: Change, fault: str):
    """What some programs read aloud or copy is what is printed, or the file is unread."""
    assert any(found.startswith(fault) for found in faults(edit(sample(), change)))


# --- text that nobody sees ------------------------------------------------------------------


def hide(commands: str, **resources: Dictionary) -> Change:
    """Draw something upon the page, with what it names."""

    def change(document: pikepdf.Pdf) -> None:
        for key, value in resources.items():
            for name, item in value.items():
                place = document.pages[0].Resources
                place[f"/{key}"] = place.get(f"/{key}", Dictionary())
                place[f"/{key}"][name] = document.make_indirect(item)
        add(commands)(document)

    return change


def form(commands: str, **attributes: object) -> Change:
    """Draw something within a form upon the page."""

    def change(document: pikepdf.Pdf) -> None:
        page = document.pages[0]
        stream = document.make_stream(commands.encode("ascii"))
        stream.Type, stream.Subtype, stream.Resources = Name.XObject, Name.Form, page.Resources
        stream.BBox = Array(attributes.pop("BBox", [0, 0, 600, 900]))
        for key, value in attributes.items():
            stream[f"/{key}"] = value
        stream.Resources = Dictionary(Font=page.Resources.Font)
        page.Resources.XObject.F = stream
        add("q 1 0 0 1 0 0 cm /F Do Q")(document)

    return change


with pikepdf.open(BytesIO(sample())) as opened:
    FONT = str(font(opened).BaseFont)[1:].partition("+")[0]
NINE = f"/Artifact BMC BT /{FONT} 12 Tf {FAR} <0284> Tj ET EMC"
BOX = f"{LEFT - 1} {BOTTOM - 1} {RIGHT - LEFT + 2} {TOP - BOTTOM + 2} re"
# A diamond around the number: no rectangle.
ACROSS, UP = (LEFT + RIGHT) / 2, (BOTTOM + TOP) / 2
DIAMOND = f"{LEFT - 60} {UP} m {ACROSS} {UP + 60} l {RIGHT + 60} {UP} l {ACROSS} {UP - 60} l h"
CIRCLE = (
    f"{ACROSS - 50} {UP} m {ACROSS - 50} {UP + 67} {ACROSS + 50} {UP + 67} {ACROSS + 50} {UP} c "
    f"{ACROSS + 50} {UP - 67} {ACROSS - 50} {UP - 67} {ACROSS - 50} {UP} c h"
)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (hide(f"1 1 1 rg {NINE}"), "text in the colour of its ground"),
        (hide(f"0.9 g 200 200 300 300 re f 0.9 g {NINE}"), "text in the colour of its ground"),
        (hide(f"0 g 200 200 105 300 re f 0 g {NINE}"), "text in the colour of its ground"),
        (hide(f"0 g 200 200 105 300 re f 1 g {NINE}"), "text in the colour of its ground"),
        (
            hide(f"q 0 0 10 10 re W n 0 g 200 200 300 300 re f Q 1 g {NINE}"),
            "text in the colour of its ground",
        ),
        (hide(f"/X gs {NINE}", ExtGState=Dictionary(X=Dictionary(ca=0))), "transparent"),
        (
            hide(f"/X gs {NINE}", ExtGState=Dictionary(X=Dictionary(ca=0.05))),
            "text in the colour of its ground",
        ),
        (
            hide(f"/X gs {NINE}", ExtGState=Dictionary(X=Dictionary(BM=Name.Lighten))),
            "something that is blended or masked (BM)",
        ),
        (
            hide(f"/X gs {NINE}", ExtGState=Dictionary(X=Dictionary(SMask=Dictionary()))),
            "something that is blended or masked (SMask)",
        ),
        (hide(f"3 Tr {NINE}"), "text that is transparent"),
        (hide(f"7 Tr {NINE}"), "text that is transparent"),
        (hide(f"1 Tr {NINE}"), "text that is drawn in an unusual way, as an outline or as a"),
        (hide(f"2 Tr {NINE}"), "text that is drawn in an unusual way, as an outline or as a"),
        (hide(f"0 0 10 10 re W n {NINE}"), "text that is cut off"),
        (hide(f"0 0 m W n {NINE}"), "a clipping without a shape"),
        (hide(f"W n {NINE}"), "a clipping without a shape"),
        (hide(f"290 290 13 30 re W n {NINE}"), "text that is cut off"),
        (hide(f"300 300 m 310 312 l 310 300 l h W n {NINE}"), "text that is cut off"),
        (hide(f"0 0 600 600 re 280 280 60 60 re W* n {NINE}"), "text that is cut off"),
        (hide(f"0 0 600 600 re W n 290 290 13 30 re W n {NINE}"), "text that is cut off"),
        (form(NINE, BBox=[0, 0, 10, 10]), "text that is cut off"),
        (form(f"0 0 10 10 re W n {NINE}"), "text that is cut off"),
        (form(f"1 1 1 rg {NINE}"), "text in the colour of its ground"),
        (form(f"{NINE} 1 g 250 250 100 100 re f"), "text that is covered"),
        (form(f"1 g {BOX} f"), "text that is covered"),
        (form("1 g 0 0 1 1 re f", Matrix=Array([600, 0, 0, 900, 0, 0])), "text that is covered"),
        (form(NINE, Matrix=Array([1, 0, 0, 1, 400, 0])), "text that stands outside of the page"),
        (form(NINE, Matrix=Array([0.1, 0, 0, 0.1, 0, 0])), "text that is too small to be read"),
        (form(NINE, OC=Dictionary()), "a drawing that is unusual (OC)"),
        (hide(NINE.replace("300 300", "900 300")), "text that stands outside of the page"),
        (hide(NINE.replace("300 300", "593 300")), "text that stands outside of the page"),
        (hide(NINE.replace(" 12 ", " 2 ")), "text that is too small to be read"),
        (hide(NINE.replace("1 0 0 1", "0.05 0 0 1")), "squeezed, mirrored or upside down"),
        (hide(NINE.replace("1 0 0 1", "-1 0 0 1")), "squeezed, mirrored or upside down"),
        (hide(NINE.replace("1 0 0 1", "-1 0 0 -1")), "squeezed, mirrored or upside down"),
        (hide(NINE.replace(" 12 ", " -12 ")), "squeezed, mirrored or upside down"),
        (hide(f"1 g {BOX} f"), "text that is covered"),
        (hide(f"1 g {DIAMOND} f"), "text that is covered"),
        (hide(f"1 g {CIRCLE} f"), "text that is covered"),
        (hide(f"0.5 g {BOX} f"), "text that is covered"),
        (hide(f"1 G 30 w {LEFT} {UP} m {RIGHT} {UP} l S"), "text that is covered"),
        (hide(f"0 G 1 w {LEFT} {UP} m {RIGHT} {UP} l S"), "text that is struck out"),
        (hide(f"0 G 1 w {LEFT} {BOTTOM} m {RIGHT} {TOP} l S"), "text that is covered"),
        (hide(f"0 G 1 w {DIGIT[0] + 3} 0 m {DIGIT[0] + 3} 800 l S"), "text that is covered"),
        (
            hide(
                "/OC /L BDC " + NINE + " EMC",
                Properties=Dictionary(L=Dictionary(Type=Name.OCG, Name=String("x"))),
            ),
            "a layer that can be switched on and off",
        ),
        (
            hide(
                f"/P gs {NINE}".replace("/P gs", "/Pattern cs /P scn"),
                Pattern=Dictionary(P=Dictionary(PatternType=2)),
            ),
            "a pattern, in which something could stand or vanish",
        ),
        (
            replace(b"BT\n1 0 0 -1 75", b"1 0 0 -1 75"),
            "text that stands outside of where text is drawn",
        ),
        (
            hide(f"/F0 12 Tf {FAR} [<0284>]TJ"),
            "text that stands outside of where text is drawn",
        ),
        (
            hide(NINE.replace("ET", "ET [<0284>]TJ")),
            "text that stands outside of where text is drawn",
        ),
        (hide("1 2 3 w"), "an instruction that is not read (`1 2 3"),
        (hide("BI /W 1 /H 1 ID x EI"), "an instruction that is not read (`BI"),
        (hide(NINE.replace("<0284>", "(9)")), "an instruction that is not read (`(9)"),
        (hide(NINE.replace("BT", "BT 50 Tz")), "an instruction that is not read (`50 Tz"),
        (hide(NINE.replace("<0284> Tj", "[<0284>900<0284>] TJ")), "set upon one another"),
        (hide(NINE.replace("<0284> Tj", "[<0284>200 200 200<0284>] TJ")), "set upon one another"),
        (hide(NINE.replace("300 300", f"{LEFT} {BOTTOM}")), "two texts at the same place"),
        (hide(NINE.replace("300 300", f"{LEFT + 4} {BOTTOM + 2}")), "two texts at the same place"),
        (hide(f"1 g {BOX} f 0 g " + NINE.replace("300 300", f"{LEFT} {BOTTOM}")), "is covered"),
        (
            hide("0 g 300 300 m 306 312 l 300 312 l 300 310 l 303 310 l 298 300 l h f"),
            "a drawn shape that could be a letter or a digit",
        ),
        (
            hide("0 G 300 300 m 306 312 l 300 312 l S"),
            "a drawn shape that could be a letter or a digit",
        ),
    ],
)
def test_what_is_not_seen_is_unread(change: Change, fault: str):
    """A text that is hidden, covered, cut off, faint, or upon another is told, with its page."""
    found = faults(edit(sample(), change))

    assert any(fault in message and message.startswith("page 1 ") for message in found), found


@pytest.mark.parametrize(
    "change",
    [
        hide(NINE),
        hide(f"290 290 30 30 re W n {NINE}"),
        hide(f"0 0 m 600 0 l 300 900 l h W n {NINE}"),
        hide(f"0.2 g 290 290 30 30 re f 1 g {NINE}"),
        hide(f"0 g 290 290 60 30 re f 0.9 g 290 290 60 30 re f 0 g {NINE}"),
        hide(f"0 G 290 290 30 30 re S {NINE} 0 G 290 290 30 30 re S"),
        hide(f"0 g 280 280 60 60 re 290 290 30 30 re f* {NINE}"),
        hide(f"/X gs {NINE}", ExtGState=Dictionary(X=Dictionary(ca=0.8))),
        hide(
            NINE.replace("Tf", "Tf /q gs /Q gs /BT gs"),
            ExtGState=Dictionary(q=Dictionary(ca=1), Q=Dictionary(ca=1), BT=Dictionary(ca=1)),
        ),
        hide(NINE.replace("1 0 0 1", "0 1 -1 0")),
        hide(f"{NINE} 0 G 300 298 m 310 298 l S"),
        form(NINE),
        form(NINE, Matrix=Array([0.9, 0, 0, 0.9, 20, 20]), BBox=[290, 290, 330, 330]),
        form(f"0.1 g 290 290 30 30 re f 1 g {NINE}"),
        hide("0.5 g 300 300 m 310 310 l 320 300 l 310 290 l h f"),
        hide("0.5 G 200 300 m 250 350 l 300 320 l 350 400 l S"),
    ],
)
def test_what_is_seen_is_read(change: Change):
    """Text upon surfaces, in frames and forms, turned, within a clip: a reader sees that."""
    assert faults(edit(sample(), change)) == []
