"""What is written to a unit: with a return, and where something is awaited."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.findings import PipelineError
from pipeline.forms.reminder import reminder, units_to_remind
from pipeline.forms.returned import cover_letter
from pipeline.model import Month, Reason, Status
from pipeline.settings import Office
from pipeline.source import Where
from pipeline.workspace import REMINDER, RETURN_LETTER, shipped
from tests.unit.months import DISAGREES, empty, may

OFFICE = replace(Office(), contact="周敏", telephone="023-1")
RETURN, REMIND = shipped(RETURN_LETTER), shipped(REMINDER)
BEFORE, AFTER = date(2023, 5, 29), date(2023, 5, 31)


def returning(
    month: Month | None = None, unit: str = "区交通局", office: Office = OFFICE, wording: str = RETURN
) -> str:
    return cover_letter(month or may(), unit, office, wording)


def reminding(unit: str, today: date, month: Month | None = None, wording: str = REMIND) -> str:
    return reminder(month or may(), unit, OFFICE, wording, today)


def test_the_letter_with_a_return_says_what_when_and_whom() -> None:
    """What is wrong by number with its place and mend, by when it is to come back, whom to call, who writes."""
    text = returning()
    assert text.startswith("区交通局：\n\n你单位报送的2023年5月重点民生实事进展情况收悉")
    assert "经核对，有1处需要修改" in text
    assert (
        "1. 累计完成填的是“约九成”，不是数字。请填写截至月底的累计公里数，只填数字。（区交通局.xlsx › 进展表 › G5）"
        in text
    )
    assert "于6月8日前将整份表发回，文件名注明“更正”" in text
    assert text.endswith("如有疑问，请与周敏联系，电话：023-1。\n\n重庆市永川区发展和改革委员会\n")
    assert "核实：" not in text


def test_doubts_are_told_apart_from_errors() -> None:
    """What is only to be confirmed is counted and listed for itself."""
    doubt = DISAGREES.at(Where("区交通局.xlsx", "进展表", "G6", "3"), unit="区交通局", prose="4")
    text = returning(replace(may(), findings=(*may().findings, doubt)))
    assert "有1处需要修改" in text
    assert "另有1处请一并核实：\n\n1. 表内累计完成3，进展情况写“4”，两处不一致。" in text


def test_no_telephone_no_sentence_about_it() -> None:
    """What the settings leave open leaves no hole in the letter."""
    text = returning(office=Office())
    assert "电话" not in text
    assert "\n\n\n" not in text


def test_who_sent_nothing_is_reminded_before_and_after_the_deadline() -> None:
    """Before, of the deadline; after, of the day for what is missing; once that has passed, of the next working day."""
    assert "2023年5月重点民生实事进展情况请于5月30日前报送，目前还没有收到你单位的表" in reminding(
        "区农业农村委", BEFORE
    )
    after = reminding("区农业农村委", AFTER)
    assert "报送截止日是5月30日，目前还没有收到你单位的表。请抓紧填报，于6月8日前报送。" in after
    assert "1. 农村户厕改造（户）" in after
    assert "于6月26日前报送" in reminding("区农业农村委", date(2023, 6, 23))


def test_what_was_left_empty_is_asked_for() -> None:
    """A unit whose sheet has gaps is asked for those only, and told that it is received."""
    text = reminding("区经济信息委", AFTER)
    assert "收悉。其中1项指标没有填写截至5月底的情况" in text
    assert "1. 惠及居民（万户）" in text
    assert "燃气设施" not in text


def test_who_is_reminded() -> None:
    """Who sent nothing or left something empty; not who has to mend something, and nobody before anything is due."""
    assert units_to_remind(may()) == ("区经济信息委", "区农业农村委")
    assert len(units_to_remind(empty())) == 10
    undue = tuple(replace(each, status=Status.NOT_DUE, reason=None) for each in empty().assessments)
    assert units_to_remind(replace(empty(), assessments=undue)) == ()


def test_who_has_done_all_still_has_to_send() -> None:
    """A unit that sent nothing is reminded also where all it has to report is completed: nothing is listed then."""
    done = tuple(
        replace(each, status=Status.COMPLETED, reason=None) if each.unit == "区农业农村委" else each
        for each in may().assessments
    )
    assert any(each.reason is Reason.MISSING for each in may().assessments)
    text = reminding("区农业农村委", AFTER, replace(may(), assessments=done))
    assert "需要填报的指标" not in text


@pytest.mark.parametrize(("write", "words"), [(returning, "没有需要退回修改"), (None, "没有需要催报")])
def test_no_letter_without_a_reason(write: object, words: str) -> None:
    """A unit with nothing to mend, or of which nothing is awaited, gets no letter."""
    with pytest.raises(PipelineError, match=words):
        returning(unit="区残联") if write else reminding("区残联", AFTER)


def test_the_offices_own_words_are_strict() -> None:
    """A template with an unknown name is refused with its name and line; what a unit typed is never a template."""
    with pytest.raises(PipelineError, match=r"模板 退回说明\.txt 第 1 行：没有“局名”这个名称"):
        returning(wording="{{ 局名 }}")
    with pytest.raises(PipelineError, match=r"模板 催报\.txt 第 1 行"):
        reminding("区农业农村委", AFTER, wording="{{ 局名 }}")
    typed = replace(may().findings[0], message="填的是“{{ 单位 }}”。")
    assert "填的是“{{ 单位 }}”。" in returning(replace(may(), findings=(typed,)))


def test_every_workspace_can_have_its_own() -> None:
    """The letters are among the templates that a new workspace gets."""
    from pipeline.yearly import TEMPLATES

    assert {RETURN_LETTER, REMINDER} <= set(TEMPLATES)
    assert all(Path(name).suffix == ".txt" for name in (RETURN_LETTER, REMINDER))
