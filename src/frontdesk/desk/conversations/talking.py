"""The conversation, step by step: whose it is, the request, heard, the wish, what was agreed, and the close.

Everything that is typed is written into the conversation itself, so a dropped line loses nothing. Each function
answers with the conversation as it stands afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from frontdesk.conversation import flow
from frontdesk.conversation.approvals import ApprovalState
from frontdesk.desk.approvals.yes import state_of
from frontdesk.desk.conversations import beginning
from frontdesk.desk.conversations.about_order import about_another
from frontdesk.desk.conversations.found import conversation_of, must_be_open
from frontdesk.desk.conversations.showing import talk_of
from frontdesk.desk.gestures import asking
from frontdesk.desk.gestures.moments import BY_HAND, SCOPE, written_scope
from frontdesk.desk.learning import causing
from frontdesk.desk.people.acting import acting
from frontdesk.desk.promises.promising import must_be_ahead
from frontdesk.desk.views import Heard, Talk
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import _
from frontdesk.ground.text import NAME_LENGTH_MAX, clean_line, whole, whole_line
from frontdesk.store import approvals, conversations, ledger, one_person, orders, promises, reviews
from frontdesk.store.conversations import CLAIM, Conversation
from frontdesk.store.driver import Connection
from frontdesk.store.transaction import reading

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

NOT_YET, AGREED, SKIPPED = Heard.NOT_YET.value, Heard.AGREED.value, Heard.SKIPPED.value

Changes = dict[str, Any]


# --- beginning ----------------------------------------------------------------------------------------------


def start(
    desk: Desk,
    *,
    customer_id: str | None = None,
    name: str = "",
    order_id: str | None = None,
    situation: str | None = None,
    request: str = "",
    channel: str | None = None,
    incident_id: str | None = None,
) -> Talk:
    """Begin a conversation; without an order, the only one that is open now.

    `incident_id` joins it to earlier conversations about the same trouble. Raises NotFound for a customer, order or
    situation that does not exist, and BadInput for an order of somebody else.
    """
    desk.signed_in()
    with acting(desk) as connection:
        conversation_id = beginning.begun(
            connection,
            desk,
            customer_id=customer_id,
            name=name,
            order_id=order_id,
            situation=situation,
            request=request,
            channel=channel,
            incident_id=incident_id,
        )
    return view(desk, conversation_id)


# --- while it goes on ---------------------------------------------------------------------------------------


def view(desk: Desk, conversation_id: str) -> Talk:
    """The conversation as it stands. Raises NotFound."""
    with reading(desk.store) as connection:
        return talk_of(connection, desk, conversation_id)


def write(
    desk: Desk,
    conversation_id: str,
    *,
    request: str | None = None,
    wish: str | None = None,
    now: str | None = None,
    next: str | None = None,
    due_at: datetime | None = None,
    cause: str | None = None,
    situation: str | None = None,
    order_id: str | None = None,
    customer_id: str | None = None,
    name: str | None = None,
    channel: str | None = None,
    anything_else: bool | None = None,
) -> Talk:
    """Save what is being typed or chosen; what is None stays as it is, an empty `situation` or `order_id` clears it.

    A request that is changed after it was heard has to be heard again, unless something was given for it. An empty
    wish changes nothing here: that the customer did not say is `wish()`.
    """

    def changes(connection: Connection, found: Conversation) -> Changes:
        said: Changes = {}
        if request is not None:
            said |= _request(connection, found, whole(request))
        if wish is not None and (whole(wish) or found.wish):
            said["wish"] = whole(wish) or None
        texts = {"now_text": now, "next_text": next}
        said |= {field: whole(text) for field, text in texts.items() if text is not None}
        if due_at is not None and due_at != found.due_at:
            must_be_ahead(due_at, desk.now())
            said["due_at"] = due_at
        if cause is not None:
            said["cause"] = _cause(connection, found, cause)
        if situation is not None:
            said["situation"] = beginning.situation_of(desk, situation)
        if channel is not None:
            said["channel"] = whole_line(channel, beginning.CHANNEL_LENGTH_MAX) or None
        if name is not None:
            said["customer_name"] = whole_line(name, NAME_LENGTH_MAX)
        if customer_id is not None:
            said |= _whose(connection, desk, found, customer_id, order_id or None)
        elif order_id:
            said |= _about(connection, desk, found, order_id)
        elif order_id is not None:
            said["order_id"] = None
        if anything_else is not None:
            said["anything_else"] = anything_else
        return said

    return _change(desk, conversation_id, changes)


def choose_order(desk: Desk, conversation_id: str, order_id: str) -> Talk:
    """Say which order this is about; "" for none."""
    return write(desk, conversation_id, order_id=order_id)


def choose_found(desk: Desk, conversation_id: str, find: Callable[[Connection, Conversation], str]) -> Talk:
    """Say which order this is about: the one whose id `find` returns, which may look and write in the transaction."""
    return _change(
        desk, conversation_id, lambda connection, found: _about(connection, desk, found, find(connection, found))
    )


def hear(desk: Desk, conversation_id: str, request: str | None = None, *, skip: bool = False) -> Talk:
    """The request was read back and the customer agreed; with `skip`, an emergency: act first, and that is recorded.

    Raises BadInput when there is no request to agree to.
    """

    def changes(connection: Connection, found: Conversation) -> Changes:
        said = {} if request is None else _request(connection, found, whole(request))
        text = said.get("request", found.request)
        if not skip and not text:
            raise BadInput(
                _("There is no request yet to read back."),
                _("Write it down in the customer's own words first."),
            )
        heard = said.get("heard", found.heard)
        if heard == AGREED or (skip and heard == SKIPPED):
            return said
        if heard == SKIPPED and ledger.given_for_the_request(connection, found.id):
            return said  # something was given in an emergency: that it was one stays recorded
        return said | {"heard": SKIPPED if skip else AGREED, "heard_at": desk.now()}

    return _change(desk, conversation_id, changes)


def wish(desk: Desk, conversation_id: str, text: str) -> Talk:
    """What would make it right, in the customer's words; "" says that it was asked and the customer did not say."""
    return _change(desk, conversation_id, lambda _connection, _found: {"wish": whole(text)})


