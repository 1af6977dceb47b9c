"""Two cards of one person at the command line: found, previewed, merged, and taken apart by who leads."""

from __future__ import annotations

import pytest
from cli_driving import AtDesk

from frontdesk.cli.manual import JSON_KEYS

UNKNOWN = "0199f0c2-7d3e-7c41-9a6b-2f1e5d8c4b10"
AGAIN = """key,name,phone,email,tier,languages,since,visits
K7,Kristine Berzina,26 123 456,,silver,en,2021-01-01,4
K8,Jānis Bērziņš,+371 26 123 456,,,lv,,
"""


def keys(title: str) -> set[str]:
    return set(JSON_KEYS[title].split())


def with_doubles(anna: AtDesk) -> tuple[str, str, str]:
    """Kristīne, her second card, and her husband, who has the same phone."""
    (anna.folder / "again.csv").write_text(AGAIN, encoding="utf-8")
    anna("customers", "import", anna.folder / "again.csv", "--yes")
    found = {each["name"]: each["id"] for each in anna("customers", "find", "berzin", "--json").json}
    return found["Kristīne Bērziņa"], found["Kristine Berzina"], found["Jānis Bērziņš"]


def test_doubles_are_listed_merged_and_taken_apart(anna: AtDesk, ilze: AtDesk) -> None:
    kept, double, husband = with_doubles(anna)
    listed = anna("customers", "duplicates", "--json").json
    pairs = {frozenset((each["customer"], each["other"])) for each in listed}
    assert pairs == {frozenset(pair) for pair in ((kept, double), (kept, husband), (double, husband))}
    assert set(listed[0]) == keys("customers duplicates (each of the list)")
    assert "the same phone, the same name" in anna("customers", "duplicates", double).out
    for one in (kept, double):
        anna("customers", "duplicates", one, "--two-people", husband)
    assert [set(each.values()) >= {kept, double} for each in anna("customers", "duplicates", "--json").json] == [True]

    conversation = anna.started()
    looked = anna("customers", "merge", kept, double, "--dry-run", "--json").json
    assert set(looked) == keys("customers merge --dry-run")
    assert set(looked["fields"][0]) == keys("… fields (of merge)")
    assert set(looked["coming"]) == keys("… coming (of merge)")
    assert "phone: +371 26 123 456  also 26 123 456" in anna("customers", "merge", kept, double, "--dry-run").out
    assert "Nobody is here to be asked" in anna("customers", "merge", kept, double, code=2).err
    merged = anna("customers", "merge", kept, double, "--yes", "--json").json
    assert set(merged) == keys("customers merge")
    assert merged["already"] is False
    assert "one person already" in anna("customers", "merge", double, kept, "--yes").out
    assert anna("customers", "show", double, "--json").json["id"] == kept
    assert "Also known as: Kristine Berzina · 26 123 456" in anna("customers", "show", kept).out
    assert anna("show", conversation, "--json").json["customer"] == kept
    assert anna("start", "--customer", double, "--request", "A towel", "--json").json["customer"] == kept
    assert anna("customers", "duplicates", "--json").json == []

    assert "taken apart by: lead" in anna("customers", "unmerge", double, code=2).err
    assert set(ilze("customers", "unmerge", double, "--json").json) == keys("customers unmerge")
    assert anna("customers", "show", double, "--json").json["id"] == double
    assert anna("customers", "duplicates", "--json").json == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("merge", "{id}", "{id}", "--yes"), "cannot be merged with itself"),
        (("merge", "{id}", UNKNOWN, "--yes"), "There is no customer"),
        (("merge", UNKNOWN, "{id}", "--dry-run"), "There is no customer"),
        (("unmerge", UNKNOWN), "There is no customer"),
        (("unmerge", "{id}"), "was not merged into another"),
        (("duplicates", UNKNOWN), "There is no customer"),
        (("duplicates", "--two-people", "{id}"), "Two people are two cards"),
        (("duplicates", "{id}", "--two-people", "{id}"), "These are one card"),
    ],
)
def test_what_cannot_be_merged_is_said(ilze: AtDesk, arguments: tuple[str, ...], said: str) -> None:
    kept = ilze.customer("berzina")
    answer = ilze("customers", *(each.format(id=kept) for each in arguments), code=2)
    assert said in answer.said
    assert "Traceback" not in answer.err
