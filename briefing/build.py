"""The whole build, in the order in which a number travels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from briefing import editions
from briefing.config import Config
from briefing.diagnostics import BriefingError, Finding, has_errors, in_reading_order
from briefing.inputs import read_inputs
from briefing.report import render_report
from briefing.report.json import render_trace
from briefing.report.model import Report, Verdict, closing_line, tally

if TYPE_CHECKING:  # it loads the readers and renderers
    from briefing.press import Finished

VALID_UNTIL, UNSIGNED = "valid_until", "unsigned"
# Called before each step with its words, how many are done, and how many there are.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a build: its report, and the edition that stands, if one does.

    `is_new` tells that this build has published it.
    """

    report: Report
    edition: str | None = None
    is_new: bool = False


def build(config: Config, now: datetime, progress: Progress) -> Outcome:
    """Publish the briefings of a project, all or nothing.

    `now` names the edition and dates its files. Raises BriefingError where another build is at
    work, or the machine lacks what it needs.
    """
    out = config.root / config.out
    inputs = read_inputs(config)
    digest = editions.digest_inputs(inputs)
    with editions.lock(out, now):
        warnings: list[Finding] = []
        standing = editions.standing(out)
        if standing is not None:
            if _still_stands(standing, digest, now.date()):
                return _standing(standing, out)
            warnings = editions.check_edition(standing, config.out)
        earlier = editions.find_edition(out, digest)
        if earlier is not None and _still_stands(earlier, digest, now.date()):
            return _standing(earlier, out)
        return _build(config, now, inputs, warnings, progress)


def _still_stands(edition: editions.Edition, digest: str, today: date) -> bool:
    """Whether building from the same inputs on this day would give the edition again."""
    until = str(edition.manifest.get(VALID_UNTIL, ""))
    return editions.unchanged(edition, digest) and until >= today.isoformat()


def _standing(edition: editions.Edition, out: Path) -> Outcome:
    editions.stand(out, edition.name)
    verdicts = [Verdict(name, counts) for name, counts in edition.manifest["verdicts"].items()]
    summary = f"{closing_line(verdicts)}\nnothing has changed: edition {edition.name} stands"
    return Outcome(Report((), tuple(verdicts), (), summary), edition.name)


def _build(
    config: Config,
    now: datetime,
    inputs: Mapping[str, str],
    warnings: Sequence[Finding],
    progress: Progress,
) -> Outcome:
    """Render, read back, trace, and publish or refuse."""
    out = config.root / config.out
    # An edition that stands is told without these, which load the readers and renderers.
    from briefing.press import Press, sign_papers  # noqa: PLC0415
    from briefing.project import load_project  # noqa: PLC0415
    from briefing.signatures import open_signer  # noqa: PLC0415

    project = load_project(config, now.date())
    findings = [*warnings, *project.findings, *project.lacks_pages()]
    name = editions.next_name(out, now.date())
    if has_errors(findings):
        return _refuse(out, config, {}, Report(tuple(in_reading_order(findings)), (), ()))
    with open_signer(config, now) as sign:
        press = Press(project, name, now, progress)
        finished = press.finish()
        findings += [finding for briefing in finished for finding in briefing.findings]
        findings += press.findings
        report = _report(finished, findings)
        files = {path: content for b in finished for path, content in b.files.items()}
        if has_errors(findings):
            return _refuse(out, config, files, report)
        if read_inputs(config) != inputs:
            raise BriefingError("the project was changed while it was built", "build again")
        papers = sign_papers(finished, sign) if sign else {}
    unsigned = {path: _identity(files[path]) for path in papers}
    files |= papers
    files["trace.json"] = render_trace(name, report.verdicts, report.statements).encode()
    counts = {verdict.name: verdict.counts for verdict in report.verdicts}
    manifest = editions.new_manifest(name, now.date(), inputs, files, counts)
    manifest[VALID_UNTIL] = project.valid_until
    manifest["content_digests"] = {f"{b.name}.pdf": b.content_digest for b in finished}
    if unsigned:
        manifest[UNSIGNED] = unsigned
    editions.publish(out, name, files, manifest)
    summary = f"{closing_line(report.verdicts)}\npublished edition {name} in {config.out}/latest"
    return Outcome(report._replace(summary=summary), name, is_new=True)


def _report(finished: Sequence[Finished], findings: Iterable[Finding]) -> Report:
    """What was found in the briefings, and what is wrong with them."""
    from briefing.trace.records import statement_records  # noqa: PLC0415 - as above

    traces = [trace for briefing in finished for trace in briefing.traces]
    statements = tuple(record for trace in traces for record in statement_records(trace))
    verdicts = tuple(briefing.verdict for briefing in finished)
    return Report(tuple(in_reading_order(findings)), verdicts, statements)


def _identity(content: bytes) -> dict[str, int | str]:
    """Of how many bytes, and which."""
    return {"bytes": len(content), "sha256": sha256(content).hexdigest()}


def _refuse(out: Path, config: Config, files: Mapping[str, bytes], report: Report) -> Outcome:
    """Keep what may not be published apart, and leave the latest edition as it was."""
    standing = editions.standing(out)
    stands = f"edition {standing.name} stands" if standing else "no edition stands"
    lines = [closing_line(report.verdicts)] if report.verdicts else []
    lines.append(f"refused: {tally(report.findings)}; {stands}; see {config.out}/refused")
    report = report._replace(summary="\n".join(lines))
    editions.refuse(out, files, render_report(report, "human"))
    return Outcome(report, standing.name if standing else None)
