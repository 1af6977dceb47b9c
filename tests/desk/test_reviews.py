"""Reviews and letters: their words stay, they are read before anything is given, each is owed an answer."""

from __future__ import annotations

import inspect
from datetime import timedelta

import pytest

from a_desk import NOON, Clock, given, heard, make_guest
from frontdesk.desk.conversations import talking
from frontdesk.desk.customers import finding
from frontdesk.desk.day import leading
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.learning import reviewing
from frontdesk.desk.learning.review_views import ReviewStep
from frontdesk.desk.promises import promising
from frontdesk.desk.views import Attempt, Needed, QueueKind
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.ground.ids import new_id
from frontdesk.store.driver_errors import RuleBroken
from frontdesk.store.transaction import writing

WORDS = "Ice-cold room all night.\n\nNobody came; «ніхто»!  Never again…"


def states(line: reviewing.ReviewLine) -> dict[str, str]:
    return {each.step.value: each.state for each in line.steps}


def test_scenario_002_11_a_bad_review(desk: Desk, clock: Clock) -> None:
    """Apology in own words, what happened, solution, promise, a written answer; always with an answer time."""
    review = reviewing.begin(desk, "review", "a map", WORDS, name="Night Owl")
    assert review.words == WORDS
    assert review.answer_due_at == NOON + timedelta(hours=24)
    assert [each.step for each in review.steps] == list(ReviewStep)
    assert states(review)["apology"] == "current"
    assert giving.bar(desk, review.id).lines == ()  # the request comes first here, too
    review = reviewing.apologise(desk, review.id, "I am sorry: you were cold, and alone with it.")
    review = reviewing.say_happened(desk, review.id, "The boiler stopped at two at night.")
    review = reviewing.read(desk, review.id, "A warm room, and that somebody answers.")
    given(desk, review.id, "luggage")
    promising.promise(desk, review.id, "Call her about the refund", NOON + timedelta(hours=3))
    review = reviewing.review(desk, review.id)
    assert states(review) == dict.fromkeys(("apology", "happened", "read", "solution", "promise"), "done") | {
        "answer": "current"
    }
    done = reviewing.answered(desk, review.id, "Dear guest, we were wrong …", "https://example.org/r/7")
    assert (done.state, done.answered_by, done.words) == ("answered", "Anna", WORDS)
    assert reviewing.owed(desk) == ()
    assert [each.id for each in reviewing.everything(desk)] == [review.id]


def test_it_is_owed_in_the_queue_until_it_is_answered(desk: Desk, clock: Clock) -> None:
    waiting = heard(desk, make_guest(desk))
    promising.promise(desk, waiting, "Call back", NOON + timedelta(hours=2))
    late = reviewing.begin(desk, "letter", "post", WORDS, answer_due_at=NOON + timedelta(days=5))
    soon = reviewing.begin(desk, "review", "a map", WORDS, answer_due_at=NOON + timedelta(hours=1))
    queue = finding.queue(desk)
    assert (queue[0].kind, queue[0].id) == (QueueKind.REVIEW, soon.id)
    assert {line.id for line in queue if line.kind is QueueKind.REVIEW} == {soon.id, late.id}
    assert {line.id for line in queue if line.kind is QueueKind.DRAFT} == {waiting}
    assert [line.id for line in leading.day(desk).reviews] == [soon.id, late.id]
    clock.forward(hours=2)
    assert [line.state for line in reviewing.owed(desk)] == ["overdue", "owed"]
    reviewing.read(desk, soon.id, "a warm room")
    reviewing.answered(desk, soon.id, "Dear guest …")
    assert {line.id for line in finding.queue(desk) if line.kind is QueueKind.REVIEW} == {late.id}


