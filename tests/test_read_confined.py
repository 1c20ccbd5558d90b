"""A file that takes its reader down is unread, and takes nothing else with it."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from made_pdfs import edit, sample
from pikepdf import Array, Dictionary, Name

from briefing.read.confined import Limits, Read, read_confined, reader_started
from briefing.read.copies import work_in_copies
from briefing.read.digest import content_digest
from briefing.read.model import Layer, Reading
from briefing.read.pdf import LEAST, read_pdf

LITTLE = Limits(seconds=1, memory=400_000_000, processes=1)
LONG = "<h1 id='e'>Head</h1>" + "".join(
    f"<p style='break-before: page'>Site {n} has <a href='#e'>{n + 20} people</a>, who were</p>"
    for n in range(12)
)


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


def work_in_a_copy(work: Callable[[], object]) -> None:
    """Do something in a copy of this process, which waits for it."""
    reader = os.getpid()
    work_in_copies(lambda _: work() if os.getpid() != reader else None, count=2, copies=1)


def crash_as_copy(_content: bytes, path: str, _processes: int) -> Reading:
    """Let a copy end, as a fault of a library does."""
    work_in_a_copy(os.abort)
    return Reading(path, ())


def gorge_as_copy(_content: bytes, path: str, _processes: int) -> Reading:
    """Let a copy take more memory than there is."""
    work_in_a_copy(lambda: bytearray(1_000_000_000))
    return Reading(path, ())


def sleep_as_copy(_content: bytes, path: str, _processes: int) -> Reading:
    """Let a copy never come back, and say who it is."""

    def sleep() -> None:
        Path(path).write_text(str(os.getpid()), encoding="utf-8")
        time.sleep(100)

    work_in_a_copy(sleep)
    return Reading(path, ())


def is_alive(process: int) -> bool:
    """Whether a process is there, and has not ended."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(") ")[2][0]
    except FileNotFoundError:
        return False
    return state != "Z"


def places(reading: Reading) -> list[tuple[object, ...]]:
    """Where each part of a block stands, on which page, and what stands there."""
    return [
        (part.start, part.place.path, part.place.text.page, *part.place.span, part.place.words)
        for block in reading.blocks
        for part in block.fragments
    ]


def test_a_file_is_read_as_it_is_elsewhere():
    """A process of its own changes nothing in what is read."""
    reading = read_confined(sample(), "x.pdf")
    whole = read_pdf(sample(), "x.pdf")

    assert content_digest(whole, b"") == content_digest(reading, b"")
    assert places(whole) == places(reading) != []
    assert whole.revisions == reading.revisions


@pytest.mark.parametrize("read", [crash, hang, gorge, crash_as_copy, gorge_as_copy])
def test_a_reader_that_does_not_come_back_is_a_finding(read: Read):
    """A crash, a loop and a lack of memory are told, each as a file that cannot be read."""
    (finding,) = read_confined(sample(), "x.pdf", read, LITTLE).unread

    assert finding.rule == "unreadable-pdf"
    assert finding.message == (
        "the file cannot be read: it ends the program that reads it, or takes more than "
        "1 seconds or 400 MB"
    )


def test_nothing_reads_on_when_its_time_is_over(tmp_path: Path):
    """A copy of a reader that only waits is ended with the reader."""
    file = tmp_path / "process"

    assert read_confined(sample(), str(file), sleep_as_copy, LITTLE).unread
    process = int(file.read_text(encoding="utf-8"))
    ended = time.monotonic() + 10
    while is_alive(process) and time.monotonic() < ended:
        time.sleep(0.01)
    assert not is_alive(process)


def test_a_reader_that_nobody_waits_for_is_ended(tmp_path: Path):
    """Who leaves without the reading leaves no process behind."""
    file = tmp_path / "process"
    with reader_started(sample(), str(file), sleep_as_copy, LITTLE):
        started = time.monotonic() + 60
        while not file.exists() or not file.read_text(encoding="utf-8"):
            assert time.monotonic() < started
            time.sleep(0.01)

    process = int(file.read_text(encoding="utf-8"))
    ended = time.monotonic() + 10
    while is_alive(process) and time.monotonic() < ended:
        time.sleep(0.01)
    assert not is_alive(process)


def test_the_script_of_a_program_is_run_once(tmp_path: Path):
    """A reader starts without what the program that started it has to load."""
    script = tmp_path / "script.py"
    script.write_text(
        "import sys\n"
        "from pathlib import Path\n"
        "from briefing.read.confined import read_confined\n"
        "print('run')\n"
        "print(read_confined(Path(sys.argv[1]).read_bytes(), 'x.pdf').page_count)\n",
        encoding="utf-8",
    )
    file = tmp_path / "x.pdf"
    file.write_bytes(sample())
    run = subprocess.run(
        [sys.executable, str(script), str(file)], capture_output=True, text=True, check=False
    )

    assert (run.stdout, run.stderr) == ("run\n1\n", "")


