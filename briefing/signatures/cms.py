"""Whether the cryptographic message in a signature is one, of these bytes; needs the extra."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from asn1crypto import cms, parser
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.ades.report import AdESIndeterminate, AdESSubIndic
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import (
    async_validate_cms_signature,
    extract_certs_for_validation,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureStatus
from pyhanko_certvalidator import ValidationContext

from briefing.diagnostics import BriefingError
from briefing.signatures.model import Integrity, Signature, Trust, printable

# Others can be forged, or are not used in PDFs.
DIGESTS = {"sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512"}
MAX_CERTIFICATES = 32
MAX_CHAIN = 8
DISTRUST: dict[AdESSubIndic | None, str] = {
    AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND: "none of them leads to the certificate",
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE: "the certificate was not valid at that time",
    AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE: "the certificate is not meant for documents",
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE: "the signature could be forged",
}
USAGE = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"})

# What these libraries would say on the screen is said in the problem of a signature.
for library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(library).addHandler(logging.NullHandler())


def check_cms(
    signature: Signature, contents: bytes, covered: bytes, roots: bytes | None
) -> Signature:
    """The signature with what its contents say, and whether they fit the covered bytes."""
    trusted = None if roots is None else read_certificates(roots, "the roots")
    try:
        signed = _signed_data(contents)
        algorithms = list(_digests(signed["signer_infos"][0]))
        weak = [name for name in algorithms if name not in DIGESTS]
        if weak:
            problem = f"it is made with {printable(weak[0])}, which proves nothing"
            return replace(signature, integrity=Integrity.UNCHECKED, problem=problem)
        signed["certificates"] = _chain(signed)
        digest = hashlib.new(algorithms[0], covered).digest()
        status = _status(signed, digest, trusted or [], signature.when)
        signature = _named(signature, status.signing_cert)
    except SignatureValidationError as error:
        return replace(signature, problem=printable(error.failure_message))
    except Exception:  # noqa: BLE001 - whatever a file made to deceive does to these libraries
        return replace(signature, problem="it is damaged")
    if not (status.valid and status.intact):
        what = "is none of this certificate's key" if status.intact else "was put on other bytes"
        return replace(signature, integrity=Integrity.ALTERED, problem=f"the signature {what}")
    signature = replace(signature, integrity=Integrity.UNALTERED)
    return signature if trusted is None else _trusted(signature, status)


def _signed_data(contents: bytes) -> cms.SignedData:
    """The message in the contents, behind which is nothing but zeros."""
    _, _, _, header, body, trailer = parser.parse(contents, strict=False)
    message = header + body + trailer
    if trailer or contents[len(message) :].strip(b"\0"):
        raise SignatureValidationError("it is not in DER, or something stands behind it")
    info = cms.ContentInfo.load(message, strict=True)
    if info["content_type"].native != "signed_data":
        raise SignatureValidationError("it holds no signed data")
    signed = info["content"]
    if len(signed["signer_infos"]) != 1 or len(signed["certificates"]) > MAX_CERTIFICATES:
        raise SignatureValidationError("it has more than one signer, or too many certificates")
    return signed


def _digests(signer: cms.SignerInfo) -> Iterator[str]:
    """The hash of the covered bytes, and that of the signature where this names one."""
    yield signer["digest_algorithm"]["algorithm"].native
    with suppress(ValueError):
        yield signer["signature_algorithm"].hash_algo


def _chain(signed: cms.SignedData) -> list[asn1_x509.Certificate]:
    """The signer's certificate, the one that vouches for it, and so on: at most one for each.

    Certificates that all vouch for each other can be put in more orders than anybody can try.
    """
    carried = extract_certs_for_validation(signed)
    others = [_read(certificate) for certificate in carried.other_certs]
    chain = [_read(carried.signer_cert)]
    while len(chain) < MAX_CHAIN and (issuers := [o for o in others if _vouches(o, chain[-1])]):
        if issuers[0] in chain:
            break
        chain.append(issuers[0])
    return [asn1(certificate) for certificate in chain]


def _vouches(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    """Whether the certificate was signed with the key of the issuer."""
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def _status(
    signed: cms.SignedData,
    digest: bytes,
    roots: list[x509.Certificate],
    when: datetime | None,
) -> SignatureStatus:
    """What pyHanko makes of it, from what it carries alone."""
    context = ValidationContext(
        trust_roots=[asn1(root) for root in roots],
        moment=when,
        best_signature_time=when,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )
    return asyncio.run(
        async_validate_cms_signature(
            signed, raw_digest=digest, validation_context=context, key_usage_settings=USAGE
        )
    )


def _named(signature: Signature, certificate: asn1_x509.Certificate) -> Signature:
    read = _read(certificate)
    return replace(
        signature,
        signer=printable(read.subject.rfc4514_string()),
        issuer=printable(read.issuer.rfc4514_string()),
        fingerprint=read.fingerprint(SHA256()).hex(),
    )


def _trusted(signature: Signature, status: SignatureStatus) -> Signature:
    if signature.when is None:
        return replace(signature, trust=Trust.UNTRUSTED, problem="it does not say when it was made")
    if status.trusted:
        return replace(signature, trust=Trust.TRUSTED)
    problem = DISTRUST.get(status.trust_problem_indic, "the chain of certificates is not in order")
    return replace(signature, trust=Trust.UNTRUSTED, problem=problem)


def read_certificates(content: bytes, what: str) -> list[x509.Certificate]:
    """The certificates of a PEM file. Raises BriefingError where there are none."""
    try:
        return x509.load_pem_x509_certificates(content)
    except ValueError as error:
        raise BriefingError(
            f"there is no certificate in {what}", "give certificates in PEM"
        ) from error


def _read(certificate: asn1_x509.Certificate) -> x509.Certificate:
    return x509.load_der_x509_certificate(certificate.dump())


def asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    """The same certificate for pyHanko."""
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
