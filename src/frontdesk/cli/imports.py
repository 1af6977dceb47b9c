"""The imports that were done, and taking the last one back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from frontdesk.cli.echo import say, tell, tell_json
from frontdesk.cli.forms import Forms
from frontdesk.cli.importing import somebody_answers
from frontdesk.ground.errors import DONE, INTERRUPTED, BadInput, DeskError
from frontdesk.ground.language import _, ngettext

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.imports.undoing_imports import Import, Undoing

NAMED_MAX = 20


def show(desk: Desk, what: str, as_json: bool) -> int:
    """List the imports, the newest first."""
    from frontdesk.desk.imports import undoing_imports

    found = undoing_imports.listed(desk, what)
    if as_json:
        tell_json([_form(desk, each) for each in found])
        return DONE
    for each in found:
        tell(_line(desk, each))
    if not found:
        say(_("Nothing was imported yet."))
    return DONE


def undo(desk: Desk, what: str, *, yes: bool, dry_run: bool, as_json: bool) -> int:
    """Take the last import back: say what that would do, ask, do it."""
    from frontdesk.desk.imports import undoing_imports

    would = undoing_imports.look(desk, what)
    if not as_json:
        tell(_line(desk, would.done))
        _say(would)
    if not dry_run:
        desk.signed_in()
        try:
            if not yes and not _agreed():
                say(_("Nothing was taken back."))
                return DONE
            would = undoing_imports.undo(desk, what, would.done.id)
        except (KeyboardInterrupt, click.Abort) as error:
            raise NotUndone(
                _("Interrupted: nothing was taken back."), _("Run the same command again when you like.")
            ) from error
    if as_json:
        known = next((each for each in undoing_imports.listed(desk, what) if each.id == would.done.id), would.done)
        tell_json(_form(desk, known) | _undoing(would, dry_run=dry_run))
    elif not dry_run:
        tell(_("Done."))
    return DONE


class NotUndone(DeskError):
    """Somebody ended the taking back with Ctrl-C."""

    exit_code = INTERRUPTED


def _agreed() -> bool:
    if not somebody_answers():
        raise BadInput(_("Taking an import back is asked about first."), _("Add --yes, or --dry-run to look only."))
    return click.confirm(_("Take it back?"), default=False, err=True)


def _line(desk: Desk, each: Import) -> str:
    at = each.taken_at.astimezone(desk.days().zone).strftime("%Y-%m-%d %H:%M")
    parts = [
        at,
        each.file_name,
        _("{new} new, {changed} changed, {same} as before, {refused} refused").format(
            new=each.new, changed=each.changed, same=each.same, refused=each.refused
        ),
        each.by_name,
        _("taken back") if each.undone_at is not None else "",
    ]
    return "  ".join(part for part in parts if part)


def _say(would: Undoing) -> None:
    tell(would.words)
    _named(
        would.tied,
        would.tied_count,
        ngettext(
            "{count} stays, because the desk has something of theirs by now: {names}",
            "{count} stay, because the desk has something of theirs by now: {names}",
            would.tied_count,
        ),
    )
    _named(
        would.newer,
        would.newer_count,
        ngettext(
            "{count} stays as it is, because it was changed since: {names}",
            "{count} stay as they are, because they were changed since: {names}",
            would.newer_count,
        ),
    )


def _named(names: Sequence[str], count: int, words: str) -> None:
    if count:
        shown = ", ".join(names[:NAMED_MAX]) + (" …" if count > min(len(names), NAMED_MAX) else "")
        say(words.format(count=count, names=shown))


def _form(desk: Desk, each: Import) -> dict[str, object]:
    at = Forms(desk).at
    return {
        "import": each.id,
        "file": each.file_name,
        "at": at(each.taken_at),
        "by": each.by_name,
        "new": each.new,
        "changed": each.changed,
        "same": each.same,
        "refused": each.refused,
        "columns": dict(each.mapping),
        "undone_at": at(each.undone_at),
    }


def _undoing(would: Undoing, *, dry_run: bool) -> dict[str, object]:
    return {
        "removed": would.removed,
        "restored": would.restored,
        "stay": list(would.tied),
        "stay_count": would.tied_count,
        "changed_since": list(would.newer),
        "changed_since_count": would.newer_count,
        "dry_run": dry_run,
    }
