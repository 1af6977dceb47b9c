"""`frontdesk whatif`: a draft of the guidelines tried on what really happened. Nothing is changed by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from frontdesk.cli.echo import say, tell, tell_json
from frontdesk.cli.frame import Example, argument, command, option
from frontdesk.cli.progress import Progress
from frontdesk.cli.settings import FILE, Who, folder_option, json_option, lang_option, opened, settings_of
from frontdesk.ground import garbage
from frontdesk.ground.errors import DONE
from frontdesk.ground.language import N_
from frontdesk.ground.money import format_minor
from frontdesk.guidelines.model import Measure
from frontdesk.guidelines.problems import ERROR

if TYPE_CHECKING:
    from datetime import datetime

    from frontdesk.authority.effects import BudgetEffect, Count, DayEffect, Effect, Sums
    from frontdesk.authority.effects import Example as Difference
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.rules.trying import Tried
    from frontdesk.guidelines.model import Guidelines

_PER_UNIT = 1000


@command(
    "whatif",
    N_(
        "Try a draft of the guidelines on the real past: who would have been given what they asked, who would have been"
        " turned away, and at what cost.\n\n"
        "What was given and what a limit stopped is asked again, in order, under the draft. A draft that cannot be read"
        " is answered as `check` does, with exit code 1; examples in it that do not come out are named, and it is tried"
        " all the same. Nothing is written or put into force."
    ),
    Example("frontdesk whatif draft.yaml", N_("the last 30 days under a draft")),
    Example("frontdesk whatif draft.yaml --since 2026-10-01 --until 2026-10-31", N_("a month, both days included")),
    Example("frontdesk whatif draft.yaml --since ever --json", N_("everything there is, as JSON")),
)
@argument("draft", N_("The draft: a guidelines file."), type=FILE)
@option(
    "--since",
    metavar="WHEN",
    default="30d",
    show_default=True,
    told=N_("From when on: 30d, 4 weeks, a date, or ever."),
)
@option("--until", metavar="DATE", told=N_("The last business day, as 2026-10-31; else today."))
@option(
    "--examples",
    type=click.IntRange(0, 1000),
    default=5,
    show_default=True,
    metavar="N",
    told=N_("How many conversations to name for each kind of difference."),
)
@lang_option
@folder_option
@json_option
def whatif(draft: Path, since: str, until: str | None, examples: int, folder: Path | None, as_json: bool) -> int:
    """Try a draft on the past."""
    from frontdesk.desk.rules.publishing import drafted

    checked = drafted(draft)
    if checked.guidelines is None:
        from frontdesk.cli.rules import tell_problems

        return tell_problems(draft, checked.problems, as_json)
    for problem in checked.problems:
        if problem.severity == ERROR:  # an example of the file that does not come out yet: no reason not to try it
            say(str(replace(problem, file=str(draft))))
    with opened(settings_of(folder), Who.ANYBODY, take_file=False) as desk:
        tried = _tried(desk, checked.guidelines, since, until, examples)
        if as_json:
            tell_json(effect_form(tried))
            return DONE
        from frontdesk.cli.tried_words import page

        for line in page(tried, desk.today()):
            tell(line)
    return DONE


def _tried(desk: Desk, draft: Guidelines, since: str, until: str | None, examples: int) -> Tried:
    from frontdesk.desk.rules import trying

    begins = trying.parse_since(desk, draft, since)
    ends = None if until is None else trying.parse_until(draft, until)
    trying.must_have_length(begins, ends)
    with garbage.not_looked_for(), Progress() as progress:  # a run makes millions of small values and no circles
        return trying.try_draft(desk, draft, since=begins, until=ends, progress=progress.show, examples_most=examples)


# --- as JSON ------------------------------------------------------------------------------------------------


def effect_form(tried: Tried) -> dict[str, Any]:
    """The report as plain values, documented in docs/guidelines.md. Keys are only ever added."""
    form = _Form(tried.draft)
    effect = tried.effect
    return {
        "draft": tried.draft.version,
        "in_force": None if tried.in_force is None else tried.in_force.version,
        "since": form.at(effect.since),
        "until": form.at(effect.until),
        "first_at": form.at(effect.first_at),
        "last_at": form.at(effect.last_at),
        "judged": effect.judged,
        "differences": effect.differences,
        "changes": [difference.sentence() for difference in tried.changes],
        "then": form.sums(effect.then),
        "under_draft": form.sums(effect.draft),
        "entries": form.counts(effect.entries),
        "blocks": form.counts(effect.blocks),
        "gestures": [
            {
                "gesture": each.gesture,
                "then": form.sums(each.then),
                "under_draft": form.sums(each.draft),
                "entries": form.counts(each.entries),
                "blocks": form.counts(each.blocks),
            }
            for each in effect.gestures
        ],
        "rules": [
            {
                "rule": each.rule,
                "in_draft": each.known,
                "blocks_then": each.then_blocks,
                "blocks_under_draft": each.draft_blocks,
                "entries_under_draft": each.draft_entries,
            }
            for each in effect.rules
        ],
        "budgets": [form.budget(each) for each in effect.budgets],
        "days": [form.day(each, effect) for each in effect.days],
        "examples": [form.example(each) for each in effect.examples],
        "asked_first": dict(effect.asked_first),
        "not_written_down": dict(effect.not_written_down),
        "not_in_draft": {
            "gestures": list(effect.not_known.gestures),
            "situations": list(effect.not_known.situations),
            "facts": list(effect.not_known.facts),
            "roles": list(effect.not_known.roles),
        },
        "decided_by": dict(effect.decided_by),
        "before": effect.before,
        "as_it_was": effect.as_it_was,
        "of_events": effect.of_events,
        "blocks_unknown": effect.blocks_unknown,
        "amount_unsaid": effect.amount_unsaid,
    }


class _Form:
    """Figures of one draft as JSON values."""

    def __init__(self, draft: Guidelines) -> None:
        self._exponent = draft.business.exponent
        self._clock = draft.business.clock

    def money(self, minor: int | None) -> str | None:
        return None if minor is None else format_minor(minor, self._exponent)

    def at(self, instant: datetime | None) -> str | None:
        return None if instant is None else self._clock.wall(instant).isoformat(timespec="seconds")

    def sums(self, sums: Sums) -> dict[str, Any]:
        return {
            "times": sums.times,
            "value": self.money(sums.value_minor),
            "cost": self.money(sums.cost_minor),
            "exposure": self.money(sums.exposure_minor),
            "quantity": _number(sums.quantity_thousandths),
        }

    def counts(self, counts: Mapping[Any, Count]) -> dict[str, Any]:
        return {
            str(would): {
                "times": count.times,
                "then": self.money(count.then_minor),
                "under_draft": self.money(count.draft_minor),
            }
            for would, count in counts.items()
        }

    def figure(self, measure: Measure, figure: int | None) -> str | int | float | None:
        if figure is None or measure is Measure.TIMES:
            return figure
        return _number(figure) if measure is Measure.QUANTITY else self.money(figure)

    def budget(self, budget: BudgetEffect) -> dict[str, Any]:
        return {
            "budget": budget.budget,
            "measure": str(budget.measure),
            "up_to": self.figure(budget.measure, budget.up_to),
            "most_used_then": self.figure(budget.measure, budget.then_most),
            "most_used_under_draft": self.figure(budget.measure, budget.draft_most),
            "days_run_out_then": budget.then_days_out,
            "days_run_out_under_draft": budget.draft_days_out,
        }

    def day(self, day: DayEffect, effect: Effect) -> dict[str, Any]:
        measures = {budget.budget: budget.measure for budget in effect.budgets}
        return {
            "day": day.day.isoformat(),
            "then": self.sums(day.then),
            "under_draft": self.sums(day.draft),
            "stopped_then": day.then_stopped,
            "stopped_under_draft": day.draft_stopped,
            "budgets": [
                {
                    "budget": each.budget,
                    "used_then": self.figure(measures[each.budget], each.then_used),
                    "used_under_draft": self.figure(measures[each.budget], each.draft_used),
                    "stopped_then": each.then_stopped,
                    "stopped_under_draft": each.draft_stopped,
                }
                for each in day.budgets
            ],
        }

    def example(self, example: Difference) -> dict[str, Any]:
        return {
            "would": str(example.would),
            "block": example.block,
            "gesture": example.gesture,
            "conversation": example.conversation,
            "at": self.at(example.at),
            "then": self.money(example.then_minor),
            "under_draft": self.money(example.draft_minor),
            "rules": list(example.rules),
            "missing": list(example.missing),
        }


def _number(thousandths: int) -> int | float:
    whole, part = divmod(thousandths, _PER_UNIT)
    return thousandths / _PER_UNIT if part else whole
