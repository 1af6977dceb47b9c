"""One registry of keys: bindings, footer, help and palette are derived from it, and nothing else binds a key.

Rules K1 to K7: digits give, Enter confirms, F-keys and ctrl-keys work everywhere, single letters only where no
field has the focus and then on every layout. Labels stand here as literals and are translated when they are shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from textual.binding import ActiveBinding, Binding
from textual.widget import Widget

from frontdesk.ground.language import N_, _

_LATIN = "qwertyuiopasdfghjklzxcvbnm"
_RUSSIAN = "йцукенгшщзфывапролдячсмить"
_UKRAINIAN = "йцукенгшщзфівапролдячсмить"


@dataclass(frozen=True, slots=True)
class Key:
    """One thing a key does.

    `place` is the screen or widget whose BINDINGS hold it; `keys` are Textual's key names, comma separated.
    `rank` orders the footer, lowest first. `palette` offers it in the command palette, too.
    """

    place: str
    action: str
    keys: str
    label: str
    help: str
    display: str = ""
    show: bool = False
    rank: int = 50
    priority: bool = False
    palette: bool = False
    name: str = ""

    @property
    def id(self) -> str:
        """The name under which a keymap may move this key; `name` tells two keys of one action apart."""
        return f"{self.place}.{self.name or self.action}"


def letter(latin: str) -> str:
    """The key names of a letter on Latin and Cyrillic layouts, both cases ("k" is also "л"), for `Key.keys`."""
    position = _LATIN.index(latin)
    same = dict.fromkeys((latin, _RUSSIAN[position], _UKRAINIAN[position]))
    return ",".join(each for lower in same for each in (lower, lower.upper()))


REGISTRY: tuple[Key, ...] = (
    # Everywhere
    Key(
        "app",
        "find_customer",
        "f2",
        N_("find"),
        N_("Find a customer, or see who is waiting. A conversation without a name goes on with whom you find."),
        "F2",
        True,
        32,
        name="find",
    ),
    Key("app", "day", "f6", N_("day"), N_("The day: promises, gestures, budgets."), "F6", True, 36, palette=True),
    Key("app", "help", "f1", N_("help"), N_("What this part of the screen is for, and its keys."), "F1", True, 90),
    Key(
        "app",
        "save_and_quit",
        "ctrl+q",
        N_("quit"),
        N_("Save what is being typed and leave."),
        "^q",
        True,
        95,
        priority=True,
    ),
    Key("app", "hint_quit", "ctrl+c", N_("how to leave"), N_("Says which key leaves the program.")),
    # A list of lines
    Key("rows", "up", "up", N_("up"), N_("One line up; from the first line back to the search."), "↑"),
    Key("rows", "down", "down", N_("down"), N_("One line down."), "↓"),
    Key("rows", "page_up", "pageup", N_("page up"), N_("One page up.")),
    Key("rows", "page_down", "pagedown", N_("page down"), N_("One page down.")),
    Key("rows", "first", "home", N_("first"), N_("The first line.")),
    Key("rows", "last", "end", N_("last"), N_("The last line.")),
    Key("rows", "open", "enter", N_("open"), N_("Opens the chosen line."), "Enter", True, 10),
    # Start: search over the queue
    Key("search", "down", "down", N_("list"), N_("Into the list below."), "↓", True, 12),
    Key("search", "open", "enter", N_("open"), N_("Opens the line marked in the list."), "Enter", True, 10),
    Key("start", "back", "escape", N_("back"), N_("Back to the search; once more empties it."), "Esc"),
    Key("start", "keep", letter("k"), N_("kept"), N_("The chosen promise was kept."), "k", True, 14),
    Key("start", "new_customer", letter("n"), N_("new"), N_("A new customer."), "n", True, 16),
    Key("start", "unnamed", letter("u"), N_("unnamed"), N_("Talk with somebody who gives no name."), "u", True, 18),
    Key(
        "start",
        "unnamed",
        "f7",
        N_("unnamed"),
        N_("Talk with somebody who gives no name."),
        "F7",
        True,
        37,
        name="unnamed_f",
    ),
    Key(
        "start",
        "idea('i')",
        letter("i"),
        N_("idea"),
        N_("An idea for the guidelines, in one line, tied to what stands here."),
        "i",
        True,
        41,
        name="idea",
    ),
    Key(
        "start",
        "idea",
        "f12",
        N_("idea"),
        N_("An idea for the guidelines, in one line, tied to what stands here."),
        "F12",
        name="idea_f",
    ),
    Key(
        "start",
        "review",
        letter("r"),
        N_("review"),
        N_("Enters a review or a letter as it was written; its answer is owed by a time."),
        "r",
        True,
        19,
        name="review",
    ),
    Key(
        "start",
        "review",
        "f8",
        N_("review"),
        N_("Enters a review or a letter as it was written; its answer is owed by a time."),
        "F8",
        name="review_f",
    ),
    Key("start", "search", "slash", N_("search"), N_("Back to the search."), "/"),
    Key("start", "help_here", "question_mark", N_("help"), N_("Help."), "?"),
    # The small question about a promise
    Key("promise_choice", "back", "escape", N_("back"), N_("Leaves it as it is."), "Esc", True, 20),
    # Forms over a room: a story, an idea, an answer to one, a review
    Key("form", "back", "escape", N_("back"), N_("Leaves it; words that are not kept yet are said first."), "Esc"),
    Key("idea_sheet", "scroll_text(-8)", "pageup", N_("up"), N_("Scrolls back.")),
    Key("idea_sheet", "scroll_text(8)", "pagedown", N_("down"), N_("Scrolls on."), name="scroll_on"),
    Key("review_sheet", "act", "f4", N_("act"), N_("To the gestures, once it was read."), "F4"),
    Key("review_sheet", "promise", "f5", N_("promise"), N_("Who does what by when."), "F5"),
    # A new customer
    Key("new_customer", "save", "ctrl+s", N_("save"), N_("Saves, and starts the conversation.")),
    Key("new_customer", "back", "escape", N_("back"), N_("Back without a new customer."), "Esc", True, 20),
    # The day
    Key("day", "earlier", "left", N_("days"), N_("The business day before."), "←→", True, 11),
    Key("day", "later", "right", N_("after"), N_("The business day after."), "→"),
    Key("day", "today", letter("t"), N_("today"), N_("Back to today."), "t"),
    Key(
        "day",
        "yes",
        letter("y"),
        N_("yes"),
        N_("Answers what waits with a yes: the marked one, or the oldest."),
        "y",
        True,
        12,
    ),
    Key("day", "other", letter("o"), N_("other"), N_("Answers what waits with something else instead."), "o", True, 13),
    Key("day", "keep", letter("k"), N_("kept"), N_("The chosen promise was kept."), "k", True, 14),
    Key("day", "reassign", letter("r"), N_("owner"), N_("Somebody else keeps the chosen promise."), "r", True, 15),
    Key(
        "day",
        "call",
        letter("c"),
        N_("call"),
        N_("The customer's number in big figures, and when they want to hear."),
        "c",
        True,
        16,
    ),
    Key(
        "day",
        "filter",
        "slash",
        N_("filter"),
        N_("Only the lines with these words: a customer, a gesture, a thing."),
        "/",
        True,
        17,
    ),
    Key(
        "day",
        "story('s')",
        letter("s"),
        N_("story"),
        N_("A story: what went well, in the customer's words, and who is thanked."),
        "s",
        True,
        40,
        name="story",
    ),
    Key(
        "day",
        "story",
        "f10",
        N_("story"),
        N_("A story: what went well, in the customer's words, and who is thanked."),
        "F10",
        name="story_f",
    ),
    Key(
        "day",
        "idea('i')",
        letter("i"),
        N_("idea"),
        N_("An idea for the guidelines, in one line, tied to what stands here."),
        "i",
        True,
        41,
        name="idea",
    ),
    Key(
        "day",
        "idea",
        "f12",
        N_("idea"),
        N_("An idea for the guidelines, in one line, tied to what stands here."),
        "F12",
        name="idea_f",
    ),
    Key(
        "day",
        "all_ideas",
        letter("a"),
        N_("all ideas"),
        N_("Every idea: answered, adopted, and what came of those that are in force."),
        "a",
    ),
    Key(
        "day",
        "line_up",
        letter("l"),
        N_("line-up"),
        N_("The sheet for the next shift: a story, what is promised, a question, what is new. Also as a file."),
        "l",
        True,
        46,
    ),
    Key(
        "day",
        "hand_over",
        letter("h"),
        N_("hand over"),
        N_("The sheet of everything that is open now, for whoever takes over. Also as a file."),
        "h",
        True,
        47,
    ),
    Key("sheet", "back", "escape,q,Q,й,Й", N_("back"), N_("Back to the day."), "Esc", True, 20),
    Key("day", "other_column", "tab,shift+tab", N_("column"), N_("To the other column."), "Tab", True, 18),
    Key("day", "back", "escape", N_("back"), N_("Shows every line again; once more, back to the desk."), "Esc"),
    Key("day", "help_here", "question_mark", N_("help"), N_("Help."), "?"),
    Key("day_filter", "done", "enter,down", N_("list"), N_("Into the list, with these words kept."), "Enter", True, 10),
    Key("day_filter", "leave", "escape", N_("all lines"), N_("Shows every line again."), "Esc", True, 11),
    Key("list", "back", "escape", N_("back"), N_("Back to the day."), "Esc", True, 20),
    Key("owner", "pick", "1,2,3,4,5,6,7,8,9", N_("choose"), N_("The digit beside the name."), "1-9", True, 10),
    Key("owner", "back", "escape", N_("back"), N_("Leaves it as it is."), "Esc", True, 20),
    Key(
        "day",
        "give_ahead",
        letter("g"),
        N_("ahead"),
        N_("Gives authority ahead: for a person, a desk or everybody."),
        "g",
        True,
        17,
    ),
    # An answer to what was asked above somebody's authority, and authority given ahead
    Key("approval", "back", "escape", N_("back"), N_("One step back; what waits goes on waiting."), "Esc", True, 20),
    Key("answer", "agree", "enter", N_("yes"), N_("Says yes to what stands there."), "Enter", True, 10),
    Key("answer", "other", letter("o"), N_("something else"), N_("Offers something else instead."), "o", True, 11),
    Key("lead_here", "back", "escape", N_("back"), N_("Back; what waits goes on waiting."), "Esc", True, 20),
    Key("grant", "back", "escape", N_("back"), N_("One step back; nothing is given ahead."), "Esc", True, 20),
    # Opening and signing in
    Key("sign_in", "pick", "1,2,3,4,5,6,7,8,9", N_("sign in"), N_("The digit beside your name."), "1-9", True, 10),
    Key("opening", "retry", "enter", N_("try again"), N_("Opens the desk once more."), "Enter", True, 10),
    Key("help", "back", "escape,f1,q,Q,й,Й", N_("close"), N_("Closes the help."), "Esc", True, 10),
    # The conversation
    Key("desk", "request", "f3", N_("request"), N_("The customer's words: request, then wish."), "F3", True, 33),
    Key("desk", "act", "f4", N_("act"), N_("To the gestures."), "F4", True, 34),
    Key("desk", "promise", "f5", N_("promise"), N_("A promise: who does what by when."), "F5", True, 35),
    Key("desk", "moment", "f7", N_("moment"), N_("What kind of moment it is; once more: which stay or order."), "F7"),
    Key("desk", "emergency", "f8", N_("emergency"), N_("Act before the request is heard. It is recorded."), "F8"),
    Key("desk", "close", "f9", N_("close"), N_("Anything else? Then close the conversation."), "F9"),
    Key("desk", "back", "escape", N_("back"), N_("One step back: out of a field, out of a preview."), "Esc"),
    Key(
        "desk",
        "story('s')",
        letter("s"),
        N_("story"),
        N_("A story: what went well, in the customer's words, and who is thanked."),
        "s",
        True,
        40,
        name="story",
    ),
    Key(
        "desk",
        "story",
        "f10",
        N_("story"),
        N_("A story: what went well, in the customer's words, and who is thanked."),
        "F10",
        name="story_f",
    ),
    Key(
        "desk",
        "idea('i')",
        letter("i"),
        N_("idea"),
        N_("An idea for the guidelines, in one line, tied to what stands here."),
        "i",
        True,
        41,
        name="idea",
    ),
    Key(
        "desk",
        "idea",
        "f12",
        N_("idea"),
        N_("An idea for the guidelines, in one line, tied to what stands here."),
        "F12",
        name="idea_f",
    ),
    Key(
        "desk",
        "earlier",
        letter("h"),
        N_("history"),
        N_("The customer's earlier conversations, closed ones too. Enter opens one."),
        "h",
    ),
    Key(
        "desk",
        "claim",
        letter("c"),
        N_("says"),
        N_("What the customer says they were promised: kept as said by them, and no promise of ours."),
        "c",
    ),
    Key(
        "desk",
        "review",
        letter("r"),
        N_("review"),
        N_("What was written, and the steps to its answer."),
        "r",
        True,
        12,
    ),
    Key("desk", "search", "slash", N_("search"), N_("Find another customer."), "/"),
    Key("desk", "help_here", "question_mark", N_("help"), N_("Help."), "?"),
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
        92,
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


_RANKS = {key.id: key.rank for key in REGISTRY}


def keys(place: str) -> tuple[Key, ...]:
    """The keys of a place, in the order of the registry."""
    return tuple(key for key in REGISTRY if key.place == place)


def bindings(place: str) -> list[Binding]:
    """BINDINGS of the screen or widget `place`.

    Digits become one binding each, of the action with the digit in it (`gesture(3)`); the footer shows one.
    """
    found = keys(place)
    if not found:
        raise KeyError(place)
    return [binding for key in found for binding in _bindings_of(key)]


def _bindings_of(key: Key) -> Iterable[Binding]:
    if key.keys[0] in "123456789":
        for digit in key.keys.split(","):
            shown = key.show and digit == "1"
            yield _binding(replace(key, keys=digit, show=shown), f"{key.action}({digit})", f"{key.id}.{digit}")
    else:
        yield _binding(key, key.action, key.id)


def _binding(key: Key, action: str, name: str) -> Binding:
    return Binding(
        key=key.keys,
        action=action,
        description=key.label,
        show=key.show,
        key_display=key.display or None,
        priority=key.priority,
        tooltip=key.help,
        id=name,
    )


def rank(binding: Binding) -> int:
    """Where a binding stands in the footer; one that the registry does not know comes last."""
    return _RANKS.get((binding.id or "").rstrip(".123456789"), 99)


def translated(active: dict[str, ActiveBinding], focused: Widget | None = None) -> dict[str, ActiveBinding]:
    """Active bindings in the language in force and in the footer's order.

    Screens override `active_bindings` with it: literals stay in BINDINGS, words are looked up when they are read.
    Textual does not know that a field takes the slash as text (its name is no character's name), so it is left out
    here while `focused` does.
    """
    ordered = sorted(active.items(), key=lambda item: rank(item[1].binding))
    taken = focused is not None and focused.check_consume_key("slash", "/")
    return {name: _said(each) for name, each in ordered if not (taken and name == "slash")}


def _said(active: ActiveBinding) -> ActiveBinding:
    binding = active.binding
    words = replace(
        binding,
        description=_(binding.description) if binding.description else "",
        tooltip=_(binding.tooltip) if binding.tooltip else "",
    )
    return active._replace(binding=words, tooltip=_(active.tooltip) if active.tooltip else "")
