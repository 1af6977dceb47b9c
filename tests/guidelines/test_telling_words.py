"""Guidelines in words: limits, amounts, conditions, roles and everything else as a person says it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from telling_files import SHOP, read

from frontdesk.ground import language
from frontdesk.guidelines import packs
from frontdesk.guidelines.model import AllOf, AnyOf, Condition, Guidelines, Match, Measure, Not, Test, UpTo
from frontdesk.guidelines.reader import read_text
from frontdesk.guidelines.telling.amounts import amount_lines
from frontdesk.guidelines.telling.authority import band_words, grant_figure, grant_words, grants
from frontdesk.guidelines.telling.conditions import condition_lines, condition_words
from frontdesk.guidelines.telling.explanation import Explanation, explain, summaries
from frontdesk.guidelines.telling.figures import length
from frontdesk.guidelines.telling.limits import limit_words
from frontdesk.guidelines.telling.names import lower_first
from frontdesk.guidelines.telling.plain import explanation_dict

Test.__test__ = False  # type: ignore[attr-defined]  # a condition, not a test


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    language.use("en")
    yield
    language.use("en")


@pytest.fixture(scope="module")
def shop() -> Guidelines:
    return read(SHOP)


def with_limit(text: str) -> Guidelines:
    """The shop, with `text` as the first limit of drinks."""
    return read(
        SHOP.replace("      - {up_to: 4 times, per: [customer, order], within: ever}\n", f"      - {{{text}}}\n")
    )


# --- limits -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("up_to: 4 times, per: [customer, order], within: ever", "4 times per order, ever"),
        ("up_to: 1 time, per: incident, within: ever", "1 time per incident"),
        ("up_to: 20 times, per: staff, within: day", "20 times per person at the desk and business day"),
        ("up_to: 60.00, per: customer, within: 365 days", "60.00 per customer in 365 days"),
        ("up_to: 3 times, per: account, within: year", "3 times per account and calendar year"),
        ("up_to: 2 times, per: customer, within: 1 month", "2 times per customer in 1 month"),
        ("up_to: 5 times, per: staff, within: shift", "5 times per person at the desk and shift"),
        ("up_to: 50.00, per: site, within: week, measure: cost", "50.00 of cost per site and calendar week"),
        (
            "up_to: 90.00, per: customer, within: ever, measure: exposure",
            "90.00 not yet received per customer, ever",
        ),
        ("up_to: unlimited, per: [customer, room], within: ever", "without end, per customer and room, ever"),
        ("up_to: passengers, per: order, within: ever", "as many times as passengers says, per order, ever"),
        (
            "up_to: order.paid, per: order, within: ever, across: [breakfasts, words]",
            "at most what was paid, per order, ever; breakfasts and An apology count too",
        ),
        (
            "up_to: order.price, per: order, within: ever, across: [breakfasts]",
            "at most price of one night, per order, ever; breakfasts counts too",
        ),
        (
            "up_to: 1 time, per: customer, within: day, when: {house.occupancy: {more_than: 90%}}",
            "1 time per customer and business day; only when house occupancy more than 90 %",
        ),
        (
            "up_to: 1 time, per: customer, within: day, valid_from: 2026-12-01, valid_until: 2026-12-24",
            "1 time per customer and business day; from 1 Dec 2026 until 24 Dec 2026",
        ),
    ],
)
def test_a_limit_is_said_as_people_say_it(written: str, said: str) -> None:
    guidelines = with_limit(written)
    assert limit_words(guidelines.gestures["drinks"].limits[0], guidelines, "drinks") == said


def test_a_sum_that_other_gestures_count_in_names_them(shop: Guidelines) -> None:
    limit = shop.gestures["part"].limits[0]
    said = "at most what was paid, per order, ever; drinks and breakfasts count too"
    assert limit_words(limit, shop, "part") == said


def test_where_orders_have_nights_an_order_is_a_stay_and_ends_by_itself() -> None:
    hotel = read(SHOP.replace("  passengers:", "  order.night_price: {type: money, from: order}\n  passengers:"))
    assert limit_words(hotel.gestures["drinks"].limits[0], hotel, "drinks") == "4 times per stay"


def test_a_budget_names_its_gestures_in_the_order_of_the_file(shop: Guidelines) -> None:
    said = (
        "1200.00 of cost per site and business day; for drinks and Part of the bill together; the lead is told at 80 %"
    )
    assert limit_words(shop.budgets[0], shop) == said


def test_quantities_are_said_with_their_unit(shop: Guidelines) -> None:
    limit = shop.gestures["data"].limits[0]
    assert limit_words(limit, shop, "data") == "20 GB per order line and calendar month"
    by_fact = replace(limit, up_to=UpTo(fact="passengers"))
    assert limit_words(by_fact, shop, "data") == "at most passengers GB, per order line and calendar month"
    costly = replace(limit, up_to=UpTo(fact="order.paid"), measure=Measure.COST)
    assert limit_words(costly, shop, "data").startswith("at a cost of at most what was paid, per order line")


# --- amounts ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gesture", "lines"),
    [
        ("drinks", ("8.00",)),
        ("breakfasts", ("15.00 for each passenger",)),
        ("part", ("10 % to 100 % of price of one night, usually 50 %, at least 10.00",)),
        (
            "rights",
            (
                "km at most 1500 → 250.00 for each passenger",
                "any of: flight inside the EU: yes; km at most 3500 → 400.00 for each passenger",
                "otherwise 600.00 for each passenger",
            ),
        ),
        ("data", ("1 to 10 GB, usually 2",)),
        ("words", ("nothing to pay",)),
        ("rest", ("what is left of the limit “year sum”",)),
        ("half", ("exactly what was paid",)),
    ],
)
def test_an_amount_is_said_in_a_line_or_a_line_for_each_case(
    shop: Guidelines, gesture: str, lines: tuple[str, ...]
) -> None:
    assert amount_lines(shop.gestures[gesture].amount, shop) == lines


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("100.00", "100.00"),
        ("{from: 5.00, to: 2000.00}", "5.00 to 2000.00"),
        ("{percent_of: order.price, percent: 12.5%, at_most: 30.00}", "12.5 % of price of one night, at most 30.00"),
        ("{each: 100.00, of: passengers}", "100.00 for each passenger"),
        ("{each: 2.50, of: order.age_days}", "2.50 for each: age of the order in days"),
        ("{quantity: 2, unit: GB}", "2 GB"),
    ],
)
def test_every_form_of_an_amount_has_its_words(written: str, said: str) -> None:
    guidelines = read(SHOP.replace("    amount: 8.00\n", f"    amount: {written}\n"))
    assert amount_lines(guidelines.gestures["drinks"].amount, guidelines) == (said,)


def test_cases_that_leave_something_open_say_so() -> None:
    cases = "{cases: [{when: {km: {at_least: 3}}, amount: 20.00}, {when: {km: {at_least: 1}}, nothing: true}]}"
    guidelines = read(SHOP.replace("    amount: 8.00\n", f"    amount: {cases}\n"))
    said = ("km at least 3 → 20.00", "km at least 1 → nothing to pay", "otherwise not available")
    assert amount_lines(guidelines.gestures["drinks"].amount, guidelines) == said


# --- conditions ---------------------------------------------------------------------------------------------

TIER = Test("customer.tier", Match.IN, ("silver", "gold"))
FULL = Test("house.occupancy", Match.AT_MOST, (Decimal(95),))
LATE = Test("delay", Match.MORE_THAN, (timedelta(hours=3),))
KM = (Test("km", Match.AT_LEAST, (Decimal(100),)), Test("km", Match.AT_MOST, (Decimal(3500),)))


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (FULL, "house occupancy at most 95 %"),
        (TIER, "tier is silver or gold"),
        (replace(TIER, match=Match.NOT_IN, values=("guest",)), "tier is not guest"),
        (LATE, "“How late are we?” more than 3 hours"),
        (Test("intra_eu", Match.IN, (True,)), "flight inside the EU: yes"),
        (Test("intra_eu", Match.NOT_IN, (True,)), "flight inside the EU: no"),
        (Test("order.price", Match.LESS_THAN, (4950,)), "price of one night less than 49.50"),
        (Test("bought", Match.AT_LEAST, (date(2026, 11, 1),)), "VAT date at least 1 Nov 2026"),
        (Test("km", Match.KNOWN, (False,)), "km is not known"),
        (Test("role", Match.IN, ("lead",)), "role is lead"),
        (Test("situation", Match.IN, ("late", "loud")), "situation is Late order or Noise"),
        (Test("weekday", Match.IN, ("sat", "sun")), "day of the week is Saturday or Sunday"),
        (AllOf(KM), "km from 100 to 3500"),
        (AllOf((TIER, Test("customer.tier", Match.KNOWN, (True,)))), "tier is silver or gold"),
        (AnyOf((FULL, TIER)), "any of: house occupancy at most 95 %; tier is silver or gold"),
        (AnyOf((AllOf((FULL, LATE)), TIER)), "any of: ({full} and {late}); {tier}"),
        (Not(FULL), "not house occupancy at most 95 %"),
        (Not(AnyOf((FULL, TIER))), "not (any of: {full}; {tier})"),
        (AllOf((FULL, AnyOf((TIER, LATE)))), "{full} and (any of: {tier}; {late})"),
        (AllOf(()), "always"),
        (AnyOf(()), "never"),
    ],
)
def test_a_condition_is_one_sentence(shop: Guidelines, condition: Condition, said: str) -> None:
    words = {"full": "house occupancy at most 95 %", "tier": "tier is silver or gold"}
    assert condition_words(condition, shop) == said.format(late="“How late are we?” more than 3 hours", **words)


def test_what_must_all_hold_stands_line_by_line(shop: Guidelines) -> None:
    when = shop.gestures["part"].when
    assert when is not None
    assert condition_lines(when, shop) == ("what was paid more than 0.00", "house occupancy at most 95 %")


@pytest.mark.parametrize(
    ("label", "inside"), [("House occupancy", "house occupancy"), ("VIP", "VIP"), ("4th night", "4th night"), ("", "")]
)
def test_a_label_inside_a_sentence_begins_small_unless_it_is_a_short_form(label: str, inside: str) -> None:
    assert lower_first(label) == inside


def test_a_length_of_time_is_said_in_its_largest_whole_unit() -> None:
    hours = {24: "24 hours", 1: "1 hour", 48: "2 days", 36: "36 hours", 0: "0 minutes"}
    assert {count: length(timedelta(hours=count)) for count in hours} == hours
    assert length(timedelta(minutes=90)) == "90 minutes"


# --- authority ----------------------------------------------------------------------------------------------


def told(guidelines: Guidelines, name: str) -> list[tuple[str, str, str, str]]:
    gesture = guidelines.gestures[name]
    return [
        (
            grant.role,
            grant_words(grant, gesture, guidelines),
            band_words(grant, guidelines),
            grant_figure(grant, gesture, guidelines),
        )
        for grant in grants(gesture, guidelines)
    ]


def test_a_role_has_what_the_next_lower_one_has(shop: Guidelines) -> None:
    assert told(shop, "part") == [
        ("trainee", "not alone", "ask: staff", "no"),
        ("staff", "up to 150.00", "one sentence why above 80.00; above 150.00 ask: lead", "150.00"),
        ("lead", "up to 600.00", "one sentence why above 80.00", "600.00"),
        ("manager", "up to 600.00", "one sentence why above 80.00", "600.00"),
    ]


@pytest.mark.parametrize(
    ("authority", "staff", "lead"),
    [
        ("", ("8.00", "", "8.00"), ("8.00", "", "8.00")),
        ("authority: {lead: 20.00}", ("not alone", "ask: lead", "no"), ("8.00", "", "8.00")),
        ("authority: {staff: 5.00, lead: 20.00}", ("not alone", "ask: lead", "no"), ("8.00", "", "8.00")),
        ("authority: {staff: 5.00}", ("nobody", "", "no"), ("nobody", "", "no")),
        ("needs: [request_heard, reason]", ("8.00", "one sentence why", "8.00"), ("8.00", "one sentence why", "8.00")),
    ],
)
def test_a_fixed_amount_is_given_whole_or_not_at_all(
    authority: str, staff: tuple[str, str, str], lead: tuple[str, str, str]
) -> None:
    guidelines = read(SHOP.replace("    cost: 25%\n", f"    cost: 25%\n    {authority}\n"))
    said = {role: tuple(words) for role, *words in told(guidelines, "drinks")}
    assert (said["staff"], said["lead"]) == (staff, lead)


def test_what_nobody_chooses_is_the_whole_amount(shop: Guidelines) -> None:
    assert told(shop, "rights")[0] == ("trainee", "yes, the whole amount", "", "yes")
    assert told(shop, "words")[0] == ("trainee", "yes", "", "yes")
    assert told(shop, "rest")[2:] == [
        ("lead", "not alone", "ask: manager", "no"),
        ("manager", "up to 40.00", "", "40.00"),
    ]


# --- whole gestures -----------------------------------------------------------------------------------------


def rows(guidelines: Guidelines, gesture: str) -> dict[str, tuple[str, ...]]:
    return {row.key: row.lines for row in explain(guidelines, gesture).rows}


def test_everything_about_a_gesture_is_told_once(shop: Guidelines) -> None:
    assert rows(shop, "part") == {
        "kind": ("refund",),
        "amount": ("10 % to 100 % of price of one night, usually 50 %, at least 10.00",),
        "when": ("what was paid more than 0.00", "house occupancy at most 95 %"),
        "valid": ("from 1 Dec 2026 until 24 Dec 2026",),
        "limits": ("never more: at most what was paid, per order, ever; drinks and breakfasts count too",),
        "budgets": (
            "desk day: 1200.00 of cost per site and business day; for drinks and Part of the bill together;"
            " the lead is told at 80 %",
        ),
        "conversation": ("at most 5 gestures",),
        "needs": ("read the request back, ask what would make it right",),
        "not_with": ("breakfasts",),
        "ways": ("drinks", "ask: lead", "a promise within 24 hours", "The bench is free"),
        "bend": ("lead, with one sentence why, when age of the order in days at most 31",),
        "follows": ("a promise: Call them, within 30 days", "an idea is written down for the guidelines"),
        "first_in": ("Late order",),
    }
    assert rows(shop, "drinks")["counts_in"] == ("Part of the bill: at most what was paid, per order, ever",)
    assert rows(shop, "drinks")["cost"] == ("25 % of its value",)
    assert rows(shop, "half")["exposure"] == ("50 % of what was paid",)
    assert rows(shop, "words")["situations"] == ("Late order",)
    assert rows(shop, "rights")["needs"] == ("read the request back, did the customer ask?",)


def test_what_is_owed_is_not_stopped_by_the_rules_of_goodwill(shop: Guidelines) -> None:
    owed = read(SHOP.replace("of: [drinks, part]", "of: [drinks, part, rights]"))
    assert rows(owed, "rights")["budgets"][-1] == "never stopped by them: it is owed"
    assert "conversation" not in rows(owed, "rights")


def test_one_line_says_who_may_give_how_much_and_the_limit_met_first(shop: Guidelines) -> None:
    lines = {line.gesture: (line.key, line.much, line.limit) for line in summaries(shop)}
    assert lines["drinks"] == (2, ("8.00",) * 4, "4 times per order, ever")
    assert lines["part"] == (3, ("no", "150.00", "600.00", "600.00"), "at most what was paid, per order, ever")
    assert lines["words"] == (None, ("yes",) * 4, "")
    assert [line.much for line in summaries(shop, "staff")][2] == ("150.00",)


def words_of(told: Explanation) -> str:
    parts = [told.label, told.why, *(part for grant in told.grants for part in (grant.much, grant.band))]
    return "\n".join([*parts, *(line for row in told.rows for line in (row.name, *row.lines))])


@pytest.mark.parametrize("code", language.LANGUAGES)
@pytest.mark.parametrize("pack", packs.names())
def test_every_gesture_of_every_pack_is_explained_by_its_labels(pack: str, code: str) -> None:
    language.use(code)
    guidelines = read_text(packs.text(pack).encode(), pack).guidelines
    assert guidelines is not None
    labelled = [fact.name for fact in guidelines.facts.values() if fact.label is not None]
    ids = [*guidelines.gestures, *guidelines.situations, *labelled]
    ids = [each for each in ids if "_" in each or "." in each]
    for gesture in guidelines.gestures:
        told = explain(guidelines, gesture)
        said = words_of(told)
        assert told.label == guidelines.gestures[gesture].label.said_in(code)
        assert [each for each in ids if re.search(rf"(?<![\w.]){re.escape(each)}(?![\w.])", said)] == []
        assert "None" not in said and "{" not in said and "  " not in said.replace("\n", "")
        assert explanation_dict(guidelines, gesture)["label"] == told.label
    assert len(summaries(guidelines)) == len(guidelines.gestures)
