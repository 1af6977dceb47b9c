"""What happened at the practice desk: invented conversations, told as data. `practising` lets them happen.

The words of the requests are a customer's; times are told so that they are sane whenever the desk is opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta

ANNA, JANIS, OLENA, ILZE = "Anna", "Jānis", "Olena", "Ilze"
STAFF: Mapping[str, int] = {ANNA: 0, JANIS: 0, OLENA: 0, ILZE: -1}
"""Who works here, and which role of the guidelines (0 the lowest, -1 the highest)."""

REGULAR, CAME_BACK = "G90001", "G90002"
AHEAD = ("part_of_bill", 400, 2, OLENA)
"""What the lead has given ahead for today: the gesture, to how much, how often, to whom."""


@dataclass(frozen=True, slots=True)
class When:
    """A moment: `days_ago` at a wall-clock time, or a share of what has passed of today's business day."""

    days_ago: int = 0
    at: time | None = None
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Gave:
    """A gesture; `ask` is in whole units of the currency. `refused` means that a limit is expected to say no."""

    gesture: str
    ask: int | None = None
    reason: str = ""
    refused: bool = False
    instead: str = ""
    taken_back: str = ""


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise: due after `within`, or by `due_at` of the business day `due_days` after the conversation.

    `late_today` is a time of today, moved on when that is past already.
    """

    text: str
    owner: str
    within: timedelta | None = None
    due_at: time | None = None
    due_days: int = 0
    late_today: time | None = None
    kept_after: timedelta | None = None
    kept_today: float | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A story that the conversation became: its kind, and what the customer said."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Asks:
    """A lead is asked for a gesture above one's own authority; `ask` is in whole units of the currency."""

    gesture: str
    ask: int
    reason: str


@dataclass(frozen=True, slots=True)
class Scene:
    """One conversation. `guest` is a key of the demo, or a language: somebody who speaks it and is here now.

    `night` is what their night cost at least, in whole units, so that the amounts fit. `closed` false leaves it open,
    as somebody left it who was called away.
    """

    guest: str
    when: When
    staff: str
    request: str
    situation: str | None = None
    wish: str | None = None
    gave: tuple[Gave, ...] = ()
    promised: tuple[Promised, ...] = ()
    heard: bool = True
    closed: bool = True
    cause: str = ""
    night: int = 60
    told: Told | None = None
    idea: str = ""
    asks: Asks | None = None


def days_ago(days: int, hour: int, minute: int = 0) -> When:
    """A wall-clock time on an earlier business day."""
    return When(days, time(hour, minute))


def today(share: float) -> When:
    """After that share of today so far."""
    return When(share=share)


