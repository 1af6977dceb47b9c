"""Who came in at a kiosk: the user of the machine who was let in by sudo, or the owner of an SSH key.

The environment alone says nothing: whoever can set it could be anybody. SUDO_USER counts when the process that
started this one is another user's (root's, which is sudo itself, or the caller's), and the user list of the machine
knows SUDO_UID by that very name. A key counts when it stands on the command line, which `authorized_keys` writes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import _

FINGERPRINT = re.compile(r"SHA256:[A-Za-z0-9+/]{43}", re.ASCII)
_ROOT = 0


@dataclass(frozen=True, slots=True)
class Arrival:
    """How somebody came in: as a user of the machine, with a key, or neither; then the screen asks who it is."""

    os_user: str = ""
    fingerprint: str = ""


def arrival(environment: Mapping[str, str], key: str | None) -> Arrival:
    """Who came in. Raises BadInput for a key that is no fingerprint, and for a key beside a user who came by sudo.

    By sudo the caller chooses the command line, so a key in it would be anybody's.
    """
    user = user_by_sudo(environment)
    if key is None:
        return Arrival(os_user=user)
    if user:
        raise BadInput(
            _("A key counts only where authorized_keys names it, and this came by sudo."),
            _("Take --key out of the sudo rule: {user} is known without it.").format(user=user),
        )
    if not FINGERPRINT.fullmatch(key):
        raise BadInput(
            _("{key} is no fingerprint of a key.").format(key=key[:60]),
            _("Print the lines anew with: frontdesk staff ssh-key"),
        )
    return Arrival(fingerprint=key)


def user_by_sudo(environment: Mapping[str, str]) -> str:
    """The user of the machine for whom sudo started this program; "" when sudo did not, or nothing proves it."""
    name, number = environment.get("SUDO_USER", ""), environment.get("SUDO_UID", "")
    if not name or not number.isascii() or not number.isdigit() or not hasattr(os, "getuid"):
        return ""
    caller, own = int(number), os.getuid()
    if caller == own or _parents_user() not in {_ROOT, caller} - {own}:
        return ""
    return name if _name_of(caller) == name else ""


def _name_of(number: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(number).pw_name
    except (KeyError, OverflowError):  # nobody has that number
        return ""


def _parents_user() -> int | None:
    """The user of the process that started this one; None where the system does not say."""
    try:
        lines = Path(f"/proc/{os.getppid()}/status").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    numbers = next((line.split()[1:] for line in lines if line.startswith("Uid:")), [])
    return int(numbers[0]) if numbers else None
