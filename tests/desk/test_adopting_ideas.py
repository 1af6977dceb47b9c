"""From an idea to a line of the guidelines: the owner's file keeps every character but for what changed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from a_desk import GUIDELINES, Clock, as_lead, given, heard, make_desk, make_guest
from frontdesk.desk.conversations import talking
from frontdesk.desk.day import day_page, leading
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.learning import adopting, idea_effects, ideas, raising
from frontdesk.desk.learning.learning_views import IdeaLine
from frontdesk.desk.rules import history, in_force, publishing
from frontdesk.desk.views import Blocked
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.guidelines import packs, reader
from frontdesk.guidelines.editing import CannotEdit, Sheet
from frontdesk.guidelines.nodes import Loc


def blocked(desk: Desk, ask: str | None, gesture: str = "part_of_bill", conversation: str | None = None) -> str:
    at = conversation or heard(desk, make_guest(desk))
    answer = giving.open_gesture(desk, at, gesture, ask=ask, reason="a cold night")
    assert isinstance(answer, Blocked) and answer.block_id is not None
    return answer.block_id


def wanted(desk: Desk, block: str, text: str = "let us refund a whole night") -> IdeaLine:
    idea = ideas.propose(desk, text, block_id=block)
    return ideas.answer(as_lead(desk), idea.id, "yes", "good")


def changed(before: str, after: str) -> list[tuple[str, str]]:
    """The lines that differ, as pairs; comments that were added are left out, and nothing else may be added."""
    old = before.splitlines(keepends=True)
    new = [line for line in after.splitlines(keepends=True) if line in old or "# idea of " not in line]
    assert len(old) == len(new)
    return [(one, other) for one, other in zip(old, new, strict=True) if one != other]


# --- the owner's file ---------------------------------------------------------------------------------------


def figures(text: str) -> list[Loc]:
    """Where every figure of a limit, a budget and an authority stands in a guidelines file."""
    read = reader.read_text(text.encode(), "guidelines.yaml").guidelines
    assert read is not None
    found: list[Loc] = []
    for gesture in read.gestures.values():
        found += [("gestures", gesture.id, "authority", role) for role in gesture.authority or ()]
        for index, limit in enumerate(gesture.limits):
            if limit.up_to.figure is not None:
                found.append(("gestures", gesture.id, "limits", index, "up_to"))
    return found + [("budgets", budget.id, "up_to") for budget in read.budgets if budget.up_to.figure is not None]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("pack", packs.names())
def test_in_every_pack_each_figure_changes_alone_under_a_comment(pack: str, ends: str) -> None:
    text = packs.text(pack).replace("\n", ends)
    sheet, places = Sheet(text), figures(text)
    assert len(places) > 5
    values = {}
    for number, loc in enumerate(places):
        before = sheet.standing(loc).text
        values[loc] = raising._DIGITS.sub(str(31 + number), before, count=1)
        sheet.replace(loc, values[loc])
        sheet.comment(loc, "idea of Anna, 2026-11-21: more of it")
    for loc, value in values.items():
        assert sheet.plain(loc) == value
    pairs = changed(text, sheet.text)
    assert 0 < len(pairs) <= len(places)
    lines = sheet.text.splitlines(keepends=True)
    assert all(line.endswith(ends) for line in lines)
    for loc in places:
        above = lines[sheet.place(loc)[0] - 2]
        assert above.lstrip().startswith("# idea of Anna") or loc[-1] == "up_to"
    assert reader.read_text(sheet.text.encode(), "draft.yaml").guidelines is not None


HARD = """\
\ufefffrontdesk: 1
gestures:
  # what we love to give
  drink: {label: "Free: \\"drink\\"", amount: 8.00,   # cheap
    why: "first line
      second line", limits: [{up_to: '4 times', per: order, within: ever}, {"up_to": "20 times",
      per: site,    # for all of us
      within: day}]}
  bill:
    authority:      # what each may give
      lead:   600.00   # rarely more
    amount: |
      a block of text
