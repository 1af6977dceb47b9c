"""What most tests of the desk begin with; a file that needs another house has a `desk` of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from a_desk import Clock, make_desk
from frontdesk.desk.desk import Desk


@pytest.fixture
def clock() -> Clock:
    """Noon of the tests' day; it moves only by hand."""
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    """The small business of `a_desk`, Anna at its desk."""
    made = make_desk(tmp_path / "hotel", clock)
    yield made
    made.store.close()
