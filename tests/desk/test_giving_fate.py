"""What became of an attempt whose answer never came back: looked up, never guessed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from a_desk import heard, make_desk, make_guest, previewed
from frontdesk.cli.words import Words
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.views import Given
from frontdesk.ground.errors import FateUnknown, StoreUnavailable
from frontdesk.store import driver
from frontdesk.store.driver import Connection
from frontdesk.store.engine import Store
from frontdesk.store.transaction import reading


class DiskThatLies:
    """A connection whose commit says that it failed: after it was on disk, or instead of it."""

    def __init__(self, connection: Connection, *, written: bool) -> None:
        self._connection = connection
        self._written = written

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def commit(self) -> None:
        if self._written:
            self._connection.commit()
        error = driver.module.OperationalError("disk I/O error")
        error.sqlite_errorname = "SQLITE_IOERR_FSYNC"
        raise error


class ShakyStore(Store):
    """A store whose commits fail as `faults` says, in turn; "gone" fails before anything is asked."""

    faults: list[str]

    @contextmanager
    def borrowed(self) -> Iterator[Connection]:
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "gone":
            raise StoreUnavailable("The disk is gone.", "Plug it in.")
        with super().borrowed() as connection:
            yield DiskThatLies(connection, written=fault == "written") if fault else connection  # type: ignore[misc]  # all but commit is the real one


def shaky(desk: Desk, *faults: str) -> Desk:
    store = ShakyStore(desk.store.path)
    store.faults = list(faults)
    return replace(desk, store=store)


def entries(desk: Desk) -> int:
    with reading(desk.store) as connection:
        row = connection.execute("SELECT count(*) FROM entries").fetchone()
    assert row is not None
    return int(row[0])


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def test_what_is_on_disk_is_given_though_the_answer_was_an_error(desk: Desk) -> None:
    attempt = previewed(desk, heard(desk, make_guest(desk)), "drink")
    done = giving.give_surely(shaky(desk, "written"), attempt)
    assert isinstance(done, Given) and done.already
    assert entries(desk) == 1
    again = giving.give_surely(desk, attempt)
    assert isinstance(again, Given) and again.entry_id == done.entry_id and entries(desk) == 1


def test_what_is_not_on_disk_was_not_given_and_the_same_attempt_may_be_made_again(desk: Desk) -> None:
    attempt = previewed(desk, heard(desk, make_guest(desk)), "drink")
    with pytest.raises(StoreUnavailable):
        giving.give_surely(shaky(desk, "lost"), attempt)
    assert entries(desk) == 0
    done = giving.give_surely(desk, attempt)
    assert isinstance(done, Given) and not done.already and entries(desk) == 1


def test_what_nobody_can_look_up_is_said_to_be_unknown(desk: Desk) -> None:
    attempt = previewed(desk, heard(desk, make_guest(desk)), "drink")
    with pytest.raises(FateUnknown, match=r"not known whether this was given.*never given twice"):
        giving.give_surely(shaky(desk, "written", "gone"), attempt)
    done = giving.give_surely(desk, attempt)
    assert isinstance(done, Given) and done.already and entries(desk) == 1


def test_an_attempt_that_was_taken_back_is_not_said_to_be_given(desk: Desk) -> None:
    attempt = previewed(desk, heard(desk, make_guest(desk)), "drink")
    done = giving.give(desk, attempt)
    assert isinstance(done, Given)
    assert not done.taken_back
    giving.take_back(desk, done.entry_id, "it was cold")
    again = giving.give(desk, attempt)
    assert isinstance(again, Given)
    assert (again.already, again.taken_back) == (True, True)
    said = " ".join(Words(desk).given(again))
    assert "taken back" in said and "reverse" not in said
    found = giving.fate(desk, attempt.id)
    assert found is not None and found.taken_back
