"""Signatures: what is signed is whole, and nothing else is ever said to be."""

import asyncio
import hashlib
import io
import logging
import os
import re
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import keys
import pytest
from asn1crypto.algos import SignedDigestAlgorithm
from asn1crypto.keys import PrivateKeyInfo
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from hypothesis import given
from hypothesis import strategies as st
from keys import (
    AUTHORITY,
    CURVE,
    EDITORS,
    ON_FILE,
    OTHERS,
    PASSPHRASE,
    PIN,
    Pair,
    certify,
    rsa_key,
    sign,
)
from projects import NOW
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from briefing.cli import main
from briefing.config import Config, Signing
from briefing.diagnostics import BriefingError
from briefing.read.digest import content_digest
from briefing.read.pdf import read_pdf
from briefing.signatures import Integrity, Signature, Trust, open_signer, read_signatures
from briefing.signatures.cms import asn1
from briefing.signatures.embed import sign_pdf
from briefing.signatures.find import find_signatures, read_time
from briefing.signatures.keys import load_certificates, open_key
from briefing.signatures.passphrase import MAX_BYTES, VARIABLE, read_passphrase

SECRET = PASSPHRASE.encode()
WRONG_PIN = "28461937"
BYTE_RANGE = re.compile(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\] *")


@pytest.fixture(scope="module")
def unsigned(small_edition: Path) -> bytes:
    """A PDF that a build has made."""
    return (small_edition / "summary.pdf").read_bytes()


