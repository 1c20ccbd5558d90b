"""The command line: what each command prints, and its exit code."""

import os
import pty
import re
import subprocess
import sys
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from projects import edit, make_project, write

from briefing.cli import main
from briefing.report import FORMATS
from briefing.rules import load_page, rule_names

COMMANDS = sorted(main.commands)
# What `check` once loaded, or would be slowest to load.
NOT_TO_CHECK = {
    "asyncio",
    "briefing.read",
    "briefing.report.json",
    "email",
    "importlib.metadata",
    "matplotlib",
    "pydantic",
    "tinycss2",
    "weasyprint",
    "zoneinfo",
}


def run(*arguments: object) -> Result:
    """What a command prints, and its exit code."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_the_commands_are_those_of_the_contract():
    """Nothing is called otherwise than programs outside rely on."""
    assert {"build", "check", "numbers", "trace", "verify", "explain"} <= set(COMMANDS)


@pytest.mark.parametrize(
    "arguments", [["--help"], ["-h"], *([name, "--help"] for name in COMMANDS)]
)
def test_every_command_explains_itself(arguments: list[str]):
    """`--help` says in a sentence what a command does, and how it is called."""
    result = run(*arguments)
    assert 0 == result.exit_code
    usage, _, words = result.output.partition("\n\n")
    assert usage.startswith("Usage: ")
    assert words.strip()[0].isupper()


def test_the_help_tells_the_exit_codes():
    """Whoever schedules a build finds what its exit code means."""
    words = " ".join(run("--help").output.split())
    assert "0 nothing is wrong; 1 there are findings; 2 the command could not work; 3" in words


def test_it_has_a_version():
    """The version is that of the package."""
    assert run("--version").output.endswith(f" {version('briefing')}\n")


def test_it_runs_as_a_program(tmp_path: Path):
    """The installed program exits as the command does, and draws nothing in a pipe."""
    program = Path(sys.executable).with_name("briefing")
    done = subprocess.run(
        [program, "check", make_project(tmp_path)], capture_output=True, text=True, check=False
    )
    assert (0, "3 sources, 9 facts, 1 template: no findings\n", "") == (
        done.returncode,
        done.stdout,
        done.stderr,
    )


def test_a_check_loads_no_more_than_it_needs(tmp_path: Path):
    """Whoever checks before each commit waits for no library that only other commands need."""
    code = (
        "import sys\n"
        "from briefing.cli import main\n"
        "try:\n"
        "    main(['check', sys.argv[1]])\n"
        "finally:\n"
        "    print(*sys.modules, file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, make_project(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split())
    assert {"pydantic_core", "jinja2", "briefing.project"} <= loaded
    assert set() == loaded & NOT_TO_CHECK


# --- exit codes ---------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project in order, and one file of each kind that commands read."""
    return write(
        make_project(tmp_path),
        {
            "some.txt": "Five plants.\n",
            "none.txt": "No plants.\n",
            "empty.html": "<!doctype html><meta charset=utf-8><title>x</title><p>No plants.",
            "fault.html": "<!doctype html><meta charset=utf-8><title>x</title><p>Five plants.",
            "bad/briefing.toml": "sede = 1\n",
            "wrong/seeds/1.txt": "Five plants.\n",
            "wrong/seeds/facts.yaml": "names:\n  - x\n",
        },
    )


EXITS = [
    (0, "check {0}"),
    (0, "numbers {0}/some.txt"),
    (0, "explain"),
    (0, "explain untraced-number"),
    (1, "check {0}/wrong"),
    (1, "build {0}/wrong"),
    (1, "check {0}/bad"),
    (1, "build {0}/bad"),
    (1, "trace {0}/fault.html --project {0}"),
    (1, "trace {0}/fault.html"),
    (2, "check {0}/gone"),
    (2, "build {0}/gone"),
    (2, "numbers {0}/gone"),
    (2, "trace {0}/gone.html --project {0}"),
    (2, "trace {0}/fault.html --project {0}/gone"),
    (2, "explain no-such-rule"),
    (2, "check --format xml {0}"),
    (2, "check --no-such-option"),
    (2, "numbers"),
    (2, "nothing"),
    (3, "numbers {0}/none.txt"),
    (3, "trace {0}/empty.html --project {0}"),
    (3, "trace {0}/empty.html 7 --project {0}"),
]


@pytest.mark.parametrize(("code", "command"), EXITS)
def test_the_exit_code_says_how_it_went(project: Path, code: int, command: str):
    """0 in order, 1 findings, 2 could not work, 3 nothing to check; and never a traceback."""
    result = run(*command.format(project).split())
    assert code == result.exit_code, result.output
    assert "Traceback" not in result.output


def test_what_stops_a_command_is_told_with_the_way_out(tmp_path: Path):
    """A command that could not work says why, and what to do, to standard error alone."""
    result = run("check", tmp_path / "gone")
    assert "" == result.stdout
    assert [
        f"briefing: there is no folder `{tmp_path}/gone`",
        "  help: name the folder of the project",
    ] == result.stderr.splitlines()


