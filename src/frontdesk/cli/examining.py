"""Looking whether everything is fit for the desk."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from frontdesk.cli.echo import say, tell, tell_json
from frontdesk.cli.frame import Example, command
from frontdesk.cli.settings import folder_option, json_option, lang_option, must_be_business, now, settings_of
from frontdesk.ground.errors import DONE, PROBLEM_FOUND
from frontdesk.ground.language import N_, _

if TYPE_CHECKING:
    from frontdesk.desk.trust.examining import Terminal


@command(
    "doctor",
    N_(
        "Look whether this machine, this folder and this terminal are fit for the desk: SQLite and its journal, the "
        "database and its rules, backups, who else can get at the files, the disk, the clock, the guidelines.\n\n"
        "Nothing is changed. Each line says ok, look or wrong, with a remedy. The exit code is 1 when a line is wrong, "
        "else 0."
    ),
    Example("frontdesk doctor", N_("everything, a line each")),
    Example("frontdesk doctor --json", N_("the same for a script that watches")),
)
@folder_option
@lang_option
@json_option
def doctor(folder: Path | None, as_json: bool) -> int:
    """Examine everything."""
    settings = settings_of(folder)
    must_be_business(settings.folder)
    from frontdesk.desk.trust import examining
    from frontdesk.desk.trust.backup_views import LOOK, OK, WRONG

    found = examining.examine(settings.folder, now(), _terminal())
    if as_json:
        tell_json([asdict(each) for each in found])
    else:
        words = {OK: _("ok"), LOOK: _("look"), WRONG: _("wrong")}
        widest = max(map(len, words.values()))
        for each in found:
            tell(f"{words[each.state]:<{widest}}  {each.sentence}")
            if each.remedy:
                tell(f"{'':<{widest}}  → {each.remedy}")
        if all(each.state == OK for each in found):
            say(_("Everything is in order."))
    return PROBLEM_FOUND if any(each.state == WRONG for each in found) else DONE


def _terminal() -> Terminal:
    from frontdesk.desk.trust.examining import Terminal
    from frontdesk.ui.lifecycle import terminal_fault

    there = sys.stdout is not None and sys.stdout.isatty()
    size = os.get_terminal_size(sys.stdout.fileno()) if there else os.terminal_size((0, 0))
    name = os.environ.get("TERM", "")
    return Terminal(
        there,
        name,
        size.columns,
        size.lines,
        _colours(name),
        getattr(sys.stdout, "encoding", "") or "?",
        terminal_fault(os.environ, sys.stdin, sys.stdout) if there else "",
    )


def _colours(name: str) -> str:
    if "NO_COLOR" in os.environ:
        return _("without colours (NO_COLOR)")
    if os.environ.get("COLORTERM", "") in ("truecolor", "24bit"):
        return _("all colours")
    return _("256 colours") if "256" in name else _("16 colours")