@pytest.fixture(scope="module")
def signed(unsigned: bytes, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The same PDF, signed by the editors."""
    return sign(unsigned, tmp_path_factory.mktemp("signed"))


def only(content: bytes, roots: bytes | None = None) -> Signature:
    """The one signature that a PDF has."""
    [signature] = read_signatures(content, roots)
    return signature


# --- signing ------------------------------------------------------------------------------


def test_a_signed_file_starts_with_the_unsigned_one(unsigned: bytes, signed: bytes):
    """Whoever has no means to check a signature can still check the file that was built."""
    assert signed.startswith(unsigned)
    assert len(unsigned) == only(signed).unsigned < len(signed)


@pytest.mark.parametrize("pair", [EDITORS, CURVE], ids=["RSA", "ECDSA"])
def test_a_signature_says_who_signed_and_when(unsigned: bytes, tmp_path: Path, pair: Pair):
    """Names stand as in the certificate; the time is that of the build."""
    signature = only(sign(unsigned, tmp_path, pair))
    common = pair.certificate.subject.rfc4514_string()
    assert (common, "CN=The Authority", NOW) == (signature.signer, signature.issuer, signature.when)
    assert signature.fingerprint == pair.certificate.fingerprint(keys.SHA256()).hex()
    assert (Integrity.UNALTERED, True, 2, 2) == (
        signature.integrity,
        signature.is_whole,
        signature.revision,
        signature.revisions,
    )


def test_other_programs_find_the_signature_valid(signed: bytes):
    """The validator of pyHanko, which reads the file with a parser of its own, agrees."""
    [embedded] = PdfFileReader(io.BytesIO(signed)).embedded_signatures
    context = ValidationContext(
        trust_roots=[asn1(AUTHORITY.certificate)], moment=NOW, allow_fetching=False
    )
    status = validate_pdf_signature(embedded, context)
    assert status.bottom_line
    assert "/ETSI.CAdES.detached" == embedded.sig_object["/SubFilter"]


def test_a_signed_file_reads_as_it_did(unsigned: bytes, signed: bytes):
    """Nothing that a person can see, or be told, is added."""
    before, after = read_pdf(unsigned, "x.pdf"), read_pdf(signed, "x.pdf")
    assert content_digest(before, b"") == content_digest(after, b"")
    assert (before.page_count, before.anchors, ()) == (
        after.page_count,
        after.anchors,
        after.unread,
    )


def test_signing_takes_nothing_from_clock_or_chance(unsigned: bytes, tmp_path: Path):
    """The same key signs the same file at the same time with the same bytes."""
    one, again = (sign(unsigned, tmp_path) for _ in range(2))
    assert one == again
    assert one != sign(unsigned, tmp_path, when=NOW + keys.DAY)


def test_whoever_does_not_sign_loads_nothing():
    """What signs takes a second to load, and need not be installed."""
    code = (
        "import sys, briefing.cli, briefing.build, briefing.press, briefing.retrace\n"
        "print(sorted({'pyhanko', 'asn1crypto', 'cryptography', 'pkcs11'} & sys.modules.keys()))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "[]\n" == run.stdout


# --- what keeps us from signing -----------------------------------------------------------


def weak() -> Pair:
    """A key that is too short today."""
    return certify(rsa_key(1024), AUTHORITY)


def rare() -> Pair:
    """A key of a kind that few programs know."""
    return certify(ed25519.Ed25519PrivateKey.generate(), AUTHORITY)  # type: ignore[arg-type]


def early() -> Pair:
    """A certificate that is valid tomorrow."""
    return certify(EDITORS.key, AUTHORITY, start=NOW + keys.DAY)


def late() -> Pair:
    """A certificate that was valid until yesterday."""
    return certify(EDITORS.key, AUTHORITY, end=NOW - keys.DAY)


def unfit() -> Pair:
    """A certificate that is for something else."""
    return certify(EDITORS.key, AUTHORITY, usage=["key_encipherment"])


def plain() -> Pair:
    """A certificate for signatures, that does not say they cannot be denied."""
    return certify(EDITORS.key, AUTHORITY, usage=["digital_signature"])


def write(name: str, content: Callable[[], bytes]) -> Callable[[Path], object]:
    """Put something else into a file of the keys."""
    return lambda project: (project / "keys" / name).write_bytes(content())


OBSTACLES: dict[str, tuple[Callable[[Path], object], str]] = {
    "no certificate": (
        lambda p: (p / "keys/editors.pem").unlink(),
        r"cannot read .*editors.pem: No such file",
    ),
    "no PEM": (write("editors.pem", lambda: b"x"), r"there is no certificate in .*editors.pem"),
    "early": (write("editors.pem", lambda: early().pem), r"is not valid before 2026-11-22 12:00"),
    "late": (write("editors.pem", lambda: late().pem), r"has expired on 2026-11-20"),
    "unfit": (write("editors.pem", lambda: unfit().pem), r"not meant to sign documents"),
    "weak": (write("editors.pem", lambda: weak().pem), r"a key of 1024 bits, fewer than 2048"),
    "rare": (write("editors.pem", lambda: rare().pem), r"of a kind that few readers of PDFs know"),
    "no key": (
        lambda p: (p / "keys/editors.p12").unlink(),
        r"cannot read .*editors.p12: No such file",
    ),
    "no PKCS#12": (write("editors.p12", lambda: b"x"), r"editors.p12 is no PKCS#12 file"),
    "a key that is damaged": (
        write("editors.p12", lambda: EDITORS.pkcs12()[:-9] + bytes(9)),
        r"editors.p12 does not open: the passphrase is wrong",
    ),
    "a wrong passphrase": (
        write("passphrase", lambda: b"another secret"),
        r"editors.p12 does not open: the passphrase is wrong",
    ),
    "no key in it": (
        write(
            "editors.p12",
            lambda: serialize_key_and_certificates(
                b"x", None, EDITORS.certificate, None, BestAvailableEncryption(SECRET)
            ),
        ),
        r"there is no key in .*editors.p12",
    ),
    "a key of others": (
        write("editors.p12", OTHERS.pkcs12),
        r"the key does not belong to the certificate",
    ),
    "a curve": (
        write("editors.p12", CURVE.pkcs12),
        r"the key does not belong to the certificate",
    ),
    "no passphrase": (
        lambda p: (p / "keys/passphrase").unlink(),
        r"cannot read what `passphrase_file` names: No such file",
    ),
    "a passphrase that is no text": (
        write("passphrase", lambda: b"\xff" + PASSPHRASE.encode()),
        r"it is not UTF-8",
    ),
    "a passphrase without end": (
        write("passphrase", lambda: PASSPHRASE.encode() * MAX_BYTES),
        r"it is too long",
    ),
}


def secretless(error: BaseException) -> None:
    """Nothing that could be printed of an error gives the passphrase away."""
    told = "".join(traceback.format_exception(error))
    chain: BaseException | None = error
    while chain is not None:
        told += repr(chain.args) + repr(vars(chain))
        chain = chain.__context__
    for secret in (PASSPHRASE, "another secret", PIN, WRONG_PIN):
        assert secret not in told
        assert repr(secret.encode()) not in told


@pytest.mark.parametrize("obstacle", OBSTACLES)
def test_what_keeps_us_from_signing_is_told_in_words(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, obstacle: str
):
    """With a way out, before any page is made, and without the passphrase."""
    spoil, expected = OBSTACLES[obstacle]
    spoil(keys.add_key(tmp_path))
    config = Config(tmp_path, sign=ON_FILE)
    with (
        caplog.at_level(logging.DEBUG),
        pytest.raises(BriefingError, match=expected) as caught,
        open_signer(config, NOW),
    ):
        pass
    assert caught.value.help
    secretless(caught.value)
    assert PASSPHRASE not in caplog.text


TOKENS: dict[str, tuple[Callable[[Signing], Signing], str, str]] = {
    "a wrong PIN": (lambda s: s, WRONG_PIN, "the passphrase is wrong"),
    "an empty PIN": (lambda s: s, "", "the passphrase is wrong"),
    "no token": (lambda s: replace(s, token="x"), PIN, "the module knows no such token"),
    "no key": (lambda s: replace(s, key="x"), PIN, "no key|Could not find private key"),
    "no module": (lambda s: replace(s, module="x.so"), PIN, r"there is no PKCS#11 module .*x.so"),
    "no library": (
        lambda s: replace(s, module="keys/editors.pem"),
        PIN,
        "cannot sign with the token `editors`",
    ),
    "a certificate of others": (
        lambda s: replace(s, certificate="keys/others.pem"),
        PIN,
        "the key does not belong to the certificate",
    ),
}


@pytest.fixture
def on_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    """A project whose key lies on a token."""
    keys.add_key(tmp_path)
    (tmp_path / "keys/others.pem").write_bytes(OTHERS.pem)
    monkeypatch.setenv(VARIABLE, PIN)
    module = str(keys.softhsm())
    signing = Signing("keys/editors.pem", module=module, token=keys.TOKEN, key=keys.LABEL)
    return Config(tmp_path, sign=signing)


def test_a_key_on_a_token_signs_as_one_in_a_file(
    on_token: Config, unsigned: bytes, monkeypatch: pytest.MonkeyPatch
):
    """Its key never leaves the token, and the file says the same."""
    with keys.token(on_token.root), open_signer(on_token, NOW) as signer:
        assert signer is not None
        content = signer(unsigned)
    monkeypatch.delenv(VARIABLE)
    from_file = only(sign(unsigned, on_token.root))
    assert only(content).is_whole
    assert only(content).words == from_file.words


@pytest.mark.parametrize("obstacle", TOKENS)
def test_what_a_token_refuses_is_told_in_words(
    on_token: Config, monkeypatch: pytest.MonkeyPatch, obstacle: str
):
    """As what keeps us from signing with a file."""
    change, pin, expected = TOKENS[obstacle]
    assert on_token.sign is not None
    config = replace(on_token, sign=change(on_token.sign))
    monkeypatch.setenv(VARIABLE, pin)
    with (
        keys.token(on_token.root),
        pytest.raises(BriefingError, match=expected) as caught,
        open_signer(config, NOW),
    ):
        pass
    assert caught.value.help
    secretless(caught.value)


@pytest.fixture
def without_extra(monkeypatch: pytest.MonkeyPatch):
    """An installation without pyHanko."""
    for module in [m for m in sys.modules if m.partition(".")[0] == "pyhanko"]:
        monkeypatch.delitem(sys.modules, module)
    for module in ("cms", "keys", "embed"):
        monkeypatch.delitem(sys.modules, f"briefing.signatures.{module}", raising=False)
    monkeypatch.setitem(sys.modules, "pyhanko", None)


@pytest.mark.usefixtures("without_extra")
def test_signing_without_the_extra_says_what_to_install(tmp_path: Path):
    """What is missing is named, with the line that brings it."""
    with (
        pytest.raises(BriefingError, match="signing needs pyhanko") as caught,
        open_signer(Config(keys.add_key(tmp_path), sign=ON_FILE), NOW),
    ):
        pass
    assert "pip install 'briefing[sign]'" == caught.value.help


@pytest.mark.usefixtures("without_extra")
def test_a_signature_is_told_without_the_extra(signed: bytes, unsigned: bytes):
    """It is there, which bytes it covers is known, and it is not said to be in order."""
    signature = only(signed)
    assert (Integrity.UNCHECKED, False) == (signature.integrity, signature.is_whole)
    assert (len(unsigned), True, NOW) == (
        signature.unsigned,
        signature.covers_all,
        signature.when,
    )
    assert (
        "not checked: pyhanko is not installed; `pip install 'briefing[sign]'`" in signature.words
    )


def test_the_passphrase_comes_from_the_first_place_that_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The variable, then the file, then whoever sits at the terminal; else it is asked for."""
    file = tmp_path / "passphrase"
    file.write_text(" of the file \r\n")
    module = "briefing.signatures.passphrase"
    monkeypatch.setattr(f"{module}.getpass", lambda prompt: f"typed after {prompt}")
    monkeypatch.setattr("sys.stdin", io.StringIO())
    with pytest.raises(BriefingError, match=r"a.p12 opens with a passphrase alone, and none"):
        read_passphrase(None, "a.p12")
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    assert "typed after passphrase of a.p12: " == read_passphrase(None, "a.p12")
    assert " of the file " == read_passphrase(file, "a.p12")
    monkeypatch.setenv(VARIABLE, "")
    assert "" == read_passphrase(file, "a.p12")


def test_the_passphrase_may_come_through_a_descriptor():
    """So that it need not lie on a disk: `passphrase_file = "/dev/fd/3"`."""
    reader, writer = os.pipe()
    os.write(writer, PASSPHRASE.encode())
    os.close(writer)
    assert PASSPHRASE == read_passphrase(Path(f"/dev/fd/{reader}"), "a.p12")
    os.close(reader)


# --- reading ------------------------------------------------------------------------------


def test_a_file_without_a_signature_has_none(unsigned: bytes):
    """Nor has what is no PDF."""
    for content in (unsigned, b"", b"x", b"%PDF-1.7\n", bytes(1000)):
        assert () == read_signatures(content)


@given(st.data())
def test_no_covered_byte_can_be_changed(signed: bytes, data: st.DataObject):
    """Wherever it stands, a file with another byte is never said to be whole."""
    match = BYTE_RANGE.search(signed)
    assert match
    start, end, _ = map(int, match.groups())
    covered = [*range(start), *range(end, len(signed))]
    place = data.draw(st.sampled_from(covered))
    changed = bytearray(signed)
    changed[place] ^= data.draw(st.integers(1, 255))
    assert not any(signature.is_whole for signature in read_signatures(bytes(changed)))


@given(st.data())
def test_what_is_changed_in_a_signature_changes_no_signer(signed: bytes, data: st.DataObject):
    """Either the signature is no longer in order, or it is still that of the same certificate."""
    match = BYTE_RANGE.search(signed)
    assert match
    start, end, _ = map(int, match.groups())
    place = data.draw(st.integers(start, end - 1))
    changed = bytearray(signed)
    changed[place] ^= data.draw(st.integers(1, 255))
    for signature in read_signatures(bytes(changed)):
        assert not signature.is_whole or signature.fingerprint == only(signed).fingerprint


@given(st.data())
def test_no_part_of_a_file_is_whole(signed: bytes, data: st.DataObject):
    """Whatever is cut off at its end."""
    part = signed[: data.draw(st.integers(0, len(signed) - 1))]
    assert not any(signature.is_whole for signature in read_signatures(part))


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (b"\n", "signed up to revision 2 of 2, but 1 byte was added"),
        (b"%%EOF\n" * 3, "up to revision 2 of 5, but 18 bytes were added"),
    ],
)
def test_what_is_added_is_told(signed: bytes, more: bytes, told: str):
    """What was signed is unaltered, but is not the whole file."""
    signature = only(signed + more)
    assert (Integrity.UNALTERED, False) == (signature.integrity, signature.is_whole)
    assert told in signature.words


