"""Keyboard layouts: which letters share a key. What was typed on the wrong layout can be read as it was meant.

The one table of the program, for keys that must work on every layout and for the search. A Latvian keyboard has the
Latin letters where every Latin one has them; its marks do not matter to a search.
"""

from __future__ import annotations

LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбюё"
UKRAINIAN = "йцукенгшщзхїфівапролджєячсмитьбю'"

_SHIFTED = str.maketrans('{}:"<>~', "[];',.`")
_TO_RUSSIAN = str.maketrans(LATIN, RUSSIAN)
_TO_UKRAINIAN = str.maketrans(LATIN, UKRAINIAN)
_TO_LATIN = str.maketrans(UKRAINIAN.replace("'", "") + RUSSIAN, LATIN[:-1] + LATIN)
_CYRILLIC = frozenset(RUSSIAN + UKRAINIAN) - {"'"}


def same_key(latin: str) -> tuple[str, ...]:
    """The Latin letter and the Cyrillic ones on its key, each once. Raises ValueError for what is no such key."""
    position = LATIN.index(latin)
    return tuple(dict.fromkeys((latin, RUSSIAN[position], UKRAINIAN[position])))


def retyped(text: str) -> tuple[str, ...]:
    """What `text` would be if its keys had been pressed on another layout, in lower case; () when it has no letter.

    Latin letters are read as Russian and as Ukrainian ones, Cyrillic letters as Latin ones.
    """
    lowered = text.casefold()
    if any(character in _CYRILLIC for character in lowered):
        return (lowered.translate(_TO_LATIN),)
    if not any(character in LATIN for character in lowered if character.isalpha()):
        return ()
    keys = lowered.translate(_SHIFTED)
    return tuple(dict.fromkeys((keys.translate(_TO_RUSSIAN), keys.translate(_TO_UKRAINIAN))))
