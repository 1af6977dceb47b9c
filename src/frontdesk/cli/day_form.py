"""The day and the sheets as JSON: everything that the screen and the paper show. Keys are only ever added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from frontdesk.cli.approving import approval_form, waiting_form
from frontdesk.cli.causing import cause_form
from frontdesk.cli.forms import Forms
from frontdesk.cli.granting import grant_form
from frontdesk.cli.idea_words import idea_form
from frontdesk.cli.look_back_form import kept_form, month_form
from frontdesk.cli.reviewing import review_form
from frontdesk.cli.ringing import missed_form
from frontdesk.cli.stopping import stopped_form
from frontdesk.cli.telling import share_form, story_form
from frontdesk.desk.day import looking_back
from frontdesk.desk.day.nameless import without_names

if TYPE_CHECKING:
    from frontdesk.desk.day.day_views import Day, HourSum
    from frontdesk.desk.day.sheet_views import HandoverPage, LineUp
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.learning.care_views import LeftEmpty
    from frontdesk.desk.views import BudgetLeft, GivenLine, PromiseLine


def day_form(desk: Desk, day: Day) -> dict[str, Any]:
    """A business day, with everything that the screen shows of it."""
    forms = Forms(desk)
    return forms.day(day) | {
        "at": forms.at(day.at),
        "today": day.today,
        "currency": None if desk.guidelines is None else desk.guidelines.business.currency,
        "entries": [_entry(forms, each) for each in day.lines],
        "budgets": [_budget(forms, each) for each in day.budgets],
        "all_given": _total(forms, day),
        "hours": [_hour(forms, each) for each in day.hours],
        "kept_share": kept_form(day.kept_share),
        "stories": [story_form(desk, each, named=True) for each in day.stories],
        "story_share": None if day.story_share is None else share_form(day.story_share),
        "stopped": [] if day.stopped is None else [stopped_form(desk, each) for each in day.stopped.lines],
        "waiting": [waiting_form(desk, each) for each in day.waiting],
        "grants": [grant_form(desk, each) for each in day.grants],
        "ideas": [idea_form(desk, each) for each in day.ideas],
        "ideas_under_way": [idea_form(desk, each) for each in day.ideas_under_way],
        "reviews": [review_form(desk, each) for each in day.reviews],
        "called": [missed_form(desk, each) for each in day.called],
        "causes": [cause_form(desk, each) for each in day.causes],
        "left_empty": [_left_empty(forms, each) for each in day.left_empty],
        "care": {"orders": [forms.order_care(each) for each in day.care.lines], "well": day.care.well},
        "to_forget": day.to_forget,
        "backup_at": None if day.backup is None else forms.at(day.backup.at),
        "month": month_form(desk, looking_back.last_days(desk, min(day.date, desk.today()))),
    }


def _entry(forms: Forms, line: GivenLine) -> dict[str, Any]:
    return forms.given(line) | {"cost": forms.money(line.cost_minor), "customer_name": line.customer_name}


def _budget(forms: Forms, budget: BudgetLeft) -> dict[str, Any]:
    return forms.budget(budget) | {
        "is_money": budget.is_money,
        "window": budget.window,
        "more": budget.more,
        "more_of": budget.more_of or None,
    }


def _total(forms: Forms, day: Day) -> dict[str, Any]:
    total = day.all_given
    return {"times": total.times, "value": forms.money(total.value_minor), "cost": forms.money(total.cost_minor)}


def _hour(forms: Forms, hour: HourSum) -> dict[str, Any]:
    return {
        "hour": hour.hour,
        "times": hour.times,
        "value": forms.money(hour.value_minor),
        "cost": forms.money(hour.cost_minor),
    }


def _left_empty(forms: Forms, line: LeftEmpty) -> dict[str, Any]:
    return {
        "conversation": line.conversation_id,
        "customer": line.customer_id,
        "customer_name": line.customer_name,
        "situation": line.situation_label,
        "request": line.request,
        "opened_at": forms.at(line.opened_at),
        "closed": line.closed,
    }


# --- the sheets ---------------------------------------------------------------------------------------------


def line_up_form(desk: Desk, line_up: LineUp, *, named: bool) -> dict[str, Any]:
    """A line-up; without `named` no customer's name is anywhere in it."""
    forms = Forms(desk)
    question, rules = line_up.question, line_up.rules
    return {
        "date": line_up.date.isoformat(),
        "since": forms.at(line_up.since),
        "at": forms.at(line_up.at),
        "story": None if line_up.story is None else story_form(desk, line_up.story, named=named),
        "promises": [_promise(forms, each, named=named) for each in line_up.promises],
        "overdue": line_up.overdue,
        "question": None
        if question is None
        else {
            "text": question.text,
            "author": question.author or None,
            "about": question.about or None,
            "answer_due_on": None if question.due_on is None else question.due_on.isoformat(),
            "overdue": question.overdue,
        },
        "changes": list(rules.sentences),
        "notes": list(rules.notes),
        "to_come": list(rules.to_come),
        "blocks": line_up.blocks,
        "stopped_most": None if line_up.stopped is None else stopped_form(desk, line_up.stopped),
    }


def _promise(forms: Forms, line: PromiseLine, *, named: bool) -> dict[str, Any]:
    form = forms.promise(line)
    if named:
        return form
    names, kept = (line.customer_name,), (line.owner,)
    cleared = {key: without_names(form[key], names, kept) for key in ("text", "now", "next")}
    return form | cleared | {"customer": None, "customer_name": None, "channel": "", "hours": ""}


def handover_form(desk: Desk, handed: HandoverPage) -> dict[str, Any]:
    """A hand-over: what is owed, what was left open, what waits, what is left."""
    forms, day = Forms(desk), handed.day
    return {
        "date": handed.handover.date.isoformat(),
        "at": forms.at(handed.handover.at),
        "promises": [
            forms.promise(each.promise) | {"request": each.promise.request} for each in handed.handover.promises
        ],
        "open": [
            {
                "conversation": each.conversation_id,
                "customer_name": each.customer_name,
                "request": each.request,
                "begun_by": each.began_by,
                "opened_at": forms.at(each.opened_at),
            }
            for each in handed.handover.drafts
        ],
        "waiting": [
            approval_form(desk, each.approval) | {"customer_name": each.customer_name, "request": each.request}
            for each in handed.waiting
        ],
        "grants": [grant_form(desk, each) for each in day.grants],
        "reviews": [review_form(desk, each) for each in day.reviews],
        "called": [missed_form(desk, each) for each in handed.called],
        "causes": [cause_form(desk, each) for each in day.causes],
        "care": len(day.care.lines),
        "budgets": [_budget(forms, each) for each in day.budgets],
        "events": [forms.event(each) for each in day.events],
        "all_given": _total(forms, day),
        "last_number": handed.last_number,
        "head": handed.head or None,
        "head_problem": handed.head_problem or None,
    }
