"""Throw-away keys, certificates and tokens, and projects that sign with them."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID
from projects import NOW

from briefing.config import Config, Signing
from briefing.signatures import open_signer

PASSPHRASE = "a-rather-secret phrase ü"
PIN = "73194682"
TOKEN, LABEL = "editors", "signing"
DAY = timedelta(days=1)
START, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)

USES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Pair:
    """A key, and the certificate that belongs to it."""

    key: Key
    certificate: x509.Certificate

    @property
    def pem(self) -> bytes:
        """The certificate as its file."""
        return self.certificate.public_bytes(Encoding.PEM)

    @cache  # noqa: B019 - to lock it takes its time, and there are few of them
    def pkcs12(self) -> bytes:
        """The key as its file, which opens with the passphrase."""
        locked = BestAvailableEncryption(PASSPHRASE.encode())
        return serialize_key_and_certificates(b"x", self.key, self.certificate, None, locked)


def name(words: str) -> x509.Name:
    """The name of whoever has a certificate."""
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])


def rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    """A new key."""
    return rsa.generate_private_key(65537, bits)


def certify(  # noqa: PLR0913 - what tests vary
    key: Key,
    issuer: Pair | None = None,
    words: str = "The Editors",
    *,
    start: datetime = START,
    end: datetime = END,
    usage: Sequence[str] = ("digital_signature", "content_commitment"),
    ca: bool = False,
) -> Pair:
    """The key with a certificate, by the issuer or by itself."""
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(words))
        .issuer_name(issuer.certificate.subject if issuer else name(words))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(
            x509.BasicConstraints(ca=ca or issuer is None, path_length=None), critical=True
        )
        .add_extension(x509.KeyUsage(**{use: use in usage for use in USES}), critical=True)
    )
    return Pair(key, builder.sign(issuer.key if issuer else key, SHA256()))


AUTHORITY = certify(rsa_key(), words="The Authority", usage=["key_cert_sign"])
EDITORS = certify(rsa_key(), AUTHORITY)
OTHERS = certify(rsa_key(), AUTHORITY, "The Others")
CURVE = certify(ec.generate_private_key(ec.SECP256R1()), AUTHORITY, "The Curve")

SETTINGS = """
[sign]
certificate = "keys/editors.pem"
pkcs12 = "keys/editors.p12"
passphrase_file = "keys/passphrase"
"""


ON_FILE = Signing("keys/editors.pem", pkcs12="keys/editors.p12", passphrase_file="keys/passphrase")


def add_key(project: Path, pair: Pair = EDITORS, settings: str = SETTINGS) -> Path:
    """The project, which signs from now on."""
    keys = project / "keys"
    keys.mkdir(exist_ok=True)
    (keys / "editors.pem").write_bytes(pair.pem + AUTHORITY.pem)
    (keys / "editors.p12").write_bytes(pair.pkcs12())
    (keys / "passphrase").write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    (project / "briefing.toml").write_text(settings, encoding="utf-8")
    return project


def softhsm() -> Path:
    """The module of SoftHSM, a token made of software, which `.ci/set-up dev` installs."""
    return next(Path("/usr/lib").glob("**/libsofthsm2.so"))


@contextmanager
def token(folder: Path, pair: Pair = EDITORS) -> Iterator[None]:
    """A token with the key on it, for as long as the block runs."""
    store = folder / "tokens"
    store.mkdir()
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {store}\nlog.level = ERROR\n", encoding="utf-8")
    key = folder / "key.pem"
    key.write_bytes(pair.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(settings)
    try:
        for arguments in (
            ["--init-token", "--free", "--so-pin", PIN],
            ["--import", str(key), "--token", TOKEN, "--id", "01"],
        ):
            label = TOKEN if "--init-token" in arguments else LABEL
            command = ["softhsm2-util", *arguments, "--label", label, "--pin", PIN]
            subprocess.run(command, check=True, capture_output=True)
        yield
    finally:
        if before is None:
            del os.environ["SOFTHSM2_CONF"]
        else:
            os.environ["SOFTHSM2_CONF"] = before


def sign(content: bytes, folder: Path, pair: Pair = EDITORS, when: datetime = NOW) -> bytes:
    """The PDF, signed with a key in a file of the folder."""
    add_key(folder, pair)
    with open_signer(Config(folder, sign=ON_FILE), when) as signer:
        assert signer is not None
        return signer(content)
