"""The guidelines from outside: check them, try them, print their schema. No database and no screen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from io import BufferedIOBase
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from frontdesk.cli.echo import say, tell, tell_json, tell_json_lines, tell_lines
from frontdesk.cli.frame import Example, argument, command, option
from frontdesk.cli.settings import FILE, folder_option, json_option, settings_of
from frontdesk.ground.errors import DONE, PROBLEM_FOUND, USAGE, Misconfigured
from frontdesk.ground.language import N_, _, ngettext
from frontdesk.ground.places import GUIDELINES

if TYPE_CHECKING:
    from frontdesk.guidelines.model import Guidelines
    from frontdesk.guidelines.problems import Problem

GUIDELINES_OPTION = option(
    "--guidelines",
    type=FILE,
    metavar="FILE",
    told=N_("The guidelines to decide by; else the folder's guidelines.yaml."),
)


@command(
    "check",
    N_("Name every problem in the guidelines, with its place and remedy, and run the file's own examples."),
    Example("frontdesk check", N_("checks guidelines.yaml of the folder you stand in")),
    Example("frontdesk check draft.yaml --strict --json", N_("a draft; warnings count too; as JSON")),
)
@argument("file", N_("The guidelines file; else the folder's guidelines.yaml."), type=FILE, required=False)
@option("--strict", is_flag=True, told=N_("Let warnings, too, end with exit code 1."))
@folder_option
@json_option
def check(file: Path | None, strict: bool, folder: Path | None, as_json: bool) -> int:
    """Check a guidelines file."""
    from frontdesk.guidelines.reader import read_file

    path = file if file is not None else settings_of(folder).folder / GUIDELINES
    reading = read_file(path)
    return tell_problems(path, (*reading.problems, *_examples_failed(reading.guidelines)), as_json, strict=strict)


def tell_problems(path: Path, found: Iterable[Problem], as_json: bool, *, strict: bool = False) -> int:
    """Print the problems of a file, and give the exit code that they mean."""
    problems = tuple(replace(problem, file=str(path)) for problem in found)
    errors = sum(problem.severity == "error" for problem in problems)
    ok = errors == 0 and not (strict and problems)
    if as_json:
        tell_json({"ok": ok, "problems": [_as_dict(problem) for problem in problems]})
    else:
        for problem in problems:
            tell(str(problem))
        say(_summary(path, errors, len(problems) - errors))
    if not path.is_file():
        return USAGE
    return DONE if ok else PROBLEM_FOUND


def _as_dict(problem: Problem) -> dict[str, Any]:
    form: dict[str, Any] = dict(problem.as_dict())
    if problem.also_line is not None:
        form["also_line"] = problem.also_line
    return form


def _summary(path: Path, errors: int, warnings: int) -> str:
    if not errors and not warnings:
        return _("{file} is in order.").format(file=path)
    parts = []
    if errors:
        parts.append(ngettext("{count} problem", "{count} problems", errors).format(count=errors))
    if warnings:
        parts.append(ngettext("{count} warning", "{count} warnings", warnings).format(count=warnings))
    return _("{file}: {count}.").format(file=path, count=", ".join(parts))


def _examples_failed(guidelines: Guidelines | None) -> tuple[Problem, ...]:
    """What the file's own examples expect and the decision does not say."""
    if guidelines is None or not guidelines.examples:
        return ()
    from frontdesk.authority.examples import example_problems

    return example_problems(guidelines, GUIDELINES)


@command(
    "decide",
    N_(
        "Try guidelines on JSON lines before they go live: questions in, decisions out. Nothing is recorded.\n\n"
        "A line that cannot be read is answered with `error`, the run goes on, and the exit code is 1."
    ),
    Example("frontdesk decide questions.jsonl", N_("decides by guidelines.yaml of the folder you stand in")),
    Example("frontdesk decide - --guidelines draft.yaml < questions.jsonl", N_("a draft, from standard input")),
)
@argument("file", N_("JSON lines; - is standard input."), type=click.File("rb"))
@GUIDELINES_OPTION
@folder_option
def decide(file: BufferedIOBase, guidelines: Path | None, folder: Path | None) -> int:
    """Decide line by line."""
    from frontdesk.authority.lines import Run
    from frontdesk.authority.questions import LINE_MAX
    from frontdesk.cli.arriving import arriving

    run = Run(read_guidelines(guidelines if guidelines is not None else settings_of(folder).folder / GUIDELINES))
    for lines in arriving(file, LINE_MAX):
        tell_json_lines(run.answers(line for line in lines if line.strip()))
    return PROBLEM_FOUND if run.failed else DONE


def read_guidelines(path: Path) -> Guidelines:
    """The guidelines of a file. Raises Misconfigured, with the first problem, when they cannot be used."""
    from frontdesk.guidelines.reader import read_file

    reading = read_file(path)
    if reading.guidelines is None:
        first = next(problem for problem in reading.problems if problem.severity == "error")
        raise Misconfigured(str(first), _("See all of it with: frontdesk check {file}").format(file=path))
    return reading.guidelines


@command(
    "schema",
    N_("Print the JSON Schema of guidelines.yaml, so that editors complete and check while you write."),
    Example(
        "frontdesk schema > guidelines.schema.json", N_("beside guidelines.yaml, where its first line looks for it")
    ),
)
def schema() -> None:
    """Print the schema."""
    from frontdesk.guidelines.schema import schema_text

    tell_lines(schema_text().rstrip("\n"))
