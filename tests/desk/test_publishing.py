"""Putting guidelines into force: the file and the history change together, whoever looks, and nothing is lost."""

from __future__ import annotations

import os
import pwd
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from a_desk import (
    GUIDELINES,
    NOON,
    Clock,
    as_lead,
    at_another_desk,
    given,
    heard,
    make_desk,
    make_folder,
    make_guest,
    previewed,
)
from frontdesk.desk import opening
from frontdesk.desk.conversations import talking
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.rules import history, in_force, publishing
from frontdesk.desk.rules.published import Draft, Published, Standing
from frontdesk.desk.views import Blocked, Given
from frontdesk.ground.errors import BadInput, Misconfigured, NotFound, StoreUnavailable
from frontdesk.store import versions
from frontdesk.store.driver_errors import RuleBroken
from frontdesk.store.transaction import reading, writing


def priced(amount: str) -> str:
    """The guidelines with another price of a drink."""
    return GUIDELINES.replace("amount: 8.00", f"amount: {amount}")


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Desk:
    return make_desk(tmp_path, clock)


def text(desk: Desk) -> str:
    return (desk.folder / "guidelines.yaml").read_text(encoding="utf-8")


def put(desk: Desk, words: str) -> None:
    (desk.folder / "guidelines.yaml").write_text(words, encoding="utf-8")


def draft(desk: Desk, words: str) -> Draft:
    path = desk.folder / "draft.yaml"
    path.write_text(words, encoding="utf-8")
    return publishing.drafted(path)


def publish(desk: Desk, words: str, at: datetime | None = None, note: str = "") -> Published:
    return publishing.publish(desk, draft(desk, words), at=at, note=note)


def price(desk: Desk) -> str:
    conversation = heard(desk, make_guest(desk))
    return next(line.amount for line in giving.bar(desk, conversation).lines if line.gesture == "drink")


def hows(desk: Desk) -> list[str]:
    return [each.how for each in history.history(desk)]


# --- at once ------------------------------------------------------------------------------------------------


def test_published_now_is_in_force_for_every_desk_and_stands_in_the_folder(desk: Desk) -> None:
    done = publish(desk, priced("9.00"), note="dearer")
    assert [each.sentence() for each in done.differences] == ["Free drink, amount: 8.00 -> 9.00"]
    assert (done.line.number, done.line.standing, done.line.note) == (2, Standing.IN_FORCE, "dearer")
    assert (done.line.put_by, done.before and done.before.number) == ("Anna", 1)
    assert text(desk) == priced("9.00")
    later = in_force.refreshed(desk)
    assert (price(later), later.problems) == ("9.00", ())
    assert in_force.refreshed(later) is later
    assert hows(desk) == ["published", "saved"]


def test_nobody_signed_in_is_the_user_of_the_machine(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "olena")  # what anybody can set is not believed
    from frontdesk.desk.desk import NOBODY

    user = pwd.getpwuid(os.getuid()).pw_name
    assert publish(replace(desk, person=NOBODY), priced("9.00")).line.put_by == user


def test_what_is_in_force_already_is_said_and_nothing_is_written(desk: Desk) -> None:
    done = publish(desk, GUIDELINES)
    assert (done.already, done.line.number, done.differences) == (True, 1, ())
    assert hows(desk) == ["saved"]


def test_what_was_counted_in_one_currency_is_never_counted_on_in_another(desk: Desk) -> None:
    in_pounds = GUIDELINES.replace("currency: EUR", "currency: GBP")
    later = desk.now() + timedelta(days=1)
    publish(desk, in_pounds)  # nothing was given yet
    publish(desk, GUIDELINES)
    desk = in_force.refreshed(desk)
    conversation = heard(desk, make_guest(desk))
    given(desk, conversation, "drink")
    tries: tuple[Callable[[], object], ...] = (
        lambda: publish(desk, in_pounds),
        lambda: publish(desk, in_pounds, at=later),
        lambda: publishing.roll_back(desk, 2),
    )
    for tried in tries:
        with pytest.raises(BadInput, match="The ledger counts in EUR, these guidelines in GBP") as refused:
            tried()
        assert "frontdesk init" in refused.value.remedy
    put(desk, in_pounds)
    found = in_force.refreshed(desk)
    assert ["The ledger counts in EUR, these guidelines in GBP." in each.text for each in found.problems] == [True]
    assert found.guidelines is not None
    assert (found.guidelines.business.currency, text(desk)) == ("EUR", in_pounds)


