"""The register as a workbook that a person reviews (目标任务台账.xlsx): what stands in which sheet and column."""

from collections.abc import Iterator, Mapping, Sequence

from pipeline.formats.grid import Grid
from pipeline.formats.sheets import Align, Column, Mark, Page, Show, Tint, Value, write_workbook
from pipeline.model import Comparator, Indicator, Kind, Project, Register, Rhythm, Task
from pipeline.quantities import plain
from pipeline.targets.holidays import name_of

Grids = Mapping[str, Grid]
"""The sheets of a register's workbook by name."""

KINDS = {"数量": Kind.QUANTITY, "比率": Kind.RATE, "定性": Kind.MILESTONE}
RHYTHMS = {rhythm.words: rhythm for rhythm in Rhythm}
COMPARATORS = {
    "等于": Comparator.EQUAL,
    "不少于": Comparator.AT_LEAST,
    "不超过": Comparator.AT_MOST,
    "约": Comparator.ABOUT,
}
DAYS = {"放假": True, "上班": False}

TARGETS, NOTICE, UNITS, ADJUSTMENTS, HOLIDAYS, GUIDE = "目标任务", "通知", "责任单位", "目标调整", "节假日", "填写说明"

NOTICE_LINES = ("年份", "标题", "发文字号", "发文机关", "成文日期", "主送机关", "附件标题")

TARGET_COLUMNS = (
    Column("编号", 8, hint="项目—任务—指标，由通知的顺序定，定了就不再改"),
    Column("序号", 6, Show.FIGURE, Align.CENTRE, hint="通知附件里的项目序号"),
    Column("项目名称", 16),
    Column("目标任务", 44, hint="通知原文，不要改动"),
    Column("责任单位", 16, hint="牵头的一个单位，名称与“责任单位”表一致"),
    Column("配合单位", 14, hint="多个单位用顿号隔开"),
    Column("指标名称", 24, hint="通报里怎么称呼这项指标，可以改得更简短"),
    Column("类型", 8, align=Align.CENTRE, choices=tuple(KINDS)),
    Column("节奏", 10, align=Align.CENTRE, choices=tuple(RHYTHMS)),
    Column("比较", 8, align=Align.CENTRE, choices=tuple(COMPARATORS)),
    Column("目标值", 10, Show.FIGURE, hint="只填数字；定性指标空着"),
    Column("计量单位", 10, align=Align.CENTRE, hint="与通知一致，如 个、公里、万元、%"),
    Column("起始月", 10, align=Align.CENTRE, hint="从哪个月开始计算序时进度，如 2023-03"),
    Column("完成月", 10, align=Align.CENTRE, hint="通知没有写明的，是12月"),
    Column("年度计划", 20, hint="截至各月底的累计数，如 6月：100；9月：300。没有计划就空着"),
    Column("完成标志", 20, hint="定性指标做到什么程度算完成"),
    Column("分管领导", 10),
    Column("待核", 26, tint=Tint.DOUBTFUL, hint="程序拿不准的地方，核对后清空"),
    Column("备注", 26),
)
UNIT_COLUMNS = (
    Column("单位名称", 18, hint="与通知一致"),
    Column("其他名称", 60, hint="全称、简称、曾用名，用顿号隔开；表上写其中任何一个都认得出"),
    Column("专人", 10, hint="负责报送的人，填报、退回、催报都找他"),
    Column("分管领导", 10),
    Column("联系电话", 16),
    Column("邮箱", 24),
)
ADJUSTMENT_COLUMNS = (
    Column("编号", 8),
    Column("起始月", 10, align=Align.CENTRE, hint="从哪个月起按新目标，如 2023-09"),
    Column("原目标值", 10, Show.FIGURE),
    Column("新目标值", 10, Show.FIGURE),
    Column("依据文件", 44),
)
HOLIDAY_COLUMNS = (
    Column("日期", 12, Show.DATE, Align.CENTRE),
    Column("安排", 8, align=Align.CENTRE, choices=tuple(DAYS)),
    Column("说明", 20),
)
_NOTICE_COLUMNS = (Column("项目", 12), Column("内容", 70))
_GUIDE_COLUMNS = (Column("工作表", 12, merges=True), Column("栏目", 12), Column("怎么填", 80))


def register_book(
    register: Register, doubts: Sequence[tuple[str, str]] = (), left_out: Sequence[tuple[str, str]] = ()
) -> bytes:
    """The workbook of a register; ``doubts`` go to the indicators' 待核, ``left_out`` to 备注, once a task."""
    pages = (
        _targets(register, dict(doubts), dict(left_out)),
        Page(NOTICE, _NOTICE_COLUMNS, _notice_rows(register)),
        Page(UNITS, UNIT_COLUMNS, _unit_rows(register), frozen=1, spare=10),
        Page(ADJUSTMENTS, ADJUSTMENT_COLUMNS, _adjustment_rows(register), spare=20),
        Page(HOLIDAYS, HOLIDAY_COLUMNS, _holiday_rows(register), landscape=False, spare=20),
        Page(GUIDE, _GUIDE_COLUMNS, _GUIDE),
    )
    return write_workbook(pages, title=f"{register.year}年目标任务台账")


def _targets(register: Register, doubts: Mapping[str, str], left_out: Mapping[str, str]) -> Page:
    rows = [
        _target_row(
            register.year,
            project,
            task,
            indicator,
            doubts.get(indicator.id, ""),
            "" if at else left_out.get(task.id, ""),
        )
        for project in register.projects
        for task in project.tasks
        for at, indicator in enumerate(task.indicators)
    ]
    return Page(TARGETS, TARGET_COLUMNS, rows, frozen=1, filtered=True)


