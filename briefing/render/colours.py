"""What the colours of a PDF mean: sRGB, by a profile that is a sixth of the usual one.

The usual one lists a thousand points of a curve, of which this one has the formula (IEC 61966-2-1).
It is a profile of the version that PDF 1.7 goes by (ICC.1:2004-10).
"""

from __future__ import annotations

from struct import pack
from typing import Any

# pydyf, which WeasyPrint writes with, has no types.
Pdf = Any

NAME = "sRGB"
D50 = (0.9642, 1, 0.8249)
# The light of each colour, and what turns daylight (D65) into that of a profile (D50).
RED = (0.43607, 0.22249, 0.01392)
GREEN = (0.38515, 0.71687, 0.09708)
BLUE = (0.14307, 0.06061, 0.7141)
ADAPTATION = (1.04788, 0.02292, -0.0502, 0.02959, 0.99048, -0.01706, -0.00923, 0.01508, 0.75168)
CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
POWER_AND_LINE = 3  # the kind of curve
HEAD = 128  # bytes
ENTRY = 12  # bytes of a tag in the table of tags


def set_profile(pdf: Pdf) -> None:
    """Let a PDF say with this profile what its colours are."""
    [intent] = pdf.catalog["OutputIntents"]
    profile = pdf.objects[int(intent["DestOutputProfile"].split()[0])]
    profile.stream = [srgb_profile()]
    for key in ("OutputConditionIdentifier", "Info"):
        intent[key] = type(intent[key])(NAME)


def srgb_profile() -> bytes:
    """The profile (ICC.1:2004-10, 7 to 10)."""
    curve = b"para" + pack(">4xH2x", POWER_AND_LINE) + _numbers(*CURVE)
    tags = {
        b"desc": _text(NAME),
        b"cprt": _text("CC0"),
        b"wtpt": _light(D50),
        b"chad": b"sf32" + bytes(4) + _numbers(*ADAPTATION),
        b"rXYZ": _light(RED),
        b"gXYZ": _light(GREEN),
        b"bXYZ": _light(BLUE),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    start = HEAD + 4 + ENTRY * len(tags)
    body = b"".join(dict.fromkeys(tags.values()))
    table = b"".join(
        name + pack(">LL", start + body.index(tag), len(tag)) for name, tag in tags.items()
    )
    head = pack(">L4xL", start + len(body), 0x04200000) + b"mntrRGB XYZ "
    head += pack(">6H", 2000, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + _numbers(*D50)
    return head.ljust(HEAD, b"\0") + pack(">L", len(tags)) + table + body


def _light(values: tuple[float, ...]) -> bytes:
    return b"XYZ " + bytes(4) + _numbers(*values)


def _numbers(*values: float) -> bytes:
    return pack(f">{len(values)}l", *(round(value * 65536) for value in values))


def _text(words: str) -> bytes:
    """Words in English, to whole numbers of four bytes."""
    written = words.encode("utf-16-be")
    text = b"mluc" + pack(">4xLL4sLL", 1, ENTRY, b"enUS", len(written), 28) + written
    return text + bytes(-len(text) % 4)
