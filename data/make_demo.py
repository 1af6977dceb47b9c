"""Make the practice hotel in data/demo from openly licensed inputs.

    python data/make_demo.py INPUTS

INPUTS is a folder that holds, as data/README.md names and licenses them:
    hotel/hotel_bookings_subset.csv
    names/faker_names.tsv, names/common-forenames-by-country.csv, names/common-surnames-by-country.csv
    names/LICENSE-faker, names/LICENSE-popular-names

The result is the same on every run. Prices, nights, party sizes, room types and special requests come from the
bookings; every person, every telephone number and all loyalty is invented. Nothing of a booking that says something
about a person (country, agent, company) is carried over. Dates are written as days from "today", so the hotel is
always full now.
"""

from __future__ import annotations

import calendar
import csv
import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

SEED = 20261121
FIRST_DAY = -390
LAST_ARRIVAL = 21
FLOORS, ROOMS_ON_FLOOR = 5, 12
FULL_TODAY = 0.97
NEW_GUEST_SHARE = 0.44
NAMESAKE_SHARE = 0.01
ROOM_TYPES = "A" * 31 + "D" * 14 + "E" * 6 + "C" * 3 + "F" * 2 + "B" * 2 + "G" + "I"
MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}  # English: no locale is set here
GUEST_COLUMNS = ("key", "name", "tier", "phone", "email", "card_number", "languages", "channel", "standing", "since",
                 "visits", "likes")  # fmt: skip
STAY_COLUMNS = ("key", "guest", "room", "starts", "nights", "night_price", "paid", "guests", "room_type", "requests")

# Which lists a guest's name comes from, how often, what they speak, how their number begins.
ORIGINS = {
    "lv": (30, ("lv", "lv ru", "lv en"), "+371 20 00"),
    "ru": (14, ("ru", "ru lv", "ru en"), "+371 20 01"),
    "uk": (15, ("uk", "uk ru", "uk en"), "+380 50 000 0"),
    "lt": (6, ("lt en", "lt ru"), "+370 600 00"),
    "et": (6, ("et en", "et ru"), "+372 5000 0"),
    "world": (29, ("en",), "+44 7700 900"),
}
WORLD = ("GB", "DE", "FR", "PT", "ES", "IT", "PL", "FI", "NO", "NL", "IE", "CZ")
LIKES = {
    "en": ("quiet room", "oat milk", "high floor", "no feather pillows", "early breakfast", "a bath, not a shower",
           "black tea", "window to the park", "two extra towels", "newspaper on paper"),
    "lv": ("klusu istabu", "auzu pienu", "logu uz parku", "agras brokastis", "melno tēju", "otru spilvenu"),
    "ru": ("тихий номер", "чёрный чай", "без перьевых подушек", "высокий этаж", "ранний завтрак"),
    "uk": ("тихий номер", "вівсяне молоко", "вікно в парк", "чорний чай", "другу ковдру"),
}  # fmt: skip
CHANNELS = ("phone", "desk", "web", "email")


@dataclass
class Booking:
    """One anonymised booking: what it was, without who it was."""

    nights: int
    guests: int
    adr_minor: int
    room_type: str
    requests: int


@dataclass
class Guest:
    """An invented person."""

    key: str
    name: str
    origin: str
    languages: str
    phone: str
    email: str
    channel: str
    likes: tuple[str, ...]
    earlier_visits: int = 0
    since: str = ""
    tier: str = ""
    card_number: str = ""
    standing: str = ""
    free_from: int = -10_000
    arrivals: list[int] = field(default_factory=list)


@dataclass
class Stay:
    """A stay of an invented person, priced like a real booking."""

    guest: str
    room: str
    starts: int
    nights: int
    price_minor: int
    guests: int
    room_type: str
    requests: int


