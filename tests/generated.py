"""Whole projects that are honest by construction, made up by Hypothesis, and a way to trace them.

A project is a mapping of paths to contents. Its facts lie on a grid of subjects and topics, one
fact a crossing, so that no two of them are about the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from projects import SCREEN, TODAY

from briefing.assemble import count_entries
from briefing.config import Config
from briefing.diagnostics import Finding, has_errors, in_reading_order
from briefing.press import NOTHING, due_verdict
from briefing.project import Project, load_project
from briefing.read.html import read_html
from briefing.read.model import Reading
from briefing.read.pdf import read_pdf
from briefing.render.figures import Draw
from briefing.render.html import HtmlRenderer, Occasion, RenderedPage
from briefing.render.pdf import render_pdf
from briefing.render.theme import read_theme
from briefing.render.typesetting import PdfJob
from briefing.report.model import Verdict
from briefing.text import Span, Text
from briefing.trace.agreement import Original, trace_pdf
from briefing.trace.exchanges import check_exchanges
from briefing.trace.ledger import Issue, Ledger
from briefing.trace.model import Trace
from briefing.trace.statements import trace_reading

EDITION = "2026-11-21.1"
ISSUE = Issue(EDITION, ("21 November 2026", TODAY.isoformat()))
FACTS = "seeds/facts.yaml"
TEMPLATE = "templates/note.html.j2"
SHEET = "templates/themes/house/screen.css"
PAGE = "note"

# --- from files to findings ---------------------------------------------------------------------


@dataclass(frozen=True, repr=False)
class Page:
    """A page as HTML, as it was read, and what its trace says of it."""

    html: str
    reading: Reading
    trace: Trace
    ledger: Ledger
    exchangeable: tuple[Finding, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """How many of its statements fell in each class."""
        return self.trace.verdict(self.ledger.page)


@dataclass(frozen=True, repr=False)
class Traced:
    """What became of a project: everything that is wrong with it, and its pages by name."""

    project: Project
    findings: list[Finding]
    pages: dict[str, Page] = field(default_factory=dict)


def write_files(files: Mapping[str, str | bytes], root: Path) -> None:
    """Write the files of a project into a folder."""
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content.encode() if isinstance(content, str) else content)


def check_files(files: Mapping[str, str | bytes]) -> list[Finding]:
    """What is wrong with a project before any page is made."""
    with TemporaryDirectory() as folder:
        write_files(files, Path(folder))
        return in_reading_order(load_project(Config(Path(folder)), TODAY).findings)


def trace_files(files: Mapping[str, str | bytes]) -> Traced:
    """A project from its files to the trace of its HTML pages."""
    with TemporaryDirectory() as folder:
        write_files(files, Path(folder))
        return trace_project(load_project(Config(Path(folder)), TODAY))


def trace_project(project: Project) -> Traced:
    """A loaded project with the trace of its HTML pages; none where it is refused before."""
    if has_errors(project.findings):
        return Traced(project, in_reading_order(project.findings))
    pages, findings = {}, list(project.findings)
    for name in project.pages:
        page, broken = trace_page(project, name)
        findings += broken
        if page is not None:
            pages[name] = page
            findings += [*page.trace.findings, *page.exchangeable]
    return Traced(project, in_reading_order(findings), pages)


def no_chart(_: Draw) -> str:
    """Stands for a chart where its drawing is not what is tested."""
    return ""


def trace_page(project: Project, name: str) -> tuple[Page | None, list[Finding]]:
    """One page, stating the verdict that a first reading of it has found."""
    config = project.config
    theme = read_theme(project.templates.sheets, config.theme, config.paper)
    occasion = Occasion(EDITION, ISSUE.dates[0], "The desk", "en-GB", theme.screen, "")
    renderer = HtmlRenderer(project.briefing, project.templates, occasion, no_chart)
    template = project.pages[name]
    draft, findings = renderer.render_html(template, NOTHING)
    if draft is None:
        return None, findings
    nothing = Ledger(project.briefing, ISSUE, name, TODAY.isoformat())
    verdict = due_verdict(trace_html(draft.html, nothing).trace, name)
    rendered, _ = renderer.render_html(template, verdict)
    assert rendered is not None
    ledger = replace(nothing, **origins_of(rendered))
    page = trace_html(rendered.html, ledger)
    return replace(page, exchangeable=tuple(check_exchanges(page.trace.body, page.ledger))), []


def trace_draft(project: Project, name: str) -> list[Finding]:
    """What is wrong with a page but for its tally, in half the time."""
    config = project.config
    theme = read_theme(project.templates.sheets, config.theme, config.paper)
    occasion = Occasion(EDITION, ISSUE.dates[0], "The desk", "en-GB", theme.screen, "")
    renderer = HtmlRenderer(project.briefing, project.templates, occasion, no_chart)
    draft, findings = renderer.render_html(project.pages[name], NOTHING)
    if draft is None:
        return findings
    ledger = Ledger(project.briefing, ISSUE, name, TODAY.isoformat(), count_entries(NOTHING))
    ledger = replace(ledger, **origins_of(draft))
    trace = trace_reading(read_html(Text(f"{name}.html", draft.html)), ledger)
    findings = [*trace.findings, *check_exchanges(trace.body, ledger)]
    return in_reading_order(f for f in findings if "`checked." not in f.message)


def origins_of(page: RenderedPage) -> dict[str, object]:
    """What a ledger knows of the numbers of a page from its making."""
    return {
        "origins": {f"n{printed.n}": printed.origin for printed in page.printed},
        "alone": frozenset(f"n{printed.n}" for printed in page.printed if printed.is_alone),
    }


def trace_html(html: str, ledger: Ledger) -> Page:
    """A finished page, as `briefing trace` takes it: its own figures are counted anew."""
    reading = read_html(Text(f"{ledger.page}.html", html))
    ledger = replace(ledger, counted=count_entries(NOTHING))
    verdict = due_verdict(trace_reading(reading, ledger), ledger.page)
    ledger = replace(ledger, counted=count_entries(verdict))
    return Page(html, reading, trace_reading(reading, ledger), ledger)


# --- values ------------------------------------------------------------------------------------

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
UNITS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def _tenths(n: int) -> str:
    return f"{n // 10}.{n % 10}"


def _in_words(n: int) -> str:
    """Hundreds, tens and units in words: 119 is "one hundred and thirty-nine"."""
    unit = f"-{UNITS[n % 10]}" if n % 10 else ""
    return f"{UNITS[n // 80]} hundred and {TENS[n // 10 % 8]}{unit}"


# Each kind writes a whole number from 120 to 719 in its own way; no two numbers alike.
KINDS = {
    "count": lambda n: f"{n}",
    "large count": lambda n: f"{n},{n}",
    "words": lambda n: f"{_in_words(n)}",
    "money": lambda n: f"${n} million",
    "euros": lambda n: f"€{_tenths(n)} billion",
    "percent": lambda n: f"{_tenths(n)}%",
    "duration": lambda n: f"{n} months",
    "month": lambda n: f"{MONTHS[n % 12]} {1900 + n // 12}",
    "day": lambda n: f"{n % 28 + 1} {MONTHS[n // 28 % 12]} {1980 + n // 336}",
    "range": lambda n: f"${n} to ${n + 7} million",
    "bound": lambda n: f"over {n}",
    "least": lambda n: f"at least €{n} million",
    "about": lambda n: f"about {_tenths(n)}%",
    "multiple": lambda n: f"{_tenths(n)} times",
}  # fmt: skip
# What a source says behind a number of a kind; it is no part of the number.
NOUNS = {"count": " people", "large count": " users", "words": " people", "bound": " people"}
# A quote may not cut a number off from its qualifier.
QUALIFIED = {"bound", "least", "about"}
# What the difference of two numbers of a kind is written as.
DIFFERENCES = {
    "count": lambda n: f"{n}",
    "money": lambda n: f"${n} million",
    "euros": lambda n: f"€{_tenths(n)} billion",
    "percent": lambda n: f"{_tenths(n)} percentage points",
    "duration": lambda n: f"{n} months",
    "month": lambda n: f"{n} months",
}


# --- projects ----------------------------------------------------------------------------------

SUBJECTS = (
    "Acme",
    "Bolt & Co",
    "Cray-Hill",
    "Deltona",
    "Ünit Labs",
    "Fort 9",
    "Gull 2.0",
    "Orca-5.4",
)
TOPICS = ("revenue", "headcount", "runway", "pledge", "churn", "quota")
FRAMES = (
    "{subject} put its {topic} at {value}.",
    "At {subject}, the {topic} came to {value}.",
    "“Our {topic} stands at {value},” said {subject}.",
    "The {topic} of {subject}: {value} – no more, no less.",
)
SOURCES = ("0-alpha.txt", "1-beta.txt")


@dataclass(frozen=True)
class MadeFact:
    """A fact: where it stands in its source, and the number that it writes in its kind's way."""

    subject: int
    topic: int
    kind: str
    n: int
    source: int
    line: int
    sentence: str
    quote: str
    read_as: str = ""

    @property
    def id(self) -> str:
        """Its id: subject and topic."""
        return f"c{self.subject}.t{self.topic}"

    @property
    def written(self) -> str:
        """Its value."""
        return KINDS[self.kind](self.n)

    @property
    def entry(self) -> str:
        """Its lines in the facts file."""
        return (
            f"  {self.id}:\n"
            f"    says: The {{t{self.topic}}} of {{c{self.subject}}} is {{value}}\n"
            f"    about: [c{self.subject}, t{self.topic}]\n"
            f"    value: {json.dumps(self.written, ensure_ascii=False)}\n"
            + (f"    read_as: {{{self.read_as}: c{self.subject}}}\n" if self.read_as else "")
            + f"    cite: |\n      {self.source}:{self.line} {self.quote}\n"
        )


