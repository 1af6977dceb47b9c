"""Principle 9, held to the source: nothing groups, sorts or counts by who it was, so nobody can be ranked.

A name may stand where somebody owes something or is thanked; there it stands beside one thing, never beside a sum.
Each exception is named here with its reason, and one that is no longer needed fails, too.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import click
import pytest

import frontdesk.desk
from frontdesk.cli.frame import Group
from frontdesk.cli.main import root
from frontdesk.store import triggers
from source import modules, named, nodes, together

pytestmark = together

PERSON_COLUMNS = (
    "staff_id|owner_id|from_owner_id|to_owner_id|made_by|asked_by|answered_by|told_by|kept_by|moved_by|fixed_by|put_by"
    "|opened_by|set_by|by_id|thanked_json"
)
STAFF = re.compile(r"\b(?:FROM|JOIN)\s+staff\b(?:\s+(?:AS\s+)?(?!ON\b|WHERE\b|ORDER\b|GROUP\b)(\w+))?", re.IGNORECASE)
CLAUSE = re.compile(r"\b(?:GROUP\s+BY|ORDER\s+BY|PARTITION\s+BY)\b", re.IGNORECASE)
CLAUSE_ENDS = re.compile(r"\b(?:LIMIT|HAVING|WHERE|FROM|ROWS|UNION|SELECT)\b|[()]", re.IGNORECASE)
ALONE = re.compile(rf"\s*(?:\w+\.)(?:{PERSON_COLUMNS})(?:\s+(?:ASC|DESC))?(?:\s*,.*)?\s*\Z", re.IGNORECASE)
ADDS_UP = re.compile(r"\b(?:count|sum|avg|total|min|max)\s*\(", re.IGNORECASE)

ADDS_UP_BESIDE_A_PERSON = {
    ("store/triggers.py", "entries_by_grant"): "how often one grant was used; it looks for no person",
}
"""Statements that add something up and name a person's column, and why that compares nobody."""

SORTED_BY_PERSON = {
    ("desk/customers/finding.py", "draft.staff_id != desk.person.id"): "one's own drafts first: mine from not mine",
}

PERSON_FIELDS = frozenset(
    [
        "staff",
        "staff_id",
        "staff_name",
        "person",
        "owner",
        "owner_id",
        "author",
        "asked_by",
        "made_by",
        "told_by",
        "answered_by",
        "begun_by",
        "kept_by",
        "put_by",
        "thanked",
        "for_whom",
        "opened_by",
        "fixed_by",
        "moved_by",
        "by",
        "who",
    ]
)
SUMS = re.compile(
    r"(?:times|count|total|sum|rank|score|blocks|gestures|complaints|stories|given|used|average|median|share"
    r"|.*_(?:count|sum|total|times|percent|share)|.*_sum_minor|(?:value|cost|above)_minor)\Z"
)
NAMED_BESIDE_A_SUM = {
    "GivenLine": "one line of the ledger: its cost, not a sum",
    "IdeaLine": "the author is credited; the blocks are those of the guideline line, whoever met them",
    "GrantLine": "how often one grant was used, beside whom it was given to and by whom",
    "EventLine": "what one mass event gave, through everybody, beside who answers for its promises",
    "MissedCall": "how often one number called, beside who reached it in the end",
    "CauseLine": "how often a thing came back, beside who fixes it",
    "VersionLine": "what was decided under one version, by everybody, beside who put it into force",
}


def strings(path: Path) -> Iterator[tuple[str, str]]:
    """Every text in a module, with the name it is given; what an f-string puts in is {}."""
    for node in nodes(path):
        if isinstance(node, ast.JoinedStr):
            yield (
                _where(node),
                "".join(str(part.value) if isinstance(part, ast.Constant) else " {} " for part in node.values),
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield _where(node), node.value


def _where(node: ast.expr) -> str:
    return f"line {node.lineno}"


def clauses(sql: str) -> Iterator[str]:
    """What stands behind each GROUP BY, ORDER BY and PARTITION BY, to its end."""
    for begun in CLAUSE.finditer(sql):
        depth, end = 0, len(sql)
        for sign in CLAUSE_ENDS.finditer(sql, begun.end()):
            if sign[0] in "()":
                depth += 1 if sign[0] == "(" else -1
            if depth < 0 or (depth == 0 and sign[0] not in "()"):
                end = sign.start()
                break
        yield sql[begun.end() : end]


def person_in(sql: str) -> re.Pattern[str]:
    """What in a statement is a person: a column that names one, or something of the list of people."""
    aliases = {"staff", *(alias for alias in STAFF.findall(sql) if alias)}
    of_staff = "|".join(sorted(re.escape(alias) for alias in aliases))
    return re.compile(rf"\b(?:{PERSON_COLUMNS})\b|\b(?:{of_staff})\.(?:name|id|folded|role)\b", re.IGNORECASE)


def by_person(sql: str) -> list[str]:
    """What a statement groups or sorts by that is a person."""
    person = person_in(sql)
    return [found[0] for clause in clauses(sql) if (found := person.search(clause))]


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("SELECT staff_id, count(*) FROM entries GROUP BY staff_id", True),
        ("SELECT s.name FROM entries e JOIN staff s ORDER BY sum(e.value_minor) DESC, s.name", True),
        ("SELECT rank() OVER (PARTITION BY e.staff_id ORDER BY cost_minor) FROM entries e", True),
        ("select p.owner_id from promises p order by p.owner_id limit 3", True),
        ("SELECT name FROM staff ORDER BY folded", False),
        ("SELECT o.name FROM promises p JOIN staff o ON o.id = p.owner_id ORDER BY p.due_at, p.id", False),
        ("SELECT gesture, count(*) FROM entries WHERE at > ? GROUP BY gesture", False),
    ],
)
def test_the_search_finds_a_ranking_and_nothing_else(sql: str, found: bool) -> None:
    assert bool(by_person(sql)) is found