@pytest.mark.parametrize(
    "wrong",
    [
        GUIDELINES.replace("amount: 8.00", "amount: eight"),
        GUIDELINES + "examples:\n  - given: {gesture: luggage}\n    expect: {outcome: no_fit}\n",
        "",
    ],
)
def test_a_file_with_a_problem_or_a_failing_example_is_no_sound_draft(desk: Desk, wrong: str) -> None:
    found = draft(desk, wrong)
    assert not found.sound
    assert any(problem.severity == "error" and problem.line >= 1 for problem in found.problems)
    with pytest.raises(AssertionError):
        publishing.publish(desk, found)
    assert (text(desk), hows(desk)) == (GUIDELINES, ["saved"])


def test_a_broken_text_in_the_folder_is_moved_aside_and_not_lost(desk: Desk) -> None:
    put(desk, "gestures: [half done")
    done = publish(desk, priced("9.00"))
    assert (desk.folder / done.set_aside).read_text(encoding="utf-8") == "gestures: [half done"
    assert text(desk) == priced("9.00")


def test_a_kept_text_in_the_folder_is_simply_replaced(desk: Desk) -> None:
    assert publish(desk, priced("9.00")).set_aside == ""
    assert sorted(path.name for path in desk.folder.iterdir()) == ["data", "draft.yaml", "guidelines.yaml"]


def test_a_link_stays_a_link_and_rights_stay_rights(desk: Desk) -> None:
    whole = desk.folder / "data" / "rules.yaml"
    path = desk.folder / "guidelines.yaml"
    path.rename(whole)
    whole.chmod(0o640)
    path.symlink_to(whole)
    publish(desk, priced("9.00"))
    assert path.is_symlink()
    assert whole.read_text(encoding="utf-8") == priced("9.00")
    assert stat.S_IMODE(whole.stat().st_mode) == 0o640


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file to somebody else")
def test_a_file_keeps_its_owner_when_somebody_else_publishes(desk: Desk) -> None:
    os.chown(desk.folder / "guidelines.yaml", 1234, 1234)
    publish(desk, priced("9.00"))
    assert (desk.folder / "guidelines.yaml").stat().st_uid == 1234


@contextmanager
def unwritable(desk: Desk) -> Iterator[None]:
    """The file is a link to one beside which no new file can be made: its name leaves no room for another."""
    path, whole = desk.folder / "guidelines.yaml", desk.folder / ("g" * 250)
    path.rename(whole)
    path.symlink_to(whole)
    yield
    path.unlink()
    whole.rename(path)


def test_a_folder_that_cannot_be_written_stops_a_publish_whole(desk: Desk) -> None:
    with unwritable(desk):
        with pytest.raises(Misconfigured, match=r"cannot be replaced \(File name too long\); nothing was changed"):
            publish(desk, priced("9.00"))
        assert hows(desk) == ["saved"]
        assert price(in_force.refreshed(desk)) == "8.00"


def test_a_pipe_or_a_folder_in_the_place_of_the_file_is_not_replaced(desk: Desk) -> None:
    path = desk.folder / "guidelines.yaml"
    path.unlink()
    for make in (os.mkfifo, os.mkdir):
        make(path)
        with pytest.raises(Misconfigured):
            publish(desk, priced("9.00"))
        (os.rmdir if path.is_dir() else os.unlink)(path)
    publish(desk, priced("9.00"))
    assert text(desk) == priced("9.00")


def test_the_first_guidelines_of_a_folder_can_be_published(tmp_path: Path, clock: Clock) -> None:
    folder = make_folder(tmp_path, "broken: [")
    desk = opening.open_desk(folder, staff=None, clock=clock, take_file=False)
    with pytest.raises(NotFound, match="nothing else was ever in force"):
        publishing.roll_back(desk)
    done = publish(desk, GUIDELINES)
    assert (done.before, done.differences, done.set_aside) == (None, (), "guidelines.set-aside-1.yaml")
    assert in_force.brought_up(desk).guidelines is not None