@dataclass(frozen=True)
class MadeDerived:
    """The difference of two facts of one topic, the greater first."""

    greater: MadeFact
    less: MadeFact

    @property
    def id(self) -> str:
        """Its id: the topic."""
        return f"gap.t{self.greater.topic}"

    @property
    def written(self) -> str:
        """The difference."""
        return self.off_by(0)

    def off_by(self, steps: int) -> str:
        """The difference, so many steps of its last digit off."""
        return DIFFERENCES[self.greater.kind](self.greater.n - self.less.n + steps)

    @property
    def entry(self) -> str:
        """Its lines in the facts file."""
        one, other = self.greater, self.less
        return (
            f"  {self.id}:\n"
            f"    says: In {{t{one.topic}}}, {{c{one.subject}}} and {{c{other.subject}}} "
            "are {value} apart\n"
            f"    about: [c{one.subject}, c{other.subject}, t{one.topic}, gap]\n"
            f"    derive: {one.id} - {other.id}\n"
            f"    value: {json.dumps(self.written, ensure_ascii=False)}\n"
        )


@dataclass(frozen=True)
class MadeProject:
    """An honest project; `lines` are those of each source, `blocks` those of its page."""

    subjects: tuple[str, ...]
    topics: tuple[str, ...]
    facts: tuple[MadeFact, ...]
    derived: tuple[MadeDerived, ...]
    extras: str
    lines: tuple[tuple[str, ...], ...]
    blocks: tuple[str, ...]
    line_end: str = "\n"

    @property
    def yaml(self) -> str:
        """The facts file."""
        names = [
            f"  {letter}{index}: {{name: {json.dumps(name, ensure_ascii=False)}, group: {group}}}\n"
            for letter, group, all_ in (
                ("c", "company", self.subjects),
                ("t", "topic", self.topics),
            )
            for index, name in enumerate(all_)
        ] + [
            "  network: {name: network, group: topic}\n",
            "  gap: {name: gap, aliases: [apart], group: topic}\n",
        ]
        entries = [each.entry for each in (*self.facts, *self.derived)]
        return "names:\n" + "".join(names) + "facts:\n" + "".join(entries) + self.extras

    @property
    def template(self) -> str:
        """The page."""
        return HEAD + "\n".join(self.blocks) + FOOT

    @property
    def files(self) -> dict[str, str]:
        """The files of the project by their paths."""
        sources = {
            self.source_path(index): self.line_end.join((*lines, ""))
            for index, lines in enumerate(self.lines)
        }
        return {**sources, FACTS: self.yaml, TEMPLATE: self.template, SHEET: SCREEN}

    def source_path(self, index: int) -> str:
        """Where a source stands."""
        return f"seeds/{SOURCES[index]}"

    def entry_lines(self, id_: str) -> range:
        """The lines of the facts file on which an entry stands, from 1."""
        lines = self.yaml.splitlines()
        first = lines.index(f"  {id_}:") + 1
        behind = (i + 1 for i in range(first, len(lines)) if not lines[i].startswith("    "))
        return range(first, next(behind, len(lines) + 1))

    def with_entry(self, id_: str, old: str, new: str) -> dict[str, str]:
        """The files with words of one entry replaced."""
        first, last = self.entry_lines(id_)[0], self.entry_lines(id_)[-1]
        lines = self.yaml.splitlines(keepends=True)
        entry = "".join(lines[first - 1 : last])
        assert entry.count(old) >= 1, (old, entry)
        changed = entry.replace(old, new, 1)
        yaml = "".join((*lines[: first - 1], changed, *lines[last:]))
        return {**self.files, FACTS: yaml}


