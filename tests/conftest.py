"""What all tests share: how hard properties are tried, and how cases are brought up to date."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings
from projects import build_project, make_project, told

ROOT = Path(__file__).parent.parent

settings.register_profile("default", max_examples=50, deadline=None, derandomize=True)
settings.register_profile("thorough", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that rewrites the expected output in the rules' pages."""
    parser.addoption(
        "--update-cases",
        action="store_true",
        help="write what the cases print into the rules' pages, to be read by eye",
    )


@pytest.fixture(scope="session")
def built_edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the edition that the real project makes; each worker builds it once."""
    folder = tmp_path_factory.mktemp("real")
    for name in ("seeds", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return published(folder)


@pytest.fixture(scope="session")
def small_edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the edition that the small project makes; the project is two levels above."""
    return published(make_project(tmp_path_factory.mktemp("small")))


def published(project: Path) -> Path:
    """The edition that a project publishes; its tests have nothing to look at if it is refused."""
    outcome = build_project(project)
    assert outcome.is_new, "\n".join(told(outcome.report.findings))
    return (project / "out" / "latest").resolve()
