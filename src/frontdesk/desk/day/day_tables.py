"""The day as tables: what was given, promises, budgets, where limits stopped people. One table at a time, as CSV.

No column tells who did something, so that no table can be sorted by people. Whoever owes a promise is named while it
is open. Customers' names, and the words in which they may stand, are only in a table that is asked for with names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from frontdesk.desk.day import leading, looking_back
from frontdesk.desk.day.day_views import Day
from frontdesk.desk.day.looking_back import LookBack
from frontdesk.desk.day.nameless import without_names
from frontdesk.desk.gestures import wording
from frontdesk.desk.gestures.saying import amount_words
from frontdesk.desk.learning.learning_views import BendLine, StoppedLine
from frontdesk.desk.paper.tables import Column, csv_text
from frontdesk.desk.views import BudgetLeft, PromiseLine
from frontdesk.ground.businessday import BusinessClock
from frontdesk.ground.money import exponent_of, format_minor
from frontdesk.store import day_lines
from frontdesk.store.day_lines import DayLine
from frontdesk.store.transaction import reading

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

GESTURES, PROMISES, STOPPED, BUDGETS = "gestures", "promises", "stopped", "budgets"
SETTLED, BENDS = "settled", "bends"
"""These two are of the 30 days up to the one that is asked for: of one day they say nothing."""
COLUMNS: Mapping[str, str] = {
    GESTURES: "date time at gesture label amount cost currency quantity unit situation event taken_back entry",
    PROMISES: "state due_date due_time due_at owner promise kept_at conversation",
    STOPPED: "kind rule gesture name times above_count above_sum above_median instead approved undone",
    BUDGETS: "budget window left up_to used unit more more_of warn",
    SETTLED: "since until settled_by conversations percent",
    BENDS: "since until gesture label times value outside",
}
"""The columns of each table, in order; columns are only ever added, at the end."""
NAMED_COLUMNS: Mapping[str, str] = {GESTURES: "customer reason", PROMISES: "customer request", BENDS: "reasons"}
"""The columns that a table with names has besides, behind the others."""


def day_table(desk: Desk, what: str, date: date | None = None, *, names: bool = False) -> str:
    """One table of a business day (today when None) as CSV; `what` is one of COLUMNS.

    Sums over `gestures` that were not taken back are those of the day: where `event` is empty what it calls given,
    else what mass events gave.
    """
    if what == GESTURES:
        return _gestures(desk, desk.today() if date is None else date, names=names)
    if what in (SETTLED, BENDS):
        found = looking_back.last_days(desk, date)
        return _settled(found) if what == SETTLED else _bends(desk, found, names=names)
    day = leading.day(desk, date, lines=False)
    if what == PROMISES:
        return _promises(desk, day, names=names)
    if what == STOPPED:
        return _stopped(desk, day)
    if what == BUDGETS:
        return _budgets(desk, day)
    raise AssertionError(f"no table of the day: {what}")


def _yes(said: bool) -> str:
    return "yes" if said else "no"


# --- what was given -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Given:
    """A line, its instant on the site's clock ("2026-11-21T14:32:00+02:00"), and the decimals of its currency."""

    line: DayLine
    at: str
    exponent: int

    def money(self, minor: int | None) -> str:
        return "" if minor is None else format_minor(minor, self.exponent)


def _gestures(desk: Desk, on: date, *, names: bool) -> str:
    with reading(desk.store) as connection:
        lines = day_lines.of_day(connection, on)
    clock, day = desk.days(), on.isoformat()
    exponents = {currency: exponent_of(currency) for currency in {each.currency for each in lines}}
    rows = (_Given(each, clock.wall(each.at).isoformat(timespec="seconds"), exponents[each.currency]) for each in lines)
    columns: list[Column[_Given]] = [
        Column("date", lambda row: day),
        Column("time", lambda row: row.at[11:19]),
        Column("at", lambda row: row.at),
        Column("gesture", lambda row: row.line.gesture, text=True),
        Column("label", lambda row: row.line.label, text=True),
        Column("amount", lambda row: row.money(row.line.value_minor)),
        Column("cost", lambda row: row.money(row.line.cost_minor)),
        Column("currency", lambda row: row.line.currency),
        Column("quantity", lambda row: str(wording.number(row.line.quantity_thousandths or None) or "")),
        Column("unit", lambda row: row.line.unit, text=True),
        Column("situation", lambda row: row.line.situation, text=True),
        Column("event", lambda row: row.line.event, text=True),
        Column("taken_back", lambda row: _yes(row.line.taken_back)),
        Column("entry", lambda row: row.line.entry_id),
    ]
    if names:
        columns += [
            Column("customer", lambda row: row.line.customer_name, text=True),
            Column("reason", lambda row: row.line.reason, text=True),
        ]
    return csv_text(columns, rows)


# --- promises -----------------------------------------------------------------------------------------------


