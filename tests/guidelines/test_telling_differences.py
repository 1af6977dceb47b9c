"""What changed between two guidelines, in words: only what changed, each thing once, in a stable order."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from telling_files import SHOP, read

from frontdesk.ground import language
from frontdesk.guidelines import packs
from frontdesk.guidelines.telling.differences import differences

FOUR = "      - {up_to: 4 times, per: [customer, order], within: ever}\n"
TWENTY = "      - {up_to: 20 times, per: staff, within: day}\n"
SUM = "      - {id: year_sum, up_to: 60.00, per: customer, within: 365 days}\n"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    language.use("en")
    yield
    language.use("en")


def changed(*pairs: tuple[str, str], base: str = SHOP) -> list[str]:
    """The sentences for the shop with each old text replaced."""
    after = base
    for old, new in pairs:
        assert old in after, old
        after = after.replace(old, new, 1)
    return [each.sentence() for each in differences(read(base), read(after))]


@pytest.mark.parametrize(
    ("old", "new", "sentences"),
    [
        ("up_to: 4 times", "up_to: 6 times", ["drinks: 4 -> 6 times per order, ever"]),
        ("up_to: 60.00", "up_to: 80.00", ["drinks: 60.00 -> 80.00 per customer in 365 days"]),
        ("staff: 150.00", "staff: 200.00", ["Part of the bill, staff alone: 150.00 -> 200.00"]),
        (
            "staff: 150.00, lead: 600.00",
            "staff: 150.00",
            ["Part of the bill, lead alone: 600.00 -> 150.00", "Part of the bill, manager alone: 600.00 -> 150.00"],
        ),
        ("why: Cheap and immediate.", "why: Cheap.", ["drinks, why: changed"]),
        ("    why: Cheap and immediate.\n", "", ["drinks, why (gone): Cheap and immediate."]),
        (
            "within: 365 days",
            "within: 180 days",
            [
                "drinks, limit year sum: 60.00 per customer in 365 days -> 60.00 per customer in 180 days",
            ],
        ),
        (
            FOUR,
            FOUR + "      - {up_to: 2 times, per: incident, within: ever}\n",
            ["drinks, limit (new): 2 times per incident"],
        ),
        (
            FOUR,
            "      - {up_to: 2 times, per: incident, within: ever}\n" + FOUR,
            ["drinks, limit (new): 2 times per incident"],
        ),
        (FOUR, "", ["drinks, limit (gone): 4 times per order, ever"]),
        (", across: [drinks, breakfasts]", "", []),
        ("amount: 8.00", "amount: 9.50", ["drinks, amount: 8.00 -> 9.50"]),
        ("cost: 25%", "cost: 2.00", ["drinks, cost: 25 % of its value -> 2.00"]),
        ("kind: refund", "kind: credit", ["Part of the bill, kind: refund -> credit"]),
        ("key: 3", "key: 4", ["Part of the bill, key: 3 -> 4"]),
        (
            "judgement_above: 80.00",
            "judgement_above: 50.00",
            ["Part of the bill, one sentence why above: 80.00 -> 50.00"],
        ),
        ("at_most: 95%", "at_most: 90%", []),
        ("needs: [request_heard, wish]", "needs: [request_heard]", []),
        ("one_press: true", "one_press: false", ["drinks, given at once with its key: yes -> no"]),
        ("due: 30 days", "due: 14 days", []),
        ("idea: true", "idea: false", ["Part of the bill, writes down an idea: yes -> no"]),
        ("valid_until: 2026-12-24", "valid_until: 2026-12-31", ["Part of the bill, until: 24 Dec 2026 -> 31 Dec 2026"]),
        ("    valid_from: 2026-12-01\n", "", ["Part of the bill, from (gone): 1 Dec 2026"]),
        ("situations: [late]", "situations: [late, loud]", ["An apology, only in: Late order -> Late order and Noise"]),
        ("offer: only_if_asked", "offer: at_once", []),
        ("Kavējas", "Vēlu", ["Late order, label (lv): Kavējas -> Vēlu"]),
        (
            "{label: Noise, first: [drinks]}",
            "{label: Noise, first: [words]}",
            ["Noise, offered first: drinks -> An apology"],
        ),
        ("label: Tier}", "label: Status}", ["Status, label: Tier -> Status"]),
        ("of: [guest, silver, gold]", "of: [guest, silver, gold, black]", []),
        ("up_to: 1200.00", "up_to: 1500.00", ["desk day: 1200.00 -> 1500.00 of cost per site and business day"]),
        ("gestures_at_most: 5", "gestures_at_most: 3", ["Guidelines, gestures in one conversation at most: 5 -> 3"]),
        ('day_starts: "06:00"', 'day_starts: "05:00"', ["Corner, the business day starts at: 06:00 -> 05:00"]),
        (
            "[Make it right first]",
            "[Make it right]",
            ["New principle: Make it right", "Gone: the principle Make it right first"],
        ),
        ("  words: {", "  parking: {label: Parking}\n  words: {", ["New gesture: Parking"]),
        ("  data:\n    label: Data\n", "  bytes:\n    label: Bytes\n", ["New gesture: Bytes", "Gone: Data"]),
    ],
)
def test_what_changed_is_one_line_each(old: str, new: str, sentences: list[str]) -> None:
    said = changed((old, new))
    assert said == sentences if sentences else len(said) == 1 and " -> " in said[0]


def test_a_stay_is_said_where_there_are_nights() -> None:
    base = SHOP.replace("  passengers:", "  order.night_price: {type: money, from: order}\n  passengers:")
    labelled = base.replace("{en: drinks, lv: dzērieni}", "Free drink")
    assert changed(("up_to: 4 times", "up_to: 6 times"), base=labelled) == ["Free drink: 4 -> 6 times per stay"]


def test_lines_in_another_order_and_comments_are_no_difference() -> None:
    moved = SHOP.replace(FOUR + TWENTY + SUM, SUM + TWENTY + FOUR).replace("gestures:\n", "# a note\ngestures:\n")
    block = SHOP[SHOP.index("  breakfasts:\n") : SHOP.index("  part:\n")]
    moved = moved.replace(block, "").replace("budgets:\n", block + "budgets:\n")
    assert moved != SHOP and differences(read(SHOP), read(moved)) == ()


def test_examples_of_the_file_are_no_difference_in_meaning() -> None:
    example = "\nexamples: [{given: {gesture: drinks}, expect: {outcome: ticks}}]\n"
    assert differences(read(SHOP), read(SHOP + example)) == ()


def test_a_limit_without_a_name_keeps_its_meaning_when_another_comes_before_it() -> None:
    rest = ("rest_of: year_sum", "rest_of: drinks.2"), ("id: year_sum, ", "")
    base = SHOP.replace(*rest[0]).replace(*rest[1]).replace(TWENTY, "")
    front = "      - {up_to: 3 times, per: incident, within: ever}\n"
    after = base.replace(FOUR, front + FOUR.replace("4", "5")).replace("drinks.2", "drinks.3")
    assert [each.sentence() for each in differences(read(base), read(after))] == [
        "drinks, limit (new): 3 times per incident",
        "drinks: 4 -> 5 times per order, ever",
    ]


def test_a_limit_that_got_another_name_is_the_same_limit() -> None:
    assert changed(("id: never_more", "id: paid_back")) == ["Part of the bill, limit: never_more -> paid_back"]
    assert changed(("id: never_more, ", "")) == ["Part of the bill, limit: never_more -> without a name"]
    said = changed(("id: never_more, up_to: order.paid", "up_to: order.price"))
    assert said == [
        "Part of the bill, limit: at most what was paid, per order, ever; drinks and breakfasts count too"
        " -> at most price of one night, per order, ever; drinks and breakfasts count too"
    ]


def test_a_new_role_is_told_where_the_file_says_something_about_it() -> None:
    roles = ("[trainee, staff, lead, manager]", "[trainee, staff, senior, lead, manager]")
    told = "Guidelines, roles from low to high: trainee, staff, lead, manager -> trainee, staff, senior, lead, manager"
    assert changed(roles) == [told]
    named = ("staff: 150.00,", "staff: 150.00, senior: 300.00,")
    assert changed(roles, named) == [told, "Part of the bill, senior alone (new): 300.00"]


def test_a_figure_alone_says_more_where_two_limits_would_read_the_same() -> None:
    twin = FOUR.replace("within: ever", "within: ever, when: {km: {at_least: 5}}")
    said = changed((FOUR, FOUR + twin.replace("4", "9")), ("9 times", "8 times"), base=SHOP.replace(FOUR, FOUR + twin))
    assert any("only when km at least 5" in each for each in said)


def test_a_new_budget_says_what_it_is() -> None:
    budget = "  month: {of: [data], up_to: 50 times, per: site, within: month}\n"
    said = changed(("budgets:\n", "budgets:\n" + budget))
    assert said == ["New budget: month (50 times per site and calendar month; for Data together)"]


def test_a_difference_is_data_too() -> None:
    after = read(SHOP.replace("up_to: 4 times", "up_to: 6 times"))
    (found,) = differences(read(SHOP), after)
    assert (found.kind, found.id, found.label, found.aspect) == ("gesture", "drinks", "drinks", "")
    assert (found.before, found.after, found.whole) == ("4", "6 times per order, ever", False)


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_any_two_packs_can_be_told_apart_in_any_language(code: str) -> None:
    language.use(code)
    files = [read(packs.text(name)) for name in packs.names()]
    for before in files:
        assert differences(before, before) == ()
        for after in files:
            found = differences(before, after)
            assert all(each.sentence() and "None" not in each.sentence() for each in found)
            assert found == differences(before, after)
            assert bool(found) is (before is not after)


def test_a_large_file_is_compared_while_somebody_waits() -> None:
    many = "".join(
        f"  g{number}:\n    amount: {{from: 1.00, to: 90.00}}\n    limits:\n"
        f"      - {{up_to: {number + 1} times, per: customer, within: 90 days}}\n"
        for number in range(500)
    )
    before = read(SHOP.replace("gestures:\n", "gestures:\n" + many))
    after = read(SHOP.replace("gestures:\n", "gestures:\n" + many.replace("90 days", "91 days")))
    started = time.process_time()
    found = differences(before, after)
    assert len(found) == 500 and time.process_time() - started < 1


def test_there_and_back_changes_the_same_things() -> None:
    files = [read(packs.text(name)) for name in ("hotel", "retail")]
    there = {(each.kind, each.id, each.aspect) for each in differences(*files)}
    back = {(each.kind, each.id, each.aspect) for each in differences(*reversed(files))}
    assert there == back
