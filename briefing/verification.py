"""Verify a finished file, wherever it comes from: its evidence, its pages, and the documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path

from briefing.diagnostics import BriefingError, Finding, has_errors, in_reading_order
from briefing.evidence.carriers import NAME, is_pdf, take_evidence
from briefing.evidence.load import Carried, load_evidence
from briefing.evidence.verify import Proof, prove, verify
from briefing.files import read_file
from briefing.memory import collector_paused
from briefing.read.confined import reader_started
from briefing.read.digest import content_digest
from briefing.read.html import read_html
from briefing.read.model import Reading
from briefing.read.pdf import MAX_BYTES
from briefing.report.model import Report, Verdict, tally
from briefing.signatures import Integrity, Signature, Trust, read_signatures
from briefing.sources import Source, read_sources
from briefing.text import Text
from briefing.trace.records import statement_records

HELP = "name an HTML file or a PDF that a build has published"
WHOLE = "ask whoever gave you the file for one that is whole"
TRUST = "ask the signer, on another way, for the certificate that vouches for theirs"


@collector_paused()
def verify_file(file: Path, documents: Path | None, roots: Path | None = None) -> Report | None:
    """What becomes of each number of a finished file; None where it carries no evidence.

    `documents` is a folder with the sources, `roots` a file with certificates in PEM that are
    trusted to vouch for signers. Raises BriefingError for what cannot be read.
    """
    if file.is_file() and file.stat().st_size > MAX_BYTES:
        message = f"{file.name} has {file.stat().st_size} bytes, more than {MAX_BYTES}"
        return _refused([Finding("unreadable-file", message, Text(file.name, "").whole())])
    content = read_file(file, HELP)
    with _reading_started(content, file.name) as read:  # meanwhile its evidence is checked
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
        reading = read()
    trace, of_file = verify(reading, proof)
    is_whole = bool(reading.blocks)  # what has taken a reader down is not read again
    signatures = _read_signatures(content, roots) if is_whole else ()
    of_signatures = check_signatures(signatures, reading, has_roots=roots is not None)
    found = in_reading_order([*findings, *of_documents, *proof.findings, *of_file, *of_signatures])
    verdict = replace(trace.verdict(carried.record.briefing), unread=trace.unread)
    digest = content_digest(reading, evidence)
    content_line = f"content: sha256 {digest} of words, structure, links and evidence"
    lines = [*_summary(proof, verdict), content_line, *_signers(signatures), _upshot(found)]
    return Report(tuple(found), (verdict,), tuple(statement_records(trace)), "\n".join(lines))


def _reading_started(content: bytes, path: str) -> AbstractContextManager[Callable[[], Reading]]:
    """What gives, when it is called, what a person sees of a file of anybody's."""
    if is_pdf(content):
        return reader_started(content, path)
    return nullcontext(lambda: read_html(Text(path, content.decode("utf-8", "replace"))))


def _read_signatures(content: bytes, roots: Path | None) -> tuple[Signature, ...]:
    return read_signatures(content, read_file(roots) if roots else None)


def _refused(findings: list[Finding]) -> Report:
    return Report(tuple(findings), summary=_upshot(findings))


def check_signatures(
    signatures: Sequence[Signature], reading: Reading, *, has_roots: bool
) -> list[Finding]:
    """Signatures that do not hold, and what was appended to the file and is none.

    The signatures stand in the order in which they were made. Whoever names roots wants one of
    them to vouch for the file: a signature can be cut off, and one that was not checked is none.
    """
    place = Text(reading.path, "").whole()
    findings = []
    if has_roots and not signatures:
        findings.append(
            Finding("untrusted-signer", "nobody has signed the file", place, help=WHOLE)
        )
    for number, signature in enumerate(signatures, start=1):
        is_broken = signature.integrity in {Integrity.ALTERED, Integrity.MALFORMED}
        if is_broken or (number == len(signatures) and not signature.covers_all):
            findings.append(Finding("broken-signature", signature.words, place, help=WHOLE))
        elif has_roots and signature.trust is not Trust.TRUSTED:
            findings.append(Finding("untrusted-signer", signature.words, place, help=TRUST))
    appended = (reading.revisions or 1) - 1 - len(signatures)
    if appended > 0 and not findings:
        message = f"{appended} of the revisions that were appended to the file are no signatures"
        findings.append(Finding("appended-revision", message, place, help=WHOLE))
    return findings


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


def _summary(proof: Proof, verdict: Verdict) -> Iterator[str]:
    """What was verified, and what was not."""
    record = proof.carried.record
    facts = len(proof.carried.facts.facts)
    cited = sum(len(source.lines) for source in record.sources)
    carries = f"{facts} facts, with words of {cited} lines of {len(record.sources)} sources"
    yield f"{record.briefing}, edition {record.edition}: {verdict.words}"
    yield f"evidence: {carries}; sha256 {record.sha256}"
    if proof.unproved:
        claims = f"{len(proof.unproved)} claims" if len(proof.unproved) > 1 else "1 claim"
        yield f"not checked without the documents (--sources): {claims} of what no source says"


def _signers(signatures: Sequence[Signature]) -> list[str]:
    """Who stands in for the file."""
    return [each.words for each in signatures] or ["unsigned: nobody vouches for who made it"]


def _upshot(findings: Sequence[Finding]) -> str:
    return f"{'not verified' if has_errors(findings) else 'verified'}: {tally(findings)}"
