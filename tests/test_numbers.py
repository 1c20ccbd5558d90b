"""What `briefing numbers` prints."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from briefing.cli import main


def run(*arguments: object) -> Result:
    """What the command prints, and its exit code."""
    return CliRunner().invoke(main, ["numbers", *map(str, arguments)])


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A text with numbers of several kinds, named by a path relative to where we are."""
    monkeypatch.chdir(tmp_path)
    words = "It paid over $14.3 billion\nin July 2024, from 10 to 20 people.\n"
    (tmp_path / "a.txt").write_text(words, encoding="utf-8")
    return Path("a.txt")


def test_each_number_is_a_line_with_its_place(file: Path):
    """For people: place, words, kind, value and unit."""
    assert [
        "a.txt:1:14: $14.3 billion  (money, 14300000000, USD, over)",
        "a.txt:2:4: July 2024  (date, 2024-07)",
        "a.txt:2:20: 10 to 20  (range, 10 to 20, of people)",
    ] == run(file).output.splitlines()


def test_each_number_is_an_object_a_line(file: Path):
    """For programs: the fields of the contract, lines and columns from 1."""
    records = [json.loads(line) for line in run(file, "--format", "json").output.splitlines()]
    assert {
        "path": "a.txt",
        "line": 1,
        "column": 14,
        "end_column": 27,
        "written": "$14.3 billion",
        "kind": "money",
        "value": "14300000000",
        "unit": "USD",
        "qualifier": "over",
        "step": "100000000",
        "of": None,
    }.items() <= records[0].items()
    assert ["14300000000", "2024-07", {"low": "10", "high": "20"}] == [r["value"] for r in records]


def test_several_files_are_read_in_order(file: Path, tmp_path: Path):
    """The numbers of each file, in the order in which they were named."""
    (tmp_path / "b.txt").write_text("\ufeffNot quite 5 metres", encoding="utf-8")
    lines = run("b.txt", file).output.splitlines()
    assert 4 == len(lines)
    assert lines[0].startswith("b.txt:1:11: 5")


def test_a_file_without_numbers_has_nothing_to_check(tmp_path: Path):
    """The exit code tells "nothing found" from "all in order"."""
    (tmp_path / "a.txt").write_text("Nothing happened.\n", encoding="utf-8")
    result = run(tmp_path / "a.txt")
    assert (3, "") == (result.exit_code, result.output)


@pytest.mark.parametrize(
    ("name", "problem"), [("gone.txt", "cannot read"), (".", "cannot read"), ("b", "is not UTF-8")]
)
def test_a_file_that_cannot_be_read_stops_the_command(tmp_path: Path, name: str, problem: str):
    """The exit code is 2, and the words name the file."""
    (tmp_path / "b").write_bytes(b"5 caf\xe9")
    result = run(tmp_path / name)
    assert 2 == result.exit_code
    assert f"{tmp_path / name}" in result.output
    assert problem in result.output
