from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from projects import IRREGULAR, make_irregular

from briefing.diagnostics import BriefingError
from briefing.sources import Source, Sources, find_sources, load_sources, read_sources


def read(**files: bytes) -> Sources:
    """Sources with these names, of which nothing is wrong."""
    sources, findings = read_sources((f"seeds/{name}.txt", data) for name, data in files.items())
    assert findings == []
    return sources


def only(data: bytes) -> Source:
    """The one source with these bytes."""
    (source,) = read(a=data)
    return source


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"one\ntwo\n", ["one", "two"]),
        (b"one\ntwo", ["one", "two"]),
        (b"one\r\ntwo\r\n", ["one", "two"]),
        (b"one\rtwo\r", ["one", "two"]),
        (b"\none", ["", "one"]),
        (b"one\n\n", ["one", ""]),
        (b"\xef\xbb\xbfone\n", ["one"]),
        ("one\u2028still\x0cone\x85".encode(), ["one\u2028still\x0cone\x85"]),
        ("a\u202eb\u200bc".encode(), ["a\u202eb\u200bc"]),
    ],
)
def test_lines_are_those_of_an_editor(data: bytes, lines: list[str]):
    """Lines end as an editor ends them; a byte order mark is no text; controls are kept."""
    text = only(data).text
    assert [text.line(number + 1) for number in range(text.line_count)] == lines


def test_a_source_keeps_the_hash_of_its_bytes():
    """The hash is that of the file, byte order mark and line ends included."""
    data = b"\xef\xbb\xbfone\r\n"
    assert only(data).sha256 == sha256(data).hexdigest()


def test_sources_come_in_the_order_of_their_names():
    """The order does not depend on the file system."""
    assert [source.name for source in read(b=b"x", a=b"x", c=b"x")] == ["a.txt", "b.txt", "c.txt"]


def test_a_source_is_found_by_a_prefix_of_its_name():
    """A unique prefix means one source; a shared one means several, an unknown one none."""
    sources = read(**{"001_ab": b"x", "001_ac": b"x", "002": b"x"})
    assert (list(sources)[2],) == sources.matching("002") == sources.matching("002.txt")
    assert [source.name for source in sources.matching("001_ab")] == ["001_ab.txt"]
    assert [source.name for source in sources.matching("001")] == ["001_ab.txt", "001_ac.txt"]
    assert sources.matching("003") == ()


@given(st.lists(st.from_regex(r"[a-c_.\-0]{1,6}", fullmatch=True), min_size=1, unique=True))
def test_the_key_of_a_source_finds_it_and_no_other(names: list[str]):
    """A key is a prefix of the name, and leads to its source alone, as the name does."""
    sources, _ = read_sources((f"{name}.txt", b"x") for name in names)
    assert len(sources) == len(names)
    for source in sources:
        assert source.name.startswith(source.key)
        assert (source,) == sources.matching(source.key)
        assert (source,) == sources.matching(source.name)
        assert source is sources.named(source.key) is sources.named(source.name)


def test_keys_are_short():
    """A key is the first part of a name where that tells it apart, and no longer than needed."""
    keys = [s.key for s in read(**{"001_affd": b"x", "002": b"x", "a-b_c1": b"x", "a-b_c2": b"x"})]
    assert keys == ["001", "002", "a-b_c1", "a-b_c2"]


def test_a_file_that_is_not_utf_8_is_refused_at_its_first_bad_byte():
    """The finding names the line and column of the first bytes that are no character."""
    sources, (finding,) = read_sources([("seeds/a.txt", "é\nüx".encode() + b"\xff\xfe0")])
    assert (finding.rule, finding.place.start) == ("undecodable-source", (2, 3))
    assert len(sources) == 0
    assert sources.is_refused("a")


