"""Above one's own authority without a screen: asking, seeing what was answered, and answering."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from frontdesk.cli.echo import say, tell, tell_json
from frontdesk.cli.forms import Forms
from frontdesk.cli.frame import Example, argument, command, option
from frontdesk.cli.giving import said, tell_outcome
from frontdesk.cli.settings import Who, json_option, with_desk
from frontdesk.cli.words import Words
from frontdesk.ground.errors import DONE, BadInput
from frontdesk.ground.language import N_, _

if TYPE_CHECKING:
    from frontdesk.desk.approvals.approval_views import Answered, ApprovalLine, WaitingLine
    from frontdesk.desk.desk import Desk

_ID = "0199f0c2-7d3e-7c41-9a6b-2f1e5d8c4b10"
_ASKED = "0199f0c4-52b0-7a06-8f3c-6d2b9e1a7c33"
_ALL = "all of it"  # no amount is written so

_STATES = {
    "waiting": N_("waiting"),
    "yes": N_("yes"),
    "used": N_("yes, and given"),
    "over": N_("yes, not used in time"),
    "other": N_("something else"),
    "lapsed": N_("nobody answered in time"),
    "withdrawn": N_("withdrawn"),
}


@command(
    "ask",
    N_(
        "Ask a higher role for what is above one's own authority. The id is printed, and until when an answer is "
        "awaited; `frontdesk asked` shows it, and with a yes `frontdesk give --approval ID` gives it.\n\n"
        "Where nobody above could give it now, what is possible is printed, and the exit code is 4."
    ),
    Example(f'frontdesk ask {_ID} part_of_bill 400 --reason "no heating for three nights"', N_("the lead is asked")),
    Example(f'frontdesk ask {_ID} late_checkout --reason "flight at six" --within "5 minutes" --json', N_("as JSON")),
)
@argument("conversation", N_("The conversation's id, as `frontdesk start` printed it."))
@argument("gesture", N_("The gesture's name in the guidelines."))
@argument("amount", N_("How much (400 or 400.50); left out where the gesture says it."), required=False)
@option("--reason", required=True, metavar="TEXT", told=N_("One sentence why."))
@option("--within", metavar="TIME", told=N_("How long an answer is awaited; else 10 minutes."))
@option("--tick", "ticks", multiple=True, metavar="NAME", told=N_("Something that was done or confirmed; repeatable."))
@option("--answer", "answers", multiple=True, metavar="FACT=VALUE", told=N_("What the customer answered; repeatable."))
@option("--attempt", metavar="UUID", told=N_("The id it will have: asked once, however often it is sent."))
@json_option
@with_desk(Who.OF_CONVERSATION)
def ask(
    desk: Desk,
    conversation: str,
    gesture: str,
    amount: str | None,
    reason: str,
    within: str | None,
    ticks: tuple[str, ...],
    answers: tuple[str, ...],
    attempt: str | None,
    as_json: bool,
) -> int:
    """Ask a higher role."""
    from frontdesk.desk.approvals import approving
    from frontdesk.desk.approvals.approval_views import ApprovalLine

    asked = approving.ask(
        desk,
        conversation,
        gesture,
        None if amount is None else amount.strip() or "''",
        reason,
        within=approving.WITHIN if within is None else approving.parse_within(within),
        answers=said(answers, ticks),
        attempt_id=attempt,
    )
    if not isinstance(asked, ApprovalLine):
        return tell_outcome(desk, asked, as_json)
    if as_json:
        tell_json(approval_form(desk, asked))
        return DONE
    tell(asked.id)
    say(_asked_words(Words(desk), asked))
    return DONE


def _asked_words(words: Words, asked: ApprovalLine) -> str:
    what = f"{asked.label} {asked.asked}".strip()
    if str(asked.state) == "yes":
        return _("{name} has said yes: frontdesk give {conversation} {gesture} --approval {id}").format(
            name=asked.answered_by, conversation=asked.conversation_id, gesture=asked.gesture, id=asked.id
        )
    return _("{what} is asked of: {role}, until {time}.").format(
        what=what, role=asked.role, time=words.when(asked.expires_at)
    )


@command(
    "asked",
    N_("Show what was asked of a higher role in a conversation, and what is possible without it."),
    Example(f"frontdesk asked {_ID}", N_("waiting, yes, something else, or not answered in time")),
    Example(f"frontdesk asked {_ID} --withdraw {_ASKED}", N_("the customer has chosen something else")),
)
@argument("conversation", N_("The conversation's id."))
@option("--withdraw", metavar="ID", told=N_("Take back what one asked and nobody has answered."))
@json_option
@with_desk(Who.OF_CONVERSATION)
def asked(desk: Desk, conversation: str, withdraw: str | None, as_json: bool) -> None:
    """Show what was asked."""
    from frontdesk.desk.approvals import approving

    if withdraw is not None:
        approving.withdraw(desk, withdraw)
    found = approving.of_conversation(desk, conversation)
    ways = {each.id: approving.fallback(desk, each.id) for each in found if str(each.state) in _WITHOUT}
    if as_json:
        from frontdesk.authority.answers import way_dict

        tell_json(
            [approval_form(desk, each) | {"ways": [way_dict(w.way) for w in ways.get(each.id, ())]} for each in found]
        )
        return
    words = Words(desk)
    for each in found:
        for line in standing_words(words, each):
            tell(line)
        for way in ways.get(each.id, ()):
            tell(f"    {way.label}")
    if not found:
        say(_("Nothing was asked in this conversation."))


_WITHOUT = ("other", "lapsed", "over")
"""The states in which the desk goes on without a yes."""


def standing_words(words: Words, line: ApprovalLine) -> Iterator[str]:
    """How something stands that was asked above one's own authority."""
    what = f"{line.label} {line.asked}".strip()
    yield f"{line.id}  {what} · {_(_STATES[str(line.state)])}"
    if str(line.state) == "waiting":
        yield "  " + _("asked of: {role}, until {time}").format(role=line.role, time=words.when(line.expires_at))
    elif str(line.state) == "yes":
        yield "  " + _("{name}: {amount}, to be given until {time}: --approval {id}").format(
            name=line.answered_by, amount=line.approved or line.label, time=words.when(line.usable_until), id=line.id
        )
    elif str(line.state) == "other":
        yield f"  {line.answered_by}: {line.alternative}"
    if line.words:
        yield f"  “{line.words}”"


