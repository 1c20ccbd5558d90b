"""The evidence in a finished file: what it holds, and that it bears out the file by itself."""

import getpass
import json
import re
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from generated import pool
from hypothesis import given
from made_projects import MadeProject
from made_projects import projects as made_projects
from projects import SOURCES, build_project, make_project, told

import briefing.evidence
from briefing.diagnostics import Finding
from briefing.evidence.basis import write_facts
from briefing.evidence.carriers import filled, is_pdf, take_evidence, with_room
from briefing.evidence.excerpts import OMISSION, rebuild_sources
from briefing.evidence.load import Carried, load_evidence
from briefing.evidence.schema import Embed, Line, Part, SourceRecord, json_schema
from briefing.evidence.verify import prove, verify
from briefing.evidence.write import NO_DIGEST, digest, render_evidence
from briefing.facts.load import load_facts
from briefing.prose import sentences
from briefing.read.html import read_html
from briefing.read.model import Reading
from briefing.read.pdf import read_pdf
from briefing.sources import Source, load_sources
from briefing.text import Text

SCHEMA = Path(briefing.evidence.__file__).with_name("evidence.schema.json")
SAMPLES = sorted((Path(__file__).parent / "data" / "evidence").glob("*"))
ZEROS = "0" * 64


def evidence_in(file: Path) -> bytes:
    """The evidence that a finished file carries."""
    evidence = take_evidence(file.read_bytes(), file.name)
    assert isinstance(evidence, bytes), evidence
    return evidence


@pytest.fixture(scope="module")
def html(small_edition: Path) -> bytes:
    """The HTML of the small project."""
    return (small_edition / "summary.html").read_bytes()


@pytest.fixture(scope="module")
def evidence(small_edition: Path) -> bytes:
    """The evidence in it."""
    return evidence_in(small_edition / "summary.html")


def loaded(evidence: bytes) -> Carried:
    """Evidence that has the right form."""
    carried, findings = load_evidence(evidence, "evidence.json")
    assert carried is not None, told(findings)
    assert findings == []
    return carried


def read_page(html: bytes) -> Reading:
    """A page as its reader sees it."""
    return read_html(Text("summary.html", html.decode()))


def altered(evidence: bytes, old: str, new: str) -> bytes:
    """Evidence in which one thing is changed, and its digest with it."""
    content = evidence.decode()
    assert content.count(old) >= 1, old
    content = content.replace(old, new, 1)
    content = re.sub(r'"sha256": "[0-9a-f]{64}"', f'"sha256": "{ZEROS}"', content, count=1)
    return content.replace(ZEROS, digest(content.encode()), 1).encode()


def faults(html: bytes, evidence: bytes, originals: tuple[Source, ...] = ()) -> list[Finding]:
    """Everything that is wrong with a page and the evidence for it."""
    carried, findings = load_evidence(evidence, "evidence.json")
    if carried is None:
        return findings
    proof = prove(carried, originals)
    return [*findings, *proof.findings, *verify(read_page(html), proof)[1]]


# --- what it holds ------------------------------------------------------------------------------


def test_the_schema_is_that_of_the_models():
    """The file in the package is what the models give."""
    update = "from briefing.evidence.schema import json_schema; print(json_schema(), end='')"
    assert json_schema() == SCHEMA.read_text(encoding="utf-8"), (
        f'to update it: .venv/bin/python -c "{update}" > {SCHEMA.relative_to(Path.cwd())}'
    )


