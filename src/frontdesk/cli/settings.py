"""What every command shares: the folder, the person, the desk's name, and how the desk is opened for one command."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import Enum
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from frontdesk.cli.echo import say
from frontdesk.cli.frame import F, option
from frontdesk.ground import language
from frontdesk.ground.errors import Misconfigured
from frontdesk.ground.language import N_, _, ngettext
from frontdesk.ground.places import DATABASE, GUIDELINES
from frontdesk.ground.steady import running_on

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

FILE = click.Path(path_type=Path)


@dataclass(frozen=True, slots=True)
class Settings:
    """What was said before the command: `frontdesk --folder X --staff Y COMMAND`."""

    folder: Path = Path(".")
    staff: str | None = None
    desk: str = "desk 1"
    lock_minutes: float = 5.0


class SystemClock:
    """The machine's clock: called it is the moment, `seconds` run on however the moment is set."""

    def __call__(self) -> datetime:
        """The moment, aware."""
        return datetime.now(UTC)

    def seconds(self) -> float:
        """Seconds since some moment; only differences mean something."""
        return running_on()


now = SystemClock()
"""The one clock of the command line."""


def settings_of(folder: Path | None = None, staff: str | None = None) -> Settings:
    """What the command says about folder and person, else what was said before it."""
    found = click.get_current_context().find_root().obj
    said = found if isinstance(found, Settings) else Settings()
    return replace(said, folder=folder or said.folder, staff=staff or said.staff)


def is_business(folder: Path) -> bool:
    """Whether `folder` holds a business: guidelines, or the database of a desk."""
    return (folder / GUIDELINES).exists() or (folder / DATABASE).exists()


def must_be_business(folder: Path) -> None:
    """Raise Misconfigured, with what to do, when `folder` holds no business."""
    if not folder.is_dir():
        raise Misconfigured(
            _("There is no folder {folder}.").format(folder=folder),
            _("Name a folder with --folder, or make one: frontdesk init {folder} --pack hotel").format(folder=folder),
        )
    if not is_business(folder):
        raise Misconfigured(
            _("There is no desk in {folder}: it has no guidelines.yaml.").format(folder=folder.resolve()),
            first_steps(folder),
        )


def first_steps(folder: Path) -> str:
    """What a person can do in a folder that holds no business yet."""
    target = "my-desk" if any(folder.glob("[!.]*")) else "."
    return _("Make one with `frontdesk init {target} --pack hotel`, or try `frontdesk demo`.").format(target=target)


class Who(Enum):
    """Who must be signed in for a command."""

    ANYBODY = "anybody"  # looking needs no name
    SIGNED_IN = "signed_in"
    OF_CONVERSATION = "of_conversation"  # else the person who began the conversation


@contextmanager
def opened(
    settings: Settings, who: Who = Who.SIGNED_IN, conversation: str = "", *, take_file: bool = True
) -> Iterator[Desk]:
    """The desk of the folder, signed in as `who` asks, closed at the end. Raises DeskError with what to do.

    Without `take_file` a guidelines file that was changed in the folder does not take effect by this.
    """
    must_be_business(settings.folder)
    from frontdesk.desk.opening import open_desk

    desk = open_desk(
        settings.folder, staff=settings.staff, clock=now, desk_name=settings.desk, create=True, take_file=take_file
    )
    try:
        _warn_of_problems(desk)
        if desk.wanted and settings.staff is not None:
            desk = proven(desk)
        yield _signed_in(desk, who, conversation)
    finally:
        desk.store.close()


def proven(desk: Desk) -> Desk:
    """The desk with the person who was named (`desk.wanted`), once they typed their code at this terminal.

    Raises NeedsCode without a terminal, and for somebody who leads and has no code yet; WrongPin.
    """
    from frontdesk.desk.people import signing_in

    has_code = any(each.name == desk.wanted and each.has_code for each in signing_in.seats(desk))
    if not has_code or not sys.stdin.isatty():
        return signing_in.by_name(desk, desk.wanted)
    code = click.prompt(_("Code of {name}").format(name=desk.wanted), hide_input=True, err=True)
    return signing_in.by_code(desk, desk.wanted, str(code))[0]


def _signed_in(desk: Desk, who: Who, conversation: str) -> Desk:
    from frontdesk.desk.desk import NOBODY
    from frontdesk.desk.opening import staff_names

    if who is Who.ANYBODY or desk.person != NOBODY:
        return desk
    if who is Who.OF_CONVERSATION:
        from frontdesk.desk.conversations.talking import view

        began = view(desk, conversation).staff
        if began:
            return proven(replace(desk, wanted=began))
    if desk.wanted:
        return proven(desk)
    names = staff_names(desk.store)
    if not names:
        raise Misconfigured(
            _("Nobody works at this desk yet."), _("Begin with yourself: frontdesk staff add YOUR-NAME")
        )
    raise Misconfigured(
        _("It is not known who does this."),
        _("Say it with --staff NAME, one of: {names}; or add yourself: frontdesk staff add NAME").format(
            names=", ".join(names)
        ),
    )


def _warn_of_problems(desk: Desk) -> None:
    """The banner of the command line: a broken file is never in force, and never passed over in silence."""
    count = sum(problem.severity == "error" for problem in desk.problems)
    if not count:
        for problem in desk.problems:  # nothing is wrong with the file, but with putting it where it belongs
            say(str(problem))
        return
    if desk.guidelines is None:
        say(_("guidelines.yaml cannot be used, so nothing can be given: {problem}").format(problem=desk.problems[0]))
    else:
        say(
            ngettext(
                "guidelines.yaml has {count} problem; the last good version stays in force.",
                "guidelines.yaml has {count} problems; the last good version stays in force.",
                count,
            ).format(count=count)
        )
    say(_("See all of it with: frontdesk check"))


def folder_option(function: F) -> F:
    """Add --folder."""
    return option("--folder", type=FILE, metavar="DIR", told=N_("The business's folder; else the one you stand in."))(
        function
    )


def staff_option(function: F) -> F:
    """Add --staff."""
    return option("--staff", metavar="NAME", told=N_("Who does this; else your user, or the only person on the list."))(
        function
    )


def _speak(_context: click.Context, _param: click.Parameter, code: str | None) -> None:
    if code:
        language.use(code)


def lang_option(function: F) -> F:
    """Add --lang: the language of what is printed, taken before anything is said."""
    return option(
        "--lang",
        type=click.Choice(language.LANGUAGES),
        is_eager=True,
        callback=_speak,
        expose_value=False,
        told=N_("The language of the screen."),
    )(function)


def json_option(function: F) -> F:
    """Add --json, passed as `as_json`."""
    return option("--json", "as_json", is_flag=True, told=N_("Print JSON instead of sentences."))(function)


def with_desk(who: Who = Who.SIGNED_IN) -> Callable[[Callable[..., int | None]], Callable[..., int | None]]:
    """Add --folder and --staff, and call the function with the desk open and signed in as `who` asks."""

    def made(function: Callable[..., int | None]) -> Callable[..., int | None]:
        @folder_option
        @staff_option
        @wraps(function)
        def called(folder: Path | None, staff: str | None, **rest: Any) -> int | None:
            conversation = str(rest.get("conversation", ""))
            with opened(settings_of(folder, staff), who, conversation) as desk:
                return function(desk, **rest)

        return called

    return made
