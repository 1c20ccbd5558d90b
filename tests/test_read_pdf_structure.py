"""What `read_pdf` says of files whose parts deceive: objects, pages, links, properties."""

import subprocess
import sys
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from made_pdfs import Change, add, edit, sample
from pikepdf import Array, Dictionary, Name, String
from pypdfium2 import PdfDocument

from briefing.read.model import Layer, Reading
from briefing.read.pdf import read_pdf


def faults(content: bytes) -> list[str]:
    """What a reading could not read, in words."""
    return [finding.message for finding in read_pdf(content, "x.pdf").unread]


def said(reading: Reading, layer: Layer) -> list[tuple[str, str]]:
    """The kind and the words of each block of a layer."""
    return [(block.kind, block.text) for block in reading.blocks if block.layer is layer]


# --- the file and its revisions -------------------------------------------------------------


def revise(content: bytes, objects: bytes, number: int) -> bytes:
    """The file with a revision behind its end, in which one object is another."""
    before = int(content.rsplit(b"startxref", 1)[1].split()[0])
    with pikepdf.open(BytesIO(content)) as document:
        root, size = document.Root.objgen[0], document.trailer.Size
    start = len(content)
    added = b"%d 0 obj\n%s\nendobj\n" % (number, objects)
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, start)
    trailer = b"trailer\n<</Size %d/Root %d 0 R/Prev %d>>\n" % (size, root, before)
    end = b"startxref\n%d\n%%%%EOF\n" % (start + len(added))
    return content + added + table + trailer + end


def contents_number(content: bytes) -> int:
    """The number of the object that the first page is drawn by."""
    with pikepdf.open(BytesIO(content)) as document:
        return document.pages[0].Contents.objgen[0]


def test_a_revision_is_counted_and_what_it_changes_is_read():
    """What was put behind the end of a file is what a reader sees, and that it was is known."""
    with pikepdf.open(BytesIO(sample())) as document:
        drawn = document.pages[0].Contents.read_bytes().replace(b"027e", b"0284")
    stream = b"<</Length %d>>\nstream\n%s\nendstream" % (len(drawn), drawn)
    reading = read_pdf(revise(sample(), stream, contents_number(sample())), "x.pdf")

    assert ("paragraph", "Meta paid $14.9 billion.") in said(reading, Layer.BODY)
    assert reading.revisions == 2


def table_to_nowhere(content: bytes) -> bytes:
    """Let the file say that its table is where none is."""
    before, _, _ = content.rpartition(b"startxref")
    return before + b"startxref\n15\n%%EOF\n"


def two_catalogs(content: bytes) -> bytes:
    """Let the file hold a second catalog, which only a program that mends files would find."""
    before, mark, behind = content.rpartition(b"startxref")
    return before + b"trailer\n<</Root 1 0 R>>\n" + mark + behind


def object_beside(content: bytes) -> bytes:
    """Put an object between the others that no table names."""
    at = content.index(b"endobj") + len(b"endobj\n")
    return content[:at] + b"99 0 obj\n<</Type /Catalog>>\nendobj\n" + content[at:]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda content: content + b"words", "it does not end as a PDF does"),
        (lambda content: b"words\n" + content, "it is no PDF"),
        (lambda content: content.replace(b"%\xf0", b"words %\xf0", 1), "it has no"),
        (lambda content: content.replace(b"%\xf0", b"?\xf0", 1), "it does not begin as a PDF"),
        (lambda content: content[:-200], "it does not end as a PDF does"),
        (table_to_nowhere, "it has no"),
        (two_catalogs, "that its table of contents leaves out"),
        (object_beside, "it has no"),
        (
            lambda content: revise(content, b"5", 5).replace(b"/Prev", b"/Perv"),
            "it does not begin as a PDF does",
        ),
        (
            lambda content: content.replace(b"/Type /XRef", b"/Type /XRef/Prev 9999999"),
            "it has no object at byte 9999999",
        ),
    ],
)
def test_a_file_that_programs_could_read_in_two_ways_is_unread(
    change: Callable[[bytes], bytes], reason: str
):
    """Every byte of a file is accounted for, or none of it is believed."""
    (message,) = faults(change(sample()))

    assert message.startswith("the file cannot be read: ")
    assert reason in message


