"""What the tests of the command line share: the real `run` on real folders, and real processes where it matters."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from frontdesk.cli.main import run
from frontdesk.ground import language


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


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Runner:
    """Run `frontdesk ARGUMENTS` in this process, in English and without the person's own environment."""
    for name in [name for name in os.environ if name.startswith(("FRONTDESK_", "LC_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    language.use("en")

    def answered(*arguments: str | Path, stdin: str = "") -> Answer:
        with CliRunner().isolation(stdin) as (out, err, _both):
            code = run([str(argument) for argument in arguments])
            return Answer(code, out.getvalue().decode(), err.getvalue().decode())

    return answered


@pytest.fixture
def process(tmp_path: Path) -> Runner:
    """Run `python -m frontdesk ARGUMENTS` as a process of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("FRONTDESK_", "LC_"))}
    environment |= {"LANG": "C.UTF-8", "XDG_STATE_HOME": str(tmp_path / "state")}

    def answered(*arguments: str | Path, cwd: Path | None = None, **also: Any) -> Answer:
        done = subprocess.run(
            [sys.executable, "-m", "frontdesk", *map(str, arguments)],
            cwd=cwd or tmp_path,
            env=environment | also.pop("environment", {}),
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=60,
            check=False,
            **also,
        )
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    return answered


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
ORDERS = """key,customer,label,place,state,starts_on,ends_on,total,paid,night_price
O1,K1,412 until Mon 23 Nov,412,open,2026-11-19,2026-11-23,540.00,540.00,180.00
O2,K2,118 until Sun 22 Nov,118,open,2026-11-20,2026-11-22,200.00,0.00,100.00
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A folder with guidelines and nothing else."""
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "guidelines.yaml").write_text(GUIDELINES, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def ready_business(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A hotel with three customers, two orders and two people, made once through the commands themselves."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield _made(tmp_path_factory)


def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("business") / "hotel"
    files = tmp_path_factory.mktemp("files")
    (files / "customers.csv").write_text(CUSTOMERS, encoding="utf-8")
    (files / "orders.csv").write_text(ORDERS, encoding="utf-8")
    folder.mkdir(mode=0o700)
    (folder / "guidelines.yaml").write_text(GUIDELINES, encoding="utf-8")
    for line in (
        ["--folder", str(folder), "staff", "add", "Anna"],
        ["--folder", str(folder), "staff", "add", "Ilze", "--role", "lead"],
        ["--folder", str(folder), "--staff", "Ilze", "customers", "import", str(files / "customers.csv")],
        ["--folder", str(folder), "--staff", "Ilze", "orders", "import", str(files / "orders.csv")],
    ):
        with CliRunner().isolation() as (out, err, _both):
            code = run(line)
            assert code == 0, (line, out.getvalue().decode(), err.getvalue().decode())
    return folder


@pytest.fixture
def hotel(ready_business: Path, tmp_path: Path) -> Path:
    """A copy of the hotel for one test."""
    folder = tmp_path / "hotel"
    shutil.copytree(ready_business, folder)
    return folder


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


@pytest.fixture
def anna(cli: Runner, hotel: Path) -> AtDesk:
    """Anna, whose role is the lowest."""
    return AtDesk(cli, hotel)


@pytest.fixture
def ilze(cli: Runner, hotel: Path) -> AtDesk:
    """Ilze, the lead, at the same hotel."""
    return AtDesk(cli, hotel, "Ilze")
