"""Make a named tuple without the function in Python that it has for that."""

from __future__ import annotations

from typing import Final

# `new(Span, (3, 5))` is `Span(3, 5)` in half the time, which counts for what each number has.
new: Final = tuple.__new__
