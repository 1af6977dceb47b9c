"""The whole language loads and means what its document says: one file with every form, looked at piece by piece."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from decimal import Decimal

import pytest

from frontdesk.guidelines.model import (
    AllOf,
    AnyOf,
    AskRole,
    Bend,
    Cases,
    Chosen,
    Cost,
    Each,
    Exactly,
    Fixed,
    FollowUp,
    Gesture,
    Guidelines,
    Limit,
    Match,
    Measure,
    NoAmount,
    Not,
    OtherGesture,
    PromiseWithin,
    Quantity,
    RestOf,
    Say,
    Share,
    UpTo,
    Window,
    WindowKind,
    Words,
)
from frontdesk.guidelines.model import (
    Test as Compared,
)
from frontdesk.guidelines.reader import read_text

FILE = """\
frontdesk: 1
business: {name: Everything, currency: EUR, timezone: Europe/Riga, day_starts: "03:30", languages: [en, lv]}
principles: [Rebook before you explain, {en: Tell rights unasked, lv: Par tiesībām pastāsti pats}]
roles: [agent, senior, lead]
facts:
  customer.tier: {type: choice, of: [guest, silver, gold], from: card}
  customer.plans_open: {type: number, from: card}
  order.paid: {type: money, from: order}
  order.price: {type: money, from: order}
  order.passengers: {type: number, from: order}
  order.km: {type: number, from: order}
  order.intra_eu: {type: yes_no, from: order}
  order.insured: {type: yes_no, from: order}
  order.age_days: {type: number, from: order}
  order.bought: {type: date, from: order}
  order.waited: {type: duration, from: order}
  house.occupancy: {type: percent, from: house}
  cause: {type: text, from: asked, label: What happened?}
  delay_minutes: {type: number, from: asked, label: {en: How late?, lv: Cik vēlu?}}
reasons: [late, noise]
situations:
  cancelled: {label: Cancelled, first: [flight, certificate], ask: [delay_minutes]}
  delayed: {}
gestures:
  anything:
    kind: open
    amount: {from: 1.00, to: 2000.00}
    needs: [wish, reason]
    limits: [{up_to: 2000.00, per: [customer, incident], within: ever}]
  certificate:
    key: 3
    label: {lv: Sertifikāts}
    kind: voucher
    offer: only_if_asked
    situations: [cancelled, delayed]
    when:
      any: [{customer.tier: [silver, gold]}, {order.insured: true}]
      not: {channel: chat}
      weekday: [mon, tue]
      hour: {at_least: 8, less_than: 20}
    amount:
      cases:
        - {when: {situation: cancelled}, each: 100.00, of: order.passengers}
        - {when: {situation: delayed}, amount: 50.00}
        - {nothing: true}
    limits: [{id: once, up_to: 1 time, per: order, within: ever, across: [flight, certificate]}]
    not_with: [goodwill]
  goodwill:
    kind: credit
    amount: {from: 5.00, to: 100.00, usual: 15.00}
    authority: {agent: 25.00, lead: 100.00}
    limits:
      - {up_to: 1 times, per: customer, within: 90 days}
      - {id: sum, up_to: 60.00, per: customer, within: 365 days, when: {customer.tier: {is_not: gold}}}
      - {up_to: 150.00, per: staff, within: day, valid_from: 2026-01-01, valid_until: 2026-12-31}
      - {up_to: 5 times, per: customer, within: shift}
      - {up_to: 2 times, per: conversation, within: conversation}
  refund:
    kind: refund
    amount: {exactly: order.price}
    cost: 12.50
    when: {order.age_days: {at_most: 30}, order.bought: {more_than: 2026-01-01}, order.waited: {at_least: 3 hours}}
    bend: {by: lead, when: {order.age_days: {at_most: 31}}}
    limits: [{id: paid, up_to: order.paid, per: order, within: ever, across: [anything]}]
    otherwise: [{gesture: anything}, {ask: lead}, {promise: {within: 1 week}}, {say: {en: Breathe, lv: Elpo}}]
  rest:
    amount: {rest_of: paid}
    limits: [{up_to: unlimited, per: table, within: 6 months}]
  flight:
    kind: owed
    needs: []
    amount:
      cases:
        - {when: {order.km: {at_most: 1500}}, each: 250.00, of: order.passengers}
        - {when: {any: [{order.intra_eu: true}, {order.km: {at_most: 3500}}]}, each: 400.00, of: order.passengers}
        - {each: 600.00, of: order.passengers}
    limits: [{up_to: 1 time, per: serial, within: ever}]
  split:
    kind: payment_plan
    exposure: {percent_of: order.price, percent: 50%, at_most: 600.00}
    when: {customer.plans_open: {is: 0}}
    limits: [{up_to: 600.00, per: customer, within: 30 days, measure: exposure}]
    promise: {text: {en: Second half, lv: Otrā puse}, due: 30 days}
  data:
    kind: item
    amount: {quantity: {from: 0.5, to: 10, usual: 2}, unit: GB}
    limits: [{up_to: 10.5 GB, per: line, within: month}, {up_to: customer.plans_open, per: line, within: year}]
    idea: true
  swap: {kind: item, amount: {quantity: 2, unit: hours of work}, otherwise: []}
  words: {kind: words, judgement_above: 0.00}
  late:
    amount: {percent_of: order.paid, from: 10%, to: 35.5%, at_least: 1.00}
    valid_from: "2026-03-01"
    when: {all: [{cause: {known: true}}, {house.occupancy: {in: [50%, 95]}}], role: {not_in: [agent]}, reason: late}
