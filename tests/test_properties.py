"""The promises, held over made-up projects: what is honest passes, and no falsehood does."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from generated import (
    EDITION,
    FACTS,
    MONTHS,
    PAGE,
    POOL,
    QUALIFIERS,
    TEMPLATE,
    MadeProject,
    Page,
    Traced,
    altered,
    check_files,
    honest,
    longest,
    paper_bytes,
    pool,
    projects,
    read_paper,
    restated,
    trace_files,
    trace_html,
    trace_paper,
    write_files,
)
from hypothesis import assume, given
from hypothesis import strategies as st
from projects import build_project, told

from briefing.diagnostics import Finding
from briefing.quantities.model import Quantity
from briefing.quantities.recognise import recognise
from briefing.read.model import Block, Layer, Reading
from briefing.read.pdf import read_pdf
from briefing.report.model import StatementClass
from briefing.trace.sight import Sight

NUMBERS = (
    "7",
    "1,234",
    "€5 million",
    "12.5%",
    "forty-two",
    "March 2031",
    "the 3rd",
    "−4",
    "9 years",
)
DATA = re.compile(r'<data value="([^"]*)" data-fact="([^"]*)"><a [^>]*>([^<]*)</a></data>')
TIP = re.compile(r'<span class="tip".*?</cite></span>|<span class="tip".*?</data></span>')


def lines_of(findings: list[Finding], path: str) -> set[int]:
    """The lines of a file that findings point to."""
    return {finding.place.start.line for finding in findings if finding.place.path == path}


def covers(finding: Finding, start: int, end: int) -> bool:
    """Whether the finding marks any of these characters of the page."""
    span = finding.place.span
    return finding.place.path == f"{PAGE}.html" and span.start < end and start < span.end


def figure(text: str, name: str) -> tuple[int, int]:
    """Where the page says a figure of its own tally."""
    start = text.index(f'data-fact="checked.{name}"')
    return start, text.index("</data>", start)


def elsewhere(findings: list[Finding], html: str, start: int, end: int) -> list[str]:
    """What is said of other characters than these, but for the tally of the page itself."""
    tally = (html.index("<p>Numbers found"), html.index("</main>"))
    return told(f for f in findings if not covers(f, start, end) and not covers(f, *tally))


@pytest.fixture(scope="module", autouse=True)
def warm_pool() -> None:
    """Make the shared projects outside of any test, whose time they would distort."""
    assert len(pool()) == POOL


@st.composite
def mangled(draw: st.DrawFn, data: bytes) -> bytes:
    """The bytes after some accidents: parts left out, doubled, or written over."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 60)))
        junk = draw(
            st.binary(max_size=12) | st.text(max_size=12).map(str.encode) | st.sampled_from(JUNK)
        )
        data = draw(
            st.sampled_from(
                [
                    data[:start] + data[end:],
                    data[:end] + data[start:],
                    data[:start] + junk + data[end:],
                ]
            )
        )
    return data


JUNK = [
    w.encode()
    for w in (
        "{{", "}}", "{%", "%}", "{#", "{{ fact }}", "{{ say.sites.x }}", "{{ 1 / 0 }}",
        "{{ fact.sites.position(0) }}", "{% include 'note.html.j2' %}", "{% endfor %}",
        "{{ evidence.foo.bar() }}", "[", "{", "&", "*a", "!!python/object:os.system", "? ", "- ",
        ": ", "|", ">", "'", '"', "\t", "\r", "\x00", "\u2028", "\ufeff", "<", "</", "<!--",
        "<svg>", "<style>", "</main>", "1e999999", "9" * 30, "0:0 ", "0:99999999999 ", "9" * 5000,
    )
]  # fmt: skip


# --- what is honest passes ----------------------------------------------------------------------


@given(projects())
def test_an_honest_project_has_no_finding(project: MadeProject):
    """Where every fact holds and is stated in its place, each number of the page is traced."""
    traced = trace_files(project.files)
    assert told(traced.findings) == []
    verdict = traced.pages[PAGE].verdict
    counts = {class_: verdict.counts[class_] for class_ in StatementClass}
    assert (0, 0) == (verdict.unread, counts[StatementClass.UNTRACED])
    assert len(project.facts) <= counts[StatementClass.FACT]
    assert verdict.found == sum(counts.values())


# --- sources and facts --------------------------------------------------------------------------