# --- the lead -----------------------------------------------------------------------------------------------


@command(
    "approvals",
    N_("Show what waits for your answer, the oldest first, with the customer's own words."),
    Example("frontdesk lead approvals", N_("what was asked, why, and what you could give now")),
    Example("frontdesk lead approvals --json", N_("the same as JSON")),
)
@json_option
@with_desk()
def approvals(desk: Desk, as_json: bool) -> None:
    """Show what waits."""
    from frontdesk.desk.approvals import approving

    found = approving.waiting(desk)
    if as_json:
        tell_json([waiting_form(desk, each) for each in found])
        return
    words = Words(desk)
    for each in found:
        for line in _waiting(words, each):
            tell(line)
    if not found:
        say(_("Nothing waits for your answer."))


def _waiting(words: Words, line: WaitingLine) -> Iterator[str]:
    asked = line.approval
    who = " · ".join(part for part in (line.customer_name or _("unnamed customer"), line.situation_label) if part)
    yield _("{who}: “{request}”").format(who=who, request=line.request)
    if line.wish:
        yield "  " + _("What would make it right: {wish}").format(wish=line.wish)
    what = f"{asked.label} {asked.asked}".strip()
    yield "  " + _("{name} asks for {what}: {reason}").format(name=asked.asked_by, what=what, reason=asked.reason)
    if line.could:
        yield "  " + _("{name} can give {amount} alone.").format(name=asked.asked_by, amount=line.could)
    if line.can:
        yield "  " + _("You can say yes to all of it, until {time}.").format(time=words.when(asked.expires_at))
    else:
        yield f"  {line.because}"
    yield f"  frontdesk lead answer {asked.id} --yes" + (f" {line.fits}" if line.fits and not line.can else "")


