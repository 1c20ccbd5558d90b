"""A project: its files, loaded and checked."""

import shutil
from datetime import date
from os import fsdecode
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from projects import (
    FACTS,
    IRREGULAR,
    SOURCES,
    TODAY,
    build_project,
    check_project,
    load,
    make_irregular,
    make_project,
    told,
)

from briefing.config import load_config

WAIVER = """
waivers:
  - {text: Part 2, in: summary, reason: a heading, owner: editors, expires: 2026-12-31}
"""
ROOT = Path(__file__).parent.parent


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The small project."""
    return make_project(tmp_path)


def rules(folder: Path, today: date = TODAY) -> list[str]:
    """The rules of what is wrong with a project."""
    return [finding.rule for finding in check_project(folder, today).findings]


def test_the_small_project_is_in_order(project: Path):
    """It has no findings, and its summary says what was checked."""
    report = check_project(project)
    assert [] == told(report.findings)
    assert "3 sources, 9 facts, 1 template: no findings" == report.summary


def test_the_real_project_is_in_order():
    """The facts and templates of this repository pass the check."""
    report = check_project(ROOT)
    assert [] == told(report.findings)
    assert report.summary.startswith("5 sources, ")
    assert report.summary.endswith(" facts, 3 templates: no findings")


def test_templates_are_not_needed_for_a_check(project: Path):
    """Facts can be checked before there is a page; a build asks for one."""
    shutil.rmtree(project / "templates")
    assert [] == rules(project)
    assert ["no-templates"] == [finding.rule for finding in load(project).lacks_pages()]


def test_a_project_without_facts_is_told(project: Path):
    """The facts file that is missing is named."""
    (project / "seeds" / "facts.yaml").unlink()
    (finding,) = check_project(project).findings
    assert ("no-facts", "seeds/facts.yaml") == (finding.rule, finding.place.path)


REFUSED_FACTS = {
    "nothing": ("invalid-yaml", ""),
    "no YAML": ("invalid-yaml", FACTS.replace("about: [acme, ", "about: [acme, [", 1)),
    "no text": ("invalid-yaml", FACTS.replace("Kiln", "K\x07ln", 1)),
    "no mapping": ("wrong-type", "- facts\n"),
    "a section that is none": ("wrong-type", FACTS.replace("facts:\n", "facts: none\nrest:\n", 1)),
    "a section by another name": ("unknown-key", FACTS.replace("facts:\n", "fact:\n", 1)),
    "names by another name": ("unknown-key", FACTS.replace("names:\n", "name:\n", 1)),
}


@pytest.mark.parametrize("case", REFUSED_FACTS)
def test_a_facts_file_that_cannot_be_read_is_the_only_fault(tmp_path: Path, case: str):
    """Nothing is told of templates that ask for what nobody could read."""
    rule, facts = REFUSED_FACTS[case]
    assert facts != FACTS
    assert {rule, *(["unknown-key"] if "rest:" in facts else [])} == set(
        rules(make_project(tmp_path, facts=facts))
    )


@pytest.mark.parametrize("content", [b"", b"\xff"])
@pytest.mark.parametrize("name", sorted(SOURCES))
def test_a_source_that_cannot_be_read_is_the_only_fault(project: Path, name: str, content: bytes):
    """Nothing is told of the facts and names that it alone may hold."""
    (project / "seeds" / name).write_bytes(content)
    assert ["undecodable-source" if content else "empty-source"] == rules(project)


FILES = [
    "seeds/002_paper.txt",
    "seeds/facts.yaml",
    "templates/summary.html.j2",
    "templates/themes/house/screen.css",
]


@pytest.mark.parametrize("kind", IRREGULAR)
@pytest.mark.parametrize("name", FILES)
def test_what_is_no_file_is_told(project: Path, name: str, kind: str):
    """A file of the project that cannot be read as one stops the build, and is never waited for."""
    make_irregular(project / name, kind)
    found = [
        f.place.path for f in build_project(project).report.findings if f.rule == "unreadable-file"
    ]
    assert [name] == found


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"seeds/9\xff.txt", r"seeds/9\xff.txt"),
        (b"templates/\xff.html.j2", r"templates/\xff.html.j2"),
        (b"templates/\xe9/x.css", r"templates/\xe9/x.css"),
    ],
)
def test_a_name_that_is_not_utf_8_is_told(project: Path, name: bytes, shown: str):
    """Nobody could write it into a page: a finding that can be printed, and no traceback."""
    path = project / fsdecode(name)
    path.parent.mkdir(exist_ok=True)
    path.write_text("words", encoding="utf-8")
    [finding] = build_project(project).report.findings
    assert ("unreadable-file", f"the name of {shown} is not UTF-8", shown) == (
        finding.rule,
        finding.message,
        finding.place.path,
    )


def test_what_editors_leave_behind_is_no_template(project: Path):
    """Hidden files are none, links that lead nowhere among them."""
    make_irregular(project / "templates" / ".#summary.html.j2", "link")
    assert [] == rules(project)


def test_a_project_without_sources_is_told(project: Path):
    """Without sources there is nothing to rely on."""
    for source in (project / "seeds").glob("*.txt"):
        source.unlink()
    assert "no-sources" in rules(project)


def test_settings_choose_the_briefings(tmp_path: Path):
    """Only the briefings that are named are made, in that order; each must have a template."""
    folder = make_project(tmp_path, settings='briefings = ["details", "summary"]\n')
    assert ["no-templates"] == rules(folder)
    assert ["summary"] == list(load(folder).pages)
    shutil.copy(folder / "templates/summary.html.j2", folder / "templates/details.html.j2")
    assert ["details", "summary"] == list(load(folder).pages)


def test_settings_move_the_files(project: Path):
    """Sources, facts and templates may lie elsewhere."""
    (project / "seeds").rename(project / "documents")
    (project / "templates").rename(project / "pages")
    (project / "briefing.toml").write_text('seeds = "documents"\ntemplates = "pages"\n')
    assert [] == rules(project)


def test_a_waiver_ends_after_its_last_day(tmp_path: Path):
    """On its last day a waiver still holds; on the next it is a finding."""
    folder = make_project(tmp_path, facts=FACTS + WAIVER)
    assert [] == rules(folder, date(2026, 12, 31))
    assert ["expired-waiver"] == rules(folder, date(2027, 1, 1))
    assert "2026-12-31" == load(folder).valid_until


# --- whatever is in the files -------------------------------------------------------------

BYTES = st.binary(max_size=60) | st.text("abc {}[]:,-\"'\n#&*!|>1$%", max_size=60).map(str.encode)
ANY_FILE = st.sampled_from([*FILES, "templates/layout.html.j2", "briefing.toml"])


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose files may be spoilt again and again."""
    return tmp_path_factory.mktemp("scratch") / "project"


