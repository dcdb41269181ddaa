"""A list as an official annex: what stands in it, in words, by the kind's declaration alone; not how it looks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel

from ..areas import Area
from ..catalog import ListFile, standing
from ..kinds import UNKNOWN, Kind
from ..kinds.base import Header, Item, ItemEnd, LegalBasis, Source

PORTRAIT = 5  # columns, the number included, up to which a page stands upright
MOST = 9  # columns that a page on its side holds; what is beyond stands together in the last one
NUMBER, REST = "序号", "其他"
AFTER = ("legal_basis", "effective_from", "effective_to", "remark")  # shared fields that an annex shows
_NUMERALS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Section:
    """The rows under one heading ('' where the list has none), each as long as the columns."""

    heading: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Annex:
    """Everything that is printed; ``warning`` is for every page."""

    title: str
    under: tuple[str, ...]
    columns: tuple[str, ...]
    sections: tuple[Section, ...]
    sources: tuple[str, ...]
    after: tuple[str, ...]
    warning: str = ""

    @property
    def wide(self) -> bool:
        """Whether it takes a page on its side."""
        return len(self.columns) > PORTRAIT


def annex(file: ListFile, area: Area, as_of: date) -> Annex:
    """The annex of one list as it stands on a day."""
    header, kind = file.header, file.kind
    keys = [key for key in shown(kind) if any(getattr(item, key) is not None for item in file.items)]
    fields = kind.item.model_fields
    labels = [NUMBER, fields["name"].title or "name", *(fields[key].title or key for key in keys)]
    grouped: dict[str, list[Item]] = {}
    for item in file.items:
        grouped.setdefault(text(getattr(item, kind.group, None)), []).append(item)
    count, sections = 0, []
    for head, items in _numbered(grouped):
        values = [
            [str(count + at), *(_value(item, key) for key in ("name", *keys))] for at, item in enumerate(items, 1)
        ]
        sections.append(Section(head, tuple(_folded(labels, row) for row in values)))
        count += len(items)
    return Annex(
        header.title,
        tuple(_under(header, len(file.items), standing(header, None, as_of))),
        tuple(labels if len(labels) <= MOST else [*labels[: MOST - 1], REST]),
        tuple(sections),
        tuple(_sources(file)),
        tuple(_after(header)),
        "示例数据,内容是虚构的,不作依据" if area.demo else "",
    )


def shown(kind: Kind) -> list[str]:
    """The fields that get a column beside the name: the kind's own, then bases, dates and remarks."""
    shared = {*Item.model_fields, *ItemEnd.model_fields, kind.group}
    return [key for key in kind.item.model_fields if key not in shared or key in AFTER]


def text(value: Any) -> str:
    """A value in one cell: texts of a list beside each other, whatever has parts of its own on lines."""
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        parts = [text(part) for part in value]
        lines = any(isinstance(part, BaseModel) for part in value) or any("。" in part for part in parts)
        return ("\n" if lines else "、").join(parts)
    if isinstance(value, dict):
        return "、".join(f"{key} {part}" for key, part in value.items())
    if isinstance(value, LegalBasis):
        return f"《{value.title}》{f'({value.doc_no})' if value.doc_no else ''}{value.article or ''}"
    if isinstance(value, BaseModel) and type(value).__str__ is BaseModel.__str__:
        return ";".join(f"{label}:{text(part)}" for label, part in _parts(value))
    return str(value)


def _parts(value: BaseModel) -> Iterator[tuple[str, Any]]:
    for key, info in type(value).model_fields.items():
        if (part := getattr(value, key)) is not None:
            yield info.title or key, part


def _value(item: Any, key: str) -> str:
    said = text(getattr(item, key))
    return f"{said}({UNKNOWN})" if said and key in (item.unverified or ()) and said != UNKNOWN else said


def _folded(labels: list[str], values: list[str]) -> tuple[str, ...]:
    if len(values) <= MOST:
        return tuple(values)
    rest = zip(labels[MOST - 1 :], values[MOST - 1 :], strict=True)
    return (*values[: MOST - 1], "\n".join(f"{label}:{value}" for label, value in rest if value))


def _numbered(grouped: dict[str, list[Item]]) -> Iterator[tuple[str, list[Item]]]:
    """Headings as documents number them, 一、, where they do not do so themselves; those without one come first."""
    if "" in grouped:
        yield "", grouped[""]
    heads = [head for head in grouped if head]
    for number, head in enumerate(heads, 1):
        told = head[:1] in "一二三四五六七八九十(" and any(sign in head[:5] for sign in "、)")
        yield (head if told else f"{chinese(number)}、{head}"), grouped[head]


def chinese(number: int) -> str:
    """A number below a hundred as headings count: 一, 十二, 三十; beyond that in digits."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    return ("" if not tens else "十" if tens == 1 else _NUMERALS[tens] + "十") + (_NUMERALS[ones] if ones else "")


def _under(header: Header, items: int, aside: str) -> Iterator[str]:
    yield f"发布机关:{'、'.join(header.issuer or [UNKNOWN])}"
    yield f"文号:{header.doc_no or UNKNOWN}"
    told = [f"状态:{header.status}", *([f"完整程度:{header.completeness}"] if header.completeness != "完整" else [])]
    told += [aside] if aside and aside != header.status else []
    counted = f"共 {items} 项" + (f"(公布 {header.declared_total} 项)" if header.declared_total else "")
    yield ",".join([*told, counted])


def _sources(file: ListFile) -> Iterator[str]:
    """Every source of the list and of its items, once."""
    every: Iterable[Source] = (source for _, source in file.sources)
    yield from dict.fromkeys(_source(source) for source in every)


def _source(source: Source) -> str:
    told = [source.publisher, source.form, source.date and f"{source.date} 发布"]
    told += [source.accessed and f"{source.accessed} 查看", source.license and f"许可 {source.license}", source.remark]
    return f"{source.title}({','.join(part for part in told if part)}){f' {source.url}' if source.url else ''}"


def _after(header: Header) -> Iterator[str]:
    for key in ("date_written", "date_published", "effective_from", "effective_to"):
        if value := getattr(header, key):
            yield f"{type(header).model_fields[key].title}:{value}"
    yield f"核对日期:{header.verified_on or UNKNOWN}"
    if header.remark:
        yield f"备注:{header.remark}"
    yield "本表按清单数据制作;与发布机关的原文不一致的,以原文为准。"
