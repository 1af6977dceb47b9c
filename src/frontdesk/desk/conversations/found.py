"""A conversation by its id, inside somebody's transaction; and whether anything may still be added to it."""

from __future__ import annotations

from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.ground.language import _
from frontdesk.store import conversations
from frontdesk.store.conversations import Conversation
from frontdesk.store.driver import Connection


def conversation_of(connection: Connection, conversation_id: str) -> Conversation:
    """The conversation of that id. Raises NotFound, in words."""
    found = conversations.by_id(connection, conversation_id)
    if found is None:
        raise NotFound(
            _("There is no conversation {id}.").format(id=conversation_id),
            _("Find the customer and start one, or take its id from the list of open conversations."),
        )
    return found


def must_be_open(conversation: Conversation) -> None:
    """Raise BadInput for a conversation that was closed."""
    if conversation.closed_at is not None:
        raise BadInput(
            _("This conversation is closed."),
            _("Begin a new one for the same incident ({id}).").format(id=conversation.incident_id),
        )
