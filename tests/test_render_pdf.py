"""What `render_pdf` promises of the PDF it makes."""

import hashlib
import os
import subprocess
import sys
from datetime import UTC, datetime

from briefing.render.pdf import render_pdf
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
    return [(f.rule, f.place.words) for f in render_pdf(text, "", CREATED)[1]]


def test_an_honest_page_renders_without_findings():
    """A page that needs nothing from outside gives a PDF and no finding."""
    content, findings = render_pdf(page(), "", CREATED)

    assert content.startswith(b"%PDF-1.7")
    assert findings == []


def test_two_processes_make_the_same_bytes():
    """The bytes depend on the page, the style and the date, never on process, clock or folder."""
    here = hashlib.sha256(render_pdf(page(), "", CREATED)[0]).hexdigest()
    script = (
        "import hashlib, sys; sys.path.insert(0, 'tests'); from test_render_pdf import *;"
        "print(hashlib.sha256(render_pdf(page(), '', CREATED)[0]).hexdigest())"
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
