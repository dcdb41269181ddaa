"""A folder of lists to try things on: what would be wrong with all of them if some were other than they are."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from ..check import check
from ..problems import Problem

What = tuple[str, str, str, str]


@dataclass(frozen=True)
class Shelf:
    """Lists as they are on a day."""

    lists: Path
    as_of: date

    @cached_property
    def _known(self) -> Counter[What]:
        return Counter(map(_what, check(self.lists, self.as_of)))

    def brought(self, texts: Mapping[str, str]) -> Iterator[Problem]:
        """The problems of all lists that come with some texts (lists/a/b.yml → its text)."""
        if not texts:
            return
        known = self._known.copy()
        with self._laid(texts):
            after = check(self.lists, self.as_of)
        for problem in after:
            if known[_what(problem)]:
                known[_what(problem)] -= 1
            else:
                yield problem

    def with_(self, texts: Mapping[str, str]) -> "Shelf":
        """The same folder with these texts in it, for good."""
        for file, text in self._files(texts).items():
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return Shelf(self.lists, self.as_of)

    def _files(self, texts: Mapping[str, str]) -> dict[Path, str]:
        return {self.lists / shown.removeprefix("lists/"): text for shown, text in texts.items()}

    @contextmanager
    def _laid(self, texts: Mapping[str, str]) -> Iterator[None]:
        """Texts written for a while; then all is as it was."""
        before = {file: file.read_bytes() if file.exists() else None for file in self._files(texts)}
        self.with_(texts)
        try:
            yield
        finally:
            for file, data in before.items():
                if data is None:
                    file.unlink()
                else:
                    file.write_bytes(data)


def _what(problem: Problem) -> What:
    return problem.file, problem.code, problem.message, problem.field
