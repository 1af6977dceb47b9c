"""Leading: a business day as the shift lead sees it, in the order of importance.

It counts gestures and guidelines, never people: no list here says who gave how much.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from frontdesk.conversation.hours import read_hours
from frontdesk.conversation.promises import state
from frontdesk.desk.approvals import approving, granting
from frontdesk.desk.conversations import ending
from frontdesk.desk.customers import reach
from frontdesk.desk.day.day_views import Call, Day, GestureSum, HourSum, TalkLine
from frontdesk.desk.events import events
from frontdesk.desk.gestures.chances import budgets_left
from frontdesk.desk.gestures.lines import given_line
from frontdesk.desk.gestures.saying import label_of
from frontdesk.desk.learning import caring, causing, ideas, reviewing, stopping, storytelling
from frontdesk.desk.learning.care_views import OrdersCare
from frontdesk.desk.people.roles import leads
from frontdesk.desk.privacy import forgetting
from frontdesk.desk.promises import promising
from frontdesk.desk.promises.due_times import fitting
from frontdesk.desk.promises.promise_lines import promise_line
from frontdesk.desk.promises.promise_views import KeptShare
from frontdesk.desk.telephone import ringing
from frontdesk.desk.views import GivenLine
from frontdesk.ground.businessday import BusinessClock
from frontdesk.ground.text import clean_line
from frontdesk.guidelines.model import Guidelines
from frontdesk.store import blocks, conversations, customers, ledger, promises
from frontdesk.store.ledger import Figure
from frontdesk.store.promises import Settled
from frontdesk.store.transaction import reading

if TYPE_CHECKING:
    from frontdesk.desk.approvals.approval_views import WaitingLine
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.trust.backup_views import BackupAge

__all__ = ["budgets_left", "call", "day", "given_of", "stamp", "talks"]

STORY_DAYS = 2
"""Stories of the day and of the one before: a morning opens with what went well yesterday."""
SHARE_DAYS = 30


def day(desk: Desk, date: date | None = None, *, lines: bool = True) -> Day:
    """The business day `date`, today when None; without `lines` the entries themselves are left out.

    Promises that are overdue now stand on every day up to today; those due and kept are of the day asked for.
    Without valid guidelines the day has no budgets.
    """
    today, now, clock = desk.today(), desk.now(), desk.days()
    asked = today if date is None else date
    starts, ends = clock.start_of(asked), clock.start_of(asked + timedelta(days=1))
    with reading(desk.store) as connection:
        waiting = promises.waiting(connection)
        kept = promises.kept_between(connection, starts, ends)
        due_then = promises.settled_between(connection, starts, ends)
        figures = ledger.figures_of_day(connection, asked)
        owed = ledger.figures_of_events(connection, asked)
        gathered = events.open_in(connection, desk, now) if asked == today else ()
        entries = ledger.lines_of_day(connection, asked) if lines else ()
        refusals = blocks.count_of_day(connection, asked)
        open_ones, closed = conversations.counted(connection, asked)
        called = ringing.missed(connection, desk, None if asked == today else asked)
        left = budgets_left(connection, desk, _within(now, starts, ends))
    overdue = [each for each in waiting if each.due_at < now and asked <= today]
    due = [each for each in waiting if now <= each.due_at and starts <= each.due_at < ends]
    is_today = asked == today
    owed_ideas, under_way = ideas.owed_and_under_way(desk) if is_today else ((), ())
    return Day(
        date=asked,
        overdue=tuple(promise_line(each, now) for each in overdue),
        due=tuple(promise_line(each, now) for each in due),
        kept=tuple(promise_line(each, now) for each in kept),
        given=_sums(figures, desk.guidelines),
        lines=tuple(given_line(line) for line in entries),
        budgets=left,
        blocks=refusals,
        conversations_open=open_ones,
        conversations_closed=closed,
        at=now,
        kept_share=_share(due_then, now),
        stories=storytelling.stories_of(desk, asked, STORY_DAYS),
        story_share=storytelling.share(desk, asked - timedelta(days=SHARE_DAYS - 1), asked),
        hours=_hours(figures, clock),
        stopped=stopping.where_limits_stopped(desk, asked, asked),
        waiting=_waiting(desk) if is_today else (),
        grants=granting.open_grants(desk) if is_today else (),
        ideas=owed_ideas,
        ideas_under_way=under_way,
        reviews=reviewing.owed(desk) if is_today else (),
        causes=causing.causes_to_fix(desk) if is_today else (),
        left_empty=ending.left_empty(desk, asked),
        care=caring.orders_needing_care(desk) if is_today else OrdersCare((), 0),
        today=is_today,
        events=gathered,
        given_by_events=_sums(owed, desk.guidelines),
        called=called,
        to_forget=is_today and forgetting.is_due(desk),
        backup=_backup(desk) if is_today else None,
    )


def _backup(desk: Desk) -> BackupAge | None:
    """For whoever leads; nothing while practising."""
    if desk.practice or desk.guidelines is None or not leads(desk.guidelines, desk.person.role):
        return None
    from frontdesk.desk.trust import backing_up  # the day's stamp is asked on the way to the first frame

    return backing_up.age(desk)


def _within(now: datetime, starts: datetime, ends: datetime) -> datetime:
    return min(max(now, starts), ends - timedelta(seconds=1))


def _waiting(desk: Desk) -> tuple[WaitingLine, ...]:
    """What this person may answer; nobody who is not signed in answers anything, and nothing without guidelines."""
    return approving.waiting(desk) if desk.person.id and desk.guidelines is not None else ()


def _share(due: Iterable[Settled], now: datetime) -> KeptShare:
    states = [str(state(each.due_at, each.kept_at, each.withdrawn_at, now, each.made_at)) for each in due]
    in_time = sum(each in ("kept", "early") for each in states)
    return KeptShare(in_time, states.count("early"), states.count("late"), states.count("overdue"))


# --- what was given -----------------------------------------------------------------------------------------


def _sums(figures: Iterable[Figure], guidelines: Guidelines | None) -> tuple[GestureSum, ...]:
    """What was given of each gesture; what cost most first. The label is today's, else the one it was given under."""
    sums: dict[str, list[int]] = {}
    labels: dict[str, str] = {}
    for each in figures:
        so_far = sums.setdefault(each.gesture, [0, 0, 0])
        so_far[0] += 1
        so_far[1] += each.value_minor or 0
        so_far[2] += each.cost_minor
        labels[each.gesture] = each.label
    for gesture in labels:
        if guidelines is not None and gesture in guidelines.gestures:
            labels[gesture] = label_of(guidelines, gesture)
    lines = [GestureSum(gesture, labels[gesture], *figure) for gesture, figure in sums.items()]
    return tuple(sorted(lines, key=lambda each: (-each.cost_minor, -each.times, each.label)))