def add_revision(content: bytes) -> bytes:
    """The file with something else on its first page, as an editor of PDFs adds it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    page = writer.find_page_for_modification(0)[0]
    del page.get_object()["/Contents"]
    writer.mark_update(page)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def test_a_later_revision_is_told(signed: bytes):
    """The signature tells at which revision of the file it was put on."""
    signature = only(add_revision(signed))
    assert (Integrity.UNALTERED, False, 2, 3) == (
        signature.integrity,
        signature.is_whole,
        signature.revision,
        signature.revisions,
    )


def countersign(content: bytes, folder: Path, pair: Pair) -> bytes:
    """The file with one more signature, by a program of others."""
    keys.add_key(folder, pair)
    certificates = load_certificates(folder / "keys/editors.pem", NOW)
    with open_key(folder, ON_FILE, certificates, PASSPHRASE) as signer:
        meta = signers.PdfSignatureMetadata(
            "Another", subfilter=fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED
        )
        writer = IncrementalPdfFileWriter(io.BytesIO(content))
        return bytes(signers.sign_pdf(writer, meta, signer).getvalue())


def test_each_of_several_signatures_is_told(signed: bytes, unsigned: bytes, tmp_path: Path):
    """The first covers what there was; only the last covers the whole file."""
    content = countersign(signed, tmp_path, OTHERS)
    first, second = read_signatures(content)
    assert ("CN=The Editors", False, len(unsigned)) == (
        first.signer,
        first.is_whole,
        first.unsigned,
    )
    assert ("CN=The Others", True, len(signed)) == (
        second.signer,
        second.is_whole,
        second.unsigned,
    )
    assert {Integrity.UNALTERED} == {first.integrity, second.integrity}


def ranged(content: bytes, *numbers: int) -> bytes:
    """The file with other covered ranges, at the same length."""
    match = BYTE_RANGE.search(content)
    assert match
    written = b"/ByteRange [" + " ".join(map(str, numbers)).encode() + b"]"
    return content[: match.start()] + written.ljust(len(match[0])) + content[match.end() :]


def resign(content: bytes, *numbers: int) -> bytes:
    """The file with other covered ranges, which hold what the editors' key has signed."""
    content = ranged(content, *numbers)
    first, start, end, length = numbers
    covered = content[first : first + start] + content[end : end + length]
    return put_contents(content, message(EDITORS, covered))


