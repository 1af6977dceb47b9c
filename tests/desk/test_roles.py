"""Who leads, and that a role which the guidelines lost leads nothing any more."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from a_desk import NOON, as_lead, make_desk
from frontdesk.desk.events import events
from frontdesk.desk.people.roles import leading_roles, leads
from frontdesk.ground.errors import BadInput
from frontdesk.store.transaction import writing


def test_who_leads_has_a_role_above_the_lowest(tmp_path: Path) -> None:
    rules = make_desk(tmp_path).rules()
    assert [leads(rules, role) for role in ("staff", "lead", "owner of old", "")] == [False, True, False, False]
    assert leading_roles(rules) == "lead"


def test_a_role_that_the_guidelines_lost_opens_no_event(tmp_path: Path) -> None:
    lead = as_lead(make_desk(tmp_path))
    with writing(lead.store) as connection:
        connection.execute("UPDATE staff SET role = 'captain' WHERE name = 'Ilze'")
    with pytest.raises(BadInput, match="led by: lead"):
        events.open_event(lead, "Water", cause="no water", promise="We call", due_at=NOON + timedelta(days=1))
