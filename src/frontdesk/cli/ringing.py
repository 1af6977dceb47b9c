"""The telephone: what an exchange says rings, who is calling, and a reader of lines for its scripts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frontdesk.cli.echo import flush, say, tell, tell_json
from frontdesk.cli.forms import Forms
from frontdesk.cli.frame import Example, argument, command, option
from frontdesk.cli.settings import (
    FILE,
    Settings,
    Who,
    folder_option,
    json_option,
    must_be_business,
    now,
    opened,
    settings_of,
    staff_option,
)
from frontdesk.ground.errors import DONE, PROBLEM_FOUND, BadInput
from frontdesk.ground.language import N_, _

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.telephone.ring_views import Caller, MissedCall, RingingCall, Taken, TakenBefore

_ID = "0199f0c2-7d3e-7c41-9a6b-2f1e5d8c4b10"


@command(
    "ring",
    N_(
        "Say that the telephone rings: the caller stands on the desk's screen within a second.\n\n"
        "Nobody has to be signed in. The same number on the same desk within a minute is the same call. A number may "
        "be local or foreign, a sip: address, or anonymous. With --ended or --answered the number may also be the "
        "call's id. What nobody takes within two minutes waits in the queue of every desk."
    ),
    Example('frontdesk ring +37126123456 --desk "desk 1"', N_("rings at that desk")),
    Example("frontdesk ring 26123456 --line 101 --json", N_("rings at every desk; answers with the call's id")),
    Example("frontdesk ring +37126123456 --answered --desk 2", N_("somebody picked up at desk 2: it is not missed")),
    Example("frontdesk ring +37126123456 --ended", N_("the caller hung up")),
)
@argument("number", N_("Who calls, as the exchange has it; anonymous when it is withheld."))
@option("--desk", "at_desk", default="", metavar="NAME", told=N_("The desk it rings for; else every desk."))
@option("--line", default="", metavar="TEXT", told=N_("The line or the number that was called."))
@option("--ended", is_flag=True, told=N_("The caller hung up."))
@option("--answered", is_flag=True, told=N_("Somebody picked up the telephone."))
@folder_option
@json_option
def ring(number: str, at_desk: str, line: str, ended: bool, answered: bool, folder: Path | None, as_json: bool) -> int:
    """Say that it rings."""
    from frontdesk.cli import ring_lines

    if ended and answered:
        raise BadInput(_("A call was answered, or it ended."), _("Say one after the other."))
    state = ring_lines.ENDED if ended else ring_lines.ANSWERED if answered else ring_lines.RINGS
    # What an exchange says never puts a changed guidelines file into force.
    with _hearing(settings_of(folder)) as desk:
        found, again = ring_lines.report(desk, ring_lines.Said(number, at_desk, line, state))
        if as_json:
            tell_json({**_form(desk, found[0]), "state": state, "again": again})
            return DONE
        from frontdesk.desk.telephone.ring_words import number_words, who_words

        call = found[0]
        said = {ring_lines.ENDED: _("ended"), ring_lines.ANSWERED: _("answered")}.get(state, _("rings"))
        parts = (said, who_words(call.callers) or _("somebody unknown"), number_words(call.number), call.desk, call.id)
        tell(" · ".join(filter(None, parts)))
    return DONE


@command(
    "calls",
    N_(
        "Show who calls and whom nobody answered; or hear from an exchange, a line for each call.\n\n"
        "--listen reads a named pipe and --socket a UNIX socket; both are made where they are missing, for this user "
        "alone. A line is `[ring|ended|answered] NUMBER [DESK] [LINE]`, or a JSON object with number, desk, line and "
        "state. Each is answered with one line of JSON, without anybody's name; a line that is not understood is "
        "answered and passed over."
    ),
    Example("frontdesk calls", N_("who rings now, and who waits for a call back")),
    Example("frontdesk calls --listen /run/frontdesk/calls", N_("then: echo '+37126123456 1' > /run/frontdesk/calls")),
    Example("frontdesk calls --socket /run/frontdesk/calls.sock", N_("the same, answered on the socket")),
    Example(f"frontdesk calls --take {_ID} --staff Anna", N_("Anna takes the call; its conversation is open")),
    Example(f'frontdesk calls --let-go {_ID} --why "wrong number"', N_("nobody calls back, and why")),
)
@option("--listen", "pipe", type=FILE, metavar="PATH", told=N_("Read calls from this named pipe."))
@option("--socket", "server", type=FILE, metavar="PATH", told=N_("Read calls from this UNIX socket."))
@option("--take", metavar="CALL", told=N_("Take this call: begin its conversation."))
@option("--customer", metavar="ID", told=N_("Who it is, where several have the number."))
@option("--reached", metavar="CALL", told=N_("They were called back."))
@option("--let-go", "let_go", metavar="CALL", told=N_("Nobody calls back."))
@option("--why", default="", metavar="TEXT", told=N_("Why nobody calls back, in one sentence."))
@folder_option
@staff_option
@json_option
def calls(
    pipe: Path | None,
    server: Path | None,
    take: str | None,
    customer: str | None,
    reached: str | None,
    let_go: str | None,
    why: str,
    folder: Path | None,
    staff: str | None,
    as_json: bool,
) -> int:
    """The calls, or a reader of them."""
    acts = [each for each in (take, reached, let_go) if each is not None]
    if len(acts) + (pipe is not None or server is not None) > 1:
        raise BadInput(
            _("One thing at a time."), _("Take, call back, let go or listen: say each in a line of its own.")
        )
    if (customer is not None and take is None) or (why and let_go is None):
        raise BadInput(_("--customer goes with --take, and --why with --let-go."), _("Say which call it is about."))
    if pipe is not None or server is not None:
        return _listening(folder, pipe, server)
    with opened(settings_of(folder, staff), Who.SIGNED_IN if acts else Who.ANYBODY, take_file=False) as desk:
        if acts:
            return _act(desk, take, customer, reached, let_go, why, as_json)
        _show(desk, as_json)
    return DONE


@contextmanager
def _hearing(settings: Settings) -> Iterator[Desk]:
    """A desk that can be told that it rings: opened quickly, and wholly only in a folder that was never opened."""
    must_be_business(settings.folder)
    from frontdesk.desk.telephone.hearing import open_to_hear

    desk = open_to_hear(settings.folder, clock=now)
    if desk is None:
        with opened(settings, Who.ANYBODY, take_file=False) as whole:
            yield whole
        return
    try:
        yield desk
    finally:
        desk.store.close()


def _listening(folder: Path | None, pipe: Path | None, server: Path | None) -> int:
    from frontdesk.cli.listening import listen
    from frontdesk.cli.ring_lines import answered

    with _hearing(settings_of(folder)) as desk:
        deaf = False

        def told(line: str) -> None:
            nonlocal deaf
            if deaf:
                return
            try:
                tell(line)
                flush()
            except OSError:  # nobody reads the answers any more; the calls still come
                deaf = True

        def ready() -> None:
            for path in filter(None, (pipe, server)):
                say(_("Listening at {path}. Ctrl+C ends it.").format(path=path))
            flush()

        return listen(pipe, server, lambda line: answered(desk, line), told, ready)


def _act(
    desk: Desk,
    take: str | None,
    customer: str | None,
    reached: str | None,
    let_go: str | None,
    why: str,
    as_json: bool,
) -> int:
    from frontdesk.desk.telephone import ringing
    from frontdesk.desk.telephone.ring_views import TakenBefore

    done: Taken | TakenBefore | None
    if take is not None:
        done = ringing.take(desk, take, customer)
    elif reached is not None:
        done = ringing.reached(desk, reached)
    else:
        done = ringing.let_go(desk, let_go or "", why)
    if isinstance(done, TakenBefore):
        if as_json:
            tell_json({"call": done.call_id, "by": done.by or None, "at": Forms(desk).at(done.at)})
        else:
            say(_("{name} has it already.").format(name=done.by or _("Somebody else")))
        return PROBLEM_FOUND
    talk = None if done is None else done.conversation_id or None
    call_id = take or reached or let_go
    if as_json:
        tell_json({"call": call_id, "conversation": talk})
    elif take is not None:
        tell(_("It is yours; the conversation is {id}.").format(id=talk))
    else:
        tell(_("It waits no longer."))
    return DONE


def _show(desk: Desk, as_json: bool) -> None:
    from frontdesk.desk.promises.due_times import moment_words
    from frontdesk.desk.telephone import ringing
    from frontdesk.desk.telephone.ring_words import missed_name, missed_words, ringing_words

    now, missed = ringing.ringing(desk, everywhere=True), ringing.missed_now(desk)
    if as_json:
        tell_json(
            {"ringing": [_form(desk, each) for each in now], "missed": [missed_form(desk, each) for each in missed]}
        )
        return
    for call in now:
        tell(f"☎ {ringing_words(call)} · {call.id}")
    for each in missed:
        tell(f"  {moment_words(desk, each.last_at)} · {missed_name(each)} · {missed_words(each)} · {each.id}")
    if not now and not missed:
        say(_("Nobody calls, and nobody waits for a call back."))


def _form(desk: Desk, call: RingingCall) -> dict[str, Any]:
    return {
        "call": call.id,
        "number": call.number or None,
        "desk": call.desk or None,
        "line": call.line or None,
        "rang_at": Forms(desk).at(call.rang_at),
        "customers": _callers(call.callers),
    }


def missed_form(desk: Desk, call: MissedCall) -> dict[str, Any]:
    """A line of calls that nobody took, as JSON."""
    forms = Forms(desk)
    return {
        "call": call.id,
        "number": call.number or None,
        "times": call.times,
        "first_at": forms.at(call.first_at),
        "last_at": forms.at(call.last_at),
        "customers": _callers(call.callers),
        "conversation": call.conversation_id or None,
        "state": call.state.value,
        "settled_by": call.by or None,
        "settled_at": forms.at(call.at),
        "why": call.why or None,
    }


def _callers(callers: tuple[Caller, ...]) -> list[dict[str, str]]:
    return [{"id": each.id, "name": each.name, "phone": each.phone} for each in callers]