def signer(pair: Pair) -> signers.Signer:
    """What signs with the key of a pair, and says that it is the editors."""
    der = pair.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    store = SimpleCertificateStore()
    return signers.SimpleSigner(asn1(EDITORS.certificate), PrivateKeyInfo.load(der), store)


def message(pair: Pair, covered: bytes, algorithm: str = "sha256") -> bytes:
    """What stands in a signature of these bytes."""
    digest = hashlib.new(algorithm, covered).digest()
    return asyncio.run(signer(pair).async_sign(digest, algorithm, use_pades=True)).dump()


def put_contents(content: bytes, instead: bytes) -> bytes:
    """The file with something else in the place of its signature."""
    match = re.search(rb"/Contents <([0-9A-Fa-f]*)>", content)
    assert match
    assert len(match[1]) >= 2 * len(instead)
    written = instead.hex().upper().encode().ljust(len(match[1]), b"0")
    return content[: match.start(1)] + written + content[match.end(1) :]


def hole(content: bytes) -> tuple[int, int, int]:
    """Where what is not covered starts and ends, and how much is covered behind it."""
    match = BYTE_RANGE.search(content)
    assert match
    start, end, length = map(int, match.groups())
    return start, end, length


NOT_OF_THIS_FILE = "the bytes that it covers are not those of this file"
ROOM = "there is room for more than the signature in what it does not cover"
HOSTILE: dict[str, tuple[Callable[[bytes, int, int, int], bytes], Integrity, str]] = {
    "a hole that is wider in front": (
        lambda c, s, e, n: resign(c, 0, s - 10, e, n),
        Integrity.MALFORMED,
        ROOM,
    ),
    "a hole that is wider behind": (
        lambda c, s, e, n: resign(c, 0, s, e + 10, n - 10),
        Integrity.MALFORMED,
        ROOM,
    ),
    "a start that is not covered": (
        lambda c, s, e, n: resign(c, 9, s - 9, e, n),
        Integrity.MALFORMED,
        NOT_OF_THIS_FILE,
    ),
    "ranges that overlap": (
        lambda c, s, e, n: resign(c, 0, e, s, n + e - s),
        Integrity.MALFORMED,
        NOT_OF_THIS_FILE,
    ),
    "a range beyond the end": (
        lambda c, s, e, n: ranged(c, 0, s, e, n + 1),
        Integrity.MALFORMED,
        NOT_OF_THIS_FILE,
    ),
    "a range without end": (
        lambda c, s, e, _: ranged(c, 0, s, e, 2**31 - 1),
        Integrity.MALFORMED,
        NOT_OF_THIS_FILE,
    ),
    "a range before the start": (
        lambda c, s, e, n: ranged(c, 0, -s, e, n),
        Integrity.MALFORMED,
        NOT_OF_THIS_FILE,
    ),
    "an empty range": (
        lambda c, s, e, _: ranged(c, 0, s, e, 0),
        Integrity.MALFORMED,
        NOT_OF_THIS_FILE,
    ),
    "one range": (
        lambda c, _, __, ___: ranged(c, 0, len(c)),
        Integrity.MALFORMED,
        "the bytes that it covers are not given as two ranges",
    ),
    "three ranges": (
        lambda c, s, e, n: ranged(c, 0, s, e, n - 9, e + n - 9, 9),
        Integrity.MALFORMED,
        "the bytes that it covers are not given as two ranges",
    ),
    "an end that is not covered": (
        lambda c, s, e, n: resign(c, 0, s, e, n - 9),
        Integrity.UNALTERED,
        "",
    ),
    "no message": (lambda c, *_: put_contents(c, b""), Integrity.MALFORMED, "it is damaged"),
    "no DER": (
        lambda c, *_: put_contents(c, b"\x30\x80\x06\x01\x00\x00\x00"),
        Integrity.MALFORMED,
        "it is not in DER, or something stands behind it",
    ),
    "something behind the message": (
        lambda c, *_: put_contents(c, b"\x30\x03\x02\x01\x01" + b"\x07"),
        Integrity.MALFORMED,
        "it is not in DER, or something stands behind it",
    ),
    "another message": (
        lambda c, *_: put_contents(c, b"\x30\x03\x02\x01\x01"),
        Integrity.MALFORMED,
        "it is damaged",
    ),
    "nesting without end": (
        lambda c, *_: put_contents(c, b"\x30\x82\x05\xdc" + b"\x30\x80" * 750),
        Integrity.MALFORMED,
        "it is damaged",
    ),
    "another kind": (
        lambda c, *_: c.replace(b"ETSI.CAdES.detached", b"adbe.pkcs7.sha1\n   "),
        Integrity.UNCHECKED,
        "it is of a kind not known here: adbe.pkcs7.sha1",
    ),
    "a timestamp instead": (
        lambda c, *_: c.replace(b"ETSI.CAdES.detached", b"ETSI.RFC3161       "),
        Integrity.UNCHECKED,
        "it is of a kind not known here: ETSI.RFC3161",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_made_to_deceive_is_seen_through(signed: bytes, name: str):
    """However the signature is made, it is not said to be that of the whole file."""
    spoil, integrity, problem = HOSTILE[name]
    content = spoil(signed, *hole(signed))
    assert len(content) == len(signed)
    assert content != signed
    signature = only(content)
    assert (integrity, problem) == (signature.integrity, signature.problem)
    assert not signature.is_whole
    assert signature.words


def test_the_signature_of_another_file_is_none(signed: bytes, unsigned: bytes, tmp_path: Path):
    """A message that was taken from one file proves nothing in another."""
    other = sign(unsigned, tmp_path, when=NOW - keys.DAY)
    match = re.search(rb"/Contents <([0-9A-F]*)>", other)
    assert match
    content = put_contents(signed, bytes.fromhex(match[1].decode()))
    signature = only(content)
    assert (Integrity.ALTERED, "the signature was put on other bytes") == (
        signature.integrity,
        signature.problem,
    )


def test_a_signature_by_another_key_is_none(signed: bytes):
    """The certificate of the editors does not make theirs what others have signed."""
    start, end, _ = hole(signed)
    forged = message(OTHERS, signed[:start] + signed[end:])
    signature = only(put_contents(signed, forged))
    assert (Integrity.ALTERED, "the signature is none of this certificate's key") == (
        signature.integrity,
        signature.problem,
    )


class Careless(signers.SimpleSigner):
    """Signs with SHA-1 what was hashed with SHA-256."""

    async def async_sign_raw(self, data: bytes, *_: object):
        """What stands in the message as the signature."""
        return self.sign_raw(data, "sha1")

    def _check_digest_algorithm(self, digest_algorithm: str) -> None:
        """Let it be made all the same."""

    def get_signature_mechanism_for_digest(self, digest_algorithm: str | None):
        """What stands in the message as the way that it was made."""
        del digest_algorithm
        return SignedDigestAlgorithm({"algorithm": "sha1_rsa"})


def careless(covered: bytes) -> bytes:
    """What stands in a signature of these bytes, made with both."""
    made = signer(EDITORS)
    assert isinstance(made, signers.SimpleSigner)
    assert made.signing_cert
    weak = Careless(made.signing_cert, made.signing_key, SimpleCertificateStore())
    digest = hashlib.sha256(covered).digest()
    return asyncio.run(weak.async_sign(digest, "sha256", use_pades=True)).dump()


@pytest.mark.parametrize("forge", [lambda c: message(EDITORS, c, "sha1"), careless])
def test_a_digest_that_can_be_forged_proves_nothing(signed: bytes, forge: Callable[[bytes], bytes]):
    """SHA-1 is not taken for a proof, of the file or of the message."""
    start, end, _ = hole(signed)
    signature = only(put_contents(signed, forge(signed[:start] + signed[end:])))
    assert (Integrity.UNCHECKED, "it is made with sha1, which proves nothing") == (
        signature.integrity,
        signature.problem,
    )


def test_certificates_that_vouch_for_each_other_lead_nowhere(unsigned: bytes):
    """However many there are, and in how many orders they could be put."""
    start = time.monotonic()
    circle = [certify(CURVE.key, AUTHORITY, "The Authority") for _ in range(30)]
    circle += [certify(CURVE.key, CURVE, "The Curve") for _ in range(30)]
    store = SimpleCertificateStore()
    store.register_multiple(asn1(pair.certificate) for pair in [*circle[:15], *circle[-15:]])
    der = CURVE.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    certificate = certify(CURVE.key, CURVE).certificate
    forger = signers.SimpleSigner(asn1(certificate), PrivateKeyInfo.load(der), store)
    signature = only(sign_pdf(unsigned, forger, NOW), EDITORS.pem)
    assert (Integrity.UNALTERED, Trust.UNTRUSTED) == (signature.integrity, signature.trust)
    assert time.monotonic() - start < 10


def test_a_chain_of_certificates_is_followed(unsigned: bytes):
    """From the signer over those that stand in the signature to a root, and no further."""
    middle = certify(rsa_key(), AUTHORITY, "The Middle", usage=["key_cert_sign"], ca=True)
    pair = certify(rsa_key(), middle)
    store = SimpleCertificateStore()
    store.register_multiple(asn1(each.certificate) for each in (OTHERS, AUTHORITY, middle))
    der = pair.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    end = signers.SimpleSigner(asn1(pair.certificate), PrivateKeyInfo.load(der), store)
    content = sign_pdf(unsigned, end, NOW)
    assert Trust.TRUSTED == only(content, AUTHORITY.pem).trust
    assert Trust.TRUSTED == only(content, middle.pem).trust
    assert Trust.UNTRUSTED == only(content, OTHERS.pem).trust


def test_names_cannot_deceive_a_terminal(unsigned: bytes, tmp_path: Path):
    """What is no printable character in a certificate's name is not printed."""
    signature = only(sign(unsigned, tmp_path, certify(rsa_key(), None, "x\x1b[2J\u202ey\n")))
    assert signature.words.isprintable()


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("D:20261121120000Z", NOW),
        ("D:20261121130000+01'00'", NOW),
        ("D:20261121110000-01'00", NOW),
        ("D:20261399120000Z", None),
        ("D:20261121120000+99'99'", None),
        ("D:00010101000000+23'00'", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_time_is_read_or_left(written: str, expected: datetime | None):
    """A date of a PDF in UTC; None for what is none."""
    assert expected == read_time(written)


# --- whom to trust ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pair", "when", "roots", "trust", "told"),
    [
        (EDITORS, NOW, None, Trust.UNKNOWN, "was not checked"),
        (EDITORS, NOW, AUTHORITY, Trust.TRUSTED, "vouches for the signer, through CN=The Auth"),
        (EDITORS, NOW, EDITORS, Trust.TRUSTED, "a trusted root vouches"),
        (plain(), NOW, AUTHORITY, Trust.TRUSTED, "a trusted root vouches"),
        (EDITORS, NOW, CURVE, Trust.UNTRUSTED, "none of them leads to the certificate"),
        (EDITORS, keys.END + keys.DAY, AUTHORITY, Trust.UNTRUSTED, "not valid at that time"),
        (unfit(), NOW, AUTHORITY, Trust.UNTRUSTED, "the certificate is not meant for documents"),
    ],
    ids=["none", "root", "signer", "plain", "stranger", "late", "unfit"],
)
def test_trust_comes_from_the_given_roots_alone(  # noqa: PLR0913, PLR0917
    unsigned: bytes,
    tmp_path: Path,
    pair: Pair,
    when: datetime,
    roots: Pair | None,
    trust: Trust,
    told: str,
):
    """Nobody is trusted unless a root is given, and that leads to the certificate at that time."""
    keys.add_key(tmp_path, pair)
    certificates = [pair.certificate]
    with open_key(tmp_path, ON_FILE, certificates, PASSPHRASE) as signer:
        content = sign_pdf(unsigned, signer, when)
    signature = only(content, roots and roots.pem)
    assert (trust, True) == (signature.trust, signature.is_whole)
    assert told in signature.words


SPOILT = {
    "nothing": lambda content: content,
    "another byte": lambda content: content[:11] + b"*" + content[12:],
    "another key": lambda content: put_contents(content, message(OTHERS, content)),
}


@pytest.mark.parametrize("what", SPOILT)
def test_reading_prints_nothing(signed: bytes, tmp_path: Path, what: str):
    """What is wrong is said by the signature, and not by the libraries on the screen."""
    (tmp_path / "x.pdf").write_bytes(SPOILT[what](signed))
    code = (
        "import sys, pathlib; from briefing.signatures import read_signatures\n"
        "read_signatures(pathlib.Path(sys.argv[1]).read_bytes())"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "x.pdf")]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ("", "") == (run.stdout, run.stderr)


def test_roots_that_are_none_are_told(signed: bytes):
    """Trust is not left open because of a wrong file."""
    with pytest.raises(BriefingError, match="there is no certificate in the roots"):
        read_signatures(signed, b"x")


# --- what a reader of pages makes of it ---------------------------------------------------


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        (b"/Rect [ -1 -1 -1 -1 ]", b"/Rect [ 9 9 90 90 ]"),
        (b"/Rect [ -1 -1 -1 -1 ]", b"/Rect [ 9 9 9 90 ]"),
        (b"/T (Signature)", b"/T (S) /TU (5)"),
        (b"/T (Signature)", b"/T(S)/AP <<>>"),
        (b"/T (Signature)", b"/T(S) /MK<<>>"),
        (b"/FT /Sig", b"/FT /Tx "),
        (b"/FT /Sig", b"/XX /Sig"),
    ],
)
def test_only_a_field_that_nobody_sees_is_passed_over(
    signed: bytes, written: bytes, instead: bytes
):
    """A field with a place, a word or another use stays a fault of its page."""
    assert 1 == signed.count(written)
    assert len(instead) <= len(written)
    content = signed.replace(written, instead.ljust(len(written)))
    found = [finding.message for finding in read_pdf(content, "x.pdf").unread]
    assert "page 1 has an annotation (Widget) whose content is not read" in found


