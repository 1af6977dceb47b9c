"""Reviews and letters: somebody wrote, so somebody answers, by a time.

The steps are an apology in one's own words, what happened, what they ask for, a solution, a promise, and the answer
that a person wrote. Nothing here inserts a text, and there is no way to delete a review or to leave it out. The
request comes first here, too: nothing is given before somebody has read it and said in one sentence what it asks for.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from frontdesk.desk.conversations import beginning, talking
from frontdesk.desk.conversations.found import conversation_of, must_be_open
from frontdesk.desk.learning.review_views import ReviewKind, ReviewLine, ReviewStep, ReviewStepLine
from frontdesk.desk.people.acting import acting
from frontdesk.desk.promises.promising import must_be_ahead
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.ground.language import _
from frontdesk.ground.text import LINE_LENGTH_MAX, NOTE_LENGTH_MAX, clean, clean_line, whole, whole_line
from frontdesk.store import reviews
from frontdesk.store.driver import Connection
from frontdesk.store.reviews import Written
from frontdesk.store.transaction import reading

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

ANSWER_WITHIN = timedelta(hours=24)
WRITTEN_LENGTH_MAX = 20_000
PLACE_LENGTH_MAX = 500


# --- beginning ----------------------------------------------------------------------------------------------


def begin(
    desk: Desk,
    kind: str,
    source: str,
    words: str,
    *,
    customer_id: str | None = None,
    name: str = "",
    situation: str | None = None,
    order_id: str | None = None,
    answer_due_at: datetime | None = None,
) -> ReviewLine:
    """Enter a review or a letter as it was written, and where it stands; its answer is due in 24 hours.

    Raises BadInput without words or a source, for more than 20,000 letters (nothing is cut off), and for a time that
    is past; NotFound as `talking.start` does.
    """
    desk.signed_in()
    known = _kind(kind)
    said = _whole(words, WRITTEN_LENGTH_MAX, _("A review is entered in its own words."), _("Copy it as it stands."))
    place = whole_line(source, LINE_LENGTH_MAX)
    if not place:
        raise BadInput(
            _("Where was it written?"), _("Name the place, like the site of the review, or that it came by post.")
        )
    at = desk.now()
    due = at + ANSWER_WITHIN if answer_due_at is None else answer_due_at
    must_be_ahead(due, at)
    with acting(desk) as connection:
        review_id = beginning.begun(
            connection, desk, customer_id=customer_id, name=name, order_id=order_id, situation=situation
        )
        reviews.mark(connection, review_id, kind=known.value, source=place, written=said, answer_due_at=due)
        return _line_in(connection, desk, review_id)


def _kind(kind: str) -> ReviewKind:
    bare = clean_line(kind).lower()
    if bare not in {each.value for each in ReviewKind}:
        raise BadInput(
            _("{kind} is not a kind of writing.").format(kind=bare or "“”"),
            _("Known here: {words}.").format(words=", ".join(each.value for each in ReviewKind)),
        )
    return ReviewKind(bare)


def _whole(text: str, limit: int, sentence: str, remedy: str) -> str:
    """A text as it was typed: never empty, never cut off."""
    said = clean(text, limit + 1).strip()
    if not said:
        raise BadInput(sentence, remedy)
    if len(said) > limit:
        raise BadInput(_("This is longer than {count} letters.").format(count=limit), _("Enter the part that matters."))
    return said


# --- the steps ----------------------------------------------------------------------------------------------


def apologise(desk: Desk, review_id: str, text: str) -> ReviewLine:
    """The apology, in the person's own words. Raises BadInput without words."""
    said = _whole(text, NOTE_LENGTH_MAX, _("An apology is in one's own words."), _("Write what you are sorry for."))
    return _step(desk, review_id, lambda connection, found: reviews.apologise(connection, found.id, said))


def say_happened(desk: Desk, review_id: str, text: str) -> ReviewLine:
    """What happened, as far as it is known: a thing, never a person. Raises BadInput before the apology."""
    said = _whole(text, NOTE_LENGTH_MAX, _("What happened?"), _("Write what is known, and what is being looked into."))

    def write(connection: Connection, found: Written) -> None:
        if not found.apology:
            raise BadInput(_("The apology comes first."), _("Write it in your own words, then what happened."))
        reviews.say_happened(connection, found.id, said)

    return _step(desk, review_id, write)


def read(desk: Desk, review_id: str, asks_for: str) -> ReviewLine:
    """Say "I have read it; this is what they ask for", in one sentence: from here on gestures can be given.

    Raises BadInput without the sentence.
    """
    said = whole(asks_for)
    if not said:
        raise BadInput(_("What do they ask for?"), _("Read it to the end, and say it in one sentence."))
    review(desk, review_id)
    talking.hear(desk, review_id, said)
    return review(desk, review_id)


