"""The settings of a project: `[tool.briefing]` in pyproject.toml, or a briefing.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from os.path import normpath
from pathlib import Path, PurePath
from typing import Any

from briefing.diagnostics import BriefingError, Finding, Related
from briefing.files import read_file, refuse_file
from briefing.prose import meant
from briefing.text import Place, Text, decode

# The files that may hold the settings, and their table in each; the first counts.
FILES = {"briefing.toml": "", "pyproject.toml": "tool.briefing"}

PATHS = ("seeds", "facts", "templates", "out")
NAMES = ("sources", "briefings")
WORDS = ("language", "publisher", "theme", "paper", "embed")
SETTINGS = (*PATHS, *NAMES, *WORDS, "sign")
CHOICES = {
    "language": ("en-GB", "en-US"),
    "paper": ("A4", "Letter"),
    "embed": ("sentence", "lines", "sources"),
}
THEMES = "themes"


@dataclass(frozen=True, slots=True)
class Signing:
    """With what the PDFs are signed: `[tool.briefing.sign]`.

    The key of the `certificate` lies in the file `pkcs12`; or under the label `key` on a `token`
    that the PKCS#11 library `module` leads to. `passphrase_file` holds what opens either. Paths
    are relative to the project's folder, or absolute, since keys are best kept out of it.
    """

    certificate: str
    pkcs12: str = ""
    module: str = ""
    token: str = ""
    key: str = ""
    passphrase_file: str = ""


SIGNING = tuple(field.name for field in fields(Signing))
SECRETS = ("pkcs12", "passphrase_file")
ON_TOKEN = ("module", "token", "key")


@dataclass(frozen=True, slots=True)
class Config:
    """What a project has set, with the defaults for the rest; all paths are relative to `root`.

    `sources` are patterns of file names in `seeds`. No `briefings` means every template that
    is one. `publisher` names the house on the page. `theme` is a folder in `themes`, in the
    templates. `embed` says how much of the sources a finished file carries: the sentences around
    its quotes, the whole lines, or the whole sources. Without `sign`, nothing is
    signed.
    """

    root: Path
    seeds: str = "seeds"
    sources: tuple[str, ...] = ("*.txt",)
    facts: str = "seeds/facts.yaml"
    templates: str = "templates"
    out: str = "out"
    briefings: tuple[str, ...] = ()
    language: str = "en-GB"
    publisher: str = ""
    theme: str = "house"
    paper: str = "A4"
    embed: str = "sentence"
    sign: Signing | None = None

    @property
    def source_patterns(self) -> tuple[str, ...]:
        """The patterns of the sources' paths: "seeds/*.txt"."""
        return tuple(f"{self.seeds}/{pattern}" for pattern in self.sources)


def load_config(root: Path) -> tuple[Config, list[Finding]]:
    """The settings of the project in the folder `root`, and what is wrong with them.

    A setting that is wrong has its default. A folder without settings has all defaults; the
    folders above it are not asked, so that a project means the same wherever it lies. Raises
    BriefingError where there is no such folder, or a file of settings cannot be read.
    """
    if not root.is_dir():
        raise BriefingError(f"there is no folder `{root}`", "name the folder of the project")
    tables: list[_Table] = []
    findings: list[Finding] = []
    for name, header in FILES.items():
        table = _load_table(root, name, header)
        if isinstance(table, Finding):
            findings.append(table)
        elif table:
            tables.append(table)
    if len(tables) > 1:
        findings.append(_both(*tables))
    values, wrong = _checked(tables[0]) if tables else ({}, [])
    config = Config(root, **values)
    if config.sign:
        wrong += _exposed(config, config.sign, _within(tables[0], "sign"))
    return config, findings + wrong + _unknown_theme(config, tables[0] if tables else None)


