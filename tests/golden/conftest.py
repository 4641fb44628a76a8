"""Golden texts: ``pytest tests/golden --accept`` writes what is made today; read the difference before committing."""

from collections.abc import Callable
from pathlib import Path

import pytest

Golden = Callable[[Path, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write the golden texts anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compares a text with the accepted one in a file; with ``--accept`` writes it."""

    def compare(accepted: Path, text: str) -> None:
        if request.config.getoption("--accept"):
            accepted.parent.mkdir(parents=True, exist_ok=True)
            accepted.write_text(text, encoding="utf-8")
        assert accepted.exists(), f"{accepted.name} has not been accepted yet: pytest tests/golden --accept"
        assert text == accepted.read_text(encoding="utf-8")

    return compare
