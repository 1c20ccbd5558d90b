"""The objects of a PDF file, from a file that all programs read alike.

Programs mend a file that is not as it should be, each in its own way, and so show different pages
of it. Here every byte is accounted for instead: a header, objects that the file's own tables of
contents (ISO 32000-1, 7.5.4 to 7.5.8) name at exactly this place, and the tables. Anything else is
refused.

    header | objects, table, startxref, %%EOF | objects, table, startxref, %%EOF | …
             the file as it was written         a revision: a signature, or a change
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from briefing.read.pdf_streams import MAX_TABLE, Stream
from briefing.read.pdf_syntax import (
    DamagedPdfError,
    Dictionary,
    Reference,
    Value,
    as_dictionary,
    read_value,
)

WHITE = b"\0\t\n\f\r "
HEADER = re.compile(rb"%PDF-[12]\.\d[\r\n]+(?:%[^\r\n]*[\r\n]+)?[\0\t\n\f\r ]*")
OBJECT = re.compile(rb"(\d{1,10})[ \r\n]+(\d{1,5})[ \r\n]+obj(?![A-Za-z0-9])")
STREAM = re.compile(rb"[\0\t\n\f\r ]*stream\r?\n")
END_STREAM = re.compile(rb"[\r\n]{0,2}endstream(?=[\0\t\n\f\r ])")
END_OBJECT = re.compile(rb"[\0\t\n\f\r ]*endobj[\0\t\n\f\r ]*")
TABLE = re.compile(rb"xref[ \r\n]+")
TABLE_PART = re.compile(rb"(\d{1,10}) (\d{1,10})[ \r\n]+")
TABLE_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])[ \r\n]{1,2}")
TRAILER = re.compile(rb"trailer(?![A-Za-z0-9])")
END = re.compile(rb"[\0\t\n\f\r ]*startxref[ \r\n]+(\d{1,12})[ \r\n]+%%EOF[\r\n]*")
END_LENGTH = 64  # bytes, in which the end of a file has room
MAX_REVISIONS = 32
MAX_OBJECTS = 500_000  # a page of a report has 130 of them
MAX_HEAD = 24  # bytes with which a container tells of one object
FREE, PLAIN, PACKED = 0, 1, 2  # what an entry of a table says of an object
WIDTHS = 3  # numbers in each entry of a table that is a stream
BROKEN = "it has a container of objects that is broken"


class _Entry(NamedTuple):
    """Where an object stands: from a byte on, or (`PACKED`) at a rank in another object."""

    kind: int
    place: int
    rank: int


@dataclass(frozen=True, slots=True)
class _Container:
    """Objects that are packed together (ISO 32000-1, 7.5.7)."""

    content: bytes
    numbers: tuple[int, ...]
    places: tuple[int, ...]

    @classmethod
    def open(cls, stream: Stream, limit: int) -> _Container:
        """The container in a stream; raises DamagedPdfError where it is not as it should be."""
        content = stream.unpack(limit)
        first, count = stream.attributes.get("First"), stream.attributes.get("N")
        if not isinstance(first, int) or not isinstance(count, int) or count > MAX_OBJECTS:
            raise DamagedPdfError(BROKEN)
        if "Extends" in stream.attributes or first > MAX_HEAD * count:
            raise DamagedPdfError(BROKEN)
        head = content[: max(first, 0)]
        words = head.split()
        if len(words) != 2 * count or head.translate(None, b"0123456789 \t\r\n"):
            raise DamagedPdfError(BROKEN)
        places = [first + int(word) for word in words[1::2]]
        if any(a >= b for a, b in pairwise(places)):
            raise DamagedPdfError("it has a container in which objects overlap")
        return cls(content, tuple(map(int, words[::2])), (*places, len(content)))

    def read(self, number: int, index: int) -> Value:
        """The object with this number, which stands at this index."""
        if index >= len(self.numbers) or self.numbers[index] != number:
            raise DamagedPdfError(f"it does not hold object {number} where it says")
        start, end = self.places[index : index + 2]
        value, at = read_value(self.content[start:end], 0)
        if self.content[start + at : end].strip(WHITE):
            raise DamagedPdfError(f"its object {number} is followed by something else")
        return value


@dataclass(slots=True)
class PdfFile:
    """The objects of a file by their numbers; `revisions` counts how often it was written."""

    trailer: Dictionary
    revisions: int
    entries: dict[int, _Entry]
    plain: dict[int, Value | Stream]  # the objects that are not packed, by their first byte
    containers: dict[int, _Container]  # the objects that hold others, by their first byte
    packed: dict[int, Value] = field(default_factory=dict)

    def find(self, value: Value | Stream) -> Value | Stream:
        """The value or the stream that a reference leads to; any other value itself."""
        if not isinstance(value, Reference):
            return value
        entry = self.entries.get(value.number)
        if entry is None or entry.kind == FREE:
            return None
        if entry.kind == PLAIN:
            found = self.plain[entry.place]
        else:
            found = self._find_packed(value.number, entry)
        if isinstance(found, Reference):
            raise DamagedPdfError(f"its object {value.number} is nothing but another one")
        return found

    def follow(self, value: Value | Stream) -> Value:
        """The same, with the dictionary of a stream for the stream."""
        found = self.find(value)
        return found.attributes if isinstance(found, Stream) else found

    def dictionary(self, value: Value | Stream) -> Dictionary:
        """The dictionary that a reference leads to, empty where there is none."""
        return as_dictionary(self.follow(value))

    def array(self, value: Value | Stream) -> list[Value]:
        """The array that a reference leads to, empty where there is none."""
        found = self.find(value)
        return found if isinstance(found, list) else []

    def streams(self) -> Iterator[Stream]:
        """Every stream of the file, also of its earlier revisions."""
        return (item for item in self.plain.values() if isinstance(item, Stream))

    def dictionaries(self, written: re.Pattern[bytes]) -> Iterator[Dictionary]:
        """Every dictionary of the file, but for containers in which nothing is so written."""
        for item in self.plain.values():
            yield from _dictionaries(item.attributes if isinstance(item, Stream) else item)
        for container in self.containers.values():
            if written.search(container.content):
                for rank, number in enumerate(container.numbers):
                    yield from _dictionaries(container.read(number, rank))

    def _find_packed(self, number: int, entry: _Entry) -> Value:
        if number not in self.packed:
            self.packed[number] = self._container(entry.place).read(number, entry.rank)
        return self.packed[number]

    def _container(self, number: int) -> _Container:
        entry = self.entries.get(number)
        if entry is None or entry.kind != PLAIN or entry.place not in self.containers:
            raise DamagedPdfError(BROKEN)
        return self.containers[entry.place]


def open_pdf(content: bytes) -> PdfFile:
    """The objects of a file; raises DamagedPdfError where programs could disagree on them."""
    opener = _Opener(content)
    if not content.startswith(b"%PDF-"):
        raise DamagedPdfError("it is no PDF")
    end = END.search(content, max(len(content) - END_LENGTH, 0))
    if end is None or end.end() != len(content):
        raise DamagedPdfError("it does not end as a PDF does")
    opener.read_tables(int(end[1]))
    if "Encrypt" in opener.trailer:
        raise DamagedPdfError("it is encrypted, and opens with a password alone")
    opener.read_objects()
    containers = dict(_open_containers(opener.plain))
    return PdfFile(opener.trailer, len(opener.tables), opener.entries, opener.plain, containers)


@dataclass(slots=True)
class _Opener:
    """Reads the tables of a file, the newest first, and then every object that they name."""

    content: bytes
    trailer: Dictionary = field(default_factory=dict)
    entries: dict[int, _Entry] = field(default_factory=dict)
    # Which object or table begins at a byte (a table that is a stream is both), of all revisions.
    places: dict[int, tuple[int, int]] = field(default_factory=dict)
    tables: dict[int, int] = field(default_factory=dict)  # where each begins, and where it ends
    plain: dict[int, Value | Stream] = field(default_factory=dict)

    def read_tables(self, at: Value) -> None:
        """Read the table at this byte, and those that it continues."""
        while at is not None:
            if type(at) is not int or at in self.tables or len(self.tables) == MAX_REVISIONS:
                raise DamagedPdfError("its tables of contents lead nowhere, or in a circle")
            found = TABLE.match(self.content, at)
            if found:
                trailer, self.tables[at] = self._read_plain_table(found.end())
            else:
                trailer, self.tables[at] = self._read_packed_table(at)
            if "XRefStm" in trailer:
                raise DamagedPdfError("it has two tables of contents for the same objects")
            self.trailer = self.trailer or trailer
            at = trailer.get("Prev")

    def read_objects(self) -> None:
        """Read every object, and account for every byte of the file."""
        starts = sorted({*self.places, *self.tables, len(self.content)})
        header = HEADER.match(self.content)
        if header is None or header.end() != starts[0]:
            raise DamagedPdfError("it does not begin as a PDF does")
        for start, following in pairwise(starts):
            end = self.tables.get(start)
            if start in self.places:
                end = self._read_place(start)
            if end is not None and start in self.tables:
                closing = END.match(self.content, end)
                end = closing.end() if closing and int(closing[1]) == start else end
            if end != following:
                raise DamagedPdfError(
                    f"it holds something from byte {end} on that its table of contents leaves out"
                )

    def _read_place(self, start: int) -> int:
        identity, self.plain[start], end = self._read_object(start)
        if identity != self.places[start]:
            raise DamagedPdfError(f"it does not hold object {self.places[start][0]} where it says")
        return end

    def _read_object(self, start: int) -> tuple[tuple[int, int], Value | Stream, int]:
        """The number and generation of the object at this byte, the object, and where it ends."""
        head = OBJECT.match(self.content, start)
        if head is None:
            raise DamagedPdfError(f"it has no object at byte {start}, where it says")
        value, at = read_value(self.content, head.end())
        found: Value | Stream = value
        stream = STREAM.match(self.content, at)
        if stream and isinstance(value, dict):
            length = self._length(value.get("Length"))
            closing = END_STREAM.match(self.content, stream.end() + length)
            if closing is None:
                raise DamagedPdfError(
                    f"its object {int(head[1])} is longer or shorter than it says"
                )
            found = Stream(value, self.content[stream.end() : stream.end() + length])
            at = closing.end()
        end = END_OBJECT.match(self.content, at)
        if end is None:
            raise DamagedPdfError(f"its object {int(head[1])} has no end")
        return (int(head[1]), int(head[2])), found, end.end()

    def _length(self, value: Value) -> int:
        if isinstance(value, Reference):
            entry = self.entries.get(value.number)
            head = OBJECT.match(self.content, entry.place) if entry else None
            value = read_value(self.content, head.end())[0] if head else None
        if not isinstance(value, int) or not 0 <= value <= len(self.content):
            raise DamagedPdfError("it has a part of which the length is not known")
        return value

    def _read_plain_table(self, at: int) -> tuple[Dictionary, int]:
        while part := TABLE_PART.match(self.content, at):
            at = part.end()
            for number in range(int(part[1]), int(part[1]) + int(part[2])):
                entry = TABLE_ENTRY.match(self.content, at)
                if entry is None:
                    raise DamagedPdfError(f"its table of contents is broken at byte {at}")
                at = entry.end()
                kind = PLAIN if entry[3] == b"n" else FREE
                self._enter(number, int(entry[2]), _Entry(kind, int(entry[1]), 0))
        trailer = TRAILER.match(self.content, at)
        if trailer is None:
            raise DamagedPdfError(f"its table of contents is broken at byte {at}")
        value, at = read_value(self.content, trailer.end())
        return as_dictionary(value), at

    def _read_packed_table(self, start: int) -> tuple[Dictionary, int]:
        _, stream, end = self._read_object(start)
        if not isinstance(stream, Stream) or stream.attributes.get("Type") != "XRef":
            raise DamagedPdfError(f"it has no table of contents at byte {start}, where it says")
        widths = _counts(stream.attributes.get("W"))
        index = _counts(stream.attributes.get("Index", [0, stream.attributes.get("Size")]))
        if len(widths) != WIDTHS or len(index) % 2 or sum(index[1::2]) > MAX_OBJECTS:
            raise DamagedPdfError("its table of contents is broken")
        numbers = [
            number
            for first, count in zip(index[::2], index[1::2], strict=True)
            for number in range(first, first + count)
        ]
        rows = stream.unpack(MAX_TABLE)
        row = sum(widths)
        if not row or len(rows) != row * len(numbers):
            raise DamagedPdfError("its table of contents is longer or shorter than it says")
        middle, last = widths[0], widths[0] + widths[1]
        kinds = _column(rows, row, 0, middle) if middle else [PLAIN] * len(numbers)
        places = _column(rows, row, middle, last)
        ranks = _column(rows, row, last, row)
        for number, kind, place, rank in zip(numbers, kinds, places, ranks, strict=True):
            if kind == PACKED:
                self.entries.setdefault(number, _Entry(kind, place, rank))
            else:
                self._enter(number, rank, _Entry(kind, place, 0))
        return stream.attributes, end

    def _enter(self, number: int, generation: int, entry: _Entry) -> None:
        """Note an entry of a table; those of newer tables stand."""
        if entry.kind not in (FREE, PLAIN, PACKED) or len(self.entries) > MAX_OBJECTS:
            raise DamagedPdfError("its table of contents is broken, or has no end")
        self.entries.setdefault(number, entry)
        identity = (number, generation)
        if entry.kind == PLAIN and self.places.setdefault(entry.place, identity) != identity:
            raise DamagedPdfError(f"it holds two objects at byte {entry.place}")


def _open_containers(plain: dict[int, Value | Stream]) -> Iterator[tuple[int, _Container]]:
    """Everything that holds other objects, with its first byte."""
    left = MAX_TABLE
    for place, item in plain.items():
        if isinstance(item, Stream) and item.attributes.get("Type") == "ObjStm":
            container = _Container.open(item, left)
            left -= len(container.content)
            yield place, container


def _dictionaries(value: Value) -> Iterator[Dictionary]:
    """A dictionary, and all that stand within it."""
    if isinstance(value, dict):
        yield value
    within = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for inner in within:
        if isinstance(inner, dict | list):
            yield from _dictionaries(inner)


def _column(rows: bytes, row: int, start: int, end: int) -> list[int]:
    """The numbers that stand in these bytes of each row."""
    numbers = [0] * (len(rows) // row)
    for column in range(start, end):
        numbers = [256 * high + low for high, low in zip(numbers, rows[column::row], strict=True)]
    return numbers


def _counts(value: Value) -> list[int]:
    found = [n for n in value if isinstance(n, int) and n >= 0] if isinstance(value, list) else []
    if not isinstance(value, list) or len(found) != len(value):
        raise DamagedPdfError("its table of contents is broken")
    return found
