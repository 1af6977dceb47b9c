"""`frontdesk kiosk`: the desk for people who come in over SSH, with no way from it to a file or a command."""

from __future__ import annotations

import os
import stat
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from frontdesk.cli import kiosk_recipe
from frontdesk.cli.coming_in import Arrival, arrival
from frontdesk.cli.echo import tell_lines
from frontdesk.cli.frame import Example, command, option
from frontdesk.cli.settings import FILE, must_be_business, now
from frontdesk.ground import environment, language
from frontdesk.ground.errors import USAGE, Misconfigured
from frontdesk.ground.language import N_, _
from frontdesk.ground.places import DATABASE

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_WRITABLE = stat.S_IWGRP | stat.S_IWOTH


@command(
    "kiosk",
    N_(
        "The desk for people who come in over SSH: no shell, no file and no command is reachable from it.\n\n"
        "It goes by what stands on its command line and by nothing that a terminal sends along. "
        "docs/deploy-ssh.md sets it up step by step."
    ),
    Example("frontdesk kiosk --folder /srv/frontdesk", N_("as the launcher starts it")),
    Example("frontdesk kiosk --folder /srv/frontdesk --recipe launcher", N_("the launcher; also sshd, and sudoers")),
)
@option("--folder", type=FILE, metavar="DIR", required=True, told=N_("The business's folder; it is never looked for."))
@option("--desk", metavar="NAME", default="desk 1", show_default=True, told=N_("What this desk is called."))
@option("--key", metavar="FINGERPRINT", told=N_("Whose key it was, as a line of authorized_keys says."))
@option("--look", type=click.Choice(["dark", "light", "16"]), told=N_("Colours of the screen."))
@option(
    "--recipe",
    type=click.Choice(list(kiosk_recipe.RECIPES)),
    told=N_("Print a file of the set-up instead: the launcher, the part of sshd_config, the rule for sudo."),
)
@option(
    "--service", metavar="USER", default=kiosk_recipe.SERVICE, show_default=True, told=N_("In a recipe: who owns it.")
)
@option(
    "--launcher",
    metavar="PATH",
    default=kiosk_recipe.LAUNCHER,
    show_default=True,
    told=N_("In a recipe: where the launcher stands."),
)
def kiosk(
    folder: Path, desk: str, key: str | None, look: str | None, recipe: str | None, service: str, launcher: str
) -> int | None:
    """Open the desk for whoever came in, or print a part of the recipe."""
    if recipe is not None:
        place = kiosk_recipe.Place(folder.absolute(), Path(sys.executable), launcher, service, desk)
        tell_lines(kiosk_recipe.RECIPES[recipe](place).rstrip("\n"))
        return None
    environment.narrow(os.environ)  # before anything is imported that goes by it
    language.use(language.preferred())
    who = arrival(os.environ, key)
    whole = own_business(folder)
    _leave_no_traces()
    from frontdesk.cli.opening import terminal_missing

    if terminal_missing():
        return USAGE

    def opening() -> Desk:
        return _opened(whole, desk, who)

    from frontdesk.ui import kiosk as screen

    return screen.run(opening, look=look or "")


def _opened(folder: Path, name: str, who: Arrival) -> Desk:
    """The desk with whoever came in at it; whom neither user nor key names is asked by the screen, for their code."""
    from frontdesk.desk.opening import open_desk

    user, key = who.os_user or None, who.fingerprint or None
    desk = open_desk(folder, staff=None, clock=now, desk_name=name, os_user=user, key=key, outside=True)
    return replace(desk, writes_files=False)


def own_business(folder: Path) -> Path:
    """The folder, whole and resolved. Raises Misconfigured when it holds no business or others can get at it."""
    whole = Path(os.path.realpath(folder))
    must_be_business(whole)
    if not hasattr(os, "getuid"):
        return whole
    for path in (whole, whole / DATABASE.parent, whole / DATABASE):
        if path.exists():
            _must_be_own(path, _OTHERS)
    for path in whole.parents:
        _must_be_own(path, _WRITABLE)
    return whole


def _must_be_own(path: Path, forbidden: int) -> None:
    """Nobody but its owner, who is this user or root, may do with `path` what `forbidden` says."""
    status = path.stat()
    if status.st_uid not in (0, os.getuid()):
        raise Misconfigured(
            _("{path} belongs to somebody else, so it is not safe from them.").format(path=path),
            _("Give it to the user that runs the desk: chown -R {user} {path}").format(user=os.getuid(), path=path),
        )
    if status.st_mode & forbidden and not (status.st_mode & stat.S_ISVTX and path.is_dir()):
        raise Misconfigured(
            _("Other users of this machine can get at {path}.").format(path=path),
            _("Close it: chmod -R go-rwx {path}").format(path=path)
            if forbidden == _OTHERS
            else _("Close it: chmod go-w {path}").format(path=path),
        )


def _leave_no_traces() -> None:
    """Files are for the owner alone, no picture of the memory is written, and no folder of the caller's is stood in."""
    os.umask(0o077)
    os.chdir("/")
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):  # not every system has it; it is the second wall, not the first
        return