# --- when something comes in between -------------------------------------------------------------------------


def refuse_commit(desk: Desk) -> None:
    """From now on the database refuses, at the commit itself, every new line of the history."""
    with writing(desk.store) as connection:
        connection.execute("CREATE TABLE no_such (id INTEGER PRIMARY KEY)")
        connection.execute(
            "CREATE TABLE stop (id INTEGER REFERENCES no_such (id) DEFERRABLE INITIALLY DEFERRED)",
        )
        connection.execute(
            "CREATE TRIGGER stop_it AFTER INSERT ON guidelines_in_force BEGIN INSERT INTO stop VALUES (7); END"
        )


@pytest.mark.parametrize("was", [GUIDELINES, "broken: [", None])
def test_when_the_commit_fails_the_old_text_is_back(desk: Desk, was: str | None) -> None:
    if was is None:
        (desk.folder / "guidelines.yaml").unlink()
    else:
        put(desk, was)
    refuse_commit(desk)
    with pytest.raises(RuleBroken):
        publish(desk, priced("9.00"))
    assert [each.number for each in history.history(desk)] == [1]
    left = {path.name: path.read_text("utf-8") for path in desk.folder.glob("guidelines*")}
    assert left == ({} if was is None else {"guidelines.yaml": was})


def test_a_machine_that_stops_between_file_and_commit_ends_with_the_published_file_in_force(desk: Desk) -> None:
    """Such a machine leaves the new file and none of the rows; the next look takes the file for a change."""
    in_force.replace_file(desk.folder / "guidelines.yaml", priced("9.00").encode())
    later = in_force.refreshed(desk)
    assert (price(later), text(later)) == ("9.00", priced("9.00"))
    assert publish(later, priced("9.00")).already


def test_an_older_reading_of_the_file_never_comes_over_a_published_version(desk: Desk) -> None:
    """A desk has read a change, and before it can write that down somebody publishes."""
    put(desk, priced("7.00"))
    read = in_force.folder_file(desk.folder / "guidelines.yaml")
    assert read.guidelines is not None
    publish(desk, priced("9.00"))
    in_force._take_change(desk, read.guidelines, read.text)
    assert price(in_force.refreshed(desk)) == "9.00"
    assert hows(desk) == ["published", "saved"]


def test_a_text_that_is_saved_while_a_desk_renews_the_file_is_not_lost(desk: Desk, clock: Clock) -> None:
    """The desk has read the file, the owner saves, the desk would replace what it read."""
    publish(desk, priced("9.00"), at=clock() + timedelta(hours=1))
    clock.forward(hours=1)
    with reading(desk.store) as connection:
        version = versions.in_force_now(connection, clock())
    assert version is not None
    assert desk.guidelines is not None
    put(desk, priced("7.00"))
    in_force._with_the_file_renewed(desk, desk.guidelines.version, version)
    assert text(desk) == priced("7.00")
    assert price(in_force.refreshed(desk)) == "7.00"


def test_two_desks_that_see_the_same_change_write_it_down_once(desk: Desk) -> None:
    other = at_another_desk(desk)
    put(desk, priced("7.00"))
    assert price(in_force.refreshed(desk)) == price(in_force.refreshed(other)) == "7.00"
    assert hows(desk) == ["saved", "saved"]
    assert publish(other, priced("7.00")).already


# --- at a moment ----------------------------------------------------------------------------------------------


def test_a_scheduled_version_comes_into_force_by_itself_and_renews_the_file(desk: Desk, clock: Clock) -> None:
    at = NOON + timedelta(hours=18)
    done = publish(desk, priced("9.00"), at=at)
    assert (done.line.standing, done.line.in_force_at, done.pending) == (Standing.TO_COME, at, ())
    assert (text(desk), price(in_force.refreshed(desk))) == (GUIDELINES, "8.00")
    clock.at = at - timedelta(microseconds=1)
    assert in_force.refreshed(desk) is desk
    clock.at = at
    with pytest.raises(in_force.GuidelinesChanged):
        price(desk)
    later = in_force.refreshed(desk)
    assert (price(later), text(desk), later.in_force_since) == ("9.00", priced("9.00"), at)
    assert [each.standing for each in history.history(desk)] == [Standing.IN_FORCE, Standing.WAS]