def _promises(desk: Desk, day: Day, *, names: bool) -> str:
    clock = desk.days()
    columns: list[Column[PromiseLine]] = [
        Column("state", lambda row: row.state),
        Column("due_date", lambda row: clock.wall(row.due_at).date().isoformat()),
        Column("due_time", lambda row: clock.wall(row.due_at).strftime("%H:%M")),
        Column("due_at", _at(clock, lambda row: row.due_at)),
        Column("owner", lambda row: row.owner if row.kept_at is None else "", text=True),
        Column("promise", lambda row: _said(row, names=names), text=True),
        Column("kept_at", _at(clock, lambda row: row.kept_at)),
        Column("conversation", lambda row: row.conversation_id),
    ]
    if names:
        columns += [
            Column("customer", lambda row: row.customer_name, text=True),
            Column("request", lambda row: row.request, text=True),
        ]
    return csv_text(columns, (*day.overdue, *day.due, *day.kept))


def _said(promise: PromiseLine, *, names: bool) -> str:
    return promise.text if names else without_names(promise.text, (promise.customer_name,), (promise.owner,))


def _at(clock: BusinessClock, of: Callable[[PromiseLine], datetime | None]) -> Callable[[PromiseLine], str]:
    def made(row: PromiseLine) -> str:
        at = of(row)
        return "" if at is None else clock.wall(at).isoformat(timespec="seconds")

    return made


# --- limits and budgets -------------------------------------------------------------------------------------


def _stopped(desk: Desk, day: Day) -> str:
    def money(minor: int | None) -> str:
        return "" if minor is None else amount_words(desk, minor)

    columns: list[Column[StoppedLine]] = [
        Column("kind", lambda row: row.kind.value),
        Column("rule", lambda row: row.rule, text=True),
        Column("gesture", lambda row: row.gesture or "", text=True),
        Column("name", lambda row: row.name, text=True),
        Column("times", lambda row: str(row.times)),
        Column("above_count", lambda row: str(row.above_count)),
        Column("above_sum", lambda row: money(row.above_sum_minor)),
        Column("above_median", lambda row: money(row.above_median_minor)),
        Column("instead", lambda row: ", ".join(f"{each.times} x {each.what}" for each in row.instead), text=True),
        Column("approved", lambda row: str(row.approved)),
        Column("undone", lambda row: str(row.undone)),
    ]
    return csv_text(columns, () if day.stopped is None else day.stopped.lines)


def _budgets(desk: Desk, day: Day) -> str:
    currency = "" if desk.guidelines is None else desk.guidelines.business.currency

    def figure(row: BudgetLeft, value: int) -> str:
        return amount_words(desk, value) if row.is_money else str(value)

    columns: list[Column[BudgetLeft]] = [
        Column("budget", lambda row: row.id, text=True),
        Column("window", lambda row: row.window, text=True),
        Column("left", lambda row: figure(row, row.left)),
        Column("up_to", lambda row: figure(row, row.up_to)),
        Column("used", lambda row: figure(row, row.used)),
        Column("unit", lambda row: currency if row.is_money else "times"),
        Column("more", lambda row: "" if row.more is None else str(row.more)),
        Column("more_of", lambda row: row.more_of, text=True),
        Column("warn", lambda row: _yes(row.warn)),
    ]
    return csv_text(columns, day.budgets)


# --- the month ----------------------------------------------------------------------------------------------


def _settled(found: LookBack) -> str:
    kinds = found.kinds
    counts = {
        "guideline": kinds.guideline,
        "judgement": kinds.judgement,
        "lead": kinds.lead,
        "promise": kinds.promise,
        "words_only": kinds.words_only,
    }

    def percent(row: tuple[str, int]) -> str:
        counted = kinds.settled and row[0] != "words_only"
        return str((200 * row[1] + kinds.settled) // (2 * kinds.settled)) if counted else ""

    columns: list[Column[tuple[str, int]]] = [
        Column("since", lambda row: found.since.isoformat()),
        Column("until", lambda row: found.until.isoformat()),
        Column("settled_by", lambda row: row[0]),
        Column("conversations", lambda row: str(row[1])),
        Column("percent", percent),
    ]
    return csv_text(columns, counts.items())


def _bends(desk: Desk, found: LookBack, *, names: bool) -> str:
    columns: list[Column[BendLine]] = [
        Column("since", lambda row: found.since.isoformat()),
        Column("until", lambda row: found.until.isoformat()),
        Column("gesture", lambda row: row.gesture, text=True),
        Column("label", lambda row: row.label, text=True),
        Column("times", lambda row: str(row.times)),
        Column("value", lambda row: amount_words(desk, row.value_minor)),
        Column("outside", lambda row: ", ".join(f"{each.times} x {each.words}" for each in row.outside), text=True),
    ]
    if names:
        columns.append(Column("reasons", lambda row: " / ".join(row.reasons), text=True))
    return csv_text(columns, found.bends)
