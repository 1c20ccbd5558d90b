"""Everything that the outcome of a build depends on."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from briefing.config import Config
from briefing.files import read_file
from briefing.sources import find_sources

NO_CERTIFICATE = "name the certificate's PEM file with the setting `certificate`"
PACKAGE = Path(__file__).parent
CODE = {".py", ".json", ".ttf", ".woff2", ".css"}
# Other versions of these give other bytes.
SHAPING = ("jinja2", "matplotlib", "weasyprint", "pydyf", "fonttools")


def read_inputs(config: Config) -> dict[str, str]:
    """The hash of everything that the outcome depends on, by path: files and our own versions."""
    files = [
        *(config.root / name for name in find_sources(config.root, config.source_patterns)),
        config.root / config.facts,
        *(path for path in (config.root / config.templates).rglob("*") if path.is_file()),
    ]
    inputs = {
        path.relative_to(config.root).as_posix(): sha256(read_file(path)).hexdigest()
        for path in files
        if path.is_file()
    }
    if config.sign:  # it stands for its key, of which nothing may be told
        certificate = read_file(config.root / config.sign.certificate, NO_CERTIFICATE)
        inputs["(certificate)"] = sha256(certificate).hexdigest()
    inputs["(settings)"] = sha256(repr(replace(config, root=Path())).encode()).hexdigest()
    return inputs | _versions()


def _versions() -> dict[str, str]:
    """Our own code, and the packages that shape a page."""
    ours = sorted(path for path in PACKAGE.rglob("*") if path.suffix in CODE)
    hashed = sha256(b"".join(sha256(path.read_bytes()).digest() for path in ours)).hexdigest()
    return {"(briefing)": hashed} | {f"({name})": version(name) for name in SHAPING}