def test_evidence_follows_its_schema(built_edition: Path, evidence: bytes):
    """What a build writes is what the published schema promises."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for each in (evidence, evidence_in(built_edition / "executive-summary.html")):
        jsonschema.validate(json.loads(each), schema)
    document = json.loads(evidence)
    del document["statements"][0]["written"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, schema)


def test_both_files_of_a_briefing_carry_the_same_bytes(built_edition: Path):
    """Whoever has the one can hold it against the other."""
    pages = sorted(built_edition.glob("*.html"))
    assert len(pages) == 3
    for page in pages:
        assert evidence_in(page) == evidence_in(page.with_suffix(".pdf"))


def test_it_lists_every_statement_in_the_order_of_reading(small_edition: Path, evidence: bytes):
    """With its place, its value, and the fact behind it."""
    document = json.loads(evidence)
    trace = json.loads((small_edition / "trace.json").read_bytes())["statements"]
    told_by_trace = [
        (s["written"], s["class"], s["fact"])
        for s in trace
        if s["path"] == "summary.html" and s["layer"] != "hover"
    ]
    listed = [(s["written"], s["proof"], s.get("fact")) for s in document["statements"]]
    assert told_by_trace == listed
    assert len(listed) > 20
    for statement in document["statements"]:
        text = document["page"][statement["block"]]["text"]
        assert text[statement["start"] : statement["end"]] == statement["written"]


def test_by_default_it_carries_the_sentences_around_the_quotes_and_no_more(tmp_path: Path):
    """What a source says elsewhere does not leave the building."""
    sources = dict(SOURCES)
    sources["001_report.txt"] += "A secret of Acme is a recipe. Bolt has another one.\n"
    sources["002_paper.txt"] = sources["002_paper.txt"].replace(
        "as its report says.\n", "as its report says. Its lawyers know of a hidden clause.\n"
    )
    build_project(make_project(tmp_path, sources))
    evidence = evidence_in(tmp_path / "out" / "latest" / "summary.pdf").decode()
    assert "Acme employed 312 people at year end, as its report says." in evidence
    assert "recipe" not in evidence
    assert "hidden clause" not in evidence


@pytest.mark.parametrize(
    ("embed", "carried", "left"),
    [("lines", "hidden clause", "recipe"), ("sources", "recipe", "no such words")],
)
def test_it_can_carry_more(tmp_path: Path, embed: str, carried: str, left: str):
    """Whole lines, or whole sources, where the project wants it."""
    sources = dict(SOURCES)
    sources["001_report.txt"] += "A secret of Acme is a recipe.\n"
    sources["002_paper.txt"] = sources["002_paper.txt"].replace(
        "as its report says.\n", "as its report says. Its lawyers know of a hidden clause.\n"
    )
    project = make_project(tmp_path, sources, settings=f'embed = "{embed}"\n')
    assert build_project(project).is_new
    file = tmp_path / "out" / "latest" / "summary.html"
    evidence = evidence_in(file)
    assert carried in evidence.decode()
    assert left not in evidence.decode()
    assert told(faults(file.read_bytes(), evidence)) == []


def test_it_tells_nothing_of_where_it_was_made(small_edition: Path, evidence: bytes):
    """No path, no user and no host."""
    folders = {part for part in small_edition.resolve().parts if len(part) > 2}
    names = {*folders, getpass.getuser(), socket.gethostname()} - {"out", "editions"}
    words = set(re.findall(r"[\w.-]+", evidence.decode()))
    assert names & words <= {small_edition.name}  # the edition's own name
    assert "seeds/" not in evidence.decode()


def test_lines_can_be_checked_with_a_common_tool(evidence: bytes, small_edition: Path):
    """The hash of a line is that of its UTF-8, and the evidence's own that of it with zeros."""
    document = json.loads(evidence)
    sources, _ = load_sources(small_edition.parents[2], ["seeds/*.txt"])
    seen = 0
    for record in document["sources"]:
        source = sources.named(record["name"])
        assert source.sha256 == record["sha256"]
        for line in record.get("lines", []):
            words = source.text.line(line["line"])
            assert line["length"] == len(words)
            assert line["sha256"] == digest(words.encode())
            for part in line["parts"]:
                assert words[part["column"] - 1 :].startswith(part["text"])
                seen += 1
    assert seen > 5
    zeroed = evidence.replace(document["sha256"].encode(), NO_DIGEST.encode())
    assert document["sha256"] == digest(zeroed)


# --- facts and sources, made again --------------------------------------------------------------


@given(made_projects())
def test_facts_are_written_as_they_are_loaded(project: MadeProject):
    """Writing a facts file and loading it gives the same facts, but for the places."""
    text = Text("facts.yaml", project.yaml)
    facts, findings = load_facts(text)
    assert findings == []
    written = json.dumps(write_facts(facts.facts.values(), facts.names, facts.waivers))
    again, findings = load_facts(Text("facts.json", written))
    assert findings == []
    assert write_facts(again.facts.values(), again.names, again.waivers) == json.loads(written)
    assert list(again.facts) == list(facts.facts)


