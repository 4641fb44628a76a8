"""The whole 通报 in words, for the months that an office meets."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.circular.wording import compose
from pipeline.document import Chart, Document, Paragraph, Table
from pipeline.findings import Rule, Severity
from pipeline.model import Adjustment, Correction, Inspection, Issue, Month, MonthFacts, Past, Status
from pipeline.period import Period
from pipeline.settings import Circular, Settings
from pipeline.source import Where
from tests.golden.conftest import Golden
from tests.unit.wording_months import HOLIDAYS, MIXED_PAST, STEADY, before, every, mixed, month, register

HERE = Path(__file__).parent / "wording"
TEMPLATES = Path(__file__).parents[2] / "templates"
TEMPLATE = (TEMPLATES / "通报.txt").read_text(encoding="utf-8")
PARTS = {"建议.txt": (TEMPLATES / "建议.txt").read_text(encoding="utf-8")}
MARCH, APRIL = Period(2023, 3), Period(2023, 4)
UNNAMED = Settings(circular=Circular(name_missing=False))

ONE = """
1 老城有机更新
1-1 区住房城乡建委 实施200个以上老旧小区改造。
1-1-1 老旧小区改造 >=200个 even
"""
DISAGREES = Rule("V202", Severity.WARNING, "表文不一致", "表内{raw}，文字写“{prose}”，两处不一致。", "请核实。")


def steady() -> Month:
    """Nothing lags, everybody reports in time; number and date are still open."""
    return month()


def something_of_everything() -> Month:
    """Completed, ahead, behind for two months, blank, refused, unreported, late; approved by the district."""
    return mixed(MonthFacts(Issue("永川发改〔2023〕38号", "", date(2023, 6, 5), "此件公开发布", approved=True)))


def nobody_named() -> Month:
    """The same month in an office that does not name who did not report."""
    return mixed(settings=UNNAMED)


def everything_lags() -> Month:
    """September with nothing done: more lags than the text can list."""
    return month(Period(2023, 9), every("0"), past={"1-1-1": before(Period(2023, 8), "0", Status.SERIOUSLY_BEHIND, 4)})


def nobody_reported() -> Month:
    """Nobody sent anything, April's figures are known."""
    return month(told={}, silent=tuple(each.name for each in register().units), past=MIXED_PAST)


def one_unit() -> Month:
    """A list of one project, one task, one unit."""
    return month(told={"1-1-1": "66"}, book=register(ONE))


def january() -> Month:
    """Before anything is due."""
    return month(Period(2023, 1), {}, silent=tuple(each.name for each in register().units))


def december() -> Month:
    """The year's end: a quantity, a rate and a milestone were missed, one target was passed."""
    told = {**every(), "1-1-1": "180", "3-2-1": "在建", "4-1-1": "88", "9-1-2": "6270"}
    return month(Period(2023, 12), told, problems={"3-2-1": "连续降雨影响外墙施工。"})


def all_completed() -> Month:
    """The year's end with everything done."""
    return month(Period(2023, 12), every())


def changed_on_the_way() -> Month:
    """An adjusted target, a correction, an inspection, a completed item left blank, figures that disagree."""
    book = register()
    adjusted = Adjustment("1-4-3", Period(2023, 5), Decimal(5000), Decimal(4000), "永川府办〔2023〕31号")
    book = type(book)(book.year, book.notice, book.projects, book.units, (adjusted,), HOLIDAYS)
    seen = Inspection(date(2023, 5, 18), "中山路片区", "1-1", "发现雨污管网开挖后未回填。", "请于6月10日前回填。")
    put_right = Correction("7-1-1", Decimal(230), "电话核实，表内漏计30户", "电话记录", "周敏", date(2023, 6, 2))
    doubt = DISAGREES.at(Where("区民政局.xlsx", "进展表", "G35", "7"), unit="区民政局", task="8-1", indicator="8-1-2",
                         prose="已建成9个")  # fmt: skip
    return month(
        told={**STEADY, "12-1-1": ""},
        past={"12-1-1": before(Period(2023, 4), "500", Status.COMPLETED)},
        facts=MonthFacts(corrections=(put_right,), inspections=(seen,)),
        findings=(doubt,),
        book=book,
    )


