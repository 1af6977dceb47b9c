"""Warnings: what is allowed and probably not meant. Looked for only where nothing is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from frontdesk.ground.businessday import ELAPSED_UNITS, WALL_UNITS
from frontdesk.ground.language import _
from frontdesk.guidelines.meaning.cases import check_cases
from frontdesk.guidelines.meaning.context import Context
from frontdesk.guidelines.model import (
    AmountForm,
    Cases,
    Chosen,
    Fixed,
    Gesture,
    Guidelines,
    Limit,
    Share,
    Window,
    WindowKind,
)
from frontdesk.guidelines.nodes import Loc
from frontdesk.guidelines.problems import shown

_ASKED_MAX = 3
_LOOKED_AT_MAX = 200  # each limit is held against all that stop the same gesture, and no list for people is as long
_WIDER = {"day": ("week", "month", "quarter", "year"), "month": ("quarter", "year"), "quarter": ("year",)}


def lint(context: Context, guidelines: Guidelines) -> None:
    """Warn of what can never work in guidelines that have no errors."""
    for gesture in guidelines.gestures.values():
        _unreachable(context, gesture)
        if isinstance(gesture.amount, Cases):
            check_cases(context, gesture, gesture.amount)
    _never_binding(context, guidelines)
    _forgotten_before_it_counts(context, guidelines)
    _untranslated(context)
    bound = {name for gesture in guidelines.gestures.values() for name in gesture.situations}
    for situation in guidelines.situations.values():
        if len(situation.ask) > _ASKED_MAX:
            context.warn(
                ("situations", situation.id, "ask"),
                _("{count} facts are asked here; more than {most} tire the customer.").format(
                    count=len(situation.ask), most=_ASKED_MAX
                ),
                _("Keep those that change what is given."),
            )
        if not situation.first and situation.id not in bound:
            context.warn(
                ("situations", situation.id),
                _("No gesture belongs to {name}.").format(name=shown(situation.id)),
                _("Name the gestures that fit it in first, or bind one to it with situations."),
                of_key=True,
            )


def _forgotten_before_it_counts(context: Context, guidelines: Guidelines) -> None:
    """A person who is forgotten comes back as somebody new: a limit per customer must not look back further."""
    kept = guidelines.keep.get("customers")
    if kept is None:
        return
    every = [limit for gesture in guidelines.gestures.values() for limit in gesture.limits] + list(guidelines.budgets)
    for limit in every:
        if "customer" in limit.per and limit.within.kind is WindowKind.ROLLING and _days(limit.within) > _days(kept):
            context.warn(
                ("privacy", "keep", "customers"),
                _("Customers are forgotten before {limit} has run out for them.").format(limit=shown(limit.id)),
                _("Keep them as long as the limit looks back, or let the limit look back less far."),
            )


def _days(window: Window) -> float:
    """About how many days a rolling length is."""
    units = {name: length.total_seconds() / 86400 for name, length in ELAPSED_UNITS.items()}
    return window.count * (units | {name: 30.4 * months for name, months in WALL_UNITS.items()})[window.unit]


def _untranslated(context: Context) -> None:
    for loc, languages in context.translated.items():
        missing = [language for language in context.languages if language not in languages]
        if missing:
            context.warn(
                loc,
                _("This text is missing in: {languages}.").format(languages=", ".join(missing)),
                _("Write it in every language of the business, or take the language out of business.languages."),
            )


# --- gestures that no role can give -------------------------------------------------------------------------


def _unreachable(context: Context, gesture: Gesture) -> None:
    if not gesture.authority:
        return
    least = _least(gesture.amount)
    most = max(gesture.authority.values())
    if least > most:
        context.warn(
            ("gestures", gesture.id, "authority"),
            _("No role can give {name}: its smallest amount is above every authority.").format(name=shown(gesture.id)),
            _("Give a role more authority, or lower the amount."),
            of_key=True,
        )


def _least(form: AmountForm) -> int:
    """The smallest amount (minor units) that a form can come to, as far as the file alone says it."""
    if isinstance(form, Fixed):
        return form.minor
    if isinstance(form, Chosen):
        return form.low
    if isinstance(form, Share) and not form.chosen and form.at_least is not None:
        return form.at_least
    if isinstance(form, Cases):
        return min((_least(case.form) for case in form.cases), default=0)
    return 0


# --- limits that can never bind -----------------------------------------------------------------------------


def _never_binding(context: Context, guidelines: Guidelines) -> None:
    budgets: list[tuple[Limit, Loc]] = [(limit, ("budgets", limit.id)) for limit in guidelines.budgets]
    of_gesture: dict[str, list[tuple[Limit, Loc]]] = {}
    for each in budgets:
        for name in each[0].counts:
            of_gesture.setdefault(name, []).append(each)
    for gesture in guidelines.gestures.values():
        own: list[tuple[Limit, Loc]] = [
            (limit, ("gestures", gesture.id, "limits", index)) for index, limit in enumerate(gesture.limits)
        ]
        met = own if gesture.owed else [*own, *of_gesture.get(gesture.id, ())]
        _tell_never_binding(context, own, met)
    _tell_never_binding(context, budgets, budgets)


def _tell_never_binding(context: Context, told: Sequence[tuple[Limit, Loc]], met: Sequence[tuple[Limit, Loc]]) -> None:
    for index, (limit, loc) in enumerate(told[:_LOOKED_AT_MAX]):
        for place, (other, _loc) in enumerate(met[:_LOOKED_AT_MAX]):
            alike = _covers(other, limit) and _covers(limit, other)
            if other is limit or limit.warn_at is not None or not _covers(other, limit) or (alike and place > index):
                continue
            context.warn(
                loc,
                _("{name} can never bind: {other} always binds before it.").format(
                    name=shown(limit.id), other=shown(other.id)
                ),
                _("Remove it, or make it the smaller one."),
            )
            break


def _covers(wide: Limit, narrow: Limit) -> bool:
    """Whether `wide` has no more room than `narrow` at any time: it counts at least as much and allows no more."""
    if wide.up_to.figure is None or narrow.up_to.figure is None or wide.up_to.figure > narrow.up_to.figure:
        return False
    return (
        wide.when is None
        and wide.valid_from is None
        and wide.valid_until is None
        and (wide.measure, wide.unit) == (narrow.measure, narrow.unit)
        and set(wide.per) <= set(narrow.per)
        and wide.counts >= narrow.counts
        and _contains(wide.within, narrow.within)
    )


def _contains(wide: Window, narrow: Window) -> bool:
    """Whether whatever counts in `narrow` always counts in `wide`, too."""
    if wide.kind is WindowKind.EVER or wide == narrow:
        return True
    if wide.kind is not narrow.kind:
        return False
    if wide.kind is WindowKind.CALENDAR:
        return wide.unit in _WIDER.get(narrow.unit, ())
    if wide.unit in ELAPSED_UNITS and narrow.unit in ELAPSED_UNITS:
        return wide.count * ELAPSED_UNITS[wide.unit] >= narrow.count * ELAPSED_UNITS[narrow.unit]
    if wide.unit in WALL_UNITS and narrow.unit in WALL_UNITS:
        return wide.count * WALL_UNITS[wide.unit] >= narrow.count * WALL_UNITS[narrow.unit]
    return False
