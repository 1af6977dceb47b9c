"""What a preview showed is what is given, or nothing is: also when a colleague changes whom it would be for."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from a_desk import Guest, as_lead, at_another_desk, given, heard, make_desk, make_guest, previewed
from frontdesk.desk.approvals import approving
from frontdesk.desk.approvals.approval_views import ApprovalLine
from frontdesk.desk.conversations import talking
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.merging import merging
from frontdesk.ground.errors import BadInput
from frontdesk.store.transaction import reading, writing


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def _lines(desk: Desk) -> int:
    with reading(desk.store) as connection:
        row = connection.execute("SELECT count(*) FROM entries").fetchone()
    return 0 if row is None else int(row[0])


def _with_two_orders(desk: Desk) -> tuple[Guest, str]:
    guest, other = make_guest(desk), make_guest(desk, "Somebody")
    with writing(desk.store) as connection:
        connection.execute("UPDATE orders SET customer_id = ? WHERE id = ?", (guest.customer, other.order))
    return guest, other.order


def test_what_was_previewed_for_one_customer_is_not_given_to_another(desk: Desk) -> None:
    ann, bob = make_guest(desk, "Ann Able"), make_guest(desk, "Bob Baker")
    conversation = heard(desk, ann)
    attempt = previewed(desk, conversation, "drink")
    talking.write(at_another_desk(desk), conversation, customer_id=bob.customer)
    with pytest.raises(BadInput, match="another customer"):
        giving.give(desk, attempt)
    assert _lines(desk) == 0
    given(desk, conversation, "drink")


def test_what_was_previewed_for_nobody_known_is_not_given_to_somebody_named_since(desk: Desk) -> None:
    conversation = heard(desk)
    attempt = previewed(desk, conversation, "luggage")
    talking.write(at_another_desk(desk), conversation, customer_id=make_guest(desk).customer)
    with pytest.raises(BadInput, match="another customer"):
        giving.give(desk, attempt)
    assert _lines(desk) == 0


def test_what_was_previewed_for_one_order_is_not_given_by_another(desk: Desk) -> None:
    guest, other = _with_two_orders(desk)
    conversation = heard(desk, guest)
    talking.choose_order(desk, conversation, guest.order)
    attempt = previewed(desk, conversation, "part_of_bill", "50.00")
    talking.choose_order(at_another_desk(desk), conversation, other)
    with pytest.raises(BadInput, match="another order"):
        giving.give(desk, attempt)
    assert _lines(desk) == 0


def test_a_merge_between_preview_and_press_changes_nobody(desk: Desk) -> None:
    ann, twin = make_guest(desk, "Ann Able"), make_guest(desk, "Ann Able")
    conversation = heard(desk, ann)
    attempt = previewed(desk, conversation, "drink")
    merging.merge(as_lead(desk), twin.customer, ann.customer)
    giving.give(desk, attempt)
    assert _lines(desk) == 1


def test_a_yes_that_was_asked_for_one_order_is_not_taken_to_another(desk: Desk) -> None:
    guest, other = _with_two_orders(desk)
    conversation = heard(desk, guest)
    talking.choose_order(desk, conversation, guest.order)
    asked = approving.ask(
        desk, conversation, "part_of_bill", "170.00", reason="No heating", within=timedelta(minutes=10)
    )
    assert isinstance(asked, ApprovalLine)
    with pytest.raises(BadInput, match="asked"):
        talking.choose_order(desk, conversation, other)
    with pytest.raises(BadInput, match="asked"):
        talking.choose_order(desk, conversation, "")
    with pytest.raises(BadInput, match="asked"):
        talking.write(desk, conversation, customer_id=guest.customer, order_id=other)
    approving.answer_yes(as_lead(desk), asked.id)
    with pytest.raises(BadInput, match="asked"):
        talking.choose_order(desk, conversation, other)
    given(desk, conversation, "drink")  # nothing else waits for it
