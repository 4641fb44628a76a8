"""Official documents as data, for the tests of setting and proving them."""

from dataclasses import replace

from pipeline.document import (
    Align,
    Annex,
    Column,
    Document,
    Evidence,
    Head,
    Imprint,
    Paragraph,
    Role,
    Span,
    Table,
    TableCell,
)
from pipeline.source import Where

LIFTS = Where("区规划自然资源局.xlsx", "进展表", "G5", "33台")
HOMES = Where("区残联.xlsx", "Sheet1", "G4", "402")
LIFTS_DONE = Evidence((LIFTS,), "33÷60=55.0%")
HOMES_DOUBTED = Evidence((HOMES,), "", ("表内累计完成402户，进展情况写“已改造420户”，两处不一致。",))


def text(role: Role, *spans: str | Span, lead: str = "") -> Paragraph:
    """A paragraph of plain texts and spans."""
    return Paragraph(role, tuple(Span(each) if isinstance(each, str) else each for each in spans), lead)


BODY = (
    text(Role.ADDRESSEE, "各责任单位："),
    text(
        Role.BODY,
        "按照《重庆市永川区人民政府办公室关于做好2023年区级重点民生实事有关工作的通知》（永川府办发〔2023〕12号）要求，"
        "现将截至5月31日15件区级重点民生实事推进情况通报如下：",
    ),
    text(Role.HEADING_1, "一、总体情况"),
    text(
        Role.BODY,
        "15件民生实事共分解为20项目标任务，由13个单位负责。截至5月底，20项任务中，已完成1项，进度较快3项，"
        "基本按序时推进10项，滞后5项，未报送1项。",
    ),
    text(Role.HEADING_1, "二、进展较快的事项"),
    text(
        Role.HEADING_2,
        "全年目标60台，累计完成",
        Span("33", LIFTS_DONE),
        "台，完成率",
        Span("55.0%", LIFTS_DONE),
        "，超过序时进度25.0个百分点（责任单位：区规划自然资源局）。",
        lead="（一）老旧住宅增设电梯。",
    ),
    text(
        Role.HEADING_2,
        "全年目标633户，累计完成",
        Span("402", HOMES_DOUBTED),
        "户，完成率63.5%（责任单位：区残联）。",
        lead="（二）无障碍改造。",
    ),
    text(Role.HEADING_1, "三、下一步工作建议"),
    *(
        text(
            Role.HEADING_2,
            "各责任单位要倒排工期，逐个项目明确完成时限，落实专人，每月底按要求报送，做到数据、文字一致。" * 2,
            lead=f"（{numeral}）{name}。",
        )
        for numeral, name in zip(
            "一二三四五六", ("加快推进", "规范报送", "保障要素", "跟踪督查", "通报问题", "确保实效"), strict=True
        )
    ),
    text(Role.ATTACHMENTS, "附件：1.永川区2023年重点民生实事推进情况表（截至2023年5月31日，按项目排列）"),
    text(Role.ATTACHMENTS, "2.进度滞后事项清单"),
    text(Role.SIGNATURE, "重庆市永川区发展和改革委员会"),
    text(Role.DATE, "2023年6月5日"),
    text(Role.NOTE, "（此件公开发布）"),
)

COLUMNS = (
    Column("序号", 6, Align.CENTRE),
    Column("项目名称", 16, Align.CENTRE),
    Column("2023年目标任务", 34, Align.JUSTIFY),
    Column("累计完成", 12, Align.CENTRE),
    Column("完成率", 10, Align.CENTRE),
    Column("责任单位", 14, Align.CENTRE),
    Column("进度", 10, Align.CENTRE),
)

PROJECTS = (
    ("老城有机更新", 4),
    ("“四好农村路”建设", 1),
    ("教育惠民工程", 2),
    ("开展青少年心理健康教育", 1),
    ("适龄女性接种HPV疫苗补助", 1),
    ("医疗卫生服务能力提升工程", 1),
    ("开展“百千万惠残助残行动”", 1),
    ("实施老年人照顾服务计划", 1),
    ("就业创业帮扶", 1),
    ("“增绿添园”工程", 1),
    ("城乡厕所建设", 2),
    ("地下“有限空间”安全监测整治", 1),
    ("城区道路照明改造工程", 1),
    ("城区交通缓堵工程", 1),
    ("群众身边的体育设施建设", 1),
)


def table(projects: tuple[tuple[str, int], ...] = PROJECTS) -> Table:
    """The annex table: one row per task, number and name of a project merged over its tasks."""
    rows = []
    for number, (name, tasks) in enumerate(projects, 1):
        for task in range(tasks):
            evidence = Evidence(
                (Where("区城市管理局.xlsx", "6月", f"D{10 + task}", "4.05公里"),), "4.05公里换算为4050米"
            )
            merged = (cell(str(number)), cell(name)) if task == 0 else (TableCell(continues=True),) * 2
            rows.append(
                (
                    *merged,
                    cell("建设村（社区）老年食堂8个、养老助餐点23个，实现全区镇（街道）老年食堂全覆盖。"),
                    TableCell(((Span("4050米"),),), evidence=evidence),
                    cell("50.0%"),
                    cell("区城市管理局"),
                    cell("进度较快"),
                )
            )
    return Table(COLUMNS, tuple(rows))


def cell(words: str) -> TableCell:
    return TableCell(((Span(words),),))


ANNEXES = (
    Annex(
        1,
        "永川区2023年重点民生实事推进情况表（截至2023年5月31日，按项目排列）",
        (
            table(),
            text(
                Role.TABLE_NOTE, "注：序时进度自3月起按月均衡计算，截至5月底为30.0%；高于10个百分点及以上为进度较快。"
            ),
        ),
    ),
    Annex(2, "进度滞后事项清单", (text(Role.BODY, "截至5月底，滞后事项5项，请各责任单位对照整改。"),)),
)

CIRCULAR = Document(
    title="关于2023年5月区级重点民生实事推进情况的通报",
    head=Head("重庆市永川区发展和改革委员会文件", "永川发改〔2023〕38号"),
    body=BODY,
    annexes=ANNEXES,
    imprint=Imprint(
        "区委办公室，区人大常委会办公室，区政府办公室，区政协办公室，区纪委监委，各镇人民政府、街道办事处",
        "重庆市永川区发展和改革委员会办公室",
        "2023年6月5日",
    ),
    remarks=("成文日期待定。", "区农业农村委未报送。"),
    author="重庆市永川区发展和改革委员会",
)


def long_text(characters: int) -> Document:
    """One paragraph of nothing but 汉字, for counting lines and characters."""
    return replace(CIRCULAR, body=(text(Role.BODY, "民" * characters),), annexes=(), imprint=None, remarks=())
