"""Takes one defence out of the program, in every interpreter that is started with this folder on its path.

Which one says FRONTDESK_WITHOUT. It is for test_controls.py alone: a test that stays green here is worth nothing.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from typing import Any


def _put(where: Any, name: str, instead: Any) -> None:
    setattr(where, name, instead)


def _no_queue() -> None:
    from frontdesk.store.turnstile import Turnstile

    @contextlib.contextmanager
    def passed(_self: Turnstile, _seconds: float) -> Iterator[bool]:
        yield True

    _put(Turnstile, "passed", passed)


def _begin(sql: str) -> None:
    """A transaction that starts by other words, or none at all; and no queue in front of it."""
    from frontdesk.store import transaction

    plain = transaction.committed

    @contextlib.contextmanager
    def committed(connection: Any) -> Iterator[None]:
        if sql != "BEGIN" and "alembic" in sys.modules:  # whoever makes the database makes it whole
            with plain(connection):
                yield
            return
        connection.execute(sql)
        try:
            yield
            connection.commit()
        except BaseException:
            connection.rollback()
            raise

    _put(transaction, "committed", committed)
    _no_queue()


def begin_immediate() -> None:
    _begin("BEGIN")


def transaction() -> None:
    _begin("SELECT 1")


def _not_unique(column: str) -> None:
    """The constraint on a column of the ledger, and the trigger's part of it, are never made."""
    import alembic.op
    import sqlalchemy

    from frontdesk.store import triggers

    plain: Callable[..., Any] = alembic.op.create_table

    def create_table(name: str, *parts: Any, **more: Any) -> Any:
        unwanted = f"uq_entries_{column}"
        kept = [part for part in parts if not (isinstance(part, sqlalchemy.UniqueConstraint) and part.name == unwanted)]
        return plain(name, *kept, **more)

    _put(alembic.op, "create_table", create_table)
    clause = f" OR EXISTS (SELECT 1 FROM entries WHERE {column} = NEW.{column})"
    before = triggers.TRIGGERS["entries_never_replaced"]
    assert clause in before
    triggers.TRIGGERS["entries_never_replaced"] = before.replace(clause, "")


def attempt_once() -> None:
    from frontdesk.store import ledger

    _put(ledger, "by_attempt", lambda _connection, _attempt_id: None)
    _not_unique("attempt_id")


def attempt_looked_up() -> None:
    from frontdesk.store import ledger

    _put(ledger, "by_attempt", lambda _connection, _attempt_id: None)


def taken_back_once() -> None:
    from frontdesk.store import ledger

    _put(ledger, "reversal_of", lambda _connection, _entry_id: None)
    _not_unique("reverses")


def _at_the_limit(shift: int) -> None:
    from frontdesk.authority import bounds
    from frontdesk.guidelines.model import Measure

    plain = bounds._FITS[Measure.TIMES]
    _put(bounds, "_FITS", {**bounds._FITS, Measure.TIMES: lambda left, load: plain(left + shift, load)})


def last_one() -> None:
    """`<` where `<=` stands."""
    _at_the_limit(-1)


def limit() -> None:
    """`<=` where `<` stands."""
    _at_the_limit(1)


def throttle() -> None:
    """However often a code was wrong, the next one is looked at."""
    from datetime import timedelta

    from frontdesk.desk.people import pins

    _put(pins, "_left", lambda _desk, _staff_id, _tries: timedelta(0))


def idle_lock() -> None:
    """A desk that nobody touches stays as it is."""
    from frontdesk.ui.seat import Seat

    _put(Seat, "hide", lambda _seat: None)


def sent_away() -> None:
    """Whoever left, or was signed out elsewhere, is not looked up on the list."""
    from frontdesk.desk.people import acting
    from frontdesk.store import staff

    _put(acting, "staff_of", lambda connection, desk: staff.by_id(connection, desk.signed_in().id))


def own_card() -> None:
    """The desk does not look whose card it is; the trigger of the database still does."""
    from frontdesk.desk.people import own_card as room

    _put(room, "must_not_be_own", lambda _connection, _staff_id, _customer_id: None)


def gate() -> None:
    """Writing acts pass without anybody being looked up."""
    from frontdesk.desk.people import acting

    _put(acting, "must_be_here", lambda *_arguments, **_more: None)


def ends() -> None:
    """What is over is over by the clock on the wall alone."""
    from datetime import timedelta

    from frontdesk.ground.steady import Ends

    _put(Ends, "left", lambda _ends, _name, _since, end, wall, _seconds: max(end - wall, timedelta(0)))


def cap() -> None:
    """A field takes everything."""
    from frontdesk.ui.widgets import capped

    _put(capped, "fitting", lambda text, _before, _after, _cap: text)


_WITHOUT: dict[str, Callable[[], None]] = {
    each.__name__: each
    for each in (
        *(begin_immediate, transaction, attempt_once, attempt_looked_up, taken_back_once, last_one, limit),
        *(throttle, idle_lock, sent_away, own_card, gate, ends, cap),
    )
}
_asked = os.environ.get("FRONTDESK_WITHOUT", "")
if _asked:
    _WITHOUT[_asked]()
