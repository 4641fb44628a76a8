"""Settings: defaults, every fault at once, the ways people save files."""

import pytest

from pipeline.findings import PipelineError, Severity
from pipeline.settings import Settings, decode_settings, read_settings


def test_nothing_written_means_the_defaults() -> None:
    """An empty file is a whole set of settings."""
    assert read_settings("") == Settings()


def test_what_is_written_is_taken() -> None:
    """Values of every kind arrive; severities become severities."""
    settings = read_settings(
        '[judging]\nbehind = 15\n[judging.severities]\nJ201 = "warning"\n[circular]\nsealed = false\n'
    )
    assert (settings.judging.behind, settings.circular.sealed) == (15, False)
    assert settings.severities == {"J201": Severity.WARNING}


def test_every_fault_is_told_at_once_by_its_key() -> None:
    """Unknown sections and keys and wrong kinds, all in one message."""
    with pytest.raises(PipelineError) as caught:
        read_settings('[judging]\nahead = "十"\nspeed = 1\n[weather]\nrain = true\n')
    assert all(word in str(caught.value) for word in ("3 处", "ahead", "speed", "weather"))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[judging]\nbehind = 40", "behind"),
        ("[judging]\nserious_from = 13", "serious_from"),
        ('[judging.severities]\nV101 = "severe"', "V101"),
        ('[judging]\nrate_tolerance = "半"', "rate_tolerance"),
        ('[circular]\nlayout = "blue"', "layout"),
        ('[circular]\nmargin_mode = "wide"', "margin_mode"),
        ('[circular]\npage_number = "left"', "page_number"),
        ('[office]\nbulletin_mark = ""', "bulletin_mark 不能空着"),
        ("[limits]\ncells = 0", "cells"),
        ("[judging]\nmoney_ahead = 0", "money_ahead"),
        ("[deadline]\ngrace = -1", "grace"),
        ("[judging]\njump = 0", "jump"),
        ("[escalation]\nsupervise = 4", "remind、supervise、interview 应依次增大"),
        ("[escalation]\nremind = 2", "remind、supervise、interview 应依次增大"),
        ("[escalation]\ninterview = 13", "remind、supervise、interview 应依次增大"),
        ("[deadline]\ngrace = 100000000", "grace"),
        ('[judging]\nrate_tolerance = "²"', "rate_tolerance"),
        ("[judging]\nsmall_target = -1", "small_target"),
        ("[judging]\nbehind = true", "behind 的值 true"),
        ('[judging.severities]\nV1O1 = "note"', "“V1O1”不是编号"),
        ("[judging.severities]\nV101 = 1", 'V101 = "warning"'),
        ('[office]\nname = ""', "name 不能空着"),
        ('[office]\nname = "甲\\n乙"', "name"),
        ('[circular]\nbody_font = ""', "body_font 不能空着"),
        ('[ledger]\ndatabase = "sqlite://"', "database"),
        ("[judging\n", "第 1 行的写法不对，读不懂"),
        ("[judging]\nahead = 12\nbehind = \n", "第 3 行"),
    ],
)
def test_values_that_cannot_be(text: str, word: str) -> None:
    """What contradicts itself or the calendar is refused with its key."""
    with pytest.raises(PipelineError, match=word):
        read_settings(text)


def test_a_bom_and_a_gbk_save_are_read() -> None:
    """Notepad's BOM and a GBK save give the same text; bytes that are neither are refused."""
    text = '[office]\nshort = "区发展改革委"\n'
    assert decode_settings(text.encode("utf-8-sig")) == text
    assert decode_settings(text.encode("gb18030")) == text
    with pytest.raises(PipelineError, match="编码"):
        decode_settings(b"\xff\xff\xff")


def test_a_step_of_the_escalation_may_be_left_out() -> None:
    """0 is never; the others go on in order."""
    steps = read_settings("[escalation]\nremind = 0\nsupervise = 3\ninterview = 0").escalation
    assert (steps.remind, steps.supervise, steps.interview) == (0, 3, 0)
