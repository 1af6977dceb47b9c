"""Giving and taking back without a screen. What may be given is decided in desk/, where it is recorded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from frontdesk.authority.values import BadAsk
from frontdesk.cli.echo import say, tell, tell_json
from frontdesk.cli.forms import Forms
from frontdesk.cli.frame import Example, argument, command, option
from frontdesk.cli.settings import Who, json_option, with_desk
from frontdesk.cli.words import Words
from frontdesk.ground.errors import DONE, LIMIT_SAID_NO, BadInput
from frontdesk.ground.ids import as_id
from frontdesk.ground.language import N_, _

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.views import Blocked, Giving, Needed, Preview

TICKED = ("customer_asked", "facts_confirmed", "explicit_yes")
GUIDELINES_CHANGES_MAX = 3
_NO_ANSWERS = ("amount", "reason", "request_heard", *TICKED)
_ID = "0199f0c2-7d3e-7c41-9a6b-2f1e5d8c4b10"


@command(
    "give",
    N_(
        "Give a gesture, within the limits. When it cannot be given like this, nothing is given: "
        "what is still possible is printed, and the exit code is 4.\n\n"
        "With --json the answer is the decision, with `entry` when it was given."
    ),
    Example(f"frontdesk give {_ID} free_drink", N_("a gesture with a fixed amount")),
    Example(
        f'frontdesk give {_ID} part_of_bill --amount 120 --reason "no heating all night" --json',
        N_("a chosen amount with its reason, answered as JSON"),
    ),
    Example(
        f"frontdesk give {_ID} part_of_bill --approval 0199f0c4-52b0-7a06-8f3c-6d2b9e1a7c33",
        N_("by the yes of a lead"),
    ),
    Example(
        f"frontdesk give {_ID} free_drink --attempt 0199f0c3-11aa-7b52-8c7d-3e2f6a9d5c21",
        N_("the same attempt again gives nothing twice"),
    ),
)
@argument("conversation", N_("The conversation's id, as `frontdesk start` printed it."))
@argument("gesture", N_("The gesture's name in the guidelines."))
@option("--amount", metavar="AMOUNT", told=N_("How much (120 or 120.50); else the usual."))
@option("--reason", default="", metavar="TEXT", told=N_("One sentence why."))
@option("--tick", "ticks", multiple=True, metavar="NAME", told=N_("Something that was done or confirmed; repeatable."))
@option("--answer", "answers", multiple=True, metavar="FACT=VALUE", told=N_("What the customer answered; repeatable."))
@option("--approval", metavar="ID", told=N_("The yes it is given by: its amount and reason need not be said again."))
@option("--attempt", metavar="UUID", told=N_("The id of this attempt: given once, however often it is sent."))
@json_option
@with_desk(Who.OF_CONVERSATION)
def give(
    desk: Desk,
    conversation: str,
    gesture: str,
    amount: str | None,
    reason: str,
    ticks: tuple[str, ...],
    answers: tuple[str, ...],
    approval: str | None,
    attempt: str | None,
    as_json: bool,
) -> int:
    """Give a gesture once."""
    attempt_id = _attempt_id(attempt)
    outcome: Giving | None = _given_before(desk, attempt_id, conversation, gesture)
    if outcome is None:
        meant = Meant(conversation, gesture, reason, said(answers, ticks), approval)
        desk, outcome = _given_by_what_is_in_force(desk, meant, amount, attempt_id)
    return tell_outcome(desk, outcome, as_json)


@command(
    "reverse",
    N_("Take a gesture back with a new entry. What it took of a limit is free again."),
    Example(f'frontdesk reverse {_ID} --reason "pressed by mistake"', N_("the entry stays, followed by another")),
)
@argument("entry", N_("The entry's id, as `frontdesk give` printed it."))
@option("--reason", required=True, metavar="TEXT", told=N_("One sentence why."))
@option("--attempt", metavar="UUID", told=N_("The id of this attempt: taken back once, however often it is sent."))
@json_option
@with_desk()
def reverse(desk: Desk, entry: str, reason: str, attempt: str | None, as_json: bool) -> None:
    """Take a gesture back."""
    from frontdesk.desk.gestures import giving

    back = giving.take_back(desk, entry, reason, _attempt_id(attempt))
    if as_json:
        tell_json(
            {
                "entry": back.entry_id,
                "reverses": back.reverses,
                "seq": back.seq,
                "at": Forms(desk).at(back.at),
                "label": back.label,
                "amount": back.amount,
                "already": back.already,
            }
        )
        return
    for line in Words(desk).taken_back(back):
        tell(line)


@dataclass(frozen=True, slots=True)
class Meant:
    """What is to be given, besides how much."""

    conversation: str
    gesture: str
    reason: str
    answers: dict[str, str]
    approval: str | None


def _given_by_what_is_in_force(
    desk: Desk, meant: Meant, amount: str | None, attempt_id: str | None
) -> tuple[Desk, Giving]:
    """Guidelines may come into force between opening and giving; nobody has seen anything by the older ones yet."""
    from frontdesk.desk.rules import in_force

    for _time in range(GUIDELINES_CHANGES_MAX):
        try:
            return desk, _given_now(desk, meant, amount, attempt_id)
        except in_force.GuidelinesChanged:
            desk = in_force.refreshed(desk)
    return desk, _given_now(desk, meant, amount, attempt_id)


def _given_now(desk: Desk, meant: Meant, amount: str | None, attempt_id: str | None) -> Giving:
    """Prepare and give in one go, as the screen does in two keys; without an amount, the usual one."""
    from frontdesk.desk.gestures import giving
    from frontdesk.desk.views import Blocked, Needed, Preview

    ask = None if amount is None else amount.strip() or "''"  # an empty amount is a slip, never the usual one
    opening = _opened(desk, meant, ask)
    if isinstance(opening, Needed) and ask is None and [field.name for field in opening.fields] == ["amount"]:
        usual = opening.fields[0].usual
        if usual:
            opening = _opened(desk, meant, usual)
    outcome: Giving
    if isinstance(opening, Preview):
        attempt = opening.attempt if attempt_id is None else replace(opening.attempt, id=attempt_id)
        outcome = giving.give(desk, attempt)
    else:
        outcome = opening
    if isinstance(outcome, Blocked):
        # The same attempt from elsewhere may have come first, and be what used up the limit.
        return _given_before(desk, attempt_id, meant.conversation, meant.gesture) or outcome
    return outcome


def _opened(desk: Desk, meant: Meant, ask: str | None) -> Preview | Needed | Blocked | BadAsk:
    from frontdesk.desk.gestures import giving

    return giving.open_gesture(
        desk,
        meant.conversation,
        meant.gesture,
        ask=ask,
        reason=meant.reason,
        answers=meant.answers,
        approval_id=meant.approval,
    )


def _given_before(desk: Desk, attempt_id: str | None, conversation: str, gesture: str) -> Giving | None:
    """What this attempt already gave. Raises BadInput when its id was used for something else."""
    from frontdesk.desk.gestures import giving
    from frontdesk.desk.views import Attempt

    if attempt_id is None or giving.fate(desk, attempt_id) is None:
        return None
    return giving.give(desk, Attempt(attempt_id, conversation, gesture))


def tell_outcome(desk: Desk, outcome: Giving, as_json: bool) -> int:
    """Print what came of it and return the exit code.

    Raises BadInput, with the bounds, for an amount that this gesture cannot have.
    """
    from frontdesk.desk.views import Blocked, Given

    words = Words(desk)
    if isinstance(outcome, BadAsk):
        raise BadInput(*words.bad_ask(outcome))
    if as_json:
        tell_json(_decided(desk, outcome))
    if isinstance(outcome, Given):
        if not as_json:
            for line in words.given(outcome):
                tell(line)
        if outcome.clock_behind_seconds is not None:
            _warn_of_clock(desk)
        return DONE
    if not as_json:
        lines = words.blocked(outcome) if isinstance(outcome, Blocked) else words.needed(outcome)
        for line in lines:
            say(line)
    return LIMIT_SAID_NO


def _warn_of_clock(desk: Desk) -> None:
    from frontdesk.desk.gestures import keeping_time

    for line in keeping_time.behind_words(desk, keeping_time.clock_behind(desk)):
        say(line)


def _decided(desk: Desk, outcome: Any) -> dict[str, Any]:
    """The decision object of the language, with the entry when there is one."""
    from frontdesk.authority.answers import decision_dict
    from frontdesk.desk.views import Given

    forms = Forms(desk)
    form: dict[str, Any] = {}
    if outcome.decision is not None and desk.guidelines is not None:
        form = decision_dict(outcome.decision, desk.guidelines)
    if not isinstance(outcome, Given):
        return form
    if not form:  # recorded before: what it was decided by then is history, what was given stands
        form = {"outcome": "yes", "amount": forms.money(outcome.amount_minor), "at_most": None, "cost": None}
        form |= {"exposure": None, "missing": [], "binding": [], "ways": []}
    form |= {"entry": outcome.entry_id, "seq": outcome.seq, "at": forms.at(outcome.at), "already": outcome.already}
    form["promise"] = forms.promise(outcome.promise) if outcome.promise else None
    return form


def _attempt_id(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        return as_id(text)
    except ValueError:
        raise BadInput(
            _("The attempt {text} is not a UUID.").format(text=text),
            _("Make one for each attempt, for example with `uuidgen`, or leave --attempt out."),
        ) from None


def said(answers: tuple[str, ...], ticks: tuple[str, ...]) -> dict[str, str]:
    """Answers and ticks by the names of the fields that ask for them. Raises BadInput for what is neither."""
    found: dict[str, str] = {}
    for answer in answers:
        name, equals, value = (part.strip() for part in answer.partition("="))
        if not equals or not name or name in _NO_ANSWERS:
            raise BadInput(
                _("The answer {text} has no fact and value.").format(text=answer),
                _("Write it as FACT=VALUE, for example --answer delay_minutes=45"),
            )
        found[name] = value
    for tick in ticks:
        if tick not in TICKED:
            raise BadInput(
                _("{name} is not ticked by hand.").format(name=tick),
                _("Known here: {words}.").format(words=", ".join(TICKED)),
            )
        found[tick] = "yes"
    return found
