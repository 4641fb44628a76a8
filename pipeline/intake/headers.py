"""What a column is, from the words of its header (表头)."""

import re
from enum import StrEnum


class Column(StrEnum):
    """What the cells of a column say, in the words used to name it in findings."""

    NUMBER = "序号"
    PROJECT = "项目名称"
    TASK = "目标任务"
    UNIT = "责任单位"
    INDICATOR = "指标名称"
    TARGET = "目标值"
    MEASURE = "计量单位"
    DONE = "累计完成"
    MONTHLY = "本月完成"
    RATE = "完成率"
    VERDICT = "进度评价"
    PROGRESS = "进展情况"
    PROBLEM = "存在问题"
    NEXT_STEP = "下步计划"
    SPENT = "投资完成率"
    KEY = "编号"
    OTHER = "其他"


FIGURES = (Column.DONE, Column.PROGRESS, Column.RATE, Column.VERDICT)
SUBJECTS = (Column.PROJECT, Column.TASK, Column.INDICATOR, Column.KEY)

_WORDS: tuple[tuple[Column, str], ...] = (
    # The first that fits wins, so what is narrow stands before what is wide.
    (
        Column.OTHER,
        r"投资|资金|额度|万元.*(占比|完成)|领导|联系人|电话|配合|协同(?!.*责任主体)|^备注|建设地点|起止|分管"
        r"|上一?个?[月期]|上年|去年|往年|历年|历史|同期|开工|(?<!含)在建|剩余|未完成(?!.*原因)|应完成|应达|(?<!年度)(?<!全年)计划完成"
        r"|^(1[-—~～至]\d{1,2}月份?)?(累计)?计划$|^(计划|预定)(形象)?进度|^(年度|全年)?(工作)?(推进|进度)(计划|安排)|^(?!.*(是否|达到|达序)).*序时"
        r"|十[三四五]五|累计(?!.*完成).*(计划|目标|任务|签约|签订|受理|惠及|支出|到位|进场|申报|报名|登记)",
    ),
    (Column.KEY, r"^(填报)?编号$|^指标编号$|^任务编号$|^id$"),
    (Column.NUMBER, r"^序号?$|^no\.?$"),
    (Column.MEASURE, r"^(计量)?单位$|^计量单位"),
    (Column.UNIT, r"责任单位|牵头|业主|责任主体|责任部门|填报单位|实施单位|承办单位|主管部门"),
    (Column.NEXT_STEP, r"下[一]?步|下[个]?月|工作打算|推进措施|\d+月份?(工作)?计划"),
    (Column.PROBLEM, r"问题|困难|原因|^说明$|情况说明"),
    (Column.TARGET, r"计划完成|目标完成数"),
    (Column.RATE, r"完成率|完成比例|完成比|占比|百分比|^(累计|实际)?进度[（(]?%"),
    (Column.VERDICT, r"达序|是否|状态|评价|进度判断|进度情况评估"),
    (Column.MONTHLY, r"^(?!.*(累计|截至|截止)).*(本月|当月|月度|^\d+月份?)(实际)?(完成|新增)(数|量|情况)?$"),
    (
        Column.DONE,
        r"累计完成|累计数|累计量|完成数|完成量|实际完成|累计(?!.*进展)|已完成(数|量)?$|完成值|实绩|^(1[-—~～至]\d{1,2}月份?|\d{1,2}月底)(实际|完成|实际完成)$",
    ),
    (Column.PROGRESS, r"进展|推进|落实|完成情况|形象进度|工作情况|进度"),
    (Column.PROJECT, r"项目名称|事项名称|实事项目(?!数)|^项目$|^事项$|实事名称|大类"),
    (Column.TARGET, r"目标值|目标数|目标量|计划数|计划量|任务数|任务量|^(年度|全年)?目标$"),
    (Column.INDICATOR, r"指标|分项|子项|具体任务|具体内容"),
    (Column.TASK, r"目标任务|工作任务|主要任务|建设内容|事项内容|工作目标|任务|内容|工作举措|预期目标"),
)
_COMPILED = tuple((column, re.compile(pattern, re.IGNORECASE)) for column, pattern in _WORDS)
_OF_THE_MONTH = re.compile(r"[本当][月期](?!底)|^\d{1,2}月份?$")
_SO_FAR = re.compile(r"累计|截[至止]|[至到]本月|1[-—~～至]")
_SHARE = re.compile(r"完成率|占比|比例|百分比")
_SPACE = re.compile(r"[\s　​﻿]+")
_MONTH_PREFIX = re.compile(r"^(截至|截止|1[-—~～至]|\d{4}年|（?(\d{1,2}[-—~～至])?\d{1,2}月底?）?)+")


def column_of(labels: tuple[str, ...]) -> Column | None:
    """What a header says, from its cells of top to bottom (a merged parent and its child); None for unknown words.

    The child decides; where it says nothing the parent does. Money columns under an 投资 parent are never figures;
    their share of the year's plan (投资完成率) is read beside them.
    """
    clean = [_SPACE.sub("", label) for label in labels]
    if any("投资" in label for label in clean):
        if _SHARE.search(clean[-1]):
            return Column.SPENT
        return Column.OTHER
    for label in (*reversed(clean), "".join(clean)):
        for text in (label, _MONTH_PREFIX.sub("", label)):
            for column, pattern in _COMPILED:
                if text and len(text) <= 40 and pattern.search(text):
                    return Column.MONTHLY if column is Column.DONE and is_of_the_month(tuple(clean)) else column
    return None


def is_of_the_month(labels: tuple[str, ...]) -> bool:
    """Whether a header asks for what was done this month alone: 完成数 with 本月 below or above it; not 本月累计."""
    return any(map(_OF_THE_MONTH.search, labels)) and not any(map(_SO_FAR.search, labels))
