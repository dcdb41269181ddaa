"""``pytest --accept`` writes what comes out into the expected.txt of the golden cases; read the difference in git."""

from collections.abc import Callable
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write the words that come out into expected.txt")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare words with a case's expected.txt."""

    def compare(file: Path, said: str) -> None:
        if request.config.getoption("--accept"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(said, "utf-8", newline="\n")
        assert said == file.read_text("utf-8"), f"{file} tells otherwise; pytest --accept if the new words are better"

    return compare