def _hours(figures: Iterable[Figure], clock: BusinessClock) -> tuple[HourSum, ...]:
    """The day by the hours of the wall clock, from the one in which it begins; an hour that comes twice is one."""
    first = clock.day_starts.hour
    times, value, cost = [0] * 24, [0] * 24, [0] * 24
    for each in figures:
        hour = clock.wall(each.at).hour
        times[hour] += 1
        value[hour] += each.value_minor or 0
        cost[hour] += each.cost_minor
    hours = [(first + step) % 24 for step in range(24)]
    return tuple(HourSum(hour, times[hour], value[hour], cost[hour]) for hour in hours)


def given_of(desk: Desk, gesture: str, date: date | None = None) -> tuple[GivenLine, ...]:
    """What was given of one gesture on a business day and stands, in order."""
    asked = desk.today() if date is None else date
    with reading(desk.store) as connection:
        found = ledger.lines_of_day(connection, asked, gesture)
    return tuple(given_line(line) for line in found if not line.taken_back)


def talks(desk: Desk, conversation_ids: Iterable[str]) -> tuple[TalkLine, ...]:
    """These conversations as a list shows them, in that order; those that are not there are left out."""
    with reading(desk.store) as connection:
        found = [conversations.by_id(connection, each) for each in conversation_ids]
    return tuple(
        TalkLine(each.id, each.customer_name, clean_line(each.request), each.opened_at)
        for each in found
        if each is not None
    )


def stamp(desk: Desk) -> tuple[int, ...]:
    """Something that changes whenever any desk has written; asking for it costs next to nothing. Take it first."""
    return desk.store.stamp()


# --- calling ------------------------------------------------------------------------------------------------


def call(desk: Desk, promise_id: str) -> Call:
    """What is needed to keep a promise by speaking to the customer: number, channel, hours. Raises NotFound."""
    promise = promising.one(desk, promise_id)
    with reading(desk.store) as connection:
        customer = None if promise.customer_id is None else customers.get(connection, promise.customer_id)
        hours = promise.hours or reach.hours_of(connection, promise.customer_id)
    now = desk.now()
    fits = True if not hours else read_hours(hours).fits(desk.days().wall(now).replace(tzinfo=None))
    return Call(
        promise=promise,
        phone="" if customer is None else customer.phone,
        email="" if customer is None else customer.email,
        channel=promise.channel or ("" if customer is None else customer.channel),
        hours=hours,
        fits_now=fits,
        fits_from=None if fits else fitting(desk, read_hours(hours), now),
    )