def test_no_statement_groups_or_sorts_by_who_it_was() -> None:
    wrong = [
        f"{named(path)}, {where}: {' '.join(text.split())[:120]}"
        for path in modules()
        for where, text in strings(path)
        if by_person(text)
    ]
    assert wrong == []


def test_no_order_that_is_put_in_later_is_a_person() -> None:
    """Where a module builds its ORDER BY from a piece, no piece of that module is a person's column alone."""
    wrong = []
    for path in modules():
        texts = [text for _where_it_is, text in strings(path)]
        if not any(re.search(r"(?:ORDER|GROUP) BY\s+\{\}", text) for text in texts):
            continue
        wrong += [f"{named(path)}: {text}" for text in texts if ALONE.match(text)]
    assert wrong == []


def test_nothing_is_added_up_beside_a_persons_column() -> None:
    found = set()
    wrong = []
    bodies = {name: body for name, body in triggers.TRIGGERS.items()}
    for path in modules():
        for where, text in strings(path):
            if not (re.search(r"\bSELECT\b", text) and ADDS_UP.search(text) and person_in(text).search(text)):
                continue
            name = next((name for name, body in bodies.items() if text.strip() in body), where)
            key = (named(path), name)
            if key in ADDS_UP_BESIDE_A_PERSON:
                found.add(key)
            else:
                wrong.append(f"{named(path)}, {where}: {' '.join(text.split())[:160]}")
    assert wrong == []
    assert found == set(ADDS_UP_BESIDE_A_PERSON)


def _sorts_by(call: ast.Call) -> list[ast.expr]:
    """What a call in Python sorts, groups or counts by."""
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    if name in ("Counter", "groupby"):
        return [*call.args, *(keyword.value for keyword in call.keywords)]
    if name in ("sorted", "sort", "min", "max", "nlargest", "nsmallest"):
        return [keyword.value for keyword in call.keywords if keyword.arg == "key"]
    return []


def test_no_code_sorts_groups_or_counts_by_who_it_was() -> None:
    found, wrong = set(), []
    for path in modules():
        for node in nodes(path):
            if not isinstance(node, ast.Call):
                continue
            for key in _sorts_by(node):
                names = {each.attr for each in ast.walk(key) if isinstance(each, ast.Attribute)}
                if not names & (PERSON_FIELDS - {"by", "who", "person"}):
                    continue
                said = ast.unparse(key)
                known = [each for each in SORTED_BY_PERSON if each[0] == named(path) and each[1] in said]
                found.update(known)
                if not known:
                    wrong.append(f"{named(path)}, line {node.lineno}: {said[:120]}")
    assert wrong == []
    assert found == set(SORTED_BY_PERSON)


def views() -> Iterator[type]:
    """Every frozen value that the desk shows."""
    for module in pkgutil.walk_packages(frontdesk.desk.__path__, "frontdesk.desk."):
        loaded = importlib.import_module(module.name)
        for value in vars(loaded).values():
            if isinstance(value, type) and is_dataclass(value) and value.__module__ == module.name:
                yield value


def test_no_view_puts_a_name_beside_a_sum() -> None:
    found, wrong = set(), []
    for view in views():
        names = {field.name for field in fields(view)}
        people = sorted(names & PERSON_FIELDS)
        figures = {field.name for field in fields(view) if re.search(r"\b(?:int|float|Decimal)\b", str(field.type))}
        sums = sorted(name for name in figures if SUMS.match(name))
        if not (people and sums):
            continue
        if view.__name__ in NAMED_BESIDE_A_SUM:
            found.add(view.__name__)
        else:
            wrong.append(f"{view.__module__}.{view.__name__}: {people} beside {sums}")
    assert wrong == []
    assert found == set(NAMED_BESIDE_A_SUM)


def _commands(group: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, group
    if isinstance(group, Group):
        context = click.Context(group)
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None
            yield from _commands(command, (*path, name))


def test_no_command_lists_by_person() -> None:
    """`--staff` is who does it, nothing else; no option filters or groups by a person."""
    for path, command in _commands(root):
        for option in command.params:
            names = {*option.opts, *option.secondary_opts}
            assert not names & {"--by", "--by-staff", "--per-staff", "--person", "--of", "--rank", "--top"}, path
            if "--staff" in names:
                assert "Who" in str(getattr(option, "help", "")), path
