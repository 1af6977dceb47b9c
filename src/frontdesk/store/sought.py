"""What somebody typed into the search, as words and numbers that can be looked up. Nothing here asks the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from frontdesk.ground import folding
from frontdesk.store import customers
from frontdesk.store.customers import CARD, EMAIL, NAME, PHONE, PHONE_TAIL, SOUND

PARTS_MAX = 6  # nobody types more words of a name
PLACE_LENGTH_MAX = 60


@dataclass(frozen=True, slots=True)
class Part:
    """One word or number: the beginnings of terms that it may stand for, best first; `wholes` are complete ones.

    `is_name` says that it is letters only, so that it can only be (part of) a name or an address.
    """

    text: str
    starts: tuple[str, ...]
    wholes: frozenset[str] = frozenset()
    is_name: bool = False


def parts_of(text: str) -> tuple[Part, ...]:
    """What was typed, as parts. Digits that stand side by side are one number, as people write telephone numbers."""
    found: list[Part] = []
    number = ""
    for piece in folding.plain(text[: folding.TEXT_LENGTH_MAX]).split():
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


def piece_starts(text: str) -> tuple[str, ...]:
    """The beginnings of an e-mail address or a card number that `text` may be: one piece of at least two signs."""
    pieces = folding.plain(text[: folding.TEXT_LENGTH_MAX]).split()
    if len(pieces) != 1 or len(pieces[0]) < 2:
        return ()
    number = customers.compact(pieces[0])
    return (EMAIL + pieces[0], *((CARD + number,) if number else ()))


def place_spellings(text: str) -> tuple[str, ...]:
    """How a room, table or order number may stand in the database when somebody types `text`; () when it is none."""
    bare = " ".join(text.split())
    if not any(character.isdigit() for character in bare) or len(bare) > PLACE_LENGTH_MAX:
        return ()
    last = bare.split(" ")[-1]
    return tuple(dict.fromkeys((bare, bare.upper(), bare.lower(), bare.capitalize(), last)))


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
        yield Part(whole, (CARD + whole, NAME + whole, EMAIL + piece), frozenset((CARD + whole, NAME + whole)))
        return
    for word in folding.words(piece):
        yield _word(word)


@lru_cache(maxsize=1024)
def _word(word: str) -> Part:
    starts = [NAME + word]
    sound = folding.skeleton_start(word)
    if len(sound) > 1:
        starts.append(SOUND + sound)
    return Part(word, tuple(starts), frozenset((NAME + word, SOUND + folding.skeleton(word))), is_name=True)
