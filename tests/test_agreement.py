"""A PDF held against the HTML that it was made from."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest
from conftest import published_once
from projects import FACTS, SOURCES, SUMMARY, TEMPLATES, TODAY, load, make_project, told

from briefing.assemble import count_entries
from briefing.read.html import read_html
from briefing.read.model import Block, Layer, Reading
from briefing.read.pdf import read_pdf
from briefing.report.model import StatementClass, Verdict
from briefing.text import Text
from briefing.trace.agreement import Original, trace_pdf
from briefing.trace.ledger import Issue, Ledger
from briefing.trace.model import Trace
from briefing.trace.statements import trace_reading


@dataclass(frozen=True)
class Twins:
    """A page in both forms, as they were read, and what they are held against."""

    html: Reading
    pdf: Reading
    ledger: Ledger

    def trace(self, pdf: Reading | None = None, html: Reading | None = None) -> Trace:
        """The trace of the PDF beside the HTML."""
        html = html or self.html
        original = Original(trace_reading(html, self.ledger), html, is_html=True)
        return trace_pdf(pdf or self.pdf, original, self.ledger)


@pytest.fixture(scope="module")
def twins(small_edition: Path) -> Twins:
    """The briefing of the small project."""
    [counts] = json.loads((small_edition / "trace.json").read_bytes())["verdicts"]
    verdict = Verdict("summary", {name: counts[name.value] for name in StatementClass})
    ledger = Ledger(
        load(small_edition.parents[2]).briefing,
        Issue("2026-11-21.1", ("21 November 2026", "2026-11-21")),
        "summary",
        TODAY.isoformat(),
        count_entries(verdict),
    )
    html = (small_edition / "summary.html").read_text(encoding="utf-8")
    pdf = (small_edition / "summary.pdf").read_bytes()
    return Twins(read_html(Text("summary.html", html)), read_pdf(pdf, "summary.pdf"), ledger)


def changed(reading: Reading, at: int, change: Callable[[Block], Block | None]) -> Reading:
    """A reading with one of its blocks changed, or left out."""
    blocks = list(reading.blocks)
    new = change(blocks[at])
    blocks[at : at + 1] = [new] if new else []
    return replace(reading, blocks=tuple(blocks))


def body(reading: Reading) -> list[int]:
    """Which blocks are of the body and hold a digit."""
    found = [
        i
        for i, block in enumerate(reading.blocks)
        if block.layer is Layer.BODY and any(map(str.isdecimal, block.text))
    ]
    assert len(found) > 15
    return found


def rules(trace: Trace) -> set[str]:
    """The rules of the findings."""
    return {finding.rule for finding in trace.findings}


def with_other_digit(block: Block, number: int) -> Block:
    """The block with one of its digits changed: of so many, the one of this number."""
    digits = [i for i, c in enumerate(block.text) if c.isdecimal()]
    at = digits[number % len(digits)]
    other = str((int(block.text[at]) + 1) % 10)
    return replace(block, text=block.text[:at] + other + block.text[at + 1 :])


def test_the_two_forms_of_a_page_agree(twins: Twins):
    """As published, both say the same numbers, in the same order, with the same proofs."""
    pdf, html = twins.trace(), trace_reading(twins.html, twins.ledger)
    assert [] == told(pdf.findings)
    assert [(s.quantity.written, s.statement_class) for s in html.body] == [
        (s.quantity.written, s.statement_class) for s in pdf.body
    ]
    assert {"summary.pdf"} == {statement.place.path for statement in pdf.statements}
    assert all(statement.place.text.page for statement in pdf.statements if statement.in_body)


def test_no_digit_of_the_pdf_can_be_changed_unnoticed(twins: Twins):
    """A number that differs is told beside what the HTML says, at its place in the PDF."""
    for at in body(twins.pdf):
        trace = twins.trace(changed(twins.pdf, at, partial(with_other_digit, number=at)))
        assert "pages-disagree" in rules(trace), twins.pdf.blocks[at].text
        finding = next(f for f in trace.findings if f.rule == "pages-disagree")
        assert "summary.pdf" == finding.place.path


def with_marker(reading: Reading, text: str) -> Reading:
    """A reading with the marker of a list."""
    marker = replace(reading.blocks[-1], text=text, kind="marker", layer=Layer.STRUCTURE, marks=())
    return replace(reading, blocks=(*reading.blocks, marker))


def test_the_numbers_of_lists_agree(twins: Twins):
    """A list is numbered in the PDF as in the HTML; what differs, is lost or is more is told."""
    one, other = with_marker(twins.html, "1."), with_marker(twins.pdf, "1.")
    assert [] == told(twins.trace(other, one).findings)
    for pdf, html in (
        (with_marker(twins.pdf, "7."), one),
        (twins.pdf, one),
        (other, twins.html),
    ):
        assert {"pages-disagree"} == rules(twins.trace(pdf, html))


def test_no_digit_of_the_html_can_be_changed_unnoticed(twins: Twins):
    """The same from the other side: it is the pair that must agree."""
    for at in body(twins.html):
        other = changed(twins.html, at, partial(with_other_digit, number=at))
        trace = twins.trace(html=other)
        assert "pages-disagree" in rules(trace), twins.html.blocks[at].text


def test_no_number_of_the_pdf_can_be_left_out_unnoticed(twins: Twins):
    """A number that the PDF does not say is told with its place in the HTML."""
    for at in body(twins.pdf):
        trace = twins.trace(changed(twins.pdf, at, lambda _: None))
        [*lost] = [f for f in trace.findings if "and the PDF does not" in f.message]
        assert lost, twins.pdf.blocks[at].text
        assert all("summary.html" == f.related[0].place.path for f in lost)


def test_a_number_more_is_told(twins: Twins):
    """What the PDF says beyond its HTML is untraced."""
    at = body(twins.pdf)[0]
    more = changed(twins.pdf, at, lambda block: replace(block, text=f"{block.text} and 97 more"))
    trace = twins.trace(more)
    assert ["the PDF says `97` where the HTML says no number"] == [
        finding.message for finding in trace.findings
    ]
    assert StatementClass.UNTRACED in {s.statement_class for s in trace.statements}


def test_other_words_are_told_where_they_part(twins: Twins):
    """The same numbers in other words are not the same page."""
    at = next(i for i, b in enumerate(twins.pdf.blocks) if "Bolt employed" in b.text)
    other = changed(twins.pdf, at, lambda b: replace(b, text=b.text.replace("people", "horses")))
    [finding] = twins.trace(other).findings
    assert finding.message.startswith("the PDF says “horses")
    assert "where the HTML says “people" in finding.message


def test_an_end_that_is_lost_is_told(twins: Twins):
    """A PDF that stops before its HTML does, or has no words at all, is told."""
    last = max(i for i, b in enumerate(twins.pdf.blocks) if b.layer is Layer.BODY)
    [finding] = twins.trace(changed(twins.pdf, last, lambda _: None)).findings
    assert "the PDF is over where the HTML says “" in finding.message
    nothing = twins.trace(replace(twins.pdf, blocks=()))
    assert {"pages-disagree"} == rules(nothing)


def test_a_link_must_lead_to_the_evidence_of_its_twin(twins: Twins):
    """The link of a number in the PDF is that of the HTML, and is there."""
    at = next(i for i, b in enumerate(twins.pdf.blocks) if "Bolt employed" in b.text)
    block = twins.pdf.blocks[at]
    assert any(mark.kind == "link" for mark in block.marks)
    astray = tuple(m._replace(target="e-plant.cost") for m in block.marks)
    trace = twins.trace(changed(twins.pdf, at, lambda b: replace(b, marks=astray)))
    assert {"link-disagrees"} == rules(trace)
    assert "here its link leads to `#e-plant.cost`" in trace.findings[0].message
    trace = twins.trace(changed(twins.pdf, at, lambda b: replace(b, marks=())))
    assert "here it has no link" in trace.findings[0].message


def furniture(twins: Twins, text: str, page: int = 1, layer: Layer = Layer.STRUCTURE) -> Trace:
    """The trace of the PDF with a running head or foot more."""
    first = twins.pdf.blocks[body(twins.pdf)[0]]
    place = Text("summary.pdf", text, page).place(0, len(text))
    fragment = first.fragments[0]._replace(start=0, place=place)
    block = Block(text, "artifact", layer, (), (fragment,))
    return twins.trace(replace(twins.pdf, blocks=(*twins.pdf.blocks, block)))


def test_page_numbers_must_be_true(twins: Twins):
    """A foot may say the number of its page and of all pages, and no other."""
    assert twins.pdf.page_count is not None
    last = twins.pdf.page_count
    assert [] == told(furniture(twins, f"Page {last} of {last}", last).findings)
    assert {"untraced-number"} == rules(furniture(twins, f"Page {last + 1} of {last}", last))
    assert {"untraced-number"} == rules(furniture(twins, f"Page 1 of {last + 7}"))
    assert {"untraced-number"} == rules(furniture(twins, "For $1 only"))
    assert {"untraced-number"} == rules(furniture(twins, "In 1%"))


def test_running_heads_may_repeat_the_page(twins: Twins):
    """A head that says the edition or a heading is proved; another number is not."""
    assert [] == told(furniture(twins, "Edition 2026-11-21.1").findings)
    assert {"untraced-number"} == rules(furniture(twins, "Edition 2026-11-20.1"))
    assert {"untraced-number"} == rules(furniture(twins, "Over 97 plants", layer=Layer.METADATA))


def test_a_heading_may_be_repeated_with_other_spaces(tmp_path_factory: pytest.TempPathFactory):
    """What may not be broken on the page is an ordinary space in the outline."""

    def make(folder: Path) -> None:
        words = (
            "{{ name.bolt }} employed {{ fact.staff.bolt }} people, and Acme the {{ name.kiln }}"
        )
        make_project(
            folder,
            {name: text.replace("Kiln-9", "Kiln 9") for name, text in SOURCES.items()},
            FACTS.replace("Kiln-9", "Kiln 9"),
            {
                **TEMPLATES,
                "summary.html.j2": SUMMARY.replace("<p>The", f"<h2>{words}</h2>\n<p>The"),
            },
        )

    edition = published_once(tmp_path_factory, "spaces", make)

    assert "Kiln\N{NO-BREAK SPACE}9" in (edition / "summary.html").read_text(encoding="utf-8")


def test_what_could_not_be_read_in_the_pdf_is_counted(twins: Twins):
    """A part of the PDF that is no text for us is never green."""
    unread = twins.trace(changed(twins.pdf, 0, lambda b: b)).findings
    assert [] == told(unread)
    finding = twins.trace(replace(twins.pdf, blocks=())).findings[0]
    trace = twins.trace(replace(twins.pdf, unread=(finding,)))
    assert (1, (finding,)) == (trace.unread, trace.findings)
