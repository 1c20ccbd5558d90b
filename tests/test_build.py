"""The whole build: what it publishes, what it refuses, and what it leaves alone."""

import json
import os
import shutil
import signal
import subprocess
import sys
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import keys
import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator
from projects import FACTS, NOW, SUMMARY, TEMPLATES, build_project, edit, make_project, page, told

import briefing.report
import briefing.signatures.embed
from briefing import editions
from briefing.cli import main
from briefing.report import FORMATS
from briefing.report.model import StatementClass
from briefing.signatures import read_signatures

SCHEMA = Path(briefing.report.__file__).parent / "trace.schema.json"
WAIVER = """
waivers:
  - text: Part 2
    in: summary
    reason: a heading of the briefing's own
    owner: editors
    expires: {}
"""
# The least that a project can be.
TINY = {
    "sources": {"1.txt": "Acme employed 312 people.\n"},
    "facts": """\
names:
  acme: {name: Acme, group: company}
facts:
  staff:
    says: "{acme} employed {value} people"
    about: acme
    value: 312
    cite: 1:1 Acme employed 312 people
""",
    "templates": {"summary.html.j2": page("<p>{{ say.staff }}.</p>")},
}


def run(*arguments: object) -> Result:
    """What a command prints, and its exit code."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def names(folder: Path) -> list[str]:
    """What is in a folder."""
    return sorted(path.name for path in folder.iterdir())


def python(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """A program of its own, which ends as it does."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_no_module_is_taken_from_the_project(tmp_path: Path):
    """A project may have folders with the names of our modules: nothing in them runs."""
    other = SUMMARY.replace("The report", "A report")
    make_project(tmp_path, templates={**TEMPLATES, "other.html.j2": other})
    for name in ("briefing", "weasyprint"):
        module = tmp_path / name / "__init__.py"
        module.parent.mkdir()
        module.write_text("open('ran', 'w').close()\n", encoding="utf-8")
    program = Path(sys.executable).with_name("briefing")
    # The program is run as it is in an installation, where no variable says where modules are.
    without = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    command = [program, "build"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, env=without)

    assert run.returncode == 0, run.stdout
    assert "ran" not in names(tmp_path)


@pytest.fixture
def project(small_edition: Path, tmp_path: Path) -> Path:
    """The small project with its published edition, in a folder of its own."""
    shutil.copytree(small_edition.parents[2], tmp_path / "project", symlinks=True)
    return tmp_path / "project"


def test_an_honest_project_is_published(small_edition: Path):
    """Each briefing in both forms, the trace and the manifest stand in the latest edition."""
    files = {"summary.html", "summary.pdf", "trace.json", "manifest.json"}
    assert files == {path.name for path in small_edition.iterdir()}
    assert "2026-11-21.1" == small_edition.name
    assert not (small_edition.parents[1] / "refused").exists()


def test_the_real_project_is_published(built_edition: Path):
    """The three briefings of this repository are in order."""
    names = ("executive-summary", "developer-impact", "privacy-concerns")
    files = {f"{name}.{kind}" for name in names for kind in ("html", "pdf")}
    assert files | {"trace.json", "manifest.json"} == {p.name for p in built_edition.iterdir()}


def test_the_verdict_says_what_was_found(small_edition: Path):
    """The classes of a verdict add up to what was found, nothing untraced, nothing unread."""
    trace = json.loads((small_edition / "trace.json").read_bytes())
    [verdict] = trace["verdicts"]
    assert verdict["found"] == sum(verdict[name.value] for name in StatementClass) > 40
    assert (0, 0) == (verdict["untraced"], verdict["unread"])
    body = [s for s in trace["statements"] if s["layer"] == "body"]
    assert {"summary.html": verdict["found"], "summary.pdf": verdict["found"]} == {
        path: sum(s["path"] == path for s in body) for path in ("summary.html", "summary.pdf")
    }


HEADS = """\
<table>
<tr><th scope="col">Who</th><th scope="col">Earned ($bn)</th></tr>
<tr><th scope="row">{{ name.acme }}</th><td>{{ fact.revenue.acme | under("$bn") }}</td></tr>
</table>
"""


