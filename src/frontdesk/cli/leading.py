"""The day at a glance, where the files are, and completion for shells."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from frontdesk.cli.echo import json_text, tell, tell_json, tell_lines
from frontdesk.cli.faults import log_file
from frontdesk.cli.frame import Example, argument, command, option
from frontdesk.cli.paper import hand_out, out_options
from frontdesk.cli.settings import (
    Who,
    folder_option,
    json_option,
    lang_option,
    settings_of,
    with_desk,
)
from frontdesk.cli.since import day_named
from frontdesk.cli.words import Words
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import N_, _
from frontdesk.ground.places import DATABASE, GUIDELINES

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.telephone.ring_views import MissedCall


@command(
    "day",
    N_(
        "Show the day: promises overdue and due, what was given, what is left of the budgets, what waits.\n\n"
        "As JSON, it is everything that the screen shows. As a table or a page, customers' names are in it only with "
        "--names."
    ),
    Example("frontdesk day", N_("today, as the business counts its days")),
    Example("frontdesk day --date 2026-11-20 --json", N_("an earlier day, as JSON")),
    Example("frontdesk day --csv --excel --out day.csv", N_("what was given, for a spreadsheet")),
    Example("frontdesk day --csv --what stopped", N_("where limits stopped people, as a table")),
    Example("frontdesk day --csv --what settled", N_("how the conversations of 30 days were settled")),
    Example("frontdesk day --md > day.md", N_("a page to read or to send")),
)
@option("--date", "day_text", metavar="DATE", told=N_("The business day, as 2026-11-21; else today."))
@option("--csv", "as_csv", is_flag=True, told=N_("One table as CSV, in which no text is taken for a formula."))
@option(
    "--what",
    type=click.Choice(["gestures", "promises", "stopped", "budgets", "settled", "bends"]),
    told=N_(
        "Which table: gestures (as without it), promises, stopped, budgets; or of the 30 days before: settled, bends."
    ),
)
@option("--excel", is_flag=True, told=N_("With the mark by which Excel reads the letters rightly."))
@option("--md", "as_page", is_flag=True, told=N_("A page in Markdown."))
@option("--names", is_flag=True, told=N_("With customers' names, in the table or on the page."))
@out_options
@lang_option
@json_option
@with_desk(Who.ANYBODY)
def day(
    desk: Desk,
    day_text: str | None,
    as_csv: bool,
    what: str | None,
    excel: bool,
    as_page: bool,
    names: bool,
    out: Path | None,
    force: bool,
    as_json: bool,
) -> None:
    """Show a business day."""
    if as_csv + as_page + as_json > 1:
        raise BadInput(_("--csv, --md and --json are three forms."), _("Choose one of them, or none."))
    if (what is not None or excel) and not as_csv:
        raise BadInput(_("--what and --excel go with --csv."), _("Add --csv, or leave them out."))
    if names and not (as_csv or as_page):
        raise BadInput(_("--names goes with --csv or --md."), _("Everywhere else the day shows what the screen shows."))
    asked = None if day_text is None else day_named(day_text)
    if as_csv:
        from frontdesk.desk.day.day_tables import GESTURES, day_table
        from frontdesk.desk.paper.tables import BYTE_ORDER_MARK

        table = day_table(desk, what or GESTURES, asked, names=names)
        hand_out((BYTE_ORDER_MARK if excel else "") + table, out, force, exactly=True)
        return
    from frontdesk.desk.day import leading

    shown = leading.day(desk, asked, lines=as_json)
    if as_page:
        from frontdesk.desk.day.day_page import day_page

        hand_out(day_page(desk, shown, names=names), out, force, exactly=True)
    elif as_json:
        from frontdesk.cli.day_form import day_form

        hand_out(json_text(day_form(desk, shown)), out, force)
    else:
        from frontdesk.cli.day_lines import day_lines
        from frontdesk.ground import pages

        hand_out(pages.page(day_lines(shown, Words(desk))).removesuffix("\n"), out, force)


def _called(call: MissedCall) -> str:
    from frontdesk.desk.telephone.ring_words import missed_name, missed_words

    return " · ".join((missed_name(call), missed_words(call), call.id))


@command(
    "paths",
    N_("Show where this desk keeps its files."),
    Example("frontdesk paths", N_("the guidelines, the database and the log, and whether they are there")),
)
@folder_option
@json_option
def paths(folder: Path | None, as_json: bool) -> None:
    """Show the files of the folder."""
    place = settings_of(folder).folder.absolute()
    files = {"folder": place, "guidelines": place / GUIDELINES, "database": place / DATABASE, "log": log_file()}
    if as_json:
        tell_json({name: {"path": str(path), "exists": path.exists()} for name, path in files.items()})
        return
    titles = {
        "folder": _("folder"),
        "guidelines": _("guidelines"),
        "database": _("database"),
        "log": _("log of faults"),
    }
    width = max(len(title) for title in titles.values())
    for name, path in files.items():
        missing = "" if path.exists() else "  " + _("(not there yet)")
        tell(f"{titles[name]:{width}}  {path}{missing}")


@command(
    "completion",
    N_("Print the completion script for a shell."),
    Example("frontdesk completion bash >> ~/.bashrc", N_("Tab then completes commands and options")),
)
@argument("shell", N_("bash, zsh or fish."), type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print a completion script."""
    from click.shell_completion import get_completion_class

    from frontdesk.cli.main import COMPLETION

    script = get_completion_class(shell)
    root = click.get_current_context().find_root().command
    assert script is not None
    tell_lines(script(root, {}, "frontdesk", COMPLETION).source())
