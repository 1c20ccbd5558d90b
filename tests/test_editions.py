import errno
import os
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import disk
from briefing.diagnostics import BriefingError
from briefing.editions import (
    check_edition,
    digest_inputs,
    find_edition,
    lock,
    new_manifest,
    next_name,
    publish,
    refuse,
    stand,
    standing,
    unchanged,
)
from briefing.report.model import StatementClass, Verdict

DAY = date(2026, 11, 21)
NOON = datetime(2026, 11, 21, 12, 0)  # noqa: DTZ001 - as a clock on the wall
VERDICTS = {"summary": {StatementClass.FACT: 3}}


def build(out: Path, seed: str, day: date = DAY) -> str:
    """Publish an edition whose inputs and files are made of the seed; its name."""
    inputs = {"seeds/a.txt": seed}
    files = {"a.html": f"<p>{seed}".encode(), "a.pdf": f"%PDF {seed}".encode()}
    with lock(out, NOON):
        name = next_name(out, day)
        publish(out, name, files, new_manifest(name, day, inputs, files, VERDICTS))
    return name


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, with what is in it."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.*") if p.is_file()
    }


def test_a_published_edition_stands(tmp_path: Path):
    """What was published is the latest edition, whole, with its inputs and hashes named."""
    build(tmp_path, "one")
    edition = standing(tmp_path)
    assert edition
    assert ("2026-11-21.1", ()) == (edition.name, edition.damaged)
    assert {"seeds/a.txt": "one"} == edition.manifest["inputs"]
    assert "2026-11-21" == edition.manifest["built"]
    assert (Verdict("summary", {StatementClass.FACT: 3}),) == edition.verdicts
    assert "9999-12-31" == edition.valid_until
    assert {"a.html", "a.pdf"} == edition.manifest["files"].keys()
    assert b"<p>one" == (tmp_path / "latest" / "a.html").read_bytes()
    assert Path("editions/2026-11-21.1") == (tmp_path / "latest").readlink()


def test_nothing_stands_before_the_first_build(tmp_path: Path):
    """Where nothing was published there is no edition, and the first of a day has number 1."""
    out = tmp_path / "out"
    assert standing(out) is None
    assert find_edition(out, digest_inputs({})) is None
    assert next_name(out, DAY) == "2026-11-21.1"
    assert not out.exists()


def test_editions_of_a_day_are_numbered_as_numbers(tmp_path: Path):
    """The tenth edition of a day is followed by the eleventh; another day begins at 1."""
    for number in (1, 2, 9, 10):
        (tmp_path / "editions" / f"2026-11-21.{number}").mkdir(parents=True)
    (tmp_path / "editions" / "2026-11-21.notes").mkdir()
    assert next_name(tmp_path, DAY) == "2026-11-21.11"
    assert next_name(tmp_path, date(2026, 11, 22)) == "2026-11-22.1"


def test_the_same_inputs_are_unchanged(tmp_path: Path):
    """An edition is unchanged for the inputs that it was built from, and for no others."""
    build(tmp_path, "one")
    edition = standing(tmp_path)
    assert unchanged(edition, digest_inputs({"seeds/a.txt": "one"}))
    assert not unchanged(edition, digest_inputs({"seeds/a.txt": "two"}))
    assert not unchanged(edition, digest_inputs({"seeds/b.txt": "one"}))
    assert not unchanged(None, digest_inputs({}))


@given(
    st.dictionaries(st.text(min_size=1), st.text(alphabet="0123456789abcdef", min_size=4)),
    st.dictionaries(st.text(min_size=1), st.text(alphabet="0123456789abcdef", min_size=4)),
)
def test_the_digest_tells_inputs_apart(one: dict[str, str], other: dict[str, str]):
    """Two digests are equal exactly where the inputs are, whatever their order."""
    assert (one == other) == (digest_inputs(one) == digest_inputs(other))
    assert digest_inputs(one) == digest_inputs(dict(reversed(one.items())))


def test_inputs_that_come_back_bring_their_edition_back(tmp_path: Path):
    """An older edition of the same inputs is found, and made the latest again, under its name."""
    first = build(tmp_path, "one")
    second = build(tmp_path, "two", date(2026, 11, 22))
    found = find_edition(tmp_path, digest_inputs({"seeds/a.txt": "one"}))
    assert found
    assert first == found.name
    with lock(tmp_path, NOON):
        stand(tmp_path, found.name)
    latest = standing(tmp_path)
    assert latest
    assert first == latest.name
    assert {first, second} == {path.name for path in (tmp_path / "editions").iterdir()}