def dependents(project: MadeProject, id_: str) -> set[int]:
    """The lines of a fact in the facts file, and of what is computed from it."""
    derived = [d for d in project.derived if id_ in {d.greater.id, d.less.id}]
    lines = {line for each in (id_, *(d.id for d in derived)) for line in project.entry_lines(each)}
    return lines | set(project.entry_lines("sources"))


@given(honest, st.data())
def test_a_changed_value_of_a_fact_is_found_in_its_entry(number: int, data: st.DataObject):
    """Digit, sign, unit, scale or qualifier: whatever is changed, the fact's value is told."""
    project, _ = pool()[number]
    fact = data.draw(st.sampled_from(project.facts))
    changed = data.draw(st.sampled_from(restated(fact.written)))
    files = project.with_entry(fact.id, f'value: "{fact.written}"', f'value: "{changed}"')
    found = check_files(files)
    assert lines_of(found, FACTS) & set(project.entry_lines(fact.id)), told(found)
    assert lines_of(found, FACTS) <= dependents(project, fact.id), told(found)


@given(honest, st.data())
def test_a_changed_number_of_a_quote_is_found_at_the_quote(number: int, data: st.DataObject):
    """Whatever is changed of a quoted number, its citation is told, and no other."""
    project, _ = pool()[number]
    fact = data.draw(st.sampled_from(project.facts))
    changed = data.draw(st.sampled_from(restated(fact.written)))
    quote = fact.quote.replace(fact.written, changed)
    found = check_files(project.with_entry(fact.id, f" {fact.quote}\n", f" {quote}\n"))
    cited = project.entry_lines(fact.id)[-1]
    assert cited in lines_of(found, FACTS), told(found)
    assert lines_of(found, FACTS) <= {cited} | dependents(project, fact.id), told(found)


@given(honest, st.data())
def test_a_changed_number_of_a_source_is_found_where_it_is_cited(number: int, data: st.DataObject):
    """Whatever is changed of a cited number in a source, the fact that cites it is told."""
    project, _ = pool()[number]
    fact = data.draw(st.sampled_from(project.facts))
    changed = data.draw(st.sampled_from(restated(fact.written)))
    path = project.source_path(fact.source)
    text = project.files[path]
    sentence = fact.sentence.replace(fact.written, changed)
    found = check_files({**project.files, path: text.replace(fact.sentence, sentence)})
    assert lines_of(found, FACTS) & set(project.entry_lines(fact.id)), told(found)
    assert lines_of(found, FACTS) <= dependents(project, fact.id), told(found)


@given(honest, st.data())
def test_a_moved_line_is_told_with_the_line_where_it_stands_now(number: int, data: st.DataObject):
    """A line put above others moves every citation below it, and each is told where to."""
    project, _ = pool()[number]
    index = data.draw(st.sampled_from(sorted({fact.source for fact in project.facts})))
    path = project.source_path(index)
    end = project.line_end
    found = check_files({**project.files, path: f"Put in front{end}{project.files[path]}"})
    moved = {f.place.start.line: f for f in found if f.rule == "moved-quote"}
    for fact in project.facts:
        line = project.entry_lines(fact.id)[-1]
        assert (fact.source == index) == (line in moved), told(found)
        if line in moved:
            assert f"cite {fact.source}:{fact.line + 1}" == moved[line].help


@given(honest, st.data())
def test_exchanged_facts_of_the_facts_file_are_found_in_both_entries(
    number: int, data: st.DataObject
):
    """Two facts that exchange their values, their citations or both are both told."""
    project, _ = pool()[number]
    one, other = data.draw(
        st.lists(st.sampled_from(project.facts), min_size=2, max_size=2, unique=True)
    )
    value, cite = data.draw(st.sampled_from([(True, True), (True, False), (False, True)]))
    lines = project.yaml.splitlines(keepends=True)
    first, second = project.entry_lines(one.id), project.entry_lines(other.id)
    chosen = [*([-3] if value else []), *([-1] if cite else [])]
    for at in chosen:
        a, b = first[at] - 1, second[at] - 1
        lines[a], lines[b] = lines[b], lines[a]
    found = lines_of(check_files({**project.files, FACTS: "".join(lines)}), FACTS)
    assert found & set(first)
    assert found & set(second)


