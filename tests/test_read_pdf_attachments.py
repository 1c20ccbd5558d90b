"""What `read_attachments` gives of a PDF: the files in it, whole, or none of them."""

import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_pdfs import edit, sample

from briefing.read.pdf_attachments import Attachment, read_attachments
from briefing.read.pdf_syntax import DamagedPdfError

EVIDENCE = b'{"facts": []}' * 100


def attach(
    document: pikepdf.Pdf, name: str = "evidence.json", content: bytes = EVIDENCE
) -> pikepdf.Object:
    """Put a file into a document, and give what the document says of it."""
    specification = pikepdf.AttachedFileSpec(
        document,
        content,
        filename=name,
        mime_type="application/json",
        relationship=pikepdf.Name.Data,
    )
    document.attachments[name] = specification
    return specification.obj


def test_the_files_in_a_pdf_are_read_with_what_it_says_of_them():
    """An attachment comes back whole, with its name, type and relationship."""
    content = edit(sample(), attach)

    assert read_attachments(content) == [
        Attachment("evidence.json", EVIDENCE, "Data", "application/json")
    ]
    assert read_attachments(sample()) == []


def associate(document: pikepdf.Pdf):
    """Name an attachment a second time, as PDF/A-3 asks for."""
    document.Root.AF = pikepdf.Array([attach(document)])


def test_a_file_that_is_named_twice_is_read_once():
    """What is listed as an attachment and as an associated file is one file."""
    assert len(read_attachments(edit(sample(), associate))) == 1


def two_of_a_name(document: pikepdf.Pdf):
    """List two files with one name."""
    first = attach(document)
    second = pikepdf.AttachedFileSpec(document, b"other", filename="evidence.json")
    document.Root.AF = pikepdf.Array([first, second.obj])


def two_contents(document: pikepdf.Pdf):
    """Give one file two contents, of which programs take either."""
    attach(document).EF.UF = document.make_stream(b"other")


def no_content(document: pikepdf.Pdf):
    """Name a file that is not there."""
    del attach(document).EF.F, document.attachments["evidence.json"].obj.EF.UF


def endless_names(document: pikepdf.Pdf):
    """Let the list of names contain itself."""
    tree = document.make_indirect(pikepdf.Dictionary())
    tree.Kids = pikepdf.Array([tree, tree])
    document.Root.Names.EmbeddedFiles = tree


def packed_twice(document: pikepdf.Pdf):
    """Pack a file twice."""
    stream = attach(document).EF.F
    packed = zlib.compress(zlib.compress(EVIDENCE))
    ways = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])
    stream.write(packed, filter=ways)


@pytest.mark.parametrize(
    ("trick", "reason"),
    [
        (two_of_a_name, "it carries two files with the name evidence.json"),
        (two_contents, "its attachment evidence.json is not there, or there are two of it"),
        (no_content, "its attachment evidence.json is not there, or there are two of it"),
        (endless_names, "it has a list of names without an end"),
        (packed_twice, "it has a part that is packed in an unusual way"),
    ],
)
def test_an_attachment_that_could_be_taken_for_another_is_refused(
    trick: Callable[[pikepdf.Pdf], object], reason: str
):
    """Where programs could read two things, nothing is read."""
    with pytest.raises(DamagedPdfError, match=reason):
        read_attachments(edit(sample(), trick))


def bomb(size: int) -> bytes:
    """A PDF with an attachment that unpacks to as many bytes."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(10_000_000)) for _ in range(size // 10_000_000))
    packed += packer.flush()

    def replace(document: pikepdf.Pdf) -> None:
        attach(document).EF.F.write(packed, filter=pikepdf.Name.FlateDecode)

    return edit(sample(), replace)


# The most memory since the program was started, which `resource` gives of its parents as well.
PROGRAM = """
import sys
from pathlib import Path
from briefing.read.pdf_attachments import read_attachments
try:
    read_attachments(Path(sys.argv[1]).read_bytes())
except ValueError as error:
    print(error)
status = Path("/proc/self/status").read_text().split()
print(status[status.index("VmHWM:") + 1])
"""


def test_an_attachment_that_unpacks_without_end_is_not_unpacked(tmp_path: Path):
    """A third of a megabyte that stands for 300 takes no more memory than the bound."""
    (tmp_path / "bomb.pdf").write_bytes(bomb(300_000_000))
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, tmp_path / "bomb.pdf"], capture_output=True, check=True
    )
    message, kilobytes = run.stdout.decode().splitlines()

    assert message == "a part of it unpacks to more than 64000000 bytes"
    assert int(kilobytes) < 200_000


@given(data=st.data())
def test_a_damaged_file_gives_its_attachment_or_none(data: st.DataObject):
    """No change of bytes ends in a traceback; whether what was read is whole, its hash says."""
    content = edit(sample(), attach)
    at = data.draw(st.integers(0, len(content)))
    patch = data.draw(st.binary(max_size=4))
    rest = data.draw(st.sampled_from([b"", content[at + len(patch) :]]))
    try:
        found = read_attachments(content[:at] + patch + rest)
    except DamagedPdfError:
        return
    assert len(found) <= 1
