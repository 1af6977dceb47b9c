"""Ideas: one line from whoever noticed something, with what caused it, and an answer that is owed by a day.

An answer is words: yes, not now, or later with a day. What becomes of a yes is `adopting`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from frontdesk.desk.conversations.found import conversation_of
from frontdesk.desk.learning.learning_views import IdeaLine, IdeaState
from frontdesk.desk.learning.stopping import RuleKey, keys_of, rule_name
from frontdesk.desk.people.acting import acting, staff_of
from frontdesk.desk.people.roles import leading_roles, leads
from frontdesk.desk.privacy.erased import must_not_be_forgotten
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.ground.ids import as_id, new_id
from frontdesk.ground.language import _
from frontdesk.ground.text import LINE_LENGTH_MAX, clean_line, whole
from frontdesk.guidelines.problems import did_you_mean
from frontdesk.guidelines.telling.names import gesture_name
from frontdesk.store import approvals, ideas, ledger, stopped, versions
from frontdesk.store.driver import Connection
from frontdesk.store.ideas import LATER, NOT_NOW, YES, Idea
from frontdesk.store.stopped import StoppedRow
from frontdesk.store.transaction import reading

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

LATEST = timedelta(days=366)
BEHIND = timedelta(days=29)
"""How far back blocks and requests stand behind an idea: with its last day, 30 days."""
REQUESTS_SHOWN = 5
EFFECT_AFTER = timedelta(days=14)
EFFECT_SHOWN = timedelta(days=7)
SHORT = 6
DRAFTS = "drafts"
ANSWERS = (YES, NOT_NOW, LATER)


def short(idea_id: str) -> str:
    """The end of an idea's id, by which people name it and by which its draft is called."""
    return idea_id.replace("-", "")[-SHORT:]


def draft_path(desk: Desk, idea_id: str) -> Path:
    """Where the draft of an idea stands, whether it was drafted yet or not."""
    return desk.folder / DRAFTS / f"idea-{short(idea_id)}.yaml"


# --- proposing ----------------------------------------------------------------------------------------------


def propose(
    desk: Desk,
    text: str,
    conversation_id: str | None = None,
    block_id: str | None = None,
    gesture: str | None = None,
    approval_id: str | None = None,
    entry_id: str | None = None,
) -> IdeaLine:
    """Write an idea, in one line, with what caused it; its answer is owed in seven days.

    A block, an approval or an entry brings its own gesture and conversation. Raises BadInput without a text, and
    NotFound for a cause that there is not.
    """
    person = desk.signed_in()
    said = clean_line(text, LINE_LENGTH_MAX + 1)
    if not said:
        raise BadInput(_("An idea says what could be better."), _("Write it in one line."))
    if len(said) > LINE_LENGTH_MAX:
        raise BadInput(
            _("An idea is one line of at most {count} letters.").format(count=LINE_LENGTH_MAX),
            _("Say it shorter; the request and the moment stay with it."),
        )
    if gesture:
        _must_be_gesture(desk, gesture)
    at = desk.now()
    idea_id = new_id()
    with acting(desk) as connection:
        caused = _cause(connection, conversation_id, block_id, approval_id, entry_id)
        if caused.conversation_id is not None:
            must_not_be_forgotten(connection, caused.conversation_id)
        ideas.add(
            connection,
            idea_id=idea_id,
            conversation_id=caused.conversation_id,
            entry_id=entry_id or None,
            gesture=gesture or caused.gesture,
            text=said,
            staff_id=person.id,
            at=at,
            business_date=desk.days().date_of(at),
            block_id=block_id or caused.block_id,
            approval_id=approval_id or None,
        )
        return line_in(connection, desk, idea_id)


def answer_day(desk: Desk) -> date:
    """The day by which an idea of today is answered."""
    return ideas.due_on(desk.today())


def _must_be_gesture(desk: Desk, gesture: str) -> None:
    known = desk.rules().gestures
    if gesture not in known:
        raise NotFound(_("There is no gesture {name}.").format(name=clean_line(gesture)), did_you_mean(gesture, known))


