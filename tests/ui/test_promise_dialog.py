"""Now, next, when: the usual time first, how to reach them for whoever asks, and another time only with a reason."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import uidesk
from desk_driving import Hand, on_screen, shown, until
from uidesk import Clock, app_on

from frontdesk.desk.conversations import talking
from frontdesk.desk.promises import promising
from frontdesk.ui.screens.promise_choice import PromiseChoice
from frontdesk.ui.screens.promise_moving import MoveScreen
from frontdesk.ui.screens.promise_owner import OwnerScreen


def kept_before(folder: Path, clock: Clock) -> None:
    """Six promises of one kind, each kept after two days."""
    now = clock.at
    desk = uidesk.opened(folder, clock)
    for days in range(12, 24, 2):
        clock.at = now - timedelta(days=days)
        talk = talking.start(desk, name="Walter", request="The invoice is wrong")
        talking.hear(desk, talk.id)
        line = promising.promise(desk, talk.id, "a corrected invoice", clock.at + timedelta(days=3))
        clock.at += timedelta(days=2)
        promising.keep(desk, line.id)
        talking.close(desk, talk.id, nothing_owed=True)
    clock.at = now
    desk.store.close()


async def test_002_6_the_usual_time_is_proposed_and_a_time_outside_their_hours_gets_the_nearest(folder: Path) -> None:
    """Enter, a digit: the usual case. With hours, a time outside them is answered by the nearest that fits."""
    clock = Clock()
    kept_before(folder, clock)
    desk = uidesk.opened(folder, clock)
    talk = talking.start(desk, name="Vera", request="My invoice is wrong, too")
    talking.hear(desk, talk.id)
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        hand = Hand(pilot)
        screen = await on_screen(pilot, talk.id)
        await hand.press("f5")
        await until(pilot, lambda: app.focused is screen.promising.next)
        await hand.write("a corrected invoice")
        await hand.press("enter")
        await until(pilot, lambda: "1 most take 2 days; say" in shown(app))
        assert app.focused is screen.promising.when, "how to reach them does not stand in the way"
        await hand.press("1")
        await until(pilot, lambda: len(talking.view(desk, talk.id).promises) == 1)
        first = talking.view(desk, talk.id).promises[0]
        assert first.due_at - clock.at > timedelta(days=2), "what most took, and some"

        await hand.press("f5")
        await until(pilot, lambda: app.focused is screen.promising.next)
        await hand.write("ring her")
        await hand.press("enter", "tab")
        assert app.focused is screen.promising.channel
        await hand.write("phone")
        await hand.press("enter")
        await hand.write("nine")
        await hand.press("enter")
        await until(pilot, lambda: "are not hours" in shown(app))
        assert app.focused is screen.promising.hours
        screen.promising.hours.value = "17-19"
        await hand.press("enter")
        await until(pilot, lambda: app.focused is screen.promising.when)
        await hand.press("0")
        await hand.write("tomorrow 12:00")
        await hand.press("enter")
        await until(pilot, lambda: "1 tomorrow 17:00  2 tomorrow 12:00, agreed all the same" in shown(app))
        assert len(talking.view(desk, talk.id).promises) == 1
        await hand.press("1")
        await until(pilot, lambda: len(talking.view(desk, talk.id).promises) == 2)
    second = next(each for each in talking.view(desk, talk.id).promises if each.text == "ring her")
    assert (second.channel, second.hours) == ("phone", "17-19")
    assert second.due_at.astimezone(desk.days().zone).strftime("%H:%M") == "17:00"
    desk.store.close()


async def test_from_the_queue_a_promise_is_handed_on_and_moved_and_kept_late_is_said(folder: Path) -> None:
    """Everything that can become of a promise is on one small question, from the queue as from the day."""
    clock = Clock()
    overdue, due = uidesk.with_promises(folder, clock)
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        hand = Hand(pilot)
        await uidesk.ready(pilot)
        await hand.press("down", "down", "enter")
        await until(pilot, lambda: isinstance(app.screen, PromiseChoice))
        assert "another time, with a reason" in shown(app)
        await hand.press("down", "down", "enter")
        await until(pilot, lambda: isinstance(app.screen, OwnerScreen))
        await hand.press("1")
        await until(pilot, lambda: not isinstance(app.screen, OwnerScreen))
        await hand.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PromiseChoice))
        await hand.press("down", "down", "down", "enter")
        await until(pilot, lambda: isinstance(app.screen, MoveScreen))
        moving = app.screen
        assert isinstance(moving, MoveScreen)
        await hand.press("enter")
        assert app.focused is moving.reason, "no other time without a reason"
        await hand.write("the laundry is late")
        await hand.press("enter", "1")
        await until(pilot, lambda: app.screen is not moving)
        await hand.press("up", "k")
        await until(pilot, lambda: isinstance(app.screen, PromiseChoice))
        await hand.press("enter")
        await until(pilot, lambda: "kept, late" in shown(app))
    desk = uidesk.opened(folder, clock)
    moves = promising.moves(desk, due)
    assert [(each.to_owner, each.reason) for each in moves] == [("Jānis", ""), ("Jānis", "the laundry is late")]
    assert promising.one(desk, due).due_at > clock.at
    assert promising.one(desk, overdue).state == "late"
    desk.store.close()
