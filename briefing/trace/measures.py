"""Whether a page measures a number as its source does: "25 °C", "60 people per day"."""

from __future__ import annotations

from briefing.assemble import Entry
from briefing.quantities.counted import Measure, end_of_number, measure_behind
from briefing.quantities.model import Quantity


def mismeasured(text: str, quantity: Quantity, entry: Entry) -> str | None:
    """What a page puts behind a number that no quote of its fact has there; None if nothing.

    A unit of measure must be the source's where that has one: "°F" is not "°C". "Per day" or
    "per patient" makes another number of it, and must stand in a quote or in the fact's sentence.
    """
    said = [
        measure_behind(support.source.text.content, support.value.end)
        for support in entry.supports
        if support.value is not None
    ]
    here = measure_behind(text, end_of_number(text, quantity))
    if not said or here == Measure():
        return None
    units = {measure.unit for measure in said}
    if here.unit and None not in units and here.unit not in units:
        return here.unit
    sentence = entry.says.text.lower() if entry.says else ""
    if here.per and here.per not in {m.per for m in said} and f"per {here.per}" not in sentence:
        return f"per {here.per}"
    return None
