"""Every mistake in a guidelines file is named where it stands, with a remedy, and all of them at once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from guidelines_with_mistakes import BASE, CASES, MARK, Case, places
from guidelines_with_rarer_mistakes import RARER

from frontdesk.guidelines.problems import PROBLEMS_MAX
from frontdesk.guidelines.reader import Reading, read_file, read_text


def reading(text: str) -> Reading:
    return read_text(text.encode(), "guidelines.yaml")


def test_the_good_file_has_no_problems() -> None:
    assert reading(BASE).problems == ()
    assert reading(BASE).guidelines is not None


EVERY = (*CASES, *RARER)


@pytest.mark.parametrize("case", EVERY, ids=[case.name for case in EVERY])
def test_a_mistake_is_named_at_its_place_with_a_remedy(case: Case) -> None:
    marked = case.marked()
    found = reading(marked.replace(MARK, ""))
    assert places(marked), "a case without a mark checks no place"
    assert [(each.line, each.column) for each in found.problems] == places(marked)
    assert {each.severity for each in found.problems} == {case.severity}
    assert case.says in " ".join(f"{each.text} {each.remedy}" for each in found.problems)
    assert (found.guidelines is None) == (case.severity == "error")
    assert all(each.remedy and each.text.endswith((".", ")")) for each in found.problems)


def test_there_are_three_hundred_different_files_with_mistakes() -> None:
    assert len({case.marked().replace(MARK, "") for case in EVERY}) == len(EVERY) >= 300
    assert len({case.name for case in EVERY}) == len(EVERY)


def test_all_mistakes_are_told_at_once_whatever_their_kind() -> None:
    text = BASE
    for old, new in (
        ("currency: EUR", "currency: EUX"),
        ("one_press: true", "one_press: no"),
        ("{gesture: drink}", "{gesture: drnk}"),
        ("warn_at: 80%", "warnat: 80%"),
        ("up_to: 20 times", "up_to: 012"),
        ("{order.paid: {more_than: 0}", "{order.payd: {more_than: 0}"),
    ):
        text = text.replace(old, new, 1)
    assert [each.line for each in reading(text).problems] == [4, 30, 33, 41, 44, 65]


def test_something_given_twice_names_both_places() -> None:
    (problem,) = reading(BASE.replace("  data:\n", "  drink:\n")).problems
    assert (problem.line, problem.also_line) == (45, 24)
    assert "line 24" in problem.text


def test_a_problem_reads_like_a_compiler_message_and_has_a_form_for_json() -> None:
    (problem,) = reading(BASE.replace("amount: 8.00", "amount: 8.005", 1)).problems
    assert str(problem).startswith("guidelines.yaml:28:13: `8.005` has too many decimals. ")
    assert list(problem.as_dict()) == ["file", "line", "column", "severity", "text", "remedy"]


def test_places_are_right_with_a_byte_order_mark_and_windows_line_ends() -> None:
    wrong = BASE.replace("amount: 8.00", "amount: 8.005", 1)
    for data in (wrong.encode("utf-8-sig"), wrong.replace("\n", "\r\n").encode()):
        assert [(each.line, each.column) for each in read_text(data, "f").problems] == [(28, 13)]
    assert read_text(BASE.replace("\n", "\r\n").encode("utf-8-sig"), "f").guidelines is not None


def test_a_name_composed_of_two_characters_is_the_same_name() -> None:
    text = BASE.replace("room_fault", "bojājums").replace("situations: [bojājums]", "situations: [boja\u0304jums]")
    assert reading(text).problems == ()


def test_a_great_many_mistakes_are_cut_and_counted() -> None:
    wrong = "".join(f"  g{number}: {{kind: nothing}}\n" for number in range(1000))
    found = reading(BASE.replace("budgets:\n", wrong + "budgets:\n", 1)).problems
    assert len(found) == PROBLEMS_MAX
    assert "801 more problems follow" in found[-1].text


def test_a_great_many_warnings_are_cut_and_counted_and_refuse_nothing() -> None:
    untranslated = "".join(f"  g{number}: {{label: {{en: Label {number}}}}}\n" for number in range(250))
    found = reading(BASE.replace("budgets:\n", untranslated + "budgets:\n", 1))
    assert found.guidelines is not None
    assert {each.severity for each in found.problems} == {"warning"}
    assert len(found.problems) == PROBLEMS_MAX
    assert "51 more problems follow" in found.problems[-1].text


def test_a_mistake_after_a_great_many_warnings_is_told_and_refuses_the_file() -> None:
    own = "".join(f"      - {{up_to: 1 time, per: custmer{number}, within: ever}}\n" for number in range(250))
    text = BASE.replace("    why: Cheap", own + "    why: Cheap", 1).replace("{ask: lead}", "{ask: leed}", 1)
    found = reading(text)
    assert found.guidelines is None
    errors = [each for each in found.problems if each.severity == "error"]
    assert [(each.line, each.column) for each in errors[:1]] == [(44 + 250, 41)]
    assert len(found.problems) == PROBLEMS_MAX
    assert found.problems[-1].severity == "error"


@pytest.mark.parametrize(
    ("data", "place", "says"),
    [
        (b"", (1, 1), "empty"),
        (b"# only a note\n", (1, 1), "empty"),
        (b"frontdesk\n", (1, 1), "instead of guidelines"),
        (b"- a\n- b\n", (1, 1), "a list"),
        (b"\xff\xfef\x00r\x00", (1, 1), "UTF-8"),
        (b"frontdesk: 1\nname: \xe9t\xe9\n", (2, 7), "0xE9"),
        (b"frontdesk: 1\nname: a\x00b\n", (2, 8), "U+0000"),
        ("frontdesk: 1\nname: caf\u00e9 \u202eb\n".encode(), (2, 12), "U+202E"),
        (b"frontdesk: 1\r\nname: \x1b[31m\r\n", (2, 7), "U+001B"),
        ("a: \x85b\n".encode(), (1, 4), "U+0085"),
        (b"x" * 262_145, (1, 1), "256 KiB"),
        (BASE.encode("utf-16"), (1, 1), "UTF-8"),
        (BASE.encode("utf-32"), (1, 1), "UTF-8"),
        (b"frontdesk: 1\nname: \xed\xa0\x80\n", (2, 7), "0xED"),
        ("frontdesk: 1\nlabel: Dz\u0113riens \udc80\n".encode("utf-8", "surrogateescape"), (2, 17), "0x80"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", (1, 1), "0x89"),
        (b"PK\x03\x04\x14\x00\x08\x00", (1, 3), "U+0003"),
        (b"\x1f\x8b\x08\x00", (1, 2), "0x8B"),
        (b"\n" * 250_000, (1, 1), "empty"),
        (b"\r" * 250_000, (1, 1), "empty"),
        (b"frontdesk: 1\rname: \x07\r", (2, 7), "U+0007"),
    ],
)
def test_bytes_that_are_no_guidelines_are_answered(data: bytes, place: tuple[int, int], says: str) -> None:
    found = read_text(data, "f")
    assert found.guidelines is None
    assert [(each.line, each.column) for each in found.problems] == [place]
    assert says in str(found.problems[0])


def test_the_version_is_the_hash_of_the_bytes() -> None:
    found, other = reading(BASE).guidelines, reading(BASE + "# a note\n").guidelines
    assert found is not None and other is not None
    assert len(found.version) == 64
    assert found.version != other.version


def test_a_file_that_cannot_be_read_is_a_problem_and_never_an_exception(tmp_path: Path) -> None:
    assert "not there" in str(read_file(tmp_path / "guidelines.yaml").problems[0])
    assert "not a file" in str(read_file(tmp_path).problems[0])
    assert "cannot be read" in str(read_file(tmp_path / ("x" * 300)).problems[0])
    large = tmp_path / "large.yaml"
    with large.open("wb") as file:
        file.truncate(4 * 1024**3)  # sparse: reading it whole would need all of it in memory
    assert "256 KiB" in str(read_file(large).problems[0])
    good = tmp_path / "good.yaml"
    good.write_text(BASE, encoding="utf-8")
    assert read_file(good).guidelines is not None


@pytest.mark.parametrize("size", [262_144, 262_145, 2**20, 2**30])
def test_a_file_of_any_size_is_answered_and_only_so_much_of_it_is_read(tmp_path: Path, size: int) -> None:
    file = tmp_path / "guidelines.yaml"
    with file.open("wb") as sparse:
        sparse.truncate(size)
    (problem,) = read_file(file).problems
    assert ("256 KiB" if size > 262_144 else "U+0000") in problem.text
    assert (problem.line, problem.column) == (1, 1)


def test_what_is_no_file_is_answered_and_nothing_waits_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "round").symlink_to(tmp_path / "round")
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    (tmp_path / "a_file").write_text("x", encoding="utf-8")
    for name, says in (
        ("pipe", "not a file"),
        ("round", "cannot be read"),
        ("nowhere", "not there"),
        ("a_file/guidelines.yaml", "cannot be read"),
        ("with\0nul", "cannot be read"),
    ):
        (problem,) = read_file(tmp_path / name).problems
        assert says in str(problem), name
        assert problem.remedy, name
    for device in ("/dev/null", "/dev/zero"):
        assert "not a file" in str(read_file(Path(device)).problems[0])


def test_what_is_left_of_a_budget_that_counts_times_is_no_amount() -> None:
    """It would be anything up to the largest amount there is: times keep no money back."""
    times = BASE.replace(
        "up_to: 1200.00, per: site, within: day, measure: cost", "up_to: 20 times, per: site, within: day"
    )
    for amount in ("{rest_of: desk_day}", "{cases: [{when: {role: lead}, amount: 5.00}, {rest_of: desk_day}]}"):
        (problem,) = read_text(times.replace("amount: 8.00", f"amount: {amount}").encode(), "g.yaml").problems
        assert "desk_day" in problem.text and "does not add up money" in problem.text
        assert read_text(BASE.replace("amount: 8.00", f"amount: {amount}").encode(), "g.yaml").guidelines is not None


@pytest.mark.parametrize("closed", ["the file", "its folder"])
def test_a_file_that_nobody_may_read_is_answered(tmp_path: Path, closed: str) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    file = folder / "guidelines.yaml"
    file.write_text(BASE, encoding="utf-8")
    file.chmod(0 if closed == "the file" else 0o644)
    folder.chmod(0o755 if closed == "the file" else 0)
    with somebody_else():
        (problem,) = read_file(file).problems
    folder.chmod(0o755)
    assert "cannot be read: Permission denied" in str(problem)


@contextmanager
def somebody_else() -> Iterator[None]:
    """Root may read everything, so root becomes nobody for a moment."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
