"""A file that takes its reader down is unread, and takes nothing else with it."""

import os

import pytest
from made_pdfs import sample

from briefing.read.confined import Limits, Read, read_confined
from briefing.read.digest import content_digest
from briefing.read.model import Reading
from briefing.read.pdf import read_pdf

LITTLE = Limits(seconds=1, memory=400_000_000, processes=1)


def crash(_content: bytes, _path: str, _processes: int) -> Reading:
    """End the process, as a fault of a library does."""
    os.abort()


def hang(_content: bytes, _path: str, _processes: int) -> Reading:
    """Never come back."""
    while True:
        pass


def gorge(_content: bytes, path: str, _processes: int) -> Reading:
    """Take more memory than there is."""
    return Reading(path, tuple(bytearray(1_000_000_000)))


def test_a_file_is_read_as_it_is_elsewhere():
    """A process of its own changes nothing in what is read."""
    reading = read_confined(sample(), "x.pdf")
    whole = read_pdf(sample(), "x.pdf")

    assert content_digest(whole) == content_digest(reading)
    assert whole.blocks != ()
    assert whole.revisions == reading.revisions


@pytest.mark.parametrize("read", [crash, hang, gorge])
def test_a_reader_that_does_not_come_back_is_a_finding(read: Read):
    """A crash, a loop and a lack of memory are told, each as a file that cannot be read."""
    (finding,) = read_confined(sample(), "x.pdf", read, LITTLE).unread

    assert finding.rule == "unreadable-pdf"
    assert finding.message == (
        "the file cannot be read: it ends the program that reads it, or takes more than "
        "1 seconds or 400 MB"
    )
