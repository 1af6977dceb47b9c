"""Keys that are the same in several rooms: a story, an idea, and help where no field has the letters."""

from __future__ import annotations

from frontdesk.ground.language import N_
from frontdesk.ui.keying import Key, letter

_STORY = N_("A story: what went well, in the customer's words, and who is thanked.")
_IDEA = N_("An idea for the guidelines, in one line, tied to what stands here.")


def story(place: str) -> tuple[Key, ...]:
    """The two keys of a story; the letter only where no field has it."""
    return (
        Key(place, "story('s')", letter("s"), N_("story"), _STORY, "s", True, 40, name="story"),
        Key(place, "story", "f10", N_("story"), _STORY, "F10", name="story_f"),
    )


def idea(place: str) -> tuple[Key, ...]:
    """The two keys of an idea; the letter only where no field has it."""
    return (
        Key(place, "idea('i')", letter("i"), N_("idea"), _IDEA, "i", True, 41, name="idea"),
        Key(place, "idea", "f12", N_("idea"), _IDEA, "F12", name="idea_f"),
    )


def help_here(place: str) -> Key:
    """Help without a function key."""
    said = N_("Help, as F1; in a field it is a letter like any other.")
    return Key(place, "help_here", "question_mark", N_("help"), said, "?")
