"""A small business for tests of the desk: a real folder, a real database, a clock that the test turns."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from frontdesk.desk.desk import Desk
from frontdesk.desk.opening import open_desk
from frontdesk.desk.people import staffing

GUIDELINES = """\
frontdesk: 1
business: {name: Small Hotel, currency: EUR, timezone: Europe/Riga, day_starts: "06:00", languages: [en]}
roles: [staff, lead]
facts:
  customer.tier: {type: choice, of: [guest, silver, gold], from: card}
  customer.company: {type: text, from: card}
  order.paid: {type: money, from: order}
  order.night_price: {type: money, from: order}
  order.guests: {type: number, from: order}
  order.late: {type: yes_no, from: order}
gestures:
  drink:
    key: 1
    kind: item
    amount: 8.00
    cost: 25%
    limits: [{up_to: 4 times, per: customer, within: ever}]
  back:
    key: 2
    kind: refund
    amount: {from: 5.00, to: 200.00, usual: 20.00}
    authority: {staff: 50.00, lead: 200.00}
budgets:
  day: {of: [drink, back], up_to: 100.00, per: site, within: day, measure: cost, warn_at: 80%}
  person: {of: [drink], up_to: 30 times, per: staff, within: day}
"""
NOON = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that stands until it is turned."""

    at: datetime = NOON

    def __call__(self) -> datetime:
        return self.at


@cache
def _built() -> Path:
    """The business as it is on its first morning, made once for all tests of this process."""
    folder = Path(tempfile.mkdtemp(prefix="small-hotel-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "guidelines.yaml").write_text(GUIDELINES, encoding="utf-8")
    desk = open_desk(folder, staff=None, clock=Clock(), create=True)
    assert desk.problems == ()
    staffing.add(desk, "Anna", "staff")
    staffing.add(desk, "Ilze", "lead")
    desk.store.close()
    return folder


def small_desk(folder: Path, clock: Clock | None = None, guidelines: str = GUIDELINES) -> Desk:
    """The desk of a new small business with Anna (staff) signed in and Ilze as the lead."""
    shutil.copytree(_built(), folder)
    if guidelines != GUIDELINES:
        (folder / "guidelines.yaml").write_text(guidelines, encoding="utf-8")
    return open_desk(folder, staff="Anna", clock=clock or Clock())


@pytest.fixture
def desk_of_its_own(tmp_path: Path) -> Iterator[Desk]:
    """The `desk` of a file whose tests each have a small business of their own, closed at the end."""
    made = small_desk(tmp_path / "hotel")
    yield made
    made.store.close()
