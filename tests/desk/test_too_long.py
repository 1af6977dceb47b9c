"""A text that is longer than what is kept of it is refused in words, wherever it comes in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from a_desk import Guest, heard, make_desk, make_guest
from frontdesk.desk.conversations import talking
from frontdesk.desk.customers import cards, editing_card, noting, preferring, relating
from frontdesk.desk.customers.card_fields import FIELDS
from frontdesk.desk.desk import Desk
from frontdesk.desk.events import events
from frontdesk.desk.gestures import giving
from frontdesk.desk.learning import ideas, reviewing, storytelling
from frontdesk.desk.opening import as_person
from frontdesk.desk.people import staffing
from frontdesk.desk.promises import promising
from frontdesk.desk.promises.promising import Terms
from frontdesk.ground.errors import BadInput
from frontdesk.ground.text import LINE_LENGTH_MAX, NAME_LENGTH_MAX, NOTE_LENGTH_MAX, SHORT_LENGTH_MAX
from frontdesk.store.transaction import reading


class Here:
    """A desk, a guest and a conversation with them."""

    def __init__(self, folder: Path) -> None:
        self.desk: Desk = make_desk(folder)
        self.lead: Desk = as_person(self.desk, "Ilze")
        self.guest: Guest = make_guest(self.desk)
        self.talk = heard(self.desk, self.guest)
        self.soon = self.desk.now() + timedelta(hours=2)

    def promise(self, text: str, terms: Terms | None = None) -> object:
        return promising.promise(self.desk, self.talk, text, self.soon, terms=terms or Terms())

    def event(self, name: str, cause: str, promise: str = "A call") -> object:
        return events.open_event(self.lead, name, cause, promise=promise, due_at=self.soon)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Here]:
    made = Here(tmp_path_factory.mktemp("long"))
    yield made
    made.desk.store.close()


WRITTEN: dict[str, tuple[Callable[[Here, str], object], int]] = {
    "request": (lambda here, text: talking.start(here.desk, request=text), NOTE_LENGTH_MAX),
    "name of somebody unknown": (lambda here, text: talking.start(here.desk, name=text), NAME_LENGTH_MAX),
    "channel": (lambda here, text: talking.write(here.desk, here.talk, channel=text), SHORT_LENGTH_MAX),
    "wish": (lambda here, text: talking.wish(here.desk, here.talk, text), NOTE_LENGTH_MAX),
    "claim": (lambda here, text: talking.claim(here.desk, here.talk, text), NOTE_LENGTH_MAX),
    "what happens now": (lambda here, text: talking.write(here.desk, here.talk, now=text), NOTE_LENGTH_MAX),
    "what happens next": (lambda here, text: talking.write(here.desk, here.talk, next=text), NOTE_LENGTH_MAX),
    "promise": (lambda here, text: here.promise(text), NOTE_LENGTH_MAX),
    "promise, now": (lambda here, text: here.promise("A towel", Terms(now=text)), NOTE_LENGTH_MAX),
    "promise, next": (lambda here, text: here.promise("A towel", Terms(next=text)), NOTE_LENGTH_MAX),
    "promise, channel": (lambda here, text: here.promise("A towel", Terms(channel=text)), SHORT_LENGTH_MAX),
    "reason of a gesture": (
        lambda here, text: giving.open_gesture(here.desk, here.talk, "drink", reason=text),
        NOTE_LENGTH_MAX,
    ),
    "customer": (lambda here, text: cards.new_customer(here.desk, text), NAME_LENGTH_MAX),
    "telephone": (lambda here, text: cards.new_customer(here.desk, "Zane", phone=text), SHORT_LENGTH_MAX),
    "e-mail": (lambda here, text: cards.new_customer(here.desk, "Zane", email=text), LINE_LENGTH_MAX),
    "card number": (lambda here, text: cards.new_customer(here.desk, "Zane", card_number=text), SHORT_LENGTH_MAX),
    "preference": (lambda here, text: preferring.prefer(here.desk, here.guest.customer, text), LINE_LENGTH_MAX),
    "whose preference": (
        lambda here, text: preferring.prefer(here.desk, here.guest.customer, "Tea", whose=text),
        NAME_LENGTH_MAX,
    ),
    "note": (lambda here, text: noting.note(here.desk, here.guest.customer, text), NOTE_LENGTH_MAX),
    "company": (lambda here, text: relating.join_company(here.desk, here.guest.customer, text), NAME_LENGTH_MAX),
    "edited name": (
        lambda here, text: editing_card.edit(here.desk, here.guest.customer, {"name": text}),
        FIELDS["name"].cap,
    ),
    "edited telephone": (
        lambda here, text: editing_card.edit(here.desk, here.guest.customer, {"phone": text}),
        FIELDS["phone"].cap,
    ),
    "person who works here": (lambda here, text: staffing.add(here.desk, text), NAME_LENGTH_MAX),
    "user of the machine": (lambda here, text: staffing.add(here.desk, text[:9], os_user=text), SHORT_LENGTH_MAX),
    "event": (lambda here, text: here.event(text, "Pipe"), NAME_LENGTH_MAX),
    "cause of an event": (
        lambda here, text: here.event("Water", text),
        NOTE_LENGTH_MAX,
    ),
    "promise of an event": (lambda here, text: here.event("Fire", "A pan", text), NOTE_LENGTH_MAX),
    "story": (lambda here, text: storytelling.tell(here.desk, None, "fixed", text), NOTE_LENGTH_MAX),
    "idea": (lambda here, text: ideas.propose(here.desk, text), LINE_LENGTH_MAX),
    "review": (lambda here, text: reviewing.begin(here.desk, "review", "A site", text), reviewing.WRITTEN_LENGTH_MAX),
    "where a review stands": (
        lambda here, text: reviewing.begin(here.desk, "review", text, "Cold"),
        LINE_LENGTH_MAX,
    ),
}


def everything(desk: Desk) -> str:
    with reading(desk.store) as connection:
        tables = [str(row[0]) for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return repr([connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in sorted(tables)])


@pytest.mark.parametrize("what", WRITTEN)
def test_what_fits_is_kept_whole_and_what_is_longer_is_refused_in_words(here: Here, what: str) -> None:
    write, cap = WRITTEN[what]
    before = everything(here.desk)
    with pytest.raises(BadInput) as refused:
        write(here, "ā" * (cap + 1))
    assert str(cap) in refused.value.sentence and refused.value.remedy
    assert everything(here.desk) == before
    write(here, "ā" * cap)
    after = everything(here.desk)
    assert "ā" * cap in after or what == "reason of a gesture"
