"""Everyday words and what lists call the same thing: lists/_site/synonyms.yml, for search."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from .kinds.fields import Danger, Model, Text
from .kinds.fields import field as declare
from .problems import Problem
from .read import Source

FILE = "_site/synonyms.yml"


class Synonym(Model):
    """What people say, and the words that stand in the names of items."""

    say: Annotated[list[Text], Field(min_length=1)] = declare(
        "群众怎么说", "两个字以上,如 老人走了、过世", Danger.PROSE, required=True
    )
    means: Annotated[list[Text], Field(min_length=1, max_length=4)] = declare(
        "清单怎么写", "事项名称里的词,最可能的在前,如 死亡、殡葬", Danger.PROSE, required=True
    )


class SynonymsFile(Model):
    """lists/_site/synonyms.yml."""

    synonyms: list[Synonym] | None = declare("同义词", "搜索时把左边的话也按右边的词找")


def check_synonyms(synonyms: tuple[Synonym, ...], source: Source | None) -> Iterator[Problem]:
    """Words too short to be told apart, and words that are explained twice."""
    if source is None:
        return
    seen: dict[str, int] = {}
    for number, one in enumerate(synonyms):
        for index, word in enumerate(one.say):
            at = ("synonyms", number, "say", index)
            if len(word) < 2:
                yield source.problem(at, "C207", f"“{word}”只有一个字,会搜出不相干的事项", "写两个字以上")
            elif word in seen:
                yield source.problem(at, "C207", f"“{word}”写了两次(第 {seen[word] + 1} 组已有)", "合成一组或删去一处")
            seen.setdefault(word, number)
        for index, word in enumerate(one.means):
            if word in one.say:
                yield source.problem(("synonyms", number, "means", index), "C207", f"“{word}”说的就是自己", "删去一处")
