import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from projects import IRREGULAR, make_irregular

from briefing.config import SETTINGS, SIGNING, Config, Signing, load_config
from briefing.diagnostics import BriefingError
from briefing.report import FORMATS, render_report
from briefing.report.model import Report


def load(folder: Path, **files: str) -> tuple[Config, list[str]]:
    """The settings with these files, and the findings as `path:line:column rule message`."""
    for name, content in files.items():
        (folder / name.replace("_toml", ".toml")).write_text(content, encoding="utf-8")
    config, findings = load_config(folder)
    return config, [
        f"{f.place.path}:{f.place.start.line}:{f.place.start.column} {f.rule} {f.message}"
        for f in findings
    ]


def test_a_project_without_settings_has_the_defaults(tmp_path: Path):
    """Neither file is needed, nor a table in pyproject.toml."""
    assert load(tmp_path) == (Config(tmp_path), [])
    assert load(tmp_path, pyproject_toml='[project]\nname = "x"\n') == (Config(tmp_path), [])


@pytest.mark.parametrize(
    ("file", "header"), [("pyproject_toml", "[tool.briefing]\n"), ("briefing_toml", "")]
)
def test_settings_are_read_from_either_file(tmp_path: Path, file: str, header: str):
    """Every setting can be made in pyproject.toml and in briefing.toml."""
    settings = """
    seeds = "docs"
    sources = ["*.txt", "*.md"]
    facts = "claims.yaml"
    templates = "pages"
    out = "public"
    briefings = ["summary"]
    language = "en-US"
    publisher = "House"
    theme = "plain"
    paper = "Letter"
    """
    (tmp_path / "pages" / "themes" / "plain").mkdir(parents=True)
    expected = Config(
        tmp_path,
        seeds="docs",
        sources=("*.txt", "*.md"),
        facts="claims.yaml",
        templates="pages",
        out="public",
        briefings=("summary",),
        language="en-US",
        publisher="House",
        theme="plain",
        paper="Letter",
    )
    assert load(tmp_path, **{file: header + settings}) == (expected, [])


@pytest.mark.parametrize("name", ["briefing.toml", "pyproject.toml"])
@pytest.mark.parametrize(("kind", "what"), IRREGULAR.items())
def test_settings_that_are_no_file_are_a_finding(tmp_path: Path, name: str, kind: str, what: str):
    """What has the name of the settings is told where it cannot be read, and never opened."""
    make_irregular(tmp_path / name, kind)
    told = f"{name}:1:1 unreadable-file {name} is {what}, and no file"
    assert (Config(tmp_path), [told]) == load(tmp_path)


def test_the_facts_file_lies_beside_the_sources(tmp_path: Path):
    """Where the folder of the sources is set, the facts file is expected in it."""
    config, _ = load(tmp_path, briefing_toml='seeds = "docs"')
    assert config.facts == "docs/facts.yaml"
    assert config.source_patterns == ("docs/*.txt",)


def test_an_unknown_setting_is_found_at_its_key(tmp_path: Path):
    """A misspelt setting is named with its line; one of the same name elsewhere is not meant."""
    toml = '[other]\nsede = 1\n\n[tool.briefing]\n  sede = "docs"\n'
    config, findings = load(tmp_path, pyproject_toml=toml)
    assert config == Config(tmp_path)
    assert findings == ["pyproject.toml:5:3 unknown-setting there is no setting `sede`"]


def test_an_unknown_setting_has_a_way_out(tmp_path: Path):
    """The finding names the setting that was meant, or all there are."""
    (tmp_path / "briefing.toml").write_text('sede = "a"\nxyzzy = "b"\n')
    near, far = load_config(tmp_path)[1]
    assert near.help == "did you mean `seeds`?"
    assert all(setting in far.help for setting in SETTINGS)


WRONG = {
    'out = "a\\u0000b"': "1:1 invalid-configuration `out` must be a path relative to the project's "
    "folder, not `a\x00b`",
    'sources = ["/a"]': "1:1 invalid-configuration `sources` must be a list of one or more file "
    "names, not `['/a']`",
    "seeds = 3": "1:1 invalid-configuration `seeds` must be a path relative to the project's "
    "folder, not `3`",
    'out = ""': "1:1 invalid-configuration `out` must be a path relative to the project's "
    "folder, not an empty text",
    'out = "/srv"': "1:1 invalid-configuration `out` must be a path relative to the project's "
    "folder, not `/srv`",
    'sources = "*.txt"': "1:1 invalid-configuration `sources` must be a list of one or more "
    "file names, not `*.txt`",
    "briefings = []": "1:1 invalid-configuration `briefings` must be a list of one or more "
    "file names, not `[]`",
    'language = "fr"': "1:1 invalid-configuration `language` must be `en-GB` or `en-US`, not `fr`",
    "\n publisher = true": "2:2 invalid-configuration `publisher` must be "
    "a text of one line, not `true`",
    "publisher.en = 'x'": "1:1 invalid-configuration `publisher` must be "
    "a text of one line, not a table",
    "publisher = ": "1:13 invalid-configuration the settings are no TOML: invalid value",
    "publisher = 'x'\npublisher = 'y'": "2:16 invalid-configuration the settings are no TOML: "
    "cannot overwrite a value",
    "publisher = '": '1:14 invalid-configuration the settings are no TOML: expected "\'"',
}


