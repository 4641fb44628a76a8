"""The sample workspace, run month by month once for all end-to-end tests."""

import json
import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.model import Month
from pipeline.monthly import Conducted, conduct

ROOT = Path(__file__).parents[2]
TODAY = date(2023, 7, 3)


@dataclass(frozen=True)
class Done:
    """One month that was run: the month, its folder, its report."""

    month: Month
    folder: Path
    report: dict[str, Any]

    @property
    def circular(self) -> Path:
        return self.folder / str(self.report["outputs"]["circular"])


def workspace_at(root: Path) -> Path:
    """A copy of the sample workspace, without anything that a month has made."""
    shutil.copytree(ROOT / "inputs", root / "inputs")
    return root


def run(root: Path, period: str) -> Done:
    """Run one month and read its report back from the disk."""
    conducted: Conducted = conduct(root, period, today=TODAY, ran_at=datetime(2023, 7, 3, 9, 0, tzinfo=UTC))
    report = json.loads((conducted.folder / "report.json").read_text("utf-8"))
    return Done(conducted.month, conducted.folder, report)


@pytest.fixture(scope="session")
def months(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Done]:
    """March, April and May, run in turn over one ledger."""
    root = workspace_at(tmp_path_factory.mktemp("workspace"))
    return {period: run(root, period) for period in ("2023-03", "2023-04", "2023-05")}


@pytest.fixture(scope="session")
def may(months: dict[str, Done]) -> Done:
    return months["2023-05"]
