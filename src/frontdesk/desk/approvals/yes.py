"""A yes from above, at the moment somebody wants to use it: once, for what was asked, and for at most so much."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from frontdesk.authority.values import Decision
from frontdesk.conversation.approvals import ApprovalState, state, usable_until
from frontdesk.desk.gestures import saying
from frontdesk.desk.gestures.lines import quantity_words
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.ground.language import _
from frontdesk.ground.text import clean_line
from frontdesk.store import approvals
from frontdesk.store.approvals import Approval
from frontdesk.store.driver import Connection

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk


def state_of(desk: Desk, approval: Approval, now: datetime) -> ApprovalState:
    """How an approval stands at `now`; what this desk has seen end stays ended, whatever the clock says since."""
    return state(
        _not_before_ends_seen(desk, approval, now),
        expires_at=approval.expires_at,
        answer=approval.answer,
        withdrawn=approval.withdrawn_at is not None,
        used=approval.entry_id is not None,
        conversation_closed=approval.closed_at is not None,
    )


def _not_before_ends_seen(desk: Desk, approval: Approval, now: datetime) -> datetime:
    """`now`, or the end of waiting, or of the yes, where that has passed by a clock that nobody sets."""
    if approval.answered_at is None:
        since, end = approval.asked_at, approval.expires_at
    else:
        since, end = approval.answered_at, usable_until(approval.expires_at)
    return now if desk.left(f"approval {approval.id}", since, end) else max(now, end)


def approval_of(connection: Connection, approval_id: str) -> Approval:
    """The approval of that id. Raises NotFound, in words."""
    found = approvals.by_id(connection, approval_id)
    if found is None:
        raise NotFound(
            _("Nothing was asked under {id}.").format(id=clean_line(approval_id, 60)),
            _("Take the id from `frontdesk lead approvals` or from the conversation."),
        )
    return found


def usable_yes(
    connection: Connection,
    desk: Desk,
    approval_id: str,
    conversation_id: str,
    gesture: str,
    giver_id: str,
    at: datetime,
) -> Approval:
    """The yes by which `giver_id` may give this gesture in this conversation now. Raises BadInput, in words."""
    found = approval_of(connection, approval_id)
    if (found.conversation_id, found.gesture) != (conversation_id, gesture):
        raise BadInput(
            _("That yes was given for {label} in another conversation, or for another gesture.").format(
                label=found.label
            ),
            _("Use it where it was asked for, or ask again here."),
        )
    standing = state_of(desk, found, at)
    if standing is not ApprovalState.YES:
        raise BadInput(_not_usable(found, standing), _("Give what fits now, or ask again."))
    if found.answered_by == giver_id:
        raise BadInput(
            _("You said this yes yourself; it is for somebody else."),
            _("Give it by your own authority: leave the yes out."),
        )
    return found


def _not_usable(found: Approval, standing: ApprovalState) -> str:
    who = found.answered_by_name
    sentences = {
        ApprovalState.USED: _("This yes was used already."),
        ApprovalState.OVER: _("The yes of {name} is over: it was not used in time.").format(name=who),
        ApprovalState.OTHER: _("{name} offered something else instead: {what}").format(
            name=who, what=found.alternative
        ),
        ApprovalState.WAITING: _("Nobody has answered this yet."),
        ApprovalState.LAPSED: _("Nobody answered this in time."),
        ApprovalState.WITHDRAWN: _("This was withdrawn."),
    }
    return sentences[standing]


def within_the_yes(desk: Desk, yes: Approval, decision: Decision) -> None:
    """Raise BadInput when giving this would be more than the yes was for."""
    if yes.approved_thousandths is not None:
        wanted, most = decision.quantity_thousandths or 0, yes.approved_thousandths
        words = quantity_words(most, decision.unit)
    else:
        wanted, most = decision.amount_minor or 0, yes.approved_minor or 0
        words = saying.amount_words(desk, most)
    if wanted > most:
        raise BadInput(
            _("The yes of {name} is for at most {amount}.").format(name=yes.answered_by_name, amount=words),
            _("Give that much or less, or ask again."),
        )
