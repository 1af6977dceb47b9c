"""The program's source, read once for all rules that are held to it; their tests share a worker (`together`)."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

import frontdesk

SOURCE = Path(frontdesk.__file__).parent
together = pytest.mark.xdist_group("source")
"""For whatever reads much of the source: one worker does, once."""


@cache
def modules(*rooms: str) -> tuple[Path, ...]:
    """Every module of the rooms named, of all rooms without a name."""
    return tuple(
        path
        for path in sorted(SOURCE.rglob("*.py"))
        if not rooms or path.relative_to(SOURCE).parts[0].removesuffix(".py") in rooms
    )


def named(path: Path) -> str:
    """The module as `room/module.py`."""
    return path.relative_to(SOURCE).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """The module as it is written."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Everything in the module's tree."""
    return tuple(ast.walk(tree(path)))


@cache
def calls(path: Path) -> tuple[tuple[str, ast.Call], ...]:
    """Each call in the module with the dotted text of what is called."""
    return tuple((dotted(node.func), node) for node in nodes(path) if isinstance(node, ast.Call))


def dotted(expression: ast.expr) -> str:
    """`a.b.c` as it is written; what is not a name stands as (): `().c` for `f(x).c`."""
    if isinstance(expression, ast.Attribute):
        return f"{dotted(expression.value)}.{expression.attr}"
    return expression.id if isinstance(expression, ast.Name) else "()"
