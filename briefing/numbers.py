"""What the recogniser reads in a file, for `briefing numbers`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from briefing.diagnostics import BriefingError
from briefing.files import read_file
from briefing.quantities.listing import as_record
from briefing.quantities.model import Quantity
from briefing.quantities.recognise import recognise
from briefing.text import Text, decode


def list_numbers(file: Path, format_: str) -> Iterator[str]:
    """A line for each number in a text file, in order; JSON objects with "json", else words.

    Raises BriefingError for a file that cannot be read as UTF-8 text.
    """
    text = read_text(file)
    for quantity in recognise(text.content):
        if format_ == "json":
            yield json.dumps(as_record(text, quantity), ensure_ascii=False)
        else:
            yield _words(text, quantity)


def _words(text: Text, quantity: Quantity) -> str:
    record = as_record(text, quantity)
    parts = [f"{quantity.kind}"]
    if quantity.value is not None:
        value = record["value"]
        shown = f"{value['low']} to {value['high']}" if isinstance(value, dict) else f"{value}"
        parts.append(shown)
    parts += [part for part in (quantity.unit, quantity.bound) if part]
    parts += [f"of {record['of']}"] if record["of"] else []
    place = f"{text.path}:{record['line']}:{record['column']}"
    return f"{place}: {quantity.written}  ({', '.join(parts)})"


def read_text(file: Path) -> Text:
    """A text file that the user has named."""
    text, bad = decode(str(file), read_file(file, "name a file that is there"))
    if bad is not None:
        at = text.position(bad.start)
        problem = f"{file} is not UTF-8 text: line {at.line}, column {at.column}"
        raise BriefingError(problem, "name a text file saved as UTF-8")
    return text
