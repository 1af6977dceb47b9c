"""Which words of a terminal's environment a kiosk believes: a short list, each by its pattern; nothing else gets in.

What somebody sets before they come in must not choose another database, another program or another language than the
desk has (T09). The launcher is a shell script made of the same patterns (`cli.kiosk_recipe`); a test holds both equal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping

TERMINALS = (
    "alacritty",
    "ansi",
    "cygwin",
    "dumb",
    "foot",
    "gnome-256color",
    "konsole-256color",
    "linux",
    "putty",
    "putty-256color",
    "rxvt",
    "rxvt-unicode-256color",
    "screen",
    "screen-256color",
    "tmux",
    "tmux-256color",
    "vt100",
    "vt220",
    "wezterm",
    "xterm",
    "xterm-16color",
    "xterm-256color",
    "xterm-kitty",
)
"""The terminals that are believed; `dumb` is, because the desk then says that it cannot be drawn there."""
USUAL_TERMINAL = "xterm-256color"
USUAL_LANGUAGE = "C.UTF-8"
LANGUAGES = ("LANG", "LC_ALL", "LC_CTYPE", "LC_MESSAGES")
LANGUAGE_LENGTH_MAX = 32
CALLERS = ("SUDO_USER", "SUDO_UID")
CALLER_LENGTH_MAX = 32
COLOURS = ("truecolor", "24bit")
COMMAND_PATH = "/usr/bin:/bin"

_LANGUAGE = re.compile(rf"[A-Za-z0-9_.@-]{{1,{LANGUAGE_LENGTH_MAX}}}", re.ASCII)
_CALLER = re.compile(rf"[A-Za-z0-9_.@-]{{1,{CALLER_LENGTH_MAX}}}", re.ASCII)


def believed(environment: Mapping[str, str]) -> dict[str, str]:
    """What of `environment` a kiosk believes: the terminal, the language, colours, and who came by sudo.

    A terminal that is not on the list is taken for the usual one; without TERM there is none, and none is made up.
    Nothing here says who a person is: `cli.coming_in` proves SUDO_USER by other means.
    """
    kept = {"PATH": COMMAND_PATH, "LANG": USUAL_LANGUAGE}
    term = environment.get("TERM", "")
    if term:
        kept["TERM"] = term if term in TERMINALS else USUAL_TERMINAL
    for name in LANGUAGES:
        if _LANGUAGE.fullmatch(environment.get(name, "")):
            kept[name] = environment[name]
    for name in CALLERS:
        if _CALLER.fullmatch(environment.get(name, "")):
            kept[name] = environment[name]
    if environment.get("COLORTERM") in COLOURS:
        kept["COLORTERM"] = environment["COLORTERM"]
    if environment.get("NO_COLOR"):
        kept["NO_COLOR"] = "1"
    return kept


def narrow(environment: MutableMapping[str, str]) -> None:
    """Leave in `environment` (the process's own) only what is believed."""
    kept = believed(environment)
    for name in list(environment):
        if name not in kept:
            del environment[name]
    environment.update(kept)
