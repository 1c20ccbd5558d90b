"""The command line."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from errno import EPIPE
from functools import cache, wraps
from pathlib import Path
from typing import Any, TextIO

import click

from briefing.config import Config, load_config
from briefing.diagnostics import BriefingError, Finding, has_errors
from briefing.memory import collector_dismissed
from briefing.prose import meant
from briefing.report import FORMATS, render_report
from briefing.report.model import Report, tally
from briefing.rules import load_page, rule_names

# The exit codes of every command.
IN_ORDER, FINDINGS, CANNOT_WORK, NOTHING_TO_CHECK = range(4)
EPOCH = "SOURCE_DATE_EPOCH"

Command = Callable[..., int]

format_option = click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="human",
    show_default=True,
    help="How findings are written; the exit code is the same.",
)
directory = click.argument(
    "directory",
    metavar="[DIR]",
    default=".",
    type=click.Path(path_type=Path),
)


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 nothing is wrong; 1 there are findings; 2 the command could not work; "
    "3 there was nothing to check.",
)
@click.version_option(package_name="briefing", message="%(prog)s %(version)s")
def main() -> None:
    """Make briefings in which every number leads to a line of a source.

    Facts live in seeds/facts.yaml, each cited to a source line; templates state them; the finished
    HTML and PDF are read back, and every number found there is traced. All is published, or none.
    """


def command(function: Command) -> click.Command:
    """A command of the group: what it returns is the exit code, what stops it is told in words."""

    @wraps(function)
    def run(*args: Any, **options: Any) -> None:  # noqa: ANN401 - whatever click has parsed
        try:
            code = function(*args, **options)
        except BriefingError as error:
            _tell(error)
            code = CANNOT_WORK
        except KeyboardInterrupt:
            _tell(BriefingError("interrupted"))
            code = CANNOT_WORK
        except OSError as error:
            if error.errno == EPIPE:  # the reader has seen enough: click ends quietly
                raise
            problem = f"cannot go on: {error.strerror}"
            _tell(BriefingError(problem, "see that there is room for the output"))
            _drop_output()
            code = CANNOT_WORK
        sys.exit(code)

    return main.command(name=function.__name__.removesuffix("_command"))(run)


@command
@directory
@click.option(
    "--check-reproducible",
    "is_checked",
    is_flag=True,
    help="Build twice more, elsewhere, and see that each byte is the same.",
)
@format_option
def build_command(directory: Path, is_checked: bool, format_: str) -> int:  # noqa: FBT001 - an option
    """Build the briefings of a project and publish them to out/, all or nothing.

    DIR is the project's folder, by default this one. Where nothing has changed, the edition
    that stands is named and nothing is built.
    """
    from briefing.build import build  # noqa: PLC0415 - no other command needs it

    config, findings = load_config(directory)
    if has_errors(findings):
        return _say(Report(tuple(findings), summary=tally(findings)), format_)
    outcome = build(config, _now(), _progress())
    report = _with(outcome.report, findings)
    if is_checked and outcome.edition and not has_errors(report.findings):
        report = _rebuilt(report, config, outcome.edition)
    return _say(report, format_)


@command
@directory
@format_option
@collector_dismissed()  # all that it loads and makes lives until it has said what it found
def check_command(directory: Path, format_: str) -> int:
    """Check the facts against the sources, and the templates, without rendering.

    Fast enough for a commit hook.
    """
    from briefing.project import check  # noqa: PLC0415 - loads what facts and templates need

    config, findings = load_config(directory)
    if has_errors(findings):
        return _say(Report(tuple(findings), summary=tally(findings)), format_)
    return _say(_with(check(config, _now().date()), findings), format_)


@command
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@format_option
def numbers_command(files: tuple[Path, ...], format_: str) -> int:
    """Print every number that the recogniser reads in text files.

    With `--format json`, one object a line.
    """
    from briefing import numbers  # noqa: PLC0415 - loads the recogniser

    found = 0
    for file in files:
        for line in numbers.list_numbers(file, format_):
            click.echo(line)
            found += 1
    return IN_ORDER if found else NOTHING_TO_CHECK


@command
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("text", required=False)
@click.option(
    "--project",
    "directory",
    type=click.Path(path_type=Path),
    help="The folder of the project that the page is of; else the one that FILE lies in.",
)
@format_option
def trace_command(file: Path, text: str | None, directory: Path | None, format_: str) -> int:
    """Show the chain behind each number of a finished page: number, fact, source line.

    FILE is an HTML file or a PDF of an edition; with TEXT, only numbers whose words hold it.
    """
    from briefing.retrace import find_project, trace_file  # noqa: PLC0415 - loads the readers

    config, findings = load_config(directory or find_project(file))
    report, chains = trace_file(config, file, text, _now().date())
    if format_ == "human":
        for chain in chains:
            click.echo(f"{chain}\n")
    code = _say(_with(report, findings), format_)
    return code if report.statements or code else NOTHING_TO_CHECK


@command
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--sources",
    "documents",
    type=click.Path(path_type=Path),
    help="A folder with the source documents, to hold the evidence against them, too.",
)
@click.option(
    "--trust",
    "roots",
    type=click.Path(path_type=Path),
    help="A file with certificates (PEM) that are trusted to vouch for who signed a PDF.",
)
@format_option
def verify_command(file: Path, documents: Path | None, roots: Path | None, format_: str) -> int:
    """Check a finished HTML file or PDF against the evidence that it carries.

    Nothing else is needed: the numbers on its pages are read again, and each is held against the
    facts, quotes and derivations inside the file.
    """
    if file.suffix == ".pdf":
        from briefing.processes import start_server  # noqa: PLC0415 - no other command needs it

        # What reads a PDF is loaded there, and here the rest meanwhile.
        start_server(["briefing.read.confined"])
    from briefing.verification import verify_file  # noqa: PLC0415 - loads the readers

    report = verify_file(file, documents, roots)
    if report is None:
        problem = BriefingError(
            f"{file} carries no evidence, so that there is nothing to verify",
            "ask for a file as it was published, with its evidence inside",
        )
        _tell(problem)
        return NOTHING_TO_CHECK
    return _say(report, format_)


@command
@click.argument("rule", required=False)
def explain_command(rule: str | None) -> int:
    """Print the page of a rule; without RULE, list all rules."""
    if rule is None:
        click.echo("\n".join(rule_names()))
        return IN_ORDER
    page = load_page(rule)
    if page is None:
        help_ = meant(rule, rule_names()) or "`briefing explain` lists all rules"
        raise BriefingError(f"there is no rule `{rule}`", help_)
    click.echo(page, nl=False)
    return IN_ORDER


def _rebuilt(report: Report, config: Config, edition: str) -> Report:
    """The report, with what building the edition twice more has shown."""
    from briefing.reproducibility import check_reproducible  # noqa: PLC0415 - asked for seldom

    differing = check_reproducible(config, edition)
    verdict = "other bytes" if differing else "the same bytes"
    return report._replace(
        findings=(*report.findings, *differing),
        summary=f"{report.summary}\nbuilt twice more, elsewhere: {verdict}",
    )


def _say(report: Report, format_: str) -> int:
    """Print a report; its exit code."""
    colour = _is_terminal(sys.stdout) and "NO_COLOR" not in os.environ
    click.echo(render_report(report, format_, colour=colour), nl=False, color=colour)
    return FINDINGS if has_errors(report.findings) else IN_ORDER


def _is_terminal(stream: TextIO | None) -> bool:
    """Whether a person looks on; Python has no stream for what is closed."""
    return stream is not None and stream.isatty()


def _with(report: Report, findings: Iterable[Finding]) -> Report:
    """The report with more findings in front."""
    more = tuple(findings)
    return Report((*more, *report.findings), report.verdicts, report.statements, report.summary)


def _tell(error: BriefingError) -> None:
    click.echo(f"briefing: {error.problem}", err=True)
    if error.help:
        click.echo(f"  help: {error.help}", err=True)


def _drop_output() -> None:
    """Let nobody try again to write what could not be written: Python would, and exit with 120."""
    if sys.stdout is not None:
        with suppress(OSError):  # what stands for the output in a test has no file
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _progress() -> Callable[[str, int, int], None]:
    """Tells what is being done: on a terminal, and nowhere else."""
    if not _is_terminal(sys.stderr):
        return lambda _step, _done, _all: None
    context = click.get_current_context()

    @cache
    def bar(length: int) -> Any:  # noqa: ANN401 - click does not export its type
        return context.with_resource(
            click.progressbar(
                length=length,
                file=sys.stderr,
                item_show_func=lambda step: step or "",
                show_eta=False,
                width=24,
            )
        )

    def show(step: str, done: int, length: int) -> None:
        bar(length).update(done - bar(length).pos, step)

    return show


def _now() -> datetime:
    """The time of this build; SOURCE_DATE_EPOCH, where it is set, says which that is."""
    epoch = os.environ.get(EPOCH)
    if epoch is None:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise BriefingError(
            f"{EPOCH} is no time: {epoch}", "set it to seconds since 1970"
        ) from error
