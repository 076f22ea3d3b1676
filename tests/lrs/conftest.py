"""Tools of either version, each on the one database of the test."""

import pytest
from django.core.cache import cache

from tests.lrs.machine import Machine


@pytest.fixture(autouse=True)
def nobody_guessed():
    """What former tests guessed wrongly does not count."""
    cache.clear()


@pytest.fixture
def tool(db) -> Machine:
    """A tool that speaks 2.0 and may do everything."""
    return Machine()


@pytest.fixture
def old_tool(tool) -> Machine:
    """The same tool, speaking 1.0.3."""
    other = Machine.__new__(Machine)
    other.__dict__.update(tool.__dict__)
    other.version = "1.0.3"
    return other


@pytest.fixture
def both(tool, old_tool) -> tuple[Machine, Machine]:
    return old_tool, tool