def test_a_scheduled_version_that_was_given_by_stays_in_force_when_the_clock_is_turned_back(
    desk: Desk, clock: Clock
) -> None:
    """Else whoever turns it back gives by the older limits, and takes the newer ones back as if they were to come."""
    once = GUIDELINES.replace("up_to: 4 times, per: [customer, order]", "up_to: 1 time, per: [customer, order]")
    number = publish(desk, once, at=NOON + timedelta(hours=1)).line.number
    clock.forward(hours=2)
    desk, guest = in_force.refreshed(desk), make_guest(desk)
    conversation = heard(desk, guest)
    talking.choose_order(desk, conversation, guest.order)
    given(desk, conversation, "drink")
    clock.forward(hours=-1.5)
    for again in (in_force.refreshed(desk), opening.open_desk(desk.folder, staff="Anna", clock=clock)):
        assert again.in_force_number == number
        assert isinstance(giving.open_gesture(again, conversation, "drink"), Blocked)
    with pytest.raises(BadInput, match="came into force already"):
        publishing.withdraw(as_lead(desk), number)
    with pytest.raises(BadInput, match="past"):
        publish(desk, priced("9.00"), at=clock() + timedelta(hours=1))
    assert history.history(desk)[0].standing is Standing.IN_FORCE


def test_the_folders_own_file_can_be_scheduled_and_says_the_present_until_then(desk: Desk, clock: Clock) -> None:
    """Else the next desk that looks would take the file at once."""
    put(desk, priced("9.00"))
    done = publishing.publish(desk, publishing.drafted(desk.folder / "guidelines.yaml"), at=NOON + timedelta(days=1))
    assert (done.file_put_back, text(desk)) == (True, GUIDELINES)
    assert price(in_force.refreshed(desk)) == "8.00"
    clock.forward(days=1)
    assert price(in_force.refreshed(desk)) == "9.00"
    assert text(desk) == priced("9.00")
    assert hows(desk) == ["published", "saved"]


def test_the_first_version_of_all_cannot_wait_in_the_folder(tmp_path: Path, clock: Clock) -> None:
    desk = opening.open_desk(make_folder(tmp_path), staff=None, clock=clock, take_file=False)
    with pytest.raises(BadInput, match="takes effect at once"):
        publishing.publish(desk, publishing.drafted(desk.folder / "guidelines.yaml"), at=clock() + timedelta(hours=1))
    assert history.history(desk) == ()


def test_a_file_saved_meanwhile_holds_until_the_moment_and_is_kept(desk: Desk, clock: Clock) -> None:
    publish(desk, priced("9.00"), at=NOON + timedelta(hours=2))
    clock.forward(hours=1)
    put(desk, priced("7.00"))
    between = in_force.refreshed(desk)
    assert price(between) == "7.00"
    clock.forward(hours=1)
    assert price(in_force.refreshed(between)) == "9.00"
    assert text(desk) == priced("9.00")
    assert history.text_named(desk, "3") == priced("7.00")


@pytest.mark.parametrize("broken", ["gestures: [", None])
def test_a_broken_or_missing_file_is_left_alone_when_the_moment_comes(
    desk: Desk, clock: Clock, broken: str | None
) -> None:
    publish(desk, priced("9.00"), at=NOON + timedelta(hours=1))
    if broken is None:
        (desk.folder / "guidelines.yaml").unlink()
    else:
        put(desk, broken)
    clock.forward(hours=1)
    later = in_force.refreshed(desk)
    assert price(later) == "9.00"
    assert later.problems
    assert (desk.folder / "guidelines.yaml").exists() is (broken is not None)
    put(desk, GUIDELINES)  # the mistake is undone: what was last seen there is no change
    mended = in_force.refreshed(later)
    assert (price(mended), text(desk), mended.problems) == ("9.00", priced("9.00"), ())


def test_a_file_that_cannot_be_renewed_is_said_and_renewed_once_it_can(desk: Desk, clock: Clock) -> None:
    publish(desk, priced("9.00"), at=NOON + timedelta(hours=1))
    with unwritable(desk):
        clock.forward(hours=1)
        later = in_force.refreshed(desk)
        assert price(later) == "9.00"
        (problem,) = later.problems
        assert "is not version 2, which is in force" in str(problem)
        assert "frontdesk guidelines show 2" in str(problem)
        assert in_force.refreshed(later) is later
    renewed = in_force.refreshed(later)
    assert (renewed.problems, text(desk), price(renewed)) == ((), priced("9.00"), "9.00")