@dataclass(frozen=True, slots=True)
class _Table:
    """The settings in a file: under `header`, or the whole file where that is empty."""

    text: Text
    header: str
    values: Mapping[str, Any]

    @property
    def place(self) -> Place:
        """Where the header stands, or the file where it is written in another way."""
        return _search(self.text, rf"\[{re.escape(self.header)}\]", 0) or self.text.whole()

    def place_of(self, key: str) -> Place:
        """Where the key stands, or the header where it is written in another way."""
        quoted = rf"[\"']?{re.escape(key)}[\"']?(?=\s*[=.])"
        return _search(self.text, quoted, self.place.span.end) or self.place


def _within(table: _Table, key: str) -> _Table:
    """The table that is the value of a key."""
    return _Table(table.text, f"{table.header}.{key}".lstrip("."), table.values[key])


def _search(text: Text, pattern: str, start: int) -> Place | None:
    """The first place behind `start` where the pattern stands at the head of a line."""
    found = re.compile(rf"^[ \t]*({pattern})", re.MULTILINE).search(text.content, start)
    return text.place(*found.span(1)) if found else None


def _load_table(root: Path, name: str, header: str) -> _Table | Finding | None:
    """The table of settings in a file; None where there is no such file or table in it."""
    refused = refuse_file(root / name, name)
    if refused or not (root / name).exists():
        return refused
    text, bad = decode(name, read_file(root / name))
    if bad is not None:
        return _invalid(text.place(*bad), "the settings are not UTF-8", "save the file as UTF-8")
    try:
        values: Any = tomllib.loads(text.content)
    except tomllib.TOMLDecodeError as error:
        return _syntax(text, str(error))
    for key in header.split(".") if header else ():
        values = values.get(key) if isinstance(values, dict) else None
    if values is None or isinstance(values, dict):
        return values if values is None else _Table(text, header, values)
    return _invalid(text.whole(), f"`{header}` is no table", f"write `[{header}]`")


def _syntax(text: Text, problem: str) -> Finding:
    """What tomllib says, at the place that stands at the end of its words."""
    words, _, where = problem.partition(" (at ")
    at = re.match(r"line (\d+), column (\d+)", where)
    start = len(text.content)
    if at:
        start = text.line_span(int(at[1])).start + int(at[2]) - 1
    message = f"the settings are no TOML: {words[:1].lower()}{words[1:]}"
    place = text.place(start, min(start + 1, len(text.content)))
    return _invalid(place, message, "see https://toml.io/en/v1.0.0")


def _both(first: _Table, second: _Table) -> Finding:
    message = f"settings stand in {first.text.path} and in {second.text.path}"
    related = (Related(second.place, "the other settings, which are not read"),)
    return _invalid(first.text.whole(), message, "keep one of the two", related)


def _checked(table: _Table) -> tuple[dict[str, Any], list[Finding]]:
    """The settings that are right, and findings for the others."""
    values: dict[str, Any] = {}
    findings = []
    for key, value in table.values.items():
        if key not in SETTINGS:
            findings.append(_unknown(table, key, SETTINGS))
        elif key == "sign" and isinstance(value, dict):
            values[key], wrong = _signing(_within(table, key))
            findings += wrong
        elif problem := _problem(key, value):
            place = table.place_of(key)
            findings.append(_invalid(place, f"`{key}` must be {problem}, not {_written(value)}"))
        else:
            values[key] = tuple(value) if isinstance(value, list) else value
    if "seeds" in values:
        values.setdefault("facts", f"{values['seeds']}/facts.yaml")
    return values, findings


def _signing(table: _Table) -> tuple[Signing | None, list[Finding]]:
    """How to sign, and what is wrong with that; what is wrong signs nothing."""
    findings = []
    for key, value in table.values.items():
        if key not in SIGNING:
            # It may be a passphrase, which no report may show: its line is left out.
            place = Text(table.text.path, "").whole()
            findings.append(replace(_unknown(table, key, SIGNING), place=place))
        elif not _is_words(value):
            message = f"`{key}` must be a text of one line, not {_written(value)}"
            findings.append(_invalid(table.place_of(key), message))
    if not findings and (lack := _lack(table.values.keys())):
        findings.append(_invalid(table.place, *lack))
    return (None, findings) if findings else (Signing(**table.values), [])