@pytest.mark.parametrize("toml", WRONG)
def test_a_wrong_value_is_found_at_its_key(tmp_path: Path, toml: str):
    """A value of the wrong kind is named with its line and what it must be, and is not used."""
    expected = (Config(tmp_path), [f"briefing.toml:{WRONG[toml]}"])
    config, findings = load(tmp_path, briefing_toml=toml)
    assert expected == (config, findings)


def test_a_table_that_is_none_is_found(tmp_path: Path):
    """`tool.briefing` must be a table."""
    findings = load(tmp_path, pyproject_toml="[tool]\nbriefing = 3\n")[1]
    assert findings == ["pyproject.toml:1:1 invalid-configuration `tool.briefing` is no table"]
    assert load(tmp_path, pyproject_toml="tool = 3\n") == (Config(tmp_path), [])


def test_an_inline_table_is_read_all_the_same(tmp_path: Path):
    """However TOML writes the table it counts, and its faults are found in the file."""
    toml = '[tool]\nbriefing = {seeds = "docs", sede = 1}\n'
    config, findings = load(tmp_path, pyproject_toml=toml)
    assert config.seeds == "docs"
    assert findings == ["pyproject.toml:1:1 unknown-setting there is no setting `sede`"]


def test_settings_in_both_files_are_found(tmp_path: Path):
    """Of two files with settings one is read, and the other is named."""
    pyproject, own = '[tool.briefing]\npublisher = "a"\n', 'publisher = "b"\n'
    config, findings = load(tmp_path, pyproject_toml=pyproject, briefing_toml=own)
    assert config.publisher == "b"
    expected = "settings stand in briefing.toml and in pyproject.toml"
    assert findings == [f"briefing.toml:1:1 invalid-configuration {expected}"]


def test_what_cannot_be_read_stops_the_work(tmp_path: Path):
    """A folder that is none is an error with a way out."""
    with pytest.raises(BriefingError, match="there is no folder") as raised:
        load_config(tmp_path / "nowhere")
    assert raised.value.help


