"""The one block of data that a finished page may carry: nobody sees it, and nothing runs it."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.diagnostics import Finding
from briefing.read.html_syntax import read_tree
from briefing.read.html_tree import HTML, Element, Tree
from briefing.text import Text

DATA_BLOCK = "briefing-evidence"
MOST_DATA = 8_000_000  # characters: far beyond what any page has to prove
_ATTRIBUTES = {"type": "application/json", "id": DATA_BLOCK}


def read_data_block(html: Text) -> str | Finding | None:
    """What stands in the page's block of data, as it is written; None where it has no block.

    A finding where it is not sure that every program finds the same characters there: there are
    two blocks, or another script, or the block is written in a way that is not allowed.
    """
    tree = read_tree(html)
    if isinstance(tree, Finding):
        return tree
    fault = next(check_scripts(tree), None)
    if fault is not None:
        return fault
    return next((script.words() for script in tree.find("script")), None)


def check_scripts(tree: Tree) -> Iterator[Finding]:
    """Findings for all scripts of a page but its one block of data.

    A script of the type `application/json` is never run (HTML standard, 4.12.1).
    """
    block: Element | None = None
    for script in tree.find("script"):
        fault = _fault_of(script, block)
        if fault:
            yield Finding(
                "unreadable-element",
                fault,
                tree.text.place(*tree.tag_span(script)),
                help="leave it out; docs/reading.md says how a page may carry data",
            )
        elif block is None:
            block = script


def _fault_of(script: Element, block: Element | None) -> str:
    """Why a script is not read as the page's block of data."""
    if script.namespace != HTML or script.attributes != _ATTRIBUTES:
        return "a script can change the page"
    if block is not None:
        return "the page has two blocks of data"
    if script.parent is None or script.parent.name not in {"head", "body"}:
        return "the block of data stands within another element"
    content = script.words()
    if len(content) > MOST_DATA:
        return f"the block of data has {len(content)} characters, more than {MOST_DATA}"
    return ""
