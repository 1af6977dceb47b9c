"""Ideas: one line with what caused it, an answer in words by a day, and the time it took."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from a_desk import GUIDELINES, Clock, as_lead, given, heard, make_desk, make_guest
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.learning import ideas
from frontdesk.desk.learning.learning_views import IdeaState
from frontdesk.desk.views import Blocked
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.store.transaction import reading, writing


def blocked(desk: Desk, ask: str = "160.00", conversation: str | None = None) -> str:
    """A block of part_of_bill above what the desk may give alone; its id."""
    answer = giving.open_gesture(desk, conversation or heard(desk, make_guest(desk)), "part_of_bill", ask=ask)
    assert isinstance(answer, Blocked) and answer.block_id is not None
    return answer.block_id


def test_an_idea_of_a_block_brings_its_gesture_its_conversation_and_the_requests_behind_it(
    desk: Desk, clock: Clock
) -> None:
    first = blocked(desk)
    clock.forward(hours=1)
    blocked(desk, "170.00")
    idea = ideas.propose(desk, "let us refund a whole night", block_id=first)
    assert (idea.gesture, idea.block_id, idea.author) == ("part_of_bill", first, "Anna")
    assert idea.rule == "Part of the bill: what a role may give alone"
    assert (idea.blocks, idea.requests_count) == (2, 2)
    assert set(idea.requests) == {"The heating is dead"}
    clock.forward(days=31)
    assert ideas.idea(desk, idea.id).blocks == 0
    assert ideas.idea(desk, idea.id).requests_count == 1  # its own request stays with it


@pytest.mark.parametrize("text", ["", "   ", "\n", "x" * 241])
def test_an_idea_is_one_line_and_nothing_of_it_is_cut_off(desk: Desk, text: str) -> None:
    with pytest.raises(BadInput):
        ideas.propose(desk, text)
    assert ideas.owed(desk) == ()


def test_an_idea_about_something_that_there_is_not_is_refused(desk: Desk) -> None:
    for cause in (
        {"block_id": "x"},
        {"entry_id": "x"},
        {"approval_id": "x"},
        {"conversation_id": "x"},
        {"gesture": "x"},
    ):
        with pytest.raises(NotFound):
            ideas.propose(desk, "better", **cause)
    assert ideas.owed(desk) == ()


def test_no_idea_is_without_a_day_for_its_answer(desk: Desk, clock: Clock) -> None:
    """Also one that a gesture made by itself, and one from before answers were owed."""
    own = ideas.propose(desk, "better")
    assert own.answer_due_on == desk.today() + timedelta(days=7)
    with writing(desk.store) as connection:
        connection.execute("UPDATE ideas SET answer_due_on = NULL")
    assert ideas.idea(desk, own.id).answer_due_on == own.answer_due_on
    clock.forward(days=7)
    assert ideas.owed(desk)[0].state is IdeaState.OWED
    clock.forward(days=1)
    assert ideas.owed(desk)[0].state is IdeaState.OVERDUE


def test_a_gesture_that_makes_an_idea_by_itself_owes_an_answer_too(tmp_path: Path) -> None:
    text = GUIDELINES.replace("    label: Say welcome\n", "    label: Say welcome\n    idea: true\n")
    desk = make_desk(tmp_path / "fitness", text=text)
    entry = given(desk, heard(desk), "welcome")
    (idea,) = ideas.owed(desk)
    assert (idea.text, idea.gesture, idea.entry_id) == ("The heating is dead", "welcome", entry.entry_id)
    assert idea.answer_due_on == desk.today() + timedelta(days=7)
    with reading(desk.store) as connection:
        assert connection.execute("SELECT count(*) FROM ideas WHERE answer_due_on IS NULL").fetchone() == (0,)
    desk.store.close()


def test_what_a_gesture_writes_down_again_and_again_is_one_idea_with_one_answer(tmp_path: Path) -> None:
    text = GUIDELINES.replace("    label: Say welcome\n", "    label: Say welcome\n    idea: true\n")
    desk = make_desk(tmp_path / "fitness", text=text)
    for _each in range(4):
        given(desk, heard(desk), "welcome")
    own = ideas.propose(desk, "a pass for one pool", gesture="welcome")
    found = {line.id: line for line in ideas.owed(desk)}
    assert len(found) == 2 and found[own.id].alike == 0
    (written,) = (line for line in found.values() if line.id != own.id)
    assert (written.alike, written.requests_count) == (3, 4)
    ideas.answer(as_lead(desk), written.id, "yes", "a pass is coming")
    assert [line.id for line in ideas.owed(desk)] == [own.id]
    assert [line.state.value for line in ideas.everything(desk)].count("yes") == 4
    desk.store.close()


def test_an_answer_without_words_is_refused_and_one_for_good_stands(desk: Desk) -> None:
    idea, lead = ideas.propose(desk, "better"), as_lead(desk)
    for what, words in (("yes", " "), ("perhaps", "why not"), ("later", "soon")):
        with pytest.raises(BadInput):
            ideas.answer(lead, idea.id, what, words)
    with pytest.raises(BadInput, match="for: lead"):
        ideas.answer(desk, idea.id, "yes", "I think so")
    assert ideas.idea(desk, idea.id).state is IdeaState.OWED
    assert ideas.answer(lead, idea.id, "not_now", "after the season").state is IdeaState.NOT_NOW
    with pytest.raises(BadInput, match="answered by Ilze"):
        ideas.answer(lead, idea.id, "yes", "after all")
    assert ideas.owed(desk) == ()
    assert [each.state for each in ideas.everything(desk)] == [IdeaState.NOT_NOW]


def test_later_is_a_day_on_which_the_answer_is_owed_again(desk: Desk, clock: Clock) -> None:
    idea, lead = ideas.propose(desk, "better"), as_lead(desk)
    for day in (None, desk.today(), desk.today() + timedelta(days=400)):
        with pytest.raises(BadInput):
            ideas.answer(lead, idea.id, "later", "when we know more", day)
    day = desk.today() + timedelta(days=30)
    later = ideas.answer(lead, idea.id, "later", "when we know more", day)
    assert (later.state, later.answer_due_on, later.took) == (IdeaState.LATER, day, None)
    clock.forward(days=31)
    assert [each.state for each in ideas.owed(desk)] == [IdeaState.OVERDUE]
    done = ideas.answer(lead, idea.id, "yes", "now")
    assert (done.state, done.took) == (IdeaState.YES, timedelta(days=31))


def test_an_idea_is_known_by_the_end_of_its_id(desk: Desk) -> None:
    idea = ideas.propose(desk, "better")
    for name in (idea.id, idea.short, idea.short.upper(), idea.short[-4:]):
        assert ideas.idea(desk, name).id == idea.id
    for name in ("", "abc", idea.short[-3:], "zzzzzz", "%", "' OR 1=1"):
        with pytest.raises(NotFound):
            ideas.idea(desk, name)


def test_scenario_001_1_ask_for_the_staffs_own_ideas(desk: Desk, clock: Clock) -> None:
    """One line; the lead sees it with blocks and requests, answers with a date; the time is measured."""
    conversation = heard(desk, make_guest(desk))
    block = blocked(desk, "180.00", conversation)
    idea = ideas.propose(desk, "let us give a pass for one pool", conversation, block)
    lead = as_lead(desk)
    (seen,) = ideas.owed(lead)
    assert (seen.text, seen.author, seen.blocks, seen.requests) == (idea.text, "Anna", 1, ("The heating is dead",))
    assert seen.answer_due_on == desk.today() + timedelta(days=7)
    clock.forward(hours=26)
    answered = ideas.answer(lead, idea.id, "yes", "Good: from next week on")
    assert answered.took == timedelta(hours=26)