@settings(max_examples=2 * settings.default.max_examples)
@given(ANY_FILE, BYTES, st.integers(0, 400))
def test_any_bytes_in_any_file_give_findings(scratch: Path, file: str, data: bytes, at: int):
    """Whatever a file holds, or is spoilt by, the check ends with findings, never a traceback."""
    shutil.rmtree(scratch, ignore_errors=True)
    path = make_project(scratch) / file
    whole = path.read_bytes() if path.exists() else b""
    path.write_bytes(whole[:at] + data + whole[at:])
    config, findings = load_config(scratch)
    if not findings:
        findings = list(check_project(config.root).findings)
    for finding in findings:
        assert finding.message
        span, content = finding.place.span, finding.place.text.content
        assert 0 <= span.start <= span.end <= len(content)


@given(st.sampled_from(sorted(SOURCES)), st.data())
def test_a_digit_changed_in_a_cited_line_is_found(scratch: Path, name: str, data: st.DataObject):
    """Change any digit of a source that a fact quotes, and the check tells of it."""
    words = SOURCES[name]
    digits = [i for i, c in enumerate(words) if c.isdecimal() and words[i - 1] != "-"]
    at = data.draw(st.sampled_from(digits))
    other = str((int(words[at]) + data.draw(st.integers(1, 9))) % 10)
    shutil.rmtree(scratch, ignore_errors=True)
    make_project(scratch, {**SOURCES, name: words[:at] + other + words[at + 1 :]})
    assert check_project(scratch).findings
