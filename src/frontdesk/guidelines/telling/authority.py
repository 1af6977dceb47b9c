"""Authority in words: how much each role gives by itself, from where on one sentence says why, and who can above."""

from __future__ import annotations

from dataclasses import dataclass

from frontdesk.ground.language import _
from frontdesk.guidelines.model import AmountForm, Chosen, Fixed, Gesture, Guidelines, NoAmount, Quantity, RestOf, Share
from frontdesk.guidelines.telling.amounts import forms_of
from frontdesk.guidelines.telling.figures import money


@dataclass(frozen=True, slots=True)
class Grant:
    """What one role may give of a gesture by itself.

    `may` False: nothing. `up_to_minor` None: whatever the other rules allow. `free_minor` is the most that needs
    no sentence (None: everything it may give, 0: nothing). `asks` is the role to ask above that, if there is one.
    """

    role: str
    may: bool
    up_to_minor: int | None = None
    free_minor: int | None = None
    asks: str | None = None


def grants(gesture: Gesture, guidelines: Guidelines) -> tuple[Grant, ...]:
    """The grant of each role, from low to high: a role that is not named has what the next lower one has."""
    ceilings = _ceilings(gesture, guidelines.roles)
    low, high = _bounds(gesture.amount)
    able = [ceiling is None or (ceiling >= low and ceiling >= 0) for ceiling in ceilings]
    found: list[Grant] = []
    for rank, role in enumerate(guidelines.roles):
        ceiling = ceilings[rank]
        most = high if ceiling is None else ceiling if high is None else min(ceiling, high)
        if not able[rank]:
            most = None
        above = _above(rank, able, ceilings, most if able[rank] else -1, high)
        found.append(
            Grant(
                role,
                able[rank],
                most if _is_money(gesture.amount) else None,
                _free(gesture, most) if able[rank] else None,
                None if above is None else guidelines.roles[above],
            )
        )
    return tuple(found)


def _ceilings(gesture: Gesture, roles: tuple[str, ...]) -> list[int | None]:
    """The most of each role (minor units): None without end, -1 nothing at all."""
    if gesture.authority is None:
        return [None] * len(roles)
    found: list[int | None] = []
    ceiling = -1
    for role in roles:
        ceiling = gesture.authority.get(role, ceiling)
        found.append(ceiling)
    return found


def _above(rank: int, able: list[bool], ceilings: list[int | None], most: int | None, high: int | None) -> int | None:
    """The lowest role above that can give more than `most`; None when there is none, or nothing more to give."""
    if most is None or (high is not None and most >= high):
        return None
    for higher in range(rank + 1, len(ceilings)):
        ceiling = ceilings[higher]
        if able[higher] and (ceiling is None or ceiling > most):
            return higher
    return None


def _free(gesture: Gesture, most: int | None) -> int | None:
    if "reason" in gesture.needs:
        return 0
    above = gesture.judgement_above
    return above if above is not None and (most is None or above < most) else None


def _is_money(form: AmountForm) -> bool:
    return not all(isinstance(each, NoAmount | Quantity) for each in forms_of(form))


def _is_chosen(form: AmountForm) -> bool:
    """Whether anybody chooses how much."""
    return any(
        isinstance(each, Chosen | RestOf) or (isinstance(each, Share) and each.chosen) for each in forms_of(form)
    )


def _bounds(form: AmountForm) -> tuple[int, int | None]:
    """The least and the most that the form itself can come to (minor units), as far as it says so without facts."""
    forms = tuple(forms_of(form))
    if any(not isinstance(each, Fixed | Chosen) for each in forms):
        return 0, None
    lows = [each.minor if isinstance(each, Fixed) else each.low for each in forms if isinstance(each, Fixed | Chosen)]
    highs = [each.minor if isinstance(each, Fixed) else each.high for each in forms if isinstance(each, Fixed | Chosen)]
    return min(lows), max(highs)


# --- in words -----------------------------------------------------------------------------------------------


def grant_words(grant: Grant, gesture: Gesture, guidelines: Guidelines) -> str:
    """How much the role gives by itself: "up to 150.00", "8.00", "any amount within the limits", "not alone"."""
    if not grant.may:
        return _("not alone") if grant.asks is not None else _("nobody")
    if not _is_money(gesture.amount):
        return _("yes")
    if isinstance(gesture.amount, Fixed):
        return money(gesture.amount.minor, guidelines)
    if grant.up_to_minor is not None:
        return _("up to {amount}").format(amount=money(grant.up_to_minor, guidelines))
    return _("any amount within the limits") if _is_chosen(gesture.amount) else _("yes, the whole amount")


def grant_figure(grant: Grant, gesture: Gesture, guidelines: Guidelines) -> str:
    """The same in the fewest words, for a column: "150.00", "yes", "no"."""
    if not grant.may:
        return _("no")
    if grant.up_to_minor is None or not _is_money(gesture.amount):
        return _("yes")
    return money(grant.up_to_minor, guidelines)


def band_words(grant: Grant, guidelines: Guidelines) -> str:
    """From where on one sentence says why, and whom to ask above; nothing where it is simply given."""
    parts: list[str] = []
    if grant.may and grant.free_minor == 0:
        parts.append(_("one sentence why"))
    elif grant.may and grant.free_minor is not None:
        parts.append(_("one sentence why above {amount}").format(amount=money(grant.free_minor, guidelines)))
    if grant.asks is not None and not grant.may:
        parts.append(_("ask: {role}").format(role=grant.asks))
    elif grant.asks is not None and grant.up_to_minor is not None:
        most = money(grant.up_to_minor, guidelines)
        parts.append(_("above {amount} ask: {role}").format(amount=most, role=grant.asks))
    return "; ".join(parts)
