"""The day at a glance, where the files are, and completion for shells."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from frontdesk.cli.echo import tell, tell_json
from frontdesk.cli.faults import log_file
from frontdesk.cli.forms import Forms
from frontdesk.cli.frame import Example, argument, command, option
from frontdesk.cli.settings import DATABASE, GUIDELINES, Who, folder_option, json_option, settings_of, with_desk
from frontdesk.cli.words import Words
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import N_, _, ngettext

if TYPE_CHECKING:
    from frontdesk.desk.day_views import Day
    from frontdesk.desk.desk import Desk


@command(
    "day",
    N_("Show the day: promises overdue and due, what was given, what is left of the budgets."),
    Example("frontdesk day", N_("today, as the business counts its days")),
    Example("frontdesk day --date 2026-11-20 --json", N_("an earlier day, as JSON")),
)
@option("--date", "day_text", metavar="DATE", told=N_("The business day, as 2026-11-21; else today."))
@json_option
@with_desk(Who.ANYBODY)
def day(desk: Desk, day_text: str | None, as_json: bool) -> None:
    """Show a business day."""
    from frontdesk.desk import leading

    shown = leading.day(desk, None if day_text is None else _date(day_text))
    if as_json:
        tell_json(Forms(desk).day(shown))
        return
    for line in _lines(shown, Words(desk)):
        tell(line)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BadInput(
            _("{text} is not a date.").format(text=text), _("Write it as year-month-day, for example 2026-11-21.")
        ) from None


def _lines(day: Day, words: Words) -> Iterator[str]:
    yield day.date.isoformat()
    yield from _section(
        _("Overdue"), [_with_customer(words.promise(each, state=False), each.customer_name) for each in day.overdue]
    )
    yield from _section(
        _("Due"), [_with_customer(words.promise(each, state=False), each.customer_name) for each in day.due]
    )
    yield from _section(
        _("Kept"), [_with_customer(words.promise(each, state=False), each.customer_name) for each in day.kept]
    )
    given = [
        ngettext("{count} x {label} {amount}", "{count} x {label} {amount}", each.times)
        .format(count=each.times, label=each.label, amount=words.money(each.value_minor) if each.value_minor else "")
        .rstrip()
        for each in day.given
    ]
    yield from _section(_("Given"), given)
    yield from _section(_("Left of the budgets"), [words.budget(each) for each in day.budgets])
    if day.blocks:
        yield ngettext(
            "Once a limit said “not like this”.", "{count} times a limit said “not like this”.", day.blocks
        ).format(count=day.blocks)
    yield _("Conversations: {open} open, {closed} closed").format(
        open=day.conversations_open, closed=day.conversations_closed
    )


def _section(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"{title}:"
        yield from (f"  {line}" for line in lines)


def _with_customer(line: str, name: str) -> str:
    return f"{name} · {line}" if name else line


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
    tell(script(root, {}, "frontdesk", COMPLETION).source())
