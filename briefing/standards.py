"""Whether a PDF is what it claims to be: PDF/A-3a, to be kept, and PDF/UA-1, to be read by all."""

from __future__ import annotations

import re

from briefing.diagnostics import Finding
from briefing.text import Text

PROFILES = {"3a": "PDF/A-3a", "ua1": "PDF/UA-1"}
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


def check_pdf(content: bytes, path: str) -> list[Finding]:
    """A finding for each way in which a PDF breaks one of the two standards; `path` names it."""
    # It takes long to load, and is needed where a page is rendered alone.
    from page import PageError, validate_pdf_bytes  # noqa: PLC0415

    findings: dict[str, Finding] = {}
    for profile, name in PROFILES.items():
        try:
            failures = validate_pdf_bytes(content, profile=profile).failures
        except PageError as error:
            return [_finding(path, f"the PDF cannot be checked: {error}", WAY_OUT)]
        for failure in failures:
            if failure.rule_id == STREAM_LENGTH and _has_its_length(content, failure.object_id):
                continue
            message = f"the PDF is not {name}: {failure.message}"
            findings.setdefault(message, _finding(path, message, _way_out(failure.rule_id)))
    return list(findings.values())


def _has_its_length(content: bytes, object_id: object) -> bool:
    """Whether a stream is as long as it says.

    The validator doubts it where the last byte is a carriage return, which it takes for a part of
    the line end behind it.
    """
    number = getattr(object_id, "object_number", 0)
    head = re.search(rb"(?ms)^%d 0 obj\b.*?/Length (\d+).*?\bstream\n" % number, content)
    return head is not None and content.startswith(b"\nendstream", head.end() + int(head[1]))


def _way_out(rule: str) -> str:
    return next((help_ for part, help_ in WAYS_OUT.items() if part in rule), WAY_OUT)


def _finding(path: str, message: str, help_: str) -> Finding:
    return Finding("invalid-pdf", message, Text(path, "").whole(), help=help_)
