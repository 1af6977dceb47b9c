"""The frame every command stands in: help that is translated when it is shown, examples, lazily imported modules.

`catalogue.py` says which module holds which command, so that `--help` and `--version` import none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, TypeVar

import click

from frontdesk.ground.language import N_, _

F = TypeVar("F", bound=Callable[..., Any])

HELP_NAMES = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
N_("Show this message and exit.")  # click's own word for --help


@dataclass(frozen=True, slots=True)
class Listed:
    """A command as the list of commands shows it, and the module (`module:attribute`) it is imported from."""

    name: str
    where: str
    summary: str


@dataclass(frozen=True, slots=True)
class Example:
    """A line that works when pasted, and what it does."""

    line: str
    does: str


class _Framed(click.Command):
    """What commands and groups share: sections in the language in force, and examples at the end."""

    examples: tuple[Example, ...] = ()

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=_("Usage: "))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the description in the language in force."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_(self.help) if self.help else "")

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write usage, description, arguments, options and examples."""
        self.format_usage(ctx, formatter)
        self.format_help_text(ctx, formatter)
        self.format_options(ctx, formatter)
        self.format_examples(formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command takes."""
        arguments = [each for each in self.get_params(ctx) if isinstance(each, click.Argument)]
        options = [each for each in self.get_params(ctx) if not isinstance(each, click.Argument)]
        if arguments:
            with formatter.section(_("Arguments")):
                formatter.write_dl([(each.make_metavar(ctx), _(getattr(each, "told", ""))) for each in arguments])
        records = [record for record in (each.get_help_record(ctx) for each in options) if record is not None]
        with formatter.section(_("Options")):
            formatter.write_dl([(names, _(words)) for names, words in records])

    def format_examples(self, formatter: click.HelpFormatter) -> None:
        """Write the examples: each line as it is pasted, and under it what it does."""
        if not self.examples:
            return
        with formatter.section(_("Examples")):
            for example in self.examples:
                formatter.write(f"{'':>{formatter.current_indent}}{example.line}\n")
                with formatter.indentation():
                    formatter.write_text(_(example.does))

    def get_short_help_str(self, limit: int = 45) -> str:
        """The first sentence of the description."""
        return _(self.help or "").split("\n")[0].rstrip(".")


class Command(_Framed):
    """One command."""


class Group(_Framed, click.Group):
    """A group whose commands are imported when they are run, and which knows what was probably meant."""

    listed: Mapping[str, Listed] = {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the catalogue."""
        return [*self.listed, *(name for name in self.commands if name not in self.listed)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        listed = self.listed.get(cmd_name)
        if listed is None:
            return super().get_command(ctx, cmd_name)
        module, _colon, attribute = listed.where.partition(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is named; a name that does not exist is answered with those that come near."""
        if args[0] not in self.list_commands(ctx) and not args[0].startswith("-") and not ctx.resilient_parsing:
            raise click.exceptions.NoSuchCommand(args[0], possibilities=self.list_commands(ctx), ctx=ctx)
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands, without importing those of the catalogue."""
        super().format_options(ctx, formatter)
        rows = []
        for name in self.list_commands(ctx):
            listed = self.listed.get(name)
            words = _(listed.summary) if listed else self.commands[name].get_short_help_str()
            rows.append((name, words))
        with formatter.section(_("Commands")):
            formatter.write_dl(rows)

    def subcommand(
        self, name: str, told: str, *examples: Example
    ) -> Callable[[Callable[..., int | None]], click.Command]:
        """A command of this group, in the same module."""

        def made(function: Callable[..., int | None]) -> click.Command:
            built = command(name, told, *examples)(function)
            self.add_command(built, name)
            return built

        return made


class Argument(click.Argument):
    """An argument that says what it is."""

    def __init__(self, names: Sequence[str], *, told: str, **settings: Any) -> None:
        super().__init__(names, **settings)
        self.told = told


class Option(click.Option):
    """An option whose help is translated when it is shown."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The names and the help in the language in force."""
        written = self.help
        try:
            self.help = _(written) if written else written
            return super().get_help_record(ctx)
        finally:
            self.help = written


class Text(click.ParamType[str]):
    """Words of a person. What the terminal could not decode is named, never stored in part."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """`value` as it came; BadParameter when its bytes are not in the terminal's encoding."""
        text = str(value)
        if any("\ud800" <= character <= "\udfff" for character in text):
            self.fail(_("these are not letters of the terminal's encoding; set the terminal to UTF-8"), param, ctx)
        return text


TEXT = Text()


def command(
    name: str, told: str, *examples: Example, cls: type[click.Command] = Command
) -> Callable[[Callable[..., int | None]], click.Command]:
    """A command called `name`; `told` is marked with N_ and says what it does, first a sentence of its own."""

    def made(function: Callable[..., int | None]) -> click.Command:
        built = click.command(name, cls=cls, help=told, context_settings=HELP_NAMES)(function)
        assert isinstance(built, _Framed)
        built.examples = examples
        return built

    return made


def group(name: str, told: str, *examples: Example) -> Callable[[Callable[..., int | None]], Group]:
    """A group of commands."""

    def made(function: Callable[..., int | None]) -> Group:
        built = command(name, told, *examples, cls=Group)(function)
        assert isinstance(built, Group)
        return built

    return made


def argument(name: str, told: str, **settings: Any) -> Callable[[F], F]:
    """An argument; `told` is marked with N_."""
    settings.setdefault("type", TEXT)
    return click.argument(name, cls=Argument, told=told, **settings)


def option(*names: str, told: str, **settings: Any) -> Callable[[F], F]:
    """An option; `told` is marked with N_."""
    if not settings.get("is_flag"):
        settings.setdefault("type", TEXT)
    return click.option(*names, cls=Option, help=told, **settings)