def test_a_figure_is_traced_with_the_unit_of_its_column(tmp_path: Path):
    """In HTML and PDF; the trace says that the unit comes from the head."""
    summary = SUMMARY.replace("<p>", f"{HEADS}<p>", 1)
    project = make_project(tmp_path, templates={**TEMPLATES, "summary.html.j2": summary})
    assert told(build_project(project).report.findings) == []
    trace = json.loads((project / "out" / "latest" / "trace.json").read_text(encoding="utf-8"))
    Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(trace)
    figure = [s for s in trace["statements"] if s["written"] == "4.5"]
    assert [("summary.html", "$bn"), ("summary.pdf", "$bn")] == [
        (s["path"].rsplit("/", 1)[-1], s["head"]) for s in figure
    ]
    run_trace = run("trace", project / "out" / "latest" / "summary.html", "4.5")
    assert "unit    “$bn”, by the head of its table" in run_trace.output


def test_the_page_states_its_own_verdict(small_edition: Path):
    """What a page says of its own numbers is what was found in it."""
    [verdict] = json.loads((small_edition / "trace.json").read_bytes())["verdicts"]
    html = (small_edition / "summary.html").read_text(encoding="utf-8")
    assert f'href="#e-checked.found">{verdict["found"]}</a>' in html


def test_the_trace_is_as_its_schema_says(small_edition: Path):
    """`trace.json` can be relied on by programs."""
    schema = json.loads(SCHEMA.read_bytes())
    trace = json.loads((small_edition / "trace.json").read_bytes())
    Draft202012Validator(schema).validate(trace)
    assert len(trace["statements"]) > 80


def test_the_trace_leads_to_the_words_of_the_source(small_edition: Path):
    """Each fact of the trace has its citations, and the words that stand at their places."""
    root = small_edition.parents[2]
    trace = json.loads((small_edition / "trace.json").read_bytes())
    evidence = [e for s in trace["statements"] for e in s["evidence"]]
    assert len(evidence) > 50
    for each in evidence:
        line = (root / each["path"]).read_text(encoding="utf-8").splitlines()[each["line"] - 1]
        assert each["words"] == line[each["column"] - 1 : each["end_column"] - 1]


def test_a_second_build_publishes_nothing_and_renders_nothing(project: Path):
    """Where nothing has changed, the edition stands, and WeasyPrint is not even imported."""
    code = """
import sys
from briefing.cli import main
try:
    main(["build", sys.argv[1]])
except SystemExit as end:
    print(end.code, sorted({"weasyprint", "matplotlib"} & sys.modules.keys()))
"""
    done = python(code, project)
    lines = done.stdout.splitlines()
    assert "nothing has changed: edition 2026-11-21.1 stands" == lines[-2], done.stderr
    assert "0 []" == lines[-1]
    assert ["2026-11-21.1"] == names(project / "out" / "editions")


def test_inputs_that_come_back_give_back_their_edition(project: Path):
    """A change that is taken back makes the edition stand that was built from these inputs."""
    page_file = project / "templates" / "summary.html.j2"
    edit(page_file, "runs the", "has the")
    assert "2026-11-21.2" == build_project(project).edition
    edit(page_file, "has the", "runs the")
    outcome = build_project(project)
    assert ("2026-11-21.1", False) == (outcome.edition, outcome.is_new)
    assert "2026-11-21.1" == (project / "out" / "latest").resolve().name


def test_a_refused_build_leaves_the_last_edition(project: Path):
    """What is wrong is kept apart and marked; the edition that stood stands."""
    before = {p.name: p.read_bytes() for p in (project / "out" / "latest").iterdir()}
    edit(project / "templates" / "summary.html.j2", "{{ name.bolt }} employed", "They employed")
    result = run("build", project)
    assert 1 == result.exit_code
    assert "refused: 1 error; edition 2026-11-21.1 stands; see out/refused" in result.output
    assert before == {p.name: p.read_bytes() for p in (project / "out" / "latest").iterdir()}
    refused = {"REFUSED-summary.html", "REFUSED-summary.pdf", "findings.txt"}
    assert sorted(refused) == names(project / "out" / "refused")
    assert "error[misplaced-fact]" in (project / "out" / "refused" / "findings.txt").read_text()


def test_facts_that_are_wrong_are_not_rendered(project: Path):
    """A finding on facts or templates stops the build before a page is made."""
    edit(project / "seeds" / "001_report.txt", "employed 312 people", "employed 321 people")
    result = run("build", project)
    assert 1 == result.exit_code
    assert ["findings.txt"] == names(project / "out" / "refused")