HEAD = """\
<!doctype html>
<html lang="{{ language }}">
<head>
<meta charset="utf-8">
<title>A note</title>
<style>{{ inlined_css }}</style>
</head>
<body>
<main>
<h1>A note</h1>
<p>Edition <span data-edition>{{ edition }}</span>,
of <span data-edition>{{ edition_date }}</span>.</p>
"""
FOOT = """
<p>Numbers found: {{ checked.found }}, and untraced: {{ checked.untraced }}.</p>
</main>
<section>
<h2>Evidence</h2>
{% for entry in evidence %}
<div class="entry" id="{{ entry.anchor }}">
<p>{% if entry.kind == "dispute" %}{{ entry.asks }}{% else %}{{ entry.sentence }}.{% endif %}</p>
{% if entry.derivation %}
<p>{{ entry.derivation }}</p>
{% endif %}
{% for citation in entry.citations %}
<p>{{ citation.quote }} {{ citation.reference }}</p>
{% endfor %}
{% for id in entry.statements %}<a class="back" href="#{{ id }}">back</a> {% endfor %}
{% for position in entry.positions %}
<p id="{{ position.anchor }}">{{ position.sentence }}.
{% for citation in position.citations %}
{{ citation.quote }} {{ citation.reference }}
{% endfor %}
{% for id in position.statements %}<a class="back" href="#{{ id }}">back</a> {% endfor %}
</p>
{% endfor %}
</div>
{% endfor %}
</section>
</body>
</html>
"""


