"""One gesture, weighed for one role: everything of a decision but its ways forward.

The order is fixed: definite no's (condition, dates, exclusions, limits and budgets), then what nobody here can
know, then authority, then ticks; so that nobody is asked anything for a gesture that cannot be given anyway.
Source: docs/guidelines.md, The decision.
"""

from __future__ import annotations

from datetime import datetime

from frontdesk.authority.amounts import Amount, Found, cost_of, exposure_of, resolve
from frontdesk.authority.bounds import Load, Standing, put_on
from frontdesk.authority.conditions import Questions, evaluate, failed_on, questions, unique
from frontdesk.authority.index import NOBODY, GestureIndex
from frontdesk.authority.judged import Judged, Tight
from frontdesk.authority.limits import Scene, rest_of, valid_on
from frontdesk.authority.values import BadAsk, Binding, Outcome
from frontdesk.guidelines.model import Measure

_YES, _TICKS, _LESS, _LEAD, _NO_FIT = Outcome  # looked up once: that costs more than what is done with them

# --- one gesture, for one role ------------------------------------------------------------------------------


class Weighing:
    """What has been found out about one gesture: all that its answer depends on, but the authority of a role.

    It holds for every role, unless the gesture's index says that it `looks_at_role`.
    """

    __slots__ = (
        *("amount", "asked", "asks", "bend", "definite", "exposure", "fits", "gesture", "least", "limits", "others"),
        *("scene", "standings", "stuck", "stuck_limit", "wanted"),
    )

    def __init__(self, scene: Scene, gesture: GestureIndex) -> None:
        self.scene = scene
        self.gesture = gesture
        self.amount: Amount | None = None
        self.wanted: int | None = None
        self.fits: int | None = None
        self.least = self.exposure = 0
        self.asked = self.definite = self.stuck_limit = self.bend = False
        self.stuck: tuple[str, ...] = ()
        self.asks: tuple[str, ...] = ()
        self.others: tuple[Binding, ...] = ()
        self.limits: list[Binding | Tight] = []
        self.standings: list[Standing] = []

    def rest(self, limit: str) -> int | Questions | None:
        """What a limit still allows, for `rest_of`."""
        bound = self.scene.index.limits[limit]
        now = self.scene.measured(bound)
        return now if isinstance(now, Questions) else rest_of(self.gesture, bound, now)


def weigh(
    scene: Scene, gesture: GestureIndex, ask_minor: int | None = None, ask_thousandths: int | None = None
) -> Weighing | BadAsk:
    """Everything about the gesture at this moment but whose authority it takes."""
    weighing = Weighing(scene, gesture)
    found = _find_amount(weighing)
    if ask_minor is not None or ask_thousandths is not None:
        bad = _bad_ask(gesture.gesture.id, found, ask_minor, ask_thousandths)
        if bad is not None:
            return bad
    if weighing.amount is not None:
        ask = ask_thousandths if weighing.amount.quantity else ask_minor
        weighing.asked = ask is not None
        weighing.wanted = weighing.amount.usual if ask is None else ask
    if gesture.conditional:
        _weigh_condition(weighing)
    if scene.moment.given or scene.moment.given_in_conversation is not None:
        _weigh_exclusions(weighing)
    if gesture.dated:
        _weigh_dates(weighing)
    if gesture.limits:
        _weigh_limits(weighing)
    return weighing


def _find_amount(weighing: Weighing) -> Found:
    gesture = weighing.gesture
    found = gesture.fixed
    if found is None:
        found = resolve(gesture.gesture.amount, weighing.scene, weighing.rest)
    if isinstance(found, Amount):
        weighing.amount = found
        if not (found.none or found.quantity):
            weighing.least = found.low
    elif isinstance(found, Questions):
        _note(weighing, found)
    else:
        weighing.definite = True
        if found.limit is None:
            weighing.others += (Binding("condition", facts=found.facts),)
        else:
            _bind_rest(weighing, found.limit)
    if gesture.gesture.exposure is None:
        return found
    exposure = exposure_of(gesture.gesture.exposure, weighing.scene, weighing.rest)
    if isinstance(exposure, Questions):
        _note(weighing, exposure)
    else:
        weighing.exposure = max(0, exposure)
    return found


def _bind_rest(weighing: Weighing, limit: str) -> None:
    """Name the limit of which nothing is left, unless it stops the gesture by itself anyway."""
    if any(bound.id == limit for bound in weighing.gesture.limits):
        return
    now = weighing.scene.measured(weighing.scene.index.limits[limit])
    if isinstance(now, Standing):
        weighing.limits.append(Tight(now, 1, 1))


def _bad_ask(gesture: str, found: Found, ask_minor: int | None, ask_thousandths: int | None) -> BadAsk | None:
    if not isinstance(found, Amount):
        asked = ask_thousandths if ask_minor is None else ask_minor
        return BadAsk(gesture, "not_positive") if asked is not None and asked <= 0 else None
    if found.none:
        return BadAsk(gesture, "no_amount")
    ask = ask_thousandths if found.quantity else ask_minor
    if ask is None:
        problem = "not_this_amount"
    elif ask <= 0:
        problem = "not_positive"
    elif found.chosen:
        problem = "too_low" if ask < found.low else ""
    else:
        problem = "not_this_amount" if ask != found.low else ""
    return BadAsk(gesture, problem, found.low, found.high, found.quantity) if problem else None


