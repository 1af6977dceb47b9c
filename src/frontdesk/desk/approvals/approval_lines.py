"""Approvals and grants as the desk shows them, and who may answer or make one."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from frontdesk.conversation.approvals import usable_until
from frontdesk.desk.approvals.approval_views import ApprovalLine, GrantLine
from frontdesk.desk.approvals.granted import is_without_money
from frontdesk.desk.approvals.yes import state_of
from frontdesk.desk.gestures import saying
from frontdesk.desk.gestures.lines import quantity_words
from frontdesk.guidelines.model import Guidelines, Quantity
from frontdesk.store.approvals import Approval
from frontdesk.store.grants import Grant

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk


def may_answer(guidelines: Guidelines, role: str, asked: str) -> bool:
    """Whether `role` is the one that was asked, or a higher one; a role that the file lost needs the highest."""
    roles = guidelines.roles
    if role not in roles:
        return False
    wanted = roles.index(asked) if asked in roles else len(roles) - 1
    return roles.index(role) >= wanted


def approval_line(desk: Desk, approval: Approval, now: datetime) -> ApprovalLine:
    """What was asked and how it stands at `now`."""
    return ApprovalLine(
        id=approval.id,
        state=state_of(desk, approval, now),
        conversation_id=approval.conversation_id,
        gesture=approval.gesture,
        label=approval.label,
        asked=figure(desk, approval.gesture, approval.ask_minor, approval.ask_thousandths),
        ask_minor=approval.ask_minor,
        ask_thousandths=approval.ask_thousandths,
        reason=approval.reason,
        role=approval.role,
        asked_by=approval.asked_by_name,
        asked_at=approval.asked_at,
        expires_at=approval.expires_at,
        usable_until=usable_until(approval.expires_at),
        desk=approval.desk,
        block_id=approval.block_id,
        approved=figure(desk, approval.gesture, approval.approved_minor, approval.approved_thousandths),
        approved_minor=approval.approved_minor,
        approved_thousandths=approval.approved_thousandths,
        alternative=approval.alternative,
        alternative_gesture=approval.alternative_gesture,
        words=approval.words,
        answered_by=approval.answered_by_name,
        answered_at=approval.answered_at,
        one_off=approval.one_off,
        entry_id=approval.entry_id,
        customer_name=approval.customer_name,
    )


def figure(desk: Desk, gesture: str, minor: int | None, thousandths: int | None) -> str:
    """An amount or a quantity in words; nothing for a gesture that has none."""
    if thousandths is not None:
        known = None if desk.guidelines is None else desk.guidelines.gestures.get(gesture)
        form = None if known is None else known.amount
        return quantity_words(thousandths, form.unit if isinstance(form, Quantity) else "")
    return "" if minor is None else saying.amount_words(desk, minor)


def grant_line(desk: Desk, grant: Grant) -> GrantLine:
    """Authority given ahead, with how often it can still be used."""
    guidelines = desk.guidelines
    known = None if guidelines is None else guidelines.gestures.get(grant.gesture)
    return GrantLine(
        id=grant.id,
        gesture=grant.gesture,
        label=grant.gesture if guidelines is None else saying.label_of(guidelines, grant.gesture),
        up_to="" if known is not None and is_without_money(known) else saying.amount_words(desk, grant.up_to_minor),
        up_to_minor=grant.up_to_minor,
        until_at=grant.until_at,
        times=grant.times,
        used=grant.used,
        left=None if grant.times is None else max(0, grant.times - grant.used),
        for_whom=grant.staff_name,
        at_desk=grant.desk or "",
        reason=grant.reason,
        made_by=grant.made_by_name,
        made_at=grant.made_at,
    )