@pytest.mark.parametrize(
    "save",
    [
        {},
        {"object_stream_mode": pikepdf.ObjectStreamMode.disable},
        {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
        {"qdf": False, "recompress_flate": True},
    ],
)
def test_a_file_is_read_however_it_is_written(save: dict[str, object]):
    """Tables of both kinds, and objects packed or not, say the same."""
    with pikepdf.open(BytesIO(sample())) as document:
        file = BytesIO()
        document.save(file, **save)
    reading = read_pdf(file.getvalue(), "x.pdf")

    assert reading.unread == ()
    assert said(reading, Layer.BODY) == said(read_pdf(sample(), "x.pdf"), Layer.BODY)


# --- pages, actions, links ------------------------------------------------------------------


def in_catalog(key: str, value: object) -> Change:
    """Let the file as a whole have something more."""

    def change(document: pikepdf.Pdf) -> None:
        document.Root[key] = value

    return change


def in_page(key: str, value: object) -> Change:
    """Let the first page have something more."""

    def change(document: pikepdf.Pdf) -> None:
        document.pages[0].obj[key] = value

    return change


def in_link(key: str, value: object) -> Change:
    """Let the link have something more, or something else."""

    def change(document: pikepdf.Pdf) -> None:
        document.pages[0].Annots[0][key] = value

    return change


def second_link(document: pikepdf.Pdf) -> None:
    """Put another link, to another place, upon the link."""
    first = document.pages[0].Annots[0]
    link = Dictionary({key: first[key] for key in list(first) if key != "/StructParent"})
    link.Dest = link.Contents = String("other")
    document.pages[0].Annots.append(document.make_indirect(link))


def annotation(**entries: object) -> Change:
    """Put an annotation on the page."""

    def change(document: pikepdf.Pdf) -> None:
        found = Dictionary(Type=Name.Annot, Rect=Array([0, 0, 90, 90]), **entries)
        document.pages[0].Annots.append(document.make_indirect(found))

    return change


def circle_of_pages(document: pikepdf.Pdf) -> None:
    """Let the pages hold themselves."""
    document.Root.Pages.Kids.append(document.Root.Pages)


def page_twice(document: pikepdf.Pdf) -> None:
    """Let one page stand at two places."""
    document.Root.Pages.Kids.append(document.pages[0].obj)
    document.Root.Pages.Count = 2


def destination_twice(document: pikepdf.Pdf) -> None:
    """Give a destination two places."""
    names = document.Root.Names.Dests.Names
    names.extend([names[0], names[1]])


def destination_nowhere(document: pikepdf.Pdf) -> None:
    """Let a destination lead out of the file."""
    document.Root.Names.Dests.Names[1][0] = document.make_indirect(Dictionary(Type=Name.Page))


def circle_of_titles(document: pikepdf.Pdf) -> None:
    """Let the outline follow itself."""
    first = document.Root.Outlines.First
    first.Next = first


SCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert('9')"))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (in_catalog("/OpenAction", SCRIPT), "the file has an action that runs when it is opened"),
        (in_catalog("/AA", Dictionary(WC=SCRIPT)), "the file has a program that runs when it is"),
        (in_catalog("/OCProperties", Dictionary()), "the file has layers that can be switched on"),
        (in_catalog("/PageLabels", Dictionary()), "the file has page numbers of its own, which"),
        (in_catalog("/Collection", Dictionary()), "the file has something unusual (Collection)"),
        (
            in_catalog("/AcroForm", Dictionary(Fields=Array([Dictionary(FT=Name.Tx)]))),
            "the file has a form to be filled in",
        ),
        (in_catalog("/AcroForm", Dictionary(XFA=String("x"))), "the file has a form to be filled"),
        (
            in_catalog("/Names", Dictionary(JavaScript=Dictionary())),
            "the file has a program that runs when it is opened",
        ),
        (in_page("/AA", Dictionary(O=SCRIPT)), "page 1 has a program that runs when it is opened"),
        (in_page("/CropBox", Array([0, 0, 50, 50])), "page 1 has a size or a turn that programs"),
        (in_page("/Rotate", 180), "page 1 has a size or a turn that programs see"),
        (in_page("/UserUnit", 0.1), "page 1 has something unusual (UserUnit)"),
        (in_page("/MediaBox", Array([0, 0, 1e9])), "it has a part of which the place is not known"),
        (in_link("/AP", Dictionary()), "page 1 has words that are drawn upon the page by an"),
        (in_link("/A", SCRIPT), "page 1 has a link that does more than lead somewhere"),
        (in_link("/F", 6), "page 1 has a link that is hidden, or that draws something"),
        (in_link("/BS", Dictionary(W=20)), "page 1 has a link that is hidden, or that draws"),
        (in_link("/Dest", String("")), "page 1 has a link to a place without a name"),
        (in_link("/Rect", Array([300, 300, 400, 400])), "page 1 has a link that covers no words"),
        (in_link("/QuadPoints", Array([0] * 8)), "page 1 has a link whose place is not its"),
        (second_link, "page 1 has words from which two links lead to different places"),
        (annotation(Subtype=Name.Stamp), "page 1 has an annotation (Stamp) whose content is not"),
        (annotation(Subtype=Name.Popup), "page 1 has an annotation (Popup) whose content is not"),
        (annotation(Subtype=Name.Widget, FT=Name.Tx), "page 1 has an annotation (Widget) whose"),
        (annotation(Subtype=Name.Widget, FT=Name.Sig), "page 1 has an annotation (Widget) whose"),
        (circle_of_pages, "a page of it stands at two places, or holds itself"),
        (page_twice, "a page of it stands at two places, or holds itself"),
        (destination_twice, "the file has two destinations of one name (e)"),
        (destination_nowhere, "the file has a destination (e) that is on none of its pages"),
        (circle_of_titles, "it has an outline that goes round in a circle"),
        (in_page("/Contents", Array([])), "no page has any text"),
    ],
)
def test_what_deceives_beside_the_pages_is_unread(change: Change, fault: str):
    """Programs, layers, other page numbers, links that are not what they seem: all are told."""
    found = faults(edit(sample(), change))

    assert any(fault in message for message in found), found