def stated(id_: str) -> str:
    """The expression that states a fact."""
    return f"{{{{ fact.{id_} }}}}"


def named(id_: str) -> str:
    """The expression that names a name."""
    return f"{{{{ name.{id_} }}}}"


@st.composite
def projects(draw: st.DrawFn) -> MadeProject:
    """A project in which everything is in order."""
    subjects = draw(st.lists(st.sampled_from(SUBJECTS), min_size=2, max_size=4, unique=True))
    topics = draw(st.lists(st.sampled_from(TOPICS), min_size=1, max_size=3, unique=True))
    kinds = draw(st.lists(st.sampled_from(list(KINDS)), min_size=len(topics), max_size=len(topics)))
    grid = [(c, t) for t in range(len(topics)) for c in range(len(subjects))]
    numbers = st.integers(120, 719)
    ns = draw(st.lists(numbers, min_size=len(grid) + 2, max_size=len(grid) + 2, unique=True))
    lines: tuple[list[str], ...] = (
        ["", "A first line on the gap in a network"],
        ["Of another hand"],
    )
    facts = []
    for (c, t), n in zip(grid, ns, strict=False):
        source = draw(st.integers(0, 1))
        frame = draw(st.sampled_from(FRAMES))
        value = KINDS[kinds[t]](n) + NOUNS.get(kinds[t], "")
        sentence = frame.format(subject=subjects[c], topic=topics[t], value=value)
        beside = draw(st.booleans()) and lines[source][-1].endswith(".")
        if beside:
            lines[source][-1] += f" {sentence}"
        else:
            lines[source].append(sentence)
        starts = {0, sentence.index(topics[t])}
        if kinds[t] not in QUALIFIED:
            starts.add(sentence.index(value))
        first = draw(st.sampled_from(sorted(starts)))
        quote = sentence[first:].removesuffix(draw(st.sampled_from([".", ""])))
        line = len(lines[source])
        facts.append(MadeFact(c, t, kinds[t], n, source, line, sentence, quote))
    derived = tuple(_derived(facts, range(len(topics))))
    extras = _extras(draw, subjects, facts, ns[-2:], lines)
    made = MadeProject(
        tuple(subjects),
        tuple(topics),
        tuple(facts),
        derived,
        extras,
        tuple(tuple(of) for of in lines),
        (),
        draw(st.sampled_from(["\n", "\r\n", "\r"])),
    )
    return replace(made, blocks=tuple(_blocks(draw, made)))


