"""Payment card numbers are found however they are written; everything else that has many digits stays."""

from __future__ import annotations

import random

import pytest

from frontdesk.ground.card_numbers import has_card_number, is_card_number, without_card_numbers
from frontdesk.ground.text import clean, clean_key, clean_line

# The test numbers that payment services publish for trying out; no card has them.
CARDS = (
    *("4111111111111111", "4012888888881881", "4222222222222", "4000056655665556", "4242424242424242"),
    *("5555555555554444", "5105105105105100", "5200828282828210", "2223003122003222", "2223000048400011"),
    *("378282246310005", "371449635398431", "378734493671000", "30569309025904", "38520000023237"),
    *("36227206271667", "3056930009020004", "6011111111111117", "6011000990139424", "6011981111111113"),
    *("3530111333300000", "3566002020360505", "6200000000000005", "6205500000000000004", "6759649826438453"),
    *("6799990100000000019", "6304000000000000", "2200770239097761"),
)
OTHERS = (
    # telephones
    *(
        "+371 26 123 456",
        "00371 26123456",
        "+49 176 12345678",
        "4917612345678",
        "+1 (415) 555-0132",
        "26123456 26123457",
    ),
    *("67123456 67123457", "+44 20 7946 0958", "8 800 555 35 35", "380441234567", "+380 (44) 123-45-67"),
    # accounts
    *(
        "LV80BANK0000435195001",
        "DE89 3704 0044 0532 0130 00",
        "GB29 NWBK 6016 1331 9268 19",
        "LT12 1000 0111 0100 1000",
    ),
    # orders, barcodes, serials, dates
    *("302-1234567-1234567", "4006381333931", "4750123456784", "IMEI 356938035643809", "8937101234567890123"),
    *("2026-11-21 14:02:33", "20261121140233", "4111111111111112", "0000000000000000", "B4111111111111111X"),
    *("12 34 56 78", "1234567890123", "uuid 0199f0c2-7d3e-7c41-9a6b-2f1e5d8c4b10"),
)


def luhn_of(start: str, length: int, chance: random.Random) -> str:
    """A number that begins so and whose last digit fits."""
    body = start + "".join(str(chance.randrange(10)) for _digit in range(length - len(start) - 1))
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (1 if place % 2 else 2)
        total += value - 9 if value > 9 else value
    return body + str(-total % 10)


@pytest.mark.parametrize("number", CARDS)
def test_a_card_number_is_masked_to_its_last_four(number: str) -> None:
    for written in (
        number,
        " ".join(number[place : place + 4] for place in range(0, len(number), 4)),
        "-".join(number[place : place + 4] for place in range(0, len(number), 4)),
        ".".join(number[place : place + 4] for place in range(0, len(number), 4)),
        "\u00a0".join(number[place : place + 4] for place in range(0, len(number), 4)),
        "\u200d".join(number),
    ):
        for text in (written, f"pay with {written}, please", f"({written})", f"№{written} 12/27 123"):
            said = clean_line(text)
            assert number[-4:] + " (card number not kept)" in said
            assert number[:-4] not in "".join(each for each in said if each.isdigit())
            assert clean(said) == said, "what was masked stays as it is"


@pytest.mark.parametrize("text", OTHERS)
def test_everything_else_with_many_digits_stays(text: str) -> None:
    assert clean_line(text) == text
    assert clean_line(f"call {text}, please") == f"call {text}, please"
    assert not has_card_number(text)


def test_a_thousand_numbers_of_every_issuer_are_all_found() -> None:
    chance = random.Random(7)
    starts = (
        ("4", 16),
        ("53", 16),
        ("2400", 16),
        ("34", 15),
        ("37", 15),
        ("36", 14),
        ("3540", 16),
        ("6011", 16),
        ("62", 19),
    )
    for number in range(1000):
        start, length = starts[number % len(starts)]
        card = luhn_of(start, length, chance)
        assert is_card_number(card), card
        sign = chance.choice(("", " ", "-", "  ", " - "))
        written = sign.join(card[place : place + 4] for place in range(0, length, 4))
        assert card not in "".join(filter(str.isdigit, clean(f"note {written} end"))), written


def test_telephones_are_not_taken_for_cards() -> None:
    chance = random.Random(11)
    lengths = {"371": 8, "370": 8, "372": 8, "49": 11, "44": 10, "33": 9, "34": 9, "48": 9, "380": 9, "7": 10, "1": 10}
    lengths |= {"39": 10, "43": 11, "46": 9, "358": 10, "420": 9, "86": 11, "91": 10, "55": 11, "62": 11}
    wrong = 0
    for _number in range(20_000):
        code, length = chance.choice(tuple(lengths.items()))
        rest = "".join(str(chance.randrange(10)) for _digit in range(length))
        wrong += has_card_number(f"{chance.choice(('+', '00', ''))}{code}{chance.choice(('', ' '))}{rest}")
    assert wrong < 20  # 0.1 %


def test_other_digits_and_a_cut_text_hide_nothing() -> None:
    assert "not kept" in clean(
        "card \u0664\u0661\u0661\u0661 \u0661\u0661\u0661\u0661 \u0661\u0661\u0661\u0661 \u0661\u0661\u0661\u0661"
    )
    assert "4111" not in clean("x" * 90 + " 4111 1111 1111 1111", 105)
    assert "not kept" in clean_line("4111 1111\n1111 1111")
    assert without_card_numbers("two: 4111111111111111, 5555 5555 5555 4444").count("not kept") == 2


def test_the_number_of_an_order_keeps_its_digits() -> None:
    assert clean_key(" 4111111111111111 ") == "4111111111111111"