@given(projects().filter(lambda project: project.derived), st.data())
def test_a_derived_value_off_by_a_step_is_found_with_both_numbers(
    project: MadeProject, data: st.DataObject
):
    """A stated difference that is one step of its last digit off is told beside the right one."""
    derived = data.draw(st.sampled_from(project.derived))
    wrong = derived.off_by(data.draw(st.sampled_from([-1, 1])))
    files = project.with_entry(derived.id, f'value: "{derived.written}"', f'value: "{wrong}"')
    found = check_files(files)
    line = project.entry_lines(derived.id)[-1]
    assert [("wrong-derivation", line)] == [(f.rule, f.place.start.line) for f in found]
    assert f"`{wrong}`" in found[0].message
    right = recognise(derived.written)[0]
    said = [(quantity.value, quantity.unit) for quantity in recognise(found[0].message)]
    assert (right.value, right.unit) in said, found[0].message


# --- templates ----------------------------------------------------------------------------------

STATED = re.compile(r"\{\{ fact\.([a-z0-9.]+) \}\}")


@given(honest, st.data())
def test_facts_exchanged_in_a_template_are_found_on_its_lines(number: int, data: st.DataObject):
    """Wherever two references to facts change places, one of the two places is told."""
    project, _ = pool()[number]
    template = project.template
    places = list(STATED.finditer(template))
    one, other = sorted(
        data.draw(
            st.lists(st.sampled_from(places), min_size=2, max_size=2, unique_by=lambda m: m[1])
        ),
        key=lambda match: match.start(),
    )
    exchanged = (
        template[: one.start()]
        + other[0]
        + template[one.end() : other.start()]
        + one[0]
        + template[other.end() :]
    )
    found = trace_files({**project.files, TEMPLATE: exchanged}).findings
    lines = {template.count("\n", 0, match.start()) + 1 for match in (one, other)}
    assert lines & lines_of(found, TEMPLATE), told(found)
    assert lines_of(found, TEMPLATE) <= lines, told(found)


@given(honest, st.data())
def test_a_number_taken_out_of_a_template_is_found_where_it_stood(number: int, data: st.DataObject):
    """What is left of its sentence has a gap, whether the number is gone or stands elsewhere."""
    project, _ = pool()[number]
    template = project.template
    match = data.draw(st.sampled_from(list(STATED.finditer(template))))
    rest = template[: match.start()] + template[match.end() :]
    moved = data.draw(st.none() | st.sampled_from(words_of(rest)))
    if moved is not None:
        rest = f"{rest[:moved]}{match[0]} {rest[moved:]}"
    stood = match.start()
    if moved is not None and moved <= stood:
        stood += len(match[0]) + 1
    found = check_files({**project.files, TEMPLATE: rest})
    assert any(
        f.rule == "gap-in-sentence" and f.place.span.start <= stood <= f.place.span.end
        for f in found
    ), told(found)


def words_of(template: str) -> list[int]:
    """The offsets in a template's body at which words of its own begin."""
    masked = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|<[^>]*>", lambda m: "\x00" * len(m[0]), template)
    body = template.index("<h1>"), template.index("<p>Numbers found")
    return [
        m.start()
        for m in re.finditer(r"(?<![\w\x00])[A-Za-z]\w+", masked)
        if body[0] < m.start() < body[1]
    ]


@given(honest, st.sampled_from(NUMBERS), st.data())
def test_a_number_typed_into_a_template_is_found_at_its_characters(
    number: int, added: str, data: st.DataObject
):
    """A number typed by hand before any word of a template is told at its line and column."""
    project, _ = pool()[number]
    template = project.template
    at = data.draw(st.sampled_from(words_of(template)))
    typed = f"{template[:at]}{added} {template[at:]}"
    found = check_files({**project.files, TEMPLATE: typed})
    assert {"hand-written-number"} == {finding.rule for finding in found}, told(found)
    assert all(f.place.span.start < at + len(added) and at < f.place.span.end for f in found)


@given(
    honest,
    st.sampled_from(
        [
            "{{ 7 }}",
            '{{ "7" }}',
            "{{ 3 + 4 }}",
            "{% set n = 7 %}{{ n }}",
            "{{ [1, 2] | length }}",
            "{{ evidence | length }}",
            '{{ "seven" }}',
            "{{ fact.c0.t0 | length }}",
            "{{ '\\u0037' }}",
            "{{ sources[0].sha256 }}",
            "{{ 'vii' | upper }}7",
            "&#55;",
            "{% for x in 'abc' %}{{ loop.index }}{% endfor %}",
        ]
    ),
    st.data(),
)
def test_a_number_made_by_a_template_is_found(number: int, expression: str, data: st.DataObject):
    """However a template comes to a number, it is told in the template or on the page."""
    project, _ = pool()[number]
    template = project.template
    at = data.draw(st.sampled_from(words_of(template)))
    found = trace_files(
        {**project.files, TEMPLATE: f"{template[:at]}{expression} {template[at:]}"}
    ).findings
    assert found, expression
    line = template.count("\n", 0, at) + 1
    assert any(f.place.path == "note.html" or f.place.start.line == line for f in found), told(
        found
    )


