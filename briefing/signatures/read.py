"""What the signatures of a PDF say, and whether that is so."""

from __future__ import annotations

from dataclasses import replace

from briefing.signatures.find import Finds, Found, find_signatures
from briefing.signatures.model import Integrity, Signature, printable

# Both are a message of PKCS#7 apart from what it signs; older kinds hold a hash that can be forged.
KINDS = {"ETSI.CAdES.detached", "adbe.pkcs7.detached"}
EXTRA = "pip install 'briefing[sign]'"


def package(error: ModuleNotFoundError) -> str:
    """The package that is not installed."""
    return (error.name or "").partition(".")[0]


def read_signatures(content: bytes, roots: bytes | None = None) -> tuple[Signature, ...]:
    """Every signature of a PDF, checked; none where the file is not signed, or is no PDF.

    They stand in the order in which they were made: each covers more than those before.
    `roots` are certificates in PEM that are trusted to vouch for signers, as of the time that the
    signature claims; whether a certificate was revoked is not asked. A file that is damaged, or
    made to deceive, gives signatures with a `problem`. Raises BriefingError for roots that are
    none.
    """
    finds = find_signatures(content)
    in_order = sorted(finds.signatures, key=lambda found: found.covered)
    return tuple(_check(found, finds, content, roots) for found in in_order)


def _check(found: Found, finds: Finds, content: bytes, roots: bytes | None) -> Signature:
    signature = Signature(
        Integrity.MALFORMED,
        len(content),
        covered=found.covered,
        unsigned=max((end for end in finds.ends if end <= found.start), default=0),
        revision=sum(end <= found.covered for end in finds.ends),
        revisions=len(finds.ends),
        when=found.when,
        problem=found.problem,
    )
    if found.problem:
        return signature
    if found.kind not in KINDS:
        problem = f"it is of a kind not known here: {printable(found.kind) or 'none'}"
        return replace(signature, integrity=Integrity.UNCHECKED, problem=problem)
    try:
        # It takes a second to load, and is there only where the extra is.
        from briefing.signatures.cms import check_cms  # noqa: PLC0415
    except ModuleNotFoundError as error:
        problem = f"{package(error)} is not installed; `{EXTRA}` brings what it takes"
        return replace(signature, integrity=Integrity.UNCHECKED, problem=problem)
    covered = content[: found.start] + content[found.end : found.covered]
    return check_cms(signature, found.contents, covered, roots)
