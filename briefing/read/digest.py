"""A digest of what a page says, which is the same wherever it was set."""

from __future__ import annotations

import json
from hashlib import sha256

from briefing.read.model import Block, Reading


def content_digest(reading: Reading, evidence: bytes) -> str:
    """The SHA-256 of the words of a page, what each part is, where links lead, and the evidence.

    Bytes of a PDF differ with the versions of the libraries that cut fonts to size and compress;
    words, structure, links and evidence do not. Where on the paper a word stands is left out, and
    what was unread as well: such a page is not published.
    """
    content = [sha256(evidence).hexdigest(), *map(_content, reading.blocks)]
    return sha256(json.dumps(content, ensure_ascii=True).encode()).hexdigest()


def _content(block: Block) -> list[object]:
    marks = [[mark.kind, mark.target, *mark.span] for mark in block.marks]
    return [block.layer, block.kind, block.text, list(block.context), marks]
