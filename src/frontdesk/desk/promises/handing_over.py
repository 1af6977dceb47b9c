"""Handing over: what the next shift needs to know so that nothing is asked a second time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.desk.approvals.approval_lines import approval_line
from frontdesk.desk.day import leading
from frontdesk.desk.day.sheet_views import HandoverPage, Waiting
from frontdesk.desk.promises.due_times import moment_words, since_words
from frontdesk.desk.promises.promise_lines import promise_line
from frontdesk.desk.promises.promise_views import Handover, HandoverDraft, HandoverPromise
from frontdesk.desk.telephone import ringing
from frontdesk.desk.trust import heads
from frontdesk.ground.errors import StoreUnavailable
from frontdesk.ground.text import clean_line
from frontdesk.store import approvals, conversations, ledger, promises, staff
from frontdesk.store.transaction import reading

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.trust.proof_views import HeadLine
    from frontdesk.desk.views import PromiseLine

DRAFTS_MAX = 200


def handover(desk: Desk) -> Handover:
    """The hand-over of this moment: promises by due time (overdue first), drafts with the oldest first, approvals."""
    now = desk.now()
    with reading(desk.store) as connection:
        waiting = promises.waiting(connection)
        drafts = conversations.open_ones(connection, DRAFTS_MAX)
        names = {each.staff_id: _name(staff.by_id(connection, each.staff_id)) for each in drafts}
        asked = len(approvals.unanswered(connection, desk.site, now))
    lines = [promise_line(each, now) for each in waiting]
    return Handover(
        date=desk.today(),
        at=now,
        promises=tuple(_handed(desk, each) for each in lines),
        left_behind=tuple(each for each in lines if not each.owner_here),
        drafts=tuple(
            HandoverDraft(each.id, each.customer_name, clean_line(each.request), names[each.staff_id], each.opened_at)
            for each in reversed(drafts)
        ),
        approvals_waiting=asked,
    )


def page(desk: Desk) -> HandoverPage:
    """The hand-over with everything else that the next shift takes over: what waits, what is left, what came back.

    Whoever may answer, the next shift sees every approval that waits. A head of the ledger is made for it.
    """
    now = desk.now()
    head, problem = _head(desk)
    with reading(desk.store) as connection:
        asked = [
            (each, conversations.by_id(connection, each.conversation_id))
            for each in approvals.unanswered(connection, desk.site, now)
        ]
        last = ledger.last_number(connection) if head is None else head.lines
        called = ringing.missed(connection, desk)
    return HandoverPage(
        business="" if desk.guidelines is None else desk.guidelines.business.name,
        handover=handover(desk),
        waiting=tuple(
            Waiting(approval_line(desk, each, now), talk.customer_name, clean_line(talk.request))
            for each, talk in asked
            if talk is not None
        ),
        day=leading.day(desk, lines=False),
        last_number=last,
        head="" if head is None else head.words,
        head_problem=problem,
        called=called,
    )


def _head(desk: Desk) -> tuple[HeadLine | None, str]:
    """The head of this moment, and what kept it from being made or written down: the sheet comes all the same."""
    try:
        made = heads.make(desk)
    except StoreUnavailable as error:
        return None, str(error)
    return made, made.problem


def _handed(desk: Desk, line: PromiseLine) -> HandoverPromise:
    overdue = line.state == "overdue"
    return HandoverPromise(line, overdue, (since_words if overdue else moment_words)(desk, line.due_at))


def _name(found: staff.StaffMember | None) -> str:
    return "" if found is None else found.name