@pytest.mark.parametrize(
    ("output", "code", "said"),
    [
        (">/dev/full", 2, "briefing: cannot go on: No space left on device\n"),
        (">&-", 1, ""),
        ("2>&- >&-", 1, ""),
    ],
)
def test_output_that_cannot_be_written_is_no_crash(
    project: Path, output: str, code: int, said: str
):
    """A full disk stops the command; who closes the output still gets the exit code."""
    program = Path(sys.executable).with_name("briefing")
    command = [
        "sh", "-c", f'"$0" check "$1" {output}', program, project / "wrong",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (code, said) == (done.returncode, "".join(done.stderr.splitlines(keepends=True)[:1]))


def test_an_interrupted_command_has_found_nothing(project: Path, monkeypatch: pytest.MonkeyPatch):
    """Ctrl-C is told apart from findings by the exit code."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("briefing.cli.load_config", interrupt)
    result = run("check", project)
    assert (2, "briefing: interrupted\n") == (result.exit_code, result.stderr)


@pytest.mark.parametrize("format_", FORMATS)
def test_the_format_never_changes_the_exit_code(project: Path, format_: str):
    """However findings are written, the exit code is the same."""
    assert 0 == run("check", project, "--format", format_).exit_code
    assert 1 == run("check", project / "wrong", "--format", format_).exit_code
    assert (
        1
        == run("trace", project / "fault.html", "--project", project, "--format", format_).exit_code
    )


def test_findings_of_the_settings_come_first(project: Path):
    """With settings that are wrong, nothing else is looked at."""
    output = run("check", project / "bad").output
    assert "error[unknown-setting]" in output
    assert "no-sources" not in output


def test_output_is_in_colour_on_a_terminal_alone(project: Path, monkeypatch: pytest.MonkeyPatch):
    """What goes into a pipe has no control characters, nor where `NO_COLOR` asks for none."""
    command = [Path(sys.executable).with_name("briefing"), "check", project / "wrong"]
    monkeypatch.delenv("NO_COLOR", raising=False)
    piped = subprocess.run(command, capture_output=True, check=False).stdout
    assert b"error[" in piped
    assert b"\x1b" not in piped
    assert b"\x1b[31m" in on_terminal(command)
    monkeypatch.setenv("NO_COLOR", "1")
    assert piped == on_terminal(command).replace(b"\r\n", b"\n")


def on_terminal(command: list[str | Path]) -> bytes:
    """What a program shows to whoever sits at a terminal."""
    here, there = pty.openpty()
    with subprocess.Popen(command, stdin=there, stdout=there, stderr=there):
        os.close(there)
        shown = b""
        with suppress(OSError):  # which tells that nobody writes any more
            while more := os.read(here, 10_000):
                shown += more
    os.close(here)
    return shown


# --- explain ------------------------------------------------------------------------------


def test_explain_prints_the_page_of_a_rule():
    """The page is printed as it stands."""
    assert load_page("untraced-number") == run("explain", "untraced-number").output


def test_explain_lists_all_rules():
    """Without a rule, all of them are listed, one a line."""
    assert list(rule_names()) == run("explain").output.splitlines()


def test_explain_knows_what_was_meant():
    """A misspelt rule is answered with the nearest."""
    assert "did you mean `untraced-number`?" in run("explain", "untraced-numbr").output


# --- the first thing that a user does ------------------------------------------------------

# What is changed in which file, and the rule and the words that are marked.
CHANGES = {
    "a digit in a source": (
        "seeds/001_report.txt",
        "Bolt employed over 80",
        "Bolt employed over 81",
        "error[quote-not-found]",
        "cite: 001:4 Bolt",
    ),
    "a digit in a fact": (
        "seeds/facts.yaml",
        "value: 312",
        "value: 313",
        "error[value-not-quoted]",
        "001:3 Acme",
    ),
    "a number in a template": (
        "templates/summary.html.j2",
        "runs the",
        "runs the 2",
        "error[hand-written-number]",
        "runs the 2",
    ),
    "a name of a fact": (
        "seeds/facts.yaml",
        "about: [bolt, staff]",
        "about: [acme, staff]",
        "error[subject-not-named]",
        "cite: 001:4 Bolt",
    ),
    "a derived value": (
        "seeds/facts.yaml",
        "value: 3 times",
        "value: 4 times",
        "error[wrong-derivation]",
        "value: 4 times",
    ),
    "a line of a citation": (
        "seeds/facts.yaml",
        "001:4 Bolt",
        "001:3 Bolt",
        "error[moved-quote]",
        "cite: 001:3 Bolt",
    ),
    "a word that no source may have": (
        "seeds/003_letter.txt",
        "about $30 million",
        "about $30 million, a profit",
        "error[not-absent]",
        "absent: [profit]",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_anywhere_is_found_where_it_stands(tmp_path: Path, name: str):
    """Change one thing, and the check names the rule, and the line that is wrong or cites it."""
    file, old, new, rule, words = CHANGES[name]
    project = make_project(tmp_path)
    assert 0 == run("check", project).exit_code
    edit(project / file, old, new)
    result = run("check", project, "--format", "concise")
    told = f"{line_with(project, words)}: {rule} "
    assert 1 == result.exit_code
    assert told in re.sub(r"(:\d+):\d+: ", r"\1: ", result.output)


def line_with(project: Path, words: str) -> str:
    """The only line of a project with these words, as `path:line`."""
    [found] = [
        f"{path.relative_to(project)}:{number}"
        for path in project.rglob("*.*")
        if path.is_file()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if words in line
    ]
    return found


def test_a_page_outside_of_any_project_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A page says nothing of where its facts are; without a project there is nothing to trace."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.html").write_text("<p>7</p>", encoding="utf-8")
    result = run("trace", tmp_path / "page.html")
    assert 2 == result.exit_code
    assert "lies in no project" in result.output
    assert "--project" in result.output
