"""An edition comes out the same wherever it is built, and where it does not, that is told."""

import json
import shutil
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner
from keys import add_key
from projects import NOW, SUMMARY, TEMPLATES, build_project, edit, make_project

from briefing.cli import main
from briefing.config import load_config
from briefing.diagnostics import Finding
from briefing.render.attachments import PdfAttachment
from briefing.render.xmp import Schema, evidence_schema
from briefing.reproducibility import check_reproducible, find_difference

EDITION = "2026-11-21.1"


@pytest.fixture
def project(small_edition: Path, tmp_path: Path) -> Path:
    """The small project with its published edition, in a folder of its own."""
    shutil.copytree(small_edition.parents[2], tmp_path / "project", symlinks=True)
    return tmp_path / "project"


def contents(folder: Path) -> dict[str, str]:
    """Whatever is in a folder, by its path, with a hash of each file."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def compare(project: Path, edition: str = EDITION) -> list[Finding]:
    """What building an edition twice more shows."""
    return check_reproducible(load_config(project)[0], edition)


def test_an_edition_comes_out_the_same_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """With one worker or several, whatever the folder, zone, language, user, seed and hour.

    A project may publish beside itself, and an edition need not be the first of its day.
    """
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
    project = make_project(
        tmp_path / "projects" / "one",
        templates={**TEMPLATES, "other.html.j2": SUMMARY.replace("The report", "A report")},
        settings='out = "../out"\n',
    )
    (tmp_path / "projects" / "out" / "editions" / "2026-11-21.1").mkdir(parents=True)
    assert "2026-11-21.2" == build_project(project).edition
    before = contents(tmp_path)
    result = CliRunner().invoke(main, ["build", "--check-reproducible", str(project)])

    assert (0, before) == (result.exit_code, contents(tmp_path))
    assert result.stdout.endswith(
        "nothing has changed: edition 2026-11-21.2 stands\n"
        "built twice more, elsewhere: the same bytes\n"
    )


def test_a_difference_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """What comes out otherwise elsewhere is found, after the edition was published as ever."""

    def plant(edition: str, attachments: Iterable[PdfAttachment]) -> Schema:
        return evidence_schema(f"{edition} ", attachments)

    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
    monkeypatch.setattr("briefing.render.typesetting.evidence_schema", plant)
    project = make_project(tmp_path)
    result = CliRunner().invoke(main, ["build", "--check-reproducible", str(project)])

    assert 1 == result.exit_code
    assert f"published edition {EDITION} in out/latest\n" in result.stdout
    assert "error[irreproducible-edition]: summary.pdf differs from a build at" in result.stdout
    assert "(Metadata, XML)" in result.stdout
    assert result.stdout.endswith("built twice more, elsewhere: other bytes\n")


def test_a_signed_edition_is_compared_as_it_was_before(project: Path):
    """A signature is another each time; what was signed is not."""
    edition = build_project(add_key(project)).edition

    assert edition is not None
    assert b"/ByteRange" in (project / "out" / "editions" / edition / "summary.pdf").read_bytes()
    assert compare(project, edition) == []


def test_a_build_that_fails_elsewhere_is_told(project: Path):
    """Where the same edition does not come out at all, it is told why."""
    edit(project / "seeds" / "facts.yaml", "value: 312", "value: 321")
    (finding,) = compare(project)

    assert "does not come out" in finding.message
    assert "value-not-quoted" in finding.message


@pytest.mark.parametrize(
    ("name", "old", "new", "place"),
    [
        ("summary.html", b">Acme and Bolt</h1>", b">Bolt</h1>", "'Acme and Bolt</h1>\\n<p>Ed' is"),
        ("summary.pdf", b"%PDF-1.7", b"%PDF-2.0", "byte 5, in front of all objects"),
        ("summary.pdf", b"<pdfuaid:part>1", b"<pdfuaid:part>2", "(Metadata, XML)"),
        ("trace.json", b'"counts"', b'"facts"', "'counts"),
    ],
)
def test_the_first_difference_is_told(
    small_edition: Path, name: str, old: bytes, new: bytes, place: str
):
    """Of all files that differ, the one that the others come from, and where it differs first."""
    ours = {path.name: path.read_bytes() for path in small_edition.iterdir()}
    assert old in ours[name]
    theirs = {**ours, name: ours[name].replace(old, new, 1), "manifest.json": b"{}"}
    finding = find_difference("out/editions/1", ours, theirs, "later")

    assert finding is not None
    assert f"out/editions/1/{name}" == finding.place.path
    assert place in finding.message


def test_a_difference_in_a_page_is_marked(small_edition: Path):
    """In a text, the finding marks the character at which it differs."""
    page = (small_edition / "summary.html").read_bytes()
    ours, theirs = {"a.html": page}, {"a.html": page.replace(b"Bolt</h1>", b"Belt</h1>")}
    finding = find_difference("e", ours, theirs, "later")

    assert finding is not None
    assert "o" == finding.place.words
    assert finding.place.text.line(finding.place.start.line).startswith("<h1>Acme and Bolt")


def test_a_file_that_is_not_there_is_a_difference():
    """A file that one of the builds lacks is told."""
    finding = find_difference("e", {"a.html": b""}, {}, "later")

    assert finding is not None
    assert "only one of two builds has a.html" == finding.message


def test_the_same_files_do_not_differ(small_edition: Path):
    """Nothing is told where nothing differs."""
    ours = {path.name: path.read_bytes() for path in small_edition.iterdir()}
    assert find_difference("e", ours, dict(ours), "later") is None


def test_the_manifest_says_what_each_pdf_says(small_edition: Path):
    """The digest of its words, structure, links and evidence is what `verify` finds in the file."""
    manifest = json.loads((small_edition / "manifest.json").read_bytes())
    digest = manifest["content_digests"]["summary.pdf"]
    result = CliRunner().invoke(main, ["verify", str(small_edition / "summary.pdf")])

    assert 0 == result.exit_code
    assert f"content: sha256 {digest} of words, structure, links and evidence\n" in result.stdout