def _derived(facts: list[MadeFact], topics: range) -> Iterator[MadeDerived]:
    for topic in topics:
        alike = sorted((f for f in facts if f.topic == topic), key=lambda f: -f.n)
        if len(alike) > 1 and alike[0].kind in DIFFERENCES:
            yield MadeDerived(alike[0], alike[1])


def _extras(
    draw: st.DrawFn,
    subjects: list[str],
    facts: list[MadeFact],
    ns: list[int],
    lines: tuple[list[str], ...],
) -> str:
    """A dispute, a count and an absence: what has no crossing of its own."""
    positions = ""
    for source, value in enumerate(ns):
        sentence = f"{subjects[0]} counted {value} sites in its network."
        lines[source].append(sentence)
        positions += (
            "      - says: The {network} of {c0} has {value} sites\n"
            f"        value: {value}\n"
            f"        cite: |\n          {source}:{len(lines[source])} {sentence}\n"
        )
    counted = draw(st.sampled_from(facts))
    return (
        "  sites:\n    asks: How large is the {network} of {c0}?\n    about: [c0, network]\n"
        f"    positions:\n{positions}"
        f"  sources:\n    says: The {{t{counted.topic}}} of {{c{counted.subject}}} is told by "
        f"{{value}} sources\n    count: {{sources: {counted.id}}}\n"
        "  no.zebra:\n    says: No source mentions zebras\n    absent: [zebra]\n"
    )


def _blocks(draw: st.DrawFn, made: MadeProject) -> Iterator[str]:
    """The parts of a page: each fact is stated in its own words, in one of many ways."""
    for fact in made.facts:
        yield draw(st.sampled_from(_ways(made, fact)))
    for derived in made.derived:
        one, other = derived.greater, derived.less
        topic = made.topics[one.topic]
        yield (
            f"<p>In {topic}, {named(f'c{one.subject}')} and {named(f'c{other.subject}')} "
            f"are {stated(derived.id)} apart.</p>"
        )
    yield from draw(
        st.lists(
            st.sampled_from(
                [
                    "<p>{{ say.sites }}.</p>",
                    "<p>{{ say.sources }}.</p>",
                    "<ul><li>{{ say.no.zebra }}</li></ul>",
                    "<p>In its words: {{ quote.c0.t0 }}.</p>",
                    "<p>{{ say.c0.t0 }}. {{ say.c1.t0 }}.</p>",
                    "<h2>Of words alone</h2>",
                    _table(made),
                    _pair(made),
                ]
            ),
            unique=True,
        )
    )


def _ways(made: MadeProject, fact: MadeFact) -> list[str]:
    subject, topic = named(f"c{fact.subject}"), made.topics[fact.topic]
    return [
        f"<p>{subject} put its {topic} at {stated(fact.id)}.</p>",
        f"<p>With {stated(fact.id)}, the {topic} of {subject} is told. Nothing follows.</p>",
        f"<ul>\n<li>{subject}, {topic}: {stated(fact.id)}</li>\n</ul>",
        f"<h2>The {topic} of {subject} is {stated(fact.id)}</h2>\n<p>So it is.</p>",
        (
            f"<table>\n<caption>The {topic}</caption>\n<tbody>\n"
            f'<tr><th scope="row">{subject}</th><td>{stated(fact.id)}</td></tr>\n</tbody>\n</table>'
        ),
        f"<dl><dt>{subject}, {topic}</dt><dd>{stated(fact.id)}</dd></dl>",
    ]


def _table(made: MadeProject) -> str:
    """All the facts, a row a subject and a column a topic."""
    heads = "".join(f'<th scope="col">{topic}</th>' for topic in made.topics)
    rows = "".join(
        f'<tr><th scope="row">{named(f"c{c}")}</th>'
        + "".join(f"<td>{stated(f'c{c}.t{t}')}</td>" for t in range(len(made.topics)))
        + "</tr>\n"
        for c in range(len(made.subjects))
    )
    return f"<table>\n<thead><tr><td></td>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>"


