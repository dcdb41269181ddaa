"""What the columns of a sheet are: made from a kind's declaration alone."""

from dataclasses import dataclass
from functools import cache
from typing import Any, get_origin

from pydantic import BaseModel

from ..kinds.fields import UNKNOWN, Danger, danger_of
from ..kinds.forms import DATE, Form
from ..kinds.shape import choices, form_of, inner, plain
from .codec import labels


@dataclass(frozen=True)
class Column:
    """One field as a column: its key and label, what may be written, and how that is read."""

    key: str
    label: str
    about: str
    required: bool
    words: tuple[str, ...]
    many: bool
    form: Form | None
    danger: Danger
    annotation: Any

    @property
    def title(self) -> str:
        """The label as the header row shows it, required ones marked."""
        return f"{self.label}*" if self.required else self.label

    @property
    def hint(self) -> str:
        """What to write, in plain words."""
        said = [self.about] if self.about != self.label else []
        said += ["必填"] if self.required else []
        below = inner(self.annotation)
        if below:
            asked = labels(below)
            said.append(f"{'一条一行,' if self.many else ''}写成 {';'.join(f'{name}:…' for name in asked.values())}")
        elif get_origin(plain(self.annotation)) is dict:
            said.append("一行一个,写成 名称:值")
        elif self.words:
            said.append(("可以写几个,一行一个:" if self.many else "只能写:") + "、".join(self.words))
        elif self.many:
            said.append("一行一条,格子里换行按 Alt+Enter")
        if self.form is DATE:
            said.append(f"如 2026-01-31、2026-01、2026;不知道写 {UNKNOWN}")
        return "。".join(said)


@cache
def columns(model: type[BaseModel]) -> tuple[Column, ...]:
    """The fields of a header or of items, in declared order."""
    names = labels(model)
    return tuple(
        Column(
            key,
            names[key],
            info.description or names[key],
            info.is_required(),
            choices(info.annotation),
            get_origin(plain(info.annotation)) is list,
            form_of(info),
            danger_of(info),
            info.annotation,
        )
        for key, info in model.model_fields.items()
    )
