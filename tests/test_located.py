import functools

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from briefing import located
from briefing.located import (
    Json,
    Mapping,
    Node,
    Scalar,
    Sequence,
    load_yaml,
    to_plain,
    write_json,
)
from briefing.text import Text


def load(content: str) -> Mapping:
    """The mapping that a text holds, of which nothing is wrong."""
    node, findings = load_yaml(Text("f.yaml", content))
    assert findings == []
    assert isinstance(node, Mapping)
    return node


def scalar(content: str) -> Scalar:
    """The text behind the key `a`."""
    node = load(content).get("a")
    assert isinstance(node, Scalar)
    return node


@pytest.fixture(params=["CBaseLoader", "BaseLoader"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch):
    """Both parsers of PyYAML, the one in C and the one in Python."""
    monkeypatch.setattr(located, "_LOADER", getattr(yaml, request.param))


def test_all_scalars_are_strings():
    """YAML's guesses at numbers, dates, truth and nothing are off."""
    node = load("a: 14.30\nb: 2024-07-01\nc: yes\nd: ~\ne:\nf: 0x1F\n")
    assert list(to_plain(node).values()) == ["14.30", "2024-07-01", "yes", "~", "", "0x1F"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_node_knows_its_place(end: str):
    """Places count in code points, whatever stands in front: accents, astral characters, CRLF."""
    lines = ["é: 😀", "list:", "  - 😀: [ü, “x”]", "a: 'q'"]
    text = Text("f.yaml", end.join(lines))
    node, _ = load_yaml(text)
    assert isinstance(node, Mapping)
    item = node.get("list").items[0]
    pair = item.get("😀")
    shown = [(n.place.start, n.place.words) for n in (*pair.items, item.key("😀"), node.get("a"))]
    assert shown == [((3, 9), "ü"), ((3, 12), "“x”"), ((3, 5), "😀"), ((4, 4), "'q'")]


@pytest.mark.parametrize(
    ("content", "words", "start"),
    [
        ("a: one two\n", "two", (1, 8)),
        ("a: |\n  one\n  two 😀\n", "two 😀", (3, 3)),
        ("a: |2-  # one two\n   one\n\n  two\n", "two", (4, 3)),
        ("a: >\n  one\n  two\n", "two", (3, 3)),
        ("a: |1\n 1\n", "1", (2, 2)),
        ("a: 'one two'\n", "two", (1, 9)),
        ('a: "one two"\n', "two", (1, 9)),
        ("a: one\n   two\n", "two", (2, 4)),
        ("a: |\n  two two two\n  two x\n", "two x", (3, 3)),
    ],
)
def test_a_part_of_a_value_knows_its_place(content: str, words: str, start: tuple[int, int]):
    """Words of a value are found where they stand, in every style of writing it."""
    value = scalar(content)
    at = value.value.rindex(words)
    part = value.part(at, at + len(words))
    assert (part.start, part.words) == (start, words)


def test_behind_escapes_a_part_is_the_whole():
    """Where escapes hide a place, it is that of the whole value, and never a wrong one."""
    value = scalar('a: "\\u006fne two"\n')
    assert value.value == "one two"
    assert value.part(4, 7).words == '"\\u006fne two"'


LINES = st.lists(st.from_regex(r"[a-c#:,'\"é😀\[{]{1,4}( [a-c#:é😀]{1,4}){0,3}", fullmatch=True))


@given(LINES.filter(bool), st.data())
def test_a_word_of_a_literal_block_is_found_where_it_stands(lines: list[str], data: st.DataObject):
    """Each character of a block's words is found at its own line and column."""
    value = scalar("a: |\n" + "".join(f"  {line}\n" for line in lines))
    assert value.value.splitlines() == lines
    number = data.draw(st.integers(0, len(lines) - 1))
    column = data.draw(st.sampled_from([i for i, c in enumerate(lines[number]) if c != " "]))
    at = sum(len(line) + 1 for line in lines[:number]) + column
    assert value.part(at, at + 1).start == (number + 2, column + 3)


@pytest.mark.parametrize(
    ("content", "start", "message"),
    [
        ("", (1, 1), "is empty"),
        ("# only this\n", (1, 1), "is empty"),
        ("a: b: c\n", (1, 5), "not YAML"),
        ("é: [1\n", (2, 1), "not YAML"),
        ("a: @x\n", (1, 4), "not YAML"),
        ("a:\n\t- b\n", (2, 1), "not YAML"),
        ("é: &x 1\n", (1, 4), "an anchor"),
        ("a: *x\n", (1, 4), "an alias"),
        ("a: !!int 1\n", (1, 4), "a tag"),
        ("a: !x [1]\n", (1, 4), "a tag"),
        ("a: 1\n---\nb: 1\n", (2, 1), "a second document"),
        ("[" * 5000, (1, 25), "more than 24 levels"),
        ("é: \x00\n", (1, 4), "U+0000"),
        ("a: \ufeff\n", (1, 4), "U+FEFF"),
        ("? [a]\n: b\n", (1, 3), "no text"),
    ],
)
def test_what_a_facts_file_has_no_use_for_is_refused_at_its_place(
    content: str, start: tuple[int, int], message: str
):
    """Each is one finding that says what it is."""
    _, findings = load_yaml(Text("f.yaml", content))
    assert {(f.rule, f.place.start) for f in findings} == {("invalid-yaml", start)}
    assert message in findings[0].message


def test_a_bomb_of_aliases_is_refused_at_once():
    """A file is no larger than it looks."""
    levels = "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))
    node, findings = load_yaml(Text("f.yaml", "a0: &a0 x\n" + levels))
    assert (node, len(findings)) == (None, 1)


def test_of_a_key_given_twice_the_first_stands():
    """Both places are told."""
    node, (finding,) = load_yaml(Text("f.yaml", "a: 1\nb: 2\na: 3\n"))
    assert to_plain(node) == {"a": "1", "b": "2"}
    assert (finding.rule, finding.place.start) == ("duplicate-key", (3, 1))
    assert finding.related[0].place.start == (1, 1)


def test_what_yaml_cannot_read_is_printed_as_a_block_to_paste():
    """The help holds the key and the value as a literal block, which then reads as meant."""
    content = "  cite: 001:1 He said: no\n"
    _, (finding,) = load_yaml(Text("f.yaml", content))
    block = finding.help.partition("\n")[2]
    assert to_plain(load(block)) == {"cite": "001:1 He said: no"}


@given(st.text(alphabet=st.sampled_from("ab:-[]{}&*!|>'\"%@`#,? \n\t\r\x00é😀")))
def test_any_text_is_a_tree_or_findings_inside_it(content: str):
    """Nothing is both: a tree whose scalars stand where they say, or a finding with its place."""
    text = Text("f.yaml", content)
    node, findings = load_yaml(text)
    assert node or findings
    for finding in findings:
        assert finding.rule in {"invalid-yaml", "duplicate-key"}
        assert 0 <= finding.place.span.start <= finding.place.span.end <= len(content)


# What may stand in a facts file, but for new lines that JSON does not escape.
TEXTS = st.text(
    st.characters(
        exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff"
    )
    | st.sampled_from('\n\t"\\: ,[]{}'),
    max_size=9,
)
VALUES = st.recursive(
    TEXTS | st.integers() | st.floats(allow_nan=False) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=9,
)


def described(node: Node) -> object:
    """All that there is to say of a node: what it holds, where, and how it is written."""
    match node:
        case Scalar(value, place, plain):
            return value, place.span, plain
        case Sequence(items, place):
            return [*map(described, items), place.span]
        case Mapping(entries, place):
            return [*((described(key), described(item)) for key, item in entries), place.span, {}]


@given(VALUES)
def test_what_is_written_is_located_as_if_it_were_read(value: Json):
    """Every value of a JSON text has the place that a reader of YAML finds."""
    text, written, told = write_json("f.json", value)
    read, findings = load_yaml(text)

    assert written is not None
    assert read is not None
    assert described(read) == described(written)
    assert told == findings == []


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"a": "x\u0080"}, "control character U+0080"),
        ({"a\ufeff": "x"}, "control character U+FEFF"),
        (functools.reduce(lambda inner, _: [inner], range(25), ["x"]), "more than 24 levels"),
    ],
)
def test_what_no_facts_file_may_hold_is_not_located(value: Json, message: str):
    """The same is refused as in YAML: a file made by hand passes by neither way."""
    text, written, (finding,) = write_json("f.json", value)

    assert written is None
    assert message in finding.message
    assert message in load_yaml(text)[1][0].message


def test_as_many_levels_are_located_as_are_read():
    """A value of the greatest depth is one."""
    deepest = functools.reduce(lambda inner, _: [inner], range(23), ["x"])
    text, written, _ = write_json("f.json", deepest)

    assert written is not None
    assert load_yaml(text)[0] is not None
