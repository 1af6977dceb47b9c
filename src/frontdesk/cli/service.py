"""The conversation without a screen: the same functions of desk/ that the screens call, one per command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.cli.echo import tell, tell_json
from frontdesk.cli.forms import Forms
from frontdesk.cli.frame import Example, argument, command, option
from frontdesk.cli.settings import Who, json_option, with_desk
from frontdesk.cli.words import Words
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import N_, _

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.views import PromiseLine, Talk

CONVERSATION = argument("conversation", N_("The conversation's id, as `frontdesk start` printed it."))
_ID = "0199f0c2-7d3e-7c41-9a6b-2f1e5d8c4b10"


def _shown(desk: Desk, talk: Talk, as_json: bool, *, with_bar: bool = False, with_asked: bool = False) -> None:
    """Print a conversation; with the gestures that stand open, once the request is heard, and what was asked above."""
    from frontdesk.cli.approving import approval_form, standing_words
    from frontdesk.desk.approvals import approving
    from frontdesk.desk.gestures import giving

    asked = approving.of_conversation(desk, talk.id) if with_asked else ()

    bar = giving.bar(desk, talk.id) if with_bar and talk.open and desk.guidelines is not None else None
    if as_json:
        form = Forms(desk).talk(talk)
        if with_bar:
            form["gestures"] = [] if bar is None else Forms(desk).bar(bar)
        if with_asked:
            form["approvals"] = [approval_form(desk, each) for each in asked]
        tell_json(form)
        return
    words = Words(desk)
    for line in words.talk(talk):
        tell(line)
    if asked:
        tell(_("Asked of a higher role:"))
    for each in asked:
        for line in standing_words(words, each):
            tell(f"  {line}")
    if bar is not None:
        for line in words.bar(bar):
            tell(line)


@command(
    "start",
    N_("Begin a conversation with a customer, or with somebody whose name you do not know yet."),
    Example(
        'frontdesk start --customer 0199f0c2-7d3e-7c41-9a6b-2f1e5d8c4b10 --request "The heating is dead"',
        N_("the request stands in the customer's own words; the next step is to read it back"),
    ),
    Example('frontdesk start --name "a lady in a red coat" --json', N_("an unnamed customer, answered as JSON")),
)
@option("--customer", metavar="ID", told=N_("The customer's id, as `frontdesk customers find` prints it."))
@option("--name", default="", metavar="NAME", told=N_("Who it is, when there is no card."))
@option("--request", default="", metavar="TEXT", told=N_("The request, in the customer's own words."))
@option("--situation", metavar="NAME", told=N_("What kind of moment this is, by its name in the guidelines."))
@option("--order", metavar="ID", told=N_("The order it is about; else the only open one."))
@option("--channel", metavar="NAME", told=N_("How the customer came: desk, phone, mail."))
@option("--incident", metavar="ID", told=N_("The incident, when this continues an earlier conversation."))
@json_option
@with_desk()
def start(
    desk: Desk,
    customer: str | None,
    name: str,
    request: str,
    situation: str | None,
    order: str | None,
    channel: str | None,
    incident: str | None,
    as_json: bool,
) -> None:
    """Begin a conversation."""
    from frontdesk.desk.conversations import talking

    talk = talking.start(
        desk,
        customer_id=customer,
        name=name,
        order_id=order,
        situation=situation,
        request=request,
        channel=channel,
        incident_id=incident,
    )
    _shown(desk, talk, as_json)


@command(
    "show",
    N_("Show a conversation and what can be done in it now."),
    Example(f"frontdesk show {_ID}", N_("the request, what was given, promised and asked above, and what can be done")),
)
@CONVERSATION
@json_option
@with_desk(Who.OF_CONVERSATION)
def show(desk: Desk, conversation: str, as_json: bool) -> None:
    """Show a conversation."""
    from frontdesk.desk.conversations import talking

    _shown(desk, talking.view(desk, conversation), as_json, with_bar=True, with_asked=True)


@command(
    "hear",
    N_("Say that the request was read back and the customer agreed; only then is anything given."),
    Example(f"frontdesk hear {_ID}", N_("the request was read back, and the customer agreed")),
    Example(
        f'frontdesk hear {_ID} --request "No heating, and the child is cold"',
        N_("the request as it was put right while reading it back"),
    ),
    Example(f"frontdesk hear {_ID} --skip", N_("the emergency way: act first; that it was skipped is recorded")),
)
@CONVERSATION
@option("--request", metavar="TEXT", told=N_("The request, put right in the customer's own words."))
@option("--skip", is_flag=True, told=N_("An emergency: act before the request is read back. It is recorded."))
@json_option
@with_desk(Who.OF_CONVERSATION)
def hear(desk: Desk, conversation: str, request: str | None, skip: bool, as_json: bool) -> None:
    """The request is heard."""
    from frontdesk.desk.conversations import talking

    _shown(desk, talking.hear(desk, conversation, request, skip=skip), as_json, with_bar=True)


@command(
    "wish",
    N_("Write down what would make it right, in the customer's own words."),
    Example(f'frontdesk wish {_ID} "another room, or heat"', N_("what the customer answered")),
    Example(f"frontdesk wish {_ID} --not-said", N_("it was asked, and the customer did not say")),
)
@CONVERSATION
@argument("text", N_("What the customer answered."), default="")
@option("--not-said", is_flag=True, told=N_("It was asked, and the customer did not say."))
@json_option
@with_desk(Who.OF_CONVERSATION)
def wish(desk: Desk, conversation: str, text: str, not_said: bool, as_json: bool) -> None:
    """The answer to what would make it right."""
    from frontdesk.desk.conversations import talking

    if bool(text.strip()) == not_said:
        raise BadInput(
            _("A wish is either the customer's words or --not-said."),
            _('Write it like this: frontdesk wish {conversation} "another room"').format(conversation=conversation),
        )
    _shown(desk, talking.wish(desk, conversation, text), as_json)


@command(
    "answer",
    N_("Write down what the customer answered to a question of the guidelines."),
    Example(f"frontdesk answer {_ID} delay_minutes 45", N_("an asked fact, as the customer said it")),
)
@CONVERSATION
@argument("fact", N_("The fact's name in the guidelines."))
@argument("text", N_("What the customer said."))
@json_option
@with_desk(Who.OF_CONVERSATION)
def answer(desk: Desk, conversation: str, fact: str, text: str, as_json: bool) -> None:
    """An asked fact."""
    from frontdesk.desk.conversations import talking

    _shown(desk, talking.answer(desk, conversation, fact, text), as_json)


@command(
    "claim",
    N_("Write down what the customer says they were promised, in their words. It becomes no promise by that."),
    Example(f'frontdesk claim {_ID} "your colleague said the mast is included"', N_("as said by the customer")),
    Example(f'frontdesk claim {_ID} ""', N_("takes it back")),
)
@CONVERSATION
@argument("text", N_("What the customer says was promised."))
@json_option
@with_desk(Who.OF_CONVERSATION)
def claim(desk: Desk, conversation: str, text: str, as_json: bool) -> None:
    """What the customer says they were promised."""
    from frontdesk.desk.conversations import talking

    _shown(desk, talking.claim(desk, conversation, text), as_json)


@command(
    "tick",
    N_("Say that something was done or confirmed: customer_asked, facts_confirmed or explicit_yes."),
    Example(f"frontdesk tick {_ID} customer_asked", N_("the customer asked for it by themselves")),
    Example(f"frontdesk tick {_ID} facts_confirmed --off", N_("takes it back")),
)
@CONVERSATION
@argument("name", N_("The tick's name."))
@option("--off", is_flag=True, told=N_("Take the tick back."))
@json_option
@with_desk(Who.OF_CONVERSATION)
def tick(desk: Desk, conversation: str, name: str, off: bool, as_json: bool) -> None:
    """A tick, on or off."""
    from frontdesk.desk.conversations import talking

    _shown(desk, talking.tick(desk, conversation, name, not off), as_json)


@command(
    "promise",
    N_("Promise who does what by when."),
    Example(f'frontdesk promise {_ID} "call back about the room" --due "today 18:00"', N_("you keep it by 18:00")),
    Example(f'frontdesk promise {_ID} "new heater" --due "2 hours" --owner Jānis', N_("Jānis keeps it")),
)
@CONVERSATION
@argument("text", N_("What will be done."))
@option("--due", required=True, metavar="WHEN", told=N_("By when: 16:00, tomorrow 12:00, 2 hours, 24 Nov 12:00."))
@option("--owner", metavar="NAME", told=N_("Who does it; else you."))
@option("--now", default="", metavar="TEXT", told=N_("What happens now."))
@option("--next", "next_text", default="", metavar="TEXT", told=N_("What happens next."))
@option("--channel", default="", metavar="NAME", told=N_("How the customer wants to hear; else as the card says."))
@option("--hours", default="", metavar="HOURS", told=N_("When the customer wants to hear: 9-12, 17-19."))
@option("--anyway", is_flag=True, told=N_("The customer agreed to a time outside their hours."))
@json_option
@with_desk(Who.OF_CONVERSATION)
def promise(
    desk: Desk,
    conversation: str,
    text: str,
    due: str,
    owner: str | None,
    now: str,
    next_text: str,
    channel: str,
    hours: str,
    anyway: bool,
    as_json: bool,
) -> None:
    """A promise with an owner and a time."""
    from frontdesk.cli.promising import in_hours
    from frontdesk.desk.promises import promising

    terms = promising.Terms(now=now, next=next_text, channel=channel, hours=hours, anyway=anyway)
    due_at = promising.parse_due(desk, due)
    try:
        made = promising.promise(desk, conversation, text, due_at, owner, terms)
    except promising.OutsideHours as outside:
        raise in_hours(desk, outside) from outside
    _promised(desk, made, as_json)


@command(
    "keep",
    N_("Say that a promise was kept; whether early or late is what the clock says."),
    Example(f"frontdesk keep {_ID}", N_("the promise was kept now")),
)
@argument("promise_id", N_("The promise's id, as `frontdesk promise` and `frontdesk day` print it."), metavar="PROMISE")
@json_option
@with_desk()
def keep(desk: Desk, promise_id: str, as_json: bool) -> None:
    """A kept promise."""
    from frontdesk.desk.promises import promising

    _promised(desk, promising.keep(desk, promise_id), as_json)


@command(
    "cause",
    N_("Write down the cause: a thing, never a person, and only after a solution or a promise."),
    Example(f'frontdesk cause {_ID} "valve of the heating circuit on floor 4"', N_("what was at the root of it")),
)
@CONVERSATION
@argument("text", N_("The thing that caused it."))
@json_option
@with_desk(Who.OF_CONVERSATION)
def cause(desk: Desk, conversation: str, text: str, as_json: bool) -> None:
    """The cause."""
    from frontdesk.desk.conversations import talking

    _shown(desk, talking.cause(desk, conversation, text), as_json)


@command(
    "close",
    N_("Close a conversation: what happens now, what next, and when; or say that nothing is owed."),
    Example(
        f'frontdesk close {_ID} --now "new room 414" --next "Jānis brings the bags" --due "16:30"',
        N_("what was agreed, in words"),
    ),
    Example(f"frontdesk close {_ID} --nothing-owed", N_("everything is done")),
)
@CONVERSATION
@option("--now", "now_text", metavar="TEXT", told=N_("What happens now."))
@option("--next", "next_text", metavar="TEXT", told=N_("What happens next."))
@option("--due", metavar="WHEN", told=N_("By when: 16:00, tomorrow 12:00, 2 hours."))
@option("--nothing-owed", is_flag=True, told=N_("Everything is done; nothing is owed."))
@json_option
@with_desk(Who.OF_CONVERSATION)
def close(
    desk: Desk,
    conversation: str,
    now_text: str | None,
    next_text: str | None,
    due: str | None,
    nothing_owed: bool,
    as_json: bool,
) -> None:
    """Close a conversation."""
    from frontdesk.desk.conversations import talking
    from frontdesk.desk.promises import promising

    if now_text is not None or next_text is not None or due is not None:
        due_at = promising.parse_due(desk, due) if due is not None else None
        talking.write(desk, conversation, now=now_text, next=next_text, due_at=due_at)
    _shown(desk, talking.close(desk, conversation, nothing_owed=nothing_owed), as_json)


def _promised(desk: Desk, promise: PromiseLine, as_json: bool) -> None:
    if as_json:
        tell_json(Forms(desk).promise(promise))
        return
    tell(Words(desk).promise(promise))
