"""Trying a draft on a real database: pasts that the desk itself made, read back in the order they were decided in."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from a_desk import GUIDELINES, NOON, Clock, as_lead, at_another_desk, given, heard, make_desk, make_guest
from frontdesk.authority.effects import Would
from frontdesk.desk.approvals import approving
from frontdesk.desk.conversations import talking
from frontdesk.desk.desk import Desk
from frontdesk.desk.events import event_adding, event_calling, event_giving, events
from frontdesk.desk.gestures import giving
from frontdesk.desk.opening import open_desk
from frontdesk.desk.practice.practising import make_demo
from frontdesk.desk.rules.trying import Tried, parse_since, parse_until, try_draft
from frontdesk.desk.views import Attempt, Blocked, Given, Needed
from frontdesk.ground.errors import BadInput
from frontdesk.ground.ids import new_id
from frontdesk.guidelines import reader
from frontdesk.guidelines.model import Guidelines
from frontdesk.store import past
from frontdesk.store.transaction import reading, writing


def draft_of(text: str) -> Guidelines:
    found = reader.read_text(text.encode(), "draft.yaml")
    assert found.guidelines is not None, [str(problem) for problem in found.problems]
    return found.guidelines


def changed(before: str, after: str, text: str = GUIDELINES) -> Guidelines:
    assert before in text
    return draft_of(text.replace(before, after))


def tried(desk: Desk, draft: Guidelines | None = None, **more: object) -> Tried:
    return try_draft(desk, draft or desk.rules(), **more)  # type: ignore[arg-type]  # as the test names them


def assert_nothing_differs(found: Tried) -> None:
    effect = found.effect
    assert effect.differences == 0 and effect.then == effect.draft, effect.examples
    assert not effect.not_written_down and not effect.asked_first and not effect.blocks_unknown
    for rule in effect.rules:
        assert (rule.then_blocks, 0) == (rule.draft_blocks, rule.draft_entries)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path / "hotel")


def asked(desk: Desk, conversation: str, gesture: str, ask: int | None = None, reason: str = "") -> object:
    """What comes of asking without a preview, as an integration does."""
    minor = None if ask is None else ask * 100
    return giving.give(desk, Attempt(new_id(), conversation, gesture, ask_minor=minor, reason=reason))


def busy_days(desk: Desk, steps: int, seed: int) -> None:
    """People at two desks ask for this and that over some days; some of it is taken back."""
    chance = random.Random(seed)
    clock = desk.clock
    assert isinstance(clock, Clock)
    guests = [make_guest(desk, f"Guest {number}") for number in range(3)]
    other = replace(at_another_desk(desk), clock=clock)
    talks = [heard(desk, guest, chance.choice(("room_fault", None))) for guest in guests]
    entries: list[str] = []
    for _step in range(steps):
        clock.forward(minutes=chance.choice((1, 20, 200, 900)))
        at = chance.choice((desk, other, as_lead(desk)))
        if chance.random() < 0.2:
            talks.append(heard(at, chance.choice(guests), chance.choice(("late", None))))
        gesture = chance.choice(
            ("drink", "drink", "part_of_bill", "make_it_right", "late_checkout", "late_drink", "card")
        )
        ask = chance.choice((20, 60, 120, 170, 400)) if gesture in ("part_of_bill", "make_it_right") else None
        talk = chance.choice(talks)
        talking.wish(at, talk, "an answer")
        talking.answer(at, talk, "delay_minutes", str(chance.choice((5, 20))))
        with writing(desk.store) as connection:
            connection.execute(
                "INSERT INTO house_facts (name, value, set_at, set_by) VALUES ('house.occupancy', ?, '2026-01-01', 'x')"
                " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (chance.choice(("80%", "97%")),),
            )
        answer = asked(at, talk, gesture, ask, "a sentence why")
        assert isinstance(answer, (Given, Blocked, Needed)), answer
        if isinstance(answer, Given):
            entries.append(answer.entry_id)
        if entries and chance.random() < 0.15:
            giving.take_back(as_lead(desk), entries.pop(chance.randrange(len(entries))), "It was another room.")
    other.store.close()


# --- its own past -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_version_in_force_over_its_own_past_changes_nothing(desk: Desk, seed: int) -> None:
    busy_days(desk, 60, seed)
    found = tried(desk)
    assert_nothing_differs(found)
    assert found.effect.blocks and found.effect.judged > 30
    assert found.effect.decided_by == {desk.rules().version: found.effect.judged}
    assert found.changes == ()
    with reading(desk.store) as connection:  # the sums are those of the ledger
        row = connection.execute(
            "SELECT count(*), sum(value_minor), sum(cost_minor) FROM entries e WHERE kind = 'given'"
            " AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses = e.id)"
        ).fetchone()
    then = found.effect.then
    assert tuple(row) == (then.times, then.value_minor, then.cost_minor)
    for days in (0, 1, 2):  # whatever day it begins on
        since = parse_since(desk, desk.rules(), f"{days}d" if days else desk.today().isoformat())
        assert_nothing_differs(tried(desk, since=since))


def test_the_practice_day_under_its_own_guidelines_is_as_it_was(tmp_path: Path) -> None:
    make_demo(tmp_path / "demo", lambda: NOON)
    desk = open_desk(tmp_path / "demo", staff="Anna", clock=lambda: NOON)
    found = tried(desk)
    assert_nothing_differs(found)
    assert found.effect.judged > 20 and len(found.effect.blocks) == 1
    desk.store.close()


def test_each_version_over_its_own_time_changes_nothing_and_others_are_counted(tmp_path: Path) -> None:
    clock = Clock()
    desk = make_desk(tmp_path / "hotel", clock)
    texts = [
        GUIDELINES,
        GUIDELINES.replace("up_to: 4 times", "up_to: 2 times").replace("timezone: Europe/Riga", "timezone: Asia/Tokyo"),
        GUIDELINES.replace("staff: 150.00", "staff: 60.00").replace("amount: 8.00", "amount: 9.00"),
    ]
    times = []
    for seed, text in enumerate(texts):
        (desk.folder / "guidelines.yaml").write_text(text, encoding="utf-8")
        desk = open_desk(desk.folder, staff="Anna", clock=clock)
        times.append(clock.at)
        busy_days(desk, 30, seed)
        clock.forward(hours=1)
    for text, since, until in zip(texts, times, [*times[1:], None], strict=True):
        found = try_draft(desk, draft_of(text), since=since, until=until)
        assert_nothing_differs(found)
        assert list(found.effect.decided_by) == [draft_of(text).version]
    whole = tried(desk)
    assert len(whole.effect.decided_by) == 3 and whole.effect.differences > 0
    desk.store.close()


def test_what_a_lead_said_yes_to_is_asked_again_as_the_lead(desk: Desk) -> None:
    talk = heard(desk, make_guest(desk))
    stopped = giving.open_gesture(desk, talk, "part_of_bill", ask="170", reason="no sleep")
    assert isinstance(stopped, Blocked)
    waiting = approving.ask(desk, talk, "part_of_bill", ask="170", reason="no sleep", block_id=stopped.block_id)
    approving.answer_yes(as_lead(desk), waiting.id)
    preview = giving.open_gesture(desk, talk, "part_of_bill", approval_id=waiting.id)
    assert isinstance(giving.give(desk, preview.attempt), Given)  # type: ignore[union-attr]  # a preview, or it fails here
    assert_nothing_differs(tried(desk))
    above = changed("staff: 150.00", "staff: 200.00")
    effect = tried(desk, above).effect  # staff could have given it themselves: once, not twice
    assert effect.blocks[Would.GIVEN].draft_minor == effect.then.value_minor == effect.draft.value_minor == 17000
    assert effect.entries[Would.REPLACED].times == 1


def test_what_a_mass_event_owes_is_left_alone(desk: Desk) -> None:
    guest = make_guest(desk)
    lead = as_lead(desk)
    due = desk.now() + timedelta(hours=3)
    events.open_event(lead, "Outage", "the boiler", promise="warm water", due_at=due, gesture="drink", budget="100.00")
    with writing(desk.store) as connection:
        connection.execute("UPDATE orders SET external_key = 'O1'")
    event_adding.add(lead, "Outage", orders=("O1",))
    (member,) = event_calling.calls(lead, "Outage")
    assert isinstance(event_giving.give(desk, "Outage", member.what), Given)
    for _time in range(4):
        given(desk, heard(desk, guest), "drink")
    assert isinstance(asked(desk, heard(desk, guest), "drink"), Blocked)
    found = tried(desk)
    assert_nothing_differs(found)
    assert (found.effect.of_events, found.effect.then.times) == (1, 4)


def test_a_guideline_that_was_bent_is_bent_again(tmp_path: Path) -> None:
    bend = "    bend: {by: lead, when: {house.occupancy: {at_most: 99%}}}\n    limits: [{id: late_once"
    text = GUIDELINES.replace("    limits: [{id: late_once", bend)
    desk = as_lead(make_desk(tmp_path / "hotel", text=text))
    with writing(desk.store) as connection:
        connection.execute("INSERT INTO house_facts VALUES ('house.occupancy', '97%', '2026-01-01', 'x')")
    talk = heard(desk, make_guest(desk))
    assert isinstance(asked(desk, talk, "late_checkout", reason="their flight was moved"), Given)
    assert_nothing_differs(tried(desk))
    assert tried(desk, draft_of(GUIDELINES)).effect.entries[Would.TURNED_AWAY].times == 1


# --- drafts -------------------------------------------------------------------------------------------------


def test_blocks_are_asked_again_where_they_stood_among_the_entries(desk: Desk) -> None:
    guest = make_guest(desk)
    talk = heard(desk, guest)
    for _time in range(4):
        given(desk, talk, "drink")
    assert isinstance(asked(desk, talk, "drink"), Blocked)
    assert isinstance(asked(desk, talk, "drink"), Blocked)  # the same pressing: one block
    assert isinstance(asked(desk, heard(desk, guest), "drink"), Blocked)
    effect = tried(desk, changed("up_to: 4 times", "up_to: 5 times")).effect
    assert effect.blocks[Would.GIVEN].times == effect.blocks[Would.SAME].times == 1
    assert (effect.then.cost_minor, effect.draft.cost_minor) == (800, 1000)
    events = list(past.Past(desk.store, "EUR"))
    assert [type(event).__name__ for event in events] == ["Given"] * 4 + ["Stopped"] * 2


def test_the_time_before_counts_and_is_not_judged(desk: Desk) -> None:
    clock = desk.clock
    assert isinstance(clock, Clock)
    guest = make_guest(desk)
    for _time in range(3):
        given(desk, heard(desk, guest), "drink")
    clock.forward(days=3)
    given(desk, heard(desk, guest), "drink")
    draft = changed("up_to: 4 times", "up_to: 3 times")
    effect = tried(desk, draft, since=parse_since(desk, draft, "1d")).effect
    assert (effect.before, effect.judged, effect.entries[Would.TURNED_AWAY].times) == (3, 1, 1)
    rolling = changed(
        "up_to: 4 times, per: [customer, order], within: ever", "up_to: 3 times, per: customer, within: 2 days"
    )
    effect = tried(desk, rolling, since=parse_since(desk, rolling, "1d")).effect
    assert (effect.judged, effect.differences) == (1, 0)


def test_pages_of_a_few_lines_read_the_same_past(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    busy_days(desk, 40, 5)
    whole = list(past.Past(desk.store, "EUR"))
    monkeypatch.setattr(past, "LINES_AT_ONCE", 3)
    monkeypatch.setattr(past, "BLOCKS_AT_ONCE", 2)
    few = list(past.Past(desk.store, "EUR"))
    assert [str(event)[:120] for event in few] == [str(event)[:120] for event in whole]
    told: list[tuple[int, int]] = []
    tried(desk, progress=lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] == len(whole) and told == sorted(told)


def test_what_happens_meanwhile_is_not_read(desk: Desk) -> None:
    guest = make_guest(desk)
    first = given(desk, heard(desk, guest), "drink")
    reader_of_then = past.Past(desk.store, "EUR")
    giving.take_back(desk, first.entry_id, "It was tea.")
    given(desk, heard(desk, guest), "drink")
    (event,) = list(reader_of_then)
    assert getattr(event, "taken_back", None) is False
    assert [type(each).__name__ for each in past.Past(desk.store, "EUR")] == ["Given", "TakenBack", "Given"]


def test_a_draft_in_another_currency_and_a_time_that_is_none_are_refused(desk: Desk) -> None:
    with pytest.raises(BadInput, match="USD"):
        tried(desk, changed("currency: EUR", "currency: USD"))
    rules = desk.rules()
    start = rules.business.clock.start_of
    assert parse_since(desk, rules, "ever") is None
    assert parse_since(desk, rules, "30d") == start(desk.today() - timedelta(days=30))
    assert parse_since(desk, rules, "4 weeks") == start(desk.today() - timedelta(days=28))
    assert parse_since(desk, rules, "2026-10-01") == start(desk.today().replace(month=10, day=1))
    assert parse_until(rules, "2026-11-20") == start(desk.today())
    for text in ("soon", "0d", "30", "2026-13-01", "-3d", "999999d", ""):
        with pytest.raises(BadInput):
            parse_since(desk, rules, text)
    with pytest.raises(BadInput):
        parse_until(rules, "30d")


def test_nothing_is_written_by_trying(desk: Desk) -> None:
    given(desk, heard(desk, make_guest(desk)), "drink")
    with reading(desk.store) as connection:
        before = "\n".join(connection.iterdump()) if hasattr(connection, "iterdump") else ""
    tried(desk, changed("up_to: 4 times", "up_to: 1 times"))
    with reading(desk.store) as connection:
        assert before == ("\n".join(connection.iterdump()) if hasattr(connection, "iterdump") else "")
