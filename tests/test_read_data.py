"""The block of data that a finished page may carry."""

from __future__ import annotations

import json

import pytest
from pages import html

from briefing.diagnostics import Finding
from briefing.read.html import read_html
from briefing.read.html_data import MOST_DATA, read_data_block
from briefing.text import Text

TAG = '<script type="application/json" id="briefing-evidence">'


def page(body: str, head: str = "") -> Text:
    """A whole file."""
    return Text("page.html", html(body, head=head))


def block(content: str) -> str:
    """A block of data as it may stand in a file."""
    return f"{TAG}{content}</script>"


def test_the_block_is_given_as_it_stands_and_is_no_text_of_the_page():
    """Its numbers are read by whoever asks for the block, and by no reader of the page."""
    content = json.dumps({"price": "14 & 15 \u003e £5 &amp;"}, ensure_ascii=False)
    for text in (page(f"<p>x</p>{block(content)}"), page("<p>x</p>", block(content))):
        assert read_data_block(text) == content
        reading = read_html(text)
        assert [b.text for b in reading.blocks] == ["T", "x"]
        assert reading.unread == ()


def test_a_page_without_the_block_has_none():
    """That is no fault: pages of before have none."""
    assert read_data_block(page("<p>x</p>")) is None


REFUSED = {
    "two blocks": (block("1") + block("2"), "two blocks"),
    "a script that runs": (f"{block('1')}<script>a()</script>", "can change"),
    "a module": ("<script type=module>a()</script>", "can change"),
    "an import map": ("<script type=importmap>{}</script>", "can change"),
    "rules for speculation": ("<script type=speculationrules>{}</script>", "can change"),
    "an empty type": ("<script type='' id=briefing-evidence>1</script>", "can change"),
    "another inert block": ("<script type=application/ld+json>{}</script>", "can change"),
    "no id": ("<script type=application/json>1</script>", "can change"),
    "another id": ("<script type=application/json id=x>1</script>", "can change"),
    "an address": (TAG.replace(">", " src=a.js>") + "</script>", "can change"),
    "a class": (TAG.replace(">", " class=a>") + "</script>", "can change"),
    "a script in a drawing": (f"<svg>{block('1')}</svg>", "can change"),
    "within a paragraph": (f"<div>{block('1')}</div>", "within another"),
    "a comment that hides the end": (block('"<!--<script>"') + "<p>x</p>--></script>", "a `<` in"),
    "a comment": (block('"<!--"'), "a `<` in"),
    "a tag": (block('"<b>"'), "a `<` in"),
    "too much": (block("1" * (MOST_DATA + 1)), "more than"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_any_other_script_is_refused(name: str):
    """By whoever asks for the block, and by the reader of the page, with the same words."""
    body, words = REFUSED[name]
    text = page(body)
    fault = read_data_block(text)
    assert isinstance(fault, Finding)
    assert fault.rule in {"unreadable-element", "unreadable-markup"}
    assert words in fault.message
    assert fault in read_html(text).unread


def test_a_block_that_never_ends_is_found():
    """Whatever follows would belong to it."""
    assert read_html(page(TAG + "1")).unread


def test_a_page_too_deep_to_be_read_has_no_block():
    """That it could not be looked for is said."""
    fault = read_data_block(page("<div>" * 5000))
    assert isinstance(fault, Finding)
    assert fault.rule == "unreadable-markup"
