"""Guidelines written as their authors write them, asked as `frontdesk decide` asks them."""

from __future__ import annotations

from functools import lru_cache
from textwrap import dedent, indent
from typing import Any

from frontdesk.authority.lines import Run
from frontdesk.guidelines.model import Guidelines
from frontdesk.guidelines.reader import read_text

HEAD = """\
frontdesk: 1
business: {name: Test House, currency: EUR, timezone: Europe/Riga, day_starts: "06:00", languages: [en]}
roles: [staff, lead, manager]
facts:
  card.tier: {type: choice, of: [guest, silver, gold], from: card}
  order.paid: {type: money, from: order}
  order.price: {type: money, from: order}
  order.nights: {type: number, from: order}
  house.full: {type: percent, from: house}
  house.rooms: {type: number, from: house}
  stained: {type: yes_no, from: asked, label: Is it stained?}
  minutes: {type: number, from: asked, label: How many minutes?}
  people: {type: number, from: asked, label: How many people?}
  said: {type: money, from: asked, label: How much?}
situations:
  noise: {label: Noise, first: []}
  fire: {label: Fire, first: []}
"""
NOON = "2026-11-21T12:00:00+02:00"
SCOPE = {"customer": "c1", "order": "o1", "incident": "i1", "conversation": "t1"}


@lru_cache(maxsize=256)
def rules(gestures: str, more: str = "") -> Guidelines:
    """The guidelines of these gestures (and other top-level words), under a head with facts and three roles.

    Where there are gestures called h, full or first, the situation `noise` offers them first.
    """
    first = ", ".join(name for name in ("first", "h", "full") if f"\n{name}:" in gestures)
    text = (
        HEAD.replace("Noise, first: []", f"Noise, first: [{first}]")
        + "gestures:\n"
        + indent(dedent(gestures), "  ")
        + "\n"
        + dedent(more)
    )
    reading = read_text(text.encode(), "guidelines.yaml")
    assert reading.guidelines is not None, "\n".join(map(str, reading.problems)) + "\n" + text
    return reading.guidelines


class Counter:
    """A desk that asks: each call is one line of a run, so what is given is met by what follows."""

    def __init__(self, guidelines: Guidelines) -> None:
        self.run = Run(guidelines)
        self.lines = 0

    def ask(self, gesture: str = "g", ask: Any = None, **more: Any) -> dict[str, Any]:
        """The answer to an ask; unless said otherwise at noon, heard, by staff, in a known scope."""
        self.lines += 1
        line = {"id": str(self.lines), "gesture": gesture, "at": NOON, "scope": SCOPE, "ticks": ["request_heard"]}
        if ask is not None:
            line["ask"] = ask
        return self.run.answer(line | more)

    def give(self, gesture: str = "g", ask: Any = None, **more: Any) -> str:
        """Give it; it has to be a yes. The id is what takes it back."""
        answer = self.ask(gesture, ask, give=True, **more)
        assert answer.get("outcome") == "yes", answer
        return str(self.lines)

    def back(self, line_id: str, at: str = NOON) -> dict[str, Any]:
        """Take back what a line gave."""
        self.lines += 1
        return self.run.answer({"id": str(self.lines), "reverse": line_id, "at": at})


def asked(gestures: str, ask: Any = None, more: str = "", **line: Any) -> dict[str, Any]:
    """The answer of one ask for the gesture `g`."""
    return Counter(rules(gestures, more)).ask("g", ask, **line)


def bound(answer: dict[str, Any]) -> list[str]:
    """The names of the rules that bind."""
    return [each["limit"] for each in answer["binding"]]
