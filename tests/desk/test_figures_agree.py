"""The figures of a day are the same on the screen, in every export and straight from the ledger.

A lively day is made by the real desk: gifts, takings back, blocks, approvals, authority given ahead, a mass event,
promises made, moved and kept; on plain days, on the nights when the clock is moved, and from one business day into the
next. What it should come to is counted here once more, from the tables alone and without the desk's own arithmetic.
"""

from __future__ import annotations

import csv
import io
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from a_desk import GUIDELINES, Clock, as_lead, heard, make_desk, make_guest
from a_recall import make_maker, opened, sold
from frontdesk.cli.day_form import day_form, handover_form
from frontdesk.desk.approvals import approving, granting
from frontdesk.desk.approvals.approval_views import ApprovalLine
from frontdesk.desk.conversations import talking
from frontdesk.desk.day import leading
from frontdesk.desk.day.day_page import day_page
from frontdesk.desk.day.day_tables import day_table
from frontdesk.desk.day.day_views import Day
from frontdesk.desk.day.handover_sheet import handover_text
from frontdesk.desk.desk import Desk
from frontdesk.desk.events import event_adding, event_calling, event_giving
from frontdesk.desk.gestures import giving
from frontdesk.desk.promises import handing_over, promising
from frontdesk.desk.views import Attempt, Given
from frontdesk.ground.errors import DeskError
from frontdesk.ground.ids import new_id
from frontdesk.store.transaction import reading
from frontdesk.ui.widgets import day_done

RIGA = ZoneInfo("Europe/Riga")
PLAIN, LONGER, SHORTER = date(2026, 11, 21), date(2026, 10, 24), date(2027, 3, 27)
"""A plain day, and the two whose night has an hour twice or not at all: they last until 06:00 of the next date."""
WHY = "no heating for three nights"
Sums = dict[str, tuple[int, int, int]]


@dataclass
class Lively:
    """A desk, a clock that is moved on by chance, and what can happen at a desk."""

    desk: Desk
    clock: Clock
    chance: random.Random
    talks: list[str]
    happened: Counter[str]

    def pass_time(self) -> None:
        """Some minutes; a whole day is some two hundred of these."""
        self.clock.forward(seconds=self.chance.randint(20, 900))

    def talk(self) -> str:
        """A conversation, new or one that goes on."""
        if not self.talks or self.chance.random() < 0.4:
            guest = make_guest(self.desk, night="540.00") if self.chance.random() < 0.8 else None
            self.talks.append(heard(self.desk, guest, self.chance.choice(["room_fault", "late", None])))
            talking.wish(self.desk, self.talks[-1], "peace")
        return self.chance.choice(self.talks)

    def give(self) -> str:
        """A gesture by whoever is there; most fit, some are above a limit and become a block."""
        gesture = self.chance.choice(["drink", "drink", "part_of_bill", "make_it_right", "luggage", "card", "welcome"])
        ask = {"part_of_bill": (1000, 54000), "make_it_right": (500, 60000)}.get(gesture)
        minor = None if ask is None else self.chance.randint(*ask)
        attempt = Attempt(new_id(), self.talk(), gesture, ask_minor=minor, reason=WHY)
        desk = self.desk if self.chance.random() < 0.8 else as_lead(self.desk)
        return type(giving.give(desk, attempt)).__name__

    def take_back(self) -> str:
        """Something of the past, also of the day before."""
        with reading(self.desk.store) as connection:
            rows = connection.execute(
                "SELECT id FROM entries WHERE kind = 'given' ORDER BY seq DESC LIMIT 12"
            ).fetchall()
        if not rows:
            return ""
        giving.take_back(as_lead(self.desk), self.chance.choice(rows)[0], "by mistake")
        return "taken back"

    def ask(self) -> str:
        """Above one's own authority: asked, answered, and given by the yes."""
        asked = approving.ask(self.desk, self.talk(), "make_it_right", str(self.chance.randint(310, 700)), WHY)
        if not isinstance(asked, ApprovalLine):
            return ""
        self.pass_time()
        if self.chance.random() < 0.3:
            return "asked"
        answered = approving.answer_yes(as_lead(self.desk), asked.id)
        if not isinstance(answered, ApprovalLine):
            return ""
        attempt = Attempt(
            new_id(), asked.conversation_id, asked.gesture, asked.ask_minor, reason=WHY, approval_id=asked.id
        )
        return "by a yes" if isinstance(giving.give(self.desk, attempt), Given) else ""

    def grant(self) -> str:
        """Authority given ahead, and used."""
        granting.grant(as_lead(self.desk), "make_it_right", "600", times=1)
        attempt = Attempt(new_id(), self.talk(), "make_it_right", self.chance.randint(30100, 60000), reason=WHY)
        return "by a grant" if isinstance(giving.give(self.desk, attempt), Given) else ""

    def promise(self) -> str:
        """Promised, and perhaps moved or kept."""
        due_at = self.clock.at + timedelta(minutes=self.chance.randint(5, 900))
        made = promising.promise(self.desk, self.talk(), "an answer", due_at, self.chance.choice(["Anna", "Janis"]))
        self.pass_time()
        what = self.chance.choice(["", "keep", "move", "reassign"])
        if what == "keep":
            promising.keep(self.desk, made.id)
        elif what == "move":
            promising.move(
                self.desk, made.id, self.clock.at + timedelta(hours=self.chance.randint(1, 30)), "a part is late"
            )
        elif what == "reassign":
            promising.reassign(self.desk, made.id, "Ilze")
        return "promised"

    def step(self) -> None:
        """One thing happens. What is refused with a sentence (closed, taken back before) has not happened."""
        act: Callable[[], str] = self.chance.choices(
            [self.give, self.take_back, self.ask, self.grant, self.promise], [10, 2, 2, 1, 3]
        )[0]
        try:
            self.happened[act()] += 1
        except DeskError:
            self.happened["refused"] += 1
        self.pass_time()