SCENES: tuple[Scene, ...] = (
    # --- some weeks ago
    Scene(
        REGULAR, days_ago(40, 19, 20), ANNA, "The bar closed ten minutes before I came down", None, "just a tea",
        (Gave("free_drink"),),
    ),
    Scene(
        "lv", days_ago(33, 8, 15), JANIS, "Brokastīs nebija nekā silta, un mēs jau gaidām pusstundu", "waiting",
        "lai bērni paēd", (Gave("breakfast"),), cause="the oven of the breakfast room",
    ),
    Scene(
        "uk", days_ago(26, 22, 40), OLENA, "У номері холодно, батарея не гріє", "room_fault", "інший номер",
        (Gave("move_room"), Gave("free_drink")), cause="the radiator valve in the room",
    ),
    Scene(
        "ru", days_ago(19, 23, 10), ANNA, "Над нами до ночи двигают мебель, ребёнок не спит", "room_fault",
        "тишину, и чтобы это как-то учли", (Gave("part_of_bill", 40),), cause="a function room above that room",
        told=Told("fixed", "Теперь там ковёр и табличка. Больше никого не разбудят, спасибо."),
    ),
    Scene(
        "en", days_ago(12, 10, 5), ILZE, "We were charged twice for parking and nobody could tell me why", None,
        "the money back and an answer", (Gave("make_it_right", 60, "Charged twice, and sent from desk to desk."),),
    ),
    Scene(
        "en", days_ago(3, 7, 25), OLENA, "There is no hot water on the whole third floor", "room_fault",
        "a shower before the meeting", (Gave("luggage_lounge"),), cause="the boiler of the third floor",
    ),
    # --- yesterday
    Scene(
        "lv", days_ago(1, 7, 50), ANNA, "Duša lej tikai aukstu ūdeni", "room_fault", "siltu dušu pirms sapulces",
        (Gave("free_drink"),), cause="the boiler of the third floor",
    ),
    Scene(
        "ru", days_ago(1, 9, 30), JANIS, "Я забыл зарядку в такси, а ноутбук почти сел", "left_behind", "любую зарядку",
        (Gave("errand", 12),),
    ),
    Scene(
        "en", days_ago(1, 11, 20), JANIS, "Could somebody find out whether my coat is still in the restaurant?",
        "left_behind", "", (), (Promised("tell them whether the coat was found", JANIS, due_at=time(18, 0)),),
    ),
    Scene(
        "uk", days_ago(1, 14, 5), OLENA, "Номер мав бути готовий о другій, а ми з дороги", "waiting", "десь перепочити",
        (Gave("luggage_lounge"), Gave("free_drink")), cause="rooms turned over late on the second floor",
    ),
    Scene(
        "lv", days_ago(1, 16, 10), ANNA, "Mums vilciens tikai astoņos, kur lai mēs līdz tam paliekam?", "departure",
        "istabu līdz vakaram",
        (Gave("late_checkout", refused=True, instead="luggage_lounge"), Gave("luggage_lounge")),
        idea="Late checkout could look at the next arrival in that room, not at the whole house",
    ),
    Scene(
        "en", days_ago(1, 17, 45), ANNA, "It is our anniversary and the room looks over the bins", "celebration",
        "a nicer view, if there is one", (Gave("move_room"), Gave("amenity", 10)),
        told=Told("rescued", "We came in cross and went up laughing. My wife kept the note."),
    ),
    Scene(
        "lv", days_ago(1, 20, 30), JANIS, "Vai varat rīt agri pasūtīt taksometru uz lidostu?", None, "",
        (),
        (Promised("pasūtīt taksometru uz lidostu", JANIS, within=timedelta(hours=2), kept_after=timedelta(hours=1)),),
    ),
    Scene(
        "ru", days_ago(1, 22, 15), OLENA, "Кондиционер гудит так, что не уснуть", "room_fault", "чтобы было тихо",
        (Gave("part_of_bill", 45),),
        (Promised("прислать мастера и сказать когда", OLENA, due_days=1, due_at=time(12, 0), kept_today=0.25),),
    ),
    # --- today
    Scene(
        "en", today(0.10), ANNA, "The coffee machine on our floor has been out since yesterday", "room_fault",
        "one coffee would do", (Gave("free_drink"),), cause="the coffee machine on the fourth floor",
    ),
    Scene(
        "lv", today(0.18), JANIS, "Man rīt dzimšanas diena, un neviens to nezina", "celebration", "",
        (Gave("amenity", 8),), told=Told("foreseen", "Jūs padomājāt par to, pirms es pats iedomājos."),
    ),
    Scene(
        "ru", today(0.27), ANNA, "Поезд только вечером, можно остаться в номере до трёх?", "departure",
        "где-то быть до трёх",
        (Gave("late_checkout", refused=True, instead="luggage_lounge"), Gave("luggage_lounge")),
    ),
    Scene(
        "lv", today(0.32), ANNA, "Visu nakti smaržoja pēc krāsas, atvērām logu un nosalām", "room_fault",
        "lai par šo nakti nav jāmaksā pilna cena", (Gave("part_of_bill", 75),), cause="fresh paint in the corridor",
        night=80,
    ),
    Scene(
        "uk", today(0.36), OLENA, "Прибрали номер і викинули мої нотатки зі столу", None, "щоб їх пошукали",
        (Gave("free_drink"),), (Promised("сказати, чи знайшлися нотатки", OLENA, within=timedelta(hours=20)),),
    ),
    Scene(
        "en", today(0.45), ANNA, "I did not sleep: the lift beeps right beside our door", "room_fault",
        "some of last night back",
        (
            Gave("make_it_right", 450, "No sleep before an exam.", refused=True, instead="make_it_right"),
            Gave("make_it_right", 80, "No sleep on the night before an exam."),
        ),
        cause="the bell of the lift on the first floor",
    ),
    Scene(
        "en", today(0.50), ILZE, "Hot water stopped twice, and I had a wedding to get to", "room_fault",
        "not to pay for that", (Gave("part_of_bill", 110, "No hot water on the morning of a wedding."),),
        cause="the boiler of the third floor", night=110,
    ),
    Scene(
        "lv", today(0.55), JANIS, "Internets numurā pazūd ik pēc piecām minūtēm", "room_fault", "strādāt normāli",
        (Gave("free_drink", taken_back="The guest had left for the airport already."),),
    ),
    Scene(
        REGULAR, today(0.62), JANIS, "My flight is late tomorrow. Could we keep the room a little longer?", "departure",
        "an answer today, so that I can plan", (),
        (Promised("answer about late checkout", JANIS, late_today=time(16, 0)),),
    ),
    Scene(
        "uk", today(0.70), OLENA, "Дитині погано, де тут чергова аптека?", None, "ліки від нудоти",
        (Gave("errand", 15),),
    ),
    # --- left open when somebody was called away
    Scene("ru", today(0.84), ANNA, "В счёте дважды стоит завтрак", None, heard=False, closed=False),
    Scene(
        "en", today(0.92), OLENA, "Our key cards stopped working again", "room_fault",
        "one card that works", closed=False,
    ),
    Scene(
        "en", today(0.985), JANIS, "Two rooms, two broken locks, and now the concert has begun without us",
        "room_fault", "what the tickets cost",
        asks=Asks("make_it_right", 380, "Both tickets: the concert was why they came."), closed=False, night=80,
    ),
    Scene(CAME_BACK, today(0.97), ANNA, "Хочу снова приехать весной, как раньше", None, heard=False, closed=False),
)  # fmt: skip
