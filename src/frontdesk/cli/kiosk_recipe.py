"""What lets people in over SSH and nowhere else, as files to be put in their places: docs/deploy-ssh.md says how.

Everything here is made of the patterns that the kiosk itself goes by, so that the shell and the program agree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from frontdesk.ground import environment

GROUP = "frontdesk-desks"
SERVICE = "frontdesk"
LAUNCHER = "/opt/frontdesk/bin/kiosk"
KEYS = "/etc/frontdesk"


# DisableForwarding alone leaves agents and X11 open before OpenSSH 10.0 (CVE-2025-32728): each has its own line, too.
_CLOSED = """\
  AuthenticationMethods publickey
  DisableForwarding yes
  AllowAgentForwarding no
  AllowTcpForwarding no
  AllowStreamLocalForwarding no
  X11Forwarding no
  PermitTunnel no
  PermitUserRC no
  PermitTTY yes
  ClientAliveInterval 15
  ClientAliveCountMax 4
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where things are on the machine: the business, the program, its launcher, its user, the people and their keys."""

    folder: Path
    python: Path
    launcher: str = LAUNCHER
    service: str = SERVICE
    desk: str = "desk 1"
    group: str = GROUP
    keys: str = KEYS


def launcher(place: Place) -> str:
    """The script that starts the kiosk with a short list of what came along; everything else of it is gone (T09).

    It runs nothing but `env` by its full name, and uses only words of the shell that no variable can change.
    """
    lines = [
        "#!/bin/sh",
        "# Starts the desk for somebody who comes in over SSH. Made by: frontdesk kiosk --recipe launcher",
        "# Nothing of the environment gets in but what is named here, each by its pattern.",
        "set -f",
        'case "${TERM:-}" in',
        '  "") term= ;;',
        f'  {"|".join(environment.TERMINALS)}) term="TERM=$TERM" ;;',
        f"  *) term=TERM={environment.USUAL_TERMINAL} ;;",
        "esac",
        *_words(environment.LANGUAGES, environment.LANGUAGE_LENGTH_MAX),
        *_words(environment.CALLERS, environment.CALLER_LENGTH_MAX),
        'case "${COLORTERM:-}" in',
        f'  {"|".join(environment.COLOURS)}) colours="COLORTERM=$COLORTERM" ;;',
        "  *) colours= ;;",
        "esac",
        'case "${NO_COLOR:-}" in "") plain= ;; *) plain=NO_COLOR=1 ;; esac',
        "umask 077",
        "cd / || exit 2",
        "exec /usr/bin/env -i \\",
        f"  PATH={environment.COMMAND_PATH} LANG={environment.USUAL_LANGUAGE} \\",
        '  ${term:+"$term"} ${colours:+"$colours"} ${plain:+"$plain"} \\',
        *(f'  ${{{_local(name)}:+"${_local(name)}"}} \\' for name in (*environment.LANGUAGES, *environment.CALLERS)),
        f"  {quote(str(place.python))} -I -B -X utf8 -m frontdesk kiosk \\",
        f'  --folder {quote(str(place.folder))} --desk {quote(place.desk)} "$@"',
    ]
    return "\n".join(lines) + "\n"


def _local(name: str) -> str:
    return "kept_" + name.lower()


def _words(names: tuple[str, ...], length_max: int) -> list[str]:
    """Keep each variable that is short and has only letters, digits and a few signs."""
    lines = []
    for name in names:
        lines += [
            f'case "${{{name}:-}}" in',
            f'  ""|*[!A-Za-z0-9_.@-]*|{"?" * length_max}?*) {_local(name)}= ;;',
            f'  *) {_local(name)}="{name}=${name}" ;;',
            "esac",
        ]
    return lines


def sshd(place: Place) -> str:
    """The part of sshd_config: whoever is in the group gets the desk and nothing else."""
    return f"""\
# /etc/ssh/sshd_config.d/frontdesk.conf. Made by: frontdesk kiosk --recipe sshd
# These two stand outside of Match: what a terminal sends along never reaches a program.
PermitUserEnvironment no
AcceptEnv {" ".join(environment.LANGUAGES)}

# One user of the machine for each person; sudo tells the desk which.
Match Group {place.group}
  ForceCommand /usr/bin/sudo -n -u {place.service} {place.launcher}
  AuthorizedKeysFile {place.keys}/keys/%u
{_CLOSED}
# Or one user for all, a key for each person: the lines come from `frontdesk staff ssh-key`.
Match User {place.service}
  AuthorizedKeysFile {place.keys}/authorized_keys
{_CLOSED}
Match all
"""


def sudoers(place: Place) -> str:
    """The rule of sudo: this one command, without an argument, with an environment of sudo's own."""
    return f"""\
# /etc/sudoers.d/frontdesk (0440). Made by: frontdesk kiosk --recipe sudoers
Defaults:%{place.group} env_reset, !setenv, closefrom=3
%{place.group} ALL=({place.service}) NOPASSWD: NOSETENV: {place.launcher} ""
"""


def authorized_line(fingerprint: str, public_key: str, name: str, launcher_path: str = LAUNCHER) -> str:
    """A line of authorized_keys: who comes in with this key gets the desk as its owner, and nothing else."""
    comment = " ".join("".join(each if each.isprintable() else " " for each in name).split())
    return f'restrict,pty,command="{launcher_path} --key {fingerprint}" {public_key} {comment}'.rstrip()


RECIPES: dict[str, Callable[[Place], str]] = {"launcher": launcher, "sshd": sshd, "sudoers": sudoers}
"""What `frontdesk kiosk --recipe NAME` prints."""