def test_moments_that_cannot_be_are_answered_calmly(desk: Desk, clock: Clock) -> None:
    for at in (clock(), clock() - timedelta(days=1)):
        with pytest.raises(BadInput, match="That moment is past"):
            publish(desk, priced("9.00"), at=at)
    with pytest.raises(BadInput, match="more than two years"):
        publish(desk, priced("9.00"), at=clock() + timedelta(days=900))
    assert hows(desk) == ["saved"]


@pytest.mark.parametrize(
    ("words", "at"),
    [
        (None, None),
        ("now", None),
        ("tomorrow", datetime(2026, 11, 22, 4, 0, tzinfo=UTC)),
        ("2026-12-01", datetime(2026, 12, 1, 4, 0, tzinfo=UTC)),
        ("tomorrow 06:00", datetime(2026, 11, 22, 4, 0, tzinfo=UTC)),
        ("2026-12-01 12:30", datetime(2026, 12, 1, 10, 30, tzinfo=UTC)),
        ("2026-12-01T12:30:00+00:00", datetime(2026, 12, 1, 12, 30, tzinfo=UTC)),
        ("2020-01-01", datetime(2020, 1, 1, 4, 0, tzinfo=UTC)),
        ("16:00", datetime(2026, 11, 21, 14, 0, tzinfo=UTC)),
        ("2 hours", NOON + timedelta(hours=2)),
    ],
)
def test_moments_are_read_on_the_sites_clock(desk: Desk, words: str | None, at: datetime | None) -> None:
    assert publishing.parse_moment(desk, words) == at


@pytest.mark.parametrize("words", ["", "soon", "31 Feb 12:00", "2026-13-01", "25:00", "0000-00-00", "\x1b[2J"])
def test_what_is_no_moment_is_answered_with_the_forms(desk: Desk, words: str) -> None:
    with pytest.raises(BadInput, match=r"is not a time\. Write it like 2026-11-24"):
        publishing.parse_moment(desk, words)


def test_a_pending_version_is_mentioned_and_can_be_withdrawn_once(desk: Desk, clock: Clock) -> None:
    publish(desk, priced("9.00"), at=NOON + timedelta(days=2))
    assert [each.number for each in publish(desk, priced("7.00")).pending] == [2]
    with pytest.raises(BadInput, match="never in force"):
        publishing.roll_back(desk, 2)
    assert publishing.withdraw(desk, 2)
    assert not publishing.withdraw(desk, 2)
    with pytest.raises(BadInput, match="came into force already"):
        publishing.withdraw(desk, 3)
    with pytest.raises(NotFound, match="There is no version 9"):
        publishing.withdraw(desk, 9)
    clock.forward(days=3)
    assert price(in_force.refreshed(desk)) == "7.00"


def test_a_return_to_the_present_can_be_scheduled_behind_another(desk: Desk, clock: Clock) -> None:
    """A price of the week-end: what is in force then counts, not what is in force now."""
    publish(desk, priced("9.00"), at=NOON + timedelta(days=1))
    assert publish(desk, priced("9.00"), at=NOON + timedelta(days=2)).already
    back = publish(desk, GUIDELINES, at=NOON + timedelta(days=3))
    assert [each.sentence() for each in back.differences] == ["Free drink, amount: 9.00 -> 8.00"]
    found = []
    for _day in range(4):
        desk = in_force.refreshed(desk)
        found.append((price(desk), text(desk) == priced(price(desk))))
        clock.forward(days=1)
    assert found == [("8.00", True), ("9.00", True), ("9.00", True), ("8.00", True)]


# --- clocks that are wrong ------------------------------------------------------------------------------------


