"""The keys of a customer's card and of how the house stands: a part of the registry in `keys`."""

from __future__ import annotations

from frontdesk.ground.language import N_
from frontdesk.ui.keying import LATER, Key, letter

_CARD = N_("The customer's card: who this is, what was promised and given, what they like; everything is edited here.")
_HOUSE = N_("How the house stands: what the guidelines look at, since when, and who said so.")

CARD: tuple[Key, ...] = (
    Key("desk", "card('p')", letter("p"), N_("card"), _CARD, "p", True, 13, name="card"),
    Key("desk", "card", "ctrl+o", N_("card"), _CARD, "^o", name="card_anywhere"),
    Key("start", "card", letter("p"), N_("card"), _CARD, "p", True, 15, name="card"),
    Key("start", "card", "ctrl+o", N_("card"), _CARD, "^o", name="card_anywhere"),
    Key("day", "card", letter("p"), N_("card"), _CARD, "p", True, LATER, name="card"),
    Key("day", "card", "ctrl+o", N_("card"), _CARD, "^o", name="card_anywhere"),
    Key("day", "house", letter("f"), N_("house"), _HOUSE, "f", True, LATER, name="house"),
    Key("card_sheet", "prefer", letter("l"), N_("likes"), N_("Something they like or need, in their words."), "l"),
    Key("card_sheet", "note", letter("n"), N_("note"), N_("What this person needs, what works."), "n"),
    Key(
        "card_sheet",
        "strike",
        letter("x"),
        N_("strike out"),
        N_("Strikes out the marked preference or note, or lets them leave the marked household or company."),
        "x",
    ),
    Key(
        "card_sheet",
        "put_back",
        letter("u"),
        N_("put back"),
        N_("Undoes the marked change; else puts back what was struck out or changed here last."),
        "u",
    ),
    Key("card_sheet", "belongs", letter("b"), N_("belongs with"), N_("The household or company they belong to."), "b"),
    Key("card_sheet", "filter", "slash", N_("find"), N_("Only the lines with these words; in all that there is."), "/"),
    Key(
        "card_sheet",
        "same_person",
        letter("d"),
        N_("same person"),
        N_("Cards that may be the same person, side by side; and those that were made one, to take them apart."),
        "d",
    ),
    Key(
        "card_sheet",
        "hand_over",
        letter("h"),
        N_("hand over"),
        N_("Writes everything that is known of them into two files, for themselves. For those who lead."),
        "h",
    ),
    Key(
        "card_sheet",
        "erase",
        letter("e"),
        N_("erase"),
        N_("Erases somebody who asks for it: first what goes, what stays and what is still open. For those who lead."),
        "e",
    ),
    Key("card_sheet", "back", "escape,ctrl+o", N_("back"), N_("Back to where you came from."), "Esc"),
    Key("card_belongs", "down", "down", N_("list"), N_("Into the list of who was found."), "↓"),
    Key("card_handing", "write", "enter", N_("write"), N_("Writes both files."), "Enter", True, 10),
    Key("card_handing", "back", "escape", N_("back"), N_("Back to the card."), "Esc", True, 20),
    Key("card_erasing", "other", "tab", N_("list"), N_("Between the list and the field below it."), "Tab"),
    Key("card_erasing", "to_list", "up", N_("list"), N_("Into the list."), "↑"),
    Key("house", "back", "escape", N_("back"), N_("Back to the day."), "Esc"),
)
