"""The fault suite: every made file received as a month of its own, against the sample's own register."""

from pathlib import Path

import pytest

from pipeline.findings import Severity
from pipeline.intake.receiving import receive
from pipeline.model import FileState
from pipeline.period import Period
from pipeline.settings import Limits
from tests.fault.make_faults import TEXTS, Made, made
from tests.fault.test_sheets import REGISTER
from tests.unit.intake_cases import figures

MADE = made()
ROAD = "2-1-1"


@pytest.mark.parametrize("fault", MADE, ids=lambda fault: fault.name)
def test_a_made_fault_comes_to_what_it_must(fault: Made, tmp_path: Path) -> None:
    """The figure is the right one or none, and a person hears of exactly what is doubtful."""
    (tmp_path / Path(fault.name).name).write_bytes(fault.data)
    got = receive(tmp_path, Period(2023, 5), REGISTER, Limits(), lambda _: None)
    doubts = tuple(each.code for each in got.findings if each.severity is not Severity.NOTE)
    assert (figures(got), doubts) == ({ROAD: fault.done} if fault.is_read else {}, fault.codes)
    assert fault.says in "".join(each.message + each.suggestion for each in got.findings)
    assert all(each.file for each in got.submissions)
    assert any(each.state is FileState.ACCEPTED for each in got.submissions) == fault.is_read


def test_the_suite_is_large_and_no_two_files_share_a_name() -> None:
    """At least 120 files, each told apart."""
    assert len({each.name for each in MADE}) == len(MADE) >= 120


@pytest.mark.parametrize("kind", TEXTS)
def test_a_text_arrives_as_it_was_typed(kind: str, tmp_path: Path) -> None:
    """Whatever a program might make of it, the words are the words."""
    fault = next(each for each in MADE if each.name.startswith(f"{kind}/"))
    (tmp_path / "区交通局.xlsx").write_bytes(fault.data)
    got = receive(tmp_path, Period(2023, 5), REGISTER, Limits(), lambda _: None)
    assert got.entries[0].progress == TEXTS[kind]
