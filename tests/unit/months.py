"""A month built by hand: May 2023 of a small district, with one of each thing that can happen to an indicator."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction

from pipeline.findings import Finding, Rule, Severity
from pipeline.model import (
    Adjustment,
    Assessment,
    Bound,
    Carried,
    Comparator,
    Correction,
    Entry,
    Evidence,
    FileState,
    Indicator,
    Inspection,
    Issue,
    Kind,
    Month,
    Notice,
    Origin,
    Past,
    Project,
    Reason,
    Register,
    Rhythm,
    State,
    Status,
    Submission,
    Task,
    Unit,
    UnitReport,
    Verdict,
)
from pipeline.period import Period
from pipeline.source import Where

MAY, APRIL, DECEMBER = Period(2023, 5), Period(2023, 4), Period(2023, 12)
BEIJING = timezone(timedelta(hours=8))

NOT_A_NUMBER = Rule(
    "V101",
    Severity.ERROR,
    "不是数字",
    "累计完成填的是“{raw}”，不是数字。",
    "请填写截至月底的累计{measure}数，只填数字。",
)
WRONG_MONTH = Rule(
    "S101", Severity.ERROR, "报告期不符", "表头写的是{given}，本次收集的是{wanted}，未采用。", "请报送{wanted}的表。"
)
DISAGREES = Rule(
    "V201",
    Severity.WARNING,
    "表文不一致",
    "表内累计完成{raw}，进展情况写“{prose}”，两处不一致。",
    "请核实后改成一致再报。",
)
EMPTY = Rule("V202", Severity.WARNING, "未填", "累计完成没有填。", "请补填截至月底的累计数。")
CONVERTED = Rule(
    "V301", Severity.NOTE, "已换算", "累计完成{raw}，已按{value}计入（目标单位为{measure}）。", "如有误请更正。"
)
UNKNOWN_FILE = Rule("F201", Severity.WARNING, "认不出", "看不出是哪个单位报送的。", "请核对后重新命名。")


def _quantity(id: str, name: str, target: str, measure: str, comparator: Comparator = Comparator.EQUAL) -> Indicator:
    return Indicator(
        id, name, Kind.QUANTITY, Rhythm.EVEN, comparator, Decimal(target), measure, Period(2023, 3), DECEMBER
    )


def _milestone(id: str, name: str, sign: str) -> Indicator:
    return Indicator(id, name, Kind.MILESTONE, Rhythm.WORKS, None, None, "", APRIL, DECEMBER, sign=sign)


HOMES = _quantity("1-1-1", "老旧小区改造", "200", "个", Comparator.AT_LEAST)
GAS = _quantity("1-2-1", "燃气设施更新改造", "600", "个")
GAS_HOMES = _quantity("1-2-2", "惠及居民", "14", "万户")
LIFTS = _quantity("1-3-1", "增设老旧住宅电梯", "60", "台")
PIPES = _quantity("1-4-1", "供水管道改造", "10", "处")
PUMPS = _quantity("1-4-2", "二次加压设备", "5", "套")
METERS = _quantity("1-4-3", "更换超期水表", "5000", "只")
ROADS = _quantity("2-1-1", "“四好农村路”", "200", "公里")
SCHOOL = _milestone("3-1-1", "兴龙湖小学周边有机更新", "完成")
TOILETS = _quantity("3-2-1", "农村户厕改造", "3000", "户")
ACCESS = _quantity("3-3-1", "困难重度残疾人家庭无障碍改造", "500", "户")
SURVEY = replace(_quantity("3-3-2", "残疾人需求调查", "1", "次"), rhythm=Rhythm.ONCE)
DOCTORS = Indicator(
    "3-4-1", "重点人群家庭医生签约覆盖率", Kind.RATE, Rhythm.EVEN, Comparator.AT_LEAST, Decimal(90), "%",
    Period(2023, 3), DECEMBER,
)  # fmt: skip
LIBRARY = _milestone("3-5-1", "文化馆投用", "投用")

PROJECTS = (
    Project(
        1,
        "老城有机更新",
        (
            Task("1-1", 1, "实施200个以上老旧小区改造。", "区住房城乡建委", (), (HOMES,)),
            Task(
                "1-2", 1, "对600个老旧小区实施燃气设施更新改造，惠及居民14万户。", "区经济信息委", (), (GAS, GAS_HOMES)
            ),
            Task("1-3", 1, "根据业主申请，增设老旧住宅电梯60台。", "区规划自然资源局", (), (LIFTS,)),
            Task(
                "1-4",
                1,
                "改造老旧小区供水管道10处，包括改造或维护二次加压设备5套，更换超期水表5000只。",
                "区城市管理局",
                (),
                (PIPES, PUMPS, METERS),
            ),
        ),
    ),
    Project(
        2,
        "“四好农村路”建设",
        (Task("2-1", 2, "建设“四好农村路”200公里（含重要农村公路）。", "区交通局", (), (ROADS,)),),
    ),
    Project(
        3,
        "城乡民生保障",
        (
            Task("3-1", 3, "完成兴龙湖小学周边有机更新项目。", "区新城建管委", ("区教委",), (SCHOOL,)),
            Task("3-2", 3, "改造农村户厕3000户。", "区农业农村委", (), (TOILETS,)),
            Task(
                "3-3",
                3,
                "实施困难重度残疾人家庭无障碍改造500户，开展需求调查1次。",
                "区残联",
                (),
                (ACCESS, SURVEY),
            ),
            Task("3-4", 3, "重点人群家庭医生签约服务覆盖率达到90%以上。", "区卫生健康委", (), (DOCTORS,)),
            Task("3-5", 3, "文化馆建成投用。", "区文化旅游委", (), (LIBRARY,)),
        ),
    ),
)

UNITS = (
    Unit("区住房城乡建委", (), "王工", "zj@example.cn", "023-49800001"),
    Unit("区经济信息委", (), "李工", "jx@example.cn", "023-49800002"),
    Unit("区规划自然资源局", (), "张工", "gh@example.cn", "023-49800003"),
    Unit("区城市管理局", (), "刘工", "cg@example.cn", "023-49800004"),
    Unit("区交通局", (), "陈工", "jt@example.cn", "023-49800005"),
    Unit("区新城建管委", (), "杨工", "", ""),
    Unit("区农业农村委", (), "赵工", "ny@example.cn", "023-49800007"),
    Unit("区残联", (), "黄工", "cl@example.cn", "023-49800008"),
    Unit("区卫生健康委", (), "周工", "wj@example.cn", "023-49800009"),
    Unit("区文化旅游委", (), "吴工", "wl@example.cn", "023-49800010"),
)

ADJUSTED = Adjustment(
    "1-4-3", MAY, Decimal(5000), Decimal(4000), "永川府办〔2023〕31号", Where("targets.xlsx", "目标调整", "A2")
)

REGISTER = Register(
    2023,
    Notice(
        "关于做好2023年区级重点民生实事有关工作的通知",
        "永川府办发〔2023〕12号",
        "重庆市永川区人民政府办公室",
        date(2023, 2, 17),
    ),
    PROJECTS,
    UNITS,
    (ADJUSTED,),
)

PROSE = {
    "1-1-1": "已完工34个小区，在建41个。",
    "1-3-1": "已完成33台，在建12台。",
    "2-1-1": "路基已完成约九成。",
    "3-1-1": "正在进行外立面施工。",
    "3-3-1": "已改造420户，其余正在入户设计。",
    "3-5-1": "文化馆已于5月20日开馆。",
}


def _entry(indicator: Indicator, unit: str, raw: str, row: int, *, done: str | None = None, **more: object) -> Entry:
    where = Where(f"{unit}.xlsx", "进展表", f"G{row}", raw)
    figure = Decimal(done) if done is not None else None
    progress = PROSE.get(indicator.id, "")
    entry = Entry(indicator.id, MAY, figure, progress=progress, origin=Origin.CELL, where=where, unit=unit)
    return replace(entry, **more)  # type: ignore[arg-type]


def _past(done: str | None, *, status: Status = Status.ON_PACE, state: State | None = None, behind: int = 0) -> Past:
    return Past(APRIL, status, Decimal(done) if done else None, state, "", behind)


def _counted(
    indicator: Indicator, unit: str, status: Status, entry: Entry, pace: Fraction, **more: object
) -> Assessment:
    target = more.pop("target", indicator.target)
    assert entry.done is not None
    assert isinstance(target, Decimal)
    rate = Fraction(entry.done) / Fraction(target)
    task = indicator.id.rsplit("-", 1)[0]
    judged = Assessment(indicator, task, unit, status, entry, target, rate, pace, rate - pace)
    return replace(judged, **more)  # type: ignore[arg-type]


def _uncounted(indicator: Indicator, unit: str, status: Status, **more: object) -> Assessment:
    task = indicator.id.rsplit("-", 1)[0]
    judged = Assessment(indicator, task, unit, status, target=indicator.target)
    return replace(judged, **more)  # type: ignore[arg-type]


EVEN = Fraction(3, 10)

ASSESSMENTS = (
    _counted(
        HOMES,
        "区住房城乡建委",
        Status.BEHIND,
        _entry(HOMES, "区住房城乡建委", "34", 5, done="34", verdict="正常推进", problem="部分小区地下管线资料缺失"),
        EVEN,
        previous=_past("20", status=Status.BEHIND, behind=1),
        months_behind=2,
    ),
    _counted(
        GAS,
        "区经济信息委",
        Status.ON_PACE,
        _entry(GAS, "区经济信息委", "190余", 5, done="190", bound=Bound.AT_LEAST),
        EVEN,
        previous=_past("120"),
    ),
    _uncounted(
        GAS_HOMES,
        "区经济信息委",
        Status.NOT_REPORTED,
        reason=Reason.BLANK,
        entry=_entry(GAS_HOMES, "区经济信息委", "", 6),
        previous=_past("3.2"),
        carried=Carried(APRIL, Decimal("3.2")),
    ),
    _counted(
        LIFTS,
        "区规划自然资源局",
        Status.AHEAD,
        _entry(LIFTS, "区规划自然资源局", "33台", 5, done="33", reported_rate=Decimal("0.55")),
        EVEN,
        previous=_past("21", status=Status.AHEAD),
    ),
    _counted(
        PIPES,
        "区城市管理局",
        Status.COMPLETED,
        _entry(PIPES, "区城市管理局", "12", 5, done="12", reported_rate=Decimal("1")),
        EVEN,
        previous=_past("8", status=Status.AHEAD),
    ),
    _counted(
        PUMPS,
        "区城市管理局",
        Status.ON_PACE,
        _entry(PUMPS, "区城市管理局", "1", 6, done="1"),
        Fraction(1, 5),
        previous=_past("1"),
    ),
    _counted(
        METERS,
        "区城市管理局",
        Status.ON_PACE,
        _entry(METERS, "区城市管理局", "0.15万只", 7, done="1500"),
        EVEN,
        target=Decimal(4000),
        adjusted=ADJUSTED,
        previous=_past("1100"),
    ),
    _uncounted(
        ROADS,
        "区交通局",
        Status.NOT_REPORTED,
        reason=Reason.REFUSED,
        entry=_entry(ROADS, "区交通局", "约九成", 5),
        previous=_past("52"),
        carried=Carried(APRIL, Decimal(52)),
    ),
    _uncounted(
        SCHOOL,
        "区新城建管委",
        Status.ON_PACE,
        entry=_entry(SCHOOL, "区新城建管委", "推进中", 5, state=State.IN_PROGRESS),
        previous=_past(None, state=State.NOT_STARTED),
    ),
    _uncounted(
        TOILETS,
        "区农业农村委",
        Status.NOT_REPORTED,
        reason=Reason.MISSING,
        previous=_past("905"),
        carried=Carried(APRIL, Decimal(905)),
    ),
    _counted(
        ACCESS,
        "区残联",
        Status.AHEAD,
        _entry(ACCESS, "区残联", "420", 4, done="420", origin=Origin.CORRECTION),
        EVEN,
        corrected=Correction(
            "3-3-1",
            Decimal(420),
            "电话核实，表内漏计18户",
            "电话记录",
            "周敏",
            date(2023, 6, 2),
            Where("本月事项.xlsx", "更正", "B2", "420"),
        ),
        replaced=_entry(ACCESS, "区残联", "402", 4, done="402"),
        previous=_past("310", status=Status.AHEAD),
    ),
    _uncounted(SURVEY, "区残联", Status.NOT_DUE),
    _uncounted(
        DOCTORS,
        "区卫生健康委",
        Status.ON_PACE,
        entry=_entry(DOCTORS, "区卫生健康委", "62.5%", 5, done="62.5"),
        previous=_past("60"),
    ),
    _uncounted(
        LIBRARY,
        "区文化旅游委",
        Status.COMPLETED,
        entry=_entry(LIBRARY, "区文化旅游委", "已完成", 5, state=State.DONE),
        previous=_past(None, state=State.IN_PROGRESS),
    ),
)

FINDINGS = (
    NOT_A_NUMBER.at(
        Where("区交通局.xlsx", "进展表", "G5", "约九成"), unit="区交通局", task="2-1", indicator="2-1-1", measure="公里"
    ),
    WRONG_MONTH.at(
        Where("区规划自然资源局4月.xlsx", "进展表", "A1", "2023年4月进展情况表"),
        unit="区规划自然资源局",
        given="2023年4月",
        wanted="2023年5月",
    ),
    DISAGREES.at(
        Where("区残联.xlsx", "进展表", "G4", "402"),
        unit="区残联",
        task="3-3",
        indicator="3-3-1",
        also=(Where("区残联.xlsx", "进展表", "H4", PROSE["3-3-1"]),),
        prose="已改造420户",
    ),
    EMPTY.at(Where("区经济信息委.xlsx", "进展表", "G6"), unit="区经济信息委", task="1-2", indicator="1-2-2"),
    CONVERTED.at(
        Where("区城市管理局.xlsx", "进展表", "G7", "0.15万只"),
        unit="区城市管理局",
        task="1-4",
        indicator="1-4-3",
        value="1500只",
        measure="只",
    ),
    UNKNOWN_FILE.at(Where("扫描件.pdf")),
)


def _file(name: str, unit: str, state: FileState = FileState.ACCEPTED, day: int = 30) -> Submission:
    received = datetime(2023, 5, day, 9, 12, tzinfo=BEIJING) if day <= 31 else None
    return Submission(name, f"{len(name):02x}" * 32, state, unit, MAY, date(2023, 5, day), received)


SENT = tuple(each.name for each in UNITS if each.name != "区农业农村委")
SUBMISSIONS = (
    *(_file(f"{name}.xlsx", name, day=31 if name == "区文化旅游委" else 29) for name in SENT),
    replace(_file("区规划自然资源局4月.xlsx", "区规划自然资源局", FileState.REFUSED), period=APRIL),
    _file("区住房城乡建委（初稿）.xlsx", "区住房城乡建委", FileState.REPLACED, 26),
    _file("区交通局 - 副本.xlsx", "区交通局", FileState.DUPLICATE),
    Submission("扫描件.pdf", "ab" * 32, FileState.IGNORED),
)


def _units(findings: Iterable[Finding]) -> tuple[UnitReport, ...]:
    returned = {each.unit for each in findings if each.is_error}
    reports = []
    for unit in UNITS:
        files = tuple(each for each in SUBMISSIONS if each.unit == unit.name)
        theirs = [each for each in ASSESSMENTS if each.unit == unit.name]
        sent = bool(files)
        reports.append(
            UnitReport(
                unit.name,
                sent,
                late=unit.name == "区文化旅游委" if sent else None,
                returned=unit.name in returned,
                evidence=Evidence.MAIL if sent else Evidence.NONE,
                received=files[0].filled if sent else None,
                files=files,
                total=len(theirs),
                filled=sum(each.is_reported for each in theirs),
            )
        )
    return tuple(reports)


def may() -> Month:
    """May 2023: 3 projects, 10 tasks, 14 indicators, 10 units of which one sent nothing and one sent late."""
    return Month(
        period=MAY,
        register=REGISTER,
        issue=Issue("永川发改〔2023〕38号", "", date(2023, 6, 5)),
        submissions=SUBMISSIONS,
        assessments=ASSESSMENTS,
        tasks=(
            Verdict("1-1", Status.BEHIND),
            Verdict("1-2", Status.NOT_REPORTED, Reason.BLANK),
            Verdict("1-3", Status.AHEAD),
            Verdict("1-4", Status.ON_PACE),
            Verdict("2-1", Status.NOT_REPORTED, Reason.REFUSED),
            Verdict("3-1", Status.ON_PACE),
            Verdict("3-2", Status.NOT_REPORTED, Reason.MISSING),
            Verdict("3-3", Status.AHEAD),
            Verdict("3-4", Status.ON_PACE),
            Verdict("3-5", Status.COMPLETED),
        ),
        projects=(
            Verdict("1", Status.BEHIND),
            Verdict("2", Status.NOT_REPORTED, Reason.REFUSED),
            Verdict("3", Status.NOT_REPORTED, Reason.MISSING),
        ),
        units=_units(FINDINGS),
        findings=FINDINGS,
        inspections=(
            Inspection(date(2023, 5, 18), "中山路小区", "1-1", "雨污管网开挖后未及时回填", "请于6月10日前回填"),
        ),
        deadline=date(2023, 5, 30),
    )


def empty() -> Month:
    """The same month before anything came in: every unit is missing, nothing is found."""
    month = may()
    return replace(
        month,
        submissions=(),
        findings=(),
        inspections=(),
        assessments=tuple(
            Assessment(
                each.indicator, each.task, each.unit, Status.NOT_REPORTED, reason=Reason.MISSING, target=each.target
            )
            for each in month.assessments
        ),
        tasks=tuple(Verdict(each.id, Status.NOT_REPORTED, Reason.MISSING) for each in month.tasks),
        projects=tuple(Verdict(each.id, Status.NOT_REPORTED, Reason.MISSING) for each in month.projects),
        units=tuple(UnitReport(each.name, False, total=each.total) for each in month.units),
    )