def _target_row(
    year: int, project: Project, task: Task, indicator: Indicator, doubt: str, remark: str
) -> tuple[Value | Mark, ...]:
    comparator = next((word for word, each in COMPARATORS.items() if each is indicator.comparator), "")
    return (
        indicator.id,
        project.number,
        project.name,
        task.text,
        task.unit,
        "、".join(task.support),
        indicator.name,
        next(word for word, kind in KINDS.items() if kind is indicator.kind),
        indicator.rhythm.words,
        comparator,
        indicator.target,
        indicator.measure,
        str(indicator.first),
        str(indicator.due),
        plan_text(indicator, year),
        indicator.sign,
        task.leader,
        Mark(doubt, Tint.DOUBTFUL if doubt else Tint.NONE),
        remark,
    )


def plan_text(indicator: Indicator, year: int) -> str:
    """The plan as people write it: 6月：100；9月：300（通知）; only months of another ``year`` name it."""
    return "；".join(
        f"{month if month.year != year else f'{month.month}月'}：{plain(value)}"
        + ("（通知）" if month in indicator.steps else "")
        for month, value in indicator.plan
    )


def _notice_rows(register: Register) -> list[tuple[Value, ...]]:
    notice = register.notice
    said: tuple[Value, ...] = (
        register.year,
        notice.title,
        notice.number,
        notice.issuer,
        notice.dated.isoformat() if notice.dated else "",
        notice.addressees,
        notice.annex_title,
    )
    return list(zip(NOTICE_LINES, said, strict=True))


def _unit_rows(register: Register) -> list[tuple[Value, ...]]:
    return [
        (unit.name, "、".join(unit.aliases), unit.contact, unit.leader, unit.telephone, unit.mail)
        for unit in register.units
    ]


def _adjustment_rows(register: Register) -> list[tuple[Value, ...]]:
    return [(each.indicator, str(each.since), each.old, each.new, each.document) for each in register.adjustments]


def _holiday_rows(register: Register) -> list[tuple[Value, ...]]:
    words = {off: word for word, off in DAYS.items()}
    return [(day, words[off], name_of(day)) for day, off in register.holidays.items()]


def _guide() -> Iterator[tuple[str, str, str]]:
    yield (
        TARGETS,
        "",
        "一行一项指标。表是从通知读出来的，请对照通知逐行核对一遍，特别是“待核”一栏有字的行；核对后把“待核”清空。",
    )
    said = {
        "编号": "项目—任务—指标，如 1-4-2 是第1件实事第4项任务的第2项指标。编号定了就不再改，删掉的编号也不再用。",
        "序号": "通知附件里的项目序号。",
        "项目名称": "与通知一致。同一序号的各行要写得一样。",
        "目标任务": "通知原文。同一项任务的各行要写得一样。",
        "责任单位": "牵头的一个单位，名称要在“责任单位”表里。",
        "配合单位": "多个单位用顿号隔开，没有就空着。",
        "指标名称": "通报里的称呼，可以改得更简短。",
        "类型": "数量：逐月累加的数；比率：覆盖率、知晓率这类不累加的数；定性：没有数，由人判断是否完成。",
        "节奏": "按月均衡：从起始月到完成月逐月推进；工程类：起始月晚一个月，其余相同；"
        "一次性：普查、一期培训这类，只看完成月；常态化：长期工作，到完成月也不判滞后。",
        "比较": "等于、不少于（以上）、不超过（以内）、约。定性指标空着。",
        "目标值": "只填数字，与计量单位配套：6000万元填 6000，90%填 90。",
        "计量单位": "与通知一致。",
        "起始月": "通知印发的下一个月，工程类再晚一个月；按实际改也可以。写成 2023-03。",
        "完成月": "通知写明了就按通知，没有写明的是12月。",
        "年度计划": "截至各月底的累计数，一个月不写就沿用上个月的。写成“6月：100；9月：300”。"
        "通知本身写明的时点后面加“（通知）”，到时点没有完成就算滞后。没有计划就空着，按月均衡计算。",
        "完成标志": "定性指标做到什么程度算完成，如“竣工验收”“投入使用”。",
        "分管领导": "没有就空着。",
        "待核": "程序拿不准的地方，核对后清空。",
        "备注": "通知里没有列为指标的数（规模、受益面、范围），供核对；可以随意写。",
    }
    for column in TARGET_COLUMNS:
        yield TARGETS, column.heading, said[column.heading]
    yield NOTICE, "", "通报开头引用的就是这里的标题和发文字号。"
    yield UNITS, "", "各单位报来的表上写全称、简称、曾用名都认得出，前提是写在“其他名称”里。"
    yield UNITS, "专人、分管领导", "专人是负责报送的人。专人、联系电话和邮箱用于发表、退回和催报；分管领导没有就空着。"
    yield (
        ADJUSTMENTS,
        "",
        "年中经批准调整目标的，在这里登记一行：从起始月起按新目标计算，以前各月仍按原目标。“目标任务”表里的目标值不用改。",
    )
    yield HOLIDAYS, "", "法定节假日和调休上班日，用来算报送截止日。按国务院办公厅当年的通知填写；空着就只按周末计算。"


_GUIDE = tuple(_guide())
