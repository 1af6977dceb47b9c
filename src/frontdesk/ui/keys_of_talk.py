"""The keys of the conversation: a part of the registry in `keys`."""

from __future__ import annotations

from frontdesk.ground.language import N_
from frontdesk.ui.keying import Key, letter
from frontdesk.ui.keys_of_every_room import help_here, idea, story

TALK: tuple[Key, ...] = (
    Key("desk", "request", "f3", N_("request"), N_("The customer's words: request, then wish."), "F3", True, 33),
    Key("desk", "act", "f4", N_("act"), N_("To the gestures."), "F4", True, 34),
    Key("desk", "promise", "f5", N_("promise"), N_("A promise: who does what by when."), "F5", True, 35),
    Key("desk", "moment", "f7", N_("moment"), N_("What kind of moment it is; once more: which stay or order."), "F7"),
    Key("desk", "emergency", "f8", N_("emergency"), N_("Act before the request is heard. It is recorded."), "F8"),
    Key("desk", "close", "f9", N_("close"), N_("Anything else? Then close the conversation."), "F9"),
    Key("desk", "back", "escape", N_("back"), N_("One step back: out of a field, out of a preview."), "Esc"),
    *story("desk"),
    *idea("desk"),
    Key(
        "desk",
        "earlier('h')",
        letter("h"),
        N_("history"),
        N_("The customer's earlier conversations, closed ones too. Enter opens one."),
        "h",
        name="earlier",
    ),
    Key(
        "desk",
        "claim('c')",
        letter("c"),
        N_("says"),
        N_("What the customer says they were promised: kept as said by them, and no promise of ours."),
        "c",
        name="claim",
    ),
    Key(
        "desk",
        "review('r')",
        letter("r"),
        N_("review"),
        N_("What was written, and the steps to its answer."),
        "r",
        True,
        12,
        name="review",
    ),
    Key("desk", "search", "slash", N_("search"), N_("Find another customer."), "/"),
    help_here("desk"),
    # The digits themselves are no binding: the bar judges each by when it was typed (rules K6 and K7).
    Key("bar", "hint", "digits", N_("gesture"), N_("Shows the gesture; Enter gives it."), "1-9", True, 10),
    Key("bar", "take_back", letter("u"), N_("take back"), N_("Takes back what was given last."), "u"),
    Key("bar", "to_wish", letter("w"), N_("wish"), N_("What would make it right?"), "w"),
    Key(
        "bar",
        "lead_here",
        letter("l"),
        N_("lead here"),
        N_("The lead is here: answers what waits at this desk, with a code of their own."),
        "l",
        True,
        11,
    ),
    Key(
        "bar",
        "give_ahead",
        letter("g"),
        N_("ahead"),
        N_("Gives authority ahead: for a person, a desk or everybody."),
        "g",
        True,
        42,
    ),
    Key("bar", "down", "down", N_("down"), N_("One line down."), "↓"),
    Key("bar", "up", "up", N_("up"), N_("One line up."), "↑"),
    Key(
        "ways",
        "lead_here",
        letter("l"),
        N_("lead here"),
        N_("The lead is here: answers at this desk, with a code of their own."),
        "l",
        True,
        11,
    ),
    Key("ways", "withdraw", letter("u"), N_("withdraw"), N_("Takes back what was asked."), "u", True, 12),
    Key("preview", "give", "enter", N_("give"), N_("Gives what the preview shows."), "Enter", True, 10),
)
