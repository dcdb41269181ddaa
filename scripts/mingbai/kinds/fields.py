"""How a field is declared: its Chinese label, what it means, and how dangerous a change to it is."""

from datetime import date
from enum import IntEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError, PydanticUndefined

from . import forms

UNKNOWN = "待核实"


class Danger(IntEnum):
    """What a wrong change to a field can do to a reader, lowest first."""

    PROSE = 1  # explanations, remarks
    FACT = 2  # names, numbers, materials, places
    BASIS = 3  # legal basis, document number, source
    DATE = 4  # from when and until when something holds
    BODY = 5  # who issues, who is responsible
    ROLE = 6  # whose duty it is, whether a board may hang
    DECISION = 7  # whether the village may issue a paper
    CONTACT = 8  # a phone, mailbox or address that somebody will trust


def field(label: str, about: str = "", danger: Danger = Danger.FACT, *, required: bool = False) -> Any:
    """Declare a field: an optional one is absent (None) unless ``required``."""
    return Field(
        default=PydanticUndefined if required else None,
        title=label,
        description=about or label,
        json_schema_extra={"danger": int(danger)},
    )


def danger_of(info: FieldInfo) -> Danger:
    """The danger that a field was declared with; prose where none was."""
    extra = info.json_schema_extra
    value = extra.get("danger", Danger.PROSE) if isinstance(extra, dict) else Danger.PROSE
    return Danger(int(str(value)))


class Model(BaseModel):
    """A mapping in a list file: known keys only, never changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


def _not_null(value: str) -> str:
    if value in _NULLS or not value.strip():
        raise PydanticCustomError("null_word", "null word")
    return value


def _real_date(value: str) -> str:
    if len(value) == 10:
        try:
            date.fromisoformat(value)
        except ValueError:
            raise PydanticCustomError("real_date", "no such day") from None
    return value


_NULLS = {"~", "null", "Null", "NULL", "None", "none", "undefined", "NaN", "nan"}

Text = Annotated[str, StringConstraints(min_length=1, max_length=20_000), AfterValidator(_not_null)]
Texts = Annotated[list[Text], Field(min_length=1)]
Id = Annotated[str, StringConstraints(pattern=forms.ID_PATTERN, max_length=80), forms.ID]
Date = Annotated[str, StringConstraints(pattern=forms.DATE_PATTERN), AfterValidator(_real_date), forms.DATE]
Url = Annotated[str, StringConstraints(pattern=forms.URL_PATTERN, max_length=2_000), forms.URL]
Count = Annotated[str, StringConstraints(pattern=forms.COUNT_PATTERN), forms.COUNT]
Number = Annotated[str, StringConstraints(pattern=forms.NUMBER_PATTERN), forms.NUMBER]
Sha256 = Annotated[str, StringConstraints(pattern=forms.SHA256_PATTERN), forms.SHA256]
DocNumber = Annotated[Text, forms.DOC_NO]
Code = Annotated[Text, forms.CODE]
Codes = Annotated[list[Code], Field(min_length=1)]
Phones = Annotated[list[Annotated[Text, forms.PHONE]], Field(min_length=1)]
Mailboxes = Annotated[list[Annotated[Text, forms.MAILBOX]], Field(min_length=1)]
