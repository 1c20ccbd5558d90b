"""Whether a PDF is what it claims to be: PDF/A-3a, to be kept, and PDF/UA-1, to be read by all."""

from __future__ import annotations

import re

from briefing.diagnostics import Finding
from briefing.text import Text

PROFILES = {"3a": "PDF/A-3a", "ua1": "PDF/UA-1"}
# Entries of an outline, each of which leads to the next, and rows of a table.
LONGEST = 10_000
# What a page can do, by a part of the names of the rules that it breaks.
WAYS_OUT = {
    "HEADING": "begin with an `<h1>`, and go down by one level at a time",
    "FIGURE": "give each drawing a `<title>`, and each image an `alt`",
    "TABLE": "give all rows of a table the same number of columns, and each `<th>` a `scope`",
    "LANG": "name the language of the page in `<html lang>`, such as `en-GB`",
    "TITLE": "give the page a `<title>`",
}
WAY_OUT = "see `briefing explain invalid-pdf`"
STREAM_LENGTH = "PDFA3A-STREAM-LENGTH-001"
# As pydyf writes it, with which WeasyPrint does: the dictionary on a line of its own.
STREAM = re.compile(rb"^\d+ 0 obj\n<<.*/Length (\d+).*>>\nstream\n", re.MULTILINE)
END_OF_STREAM = b"\nendstream\nendobj\n"


def check_pdf(content: bytes, path: str) -> list[Finding]:
    """A finding for each way in which a PDF breaks one of the two standards; `path` names it."""
    # It takes long to load, and is needed where a page is rendered alone.
    from page import PageError, SafetyLimits, validate_pdf_bytes  # noqa: PLC0415

    limits = SafetyLimits(max_reference_depth=LONGEST, max_table_grid_rows=LONGEST)

    findings: dict[str, Finding] = {}
    for profile, name in PROFILES.items():
        try:
            failures = validate_pdf_bytes(content, profile=profile, limits=limits).failures
        except PageError as error:
            return [_finding(path, f"the PDF cannot be checked: {error}", WAY_OUT)]
        for failure in failures:
            if failure.rule_id == STREAM_LENGTH and _streams_end_where_they_say(content):
                continue
            message = f"the PDF is not {name}: {failure.message}"
            findings.setdefault(message, _finding(path, message, _way_out(failure.rule_id)))
    return list(findings.values())


def _streams_end_where_they_say(content: bytes) -> bool:
    """Whether each stream is as long as it says.

    The validator doubts it where the last byte is a carriage return, which it takes for a part of
    the line end behind it.
    """
    behind = 0
    while head := STREAM.search(content, behind):
        behind = head.end() + int(head[1])
        if not content.startswith(END_OF_STREAM, behind):
            return False
    return behind > 0


def _way_out(rule: str) -> str:
    return next((help_ for part, help_ in WAYS_OUT.items() if part in rule), WAY_OUT)


def _finding(path: str, message: str, help_: str) -> Finding:
    return Finding("invalid-pdf", message, Text(path, "").whole(), help=help_)
