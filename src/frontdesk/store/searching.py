"""Finding customers as somebody types: every keystroke is answered by prefixes of one index, never by a scan.

What was typed is words and numbers in any order. The rarest part names the candidates, the others thin them out.
A part may fit as it is written (`NAME`) or as it sounds (`SOUND`), as a phone tail, a card or an e-mail address.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from frontdesk.ground import folding
from frontdesk.store import columns, customers, orders
from frontdesk.store.conversations import NOT_OF_EVENT
from frontdesk.store.customers import CARD, EMAIL, NAME, PHONE, PHONE_TAIL, SOUND
from frontdesk.store.driver import Connection
from frontdesk.store.orders import Order

PARTS_MAX = 6  # nobody types more words of a name
CANDIDATES_MAX = 120  # how many are ranked; more than that is too little typed to rank by
COUNTED_MAX = 300  # a part that fits more is common, and how much more does not matter
HERE_MAX = 1500  # in a house with more people in it, who is here is asked per candidate only
WALKED_MAX = 4000  # index rows looked at for two common words that seldom meet
WALKED_FOR_INITIALS = 400  # the same while the rarest word is one or two letters: the next letter will tell
RECENT_MAX = 60
WALKED_FOR_SLIP = 1000
SLIP_LETTERS_MIN = 4  # below this a typing error is indistinguishable from another name
SOUND_SLIP_LETTERS_MIN = 5  # a sound already forgives spellings: a short one with a slip as well fits strangers
SLIP_TERMS_MAX = 6000
_END = "\U0010ffff"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Part:
    """One word or number: the beginnings of terms that it may stand for, best first."""

    text: str
    starts: tuple[str, ...]
    wholes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Hit:
    """A customer that fits. `fit` is 0 for a whole word as written, then beginnings, then sounds, then slips."""

    customer_id: str
    fit: int
    here: Order | None
    promise_due_at: datetime | None


def parts_of(text: str) -> tuple[Part, ...]:
    """What was typed, as parts. Digits that stand side by side are one number, as people write telephone numbers."""
    found: list[Part] = []
    number = ""
    for piece in folding.plain(text).split():
        if _is_number(piece):
            number += folding.digits(piece)
            continue
        if number:
            found.append(_number(number))
            number = ""
        found.extend(_words(piece))
    if number:
        found.append(_number(number))
    return tuple(found[:PARTS_MAX])


def _is_number(piece: str) -> bool:
    return any(character.isdigit() for character in piece) and all(
        character.isdigit() or character in folding.PHONE_SIGNS for character in piece
    )


@lru_cache(maxsize=1024)
def _number(number: str) -> Part:
    tail, start, card = PHONE_TAIL + number[::-1], PHONE + number, CARD + number
    return Part(number, (tail, start, card, NAME + number), frozenset((tail, start, card)))


def _words(piece: str) -> Iterator[Part]:
    if "@" in piece:
        address = EMAIL + customers.email_term(piece)
        yield Part(piece, (address,), frozenset((address,)))
        return
    whole = customers.compact(piece)
    if any(character.isdigit() for character in whole):  # a card number keeps its parts together
        yield Part(whole, (CARD + whole, NAME + whole, EMAIL + whole), frozenset((CARD + whole,)))
        return
    for word in folding.words(piece):
        yield _word(word)


@lru_cache(maxsize=1024)
def _word(word: str) -> Part:
    starts = [NAME + word]
    sound = folding.skeleton_start(word)
    if len(sound) > 1:
        starts.append(SOUND + sound)
    if len(word) > 2:
        starts.append(EMAIL + word)
    return Part(word, tuple(starts), frozenset((NAME + word, SOUND + folding.skeleton(word))))


def search(connection: Connection, text: str, day: date, limit: int) -> tuple[Hit, ...]:
    """The customers that fit `text` on the business day `day`, best first, at most `limit`.

    Who is in the room that was typed stands first, then who is here today, who waits for a promise, who fits
    exactly, who was here last. A single typing error is looked for only when nothing fits as it is typed.
    """
    parts = parts_of(text)
    if not parts:
        return ()
    counts = [_count(connection, part) for part in parts]
    broad = min(counts) >= COUNTED_MAX
    here = orders.here(connection, day, HERE_MAX) if broad else set()
    fits = _candidates(connection, parts, counts, here)
    fits.update(dict.fromkeys(_by_place_or_number(connection, text, day), -1))
    if not fits:
        fits = _with_one_slip(connection, parts, counts)
    everybody_here = here if broad and len(here) < HERE_MAX else None
    return _ranked(connection, fits, everybody_here, day, limit)


def _by_place_or_number(connection: Connection, text: str, day: date) -> tuple[str, ...]:
    """Who is in that room or at that table now, or has the order of that number."""
    spellings = place_spellings(text)
    if not spellings:
        return ()
    found = list(orders.at_place(connection, spellings, day))
    if len(spellings[0]) >= 3:
        for spelling in spellings[:2]:
            found += orders.with_key_from(connection, spelling, 5)
    return tuple(dict.fromkeys(order.customer_id for order in found if order.customer_id))


def place_spellings(text: str) -> tuple[str, ...]:
    """How a room, table or order number may stand in the database when somebody types `text`; () when it is none."""
    bare = " ".join(text.split())
    if not any(character.isdigit() for character in bare) or len(bare) > 60:
        return ()
    last = bare.split(" ")[-1]
    return tuple(dict.fromkeys((bare, bare.upper(), bare.lower(), bare.capitalize(), last)))


def _candidates(connection: Connection, parts: tuple[Part, ...], counts: list[int], here: set[str]) -> dict[str, int]:
    """Who fits every part, with how well; at most about CANDIDATES_MAX of them, who is here first."""
    counted = sorted((counts[index], -len(part.text), index) for index, part in enumerate(parts))
    if counted[0][0] == 0:
        return {}
    rarest = parts[counted[0][2]]
    others = [parts[index] for _, _, index in counted[1:]]
    fits = _of_those_here(connection, parts, here) if here else {}
    walked = WALKED_MAX if len(rarest.text) > 2 else WALKED_FOR_INITIALS
    for place, start in enumerate(rarest.starts):
        for customer_id, term in _walk(connection, start, others, walked):
            fit = _fit(rarest, place, term)
            if fit < fits.get(customer_id, 9):
                fits[customer_id] = fit
        if len(fits) >= CANDIDATES_MAX:
            break
    return fits


def _fit(part: Part, place: int, term: str) -> int:
    return place * 2 + (0 if term in part.wholes else 1)


def _count(connection: Connection, part: Part) -> int:
    """How many terms the part fits, counted up to COUNTED_MAX."""
    total = 0
    for start in part.starts:
        row = connection.execute(
            "SELECT count(*) FROM (SELECT 1 FROM customer_terms WHERE term >= ? AND term < ? LIMIT ?)",
            (start, start + _END, COUNTED_MAX - total),
        ).fetchone()
        total += 0 if row is None else int(row[0])
        if total >= COUNTED_MAX:
            break
    return total


def _walk(connection: Connection, start: str, others: list[Part], walked: int) -> list[tuple[str, str]]:
    """(customer, term) for the terms that begin with `start`, of those who fit the other parts too."""
    # The inner LIMIT keeps the order of the loops: the planner has no figures to choose another one by.
    tests = " AND ".join(
        "(" + " OR ".join([_FITS] * len(part.starts)) + ")"
        for part in others  # each is one seek in the index of a customer's terms
    )
    values = [bound for part in others for each in part.starts for bound in (each, each + _END)]
    rows = connection.execute(
        "SELECT t.customer_id, t.term FROM (SELECT customer_id, term FROM customer_terms "
        "WHERE term >= ? AND term < ? ORDER BY term LIMIT ?) AS t" + (f" WHERE {tests}" if tests else "") + " LIMIT ?",
        (start, start + _END, walked if others else CANDIDATES_MAX, *values, CANDIDATES_MAX),
    )
    return [(str(row[0]), str(row[1])) for row in rows]


_FITS = (
    "EXISTS (SELECT 1 FROM customer_terms AS o WHERE o.customer_id = t.customer_id AND o.term >= ? AND o.term < ? "
    "LIMIT 1)"
)


def _of_those_here(connection: Connection, parts: tuple[Part, ...], here: set[str]) -> dict[str, int]:
    """Who of the people in the house now fits every part as it is written: for letters that fit thousands."""
    tests = " AND ".join([_FITS] * len(parts))
    values = [bound for part in parts for bound in (part.starts[0], part.starts[0] + _END)]
    rows = connection.execute(
        f"SELECT t.customer_id FROM (SELECT value AS customer_id FROM json_each(?)) AS t WHERE {tests}",
        (columns.packed(sorted(here)), *values),
    )
    return {str(row[0]): 1 for row in rows}


def _with_one_slip(connection: Connection, parts: tuple[Part, ...], counts: list[int]) -> dict[str, int]:
    """Who fits when one letter of one word is wrong, missing, doubled or swapped.

    It is the word that fits nobody, else the longest; two words that fit nobody are more than one slip.
    """
    unknown = [index for index, count in enumerate(counts) if count == 0]
    if len(unknown) > 1:
        return {}
    index = unknown[0] if unknown else max(range(len(parts)), key=lambda each: len(parts[each].text))
    word = parts[index].text
    if len(word) < SLIP_LETTERS_MIN or not word.isalpha():
        return {}
    others = [part for place, part in enumerate(parts) if place != index]
    fits: dict[str, int] = {}
    for rank, term in _near(connection, word):
        for customer_id, _ in _walk(connection, term, others, WALKED_FOR_SLIP):
            fits.setdefault(customer_id, 10 + rank)
        if len(fits) >= CANDIDATES_MAX:
            break
    return fits


def _near(connection: Connection, word: str) -> list[tuple[int, str]]:
    """The terms one slip away from `word` (rank 0), or that begin one slip away from it (rank 1); at most 40."""
    from rapidfuzz.distance import OSA  # only somebody who mistyped waits for it

    near: list[tuple[int, str]] = []
    ways = ((NAME, word, SLIP_LETTERS_MIN), (SOUND, folding.skeleton(word), SOUND_SLIP_LETTERS_MIN))
    for kind, typed, least in ways:
        if len(typed) < least:
            continue
        for term in _terms_near(connection, kind, typed):
            known = term[1:]
            if OSA.distance(typed, known, score_cutoff=1) <= 1:
                near.append((0, term))
            elif len(known) > len(typed) and any(
                OSA.distance(typed, known[: len(typed) + more], score_cutoff=1) <= 1 for more in (-1, 0, 1)
            ):
                near.append((1, term))
    return sorted(near)[:40]


def _terms_near(connection: Connection, kind: str, typed: str) -> set[str]:
    """The terms that can be one slip away: those that share its first two letters, or nearly its first four."""
    first = kind + typed[:2]
    found = connection.execute(_EACH_TERM, (first, first + _END, first + _END, SLIP_TERMS_MAX)).fetchall()
    starts = [kind + start for start in _starts_near(typed)]
    found += connection.execute(
        "SELECT DISTINCT t.term FROM json_each(?) AS s CROSS JOIN customer_terms AS t "
        "WHERE t.term >= s.value AND t.term < s.value || ? LIMIT ?",
        (columns.packed(starts), _END, SLIP_TERMS_MAX),
    ).fetchall()
    return {str(row[0]) for row in found}


# From one term to the next by a seek: a common name is one step, however many people have it.
_EACH_TERM = """
WITH RECURSIVE each(term) AS (
  SELECT * FROM (SELECT term FROM customer_terms WHERE term >= ? AND term < ? ORDER BY term LIMIT 1)
  UNION ALL
  SELECT (SELECT t.term FROM customer_terms AS t WHERE t.term > each.term AND t.term < ? ORDER BY t.term LIMIT 1)
  FROM each WHERE each.term IS NOT NULL
)
SELECT term FROM each WHERE term IS NOT NULL LIMIT ?
"""


def _starts_near(word: str) -> Iterable[str]:
    """Beginnings of the words that are one slip away from `word`: a slip in its first letters, or one after them."""
    starts = {word[1:4], word[1] + word[0] + word[2:3], word[0] + word[2:4], word[0] + word[2:3] + word[1]}
    for letter in _LETTERS:
        starts |= {letter + word[1:4], letter + word[:3], word[0] + letter + word[2:4], word[0] + letter + word[1:3]}
    return sorted(start for start in starts if not start.startswith(word[:2]))


def _ranked(
    connection: Connection, fits: dict[str, int], everybody_here: set[str] | None, day: date, limit: int
) -> tuple[Hit, ...]:
    """The best of those who fit. Where a few letters fit thousands (`everybody_here` is known), who was here last
    would say nothing: only some of them were looked at."""
    if not fits:
        return ()
    present = orders.present(connection, fits, day) if everybody_here is None else everybody_here
    due = _promises_due(connection, fits)

    def order(customer_id: str) -> tuple[bool, bool, bool, int]:
        in_the_room = fits[customer_id] < 0
        return not in_the_room, customer_id not in present, customer_id not in due, fits[customer_id]

    best = sorted(fits, key=order)[:RECENT_MAX]
    if everybody_here is None and len(best) > 1:
        recent = _last_seen(connection, best)
        best.sort(key=lambda each: (*order(each), recent[each]))
    best = best[:limit]
    staying = orders.open_of_each(connection, best, day)
    return tuple(Hit(each, fits[each], staying.get(each), due.get(each)) for each in best)


def _promises_due(connection: Connection, wanted: dict[str, int]) -> dict[str, datetime]:
    """The earliest open promise of each of the customers who wait for one."""
    ids = list(wanted)
    rows = connection.execute(
        f"SELECT customer_id, min(due_at) FROM promises WHERE customer_id IN ({', '.join('?' * len(ids))}) "
        "AND kept_at IS NULL AND withdrawn_at IS NULL GROUP BY customer_id",
        tuple(ids),
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
