"""Promises measured against what became of them: how long the like usually take, and what may honestly be said.

A promise of 48 hours that is kept costs little; one of 24 that is missed costs a customer. So what is proposed is
what nine of ten were kept within, made up to a full quarter of an hour, hour or day, and never the bare middle.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

LEAST = 5
"""So many kept promises of a kind say something; fewer say nothing."""

_MOST_WITHIN = 9, 10  # nine of ten
_QUARTER, _HOUR, _DAY = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Usual:
    """What `count` promises of a kind took: `most` is the middle, `say` what to promise, each in full units."""

    count: int
    most: timedelta
    say: timedelta


def usual(lengths: Iterable[timedelta]) -> Usual | None:
    """What the promises that took so long tell; None for fewer than five."""
    taken = sorted(max(length, timedelta()) for length in lengths)
    if len(taken) < LEAST:
        return None
    middle = (taken[(len(taken) - 1) // 2] + taken[len(taken) // 2]) / 2
    within, of = _MOST_WITHIN
    late = taken[math.ceil(len(taken) * within / of) - 1]
    unit = _unit(late)
    most, say = _nearest(middle, _unit(middle)), _up(late, unit)
    return Usual(len(taken), most, say if say > most else _up(most + unit, unit))


def _unit(length: timedelta) -> timedelta:
    if length <= _HOUR:
        return _QUARTER
    return _HOUR if length <= _DAY else _DAY


def _up(length: timedelta, unit: timedelta) -> timedelta:
    """The next full unit; at least one."""
    return max(1, -(-length // unit)) * unit


def _nearest(length: timedelta, unit: timedelta) -> timedelta:
    return max(1, (length + unit / 2) // unit) * unit


def alike(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether two texts (as folded words) promise the same kind of thing: they begin alike, or one holds the other."""
    if not words or not others:
        return False
    shorter, longer = sorted((words, others), key=len)
    if len(shorter) > 1 and (shorter[:2] == longer[:2] or _holds(longer, shorter)):
        return True
    return words == others


def _holds(longer: tuple[str, ...], shorter: tuple[str, ...]) -> bool:
    pairs = set(pairwise(longer))
    return all(pair in pairs for pair in pairwise(shorter))
