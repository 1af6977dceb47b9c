"""A desk that opens on a ledger that was changed says so to whoever leads, and goes on."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest
from uidesk import business, opened, until

from frontdesk.desk.people import staffing
from frontdesk.desk.trust import heads
from frontdesk.ui.app import DeskApp


@pytest.mark.parametrize(("staff", "told"), [("Ilze", True), ("Anna", False)])
async def test_what_is_off_is_said_to_who_leads_and_stops_nobody(tmp_path: Path, staff: str, told: bool) -> None:
    folder = business(tmp_path)
    desk = opened(folder)
    staffing.add(desk, "Ilze", desk.rules().roles[-1])
    heads.make(desk)
    desk.store.close()
    with contextlib.closing(sqlite3.connect(folder / "data" / "frontdesk.db", isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER entries_never_changed")
    app = DeskApp(lambda: opened(folder, staff=staff))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app._watch is not None and app._watch.ledger.looks > 0)
        said = [each.message for each in app._notifications]
        assert any("frontdesk verify" in each for each in said) is told, said
        assert app.is_running