@dataclass(frozen=True, slots=True)
class _Caused:
    conversation_id: str | None = None
    gesture: str = ""
    block_id: str | None = None


def _cause(
    connection: Connection,
    conversation_id: str | None,
    block_id: str | None,
    approval_id: str | None,
    entry_id: str | None,
) -> _Caused:
    """What the idea comes from: the conversation and the gesture, from the nearest thing that is named."""
    if conversation_id:
        conversation_of(connection, conversation_id)
    if block_id:
        block = stopped.by_id(connection, block_id)
        if block is None:
            raise _unknown(_("There is no block {id}."), block_id)
        return _Caused(conversation_id or block.conversation_id, block.gesture, block.id)
    if approval_id:
        approval = approvals.by_id(connection, approval_id)
        if approval is None:
            raise _unknown(_("There is no approval {id}."), approval_id)
        return _Caused(conversation_id or approval.conversation_id, approval.gesture, approval.block_id)
    if entry_id:
        found = ledger.by_id(connection, entry_id)
        if found is None:
            raise _unknown(_("There is no entry {id}."), entry_id)
        return _Caused(conversation_id or found[1].conversation_id, found[1].gesture)
    return _Caused(conversation_id or None)


def _unknown(sentence: str, name: str) -> NotFound:
    return NotFound(sentence.format(id=clean_line(name, 60)), _("Take it from where it is shown, or leave it out."))


# --- answering ----------------------------------------------------------------------------------------------


def answer(desk: Desk, idea_id: str, what: str, text: str, on: date | None = None) -> IdeaLine:
    """Answer an idea, in words: `yes`, `not_now`, or `later` with the day of the next answer.

    An answer for good stands; one that said later is answered again. What the same gesture wrote down by itself besides
    gets the same answer. Raises BadInput without words, for later without
    a day that is to come, for a second answer, and for somebody of the lowest role where there is a higher one.
    """
    person = desk.signed_in()
    named = clean_line(what).lower().replace(" ", "_")
    said = whole(text)
    if named not in ANSWERS:
        raise BadInput(
            _("{answer} is not an answer to an idea.").format(answer=named or "“”"),
            _("Known here: {words}.").format(words=", ".join(ANSWERS)),
        )
    if not said:
        raise BadInput(
            _("An answer without words is none."),
            _("Write one sentence why; whoever had the idea reads it."),
        )
    day = _later_day(desk, named, on)
    with acting(desk) as connection:
        must_lead(connection, desk, _("answer an idea"))
        found = idea_of(connection, idea_id)
        if not ideas.answer(connection, found.id, what=named, text=said, by=person.id, at=desk.now(), due_on=day):
            raise BadInput(
                _("This idea was answered by {name} on {date}.").format(
                    name=found.answered_by, date=_date_of(desk, found).isoformat()
                ),
                _("Propose it anew if things have changed."),
            )
        if found.by_itself:
            for each in ideas.owed(connection):
                if each.by_itself and each.gesture == found.gesture and each.id != found.id:
                    ideas.answer(connection, each.id, what=named, text=said, by=person.id, at=desk.now(), due_on=day)
        return line_in(connection, desk, found.id)


def _later_day(desk: Desk, what: str, on: date | None) -> date | None:
    if what != LATER:
        if on is not None:
            raise BadInput(
                _("A day goes with later; any other answer is for good."), _("Leave the day out, or answer later.")
            )
        return None
    today = desk.today()
    if on is None or on <= today:
        raise BadInput(
            _("Later needs a day that is still to come."), _("Say when it will be answered, like 2026-12-01.")
        )
    if on > today + LATEST:
        raise BadInput(_("That is more than a year away."), _("Say a nearer day, or that it is not now."))
    return on


def _date_of(desk: Desk, idea: Idea) -> date:
    return desk.days().date_of(idea.answered_at or idea.at)


