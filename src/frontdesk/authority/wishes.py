"""What somebody asked for in a conversation and did not get then, but would have got under a draft: counted once.

In reality they went on: they asked for less, for something else, or asked again. What was asked in the place of a
wish that the draft meets is not asked any more.
"""

from __future__ import annotations

from dataclasses import dataclass

from frontdesk.authority.again import Ask
from frontdesk.authority.past import Given, Stopped


@dataclass(slots=True)
class Wish:
    """One wish. `gestures` and `labels` are what may have been taken in its place.

    `gift` is the entry of the draft's ledger that met it. Without one, more would have been possible than then:
    `asked` is what is asked again where the person went on with less of the same gesture.
    """

    gesture: str
    gestures: set[str]
    labels: set[str]
    gift: str | None = None
    asked: Ask = (None, None)


class Wishes:
    """The wishes of all conversations that the draft would have met, wholly or in a larger part."""

    def __init__(self) -> None:
        self._of: dict[str, list[Wish]] = {}

    def __bool__(self) -> bool:
        return bool(self._of)

    def add(self, event: Stopped, *, gift: str | None = None, asked: Ask = (None, None)) -> None:
        """A block that would have been lifted: by `gift`, or so far that `asked` is asked again."""
        wishes = self._of.setdefault(event.conversation, [])
        wishes[:] = [each for each in wishes if each.gift is not None or each.gesture != event.gesture]
        labels = {event.instead} if event.instead else set()
        wishes.append(Wish(event.gesture, {event.gesture, *event.ways}, labels, gift, asked))

    def met_before(self, event: Stopped) -> bool:
        """Whether this block is the same wish once more, or something tried in its place, and the wish was met."""
        for wish in self._of.get(event.conversation, ()):
            if wish.gift is not None and event.gesture in wish.gestures:
                wish.gestures.update((event.gesture, *event.ways))
                if event.instead:
                    wish.labels.add(event.instead)
                return True
        return False

    def met_by(self, event: Given) -> Wish | None:
        """The wish that this gesture was given for then; a wish is met once.

        Something that was taken back does not use up a wish of which only a part would have been possible.
        """
        wishes = self._of.get(event.conversation)
        if wishes is None:
            return None
        for wish in wishes:
            if wish.gift is not None:
                meets = event.gesture in wish.gestures or event.label in wish.labels
            else:
                meets = event.gesture == wish.gesture
            if meets:
                if wish.gift is not None or not event.taken_back:
                    wishes.remove(wish)
                    if not wishes:
                        del self._of[event.conversation]
                return wish
        return None