def _lack(given: Collection[str]) -> tuple[str, str] | None:
    """What the settings for signing leave open, and the way out; None where they are whole."""
    if "certificate" not in given:
        return "no `certificate` is named to sign with", "name the PEM file of the certificate"
    missing = [name for name in ON_TOKEN if name not in given]
    is_on_token = len(missing) < len(ON_TOKEN)
    if "pkcs12" in given and is_on_token:
        return "two keys are named to sign with", "name either `pkcs12`, or a key on a token"
    if is_on_token and missing:
        return f"a key on a token needs `{missing[0]}` as well", "name module, token and key"
    if "pkcs12" not in given and not is_on_token:
        return "no key is named to sign with", "name `pkcs12`, or `module`, `token` and `key`"
    return None


def _exposed(config: Config, signing: Signing, table: _Table) -> list[Finding]:
    """Where a secret lies among the files whose words or hashes are published."""
    folders = {folder: getattr(config, folder) for folder in ("seeds", "templates", "out")}
    return [
        _invalid(
            table.place_of(key),
            f"`{key}` leads into the folder `{folder}`, of which all is published",
            "keep secrets apart from the project's files",
        )
        for key in SECRETS
        for folder, path in folders.items()
        if (secret := getattr(signing, key))
        and PurePath(normpath(config.root / secret)).is_relative_to(normpath(config.root / path))
    ]


def _unknown(table: _Table, key: str, settings: Sequence[str]) -> Finding:
    known = ", ".join(f"`{name}`" for name in settings)
    way_out = meant(key, settings) or f"the settings are {known}"
    return Finding(
        "unknown-setting", f"there is no setting `{key}`", table.place_of(key), help=way_out
    )


def _problem(key: str, value: object) -> str:
    """What the value of a setting must be; empty where it is that."""
    if key in PATHS and not _is_path(value):
        return "a path relative to the project's folder"
    if key in NAMES and not (isinstance(value, list) and value and all(map(_is_path, value))):
        return "a list of one or more file names"
    if key in CHOICES and value not in CHOICES[key]:
        return _either(CHOICES[key])
    if key in WORDS and not _is_words(value):
        return "a text of one line"
    if key == "sign":
        return "a table"
    return ""


def _unknown_theme(config: Config, table: _Table | None) -> list[Finding]:
    """The finding on a theme that the templates do not have, if they have any or one is set."""
    folder = f"{config.templates}/{THEMES}"
    there = sorted(path.name for path in _entries(config.root / folder) if path.is_dir())
    is_set = table is not None and "theme" in table.values
    if config.theme in there or not (there or is_set):
        return []
    place = table.place_of("theme") if table and is_set else Text(folder, "").whole()
    message = f"there is no theme `{config.theme}` in `{folder}`"
    way_out = meant(config.theme, there) or f"set `theme` to {_either(there)}"
    return [_invalid(place, message, way_out if there else "put a folder of that name there")]


def _entries(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def _either(names: Sequence[str]) -> str:
    return " or ".join(f"`{name}`" for name in names)


def _is_words(value: object) -> bool:
    """Whether it is a text that says something, on one line, and can be a file's name."""
    return isinstance(value, str) and bool(value.strip()) and value.isprintable()


def _is_path(value: object) -> bool:
    return _is_words(value) and not PurePath(str(value)).is_absolute()


def _written(value: object) -> str:
    """The value roughly as TOML writes it."""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, str):
        return f"`{value}`" if value else "an empty text"
    if isinstance(value, dict):
        return "a table"
    return f"`{value}`"


def _invalid(
    place: Place, message: str, way_out: str = "", related: tuple[Related, ...] = ()
) -> Finding:
    return Finding("invalid-configuration", message, place, related=related, help=way_out)