# --- what a verification says of it -------------------------------------------------------


def verify(folder: Path, content: bytes, roots: Pair | None = None) -> tuple[int, str]:
    """The exit code of `briefing verify`, and what it prints."""
    (folder / "x.pdf").write_bytes(content)
    options = []
    if roots:
        (folder / "roots.pem").write_bytes(roots.pem)
        options = ["--trust", str(folder / "roots.pem")]
    result = CliRunner().invoke(main, ["verify", str(folder / "x.pdf"), *options])
    return result.exit_code, result.output


def test_a_verification_tells_who_signed(signed: bytes, tmp_path: Path):
    """Beside what the evidence proves; whether anybody vouches for them only with roots."""
    code, output = verify(tmp_path, signed)
    assert (0, True) == (code, only(signed).words in output), output
    code, output = verify(tmp_path, signed, AUTHORITY)
    assert (0, True) == (code, only(signed, AUTHORITY.pem).words in output), output


def test_a_broken_signature_is_not_verified(signed: bytes, tmp_path: Path):
    """Where the file was altered without a word being another, or something was added."""
    changed = signed[:11] + b"*" + signed[12:]
    for content in (changed, signed + b"\n"):
        code, output = verify(tmp_path, content)
        assert (1, True) == (code, "error[broken-signature]" in output), output