# --- the finished page --------------------------------------------------------------------------


def trace_altered(traced: Traced, html: str) -> list[Finding]:
    """What is said of an altered page, at its places in the page itself."""
    ledger = replace(traced.pages[PAGE].ledger, origins={}, alone=frozenset())
    return list(trace_html(html, ledger).trace.findings)


def stated_numbers(html: str) -> list[re.Match[str]]:
    """Every number that the page states through a fact."""
    return [match for match in DATA.finditer(html) if not match[2].startswith("checked.")]


@given(honest, st.data())
def test_a_changed_number_of_a_page_is_found_at_its_characters(number: int, data: st.DataObject):
    """Digit, sign, unit, scale or qualifier of any stated number: the number itself is told."""
    _, traced = pool()[number]
    html = traced.pages[PAGE].html
    match = data.draw(st.sampled_from(stated_numbers(html)))
    changed = data.draw(st.sampled_from(restated(match[3])))
    start, end = match.start(3), match.start(3) + len(changed)
    altered = html[:start] + changed + html[match.end(3) :]
    found = trace_altered(traced, altered)
    # With a qualifier it begins in front of the element: "at [about 121]".
    start = match.start() - len("at ")
    assert any(covers(finding, start, end) for finding in found), told(found)
    assert [] == elsewhere(found, altered, start, end)


@given(honest, st.data())
def test_a_qualifier_beside_a_number_is_found(number: int, data: st.DataObject):
    """Words that change what a number says are told although the number itself is untouched."""
    _, traced = pool()[number]
    html = traced.pages[PAGE].html
    plain = [match for match in stated_numbers(html) if not match[3].startswith(QUALIFIERS)]
    plain = [match for match in plain if not re.search("|".join(MONTHS), match[3])]
    assume(plain)
    match = data.draw(st.sampled_from(plain))
    words = data.draw(st.sampled_from(["over ", "under ", "about ", "at least ", "minus ", "−"]))
    altered = html[: match.start()] + words + html[match.start() :]
    end = match.end() + len(words)
    found = trace_altered(traced, altered)
    assert any(covers(finding, match.start(), end) for finding in found), told(found)


@given(honest, st.data())
def test_a_changed_value_for_programs_is_found_at_its_number(number: int, data: st.DataObject):
    """What a number says to programs is held against what it says to people."""
    _, traced = pool()[number]
    html = traced.pages[PAGE].html
    match = data.draw(st.sampled_from(stated_numbers(html)))
    altered = f"{html[: match.start(1)]}{match[1]}1{html[match.end(1) :]}"
    found = trace_altered(traced, altered)
    assert any(covers(finding, match.start(), match.end() + 1) for finding in found), told(found)
    assert [] == elsewhere(found, altered, match.start(), match.end() + 1)


@given(honest, st.data())
def test_a_number_with_the_claim_or_link_of_another_is_found(number: int, data: st.DataObject):
    """A number that claims another fact, or leads to other evidence, is told at its place."""
    _, traced = pool()[number]
    html = traced.pages[PAGE].html
    one, other = data.draw(
        st.lists(
            st.sampled_from([m for m in stated_numbers(html) if 'href="#e-' in m[0]]),
            min_size=2,
            max_size=2,
            unique_by=lambda match: match[2],
        )
    )
    attribute = data.draw(st.sampled_from(['data-fact="{}"', 'href="#e-{}"']))
    words = one[0].replace(attribute.format(one[2]), attribute.format(other[2]))
    assert words != one[0]
    altered = html[: one.start()] + words + html[one.end() :]
    found = trace_altered(traced, altered)
    assert any(covers(f, one.start(), one.start() + len(words)) for f in found), told(found)
    assert [] == elsewhere(found, altered, one.start(), one.start() + len(words))


