"""The text and the statements of a page, as its evidence lists them, and made of that again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from briefing.evidence.schema import BlockRecord, MarkRecord, StatementRecord
from briefing.quantities.listing import as_plain
from briefing.read.model import Block, Fragment, Layer, Mark, Reading
from briefing.text import Place, Span, Text
from briefing.trace.model import Statement

# Copies that a pointer reveals are not in every format; they are traced where they stand.
UNLISTED = frozenset({Layer.HOVER})


def block_records(reading: Reading) -> list[BlockRecord]:
    """The text of a page in reading order, with all that it claims."""
    return [
        BlockRecord(
            layer=block.layer,
            kind=block.kind,
            text=block.text,
            context=list(block.context),
            marks=[
                MarkRecord(
                    kind=mark.kind, target=mark.target, start=mark.span.start, end=mark.span.end
                )
                for mark in block.marks
            ],
        )
        for block in reading.blocks
        if block.layer not in UNLISTED
    ]


def statement_records(
    statements: Iterable[Statement], blocks: Sequence[Block]
) -> list[StatementRecord]:
    """The statements in these blocks of a page, in reading order."""
    numbers = {id(block): n for n, block in enumerate(b for b in blocks if b.layer not in UNLISTED)}
    return [
        _record(statement, numbers[id(statement.block)])
        for statement in statements
        if id(statement.block) in numbers
    ]


def _record(statement: Statement, block: int) -> StatementRecord:
    quantity = statement.quantity
    step = as_plain(quantity.step)
    return StatementRecord(
        block=block,
        start=quantity.span.start,
        end=quantity.span.end,
        written=quantity.written,
        kind=quantity.kind,
        value=as_plain(quantity.value),
        unit=quantity.unit,
        qualifier=quantity.qualifier,
        bound=quantity.bound,
        step=step if isinstance(step, str) else None,
        head=quantity.head,
        proof=statement.statement_class,
        fact=statement.entry.id if statement.entry else None,
        anchor=statement.anchor,
    )


def rebuild_reading(records: Sequence[BlockRecord], path: str) -> Reading:
    """The page as it was read: a line a block."""
    text = Text(path, "\n".join(" ".join(record.text.splitlines()) for record in records))
    blocks = tuple(_block(record, text, number) for number, record in enumerate(records, start=1))
    anchors = {m.target: 1 for block in blocks for m in block.marks if m.kind == "anchor"}
    return Reading(path, blocks, anchors=anchors)


def _block(record: BlockRecord, text: Text, number: int) -> Block:
    span = text.line_span(number)
    words = text.content[slice(*span)]
    marks = (
        Mark(m.kind, m.target, Span(m.start, m.end))
        for m in record.marks
        if m.start <= m.end <= len(words)
    )
    return Block(
        words,
        record.kind,
        record.layer,
        tuple(marks),
        (Fragment(0, Place(text, span)),),
        tuple(record.context),
    )
