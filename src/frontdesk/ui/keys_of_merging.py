"""The keys of cards that may be one person: a part of the registry in `keys`."""

from __future__ import annotations

from frontdesk.ground.language import N_
from frontdesk.ui.keying import Key, letter

_SAME = N_("Cards that may be the same person: looked at side by side, made one, or kept as two people.")

MERGING: tuple[Key, ...] = (
    Key("desk", "duplicates('d')", letter("d"), N_("same person"), _SAME, "d", name="duplicates"),
    Key("day", "duplicates('d')", letter("d"), N_("same person"), _SAME, "d", name="duplicates"),
    Key(
        "duplicates", "two_people", letter("t"), N_("two people"), N_("The marked cards are two people."), "t", True, 12
    ),
    Key("duplicates", "more", letter("m"), N_("more"), N_("The next pairs."), "m", True, 13),
    Key(
        "duplicates", "apart", letter("a"), N_("apart"), N_("Takes a merged card apart; Enter confirms."), "a", True, 14
    ),
    Key("duplicates", "back", "escape", N_("back"), N_("One step back."), "Esc", True, 20),
    Key(
        "merge",
        "one_person",
        letter("y"),
        N_("one person"),
        N_("They are one person: the cards become one."),
        "y",
        True,
        11,
    ),
    Key(
        "merge", "swap", letter("x"), N_("the other stays"), N_("The other card is the one that stays."), "x", True, 12
    ),
    Key(
        "merge",
        "two_people",
        letter("t"),
        N_("two people"),
        N_("These are two people; never asked again."),
        "t",
        True,
        13,
    ),
    Key("merge", "scroll_text(-8)", "pageup,up", N_("up"), N_("Scrolls back.")),
    Key("merge", "scroll_text(8)", "pagedown,down", N_("down"), N_("Scrolls on."), name="scroll_on"),
    Key("merge", "back", "escape", N_("back"), N_("Leaves both cards as they are."), "Esc", True, 20),
)
