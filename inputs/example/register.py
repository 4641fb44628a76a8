"""The register as a person left it after reviewing what the program proposed from the notice (invented decisions)."""

from dataclasses import replace

from pipeline.model import Indicator, Rhythm
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
    return write_register(replace(proposal, register=replace(proposal.register, projects=projects), doubts=()))


def _reviewed(indicator: Indicator) -> Indicator:
    rhythm, first = RHYTHMS.get(indicator.id, (indicator.rhythm, indicator.first))
    return replace(
        indicator,
        name=NAMES.get(indicator.id, indicator.name),
        sign=SIGNS.get(indicator.id, indicator.sign),
        rhythm=rhythm,
        first=first,
    )
