"""Folding for search: what two people would spell differently becomes the same letters.

Two forms of a word are kept. The *plain* form is the word in Latin letters without marks ("Щербаков" is
shcherbakov, "Bērziņa" is berzina). The *skeleton* is what the usual romanisations have in common, so that
Екатерина, Ekaterina, Yekaterina and Jekaterīna meet, and Щербаков, Scherbakov, Shcherbakov and Ščerbakovs do.
No form is ever shown or stored in place of what was written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

# What stands inside a word and is no letter: quotes, and signs that are not seen (soft hyphen, joiners, directions).
_DROPPED = dict.fromkeys(
    [*map(ord, "'’‘`´ʼʹʺ\"“”«»\u00ad\u061c\u2060\ufeff"), *range(0x200B, 0x2010), *range(0x202A, 0x202F)]
)
# A sign that is a word or a syllable: 王伟 is wang wei, not wangwei.
_SYLLABLES = re.compile("([\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff])")
_QUOTES = re.compile("['`\"]")  # those of _DROPPED that are ASCII
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_DIGITS = re.compile(r"[0-9]+")
_MARKS = re.compile("[\u0300-\u036f]")
PHONE_SIGNS = frozenset("+()-./ \u00a0")

_VOWELS = "aeou"
# Order matters: longer spellings first. Each rule names the sound, not the language.
_SOUNDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"sch(?=[bdfklmnprtvwz])", "s"),  # Schmidt, Schwarz, Schneider
        (r"shch|sch|stch|sc(?=[^kr])", "s+"),  # Щ, Šč
        (r"ch(?=r)", "k"),  # Christina
        (r"sz", "s"),
        (r"tch|tsch|cz|ch|ts|tz", "+"),  # Ч, Ц, Č; one sound here, because C stands for both
        (r"ck|c(?=[tk])", "k"),
        (r"c", "+"),
        (r"zh", "z"),
        (r"sh", "s"),
        (r"kh|gh|g", "h"),  # Х and Г are written h, kh, g or gh
        (r"ph", "f"),
        (r"th", "t"),
        (r"w", "v"),
        (r"x", "ks"),
        (r"q", "k"),
        (r"(?<=[bdfhklmnprstvz+])[yj]o", "e"),  # Fyodor is Fedor
        (r"[yj]", "i"),
        (rf"i+(?=[{_VOWELS}])", ""),  # Ye, Je, Ie; Юлия, Julija, Yulia
        (r"ae", "a"),
        (r"oe", "o"),
        (r"ue", "u"),
        (r"(.)\1+", r"\1"),
        (r"\+", "ts"),
    )
)
# What one language writes for a sound that others write otherwise, and that is too common to be the same for everybody.
_RESPELLED: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile("tsk|ck"), lambda found: "ck" if found[0] == "tsk" else "tsk"),  # Savickas, Савицкас
    (re.compile("(?<!s)ch"), "kh"),  # Rachmaninow, Michail
    (re.compile(r"ff\b"), "v"),  # Smirnoff
    (re.compile("(?<=[bdfghklmnprstvz])io"), "e"),  # Piotr, Siomin
    (re.compile(r"\b(\w{2,3})s\b"), r"\1"),  # Ļevs, Gļebs; longer ones by their sound
)
WORD_LENGTH_MAX = 40  # a longer word is cut: nobody types more of it
TEXT_LENGTH_MAX = 2000  # nobody is found by more: towers of marks take more than their length to put in order
_ENDING_S_FROM = 5  # "Scerbakovs" and "Berzins" without their Latvian ending; "Ross" stays


def plain(text: str) -> str:
    """`text` in lower-case Latin letters without marks, words kept apart by what stood between them."""
    if text.isascii() and text.isprintable():  # most telephones and addresses: nothing but the case and quotes goes
        return _QUOTES.sub("", text.lower())
    lowered = unicodedata.normalize("NFKC", text).casefold().translate(_DROPPED)
    if lowered.isascii():
        return lowered
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", lowered))
    if bare.isascii():
        return bare
    bare = _SYLLABLES.sub(r" \1 ", unicodedata.normalize("NFC", bare))
    from anyascii import anyascii  # only text in another script pays for its tables

    latin: str = anyascii(bare)
    return latin.casefold().translate(_DROPPED)


def words(text: str) -> tuple[str, ...]:
    """The plain words of `text`, in order, each of Latin letters and digits only."""
    found: list[str] = []
    for piece in text[:TEXT_LENGTH_MAX].split():
        found += _words(piece) if len(piece) <= WORD_LENGTH_MAX else _words.__wrapped__(piece)
    return tuple(found)


@lru_cache(maxsize=16384)  # an import meets the same given names thousands of times
def _words(piece: str) -> tuple[str, ...]:
    return tuple(word[:WORD_LENGTH_MAX] for word in _NOT_WORD.split(plain(piece)) if word)


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """What the romanisations of a plain word have in common; of a whole word, not of its beginning."""
    folded = word
    for pattern, sound in _SOUNDS:
        folded = pattern.sub(sound, folded)
    if len(folded) >= _ENDING_S_FROM and folded.endswith("s") and not folded.endswith("ts"):
        folded = folded[:-1]
    return folded


@lru_cache(maxsize=4096)
def skeleton_start(word: str) -> str:
    """The skeleton of the first letters of a word: it is a beginning of the skeleton of the whole word.

    A last `i` may belong to the vowel that has not been typed yet, so it is left out.
    """
    shorter = skeleton(word).rstrip("i")
    return shorter or skeleton(word)


def respelled(text: str) -> tuple[str, ...]:
    """How else the names in `text` may be spelled, where other languages write a sound so: for when nobody is found.

    Each rule by itself, then all of them: Piotr is Petr, Савицкас is Savickas, Rachmaninoff is Rakhmaninov.
    """
    was = plain(text)
    found = [pattern.sub(sound, was) for pattern, sound in _RESPELLED]
    together = was
    for pattern, sound in _RESPELLED:
        together = pattern.sub(sound, together)
    return tuple(dict.fromkeys(each for each in (*found, together) if each != was))


def folded(text: str) -> str:
    """`text` as one comparable string: its plain words, a space between them; a text without a word is itself."""
    return " ".join(words(text)) or text.strip()


def fold(text: str) -> str:
    """`text` by sound: the skeletons of its words, a space between them. Equal when romanised differently."""
    return " ".join(skeleton(word) for word in words(text))


def digits(text: str) -> str:
    """The digits of `text` in ASCII, nothing else."""
    return "".join(_DIGITS.findall(text if text.isascii() else plain(text)))


def looks_like_phone(text: str) -> bool:
    """Whether `text` is digits and the signs people put between them, with at least three digits."""
    bare = plain(text).strip()
    return len(digits(bare)) >= 3 and all(character.isdigit() or character in PHONE_SIGNS for character in bare)
