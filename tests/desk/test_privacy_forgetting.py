"""Keeping no longer than the guidelines say: what is over its time goes, everything else and every sum stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from a_desk import GUIDELINES, Clock, Guest, as_lead, given, heard, make_desk, make_guest
from frontdesk.desk.conversations import talking
from frontdesk.desk.day import leading
from frontdesk.desk.desk import Desk
from frontdesk.desk.privacy import forgetting
from frontdesk.desk.privacy.privacy_views import Forgotten
from frontdesk.desk.promises import promising
from frontdesk.ground.errors import BadInput, Misconfigured
from frontdesk.ground.ids import new_id
from frontdesk.store import entry_words, usage
from frontdesk.store.columns import instant
from frontdesk.store.transaction import reading, writing

KEEP = (
    "privacy:\n  keep: {conversations: 24 months, calls: 90 days, notes: 12 months, preferences: 24 months,"
    " customers: 36 months}\n"
)
BEGIN = datetime(2026, 3, 31, 12, 0, tzinfo=UTC)
REASON = "slept two hours"


@pytest.fixture
def clock() -> Clock:
    return Clock(BEGIN)


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    made = make_desk(tmp_path, clock, GUIDELINES + KEEP)
    yield made
    made.store.close()


def stayed(desk: Desk, name: str, until: str = "2026-04-02") -> Guest:
    """Somebody who stayed, got a drink, and has a note, a preference and a call that was taken."""
    guest = make_guest(desk, name)
    talk = heard(desk, guest)
    given(desk, talk, "drink", reason=REASON)
    talking.close(desk, talk, nothing_owed=True)
    at = instant(desk.now())
    with writing(desk.store) as connection:
        connection.execute(
            "UPDATE orders SET state = 'closed', ends_on = ?, starts_on = '2026-03-30' WHERE id = ?",
            (until, guest.order),
        )
        connection.execute("UPDATE customers SET created_at = ? WHERE id = ?", (at, guest.customer))
        connection.execute(
            "INSERT INTO notes (id, customer_id, text, noted_by, noted_at) VALUES (?, ?, 'needs a ramp', ?, ?)",
            (new_id(), guest.customer, desk.person.id, at),
        )
        connection.execute(
            "INSERT INTO preferences (id, customer_id, text, whose, lasting, noted_at)"
            " VALUES (?, ?, 'oat milk', '', 1, ?)",
            (new_id(), guest.customer, at),
        )
        connection.execute(
            "INSERT INTO calls (id, number, digits, line, desk, site, customer_id, rang_at, taken_at, let_go_why,"
            " business_date) VALUES (?, '+371 1', '3711', '', '', 'main', ?, ?, ?, '', '2026-03-31')",
            (new_id(), guest.customer, at, at),
        )
    return guest


def counts(desk: Desk) -> dict[str, int]:
    with reading(desk.store) as connection:
        found = {}
        for table in ("calls", "notes", "preferences", "erasures", "entry_words"):
            row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
            found[table] = 0 if row is None else int(row[0])
    return found


def test_each_goes_when_its_own_time_is_over_by_the_calendar(desk: Desk, clock: Clock) -> None:
    stayed(desk, "Eva Kalna")
    lead = as_lead(desk)
    clock.forward(days=90)
    assert forgetting.forget(lead) == Forgotten(), "on the last day everything is still there"
    clock.forward(minutes=1)
    assert leading.day(desk).to_forget
    assert forgetting.forget(lead, dry_run=True) == Forgotten(calls=1)
    assert counts(desk)["calls"] == 1
    assert forgetting.forget(lead) == Forgotten(calls=1)
    assert not leading.day(desk).to_forget
    clock.at = BEGIN.replace(year=2027) + timedelta(minutes=1)
    assert forgetting.forget(lead) == Forgotten(notes=1)
    clock.at = BEGIN.replace(year=2028) + timedelta(minutes=1)
    assert forgetting.forget(lead) == Forgotten(conversations=1)
    clock.forward(days=3)
    assert forgetting.forget(lead) == Forgotten(preferences=1), "they stayed two days more"
    clock.at = BEGIN.replace(year=2029) + timedelta(days=1)
    assert forgetting.forget(lead) == Forgotten(), "their stay went on for two days more"
    clock.forward(days=3)
    assert forgetting.is_due(desk)
    assert forgetting.forget(lead) == Forgotten(customers=1)
    assert not forgetting.is_due(desk)
    assert counts(desk) == {"calls": 0, "notes": 0, "preferences": 0, "erasures": 1, "entry_words": 0}
    assert b"Kalna" not in b"".join(path.read_bytes() for path in (desk.folder / "data").iterdir())
    assert (desk.folder / "data" / "erased.txt").read_text(encoding="utf-8").endswith(" retention\n")


def test_who_came_again_or_is_owed_something_is_kept(desk: Desk, clock: Clock) -> None:
    back, owed, unknown = stayed(desk, "Eva Kalna"), stayed(desk, "Ilmārs Ozols"), stayed(desk, "Zoja Liepa")
    talk = heard(desk, owed)
    promising.promise(desk, talk, "Send the lost scarf", desk.now() + timedelta(days=2))
    clock.forward(days=1000)
    again = heard(desk, back)
    talking.close(desk, again, nothing_owed=True)
    clock.at = BEGIN.replace(year=2029) + timedelta(days=30)
    lead = as_lead(desk)
    done = forgetting.forget(lead)
    assert (done.customers, done.conversations, done.preferences) == (1, 3, 2)
    with reading(desk.store) as connection:
        left = connection.execute("SELECT id FROM customers WHERE erased_at IS NULL ORDER BY id").fetchall()
        assert {row[0] for row in left} == {back.customer, owed.customer}
        assert connection.execute(
            "SELECT erased_at IS NOT NULL FROM customers WHERE id = ?", (unknown.customer,)
        ).fetchone() == (1,)
        row = connection.execute("SELECT request FROM conversations WHERE id = ?", (talk,)).fetchone()
    assert row == ("The heating is dead",), "what is still owed keeps its words"


def test_sums_and_counters_stay(desk: Desk, clock: Clock) -> None:
    stayed(desk, "Eva Kalna")
    day = desk.today()
    before = leading.day(desk, day)
    with reading(desk.store) as connection:
        counted = usage.stored(connection)
    clock.at = BEGIN.replace(year=2030)
    assert forgetting.forget(as_lead(desk)).customers == 1
    after = leading.day(desk, day)
    assert (after.given, after.hours) == (before.given, before.hours)
    with reading(desk.store) as connection:
        assert usage.stored(connection) == counted == usage.recount(connection, desk.days())
        assert entry_words.changed(connection) == ()


def test_nothing_is_forgotten_without_the_word_or_by_somebody_who_does_not_lead(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, Clock())
    assert not forgetting.is_due(desk)
    with pytest.raises(Misconfigured, match="how long"):
        forgetting.forget(as_lead(desk))
    with pytest.raises(BadInput, match="leads"):
        forgetting.forget(desk)
    desk.store.close()


def test_many_go_in_parts_and_each_part_is_told(desk: Desk, clock: Clock) -> None:
    with writing(desk.store) as connection:
        connection.executemany(
            "INSERT INTO customers (id, name, tier, phone, email, card_number, languages, channel, standing, visits,"
            " overdue_minor, likes_json, facts_json, created_at, updated_at)"
            " VALUES (?, ?, '', '', '', '', '', '', '', 0, 0, '[]', '{}', '2020-01-01', '2026-01-01')",
            [(new_id(), f"Person {number}") for number in range(450)],
        )
    told: list[int] = []
    done = forgetting.forget(as_lead(desk), told=lambda so_far: told.append(so_far.customers))
    assert done.customers == 450
    assert [each for each in told if each] == [200, 400, 450]
    assert counts(desk)["erasures"] == 450