def test_a_clock_that_is_turned_back_does_not_bring_back_what_was_replaced(desk: Desk, clock: Clock) -> None:
    clock.forward(hours=3)
    put(desk, priced("9.00"))
    ahead = in_force.refreshed(desk)
    clock.at = NOON
    assert price(in_force.refreshed(ahead)) == "9.00"
    assert text(desk) == priced("9.00")
    done = publish(ahead, priced("7.00"))
    assert price(in_force.refreshed(ahead)) == "7.00"
    with pytest.raises(BadInput, match="came into force already"):
        publishing.withdraw(desk, done.line.number)
    clock.forward(hours=4)
    assert price(in_force.refreshed(ahead)) == "7.00"


def test_a_moment_before_what_a_fast_clock_wrote_is_refused_with_what_to_do(desk: Desk, clock: Clock) -> None:
    clock.forward(days=3)
    put(desk, priced("9.00"))
    ahead = in_force.refreshed(desk)
    clock.at = NOON
    with pytest.raises(BadInput, match=r"a clock was ahead then.*without --at"):
        publish(ahead, priced("7.00"), at=NOON + timedelta(days=1))
    assert not publish(ahead, priced("7.00")).already


# --- going back -------------------------------------------------------------------------------------------------


def test_going_back_is_a_new_line_of_the_history(desk: Desk) -> None:
    publish(desk, priced("9.00"))
    done = publishing.roll_back(desk, note="too dear")
    assert [each.sentence() for each in done.differences] == ["Free drink, amount: 9.00 -> 8.00"]
    assert (done.line.number, done.line.how, done.line.note) == (3, "rolled_back", "too dear")
    assert text(desk) == GUIDELINES
    assert price(in_force.refreshed(desk)) == "8.00"
    assert publishing.roll_back(desk).line.version == history.history(desk)[2].version
    assert publishing.roll_back(desk, 2).already
    assert price(in_force.refreshed(desk)) == "9.00"


def test_going_back_works_while_the_file_in_the_folder_is_broken(desk: Desk) -> None:
    publish(desk, priced("9.00"))
    put(desk, "gestures: [")
    done = publishing.roll_back(desk)
    assert text(desk) == GUIDELINES
    assert (desk.folder / done.set_aside).read_text("utf-8") == "gestures: ["


def unreadable(desk: Desk) -> int:
    """A version of another frontdesk, which this one cannot read, comes into force; its number."""
    with writing(desk.store) as connection:
        return versions.put_into_force(
            connection, "f" * 64, "frontdesk: 99\n", desk.now(), how="published", put_by="", put_at=desk.now()
        )


def test_a_version_that_this_frontdesk_cannot_read_stops_giving_and_says_so(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk))
    number = unreadable(desk)
    later = in_force.refreshed(desk)
    assert [problem.text for problem in later.problems] == [
        f"Version {number} is in force, and this frontdesk does not understand it."
    ]
    assert in_force.refreshed(later) is later
    with pytest.raises(in_force.GuidelinesChanged):
        giving.open_gesture(later, conversation, "drink")
    done = publishing.roll_back(later)
    assert done.differences == ()
    assert price(in_force.refreshed(later)) == "8.00"
    with pytest.raises(Misconfigured, match=f"Version {number} of the guidelines cannot be read"):
        publishing.roll_back(later, number)


# --- what a desk gives while they change -------------------------------------------------------------------------


def test_a_preview_of_older_guidelines_is_not_given_and_the_attempt_stays_good(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk))
    attempt = previewed(desk, conversation, "part_of_bill", "120", "no heating")
    publish(desk, GUIDELINES.replace("authority: {staff: 150.00", "authority: {staff: 100.00"))
    for _time in range(2):
        with pytest.raises(in_force.GuidelinesChanged, match="changed at 14:00; nothing was given"):
            giving.give(desk, attempt)
    later = in_force.refreshed(desk)
    opened = giving.open_gesture(later, conversation, "part_of_bill", ask="120", reason="no heating")
    assert isinstance(opened, Blocked)
    assert opened.take_minor == 10000
    again = giving.give(later, previewed(later, conversation, "part_of_bill", "100", "no heating"))
    assert isinstance(again, Given)
    assert isinstance(giving.give(later, attempt), Blocked)


def test_an_attempt_that_was_given_answers_the_same_whatever_is_in_force_since(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk))
    attempt = previewed(desk, conversation, "drink")
    first = giving.give(desk, attempt)
    publish(desk, priced("9.00"))
    again = giving.give(desk, attempt)
    assert isinstance(first, Given)
    assert isinstance(again, Given)
    assert (again.entry_id, again.already, again.amount) == (first.entry_id, True, "8.00")