@pytest.mark.parametrize("count", [b"0", b"2", b"9"])
def test_a_file_says_truly_how_many_pages_it_has(count: bytes):
    """A page more or less than a file says is a page that some programs show and others do not."""
    content = edit(sample(), lambda _: None)
    assert content.count(b"/Count 1 /Kids") == 1
    changed = content.replace(b"/Count 1 /Kids", b"/Count %s /Kids" % count)

    assert faults(changed) == [
        f"the file cannot be read: it says that it has {count.decode()} pages, and has 1"
    ]


def test_a_signature_that_shows_nothing_is_no_fault():
    """The field of a signature has no place on the page; with one it would be unread."""
    field = {"Subtype": Name.Widget, "FT": Name.Sig, "T": String("Signature"), "F": 132}

    def sign(document: pikepdf.Pdf) -> None:
        annotation(**field)(document)
        found = document.pages[0].Annots[-1]
        found.Rect = Array([0, 0, 0, 0])
        document.Root.AcroForm = Dictionary(Fields=Array([found]), SigFlags=3)

    assert faults(edit(sample(), sign)) == []


def test_a_link_is_as_wide_as_it_is_clicked():
    """Where it ends within a text, the letters behind it lead nowhere."""

    def narrow(document: pikepdf.Pdf) -> None:
        place = document.pages[0].Annots[0].Rect
        place[2] = float(place[0]) + 0.4 * (float(place[2]) - float(place[0]))

    reading = read_pdf(edit(sample(), narrow), "x.pdf")
    linked = [block.text[slice(*mark.span)] for block in reading.blocks for mark in block.marks]

    assert (linked, reading.unread) == (["$14.3"], ())


def test_a_note_of_a_link_is_read():
    """What a program shows when a pointer rests on a link is something that a reader sees."""
    change = in_link("/Contents", String("in truth $99 billion"))
    reading = read_pdf(edit(sample(), change), "x.pdf")

    assert said(reading, Layer.HOVER) == [("note", "in truth $99 billion")]


# --- what a file says of itself -------------------------------------------------------------

XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
xmlns:a="http://purl.org/dc/elements/1.1/" xmlns:b="http://ns.adobe.com/pdf/1.3/"
b:Keywords="8 of 9"><a:title><rdf:Alt><rdf:li xml:lang="x-default">Sample of &lt;9&gt;</rdf:li>
</rdf:Alt></a:title></rdf:Description></rdf:RDF></x:xmpmeta>"""


def described(packet: str) -> Change:
    """Let a second packet describe the file, under names of its own."""

    def change(document: pikepdf.Pdf) -> None:
        stream = document.make_stream(packet.encode("utf-8"))
        stream.Type, stream.Subtype = Name.Metadata, Name.XML
        document.pages[0].Resources.Metadata = stream

    return change


def test_metadata_that_disagrees_is_read_twice():
    """What any XMP packet says other than the document's information is read as well."""
    reading = read_pdf(edit(sample(), described(XMP)), "x.pdf")

    assert ("title", "Sample of <9>") in said(reading, Layer.METADATA)
    assert ("keywords", "8 of 9") in said(reading, Layer.METADATA)


def in_information(key: str, value: object) -> Change:
    """Let the information of the document say something more."""

    def change(document: pikepdf.Pdf) -> None:
        document.docinfo[key] = value

    return change


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (described("<x>"), "the file has a description of itself (XMP) that is broken"),
        (
            described('<!DOCTYPE x [<!ENTITY a "9">]><x>&a;</x>'),
            "the file has a description of itself (XMP) that is broken",
        ),
        *(
            (described(XMP.replace(*change)), "the file has a description of itself (XMP) that is")
            for change in (
                ("<rdf:RDF", "9 <rdf:RDF"),
                ("</rdf:Description>", "</rdf:Description> 9"),
                ('<rdf:li xml:lang="x-default">', '<rdf:li rdf:value="9">'),
                ("<rdf:Alt>", "<rdf:Alt><a:b/>"),
            )
        ),
        (described(XMP.replace("Keywords", "Sum")), "the file has a property that is not read"),
        (in_information("/Revenue", String("9")), "the file has a property that is not read"),
    ],
)
def test_metadata_that_cannot_be_read_is_unread(change: Change, fault: str):
    """A broken packet, or a property of another name, could say a number."""
    assert any(message.startswith(fault) for message in faults(edit(sample(), change)))


# --- files that would take all time and memory ----------------------------------------------


def drawn_by(packed: bytes) -> Change:
    """Let the first page be drawn by packed instructions."""

    def change(document: pikepdf.Pdf) -> None:
        stream = document.make_stream(b"")
        stream.write(packed, filter=Name.FlateDecode)
        document.pages[0].obj.Contents = stream

    return change


def drawing(document: pikepdf.Pdf, commands: bytes, inner: object) -> pikepdf.Object:
    """A form that is drawn by these instructions, and that may draw another one."""
    stream = document.make_stream(commands)
    stream.Type, stream.Subtype, stream.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
    stream.Resources = Dictionary(XObject=Dictionary(F=inner) if inner else Dictionary())
    return stream


def laugh(document: pikepdf.Pdf) -> None:
    """Draw a form that draws a form ten times, and so on: a billion rectangles."""
    form = drawing(document, b"0 0 1 1 re f", None)
    for _ in range(9):
        form = drawing(document, b"/F Do " * 10, form)
    document.pages[0].Resources.XObject.F = form
    add("/F Do")(document)


def draw_itself(document: pikepdf.Pdf) -> None:
    """Draw a form that draws itself."""
    form = drawing(document, b"/F Do", None)
    form.Resources.XObject.F = document.pages[0].Resources.XObject.F = form
    add("/F Do")(document)


def annotate(document: pikepdf.Pdf) -> None:
    """Put a third of a million annotations on a page."""
    page = document.pages[0].obj
    page.Annots = Array([page.Annots[0]] * 300_000)


def nest(document: pikepdf.Pdf) -> None:
    """Put lists within lists."""
    value = Array([])
    for _ in range(400):
        value = Array([value])
    document.Root.MarkInfo = value


def tag_in_circles(document: pikepdf.Pdf) -> None:
    """Let each of many tags hold the next one twice."""
    found = next(i for i in document.objects if isinstance(i, Dictionary) and i.get("/S") == Name.P)
    outer, inner = found.P, found
    for _ in range(40):
        tag = Dictionary(Type=Name.StructElem, S=Name.Div, P=outer, K=Array([inner, inner]))
        inner = document.make_indirect(tag)
    outer.K = Array([inner])