def test_an_omission_keeps_columns_and_parts_sentences():
    """What is left out joins nothing: neither the words around it nor their sentences."""
    parts = [Part(column=11, text="Acme grew."), Part(column=40, text="bolt")]
    line = Line(line=2, length=60, sha256=ZEROS, parts=parts)
    [source] = rebuild_sources([SourceRecord(name="a.txt", key="a", sha256=ZEROS, lines=[line])])
    words = source.text.line(2)
    assert source.text.line(1) == ""
    assert len(words) == 60
    assert words[10:20] == "Acme grew."
    assert words[39:43] == "bolt"
    found = [words[slice(*span)].strip() for span in sentences(words)]
    assert "bolt […]" in found
    assert not any("Acme" in sentence and "bolt" in sentence for sentence in found)
    assert OMISSION.strip() in words[:10]


# --- what is found ------------------------------------------------------------------------------


def test_an_honest_file_is_verified(html: bytes, evidence: bytes):
    """From its evidence alone, nothing is wrong with it."""
    assert told(faults(html, evidence)) == []


def test_any_honest_page_is_borne_out_by_its_evidence():
    """Whatever a project is like: what a build takes for sound, a stranger does, too."""
    pages = [page for _, traced in pool() for page in traced.pages.values()]
    assert len(pages) > 5
    for page in pages:
        evidence = render_evidence(page.trace, page.reading, page.ledger, Embed.SENTENCE)
        proof = prove(loaded(evidence))
        assert told([*proof.findings, *proof.page.findings]) == []


def digits(evidence: bytes) -> Iterator[int]:
    """Where evidence has digits that the file alone can prove.

    What stands in the lines of sources beside the quotes, and the hashes of lines and sources that
    no page prints, only the documents can prove.
    """
    content = evidence.decode()
    start = content.index('"facts": {')
    for match in re.finditer(r"\d", content):
        if match.start() > start:
            yield match.start()


def test_any_digit_changed_in_the_evidence_is_found(html: bytes, evidence: bytes):
    """In its facts, its page or its statements, even with the digest brought up to date."""
    content = evidence.decode()
    missed = []
    places = list(digits(evidence))[::29]
    assert len(places) > 50
    for at in places:
        other = str((int(content[at]) + 1) % 10)
        forged = content[:at] + other + content[at + 1 :]
        forged = re.sub(r'"sha256": "[0-9a-f]{64}"', f'"sha256": "{ZEROS}"', forged, count=1)
        forged = forged.replace(ZEROS, digest(forged.encode()), 1)
        if not faults(html, forged.encode()):
            missed.append(content[max(0, at - 60) : at + 20])
    assert missed == []


def test_altered_evidence_is_found_by_its_digest(html: bytes, evidence: bytes):
    """Whoever changes a byte and not the digest is told that it was altered."""
    [finding] = faults(html, evidence.replace(b"312", b"313"))
    assert finding.rule == "damaged-evidence"
    assert "altered" in finding.message


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('"value": "312"', '"value": "313"', "value-not-quoted"),
        ("001:3 Acme employed", "001:4 Acme employed", "moved-quote"),
        ('"value": "3 times"', '"value": "4 times"', "wrong-derivation"),
        (
            '"derive": "revenue.acme / revenue.bolt"',
            '"derive": "revenue.bolt / revenue.acme"',
            "wrong-derivation",
        ),
        (
            "The plant of Acme cost $20 million.",
            "The plant of Acme cost $25 million.",
            "quote-not-found",
        ),
        ('"name": "Acme"', '"name": "Acne"', "unsourced-name"),
    ],
)
def test_evidence_that_does_not_bear_itself_out_is_found(
    html: bytes, evidence: bytes, old: str, new: str, rule: str
):
    """Its facts are held against its own quotes, as a build holds them against the sources."""
    assert rule in {finding.rule for finding in faults(html, altered(evidence, old, new))}


def test_a_forgery_that_agrees_with_itself_needs_the_documents(
    html: bytes, evidence: bytes, small_edition: Path
):
    """Whoever changes page, fact and quote alike is found by the documents, and not without."""
    content = evidence.decode().replace("312", "412")
    content = re.sub(r'"sha256": "[0-9a-f]{64}"', f'"sha256": "{ZEROS}"', content, count=1)
    forged = content.replace(ZEROS, digest(content.encode()), 1).encode()
    page = re.sub(rb"\b312\b", b"412", html)
    assert told(faults(page, forged)) == []
    sources, _ = load_sources(small_edition.parents[2], ["seeds/*.txt"])
    found = faults(page, forged, sources.all)
    assert {finding.rule for finding in found} == {"changed-source"}
    assert {finding.place.start.line for finding in found} == {1, 3}


