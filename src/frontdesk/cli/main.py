"""`frontdesk`: the root of all commands, and what happens when none is named."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from frontdesk import __version__
from frontdesk.cli import echo
from frontdesk.cli.catalogue import LISTED
from frontdesk.cli.faults import settle
from frontdesk.cli.frame import Example, Group, group, option
from frontdesk.cli.settings import FILE, Settings, lang_option
from frontdesk.ground import language
from frontdesk.ground.language import N_

COMPLETION = "_FRONTDESK_COMPLETE"


def _version(context: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted:
        echo.tell(f"frontdesk {__version__}")
        context.exit()


@group(
    "frontdesk",
    N_(
        "The desk: the customer's story, a way of listening, and authority within exact limits.\n\n"
        "Without a command it opens the desk of the folder you stand in (its guidelines.yaml and data/)."
    ),
    Example("frontdesk demo", N_("a practice desk with people in it, removed when you leave")),
    Example("frontdesk --folder ~/hotel --staff Anna", N_("opens the desk of that folder as Anna")),
    Example("frontdesk customers find 456 --json", N_("finds a customer by the tail of a phone number")),
)
@option(
    "--folder",
    type=FILE,
    metavar="DIR",
    default=Path("."),
    envvar="FRONTDESK_FOLDER",
    show_envvar=True,
    told=N_("The business's folder; else the one you stand in."),
)
@option("--staff", metavar="NAME", envvar="FRONTDESK_STAFF", show_envvar=True, told=N_("Who works at the desk."))
@option(
    "--desk",
    metavar="NAME",
    default="desk 1",
    envvar="FRONTDESK_DESK",
    show_envvar=True,
    show_default=True,
    told=N_("What this desk is called."),
)
@lang_option
@option(
    "--lock-after",
    type=click.FloatRange(0, 15, min_open=True),
    metavar="MINUTES",
    default=5.0,
    show_default=True,
    told=N_("After so long without a key the screen shows nothing until somebody signs in; at most 15."),
)
@option("--no-color", is_flag=True, told=N_("Words and symbols only, no colour (as NO_COLOR does)."))
@option("--version", is_flag=True, is_eager=True, callback=_version, expose_value=False, told=N_("Print the version."))
@click.pass_context
def root(
    context: click.Context, folder: Path, staff: str | None, desk: str, lock_after: float, no_color: bool
) -> int | None:
    """Keep what was said before the command; without one, open the desk."""
    context.obj = Settings(folder, staff, desk, lock_after)
    if context.invoked_subcommand is not None:
        return None
    from frontdesk.cli.opening import desk_here

    return desk_here(context.obj, no_color=no_color)


assert isinstance(root, Group)
root.listed = LISTED
root.invoke_without_command = True
root.no_args_is_help = False


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code (ground/errors.py); never raises, never shows a traceback."""
    echo.prepare()
    preferred = language.preferred()
    if preferred != "en":
        language.use(preferred)
    line = list(sys.argv[1:] if arguments is None else arguments)

    return settle(lambda: _done(line))


def _done(line: list[str]) -> object:
    """Run the command line, with everything it said written out. What goes wrong is raised to `settle`."""
    if COMPLETION in os.environ:
        from click.shell_completion import shell_complete

        return shell_complete(root, {}, "frontdesk", COMPLETION, os.environ[COMPLETION])
    try:
        with root.make_context("frontdesk", line) as context:
            code = root.invoke(context)
    except click.exceptions.Exit as left:
        code = left.exit_code
    echo.flush()
    return code
