"""Stories: what went well, in the customer's own words, and who is thanked for it.

A story may be told of any conversation, also of an old and closed one, and of people who no longer work here. The
ledger is not touched. There is no field for a culprit, and none is ever asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from frontdesk.desk.conversations.found import conversation_of
from frontdesk.desk.day.nameless import without_names
from frontdesk.desk.learning.learning_views import StoryKind, StoryLine, StoryShare, Thankable
from frontdesk.desk.people.acting import acting
from frontdesk.desk.privacy.erased import must_not_be_forgotten
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.ground.ids import new_id
from frontdesk.ground.language import _
from frontdesk.ground.text import NAME_LENGTH_MAX, NOTE_LENGTH_MAX, clean, clean_line
from frontdesk.guidelines.problems import did_you_mean
from frontdesk.store import staff, stories
from frontdesk.store.driver import Connection
from frontdesk.store.stories import Story
from frontdesk.store.transaction import reading

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

DAYS_MAX = 3660


def tell(
    desk: Desk, conversation_id: str | None, kind: str, words: str, thanked: Sequence[str] | None = None
) -> StoryLine:
    """Write a story down: the customer's words, which nobody fills in for them, and the people who are thanked.

    `thanked` None thanks those who had to do with the conversation. Raises BadInput without words or for a kind that
    there is not, NotFound for a conversation or a person that there never was.
    """
    person = desk.signed_in()
    known = _kind(kind)
    said = _words(words)
    at = desk.now()
    story_id = new_id()
    with acting(desk) as connection:
        if conversation_id is not None:
            conversation_of(connection, conversation_id)
            must_not_be_forgotten(connection, conversation_id)
        names = _thanked(connection, conversation_id, thanked)
        stories.add(
            connection,
            story_id=story_id,
            conversation_id=conversation_id,
            kind=known.value,
            words=said,
            thanked=tuple(dict.fromkeys(_person(connection, name) for name in names)),
            told_by=person.id,
            at=at,
            business_date=desk.days().date_of(at),
        )
        told = stories.by_id(connection, story_id)
    if told is None:
        raise AssertionError("a story that was told can be read")
    return line(told)


def _kind(kind: str) -> StoryKind:
    bare = clean_line(kind).lower()
    if bare not in {each.value for each in StoryKind}:
        raise BadInput(
            _("{kind} is not a kind of story.").format(kind=bare or "“”"),
            _("Known here: {words}.").format(words=", ".join(each.value for each in StoryKind)),
        )
    return StoryKind(bare)


def _words(words: str) -> str:
    """As they were typed: nothing is cut off, and nothing inside is changed."""
    said = clean(words, NOTE_LENGTH_MAX + 1).strip()
    if not said:
        raise BadInput(
            _("A story is told in the customer's words."), _("Write down what the customer said, as they said it.")
        )
    if len(said) > NOTE_LENGTH_MAX:
        raise BadInput(
            _("These words are longer than {count} letters.").format(count=NOTE_LENGTH_MAX),
            _("Keep the part that is the story; nothing was changed."),
        )
    return said


def _thanked(connection: Connection, conversation_id: str | None, thanked: Sequence[str] | None) -> tuple[str, ...]:
    if thanked is None:
        return () if conversation_id is None else stories.names_in(connection, conversation_id)
    return tuple(filter(None, (clean_line(name, NAME_LENGTH_MAX) for name in thanked)))


def _person(connection: Connection, name: str) -> str:
    found = staff.by_name(connection, name)
    if found is None:
        names = stories.names_ever(connection)
        raise NotFound(
            _("Nobody called {name} works or ever worked here.").format(name=name),
            did_you_mean(name, names) or _("Known here: {words}.").format(words=", ".join(names)),
        )
    return found.id


def thankable(desk: Desk, conversation_id: str | None = None) -> Thankable:
    """Who can be thanked: first those who had to do with the conversation, then everybody who ever worked here."""
    with reading(desk.store) as connection:
        here = () if conversation_id is None else stories.names_in(connection, conversation_id)
        ever = stories.names_ever(connection)
    return Thankable(here, tuple(name for name in ever if name not in here))


def stories_of(desk: Desk, on: date | None = None, days: int = 1) -> tuple[StoryLine, ...]:
    """The stories told on a business date (today when None) and on the `days` - 1 before it, the newest first."""
    last = desk.today() if on is None else on
    with reading(desk.store) as connection:
        found = stories.between(connection, last - timedelta(days=max(1, min(days, DAYS_MAX)) - 1), last)
    return tuple(line(story) for story in found)


def stories_in(desk: Desk, conversation_id: str) -> tuple[StoryLine, ...]:
    """The stories of a conversation, the newest first."""
    with reading(desk.store) as connection:
        found = stories.of_conversation(connection, conversation_id)
    return tuple(line(story) for story in found)


def share(desk: Desk, since: date | None = None, until: date | None = None) -> StoryShare:
    """How many stories there were of each kind, and the share that was foreseen or fixed; without dates 30 days."""
    last = desk.today() if until is None else until
    first = last - timedelta(days=29) if since is None else since
    with reading(desk.store) as connection:
        found = stories.counted(connection, first, last)
    return StoryShare(
        first,
        last,
        rescued=found.get(StoryKind.RESCUED.value, 0),
        foreseen=found.get(StoryKind.FORESEEN.value, 0),
        fixed=found.get(StoryKind.FIXED.value, 0),
    )


def line(story: Story) -> StoryLine:
    """A story as it is shown."""
    return StoryLine(
        id=story.id,
        kind=StoryKind(story.kind),
        words=story.words,
        printable=without_names(story.words, (story.customer_name, story.card_name), story.thanked),
        thanked=story.thanked,
        told_by=story.told_by,
        at=story.at,
        business_date=story.business_date,
        conversation_id=story.conversation_id,
        customer_name=story.customer_name or story.card_name,
    )
