"""Every rule there is, and the page that explains it."""

from __future__ import annotations

from pathlib import Path

_PAGES = Path(__file__).parent


def rule_names() -> tuple[str, ...]:
    """The name of every rule, in the order of the alphabet."""
    return tuple(sorted(page.stem for page in _PAGES.glob("*.md")))


def load_page(rule: str) -> str | None:
    """The page of a rule in Markdown, or None where there is no such rule."""
    if rule not in rule_names():
        return None
    return (_PAGES / f"{rule}.md").read_text(encoding="utf-8")
