"""What every mapping of the written form shares, names and texts in languages, and conditions."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, ValidationInfo, model_validator

from frontdesk.guidelines.words import Label, Language, Name, Text, Value, YesNo


class Form(BaseModel):
    """A mapping of the file with fixed names; the reader learns through it which names would have been known."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)
    apart: ClassVar[tuple[str, ...]] = ()
    """Names that begin another form in the same place: two of them never go together."""

    @model_validator(mode="before")
    @classmethod
    def _remember(cls, data: Any, info: ValidationInfo) -> Any:
        if isinstance(data, dict) and info.context is not None:
            info.context[id(data)] = cls
        return data

    @classmethod
    def words(cls) -> tuple[str, ...]:
        """The names this mapping may hold, as they are written."""
        return tuple(field.alias or name for name, field in cls.model_fields.items())


def _one_or_many(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


def by_shape(value: Any) -> str:
    return "<map>" if isinstance(value, dict) else "<text>"


def _by_list(value: Any) -> str:
    return "<map>" if isinstance(value, dict) else "<list>" if isinstance(value, list) else "<text>"


Names: TypeAlias = Annotated[
    list[Name],
    BeforeValidator(_one_or_many, json_schema_input_type=list[Name] | Name),
]
"""One name, or a list of names."""

Words: TypeAlias = Annotated[
    Annotated[Text, Tag("<text>")] | Annotated[dict[Language, Text], Tag("<map>")], Discriminator(by_shape)
]
"""A text, or one for each language: `{en: Free drink, lv: Dzēriens dāvanā}`."""

Labels: TypeAlias = Annotated[
    Annotated[Label, Tag("<text>")] | Annotated[dict[Language, Label], Tag("<map>")], Discriminator(by_shape)
]
"""A short text, or one for each language."""

# --- conditions ---------------------------------------------------------------------------------------------

Values: TypeAlias = Annotated[
    list[Value],
    BeforeValidator(_one_or_many, json_schema_input_type=list[Value] | Value),
]


class MatcherForm(Form):
    """How a fact is compared; several comparisons must all hold."""

    is_: Values | None = Field(None, alias="is")
    """Equal to this."""
    is_not: Values | None = None
    """Not equal to this."""
    in_: Values | None = Field(None, alias="in")
    """One of these."""
    not_in: Values | None = None
    """None of these."""
    at_least: Value | None = None
    """This or more."""
    at_most: Value | None = None
    """This or less."""
    more_than: Value | None = None
    """More than this."""
    less_than: Value | None = None
    """Less than this."""
    known: YesNo | None = None
    """Whether the fact is known at all."""


Matcher: TypeAlias = Annotated[
    Annotated[MatcherForm, Tag("<map>")] | Annotated[list[Value], Tag("<list>")] | Annotated[Value, Tag("<text>")],
    Discriminator(_by_list),
]
"""A value, a list of which any will do, or comparisons."""


class ConditionForm(BaseModel):
    """Facts and what they must be; all of them must hold. Besides facts it may hold `any`, `all` and `not`."""

    model_config = ConfigDict(extra="allow", frozen=True, use_attribute_docstrings=True)
    __pydantic_extra__: dict[str, Matcher]

    any: list[ConditionForm] | None = None
    """At least one of these conditions holds."""
    all: list[ConditionForm] | None = None
    """Every one of these conditions holds."""
    not_: ConditionForm | None = Field(None, alias="not")
    """This condition does not hold."""
