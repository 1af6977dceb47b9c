"""Making heads: when the hand-over is printed, when the day changes, and each hour in which something was given."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from frontdesk.desk.trust.proof_views import HeadLine
from frontdesk.ground.errors import StoreUnavailable
from frontdesk.store import chain, heads
from frontdesk.store.heads import KeptHead
from frontdesk.store.transaction import reading, writing

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

EVERY = timedelta(hours=1)


def make(desk: Desk) -> HeadLine:
    """The head of this moment, kept in the database and in the file beside it. Raises StoreUnavailable.

    A file that cannot be written is said in `problem`: the head stands in the table and wherever it is printed.
    """
    with writing(desk.store) as connection:
        made = heads.add(connection, desk.site, desk.today(), desk.now())
    try:
        heads.write_down(desk.store, made)
    except StoreUnavailable as error:
        return _line(made, str(error))
    return _line(made)


def keep_up(desk: Desk) -> HeadLine | None:
    """`make` where it is time: lines came since the last head, and an hour or the business day passed since.

    Cheap when it is not time: two rows are looked at.
    """
    with reading(desk.store) as connection:
        last, end = heads.newest(connection), chain.head(connection)
    if end.entry_seq == (0 if last is None else last.entry_seq):
        return None
    if last is not None and desk.now() < last.made_at + EVERY and last.business_date == desk.today():
        return None
    return make(desk)


def of_day(desk: Desk, on: date) -> HeadLine | None:
    """The last head of a business day; None where none was made."""
    with reading(desk.store) as connection:
        found = heads.of_day(connection, on)
    return None if found is None else _line(found)


def _line(head: KeptHead, problem: str = "") -> HeadLine:
    return HeadLine(head.entry_seq, head.words, head.hash, head.business_date, head.made_at, problem)