def answered(desk: Desk, review_id: str, text: str, place: str = "") -> ReviewLine:
    """Keep the answer that a person wrote, and where it stands; nothing is sent from here.

    Raises BadInput without a text, before somebody has read the review, and when it was answered before.
    """
    person = desk.signed_in()
    said = _whole(
        text, WRITTEN_LENGTH_MAX, _("An answer is written by a person."), _("Paste what you wrote, as it stands there.")
    )
    where = whole_line(place, PLACE_LENGTH_MAX)
    at = desk.now()
    with acting(desk) as connection:
        found = _must_be(connection, review_id)
        if found.heard == talking.NOT_YET:
            raise BadInput(
                _("Nobody has said yet what this asks for."),
                _("Read it to the end and say so in one sentence; then answer."),
            )
        if not reviews.answer(connection, found.id, text=said, place=where, by=person.id, at=at):
            raise BadInput(
                _("This was answered by {name}.").format(name=found.answered_by),
                _("What more is said now belongs into a conversation of its own."),
            )
        return _line_in(connection, desk, found.id)


def _step(desk: Desk, review_id: str, write: Callable[[Connection, Written], None]) -> ReviewLine:
    desk.signed_in()
    with acting(desk) as connection:
        found = _must_be(connection, review_id)
        must_be_open(conversation_of(connection, review_id))
        write(connection, found)
        return _line_in(connection, desk, found.id)


# --- looking ------------------------------------------------------------------------------------------------


def review(desk: Desk, review_id: str) -> ReviewLine:
    """A review or a letter as it stands. Raises NotFound."""
    with reading(desk.store) as connection:
        return _line_in(connection, desk, review_id)


def owed(desk: Desk) -> tuple[ReviewLine, ...]:
    """What is owed an answer, the one that is due first first."""
    now = desk.now()
    with reading(desk.store) as connection:
        return tuple(_line(found, now) for found in reviews.unanswered(connection))


def everything(desk: Desk, limit: int = 200) -> tuple[ReviewLine, ...]:
    """Every review and letter: first what is owed an answer, then the others, the newest first."""
    now = desk.now()
    with reading(desk.store) as connection:
        return tuple(_line(found, now) for found in reviews.everything(connection, limit))


def _must_be(connection: Connection, review_id: str) -> Written:
    found = reviews.by_id(connection, review_id)
    if found is None:
        raise NotFound(
            _("There is no review or letter {id}.").format(id=clean_line(review_id, 60)),
            _("See what there is with: frontdesk review list"),
        )
    return found


def _line_in(connection: Connection, desk: Desk, review_id: str) -> ReviewLine:
    return _line(_must_be(connection, review_id), desk.now())


def _line(found: Written, now: datetime) -> ReviewLine:
    state = "answered" if found.answered_at is not None else "overdue" if found.answer_due_at < now else "owed"
    return ReviewLine(
        id=found.id,
        kind=ReviewKind(found.kind),
        source=found.source,
        words=found.written,
        customer_id=found.customer_id,
        customer_name=found.customer_name,
        asks_for=found.request,
        apology=found.apology,
        happened=found.happened,
        at=found.opened_at,
        answer_due_at=found.answer_due_at,
        state=state,
        steps=_steps(found),
        begun_by=found.staff,
        answer=found.answer_text,
        place=found.answer_place,
        answered_by=found.answered_by,
        answered_at=found.answered_at,
        open=found.closed_at is None,
    )


def _steps(found: Written) -> tuple[ReviewStepLine, ...]:
    done = {
        ReviewStep.APOLOGY: bool(found.apology),
        ReviewStep.HAPPENED: bool(found.happened),
        ReviewStep.READ: found.heard != talking.NOT_YET,
        ReviewStep.SOLUTION: found.given or found.promised,
        ReviewStep.PROMISE: found.promised,
        ReviewStep.ANSWER: found.answered_at is not None,
    }
    current = next((step for step, is_done in done.items() if not is_done), None)
    return tuple(
        ReviewStepLine(step, _label(step), "done" if is_done else "current" if step is current else "open")
        for step, is_done in done.items()
    )


def _label(step: ReviewStep) -> str:
    return {
        ReviewStep.APOLOGY: _("Apology, in your own words"),
        ReviewStep.HAPPENED: _("What happened?"),
        ReviewStep.READ: _("I have read it; this is what they ask for"),
        ReviewStep.SOLUTION: _("What we do"),
        ReviewStep.PROMISE: _("Who does what by when"),
        ReviewStep.ANSWER: _("The answer, as you wrote it"),
    }[step]
