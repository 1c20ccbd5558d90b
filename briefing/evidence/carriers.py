"""Put evidence into a finished file, and take it out again."""

from __future__ import annotations

from briefing.diagnostics import Finding
from briefing.read.html_data import DATA_BLOCK, read_data_block
from briefing.read.pdf_attachments import read_attachments
from briefing.text import Text

NAME = "evidence.json"
OPEN = f'<script type="application/json" id="{DATA_BLOCK}">'
CLOSE = "</script>\n"
END_OF_BODY = "</body>"
PDF_MARK = b"%PDF-"
HELP = "ask whoever gave you the file for one that is whole"


def with_room(html: str) -> str:
    """The page with an empty block for its evidence, at the end of its body."""
    before, end, behind = html.rpartition(END_OF_BODY)
    return before + OPEN + CLOSE + end + behind if end else behind + OPEN + CLOSE


def filled(html: str, evidence: bytes) -> str:
    """The page with evidence in its block; evidence holds nothing that could end that."""
    before, block, behind = html.rpartition(OPEN)
    return before + block + evidence.decode() + behind


def is_pdf(content: bytes) -> bool:
    """Whether the file is a PDF by its first bytes; all others are read as HTML."""
    return content.startswith(PDF_MARK)


def take_evidence(content: bytes, path: str) -> bytes | Finding | None:
    """The evidence in a finished file; None where it carries none.

    A finding where the file is such that two programs could find other evidence in it.
    """
    if not is_pdf(content):
        data = read_data_block(Text(path, content.decode("utf-8", "replace")))
        return data.encode() if isinstance(data, str) else data
    try:
        attachments = read_attachments(content)
    except ValueError as error:
        problem = f"the file cannot be read: {error}"
        return Finding("unreadable-pdf", problem, Text(path, "").whole(), help=HELP)
    return next((each.content for each in attachments if each.name == NAME), None)
