"""People on the command line: what one of them may give in place of what the role may."""

from __future__ import annotations


def test_one_person_s_authority_is_set_shown_and_taken_away(cli, hotel) -> None:
    at = ("--folder", hotel)
    assert cli(*at, "staff", "authority", "Anna").out == "Anna may give what the role may.\n"
    assert (
        cli(*at, "--staff", "Ilze", "staff", "authority", "Anna", "part_of_bill", "200.00").out
        == "part_of_bill to 200.00\n"
    )
    assert "part_of_bill to 200.00" in cli(*at, "staff", "list").out
    listed = {each["name"]: each["authority"] for each in cli(*at, "staff", "list", "--json").json}
    assert listed["Anna"] == {"part_of_bill": "200.00"}
    assert all(own == {} for name, own in listed.items() if name != "Anna")
    assert (
        cli(*at, "--staff", "Ilze", "staff", "authority", "Anna", "part_of_bill", "role", "--json").json["authority"]
        == {}
    )


def test_an_amount_that_is_missing_or_none_is_answered(cli, hotel) -> None:
    at = ("--folder", hotel)
    for arguments, says in (
        (("Anna", "part_of_bill"), "How much?"),
        (("Anna", "part_of_bill", "lots"), "lots is not an amount"),
        (("Zelda", "part_of_bill", "1.00"), "Nobody here is called Zelda"),
        (("Anna", "part_of_bil", "1.00"), "part_of_bill"),
    ):
        answer = cli(*at, "staff", "authority", *arguments)
        assert answer.code == 2
        assert says in answer.err
