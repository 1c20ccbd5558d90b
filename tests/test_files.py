from pathlib import Path

import pytest

from briefing.diagnostics import BriefingError
from briefing.files import read_file


def test_what_the_system_does_not_give_is_told_with_its_path(tmp_path: Path):
    """A file that is lost, or that is a folder, stops the work in words, with a way out."""
    for path in (tmp_path, tmp_path / "lost.txt"):
        with pytest.raises(BriefingError, match=f"cannot read {path}: ") as raised:
            read_file(path)
        assert raised.value.help
