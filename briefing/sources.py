"""Read the source documents."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.text import Text


@dataclass(frozen=True, slots=True)
class Source:
    """A source document: its text as people quote it, and the hash of its bytes.

    `key` is the shortest prefix of its file name that no other source shares, at least as long
    as the part of the name in front of the first `_`, `-` or `.`.
    """

    name: str
    key: str
    sha256: str
    text: Text
