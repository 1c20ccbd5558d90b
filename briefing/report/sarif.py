"""Findings for code hosts and editors (OASIS SARIF 2.1.0)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from importlib.metadata import version
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from briefing.diagnostics import Finding
from briefing.report.model import Report, is_whole
from briefing.rules import load_page
from briefing.text import Place

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
# The name by which code hosts know the folder that a repository is checked out in.
BASE = "%SRCROOT%"


def render_sarif(report: Report) -> str:
    """A log of one run, with the page of each rule that it names."""
    rules = sorted({finding.rule for finding in report.findings})
    run = {
        "tool": {
            "driver": {
                "name": "briefing",
                "version": version("briefing"),
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {BASE: {"description": _message("the folder of the project")}},
        "results": _results(report.findings, rules),
        "properties": {"summary": report.summary},
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: str) -> dict[str, Any]:
    page = load_page(rule) or f"# {rule}\n"
    title, _, body = page.partition("\n")
    first = " ".join(body.strip().split("\n\n")[0].split()) or title.removeprefix("# ")
    return {
        "id": rule,
        "shortDescription": {"text": first},
        "help": {"text": page, "markdown": page},
    }


def _results(findings: Sequence[Finding], rules: Sequence[str]) -> list[dict[str, Any]]:
    seen: Counter[str] = Counter()
    results = []
    for finding in findings:
        fingerprint = _fingerprint(finding)
        seen[fingerprint] += 1
        result = {
            "ruleId": finding.rule,
            "ruleIndex": rules.index(finding.rule),
            "level": finding.severity.value,
            "message": _message(_words(finding)),
            "locations": [_location(finding.place, finding.label)],
            "partialFingerprints": {"findingHash/v1": f"{fingerprint}:{seen[fingerprint]}"},
        }
        if finding.related:
            result["relatedLocations"] = [
                {"id": number, **_location(other.place, other.note)}
                for number, other in enumerate(finding.related, start=1)
            ]
        results.append(result)
    return results


def _words(finding: Finding) -> str:
    return f"{finding.message}\n\nhelp: {finding.help}" if finding.help else finding.message


def _fingerprint(finding: Finding) -> str:
    """The same for the same fault when lines above it come or go."""
    parts = (finding.rule, finding.place.path, finding.place.words, finding.message)
    joined = "\0".join(parts).encode("utf-8", "backslashreplace")
    return sha256(joined).hexdigest()[:32]


def _location(place: Place, words: str) -> dict[str, Any]:
    """Where a place is; of a paginated document the page is named, as its lines are no file's."""
    physical: dict[str, Any] = {"artifactLocation": _artifact(place.path)}
    location: dict[str, Any] = {"physicalLocation": physical}
    if words:
        location["message"] = _message(words)
    if place.text.page is not None:
        start = place.start
        name = f"page {place.text.page}, line {start.line}, column {start.column}"
        location["logicalLocations"] = [{"fullyQualifiedName": f"{place.path}, {name}"}]
    elif not is_whole(place):
        physical["region"] = _region(place)
    return location


def _region(place: Place) -> dict[str, Any]:
    start, end = place.start, place.end
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "snippet": {"text": place.words},
    }


def _artifact(path: str) -> dict[str, Any]:
    # A file name need not be UTF-8, and then holds halves of surrogate pairs.
    uri = quote(PurePath(path).as_posix(), errors="surrogatepass")
    return {"uri": f"file://{uri}"} if uri.startswith("/") else {"uri": uri, "uriBaseId": BASE}


def _message(text: str) -> dict[str, str]:
    return {"text": text}
