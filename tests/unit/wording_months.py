"""Months to be worded: the district's list of 2023 with its 39 indicators, and what its units say in one month.

The figures are invented. What a month is made from is what the judgement gets: entries, submissions, facts.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from pipeline.findings import Finding
from pipeline.judging import judge
from pipeline.model import (
    Comparator,
    Entry,
    FileState,
    Indicator,
    Kind,
    Month,
    MonthFacts,
    Notice,
    Origin,
    Past,
    Project,
    Register,
    Rhythm,
    State,
    Status,
    Submission,
    Task,
    Unit,
)
from pipeline.period import Period
from pipeline.settings import Settings
from pipeline.source import Where

LIST = """
1 老城有机更新
1-1 区住房城乡建委 实施200个以上老旧小区改造。
1-1-1 老旧小区改造 >=200个 even
1-2 区经济信息委 对600个老旧小区及保障性租赁住房实施燃气设施更新改造。
1-2-1 燃气设施更新改造 =600个 works
1-3 区规划自然资源局 根据业主申请，增设老旧住宅电梯60台。
1-3-1 老旧住宅增设电梯 =60台 even
1-4 区城市管理局 改造老旧小区供水管道10处，包括改造或维护二次加压设备5套，更换超期水表5000只。
1-4-1 供水管道改造 =10处 even
1-4-2 二次加压设备改造 =5套 even
1-4-3 超期水表更换 =5000只 even
2 “四好农村路”建设
2-1 区交通局 建设“四好农村路”200公里（含重要农村公路）。
2-1-1 “四好农村路” =200公里 works
3 教育惠民工程
3-1 区新城建管委 建设云谷幼儿园，预计完成工程量40%；完成兴龙湖小学周边有机更新项目。
3-1-1 云谷幼儿园建设 =40% works
3-1-2 新城校园周边有机更新 做 works
3-1-3 兴龙湖小学周边有机更新 做 works
3-2 区教委 建设红河小学综合楼，改建东皋书院幼儿园，投用湖山1号幼儿园。
3-2-1 红河小学综合楼建设 做 works
3-2-2 东皋书院幼儿园改建 做 works
3-2-3 湖山1号幼儿园投用 做 works 8
4 开展青少年心理健康教育
4-1 区教委 心理辅导室覆盖率达到90%以上，培训指导教师不少于50名，知晓率达到70%以上。
4-1-1 心理辅导室覆盖率 率>=90% even
4-1-2 心理健康指导教师培训 >=50名 once 9
4-1-3 中小学心理健康教育和实践活动 做 standing
4-1-4 心理健康核心知识知晓率 率>=70% even
5 适龄女性接种HPV疫苗补助
5-1 区卫生健康委 实现愿接尽接。
5-1-1 HPV疫苗接种补助愿接尽接 做 even
6 医疗卫生服务能力提升工程
6-1 区卫生健康委 完成江苏省中医院重庆医院主体施工，建设渝西精神卫生传染病救治中心。
6-1-1 江苏省中医院重庆医院主体施工 做 works
6-1-2 渝西精神卫生传染病救治中心建设 做 works
7 开展“百千万惠残助残行动”
7-1 区残联 实施困难重度残疾人家庭无障碍改造633户。建设渝馨家园22个，实现全覆盖。
7-1-1 无障碍改造 =633户 even
7-1-2 渝馨家园建设 =22个 even
7-1-3 渝馨家园全覆盖 做 even
8 实施老年人照顾服务计划
8-1 区民政局 设立老年食堂8个、养老助餐点23个，实现全覆盖。
8-1-1 老年食堂 =8个 even
8-1-2 养老助餐点 =23个 even
8-1-3 老年食堂（助餐点）全覆盖 做 even
9 就业创业帮扶
9-1 区人力社保局 开展职业技能培训7000人，发放创业担保贷款6000万元。
9-1-1 职业技能培训 =7000人 even
9-1-2 创业担保贷款发放 =6000万元 even
10 “增绿添园”工程
10-1 区城市管理局 建设体育文化公园1个，口袋公园6个。
10-1-1 体育文化公园建设 =1个 works
10-1-2 口袋公园建设 =6个 works
11 城乡厕所建设
11-1 区城市管理局 新改建城区公厕10座。
11-1-1 城区公厕新改建 =10座 works
11-2 区农业农村委 完成农村户厕改造2500户。
11-2-1 农村户厕改造 =2500户 even
12 地下“有限空间”安全监测整治
12-1 区城市管理局 完成窨井盖治理500个。
12-1-1 窨井盖治理 =500个 even
13 城区道路照明改造工程
13-1 区城市管理局 改建路灯170组，更换路灯电缆线8100米。
13-1-1 路灯改建 =170组 even
13-1-2 路灯电缆线更换 =8100米 even
14 城区交通缓堵工程
14-1 区城市管理局 改建港湾式公交站10座，实施老城区路面整治。
14-1-1 港湾式公交站改建 =10座 works
14-1-2 老城区路面整治 做 works
15 群众身边的体育设施建设
15-1 区文化旅游委 建设农村体育中心户30户、健身点30个。
15-1-1 农村体育中心户 =30户 even
15-1-2 健身点建设 =30个 even
"""

STATES = {"完成": State.DONE, "在建": State.IN_PROGRESS, "未启动": State.NOT_STARTED}
_TARGET = re.compile(r"(率?)(>=|<=|=|~)([\d.]+)(.+)")


def _indicator(line: str) -> Indicator:
    name, title, target, rhythm, *due = line.split()
    first = Period(2023, 4 if rhythm == "works" else 3)
    made = Indicator(
        name, title, Kind.MILESTONE, Rhythm(rhythm), first=first, due=Period(2023, int(due[0]) if due else 12)
    )
    if not (found := _TARGET.match(target)):
        return made
    kind = Kind.RATE if found[1] else Kind.QUANTITY
    return replace(made, kind=kind, comparator=Comparator(found[2]), target=Decimal(found[3]), measure=found[4])


def register(text: str = LIST) -> Register:
    """The register that a list writes: projects, tasks and indicators by their ids."""
    projects: list[Project] = []
    for line in filter(None, text.splitlines()):
        name, rest = line.split(maxsplit=1)
        match name.count("-"):
            case 0:
                projects.append(Project(int(name), rest))
            case 1:
                task = Task(name, projects[-1].number, rest.split(maxsplit=1)[1], rest.split()[0])
                projects[-1] = replace(projects[-1], tasks=(*projects[-1].tasks, task))
            case _:
                *others, task = projects[-1].tasks
                grown = replace(task, indicators=(*task.indicators, _indicator(line)))
                projects[-1] = replace(projects[-1], tasks=(*others, grown))
    names = dict.fromkeys(task.unit for project in projects for task in project.tasks)
    notice = Notice(
        "关于做好2023年区级重点民生实事有关工作的通知",
        "永川府办发〔2023〕12号",
        "重庆市永川区人民政府办公室",
        date(2023, 2, 17),
    )
    return Register(2023, notice, tuple(projects), tuple(Unit(name) for name in names), holidays=HOLIDAYS)


HOLIDAYS = {date(2023, 6, 22): True, date(2023, 6, 23): True, date(2023, 6, 25): False}

STEADY = {
    "1-1-1": "66", "1-2-1": "130", "1-3-1": "18", "1-4-1": "3", "1-4-2": "1", "1-4-3": "1500", "2-1-1": "48",
    "3-1-1": "9", "3-1-2": "在建", "3-1-3": "在建", "3-2-1": "在建", "3-2-2": "在建", "3-2-3": "在建",
    "4-1-1": "62.5", "4-1-3": "在建", "5-1-1": "在建", "6-1-1": "在建", "6-1-2": "在建", "7-1-1": "200",
    "7-1-2": "7", "7-1-3": "在建", "8-1-1": "2", "8-1-2": "7", "8-1-3": "在建", "9-1-1": "2100", "9-1-2": "1850",
    "10-1-1": "0", "10-1-2": "1", "11-1-1": "2", "11-2-1": "760", "12-1-1": "160", "13-1-1": "50", "13-1-2": "2500",
    "14-1-1": "2", "14-1-2": "在建", "15-1-1": "9", "15-1-2": "9",
}  # fmt: skip
"""May, when everything is about on pace; two things that are not due are not reported."""

PROGRESS = {"3-2-3": "室内装修完成八成，室外附属工程进场施工。", "6-1-1": "主体结构施工至十二层。"}


def entry(indicator: str, unit: str, value: str, period: Period, row: int, **more: object) -> Entry:
    """What a unit's sheet says of one indicator."""
    state = STATES.get(value)
    made = Entry(
        indicator,
        period,
        done=None if state or not value else Decimal(value),
        state=state,
        progress=PROGRESS.get(indicator, ""),
        origin=Origin.CELL,
        where=Where(f"{unit}.xlsx", "进展表", f"G{row}", value),
        unit=unit,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def month(
    period: Period = Period(2023, 5),
    told: Mapping[str, str] = STEADY,
    *,
    problems: Mapping[str, str] | None = None,
    more: Mapping[str, Mapping[str, object]] | None = None,
    silent: tuple[str, ...] = (),
    late: tuple[str, ...] = (),
    past: Mapping[str, tuple[Past, ...]] | None = None,
    facts: MonthFacts | None = None,
    findings: tuple[Finding, ...] = (),
    book: Register | None = None,
    settings: Settings | None = None,
) -> Month:
    """One month as judged. ``silent`` units send nothing, ``late`` ones after the deadline, the others in time."""
    book = book or register()
    entries, row = [], 4
    for task in book.tasks():
        for indicator in task.indicators:
            row += 1
            if indicator.id in told and task.unit not in silent:
                asked = {"problem": (problems or {}).get(indicator.id, ""), **(more or {}).get(indicator.id, {})}
                entries.append(entry(indicator.id, task.unit, told[indicator.id], period, row, **asked))
    sent = [_sent(unit.name, period, unit.name in late) for unit in book.units if unit.name not in silent]
    given = (period, book, facts or MonthFacts(), sent, entries, findings, past or {}, settings or Settings())
    return judge(*given, today=date(2024, 2, 1))


def _sent(unit: str, period: Period, late: bool) -> Submission:
    day = (period + 1).first_day.replace(day=6) if late else period.first_day.replace(day=25)
    return Submission(f"{unit}.xlsx", unit, FileState.ACCEPTED, unit, period, filled=day)


def before(period: Period, done: str, status: Status = Status.ON_PACE, months_behind: int = 0) -> tuple[Past, ...]:
    """An earlier month of an indicator, as the ledger holds it, after the months that it lagged before."""
    state = STATES.get(done)
    lagged = (Past(period + -ago, status, months_behind=months_behind - ago) for ago in range(months_behind - 1, 0, -1))
    return (*lagged, Past(period, status, None if state else Decimal(done), state, months_behind=months_behind))


def every(value: str = "") -> dict[str, str]:
    """Every indicator completed, as at the year's end; with ``value``, every quantity at that figure."""
    return {
        each.id: ("未启动" if value else "完成") if each.kind is Kind.MILESTONE else value or str(each.target)
        for each in register().indicators()
    }


MIXED = {
    **STEADY, "1-1-1": "34", "1-3-1": "33", "2-1-1": "12", "3-1-1": "", "3-2-3": "完成", "7-1-1": "150",
    "12-1-1": "523", "13-1-1": "90",
}  # fmt: skip
"""May with something of everything: completed, ahead, behind, blank, refused (fewer than in April), unreported."""

MIXED_PAST = {
    "1-1-1": before(Period(2023, 4), "30", Status.BEHIND, 1),
    "3-1-1": before(Period(2023, 4), "5"),
    "7-1-1": before(Period(2023, 4), "160"),
    "11-2-1": before(Period(2023, 4), "905"),
}


def mixed(facts: MonthFacts | None = None, settings: Settings | None = None) -> Month:
    """The month of :data:`MIXED`: one unit silent, one late, one reason given."""
    return month(
        told=MIXED,
        problems={"1-1-1": "部分小区地下管线资料缺失，改造方案多次调整。"},
        silent=("区农业农村委",),
        late=("区文化旅游委",),
        past=MIXED_PAST,
        facts=facts,
        settings=settings,
    )