def _pair(made: MadeProject) -> str:
    """Two facts in one sentence, each beside its subject."""
    return (
        f"<p>Of {made.topics[0]}, {named('c0')} has {stated('c0.t0')}, "
        f"and {named('c1')} has {stated('c1.t0')}.</p>"
    )


# --- the same projects for many tests -----------------------------------------------------------


POOL = 12


@cache
def pool() -> tuple[tuple[MadeProject, Traced], ...]:
    """Some honest projects of all sizes, traced once."""
    made: list[MadeProject] = []

    @settings(max_examples=POOL, database=None, derandomize=True, deadline=None)
    @given(projects())
    def collect(project: MadeProject) -> None:
        made.append(project)

    collect()
    return tuple((project, trace_files(project.files)) for project in made)


# Some project of the pool, by its number there.
honest = st.integers(0, POOL - 1)


# --- changes of meaning ------------------------------------------------------------------------

SCALES = ("million", "billion", "trillion")
QUALIFIERS = ("over", "at least", "under", "about", "nearly", "up to")


def other_digits(written: str) -> Iterator[str]:
    """The words with one digit changed, doubled or left out."""
    for match in re.finditer("[0-9]", written):
        at, digit = match.start(), match[0]
        yield written[:at] + str((int(digit) + 3) % 10) + written[at + 1 :]
        yield written[:at] + digit + written[at:]
        if len(re.findall("[0-9]", written)) > 1:
            yield written[:at] + written[at + 1 :]


def other_words(written: str) -> Iterator[str]:
    """The words with a word of number, a month or a unit of another meaning."""
    for words in (SCALES, UNITS[1:], TENS, MONTHS, ("$", "€", "£"), ("months", "years", "days")):
        for old in words:
            new = words[(words.index(old) + 1) % len(words)]
            if re.search(
                rf"(?<!\w){re.escape(old)}(?!\w)" if old.isalpha() else re.escape(old), written
            ):
                yield written.replace(old, new, 1)
    if "%" in written:
        yield written.replace("%", " percentage points")
        yield written.replace("%", "")
    if "-" not in written and not any(month in written for month in MONTHS):
        yield "−" + written


def other_qualifiers(written: str) -> Iterator[str]:
    """The words with a qualifier of another meaning, or none."""
    own = next((q for q in QUALIFIERS if written.startswith(q)), None)
    if own:
        yield written.removeprefix(own).strip()
        yield from (written.replace(own, q, 1) for q in QUALIFIERS if q != own)
    elif not any(month in written for month in MONTHS) and " to " not in written:
        yield from (f"{q} {written}" for q in QUALIFIERS)


def restated(written: str) -> list[str]:
    """Everything that the words could be changed into, so that they say something else."""
    return [*other_digits(written), *other_words(written), *other_qualifiers(written)]


# --- PDFs --------------------------------------------------------------------------------------

CREATED = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)


@cache
def longest() -> int:
    """The number of the project in the pool whose page has the most statements."""
    return max(range(POOL), key=lambda number: pool()[number][1].pages[PAGE].verdict.found)


@cache
def paper_bytes(html: str) -> bytes:
    """The PDF of a page."""
    content, warnings = render_pdf(PdfJob(Text(f"{PAGE}.html", html), "", CREATED))
    assert warnings == []
    return content


@cache
def read_paper(html: str) -> Reading:
    """The PDF of a page, read back."""
    return read_pdf(paper_bytes(html), f"{PAGE}.pdf")


def trace_paper(reading: Reading, page: Page) -> Trace:
    """The trace of a PDF beside the page that it should say."""
    return trace_pdf(reading, Original(page.trace, page.reading, is_html=True), page.ledger)


def altered(reading: Reading, index: int, start: int, end: int, new: str) -> Reading:
    """A reading in which characters of one block are others; its claims stay where they were."""
    block = reading.blocks[index]
    text = block.text[:start] + new + block.text[end:]

    def moved(at: int) -> int:
        return at if at <= start else max(start, at - end + start + len(new))

    marks = tuple(
        mark._replace(span=Span(moved(mark.span.start), moved(mark.span.end)))
        for mark in block.marks
    )
    fragments = tuple(each._replace(start=moved(each.start)) for each in block.fragments)
    changed = replace(block, text=text, marks=marks, fragments=fragments)
    blocks = (*reading.blocks[:index], changed, *reading.blocks[index + 1 :])
    return replace(reading, blocks=blocks)
