"""PyYAML's fast loader with the kindness taken out: no guesses about what a word could be."""

from __future__ import annotations

import re
from typing import Any

import yaml

TRUTH = "tag:yaml.org,2002:bool"
NOTHING = "tag:yaml.org,2002:null"


class Loader(yaml.CSafeLoader):
    """Only true, false and nothing are more than text; every other word stays as it is written."""

    yaml_implicit_resolvers: dict[Any, Any] = {}


Loader.add_implicit_resolver(TRUTH, re.compile(r"(?:true|false)\Z"), ["t", "f"])
Loader.add_implicit_resolver(NOTHING, re.compile(r"(?:~|null|)\Z"), ["~", "n", ""])
