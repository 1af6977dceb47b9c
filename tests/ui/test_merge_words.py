"""Two cards in lines: what they share is whole at 80 columns, and a sign says which of two words stay."""

from __future__ import annotations

from frontdesk.desk.merging.merge_views import Coming, FieldBeside, MaybeOne, MergePreview
from frontdesk.ui.plain import width
from frontdesk.ui.widgets.merge_words import beside, pair_row

LONG = "Kristīne Anastasija Bērziņa-Kalniņa"


def test_of_a_pair_the_names_give_way_and_not_what_they_share() -> None:
    why = "the same phone, the same name"
    pair = MaybeOne("1", LONG, "…3456", "2", LONG, "…3456", why)
    for cells in (57, 77, 117, 157):
        line = pair_row(0, pair).make(cells).plain
        assert width(line) <= cells
        assert cells < 77 or line.endswith(why)


def test_a_sign_says_which_of_two_words_stay_and_there_is_none_where_nothing_is_chosen() -> None:
    fields = (
        FieldBeside("name", "name", "Anna", "Anna Maria", "Anna", "Anna Maria"),
        FieldBeside("email", "e-mail", "", "a@example.org", "a@example.org", ""),
        FieldBeside("phone", "phone", "26", "29", "29", "26"),
        FieldBeside("visits", "visits", "2", "3", "5", ""),
        FieldBeside("tier", "tier", "gold", "gold", "gold", ""),
    )
    preview = MergePreview("1", "Anna", "2", "Anna Maria", fields, Coming(0, 0, 0, 0, 0, 0), (), "", said_two=False)
    lines = {line.split()[0]: line for line in beside(preview, 76).plain.splitlines() if line.strip()}
    assert "✓ Anna " in lines["name"] and "✓ Anna Maria" not in lines["name"]
    assert "✓ 29" in lines["phone"] and "✓ 26" not in lines["phone"]
    assert all("✓" not in lines[name] for name in ("e-mail", "visits", "tier"))
    assert "→ 5" in lines["→"]
    columns = {
        name: line.index(value)
        for name, line, value in (
            (n, lines[n], v) for n, v in (("name", "Anna"), ("phone", "26"), ("visits", "2"), ("tier", "gold"))
        )
    }
    assert len(set(columns.values())) == 1, "the words of one card stand under one another"
