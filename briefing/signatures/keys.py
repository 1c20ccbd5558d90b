"""Certificates and keys to sign with, in files and on tokens; needs the extra."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pkcs11
from asn1crypto import keys, pkcs12
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.hazmat.primitives.serialization.pkcs12 import (
    PKCS12KeyAndCertificates,
    load_pkcs12,
)
from pkcs11 import exceptions
from pyhanko.sign.general import SigningError
from pyhanko.sign.pkcs11 import PKCS11Signer
from pyhanko.sign.signers import Signer, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from briefing.config import Signing
from briefing.diagnostics import BriefingError
from briefing.files import read_file
from briefing.signatures.cms import asn1, read_certificates

DIGEST = "sha256"
LEAST_BITS = 2048
PROBE = b"Does the key belong to the certificate?"
RENEW = "name the certificate that belongs to the key, and is valid today"

# What a token refuses, in words.
WRONG = (
    exceptions.PinIncorrect,
    exceptions.PinInvalid,
    exceptions.PinLenRange,
    exceptions.ArgumentsBad,  # one that no PIN can be
)
REFUSALS = (
    (WRONG, "the passphrase is wrong"),
    (exceptions.PinLocked, "it is locked after too many wrong passphrases"),
    (exceptions.PinExpired, "its passphrase has expired"),
    (exceptions.NoSuchToken, "the module knows no such token"),
    (exceptions.MultipleTokensReturned, "the module knows several tokens of that name"),
)


def load_certificates(path: Path, when: datetime) -> list[x509.Certificate]:
    """The certificate in a PEM file, and those behind it that vouch for it.

    Raises BriefingError where it is none, or may not sign at that time.
    """
    certificates = read_certificates(read_file(path, RENEW), str(path))
    problem = _unfit(certificates[0], when)
    if problem:
        raise BriefingError(f"the certificate in {path} {problem}", RENEW)
    return certificates


def _unfit(certificate: x509.Certificate, when: datetime) -> str:
    """Why the certificate may not sign a document at that time; empty where it may."""
    if when < certificate.not_valid_before_utc:
        return f"is not valid before {certificate.not_valid_before_utc:%Y-%m-%d %H:%M}"
    if when > certificate.not_valid_after_utc:
        return f"has expired on {certificate.not_valid_after_utc:%Y-%m-%d}"
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
        if not (usage.digital_signature or usage.content_commitment):
            return "is not meant to sign documents (its key usage)"
    except x509.ExtensionNotFound:
        pass
    except ValueError:
        return "is damaged"
    return _weak(certificate)


def _weak(certificate: x509.Certificate) -> str:
    """What is wrong with its kind of key; empty where nothing is."""
    try:
        key = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm):
        return "has a key of an unknown kind"
    if isinstance(key, rsa.RSAPublicKey) and key.key_size < LEAST_BITS:
        return f"has a key of {key.key_size} bits, fewer than {LEAST_BITS}"
    if not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        return "has a key of a kind that few readers of PDFs know"
    return ""


@contextmanager
def open_key(
    root: Path, signing: Signing, certificates: Sequence[x509.Certificate], passphrase: str
) -> Iterator[Signer]:
    """What signs with the key; a session with a token lasts as long as the block."""
    if signing.pkcs12:
        yield _tried(_open_file(root / signing.pkcs12, certificates, passphrase), certificates[0])
        return
    with _open_token(root, signing, passphrase) as session:
        signer = PKCS11Signer(
            session,
            signing_cert=asn1(certificates[0]),
            ca_chain=list(map(asn1, certificates[1:])),
            key_label=signing.key,
        )
        with _token(signing):
            tried = _tried(signer, certificates[0])
        yield tried


def _open_file(path: Path, certificates: Sequence[x509.Certificate], passphrase: str) -> Signer:
    content = read_file(path, "name the key's PKCS#12 file with the setting `pkcs12`")
    try:
        pkcs12.Pfx.load(content, strict=True)["version"].native  # noqa: B018 - is it one at all?
    except ValueError as error:
        raise BriefingError(
            f"{path} is no PKCS#12 file", "export the key as one: `openssl pkcs12 -export`"
        ) from error
    opened = _unlocked(content, passphrase)
    if opened is None:
        problem = f"{path} does not open: the passphrase is wrong, or the file is damaged"
        raise BriefingError(problem, "give the passphrase that the key was exported with")
    if opened.key is None:
        raise BriefingError(f"there is no key in {path}", "export the key into it as well")
    der = opened.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(map(asn1, certificates))
    return SimpleSigner(asn1(certificates[0]), keys.PrivateKeyInfo.load(der), store)


def _unlocked(content: bytes, passphrase: str) -> PKCS12KeyAndCertificates | None:
    """What a PKCS#12 file holds; None where the passphrase does not open it.

    The library's own error goes no further, so that nothing it holds comes along.
    """
    try:
        return load_pkcs12(content, passphrase.encode())
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None


@contextmanager
def _open_token(root: Path, signing: Signing, passphrase: str) -> Iterator[pkcs11.Session]:
    path = root / signing.module
    if not path.is_file():
        raise BriefingError(f"there is no PKCS#11 module {path}", "name it with `module`")
    with _token(signing):
        token = pkcs11.lib(str(path)).get_token(token_label=signing.token)
        session = token.open(user_pin=passphrase)
    with session:
        yield session


@contextmanager
def _token(signing: Signing) -> Iterator[None]:
    """Tell what the token refuses in words."""
    refused: Exception | None = None
    try:
        yield
    except (pkcs11.PKCS11Error, SigningError) as error:
        refused = error
    if refused is not None:
        told = str(refused).rstrip(".") or type(refused).__name__
        problem = next((words for kind, words in REFUSALS if isinstance(refused, kind)), told)
        raise BriefingError(
            f"cannot sign with the token `{signing.token}`: {problem}",
            "see the settings `module`, `token` and `key`",
        )


def _tried(signer: Signer, certificate: x509.Certificate) -> Signer:
    """The signer, whose key belongs to the certificate."""
    try:
        signature = asyncio.run(signer.async_sign_raw(PROBE, DIGEST))
        _verify(certificate, signature)
    except (InvalidSignature, AssertionError) as error:
        raise BriefingError("the key does not belong to the certificate", RENEW) from error
    return signer


def _verify(certificate: x509.Certificate, signature: bytes) -> None:
    """Raise InvalidSignature where it was not made with the certificate's key."""
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, PROBE, padding.PKCS1v15(), SHA256())
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, PROBE, ec.ECDSA(SHA256()))