def answer(desk: Desk, conversation_id: str, fact: str, text: str) -> Talk:
    """An asked fact as the customer said it, or what a limit is per (`scope:serial`); "" takes it back.

    Raises BadInput with the expected form, and for what the card, the order, the house or the desk itself knows.
    """
    name, value = asking.read_answer(desk.rules(), fact, text)

    def changes(connection: Connection, found: Conversation) -> Changes:
        if value and name.startswith(SCOPE):
            asking.must_be_unwritten(name.removeprefix(SCOPE), written_scope(connection, found))
        answers = {known: said for known, said in found.answers.items() if known != name}
        return {"answers": answers | {name: value} if value else answers}

    return _change(desk, conversation_id, changes)


def claim(desk: Desk, conversation_id: str, text: str) -> Talk:
    """What the customer says they were promised, in their words; "" takes it back.

    It stays something that was said: a promise is made by `promising.promise`, with an owner and a time.
    """
    said = whole(text)

    def changes(_connection: Connection, found: Conversation) -> Changes:
        answers = {name: value for name, value in found.answers.items() if name != CLAIM}
        return {"answers": answers | {CLAIM: said} if said else answers}

    return _change(desk, conversation_id, changes)


def tick(desk: Desk, conversation_id: str, name: str, on: bool = True) -> Talk:
    """Say that something was done or confirmed, or take that back.

    Only what a person ticks by hand: that the request was heard or a wish asked is earned by `hear` and `wish`.
    """
    if name not in BY_HAND:
        raise BadInput(
            _("{name} is not ticked by hand.").format(name=clean_line(name)),
            _("Known here: {words}.").format(words=", ".join(sorted(BY_HAND))),
        )

    def changes(_connection: Connection, found: Conversation) -> Changes:
        ticks = set(found.ticks) | {name} if on else set(found.ticks) - {name}
        return {"ticks": tuple(sorted(ticks))}

    return _change(desk, conversation_id, changes)


def cause(desk: Desk, conversation_id: str, text: str) -> Talk:
    """What caused it: a thing, never a person. Raises BadInput until a solution or a promise exists.

    The third of the same within seven days asks for somebody who fixes it (`causing`).
    """

    def changes(connection: Connection, found: Conversation) -> Changes:
        said = _cause(connection, found, text)
        causing.must_be_a_thing(connection, found, said)
        causing.record(connection, desk, found, said)
        return {"cause": said}

    return _change(desk, conversation_id, changes)


def close(desk: Desk, conversation_id: str, *, nothing_owed: bool = False) -> Talk:
    """End the conversation. Raises BadInput naming what is missing: now, next and when, or that nothing is owed."""

    def changes(connection: Connection, found: Conversation) -> Changes:
        lacking = _lacking(connection, found, desk.now(), nothing_owed)
        if reviews.is_owed(connection, found.id):
            lacking = (*lacking, "answer")
        if lacking:
            raise BadInput(
                _("Before the close: {what}.").format(what=", ".join(_lacking_words(name) for name in lacking)),
                _remedy(lacking, found.id),
            )
        said: Changes = {"nothing_owed": nothing_owed or found.nothing_owed, "closed_at": desk.now()}
        if not found.cause:
            return said
        # A cause that was typed and never confirmed is noted too, when it is one.
        if causing.is_a_thing(connection, found, found.cause):
            causing.record(connection, desk, found, found.cause)
            return said
        return said | {"cause": ""}

    return _change(desk, conversation_id, changes)


def _remedy(lacking: tuple[str, ...], conversation_id: str) -> str:
    said = _("Write it down, make a promise, or say that nothing is owed.")
    if "answer" not in lacking:
        return said
    answer = _("Write the answer and say where it stands: r in the conversation, or `frontdesk review answer {id}`.")
    answer = answer.format(id=conversation_id)
    return answer if lacking == ("answer",) else f"{said} {answer}"


