"""The signatures that a PDF holds, as PDFium finds them, and which bytes they cover."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

import pypdfium2.raw as pdfium

from briefing.read.pdf import MAX_BYTES, PDFIUM
from briefing.read.pdf_geometry import Handle

# More than any honest file has.
MAX_SIGNATURES = 16
MAX_CONTENTS = 1_000_000
MAX_REVISIONS = 1_000
MAX_NAME = 100
TIME = re.compile(
    r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:Z(?:00'?00'?)?|([+-])(\d\d)'?(\d\d)'?)"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A signature as it stands in the file: PKCS#7 `contents`, and the bytes that they cover.

    The bytes are those before `start` and those from `end` to `covered`; between stand the
    contents alone, or `problem` says why not. Its `kind` is the PDF's SubFilter.
    """

    contents: bytes
    start: int
    end: int
    covered: int
    when: datetime | None
    kind: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Finds:
    """What there is in a PDF; `ends` are where its revisions end."""

    signatures: tuple[Found, ...]
    ends: tuple[int, ...]


def find_signatures(content: bytes) -> Finds:
    """Every signature in a PDF; none in what is no PDF."""
    if not 0 < len(content) <= MAX_BYTES:
        return Finds((), ())
    with PDFIUM:
        document = pdfium.FPDF_LoadMemDocument64(content, len(content), None)
        if not document:
            return Finds((), ())
        try:
            return _find(document, content)
        finally:
            pdfium.FPDF_CloseDocument(document)


def _find(document: Handle, content: bytes) -> Finds:
    count = min(pdfium.FPDF_GetSignatureCount(document), MAX_SIGNATURES)
    signatures = (pdfium.FPDF_GetSignatureObject(document, number) for number in range(count))
    found = tuple(_read(signature, content) for signature in signatures)
    number = pdfium.FPDF_GetTrailerEnds(document, None, 0)
    ends = (ctypes.c_uint * min(number, MAX_REVISIONS))()
    if number <= MAX_REVISIONS:
        pdfium.FPDF_GetTrailerEnds(document, ends, number)
    return Finds(found, tuple(sorted({end for end in ends if 0 < end <= len(content)})))


def _read(signature: Handle, content: bytes) -> Found:
    contents = _bytes(pdfium.FPDFSignatureObj_GetContents, signature, MAX_CONTENTS)
    kind = _name(pdfium.FPDFSignatureObj_GetSubFilter, signature)
    when = read_time(_name(pdfium.FPDFSignatureObj_GetTime, signature))
    covered = _covered(_byte_range(signature), contents, content)
    if isinstance(covered, str):
        return Found(contents, 0, 0, 0, when, kind, covered)
    return Found(contents, *covered, when, kind)


def _name(call: Callable[..., int], signature: Handle) -> str:
    """A short answer in ASCII, with a mark for whatever is not."""
    return _bytes(call, signature, MAX_NAME).rstrip(b"\0").decode("ascii", "replace")


def _bytes(call: Callable[..., int], signature: Handle, most: int) -> bytes:
    """The answer of one of PDFium's functions that fill a buffer; nothing where it is too long."""
    size = call(signature, None, 0)
    if not 0 < size <= most:
        return b""
    buffer = ctypes.create_string_buffer(size)
    call(signature, buffer, size)
    return buffer.raw


def _byte_range(signature: Handle) -> tuple[int, ...]:
    count = pdfium.FPDFSignatureObj_GetByteRange(signature, None, 0)
    numbers = (ctypes.c_int * 4)()
    if count != len(numbers):
        return ()
    pdfium.FPDFSignatureObj_GetByteRange(signature, numbers, count)
    return tuple(numbers)


def _covered(
    byte_range: tuple[int, ...], contents: bytes, content: bytes
) -> tuple[int, int, int] | str:
    """Where the hole in the covered bytes starts and ends, and where they end; or what is wrong.

    Whatever stood in the hole beside the contents could be changed without a trace, and be shown.
    """
    if not contents:
        return "it is empty, or too long"
    if len(byte_range) != len(("start", "length", "start", "length")):
        return "the bytes that it covers are not given as two ranges"
    first, start, end, length = byte_range
    if first != 0 or not 0 < start < end or length <= 0 or end + length > len(content):
        return "the bytes that it covers are not those of this file"
    written = contents.hex()
    if content[start:end] not in (f"<{written}>".encode(), f"<{written.upper()}>".encode()):
        return "there is room for more than the signature in what it does not cover"
    return start, end, end + length


def read_time(written: str) -> datetime | None:
    """The time that a PDF's date states, in UTC; None where it states none."""
    match = TIME.fullmatch(written)
    if not match:
        return None
    *parts, sign, hours, minutes = match.groups()
    try:
        shift = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
        zone = timezone(-shift if sign == "-" else shift)
        return datetime(*map(int, parts), tzinfo=zone).astimezone(UTC)  # type: ignore[misc, arg-type]
    except (ValueError, OverflowError):
        return None
