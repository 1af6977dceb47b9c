"""How the tests drive the command line: the answer of a command, the person at the desk, and a small hotel."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

GUIDELINES = """\
frontdesk: 1
business: {name: Hotel Baltic, currency: EUR, timezone: Europe/Riga, day_starts: "06:00", languages: [en, lv]}
roles: [staff, lead]
facts:
  customer.tier: {type: choice, of: [guest, silver, gold], from: card}
  order.paid: {type: money, from: order}
  order.night_price: {type: money, from: order}
  house.occupancy: {type: percent, from: house}
  delay_minutes: {type: number, from: asked, label: "How late are we (minutes)?"}
situations:
  room_fault: {label: {en: Room fault or noise, lv: Bojājums}, first: [free_drink, part_of_bill], ask: []}
gestures:
  free_drink:
    key: 2
    label: {en: Free drink, lv: Dzēriens dāvanā}
    kind: item
    amount: 8.00
    cost: 25%
    one_press: true
    limits:
      - {id: four_drinks, up_to: 4 times, per: [customer, order], within: ever}
  part_of_bill:
    key: 3
    label: {en: Part of the bill, lv: Daļa no rēķina}
    kind: refund
    amount: {percent_of: order.night_price, from: 10%, to: 100%, usual: 50%, at_least: 10.00}
    authority: {staff: 150.00, lead: 600.00}
    judgement_above: 80.00
    when: {order.paid: {more_than: 0}}
    limits:
      - {id: never_more_than_paid, up_to: order.paid, per: order, within: ever, across: [part_of_bill, make_it_right]}
    otherwise: [{gesture: make_it_right}, {ask: lead}, {promise: {within: 24 hours}}]
  make_it_right:
    key: 4
    label: {en: Make it right, lv: Izlabot}
    kind: open
    amount: {from: 5.00, to: 2000.00, usual: 50.00}
    authority: {staff: 300.00, lead: 2000.00}
    needs: [request_heard, wish, reason]
    limits: [{id: per_incident, up_to: 2000.00, per: [customer, incident], within: ever}]
  late_checkout:
    key: 5
    label: {en: Late checkout, lv: Vēla izrakstīšanās}
    kind: time
    when: {house.occupancy: {at_most: 95%}}
    limits: [{id: once_a_stay, up_to: 1 time, per: order, within: ever}]
    otherwise: [{gesture: luggage}, {ask: lead}]
  luggage:
    key: 6
    label: {en: Luggage + lounge, lv: Bagāža}
    kind: item
  delay_credit:
    key: 7
    label: {en: Credit for waiting, lv: Kredīts}
    kind: credit
    amount:
      cases:
        - {when: {delay_minutes: {at_least: 60}}, amount: 20.00}
        - {when: {delay_minutes: {at_least: 15}}, amount: 5.00}
    limits: [{id: once, up_to: 1 time, per: conversation, within: ever}]
budgets:
  desk_day: {of: [free_drink, part_of_bill, make_it_right], up_to: 1200.00, per: site, within: day, measure: cost}
"""
CUSTOMERS = """key,name,phone,email,tier,languages,since,visits
K1,Kristīne Bērziņa,+371 26 123 456,kristine@example.org,gold,lv ru,2019-05-01,23
K2,Оксана Коваленко,+380 50 765 43 21,,silver,uk,2023-01-10,2
K3,John Smith,,,guest,en,,1
"""
# They are here whatever day it is; the business day may still be the one before.
CAME, LEAVES = date.today() - timedelta(days=3), date.today() + timedelta(days=1)
ORDERS = f"""key,customer,label,place,state,starts_on,ends_on,total,paid,night_price
O1,K1,412 until Mon 23 Nov,412,open,{CAME},{LEAVES},540.00,540.00,180.00
O2,K2,118 until Sun 22 Nov,118,open,{CAME},{LEAVES},200.00,0.00,100.00
"""


@dataclass(frozen=True)
class Answer:
    """What a command line came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def said(self) -> str:
        """Everything a person read, on one line."""
        return " ".join((self.out + " " + self.err).split())


Runner = Callable[..., Answer]


def own_environment() -> dict[str, str]:
    """The environment of a plain terminal: nothing that changes what frontdesk or the interpreter does."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("FRONTDESK_", "LC_", "PYTHON"))}
    return kept | {"LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}


@dataclass(frozen=True)
class AtDesk:
    """Anna at the hotel's desk: `anna("start", …)`."""

    cli: Runner
    folder: Path
    staff: str = "Anna"

    def __call__(self, *arguments: str | Path, code: int = 0) -> Answer:
        answer = self.cli("--folder", self.folder, "--staff", self.staff, *arguments)
        assert answer.code == code, answer
        return answer

    def customer(self, text: str) -> str:
        return str(self("customers", "find", text, "--json").json[0]["id"])

    def started(self, who: str = "berzina", request: str = "The heating is dead", *more: str) -> str:
        """The id of a new conversation."""
        answer = self("start", "--customer", self.customer(who), "--request", request, *more, "--json")
        return str(answer.json["conversation"])

    def heard(self, who: str = "berzina", *more: str) -> str:
        """The id of a new conversation whose request was heard."""
        conversation = self.started(who, "The heating is dead", *more)
        self("hear", conversation)
        return conversation
