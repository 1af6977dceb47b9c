"""Words without quotes that programs read in different ways: `no` as false, `012` as ten, `12:30` as 750."""

from __future__ import annotations

import re
from functools import lru_cache

from frontdesk.ground.language import N_, _

_IN_FULL = N_("Write the number in full with the digits 0 to 9, or in quotes if it is not a number.")
_FORMS = (
    (
        "(?i:yes|no|on|off|y|n)",
        N_("Write true or false if it is a truth value, or `{quoted}` in quotes if it is a word."),
    ),
    ("(?i:true|false)", N_("Write it in small letters: `{small}`.")),
    ("(?i:null)", N_("Write `{quoted}` in quotes if it is a word, or remove the line.")),
    (r"[-+]?[0-9][0-9_]*(?::[0-9]{1,2})+(?:\.[0-9]*)?", N_("Write it in quotes: `{quoted}`.")),
    (
        r"[-+]?0[0-9_]+(?:\.[0-9_]*)?%?",
        N_("Write the number without leading zeros, or in quotes if it is not a number."),
    ),
    (r"[-+]?0[xob][0-9a-fA-F_]+", _IN_FULL),
    (r"[-+]?(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9]+)[eE][-+]?[0-9]+", _IN_FULL),
    (r"[-+]?[0-9][0-9,]*_[0-9_,]*(?:\.[0-9_]*)?", N_("Write the number without `_`.")),
    (r"\+[0-9][0-9.,]*%?", N_("Write the number without `+`.")),
    (r"[-+]?(?:\.[0-9]+|[0-9]+\.)%?", N_("Write digits on both sides of the dot, like 0.50.")),
    (r"[-+]?\.(?i:inf)|\.(?i:nan)", N_("Write an ordinary number.")),
    (r"-0+(?:\.0*)?", N_("Write 0.")),
    (r"(?=.*[^\x00-\x7f])[-+]?\d[\d.,]*%?", _IN_FULL),
)
_ORDINARY = re.compile(r"-?(?:[1-9][0-9]*(?:\.[0-9]+)?|0\.[0-9]+)%?")
_LENGTH_MAX = 64  # nobody writes a longer figure, and the expressions below are not made for one
_MAYBE = re.compile(r"[-+.\d]|(?i:y|n|yes|no|on|off|true|false|null)\Z")


def surprise(text: str) -> str | None:
    """What to write instead of an unquoted text that programs read in different ways; None when it is plain."""
    remedy = _remedy(text)
    return None if remedy is None else _(remedy).format(quoted=f'"{text}"', small=text.lower())


@lru_cache(maxsize=4096)  # a file says the same few words again and again
def _remedy(text: str) -> str | None:
    if len(text) > _LENGTH_MAX or _MAYBE.match(text) is None or _ORDINARY.fullmatch(text) is not None:
        return None
    return next((remedy for pattern, remedy in _FORMS if re.fullmatch(pattern, text)), None)
