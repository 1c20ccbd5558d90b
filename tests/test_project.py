from dataclasses import replace
from pathlib import Path

import pytest
from projects import make_project

from briefing.config import Config
from briefing.diagnostics import BriefingError
from briefing.project import read_inputs


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
    assert read_inputs(config) != read_inputs(replace(config, title="Another"))


def test_a_pattern_that_is_none_stops_the_build(tmp_path: Path):
    """What cannot be looked for is told in words before anything is built."""
    with pytest.raises(BriefingError, match="cannot look for sources"):
        read_inputs(Config(make_project(tmp_path), sources=("**x.txt",)))
