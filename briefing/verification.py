"""Verify a finished file, wherever it comes from: its evidence, its pages, and the documents."""

from __future__ import annotations

from pathlib import Path

from briefing.diagnostics import BriefingError, Finding, has_errors, in_reading_order
from briefing.evidence.carriers import NAME, take_evidence
from briefing.evidence.load import Carried, load_evidence
from briefing.evidence.verify import Proof, prove, verify
from briefing.files import read_file
from briefing.memory import collector_paused
from briefing.report.model import Report, Verdict, tally
from briefing.sources import Source, read_sources
from briefing.trace.records import statement_records

HELP = "name an HTML file or a PDF that a build has published"


@collector_paused()
def verify_file(file: Path, documents: Path | None) -> Report | None:
    """What becomes of each number of a finished file; None where it carries no evidence.

    `documents` is a folder with the sources. Raises BriefingError for a file or folder that cannot
    be read.
    """
    content = read_file(file, HELP)
    evidence = take_evidence(content, file.name)
    if evidence is None:
        return None
    if isinstance(evidence, Finding):
        return _refused([evidence])
    carried, findings = load_evidence(evidence, f"{file.name}: {NAME}")
    if carried is None:
        return _refused(findings)
    originals, of_documents = _load_originals(carried, documents)
    proof = prove(carried, originals)
    trace, of_file = verify(content, file.name, proof)
    found = in_reading_order([*findings, *of_documents, *proof.findings, *of_file])
    verdict = trace.verdict(carried.record.briefing)
    return Report(
        tuple(found),
        (verdict,),
        tuple(statement_records(trace)),
        "\n".join(_summary(proof, verdict, found)),
    )


def _refused(findings: list[Finding]) -> Report:
    return Report(tuple(findings), summary=f"not verified: {tally(findings)}")


def _load_originals(
    carried: Carried, folder: Path | None
) -> tuple[tuple[Source, ...], list[Finding]]:
    """The documents of the evidence in a folder, and what keeps them from being read."""
    if folder is None:
        return (), []
    if not folder.is_dir():
        raise BriefingError(f"there is no folder `{folder}`", "name the folder of the documents")
    paths = {path.name: path for path in sorted(folder.rglob("*"), reverse=True) if path.is_file()}
    wanted = (source.name for source in carried.record.sources)
    files = [(str(paths[name]), read_file(paths[name])) for name in wanted if name in paths]
    sources, findings = read_sources(files)
    return sources.all, findings


def _summary(proof: Proof, verdict: Verdict, findings: list[Finding]) -> list[str]:
    """What was verified, what was not, and the upshot."""
    record = proof.carried.record
    facts = len(proof.carried.facts.facts)
    cited = sum(len(source.lines) for source in record.sources)
    carries = f"{facts} facts, with words of {cited} lines of {len(record.sources)} sources"
    lines = [
        f"{record.briefing}, edition {record.edition}: {verdict.words}",
        f"evidence: {carries}; sha256 {record.sha256}",
    ]
    if proof.unproved:
        lines.append(
            f"not checked without the documents (--sources): that {len(proof.unproved)} things "
            "are in none of them"
        )
    upshot = "not verified" if has_errors(findings) else "verified"
    return [*lines, f"{upshot}: {tally(findings)}"]