def escalated() -> Month:
    """One, two and four months of lag, two of them of one unit; an open, a settled problem; a wrong figure of April."""
    past = {
        "1-1-1": before(APRIL, "30", Status.BEHIND, 1),
        "2-1-1": (
            Past(MARCH, Status.BEHIND, Decimal(2), months_behind=1),
            Past(APRIL, Status.NOT_REPORTED, months_behind=1),
        ),
        "7-1-1": before(APRIL, "36", Status.BEHIND, 3),
        "7-1-2": before(APRIL, "0", Status.BEHIND, 1),
        "9-1-1": before(APRIL, "1730"),
    }
    told = {**STEADY, "1-1-1": "34", "2-1-1": "8", "7-1-1": "40", "7-1-2": "1", "11-2-1": "100"}
    place = "三教镇敬老院"
    seen = (
        Inspection(date(2023, 4, 18), "中山路片区", "1-1", "发现雨污管网开挖后未回填。", "限期回填。", period=APRIL),
        Inspection(date(2023, 4, 20), place, "8-1", "助餐点没有挂牌。", "补挂。", period=APRIL),
        Inspection(date(2023, 5, 18), place, "8-1", "已挂牌", "", closed=True),
    )
    wrong = Correction("9-1-1", Decimal(1630), "重复计算", "系统核对", "周敏", date(2023, 6, 2), period=APRIL)
    return month(told=told, past=past, facts=MonthFacts(corrections=(wrong,), inspections=seen))


CASES: tuple[tuple[str, Callable[[], Month], Settings], ...] = (
    ("平稳", steady, Settings()),
    ("各种情形", something_of_everything, Settings()),
    ("不点名", nobody_named, UNNAMED),
    ("全面滞后", everything_lags, Settings()),
    ("都未报送", nobody_reported, Settings()),
    ("一个单位", one_unit, Settings()),
    ("年初", january, Settings()),
    ("年底", december, Settings()),
    ("全部完成", all_completed, Settings()),
    ("调整更正督查", changed_on_the_way, Settings()),
    ("督办约谈", escalated, Settings()),
    ("横排和进度图", something_of_everything, Settings(circular=Circular(annex="wide", chart="picture"))),
)


@pytest.mark.parametrize(("name", "made", "settings"), CASES, ids=[name for name, _, _ in CASES])
def test_the_whole_circular_reads_as_accepted(
    name: str, made: Callable[[], Month], settings: Settings, golden: Golden
) -> None:
    """Every sentence of the 通报 and its annexes is the one that a person has read and accepted."""
    composed = compose(made(), settings, TEMPLATE, parts=PARTS)
    told = [*_lines(composed.document), "", *(f"＊{each}" for each in composed.document.remarks)]
    golden(HERE / f"{name}.txt", "\n".join(told) + "\n")


def _lines(document: Document) -> Iterator[str]:
    if document.head:
        yield f"{document.head.mark}　{document.head.number}"
    yield document.title
    yield ""
    yield from (_marked(paragraph) for paragraph in document.body)
    for annex in document.annexes:
        yield ""
        yield f"附件{annex.number or ''}　{annex.title}"
        for block in annex.blocks:
            match block:
                case Table():
                    yield from _rows(block)
                case Paragraph():
                    yield _marked(block)
                case Chart():
                    yield from (f"{bar.label}　{bar.done}　{bar.pace}　{bar.remark}" for bar in block.bars)
    if document.imprint:
        yield f"{document.imprint.printer}　{document.imprint.printed}印发"


def _marked(paragraph: Paragraph) -> str:
    """A paragraph with its role, and 【】 around the heading that runs on into it."""
    rest = paragraph.text.removeprefix(paragraph.lead)
    return f"[{paragraph.role.value}] " + (f"【{paragraph.lead}】" if paragraph.lead else "") + rest


def _rows(table: Table) -> Iterator[str]:
    yield "| " + " | ".join(column.heading for column in table.columns) + " |"
    for row in table.rows:
        yield "| " + " | ".join("〃" if cell.continues else cell.text.replace("\n", "／") for cell in row) + " |"