def must_lead(connection: Connection, desk: Desk, what: str) -> None:
    """Raise BadInput for somebody of the lowest role, where there is a higher one."""
    if not leads(desk.rules(), staff_of(connection, desk).role):
        raise BadInput(
            _("To {what} is for: {roles}.").format(what=what, roles=leading_roles(desk.rules())),
            _("Ask one of them, or sign in with --staff NAME."),
        )


# --- lists --------------------------------------------------------------------------------------------------


def owed(desk: Desk) -> tuple[IdeaLine, ...]:
    """The ideas that wait for an answer, the one that is owed first first, with what stands behind each.

    What one gesture wrote down by itself, again and again, is one idea: the oldest, with the others behind it.
    """
    return owed_and_under_way(desk)[0]


def owed_and_under_way(desk: Desk) -> tuple[tuple[IdeaLine, ...], tuple[IdeaLine, ...]]:
    """The ideas of `owed`; and those with a yes that still ask for something of whoever leads.

    These are what got a yes and is not in force yet, and what is in force for so long that its effect can be read: for
    a week from that day on (`effect_due_on`).
    """
    today = desk.today()
    with reading(desk.store) as connection:
        shown, alike = _waiting(connection)
        agreed = ideas.agreed(connection)
        due = {each.id: _effect_due_on(connection, desk, each.adopted_number) for each in agreed}
        going = [each for each in agreed if _asks_for_something(each, due[each.id], today)]
        lines = _lines(connection, desk, (*shown, *going))
    waiting = tuple(replace(line, alike=alike.get(line.id, 0)) for line in lines[: len(shown)])
    return waiting, lines[len(shown) :]


def _asks_for_something(found: Idea, due_on: date | None, today: date) -> bool:
    """Whether an idea with a yes is not in force, or its effect has come to be read within the last week."""
    return found.adopted_number is None or (due_on is not None and due_on <= today < due_on + EFFECT_SHOWN)


def _waiting(connection: Connection) -> tuple[list[Idea], dict[str, int]]:
    """The ideas that are owed an answer, each once; and how many further ones stand behind which."""
    waiting = ideas.owed(connection)
    alike = Counter(each.gesture for each in waiting if each.by_itself)
    seen: set[str] = set()
    shown = []
    for each in waiting:
        if not each.by_itself or each.gesture not in seen:
            shown.append(each)
        if each.by_itself:
            seen.add(each.gesture)
    return shown, {each.id: alike[each.gesture] - 1 for each in shown if each.by_itself}


def everything(desk: Desk, since: date | None = None) -> tuple[IdeaLine, ...]:
    """Every idea, answered or not, or those from a business date on."""
    with reading(desk.store) as connection:
        return _lines(connection, desk, ideas.everything(connection, since))


def idea(desk: Desk, name: str) -> IdeaLine:
    """The idea of that id, or of that end of an id. Raises NotFound."""
    with reading(desk.store) as connection:
        return line_in(connection, desk, idea_of(connection, name).id)


def idea_of(connection: Connection, name: str) -> Idea:
    """The idea that is named by its id or its end. Raises NotFound."""
    bare = clean_line(name, 60).lower().replace("-", "")
    found: Idea | None = None
    try:
        found = ideas.by_id(connection, as_id(bare))
    except ValueError:
        known = ideas.ending(connection, bare) if len(bare) >= 4 else ()
        found = ideas.by_id(connection, known[0]) if len(known) == 1 else None
    if found is None:
        raise NotFound(
            _("There is no idea {id}.").format(id=clean_line(name, 60) or "“”"),
            _("See what there is with: frontdesk idea list"),
        )
    return found


def line_in(connection: Connection, desk: Desk, idea_id: str) -> IdeaLine:
    """An idea as it is shown, inside somebody else's transaction."""
    found = ideas.by_id(connection, idea_id)
    if found is None:
        raise AssertionError("an idea that was named can be read")
    return _lines(connection, desk, (found,))[0]


