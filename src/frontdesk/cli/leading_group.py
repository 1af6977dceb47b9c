"""`frontdesk lead`: what a shift lead does besides serving. Its commands stand in `catalogue.LED`."""

from __future__ import annotations

from pathlib import Path

import click

from frontdesk.cli.catalogue import LED
from frontdesk.cli.frame import Example, group
from frontdesk.cli.settings import folder_option, settings_of, staff_option
from frontdesk.ground.language import N_


@group(
    "lead",
    N_(
        "The lead's work: what waits for an answer, and what is decided about it.\n\n"
        "Without a command it opens the desk on the day."
    ),
    Example("frontdesk lead", N_("the day on the screen: what is owed, what was given, what waits")),
    Example("frontdesk lead approvals", N_("what waits for you, the oldest first")),
)
@folder_option
@staff_option
@click.pass_context
def lead(context: click.Context, folder: Path | None, staff: str | None) -> int | None:
    """The lead's commands; without one, the day on the screen."""
    root = context.find_root()
    root.obj = settings_of(folder, staff)  # what is said here is said to the command, too
    if context.invoked_subcommand is not None:
        return None
    from frontdesk.cli.opening import desk_here

    return desk_here(root.obj, no_color=bool(root.params.get("no_color")), day=True)


lead.listed = LED
lead.invoke_without_command = True
lead.no_args_is_help = False
