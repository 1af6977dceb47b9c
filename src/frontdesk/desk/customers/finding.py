"""Finding: who is this, what did we promise, who waits.

Nothing here judges a customer. A card holds facts with dates, in the order a person at the desk needs them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from time import monotonic
from weakref import WeakKeyDictionary

from frontdesk.conversation.hours import read_hours
from frontdesk.desk.customers.card_views import OrderLine, SalePromise
from frontdesk.desk.desk import Desk
from frontdesk.desk.events import events
from frontdesk.desk.events.event_views import EventLine
from frontdesk.desk.promises.due_times import fits, fitting
from frontdesk.desk.promises.promise_lines import promise_line
from frontdesk.desk.telephone import ring_words, ringing
from frontdesk.desk.telephone.ring_views import MissedCall
from frontdesk.desk.views import Found, PromiseLine, QueueKind, QueueLine
from frontdesk.ground.dates import day_words
from frontdesk.ground.language import _, ngettext
from frontdesk.ground.text import SHORT_LENGTH_MAX, SOUGHT_LENGTH_MAX, clean_line
from frontdesk.store import conversations, customers, nearby, orders, promises, reviews, searching, staff
from frontdesk.store.customers import CARD, EMAIL, PHONE, PHONE_TAIL, SOUND, Customer
from frontdesk.store.driver import Connection
from frontdesk.store.engine import Store
from frontdesk.store.nearby import Nearby
from frontdesk.store.orders import Order
from frontdesk.store.reviews import Written
from frontdesk.store.searching import KEY, ORDER, Hit, How
from frontdesk.store.transaction import reading

QUEUE_MAX = 200
TAIL_DIGITS = 4
NAMES_KEPT_SECONDS = 60
SOON = timedelta(hours=4)  # due early in the next business day is no surprise at the end of this one


# --- the search box -----------------------------------------------------------------------------------------


def find(desk: Desk, text: str, limit: int = 20) -> tuple[Found, ...]:
    """Customers that fit what was typed, best first: names in any order and script, a phone tail, a card or order
    number, a room or table, the number of the other system.

    Who is in the room that was typed comes first, then who is here today, who waits for a promise, who fits exactly,
    who was here last. Nothing typed finds nobody. One typing error is forgiven when nothing else fits.
    """
    typed = clean_line(text, SOUGHT_LENGTH_MAX)
    if not typed:
        return ()
    today = desk.today()
    stamp = desk.store.stamp()
    with reading(desk.store) as connection:
        near = partial(_near, desk, connection, stamp, today)
        hits = searching.search(connection, typed, today, limit, near)
        people = customers.get_all(connection, [hit.customer_id for hit in hits])
    return tuple(_found(people[hit.customer_id], hit, today) for hit in hits if hit.customer_id in people)


@dataclass(frozen=True, slots=True)
class _KeptNear:
    """Who is near, as it was when the database had this stamp; `names_at` is when all their names were read."""

    stamp: tuple[int, ...]
    today: date
    names_at: float
    nearby: Nearby


_kept_near: WeakKeyDictionary[Store, _KeptNear] = WeakKeyDictionary()


def _near(desk: Desk, connection: Connection, stamp: tuple[int, ...], today: date) -> Nearby:
    """Who is near today, kept between two letters while no desk has written, and their names for a minute."""
    kept, now = _kept_near.get(desk.store), monotonic()
    if kept is not None and (kept.stamp, kept.today) == (stamp, today):
        return kept.nearby
    fresh = kept is None or kept.today != today or now - kept.names_at > NAMES_KEPT_SECONDS
    near = nearby.read(connection, today, None if fresh or kept is None else kept.nearby)
    _kept_near[desk.store] = _KeptNear(stamp, today, now if fresh or kept is None else kept.names_at, near)
    return near


def _found(customer: Customer, hit: Hit, today: date) -> Found:
    parts = [_place_words(hit.here, today)] if hit.here is not None else []
    if not parts and customer.since is not None:
        parts.append(_("since {year}").format(year=customer.since.year))
    if customer.tier:
        parts.append(customer.tier)
    if customer.phone:
        parts.append("…" + "".join(character for character in customer.phone if character.isdigit())[-TAIL_DIGITS:])
    elif customer.email:
        parts.append(customer.email)
    here = hit.here is not None and hit.here.place != ""
    because = _because(customer, hit)
    return Found(customer.id, customer.name, " · ".join(parts), here, hit.promise_due_at, because)


def _because(customer: Customer, hit: Hit) -> str:
    """Why somebody was found whose name is not what was typed; "" when the line shows it by itself."""
    if hit.merged_name:
        return _("also {name}").format(name=hit.merged_name)
    if hit.how is How.KEYBOARD:
        return _("keyboard: {text}").format(text=hit.read_as)
    if hit.how is How.SLIP:
        return _("one letter off")
    kind, rest = hit.term[:1], hit.term[1:]
    if kind == ORDER:
        return _("order {number}").format(number=rest)
    if kind == KEY:
        return _("number {number}").format(number=rest)
    if kind == CARD:
        return _("card {number}").format(number=customer.card_number)
    if kind == EMAIL:
        return customer.email
    if kind in (PHONE, PHONE_TAIL):
        return customer.phone
    return _("by sound") if kind == SOUND else ""


def orders_without_name(desk: Desk, text: str, limit: int = 5) -> tuple[OrderLine, ...]:
    """Orders that go on at the table or room that was typed, or have that number, and whose customer nobody knows."""
    nameless = [order for order in _orders(desk, text, limit) if order.customer_id is None]
    today = desk.today()
    return tuple(order_line(order, today) for order in nameless if order.open_on(today))[:limit]


def _orders(desk: Desk, text: str, limit: int) -> list[Order]:
    spellings = searching.place_spellings(clean_line(text, SHORT_LENGTH_MAX))
    if not spellings:
        return []
    with reading(desk.store) as connection:
        found = list(orders.at_place(connection, spellings, desk.today()))
        for spelling in spellings[:2]:
            found += orders.with_key_from(connection, spelling, limit)
    return list({order.id: order for order in found}.values())


# --- orders in words --------------------------------------------------------------------------------------


def order_line(order: Order, today: date) -> OrderLine:
    """An order as the desk shows it on the business day `today`."""
    return OrderLine(
        id=order.id,
        label=_order_words(order, today),
        open=order.open_on(today),
        starts_on=order.starts_on,
        ends_on=order.ends_on,
        total_minor=order.total_minor,
        paid_minor=order.paid_minor,
        due_on=order.due_on,
        promised=tuple(SalePromise(each.text, each.by, each.on) for each in order.promised),
    )


def _order_words(order: Order, today: date) -> str:
    if order.open_on(today):
        return _place_words(order, today)
    if order.starts_on is None:
        return order.label
    if order.starts_on > today:
        return _("{what} from {day}").format(what=order.label, day=day_words(order.starts_on, today))
    if order.ends_on is None or order.ends_on == order.starts_on:
        return _("{what} on {day}").format(what=order.label, day=day_words(order.starts_on, today))
    return _("{what} {first} to {last}").format(
        what=order.label, first=day_words(order.starts_on, today), last=day_words(order.ends_on, today)
    )


def _place_words(order: Order, today: date) -> str:
    if order.ends_on in (None, order.starts_on):
        return order.label
    return _("{what} until {day}").format(what=order.label, day=day_words(order.ends_on, today))


# --- the queue ----------------------------------------------------------------------------------------------


def nobody_known(desk: Desk) -> bool:
    """Whether there is no card at all yet, as at a desk that has just been set up."""
    with reading(desk.store) as connection:
        return not customers.any_there(connection)


def queue(desk: Desk) -> tuple[QueueLine, ...]:
    """What waits, by when it is due: promises overdue, due on this business day or within four hours, every review
    and letter until it is answered, each mass event on one line; then the calls that nobody took, a line for each
    number, and open conversations, own first.
    """
    now = desk.now()
    until = max(desk.days().start_of(desk.today() + timedelta(days=1)), now + SOON)
    with reading(desk.store) as connection:
        waiting = promises.waiting(connection)
        drafts = conversations.open_ones(connection, QUEUE_MAX)
        written = reviews.unanswered(connection)
        names = {person.id: person.name for person in staff.everybody(connection)}
        gathered = events.open_in(connection, desk, now)
        called = ringing.missed(connection, desk)
    due = [_promise_in_queue(desk, promise_line(promise, now), now) for promise in waiting if promise.due_at < until]
    due += [_event_in_queue(each) for each in gathered if each.promises_open]
    due = sorted([*due, *(_review_in_queue(each) for each in written)], key=lambda line: line.at)
    to_answer = {each.id for each in written}
    mine_first = sorted(drafts, key=lambda draft: draft.staff_id != desk.person.id)
    open_ones = [
        QueueLine(
            kind=QueueKind.DRAFT,
            id=draft.id,
            text=clean_line(draft.request),
            customer_id=draft.customer_id,
            customer_name=draft.customer_name,
            owner=names.get(draft.staff_id, ""),
            at=draft.opened_at,
            conversation_id=draft.id,
        )
        for draft in mine_first
        if draft.id not in to_answer
    ]
    return tuple((due + [_missed_in_queue(each) for each in called] + open_ones)[:QUEUE_MAX])


def _review_in_queue(written: Written) -> QueueLine:
    return QueueLine(
        kind=QueueKind.REVIEW,
        id=written.id,
        text=clean_line(f"{written.source}: {written.written}"),
        customer_id=written.customer_id,
        customer_name=written.customer_name,
        owner=written.staff,
        at=written.answer_due_at,
        conversation_id=written.id,
    )


def _event_in_queue(event: EventLine) -> QueueLine:
    left = event.members - event.reached
    reach = ngettext("{count} of {all} to reach", "{count} of {all} to reach", left).format(
        count=left, all=event.members
    )
    wait = ngettext("{count} promise open", "{count} promises open", event.promises_open).format(
        count=event.promises_open
    )
    return QueueLine(
        kind=QueueKind.EVENT,
        id=event.id,
        text=f"{reach} · {wait}",
        customer_id=None,
        customer_name=event.name,
        owner=event.owner,
        at=event.first_due_at or event.due_at,
        conversation_id="",
    )


def _missed_in_queue(call: MissedCall) -> QueueLine:
    return QueueLine(
        kind=QueueKind.MISSED,
        id=call.id,
        text=ring_words.missed_words(call),
        customer_id=call.callers[0].id if len(call.callers) == 1 else None,
        customer_name=ring_words.missed_name(call),
        owner="",
        at=call.last_at,
        conversation_id=call.conversation_id,
    )


def _promise_in_queue(desk: Desk, promise: PromiseLine, now: datetime) -> QueueLine:
    fits_now = fits(desk, promise.hours, now)
    return QueueLine(
        kind=QueueKind.OVERDUE if promise.due_at < now else QueueKind.DUE,
        id=promise.id,
        text=promise.text,
        customer_id=promise.customer_id,
        customer_name=promise.customer_name,
        owner=promise.owner,
        at=promise.due_at,
        conversation_id=promise.conversation_id,
        channel=promise.channel,
        hours=promise.hours,
        fits_now=fits_now,
        fits_from=None if fits_now else fitting(desk, read_hours(promise.hours), now),
    )
