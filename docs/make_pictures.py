"""Make the pictures of the README and the documents: the practice hotel, driven through one story.

Usage: python docs/make_pictures.py [FOLDER]     (default: docs/pictures)
The clock stands still on a Saturday afternoon, so that the same pictures come out again.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from textual.pilot import Pilot

from frontdesk.desk.opening import open_desk
from frontdesk.desk.practice.practising import make_demo
from frontdesk.ui.app import DeskApp

NOW = datetime(2026, 11, 21, 12, 32, tzinfo=UTC)
SIZES = {"80x24": (80, 24), "120x36": (120, 36)}
THEMES = {"dark": "frontdesk-dark", "light": "frontdesk-light"}
GUESTS = """Number;Name;Phone;E-mail;Arrives
G7001;Anda Liepa;+371 29 555 001;anda@example.org;03/12/2026
G7002;Jānis Ozoliņš;+371 29 555 002;janis@example.org;04/12/2026
"""
PERSON_PAUSE_SECONDS = 1.1  # longer than a held key, as a person reads before the next Enter


def self_contained(drawing: str) -> str:
    """The picture without fonts from elsewhere, with its spaces kept and names that do not change each time."""
    drawing = re.sub(r"@font-face \{.*?\}\s*", "", drawing, flags=re.DOTALL)
    drawing = re.sub(r"terminal-\d+", "terminal", drawing)
    drawing = drawing.replace("Fira Code, monospace", '"DejaVu Sans Mono", Menlo, Consolas, monospace')
    drawing = re.sub(r"[ \t]+$", "", drawing, flags=re.MULTILINE)
    return drawing.replace("<svg ", '<svg xml:space="preserve" ', 1)


def now() -> datetime:
    """The moment of every picture."""
    return NOW


async def settled(pilot: Pilot[None]) -> None:
    """Wait as a person does, and until the screen is at rest."""
    await pilot.pause(PERSON_PAUSE_SECONDS)


class Hand:
    """A person's hand at the keys, and the camera."""

    def __init__(self, pilot: Pilot[None], place: Path, ending: str) -> None:
        self.pilot = pilot
        self.place = place
        self.ending = ending

    async def press(self, *keys: str) -> None:
        """Keys, and the time a person needs to see what they did."""
        await self.pilot.press(*keys)
        await settled(self.pilot)

    def picture(self, name: str) -> None:
        """What stands on the screen now."""
        drawn = self.pilot.app.export_screenshot(title="frontdesk")
        (self.place / f"{name}-{self.ending}.svg").write_text(self_contained(drawn), encoding="utf-8")


async def story(hand: Hand) -> None:
    """The heating story, with a picture at each stop."""
    press, picture = hand.press, hand.picture
    await press(*"berz")
    picture("find")
    await press("enter")
    await press(*"The heating is dead and my daughter is cold")
    await press("enter")
    await press("1")  # what kind of moment it is
    await press("enter")
    picture("desk")
    await press("1")
    picture("preview")
    await press("escape")
    await press("5")
    picture("ways")
    await press("escape")
    await press("p")
    picture("card")
    await press("escape")
    await press("f6")
    picture("day")
    await press("m")
    picture("look-back")


async def leads(hand: Hand) -> None:
    """What somebody who leads does besides: a file that is brought in, somebody who asks to be erased, a screen that
    is hidden while nobody sits there."""
    press, picture = hand.press, hand.picture
    await press("f9")
    await press("down")
    await press("enter")
    picture("import")
    await press("escape")
    await press("escape")
    await press(*"berz")
    await press("ctrl+o")
    await press("e")
    picture("erase")
    await press("escape")
    await press("escape")
    await press("ctrl+l")
    picture("lock")


async def make(place: Path) -> None:
    """Every picture, in both sizes and both themes."""
    place.mkdir(parents=True, exist_ok=True)
    for size_name, size in SIZES.items():
        for theme_name, theme in THEMES.items():
            with tempfile.TemporaryDirectory() as folder:
                business = Path(folder)
                make_demo(business, now)
                (business / "guests.csv").write_text(GUESTS, encoding="utf-8")
                for staff, told in (("Anna", story), ("Ilze", leads)):
                    desk = replace(open_desk(business, staff=staff, clock=now), practice=False)
                    app = DeskApp(lambda desk=desk: desk, theme=theme)
                    async with app.run_test(size=size) as pilot:
                        await settled(pilot)
                        await told(Hand(pilot, place, f"{size_name}-{theme_name}"))


if __name__ == "__main__":
    asyncio.run(make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "pictures"))
