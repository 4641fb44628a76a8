"""The month's table of every indicator (汇总表): target, done, rate, pace, gap, status, and where each came from."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from pipeline.findings import Finding
from pipeline.formats.sheets import Align, Column, Mark, Page, Show, Tint, Value, write_workbook
from pipeline.forms.remarks import remarks
from pipeline.model import (
    TOLD_WORDS,
    Assessment,
    Bound,
    Comparator,
    Kind,
    Month,
    Past,
    Project,
    Status,
    Task,
    Verdict,
    status_words,
)
from pipeline.period import Period
from pipeline.quantities import half_up

_COLUMNS = (
    Column("编号", 7, align=Align.CENTRE),
    Column("序号", 5, Show.FIGURE),
    Column("项目", 13),
    Column("目标任务", 32),
    Column("责任单位", 14),
    Column("指标", 18),
    Column("类型", 6, align=Align.CENTRE),
    Column("目标", 9, Show.FIGURE),
    Column("计量单位", 8, align=Align.CENTRE),
    Column("本月累计", 9, Show.FIGURE),
    Column("完成率", 8, Show.PERCENT),
    Column("序时进度", 8, Show.PERCENT),
    Column("差距（百分点）", 15, Show.POINTS),
    Column("状态", 15, align=Align.CENTRE),
    Column("上月累计", 9, Show.FIGURE),
    Column("环比增量", 8, Show.FIGURE),
    Column("连续滞后月数", 10, Show.FIGURE),
    Column("单位自评", 13),
    Column("数据来源", 22),
    Column("原文", 24),
    Column("备注", 32),
)

_KINDS = {Kind.QUANTITY: "量化", Kind.RATE: "比率", Kind.MILESTONE: "定性"}
_TINTS = {
    Status.SERIOUSLY_BEHIND: Tint.WRONG,
    Status.BEHIND: Tint.WRONG,
    Status.NOT_REPORTED: Tint.DOUBTFUL,
    Status.AHEAD: Tint.GOOD,
    Status.COMPLETED: Tint.GOOD,
    Status.NOT_DUE: Tint.QUIET,
}


def summary(month: Month, rule: str) -> bytes:
    """汇总表.xlsx: a sheet with every indicator and a sheet of counts that add up.

    ``rule`` is the sentence that says how progress was judged; it is printed under both sheets. Rates and pace have
    one decimal, half up; gaps are taken from the exact figures and rounded then.
    """
    title = f"{month.period.words}重点民生实事推进情况汇总表"
    return write_workbook((_indicators(month, title, rule), _counts(month, rule)), title=title)


def _indicators(month: Month, title: str, rule: str) -> Page:
    places = {task.id: (project, task) for project in month.register.projects for task in project.tasks}
    found = defaultdict(list)
    for finding in month.findings:
        found[finding.indicator].append(finding)
    last = month.period.last_day
    return Page(
        "汇总表",
        _COLUMNS,
        [_row(month.period, each, *places[each.task], found.get(each.id, ())) for each in month.assessments],
        title=title,
        lead=(
            f"截至{last.year}年{last.month}月{last.day}日。本月累计、上月累计按目标的计量单位；环比增量为两者之差。",
        ),
        notes=(f"研判规则：{rule}",),
        frozen=6,
        filtered=True,
        large=True,
    )


def _row(
    period: Period, judged: Assessment, project: Project, task: Task, found: Iterable[Finding]
) -> tuple[Value | Mark, ...]:
    indicator, entry = judged.indicator, judged.entry
    before = judged.previous if judged.previous and judged.previous.period == period + -1 else None
    return (
        indicator.id,
        project.number,
        project.name,
        task.text,
        "、".join((judged.unit, *task.support)),
        indicator.name,
        _KINDS[indicator.kind],
        _target(judged),
        indicator.measure,
        _reached(judged),
        None if judged.rate is None else half_up(judged.rate, 3),
        None if judged.pace is None else half_up(judged.pace, 3),
        None if judged.gap is None else half_up(judged.gap * 100, 1),
        Mark(status_words(judged), _TINTS.get(judged.status, Tint.NONE)),
        _past(judged, before),
        judged.done - before.done if before and before.done is not None and judged.done is not None else None,
        judged.months_behind or None,
        _own_words(judged),
        str(entry.where) if entry else "",
        entry.where.raw if entry else "",
        remarks(judged, period, found),
    )


def _target(judged: Assessment) -> Value | Mark:
    """The target that holds this month, with the words that bind it: 200以上, 约40, 30以内."""
    if judged.target is None:
        return judged.indicator.sign
    words = {
        Comparator.AT_LEAST: Mark(judged.target, after="以上"),
        Comparator.AT_MOST: Mark(judged.target, after="以内"),
        Comparator.ABOUT: Mark(judged.target, before="约"),
    }
    return words.get(judged.indicator.comparator or Comparator.EQUAL, judged.target)


def _reached(judged: Assessment) -> Value | Mark:
    """What is reported: the figure with its bound (190余, 约190), or the state of a milestone."""
    entry = judged.entry
    if entry is None:
        return None
    if not judged.indicator.is_counted:
        return entry.state.words if entry.state else None
    if entry.done is None or entry.bound is None:
        return entry.done
    return Mark(entry.done, after="余") if entry.bound is Bound.AT_LEAST else Mark(entry.done, before="约")


def _past(judged: Assessment, before: Past | None) -> Value:
    if before is None or judged.indicator.is_counted:
        return before.done if before else None
    return before.state.words if before.state else None


def _own_words(judged: Assessment) -> str:
    """What the unit says of itself (单位自评), where it is not what was computed."""
    entry = judged.entry
    if entry is None:
        return ""
    said = [entry.verdict] if entry.verdict not in ("", status_words(judged)) else []
    if entry.reported_rate is not None and not _agrees(entry.reported_rate, judged):
        said.append(f"完成率{half_up(Fraction(entry.reported_rate) * 100, 1)}%")
    return "；".join(said)


def _agrees(reported: Decimal, judged: Assessment) -> bool:
    return judged.rate is not None and half_up(Fraction(reported), 3) == half_up(judged.rate, 3)


def _counts(month: Month, rule: str) -> Page:
    """How many projects, tasks and indicators stand where; every row adds up to its total."""
    counted = [each for each in month.assessments if each.indicator.is_counted]
    decided = [each for each in month.assessments if not each.indicator.is_counted]
    rows = (
        _tallied("项目（件）", month.projects),
        _tallied("目标任务（项）", month.tasks),
        _tallied("指标（项）", month.assessments),
        _tallied("其中：量化指标", counted),
        _tallied("　　　定性指标", decided),
    )
    shown = ("合计", *TOLD_WORDS)
    columns = (Column("口径", 18), *(Column(each, 4 + 2 * len(each), Show.FIGURE) for each in shown))
    return Page(
        "统计",
        columns,
        rows,
        title=f"{month.period.words}推进情况统计",
        lead=(_reporting(month),),
        notes=("每一行各状态之和等于合计。任务取其指标中最差的状态，项目取其任务中最差的状态。", f"研判规则：{rule}"),
    )


def _tallied(heading: str, judged: Iterable[Assessment | Verdict]) -> tuple[Value, ...]:
    counts = Counter(status_words(each) for each in judged)
    return (heading, counts.total(), *(counts[word] for word in TOLD_WORDS))


def _reporting(month: Month) -> str:
    """责任单位10个：已报送9个，其中迟报1个（区文化旅游委）；未报送1个（区农业农村委）。"""
    sent = [each for each in month.units if each.reported]
    parts = [
        _named("迟报", [each.name for each in sent if each.late]),
        _named("需退回修改", [each.name for each in sent if each.returned]),
    ]
    among = "、".join(part for part in parts if part)
    missing = _named("未报送", [each.name for each in month.units if not each.reported]) or "未报送0个"
    return f"责任单位{len(month.units)}个：已报送{len(sent)}个{'，其中' + among if among else ''}；{missing}。"


def _named(what: str, names: list[str]) -> str:
    return f"{what}{len(names)}个（{'、'.join(names)}）" if names else ""
