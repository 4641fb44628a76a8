"""What is wrong, who reported, whom to ask, and whether everything is accounted for (问题清单)."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from pipeline.findings import Finding, Severity
from pipeline.formats.sheets import Align, Column, Mark, Page, Show, Tint, Value, write_workbook
from pipeline.forms.reminder import silent
from pipeline.model import (
    Assessment,
    FileState,
    Month,
    Reason,
    Status,
    Submission,
    Unit,
    UnitReport,
)

UNKNOWN = "（单位不明）"
"""Stands for the unit where nobody can tell whom a finding or a file belongs to."""

_SEVERITY_TINTS = {Severity.ERROR: Tint.WRONG, Severity.WARNING: Tint.DOUBTFUL, Severity.NOTE: Tint.NONE}


def findings_book(month: Month) -> bytes:
    """问题清单.xlsx: the findings by unit, who reported when, whom to ask for what, and the reconciliation."""
    pages = (_findings(month), _reporting(month), _reminders(month), _reconciliation(month))
    return write_workbook(pages, title=f"{month.period.words}重点民生实事问题清单")


# --- 问题清单 ---------------------------------------------------------------------------------------------------------


def _findings(month: Month) -> Page:
    """Every finding: by unit in the register's order, the gravest first, what belongs to no unit last."""
    order = {unit.name: number for number, unit in enumerate(month.register.units)}
    weight = {severity: number for number, severity in enumerate(Severity)}
    findings = sorted(month.findings, key=lambda each: (order.get(each.unit, len(order)), weight[each.severity]))
    names = {each.id: each.name for each in month.register.indicators()}
    counts = Counter(each.words for each in findings)
    graded = "、".join(f"{words}{counts[words]}条" for words in ("退回", "催报", "提醒", "备注") if counts[words])
    return Page(
        "问题清单",
        (
            Column("序号", 6, Show.FIGURE),
            Column("单位", 18),
            Column("级别", 7, align=Align.CENTRE),
            Column("编号", 8, align=Align.CENTRE),
            Column("位置", 28),
            Column("原文", 20),
            Column("问题", 44),
            Column("请怎么改", 36),
            Column("涉及任务、指标", 24),
        ),
        [_finding_row(number, each, names) for number, each in enumerate(findings, 1)],
        title=f"{month.period.words}重点民生实事问题清单",
        lead=(
            f"共{len(findings)}条{'：' if graded else ''}{graded}。"
            "退回的数据未计入，催报的尚未报送，提醒的数据已计入、请核实，备注供存查。",
        ),
        frozen=2,
        filtered=True,
    )


def _finding_row(number: int, finding: Finding, names: dict[str, str]) -> tuple[Value | Mark, ...]:
    places = [str(finding.where), *(f"另见 {where}" for where in finding.also)]
    concerns = f"{finding.indicator} {names.get(finding.indicator, '')}" if finding.indicator else finding.task
    return (
        number,
        finding.unit or UNKNOWN,
        Mark(finding.words, _SEVERITY_TINTS[finding.severity]),
        finding.code,
        "\n".join(place for place in places if place),
        finding.where.raw,
        finding.message,
        finding.suggestion,
        concerns.strip(),
    )


# --- 报送情况 ---------------------------------------------------------------------------------------------------------


def _reporting(month: Month) -> Page:
    total = len(month.units)
    sent = [each for each in month.units if each.reported]
    late = sum(bool(each.late) for each in sent)
    deadline = month.deadline
    due = f"报送截止日期{deadline.year}年{deadline.month}月{deadline.day}日。" if deadline else ""
    return Page(
        "报送情况",
        (
            Column("单位", 20),
            Column("是否报送", 10, align=Align.CENTRE),
            Column("报送时间", 13, Show.DATE),
            Column("时间依据", 14, align=Align.CENTRE),
            Column("是否迟报", 11, align=Align.CENTRE),
            Column("文件", 44),
            Column("指标数", 8, Show.FIGURE),
            Column("已填数", 8, Show.FIGURE),
            Column("需退回修改", 11, align=Align.CENTRE),
        ),
        [_unit_row(each) for each in month.units],
        title=f"{month.period.words}各单位报送情况",
        lead=(f"{due}责任单位{total}个：已报送{len(sent)}个（其中迟报{late}个），未报送{total - len(sent)}个。",),
        frozen=1,
        filtered=True,
    )


def _unit_row(unit: UnitReport) -> tuple[Value | Mark, ...]:
    return (
        unit.name,
        "已报送" if unit.reported else Mark("未报送", Tint.WRONG),
        unit.received,
        unit.evidence.words if unit.received else "",
        _lateness(unit),
        "\n".join(f"{each.file}（{each.state.words}）" for each in unit.files),
        unit.total,
        unit.filled,
        Mark("是", Tint.WRONG) if unit.returned else "",
    )


def _lateness(unit: UnitReport) -> Value | Mark:
    if not unit.reported:
        return ""
    if unit.late is None:
        return "时间不明"
    return Mark("迟报", Tint.DOUBTFUL) if unit.late else "按时"


# --- 催报名单 ---------------------------------------------------------------------------------------------------------


