"""The line-up: what a shift hears before it begins, from the last 24 hours and from nothing but this desk's database.

One story, what is owed today, one question that nobody has answered, what is new in the guidelines, and the line that
stopped people most. Nobody is compared with anybody.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from frontdesk.desk.conversations import ending
from frontdesk.desk.day.sheet_views import LineUp, NewRules, OpenQuestion
from frontdesk.desk.learning import ideas, stopping, storytelling
from frontdesk.desk.learning.learning_views import IdeaLine, IdeaState, StoppedLine, StoryLine
from frontdesk.desk.people.acting import acting
from frontdesk.desk.promises import promising
from frontdesk.desk.promises.due_times import moment_words
from frontdesk.desk.rules.history import read_again
from frontdesk.ground.errors import BadInput, Misconfigured
from frontdesk.ground.language import _
from frontdesk.guidelines.telling.differences import differences
from frontdesk.store import ideas as stored_ideas
from frontdesk.store import stopped, stories, versions
from frontdesk.store.driver import Connection
from frontdesk.store.transaction import reading

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.views import PromiseLine

LOOKS_BACK = timedelta(hours=24)
DAYS_AHEAD = 14


def line_up(desk: Desk, date: date | None = None) -> LineUp:
    """The line-up of a business day, today when None: for a shift that is to come, so never of a day that is over.

    The story that it tells is written down as told by this day's line-up: made again, it tells the same one, and the
    next day's tells another. Raises BadInput for a day that is over or more than two weeks away.
    """
    today, now = desk.today(), desk.now()
    asked = today if date is None else date
    _must_be_to_come(asked, today)
    since = now - LOOKS_BACK
    most, blocks = _stopped(desk, since)
    return LineUp(
        date=asked,
        business="" if desk.guidelines is None else desk.guidelines.business.name,
        since=since,
        at=now,
        story=_story(desk, asked, since),
        promises=_promises(desk, asked),
        question=_question(desk),
        rules=_new_rules(desk, since),
        stopped=most,
        blocks=blocks,
    )


def _must_be_to_come(asked: date, today: date) -> None:
    if asked < today:
        raise BadInput(
            _("{date} is over; a line-up is for a shift that is still to come.").format(date=asked.isoformat()),
            _("See what the day was with: frontdesk day --date {date}").format(date=asked.isoformat()),
        )
    if asked > today + timedelta(days=DAYS_AHEAD):
        raise BadInput(
            _("{date} is more than two weeks away.").format(date=asked.isoformat()),
            _("Make the line-up shortly before the shift: it is made from the last 24 hours."),
        )


# --- one story ----------------------------------------------------------------------------------------------


def _story(desk: Desk, on: date, since: datetime) -> StoryLine | None:
    """The one that this day's line-up told before, else the newest that none has told."""
    clock = desk.days()
    with acting(desk, unnamed=True) as connection:
        found = stories.between(connection, clock.date_of(since), desk.today())
        recent = [each for each in found if since <= each.at <= desk.now()]
        told = next((each for each in recent if each.lined_up_on == on), None)
        chosen = told or next((each for each in recent if each.lined_up_on is None), None)
        if chosen is not None and told is None:
            stories.line_up(connection, chosen.id, on)
    return None if chosen is None else storytelling.line(chosen)


# --- what is owed -------------------------------------------------------------------------------------------


def _promises(desk: Desk, on: date) -> tuple[PromiseLine, ...]:
    """What is owed by the end of that business day: overdue first, then by the time."""
    ends = desk.days().start_of(on + timedelta(days=1))
    return tuple(each for each in promising.waiting(desk) if each.due_at < ends)


# --- one question -------------------------------------------------------------------------------------------


def _question(desk: Desk) -> OpenQuestion | None:
    """The newest idea that somebody typed and that waits for its answer: fresh eyes see what is no longer noticed.

    Without one, a judgement that recurs; what a gesture wrote down by itself is no question of anybody.
    """
    with reading(desk.store) as connection:
        asked = [each for each in stored_ideas.owed(connection) if not each.by_itself]
        newest = max(asked, key=lambda each: (each.at, each.id), default=None)
        if newest is not None:
            return _of_idea(ideas.line_in(connection, desk, newest.id))
    recurs = next(iter(ending.proposed_ideas(desk)), None)
    if recurs is None:
        return None
    said = _("{gesture} was given {times} times in 30 days for “{situation}”. What should the guidelines say?").format(
        gesture=recurs.label, times=recurs.times, situation=recurs.situation_label
    )
    return OpenQuestion(said)


def _of_idea(idea: IdeaLine) -> OpenQuestion:
    return OpenQuestion(
        text=idea.text,
        author=idea.author,
        about=idea.rule or idea.gesture_label,
        due_on=idea.answer_due_on,
        overdue=idea.state is IdeaState.OVERDUE,
    )


# --- what is new, and what stopped people -------------------------------------------------------------------


def _new_rules(desk: Desk, since: datetime) -> NewRules:
    """What the guidelines say now and did not say at `since`, and what is to come within the same time ahead."""
    now = desk.now()
    with reading(desk.store) as connection:
        before = versions.in_force(connection, since)
        notes = _notes(connection, since, now)
        to_come = tuple(each for each in versions.to_come(connection, now) if each.in_force_at <= now + LOOKS_BACK)
    ahead = tuple(
        _("from {time}: {note}").format(
            time=moment_words(desk, each.in_force_at), note=each.note or _("new guidelines come into force")
        )
        for each in to_come
    )
    if desk.guidelines is None or before is None or before.version == desk.guidelines.version:
        return NewRules(to_come=ahead)
    try:
        old = read_again(before.text, str(before.number))
    except Misconfigured:
        return NewRules(notes=notes, to_come=ahead, unreadable=True)
    sentences = tuple(each.sentence() for each in differences(old, desk.guidelines))
    return NewRules(sentences, notes if sentences else (), ahead)


def _notes(connection: Connection, since: datetime, now: datetime) -> tuple[str, ...]:
    """Why, with the name of whoever put them into force: the newest first."""
    found = [
        each
        for each in versions.history(connection)
        if each.withdrawn_at is None and since < each.in_force_at <= now and each.note
    ]
    return tuple(
        _("{note} ({name})").format(note=each.note, name=each.put_by) if each.put_by else each.note for each in found
    )


def _stopped(desk: Desk, since: datetime) -> tuple[StoppedLine | None, int]:
    """The line that stopped people most often since then, and how many blocks there were."""
    with reading(desk.store) as connection:
        rows = [
            each
            for each in stopped.between(connection, desk.days().date_of(since), desk.today())
            if since <= each.at <= desk.now()
        ]
    return next(iter(stopping.by_line(rows, desk.guidelines)), None), len(rows)