def waiting_form(desk: Desk, line: WaitingLine) -> dict[str, Any]:
    """What waits for an answer as JSON values."""
    return approval_form(desk, line.approval) | {
        "customer_name": line.customer_name,
        "request": line.request,
        "wish": line.wish,
        "could": line.could or None,
        "can": line.can,
        "fits": line.fits or None,
        "because": line.because,
    }


@command(
    "answer",
    N_(
        "Answer what was asked: yes to all or part of it, or something else instead.\n\n"
        "A yes is the same decision made as yourself; when it does not fit for you either, nothing is answered, what "
        "fits is printed, and the exit code is 4."
    ),
    Example(f"frontdesk lead answer {_ASKED} --yes", N_("yes to all of it")),
    Example(f'frontdesk lead answer {_ASKED} --yes 300 --words "tell her I am sorry too"', N_("yes to a part of it")),
    Example(f"frontdesk lead answer {_ASKED} --yes --change-guideline", N_("yes, and nobody should have to ask again")),
    Example(f'frontdesk lead answer {_ASKED} --other "the suite is free" --gesture room_move', N_("something else")),
)
@argument("approval", N_("The id of what was asked, as `frontdesk lead approvals` prints it."))
@option("--yes", is_flag=False, flag_value=_ALL, metavar="[AMOUNT]", told=N_("Yes to all of it, or to so much."))
@option("--other", metavar="TEXT", told=N_("What is possible instead, in a sentence."))
@option("--gesture", metavar="GESTURE", told=N_("A gesture that can be given instead."))
@option("--words", default="", metavar="TEXT", told=N_("A word for the person at the desk."))
@option("--change-guideline", is_flag=True, told=N_("Also write an idea: the guidelines should allow this."))
@json_option
@with_desk()
def answer(
    desk: Desk,
    approval: str,
    yes: str | None,
    other: str | None,
    gesture: str | None,
    words: str,
    change_guideline: bool,
    as_json: bool,
) -> int:
    """Answer what was asked."""
    from frontdesk.desk.approvals import approving
    from frontdesk.desk.approvals.approval_views import ApprovalLine

    if (yes is None) == (other is None and gesture is None) or (change_guideline and yes is None):
        raise BadInput(
            _("Say yes, or what is possible instead."),
            _("Write --yes, --yes AMOUNT, --other TEXT or --gesture GESTURE; --change-guideline goes with a yes."),
        )
    answered: Answered
    if yes is None:
        answered = approving.answer_other(desk, approval, other or "", gesture, words)
    else:
        amount = None if yes == _ALL else yes.strip() or "''"
        answered = approving.answer_yes(desk, approval, amount, words, one_off=not change_guideline)
    if not isinstance(answered, ApprovalLine):
        return tell_outcome(desk, answered, as_json)
    if as_json:
        tell_json(approval_form(desk, answered))
        return DONE
    for line in standing_words(Words(desk), answered):
        tell(line)
    if change_guideline:
        say(_("An idea was written; it is owed an answer."))
    return DONE


def approval_form(desk: Desk, line: ApprovalLine) -> dict[str, Any]:
    """What was asked, as JSON values."""
    forms = Forms(desk)
    return {
        "id": line.id,
        "state": str(line.state),
        "conversation": line.conversation_id,
        "gesture": line.gesture,
        "label": line.label,
        "asked": line.asked or None,
        "reason": line.reason,
        "role": line.role,
        "asked_by": line.asked_by,
        "asked_at": forms.at(line.asked_at),
        "expires_at": forms.at(line.expires_at),
        "usable_until": forms.at(line.usable_until),
        "approved": line.approved or None,
        "alternative": line.alternative,
        "alternative_gesture": line.alternative_gesture,
        "words": line.words,
        "answered_by": line.answered_by or None,
        "answered_at": forms.at(line.answered_at),
        "one_off": line.one_off,
        "entry": line.entry_id,
        "block": line.block_id,
    }