def visible_words(html: str) -> list[int]:
    """The offsets at which words of the page begin that stand alone in text."""
    body = html.index("<body>")
    masked = re.sub(r"<[^>]*>", lambda m: "\x00" * len(m[0]), html)
    return [
        m.start() for m in re.finditer(r"(?<=[ \x00])[A-Za-z]{2,}(?= )", masked) if m.start() > body
    ]


@given(honest, st.sampled_from(NUMBERS), st.data())
def test_a_number_added_anywhere_to_a_page_is_found_at_its_characters(
    number: int, added: str, data: st.DataObject
):
    """In a sentence, heading, cell, list, quotation or the evidence: what was added is told."""
    _, traced = pool()[number]
    html = traced.pages[PAGE].html
    at = data.draw(st.sampled_from(visible_words(html)))
    altered = f"{html[:at]}{added} {html[at:]}"
    found = trace_altered(traced, altered)
    behind = html[at:].index("<")
    assert any(covers(f, at - 60, at + len(added) + behind) for f in found), told(found)


@given(
    honest,
    st.sampled_from(NUMBERS),
    st.sampled_from(["title", "aria-label"]),
    st.sampled_from(["<p>", "<h1>", "<main>", "<h2>"]),
)
def test_a_number_in_an_attribute_is_found_at_its_characters(
    number: int, added: str, attribute: str, tag: str
):
    """What is shown on hover, or read out in place of something, is told as well."""
    _, traced = pool()[number]
    html = traced.pages[PAGE].html
    words = f'{tag[:-1]} {attribute}="It was {added}">'
    start = html.index(tag, html.index("<body>"))
    altered = html[:start] + words + html[start + len(tag) :]
    found = trace_altered(traced, altered)
    assert any(covers(f, start, start + len(words)) for f in found), told(found)
    assert [] == elsewhere(found, altered, start, start + len(words))


@given(honest, st.sampled_from([0, 3]), st.data())
def test_a_number_taken_out_of_a_page_is_found_where_it_stood(
    number: int, group: int, data: st.DataObject
):
    """Without its claim at the claim, with it behind the number before it; the tally is wrong."""
    _, traced = pool()[number]
    html = traced.pages[PAGE].html
    seen = [match for match in stated_numbers(html) if ' id="n' in match[0]]
    at = data.draw(st.integers(0, len(seen) - 1))
    match = seen[at]
    altered = html[: match.start(group)] + html[match.end(group) :]
    found = trace_altered(traced, altered)
    if group:
        place, rules = match.span(), {"empty-claim"}
    else:
        place, rules = (seen[at - 1].span() if at else (0, len(html))), {"lost-number"}
    assert any(f.rule in rules and covers(f, *place) for f in found), told(found)
    start, end = figure(altered, "found")
    assert any(covers(f, start, end) for f in found), told(found)
    # What was shown on hovering the number is then never shown.
    line = altered.index("\n", match.start())
    others = [f for f in found if f.rule not in rules]
    assert [] == elsewhere(others, altered, match.start(), line)


@given(honest, st.data())
def test_a_number_moved_to_the_sentence_of_another_is_found(number: int, data: st.DataObject):
    """A number that has moved beside one of another subject or topic is told where it stands."""
    project, traced = pool()[number]
    html = traced.pages[PAGE].html
    alone = [m for m in stated_numbers(html) if m[2] in {fact.id for fact in project.facts}]
    alone = [m for m in alone if m.start() < html.index("<section>") and ' id="n' in m[0]]
    one, other = data.draw(
        st.lists(st.sampled_from(alone), min_size=2, max_size=2, unique_by=lambda m: m[2])
    )
    rest = html[: one.start()] + html[one.end() :]
    at = other.start() - (len(one[0]) if one.start() < other.start() else 0)
    altered = f"{rest[:at]}{one[0]} {rest[at:]}"
    found = trace_altered(traced, altered)
    end = at + len(one[0]) + len(other[0]) + 1
    assert any(covers(f, at, end) for f in found), told(found)


# --- the finished PDF ---------------------------------------------------------------------------


def paper() -> tuple[Page, Reading, list[tuple[int, Quantity]]]:
    """A page, its PDF as it was read, and each number of the PDF's body with its block."""
    page = pool()[longest()][1].pages[PAGE]
    reading = read_paper(page.html)
    numbers = [
        (index, quantity)
        for index, block in enumerate(reading.blocks)
        if block.layer is Layer.BODY
        for quantity in Sight(block, page.ledger).quantities
    ]
    assert len(numbers) == page.verdict.found
    return page, reading, numbers