def _lacking_words(name: str) -> str:
    words = {
        "request": _("the request"),
        "heard": _("read the request back"),
        "now": _("what happens now"),
        "next": _("what happens next"),
        "when": _("by when"),
        "who": _("who does it"),
        "what": _("what was agreed"),
        "answer": _("the answer to what was written"),
    }
    return words.get(name, name)


# --- shared -------------------------------------------------------------------------------------------------


def _change(desk: Desk, conversation_id: str, changes: Callable[[Connection, Conversation], Mapping[str, Any]]) -> Talk:
    """Write what `changes` says about the conversation as it is now, in one transaction."""
    desk.signed_in()
    with acting(desk) as connection:
        found = conversation_of(connection, conversation_id)
        must_be_open(found)
        said = changes(connection, found)
        different = {field: value for field, value in said.items() if getattr(found, field) != value}
        if "order_id" in different and found.order_id is not None:
            _must_not_be_asked_for(connection, desk, found)
            different["answers"] = about_another(desk, found, different.get("answers", found.answers))
        conversations.change(connection, conversation_id, desk.now(), different)
    return view(desk, conversation_id)  # looked at outside the lock: other desks wait for a write, not for a card


def _about(connection: Connection, desk: Desk, found: Conversation, order_id: str) -> Changes:
    """The order that a conversation is about from now on; it brings its customer where none was named."""
    order = beginning.order_of(connection, order_id, found.customer_id)
    if found.customer_id is None and order.customer_id is not None:
        return {"order_id": order.id} | _whose(connection, desk, found, order.customer_id, order.id)
    return {"order_id": order.id}


def _whose(connection: Connection, desk: Desk, found: Conversation, customer_id: str, order_id: str | None) -> Changes:
    """The customer that a conversation is with from now on; the order stays where it is theirs.

    What was given or promised to one customer never becomes another's. Raises BadInput for that.
    """
    customer_id = one_person.kept_id(connection, customer_id)
    changed = found.customer_id not in (None, customer_id)
    if changed and any(_standing(connection, found.id)):
        raise BadInput(
            _("Something was given or promised to {name} here.").format(name=found.customer_name),
            _("Take it back first, or begin a new conversation with the other customer."),
        )
    if changed:
        _must_not_be_asked_for(connection, desk, found)
    if order_id is None and found.order_id is not None and not changed:
        kept = orders.get(connection, found.order_id)
        order_id = found.order_id if kept is not None and kept.customer_id in (None, customer_id) else None
    who = beginning.who(connection, desk, customer_id, order_id)
    said = {"customer_id": who[0], "customer_name": who[1], "order_id": who[2]}
    return said | {"attempt": {}} if changed else said  # what was meant for one is not meant for the other


def _must_not_be_asked_for(connection: Connection, desk: Desk, found: Conversation) -> None:
    """Raise BadInput while a yes from above is asked for, or can be used: it is for this customer and order."""
    standing = (ApprovalState.WAITING, ApprovalState.YES)
    if any(state_of(desk, each, desk.now()) in standing for each in approvals.of_conversation(connection, found.id)):
        raise BadInput(
            _("Somebody who leads was asked for {name} here.").format(name=found.customer_name),
            _("Withdraw what was asked first, or begin a new conversation for the other."),
        )


def _standing(connection: Connection, conversation_id: str) -> tuple[bool, bool]:
    """Whether a solution and whether a promise exists: what was taken back, or withdrawn with it, is none."""
    promised = any(each.withdrawn_at is None for each in promises.of_conversation(connection, conversation_id))
    return ledger.given_in_conversation(connection, conversation_id) > 0, promised


def _request(connection: Connection, found: Conversation, text: str) -> Changes:
    if text == found.request:
        return {}
    if found.heard != AGREED:
        return {"request": text}
    if ledger.given_for_the_request(connection, found.id):
        if not text:
            raise BadInput(
                _("Something was given for this request; it cannot be emptied."),
                _("Put the words right instead."),
            )
        return {"request": text}
    return {"request": text, "heard": NOT_YET, "heard_at": None}


def _cause(connection: Connection, found: Conversation, text: str) -> str:
    said = whole(text)
    if said and said != found.cause and not flow.may_record_cause(*_standing(connection, found.id)):
        raise BadInput(
            _("The cause comes after a solution or a promise."),
            _("Give something or promise something first; then name the thing that caused it."),
        )
    return said


def _lacking(connection: Connection, found: Conversation, at: datetime, nothing_owed: bool) -> tuple[str, ...]:
    """What the close still lacks; a time that has passed since it was written says no longer by when."""
    waiting = any(
        promise.kept_at is None and promise.withdrawn_at is None
        for promise in promises.of_conversation(connection, found.id)
    )
    return flow.what_closing_lacks(
        now=found.now_text,
        next=found.next_text,
        due_at=found.due_at if found.due_at is not None and found.due_at > at else None,
        promised=waiting,
        nothing_owed=nothing_owed or found.nothing_owed,
    )