"""


def test_a_change_keeps_quotes_spaces_comments_and_the_mark_at_the_beginning() -> None:
    sheet = Sheet(HARD)
    sheet.replace(("gestures", "drink", "limits", 0, "up_to"), "5 times")
    sheet.replace(("gestures", "drink", "limits", 1, "up_to"), "30 times")
    assert sheet.text == HARD.replace("'4 times'", "'5 times'").replace('"20 times"', '"30 times"')
    # A comment inside the text of two lines would become a part of it: it goes above the whole.
    line = sheet.comment(("gestures", "drink", "limits", 0, "up_to"), "idea of Anna")
    lines = sheet.text.splitlines()
    assert lines[line - 1] == "    # idea of Anna" and lines[line].startswith('    why: "first line')
    assert sheet.plain(("gestures", "drink", "why")) == "first line second line"


def test_a_value_is_added_beside_another_in_either_style() -> None:
    sheet = Sheet(HARD)
    sheet.add(("gestures", "bill", "authority"), "staff", "150.00", None)
    sheet.add(("gestures", "bill", "authority"), "owner", "900.00", "lead")
    sheet.add(("gestures", "drink", "limits", 0), "measure", "cost", "per")
    expected = HARD.replace("      lead:   600", "      staff: 150.00\n      lead:   600").replace(
        "# rarely more\n", "# rarely more\n      owner: 900.00\n"
    )
    assert sheet.text == expected.replace("per: order, within: ever", "per: order, measure: cost, within: ever")


@pytest.mark.parametrize(
    ("loc", "value"),
    [
        (("gestures", "drink", "why"), "something"),  # over two lines
        (("gestures", "drink", "label"), "something"),  # with escapes
        (("gestures", "bill", "amount"), "5.00"),  # a block of text
        (("gestures", "drink"), "5.00"),  # not one value
        (("gestures", "drink", "nothing"), "5.00"),  # not there
        (("gestures", "drink", "amount"), "5.00, why: x"),  # would be two
        (("gestures", "drink", "amount"), "'5.00"),  # would open a quote
        (("gestures", "drink", "amount"), "5.00 # no"),  # would be a comment
        (("gestures", "bill", "authority", "lead"), "5.00: x"),  # would be a mapping
    ],
)
def test_what_cannot_be_changed_alone_is_not_changed(loc: Loc, value: str) -> None:
    sheet = Sheet(HARD)
    with pytest.raises(CannotEdit):
        sheet.replace(loc, value)
    assert sheet.text == HARD


# --- which value, and how far -------------------------------------------------------------------------------


def test_authority_is_raised_so_that_three_quarters_of_what_was_asked_fit(desk: Desk) -> None:
    blocks = [blocked(desk, ask) for ask in ("151.00", "160.00", "170.00", "180.00")]
    made = adopting.adopt(desk, wanted(desk, blocks[0]).id)
    assert [(each.before, each.after) for each in made.changes] == [("150.00", "170.00")]
    text = (desk.folder / "guidelines.yaml").read_text()
    assert changed(text, made.path.read_text()) == [
        ("    authority: {staff: 150.00, lead: 600.00}\n", "    authority: {staff: 170.00, lead: 600.00}\n")
    ]
    comment = made.path.read_text().splitlines()[made.comment_line - 1]
    assert comment.startswith("    # idea of Anna, 2026-11-21: let us refund a whole night (was 150.00) [")
    assert made.changes[0].line == made.comment_line + 1
    assert made.sound and made.notes == ()
    assert (desk.folder / "guidelines.yaml").read_text() == text


def test_a_role_that_the_file_does_not_name_gets_a_figure_of_its_own(tmp_path: Path) -> None:
    text = GUIDELINES.replace("authority: {staff: 150.00, lead: 600.00}", "authority: {lead: 600.00}")
    desk = make_desk(tmp_path / "hotel", text=text)
    made = adopting.adopt(desk, wanted(desk, blocked(desk, "100.00")).id)
    assert changed(text, made.path.read_text()) == [
        ("    authority: {lead: 600.00}\n", "    authority: {staff: 100.00, lead: 600.00}\n")
    ]
    desk.store.close()


def test_a_count_goes_up_by_one_and_a_sum_by_what_was_short(tmp_path: Path) -> None:
    text = GUIDELINES.replace("{id: right_per_incident, up_to: 2000.00", "{id: right_per_incident, up_to: 250.00")
    desk = make_desk(tmp_path / "hotel", text=text)
    conversation = heard(desk, make_guest(desk))
    for _each in range(4):
        given(desk, conversation, "drink")
    counted = adopting.adopt(desk, wanted(desk, blocked(desk, None, "drink", conversation)).id)
    assert [(each.what, each.before, each.after) for each in counted.changes] == [("per_stay", "4 times", "5 times")]
    talking.wish(desk, conversation, "")
    given(desk, conversation, "make_it_right", "100.00", "cold")
    short = adopting.adopt(desk, wanted(desk, blocked(desk, "200.00", "make_it_right", conversation)).id)
    assert [(each.before, each.after) for each in short.changes] == [("250.00", "300.00")]
    desk.store.close()


def test_a_budget_of_cost_is_raised_by_what_it_costs(tmp_path: Path) -> None:
    text = GUIDELINES.replace("    up_to: 1200.00\n", "    up_to: 5   # a poor day\n")
    desk = make_desk(tmp_path / "hotel", text=text)
    conversation = heard(desk, make_guest(desk))
    given(desk, conversation, "drink")
    given(desk, conversation, "drink")
    made = adopting.adopt(desk, wanted(desk, blocked(desk, None, "drink", conversation)).id)
    assert [(each.what, each.before, each.after) for each in made.changes] == [("desk_day", "5", "7")]
    assert "    up_to: 7   # a poor day\n" in made.path.read_text()
    desk.store.close()


def test_where_the_value_cannot_be_known_the_idea_stands_as_a_comment_at_its_gesture(desk: Desk) -> None:
    limit_by_fact = heard(desk, make_guest(desk, paid=5000))
    about_a_fact = wanted(desk, blocked(desk, "60.00", "part_of_bill", limit_by_fact))
    plain = ideas.propose(desk, "let us greet everybody by name", gesture="welcome")
    free = ideas.propose(desk, "let us be kinder\n# to: all")
    text = (desk.folder / "guidelines.yaml").read_text()
    for idea, after in ((about_a_fact, "  part_of_bill:"), (plain, "  welcome:"), (free, "gestures:")):
        made = adopting.adopt(desk, idea.id)
        lines = made.path.read_text().splitlines()
        assert made.changes == () and made.notes and made.sound
        assert lines[made.comment_line].startswith(after)
        assert f"idea of Anna, 2026-11-21: {idea.text}" in lines[made.comment_line - 1]
        assert changed(text, made.path.read_text()) == []


def test_a_draft_that_fails_the_files_own_examples_says_so(tmp_path: Path) -> None:
    text = GUIDELINES + (
        "examples:\n"
        "  - given: {gesture: part_of_bill, ask: 400.00, role: staff, ticks: [request_heard, reason],"
        " facts: {order.paid: 540.00, order.night_price: 540.00}}\n"
        "    expect: {outcome: less, at_most: 150.00}\n"
    )
    desk = make_desk(tmp_path / "hotel", text=text)
    idea = wanted(desk, blocked(desk, "180.00"))
    made = adopting.adopt(desk, idea.id)
    assert made.changes and made.readable and not made.sound
    assert any("examples" in note for note in made.notes)
    with pytest.raises(BadInput, match="cannot go into force"):
        adopting.publish_idea(as_lead(desk), idea.id)
    assert ideas.idea(desk, idea.id).adopted_number is None
    desk.store.close()


def test_a_draft_that_somebody_worked_on_is_kept(desk: Desk) -> None:
    idea = wanted(desk, blocked(desk, "180.00"))
    made = adopting.adopt(desk, idea.id)
    mine = made.path.read_text().replace("180.00, lead", "175.00, lead")
    made.path.write_text(mine, encoding="utf-8")
    again = adopting.adopt(desk, idea.id)
    assert again.path.read_text() == mine
    assert again.changes == () and again.comment_line == made.comment_line and again.notes
    line, _done = adopting.publish_idea(as_lead(desk), idea.id)
    assert line.adopted_number == 2
    now = in_force.refreshed(desk).rules().gestures["part_of_bill"]
    assert now.authority == {"staff": 17500, "lead": 60000}


# --- into force ---------------------------------------------------------------------------------------------


def test_only_a_wanted_sound_new_draft_of_the_version_in_force_is_published(desk: Desk, clock: Clock) -> None:
    lead = as_lead(desk)
    idea = ideas.propose(desk, "let us refund a whole night", block_id=blocked(desk, "180.00"))
    with pytest.raises(BadInput, match="said yes"):
        adopting.publish_idea(lead, idea.id)
    ideas.answer(lead, idea.id, "yes", "good")
    with pytest.raises(NotFound, match="no draft"):
        adopting.publish_idea(lead, idea.id)
    made = adopting.adopt(desk, idea.id)
    with pytest.raises(BadInput, match="for: lead"):
        adopting.publish_idea(desk, idea.id)
    path = desk.folder / "guidelines.yaml"
    path.write_text(path.read_text().replace("up_to: 20 times", "up_to: 25 times"), encoding="utf-8")
    clock.forward(minutes=1)
    lead = in_force.refreshed(lead)
    with pytest.raises(BadInput, match="made of version 1, and version 2"):
        adopting.publish_idea(lead, idea.id)
    made.path.unlink()
    assert adopting.adopt(lead, idea.id).sound
    line, _done = adopting.publish_idea(lead, idea.id)
    assert line.adopted_number == 3
    assert "up_to: 25 times" in path.read_text()
    with pytest.raises(BadInput, match="in force already"):
        adopting.publish_idea(lead, idea.id)


def test_a_draft_that_changes_nothing_is_not_published(desk: Desk) -> None:
    idea = ideas.propose(desk, "let us be kinder", gesture="welcome")
    ideas.answer(as_lead(desk), idea.id, "yes", "good")
    adopting.adopt(desk, idea.id)
    with pytest.raises(BadInput, match="changes nothing"):
        adopting.publish_idea(as_lead(desk), idea.id)


def test_a_draft_that_came_into_force_by_itself_only_gets_its_number(desk: Desk, clock: Clock) -> None:
    """A machine stopped between the two steps, or an owner published the file: the idea is adopted all the same."""
    lead = as_lead(desk)
    idea = wanted(desk, blocked(desk, "180.00"))
    path = adopting.adopt(desk, idea.id).path
    clock.forward(minutes=1)
    publishing.publish(lead, publishing.drafted(path))
    line, done = adopting.publish_idea(in_force.refreshed(lead), idea.id)
    assert done.already and line.adopted_number == 2
    assert len(history.history(lead)) == 2


def test_scenario_001_1_an_adopted_idea_names_its_author_and_shows_its_effect(desk: Desk, clock: Clock) -> None:
    """Block, idea, yes, draft, what-if, published line with the author's name, its effect after 14 days."""
    lead = as_lead(desk)
    for _each in range(3):
        clock.forward(days=2)
        block = blocked(desk, "180.00")
        given(desk, heard(desk, make_guest(desk)), "part_of_bill", "100.00", "cold")
    clock.forward(hours=1)
    idea = wanted(desk, block)
    assert [each.id for each in leading.day(lead).ideas_under_way] == [idea.id], "a yes is no end"
    made = adopting.adopt(lead, idea.id)
    tried = adopting.try_idea(lead, idea.id).effect
    assert {would.value: count.times for would, count in tried.blocks.items()} == {"given": 3}
    line, done = adopting.publish_idea(lead, idea.id)
    assert (line.state.value, line.adopted_number) == ("adopted", done.line.number)
    top = history.history(lead)[0]
    assert top.note == "idea of Anna: let us refund a whole night"
    assert "# idea of Anna" in (desk.folder / "guidelines.yaml").read_text()
    assert (desk.folder / "guidelines.yaml").read_bytes() == made.path.read_bytes()
    desk, lead = in_force.refreshed(desk), in_force.refreshed(lead)
    clock.forward(hours=1)
    assert not idea_effects.effect(lead, idea.id).ready
    assert leading.day(lead).ideas_under_way == ()
    given(desk, heard(desk, make_guest(desk)), "part_of_bill", "180.00", "cold")
    clock.forward(days=13, hours=22)
    assert not idea_effects.effect(lead, idea.id).ready
    clock.forward(hours=2)
    effect = idea_effects.effect(lead, idea.id)
    assert effect.ready
    assert effect.before is not None and effect.after is not None
    assert (effect.before.blocks, effect.before.times, effect.before.value_minor) == (3, 3, 30000)
    assert (effect.after.blocks, effect.after.times, effect.after.value_minor) == (0, 1, 18000)
    assert (effect.after.cost_minor, effect.after.blocks_per_week) == (18000, 0.0)
    assert effect.before.until == effect.after.since
    assert effect.due_on == ideas.idea(lead, idea.id).effect_due_on
    (shown,) = leading.day(lead).ideas_under_way
    assert (shown.id, shown.effect_due_on, shown.author) == (idea.id, lead.today(), "Anna")
    assert "what came of it can be read" in day_page.day_page(lead, leading.day(lead))
    clock.forward(days=7)
    assert leading.day(lead).ideas_under_way == (), "for a week it stands there"


def test_both_sides_of_an_effect_are_equally_long_and_at_most_four_weeks(desk: Desk, clock: Clock) -> None:
    clock.forward(days=60)
    blocked(desk, "170.00")
    clock.forward(days=20)
    idea = wanted(desk, blocked(desk, "180.00"))
    adopting.adopt(desk, idea.id)
    adopting.publish_idea(as_lead(desk), idea.id)
    lead = in_force.refreshed(as_lead(desk))
    for days, long in ((20, 20), (60, 28)):
        clock.forward(days=days)
        effect = idea_effects.effect(lead, idea.id)
        assert effect.before is not None and effect.after is not None
        assert effect.after.until - effect.after.since == timedelta(days=long)
        assert effect.before.until - effect.before.since == timedelta(days=long)
    with pytest.raises(BadInput, match="not in force"):
        idea_effects.effect(lead, ideas.propose(desk, "another").id)
