"""What promises of a kind usually take: measured on those that were kept, said as a time that can be kept too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from frontdesk.conversation.calibration import Usual, alike, usual
from frontdesk.desk.promises.promise_views import Calibrated
from frontdesk.ground.folding import words
from frontdesk.ground.language import _, ngettext
from frontdesk.store import promises
from frontdesk.store.promises import Kept
from frontdesk.store.transaction import reading

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

LOOKS_BACK = timedelta(days=180)
_MINUTES_PER_HOUR = 60


def calibrated(desk: Desk, *, text: str = "", situation: str | None = None, gesture: str = "") -> Calibrated | None:
    """How long promises like this one took in the last 180 days, and what to say; None for fewer than five of them.

    The nearest kind of which there are enough speaks: those that follow from the same gesture, then those that say
    the same (and in the same situation), then those of the same situation.
    """
    now = desk.now()
    with reading(desk.store) as connection:
        kept = promises.kept_since(connection, now - LOOKS_BACK)
    for alike_ones in _kinds(kept, words(text), situation or "", gesture):
        found = usual(each.kept_at - each.made_at for each in alike_ones)
        if found is not None:
            return Calibrated(found.count, found.most, found.say, _words(found), _full_minute(now + found.say))
    return None


def _kinds(kept: tuple[Kept, ...], said: tuple[str, ...], situation: str, gesture: str) -> list[list[Kept]]:
    kinds = []
    if gesture:
        kinds.append([each for each in kept if each.gesture == gesture])
    if said:
        like = {text: alike(said, words(text)) for text in {each.text for each in kept}}  # many say the same
        same = [each for each in kept if like[each.text]]
        kinds += [[each for each in same if each.situation == situation], same]
    if situation:
        kinds.append([each for each in kept if each.situation == situation])
    return kinds


def _full_minute(at: datetime) -> datetime:
    up = at.astimezone(UTC) + timedelta(minutes=1) - timedelta(microseconds=1)
    return up.replace(second=0, microsecond=0)


def _words(found: Usual) -> str:
    return _("most take {most}; say {say}").format(most=length_words(found.most), say=length_words(found.say))


def length_words(length: timedelta) -> str:
    """A length in full days, hours or minutes: "2 days", "3 hours", "45 minutes"."""
    minutes = round(length / timedelta(minutes=1))
    if length >= timedelta(days=1) and length % timedelta(days=1) == timedelta():
        return ngettext("{count} day", "{count} days", length.days).format(count=length.days)
    if minutes % _MINUTES_PER_HOUR == 0:
        hours = minutes // _MINUTES_PER_HOUR
        return ngettext("{count} hour", "{count} hours", hours).format(count=hours)
    return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
