"""Sheets for people: the line-up before a shift, the hand-over after it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from frontdesk.cli.echo import json_text
from frontdesk.cli.frame import Example, command, option
from frontdesk.cli.paper import hand_out, out_options
from frontdesk.cli.settings import Who, json_option, lang_option, with_desk
from frontdesk.cli.since import day_named
from frontdesk.ground.language import N_

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk


@command(
    "lineup",
    N_(
        "Print the line-up for a shift: one story, what is owed, one question, what is new.\n\n"
        "It is one page of 80 columns, made from the last 24 hours. No customer's name stands on it unless it is asked "
        "for. A story is told by the line-up of one day."
    ),
    Example("frontdesk lineup", N_("the page for the shift that begins now")),
    Example("frontdesk lineup --lang lv --out lineup.txt", N_("in Latvian, into a file that must be new")),
    Example("frontdesk lineup | lp", N_("to the printer")),
)
@option("--date", "day_text", metavar="DATE", told=N_("The business day of the shift, as 2026-11-21; else today."))
@option("--names", is_flag=True, told=N_("With customers' names, and their words as they were typed."))
@out_options
@lang_option
@json_option
@with_desk(Who.ANYBODY)
def lineup(desk: Desk, day_text: str | None, names: bool, out: Path | None, force: bool, as_json: bool) -> None:
    """Print the line-up."""
    from frontdesk.desk.day import lining_up

    made = lining_up.line_up(desk, None if day_text is None else day_named(day_text))
    if as_json:
        from frontdesk.cli.day_form import line_up_form

        hand_out(json_text(line_up_form(desk, made, named=names)), out, force)
        return
    from frontdesk.desk.day.line_up_sheet import line_up_text

    hand_out(line_up_text(desk, made, names=names), out, force)


@command(
    "handover",
    N_(
        "Print what the next shift takes over: promises, open conversations, what waits, what is left.\n\n"
        "Customers' names and words stand on it, so that nobody has to ask a second time."
    ),
    Example("frontdesk handover", N_("everything that is open now, on pages of 80 columns")),
    Example("frontdesk handover --out handover.txt --force", N_("into a file, over the one of the shift before")),
    Example("frontdesk handover --json", N_("the same as JSON")),
)
@out_options
@lang_option
@json_option
@with_desk(Who.ANYBODY)
def handover(desk: Desk, out: Path | None, force: bool, as_json: bool) -> None:
    """Print the hand-over."""
    from frontdesk.desk.promises import handing_over

    made = handing_over.page(desk)
    if as_json:
        from frontdesk.cli.day_form import handover_form

        hand_out(json_text(handover_form(desk, made)), out, force)
        return
    from frontdesk.desk.day.handover_sheet import handover_text

    hand_out(handover_text(desk, made), out, force)
