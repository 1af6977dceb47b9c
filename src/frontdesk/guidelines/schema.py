"""The JSON Schema of a guidelines file, for editors that complete and check while an owner types.

It is made from the written form, so that it can never say anything else. Editors read YAML's numbers as numbers;
the reader is stricter than any schema and has the last word.
"""

from __future__ import annotations

import json
from typing import Any

from frontdesk.guidelines.written import FileForm

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """The schema as plain values; the same for the same version of the program."""
    schema = _without_nothing(FileForm.model_json_schema(by_alias=True))
    if not isinstance(schema, dict):
        raise AssertionError("a schema is an object")
    return {"$schema": DRAFT, **schema, "title": "frontdesk guidelines"}


def schema_text() -> str:
    """The schema as the text of `guidelines.schema.json`."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def _without_nothing(part: Any) -> Any:
    """A line of the file is either written or not there: null, which stands for the latter, is taken out."""
    if isinstance(part, list):
        return [_without_nothing(each) for each in part]
    if not isinstance(part, dict):
        return part
    kept = {key: _without_nothing(value) for key, value in part.items() if not _is_noise(key, value)}
    if "patternProperties" in kept:
        kept["additionalProperties"] = False
    choices = kept.get("anyOf")
    if isinstance(choices, list) and {"type": "null"} in choices:
        left = [each for each in choices if each != {"type": "null"}]
        del kept["anyOf"]
        kept = {**left[0], **kept} if len(left) == 1 else {**kept, "anyOf": left}
    return kept


def _is_noise(key: str, value: Any) -> bool:
    return (key == "default" and value is None) or (key == "title" and isinstance(value, str))
