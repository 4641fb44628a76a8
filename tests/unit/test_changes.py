"""What has changed since last month: one sentence each, at the end of the review copy only."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import docx

from pipeline.circular.changes import changes
from pipeline.circular.typeset import typeset
from pipeline.document import Document, Paragraph, Role, Span
from pipeline.model import Adjustment, Correction, Month, MonthFacts, Past, Reason, State, Status
from pipeline.period import Period
from pipeline.settings import Circular, Settings
from pipeline.source import Where
from tests.unit.papers import CIRCULAR, LIFTS_DONE
from tests.unit.wording_months import MIXED, STEADY, month, register

MARCH, APRIL = Period(2023, 3), Period(2023, 4)
NOTED = Where("本月事项.xlsx", "更正", "B3", "50")


def past(*statuses: tuple[str, Status, str]) -> dict[str, tuple[Past, ...]]:
    """April as the ledger holds it: on pace with nothing done, but for the indicators given with status and figure."""
    given = {name: (status, done) for name, status, done in statuses}
    made: dict[str, tuple[Past, ...]] = {}
    for each in register().indicators():
        status, done = given.get(each.id, (Status.ON_PACE, "0" if each.is_counted else ""))
        state = None if each.is_counted else State.IN_PROGRESS
        figure = Decimal(done) if done and each.is_counted else None
        silent = status in (Status.NOT_REPORTED, Status.NOT_DUE)
        made[each.id] = (Past(APRIL, status, None if silent else figure, None if silent else state),)
    return made


def told(made: Month) -> list[str]:
    return [each.text for each in changes(made, Settings())]


def about(made: Month, name: str) -> list[str]:
    return [each for each in told(made) if name in each]


def test_the_first_month_has_nothing_to_compare() -> None:
    """One sentence says so, and another one where the month before was never run."""
    assert told(month()) == ["2023年5月是台账里今年的第一个月，没有上月可以比较。"]
    march = {name: (replace(months[0], period=MARCH),) for name, months in past().items()}
    assert told(month(past=march)) == ["台账里没有2023年4月的记录，无从与上月比较。"]


def test_status_up_and_down_with_unit() -> None:
    """From and to, by name and unit; what stayed the same is not told."""
    made = month(told={**MIXED, "3-1-1": "9", "2-1-1": "48"}, past=past(("1-3-1", Status.ON_PACE, "1")))
    assert about(made, "老旧小区改造") == ["状态变差：老旧小区改造（区住房城乡建委）由基本按序时推进转为滞后。"]
    assert about(made, "老旧住宅增设电梯") == [
        "状态变好：老旧住宅增设电梯（区规划自然资源局）由基本按序时推进转为进度较快。"
    ]
    assert about(made, "窨井盖") == ["新完成：窨井盖治理（区城市管理局）由基本按序时推进转为已完成。"]
    assert about(made, "农村户厕") == []


def test_no_change_is_said() -> None:
    """A month like the one before."""
    steady = past(("4-1-2", Status.NOT_DUE, ""), ("4-1-4", Status.NOT_DUE, ""))
    assert told(month(told=STEADY, past=steady)) == ["各项指标的状态、目标和报送单位与上月相同。"]


def test_figures_that_went_and_came_back() -> None:
    """A blank cell is told of the indicator, a unit that sent nothing of the unit, and both when they return."""
    lost = about(month(told={**STEADY, "3-1-1": ""}, past=past()), "云谷幼儿园")
    assert lost == ["本月没有数：云谷幼儿园建设（区新城建管委）由基本按序时推进转为未填。"]
    silent = month(silent=("区农业农村委",), past=past())
    assert about(silent, "区农业农村委") == ["未报送：区农业农村委上月已报送，本月没有报送。"]
    missing = past(("11-2-1", Status.NOT_REPORTED, ""))
    missing["11-2-1"] = (replace(missing["11-2-1"][0], reason=Reason.MISSING),)
    assert about(month(past=missing), "区农业农村委") == [
        "重新有数：农村户厕改造（区农业农村委）由未报送转为基本按序时推进。",
        "恢复报送：区农业农村委上月没有报送，本月已报送。",
    ]
    assert about(month(past=missing, silent=("区农业农村委",)), "区农业农村委") == []


def test_what_was_put_right_and_what_was_adjusted() -> None:
    """This month's correction, an issued figure that was wrong, and a target that holds from this month on."""
    facts = MonthFacts(
        corrections=(
            Correction("13-1-1", Decimal(50), "重复计算", where=NOTED),
            Correction("2-1-1", Decimal(41), "重复计算", where=NOTED, period=APRIL),
        )
    )
    book = register()
    change = Adjustment("1-4-1", Period(2023, 5), Decimal(12), Decimal(10), "永川府办〔2023〕20号")
    made = month(
        told={**STEADY, "13-1-1": "48"},
        facts=facts,
        past=past(("2-1-1", Status.ON_PACE, "42")),
        book=replace(book, adjustments=(change,)),
    )
    assert about(made, "路灯改建") == ["更正：路灯改建（区城市管理局）由48组更正为50组。"]
    assert about(made, "四好农村路") == ["更正：4月通报中，“四好农村路”为42公里，应为41公里。"]
    assert about(made, "供水管道") == ["目标调整：供水管道改造（区城市管理局）的全年目标由12处调整为10处。"]
    earlier = replace(change, since=APRIL)
    assert about(month(past=past(), book=replace(book, adjustments=(earlier,))), "供水管道") == []


def test_what_was_put_right_has_its_source() -> None:
    """Every figure and status of a sentence carries where it comes from."""
    facts = MonthFacts(
        corrections=(Correction("13-1-1", Decimal(50), "重复计算", where=NOTED, dated=date(2023, 6, 1)),)
    )
    made = month(told={**STEADY, "13-1-1": "48"}, facts=facts, past=past())
    sentence = next(each for each in changes(made, Settings()) if "路灯" in each.text)
    assert [span.text for span in sentence.spans if span.evidence] == ["48组", "50组"]
    assert all(span.evidence.sources or span.evidence.how for span in sentence.spans if span.evidence)


def reviewed(document: Document) -> Any:
    return docx.Document(io.BytesIO(typeset(document, Circular(), review=True)))


def words(document: Document, *, review: bool, layout: str = "redhead") -> list[str]:
    data = typeset(document, Circular(layout=layout), review=review)
    return [each.text for each in docx.Document(io.BytesIO(data)).paragraphs]


def test_the_review_copy_ends_with_them_and_the_final_copy_knows_nothing() -> None:
    """Behind the imprint, on a new page, with comments; the final copy is the same with or without them."""
    sentence = Paragraph(Role.BODY, (Span("更正：由"), Span("48组", LIFTS_DONE), Span("更正为50组。")))
    document = replace(CIRCULAR, changes=(sentence,))
    for layout in ("redhead", "meeting"):
        assert words(document, review=True, layout=layout)[-3:] == ["与上月相比", "", "更正：由48组更正为50组。"]
        assert words(document, review=False, layout=layout) == words(CIRCULAR, review=False, layout=layout)
    assert typeset(document, Circular()) == typeset(CIRCULAR, Circular())
    word, without = reviewed(document), reviewed(CIRCULAR)
    title = next(each for each in word.paragraphs if each.text == "与上月相比")
    assert title.paragraph_format.page_break_before
    assert len(list(word.comments)) == len(list(without.comments)) + 1