def _reminders(month: Month) -> Page:
    """Whom to ask for what: the units that sent nothing, and those whose figures are empty or refused."""
    lacking: dict[str, list[Assessment]] = {}
    for each in month.assessments:
        if each.status is Status.NOT_REPORTED:
            lacking.setdefault(each.unit, []).append(each)
    nothing = silent(month)
    rows = [
        row
        for unit in month.register.units
        for row in _reminders_of(month, unit, lacking.get(unit.name, ()), unit.name in nothing)
    ]
    return Page(
        "催报名单",
        (
            Column("单位", 20, merges=True),
            Column("情况", 10, align=Align.CENTRE),
            Column("请报送", 60),
            Column("联系人", 12, align=Align.CENTRE),
            Column("电话", 16, align=Align.CENTRE),
            Column("电子邮箱", 22),
            Column("催办记录", 24),
        ),
        rows,
        title=f"{month.period.words}催报名单",
        lead=() if rows else ("没有需要催报的单位。",),
        frozen=1,
    )


def _reminders_of(
    month: Month, unit: Unit, unreported: Sequence[Assessment], is_silent: bool
) -> list[tuple[Value | Mark, ...]]:
    rows: list[tuple[Value | Mark, ...]] = []
    for reason in Reason:
        lacking = [each for each in unreported if each.reason is reason]
        if lacking:
            mark = Mark(reason.words, Tint.WRONG if reason is Reason.MISSING else Tint.DOUBTFUL)
            wanted = _wanted(month, reason, lacking)
            rows.append((unit.name, mark, wanted, unit.contact, unit.telephone, unit.mail, ""))
    if not rows and is_silent:
        mark = Mark(Reason.MISSING.words, Tint.WRONG)
        wanted = f"请报送{month.period.words}进展情况表。"
        rows.append((unit.name, mark, wanted, unit.contact, unit.telephone, unit.mail, ""))
    return rows


def _wanted(month: Month, reason: Reason, lacking: list[Assessment]) -> str:
    """What the unit is asked for, in words to read out on the telephone."""
    names = "、".join(each.indicator.name for each in lacking)
    if reason is Reason.MISSING:
        return f"请报送{month.period.words}进展情况表，共{len(lacking)}项指标：{names}。"
    if reason is Reason.BLANK:
        return f"表内没有填写，请补报截至{month.period.month}月底的情况：{names}。"
    return "\n".join(_why_refused(month, lacking))


def _why_refused(month: Month, lacking: list[Assessment]) -> Iterator[str]:
    """The errors of each indicator; those that have none of their own share what is wrong with the unit's files."""
    errors = [each for each in month.findings if each.is_error and each.unit == lacking[0].unit]
    others = []
    for judged in lacking:
        own = "".join(f"{each.message}{each.suggestion}" for each in errors if each.indicator == judged.id)
        if own:
            yield own if judged.indicator.name in own else f"{judged.indicator.name}：{own}"
        else:
            others.append(judged.indicator.name)
    if others:
        shared = "".join(f"{each.message}{each.suggestion}" for each in errors if not each.indicator)
        yield f"{'、'.join(others)}：{shared or '请核实后重报。'}"


# --- 对账 -------------------------------------------------------------------------------------------------------------


def _reconciliation(month: Month) -> Page:
    """Every file seen is exactly one thing, and so is every indicator."""
    states = Counter(each.state for each in month.submissions)
    files = "＋".join(f"{state.words}{states[state]}个" for state in FileState)
    statuses = Counter(each.status for each in month.assessments)
    unreported, undue = statuses[Status.NOT_REPORTED], statuses[Status.NOT_DUE]
    total = len(month.assessments)
    why = defaultdict(list)
    for finding in month.findings:
        why[finding.where.file].append(finding.message)
    return Page(
        "对账",
        (
            Column("序号", 6, Show.FIGURE),
            Column("文件", 44),
            Column("单位", 20),
            Column("报告期", 12, align=Align.CENTRE),
            Column("处理结果", 16, align=Align.CENTRE),
            Column("收到时间", 13, Show.DATE),
            Column("校验码（前12位）", 18, align=Align.CENTRE),
            Column("说明", 50),
        ),
        [_file_row(number, each, why.get(each.file, [])) for number, each in enumerate(month.submissions, 1)],
        title=f"{month.period.words}文件与指标对账",
        lead=(
            f"文件：共收到{len(month.submissions)}个＝{files}。",
            f"指标：共{total}项＝已报送{total - unreported - undue}项＋未报送、未填、待核实{unreported}项"
            f"＋未到时点{undue}项。",
        ),
        notes=("校验码为文件内容的 SHA-256，内容相同的文件校验码相同。",),
        filtered=True,
    )


def _file_row(number: int, file: Submission, why: list[str]) -> tuple[Value | Mark, ...]:
    """A file and what became of it; what was not taken says why."""
    taken = file.state is FileState.ACCEPTED
    return (
        number,
        file.file,
        file.unit or UNKNOWN,
        file.period.words if file.period else "",
        file.state.words if taken else Mark(file.state.words, Tint.QUIET),
        file.received.date() if file.received else None,
        file.sha256[:12],
        "" if taken else "\n".join(why),
    )
