"""How much of each limit is used: counters that move in the transaction of the entry they count.

Counters are kept per shape (what a limit counts, per what, within which window), for every shape that was ever in
force here. So a change of the guidelines, an older desk beside a newer one, or a file that comes back never
meets a counter that slept. They can always be rebuilt from the ledger (`recount`).

Cards that were merged keep a counter each; what is read of one is what all cards of that person used (the invariant
stands in `authority.joined`). So a merge moves no counter, and no desk can meet one that is half moved.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache, partial

from frontdesk.authority import joined, limits
from frontdesk.authority.values import Mark, UsageKey, UsageNeeded, Used
from frontdesk.ground.businessday import BusinessClock
from frontdesk.guidelines.model import Guidelines, Limit, Measure, UpTo, Window, WindowKind
from frontdesk.store import homes, one_person
from frontdesk.store.columns import as_day, as_instant, instant, unpacked_map
from frontdesk.store.driver import Connection
from frontdesk.store.ledger import Entry

_AMOUNTS = "value_minor, cost_minor, exposure_minor, quantity_thousandths"
_GIVEN = (
    "SELECT e.seq, e.at, e.business_date, e.gesture, coalesce(w.scope_json, e.scope_json), coalesce(e.value_minor, 0),"
    " e.cost_minor, e.exposure_minor, e.quantity_thousandths FROM entries e"
    " LEFT JOIN entry_words w ON w.entry_seq = e.seq"
    " WHERE e.kind = 'given' AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses = e.id)"
)


@dataclass(frozen=True, slots=True)
class Counted:
    """What one given entry adds to its counters."""

    seq: int
    at: datetime
    business_date: date
    gesture: str
    scope: Mapping[str, str]
    amounts: tuple[int, int, int, int]
    customer_id: str | None = None

    @staticmethod
    def of(seq: int, entry: Entry) -> Counted:
        """The entry of that number."""
        amounts = (entry.value_minor or 0, entry.cost_minor, entry.exposure_minor, entry.quantity_thousandths)
        return Counted(seq, entry.at, entry.business_date, entry.gesture, entry.scope, amounts, entry.customer_id)


# --- reading ------------------------------------------------------------------------------------------------


def read(connection: Connection, needed: Iterable[UsageNeeded], clock: BusinessClock) -> dict[UsageKey, Used]:
    """What is used of each counter that a decision will look at, within the caller's transaction.

    A shape that is not counted yet is counted from the ledger here and now: slower, never wrong.
    """
    wanted = tuple(needed)
    shapes = _numbers_of(connection, {each.key.shape for each in wanted})
    used: dict[UsageKey, Used] = {}
    people: dict[str, tuple[str, ...]] = {}

    def cards_of(customer_id: str) -> tuple[str, ...]:
        if customer_id not in people:
            people[customer_id] = one_person.cards_of(connection, customer_id)
        return people[customer_id]

    for each in wanted:
        one = partial(_read, connection, shapes.get(each.key.shape), each, clock=clock)
        used[each.key] = joined.of_each_home(each.key, cards_of, each.homes, one)
    return used


def _numbers_of(connection: Connection, shapes: Collection[str]) -> dict[str, int]:
    """The numbers of those of the shapes that are counted here."""
    if not shapes:
        return {}
    marks = ", ".join("?" * len(shapes))
    rows = connection.execute(f"SELECT shape, id FROM shapes WHERE shape IN ({marks})", tuple(shapes)).fetchall()
    return {str(row[0]): int(row[1]) for row in rows}


def _read(
    connection: Connection, shape_id: int | None, needed: UsageNeeded, key: UsageKey, clock: BusinessClock
) -> Used:
    if shape_id is None:
        return _from_ledger(connection, (key.shape,), clock).get(key, Used())
    if key.window == "rolling":
        return _marks(connection, shape_id, UsageNeeded(key, needed.since))
    return _sums(connection, shape_id, key)


def _sums(connection: Connection, shape_id: int, key: UsageKey) -> Used:
    row = connection.execute(
        f'SELECT times, {_AMOUNTS} FROM usage WHERE shape_id = ? AND scope = ? AND "window" = ?',
        (shape_id, key.scope, key.window),
    ).fetchone()
    return Used() if row is None else Used(*row)


def _marks(connection: Connection, shape_id: int, needed: UsageNeeded) -> Used:
    rows = connection.execute(
        f"SELECT at, {_AMOUNTS} FROM usage_marks WHERE shape_id = ? AND scope = ? AND at >= ? ORDER BY at, entry_seq",
        (shape_id, needed.key.scope, "" if needed.since is None else instant(needed.since)),
    ).fetchall()
    return Used(marks=tuple(Mark(as_instant(row[0]), *row[1:]) for row in rows))


# --- moving -------------------------------------------------------------------------------------------------


def add(connection: Connection, counted: Counted, clock: BusinessClock) -> None:
    """Move every counter that the new entry moves; call it in the transaction that appends the entry."""
    home = counted.scope.get(joined.HOUSEHOLD)
    if home is not None and counted.customer_id is not None:
        homes.note(connection, counted.customer_id, home)
    for shape_id, key in _moved(connection, counted, clock):
        _add(connection, shape_id, key, counted)


def free(connection: Connection, counted: Counted, clock: BusinessClock) -> None:
    """Give back what the entry took, in the windows it was counted in, whatever day it is now."""
    times, value, cost, exposure, quantity = 1, *counted.amounts
    for shape_id, key in _moved(connection, counted, clock):
        if key.window == "rolling":
            cursor = connection.execute(
                "DELETE FROM usage_marks WHERE shape_id = ? AND scope = ? AND at = ? AND entry_seq = ?",
                (shape_id, key.scope, instant(counted.at), counted.seq),
            )
        else:
            cursor = connection.execute(
                "UPDATE usage SET times = times - ?, value_minor = value_minor - ?, cost_minor = cost_minor - ?,"
                " exposure_minor = exposure_minor - ?, quantity_thousandths = quantity_thousandths - ?"
                ' WHERE shape_id = ? AND scope = ? AND "window" = ? AND times >= 1',
                (times, value, cost, exposure, quantity, shape_id, key.scope, key.window),
            )
        if cursor.rowcount != 1:
            raise AssertionError("an entry frees exactly what it took")


def _add(connection: Connection, shape_id: int, key: UsageKey, counted: Counted) -> None:
    if key.window == "rolling":
        connection.execute(
            f"INSERT INTO usage_marks (shape_id, scope, at, entry_seq, {_AMOUNTS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (shape_id, key.scope, instant(counted.at), counted.seq, *counted.amounts),
        )
        return
    connection.execute(
        f'INSERT INTO usage (shape_id, scope, "window", times, {_AMOUNTS}) VALUES (?, ?, ?, 1, ?, ?, ?, ?)'
        ' ON CONFLICT (shape_id, scope, "window") DO UPDATE SET times = times + 1,'
        " value_minor = value_minor + excluded.value_minor, cost_minor = cost_minor + excluded.cost_minor,"
        " exposure_minor = exposure_minor + excluded.exposure_minor,"
        " quantity_thousandths = quantity_thousandths + excluded.quantity_thousandths",
        (shape_id, key.scope, key.window, *counted.amounts),
    )


def _moved(connection: Connection, counted: Counted, clock: BusinessClock) -> list[tuple[int, UsageKey]]:
    rows = connection.execute("SELECT id, shape FROM shapes WHERE instr(shape, ?) > 0", (counted.gesture,)).fetchall()
    return [(int(row[0]), key) for row in rows for key in _keys(str(row[1]), counted, clock)]


def _keys(shape: str, counted: Counted, clock: BusinessClock) -> tuple[UsageKey, ...]:
    limit = _limit_of(shape)
    if counted.gesture not in limit.counts:
        return ()
    # The business date was fixed when the entry was written; the site's clock may have been set otherwise since.
    return limits.keys_for(limit, counted.scope, counted.at, clock, counted.business_date)


@lru_cache(maxsize=4096)
def _limit_of(shape: str) -> Limit:
    """A limit of that shape: enough to find its keys, nothing to decide by."""
    window, per, counts = shape.split("|")
    kind, unit, count = window.split(":")
    limit = Limit(
        id="counted",
        up_to=UpTo(unlimited=True),
        per=tuple(per.split("+")) if per else (),
        within=Window(WindowKind(kind), unit, int(count)),
        counts=frozenset(counts.split(",")),
        measure=Measure.TIMES,
    )
    if limit.shape != shape:
        raise AssertionError("a shape reads back as itself")
    return limit


# --- counting anew ------------------------------------------------------------------------------------------


def not_counted(connection: Connection, guidelines: Guidelines) -> tuple[str, ...]:
    """The shapes of these guidelines for which no counters are kept yet."""
    known = {str(row[0]) for row in connection.execute("SELECT shape FROM shapes")}
    return tuple(sorted(shapes_of(guidelines) - known))


def ensure_counted(connection: Connection, guidelines: Guidelines) -> int:
    """Count every shape of these guidelines that is not kept yet from the whole ledger, once; how many there were.

    Call it in a write transaction before the guidelines take effect.
    """
    missing = not_counted(connection, guidelines)
    if not missing:
        return 0
    for shape in missing:
        connection.execute("INSERT INTO shapes (shape) VALUES (?)", (shape,))
    ids = {str(row[1]): int(row[0]) for row in connection.execute("SELECT id, shape FROM shapes")}
    for counted in _given(connection):
        for shape in missing:
            for key in _keys(shape, counted, guidelines.business.clock):
                _add(connection, ids[shape], key, counted)
    return len(missing)


def shapes_of(guidelines: Guidelines) -> set[str]:
    """The shapes of every limit and budget."""
    own = {limit.shape for gesture in guidelines.gestures.values() for limit in gesture.limits}
    return own | {budget.shape for budget in guidelines.budgets}


def recount(connection: Connection, clock: BusinessClock) -> dict[UsageKey, Used]:
    """What the counters must say, from the ledger alone; counters that are all zero are left out."""
    shapes = tuple(str(row[0]) for row in connection.execute("SELECT shape FROM shapes"))
    return _from_ledger(connection, shapes, clock)


def stored(connection: Connection) -> dict[UsageKey, Used]:
    """What the counters say; those that are all zero are left out."""
    found: dict[UsageKey, Used] = {}
    for row in connection.execute(
        f'SELECT s.shape, u.scope, u."window", u.times, {_AMOUNTS} FROM usage u JOIN shapes s ON s.id = u.shape_id'
    ):
        used = Used(*row[3:])
        if used != Used():
            found[UsageKey(row[0], row[1], row[2])] = used
    marks: defaultdict[UsageKey, list[Mark]] = defaultdict(list)
    for row in connection.execute(
        f"SELECT s.shape, u.scope, u.at, {_AMOUNTS} FROM usage_marks u JOIN shapes s ON s.id = u.shape_id"
        " ORDER BY u.at, u.entry_seq"
    ):
        marks[UsageKey(row[0], row[1], "rolling")].append(Mark(as_instant(row[2]), *row[3:]))
    return found | {key: Used(marks=tuple(each)) for key, each in marks.items()}


def _from_ledger(connection: Connection, shapes: tuple[str, ...], clock: BusinessClock) -> dict[UsageKey, Used]:
    sums: defaultdict[UsageKey, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    marks: defaultdict[UsageKey, list[tuple[datetime, int, Mark]]] = defaultdict(list)
    of_gesture: dict[str, tuple[str, ...]] = {}
    for counted in _given(connection):
        if counted.gesture not in of_gesture:
            of_gesture[counted.gesture] = tuple(each for each in shapes if counted.gesture in _limit_of(each).counts)
        for shape in of_gesture[counted.gesture]:
            for key in _keys(shape, counted, clock):
                if key.window == "rolling":
                    marks[key].append((counted.at, counted.seq, Mark(counted.at, *counted.amounts)))
                else:
                    sums[key] = [have + more for have, more in zip(sums[key], (1, *counted.amounts), strict=True)]
    rolling = {key: Used(marks=tuple(mark for _at, _seq, mark in sorted(each))) for key, each in marks.items()}
    return {key: Used(each[0], each[1], each[2], each[3], each[4]) for key, each in sums.items()} | rolling


def _given(connection: Connection) -> Iterable[Counted]:
    for row in connection.execute(_GIVEN):
        yield Counted(row[0], as_instant(row[1]), as_day(row[2]), row[3], unpacked_map(row[4]), tuple(row[5:9]))
