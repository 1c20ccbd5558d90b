"""What the outcome of a build depends on."""

from dataclasses import replace
from pathlib import Path

import keys
import pytest
from projects import edit, make_project

from briefing.config import Config, load_config
from briefing.diagnostics import BriefingError
from briefing.inputs import read_inputs


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The small project."""
    return make_project(tmp_path / "project")


def inputs(folder: Path) -> dict[str, str]:
    """The hash of everything that the outcome depends on, but for our own code."""
    found = read_inputs(load_config(folder)[0])
    assert found.pop("(briefing)")
    return found


CHANGES = {
    "a source": lambda p: edit(p / "seeds/003_letter.txt", "Acme", "Acmes"),
    "a source more": lambda p: (p / "seeds/004.txt").write_text("x"),
    "a source renamed": lambda p: (p / "seeds/003_letter.txt").rename(p / "seeds/004_letter.txt"),
    "the facts": lambda p: edit(p / "seeds/facts.yaml", "over 80\n", "over 81\n"),
    "a template": lambda p: edit(p / "templates/summary.html.j2", "runs", "has"),
    "a style sheet": lambda p: edit(p / "templates/themes/house/screen.css", "absolute", "static"),
    "a sheet more of the theme": lambda p: (p / "templates/themes/house/variables.css").write_text(
        ":root { --ink: #000000 }"
    ),
    "a setting": lambda p: (p / "briefing.toml").write_text('publisher = "The house"\n'),
    "the paper": lambda p: (p / "briefing.toml").write_text('paper = "Letter"\n'),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_input_counts(project: Path, name: str):
    """Whatever a build reads is an input; changing it changes one input or more."""
    before = inputs(project)
    assert before == inputs(project)
    CHANGES[name](project)
    assert before != inputs(project)


def test_what_a_build_does_not_read_does_not_count(project: Path):
    """Other files, and what was built before, are no inputs; nor is the place of the folder."""
    before = inputs(project)
    (project / "README.md").write_text("x")
    (project / "out").mkdir()
    (project / "out" / "summary.html").write_text("x")
    assert before == inputs(project)
    assert before == inputs(project.rename(project.with_name("moved")))


def test_the_inputs_are_the_files_that_count(tmp_path: Path):
    """Sources, facts and templates are inputs; hidden files and those beside them are none."""
    folder = make_project(tmp_path)
    before = read_inputs(Config(folder))
    (folder / "seeds" / ".001.txt.swp.txt").write_text("being edited")
    (folder / "seeds" / "notes.md").write_text("no source")
    assert before == read_inputs(Config(folder))
    (folder / "seeds" / "new.txt").write_text("A new source.")
    assert {"seeds/new.txt"} == read_inputs(Config(folder)).keys() - before.keys()
    assert {"seeds/facts.yaml", "templates/summary.html.j2"} < before.keys()


def test_a_setting_is_an_input(tmp_path: Path):
    """Other settings are other inputs; where the project lies is not."""
    one, other = make_project(tmp_path / "one"), make_project(tmp_path / "other")
    config = Config(one)
    assert read_inputs(config) == read_inputs(replace(config, root=other))
    assert read_inputs(config) != read_inputs(replace(config, publisher="Another"))


def test_the_certificate_is_an_input_and_its_key_is_none(project: Path):
    """Another certificate gives another edition; of key and passphrase, not even a hash is told."""
    unsigned = inputs(project)
    keys.add_key(project)
    signed = inputs(project)
    assert {"(certificate)"} == signed.keys() - unsigned.keys()
    assert signed["(settings)"] != unsigned["(settings)"]
    for name in ("editors.p12", "passphrase"):
        (project / "keys" / name).unlink()
    assert signed == inputs(project)
    (project / "keys" / "editors.pem").write_bytes(keys.OTHERS.pem)
    assert {"(certificate)"} == {name for name in signed if signed[name] != inputs(project)[name]}


def test_a_certificate_that_is_missing_is_told(project: Path):
    """With the setting that names it."""
    keys.add_key(project)
    (project / "keys" / "editors.pem").unlink()
    with pytest.raises(BriefingError, match=r"cannot read .*editors.pem") as caught:
        inputs(project)
    assert "`certificate`" in caught.value.help


def test_a_pattern_that_is_none_stops_the_build(tmp_path: Path):
    """What cannot be looked for is told in words before anything is built."""
    with pytest.raises(BriefingError, match="cannot look for sources"):
        read_inputs(Config(make_project(tmp_path), sources=("**x.txt",)))
