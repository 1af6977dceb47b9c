"""The JSON Schema for editors: made from the written form, committed, and in agreement with the packs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from guidelines_with_mistakes import BASE

from frontdesk.guidelines import packs
from frontdesk.guidelines.schema import json_schema, schema_text

COMMITTED = Path(__file__).parents[2] / "guidelines.schema.json"


class _AsEditorsRead(yaml.SafeLoader):
    """YAML 1.2, as the language servers of editors read it: numbers are numbers, dates and `no` are text."""


_AsEditorsRead.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in each if tag.rpartition(":")[2] not in ("timestamp", "bool")]
    for first, each in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_AsEditorsRead.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(?:true|false)\Z"), ["t", "f"])


def problems_of(text: str) -> list[str]:
    data = yaml.load(text, _AsEditorsRead)  # noqa: S506 # a safe loader with fewer resolvers
    return [error.message for error in jsonschema.Draft202012Validator(json_schema()).iter_errors(data)]


def test_the_committed_schema_is_the_generated_one() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == schema_text(), "write it anew with: frontdesk schema"


def test_the_schema_is_a_schema_and_names_every_word() -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    undescribed = [
        f"{name}.{word}"
        for name, form in schema["$defs"].items()
        for word, field in form.get("properties", {}).items()
        if not field.get("description")
    ]
    assert undescribed == []
    assert '"null"' not in json.dumps(schema)


@pytest.mark.parametrize("name", packs.names())
def test_an_editor_finds_nothing_wrong_with_a_pack(name: str) -> None:
    assert problems_of(packs.text(name)) == []
    assert packs.text(name).startswith("# yaml-language-server: $schema=./guidelines.schema.json\n")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("amount: 8.00", "amuont: 8.00"),
        ("kind: refund", "kind: refunds"),
        ("key: 1", "key: 10"),
        ("frontdesk: 1", "frontdesk: 2"),
        (", per: staff", ""),
    ],
)
def test_an_editor_marks_a_mistake(old: str, new: str) -> None:
    assert problems_of(BASE) == []
    assert problems_of(BASE.replace(old, new, 1))


def test_every_mapping_of_the_schema_is_closed() -> None:
    def open_ones(part: Any, path: str) -> list[str]:
        if isinstance(part, list):
            return [each for index, item in enumerate(part) for each in open_ones(item, f"{path}/{index}")]
        if not isinstance(part, dict):
            return []
        here = [path] if part.get("type") == "object" and "additionalProperties" not in part else []
        return here + [each for key, item in part.items() for each in open_ones(item, f"{path}/{key}")]

    assert open_ones(json_schema(), "") == []
