"""One decision at the desk: everything it looks at is read inside the caller's transaction.

With a yes from above it is the same decision made as the one who said it, with their authority at this moment.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from frontdesk.authority import limits
from frontdesk.authority.decision import decide
from frontdesk.authority.values import BadAsk, Decision, GestureWay, Moment, Outcome, Way
from frontdesk.desk.approvals.yes import usable_yes, within_the_yes
from frontdesk.desk.gestures.moments import moment_of
from frontdesk.desk.people.acting import staff_of
from frontdesk.ground.errors import NotFound
from frontdesk.ground.language import _
from frontdesk.ground.text import clean_line
from frontdesk.guidelines.model import Gesture, Guidelines
from frontdesk.guidelines.problems import did_you_mean
from frontdesk.store import ledger, staff, usage
from frontdesk.store.approvals import Approval
from frontdesk.store.conversations import Conversation
from frontdesk.store.driver import Connection
from frontdesk.store.staff import StaffMember

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

PASSES = (Outcome.YES, Outcome.TICKS)
Ask = tuple[int | None, int | None]
"""What is asked: minor units, or thousandths; neither for the usual."""


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision with the moment it was made in, and the newest ledger line it knew of.

    `role` is that of the person who gives; `moment` has the role it was decided for, which with `yes` is another.
    """

    conversation: Conversation
    moment: Moment
    decision: Decision | BadAsk
    after_seq: int
    role: str
    yes: Approval | None = None


def gesture_called(guidelines: Guidelines, name: str) -> Gesture:
    """The gesture of that name. Raises NotFound, with what was probably meant."""
    found = guidelines.gestures.get(name)
    if found is None:
        raise NotFound(
            _("There is no gesture {name}.").format(name=clean_line(name)), did_you_mean(name, guidelines.gestures)
        )
    return found


def decided(
    connection: Connection,
    desk: Desk,
    conversation: Conversation,
    gesture: str,
    *,
    at: datetime,
    ask: Ask,
    reason: str,
    ticks: Iterable[str],
    approval_id: str | None = None,
) -> Decided:
    """May it be given now, by whoever is signed in; with `approval_id`, by the yes that was given to it?

    Raises BadInput when that yes was used or is over. Whether it is for as much, `must_be_within` says.
    """
    person = staff_of(connection, desk)
    moment = moment_of(connection, desk, conversation, at=at, reason=reason, ticks=ticks, person=person)
    after_seq = ledger.last_number(connection)
    if approval_id is None:
        decision = weighed(connection, desk, moment, gesture, ask)
        return Decided(conversation, moment, decision, after_seq, person.role)
    yes = usable_yes(connection, desk, approval_id, conversation.id, gesture, person.id, at)
    approver = staff.by_id(connection, yes.answered_by or "")
    # Of somebody who left nothing is carried any more: then it is decided by what the giver may give without help.
    above = as_person(connection, moment, approver if approver is not None and approver.active else person)
    decision = weighed(connection, desk, above, gesture, ask)
    if isinstance(decision, Decision) and decision.outcome not in PASSES:
        decision = decision._replace(ways=own_ways(weighed(connection, desk, moment, gesture, ask)))
    return Decided(conversation, above, decision, after_seq, person.role, yes)


def must_be_within(desk: Desk, asked: Decided) -> None:
    """Raise BadInput when what was decided by a yes is more than the yes was for."""
    if asked.yes is not None and isinstance(asked.decision, Decision) and asked.decision.outcome in PASSES:
        within_the_yes(desk, asked.yes, asked.decision)


def weighed(connection: Connection, desk: Desk, moment: Moment, gesture: str, ask: Ask) -> Decision | BadAsk:
    """The decision of a moment by what is used now."""
    guidelines = desk.rules()
    used = usage.read(connection, limits.needed(guidelines, moment, (gesture,)), guidelines.business.clock)
    return decide(guidelines, moment, gesture, used, *ask)


def as_person(connection: Connection, moment: Moment, person: StaffMember) -> Moment:
    """The moment as `person` would decide in it, by their role and own authority; the giver stays who it is."""
    return moment._replace(role=person.role, authority=staff.authority_of(connection, person.id))


def own_ways(own: Decision | BadAsk) -> tuple[Way, ...]:
    """What the person who gives can do by themselves, where a yes or a mass event does not carry any more."""
    if isinstance(own, BadAsk):
        return ()
    if own.outcome in PASSES:
        return (GestureWay(own.gesture, own.amount_minor),)
    return own.ways