def lively(folder: Path, on: date, seed: int) -> Lively:
    """A business day from its first hour, and some of the day after."""
    begins = datetime(on.year, on.month, on.day, 5, 20, tzinfo=RIGA).astimezone(UTC)
    clock = Clock(begins)
    chance = random.Random(seed)
    budget = GUIDELINES.replace("up_to: 1200.00", "up_to: 9000.00")
    made = Lively(make_desk(folder, clock, budget), clock, chance, [], Counter())
    ends = datetime(on.year, on.month, on.day, 9, 0, tzinfo=RIGA).astimezone(UTC) + timedelta(days=1)
    while clock.at < ends:
        made.step()
        if chance.random() < 0.5:
            clock.forward(minutes=chance.randint(1, 40))
    return made


@pytest.fixture(params=[(PLAIN, 1), (LONGER, 2), (SHORTER, 3)], ids=["plain", "an hour twice", "an hour less"])
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Lively, date]]:
    on, seed = request.param
    found = lively(tmp_path, on, seed)
    yield found, on
    found.desk.store.close()


# --- counted once more --------------------------------------------------------------------------------------


def entries(desk: Desk) -> list[dict[str, Any]]:
    """The ledger as it is on disk."""
    with reading(desk.store) as connection:
        names = [row[1] for row in connection.execute("PRAGMA table_info(entries)").fetchall()]
        return [dict(zip(names, row, strict=True)) for row in connection.execute("SELECT * FROM entries").fetchall()]


def business_date(at: str) -> date:
    """The day of an instant as the ledger writes it: the calendar's, or the one before until 06:00 on the wall."""
    wall = datetime.fromisoformat(at + "+00:00").astimezone(RIGA)
    return wall.date() if wall.hour >= 6 else wall.date() - timedelta(days=1)


def standing(desk: Desk, on: date) -> list[dict[str, Any]]:
    """What was given on that day and not taken back, on whatever day."""
    every = entries(desk)
    gone = {each["reverses"] for each in every if each["reverses"]}
    return [
        each
        for each in every
        if each["kind"] == "given"
        and each["id"] not in gone
        and business_date(each["at"]) == on
        and not each["event_id"]
    ]


