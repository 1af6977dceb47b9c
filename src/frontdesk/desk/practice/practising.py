"""The practice desk: a hotel with people in it, and a day that really happened through the desk's own functions.

Its people and stays come from the files of the demo (`data/README.md` names their sources). Everything is dated
from the clock that is given, so that the hotel is full whenever it is opened.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from frontdesk.desk.approvals import approving, granting
from frontdesk.desk.conversations import talking
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.learning import ideas, storytelling
from frontdesk.desk.opening import open_desk
from frontdesk.desk.people import staffing
from frontdesk.desk.practice.practice_day import (
    AHEAD,
    CAME_BACK,
    ILZE,
    REGULAR,
    SCENES,
    STAFF,
    Asks,
    Gave,
    Promised,
    Scene,
    When,
)
from frontdesk.desk.promises import promising
from frontdesk.desk.views import Attempt, Blocked, Given, Person
from frontdesk.ground.businessday import instant_of
from frontdesk.ground.errors import Misconfigured
from frontdesk.ground.ids import new_id
from frontdesk.ground.language import _, current
from frontdesk.ground.money import parse_minor
from frontdesk.ground.places import GUIDELINES, PRACTICE
from frontdesk.guidelines import packs
from frontdesk.store import customers, house, orders, preferences
from frontdesk.store.customers import Customer
from frontdesk.store.orders import Order
from frontdesk.store.transaction import writing

PACK = "hotel"
FILES = ("guests.csv", "stays.csv", "house.csv")
BEGAN_DAYS_AGO = 45
LONGEST_SCENE = timedelta(minutes=6)
ASKED_WITHIN = timedelta(minutes=45)
UNPAID = 2
"""So many of those who leave today still have to pay their last night."""


def demo_files() -> Traversable:
    """The folder with the demo's files: in the package when installed, else `data/demo` of the checkout.

    Raises Misconfigured when neither is there.
    """
    installed = resources.files("frontdesk") / "demo"
    checkout = Path(str(resources.files("frontdesk"))).parent.parent / "data" / "demo"
    for folder in (installed, checkout):
        if all((folder / name).is_file() for name in FILES):
            return folder
    raise Misconfigured(
        _("The files of the practice hotel are missing from this installation."), _("Install frontdesk again.")
    )


def make_demo(folder: Path, clock: Callable[[], datetime]) -> None:
    """Build the practice business in `folder`: guidelines.yaml, data/frontdesk.db with people, stays and history.

    Everything lies at or before what `clock` says, but what was promised. Raises StoreUnavailable or OSError when
    the folder cannot be written.
    """
    folder = Path(folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / GUIDELINES).write_text(packs.text(PACK), encoding="utf-8")
    now = clock().astimezone(UTC)
    history = _History(now)
    desk = open_desk(folder, staff=None, clock=history.read, create=True)
    with ExitStack() as leaving:
        leaving.callback(desk.store.close)
        desk = replace(desk, practice=True)
        history.people = {name: _hired(desk, name, place) for name, place in STAFF.items()}
        house_of = _House(desk, desk.days().date_of(now))
        house_of.move_in(now - timedelta(days=BEGAN_DAYS_AGO))
        history.happen(desk, house_of)
        house_of.leave_unpaid(now)
    (folder / PRACTICE).write_text(
        "Nothing in this folder is real: it was made by `frontdesk demo`.\n", encoding="utf-8"
    )


def _hired(desk: Desk, name: str, place: int) -> Person:
    return staffing.add(desk, name, desk.rules().roles[place])


# --- people and stays ---------------------------------------------------------------------------------------


class _House:
    """The guests and their stays: ids by key, and who of them could speak at the desk in a language."""

    def __init__(self, desk: Desk, today: date) -> None:
        self.desk = desk
        self.today = today
        self.exponent = desk.rules().business.exponent
        files = demo_files()
        self.ids: dict[str, str] = {}
        rows = list(_table(files / "guests.csv"))
        self.guests = [self._guest(row) for row in rows]
        self.likes = [(self.ids[row["key"]], filter(None, row["likes"].split("|"))) for row in rows]
        self.languages = {guest.id: guest.languages.split()[0] for guest in self.guests if guest.languages}
        self.stays = [self._stay(row) for row in _table(files / "stays.csv")]
        self.facts = {row["name"]: row["value"] for row in _table(files / "house.csv")}
        self.spoken: set[str] = set()

    def move_in(self, at: datetime) -> None:
        """Write all of it, in one transaction."""
        with writing(self.desk.store) as connection:
            customers.insert(connection, self.guests, at)
            preferences.take_over(connection, self.likes, at)
            orders.insert(connection, self.stays, at)
            for name, value in self.facts.items():
                house.put(connection, name, value, at, ILZE)

    def somebody(self, scene: Scene, day: date) -> tuple[str, str | None]:
        """(guest, stay): the guest of that key with the stay of `day`; for a language, somebody who is here then.

        Nobody is asked twice, so that each story has its own guest.
        """
        here = [stay for stay in self.stays if _covers(stay, day)]
        if scene.guest in self.ids:
            customer = self.ids[scene.guest]
            return customer, next((stay.id for stay in here if stay.customer_id == customer), None)
        fit = [stay for stay in here if self._fits(stay, scene) and stay.customer_id not in self.spoken]
        taken = min(fit, key=self._night)  # the dearest nights are left for the scenes that need them
        customer = str(taken.customer_id)
        self.spoken.add(customer)
        return customer, taken.id

    def leave_unpaid(self, at: datetime) -> None:
        """Some who leave today, and whom nobody has spoken with yet, have not paid everything."""
        known = {self.ids[key] for key in (REGULAR, CAME_BACK)} | self.spoken
        leaving = [stay for stay in self.stays if stay.ends_on == self.today and stay.customer_id not in known]
        chosen = sorted(leaving, key=lambda stay: stay.place)[:UNPAID]
        with writing(self.desk.store) as connection:
            orders.update(
                connection,
                [replace(stay, paid_minor=(stay.paid_minor or 0) - self._night(stay)) for stay in chosen],
                at,
            )

    def _fits(self, stay: Order, scene: Scene) -> bool:
        known = {self.ids[key] for key in (REGULAR, CAME_BACK)}
        dear_enough = self._night(stay) >= scene.night * 10**self.exponent
        speaks = self.languages.get(str(stay.customer_id)) == scene.guest
        return dear_enough and speaks and stay.customer_id not in known

    def _night(self, stay: Order) -> int:
        return parse_minor(stay.facts["night_price"], self.exponent)

    def _guest(self, row: dict[str, str]) -> Customer:
        self.ids[row["key"]] = new_id()
        return Customer(
            id=self.ids[row["key"]],
            external_key=row["key"],
            name=row["name"],
            tier=row["tier"],
            phone=row["phone"],
            email=row["email"],
            card_number=row["card_number"],
            languages=row["languages"],
            channel=row["channel"],
            standing=row["standing"],
            since=self._since(row["since"]),
            visits=int(row["visits"]),
        )

    def _since(self, text: str) -> date | None:
        if not text:
            return None
        return date.fromisoformat(text) if text.count("-") == 2 else self.today + timedelta(days=int(text))

    def _stay(self, row: dict[str, str]) -> Order:
        nights, price = int(row["nights"]), parse_minor(row["night_price"], self.exponent)
        starts = self.today + timedelta(days=int(row["starts"]))
        ends = starts + timedelta(days=nights)
        return Order(
            id=new_id(),
            external_key=row["key"],
            customer_id=self.ids[row["guest"]],
            label=_("Room {number}").format(number=row["room"]),
            place=row["room"],
            state=orders.OPEN if ends >= self.today else "closed",
            starts_on=starts,
            ends_on=ends,
            total_minor=nights * price,
            paid_minor=parse_minor(row["paid"], self.exponent),
            facts={name: row[name] for name in ("night_price", "nights", "guests", "room_type", "requests")},
        )


def _covers(stay: Order, day: date) -> bool:
    return stay.starts_on is not None and stay.ends_on is not None and stay.starts_on <= day <= stay.ends_on


def _table(file: Traversable) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(file.read_text(encoding="utf-8").splitlines())


# --- what happened ------------------------------------------------------------------------------------------


class _History:
    """Lets the scenes happen, each at its own time: the desk's clock is turned back and walks on with them."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.at = now - timedelta(days=BEGAN_DAYS_AGO)
        self.people: dict[str, Person] = {}

    def read(self) -> datetime:
        """The clock of the desk while the past happens."""
        return self.at

    def happen(self, desk: Desk, house_of: _House) -> None:
        """Every scene, then the promises that were kept after all."""
        kept_later: list[tuple[datetime, str, str]] = []
        self._ahead(replace(desk, person=self.people[ILZE]))
        for scene in SCENES:
            kept_later += self._scene(replace(desk, person=self.people[scene.staff]), house_of, scene)
        for at, promise_id, owner in sorted(kept_later):
            self.at = at
            promising.keep(replace(desk, person=self.people[owner]), promise_id)

    def _ahead(self, desk: Desk) -> None:
        """What the lead gave ahead this morning."""
        gesture, up_to, times, whom = AHEAD
        self.at = desk.days().start_of(desk.days().date_of(self.now))
        until = desk.days().start_of(desk.days().date_of(self.now) + timedelta(days=1))
        granting.grant(desk, gesture, str(up_to), staff=whom, times=times, until=until)

    def _scene(self, desk: Desk, house_of: _House, scene: Scene) -> list[tuple[datetime, str, str]]:
        begins = self._moment(desk, scene.when)
        room = max(timedelta(0), min(LONGEST_SCENE, (self.now - begins) / 2))
        self.at = begins
        day = desk.days().date_of(begins)
        guest, stay = house_of.somebody(scene, day)
        talk = talking.start(
            desk, customer_id=guest, order_id=stay, situation=_known(desk, scene.situation), request=scene.request
        )
        if not scene.heard:
            return []
        self.at = begins + room * 0.3
        talking.hear(desk, talk.id)
        if scene.wish is not None:
            talking.wish(desk, talk.id, scene.wish)
        self.at = begins + room * 0.6
        blocked = [self._give(desk, talk.id, gave) for gave in scene.gave]
        kept = [self._promise(desk, talk.id, promised) for promised in scene.promised]
        if scene.cause:
            talking.cause(desk, talk.id, scene.cause)
        if scene.idea:
            ideas.propose(desk, scene.idea, talk.id, next(filter(None, blocked), None))
        if scene.asks is not None:
            self._ask(desk, talk.id, scene.asks)
        self.at = begins + room
        if scene.closed:
            talking.close(desk, talk.id, nothing_owed=not scene.promised)
        if scene.told is not None:
            storytelling.tell(desk, talk.id, scene.told.kind, scene.told.words)
        return [each for each in kept if each is not None]

    def _moment(self, desk: Desk, when: When) -> datetime:
        days = desk.days()
        today = days.date_of(self.now)
        if when.at is None:
            starts = days.start_of(today)
            return max(starts, _full(starts + (self.now - starts) * when.share, timedelta(minutes=1)))
        day = today - timedelta(days=when.days_ago)
        wall = day + timedelta(days=1) if when.at < days.day_starts else day  # 01:00 belongs to the day before
        return instant_of(datetime.combine(wall, when.at), days.zone)

    def _give(self, desk: Desk, conversation_id: str, gave: Gave) -> str | None:
        """The id of the block, when a limit said no."""
        exponent = desk.rules().business.exponent
        minor = None if gave.ask is None else gave.ask * 10**exponent
        answer = giving.give(
            desk, Attempt(new_id(), conversation_id, gave.gesture, ask_minor=minor, reason=gave.reason)
        )
        if isinstance(answer, Blocked) and gave.instead and answer.block_id is not None:
            label = desk.rules().gestures[gave.instead].label.said_in(current())
            giving.took_instead(desk, answer.block_id, label)
        if isinstance(answer, Given) and gave.taken_back:
            giving.take_back(desk, answer.entry_id, gave.taken_back)
        return answer.block_id if isinstance(answer, Blocked) else None

    def _ask(self, desk: Desk, conversation_id: str, asks: Asks) -> None:
        """A moment ago, so that the lead still has time to answer."""
        approving.ask(desk, conversation_id, asks.gesture, str(asks.ask), asks.reason, within=ASKED_WITHIN)

    def _promise(self, desk: Desk, conversation_id: str, promised: Promised) -> tuple[datetime, str, str] | None:
        due = self._due(desk, promised)
        made = promising.promise(desk, conversation_id, promised.text, due, promised.owner)
        if promised.kept_after is not None:
            return self.at + promised.kept_after, made.id, promised.owner
        if promised.kept_today is not None:
            return self._moment(desk, When(share=promised.kept_today)), made.id, promised.owner
        return None

    def _due(self, desk: Desk, promised: Promised) -> datetime:
        days = desk.days()
        if promised.within is not None:
            return _full(self.at + promised.within, timedelta(minutes=30))
        if promised.due_at is not None:
            day = days.date_of(self.at) + timedelta(days=promised.due_days)
            return instant_of(datetime.combine(day, promised.due_at), days.zone)
        today = days.date_of(self.now)
        wanted = instant_of(datetime.combine(today, promised.late_today or days.day_starts), days.zone)
        if wanted > self.now + timedelta(minutes=20):
            return wanted
        soon = _full(self.now + timedelta(minutes=90), timedelta(minutes=30))
        closing = days.start_of(today + timedelta(days=1)) - timedelta(minutes=1)
        return max(min(soon, closing), self.now + timedelta(minutes=1))


def _full(at: datetime, step: timedelta) -> datetime:
    """`at`, back to the full minute or half hour."""
    return at - (at - datetime.min.replace(tzinfo=UTC)) % step


def _known(desk: Desk, situation: str | None) -> str | None:
    return situation if situation in desk.rules().situations else None
