"""Objects of a PDF that is about to be written, by what refers to them."""

from __future__ import annotations

from typing import Any


def object_number(reference: bytes) -> int:
    """The number of the object to which `12 0 R` refers."""
    return int(reference.split()[0])


def find_object(pdf: Any, reference: bytes) -> Any:  # noqa: ANN401 - pydyf has no types
    """The object to which a reference leads."""
    return pdf.objects[object_number(reference)]