def _weigh_condition(weighing: Weighing) -> None:
    gesture, view = weighing.gesture.gesture, weighing.scene
    if gesture.when is not None:
        holds = evaluate(gesture.when, view)
        if holds is None:
            _note(weighing, questions(gesture.when, view))
        elif not holds:
            _weigh_bend(weighing)
    if gesture.situations:
        situation = view.moment.situation
        if situation is None:
            weighing.asks += ("situation",)
        elif situation not in gesture.situations:
            weighing.definite = True
            weighing.others += (Binding("condition", facts=("situation",)),)


def _weigh_bend(weighing: Weighing) -> None:
    gesture, view = weighing.gesture.gesture, weighing.scene
    if gesture.when is None:
        raise AssertionError("only a condition that fails is bent")
    weighing.others += (Binding("condition", facts=failed_on(gesture.when, view)),)
    bends = False if gesture.bend is None else evaluate(gesture.bend.when, view)
    if bends is False or gesture.bend is None:
        weighing.definite = True
        return
    if bends is None:
        _note(weighing, questions(gesture.bend.when, view))
    weighing.bend = True


def _note(weighing: Weighing, found: Questions) -> None:
    weighing.asks += found.ticks
    weighing.stuck += found.stuck


def _weigh_exclusions(weighing: Weighing) -> None:
    gesture, moment = weighing.gesture, weighing.scene.moment
    if moment.given and not gesture.excluded_by.isdisjoint(moment.given):
        weighing.definite = True
        weighing.others += (Binding("excluded", gestures=tuple(sorted(gesture.excluded_by & moment.given))),)
    given = moment.given_in_conversation
    if given is None:
        return
    most = weighing.scene.index.guidelines.gestures_at_most
    if most is not None and given >= most and not gesture.gesture.owed:
        weighing.definite = True
        weighing.others += (Binding("gestures_at_most", Measure.TIMES, used=given, up_to=most),)


def _weigh_dates(weighing: Weighing) -> None:
    gesture, view = weighing.gesture.gesture, weighing.scene
    if valid_on(view.business_date, gesture.valid_from, gesture.valid_until):
        return
    weighing.definite = True
    opens: datetime | None = None
    if gesture.valid_from is not None and view.business_date < gesture.valid_from:
        opens = view.clock.start_of(gesture.valid_from)
    weighing.others += (Binding("valid", frees_at=opens),)


# --- limits and budgets -------------------------------------------------------------------------------------


def _weigh_limits(weighing: Weighing) -> None:
    amount = weighing.amount
    load = weighing.gesture.load
    if load is None:
        is_money = weighing.gesture.always_money if amount is None else not (amount.none or amount.quantity)
        is_quantity = amount is not None and amount.quantity
        load = Load(weighing.gesture.gesture.cost, weighing.exposure, is_money, is_quantity)
    low = 1 if amount is None else amount.low  # of an unknown amount it is sure that it is more than nothing
    wanted = low if weighing.wanted is None else weighing.wanted
    sure = amount is not None or weighing.gesture.always_money
    scene, least = weighing.scene, weighing.fits
    for bound in weighing.gesture.limits:
        now = scene.measured(bound) if bound.plain else scene.standing(bound)
        if now is None:
            continue
        if isinstance(now, Questions):
            weighing.asks += now.ticks
            if now.stuck:
                weighing.stuck_limit = True
                weighing.limits.append(Binding(bound.id, bound.measure, facts=now.stuck))
            continue
        weighing.standings.append(now)
        left = now.left
        fits = None if left is None else bound.fits(left, load)
        if fits is None or (fits >= 0 and not sure):
            continue  # if it is not sure, it may yet come to no money at all, which nothing stops
        if least is None or fits < least:
            least = fits
        if fits < low or fits < wanted:
            weighing.definite = weighing.definite or fits < low
            measure = bound.measure
            weighing.limits.append(Tight(now, put_on(measure, wanted, load), put_on(measure, low, load)))
    weighing.fits = least


# --- the answer ---------------------------------------------------------------------------------------------


def own_ceiling(weighing: Weighing) -> int | None:
    """The most that the person of the moment may give: what they themselves may, else their role (None: no end)."""
    scene, gesture = weighing.scene, weighing.gesture
    ceiling = gesture.ceiling(scene.rank)
    own = scene.moment.authority
    return own.get(gesture.gesture.id, ceiling) if own else ceiling


def _stopped(weighing: Weighing) -> bool:
    """Whether nobody can give anything of it now."""
    return weighing.definite or weighing.stuck_limit or bool(weighing.stuck)


def _not_this_role(weighing: Weighing, rank: int) -> bool:
    """Whether it takes an exception that a role of this rank may not make."""
    bend = weighing.gesture.gesture.bend if weighing.bend else None
    return bend is not None and rank < weighing.scene.index.rank(bend.by)


