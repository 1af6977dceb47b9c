"""The reference of docs/guidelines.md is made from the written form and agrees with it; the rest is kept."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from frontdesk.guidelines.manual import BEGIN, END, main, reference, with_reference
from frontdesk.guidelines.schema import json_schema

PAGE = Path(__file__).parents[2] / "docs" / "guidelines.md"


def test_the_committed_reference_is_the_generated_one() -> None:
    page = PAGE.read_text(encoding="utf-8")
    remedy = "write it anew with: python -m frontdesk.guidelines.manual docs/guidelines.md"
    assert page == with_reference(page), remedy


def test_every_word_of_the_language_has_a_row_with_what_belongs_there() -> None:
    rows = re.findall(r"^\| `([^`]+)` \| (.*?) \| (yes)? ?\| (.*) \|$", reference(), flags=re.MULTILINE)
    assert all(belongs.strip() and said.strip() for _word, belongs, _needed, said in rows)
    schema = json_schema()
    forms = {name: form for name, form in schema["$defs"].items() if not name.endswith("Case")} | {"": schema}
    words = sorted(word for form in forms.values() for word in form.get("properties", {}))
    assert sorted(word for word, *_rest in rows) == words
    needed = sorted(word for form in forms.values() for word in form.get("required", []))
    assert sorted(word for word, _belongs, yes, _said in rows if yes) == needed


def test_every_link_leads_to_a_heading() -> None:
    page = PAGE.read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", page, flags=re.MULTILINE)
    anchors = [re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings]
    assert set(re.findall(r"\]\(#([^)]+)\)", page)) <= set(anchors)
    generated = [anchor for anchor in anchors if f"(#{anchor})" in reference()]
    assert len(set(generated)) == len(generated), "two headings of the same name: a link to one is a link to neither"


def test_what_people_wrote_around_it_is_kept(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"# Ours\n\n{BEGIN}\nold\n{END}\n\nlast words\n", encoding="utf-8")
    assert main([str(page)]) == 0
    said = page.read_text(encoding="utf-8")
    assert said.startswith(f"# Ours\n\n{BEGIN}\n\n## Every word") and said.endswith(f"{END}\n\nlast words\n")
    assert "old" not in re.findall(r"\bold\b", said.split("## Every word")[0])
    with pytest.raises(ValueError, match="generated"):
        with_reference("# nothing to fill\n")
