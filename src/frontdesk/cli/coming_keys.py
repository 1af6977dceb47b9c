"""`frontdesk staff ssh-key`: the keys by which people come in, each as who they are."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from frontdesk.cli.echo import say, tell, tell_json
from frontdesk.cli.frame import Example, argument, command, option
from frontdesk.cli.kiosk_recipe import LAUNCHER, authorized_line
from frontdesk.cli.settings import Who, json_option, with_desk
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import N_, _

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk


@command(
    "ssh-key",
    N_(
        "Print the lines of authorized_keys by which people come in, each as who they are.\n\n"
        "With --add or --remove, a person's key is kept or taken away first. "
        "docs/deploy-ssh.md says where the lines go."
    ),
    Example("frontdesk staff ssh-key Anna --add anna.pub", N_("whoever comes in with that key is Anna")),
    Example("frontdesk staff ssh-key", N_("everybody's lines, for /etc/frontdesk/authorized_keys")),
)
@argument("name", N_("The person; without it everybody."), required=False)
@option("--add", "added", metavar="FILE", told=N_("A public key, or the file it stands in; - reads the input."))
@option("--remove", "removed", metavar="FINGERPRINT", told=N_("The key no longer lets this person in."))
@option(
    "--launcher", metavar="PATH", default=LAUNCHER, show_default=True, told=N_("Where the launcher of the kiosk is.")
)
@json_option
@with_desk(Who.ANYBODY)
def ssh_key(desk: Desk, name: str | None, added: str | None, removed: str | None, launcher: str, as_json: bool) -> None:
    """Keep, take away and print people's keys."""
    from frontdesk.desk.people import ssh_keys

    if name is None and (added or removed):
        raise BadInput(_("Whose key is it?"), _("Write the name: frontdesk staff ssh-key NAME --add FILE"))
    if name is not None and added is not None:
        ssh_keys.add(desk, name, _public_key(added))
    if name is not None and removed is not None:
        ssh_keys.remove(desk, name, removed)
    found = ssh_keys.listed(desk, name)
    if as_json:
        tell_json([{"name": each.name, "fingerprint": each.fingerprint, "key": each.public_key} for each in found])
        return
    for each in found:
        tell(authorized_line(each.fingerprint, each.public_key, each.name, launcher))
    if not found:
        say(_("There is no key yet. Add one with: frontdesk staff ssh-key NAME --add FILE"))


def _public_key(given: str) -> str:
    """What was given as a key: the key itself, a file's text, or the input. Raises BadInput for a file there is not."""
    from frontdesk.desk.people.ssh_keys import KEY_LENGTH_MAX, KINDS

    if given == "-":
        return sys.stdin.read(KEY_LENGTH_MAX)
    if given.split()[:1] and given.split()[0] in KINDS:
        return given
    try:
        with Path(given).open(encoding="utf-8", errors="replace") as file:
            return file.read(KEY_LENGTH_MAX)
    except OSError as error:
        raise BadInput(
            _("{path} cannot be read: {why}.").format(path=given, why=error.strerror or error),
            _("Name the file of the public key; it ends in .pub."),
        ) from error
