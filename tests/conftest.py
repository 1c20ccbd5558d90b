"""What all tests share: how hard properties are tried, and how cases are brought up to date."""

import os

import pytest
from hypothesis import settings

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
