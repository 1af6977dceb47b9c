"""The clock that everything counts by: whether it can be worked by, and the word of somebody who leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.cli.echo import say, tell, tell_json
from frontdesk.cli.frame import Example, command, option
from frontdesk.cli.settings import Who, json_option, lang_option, with_desk
from frontdesk.ground.errors import DONE, PROBLEM_FOUND
from frontdesk.ground.language import N_, _

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk


@command(
    "clock",
    N_(
        "Say whether the clock of this machine can be worked by: no line of the ledger counts earlier than the one "
        "before it, so a clock that stands before the last line keeps that line's day until it is right again.\n\n"
        "The exit code is 1 while it is behind. Where the clock was far ahead and was set right, somebody who leads "
        "says so; lines that were written meanwhile stay as they are, and count on the day they name."
    ),
    Example("frontdesk clock", N_("what the clock says, and what counts")),
    Example("frontdesk clock --is-right --staff Ilze", N_("it is right now: from here on it counts again")),
)
@option("--is-right", is_flag=True, told=N_("Say, as somebody who leads, that the clock is right now."))
@lang_option
@json_option
@with_desk(Who.ANYBODY)
def clock(desk: Desk, is_right: bool, as_json: bool) -> int:
    """Show the clock, or say that it is right."""
    from frontdesk.desk.gestures import keeping_time

    said = keeping_time.say_clock_is_right(desk) if is_right else None
    behind = keeping_time.clock_behind(desk)
    wall = desk.days().wall(desk.now())
    if as_json:
        seconds = 0 if behind is None else behind.behind_seconds
        tell_json(
            {"now": wall.isoformat(timespec="seconds"), "behind_seconds": seconds, "said_right": said is not None}
        )
    else:
        tell(f"{wall:%Y-%m-%d %H:%M}")
        if said is not None:
            say(_("It is written down that the clock is right now."))
        for line in keeping_time.behind_words(desk, behind):
            say(line)
    return DONE if behind is None else PROBLEM_FOUND