@dataclass(frozen=True, slots=True)
class _Behind:
    """The blocks of the last 30 days with the lines that bound, and the requests of ideas by gesture."""

    blocks: tuple[tuple[StoppedRow, frozenset[RuleKey]], ...]
    requests: Mapping[str, Mapping[str, str]]


def _lines(connection: Connection, desk: Desk, found: Iterable[Idea]) -> tuple[IdeaLine, ...]:
    listed = tuple(found)
    if not listed:
        return ()
    today = desk.today()
    rows = stopped.between(connection, today - BEHIND, today)
    requests: dict[str, dict[str, str]] = {}
    for each in ideas.everything(connection, today - BEHIND):
        if each.gesture and each.entry_id is not None and each.conversation_id is not None:
            requests.setdefault(each.gesture, {})[each.conversation_id] = each.request
    behind = _Behind(tuple((row, frozenset(keys_of(row, desk.guidelines))) for row in rows), requests)
    return tuple(_line(connection, desk, each, behind) for each in listed)


def _line(connection: Connection, desk: Desk, found: Idea, known: _Behind) -> IdeaLine:
    keys = rule_keys(connection, desk, found)
    behind = [row for row, bound in known.blocks if _is_behind(row, bound, keys, found)]
    requests = _requests(found, behind, known)
    path = draft_path(desk, found.id)
    return IdeaLine(
        id=found.id,
        short=short(found.id),
        state=_state(found, desk.today()),
        text=found.text,
        author=found.author,
        at=found.at,
        gesture=found.gesture,
        gesture_label="" if desk.guidelines is None else gesture_name(found.gesture, desk.guidelines),
        rule=" · ".join(rule_name(key, desk.guidelines) for key in keys),
        answer_due_on=found.answer_due_on,
        blocks=len(behind),
        requests=requests[:REQUESTS_SHOWN],
        requests_count=len(requests),
        conversation_id=found.conversation_id,
        block_id=found.block_id,
        entry_id=found.entry_id,
        approval_id=found.approval_id,
        answer=found.answer,
        answer_text=found.answer_text,
        answered_by=found.answered_by,
        answered_at=found.answered_at,
        took=None if found.answered_at is None or found.answer == LATER else found.answered_at - found.at,
        draft=path if path.is_file() else None,
        adopted_number=found.adopted_number,
        effect_due_on=_effect_due_on(connection, desk, found.adopted_number),
    )


def _effect_due_on(connection: Connection, desk: Desk, number: int | None) -> date | None:
    version = None if number is None else versions.by_number(connection, number)
    return None if version is None else desk.days().date_of(version.in_force_at + EFFECT_AFTER)


def _state(found: Idea, today: date) -> IdeaState:
    if found.adopted_number is not None:
        return IdeaState.ADOPTED
    if found.answer in (YES, NOT_NOW):
        return IdeaState(found.answer)
    if found.answer_due_on < today:
        return IdeaState.OVERDUE
    return IdeaState.LATER if found.answer == LATER else IdeaState.OWED


def rule_keys(connection: Connection, desk: Desk, found: Idea) -> tuple[RuleKey, ...]:
    """The guideline lines that an idea is about: those that bound in its block."""
    block = None if found.block_id is None else stopped.by_id(connection, found.block_id)
    return () if block is None else keys_of(block, desk.guidelines)


def _is_behind(row: StoppedRow, bound: frozenset[RuleKey], keys: tuple[RuleKey, ...], found: Idea) -> bool:
    if keys:
        return not bound.isdisjoint(keys)
    return bool(found.gesture) and row.gesture == found.gesture


def _requests(found: Idea, behind: list[StoppedRow], known: _Behind) -> tuple[str, ...]:
    """The customers' words behind an idea, each conversation once, the newest first."""
    said = {row.conversation_id: row.request for row in behind}
    said |= known.requests.get(found.gesture, {})
    if found.conversation_id is not None:
        said[found.conversation_id] = found.request
    return tuple(said[name] for name in sorted(said, reverse=True) if said[name])
