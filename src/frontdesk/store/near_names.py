"""Names with one typing error: every word that is one slip away from what was typed is looked up, a seek each.

That is a few hundred seeks, however many customers there are, and it needs no index of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from frontdesk.ground import folding
from frontdesk.store import terms
from frontdesk.store.customers import NAME, SOUND
from frontdesk.store.driver import Connection
from frontdesk.store.sought import Part

LETTERS_MIN = 4  # below this a typing error is indistinguishable from another name
SOUND_LETTERS_MIN = 5  # a sound already forgives spellings: a short one with a slip as well fits strangers
WORD_LETTERS_MAX = 20
PARTS_MAX = 4
OF_EACH = 30  # people looked at for one corrected word
NEAR_MAX = 40  # corrected words that are looked at
WITH_OTHERS = 8  # the same beside another word or number
WALKED = 600  # index rows walked for each of those
ENOUGH = 60
_LETTERS = {NAME: "abcdefghijklmnopqrstuvwxyz", SOUND: "abdefhiklmnoprstuvz"}  # a sound has no other letters

Found = list[tuple[int, str, str]]


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


def with_one_slip(
    connection: Connection, parts: Sequence[Part], known: Sequence[bool], *, quick: bool = False
) -> dict[str, tuple[int, str]]:
    """Who fits when one letter of one word is wrong, missing, doubled or swapped: how well, and the term, by customer.

    It is the word that nobody has, else one of the two longest; two words that nobody has are more than one slip.
    The fit is 0 for whole words as written, 1 for whole words by sound, then beginnings. `quick` leaves beginnings
    out, and what is not one range of the index.
    """
    unknown = [place for place, is_known in enumerate(known) if not is_known]
    if len(unknown) > 1 or len(parts) > PARTS_MAX:
        return {}
    tried = [place for place in unknown or range(len(parts)) if parts[place].is_name]
    tried = sorted(tried, key=lambda each: -len(parts[each].text))[:2]
    fits: dict[str, tuple[int, str]] = {}
    for rank, kind in enumerate((NAME, SOUND)):
        for place in tried:
            for fit, customer_id, term in _near(connection, kind, parts, place, quick):
                fits.setdefault(customer_id, (fit * 2 + rank, term))
        if any(fit == 0 for fit, _term in fits.values()):
            break
    return fits


def _near(connection: Connection, kind: str, parts: Sequence[Part], place: int, quick: bool) -> Found:
    """(0 for a whole word, 1 for a beginning; customer; term) of those who have the word at `place` with a slip."""
    word = _form(kind, parts[place].text)
    if not (LETTERS_MIN if kind == NAME else SOUND_LETTERS_MIN) <= len(word) <= WORD_LETTERS_MAX:
        return []
    near = slips(word, _LETTERS[kind])
    others = [part for other, part in enumerate(parts) if other != place]
    if not others:
        return [] if quick else _of_each(connection, [kind + each for each in near], [], whole_only=False)
    if not all(part.is_name for part in others):
        return [] if quick else _beside(connection, [kind + each for each in near], others)
    # Names stand in the index from each of their words on: the right word leads to the wrong one behind it.
    names = [_form(kind, part.text) for part in parts]
    before = names[place - 1]
    left = [name for other, name in enumerate(names) if other not in (place, (place - 1) % len(names))]
    found = _of_each(connection, [f"{kind}{before} {each}" for each in near], left, whole_only=quick)
    if found or quick:
        return found
    return _of_each(connection, [kind + each for each in near], [*left, before], whole_only=True)


def _of_each(connection: Connection, starts: list[str], others: list[str], *, whole_only: bool) -> Found:
    """Whose terms begin with one of `starts` and hold the other words; whole words come before beginnings."""
    known = terms.known(connection, starts)
    whole = set(terms.whole(connection, known))
    begun = [] if whole_only else [each for each in known if each not in whole]
    found: Found = []
    for start in [*sorted(whole), *sorted(begun, key=lambda each: -len(each))][: WITH_OTHERS if others else NEAR_MAX]:
        if others:
            rows = terms.holding(connection, start, others, WALKED, OF_EACH)
        else:
            rows = terms.beginning(connection, start, OF_EACH)
        found += [(_fit(start, term), customer_id, term) for customer_id, term in rows]
        if len(found) >= ENOUGH:
            break
    return found


def _beside(connection: Connection, starts: list[str], others: list[Part]) -> Found:
    """Whose terms are one of `starts` and who fit the other parts, of which one is a number."""
    found: Found = []
    for start in terms.whole(connection, terms.known(connection, starts))[:WITH_OTHERS]:
        rows = terms.having(connection, start, [each.starts for each in others], WALKED // 2, OF_EACH)
        found += [(_fit(start, term), customer_id, term) for customer_id, term in rows]
    return found


def _fit(start: str, term: str) -> int:
    return 0 if term == start or term.startswith(start + " ") else 1


def _form(kind: str, word: str) -> str:
    return word if kind == NAME else folding.skeleton(word)
