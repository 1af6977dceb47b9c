"""Finding customers as somebody types: every keystroke is answered by ranges of one index, never by a scan.

What was typed is words and numbers in any order. A name stands in the index from each of its words on and round, so
"berzina kri" is one range. A word may fit as it is written (`NAME`) or as it sounds (`SOUND`), a number as a phone
tail, a card, an order or a room. Only what fits nobody is read again as typed on another keyboard layout, and only
then with one letter wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from frontdesk.ground import folding, keyboards
from frontdesk.store import columns, near_names, orders, terms
from frontdesk.store.conversations import NOT_OF_EVENT
from frontdesk.store.customers import NAME, SOUND
from frontdesk.store.driver import Connection
from frontdesk.store.orders import Order
from frontdesk.store.sought import Part, address_start, parts_of, place_spellings

__all__ = ["Hit", "How", "place_spellings", "search"]

CANDIDATES_MAX = 120  # how many are ranked; more than that is too little typed to rank by
ENOUGH = 20  # found by whole words: nobody needs those who fit by beginnings as well
COUNTED_MAX = 2000  # a part that fits more is common, and how much more does not matter
HERE_MAX = 800  # in a house with more people in it, who is here is asked per candidate only
CONCERNED_MAX = 200  # who waits for a promise or spoke with us today, asked whether they fit
WALKED_FOR_WORDS = 8000  # index rows read for two beginnings of common names
WALKED_FOR_INITIALS = 800  # the same while the rarest is one or two letters: the next letter will tell
WALKED_FOR_NUMBERS = 1000  # each row costs seeks of its own
RECENT_MAX = 40
RETYPED_LETTERS_MIN = 3
ORDER_LETTERS_MIN = 3
AT_PLACE = -1  # the fit of who is in the room that was typed
ORDER = "o"  # the kind of an order's number among the terms that fitted

Fits = dict[str, tuple[int, str]]
"""How well each customer fits (lowest best), and the term that says so."""


class How(StrEnum):
    """By which reading of what was typed a customer was found."""

    TYPED = "typed"
    KEYBOARD = "keyboard"
    SLIP = "slip"


@dataclass(frozen=True, slots=True)
class Hit:
    """A customer that fits. `fit` is 0 for a whole word as written, then beginnings, then sounds, then slips.

    `term` is the term that fitted, its kind first; "" for who is in the room that was typed. `merged_name` is the
    name on the card that was merged into this one, when that is what fitted.
    """

    customer_id: str
    fit: int
    here: Order | None
    promise_due_at: datetime | None
    term: str = ""
    how: How = How.TYPED
    merged_name: str = ""


@dataclass(frozen=True, slots=True)
class _Concern:
    """Who is nearer than the others where letters fit thousands; None where there are too many to know them all."""

    here: set[str] | None
    due: dict[str, datetime] | None
    everybody: tuple[str, ...]


def search(connection: Connection, text: str, day: date, limit: int) -> tuple[Hit, ...]:
    """The customers that fit `text` on the business day `day`, best first, at most `limit`.

    Who is in the room that was typed stands first, then who is here today, who waits for a promise, who fits
    exactly, who was here last. Another keyboard layout, and after it a single typing error, are looked for only when
    nothing fits as it is typed.
    """
    parts = parts_of(text)
    fits = _fitting(connection, text, parts, day)
    how = How.TYPED
    if not fits:
        how, fits = _read_otherwise(connection, text, parts, day)
    if not fits:
        return ()
    concern = None
    if len(fits) >= CANDIDATES_MAX:  # too little is typed: what matters is who of them is near
        concern = _concern(connection, day)
        fits = {each: fits[each] for each in sorted(fits, key=lambda each: fits[each][0])[: 2 * ENOUGH]}
        for customer_id in terms.of_these(connection, concern.everybody, [part.starts[:1] for part in parts]):
            fits.setdefault(customer_id, (1, parts[0].starts[0]))
    merged = _without_gone(connection, fits)
    return _ranked(connection, fits, how, merged, concern, day, limit)


def _fitting(connection: Connection, text: str, parts: Sequence[Part], day: date) -> Fits:
    """Who fits what was typed as it was typed."""
    if not parts:
        return {}
    if all(part.is_name for part in parts):
        fits = _by_words(connection, [part.text for part in parts])
    else:
        fits = _by_parts(connection, parts)
    address = address_start(text)
    if address and len(fits) < CANDIDATES_MAX:
        for customer_id, term in terms.beginning(connection, address, ENOUGH):
            fits.setdefault(customer_id, (4, term))
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
        for rank, kind in enumerate((NAME, SOUND)):
            for customer_id, term in _holding_all(connection, kind, words):
                fits.setdefault(customer_id, (rank * 2 + 1, term))
    return fits


def _is_not_whole(whole: str, term: str) -> int:
    return 0 if term == whole or term.startswith(whole + " ") else 1


def _holding_all(connection: Connection, kind: str, words: list[str]) -> terms.Found:
    """Whose names have all these beginnings of words; the rarest leads to the others."""
    begun = [word if kind == NAME else folding.skeleton_start(word) for word in words]
    counts = [terms.count(connection, (kind + each,), COUNTED_MAX) for each in begun]
    rarest = min(range(len(begun)), key=lambda place: (counts[place], -len(begun[place])))
    if counts[rarest] == 0:
        return []
    others = [each for place, each in enumerate(begun) if place != rarest]
    walked = WALKED_FOR_WORDS if len(begun[rarest]) > 2 else WALKED_FOR_INITIALS
    return terms.holding(connection, kind + begun[rarest], others, walked, CANDIDATES_MAX)


def _by_parts(connection: Connection, parts: Sequence[Part]) -> Fits:
    """Who fits every part, where not all are names; the rarest leads to the others."""
    counts = [terms.count(connection, part.starts, COUNTED_MAX) for part in parts]
    place = min(range(len(parts)), key=lambda each: (counts[each], -len(parts[each].text)))
    if counts[place] == 0:
        return {}
    rarest, others = parts[place], [part.starts for other, part in enumerate(parts) if other != place]
    fits: Fits = {}
    for rank, start in enumerate(rarest.starts):
        for customer_id, term in terms.having(connection, start, others, WALKED_FOR_NUMBERS, CANDIDATES_MAX):
            fits.setdefault(customer_id, (rank * 2 + (term not in rarest.wholes), term))
        if len(fits) >= CANDIDATES_MAX:
            break
    return fits


def _concern(connection: Connection, day: date) -> _Concern:
    """Who is here, who waits for a promise, and who spoke with us today."""
    here = orders.here(connection, day, HERE_MAX)
    waiting = connection.execute(
        "SELECT customer_id, due_at FROM promises WHERE kept_at IS NULL AND withdrawn_at IS NULL "
        "AND customer_id NOT NULL ORDER BY due_at DESC LIMIT ?",
        (CONCERNED_MAX,),
    ).fetchall()
    spoke = connection.execute(
        "SELECT customer_id FROM conversations WHERE business_date = ? AND customer_id NOT NULL LIMIT ?",
        (columns.day(day), CONCERNED_MAX),
    ).fetchall()
    return _Concern(
        here if len(here) < HERE_MAX else None,
        {str(row[0]): columns.as_instant(row[1]) for row in waiting} if len(waiting) < CONCERNED_MAX else None,
        tuple(sorted({*here, *(str(row[0]) for row in (*waiting, *spoke))})),
    )


def _by_place_or_number(connection: Connection, text: str, day: date) -> Fits:
    """Who is in that room or at that table now, or has the order of that number."""
    spellings = place_spellings(text)
    if not spellings:
        return {}
    fits: Fits = {}
    if len(spellings[0]) >= ORDER_LETTERS_MIN:
        for spelling in spellings[:2]:
            for order in orders.with_key_from(connection, spelling, 5):
                if order.customer_id:
                    fits[order.customer_id] = (0, ORDER + (order.external_key or ""))
    for order in orders.at_place(connection, spellings, day):
        if order.customer_id:
            fits[order.customer_id] = (AT_PLACE, "")
    return fits


def _read_otherwise(connection: Connection, text: str, parts: Sequence[Part], day: date) -> tuple[How, Fits]:
    """Who fits as typed on another keyboard layout, else with one letter wrong."""
    fits: Fits = {}
    if sum(character.isalpha() for character in text) >= RETYPED_LETTERS_MIN:
        for meant in keyboards.retyped(text):
            found = _fitting(connection, meant, parts_of(meant), day)
            fits = {**found, **fits}
    if fits:
        return How.KEYBOARD, fits
    known = [terms.count(connection, part.starts, 1) > 0 for part in parts]
    return How.SLIP, near_names.with_one_slip(connection, parts, known)


def _without_gone(connection: Connection, fits: Fits) -> dict[str, str]:
    """Take who was erased out of `fits` and put the kept card in the place of a merged one.

    Answers the name on the merged card by the kept one's id, where only the merged card fitted.
    """
    names: dict[str, str] = {}
    gone: list[str] = list(fits)
    while gone:
        rows = connection.execute(
            "SELECT id, merged_into_id, erased_at, name FROM customers "
            f"WHERE id IN ({', '.join('?' * len(gone))}) AND (merged_into_id IS NOT NULL OR erased_at IS NOT NULL)",
            tuple(gone),
        ).fetchall()
        gone = []
        for customer_id, kept, erased_at, name in rows:
            fit = fits.pop(customer_id)
            said = names.pop(customer_id, str(name))
            if kept is not None and erased_at is None and kept not in fits:
                fits[kept] = fit
                names[kept] = said
                gone.append(kept)
    return names


def _ranked(
    connection: Connection,
    fits: Fits,
    how: How,
    merged: dict[str, str],
    concern: _Concern | None,
    day: date,
    limit: int,
) -> tuple[Hit, ...]:
    """The best of those who fit. Where a few letters fit thousands (`concern`), who was here last would say nothing:
    only some of them were looked at."""
    if not fits:
        return ()
    here = concern.here if concern else None
    present = orders.present(connection, fits, day) if here is None else here
    waiting = concern.due if concern else None
    due = _promises_due(connection, fits) if waiting is None else waiting

    def order(customer_id: str) -> tuple[bool, bool, bool, int]:
        fit = fits[customer_id][0]
        return fit != AT_PLACE, customer_id not in present, customer_id not in due, fit

    best = sorted(fits, key=order)
    if concern is None and len(best) > 1:
        best = best[: max(RECENT_MAX, limit)]
        recent = _last_seen(connection, best)
        best.sort(key=lambda each: (*order(each), recent[each]))
    best = best[:limit]
    staying = orders.open_of_each(connection, best, day)
    return tuple(
        Hit(each, fits[each][0], staying.get(each), due.get(each), fits[each][1], how, merged.get(each, ""))
        for each in best
    )


def _promises_due(connection: Connection, wanted: Fits) -> dict[str, datetime]:
    """The earliest open promise of each of the customers who wait for one."""
    rows = connection.execute(
        f"SELECT customer_id, min(due_at) FROM promises WHERE customer_id IN ({', '.join('?' * len(wanted))}) "
        "AND kept_at IS NULL AND withdrawn_at IS NULL GROUP BY customer_id",
        tuple(wanted),
    )
    return {str(row[0]): columns.as_instant(row[1]) for row in rows}


def _last_seen(connection: Connection, ids: list[str]) -> dict[str, int]:
    """For each customer a number that is lower the later they were here or spoke with us."""
    marks = ", ".join("?" * len(ids))
    seen: dict[str, str] = dict.fromkeys(ids, "")
    for sql in (
        f"SELECT customer_id, max(opened_at) FROM conversations WHERE customer_id IN ({marks}) "
        f"AND {NOT_OF_EVENT.format(table='')} GROUP BY customer_id",
        f"SELECT customer_id, max(starts_on) FROM orders WHERE customer_id IN ({marks}) GROUP BY customer_id",
    ):
        for customer_id, at in connection.execute(sql, tuple(ids)):
            seen[customer_id] = max(seen[customer_id], at or "")
    order = sorted(set(seen.values()), reverse=True)
    places = {at: place for place, at in enumerate(order)}
    return {customer_id: places[at] for customer_id, at in seen.items()}