@given(st.binary())
def test_any_bytes_are_a_source_or_a_finding(data: bytes):
    """Bytes are read as text as they are, or refused with one finding inside the file."""
    sources, findings = read_sources([("a.txt", data)])
    assert len(sources) + len(findings) == 1
    for source in sources:
        assert source.text.content.encode() == data.removeprefix(b"\xef\xbb\xbf")
    for finding in findings:
        place = finding.place
        assert place.span.end <= len(place.text.content)
        assert finding.rule in {"undecodable-source", "empty-source"}


@pytest.mark.parametrize("data", [b"", b"\n", b" \t\r\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(data: bytes):
    """White space alone is no source."""
    sources, (finding,) = read_sources([("seeds/a.txt", data)])
    assert (finding.rule, len(sources)) == ("empty-source", 0)


def test_two_files_of_one_name_are_refused():
    """A citation could mean either."""
    _, (finding,) = read_sources([("a/x.txt", b"1"), ("b/x.txt", b"2")])
    assert (finding.rule, finding.place.path) == ("ambiguous-source", "b/x.txt")


def test_sources_are_loaded_from_the_files_that_match(tmp_path: Path):
    """Each file once, by its path relative to the project; hidden files and folders are none."""
    for path in ("seeds/b.txt", "seeds/a.txt", "seeds/.hidden.txt", "seeds/c.md"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text("text")
    (tmp_path / "seeds/a folder").mkdir()
    sources, findings = load_sources(tmp_path, ["seeds/*.txt", "seeds/a*"])
    assert [source.text.path for source in sources] == ["seeds/a.txt", "seeds/b.txt"]
    assert findings == []


@pytest.mark.parametrize("pattern", ["seeds/*.txt", "seeds/a.txt"])
@pytest.mark.parametrize(("kind", "what"), IRREGULAR.items())
def test_a_source_that_is_no_file_is_a_finding(tmp_path: Path, kind: str, what: str, pattern: str):
    """What has a source's name and cannot be read is told, never opened, never passed over."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/b.txt").write_text("text")
    make_irregular(tmp_path / "seeds/a.txt", kind)
    sources, [finding] = load_sources(tmp_path, [pattern, "seeds/b*"])
    assert ("unreadable-file", f"seeds/a.txt is {what}, and no file", "seeds/a.txt") == (
        finding.rule,
        finding.message,
        finding.place.path,
    )
    assert (["b.txt"], True) == ([s.name for s in sources], sources.is_refused("a"))


def test_the_facts_file_is_no_source(tmp_path: Path):
    """A pattern may match it: what we claim is never found among what proves it."""
    for name in ("a.txt", "facts.yaml"):
        (tmp_path / name).write_text("text")
    sources, findings = load_sources(tmp_path, ["*"], "./facts.yaml")
    assert ([source.name for source in sources], findings) == (["a.txt"], [])


def test_no_file_that_matches_is_a_finding(tmp_path: Path):
    """An empty folder is never green."""
    sources, (finding,) = load_sources(tmp_path, ["seeds/*.txt"])
    assert (finding.rule, finding.place.path, len(sources)) == ("no-sources", "seeds/*.txt", 0)


def test_two_stars_stand_for_all_folders(tmp_path: Path):
    """At the end, for all that is in them: in every version of Python."""
    (tmp_path / "b" / "d").mkdir(parents=True)
    for name in ("a.txt", "b/c.txt", "b/d/e.txt"):
        (tmp_path / name).touch()

    for pattern in ("**", "**/*", "**/*.txt"):
        assert ["a.txt", "b/c.txt", "b/d/e.txt"] == find_sources(tmp_path, [pattern])
    assert ["b/c.txt", "b/d/e.txt"] == find_sources(tmp_path, ["b/**"])


@pytest.mark.parametrize("pattern", ["", "/etc/*.txt", "**a.txt", "***", "a**/b.txt"])
def test_a_pattern_that_is_none_stops_the_work(tmp_path: Path, pattern: str):
    """What cannot be looked for is no empty result."""
    with pytest.raises(BriefingError, match="cannot look for sources"):
        load_sources(tmp_path, [pattern])