def counted(lines: list[dict[str, Any]], key: Callable[[dict[str, Any]], str]) -> Sums:
    """Times, value and cost in minor units."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for each in lines:
        so_far = sums[key(each)]
        so_far[0] += 1
        so_far[1] += each["value_minor"] or 0
        so_far[2] += each["cost_minor"]
    return {name: (found[0], found[1], found[2]) for name, found in sums.items()}


def minor(text: str | None) -> int:
    """A sum as it was written, in minor units; a dash or nothing is none."""
    bare = (text or "").replace("\\", "").strip()
    return 0 if bare in ("", "-") else int(Decimal(bare) * 100)


# --- as it is shown -----------------------------------------------------------------------------------------


def of_view(day: Day) -> Sums:
    return {each.gesture: (each.times, each.value_minor, each.cost_minor) for each in day.given}


def of_json(form: dict[str, Any]) -> Sums:
    return {each["gesture"]: (each["times"], minor(each["value"]), minor(each["cost"])) for each in form["given"]}


def of_entries(form: dict[str, Any]) -> Sums:
    lines = [
        {"gesture": each["gesture"], "value_minor": minor(each["amount"]), "cost_minor": minor(each["cost"])}
        for each in form["entries"]
        if not each["taken_back"]
    ]
    return counted(lines, lambda each: each["gesture"])


def of_table(text: str) -> Sums:
    lines = [
        {"gesture": row["gesture"], "value_minor": minor(row["amount"]), "cost_minor": minor(row["cost"])}
        for row in csv.DictReader(io.StringIO(text))
        if row["taken_back"] == "no" and not row["event"]
    ]
    return counted(lines, lambda each: each["gesture"])


def of_page(text: str, title: str) -> Sums:
    """The rows of a table on the page, by their first cell."""
    if f"## {title}\n" not in text:
        return {}
    body = text.split(f"## {title}\n\n", 1)[1].split("\n\n")[0]
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in body.splitlines()[2:]]
    return {row[0].replace("\\", ""): (int(row[1]), minor(row[2]), minor(row[3])) for row in rows}


def of_screen(desk: Desk, day: Day, cells: int) -> Sums:
    """The lines of the area as somebody reads them, by their label."""
    section = day_done.given(desk, day, 2)
    lines = [item.row.make(cells).plain for item in section.items] + [
        row.make(cells).plain for row in section.foot[:-1]
    ]
    found = {}
    for line in lines:
        match = re.fullmatch(r"(.+?)\s+(\d+)\s+([\d.]+|-)\s+([\d.]+|-)\s*", line)
        assert match is not None, line
        found[match[1].strip()] = (int(match[2]), minor(match[3]), minor(match[4]))
    return found


def test_one_day_is_the_same_everywhere(made: tuple[Lively, date]) -> None:
    found, on = made
    desk = found.desk
    for what in ("Given", "Blocked", "taken back", "by a yes", "by a grant", "promised"):
        assert found.happened[what], f"a lively day has this, too: {what} ({found.happened})"
    for day_asked in (on - timedelta(days=1), on, on + timedelta(days=1)):
        lines = standing(desk, day_asked)
        true = counted(lines, lambda each: each["gesture"])
        all_of_it = counted(lines, lambda each: "all")["all"] if lines else (0, 0, 0)
        day = leading.day(desk, day_asked)
        form, page = day_form(desk, day), day_page(desk, day)
        labels = {each.gesture: each.label for each in day.given}
        by_label = {labels[gesture]: figures for gesture, figures in true.items()}
        assert (
            of_view(day)
            == of_json(form)
            == of_entries(form)
            == of_table(day_table(desk, "gestures", day_asked))
            == true
        )
        assert form["all_given"]["times"] == all_of_it[0]
        assert (minor(form["all_given"]["value"]), minor(form["all_given"]["cost"])) == all_of_it[1:]
        assert of_page(page, "Given") == (by_label | {"all together": all_of_it} if true else {})
        for cells in (78, 58, 116):
            total = {"all together": all_of_it} if len(true) > 1 else {}
            assert of_screen(desk, day, cells) == by_label | total
        _hours_agree(day, form, page, lines)
        _budget_agrees(desk, day, form, day_asked, lines)
        _blocks_agree(desk, day, form, day_asked)
        _promises_agree(desk, day, form, day_asked)
    _paper_agrees(desk)


def _hours_agree(day: Day, form: dict[str, Any], page: str, lines: list[dict[str, Any]]) -> None:
    """An hour that comes twice in one night is one line of the wall clock."""

    def hour(each: dict[str, Any]) -> str:
        return f"{datetime.fromisoformat(each['at'] + '+00:00').astimezone(RIGA).hour:02}:00"

    true = counted(lines, hour)
    assert {
        f"{each.hour:02}:00": (each.times, each.value_minor, each.cost_minor) for each in day.hours if each.times
    } == true
    assert [each.hour for each in day.hours] == [*range(6, 24), *range(6)]
    shown = {
        f"{each['hour']:02}:00": (each["times"], minor(each["value"]), minor(each["cost"])) for each in form["hours"]
    }
    assert {hour: figures for hour, figures in shown.items() if figures[0]} == true == of_page(page, "By hour")


def _budget_agrees(desk: Desk, day: Day, form: dict[str, Any], on: date, lines: list[dict[str, Any]]) -> None:
    """What is used of the day's budget is the cost of what stands of its gestures."""
    used = sum(
        each["cost_minor"] for each in lines if each["gesture"] in ("drink", "part_of_bill", "make_it_right", "card")
    )
    (budget,) = day.budgets
    (row,) = csv.DictReader(io.StringIO(day_table(desk, "budgets", on)))
    (shown,) = form["budgets"]
    assert budget.used == minor(row["used"]) == minor(shown["used"]) == used
    assert budget.left == minor(row["left"]) == minor(shown["left"]) == 900000 - used