DAMAGES = {
    "a changed file": ("a.html", lambda p: (p.chmod(0o644), p.write_bytes(b"<p>two"))),
    "a lost file": ("a.pdf", lambda p: p.unlink()),
    "a new file": ("new.html", lambda p: p.write_text("x")),
    "no manifest": ("manifest.json", lambda p: p.unlink()),
    "a broken manifest": ("manifest.json", lambda p: (p.chmod(0o644), p.write_text("{"))),
    "a manifest that is a list": ("manifest.json", lambda p: (p.chmod(0o644), p.write_text("[]"))),
    "an older manifest": ("manifest.json", lambda p: (p.chmod(0o644), p.write_text("{}"))),
    "other inputs in the manifest": (
        "manifest.json",
        lambda p: (p.chmod(0o644), p.write_text(p.read_text().replace('"one"', '"two"'))),
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_edition_does_not_stand(tmp_path: Path, damage: str):
    """A file that was touched after publication is named, and the edition is built anew."""
    name, harm = DAMAGES[damage]
    build(tmp_path, "one")
    harm(tmp_path / "latest" / name)
    edition = standing(tmp_path)
    digest = digest_inputs({"seeds/a.txt": "one"})
    assert edition
    assert (name,) == edition.damaged
    assert not unchanged(edition, digest)
    assert find_edition(tmp_path, digest) is None
    (finding,) = check_edition(edition, "out")
    assert f"out/editions/2026-11-21.1/{name}" == finding.place.path
    assert build(tmp_path, "one") == "2026-11-21.2"


def test_what_reads_back_otherwise_does_not_become_the_latest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """A disk that gives back other bytes than it was given publishes nothing."""
    build(tmp_path, "one")
    write = disk._write  # noqa: SLF001 - the disk, which a test cannot make lie otherwise
    monkeypatch.setattr(
        disk, "_write", lambda path, content: write(path, content.replace(b"two", b"too"))
    )

    with pytest.raises(BriefingError, match="reads back other than it was written"):
        build(tmp_path, "two")

    assert Path("editions/2026-11-21.1") == (tmp_path / "latest").readlink()


def test_published_files_cannot_be_written_over(tmp_path: Path):
    """The files of an edition are read-only."""
    build(tmp_path, "one")
    modes = [path.stat().st_mode & 0o222 for path in (tmp_path / "latest").iterdir()]
    assert [0, 0, 0] == modes


# --- refused builds -----------------------------------------------------------------------


def test_a_refused_build_leaves_the_edition_alone(tmp_path: Path):
    """Refused files are kept apart, marked in their names, with the findings beside them."""
    build(tmp_path, "one")
    before = tree(tmp_path / "editions")
    with lock(tmp_path, NOON):
        refuse(tmp_path, {"old.html": b"old"}, "old")
        refuse(tmp_path, {"a.html": b"bad"}, "error[x]: bad\n")
    expected = {"REFUSED-a.html": b"bad", "findings.txt": b"error[x]: bad\n"}
    assert expected == tree(tmp_path / "refused")
    assert before == tree(tmp_path / "editions")
    assert {".lock", "editions", "latest", "refused"} == {path.name for path in tmp_path.iterdir()}


def test_what_was_refused_is_forgotten_when_a_build_stands(tmp_path: Path):
    """The refused files go with the next good build, also where that builds nothing new."""
    name = build(tmp_path, "one")
    with lock(tmp_path, NOON):
        refuse(tmp_path, {"a.html": b"bad"}, "")
        stand(tmp_path, name)
        assert not (tmp_path / "refused").exists()
        refuse(tmp_path, {"a.html": b"bad"}, "")
    build(tmp_path, "two")
    assert not (tmp_path / "refused").exists()


# --- two builds at once -------------------------------------------------------------------

HOLD = """
import sys; from datetime import datetime; from pathlib import Path
from briefing.editions import lock
with lock(Path(sys.argv[1]), datetime(2026, 11, 21, 10, 2)):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_build_is_told_who_holds_the_lock(tmp_path: Path):
    """The second of two builds is told the holder's process and time; a dead one holds nothing."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with holder:
        assert holder.stdout
        assert b"held\n" == holder.stdout.readline()
        with (
            pytest.raises(BriefingError, match=r"since 2026-11-21 10:02") as raised,
            lock(tmp_path, NOON),
        ):
            pass
        assert f"process {holder.pid}," in raised.value.problem
        holder.kill()
    with lock(tmp_path, NOON):
        assert (
            f"process {os.getpid()}, since 2026-11-21 12:00:00\n"
            == (tmp_path / ".lock").read_text()
        )


def test_what_a_block_raises_is_not_taken_for_the_disks(tmp_path: Path):
    """An error of the build itself comes out of the lock as it is."""
    with pytest.raises(FileNotFoundError), lock(tmp_path, NOON):
        (tmp_path / "nowhere").read_bytes()


# --- dying and failing at every step ------------------------------------------------------

# What publishing does to the disk, one call a step.
STEPS = ("mkdir", "open", "fchmod", "fsync", "rename", "symlink", "replace", "rmdir", "unlink")

DIE = f"""
import os, sys
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parent)!r})
import test_editions
left = int(sys.argv[2])
def dying(name):
    real = getattr(os, name)
    def call(*args, **kwargs):
        global left
        if left == 0:
            os._exit(9)
        left -= 1
        return real(*args, **kwargs)
    return call
for name in {STEPS!r}:
    setattr(os, name, dying(name))
test_editions.build(Path(sys.argv[1]), "two")
"""


# There is a step more than publishing has, so that the last is known to be among them.
@pytest.mark.parametrize("step", range(25))
def test_a_build_that_is_killed_leaves_a_whole_edition(tmp_path: Path, step: int):
    """Killed at any step, the latest edition is the old one or the new one; the next heals."""
    build(tmp_path, "one")
    with lock(tmp_path, NOON):
        refuse(tmp_path, {"a.html": b"bad"}, "")
    done = subprocess.run([sys.executable, "-c", DIE, tmp_path, str(step)], check=False)
    edition = standing(tmp_path)
    assert edition
    assert () == edition.damaged
    assert done.returncode == (0 if step == 24 else 9)
    assert edition.name == ("2026-11-21.1" if step < 17 else "2026-11-21.2")
    build(tmp_path, "three")
    left = {path.name for path in tmp_path.iterdir()}
    assert {".lock", "editions", "latest"} == left
    assert not [p for p in (tmp_path / "editions").iterdir() if p.name.startswith(".")]


def failing(monkeypatch: pytest.MonkeyPatch, step: int, code: int) -> list[str]:
    """Let the disk refuse what publishing does, from `step` on; the calls that were refused."""
    refused: list[str] = []
    calls = 0

    def wrap(name: str) -> None:
        real = getattr(os, name)

        def call(*args: object, **kwargs: object) -> object:
            nonlocal calls
            calls += 1
            if calls <= step:
                return real(*args, **kwargs)
            refused.append(name)
            raise OSError(code, os.strerror(code))

        monkeypatch.setattr(os, name, call)

    for name in set(STEPS) - {"rmdir", "unlink"}:
        wrap(name)
    return refused


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EIO])
@pytest.mark.parametrize("step", range(0, 18, 2))
def test_a_disk_that_refuses_is_told_with_a_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int, code: int
):
    """A full or forbidden disk is no traceback, and the old edition or the new one stands."""
    build(tmp_path, "one")
    with monkeypatch.context() as patch:
        refused = failing(patch, step, code)
        stood = "2026-11-21.1"
        try:
            stood = build(tmp_path, "two")  # what is refused behind the last step is no harm
        except BriefingError as error:
            assert os.strerror(code) in error.problem  # noqa: PT017 - a late step may succeed
            assert error.help  # noqa: PT017
        assert refused or step >= 16
    edition = standing(tmp_path)
    assert edition
    assert edition.damaged == ()
    assert edition.name >= stood
    build(tmp_path, "three")
    assert not [p for p in (tmp_path / "editions").iterdir() if p.name.startswith(".")]


def test_a_full_disk_gets_its_room_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """What was written before the disk was full is removed at once."""
    build(tmp_path, "one")
    before = tree(tmp_path)

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(BriefingError, match="No space left") as raised:
            build(tmp_path, "two")
    assert raised.value.help == "make room on the disk, then build again"
    assert before.keys() == tree(tmp_path).keys()


@pytest.mark.parametrize("name", ["", "editions", "latest"])
def test_a_file_or_folder_in_the_way_is_named(tmp_path: Path, name: str):
    """Where something else stands in the place of a folder or link, it is named, not removed."""
    out = tmp_path / "out"
    blocked = out / name
    blocked.parent.mkdir(exist_ok=True)
    mine = blocked
    if name == "latest":
        blocked.mkdir()
        mine = blocked / "mine.txt"
    mine.write_text("mine")
    with pytest.raises(BriefingError, match=f"cannot use {blocked}:"):
        build(out, "one")
    assert "mine" == mine.read_text()
