"""The ways in which people write a name that stands on a card: for hit rates of `bench/search.py`."""

from __future__ import annotations

import random
from collections.abc import Callable

from anyascii import anyascii

from frontdesk.ground import folding, keyboards

LETTERS = "abdegiklmnoprstuvz"
# Two more ways in which Russian and Ukrainian names are written in Latin letters: as in a passport, and in Latvian.
_LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ"
_PASSPORT = "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y _ e iu ia i i ie g"
_LATVIAN = "a b v g d e jo ž z i j k l m n o p r s t u f h c č š šč _ i _ e ju ja i ji je g"
PASSPORT = dict(zip(_LETTERS, _PASSPORT.split(), strict=True))
LATVIAN = dict(zip(_LETTERS, _LATVIAN.split(), strict=True))
CYRILLIC = (
    ("shch", "щ"), ("šč", "щ"), ("zh", "ж"), ("kh", "х"), ("ch", "ч"), ("sh", "ш"), ("ts", "ц"),
    ("ja", "я"), ("ju", "ю"), ("jo", "ё"), ("je", "е"), ("ya", "я"), ("yu", "ю"), ("ž", "ж"), ("č", "ч"),
    ("š", "ш"), ("c", "ц"), ("x", "кс"), ("w", "в"), ("q", "к"),
    *zip("abvgdezijklmnoprstufhyāēīūģķļņäöüõ", "абвгдезийклмнопрстуфхиаеиугклнаеюо", strict=True),
)  # fmt: skip


def exact(name: str, _chance: random.Random) -> str:
    """As it is written."""
    return name


def without_marks(name: str, _chance: random.Random) -> str:
    """Without the marks on its letters."""
    return folding.folded(name)


def other_script(name: str, _chance: random.Random) -> str:
    """In Latin letters when it is in Cyrillic ones, and the other way about; "" for other scripts."""
    return _latin(name, PASSPORT) if _cyrillic(name) else _to_cyrillic(name) if _latin_only(name) else ""


def other_romanisation(name: str, _chance: random.Random) -> str:
    """A Cyrillic name as a Latvian writes it; "" for others."""
    return _latin(name, LATVIAN) if _cyrillic(name) else ""


def other_keyboard(name: str, _chance: random.Random) -> str:
    """With its keys pressed on another layout; "" where the letters are on no such key."""
    if _cyrillic(name):
        for layout in (keyboards.RUSSIAN, keyboards.UKRAINIAN):
            if all(letter in layout or not letter.isalpha() for letter in name.casefold()):
                return name.casefold().translate(str.maketrans(layout, keyboards.LATIN))
        return ""
    bare = folding.folded(name)
    return bare.translate(str.maketrans(keyboards.LATIN, keyboards.RUSSIAN)) if _latin_only(name) else ""


def slip(kind: str) -> Callable[[str, random.Random], str]:
    """One letter of the longest word wrong: `kind` is "changed", "missing", "added" or "swapped"."""

    def form(name: str, chance: random.Random) -> str:
        words = list(folding.words(name))
        long = max(range(len(words)), key=lambda place: len(words[place]), default=0)
        if not words or len(words[long]) < 5:
            return ""
        word = words[long]
        place = chance.randrange(len(word) - 1)
        words[long] = {
            "changed": word[:place] + chance.choice(LETTERS) + word[place + 1 :],
            "missing": word[:place] + word[place + 1 :],
            "added": word[:place] + chance.choice(LETTERS) + word[place:],
            "swapped": word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        }[kind]
        return " ".join(words)

    return form


FORMS: dict[str, Callable[[str, random.Random], str]] = {
    "exact": exact,
    "without marks": without_marks,
    "one letter changed": slip("changed"),
    "one letter missing": slip("missing"),
    "one letter added": slip("added"),
    "two letters swapped": slip("swapped"),
    "other script": other_script,
    "other romanisation": other_romanisation,
    "other keyboard": other_keyboard,
}


def _cyrillic(name: str) -> bool:
    return any("\u0400" <= letter <= "\u04ff" for letter in name)


def _latin_only(name: str) -> bool:
    return all(letter < "\u0250" for letter in name)


def _latin(name: str, table: dict[str, str]) -> str:
    written = "".join(table.get(letter, anyascii(letter)) for letter in name.casefold())
    return written.replace("_", "")


def _to_cyrillic(name: str) -> str:
    written = name.casefold()
    for latin, cyrillic in CYRILLIC:
        written = written.replace(latin, cyrillic)
    return written
