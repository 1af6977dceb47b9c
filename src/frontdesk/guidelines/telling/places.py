"""Scopes and windows in words: as a rule ("per customer in 90 days"), and as the place of a moment ("this stay")."""

from __future__ import annotations

from frontdesk.ground.language import _, ngettext
from frontdesk.guidelines.model import Guidelines, Limit, Window, WindowKind
from frontdesk.guidelines.telling.names import bare, listed

_NARROW_FIRST = ("conversation", "incident", "visit", "line", "serial", "table", "place", "order", "account", "company")
_LATER = ("customer", "shift", "staff")
_ENDING = ("conversation", "incident", "visit", "table", "shift")  # they end by themselves: "ever" says nothing more


def rolling(window: Window) -> str:
    """A rolling window: "in 90 days"."""
    count = window.count
    words = {
        "minute": ngettext("in {count} minute", "in {count} minutes", count),
        "hour": ngettext("in {count} hour", "in {count} hours", count),
        "day": ngettext("in {count} day", "in {count} days", count),
        "week": ngettext("in {count} week", "in {count} weeks", count),
        "month": ngettext("in {count} month", "in {count} months", count),
        "year": ngettext("in {count} year", "in {count} years", count),
    }
    return words[window.unit].format(count=count)


def stays(guidelines: Guidelines) -> bool:
    """Whether an order is somebody's stay here: then it has nights."""
    return any("night" in fact for fact in guidelines.facts)


# --- as a rule ----------------------------------------------------------------------------------------------


def per(limit: Limit, guidelines: Guidelines) -> str:
    """What a limit is counted per and within: "per person at the desk and business day", "per order, ever"."""
    scopes = [name for name in limit.per if name != "customer" or "order" not in limit.per]  # an order has one customer
    places = [_scope_name(name, guidelines) for name in scopes]
    if limit.within.kind is WindowKind.CALENDAR:
        places.append(_calendar_name(limit.within.unit))
    said = _("per {places}").format(places=listed(places))
    if limit.within.kind is WindowKind.ROLLING:
        return f"{said} {rolling(limit.within)}"
    if limit.within.kind is WindowKind.EVER and not _ends(scopes, guidelines):
        return _("{per}, ever").format(per=said)
    return said


def _ends(scopes: list[str], guidelines: Guidelines) -> bool:
    return any(name in _ENDING or (name == "order" and stays(guidelines)) for name in scopes)


def _scope_name(name: str, guidelines: Guidelines) -> str:
    if name == "order" and stays(guidelines):
        return _("stay")
    words = {
        "customer": _("customer"),
        "company": _("company"),
        "order": _("order"),
        "line": _("order line"),
        "serial": _("serial number"),
        "account": _("account"),
        "incident": _("incident"),
        "conversation": _("conversation"),
        "shift": _("shift"),
        "staff": _("person at the desk"),
        "role": _("role"),
        "site": _("site"),
        "business": _("business"),
        "table": _("table"),
        "visit": _("visit"),
    }
    return words.get(name) or bare(name)


def _calendar_name(unit: str) -> str:
    words = {
        "day": _("business day"),
        "week": _("calendar week"),
        "month": _("calendar month"),
        "quarter": _("calendar quarter"),
        "year": _("calendar year"),
    }
    return words[unit]


# --- as the place of a moment -------------------------------------------------------------------------------


def where(limit: Limit, guidelines: Guidelines, *, over: bool = False) -> str:
    """What a limit is per and within, seen from now: "this stay", "today", "for this customer in 90 days".

    `over` says that the order is over by now: then it is "that stay".
    """
    scope = _that_stay(limit, guidelines) if over else ""
    parts = (scope or _this_scope(limit, guidelines), _this_window(limit.within))
    return " ".join(part for part in parts if part)


def _that_stay(limit: Limit, guidelines: Guidelines) -> str:
    return _("that stay") if "order" in limit.per and stays(guidelines) else ""


def _this_scope(limit: Limit, guidelines: Guidelines) -> str:
    others = [name for name in limit.per if name not in (*_NARROW_FIRST, *_LATER, "site", "business", "role")]
    for name in (*others, *_NARROW_FIRST, *_LATER):
        if name in limit.per:
            return _this(name, guidelines)
    return ""


def _this(name: str, guidelines: Guidelines) -> str:
    if name == "order":
        return _("this stay") if stays(guidelines) else _("for this order")
    words = {
        "conversation": _("in this conversation"),
        "incident": _("for this incident"),
        "table": _("at this table"),
        "customer": _("for this customer"),
        "staff": _("for you"),
        "shift": _("this shift"),
        "company": _("for this company"),
    }
    return words.get(name) or _("for this {scope}").format(scope=bare(name))


def _this_window(window: Window) -> str:
    if window.kind is WindowKind.CALENDAR:
        words = {
            "day": _("today"),
            "week": _("this week"),
            "month": _("this month"),
            "quarter": _("this quarter"),
            "year": _("this year"),
        }
        return words[window.unit]
    return "" if window.kind is WindowKind.EVER else rolling(window)
