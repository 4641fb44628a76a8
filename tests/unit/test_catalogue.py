"""The catalogue: every rule by its code, and cheaply."""

import subprocess
import sys

import pytest

from pipeline.catalogue import catalogue, require_known, rule_of
from pipeline.findings import PipelineError


def test_every_rule_is_found_by_its_code() -> None:
    """Asking only the rooms of a code's letter finds what asking all of them finds."""
    assert [rule_of(rule.code) for rule in catalogue()] == list(catalogue())
    assert [rule_of(code) for code in ("V000", "X101", "", "101")] == [None] * 4


def test_one_rule_asks_only_its_own_stage() -> None:
    """The rule of a value imports no judging, no ledger and no wording."""
    script = "import sys; from pipeline.catalogue import rule_of; rule_of('V101'); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not {"pipeline.judging", "pipeline.ledger", "pipeline.circular", "pipeline.monthly"} & set(
        done.stdout.split()
    )


def test_a_code_that_nobody_knows_is_told() -> None:
    """A severity set for a mistyped code would change nothing, so it is named."""
    require_known(["V101", "J301"])
    with pytest.raises(PipelineError, match="没有编号 V999、J999"):
        require_known(["V101", "V999", "J999"])
