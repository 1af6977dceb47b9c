"""The reference in docs/guidelines.md, made from the written form: `python -m frontdesk.guidelines.manual FILE`.

Every mapping of the language with its docstring, and every word of it with what may stand there. What stands
between the markers is written anew; what people wrote around it is kept.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from frontdesk.guidelines import amount_forms, forms, words, written

BEGIN = "<!-- generated -->"
END = "<!-- /generated -->"

_NAMED: tuple[tuple[Any, str], ...] = (
    (forms.Names, "a name, or a list of names"),
    (forms.Words, "a text, or one for each language"),
    (forms.Labels, "a short text, or one for each language"),
    (forms.Values, "a value, or a list of values"),
    (forms.Matcher, "a value, a list of values, or a [comparison](#comparison)"),
    (amount_forms.CaseForm, "an [amount](#amounts-as-they-are-written) with a `when` of its own"),
    (amount_forms.AmountWritten, "an amount of money, or an [amount](#amounts-as-they-are-written)"),
    (words.YesNo, "`true` or `false`"),
    (words.Value, "a value"),
)
_TITLES: dict[type[BaseModel], str] = {
    written.FileForm: "The file",
    written.OtherGestureForm: "Way forward: another gesture",
    written.AskForm: "Way forward: a role",
    written.PromiseWayForm: "Way forward: a promise",
    written.SayForm: "Way forward: a hint",
    written.WithinForm: "Length of time",
    written.FollowUpForm: "Promise that follows",
    written.BendForm: "Exception (bend)",
    forms.ConditionForm: "Condition",
    forms.MatcherForm: "Comparison",
    amount_forms.FixedForm: "Amount: fixed",
    amount_forms.ChosenForm: "Amount: chosen",
    amount_forms.ShareForm: "Amount: a share",
    amount_forms.EachForm: "Amount: for each",
    amount_forms.ExactlyForm: "Amount: exact",
    amount_forms.RestForm: "Amount: what is left",
    amount_forms.QuantityForm: "Amount: a quantity",
    amount_forms.RangeForm: "Range of quantities",
    amount_forms.NothingForm: "Amount: nothing",
    amount_forms.CasesForm: "Amount: cases",
}
_INTRODUCTION = """\
## Every word of the file

Made from the program by `python -m frontdesk.guidelines.manual docs/guidelines.md`; a test holds it to the program.
What is needed has to be there; everything else may be left out.
"""
_AMOUNTS = """\
### Amounts as they are written

An amount of money, or one of the mappings below. In `cases` each case is one of these mappings (or `amount: 8.00`, or
`nothing: true`) with a `when` of its own: without `when` it always holds.
"""


def reference() -> str:
    """The part between the markers, as Markdown."""
    parts = [_INTRODUCTION]
    found = _forms(written.FileForm, [])
    for form in found:
        if not _is_amount(form):
            parts.append(_section(form))
    parts.append(_AMOUNTS)
    parts.extend(_section(form) for form in found if _is_amount(form))
    return "\n".join(parts).rstrip("\n") + "\n"


def with_reference(page: str) -> str:
    """`page` with the part between its markers written anew. Raises ValueError when it has no such part."""
    head, begin, rest = page.partition(BEGIN)
    _old, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page has no part between {BEGIN} and {END}")
    return f"{head}{BEGIN}\n\n{reference()}\n{END}{tail}"


# --- which forms there are ----------------------------------------------------------------------------------


def _forms(form: type[BaseModel], found: list[type[BaseModel]]) -> list[type[BaseModel]]:
    """The form and every form that may stand in it, each once, in the order in which an owner meets them."""
    if form in found or _is_case(form):
        return found
    found.append(form)
    for field in form.model_fields.values():
        for inner in _inside(field.annotation):
            _forms(inner, found)
    if form is forms.ConditionForm:
        _forms(forms.MatcherForm, found)
    return found


def _inside(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for each in get_args(annotation):
        if isinstance(each, type) or get_args(each):
            yield from _inside(each)


def _is_amount(form: type[BaseModel]) -> bool:
    return form.__module__ == amount_forms.__name__


def _is_case(form: type[BaseModel]) -> bool:
    """A form with a `when` of its own: said once, for all of them, at `cases`."""
    return _is_amount(form) and form.__name__.endswith("Case")


# --- what is said of one ------------------------------------------------------------------------------------


def _title(form: type[BaseModel]) -> str:
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", form.__name__.removesuffix("Form"))
    return _TITLES.get(form) or plain.capitalize()


def _section(form: type[BaseModel]) -> str:
    rows = [_row(field.alias or name, field) for name, field in form.model_fields.items()]
    if form is forms.ConditionForm:
        rows.insert(0, f"| *a fact* | {_said(forms.Matcher)} |  | What the fact must be. |")
    said = " ".join((form.__doc__ or "").split())
    head = "| word | what stands there | needed | |\n|---|---|---|---|"
    return "\n".join((f"### {_title(form)}\n\n{said}\n", head, *rows, ""))


def _row(word: str, field: FieldInfo) -> str:
    needed = "yes" if field.is_required() else ""
    belongs = _cell(_said_of(field))
    return f"| `{word}` | {belongs} | {needed} | {_cell(' '.join((field.description or '').split()))} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _said_of(field: FieldInfo) -> str:
    """What may stand at a word; Pydantic keeps what a field is annotated with apart from its type."""
    whole = Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
    return _said(whole)


def _said(annotation: Any) -> str:
    for known, said in _NAMED:
        if annotation == known:
            return said
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"[{_lower(_title(annotation))}](#{_anchor(_title(annotation))})"
    if annotation is Any:
        return "anything"
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _said_of_scalar(inside) or _said(inside[0])
    if origin in (Union, UnionType):
        return _row_of([_said(each) for each in inside if each is not type(None)])
    if origin is list:
        return f"a list; each: {_said(inside[0])}"
    if origin is dict:
        return "names and values" if inside[1] is Any else f"under each name: {_said(inside[1])}"
    raise AssertionError(f"there are no words for {annotation}")


def _said_of_scalar(parts: tuple[Any, ...]) -> str | None:
    """A text that is checked: the fixed words it may be, or what belongs there with an example."""
    checked = next((part for part in parts if isinstance(part, words.Checked)), None)
    if checked is None:
        return None
    fixed = checked.schema.get("enum")
    if fixed:
        return _row_of([f"`{word}`" for word in fixed])
    examples = checked.schema.get("examples")
    said = checked.belongs.rstrip(",")
    return f"{said}: {_row_of([f'`{example}`' for example in examples])}" if examples else said


def _row_of(said: list[str]) -> str:
    return said[0] if len(said) == 1 else ", ".join(said[:-1]) + " or " + said[-1]


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]


def _anchor(title: str) -> str:
    """The anchor of a heading, as code hosts make it."""
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")


def main(arguments: list[str]) -> int:
    """Write the reference into the page that is named, or print it."""
    if not arguments:
        sys.stdout.write(reference())
        return 0
    page = Path(arguments[0])
    page.write_text(with_reference(page.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