def test_nothing_is_given_before_somebody_has_read_it_and_said_what_it_asks_for(desk: Desk) -> None:
    review = reviewing.begin(desk, "review", "a map", WORDS)
    answer = giving.give(desk, Attempt(new_id(), review.id, "luggage"))
    assert isinstance(answer, Needed) and "request_heard" in answer.decision.missing
    for empty in ("", "  "):
        with pytest.raises(BadInput):
            reviewing.read(desk, review.id, empty)
    with pytest.raises(BadInput, match="Nobody has said"):
        reviewing.answered(desk, review.id, "Dear guest …")
    assert reviewing.read(desk, review.id, "a warm room").words == WORDS
    given(desk, review.id, "luggage")


def test_there_is_no_way_to_leave_it_out(desk: Desk) -> None:
    review = reviewing.begin(desk, "review", "a map", WORDS)
    reviewing.read(desk, review.id, "a warm room")
    with pytest.raises(BadInput, match="answer to what was written") as refused:
        talking.close(desk, review.id, nothing_owed=True)
    assert f"`frontdesk review answer {review.id}`" in refused.value.remedy
    assert "nothing is owed" not in refused.value.remedy, "that would not help"
    words = ("delete", "remove", "ignore", "dismiss", "hide", "skip", "template", "canned")
    named = [name for name, _value in inspect.getmembers(reviewing, inspect.isfunction)]
    assert not [name for name in named for word in words if word in name]
    reviewing.answered(desk, review.id, "Dear guest …")
    assert not talking.close(desk, review.id, nothing_owed=True).open


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM conversations WHERE kind = 'review'",
        "UPDATE conversations SET written = 'All was fine' WHERE kind = 'review'",
        "UPDATE conversations SET kind = NULL WHERE kind = 'review'",
        "UPDATE conversations SET answer_due_at = '2030-01-01 00:00:00.000000' WHERE kind = 'review'",
        "UPDATE conversations SET answer_text = 'something else' WHERE kind = 'review'",
        "UPDATE conversations SET answered_at = NULL WHERE kind = 'review'",
    ],
)
def test_the_database_itself_keeps_what_was_written_and_answered(desk: Desk, statement: str) -> None:
    review = reviewing.begin(desk, "review", "a map", WORDS)
    reviewing.read(desk, review.id, "a warm room")
    reviewing.answered(desk, review.id, "Dear guest …")
    with pytest.raises(RuleBroken), writing(desk.store) as connection:
        connection.execute(statement)


def test_the_steps_come_in_order_and_every_text_is_somebodys_own(desk: Desk) -> None:
    review = reviewing.begin(desk, "review", "a map", WORDS)
    with pytest.raises(BadInput, match="apology comes first"):
        reviewing.say_happened(desk, review.id, "The boiler stopped.")
    for call in (reviewing.apologise, reviewing.say_happened, reviewing.answered):
        with pytest.raises(BadInput):
            call(desk, review.id, " ")
    assert states(reviewing.review(desk, review.id))["apology"] == "current"


def test_an_answer_stands(desk: Desk) -> None:
    review = reviewing.begin(desk, "letter", "post", WORDS)
    reviewing.read(desk, review.id, "a warm room")
    reviewing.answered(desk, review.id, "Dear guest …")
    with pytest.raises(BadInput, match="answered by Anna"):
        reviewing.answered(desk, review.id, "Something else")


def test_a_letter_of_many_pages_is_kept_whole_and_one_that_is_too_long_is_not_cut(desk: Desk) -> None:
    long = "ā" * 19_999 + "."
    assert reviewing.begin(desk, "letter", "post", long).words == long
    for kind, source, words in (
        ("letter", "post", long + "."),
        ("letter", "post", " "),
        ("letter", "", WORDS),
        ("tweet", "x", WORDS),
    ):
        with pytest.raises(BadInput):
            reviewing.begin(desk, kind, source, words)
    with pytest.raises(BadInput):
        reviewing.begin(desk, "letter", "post", WORDS, answer_due_at=NOON - timedelta(hours=1))
    assert len(reviewing.everything(desk)) == 1


def test_an_ordinary_conversation_is_no_review(desk: Desk) -> None:
    conversation = heard(desk)
    for call in (reviewing.apologise, reviewing.answered, reviewing.read):
        with pytest.raises(NotFound):
            call(desk, conversation, "words")
