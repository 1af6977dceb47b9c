"""Rule X3: data reaches a widget only through `plain`, `words` or `cell`; a string there must be a literal."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import frontdesk.ui
from source import together, tree

ROOT = Path(frontdesk.ui.__file__).parent
WIDGETS = {"Static", "Label", "Button", "Checkbox", "RadioButton", "Option", "Digits", "Collapsible"}
METHODS = {"notify", "update", "add_row", "add_column", "add_leaf", "add_option"}
ATTRIBUTES = {"border_title", "border_subtitle", "tooltip"}
SAFE = {"plain", "words", "cell"}


def problems(source: str, name: str) -> Iterator[str]:
    """Every place where something that is neither a literal nor made safe reaches a widget."""
    tree = ast.parse(source)
    widgets, makers, dicts = _textual_widgets(tree), SAFE | _makers(tree) | _imported(tree), _dicts(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            method = isinstance(node.func, ast.Attribute) and node.func.attr in METHODS
            if method and isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) in dicts:
                continue
            if method or getattr(node.func, "id", "") in widgets:
                checked = node.args if _called(node) == "add_row" else node.args[:1]
                yield from (f"{name}:{node.lineno}" for text in checked if not _safe(text, makers, node))
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Attribute) and target.attr in ATTRIBUTES and not _safe(node.value, makers):
                    yield f"{name}:{node.lineno}"


def _textual_widgets(tree: ast.AST) -> set[str]:
    """What the module calls Textual's widgets that take a text: a class of our own of that name is another thing."""
    return {
        alias.asname or alias.name
        for each in ast.walk(tree)
        if isinstance(each, ast.ImportFrom) and (each.module or "").startswith("textual")
        for alias in each.names
        if alias.name in WIDGETS
    }


def _dicts(tree: ast.AST) -> set[str]:
    """The names that hold a dict or a set: their `update` is no widget's."""
    found: set[str] = set()
    for each in ast.walk(tree):
        if isinstance(each, ast.AnnAssign) and ast.unparse(each.annotation).startswith(("dict", "set")):
            found.add(ast.unparse(each.target))
        if isinstance(each, ast.Assign) and isinstance(each.value, ast.Dict | ast.DictComp | ast.Set | ast.SetComp):
            found |= {ast.unparse(target) for target in each.targets}
    return found


def _content_functions(tree: ast.AST) -> set[str]:
    """Functions that say they return `Content` or `Text`; mypy holds them to it."""
    return {
        each.name
        for each in ast.walk(tree)
        if isinstance(each, ast.FunctionDef)
        and isinstance(each.returns, ast.Name)
        and each.returns.id in ("Content", "Text")
    }


@cache
def _content_functions_of(path: Path) -> set[str]:
    """The same of a whole module; many others import it."""
    return _content_functions(tree(path)) if path.exists() else set()


def _imported(tree: ast.AST) -> set[str]:
    """Such functions of other modules of the screens, under the names they are imported by."""
    found: set[str] = set()
    for each in ast.walk(tree):
        if isinstance(each, ast.ImportFrom) and (each.module or "").startswith("frontdesk.ui."):
            path = ROOT.joinpath(*str(each.module).split(".")[2:]).with_suffix(".py")
            makers = _content_functions_of(path)
            found |= {alias.asname or alias.name for alias in each.names if alias.name in makers}
    return found


def _makers(tree: ast.AST) -> set[str]:
    """Functions that say they return `Content` (checked where they build it), and names that hold what is safe."""
    functions = _content_functions(tree)
    names = {
        target.id
        for each in ast.walk(tree)
        if isinstance(each, ast.Assign) and _safe(each.value, SAFE | functions)
        for target in each.targets
        if isinstance(target, ast.Name)
    }
    return functions | names


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _safe(value: ast.expr, makers: set[str], call: ast.Call | None = None) -> bool:
    if isinstance(value, ast.Constant):
        return True
    if isinstance(value, ast.Call) and _called(value) in makers:
        return True
    if isinstance(value, ast.Attribute) and value.attr == "plain" and _safe(value.value, makers):
        return True
    if isinstance(value, ast.Name) and value.id in makers:
        return True
    if isinstance(value, ast.IfExp):
        return _safe(value.body, makers) and _safe(value.orelse, makers)
    return call is not None and any(
        each.arg == "markup" and isinstance(each.value, ast.Constant) and each.value.value is False
        for each in call.keywords
    )


@together
def test_no_screen_hands_data_to_a_widget_as_a_string() -> None:
    found: list[str] = []
    for path in sorted(ROOT.rglob("*.py")):
        source = path.read_text("utf-8")
        found += problems(source, str(path.relative_to(ROOT)))
    assert not found, "neither a literal nor plain()/words()/cell(): " + ", ".join(found)


def test_the_lint_sees_a_name_that_is_handed_over_raw() -> None:
    """The pair of the test above: a lint that finds nothing must be able to find something."""
    for line in (
        "Static(customer.name)",
        "self.notify(f'{name} came')",
        "table.add_row(plain(a), b)",
        "widget.border_title = name",
        "label.update(_('x {n}').format(n=n))",
    ):
        assert list(problems(f"from textual.widgets import Static\n{line}", "x")), line
    for line in ("Static('hi')", "Static(plain(name))", "self.notify(text, markup=False)", "x.update(words(a, b))"):
        assert not list(problems(f"from textual.widgets import Static\n{line}", "x")), line


# --- what the program has no other way for ---

TEXTUALS = {"Static", "Input", "TextArea", "Digits"}  # Digits shows figures that the program writes
NO_WIDGETS = {"textual.widgets.text_area": {"Edit", "EditResult"}}  # what changes in a field: nothing is shown by them


def other_ways(source: str) -> Iterator[str]:
    """Every use of a widget, a function or a return that the table of test_plain_paths.py does not have."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module == "textual.widgets":
            yield from (f"{node.lineno} {alias.name}" for alias in node.names if alias.name not in TEXTUALS)
        if (
            isinstance(node, ast.ImportFrom)
            and (node.module or "").startswith(("textual.widgets.", "rich.markdown"))
            and not {alias.name for alias in node.names} <= NO_WIDGETS.get(str(node.module), set())
        ):
            yield f"{node.lineno} {node.module}"
        if isinstance(node, ast.Attribute) and node.attr in ("from_markup", "from_ansi", "from_text", "render_markup"):
            yield f"{node.lineno} {node.attr}"
        if (
            isinstance(node, ast.FunctionDef)
            and node.name in ("render", "render_line", "get_loading_widget", "render_str")
            and ast.unparse(node.returns or ast.Constant("")) in ("str", "''", "Any")
        ):
            yield f"{node.lineno} {node.name} gives a string"


def test_no_screen_has_another_way_than_those_that_are_tried() -> None:
    for path in sorted(ROOT.rglob("*.py")):
        assert not list(other_ways(path.read_text("utf-8"))), path


@pytest.mark.parametrize(
    "line",
    [
        "from textual.widgets import Markdown",
        "from textual.widgets import Static, Button",
        "from textual.widgets.option_list import Option",
        "Content.from_markup(name)",
        "def render(self) -> str:\n    return self.text",
        "def render(self):\n    return self.text",
    ],
)
def test_another_way_would_be_seen(line: str) -> None:
    assert list(other_ways(line))
