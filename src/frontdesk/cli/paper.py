"""Where a text for paper or for another program goes: to standard output, or into a file that is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from frontdesk.cli.echo import say, tell, tell_exactly
from frontdesk.cli.frame import option
from frontdesk.cli.settings import FILE
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import N_, _

F = TypeVar("F", bound=Callable[..., Any])


def out_options(function: F) -> F:
    """Add --out and --force, passed as `out` and `force`."""
    with_force = option("--force", is_flag=True, told=N_("Write over the file of --out if it is there."))(function)
    return option("--out", type=FILE, metavar="FILE", told=N_("Write into this file; else to standard output."))(
        with_force
    )


def hand_out(text: str, out: Path | None, force: bool, *, exactly: bool = False) -> None:
    """Put out a text; `exactly` is for data, whose bytes matter. Raises BadInput for a file that may not be written."""
    if out is not None:
        from frontdesk.desk.paper.paper import write_file

        write_file(out, text, force=force)
        say(_("Written: {path}").format(path=out))
        return
    if force:
        raise BadInput(_("--force goes with --out."), _("Name the file that it is about: --out FILE."))
    if exactly:
        tell_exactly(text)
        return
    for line in text.splitlines():
        tell(line)
