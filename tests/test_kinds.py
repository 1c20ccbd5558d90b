"""The kinds of quantities as names of a module."""

from __future__ import annotations

from briefing.quantities import kinds
from briefing.quantities.model import Kind


def test_each_kind_has_its_name() -> None:
    """Each member of the enum stands in the module under its own name."""
    assert len(Kind) > 1
    assert {name: getattr(kinds, name) for name in Kind.__members__} == dict(Kind.__members__)