def stands_in(finding: Finding, block: Block) -> bool:
    """Whether the finding is at words of this block of the PDF."""
    place = finding.place
    return any(
        place.text is part.place.text
        and part.place.span.start <= place.span.end
        and place.span.start <= part.place.span.end
        for part in block.fragments
    )


def test_the_pdf_of_an_honest_page_agrees_with_it():
    """Every number of the page is in its PDF, in order, with a link to the same evidence."""
    page, reading, _ = paper()
    trace = trace_paper(reading, page)
    assert told(trace.findings) == []
    assert page.verdict.counts == trace.verdict(PAGE).counts


@given(st.data())
def test_a_changed_number_of_a_pdf_is_found_where_it_stands(data: st.DataObject):
    """Whatever is changed of a number in the PDF's text, it is told on its page and line."""
    page, reading, numbers = paper()
    index, quantity = data.draw(st.sampled_from([n for n in numbers if restated(n[1].written)]))
    changed = data.draw(st.sampled_from(restated(quantity.written)))
    found = trace_paper(altered(reading, index, *quantity.span, changed), page).findings
    assert any(stands_in(finding, reading.blocks[index]) for finding in found), told(found)


@given(st.sampled_from(NUMBERS), st.data())
def test_a_number_added_to_a_pdf_is_found_where_it_stands(added: str, data: st.DataObject):
    """A number before any word of the PDF's body is told on its page and line."""
    page, reading, _ = paper()
    words = [
        (index, match.start())
        for index, block in enumerate(reading.blocks)
        if block.layer is Layer.BODY
        for match in re.finditer(r"(?<!\S)[A-Za-z]", block.text)
    ]
    index, at = data.draw(st.sampled_from(words))
    found = trace_paper(altered(reading, index, at, at, f"{added} "), page).findings
    assert any(stands_in(finding, reading.blocks[index]) for finding in found), told(found)


@given(st.data())
def test_a_number_lost_from_a_pdf_is_found_where_it_stood(data: st.DataObject):
    """A number that the PDF does not say is told behind the last one before it."""
    page, reading, numbers = paper()
    at = data.draw(st.integers(0, len(numbers) - 1))
    index, quantity = numbers[at]
    found = trace_paper(altered(reading, index, *quantity.span, ""), page).findings
    missing = [f for f in found if f"`{quantity.written}`" in f.message]
    assert missing, told(found)
    first, last = at, at
    while first and numbers[first - 1][1].written == quantity.written:  # any of these may be lost
        first -= 1
    while numbers[last][1].written == quantity.written and last + 1 < len(numbers):
        last += 1
    if first == 0:  # none stands before it, so it is told where the page says it
        assert all(f.place.path == f"{PAGE}.html" for f in missing)
    else:
        near = [reading.blocks[index] for index, _ in numbers[first - 1 : last]]
        assert any(stands_in(f, block) for f in missing for block in near), told(found)


@given(st.data())
def test_numbers_exchanged_in_a_pdf_are_found(data: st.DataObject):
    """Two numbers of the PDF that have changed places are told in one of the two."""
    page, reading, numbers = paper()
    one, other = data.draw(
        st.lists(st.sampled_from(numbers), min_size=2, max_size=2, unique_by=lambda n: n[1].written)
    )
    first, second = sorted((one, other), key=lambda n: (n[0], n[1].span))
    changed = altered(reading, second[0], *second[1].span, first[1].written)
    changed = altered(changed, first[0], *first[1].span, second[1].written)
    found = trace_paper(changed, page).findings
    blocks = [reading.blocks[first[0]], reading.blocks[second[0]]]
    assert any(stands_in(f, block) for f in found for block in blocks), told(found)


@pytest.mark.parametrize("change", ["changed", "added", "lost", "in words"])
def test_a_pdf_of_another_page_is_found(change: str):
    """A PDF that was made from an altered page does not pass for that of the page."""
    page, _, _ = paper()
    match = stated_numbers(page.html)[0]
    new = {
        "changed": next(iter(restated(match[3]))),
        "added": f"{match[3]}</a></data> and <data><a>7",
        "lost": "it",
        "in words": f"{match[3]} more or less",
    }[change]
    altered_page = page.html[: match.start(3)] + new + page.html[match.end(3) :]
    found = trace_paper(read_paper(altered_page), page).findings
    assert {"pages-disagree"} <= {finding.rule for finding in found}, told(found)
    assert {"note.pdf"} == {finding.place.path for finding in found}, told(found)
    assert any(finding.place.text.page == 1 for finding in found), told(found)