def test_documents_bear_out_what_no_source_says(small_edition: Path, evidence: bytes):
    """That something is absent can only be seen in the documents."""
    carried = loaded(evidence)
    assert prove(carried).unproved == ("absent.profit",)
    sources, _ = load_sources(small_edition.parents[2], ["seeds/*.txt"])
    assert prove(carried, sources.all).unproved == ()
    letter = sources.all[-1]
    text = Text(letter.text.path, letter.text.content + "Acme made a profit.\n")
    changed = (*sources.all[:-1], replace(letter, text=text))
    assert [f.rule for f in prove(carried, changed).findings] == ["not-absent"]


# --- evidence of strangers ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "told_of"),
    [
        (b"", "eof"),
        (b"{", "eof"),
        (b"[" * 100_000, "recursion"),
        (b"\xff\xfe", "invalid"),
        (b'{"format": "briefing-evidence", "version": 2}', "version 2"),
        (b'{"format": "other"}', "format"),
    ],
)
def test_what_is_no_evidence_is_told(content: bytes, told_of: str):
    """Damaged, hostile or newer evidence gives a finding."""
    carried, findings = load_evidence(content, "evidence.json")
    assert carried is None
    assert {finding.rule for finding in findings} == {"damaged-evidence"}
    assert any(told_of in finding.message for finding in findings), told(findings)


@pytest.mark.parametrize(
    ("old", "new", "told_of"),
    [
        ('"length": 37', '"length": 99999999', "less than"),
        ('"line": 3', '"line": 999999', "they have 1000003 lines, more than"),
        ('"line": 3', '"line": 99999999', "less than"),
        ('"name": "001_report.txt"', '"name": "../../001_report.txt"', "no plain file name"),
        ('"name": "001_report.txt"', '"name": "002_paper.txt"', "in the order of their names"),
        ('"name": "001_report.txt"', '"name": "009_report.txt"', "in the order of their names"),
        ('"date": "2026-11-21"', '"date": "2026-13-45"', "no date"),
    ],
)
def test_measures_that_no_document_has_are_told(
    html: bytes, evidence: bytes, old: str, new: str, told_of: str
):
    """Nothing is made as large as a stranger says it is, and no file is looked for elsewhere."""
    found = faults(html, altered(evidence, old, new))
    assert told_of in "".join(finding.message for finding in found)


def test_sources_that_are_too_long_together_are_told(html: bytes, evidence: bytes):
    """Though each of their lines is as long as a line may be."""
    content = evidence.decode()
    longer, count = re.subn(r'"length": \d+', '"length": 9999999', content)
    [finding] = faults(html, altered(evidence, content, longer))
    assert count > 2
    assert re.search(r"sources: they have \d{8} characters, more than 20000000", finding.message)


def test_a_page_gets_its_evidence_where_nothing_else_can_stand():
    """At the end of the body; a page without one gets it at its end."""
    assert filled(with_room("<body><p>1</p></body></html>"), b"{}") == (
        '<body><p>1</p><script type="application/json" id="briefing-evidence">{}</script>\n'
        "</body></html>"
    )
    assert filled(with_room("<p>1"), b"{}").startswith("<p>1<script")


# --- the samples of each version ----------------------------------------------------------------


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_samples_of_earlier_releases_are_still_verified(sample: Path):
    """A file that was published once can be verified by every later release."""
    carried = loaded(evidence_in(sample))
    proof = prove(carried)
    content = sample.read_bytes()
    reading = read_pdf(content, sample.name) if is_pdf(content) else read_page(content)
    trace, findings = verify(reading, proof)
    assert told([*proof.findings, *findings]) == []
    assert len(trace.body) == carried.record.verdict["found"] > 20


def test_there_is_a_sample_of_each_kind():
    """A page and a PDF of the first version."""
    assert {"v1.html", "v1.pdf"} <= {sample.name for sample in SAMPLES}
