"""What all tests share: how hard properties are tried, and how cases are brought up to date."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from projects import build_project, make_project, told
from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).parent.parent

# Today is what the clock says, wherever the tests run.
os.environ.pop("SOURCE_DATE_EPOCH", None)

settings.register_profile("default", max_examples=20, deadline=None, derandomize=True)
settings.register_profile("thorough", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that rewrites the expected output in the rules' pages."""
    parser.addoption(
        "--update-cases",
        action="store_true",
        help="write what the cases print into the rules' pages, to be read by eye",
    )


# What one worker does alone, each first of all: others would only wait for what it makes.
TOGETHER = {
    "test_theme_pages.py": "long pages",
    "test_accessibility.py": "finished pages",
    "test_standards.py": "finished pages",
}


class ByWhatIsShared(LoadScopeScheduling):
    """Gives each test to whoever is free, but for those that share what takes long to make."""

    def _split_scope(self, nodeid: str) -> str:
        file = Path(nodeid.partition("::")[0]).name
        return TOGETHER.get(file, nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByWhatIsShared:
    """Let pytest-xdist share out the tests in this way."""
    return ByWhatIsShared(config, log)


@pytest.fixture(scope="session")
def built_edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the edition that the real project makes; nobody may change it."""

    def copy(folder: Path) -> None:
        for name in ("seeds", "templates"):
            shutil.copytree(ROOT / name, folder / name)
        shutil.copy(ROOT / "pyproject.toml", folder)

    return published_once(tmp_path_factory, "real", copy)


@pytest.fixture(scope="session")
def small_edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the edition that the small project makes; nobody may change it."""
    return published_once(tmp_path_factory, "small", make_project)


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """A folder for all workers of a run."""
    folder = factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


def published_once(
    factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]
) -> Path:
    """The edition that a project publishes, once for all workers of a run.

    Its tests have nothing to look at if it is refused.
    """
    shared = shared_folder(factory)
    project = shared / name
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not project.exists():
            make(project)
            outcome = build_project(project)
            assert outcome.is_new, "\n".join(told(outcome.report.findings))
    return (project / "out" / "latest").resolve(strict=True)
