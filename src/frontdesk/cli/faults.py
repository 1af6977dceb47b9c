"""The one place in which what went wrong becomes one calm sentence and an exit code; nobody reads a traceback."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import click

from frontdesk.cli.echo import BROKEN_PIPE, leave, say
from frontdesk.ground.errors import (
    DATABASE_UNREACHABLE,
    DONE,
    INTERRUPTED,
    PROBLEM_FOUND,
    USAGE,
    DeskError,
    unexpected,
)
from frontdesk.ground.language import _
from frontdesk.ground.places import DATABASE


def settle(work: Callable[[], object]) -> int:
    """Do `work` and return the exit code; whatever it raises is said on stderr."""
    code, lines = _settled(work)
    try:
        for line in lines:
            say(line)
    except OSError:
        code = code or BROKEN_PIPE  # nobody reads the messages; the code still tells a script
    leave()
    return code


def _settled(work: Callable[[], object]) -> tuple[int, list[str]]:
    """The exit code, and what is said about it."""
    try:
        code = work()
        return (code if isinstance(code, int) else DONE), []
    except DeskError as error:
        return error.exit_code, [error.sentence, error.remedy]
    except click.exceptions.Exit as error:
        return error.exit_code, []
    except click.UsageError as error:
        return USAGE, _usage(error)
    except click.ClickException as error:
        return USAGE, [error.format_message()]
    except (click.Abort, KeyboardInterrupt, EOFError):
        return INTERRUPTED, []
    except BrokenPipeError:
        return BROKEN_PIPE, []
    except OSError as error:
        return _code(error), _system(error)
    except Exception as error:
        return PROBLEM_FOUND, _unexpected(error)


def log_file() -> Path:
    """Where faults of the program itself are noted."""
    from platformdirs import user_state_path

    from frontdesk.ui.lifecycle import LOG_NAME

    return user_state_path("frontdesk") / LOG_NAME


def _usage(error: click.UsageError) -> list[str]:
    lines = [_usage_sentence(error)]
    near = getattr(error, "possibilities", None)
    if near:
        lines.append(_("Did you mean {names}?").format(names=_(" or ").join(near)))
    path = error.ctx.command_path if error.ctx is not None else "frontdesk"
    lines.append(_("See `{command}` for what it takes, with an example.").format(command=f"{path} --help"))
    return lines


def _usage_sentence(error: click.UsageError) -> str:
    if isinstance(error, click.exceptions.NoSuchCommand):
        return _("There is no command {name}.").format(name=error.command_name)
    if isinstance(error, click.NoSuchOption):
        return _("There is no option {name} here.").format(name=error.option_name)
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return _("{name} is missing.").format(name=_name(error.param, error.ctx))
    if isinstance(error, click.BadParameter) and error.param is not None:
        return _("{name} cannot be used: {why}.").format(
            name=_name(error.param, error.ctx), why=error.message.rstrip(".")
        )
    return error.format_message()


def _name(param: click.Parameter, context: click.Context | None) -> str:
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return param.make_metavar(context or click.Context(click.Command("frontdesk")))


def _code(error: OSError) -> int:
    """What a script is told: that nothing was changed only where that is certain."""
    if error.filename is None:
        return USAGE if isinstance(error, FileNotFoundError) else PROBLEM_FOUND
    return DATABASE_UNREACHABLE if Path(_file(error)).name.startswith(DATABASE.name) else USAGE


def _file(error: OSError) -> str:
    return os.fsdecode(error.filename) if isinstance(error.filename, (str, bytes)) else str(error.filename)


def _system(error: OSError) -> list[str]:
    """Said plainly: the file that could not be read or written, and the system's own reason."""
    reason = error.strerror or type(error).__name__
    if error.filename is None and isinstance(error, FileNotFoundError):  # only a folder is asked for without a name
        return [_("The folder you stand in is there no more."), _("Go to another one: cd")]
    if error.filename is None:  # nearly always the output itself, after the work was done
        return [
            _("The answer could not be written: {reason}.").format(reason=reason),
            _("What was asked for may be done all the same: see with `frontdesk day` before it is asked for again."),
        ]
    sentence = _("{file} could not be read or written: {reason}.").format(file=_file(error), reason=reason)
    return [sentence, _("See to the file or the disk, then run the same command again.")]


def _unexpected(error: Exception) -> list[str]:
    """Note kinds and places only, where nobody else can read them; say where."""
    from frontdesk.ui.lifecycle import write_crash_log

    path = write_crash_log(None, error)
    if path is None:
        kind = type(error).__name__
        return [
            _("Something in frontdesk itself went wrong ({kind}); what was recorded is kept.").format(kind=kind),
            _("It could not be noted in {path}. Please run the same command again.").format(path=log_file()),
        ]
    return [unexpected(str(path))]
