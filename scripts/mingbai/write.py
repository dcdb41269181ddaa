"""The canonical form of a list file: one way to write what it says, every value kept.

Keys in declared order, two spaces, sequences indented under their key, no wrapping;
short lists of plain texts on one line; quotes only where YAML, or another reader
that types scalars, would otherwise take the text for something else.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from typing import Any

WIDTH = 80  # columns up to which a list of texts stays on its line; a Chinese character is two

_BLOCK_ONLY = set(",[]{}\n?\uff0c")  # what a list on one line could be misread by
_INDICATORS = set("-?:,[]{}#&*!|>'\"%@`")
_NUMBER = re.compile(r"(0|-?[1-9]\d{0,14})$")
_CORE_ONLY = re.compile(r"0o[0-7]+$|[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$|[-+]?0\d+$")


def canonical(data: dict[str, Any], order: dict[str, Any]) -> str:
    """``data`` as canonical YAML; ``order`` names the keys in order, each with the order inside."""
    return "".join(f"{line}\n" for line in _mapping(data, order, ""))


def _mapping(data: dict[str, Any], order: dict[str, Any], indent: str) -> Iterator[str]:
    known = [key for key in order if key in data]
    for key in [*known, *(key for key in data if key not in order)]:
        yield from _entry(f"{indent}{_scalar(key)}:", data[key], order.get(key, {}), indent)


def _entry(head: str, value: Any, order: dict[str, Any], indent: str) -> Iterator[str]:
    if isinstance(value, str):
        yield from _text(head, value, indent)
    elif not value:
        yield f"{head} {'{}' if isinstance(value, dict) else '[]'}"
    elif isinstance(value, dict):
        yield head
        yield from _mapping(value, order, indent + "  ")
    elif flow := _flow(value):
        line = f"{head} {flow}"
        fits = 2 * len(line) <= WIDTH or width(line) <= WIDTH
        yield from [line] if fits else [head, *_sequence(value, order, indent + "  ")]
    else:
        yield head
        yield from _sequence(value, order, indent + "  ")


def _sequence(values: list[Any], order: dict[str, Any], indent: str) -> Iterator[str]:
    for value in values:
        if isinstance(value, dict) and value:
            first, *rest = _mapping(value, order, indent + "  ")
            yield f"{indent}- {first[len(indent) + 2 :]}"
            yield from rest
        elif isinstance(value, list) and value:  # no kind has lists of lists; never lose one
            yield f"{indent}-"
            yield from _sequence(value, {}, indent + "  ")
        else:
            yield from _entry(f"{indent}-", value, {}, indent)


def _flow(values: list[Any]) -> str:
    """The list on one line, or nothing where an entry needs care."""
    if all(isinstance(value, str) and value and not set(value) & _BLOCK_ONLY for value in values):
        parts = [_scalar(value) for value in values]
        if all(part[0] != '"' or _typed(value) for part, value in zip(parts, values, strict=True)):
            return f"[{', '.join(parts)}]"
    return ""


def _text(head: str, value: str, indent: str) -> Iterator[str]:
    if "\n" in value and _blockable(value):
        yield f"{head} |{_chomp(value)}"
        for line in value.rstrip("\n").split("\n"):
            yield f"{indent}  {line}" if line else ""
        yield from [""] * (len(value) - len(value.rstrip("\n")) - 1)
    else:
        yield f"{head} {_scalar(value)}"


def _chomp(value: str) -> str:
    return "-" if not value.endswith("\n") else "" if not value.endswith("\n\n") else "+"


def _blockable(value: str) -> bool:
    body = value.rstrip("\n")
    return bool(body) and body[0] not in " \n" and _plain_characters(value.replace("\n", ""))


def _scalar(value: str) -> str:
    if _is_plain(value):
        return value
    escaped = "".join(_escape(char) for char in value)
    return f'"{escaped}"'


def _escape(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    if char == "\n":
        return "\\n"
    if _plain_characters(char):
        return char
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _plain_characters(text: str) -> bool:
    return text.replace("\u3000", "").isprintable()


@lru_cache(10_000)
def _is_plain(value: str) -> bool:
    if not value or value != value.strip() or not value.isprintable():  # a full-width space is not printable
        return False
    if value[0] in _INDICATORS or value.startswith(("---", "...")):
        return False
    if ": " in value or " #" in value or value.endswith(":") or re.match("[A-Za-z_]\\w*[ \u3000]*\uff1a", value):
        return False
    return not _typed(value)


def _typed(value: str) -> bool:
    """Whether some YAML reader would take this plain text for a number, a time, yes/no or nothing."""
    if _NUMBER.match(value) or _is_day(value):  # these read alike everywhere
        return False
    found = _typing().get(value[:1], []) + _typing().get(None, [])
    return bool(_CORE_ONLY.match(value)) or any(pattern.match(value) for _, pattern in found)


def typed_elsewhere() -> list[re.Pattern[str]]:
    """How the texts look that some YAML reader takes for something else."""
    return list(dict.fromkeys(pattern for found in _typing().values() for _, pattern in found))


@cache
def _typing() -> dict[str | None, list[tuple[str, re.Pattern[str]]]]:
    """By their first sign, or None for any, the texts that YAML 1.1 takes for something else."""
    from yaml.resolver import Resolver  # which takes a while to load

    found: dict[str | None, list[tuple[str, re.Pattern[str]]]] = Resolver().yaml_implicit_resolvers
    return found


def _is_day(value: str) -> bool:
    try:
        return len(value) == 10 and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def width(text: str) -> int:
    """Columns that a text takes in an editor: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
