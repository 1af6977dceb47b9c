"""Names with one typing error: every word that is one slip away from what was typed is looked up, a seek each.

That is a few hundred seeks, however many customers there are, and it needs no index of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from frontdesk.ground import folding
from frontdesk.store import terms
from frontdesk.store.customers import NAME, SOUND
from frontdesk.store.driver import Connection
from frontdesk.store.sought import Part

LETTERS_MIN = 4  # below this a typing error is indistinguishable from another name
SOUND_LETTERS_MIN = 5  # a sound already forgives spellings: a short one with a slip as well fits strangers
WORD_LETTERS_MAX = 20
OF_EACH = 30  # people looked at for one corrected word
NEAR_MAX = 40  # corrected words that are looked at
WALKED = 1500  # index rows walked for one corrected word beside another part
ENOUGH = 60
_LETTERS = {NAME: "abcdefghijklmnopqrstuvwxyz", SOUND: "abdefhiklmnoprstuvz"}  # a sound has no other letters


def slips(word: str, letters: str) -> set[str]:
    """Every word that is one letter left out, doubled, changed, added or swapped away from `word`."""
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    found = {start + end[1:] for start, end in halves if end}
    found |= {start + end[1] + end[0] + end[2:] for start, end in halves if len(end) > 1}
    for letter in letters:
        found |= {start + letter + end[1:] for start, end in halves if end}
        found |= {start + letter + end for start, end in halves}
    found |= {f"{start} {end}" for start, end in halves[1:-1]}  # mcdonald, mc donald
    found.discard(word)
    return found


def with_one_slip(connection: Connection, parts: Sequence[Part], known: Sequence[bool]) -> dict[str, tuple[int, str]]:
    """Who fits when one letter of one word is wrong, missing, doubled or swapped: how well, and the term, by customer.

    It is the word that nobody has, else one of the two longest; two words that nobody has are more than one slip.
    """
    unknown = [place for place, is_known in enumerate(known) if not is_known]
    if len(unknown) > 1:
        return {}
    names = [place for place, part in enumerate(parts) if part.is_name and len(part.text) >= LETTERS_MIN]
    tried = [place for place in unknown if place in names] if unknown else names
    for place in sorted(tried, key=lambda each: -len(parts[each].text))[:2]:
        others = [part for other, part in enumerate(parts) if other != place]
        fits = _corrected(connection, parts[place], others)
        if fits:
            return fits
    return {}


def _corrected(connection: Connection, part: Part, others: list[Part]) -> dict[str, tuple[int, str]]:
    fits: dict[str, tuple[int, str]] = {}
    for rank, kind in enumerate((NAME, SOUND)):
        word = _form(kind, part.text)
        if not (LETTERS_MIN if kind == NAME else SOUND_LETTERS_MIN) <= len(word) <= WORD_LETTERS_MAX:
            continue
        for fit, customer_id, term in _near(connection, kind, word, others):
            fits.setdefault(customer_id, (10 + fit + rank, term))
        if len(fits) >= ENOUGH:
            break
    return fits


def _near(connection: Connection, kind: str, word: str, others: list[Part]) -> Iterator[tuple[int, str, str]]:
    """(fit, customer, term) of those whose word is one slip away; whole words come before beginnings."""
    near = slips(word, _LETTERS[kind])
    names = [_form(kind, part.text) for part in others if part.is_name]
    if others and len(names) == len(others):
        # Names stand in the index from each of their words on: the right word leads to the wrong one behind it.
        ahead = kind + " ".join(names) + " "
        found = _of_each(connection, [ahead + each for each in near])
        if found:
            yield from found
            return
    for start in _wholes_first(connection, [kind + each for each in near]):
        if not others:
            rows = terms.beginning(connection, start, OF_EACH)
        elif len(names) == len(others):
            rows = terms.holding(connection, start, names, WALKED, OF_EACH)
        else:
            rows = terms.having(connection, start, [each.starts for each in others], WALKED, OF_EACH)
        yield from ((_fit(start, term), customer_id, term) for customer_id, term in rows)


def _of_each(connection: Connection, starts: list[str]) -> list[tuple[int, str, str]]:
    return [
        (_fit(start, term), customer_id, term)
        for start in _wholes_first(connection, starts)
        for customer_id, term in terms.beginning(connection, start, OF_EACH)
    ]


def _wholes_first(connection: Connection, starts: list[str]) -> list[str]:
    """The beginnings that some term has; those that are whole words of somebody before those that only begin one."""
    found = terms.known(connection, starts)
    whole = set(terms.whole(connection, found))
    return sorted(found, key=lambda each: (each not in whole, -len(each)))[:NEAR_MAX]


def _fit(start: str, term: str) -> int:
    return 0 if term == start or term.startswith(start + " ") else 2


def _form(kind: str, word: str) -> str:
    return word if kind == NAME else folding.skeleton(word)