@given(st.binary())
def test_arbitrary_bytes_are_settings_or_a_finding(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
):
    """Whatever is in the file, either it is TOML, or one finding tells where it is not."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "briefing.toml").write_bytes(content)
    config, findings = load_config(folder)
    assert config == Config(folder)
    assert len(findings) == 1 or is_toml(content)
    assert all(finding.place.span.end <= len(finding.place.text.content) for finding in findings)


def is_toml(content: bytes) -> bool:
    """Whether this is a file of settings, or could be one."""
    try:
        tomllib.loads(content.decode("utf-8-sig"))
    except ValueError:
        return False
    return True


THEMES_SEEN = [
    # the settings, the themes that there are, where it is told, what of it
    ('theme = "night"', ["day", "noon"], "briefing.toml:1:1", "there is no theme `night`"),
    ('paper = "A4"\n"theme"="x"', ["day"], "briefing.toml:2:1", "there is no theme `x`"),
    ('theme = "../themes/day"', ["day"], "briefing.toml:1:1", "there is no theme `../themes/day`"),
    ('theme = "day"', [], "briefing.toml:1:1", "there is no theme `day`"),
    ('paper = "A4"', ["day"], "templates/themes:1:1", "there is no theme `house`"),
]


@pytest.mark.parametrize(("settings", "themes", "place", "message"), THEMES_SEEN)
def test_an_unknown_theme_is_a_finding(
    tmp_path: Path, settings: str, themes: list[str], place: str, message: str
):
    """A theme that the templates do not have is told, set or not, and never passed over."""
    for theme in themes:
        (tmp_path / "templates" / "themes" / theme).mkdir(parents=True)
    told = f"{place} invalid-configuration {message} in `templates/themes`"
    assert [told] == load(tmp_path, briefing_toml=settings)[1]


def test_a_project_without_themes_needs_none(tmp_path: Path):
    """Who has a layout with a look of its own has no folder of themes, and sets none."""
    (tmp_path / "templates").mkdir()
    assert [] == load(tmp_path, briefing_toml='paper = "Letter"')[1]


def test_the_way_out_of_an_unknown_theme_names_those_that_there_are(tmp_path: Path):
    """The themes are listed, and the one that is meant is told."""
    for theme in ("day", "noon"):
        (tmp_path / "templates" / "themes" / theme).mkdir(parents=True)
    ways_out = []
    for theme in ("evening", "nooon"):
        (tmp_path / "briefing.toml").write_text(f'theme = "{theme}"', encoding="utf-8")
        ways_out += [finding.help for finding in load_config(tmp_path)[1]]
    assert "set `theme` to `day` or `noon`" == ways_out[0]
    assert "`noon`" in ways_out[1]


# --- signing ------------------------------------------------------------------------------

ON_FILE = 'certificate = "e.pem"\npkcs12 = "e.p12"\n'
ON_TOKEN = 'certificate = "e.pem"\nmodule = "/m.so"\ntoken = "t"\nkey = "k"\n'


@pytest.mark.parametrize(
    ("toml", "expected"),
    [
        (
            f'{ON_FILE}passphrase_file = "/run/p"',
            Signing("e.pem", "e.p12", passphrase_file="/run/p"),
        ),
        (ON_TOKEN, Signing("e.pem", module="/m.so", token="t", key="k")),
    ],
)
def test_how_to_sign_is_set_in_a_table_of_its_own(tmp_path: Path, toml: str, expected: Signing):
    """In either file, with a key in a file or on a token."""
    folders = [tmp_path / "own", tmp_path / "python"]
    for folder in folders:
        folder.mkdir()
    assert load(folders[0], briefing_toml=f"[sign]\n{toml}") == (
        Config(folders[0], sign=expected),
        [],
    )
    assert load(folders[1], pyproject_toml=f"[tool.briefing.sign]\n{toml}") == (
        Config(folders[1], sign=expected),
        [],
    )


WRONG_SIGNING = {
    "sign = 3": "1:1 invalid-configuration `sign` must be a table, not `3`",
    "[sign]": "1:1 invalid-configuration no `certificate` is named to sign with",
    '[sign]\npkcs12 = "e.p12"': "1:1 invalid-configuration no `certificate` is named to sign with",
    '[sign]\ncertificate = "e.pem"': "1:1 invalid-configuration no key is named to sign with",
    f'[sign]\n{ON_FILE}token = "t"': "1:1 invalid-configuration two keys are named to sign with",
    '[sign]\ncertificate = "e.pem"\nmodule = "m.so"\nkey = "k"': "1:1 invalid-configuration "
    "a key on a token needs `token` as well",
    '[sign]\ncertificate = ["e.pem"]\npkcs12 = "e.p12"': "2:1 invalid-configuration "
    "`certificate` must be a text of one line, not `['e.pem']`",
    f'[sign]\n{ON_FILE}pasphrase_file = "p"': "1:1 unknown-setting there is no setting "
    "`pasphrase_file`",
}


@pytest.mark.parametrize("toml", WRONG_SIGNING)
def test_what_is_wrong_with_signing_is_found(tmp_path: Path, toml: str):
    """Settings by which nothing can be signed are named, and nothing is signed by them."""
    expected = (Config(tmp_path), [f"briefing.toml:{WRONG_SIGNING[toml]}"])
    assert expected == load(tmp_path, briefing_toml=toml)
    assert load_config(tmp_path)[1][0].help or toml == "sign = 3" or "not `['" in expected[1][0]


@pytest.mark.parametrize(
    "toml",
    [
        f'[sign]\n{ON_FILE}passphrase = "hunter2"',
        'sign = {certificate = "e", pkcs12 = "e", passphrase = "hunter2"}',
    ],
)
@pytest.mark.parametrize("format_", FORMATS)
def test_a_passphrase_in_the_settings_is_found_and_not_repeated(
    tmp_path: Path, toml: str, format_: str
):
    """It is no setting, and no report shows the line that it stands in."""
    (tmp_path / "briefing.toml").write_text(toml)
    report = Report(tuple(load_config(tmp_path)[1]))
    assert ["unknown-setting"] == [finding.rule for finding in report.findings]
    assert "hunter2" not in render_report(report, format_)


@pytest.mark.parametrize(
    ("key", "path", "folder"),
    [
        ("passphrase_file", "seeds/p.txt", "seeds"),
        ("passphrase_file", "x/../templates/p", "templates"),
        ("pkcs12", "out/e.p12", "out"),
    ],
)
def test_a_secret_among_what_is_published_is_found(
    tmp_path: Path, key: str, path: str, folder: str
):
    """The hash of each input is published, and that of a passphrase could be guessed from."""
    values = {"certificate": "e.pem", "pkcs12": "e.p12"} | {key: path}
    toml = "[sign]\n" + "".join(f'{name} = "{value}"\n' for name, value in values.items())
    line = list(values).index(key) + 2
    message = f"`{key}` leads into the folder `{folder}`, of which all is published"
    expected = f"briefing.toml:{line}:1 invalid-configuration {message}"
    assert [expected] == load(tmp_path, briefing_toml=toml)[1]
    absolute = toml.replace(path, str(tmp_path / path))
    assert [expected] == load(tmp_path, briefing_toml=absolute)[1]


def test_an_unknown_setting_for_signing_has_a_way_out(tmp_path: Path):
    """The finding names all that there are."""
    (tmp_path / "briefing.toml").write_text(f"[sign]\n{ON_FILE}xyzzy = 1")
    [finding] = load_config(tmp_path)[1]
    assert all(setting in finding.help for setting in SIGNING)