def bookings(path: Path) -> dict[str, list[Booking]]:
    """The stays that took place, by room type, in the order of their arrival."""
    dated: list[tuple[date, int, Booking]] = []
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            nights = int(row["stays_in_weekend_nights"]) + int(row["stays_in_week_nights"])
            adults, price = int(row["adults"]), round(float(row["adr"]) * 100)
            if row["reservation_status"] != "Check-Out" or not 1 <= nights <= 14 or adults == 0 or price < 2000:
                continue
            children = int(row["children"]) if row["children"].isdigit() else 0
            arrival = date(
                int(row["arrival_date_year"]), MONTHS[row["arrival_date_month"]], int(row["arrival_date_day_of_month"])
            )
            party = adults + children + int(row["babies"])
            kind = row["assigned_room_type"]
            booking = Booking(nights, party, price, kind, int(row["total_of_special_requests"]))
            dated.append((arrival, number, booking))
    by_type: dict[str, list[Booking]] = defaultdict(list)
    for _, _, booking in sorted(dated, key=lambda each: each[:2]):
        by_type[booking.room_type].append(booking)
    return by_type


def name_lists(folder: Path) -> dict[str, list[tuple[list[str], list[str]]]]:
    """Per origin, pairs of (given names, family names) that go together."""
    parts: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    with (folder / "faker_names.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            parts[row["locale"], row["part"], row["gender"]].append(row["name"])
            if row["locale"] == "et_EE":
                parts["et_EE", row["group"], ""].append(row["name"])
    lists: dict[str, list[tuple[list[str], list[str]]]] = {
        "lv": [(parts["lv_LV", "given", g], parts["lv_LV", "family", g]) for g in "mf"],
        "ru": [(parts["ru_RU", "given", g], parts["ru_RU", "family", g]) for g in "mf"],
        "uk": [(parts["uk_UA", "given", g], parts["uk_UA", "family", g] + parts["uk_UA", "family", ""]) for g in "mf"],
        "lt": [(parts["lt_LT", "given", ""], parts["lt_LT", "family", ""])],
        "et": [(parts["et_EE", g, ""], parts["et_EE", "est", ""]) for g in ("male_est", "female_est")],
    }
    given, family = (
        by_country(folder / "common-forenames-by-country.csv"),
        by_country(folder / "common-surnames-by-country.csv"),
    )
    lists["world"] = [(given[country], family[country]) for country in WORLD if given[country] and family[country]]
    return lists


def by_country(path: Path) -> dict[str, list[str]]:
    """The names of each country in the list, each once, in the list's order."""
    names: dict[str, dict[str, None]] = defaultdict(dict)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            name = row["Localized Name"].strip()
            if name and name.replace("-", "").replace("'", "").replace(" ", "").isalpha():
                names[row["Country"]].setdefault(name)
    return defaultdict(list, {country: list(found) for country, found in names.items()})


class People:
    """Invents guests, each name and number once, and remembers who could come again."""

    def __init__(self, chance: random.Random, lists: dict[str, list[tuple[list[str], list[str]]]]) -> None:
        self.chance = chance
        self.lists = lists
        self.guests: list[Guest] = []
        self.names: set[str] = set()
        self.phones: dict[str, int] = defaultdict(int)
        self.emails: set[str] = set()

    def invent(self) -> Guest:
        """A new guest."""
        origin = self.chance.choices(list(ORIGINS), [share for share, _, _ in ORIGINS.values()])[0]
        name = self.unused_name(origin)
        languages = self.chance.choice(ORIGINS[origin][1])
        speaks = [code for code in languages.split() if code in LIKES] or ["en"]
        wishes = self.chance.choices((0, 1, 2), (55, 30, 15))[0]
        likes = tuple(self.chance.sample(LIKES[speaks[0]], wishes))
        key = f"G{len(self.guests) + 1:05d}"
        number = self.number(origin)
        email = "" if number and self.chance.random() < 0.5 else f"{key.lower()}@example.org"
        guest = Guest(key, name, origin, languages, number, email, self.chance.choice(CHANNELS), likes)
        if self.chance.random() < 0.22:
            guest.earlier_visits = 1 + int(self.chance.expovariate(1 / 4))
        self.guests.append(guest)
        return guest

    def unused_name(self, origin: str) -> str:
        """A name of that origin which nobody has yet; now and then a namesake, as in life."""
        if self.guests and self.chance.random() < NAMESAKE_SHARE:
            return self.chance.choice(self.guests).name
        for _ in range(200):
            given, family = self.chance.choice(self.lists[origin])
            name = f"{self.chance.choice(given)} {self.chance.choice(family)}"
            if name not in self.names:
                break
        self.names.add(name)
        return name

    def number(self, origin: str) -> str:
        """A telephone number that nobody else here has; none when the invented range is used up."""
        start = ORIGINS[origin][2]
        room = 999 if origin == "world" else 9999
        taken = self.phones[start] = self.phones[start] + self.chance.randrange(1, 4 if room > 999 else 3)
        if taken > room or self.chance.random() < 0.08:
            return ""
        return f"{start}{taken:03d}" if room == 999 else f"{start}{taken // 1000} {taken % 1000:03d}"

    def who_comes(self, day: int) -> Guest:
        """Somebody who arrives on `day`: new, or somebody who left long enough ago to come back."""
        if self.guests and self.chance.random() > NEW_GUEST_SHARE:
            for _ in range(12):
                guest = self.guests[int(len(self.guests) * self.chance.random() ** 1.5)]
                if guest.free_from + 12 < day:
                    return guest
        return self.invent()


def fill(chance: random.Random, people: People, pool: dict[str, list[Booking]]) -> list[Stay]:
    """Stays room by room and day by day: nobody sleeps in two rooms, no room is sold twice."""
    rooms = [f"{floor}{number:02d}" for floor in range(1, FLOORS + 1) for number in range(1, ROOMS_ON_FLOOR + 1)]
    kinds = dict(zip(rooms, ROOM_TYPES, strict=True))
    queues = {kind: iter_for_ever(pool[kind]) for kind in set(ROOM_TYPES)}
    free_from = {room: FIRST_DAY + chance.randrange(0, 5) for room in rooms}
    stays: list[Stay] = []
    empty_today = set(chance.sample([room for room in rooms if room != "412"], round(len(rooms) * (1 - FULL_TODAY))))
    for day in range(FIRST_DAY, LAST_ARRIVAL + 1):
        for room in rooms:
            if free_from[room] > day or (room in empty_today and day == 0):
                continue
            if day < 0 and chance.random() > 0.8:
                continue
            if day > 0 and chance.random() > 0.25:
                continue
            booking = next(queues[kinds[room]])
            nights = booking.nights
            if room == "412" and day < -1:
                nights = min(nights, -1 - day)
            elif room == "412" and day < 2:
                continue
            if room in empty_today and day < 0:
                nights = min(nights, -day)
            guest = people.who_comes(day)
            free_from[room] = guest.free_from = day + nights
            guest.arrivals.append(day)
            stays.append(
                Stay(guest.key, room, day, nights, booking.adr_minor, booking.guests, kinds[room], booking.requests)
            )
    return stays


def iter_for_ever(items: list[Booking]) -> Iterator[Booking]:
    """`items`, again from the start when they are used up."""
    while True:
        yield from items


def make_way(people: People, stays: list[Stay], wanted: Stay) -> None:
    """Put `wanted` into the house; who slept in that room then was not there."""
    holders = {guest.key: guest for guest in people.guests}
    for stay in [each for each in stays if each.room == wanted.room]:
        if stay.starts < wanted.starts + wanted.nights and wanted.starts < stay.starts + stay.nights:
            stays.remove(stay)
            holders[stay.guest].arrivals.remove(stay.starts)
    stays.append(wanted)


def named(people: People, stays: list[Stay]) -> None:
    """The two guests of the documentation: one who comes often, one who came back after years."""
    often = Guest("G90001", "Kristīne Bērziņa", "lv", "lv ru", "+371 26 123 456", "kristine@example.org", "phone",
                  ("quiet room", "oat milk"), 17, "2019-05-17", "gold", "HB-412-0019")  # fmt: skip
    for start, nights, room in (
        (-352, 2, "308"),
        (-281, 3, "412"),
        (-204, 1, "409"),
        (-133, 2, "412"),
        (-40, 2, "511"),
    ):
        make_way(people, stays, Stay(often.key, room, start, nights, 16500, 2, "D", 1))
        often.arrivals.append(start)
    make_way(people, stays, Stay(often.key, "412", -1, 3, 18000, 2, "D", 2))
    often.arrivals.append(-1)
    back = Guest("G90002", "Екатерина Щербакова", "ru", "ru lv", "+371 29 556 714", "", "phone",
                 ("чёрный чай", "вид на парк"), 6, "2018-02-09", "silver", "HB-307-0714", "former")  # fmt: skip
    make_way(people, stays, Stay(back.key, "307", -1096, 4, 12000, 2, "A", 1))
    back.arrivals.append(-1096)
    people.guests = [guest for guest in people.guests if guest.arrivals] + [often, back]


def settle(people: People, chance: random.Random) -> None:
    """Visits, tier, card number and the first day follow from the stays and from earlier visits."""
    for guest in people.guests:
        past = [day for day in guest.arrivals if day <= 0]
        visits = guest.earlier_visits + len(past)
        if not guest.since and past:
            guest.since = str(min(past) - (chance.randrange(120, 2200) if guest.earlier_visits else 0))
        guest.tier = guest.tier or ("gold" if visits >= 12 else "silver" if visits >= 5 else "guest")
        if guest.tier != "guest" and not guest.card_number:
            guest.card_number = f"HB-{guest.key[-5:-3]}{chance.randrange(10)}-{guest.key[-4:]}"
        guest.earlier_visits = visits
        if not guest.standing and guest.arrivals and max(guest.arrivals) < -330:
            guest.standing = "former"


def write(folder: Path, people: People, stays: list[Stay]) -> None:
    """guests.csv, stays.csv: UTF-8, LF, sorted."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "guests.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(GUEST_COLUMNS)
        for g in people.guests:
            out.writerow([g.key, g.name, g.tier, g.phone, g.email, g.card_number, g.languages, g.channel, g.standing,
                          g.since, g.earlier_visits, "|".join(g.likes)])  # fmt: skip
    with (folder / "stays.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(STAY_COLUMNS)
        for number, s in enumerate(sorted(stays, key=lambda each: (each.starts, each.room, each.guest)), 1):
            total = s.price_minor * s.nights
            paid = total if s.starts <= 0 else total // s.nights
            out.writerow([f"B{number:06d}", s.guest, s.room, s.starts, s.nights, money(s.price_minor), money(paid),
                          s.guests, s.room_type, s.requests])  # fmt: skip


def money(minor: int) -> str:
    """Minor units as plain text."""
    return f"{minor // 100}.{minor % 100:02d}"


def main(arguments: list[str]) -> int:
    """Make data/demo beside this file; 2 when the inputs are not there."""
    if len(arguments) != 1:
        print("usage: python data/make_demo.py INPUTS", file=sys.stderr)
        return 2
    inputs, folder = Path(arguments[0]), Path(__file__).resolve().parent / "demo"
    try:
        pool = bookings(inputs / "hotel" / "hotel_bookings_subset.csv")
        lists = name_lists(inputs / "names")
    except OSError as missing:
        print(f"an input is missing: {missing}", file=sys.stderr)
        return 2
    chance = random.Random(SEED)  # noqa: S311 - a repeatable hotel, no secret
    people = People(chance, lists)
    stays = fill(chance, people, pool)
    named(people, stays)
    settle(people, chance)
    write(folder, people, stays)
    for licence in ("LICENSE-faker", "LICENSE-popular-names"):
        (folder / licence).write_bytes((inputs / "names" / licence).read_bytes())
    print(f"{len(people.guests)} guests, {len(stays)} stays")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
