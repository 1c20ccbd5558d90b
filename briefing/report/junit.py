"""Statements as test cases, for the dashboards that read JUnit's XML."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from xml.etree import ElementTree as ET

from briefing.diagnostics import Finding, has_errors
from briefing.report.human import render_human
from briefing.report.model import Report, StatementRecord, visible
from briefing.text import Place

# What XML 1.0 cannot hold at all, escaped or not: all that its section 2.2 does not list as Char.
# A class of what it does list takes far longer to compile.
ILLEGAL = re.compile(r"[\x00-\x08\x0B\x0C\x0E-\x1F\uD800-\uDFFF\uFFFE\uFFFF]")


def render_junit(report: Report) -> str:
    """A suite for each file; a case for each statement, and for each finding that is on none."""
    root = ET.Element("testsuites", name="briefing")
    cases = sorted(_cases(report), key=lambda case: case.get("classname", ""))
    for path, group in groupby(cases, key=lambda case: case.get("classname", "")):
        suite = ET.SubElement(root, "testsuite", name=path)
        suite.extend(_numbered(group))
        _count(suite)
    _count(root)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _cases(report: Report) -> Iterator[ET.Element]:
    told = {finding for statement in report.statements for finding in statement.findings}
    for statement in report.statements:
        yield _case(statement.place.path, _statement_name(statement), statement.findings)
    for finding in report.findings:
        if finding not in told:
            name = f"{finding.rule} ({_where(finding.place)})"
            yield _case(finding.place.path, name, (finding,))


def _statement_name(statement: StatementRecord) -> str:
    return f"{statement.written} ({_where(statement.place)})"


def _where(place: Place) -> str:
    page = "" if place.text.page is None else f"page {place.text.page}, "
    return f"{page}line {place.start.line}, column {place.start.column}"


def _case(path: str, name: str, findings: tuple[Finding, ...]) -> ET.Element:
    """A case that fails if one of its findings is an error; warnings are told as its output."""
    case = ET.Element("testcase", classname=_legal(path), name=_legal(name))
    if findings:
        words = _legal(render_human(Report(findings)))
        if has_errors(findings):
            first = findings[0]
            attributes = {"message": _legal(first.message), "type": first.rule}
            ET.SubElement(case, "failure", attributes).text = words
        else:
            ET.SubElement(case, "system-out").text = words
    return case


def _numbered(cases: Iterable[ET.Element]) -> Iterator[ET.Element]:
    """The cases, with a number where a name comes again: dashboards merge equal names."""
    seen: Counter[str] = Counter()
    for case in cases:
        name = case.get("name", "")
        seen[name] += 1
        if seen[name] > 1:
            case.set("name", f"{name} #{seen[name]}")
        yield case


def _count(element: ET.Element) -> None:
    element.set("tests", str(len(element.findall(".//testcase"))))
    element.set("failures", str(len(element.findall(".//failure"))))
    element.set("errors", "0")


def _legal(text: str) -> str:
    return ILLEGAL.sub(lambda match: visible(match[0]), text)
