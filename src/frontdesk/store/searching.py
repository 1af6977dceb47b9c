"""Finding customers as somebody types: every keystroke is answered by ranges of one index, never by a scan.

What was typed is words and numbers in any order. A name stands in the index from each of its words on and round, so
"berzina kri" is one range. A word may fit as it is written (`NAME`) or as it sounds (`SOUND`), a number as a phone
tail, a card, an order or a room. Only what fits nobody is read again as typed on another keyboard layout, what fits
nobody or by the beginnings of sounds as other languages spell it, and what fits nobody or little with one letter wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from frontdesk.ground import folding, keyboards
from frontdesk.store import columns, customers, near_names, orders, terms
from frontdesk.store.conversations import NOT_OF_EVENT
from frontdesk.store.customers import NAME, SOUND
from frontdesk.store.driver import Connection
from frontdesk.store.nearby import Nearby
from frontdesk.store.nearby import read as read_nearby
from frontdesk.store.orders import Order
from frontdesk.store.sought import Part, parts_of, piece_starts, place_spellings

__all__ = ["Hit", "How", "place_spellings", "search"]

CANDIDATES_MAX = 120  # how many are ranked; more than that is too little typed to rank by
ENOUGH = 20  # found by whole words: nobody needs those who fit by beginnings as well
COUNTED_MAX = 2000  # a part that fits more is common, and how much more does not matter
WALKED_FOR_WORDS = 5000  # index rows read for two beginnings of common names
WALKED_FOR_INITIALS = 800  # the same while the rarest is one or two letters: the next letter will tell
WALKED_FOR_NUMBERS = 600  # each row costs seeks of its own
WALKED_FOR_DIGITS = 150  # the same while every part fits thousands: the next digit will tell
RECENT_MAX = 40
RETYPED_LETTERS_MIN = 3
ORDER_LETTERS_MIN = 3
ORDER = "o"  # the kind of an order's number among the terms that fitted
KEY = "k"  # the kind of a customer's number in the other system: looked up where it stands, with no term of its own

# How well somebody fits, the best first; within a line whole words before beginnings, or names before sounds.
AT_PLACE = -1  # who is in the room that was typed
WRITTEN = 0  # and 1
SOUNDS = 2  # and 3
ADDRESS = 4
ONE_SLIP = 5  # whole words, then by sound
BEGINNINGS_BY_SOUND = 7
SLIP_BEGINS = 8  # and 9
STRONG = SOUNDS  # fits so good that nobody meant another name
FEW = 4
NUMBER_DIGITS_MIN = 4  # beside fewer, names are only looked for as they are written: the next digit will tell

Fits = dict[str, tuple[int, str]]
"""How well each customer fits, and the term that says so."""


class How(StrEnum):
    """By which reading of what was typed a customer was found."""

    TYPED = "typed"
    KEYBOARD = "keyboard"
    SLIP = "slip"


@dataclass(frozen=True, slots=True)
class Hit:
    """A customer that fits. `fit` is 0 for a whole word as written, then beginnings, then sounds, then slips.

    `term` is the term that fitted, its kind first; "" for who is in the room that was typed. `merged_name` is the
    name on the card that was merged into this one, when that is what fitted. `read_as` is what was typed as it reads
    on another keyboard.
    """

    customer_id: str
    fit: int
    term: str
    here: Order | None
    promise_due_at: datetime | None
    how: How = How.TYPED
    merged_name: str = ""
    read_as: str = ""


def search(
    connection: Connection, text: str, day: date, limit: int, near: Callable[[], Nearby] | None = None
) -> tuple[Hit, ...]:
    """The customers that fit `text` on the business day `day`, best first, at most `limit`.

    Who is in the room that was typed stands first, then who is here today, who waits for a promise, who fits
    exactly, who was here last. Another keyboard layout is read only when nothing fits as it is typed, a single typing
    error when nothing or little does. A merged card leads to the kept one; who was erased is never found.

    `near` gives who is near today where the caller keeps it between two letters; it is asked only when a few letters
    fit thousands.
    """
    parts = parts_of(text)
    fits = _fitting(connection, text, parts, day)
    read_as = ""
    if not fits and len(parts) > 1:
        fits = _joined(connection, parts)
    if not fits:
        fits, read_as = _on_another_keyboard(connection, text, day)
        parts = parts_of(read_as) or parts
    if all(fit > SOUNDS for fit, _term in fits.values()) and all(part.is_name for part in parts):
        fits = {**_respelled(connection, text, day), **fits}
    if _may_be_a_slip(fits, parts):
        known = [terms.count(connection, part.starts, 1) > 0 for part in parts] if not fits else [True] * len(parts)
        for customer_id, (fit, term) in near_names.with_one_slip(connection, parts, known, quick=bool(fits)).items():
            rank = ONE_SLIP + fit if fit < 2 else SLIP_BEGINS + fit - 2
            if customer_id not in fits or fits[customer_id][0] > rank:
                fits[customer_id] = (rank, term)
    if not fits:
        return ()
    nearby = None
    if len(fits) >= CANDIDATES_MAX:  # too little is typed: what matters is who of them is near
        nearby = near() if near else read_nearby(connection, day)
        best = sorted(fits, key=lambda each: fits[each][0])[: max(2 * ENOUGH, limit)]
        fits = {each: fits[each] for each in best}
        for customer_id, term in nearby.fitting(parts).items():
            fits.setdefault(customer_id, (1, term))
    merged = _without_gone(connection, fits)
    return _ranked(connection, fits, read_as, merged, nearby, day, limit)


def _fitting(connection: Connection, text: str, parts: Sequence[Part], day: date) -> Fits:
    """Who fits what was typed as it was typed."""
    if not parts:
        return {}
    if all(part.is_name for part in parts):
        fits = _by_words(connection, [part.text for part in parts])
    else:
        fits = _by_parts(connection, parts)
    if len(fits) < CANDIDATES_MAX:
        for start in piece_starts(text):
            for customer_id, term in terms.beginning(connection, start, ENOUGH):
                fits.setdefault(customer_id, (ADDRESS, term))
    fits.update(_by_place_or_number(connection, text, day))
    return fits


def _by_words(connection: Connection, words: list[str]) -> Fits:
    """Who has a name with these words in this order, the last one begun; else with these beginnings in any order."""
    fits: Fits = {}
    for rank, kind in enumerate((NAME, SOUND)):
        wholes = [word if kind == NAME else folding.skeleton(word) for word in words]
        last = words[-1] if kind == NAME else folding.skeleton_start(words[-1])
        start = " ".join([*wholes[:-1], last])
        if kind == SOUND and len(start) < 2:
            break
        whole = kind + " ".join(wholes)
        for customer_id, term in terms.beginning(connection, kind + start, CANDIDATES_MAX):
            fits.setdefault(customer_id, (rank * 2 + _is_not_whole(whole, term), term))
        if len(fits) >= CANDIDATES_MAX:
            return fits
    if len(words) > 1 and len(fits) < ENOUGH:
        # "Ann Ber" is somebody's whole name, and the beginning of others': those by sound only when there are none.
        for rank, kind in enumerate((NAME,) if fits else (NAME, SOUND)):
            for customer_id, term in _holding_all(connection, kind, words):
                fits.setdefault(customer_id, (BEGINNINGS_BY_SOUND if rank else WRITTEN + 1, term))
            if len(fits) >= ENOUGH:
                break
    return fits


def _is_not_whole(whole: str, term: str) -> int:
    return 0 if term == whole or term.startswith(whole + " ") else 1


def _holding_all(connection: Connection, kind: str, words: list[str]) -> terms.Found:
    """Whose names have all these beginnings of words; the rarest leads to the others."""
    begun = [word if kind == NAME else folding.skeleton_start(word) for word in words]
    counts = [terms.count(connection, (kind + each,), COUNTED_MAX) for each in begun]
    rarest_first = sorted(range(len(begun)), key=lambda place: (counts[place], -len(begun[place])))
    if counts[rarest_first[0]] == 0:
        return []
    for rarest in rarest_first[:2]:
        others = [each for place, each in enumerate(begun) if place != rarest]
        walked = WALKED_FOR_WORDS if len(begun[rarest]) > 2 else WALKED_FOR_INITIALS
        found = terms.holding(connection, kind + begun[rarest], others, walked, CANDIDATES_MAX)
        if found or counts[rarest] < COUNTED_MAX:  # else which of two common ones is rarer is not known
            return found
    return []


def _joined(connection: Connection, parts: Sequence[Part]) -> Fits:
    """Who fits when two words are one: "o brien", "mc donald", "anna maria"."""
    if not all(part.is_name for part in parts):
        return {}
    fits: Fits = {}
    texts = [part.text for part in parts]
    for place in range(len(texts) - 1):
        fits = {**_by_words(connection, [*texts[:place], texts[place] + texts[place + 1], *texts[place + 2 :]]), **fits}
    return fits


def _by_parts(connection: Connection, parts: Sequence[Part]) -> Fits:
    """Who fits every part, where not all are names; the rarest leads to the others."""
    counts = [terms.count(connection, part.starts, COUNTED_MAX) for part in parts]
    place = min(range(len(parts)), key=lambda each: (counts[each], -len(parts[each].text)))
    if counts[place] == 0:
        return {}
    # A number in a name ("Studio 54") stands behind its word in the index; beside it, it is a telephone or a card.
    begun = NAME + " ".join(part.text for part in parts)
    fits: Fits = {who: (WRITTEN + 1, term) for who, term in terms.beginning(connection, begun, ENOUGH)}
    if len(parts) > 1 and max(counts) < COUNTED_MAX:
        return {**_in_all(connection, parts), **fits}
    walked = WALKED_FOR_NUMBERS if counts[place] < COUNTED_MAX else WALKED_FOR_DIGITS
    rarest, beside = parts[place], [part for other, part in enumerate(parts) if other != place]
    short = any(not part.is_name and len(part.text) < NUMBER_DIGITS_MIN for part in parts)
    for forms in (1,) if short else (1, 2):  # names as they are written; by sound only where that leads to nobody
        others = [part.starts[: forms if part.is_name else _number_forms(part)] for part in beside]
        for rank, start in enumerate(rarest.starts):
            for customer_id, term in terms.having(connection, start, others, walked, 2 * ENOUGH):
                fits.setdefault(customer_id, (min(rank * 2 + (term not in rarest.wholes), ADDRESS), term))
            if len(fits) >= 2 * ENOUGH:
                break
        if fits or not any(part.is_name for part in beside):
            break
    return fits


def _in_all(connection: Connection, parts: Sequence[Part]) -> Fits:
    """Who fits every part, where none fits thousands: whole stretches of the index are read faster than sought in."""
    fits: Fits = {}
    for place, part in enumerate(parts):
        found: Fits = {}
        for rank, start in enumerate(part.starts):
            for customer_id, term in terms.beginning(connection, start, COUNTED_MAX):
                found.setdefault(customer_id, (min(rank * 2 + (term not in part.wholes), ADDRESS), term))
        # The number says more about why somebody was found than the name.
        fits = found if place == 0 else {each: max(fits[each], fit) for each, fit in found.items() if each in fits}
        if not fits:
            break
    return fits


def _number_forms(part: Part) -> int:
    """A digit or two end a telephone; more may also begin one, or a card."""
    return 1 if len(part.text) < ORDER_LETTERS_MIN else 3


def _by_place_or_number(connection: Connection, text: str, day: date) -> Fits:
    """Who is in that room or at that table now, has the order of that number, or that number in the other system."""
    spellings = place_spellings(text)
    if not spellings:
        return {}
    fits: Fits = {}
    if len(spellings[0]) >= ORDER_LETTERS_MIN:
        for spelling in spellings[:2]:
            for order in orders.with_key_from(connection, spelling, 5):
                if order.customer_id:
                    fits[order.customer_id] = (0, ORDER + (order.external_key or ""))
    for key, (customer, _changed) in customers.by_keys(connection, spellings).items():
        fits[customer.id] = (WRITTEN, KEY + key)
    for order in orders.at_place(connection, spellings, day):
        if order.customer_id:
            fits[order.customer_id] = (AT_PLACE, "")
    return fits


def _may_be_a_slip(fits: Fits, parts: Sequence[Part]) -> bool:
    """Nobody fits, or only a few and not by whole words, or only by the beginnings of sounds.

    Beside a few digits nothing is a slip: the next digit will tell.
    """
    if any(not part.is_name and len(part.text) < NUMBER_DIGITS_MIN for part in parts):
        return False
    best = min((fit for fit, _term in fits.values()), default=ADDRESS)
    if best <= WRITTEN or (best <= STRONG and len(fits) >= FEW) or (best == ADDRESS and fits):
        return False
    return not fits or (len(parts) > 1 and all(len(part.text) >= 2 for part in parts))


def _on_another_keyboard(connection: Connection, text: str, day: date) -> tuple[Fits, str]:
    """Who fits as typed on another keyboard layout, and what the text reads on it."""
    fits: Fits = {}
    read_as = ""
    if sum(character.isalpha() for character in text) >= RETYPED_LETTERS_MIN:
        for meant in keyboards.retyped(text):
            found = _fitting(connection, meant, parts_of(meant), day)
            read_as = read_as or (meant if found else "")
            fits = {**found, **fits}
    return fits, read_as


def _respelled(connection: Connection, text: str, day: date) -> Fits:
    """Who fits as other languages spell the names in `text`; no better than by sound."""
    fits: Fits = {}
    for spelling in folding.respelled(text):
        for customer_id, (fit, term) in _fitting(connection, spelling, parts_of(spelling), day).items():
            fits.setdefault(customer_id, (max(fit, SOUNDS), term))
    return fits


def _without_gone(connection: Connection, fits: Fits) -> dict[str, str]:
    """Take who was erased out of `fits` and put the kept card in the place of a merged one.

    Answers the name on the merged card by the kept one's id, where only the merged card fitted.
    """
    gone: dict[str, tuple[str, str]] = {}
    looked: set[str] = set()
    unseen = list(fits)
    while unseen:
        looked.update(unseen)
        rows = connection.execute(_GONE, (columns.packed(unseen),)).fetchall()
        gone.update({row[0]: ("" if row[2] is not None else row[1] or "", str(row[3])) for row in rows})
        unseen = [kept for _id, (kept, _name) in gone.items() if kept and kept not in looked]
    names: dict[str, str] = {}
    for merged, fit in [(each, fits.pop(each)) for each in list(fits) if each in gone]:
        kept = merged
        for _step in gone:  # a ring, which no merge makes, leads to nobody
            kept = gone[kept][0] if kept in gone else kept
        if kept and kept not in gone and (kept not in fits or fit < fits[kept]):
            fits[kept] = fit
            names[kept] = gone[merged][1]
    return names


# A join that is told its order: the same statement for one customer and for a hundred, prepared once.
_GONE = (
    "SELECT k.id, k.merged_into_id, k.erased_at, k.name FROM json_each(?) AS s CROSS JOIN customers AS k "
    "INDEXED BY ix_customers_gone WHERE k.id = s.value AND (k.merged_into_id IS NOT NULL OR k.erased_at IS NOT NULL)"
)
_THERE = "SELECT k.id FROM json_each(?) AS s CROSS JOIN customers AS k WHERE k.id = s.value"
_DUE = (
    "SELECT p.customer_id, min(p.due_at) FROM json_each(?) AS s CROSS JOIN promises AS p "
    "WHERE p.customer_id = s.value AND p.kept_at IS NULL AND p.withdrawn_at IS NULL GROUP BY s.value"
)
_SPOKE = (
    "SELECT s.value, max(c.opened_at) FROM json_each(?) AS s CROSS JOIN conversations AS c "
    f"WHERE c.customer_id = s.value AND {NOT_OF_EVENT.format(table='c.')} GROUP BY s.value"
)
_STAYED = (
    "SELECT s.value, max(o.starts_on) FROM json_each(?) AS s CROSS JOIN orders AS o "
    "WHERE o.customer_id = s.value GROUP BY s.value"
)


def _ranked(
    connection: Connection,
    fits: Fits,
    read_as: str,
    merged: dict[str, str],
    nearby: Nearby | None,
    day: date,
    limit: int,
) -> tuple[Hit, ...]:
    """The best of those who fit. Where a few letters fit thousands (`nearby`), who was here last would say nothing:
    only some of them were looked at."""
    if not fits:
        return ()
    here = nearby.here if nearby else None
    present = orders.present(connection, fits, day) if here is None else here
    waiting = nearby.due if nearby else None
    due = _promises_due(connection, fits) if waiting is None else waiting

    def order(customer_id: str) -> tuple[bool, bool, bool, int]:
        fit = fits[customer_id][0]
        return fit != AT_PLACE, customer_id not in present, customer_id not in due, fit

    best = sorted(fits, key=order)
    if coming := _without_card(connection, best[:limit]) and _without_card(connection, best):
        best = [each for each in best if each not in coming]
    if nearby is None and len(best) > 1:
        best = best[: max(RECENT_MAX, limit)]
        recent = _last_seen(connection, best)
        best.sort(key=lambda each: (*order(each), recent[each]))
    best = best[:limit]
    staying = orders.open_of_each(connection, best, day)
    return tuple(
        Hit(
            each,
            *fits[each],
            staying.get(each),
            due.get(each),
            _how(read_as, fits[each][0]),
            merged.get(each, ""),
            read_as,
        )
        for each in best
    )


def _without_card(connection: Connection, wanted: list[str]) -> set[str]:
    """Of whom there is no card: a large file is being taken over, and cards come last (`bulk`)."""
    return set(wanted).difference(row[0] for row in connection.execute(_THERE, (columns.packed(wanted),)))


def _how(read_as: str, fit: int) -> How:
    if ONE_SLIP <= fit < BEGINNINGS_BY_SOUND or fit >= SLIP_BEGINS:
        return How.SLIP
    return How.KEYBOARD if read_as else How.TYPED


def _promises_due(connection: Connection, wanted: Fits) -> dict[str, datetime]:
    """The earliest open promise of each of the customers who wait for one."""
    rows = connection.execute(_DUE, (columns.packed(list(wanted)),))
    return {str(row[0]): columns.as_instant(row[1]) for row in rows}


def _last_seen(connection: Connection, ids: list[str]) -> dict[str, int]:
    """For each customer a number that is lower the later they were here or spoke with us."""
    seen: dict[str, str] = dict.fromkeys(ids, "")
    packed = columns.packed(ids)
    for sql in (_SPOKE, _STAYED):
        for customer_id, at in connection.execute(sql, (packed,)):
            seen[customer_id] = max(seen[customer_id], at or "")
    order = sorted(set(seen.values()), reverse=True)
    places = {at: place for place, at in enumerate(order)}
    return {customer_id: places[at] for customer_id, at in seen.items()}
