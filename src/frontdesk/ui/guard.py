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
ROW_SECONDS = 0.120
"""The same key again sooner than this is a held key's repeat (K7): keyboards repeat every 15 to 92 ms, and nobody
presses, lets go and presses again so fast and means both."""
SETTLE_SECONDS = 0.200
"""So long the same key again is held before it acts. The first repeat of a held key comes 0.2 to 2 s after the press
and looks like a press of its own (terminals send no key-up), but more follow within this time, also on a jittery line.
"""
REPEAT_SECONDS = 1.0
"""Once a row was seen, the key counts again only after this long without it; and a digit again within it never gives
at one press."""
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
    """One counted key. `again` marks a key that was also pressed less than a second ago.

    `spoilt` turns true when a neighbour arrives within `HOLD_SECONDS`: then it must not act. A `doubtful` press is the
    key that was pressed last: let go and pressed anew, or held; its next repeat spoils it.
    """

    key: str
    at: float
    verdict: Verdict
    again: bool = False
    doubtful: bool = False
    spoilt: bool = False

    @property
    def may_act(self) -> bool:
        """Whether the press may act, asked after it was held."""
        return self.verdict is Verdict.HOLD and not self.spoilt

    @property
    def hold_seconds(self) -> float:
        """How long the press is held before it may act."""
        return SETTLE_SECONDS if self.doubtful else HOLD_SECONDS


class Guard:
    """The memory of one screen's counted keys. Every zone and field of the screen shares one guard.

    A held key repeats in a steady row, first after a moment, then many times a second, until another key is pressed.
    So the same key again is one press with the one before where a row comes of it, and a press of its own (marked
    `again` within a second) where it comes alone; another counted key between two equal ones ends the press.
    """

    def __init__(self) -> None:
        self._last: Press | None = None
        self._arrivals: dict[str, float] = {}
        self._run = 0
        self._row = False
        self._deaf = False
        self.holding = 0
        """How many presses are held at this moment, by all the zones that share this guard."""

    def arrive(self, key: str, at: float, *, writing: bool = False) -> Press:
        """Judge the counted key that was parsed at `at`; `writing` when a field takes it as text."""
        last = self._last
        gap = None if last is None else at - last.at
        close = gap is not None and gap < HOLD_SECONDS
        self._run = self._run + 1 if close else 1
        again, doubtful = self._recent(key, at), last is not None and last.key == key
        press = Press(key, at, self._verdict(key, gap, close, writing), again=again, doubtful=doubtful)
        self._row = press.verdict is Verdict.REPEAT or (self._row and doubtful and press.verdict is not Verdict.HOLD)
        if last is not None and (close or (self._row and last.doubtful)):
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
        if self._last is None or self._last.key != key or gap is None:
            return Verdict.HOLD
        row = REPEAT_SECONDS if self._row else SETTLE_SECONDS if self._last.doubtful else ROW_SECONDS
        return Verdict.REPEAT if gap < row else Verdict.HOLD

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
