"""The register as a person left it after reviewing what the program proposed from the notice (invented decisions)."""

from dataclasses import replace

from pipeline.model import Indicator, Rhythm, Unit
from pipeline.period import Period
from pipeline.targets.notice import read_notice
from pipeline.targets.proposal import propose
from pipeline.targets.register import write_register

YEAR = 2023

NAMES = {
    "4-1-2": "心理健康教育专兼职指导教师区级培训",
    "5-1-1": "适龄女性HPV疫苗接种补助愿接尽接",
    "6-1-1": "江苏省中医院重庆医院主体施工",
    "15-1-2": "农村健身点",
}
SIGNS = {
    "3-1-2": "年度计划内的校园周边更新项目全部完工",
    "3-2-1": "主体结构封顶",
    "3-2-2": "改建完工并通过验收",
    "6-1-2": "主体结构封顶",
    "14-1-2": "年度计划内的路段全部完工",
}
CONTACTS = {
    "区住房城乡建委": ("王建", "zjw", "01"),
    "区经济信息委": ("李新", "jxw", "02"),
    "区规划自然资源局": ("张规", "gzj", "03"),
    "区城市管理局": ("刘城", "cgj", "04"),
    "区交通局": ("陈路", "jtj", "05"),
    "区新城建管委": ("杨新", "xcw", "06"),
    "区教委": ("赵学", "jw", "07"),
    "区卫生健康委": ("周康", "wjw", "08"),
    "区残联": ("黄助", "cl", "09"),
    "区民政局": ("吴民", "mzj", "10"),
    "区人力社保局": ("徐业", "rsj", "11"),
    "区农业农村委": ("孙农", "nyw", "12"),
    "区文化旅游委": ("马文", "wlw", "13"),
}
"""Whom to ask at each unit: the person, the mailbox and the end of the telephone number, all invented."""
RHYTHMS = {"4-1-2": (Rhythm.EVEN, Period(YEAR, 3))}


def register_xlsx(notice: bytes) -> bytes:
    """The reviewed register: clearer names, what counts as done, one rhythm decided; nothing left to settle."""
    proposal = propose(read_notice("notice.docx", notice), YEAR)
    projects = tuple(
        replace(
            project,
            tasks=tuple(
                replace(task, indicators=tuple(_reviewed(each) for each in task.indicators)) for task in project.tasks
            ),
        )
        for project in proposal.register.projects
    )
    units = tuple(_with_contact(each) for each in proposal.register.units)
    return write_register(
        replace(proposal, register=replace(proposal.register, projects=projects, units=units), doubts=())
    )


def _with_contact(unit: Unit) -> Unit:
    if unit.name not in CONTACTS:
        return unit
    person, mailbox, ending = CONTACTS[unit.name]
    return replace(unit, contact=person, mail=f"{mailbox}@example.cn", telephone=f"023-498000{ending}")


def _reviewed(indicator: Indicator) -> Indicator:
    rhythm, first = RHYTHMS.get(indicator.id, (indicator.rhythm, indicator.first))
    return replace(
        indicator,
        name=NAMES.get(indicator.id, indicator.name),
        sign=SIGNS.get(indicator.id, indicator.sign),
        rhythm=rhythm,
        first=first,
    )
