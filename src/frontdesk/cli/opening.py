"""Opening the desk on the screen: on a business's folder, on a practice folder, and the first run."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from frontdesk.cli.echo import flush, say, tell
from frontdesk.cli.frame import TEXT, Example, argument, command, option
from frontdesk.cli.settings import (
    FILE,
    Settings,
    Who,
    first_steps,
    is_business,
    must_be_business,
    now,
    opened,
    settings_of,
    staff_option,
)
from frontdesk.ground import garbage
from frontdesk.ground.errors import DONE, INTERRUPTED, USAGE, BadInput
from frontdesk.ground.language import N_, _
from frontdesk.ground.places import GUIDELINES, PRACTICE

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

SCHEMA = "guidelines.schema.json"
DEMO_STAFF = "Anna"


def desk_here(settings: Settings, *, no_color: bool = False, day: bool = False) -> int:
    """Open the desk of the folder, on its `day` when that is wanted.

    A folder that holds no business yet is answered with what to do.
    """
    if terminal_missing():
        return USAGE
    if settings.folder.is_dir() and not is_business(settings.folder):
        chosen = _choose_pack(settings.folder)
        if chosen is None:
            return INTERRUPTED
        write_folder(chosen[0], chosen[1])
        settings = _first_person(replace(settings, folder=chosen[0]))
    must_be_business(settings.folder)

    def opening() -> Desk:
        from frontdesk.desk.opening import open_desk  # after the first frame: the store is not on the way to it

        return open_desk(settings.folder, staff=settings.staff, clock=now, desk_name=settings.desk, create=True)

    return _on_screen(opening, no_color=no_color, day=day, lock_minutes=settings.lock_minutes)


def terminal_missing() -> bool:
    """Whether there is no terminal that can hold the desk; then it was said, with what to do."""
    from frontdesk.ui.lifecycle import terminal_fault

    fault = terminal_fault(os.environ, sys.stdin, sys.stdout)
    if fault:
        say(fault)
    return bool(fault)


def _on_screen(
    opening: Callable[[], Desk],
    *,
    no_color: bool,
    practice: bool = False,
    day: bool = False,
    lock_minutes: float = 5.0,
) -> int:
    if no_color:
        os.environ["NO_COLOR"] = "1"
    with garbage.not_looked_for():  # what is imported and opened now stays: the app looks for some once it is open
        from frontdesk.ui import app

        return app.run(opening, practice=practice, first=app.DAY if day else app.DESK, lock_minutes=lock_minutes)


def _choose_pack(folder: Path) -> tuple[Path, str] | None:
    """Ask for a pack with one key; None when the person would rather leave."""
    from frontdesk.guidelines import packs

    names = packs.names()
    target = folder if not any(folder.glob("[!.]*")) else folder / "my-desk"
    say(_("There is no desk here yet. It can begin with one of these, in {folder}:").format(folder=target.resolve()))
    widest = max(map(len, names))
    for number, name in enumerate(names, start=1):
        say(f"  {number}  {name:<{widest}}  {packs.trade(name)}")
    say(_("Press a digit, or any other key to leave."))
    say(first_steps(folder))
    flush()
    key = click.getchar()
    if not key.isascii() or not key.isdigit() or not 1 <= int(key) <= len(names):
        return None
    return target, names[int(key) - 1]


def _first_person(settings: Settings) -> Settings:
    """Ask who sets this desk up: the first person, with the highest role, because somebody has to lead."""
    from frontdesk.desk.people import staffing

    with opened(settings, Who.ANYBODY) as desk:
        name = settings.staff or click.prompt(_("Your name, as colleagues say it"), type=TEXT, err=True)
        person = staffing.add(desk, name, desk.rules().roles[-1])
    return replace(settings, staff=person.name)


@command(
    "init",
    N_("Make a new business folder from a pack. Nothing that exists is ever overwritten."),
    Example("frontdesk init my-hotel --pack hotel", N_("a folder with guidelines that are ready to be changed")),
)
@argument("folder", N_("The new folder, or an empty one."), type=FILE, metavar="DIR")
@option(
    "--pack",
    required=True,
    metavar="NAME",
    told=N_("Which trade to begin with: hotel, fitness, restaurant, retail, warranty_b2b, telecom, airline or clinic."),
)
def init(folder: Path, pack: str) -> None:
    """Make a business folder."""
    write_folder(folder, pack)
    tell(_("{folder} is ready, with the guidelines of the pack {pack}.").format(folder=folder, pack=pack))
    said = _("Next: frontdesk --folder {folder} staff add YOUR-NAME --role lead, then frontdesk --folder {folder}")
    say(said.format(folder=folder))


def write_folder(folder: Path, pack: str) -> None:
    """Write a pack into `folder`, which is made when it does not exist. Raises BadInput when it has files."""
    from frontdesk.guidelines import packs

    names = packs.names()
    if pack not in names:
        from difflib import get_close_matches

        near = get_close_matches(pack, names, n=1)
        choice = _("Choose one of: {names}").format(names=", ".join(names))
        raise BadInput(
            _("There is no pack {pack}.").format(pack=pack),
            " ".join((_("Did you mean {name}?").format(name=near[0]), choice)) if near else choice,
        )
    if folder.exists() and not folder.is_dir():
        raise BadInput(
            _("{folder} is a file; nothing was written.").format(folder=folder), _("Name a new or an empty folder.")
        )
    there = sorted(path.name for path in folder.glob("[!.]*")) if folder.exists() else []
    if there:
        raise BadInput(
            _("{folder} already has files ({name}); nothing was written.").format(folder=folder, name=there[0]),
            _("Name a new or an empty folder."),
        )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / "data").mkdir(mode=0o700)
    _write_new(folder / GUIDELINES, packs.text(pack))
    _write_schema(folder)


def _write_schema(folder: Path) -> None:
    """Beside the guidelines, where the first line of every pack tells editors to look."""
    from frontdesk.guidelines.schema import schema_text

    _write_new(folder / SCHEMA, schema_text())


def _write_new(path: Path, text: str) -> None:
    """Write a file that must not exist yet: a slip of the hand never costs anybody their guidelines."""
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)


@command(
    "demo",
    N_("Practise on a desk with people, orders and a day's history. The folder is removed when you leave."),
    Example("frontdesk demo", N_("a working desk, at once")),
    Example("frontdesk demo --folder practice", N_("keeps the folder, to go on another time")),
    Example("frontdesk demo --headless", N_("makes the folder and prints its path, for scripts")),
)
@option("--folder", type=FILE, metavar="DIR", told=N_("A new folder to keep the practice desk in."))
@staff_option
@option("--headless", is_flag=True, told=N_("Print the folder's path and leave it there; open no screen."))
@click.pass_context
def demo(context: click.Context, folder: Path | None, staff: str | None, headless: bool) -> int:
    """Open the practice desk."""
    settings = settings_of(None, staff)
    no_color = bool(context.find_root().params.get("no_color"))
    if not headless and terminal_missing():
        return USAGE
    if folder is None and context.find_root().get_parameter_source("folder") is ParameterSource.COMMANDLINE:
        folder = settings.folder  # said before the command; what stands in the environment is the real business
    if folder is not None and is_business(folder):
        _must_be_practice(folder)
        if headless:
            tell(str(folder.resolve()))
            return DONE
        return _practise(folder, settings, no_color, make=False)
    if folder is not None:
        _must_be_empty(folder)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        place = folder
    else:
        place = Path(tempfile.mkdtemp(prefix="frontdesk-demo-"))
    if folder is not None:
        _write_schema(place)
    if headless:
        _make_demo(place)
        tell(str(place.resolve()))
        return DONE
    try:
        return _practise(place, settings, no_color, make=True)
    finally:
        if folder is None:
            shutil.rmtree(place, ignore_errors=True)


def _practise(place: Path, settings: Settings, no_color: bool, *, make: bool) -> int:
    """The practice desk on the screen; it is built while the first frame is already there."""

    def opening() -> Desk:
        from frontdesk.desk.opening import open_desk

        if make:
            _make_demo(place)
        name = settings.staff or DEMO_STAFF
        return replace(open_desk(place, staff=name, clock=now, desk_name=settings.desk, create=True), practice=True)

    return _on_screen(opening, no_color=no_color, practice=True, lock_minutes=settings.lock_minutes)


def _make_demo(place: Path) -> None:
    """Build the practice folder; when that fails, nothing of it stays."""
    from frontdesk.desk.practice.practising import make_demo

    try:
        make_demo(place, now)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise


def _must_be_practice(folder: Path) -> None:
    """Raise BadInput for a real business: what is tried out under the sign of practice would count there."""
    if not (folder / PRACTICE).exists():
        raise BadInput(
            _("{folder} holds a real desk, on which everything counts; it is no place to practise.").format(
                folder=folder
            ),
            _("Name a new folder to practise in. This desk is opened with: frontdesk --folder {folder}").format(
                folder=folder
            ),
        )


def _must_be_empty(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput(
            _("{folder} already has files; nothing was written.").format(folder=folder),
            _("Name a new or an empty folder, or leave --folder out."),
        )
