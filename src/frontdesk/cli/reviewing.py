"""`frontdesk review`: reviews and letters, each with its steps and an answer that a person writes by a time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from frontdesk.cli.echo import say, tell, tell_json
from frontdesk.cli.forms import Forms
from frontdesk.cli.frame import Example, argument, group, option
from frontdesk.cli.settings import Who, json_option, with_desk
from frontdesk.cli.words import Words
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import N_, _

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.learning.review_views import ReviewLine

_ID = "0199f0c2-7d3e-7c41-9a6b-2f1e5d8c4b10"
REVIEW = argument("review_id", N_("The review's id, which is that of its conversation."), metavar="REVIEW")
_STATES = {
    "owed": N_("answer due {time}"),
    "overdue": N_("ANSWER OVERDUE since {time}"),
    "answered": N_("answered"),
}
_KINDS = {"review": N_("review"), "letter": N_("letter")}
_SIGNS = {"done": "✓", "current": "▸", "open": "·"}


@group(
    "review",
    N_(
        "Reviews and letters: enter one as it was written, then apology, what happened, solution, promise, answer.\n\n"
        "There is no way to delete one or to leave it out. Gestures and promises are made in its conversation as in"
        " any other, once somebody has read it and said what it asks for."
    ),
    Example("frontdesk review list", N_("what is owed an answer, the one that is due first first")),
)
def review() -> None:
    """Reviews and letters."""


@review.subcommand(
    "begin",
    N_("Enter a review or a letter as it was written. Its answer is due in 24 hours, or when you say."),
    Example("frontdesk review begin --source 'a map of the city' 'Cold room. Nobody came.'", N_("a public review")),
    Example("frontdesk review begin --kind letter --source post --name 'Ms Ozola' - < letter.txt", N_("a letter")),
)
@argument("words", N_("The words as they stand; - reads them from standard input."))
@option("--source", required=True, metavar="TEXT", told=N_("Where it was written: the site, or that it came by post."))
@option(
    "--kind",
    type=click.Choice(["review", "letter"]),
    default="review",
    show_default=True,
    told=N_("A public review, or a letter to the business."),
)
@option("--customer", metavar="ID", told=N_("The customer's id, where it is known who wrote."))
@option("--name", default="", metavar="NAME", told=N_("The name it was written under."))
@option("--situation", metavar="NAME", told=N_("What kind of moment it is about."))
@option("--order", metavar="ID", told=N_("The order, stay or table it is about."))
@option("--answer-by", metavar="WHEN", told=N_("By when it is answered: '6 hours', 'tomorrow 12:00'; else 24 hours."))
@json_option
@with_desk()
def begin(
    desk: Desk,
    words: str,
    source: str,
    kind: str,
    customer: str | None,
    name: str,
    situation: str | None,
    order: str | None,
    answer_by: str | None,
    as_json: bool,
) -> None:
    """Enter what was written."""
    from frontdesk.desk.learning import reviewing
    from frontdesk.desk.promises import due_times

    due = None if answer_by is None else due_times.parse_due(desk, answer_by)
    text = _input() if words == "-" else words
    made = reviewing.begin(
        desk,
        kind,
        source,
        text,
        customer_id=customer,
        name=name,
        situation=situation,
        order_id=order,
        answer_due_at=due,
    )
    _shown(desk, made, as_json)


@review.subcommand(
    "list",
    N_("List what is owed an answer, the one that is due first first."),
    Example("frontdesk review list --all --json", N_("also what was answered, as a JSON list")),
)
@option("--all", "everything", is_flag=True, told=N_("Also what was answered."))
@json_option
@with_desk(Who.ANYBODY)
def list_reviews(desk: Desk, everything: bool, as_json: bool) -> None:
    """List reviews."""
    from frontdesk.desk.learning import reviewing

    found = reviewing.everything(desk) if everything else reviewing.owed(desk)
    if as_json:
        tell_json([review_form(desk, each) for each in found])
        return
    for each in found:
        tell(_head(desk, each))
        tell(f"  {' '.join(each.words.split())}")
    if not found:
        say(_("Nothing written waits for an answer."))


@review.subcommand(
    "show",
    N_("Show a review or a letter, and its next step."),
    Example(f"frontdesk review show {_ID}", N_("all of it")),
)
@REVIEW
@json_option
@with_desk(Who.ANYBODY)
def show(desk: Desk, review_id: str, as_json: bool) -> None:
    """Show a review."""
    from frontdesk.desk.learning import reviewing

    _shown(desk, reviewing.review(desk, review_id), as_json)


@review.subcommand(
    "apology",
    N_("Write down the apology, in your own words."),
    Example(f"frontdesk review apology {_ID} 'I am sorry that you were cold all night.'", N_("the first step")),
)
@REVIEW
@argument("text", N_("Your own words."))
@json_option
@with_desk()
def apology(desk: Desk, review_id: str, text: str, as_json: bool) -> None:
    """Apologise."""
    from frontdesk.desk.learning import reviewing

    _shown(desk, reviewing.apologise(desk, review_id, text), as_json)


@review.subcommand(
    "happened",
    N_("Write down what happened: a thing, never a person. It comes after the apology."),
    Example(f"frontdesk review happened {_ID} 'The boiler stopped at two at night.'", N_("the second step")),
)
@REVIEW
@argument("text", N_("What is known."))
@json_option
@with_desk()
def happened(desk: Desk, review_id: str, text: str, as_json: bool) -> None:
    """Say what happened."""
    from frontdesk.desk.learning import reviewing

    _shown(desk, reviewing.say_happened(desk, review_id, text), as_json)


@review.subcommand(
    "read",
    N_("Say that you have read it, and in one sentence what it asks for; from then on gestures can be given."),
    Example(f"frontdesk review read {_ID} 'a warm room, and that somebody answers'", N_("then: frontdesk show")),
)
@REVIEW
@argument("asks_for", N_("What they ask for, in one sentence."))
@json_option
@with_desk()
def read(desk: Desk, review_id: str, asks_for: str, as_json: bool) -> None:
    """Say what it asks for."""
    from frontdesk.desk.learning import reviewing

    _shown(desk, reviewing.read(desk, review_id, asks_for), as_json)


@review.subcommand(
    "answer",
    N_("Keep the answer that you wrote, and where it stands. Nothing is sent from here, and no text is proposed."),
    Example(f"frontdesk review answer {_ID} - --at https://example.org/r/7 < answer.txt", N_("as it stands there")),
)
@REVIEW
@argument("text", N_("The answer as you wrote it; - reads it from standard input."))
@option("--at", "place", default="", metavar="TEXT", told=N_("Where it stands: an address, or that it went by post."))
@json_option
@with_desk()
def answer(desk: Desk, review_id: str, text: str, place: str, as_json: bool) -> None:
    """Keep an answer."""
    from frontdesk.desk.learning import reviewing

    said = _input() if text == "-" else text
    _shown(desk, reviewing.answered(desk, review_id, said, place), as_json)


def _input() -> str:
    """Everything on standard input. Raises BadInput for what is not UTF-8: no letter is guessed or dropped."""
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(
            _("The input is not UTF-8 text."), _("Save it as UTF-8, or write the words instead of -.")
        ) from None


def _shown(desk: Desk, line: ReviewLine, as_json: bool) -> None:
    if as_json:
        tell_json(review_form(desk, line))
        return
    for each in _lines(desk, line):
        tell(each)


def _head(desk: Desk, line: ReviewLine) -> str:
    state = _(_STATES[line.state]).format(time=Words(desk).when(line.answer_due_at))
    return " · ".join(part for part in (_(_KINDS[line.kind]), state, line.source, line.customer_name, line.id) if part)


def _lines(desk: Desk, line: ReviewLine) -> Iterator[str]:
    yield _head(desk, line)
    yield from (f"  {each}" for each in line.words.split("\n"))
    said = {
        "apology": line.apology,
        "happened": line.happened,
        "read": line.asks_for,
        "answer": " · ".join(part for part in (line.answer, line.place) if part),
    }
    for step in line.steps:
        words = said.get(step.step.value, "")
        yield f"{_SIGNS[step.state]} {step.label}" + (f": {' '.join(words.split())}" if words else "")


def review_form(desk: Desk, line: ReviewLine) -> dict[str, Any]:
    """A review or a letter as JSON values."""
    forms = Forms(desk)
    return {
        "id": line.id,
        "kind": line.kind.value,
        "source": line.source,
        "words": line.words,
        "customer": line.customer_id,
        "customer_name": line.customer_name,
        "asks_for": line.asks_for,
        "apology": line.apology,
        "happened": line.happened,
        "at": forms.at(line.at),
        "answer_due_at": forms.at(line.answer_due_at),
        "state": line.state,
        "steps": [{"step": each.step.value, "state": each.state} for each in line.steps],
        "begun_by": line.begun_by,
        "answer": line.answer,
        "place": line.place,
        "answered_by": line.answered_by,
        "answered_at": forms.at(line.answered_at),
        "open": line.open,
    }
