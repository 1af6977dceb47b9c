"""What limits are per is read where it is written; what was recorded is answered whatever the file says since."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from a_desk import GUIDELINES, given, heard, make_desk, make_guest, previewed
from frontdesk.desk.conversations import talking
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.rules import in_force
from frontdesk.desk.views import Blocked, Given, Needed, Preview
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.ground.ids import new_id
from frontdesk.store.transaction import writing

PER_COMPANY = GUIDELINES.replace(
    "  delay_minutes:", "  customer.company: {type: text, from: card}\n  delay_minutes:"
).replace(
    "  welcome:",
    """  for_the_company:
    amount: 5.00
    limits: [{id: once_a_company, up_to: 1 time, per: company, within: ever}]
  for_the_machine:
    amount: 5.00
    limits: [{id: once_a_machine, up_to: 1 time, per: serial, within: ever}]
  welcome:""",
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path, text=PER_COMPANY)


def _of_acme(desk: Desk) -> str:
    guest = make_guest(desk)
    with writing(desk.store) as connection:
        connection.execute("""UPDATE customers SET facts_json = '{"company":"ACME"}'""")
    return heard(desk, guest)


def test_what_is_said_never_replaces_the_company_on_the_card(desk: Desk) -> None:
    conversation = _of_acme(desk)
    given(desk, conversation, "for_the_company")
    with pytest.raises(BadInput, match="ACME"):
        giving.open_gesture(desk, conversation, "for_the_company", answers={"scope:company": "Another"})
    assert isinstance(giving.open_gesture(desk, conversation, "for_the_company"), Blocked)


def test_a_company_that_was_said_first_yields_to_the_card_that_is_attached_later(desk: Desk) -> None:
    given(desk, _of_acme(desk), "for_the_company")
    guest = make_guest(desk, "Another of them")
    with writing(desk.store) as connection:
        connection.execute("""UPDATE customers SET facts_json = '{"company":"ACME"}'""")
    conversation = heard(desk)
    talking.answer(desk, conversation, "scope:company", "Another")
    assert isinstance(giving.open_gesture(desk, conversation, "for_the_company"), Preview)
    talking.write(desk, conversation, customer_id=guest.customer)
    assert isinstance(giving.open_gesture(desk, conversation, "for_the_company"), Blocked)


def test_what_only_the_customer_can_say_is_asked_and_counted(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk))
    asked = giving.open_gesture(desk, conversation, "for_the_machine")
    assert isinstance(asked, Needed)
    assert [field.name for field in asked.fields] == ["scope:serial"]
    talking.answer(desk, conversation, "scope:serial", "SN-1")
    given(desk, conversation, "for_the_machine")
    assert isinstance(giving.open_gesture(desk, conversation, "for_the_machine"), Blocked)


@pytest.mark.parametrize("name", ["staff", "role", "site", "business", "incident", "conversation", "customer", "order"])
def test_nobody_answers_what_the_desk_itself_knows(desk: Desk, name: str) -> None:
    with pytest.raises(BadInput, match="the desk knows it"):
        talking.answer(desk, heard(desk), f"scope:{name}", "x")


def test_a_scope_that_no_limit_is_per_is_named(desk: Desk) -> None:
    with pytest.raises(NotFound, match="serail") as refused:
        talking.answer(desk, heard(desk), "scope:serail", "x")
    assert "serial" in refused.value.remedy


def test_an_attempt_that_gave_is_answered_when_the_gesture_has_left_the_file(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk))
    attempt = previewed(desk, conversation, "card")
    first = giving.give(desk, attempt)
    path = desk.folder / "guidelines.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("  card:", "  flowers:").replace("make_it_right, card]", "make_it_right, flowers]"))
    later = in_force.refreshed(desk)
    assert later.problems == ()
    again = giving.give(later, attempt)
    assert isinstance(first, Given)
    assert isinstance(again, Given)
    assert (again.entry_id, again.already) == (first.entry_id, True)
    with pytest.raises(NotFound):
        giving.give(later, replace(attempt, id=new_id()))