def most(weighing: Weighing, ceiling: int | None) -> int | None:
    """The largest amount that limits and authority let pass; None where there is no amount."""
    amount = weighing.amount
    if amount is None or amount.none:
        return None
    largest = amount.high if weighing.fits is None else min(amount.high, weighing.fits)
    return largest if ceiling is None or amount.quantity else min(largest, ceiling)


def most_for(weighing: Weighing, rank: int, ceiling: int | None) -> int:
    """The largest sum of money that somebody of this rank and authority could give now, whatever was asked; else 0."""
    amount = weighing.amount
    if amount is None or amount.none or amount.quantity or _stopped(weighing) or _not_this_role(weighing, rank):
        return 0
    largest = most(weighing, ceiling)
    return 0 if largest is None or largest < weighing.least else largest


def own_most(weighing: Weighing) -> int:
    """The same for the person of the moment."""
    return most_for(weighing, weighing.scene.rank, own_ceiling(weighing))


def given(weighing: Weighing, largest: int | None) -> int | None:
    """What would be given of `largest`: what is wanted, or what fits of it; None where nobody has said how much."""
    return None if largest is None or weighing.wanted is None else min(largest, weighing.wanted)


def can_give(weighing: Weighing, rank: int, ceiling: int | None) -> bool:
    """Whether somebody of this rank and authority gets a yes to what is wanted, or lacks only ticks."""
    if _stopped(weighing) or _not_this_role(weighing, rank) or (ceiling is not None and weighing.least > ceiling):
        return False
    return not weighing.asked or given(weighing, most(weighing, ceiling)) == weighing.wanted


def conclude_for_own(weighing: Weighing) -> Judged:
    """The answer for the person of the moment; LEAD means no more than "above this person"."""
    return conclude(weighing, weighing.scene.rank, own_ceiling(weighing))


def conclude(weighing: Weighing, rank: int, ceiling: int | None) -> Judged:
    """The answer for somebody of a role of this rank who may give `ceiling` at most (None: without end)."""
    binding = list(weighing.limits)
    judged = Judged(weighing.gesture.gesture.id, _YES, weighing.amount, binding, weighing.bend)
    if ceiling is not None:
        wanted = weighing.wanted if weighing.least and weighing.wanted is not None else weighing.least
        if wanted > ceiling:
            binding.append(Binding("authority", Measure.VALUE, up_to=None if ceiling == NOBODY else ceiling))
    if _stopped(weighing):
        judged.outcome = _NO_FIT
        binding += _others(weighing)
        return judged
    if _not_this_role(weighing, rank):
        judged.outcome = _LEAD
        binding += _others(weighing)
        return judged
    if ceiling is not None and weighing.least > ceiling:
        judged.outcome = _LEAD
        return judged
    return _settle(weighing, judged, ceiling)  # where an exception holds, the condition keeps nobody from anything


def _others(weighing: Weighing) -> tuple[Binding, ...]:
    """What is in the way besides limits and authority; one line for the condition, whatever of it fails."""
    rest = tuple([each for each in weighing.others if each.rule != "condition"])
    if len(rest) == len(weighing.others) and not weighing.stuck:
        return rest
    facts = [name for each in weighing.others if each.rule == "condition" for name in each.facts]
    return (Binding("condition", facts=unique((*facts, *weighing.stuck))), *rest)


def _settle(weighing: Weighing, judged: Judged, ceiling: int | None) -> Judged:
    """The amount, `at_most` and what is missing of a gesture that this role can give some of."""
    judged.at_most = most(weighing, ceiling)
    gives = given(weighing, judged.at_most)
    if weighing.asked and gives != weighing.wanted:
        judged.outcome = _LESS
        return judged
    judged.given = gives
    judged.exposure_minor = weighing.exposure
    amount = weighing.amount
    if amount is not None:
        worth = 0 if amount.none or amount.quantity else gives
        if worth is not None:
            judged.cost_minor = cost_of(weighing.gesture.gesture.cost, worth)
    missing = _missing(weighing, gives)
    if missing:
        judged.missing = unique(missing)
        judged.outcome = _TICKS
    return judged


def _missing(weighing: Weighing, gives: int | None) -> list[str]:
    """The ticks that are missing: those the file needs, then what has to be known, then the amount."""
    gesture, amount = weighing.gesture, weighing.amount
    ticks = weighing.scene.moment.ticks
    missing = [] if ticks.issuperset(gesture.needs) else [tick for tick in gesture.needs if tick not in ticks]
    above = gesture.gesture.judgement_above
    judgement = above is not None and amount is not None and _sure(amount, gives) > above
    if (judgement or weighing.bend) and "reason" not in ticks:
        missing.append("reason")
    missing += weighing.asks
    if gives is None and amount is not None and not amount.none:
        missing.append("amount")
    return missing


def _sure(amount: Amount, gives: int | None) -> int:
    """The face value that will be given at least."""
    if amount.quantity:
        return 0
    return amount.low if gives is None else gives