@given(st.data())
def test_a_mangled_pdf_gives_findings_and_never_a_traceback(data: st.DataObject):
    """A damaged PDF is read as far as can be; what is lost in it is told, or cannot be seen."""
    page, reading, _ = paper()
    found = trace_paper(read_pdf(data.draw(mangled(paper_bytes(page.html))), "note.pdf"), page)
    same = [block.text for block in reading.blocks]
    read = [statement.block.text for statement in found.statements]
    assert found.findings or set(read) <= set(same)


# --- the whole build ----------------------------------------------------------------------------


def test_a_build_depends_on_nothing_but_its_files(tmp_path: Path):
    """The same files give the same bytes, in any folder; unchanged, the edition stands."""
    files = pool()[longest()][0].files
    published = []
    for folder in (tmp_path / "one", tmp_path / "another place"):
        write_files(files, folder)
        outcome = build_project(folder)
        assert told(outcome.report.findings) == []
        again = build_project(folder)
        assert (EDITION, False) == (again.edition, again.is_new)
        edition = folder / "out" / "editions" / EDITION
        published.append({path.name: path.read_bytes() for path in sorted(edition.iterdir())})
    assert {"note.html", "note.pdf", "trace.json", "manifest.json"} == set(published[0])
    assert published[0] == published[1]


def test_an_incremental_build_equals_a_clean_one(tmp_path: Path):
    """After a change that is taken back, and one that stays, a build is as if from nothing."""
    project, _ = pool()[longest()]
    write_files(project.files, tmp_path / "old")
    build_project(tmp_path / "old")
    template = project.template.replace("A note", "Another note")
    (tmp_path / "old" / TEMPLATE).write_text(template, encoding="utf-8")
    build_project(tmp_path / "old")
    (tmp_path / "old" / TEMPLATE).write_text(project.template, encoding="utf-8")
    assert EDITION == build_project(tmp_path / "old").edition
    (tmp_path / "old" / TEMPLATE).write_text(template, encoding="utf-8")
    assert "2026-11-21.2" == build_project(tmp_path / "old").edition
    write_files({**project.files, TEMPLATE: template}, tmp_path / "new")
    build_project(tmp_path / "new")
    own_digest = re.compile(r'"sha256": "\w+",\n "briefing"')  # of the evidence, edition and all
    old, new = (
        own_digest.sub("", (tmp_path / folder / "out/latest/note.html").read_text(encoding="utf-8"))
        for folder in ("old", "new")
    )
    assert new == old.replace("2026-11-21.2", EDITION)


# --- whatever stands in the files ---------------------------------------------------------------


@given(honest, st.data())
def test_a_mangled_file_gives_findings_and_never_a_traceback(number: int, data: st.DataObject):
    """Whatever becomes of a source, the facts file or a template, the project can be told of it."""
    project, _ = pool()[number]
    path = data.draw(st.sampled_from(sorted(project.files)))
    files: dict[str, str | bytes] = dict(project.files)
    files[path] = data.draw(mangled(project.files[path].encode()))
    traced = trace_files(files)
    assert traced.findings or PAGE in traced.pages
    assert all(f.place.start >= (1, 1) and f.message and f.rule for f in traced.findings)


@given(honest, st.data(), st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_a_file_of_any_bytes_gives_findings_and_never_a_traceback(
    number: int, data: st.DataObject, content: bytes
):
    """Bytes that were never a source, a facts file or a template are told as such."""
    project, _ = pool()[number]
    path = data.draw(st.sampled_from(sorted(project.files)))
    traced = trace_files({**project.files, path: content})
    assert traced.findings or path.endswith((".css", ".j2"))


@given(honest, st.data())
def test_a_mangled_page_can_be_read_and_traced(number: int, data: st.DataObject):
    """A finished page that was damaged is read as far as can be, and never breaks the reader."""
    _, traced = pool()[number]
    html = data.draw(mangled(traced.pages[PAGE].html.encode())).decode("utf-8", "replace")
    page = trace_html(html, traced.pages[PAGE].ledger)
    assert page.verdict.found == len(page.trace.body)
