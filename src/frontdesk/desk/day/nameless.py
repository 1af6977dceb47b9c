"""A customer's words without the customer's name: for everything that is printed or hung on a wall.

What is taken out, and what is not, is decided so:

- A word of the text that is a part of the name goes, in whatever script either of them is written, with the endings
  that names take in a sentence (Kristīnei, Оксаны): two words meet when their first letters do, and no more than
  three letters at the end are different.
- It goes when it begins with a capital letter, or when the text has none at all: "Will" goes, "will" stays.
- A whole name of two or more words goes however it is written.
- A person of the staff who is thanked keeps their name, where a customer happens to be called the same.
- Several such words in a row become one "(the customer)".

The words themselves are kept as they were typed; this is only how they are printed. It takes out the name and nothing
else: a room number or a phone number that a customer mentions stays, and whoever prints the sheet reads it first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from frontdesk.ground.folding import plain, skeleton
from frontdesk.ground.language import _

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_ENDING_MAX = 3
_STEM_MIN = 4
_SHORTEST = 2  # an initial alone says little, and would take half the text with it


def without_names(words: str, names: Iterable[str], kept: Iterable[str] = ()) -> str:
    """`words` with every part of `names` replaced by "(the customer)"; names in `kept` stay."""
    whole = [_folded(name) for name in names if name.strip()]
    parts = {part for name in whole for part in name if len(part) >= _SHORTEST}
    if not parts:
        return words
    staying = {part for name in kept for part in _folded(name)} - {
        part for name in whole if len(name) > 1 for part in name[1:]
    }
    found = list(_WORD.finditer(words))
    bare = [plain(match[0]).replace("-", "") for match in found]
    shouted = not any(character.isupper() for character in words)
    gone = [
        (shouted or match[0][0].isupper()) and word not in staying and any(_meets(word, part) for part in parts)
        for match, word in zip(found, bare, strict=True)
    ]
    for name in whole:
        _mark_whole(bare, name, gone)
    return _replaced(words, found, gone)


def _folded(name: str) -> tuple[str, ...]:
    return tuple(plain(match[0]).replace("-", "") for match in _WORD.finditer(name))


def _meets(word: str, part: str) -> bool:
    """Whether a word of the text is that part of a name, perhaps with another ending or another romanisation."""
    if word == part or (len(part) >= _STEM_MIN and skeleton(word) == skeleton(part)):
        return True
    same = 0
    for one, other in zip(word, part, strict=False):
        if one != other:
            break
        same += 1
    return same >= _STEM_MIN and len(word) - same <= _ENDING_MAX and len(part) - same <= 2


def _mark_whole(bare: list[str], name: tuple[str, ...], gone: list[bool]) -> None:
    if len(name) < 2:
        return
    for start in range(len(bare) - len(name) + 1):
        if all(_meets(bare[start + index], part) for index, part in enumerate(name)):
            for index in range(len(name)):
                gone[start + index] = True


def _replaced(words: str, found: list[re.Match[str]], gone: list[bool]) -> str:
    said: list[str] = []
    done = 0
    last: re.Match[str] | None = None
    for match, out in zip(found, gone, strict=True):
        if not out:
            continue
        between = words[done : match.start()]
        if last is None or between.strip():
            said += [between, _("(the customer)")]
        done, last = match.end(), match
    return "".join((*said, words[done:]))
