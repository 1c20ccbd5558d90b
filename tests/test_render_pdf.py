"""What `render_pdf` promises of the PDF it makes."""

import hashlib
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO
from xml.etree import ElementTree as ET

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont

from briefing.diagnostics import BriefingError
from briefing.render.attachments import PdfAttachment
from briefing.render.fonts import FOLDER, STYLES
from briefing.render.pdf import render_pdf, start_pdf, start_workers
from briefing.render.typesetting import PdfJob
from briefing.text import Text

CREATED = datetime(2026, 11, 21, tzinfo=UTC)
PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Sample</title>
<style>body {{ font-family: Inter, sans-serif }} {style}</style></head>
<body><h1>Sample</h1><p>Meta paid $14.3 billion.</p>{body}</body></html>"""


def page(style: str = "", body: str = "") -> Text:
    """A small page with more style and more content."""
    return Text("sample.html", PAGE.format(style=style, body=body))


def rules_and_words(text: Text) -> list[tuple[str, str]]:
    """The findings of rendering it, each with the words it marks."""
    return [(f.rule, f.place.words) for f in render_pdf(PdfJob(text, "", CREATED))[1]]


def test_an_honest_page_renders_without_findings():
    """A page that needs nothing from outside gives a PDF and no finding."""
    content, findings = render_pdf(PdfJob(page(), "", CREATED))

    assert content.startswith(b"%PDF-1.7")
    assert findings == []


def test_two_processes_make_the_same_bytes():
    """The bytes depend on the page, the style and the date, never on process, clock or folder."""
    here = hashlib.sha256(render_pdf(PdfJob(page(), "", CREATED))[0]).hexdigest()
    script = (
        "import hashlib, sys; sys.path.insert(0, 'tests'); from test_render_pdf import *;"
        "print(hashlib.sha256(render_pdf(PdfJob(page(), '', CREATED))[0]).hexdigest())"
    )
    environment = {**os.environ, "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"}
    there = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment
    )

    assert here == there.stdout.strip()


def test_a_warning_of_the_renderer_is_a_finding():
    """A property that the renderer does not know is told, at its place."""
    expected = [("rendering-warning", "text-wrap: balance")]

    assert expected == rules_and_words(page(style="p { text-wrap: balance }"))


def test_a_character_without_a_glyph_is_a_finding():
    """A character that no bundled font has is told."""
    expected = ["rendering-warning"]

    assert expected == [rule for rule, _ in rules_and_words(page(body="<p>\u5b57</p>"))]


def test_nothing_is_fetched_from_outside():
    """Each address outside the page is told once, and not fetched."""
    body = '<img src="file:///etc/passwd" alt="x"><img src="https://example.org/a.png" alt="y">'

    expected = [
        ("denied-fetch", "file:///etc/passwd"),
        ("denied-fetch", "https://example.org/a.png"),
    ]

    assert expected == rules_and_words(page(body=body))


# Not in the order of their names.
FILES = (
    PdfAttachment("ü & <1>.txt", b"source", "text/plain", "A source", "Source"),
    PdfAttachment("data", b"told", "application/x-told+json", "Data", "Data"),
)
CARRYING = PdfJob(page(body="<p>a</p>"), "", CREATED, "2026-11-21.1", FILES)


def attachments(content: bytes) -> list[tuple[str, bytes]]:
    """Name and content of each file in a PDF, in the order of the PDF."""
    with pypdfium2.PdfDocument(content) as document:
        return [
            (file.get_name(), bytes(file.get_data()))
            for file in map(document.get_attachment, range(document.count_attachments()))
        ]


def test_files_travel_in_the_pdf():
    """They stand in it once each, in the order of their names, dated like the PDF."""
    content, findings = render_pdf(CARRYING)

    assert findings == []
    expected = [("data", b"told"), ("ü & <1>.txt", b"source")]
    assert expected == attachments(content)
    media_types = re.findall(rb"/Subtype /(\w+#2f[\w+-]+)", content)
    assert [b"application#2fx-told+json", b"text#2fplain"] == media_types
    assert content.count(b"D:20261121000000Z") == 4
    with pikepdf.open(BytesIO(content)) as document:
        assert ["data", "ü & <1>.txt"] == [str(file.UF) for file in document.Root.AF]


def test_files_travel_to_the_worker_that_sets_the_page():
    """A worker process attaches the same as this one does."""
    with start_workers(2) as workers:
        assert workers is not None
        assert render_pdf(CARRYING) == start_pdf(CARRYING, workers)()


def test_the_metadata_name_the_edition_and_the_hash_of_each_attachment():
    """The XMP packet has one RDF, uncompressed, with our own properties in it."""
    content, _ = render_pdf(CARRYING)
    packet = ET.fromstring(content[content.index(b"<x:xmpmeta") :].partition(b"<?xpacket")[0])
    (rdf,) = packet
    names = {"evidence": "urn:briefing:evidence:1:", "rdf": rdf.tag[1:].partition("}")[0]}

    assert "2026-11-21.1" == rdf.findtext(".//evidence:edition", namespaces=names)
    assert [
        f"{hashlib.sha256(data).hexdigest()}  {name}" for name, data in attachments(content)
    ] == [item.text for item in rdf.iterfind(".//evidence:digests//rdf:li", names)]


def test_a_page_attaches_nothing_by_itself():
    """What a template asks to attach is not: it would be dated by the clock."""
    link = "<link rel=attachment href='data:,secret'>"
    plain, asking = page(), page(style=f"</style>{link}<style>")

    assert attachments(render_pdf(PdfJob(plain, "", CREATED))[0]) == []
    assert attachments(render_pdf(PdfJob(asking, "", CREATED))[0]) == []


def test_several_pages_at_once_give_what_each_gives_alone():
    """Worker processes change neither the bytes nor the findings, nor their order."""
    jobs = [
        PdfJob(page(body="<p>short</p>"), "", CREATED),
        PdfJob(page(style="p { text-wrap: balance }", body="<p>long</p>" * 9), "", CREATED),
    ]

    with start_workers(len(jobs)) as workers:
        pending = [start_pdf(job, workers) for job in jobs]
        assert [render_pdf(job) for job in jobs] == [pdf() for pdf in pending]


def test_the_fonts_of_the_page_are_left_out():
    """What stands in `<style data-fonts>` is for screens: the PDF has the same fonts of its own."""
    fonts = "<style data-fonts>@font-face { font-family: Inter; unknown: 1 }</style>"
    plain = page()
    heavy = Text(plain.path, plain.content.replace("<style>", f"{fonts}<style>", 1))

    assert render_pdf(PdfJob(plain, "", CREATED)) == render_pdf(PdfJob(heavy, "", CREATED))


def test_the_style_of_the_pdf_wins():
    """The style for the PDF alone comes last, and decides."""
    hidden = render_pdf(PdfJob(page(style="p { display: block }"), "p { display: none }", CREATED))
    shown = render_pdf(PdfJob(page(style="p { display: none }"), "p { display: block }", CREATED))

    assert len(hidden[0]) < len(shown[0])


def test_every_style_has_every_sign_that_a_report_needs():
    """Each bundled style has the signs of reports, each with a glyph of its own."""
    signs = "\u00a0\u2009\u202f\u2010\u2011\u2212–—≈≤≥→✓↩−±×⁶²½€£’“”"
    for style in STYLES:
        with TTFont(FOLDER / "ttf" / f"{style}.ttf") as font:
            glyphs = font.getBestCmap()

        assert [] == [sign for sign in signs if ord(sign) not in glyphs]
        assert len(glyphs) == len(set(glyphs.values()))


def test_a_missing_library_is_told_with_the_line_to_run(monkeypatch: pytest.MonkeyPatch):
    """Without WeasyPrint's shared libraries there is one error, which names the way out."""

    def fail(name: str) -> None:
        raise OSError(f"cannot load library for {name}")

    monkeypatch.setattr("briefing.render.typesetting.import_module", fail)

    with pytest.raises(BriefingError) as caught:
        render_pdf(PdfJob(page(), "", CREATED))
    assert "libharfbuzz-subset0" in caught.value.help


def test_a_page_on_which_the_renderer_gives_up_is_a_finding(monkeypatch: pytest.MonkeyPatch):
    """A fault of the renderer that a page brings about is told, and is no traceback."""

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("no box")

    monkeypatch.setattr("weasyprint.HTML.render", fail)
    content, (finding,) = render_pdf(PdfJob(page(), "", CREATED))

    assert content == b""
    assert finding.rule == "rendering-warning"
    assert "AssertionError: no box" in finding.message


def test_a_worker_that_dies_is_told(monkeypatch: pytest.MonkeyPatch):
    """A worker that is ended from outside stops the build with an error of one line."""
    jobs = [PdfJob(page(), "", CREATED), PdfJob(page(), "", CREATED)]
    monkeypatch.setattr("briefing.render.pdf._die_silently", sys.exit)

    with start_workers(len(jobs)) as workers, pytest.raises(BriefingError, match="ended from out"):
        [start_pdf(job, workers)() for job in jobs]
