"""Rules and findings: filled sentences, places, weights."""

import pytest

from pipeline.findings import Rule, Severity, regraded
from pipeline.source import Where

RULE = Rule("V999", Severity.ERROR, "题", "{name}填的是“{raw}”。", "请填{measure}。")
HERE = Where("区交通局.xlsx", "进展表", "G5", "约九成")


def test_a_finding_prints_place_sentence_mend_and_code() -> None:
    """Place: what is wrong, what to do, the code."""
    finding = RULE.at(HERE, name="路", measure="公里")
    assert str(finding) == "区交通局.xlsx › 进展表 › G5：路填的是“约九成”。请填公里。[V999]"


def test_a_fact_that_is_missing_is_an_error_of_the_program() -> None:
    """Never a blank in an official paper."""
    with pytest.raises(KeyError, match="measure"):
        RULE.at(HERE, name="路")


def test_braces_in_what_was_typed_stay_as_they_are() -> None:
    """What a unit typed is a fact, never a template."""
    assert "“{x} {{ 7*7 }}”" in RULE.at(Where(raw="{x} {{ 7*7 }}"), name="路", measure="公里").message


def test_the_office_sets_what_a_finding_weighs() -> None:
    """Regrading changes the named code's severity and nothing else."""
    finding = RULE.at(HERE, name="路", measure="公里")
    [changed] = regraded([finding], {"V999": Severity.NOTE})
    assert (changed.severity, changed.message) == (Severity.NOTE, finding.message)
    assert regraded([finding], {"V998": Severity.NOTE}) == (finding,)