RECTANGLE = b"0 0 1 1 re f "


@pytest.mark.parametrize(
    "change",
    [
        drawn_by(zlib.compress(bytes(300_000_000), 9)),
        drawn_by(zlib.compress(RECTANGLE * 100_000)),
        drawn_by(zlib.compress(RECTANGLE * 19_000)),
        drawn_by(zlib.compress(b"1 1 m " + b"0 0 1 1 2 2 c " * 130_000 + b"f")),
        laugh,
        draw_itself,
        annotate,
        nest,
        tag_in_circles,
        described("<x>" + " " * 100_000_000 + "</x>"),
        in_page("/MediaBox", Array([0, 0, 1_000_000_000, 1_000_000_000])),
        in_page("/MediaBox", Array([0, 0, 0, 0])),
    ],
)
def test_a_file_cannot_take_all_time_and_memory(change: Change, tmp_path: Path):
    """What unpacks, repeats or nests without end is told within seconds and megabytes."""
    (tmp_path / "x.pdf").write_bytes(edit(sample(), change))
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, tmp_path / "x.pdf"], capture_output=True, check=True
    )
    faults, seconds, kilobytes = map(float, run.stdout.split())

    assert faults
    assert seconds < 20
    assert kilobytes < 300_000


# The most memory since the program was started, which `resource` gives of its parents as well.
PROGRAM = """
import sys, time
from pathlib import Path
from briefing.read.pdf import read_pdf
start = time.process_time()
reading = read_pdf(Path(sys.argv[1]).read_bytes(), "x.pdf")
status = Path("/proc/self/status").read_text().split()
print(len(reading.unread), time.process_time() - start, status[status.index("VmHWM:") + 1])
"""


# --- files that were damaged ----------------------------------------------------------------


def bare(content: bytes) -> bytes:
    """The file with nothing in it packed, so that damage reaches every part of it."""
    with pikepdf.open(BytesIO(content)) as document:
        file = BytesIO()
        document.save(
            file,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return file.getvalue()


BARE = bare(sample())
WORDS = ["Head", "Meta", "paid", "$14.3", "billion.", "The", "deal", "of", "9", "May."]
LOOK = "0123456789.-/<>[]()abcdefRTJfmq \n"


@cache
def picture(content: bytes) -> bytes:
    """The first page as it is seen."""
    document = PdfDocument(content)
    image = document[0].render(scale=1, grayscale=True)
    pixels = bytes(image.buffer)
    image.close()
    document.close()
    return pixels


@settings(max_examples=5 * settings.default.max_examples)
@given(at=st.integers(0, len(BARE) - 1), patch=st.text(LOOK, min_size=1, max_size=4))
@example(at=BARE.index(b"027e"), patch="0284")
@example(at=BARE.index(b"<027e> <0033>") + 8, patch="0039")
def test_a_file_that_was_changed_says_what_is_seen(at: int, patch: str):
    """After any change of some bytes, the words are another, or unread, or the page looks alike."""
    changed = BARE[:at] + patch.encode() + BARE[at + len(patch) :]
    reading = read_pdf(changed, "x.pdf")
    if reading.unread or reading.believed:
        return
    if body(reading) == WORDS:
        assert changes(picture(changed), picture(BARE)) < 0.02
    else:
        assert picture(changed) != picture(BARE)


def body(reading: Reading) -> list[str]:
    """The words of the body in their order, whatever blocks they stand in."""
    return " ".join(text for _, text in said(reading, Layer.BODY)).split()


def changes(one: bytes, other: bytes) -> float:
    """The share of a picture that is another; all of it where their sizes differ."""
    if len(one) != len(other):
        return 1
    return sum(abs(a - b) > 64 for a, b in zip(one, other, strict=True)) / len(one)


@given(end=st.integers(0, len(BARE) - 2))  # the last byte ends a line, and is not missed
def test_a_file_that_was_cut_off_is_unread(end: int):
    """No part of a file stands for the whole."""
    assert len(read_pdf(BARE[:end], "x.pdf").unread) == 1