def test_a_file_that_no_root_vouches_for_is_not_verified(
    signed: bytes, unsigned: bytes, tmp_path: Path
):
    """If roots are given: by another root, with the signature cut off, or with one on top."""
    assert 0 == verify(tmp_path, unsigned)[0]
    on_top = countersign(signed, tmp_path, certify(OTHERS.key, None, "The Authority"))
    for content, root in ((signed, OTHERS), (unsigned, AUTHORITY), (on_top, AUTHORITY)):
        code, output = verify(tmp_path, content, root)
        assert (1, True) == (code, "error[untrusted-signer]" in output), output


@pytest.mark.usefixtures("without_extra")
def test_what_was_not_checked_is_not_trusted(signed: bytes, tmp_path: Path):
    """Without the extra a signature is told; with roots, that is not enough."""
    code, output = verify(tmp_path, signed)
    assert (0, True) == (code, "this was not checked: pyhanko is not installed" in output), output
    code, output = verify(tmp_path, signed, AUTHORITY)
    assert (1, True) == (code, "error[untrusted-signer]" in output), output


def test_several_signatures_are_read_in_the_order_they_were_made(
    signed: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """In whatever order their fields stand: only the last one has to cover the whole file."""
    both = countersign(signed, tmp_path, OTHERS)
    finds = find_signatures(both)
    backwards = replace(finds, signatures=finds.signatures[::-1])
    signers_in_order = [signature.signer for signature in read_signatures(both)]
    monkeypatch.setattr("briefing.signatures.read.find_signatures", lambda _: backwards)
    assert signers_in_order == [signature.signer for signature in read_signatures(both)]
    assert 0 == verify(tmp_path, both)[0]