def test_a_build_that_is_mended_clears_what_was_refused(project: Path):
    """After a build that went well, nothing refused is left."""
    edit(project / "templates" / "summary.html.j2", "runs the", "runs 7 of the")
    assert 1 == run("build", project).exit_code
    edit(project / "templates" / "summary.html.j2", "runs 7 of the", "runs the")
    assert 0 == run("build", project).exit_code
    assert not (project / "out" / "refused").exists()


def test_of_two_builds_at_once_the_second_gives_way(project: Path):
    """The second exits with 2 and names who holds the lock."""
    with editions.lock(project / "out", NOW):
        result = run("build", project)
    assert 2 == result.exit_code
    assert f"another build (process {os.getpid()}, since 2026-11-21 12:00:00)" in result.output
    assert "wait until it has finished" in result.output
    assert 0 == run("build", project).exit_code


KILLED = """
import os, signal, sys
from briefing import disk, editions
from briefing.cli import main
{}
main(["build", sys.argv[1]])
"""
KILL = "os.kill(os.getpid(), signal.SIGKILL)"
MOMENTS = {
    "while it writes": f"disk._write = lambda path, content: {KILL}",
    "before the folder has its name": f"disk.sync_folder = lambda path: {KILL}",
    "before it is the latest": f"editions.stand = lambda out, name: {KILL}",
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_build_leaves_the_old_edition(project: Path, moment: str):
    """Whenever a build is killed, the old edition stands whole, and the next build goes well."""
    before = {p.name: p.read_bytes() for p in (project / "out" / "latest").iterdir()}
    edit(project / "templates" / "summary.html.j2", "runs the", "has the")
    done = python(KILLED.format(MOMENTS[moment]), project)
    assert -signal.SIGKILL == done.returncode, done.stderr
    assert before == {p.name: p.read_bytes() for p in (project / "out" / "latest").iterdir()}
    result = run("build", project)
    assert 0 == result.exit_code, result.output
    assert b"has the" in (project / "out" / "latest" / "summary.html").read_bytes()
    assert [".lock", "editions", "latest"] == names(project / "out")


def test_the_same_inputs_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """With SOURCE_DATE_EPOCH, two builds in two folders are the same, to the last byte."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    made = []
    for name in ("one", "two"):
        folder = make_project(tmp_path / name, **TINY)
        result = run("build", folder)
        assert "published edition 2001-09-09.1" in result.output, result.output
        made.append({p.name: p.read_bytes() for p in (folder / "out" / "latest").iterdir()})
    assert made[0] == made[1]


def test_a_time_that_is_none_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """SOURCE_DATE_EPOCH must be a number of seconds."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    result = run("build", make_project(tmp_path, **TINY))
    assert 2 == result.exit_code
    assert "SOURCE_DATE_EPOCH is no time: yesterday" in result.output


def test_a_page_that_states_nothing_is_refused(tmp_path: Path):
    """Where no number is found, nothing was checked, and nothing is published."""
    templates = {"summary.html.j2": page("<p>Nothing happened.</p>")}
    outcome = build_project(make_project(tmp_path, **{**TINY, "templates": templates}))
    assert not outcome.is_new
    assert ["nothing-found"] == [finding.rule for finding in outcome.report.findings]


def test_missing_shared_libraries_are_told_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Without Pango there is no PDF; the build exits with 2 and says what to install."""

    def refuse(name: str) -> None:
        raise OSError(f"cannot load library libpango for {name}")

    monkeypatch.setattr("briefing.render.typesetting.import_module", refuse)
    result = run("build", make_project(tmp_path, **TINY))
    assert 2 == result.exit_code
    assert "WeasyPrint does not find its shared libraries" in result.output
    assert "apt-get install" in result.output


# --- signing ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def signed_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that signs, with its published edition; nobody may change it."""
    project = keys.add_key(make_project(tmp_path_factory.mktemp("signed") / "project", **TINY))
    assert build_project(project).is_new
    return project


@pytest.fixture
def signing(signed_project: Path, tmp_path: Path) -> Path:
    """The same in a folder of its own."""
    shutil.copytree(signed_project, tmp_path / "project", symlinks=True)
    return tmp_path / "project"


def manifest(project: Path) -> dict[str, Any]:
    """What the latest edition says of itself."""
    found = json.loads((project / "out" / "latest" / "manifest.json").read_bytes())
    assert isinstance(found, dict)
    return found


def test_a_published_pdf_is_signed(signed_project: Path):
    """By the editors, at the time of the build, as a whole; and it still leads to its evidence."""
    content = (signed_project / "out" / "latest" / "summary.pdf").read_bytes()
    [signature] = read_signatures(content)
    assert ("CN=The Editors", NOW, True) == (signature.signer, signature.when, signature.is_whole)
    for command in ("trace", "verify"):
        result = run(command, signed_project / "out" / "latest" / "summary.pdf")
        assert 0 == result.exit_code, result.output


def test_what_is_signed_is_what_is_built_unsigned(signed_project: Path, tmp_path: Path):
    """The unsigned build is reproducible, and stands at the start of the signed file."""
    other = make_project(tmp_path, **TINY)
    assert build_project(other).is_new
    unsigned = (other / "out" / "latest" / "summary.pdf").read_bytes()
    signed = (signed_project / "out" / "latest" / "summary.pdf").read_bytes()
    assert signed.startswith(unsigned)
    assert "unsigned" not in manifest(other)
    assert {
        "summary.pdf": {"bytes": len(unsigned), "sha256": sha256(unsigned).hexdigest()}
    } == manifest(signed_project)["unsigned"]
    assert sha256(signed).hexdigest() == manifest(signed_project)["files"]["summary.pdf"]


def test_an_unchanged_project_needs_no_key(signing: Path):
    """A build that has nothing to do asks for neither key nor passphrase."""
    for name in ("editors.p12", "passphrase"):
        (signing / "keys" / name).unlink()
    outcome = build_project(signing)
    assert ("2026-11-21.1", False) == (outcome.edition, outcome.is_new)


def test_another_certificate_makes_another_edition(signing: Path):
    """The same pages, signed by somebody else, are published as something new."""
    before = manifest(signing)
    keys.add_key(signing, keys.OTHERS)
    outcome = build_project(signing)
    assert ("2026-11-21.2", True) == (outcome.edition, outcome.is_new)
    changed = {
        name
        for name, hashed in before["inputs"].items()
        if manifest(signing)["inputs"][name] != hashed
    }
    assert {"(certificate)"} == changed


def test_what_is_refused_is_not_signed(project: Path):
    """A signature stands only under what was traced."""
    keys.add_key(project)
    edit(project / "templates" / "summary.html.j2", "{{ name.bolt }} employed", "They employed")
    assert 1 == run("build", project).exit_code
    [path] = (project / "out" / "refused").glob("*.pdf")
    assert () == read_signatures(path.read_bytes())


def test_a_key_that_does_not_open_leaves_the_old_edition(
    signing: Path, monkeypatch: pytest.MonkeyPatch
):
    """The build exits with 2, in words without the passphrase, and publishes nothing."""
    monkeypatch.setenv("BRIEFING_PASSPHRASE", "hunter2")
    edit(signing / "templates" / "summary.html.j2", "{{ say", "Indeed: {{ say")
    result = run("build", signing)
    assert 2 == result.exit_code
    assert "editors.p12 does not open: the passphrase is wrong" in result.output
    assert "hunter2" not in result.output
    assert [".lock", "editions", "latest"] == names(signing / "out")
    assert ["2026-11-21.1"] == names(signing / "out" / "editions")


def test_the_passphrase_is_told_nowhere(signed_project: Path):
    """No file that a build leaves holds the passphrase, its hash, or that of the key."""
    secrets = [
        (signed_project / "keys" / name).read_bytes() for name in ("passphrase", "editors.p12")
    ]
    told = [keys.PASSPHRASE.encode(), *(sha256(s.strip()).hexdigest().encode() for s in secrets)]
    told += [sha256(secret).hexdigest().encode() for secret in secrets]
    files = [path for path in (signed_project / "out").rglob("*") if path.is_file()]
    assert len(files) > 4
    assert [(path, word) for path in files for word in told if word in path.read_bytes()] == []


def test_a_signature_that_changes_what_is_read_stops_the_build(
    signing: Path, monkeypatch: pytest.MonkeyPatch
):
    """What was signed is read back, and must say what was traced."""
    honest = briefing.signatures.embed.sign_pdf
    other = (signing / "out" / "latest" / "summary.pdf").read_bytes()
    forgeries = {
        "another file": lambda *_: other,
        "no signature": lambda content, *_: content,
        "a word more": lambda content, *rest: honest(content, *rest) + b"x",
        "a field to be seen": honest,
    }
    edit(signing / "templates" / "summary.html.j2", "{{ say", "Indeed: {{ say")
    for name, forgery in forgeries.items():
        monkeypatch.setattr("briefing.signatures.embed.sign_pdf", forgery)
        if name == "a field to be seen":
            monkeypatch.setattr("briefing.signatures.embed.OUTSIDE", (9, 9, 90, 90))
        result = run("build", signing)
        assert 2 == result.exit_code, name
        assert "summary.pdf does not say the same when it is signed" in result.output


# --- reports ------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", FORMATS)
def test_a_format_changes_nothing_but_the_words(project: Path, format_: str):
    """Every format is printed with the same exit code, for a build in order and a refused one."""
    assert 0 == run("build", project, "--format", format_).exit_code
    edit(project / "seeds" / "facts.yaml", "value: 312", "value: 321")
    result = run("build", project, "--format", format_)
    assert 1 == result.exit_code
    assert "321" in result.output


def test_junit_has_a_case_for_each_statement(tmp_path: Path):
    """A dashboard shows every number of every finished file."""
    folder = make_project(tmp_path, **TINY)
    result = run("build", folder, "--format", "junit")
    trace = json.loads((folder / "out" / "latest" / "trace.json").read_bytes())
    suites = ET.fromstring(result.output)
    cases = [case.get("classname") for case in suites.iter("testcase")]
    assert [statement["path"] for statement in trace["statements"]] == cases
    assert "0" == suites.get("failures")


# --- waivers ------------------------------------------------------------------------------


def waived(folder: Path, expires: str) -> Path:
    """A project with a number of its own in a heading, and a waiver for it."""
    summary = SUMMARY.replace("<p>The report says", "<h2>Part 2</h2>\n<p>The report says")
    templates = {**TEMPLATES, "summary.html.j2": summary}
    return make_project(folder, facts=FACTS + WAIVER.format(expires), templates=templates)


def test_a_waived_number_is_published_and_counted(tmp_path: Path):
    """A number may stand untraced by leave; the verdict says so, and only until the last day."""
    folder = waived(tmp_path, "2026-12-31")
    outcome = build_project(folder)
    assert outcome.is_new, told(outcome.report.findings)
    [verdict] = outcome.report.verdicts
    assert (1, 0) == (
        verdict.counts[StatementClass.WAIVED],
        verdict.counts[StatementClass.UNTRACED],
    )
    assert not build_project(folder, NOW + timedelta(days=40)).is_new
    assert "2026-11-21.1" == build_project(folder, NOW + timedelta(days=40)).edition
    late = build_project(folder, NOW + timedelta(days=41))
    assert {"expired-waiver"} <= {finding.rule for finding in late.report.findings}


def test_a_waiver_is_for_its_own_words_and_page(tmp_path: Path):
    """A number beside the waived words is not waived with them."""
    folder = waived(tmp_path, "2026-12-31")
    edit(folder / "templates" / "summary.html.j2", "Part 2", "Part 2, item 7")
    rules = [f.rule for f in build_project(folder).report.findings]
    assert ["hand-written-number"] == rules


def test_a_waiver_that_nothing_needs_is_found(tmp_path: Path):
    """A waiver must be taken out with the words that needed it."""
    folder = waived(tmp_path, "2026-12-31")
    edit(folder / "templates" / "summary.html.j2", "<h2>Part 2</h2>", "")
    [finding] = build_project(folder).report.findings
    assert "unused-waiver" == finding.rule
    assert "seeds/facts.yaml" == finding.place.path


DISCLOSURE = """\
{% for waiver in checked.waivers %}
<p>Until {{ waiver.expires }}: {{ waiver.text }} ({{ waiver.reason }}; {{ waiver.owner }})</p>
{% endfor %}
"""


def test_a_waiver_can_be_disclosed_with_its_words_and_its_last_day(tmp_path: Path):
    """What a page tells its reader of a waiver is traced, and is no use of the waiver."""
    folder = waived(tmp_path, "2026-12-31")
    template = folder / "templates" / "summary.html.j2"
    edit(template, "<h2>Part 2</h2>", f"{DISCLOSURE}<h2>Part 2</h2>")
    assert build_project(folder).is_new

    edit(template, "<h2>Part 2</h2>", "")
    [finding] = build_project(folder).report.findings
    assert "unused-waiver" == finding.rule