def test_the_same_file_in_force_once_more_disturbs_nobody(desk: Desk) -> None:
    attempt = previewed(desk, heard(desk, make_guest(desk)), "drink")
    publish(desk, priced("9.00"))
    publishing.roll_back(desk)
    assert isinstance(giving.give(desk, attempt), Given)


def test_the_history_counts_what_each_line_decided(desk: Desk, clock: Clock) -> None:
    """The first version comes back: what was given by it before and after belongs to two lines."""

    def drinks(at: Desk, count: int) -> Desk:
        for _drink in range(count):
            clock.forward(minutes=1)
            given(at, heard(at, make_guest(at)), "drink")
        clock.forward(minutes=1)
        return at

    drinks(desk, 2)
    publish(desk, GUIDELINES.replace("up_to: 4 times", "up_to: 0 times"))
    second = in_force.refreshed(desk)
    conversation = heard(second, make_guest(second))
    assert isinstance(giving.open_gesture(second, conversation, "drink"), Blocked)
    clock.forward(minutes=1)
    publishing.roll_back(second)
    drinks(in_force.refreshed(second), 3)
    lines = [(each.number, each.gestures, each.blocks) for each in history.history(desk)]
    assert lines == [(3, 3, 0), (2, 0, 1), (1, 2, 0)]


# --- naming and comparing --------------------------------------------------------------------------------------


def test_versions_are_named_by_number_prefix_now_or_file(desk: Desk) -> None:
    publish(desk, priced("9.00"))
    publish(desk, priced("7.00"), at=NOON + timedelta(days=1))
    lines = {line.number: line for line in history.history(desk)}
    for name, wanted in (("1", GUIDELINES), (lines[1].version[:8].upper(), GUIDELINES), ("now", priced("9.00"))):
        assert history.named(desk, name).text == history.text_named(desk, name) == wanted
    assert history.named(desk, str(desk.folder / "draft.yaml")).text == priced("7.00")
    said = {
        name: [each.sentence() for each in history.compared(desk, *name.split()).differences]
        for name in ("1", "3", "now", "1 3", "3 1", "2 2")
    }
    assert said == {
        "1": ["Free drink, amount: 8.00 -> 9.00"],
        "3": ["Free drink, amount: 9.00 -> 7.00"],
        "now": [],
        "1 3": ["Free drink, amount: 8.00 -> 7.00"],
        "3 1": ["Free drink, amount: 7.00 -> 8.00"],
        "2 2": [],
    }
    file = str(desk.folder / "draft.yaml")
    assert [each.sentence() for each in history.compared(desk, file).differences] == [
        "Free drink, amount: 9.00 -> 7.00"
    ]


@pytest.mark.parametrize("name", ["9", "0", "-1", "abcd", "f" * 64, "", "²", "1e3", "999999999999999999999"])
def test_a_name_that_is_none_is_answered_with_what_there_is(desk: Desk, name: str) -> None:
    with pytest.raises(NotFound, match=r"There is no version .*Known here: 1;"):
        history.text_named(desk, name)


def test_asking_about_a_changed_file_does_not_put_it_into_force(desk: Desk) -> None:
    put(desk, priced("9.00"))
    asking = opening.open_desk(desk.folder, staff=None, clock=desk.clock, take_file=False)
    found = history.compared(asking, str(desk.folder / "guidelines.yaml"))
    assert [each.sentence() for each in found.differences] == ["Free drink, amount: 8.00 -> 9.00"]
    assert hows(asking) == ["saved"]


def test_a_locked_database_says_so_and_leaves_the_file(desk: Desk) -> None:
    other = at_another_desk(desk)
    other.store.busy_ms = 50
    ready = draft(desk, priced("9.00"))
    with reading(other.store), writing(desk.store), pytest.raises(StoreUnavailable):
        # This thread holds the write; another desk's publish waits its 50 ms and gives up.
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(1) as threads:
            threads.submit(publishing.publish, other, ready).result()
    assert (text(desk), hows(desk)) == (GUIDELINES, ["saved"])