def _blocks_agree(desk: Desk, day: Day, form: dict[str, Any], on: date) -> None:
    with reading(desk.store) as connection:
        rows = connection.execute("SELECT at, asked_minor, possible_minor, rules_json, gesture FROM blocks").fetchall()
    true = [row for row in rows if business_date(row[0]) == on]
    assert day.stopped is not None
    assert day.blocks == day.stopped.blocks == form["blocks"] == len(true)
    above = {(each["rule"], each["gesture"]): (str(each["times"]), each["above_sum"]) for each in form["stopped"]}
    table = list(csv.DictReader(io.StringIO(day_table(desk, "stopped", on))))
    assert {(row["rule"], row["gesture"] or None): (row["times"], row["above_sum"]) for row in table} == above
    authority = [row for row in true if '"authority"' in row[3] and row[4] == "make_it_right"]
    if authority:
        asked = sum(max(0, row[1] - (row[2] or 0)) for row in authority if row[1] is not None)
        times, total = above["authority", "make_it_right"]
        assert (int(times), minor(total)) == (len(authority), asked)


def _promises_agree(desk: Desk, day: Day, form: dict[str, Any], on: date) -> None:
    now = desk.now()
    with reading(desk.store) as connection:
        rows = connection.execute("SELECT due_at, kept_at, withdrawn_at FROM promises").fetchall()
    waiting = [row[0] for row in rows if row[1] is None and row[2] is None]
    overdue = [at for at in waiting if datetime.fromisoformat(at + "+00:00") < now] if on <= desk.today() else []
    due = [at for at in waiting if datetime.fromisoformat(at + "+00:00") >= now and business_date(at) == on]
    kept = [row for row in rows if row[1] is not None and business_date(row[1]) == on]
    true = (len(overdue), len(due), len(kept))
    assert (len(day.overdue), len(day.due), len(day.kept)) == true
    assert (len(form["overdue"]), len(form["due"]), len(form["kept"])) == true
    states = Counter(row["state"] for row in csv.DictReader(io.StringIO(day_table(desk, "promises", on))))
    assert (states["overdue"], states["open"], states["kept"] + states["early"] + states["late"]) == true


def _paper_agrees(desk: Desk) -> None:
    """The hand-over is of the day that goes on."""
    handed = handing_over.page(desk)
    lines = standing(desk, desk.today())
    times, value, cost = counted(lines, lambda each: "all").get("all", (0, 0, 0))
    form = handover_form(desk, handed)["all_given"]
    assert (form["times"], minor(form["value"]), minor(form["cost"])) == (times, value, cost)
    said = re.search(r"GIVEN TODAY · (\d+) times?, value ([\d.]+), cost ([\d.]+)", handover_text(desk, handed))
    assert said is not None
    assert (int(said[1]), minor(said[2]), minor(said[3])) == (times, value, cost)
    assert handed.last_number == max(each["seq"] for each in entries(desk))


def test_what_mass_events_give_stands_apart_on_every_sheet_and_by_name_in_the_table(tmp_path: Path) -> None:
    lead = make_maker(tmp_path)
    event = opened(lead, budget="1000000")
    event_adding.add(lead, event.id, serials=sold(lead, 3))
    for each in event_calling.calls(lead, event.id)[:2]:
        assert isinstance(event_giving.give(lead, event.id, each.what), Given)
    day = leading.day(lead)
    ((_id, swapped),) = {each.gesture: each for each in day.given_by_events}.items()
    true = counted([each for each in entries(lead) if each["event_id"]], lambda each: each["gesture"])
    assert {swapped.gesture: (swapped.times, swapped.value_minor, swapped.cost_minor)} == true
    form = day_form(lead, day)
    (shown,) = form["given_by_events"]
    assert {shown["gesture"]: (shown["times"], minor(shown["value"]), minor(shown["cost"]))} == true
    rows = list(csv.DictReader(io.StringIO(day_table(lead, "gestures"))))
    assert [row["event"] for row in rows] == [event.name] * 2
    assert sum(minor(row["cost"]) for row in rows) == swapped.cost_minor
    assert of_table(day_table(lead, "gestures")) == {} == of_view(day), "the day's own figures are without them"
    page = day_page(lead, day)
    assert of_page(page, "Given by mass events") == {swapped.label: true[swapped.gesture]}
    said = " ".join(handover_text(lead, handing_over.page(lead)).split())
    assert "GIVEN TODAY · 0 times" in said and "by mass events: 2 times" in said
    assert f"{event.name} · 0 of 3 reached · given 2 times" in said
