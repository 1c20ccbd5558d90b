"""Fonts: which of a page's are known to draw each letter as itself, and which are believed to.

A font may draw a 9 for a 1, and no program can tell from its letters' names. The fonts that come
with the tool are known by their bytes (`data/fonts.txt`), the usual fonts of a computer by name.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from briefing.read.css_values import Node, Tokens

# A font in base64, which the tokenizer need not read.
FONT = re.compile(r"url\(data:font/woff2;base64,([A-Za-z0-9+/]{256,}={0,2})\)")
STAND_IN = "briefing-font"
_USUAL = frozenset(
    """
    serif,sans-serif,monospace,system-ui,ui-serif,ui-sans-serif,ui-monospace,ui-rounded,
    -apple-system,blinkmacsystemfont,inter,arial,helvetica,helvetica neue,georgia,times,
    times new roman,verdana,tahoma,trebuchet ms,segoe ui,roboto,roboto mono,open sans,lato,ubuntu,
    cantarell,noto sans,noto serif,noto sans mono,liberation sans,liberation serif,
    liberation mono,dejavu sans,dejavu serif,dejavu sans mono,courier,courier new,menlo,consolas,
    monaco,sf mono,sfmono-regular,source sans 3,source serif 4,source sans pro,source serif pro,
    source code pro,fira sans,fira mono,fira code,ibm plex sans,ibm plex serif,ibm plex mono,
    cambria,calibri,candara,constantia,garamond,eb garamond,palatino,palatino linotype,
    book antiqua,charter,bitstream charter,iowan old style,optima,avenir,avenir next,didot,
    baskerville,hoefler text,lucida grande,lucida sans unicode,lucida console,inherit,initial,unset
    """.replace("\n", "")
    .replace("    ", "")
    .strip()
    .split(",")
)


@lru_cache(maxsize=1)
def known_fonts() -> frozenset[str]:
    """The SHA-256 of every font that comes with the tool."""
    listed = (Path(__file__).parent / "data" / "fonts.txt").read_text(encoding="ascii")
    return frozenset(line.split()[0] for line in listed.splitlines())


def is_known(payload: str) -> bool:
    """Whether these are the bytes of a known font, in base64."""
    try:
        font = base64.b64decode(payload, validate=True)
    except binascii.Error:
        return False
    return hashlib.sha256(font).hexdigest() in known_fonts()


def address_of(node: Node) -> str | None:
    """The address that a `url()` holds; None where it is something else."""
    if getattr(node, "type", "") == "url":
        return str(node.value)
    if getattr(node, "type", "") == "function" and node.lower_name == "url":
        strings = [part.value for part in node.arguments if part.type == "string"]
        return str(strings[0]) if len(strings) == len(node.arguments) == 1 else None
    return None


def families(value: Tokens) -> Iterator[str]:
    """The names of a list of families, as they are written."""
    words: list[str] = []
    for node in (*value, None):
        if node is None or node == ",":
            if words:
                yield " ".join(words)
            words = []
        elif node.type in {"ident", "string"}:
            words.append(str(node.value))


def unusual(names: Iterable[str]) -> Iterator[str]:
    """Those of the names that are not the usual fonts of a computer."""
    return (name for name in names if name.lower() not in _USUAL)
