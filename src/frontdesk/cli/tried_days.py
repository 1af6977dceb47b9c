"""The days and the budgets of a `whatif` page: where the cost moves, and where a budget would run out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from frontdesk.cli.tried_told import RULE, WIDTH, Told, section, wrapped
from frontdesk.ground.language import _, ngettext
from frontdesk.guidelines.telling.figures import figure
from frontdesk.guidelines.telling.limits import rule_words
from frontdesk.guidelines.telling.names import bare

if TYPE_CHECKING:
    from frontdesk.authority.effects import BudgetEffect, DayEffect

_BUDGET_WIDTH = 24  # what a day's line has left for a budget
DAYS_MOST = 31  # so many days, at most, are shown of those that differ


class Days(Told):
    """Tables of days and budgets."""

    def budgets(self) -> Iterator[str]:
        """What was used of each budget at most, and how often it ran out."""
        used = [each for each in self.effect.budgets if each.then_most or each.draft_most]
        yield from section(_("Budgets: then -> under the draft"), [self._budget(each) for each in used])

    def _budget(self, budget: BudgetEffect) -> str:
        limit = self.draft.limit(budget.budget)
        name = bare(budget.budget)
        if limit is not None:
            name = _("{name} ({rule})").format(name=name, rule=rule_words(limit, self.draft))
        said = _("{budget}: at most {then} used -> {draft}").format(
            budget=name, then=self._used(budget, budget.then_most), draft=self._used(budget, budget.draft_most)
        )
        days = ngettext(
            "ran out on {then} -> {draft} day", "ran out on {then} -> {draft} days", budget.draft_days_out
        ).format(then=budget.then_days_out, draft=budget.draft_days_out)
        return f"{said}; {days}"

    def _used(self, budget: BudgetEffect, used: int) -> str:
        said = figure(budget.measure, used, budget.unit, self.draft)
        if not budget.up_to:
            return said
        return _("{amount} ({share} %)").format(amount=said, share=round(used * 100 / budget.up_to))

    def days(self) -> Iterator[str]:
        """The days that differ, the most different ones if they are many."""
        days = self.effect.days
        differing = [each for each in days if _day_differs(each)]
        if not differing:
            return
        yield ""
        yield self._day_row(_("By day"), _("cost then"), _("under draft"), _("stopped"), _("used most of a budget"))
        yield RULE
        shown = sorted(sorted(differing, key=_how_much)[-DAYS_MOST:], key=lambda each: each.day)
        for each in shown:
            yield self._day_row(
                self.day(each.day),
                self.money(each.then.cost_minor),
                self.money(each.draft.cost_minor),
                f"{each.then_stopped} -> {each.draft_stopped}",
                self._day_budget(each),
            )
        rest = len(days) - len(shown)
        if rest:
            yield from wrapped(
                ngettext(
                    "{count} more day, less different or as it was; all of them with --json.",
                    "{count} more days, less different or as they were; all of them with --json.",
                    rest,
                ).format(count=rest)
            )

    def _day_row(self, day: str, then: str, draft: str, stopped: str, budget: str) -> str:
        return f"{day:14} {then:>12} {draft:>12} {stopped:>12}  {budget}"[:WIDTH].rstrip()

    def _day_budget(self, day: DayEffect) -> str:
        """The budget that is used most on that day, by its share; and where somebody met its end."""
        shares = []
        for each in day.budgets:
            limit = self.draft.limit(each.budget)
            if limit is not None and limit.up_to.figure:
                then, draft = (used * 100 // limit.up_to.figure for used in (each.then_used, each.draft_used))
                shares.append((draft, then, each))
        if not shares:
            return ""
        draft, then, each = max(shares, key=lambda share: share[:2])
        out = _("out") if each.draft_stopped or draft >= 100 else ""
        said = f"{then} -> {draft} % {out}".rstrip()
        return f"{_cut(bare(each.budget), _BUDGET_WIDTH - len(said) - 1)} {said}"


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: max(0, width - 1)].rstrip() + "…"


def _day_differs(day: DayEffect) -> bool:
    return day.then != day.draft or day.then_stopped != day.draft_stopped


def _how_much(day: DayEffect) -> tuple[int, int]:
    """By how much a day differs: cost first, then how many were stopped."""
    return abs(day.draft.cost_minor - day.then.cost_minor), abs(day.draft_stopped - day.then_stopped)
