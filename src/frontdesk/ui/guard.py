"""Which key presses may act: the rules K6 and K7 and the wall before Enter, with every number in one place.

The guard judges a key by the moment its bytes were parsed (`event.time`, monotonic seconds), never by the clock
of the handler: a busy screen would make honest typing look like a burst. It holds no timer and touches no
widget; who asks it keeps the press for `HOLD_SECONDS` and lets it act only if it was not spoilt meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

HOLD_SECONDS = 0.030
"""A key acts only if no other counted key came this close before or after it (K6)."""
QUIET_SECONDS = 0.300
"""After a burst every counted key is ignored until this long without one: a raw paste has gaps of 55 ms."""
REPEAT_SECONDS = 1.0
"""The same key again within this time is the same press, held (K7). Terminals send no key-up."""
PREVIEW_SECONDS = 0.300
"""Enter gives only this long after the first paint of a preview."""
PASTE_KEYS = 4
"""In a field two quick keys are a rolled chord of a fast typist; so many in a row are a paste."""
LATE_SECONDS = 0.010
"""A hold that ends this late means the screen was busy: keys may still wait unseen, so it holds once more."""


class Verdict(StrEnum):
    """What a counted key is, seen with the keys around it."""

    HOLD = "hold"  # may act once it was held
    BURST = "burst"  # several keys at once: nothing of it acts
    DEAF = "deaf"  # still part of what followed a burst
    REPEAT = "repeat"  # the previous press, held


@dataclass(slots=True)
class Press:
    """One counted key. `again` marks a key that was also pressed less than a second ago, with others between.

    `spoilt` turns true when a neighbour arrives within `HOLD_SECONDS`: then it must not act.
    """

    key: str
    at: float
    verdict: Verdict
    again: bool = False
    spoilt: bool = False

    @property
    def may_act(self) -> bool:
        """Whether the press may act, asked after it was held."""
        return self.verdict is Verdict.HOLD and not self.spoilt


class Guard:
    """The memory of one screen's counted keys. Every zone and field of the screen shares one guard.

    A held key repeats until another key is pressed; so another counted key between two equal ones ends the
    press, and the second one counts (marked `again`).
    """

    def __init__(self) -> None:
        self._last: Press | None = None
        self._arrivals: dict[str, float] = {}
        self._run = 0
        self._deaf = False
        self.holding = 0
        """How many presses are held at this moment, by all the zones that share this guard."""

    def arrive(self, key: str, at: float, *, writing: bool = False) -> Press:
        """Judge the counted key that was parsed at `at`; `writing` when a field takes it as text."""
        last = self._last
        gap = None if last is None else at - last.at
        close = gap is not None and gap < HOLD_SECONDS
        self._run = self._run + 1 if close else 1
        press = Press(key, at, self._verdict(key, gap, close, writing), again=self._recent(key, at))
        if close and last is not None:
            last.spoilt = True
        self._last = press
        self._arrivals[key] = at
        return press

    def prime(self, key: str, at: float) -> None:
        """Count `key` as pressed elsewhere, so that its repeats do not act here (the Enter that opened the screen)."""
        self._last = Press(key, at, Verdict.REPEAT)
        self._arrivals[key] = at

    @property
    def last(self) -> Press | None:
        """The press that was counted last, None before any."""
        return self._last

    @property
    def deaf(self) -> bool:
        """Whether a burst was seen that has not yet ended in quiet."""
        return self._deaf

    def _verdict(self, key: str, gap: float | None, close: bool, writing: bool) -> Verdict:
        if close:
            if not writing or self._run >= PASTE_KEYS:
                self._deaf = True
            return Verdict.BURST
        if self._deaf:
            if gap is not None and gap < QUIET_SECONDS:
                return Verdict.DEAF
            self._deaf = False
        if self._last is not None and self._last.key == key and gap is not None and gap < REPEAT_SECONDS:
            return Verdict.REPEAT
        return Verdict.HOLD

    def _recent(self, key: str, at: float) -> bool:
        before = self._arrivals.get(key)
        return before is not None and at - before < REPEAT_SECONDS


def counted(key: str, character: str | None) -> bool:
    """Whether the guard counts this key: every character and Enter.

    Arrows, Tab, Page, Esc and F-keys are not counted: a held arrow comes every 30 to 40 ms, and a slow line
    delivers several at once.
    """
    return key == "enter" or (character is not None and character.isprintable())


def too_early(at: float, painted_at: float | None) -> bool:
    """Whether Enter at `at` comes before a person can have read the preview that was painted at `painted_at`.

    None (not painted yet) and an Enter from before the paint are too early as well.
    """
    return painted_at is None or at - painted_at < PREVIEW_SECONDS
