"""The streams of a PDF file, of which nothing is unpacked beyond a bound.

A kilobyte can hold a megabyte, and packed twice, a gigabyte: so a stream is packed once, and what
it holds is counted while it is unpacked.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from itertools import accumulate, groupby

from briefing.read.pdf_syntax import DamagedPdfError, Dictionary, as_dictionary

# Bytes, unpacked. A page of a report has 40 kB, and the largest of drawings 2 MB.
MAX_STREAM = 8_000_000
MAX_TABLE = 64_000_000
PNG = 10  # the first of the numbers that stand for a prediction of PNG
ABOVE = 2  # the kind of a row that is counted from the one above it
LOW_BYTE = (255).__and__


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
    if predictor == 1 or not content:
        return content
    if not isinstance(predictor, int) or not isinstance(columns, int) or predictor < PNG:
        raise DamagedPdfError("it has a part that is packed in an unusual way (Predictor)")
    if columns < 1 or {"Colors", "BitsPerComponent"} & parameters.keys():
        raise DamagedPdfError("it has a part that is packed in an unusual way (Predictor)")
    if len(content) % (columns + 1):
        raise DamagedPdfError("a part of it ends within a row")
    rows = bytearray(columns)  # above the first row stand zeros
    starts = range(0, len(content), columns + 1)
    for kind, alike in groupby(starts, content.__getitem__):
        count = sum(1 for _ in alike)
        start = (len(rows) // columns - 1) * (columns + 1)
        rows += _rows(kind, content[start : start + count * (columns + 1)], rows[-columns:])
    return bytes(rows[columns:])


def _rows(kind: int, packed: bytes, above: bytearray) -> bytes:
    """Rows that are all predicted in this way, column by column, below the last one of others."""
    if kind not in (0, ABOVE):
        raise DamagedPdfError(f"it has a part that is packed in an unusual way (row {kind})")
    columns = len(above)
    rows = bytearray(len(packed) - len(packed) // (columns + 1))
    for number, start in enumerate(above):
        column = packed[number + 1 :: columns + 1]
        if kind == ABOVE:
            sums = accumulate(column, initial=start)
            column = bytes(map(LOW_BYTE, sums))[1:]
        rows[number::columns] = column
    return bytes(rows)
