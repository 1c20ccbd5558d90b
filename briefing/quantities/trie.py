"""A regular expression that finds any of many words in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any


def trie_pattern(words: Iterable[str]) -> str:
    """A pattern that matches each of the words, the longest first, sharing their beginnings."""
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return _pattern(root) or "(?!)"


def any_of(words: Iterable[str]) -> str:
    """Alternatives of words or patterns, the longest first; never a match where there are none."""
    return "|".join(sorted(words, key=len, reverse=True)) or "(?!)"


def _pattern(node: dict[str, Any]) -> str:
    branches = [re.escape(head) + _pattern(rest) for head, rest in sorted(node.items()) if head]
    if not branches:
        return ""
    if len(branches) == 1 and "" not in node:
        return branches[0]
    return f"(?:{'|'.join(branches)})" + ("?" if "" in node else "")