def test_no_module_is_taken_from_where_a_program_is_run(tmp_path: Path):
    """A folder with a file to be read may hold modules of anybody's, and none of them runs."""
    stranger = tmp_path / "briefing"
    stranger.mkdir()
    (stranger / "__init__.py").write_text("open('ran', 'w').close()\n", encoding="utf-8")
    (tmp_path / "x.pdf").write_bytes(sample())
    script = tmp_path / "elsewhere" / "script.py"
    script.parent.mkdir()
    script.write_text(
        "from pathlib import Path\n"
        "from briefing.read.confined import read_confined\n"
        "print(read_confined(Path('x.pdf').read_bytes(), 'x.pdf').page_count)\n",
        encoding="utf-8",
    )
    run = subprocess.run(
        [sys.executable, str(script)], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert (run.stdout, run.stderr) == ("1\n", "")
    assert not (tmp_path / "ran").exists()


# --- in several processes -----------------------------------------------------------------------

Change = Callable[[pikepdf.Pdf], object]


def hide_on(*pages: int) -> Change:
    """Cover what some pages say, counted from 0."""

    def change(document: pikepdf.Pdf) -> None:
        for number in pages:
            page = document.pages[number]
            drawn = page.Contents.read_bytes() + b"\n1 g 0 0 3000 3000 re f"
            page.Contents = document.make_stream(b"q\n%s\nQ" % drawn)

    return change


def pack_on(*pages: int) -> Change:
    """Pack what some pages are drawn with in a way that is not read, each in its own."""

    def change(document: pikepdf.Pdf) -> None:
        for number in pages:
            ways = Array([Name.ASCIIHexDecode] * (number + 1))
            document.pages[number].Contents = document.make_stream(b"20>", Filter=ways)

    return change


def nest(document: pikepdf.Pdf) -> None:
    """Draw many forms within one another on a late page, of which an early one has the inner."""
    form = document.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    forms = [form]
    for _ in range(12):
        within = Dictionary(XObject=Dictionary(F=forms[-1]))
        forms.append(
            document.make_stream(
                b"/F Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9], Resources=within
            )
        )
    for number, name in ((0, b"Inner"), (12, b"Outer")):
        page = document.pages[number]
        page.Resources.XObject = Dictionary(Inner=forms[6], Outer=forms[12])
        page.Contents = document.make_stream(page.Contents.read_bytes() + b"\n/%s Do" % name)


def fill(document: pikepdf.Pdf) -> None:
    """Draw more than can be looked at, on no page too much."""
    form = document.make_stream(
        b" " * 1_900_000, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9]
    )
    for page in document.pages:
        page.Resources.XObject = Dictionary(F=form)
        page.Contents = document.make_stream(page.Contents.read_bytes() + b"\n/F Do")
    for _ in range(2):
        document.pages.extend(document.pages)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda _: None, []),
        (hide_on(1, 7, 12), ["page 2", "page 8", "page 13"]),
        (pack_on(9), ["unusual way"]),
        (pack_on(3, 11), ["unusual way (['ASCIIHexDecode', 'ASCIIHexDecode', 'ASCIIHexDecode', "]),
        (nest, ["a drawing within itself"]),
        (fill, ["more is drawn on its pages than can be looked at"]),
    ],
)
def test_a_file_is_read_alike_by_any_number_of_processes(change: Change, told: list[str]):
    """What is read, what is not and in which order that is told: none of it depends on that."""
    content = edit(sample(LONG), change)
    one, two, three = (
        read_confined(content, "x.pdf", read_pdf, Limits(processes=number)) for number in (1, 2, 3)
    )

    assert one.page_count == (13 if not told or told[0].startswith("page") else None)
    assert len(one.unread) == len(told)
    assert all(words in finding.message for words, finding in zip(told, one.unread, strict=True)), (
        one.unread
    )
    assert repr(one) == repr(two) == repr(three)


ROWS = "".join(f"<tr><td>Site {n}</td><td>{n + 20}</td></tr>" for n in range(400))
TABLE = (
    "<h1>Sites</h1><table><thead><tr><th>Site</th><th>People</th></tr></thead>"
    f"<tbody>{ROWS}</tbody></table><p>So far 400 sites.</p>"
)


def test_a_table_goes_on_in_pages_that_others_read():
    """Its heads, which each page says again, are said once, and stand above each cell."""
    content = sample(TABLE)
    one, two = (
        read_confined(content, "x.pdf", read_pdf, Limits(processes=number)) for number in (1, 2)
    )

    assert one.unread == ()
    assert one.page_count is not None
    assert one.page_count > 2 * LEAST
    assert [block.text for block in one.blocks if block.kind == "cell"][:2] == ["Site", "People"]
    cells = {block.text: block for block in one.blocks if block.layer is Layer.BODY}
    assert "People" in cells["419"].context
    assert sum(block.text == "People" for block in one.blocks if block.layer is Layer.BODY) == 1
    assert repr(one) == repr(two)
