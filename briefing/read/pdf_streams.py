"""The streams of a PDF file, of which nothing is unpacked beyond a bound.

A kilobyte can hold a megabyte, and packed twice, a gigabyte: so a stream is packed once, and what
it holds is counted while it is unpacked.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from briefing.read.pdf_syntax import DamagedPdfError, Dictionary, as_dictionary

# Bytes, unpacked. A page of a report has 40 kB, and the largest of drawings 2 MB.
MAX_STREAM = 8_000_000
MAX_TABLE = 64_000_000
PNG = 10  # the first of the numbers that stand for a prediction of PNG
ABOVE = 2  # the kind of a row that is counted from the one above it


@dataclass(frozen=True, slots=True)
class Stream:
    """An object with bytes behind its dictionary, packed as they stand in the file."""

    attributes: Dictionary
    packed: bytes

    def unpack(self, limit: int = MAX_STREAM) -> bytes:
        """The bytes themselves; raises DamagedPdfError where they are more than `limit`."""
        ways = self.attributes.get("Filter") or []
        ways = ways if isinstance(ways, list) else [ways]
        if "F" in self.attributes or ways not in ([], ["FlateDecode"]):
            raise DamagedPdfError(f"it has a part that is packed in an unusual way ({ways})")
        content = _inflate(self.packed, limit) if ways else self.packed
        if len(content) > limit:
            raise DamagedPdfError(f"a part of it unpacks to more than {limit} bytes")
        parameters = self.attributes.get("DecodeParms")
        parameters = parameters[0] if isinstance(parameters, list) and parameters else parameters
        return _without_prediction(content, as_dictionary(parameters))


def _inflate(packed: bytes, limit: int) -> bytes:
    inflater = zlib.decompressobj()
    try:
        content = inflater.decompress(packed, limit + 1)
    except zlib.error as error:
        raise DamagedPdfError(f"a part of it cannot be unpacked ({error})") from error
    if not inflater.eof and len(content) <= limit:
        raise DamagedPdfError("a part of it ends too early")
    return content


def _without_prediction(content: bytes, parameters: Dictionary) -> bytes:
    """Undo what makes tables pack better (PNG, part 9); rows of bytes alone are known."""
    predictor, columns = parameters.get("Predictor", 1), parameters.get("Columns", 1)
    if predictor == 1:
        return content
    if not isinstance(predictor, int) or not isinstance(columns, int) or predictor < PNG:
        raise DamagedPdfError("it has a part that is packed in an unusual way (Predictor)")
    if columns < 1 or {"Colors", "BitsPerComponent"} & parameters.keys():
        raise DamagedPdfError("it has a part that is packed in an unusual way (Predictor)")
    rows = bytearray()
    above = bytes(columns)
    for start in range(0, len(content), columns + 1):
        above = _row(content[start], content[start + 1 : start + columns + 1], above)
        rows += above
    return bytes(rows)


def _row(kind: int, row: bytes, above: bytes) -> bytes:
    if kind == ABOVE:
        return bytes((a + b) & 255 for a, b in zip(row, above, strict=False))
    if kind == 0:
        return row
    raise DamagedPdfError(f"it has a part that is packed in an unusual way (row {kind})")
