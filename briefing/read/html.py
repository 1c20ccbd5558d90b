"""Read a finished HTML file back as a person sees it.

    Text -> Tree -> Sheets -> Cascade -> Styles -> blocks
            dom     css       whatever   of the     in reading order
                              the page   elements

docs/reading.md says what counts as seen, and which markup and CSS is read.
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.diagnostics import Finding, in_reading_order
from briefing.read.css_styles import Sheet, Styles
from briefing.read.html_claims import blanks_of
from briefing.read.html_markup import check_markup
from briefing.read.html_reader import Reader
from briefing.read.html_signs import check_signs
from briefing.read.html_syntax import read_tree
from briefing.read.html_tree import Tree, Words
from briefing.read.model import Reading
from briefing.text import Text


def read_html(text: Text) -> Reading:
    """What a person sees of a finished HTML file, however it is shown; never raises."""
    tree = read_tree(text)
    if isinstance(tree, Finding):
        return Reading(text.path, (), (tree,))
    styles = Styles(tree, tuple(_sheets(tree)), _scheme(tree))
    reader = Reader(tree, styles)
    reader.read()
    faults, believed = styles.check()
    styles.keep()
    blocks = tuple(reader.out.blocks())
    signs = [fault for block in blocks for fault in check_signs(block)]
    found = [*tree.findings, *check_markup(tree), *faults, *reader.faults.findings, *signs]
    return Reading(
        text.path,
        blocks,
        tuple(in_reading_order(found)),
        anchors={e.attributes["id"]: 1 for e in tree.elements if "id" in e.attributes},
        blanks=tuple(blanks_of(tree)),
        believed=tuple(sorted(believed)),
    )


def _scheme(tree: Tree) -> str:
    """The colour schemes that a page says it has."""
    return next(
        (
            (meta.get("content") or "").lower()
            for meta in tree.find("meta")
            if (meta.get("name") or "").lower() == "color-scheme"
        ),
        "normal",
    )


def _sheets(tree: Tree) -> Iterator[Sheet]:
    """The style sheets of a page."""
    content = tree.text.content
    for style in tree.find("style"):
        start = next((node.start for node in style.children if isinstance(node, Words)), None)
        if start is not None and style.words():
            end = content.find("</", start)
            css = content[start : end if end >= 0 else len(content)]
            yield Sheet(css, style.get("media"), start)