budgets:
  desk: {of: [goodwill, data], up_to: 900.00, per: [site], within: day, measure: cost, warn_at: 80%}
  count: {of: goodwill, up_to: 100 times, per: site, within: quarter}
conversation: {steps: [request, heard, next], gestures_at_most: 3}
examples:
  - given: {gesture: goodwill, ask: 10, at: 2026-11-21T14:00:00+02:00, scope: {customer: c1}, give: true}
    expect: {outcome: ticks, amount: null}
"""


@pytest.fixture(scope="module")
def guidelines() -> Guidelines:
    found = read_text(FILE.encode(), "f")
    assert [each.text for each in found.problems] == ["This text is missing in: en."]  # one text is in Latvian alone
    assert found.guidelines is not None
    return found.guidelines


def gesture(guidelines: Guidelines, name: str) -> Gesture:
    return guidelines.gestures[name]


def limit(guidelines: Guidelines, name: str) -> Limit:
    found = guidelines.limit(name)
    assert found is not None
    return found


def test_the_business_and_the_people(guidelines: Guidelines) -> None:
    assert (guidelines.business.currency, guidelines.business.exponent) == ("EUR", 2)
    assert guidelines.business.clock.day_starts.isoformat() == "03:30:00"
    assert guidelines.roles == ("agent", "senior", "lead")
    assert guidelines.principles[1].said_in("lv") == "Par tiesībām pastāsti pats"
    assert guidelines.reasons == {"late": Words("late"), "noise": Words("noise")}
    assert (guidelines.steps, guidelines.gestures_at_most) == (("request", "heard", "next"), 3)


def test_texts_without_a_label_are_their_names(guidelines: Guidelines) -> None:
    assert gesture(guidelines, "anything").label == Words("Anything")
    assert gesture(guidelines, "certificate").label.said_in("en") == "Sertifikāts"
    assert guidelines.situations["delayed"].label.plain == "Delayed"


def test_every_form_of_an_amount(guidelines: Guidelines) -> None:
    amounts = {name: each.amount for name, each in guidelines.gestures.items()}
    assert amounts["anything"] == Chosen(100, 200000, None)
    assert amounts["refund"] == Exactly("order.price")
    assert amounts["rest"] == RestOf("paid")
    assert amounts["data"] == Quantity(Decimal("0.5"), Decimal(10), Decimal(2), "GB", True)
    assert amounts["swap"] == Quantity(Decimal(2), Decimal(2), Decimal(2), "hours of work", False)
    assert amounts["words"] == NoAmount()
    assert amounts["late"] == Share("order.paid", Decimal(10), Decimal("35.5"), None, True, 100, None)
    cases = amounts["certificate"]
    assert isinstance(cases, Cases)
    assert [each.form for each in cases.cases] == [Each(10000, "order.passengers"), Fixed(5000), NoAmount()]
    assert cases.cases[0].when == Compared("situation", Match.IN, ("cancelled",))
    assert cases.cases[2].when is None


def test_cost_and_exposure(guidelines: Guidelines) -> None:
    assert gesture(guidelines, "refund").cost == Cost(minor=1250)
    assert gesture(guidelines, "goodwill").cost == Cost()
    half = Share("order.price", Decimal(50), Decimal(50), Decimal(50), False, None, 60000)
    assert gesture(guidelines, "split").exposure == half


def test_conditions_are_typed_by_their_facts(guidelines: Guidelines) -> None:
    assert gesture(guidelines, "certificate").when == AllOf(
        (
            Compared("weekday", Match.IN, ("mon", "tue")),
            Compared("hour", Match.AT_LEAST, (Decimal(8),)),
            Compared("hour", Match.LESS_THAN, (Decimal(20),)),
            AnyOf(
                (
                    Compared("customer.tier", Match.IN, ("silver", "gold")),
                    Compared("order.insured", Match.IN, (True,)),
                )
            ),
            Not(Compared("channel", Match.IN, ("chat",))),
        )
    )
    assert gesture(guidelines, "refund").when == AllOf(
        (
            Compared("order.age_days", Match.AT_MOST, (Decimal(30),)),
            Compared("order.bought", Match.MORE_THAN, (date(2026, 1, 1),)),
            Compared("order.waited", Match.AT_LEAST, (timedelta(hours=3),)),
        )
    )
    assert gesture(guidelines, "late").when == AllOf(
        (
            Compared("role", Match.NOT_IN, ("agent",)),
            Compared("reason", Match.IN, ("late",)),
            AllOf(
                (
                    Compared("cause", Match.KNOWN, (True,)),
                    Compared("house.occupancy", Match.IN, (Decimal(50), Decimal(95))),
                )
            ),
        )
    )


def test_limits_have_names_measures_and_windows(guidelines: Guidelines) -> None:
    ids = [each.id for each in gesture(guidelines, "goodwill").limits]
    assert ids == ["goodwill.1", "sum", "goodwill.3", "goodwill.4", "goodwill.5"]
    rolling, summed, dated, shift, talk = gesture(guidelines, "goodwill").limits
    assert (rolling.up_to, rolling.measure) == (UpTo(figure=1), Measure.TIMES)
    assert rolling.within == Window(WindowKind.ROLLING, "day", 90)
    assert (summed.up_to, summed.measure) == (UpTo(figure=6000), Measure.VALUE)
    assert summed.when == Compared("customer.tier", Match.NOT_IN, ("gold",))
    assert (dated.valid_from, dated.valid_until) == (date(2026, 1, 1), date(2026, 12, 31))
    assert (shift.per, shift.within) == (("customer", "shift"), Window(WindowKind.EVER))
    assert talk.per == ("conversation",)
    assert limit(guidelines, "once").counts == {"certificate", "flight"}
    assert limit(guidelines, "paid").up_to == UpTo(fact="order.paid")
    assert limit(guidelines, "rest.1").up_to == UpTo(unlimited=True)
    assert limit(guidelines, "split.1").measure is Measure.EXPOSURE


def test_limits_of_quantities_are_in_thousandths(guidelines: Guidelines) -> None:
    first, second = gesture(guidelines, "data").limits
    assert (first.up_to, first.measure, first.unit) == (UpTo(figure=10500), Measure.QUANTITY, "GB")
    assert (second.up_to, second.measure) == (UpTo(fact="customer.plans_open"), Measure.TIMES)


def test_budgets_bind_the_gestures_they_name(guidelines: Guidelines) -> None:
    desk = limit(guidelines, "desk")
    assert (desk.counts, desk.measure, desk.warn_at) == ({"goodwill", "data"}, Measure.COST, Decimal(80))
    assert desk.is_budget
    assert limit(guidelines, "count").counts == {"goodwill"}
    assert [each.id for each in guidelines.limits_of("data")] == ["data.1", "data.2", "desk"]


def test_ticks_and_exclusions(guidelines: Guidelines) -> None:
    assert gesture(guidelines, "goodwill").needs == {"request_heard"}
    assert gesture(guidelines, "anything").needs == {"request_heard", "wish", "reason"}
    assert gesture(guidelines, "flight").needs == frozenset()
    assert gesture(guidelines, "certificate").needs == {"request_heard", "customer_asked"}
    assert gesture(guidelines, "certificate").only_if_asked
    assert gesture(guidelines, "certificate").not_with == {"goodwill"}
    assert gesture(guidelines, "goodwill").not_with == {"certificate"}


def test_ways_follow_ups_and_bends(guidelines: Guidelines) -> None:
    refund = gesture(guidelines, "refund")
    assert refund.otherwise == (
        OtherGesture("anything"),
        AskRole("lead"),
        PromiseWithin(timedelta(weeks=1), "1 week"),
        Say(Words("Breathe", {"en": "Breathe", "lv": "Elpo"})),
    )
    assert refund.bend == Bend("lead", Compared("order.age_days", Match.AT_MOST, (Decimal(31),)))
    assert gesture(guidelines, "goodwill").otherwise is None
    assert gesture(guidelines, "swap").otherwise == ()
    promise = gesture(guidelines, "split").promise
    assert promise == FollowUp(
        Words("Second half", {"en": "Second half", "lv": "Otrā puse"}), timedelta(days=30), "30 days"
    )


def test_an_example_is_a_line_of_plain_values(guidelines: Guidelines) -> None:
    (example,) = guidelines.examples
    assert example.given == {
        "gesture": "goodwill",
        "ask": "10",
        "at": "2026-11-21T14:00:00+02:00",
        "scope": {"customer": "c1"},
        "give": True,
    }
    assert example.expect == {"outcome": "ticks", "amount": None}
    assert all(type(value) in (str, bool, dict) for value in example.given.values())


def test_a_currency_without_decimals_takes_none() -> None:
    yen = FILE.replace("currency: EUR", "currency: JPY")
    found = read_text(yen.encode(), "f")
    assert found.guidelines is None
    assert "no decimals" in found.problems[0].remedy
    small = "frontdesk: 1\nbusiness: {name: A, currency: JPY, timezone: Asia/Tokyo}\ngestures:\n  tea: {amount: 500}\n"
    tea = read_text(small.encode(), "f").guidelines
    assert tea is not None
    assert tea.gestures["tea"].amount == Fixed(500)
    assert tea.roles == ("staff", "lead")


@pytest.mark.parametrize("module", ["model", "values", "problems", "packs"])
def test_what_the_hot_path_imports_brings_neither_yaml_nor_pydantic(module: str) -> None:
    asked = f"import sys, frontdesk.guidelines.{module}; print(sorted({{'yaml', 'pydantic'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, timeout=30)
    assert done.stdout.strip() == "[]"
