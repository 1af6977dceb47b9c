"""Everything that a desk writes, as one act each, and what has to be there before it (test_failing_disk.py)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from worlds import World, nothing

from a_desk import Clock, heard, previewed
from frontdesk.desk.approvals import answering, approving, granting
from frontdesk.desk.approvals.approval_views import ApprovalLine
from frontdesk.desk.conversations import drafting, order_by_hand, talking
from frontdesk.desk.customers import cards, editing_card, noting, preferring, relating
from frontdesk.desk.day import lining_up
from frontdesk.desk.desk import Desk
from frontdesk.desk.events import event_adding, event_calling, event_giving, events
from frontdesk.desk.gestures import giving, recording
from frontdesk.desk.imports import importing, undoing_imports
from frontdesk.desk.learning import causing, ideas, reviewing, storytelling
from frontdesk.desk.merging import merging
from frontdesk.desk.people import own_card, pins, sessions, signing_in, ssh_keys, staffing
from frontdesk.desk.privacy import forgetting, privacy
from frontdesk.desk.promises import promising
from frontdesk.desk.rules import housing, publishing
from frontdesk.desk.rules.published import Draft
from frontdesk.desk.telephone import ringing
from frontdesk.desk.telephone.ring_views import Taken
from frontdesk.desk.trust import backing_up, heads
from frontdesk.desk.views import Attempt, Blocked, Given, Preview
from frontdesk.store.imports import CUSTOMERS
from frontdesk.store.transaction import writing

About = Mapping[str, str]
WHY = "No heating for three nights"
CODE = "482915"
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzM"


@dataclass(frozen=True)
class Act:
    """What somebody does at a desk, by one call."""

    does: Callable[[World], object]
    before: Callable[[World], About] = nothing
    once: bool = False
    """Whether it is the same when it is done again."""
    each_try: tuple[str, ...] = ()
    """Tables in which every try leaves a line of its own, whatever came of it."""


# --- gestures -----------------------------------------------------------------------------------------------


def _given(answer: object) -> Given:
    assert isinstance(answer, Given), answer
    return answer


def _preview(answer: object) -> Preview:
    assert isinstance(answer, Preview), answer
    return answer


def _stopped(world: World) -> Blocked:
    answer = giving.open_gesture(world.desk, world.talk, "part_of_bill", ask="500.00")
    assert isinstance(answer, Blocked), answer
    return answer


def _a_preview(world: World) -> About:
    return {"attempt": previewed(world.desk, world.talk, "drink").id}


def _drafted(world: World) -> About:
    drafting.write(world.desk, "story", "", {"words": "They la"})
    return {}


# --- above one's own authority ------------------------------------------------------------------------------


def _ask(world: World) -> ApprovalLine:
    line = approving.ask(world.desk, world.talk, "part_of_bill", "170.00", WHY)
    assert isinstance(line, ApprovalLine), line
    return line


def _asked(world: World) -> About:
    with writing(world.desk.store) as connection:
        connection.execute("""UPDATE orders SET facts_json = '{"order.night_price":"540.00"}'""")
    return {"approval": _ask(world).id}


def _dear_night(world: World) -> About:
    with writing(world.desk.store) as connection:
        connection.execute("""UPDATE orders SET facts_json = '{"order.night_price":"540.00"}'""")
    return {}


def _answered(world: World) -> About:
    about = _asked(world)
    assert isinstance(answering.answer_yes(world.lead, about["approval"]), ApprovalLine)
    return about


def _about_to_give_by_it(world: World) -> About:
    about = _answered(world)
    opened = giving.open_gesture(world.desk, world.talk, "part_of_bill", ask="170.00", approval_id=about["approval"])
    return {**about, "attempt": _preview(opened).attempt.id}


def _gives_by_the_yes(world: World) -> Given:
    about = world.about
    attempt = Attempt(about["attempt"], world.talk, "part_of_bill", 17000, reason=WHY, approval_id=about["approval"])
    return _given(giving.give_surely(world.desk, attempt))


def _ahead(world: World) -> About:
    _dear_night(world)
    return {"grant": granting.grant(world.lead, "part_of_bill", "300", times=2, reason=WHY).id}


def _gives_ahead(world: World) -> Given:
    attempt = Attempt("01900000-0000-7000-8000-000000000001", world.talk, "part_of_bill", 17000, reason=WHY)
    return _given(giving.give_surely(world.desk, attempt))


# --- one cause, many customers ------------------------------------------------------------------------------


def _outage(desk: Desk) -> str:
    due = desk.now() + timedelta(hours=3)
    return events.open_event(
        desk, "Outage", "the boiler", promise="warm water", due_at=due, gesture="drink", budget="100.00"
    ).id


def _has_begun(world: World) -> About:
    with writing(world.desk.store) as connection:
        connection.execute("UPDATE orders SET external_key = 'O-' || customer_id")
    return {"event": _outage(world.lead)}


def _touched(world: World) -> About:
    about = _has_begun(world)
    event_adding.add(world.lead, about["event"], orders=(f"O-{world.customer}", f"O-{world.other}"))
    return about


def _what(world: World) -> str:
    return f"O-{world.customer}"


# --- imports, cards that are one person ---------------------------------------------------------------------


def _guests(world: World) -> Path:
    return world.desk.folder / "guests.csv"


def _imported(world: World) -> About:
    done = importing.import_customers(world.desk, _guests(world))
    assert done.import_id
    return {"import": done.import_id}


def _merged(world: World) -> About:
    merging.merge(world.lead, world.customer, world.other)
    return {}


def _orders(world: World) -> About:
    rows = "".join(f"N{number},{world.customer},4{number:02d},10.00\n" for number in range(20))
    (world.desk.folder / "orders.csv").write_text("id,customer,room,paid\n" + rows, encoding="utf-8")
    with writing(world.desk.store) as connection:
        connection.execute("UPDATE customers SET external_key = id")
    return {}


# --- people -------------------------------------------------------------------------------------------------


def _coded(world: World) -> About:
    pins.set_pin(world.lead, "Janis", CODE)
    return {}


def _waits(world: World) -> About:
    _coded(world)
    for _time in range(5):
        with suppress(pins.WrongPin):
            pins.by_pin(world.desk, "Janis", "111113")
    return {}


def _wrong_code(world: World) -> None:
    with suppress(pins.WrongPin):
        pins.by_pin(world.desk, "Janis", "111113")


def _seated(world: World) -> Desk:
    return replace(world.desk, session_id="01900000-0000-7000-8000-000000000002")


def _sits(world: World) -> About:
    sessions.begin(_seated(world))
    return {}


def _keyed(world: World) -> About:
    return {"key": ssh_keys.add(world.lead, "Janis", KEY).fingerprint}


# --- what is promised, told, learned ------------------------------------------------------------------------


def _promised(world: World) -> About:
    return {"promise": promising.promise(world.desk, world.talk, "Bring a heater", _later(world, 2)).id}


def _later(world: World, hours: float) -> datetime:
    return world.desk.now() + timedelta(hours=hours)


def _came_back(world: World) -> About:
    for _time in range(3):
        talk = heard(world.desk)
        promising.promise(world.desk, talk, "See to it", _later(world, 1))
        talking.cause(world.desk, talk, "Heating")
    return {"cause": causing.causes_to_fix(world.desk)[0].id}


def _twice_before(world: World) -> About:
    promising.promise(world.desk, world.talk, "See to it", _later(world, 1))
    for _time in range(2):
        talk = heard(world.desk)
        promising.promise(world.desk, talk, "See to it", _later(world, 1))
        talking.cause(world.desk, talk, "Heating")
    return {}


def _written(world: World) -> About:
    return {"review": _review(world)}


def _review(world: World) -> str:
    return reviewing.begin(world.desk, "review", "the site", "It was cold", customer_id=world.customer).id


def _apologised(world: World) -> About:
    about = _written(world)
    reviewing.apologise(world.desk, about["review"], "I am sorry")
    return about


def _told(world: World) -> About:
    storytelling.tell(world.desk, world.talk, "rescued", "They laughed in the end")
    return {}


def _idea(world: World) -> About:
    return {"idea": ideas.propose(world.desk, "Kettles in every room").id}


# --- the telephone ------------------------------------------------------------------------------------------


def _rings(world: World) -> About:
    return {"call": ringing.ring(world.desk, "+371 2000 0001").call.id}


def _old_calls(world: World) -> About:
    for number in range(3):
        ringing.take(world.desk, ringing.ring(world.desk, f"+371 2000 000{number}").call.id)
    assert isinstance(world.desk.clock, Clock)
    world.desk.clock.forward(days=100)
    return {}


def _missed(world: World) -> About:
    about = _rings(world)
    ringing.ended(world.desk, about["call"])
    return about


def _takes(world: World) -> Taken:
    taken = ringing.take(world.desk, world.about["call"])
    assert isinstance(taken, Taken), taken
    return taken


# --- the guidelines -----------------------------------------------------------------------------------------


def _draft(world: World) -> Draft:
    return publishing.drafted(world.desk.folder / "draft.yaml")


def _published(world: World) -> About:
    publishing.publish(world.lead, _draft(world))
    return {}


def _planned(world: World) -> About:
    done = publishing.publish(world.lead, _draft(world), at=_later(world, 30))
    return {"number": str(done.line.number)}


ACTS: dict[str, Act] = {
    # gestures
    "give": Act(lambda world: _given(giving.give_surely(world.desk, world.attempt)), once=True),
    "take back": Act(lambda world: giving.take_back(world.desk, world.entry, "It was not for her"), once=True),
    "look at a gesture": Act(
        lambda world: _preview(giving.open_gesture(world.desk, world.talk, "part_of_bill", ask="20.00"))
    ),
    "let a preview go": Act(
        lambda world: giving.let_go(world.desk, world.talk, world.about["attempt"]), _a_preview, once=True
    ),
    "meet a limit": Act(_stopped),
    "do something instead": Act(
        lambda world: recording.took_instead(world.desk, world.about["block"], "a walk"),
        lambda world: {"block": str(_stopped(world).block_id)},
        once=True,
    ),
    # conversations
    "begin": Act(lambda world: talking.start(world.desk, customer_id=world.other, request="A towel")),
    "hear": Act(lambda world: talking.hear(world.desk, world.new_talk, "The window does not close")),
    "write": Act(lambda world: talking.write(world.desk, world.talk, wish="Quiet", now="Looking"), once=True),
    "name a cause": Act(lambda world: talking.cause(world.desk, world.talk, "Heating"), _twice_before),
    "close": Act(lambda world: talking.close(world.desk, world.talk, nothing_owed=True)),
    "name an order": Act(lambda world: order_by_hand.name_order(world.desk, world.new_talk, "A-4711")),
    "say what the order says": Act(
        lambda world: order_by_hand.say_of_order(world.desk, world.new_talk, {"order.paid": "90.00"}),
        lambda world: {"order": str(order_by_hand.name_order(world.desk, world.new_talk, "A-4711").order_id)},
        once=True,
    ),
    "keep a draft": Act(lambda world: drafting.write(world.desk, "story", "", {"words": "They la"}), once=True),
    "let a draft go": Act(
        lambda world: drafting.forget(world.desk, "story"),
        _drafted,
        once=True,
    ),
    # above one's own authority
    "ask": Act(_ask, _dear_night, once=True, each_try=("blocks",)),
    "take back what was asked": Act(
        lambda world: approving.withdraw(world.desk, world.about["approval"]), _asked, once=True
    ),
    "answer yes": Act(lambda world: answering.answer_yes(world.lead, world.about["approval"]), _asked, once=True),
    "answer with something else": Act(
        lambda world: answering.answer_other(world.lead, world.about["approval"], "The suite tonight"),
        _asked,
        once=True,
    ),
    "say that it should change": Act(
        lambda world: answering.should_change(world.lead, world.about["approval"]), _answered, once=True
    ),
    "give by a yes": Act(_gives_by_the_yes, _about_to_give_by_it, once=True),
    "give authority ahead": Act(
        lambda world: granting.grant(world.lead, "part_of_bill", "300", times=2, reason=WHY), _dear_night
    ),
    "take back authority": Act(lambda world: granting.withdraw(world.lead, world.about["grant"]), _ahead, once=True),
    "give by authority given ahead": Act(_gives_ahead, _ahead, once=True),
    # one cause, many customers
    "open an event": Act(lambda world: _outage(world.lead)),
    "add to an event": Act(
        lambda world: event_adding.add(
            world.lead, world.about["event"], orders=(f"O-{world.customer}", f"O-{world.other}")
        ),
        _has_begun,
        once=True,
    ),
    "call for an event": Act(
        lambda world: event_calling.called(world.desk, world.about["event"], _what(world), "reached", kept=True),
        _touched,
        once=True,
    ),
    "give for an event": Act(
        lambda world: _given(event_giving.give(world.desk, world.about["event"], _what(world))), _touched, once=True
    ),
    "budget of an event": Act(
        lambda world: events.set_budget(world.lead, world.about["event"], "200.00"), _touched, once=True
    ),
    "hand an event on": Act(lambda world: events.hand_on(world.lead, world.about["event"], "Janis"), _touched),
    "close an event": Act(lambda world: events.close(world.lead, world.about["event"]), _touched, once=True),
    # cards and who belongs together
    "a new card": Act(lambda world: cards.new_customer(world.desk, "Somebody New", phone="+371 2000 0009")),
    "edit a card": Act(
        lambda world: editing_card.edit(world.desk, world.customer, {"phone": "+371 29 123 456"}), once=True
    ),
    "note": Act(lambda world: noting.note(world.desk, world.customer, "Likes the quiet side")),
    "strike a note": Act(
        lambda world: noting.strike(world.desk, world.about["note"]),
        lambda world: {"note": noting.note(world.desk, world.customer, "Likes the quiet side").id},
        once=True,
    ),
    "prefer": Act(lambda world: preferring.prefer(world.desk, world.customer, "green tea"), once=True),
    "strike a preference": Act(
        lambda world: preferring.strike(world.desk, world.about["preference"]),
        lambda world: {"preference": preferring.prefer(world.desk, world.customer, "green tea").id},
        once=True,
    ),
    "join a household": Act(lambda world: relating.join_with(world.desk, world.customer, world.other), once=True),
    "leave a household": Act(
        lambda world: relating.leave(world.desk, world.customer, world.about["group"]),
        lambda world: {"group": relating.join_with(world.desk, world.customer, world.other).id},
    ),
    "join a company": Act(lambda world: relating.join_company(world.desk, world.customer, "Ogle SIA"), once=True),
    "merge": Act(lambda world: merging.merge(world.lead, world.customer, world.other), once=True),
    "undo a merge": Act(lambda world: merging.unmerge(world.lead, world.other), _merged),
    "two people": Act(lambda world: merging.two_people(world.lead, world.customer, world.other), once=True),
    "erase": Act(lambda world: privacy.erase(world.lead, world.leaving), once=True),
    "forget what is old": Act(lambda world: forgetting.forget(world.lead), _old_calls, once=True),
    # files
    "import": Act(lambda world: importing.import_customers(world.desk, _guests(world))),
    "import orders": Act(lambda world: importing.import_orders(world.desk, world.desk.folder / "orders.csv"), _orders),
    "undo an import": Act(lambda world: undoing_imports.undo(world.lead, CUSTOMERS, world.about["import"]), _imported),
    # what is promised
    "promise": Act(lambda world: promising.promise(world.desk, world.talk, "Bring a heater", _later(world, 2))),
    "keep a promise": Act(lambda world: promising.keep(world.desk, world.about["promise"]), _promised, once=True),
    "move a promise": Act(
        lambda world: promising.move(world.desk, world.about["promise"], _later(world, 4), "The van is late"), _promised
    ),
    "hand a promise on": Act(
        lambda world: promising.reassign(world.desk, world.about["promise"], "Janis"), _promised, once=True
    ),
    # what is told and learned
    "tell a story": Act(lambda world: storytelling.tell(world.desk, world.talk, "rescued", "They laughed in the end")),
    "line up": Act(lambda world: lining_up.line_up(world.desk), _told, once=True),
    "an idea": Act(lambda world: ideas.propose(world.desk, "Kettles in every room")),
    "answer an idea": Act(lambda world: ideas.answer(world.lead, world.about["idea"], "yes", "From May on"), _idea),
    "enter a review": Act(_review),
    "apologise": Act(
        lambda world: reviewing.apologise(world.desk, world.about["review"], "I am sorry"), _written, once=True
    ),
    "say what happened": Act(
        lambda world: reviewing.say_happened(world.desk, world.about["review"], "The boiler stood still"),
        _apologised,
        once=True,
    ),
    "see to a cause": Act(lambda world: causing.own(world.lead, world.about["cause"], "Janis"), _came_back, once=True),
    "mend a cause": Act(lambda world: causing.fixed(world.lead, world.about["cause"], "A new pump"), _came_back),
    # people
    "a new colleague": Act(lambda world: staffing.add(world.lead, "Somebody", "staff")),
    "a colleague leaves": Act(lambda world: staffing.leave(world.lead, "Janis"), once=True),
    "authority of one's own": Act(
        lambda world: staffing.set_authority(world.lead, "Janis", "part_of_bill", "200.00"), once=True
    ),
    "a code": Act(lambda world: pins.set_pin(world.lead, "Janis", CODE)),
    "a right code": Act(
        lambda world: pins.by_pin(world.desk, "Janis", CODE), _coded, once=True, each_try=("sign_ins",)
    ),
    "a wrong code": Act(_wrong_code, _coded, once=True, each_try=("sign_ins", "staff_pin_tries")),
    "let somebody try again": Act(lambda world: pins.unlock(world.lead, "Janis"), _waits),
    "sit down": Act(lambda world: sessions.begin(_seated(world)), once=True),
    "lock the desk": Act(lambda world: sessions.seen(_seated(world), locked=True), _sits, once=True),
    "leave the desk": Act(lambda world: sessions.end(_seated(world), "left"), _sits, once=True),
    "a user of the machine": Act(lambda world: signing_in.set_user(world.lead, "Janis", "janis"), once=True),
    "a key": Act(lambda world: ssh_keys.add(world.lead, "Janis", KEY), once=True),
    "a key taken away": Act(lambda world: ssh_keys.remove(world.lead, "Janis", world.about["key"]), _keyed),
    "one's own card": Act(lambda world: own_card.say_is_customer(world.lead, "Janis", world.leaving), once=True),
    # the telephone
    "ring": Act(lambda world: ringing.ring(world.desk, "+371 2000 0001"), once=True),
    "take a call": Act(_takes, _rings),
    "a call ends": Act(lambda world: ringing.ended(world.desk, world.about["call"]), _rings, once=True),
    "call back": Act(lambda world: ringing.call_back(world.desk, world.about["call"]), _missed, once=True),
    # the guidelines and the house
    "the house": Act(lambda world: housing.set_fact(world.desk, "house.occupancy", "50%"), once=True),
    "publish": Act(lambda world: publishing.publish(world.lead, _draft(world)), once=True),
    "publish for tomorrow": Act(
        lambda world: publishing.publish(world.lead, _draft(world), at=_later(world, 30)), once=True
    ),
    "withdraw what was planned": Act(
        lambda world: publishing.withdraw(world.lead, int(world.about["number"])), _planned, once=True
    ),
    "go back to the guidelines before": Act(lambda world: publishing.roll_back(world.lead, 1), _published, once=True),
    # the end of the day
    "the end of the ledger": Act(lambda world: heads.make(world.desk), once=True),
    "back up": Act(lambda world: backing_up.make(world.desk), once=True, each_try=("backups",)),
}
