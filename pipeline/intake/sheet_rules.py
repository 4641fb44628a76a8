"""What may be wrong with a file and its sheets (核查问题): the rules of :mod:`pipeline.intake.submissions`."""

from pipeline.findings import Rule, Severity

UNREADABLE = Rule("F110", Severity.ERROR, "文件不能用", "{what}，未采用。", "{mend}。")
NO_UNIT = Rule(
    "F111",
    Severity.ERROR,
    "认不出报送单位",
    "表里和文件名里都没有写明是哪个责任单位{heard}，未采用。",
    "请在表内写明填报单位的全称或常用简称{meant}。",
)
OTHER_UNIT_NAMED = Rule(
    "F112",
    Severity.WARNING,
    "文件名与表内单位不一致",
    "文件名写的是{named}，{basis}的是{written}，按{written}采用。",
    "请核实文件是否放错。",
)
OTHER_UNIT_MAILED = Rule(
    "F114",
    Severity.WARNING,
    "发件人与表内单位不一致",
    "发件人的邮箱登记的是{mailed}，表内写的是{written}，按表内的{written}采用。",
    "请核实是否代其他单位报送。",
)
UNKNOWN_UNIT_NAME = Rule(
    "F113",
    Severity.WARNING,
    "填报单位的名称不认识",
    "填报单位写的是“{raw}”，目标任务台账的“责任单位”表里没有这个名称；按标题、责任单位栏、编号或文件名认作{known}采用。",
    "请核实；今后还会这样写的，请把它加进目标任务台账的“其他名称”。",
)
SEVERAL_UNITS = Rule(
    "F115",
    Severity.WARNING,
    "一个文件里有几个单位的表",
    "这个文件里有几个单位的表（{units}），已按各表写明的单位分别采用。",
    "请核实是否放错；今后请一个单位报一个文件。",
)
NO_TABLE = Rule(
    "S101",
    Severity.ERROR,
    "找不到表头",
    "没有找到进展表的表头（应有项目名称或目标任务、累计完成或进展情况等栏），未采用。",
    "请按进展表的格式填报。",
)
WRONG_MONTH = Rule(
    "S102",
    Severity.ERROR,
    "报的不是本月",
    "表里（或工作表、文件的名称里）写的是{given}，本次收集的是{wanted}，未采用。",
    "请报送{wanted}的表。",
)
UNKNOWN_HEADER = Rule(
    "S103", Severity.NOTE, "有认不出的栏", "表头“{label}”认不出是什么栏，没有读取。", "如是进展数据，请改用表样的栏名。"
)
REPEATED_HEADER = Rule(
    "S104", Severity.WARNING, "同一栏出现两次", "“{column}”栏出现了两次，只读了第一处。", "请只保留一栏。"
)
UNKNOWN_TASK = Rule(
    "S105",
    Severity.WARNING,
    "认不出是哪项任务",
    "“{subject}”不在本单位的目标任务之内，没有计入。",
    "请对照通知附件核对项目和目标任务。",
)
AMBIGUOUS_TASK = Rule(
    "S106",
    Severity.ERROR,
    "分不清是哪项任务",
    "“{subject}”分不清是哪项任务（可能是{rivals}），没有计入。",
    "请按通知附件的原文填写目标任务。",
)
OTHERS_TASK = Rule(
    "S107",
    Severity.WARNING,
    "填了别的单位的任务",
    "“{subject}”是{owner}的任务，{sent_by}填报的没有计入。",
    "请只填报本单位负责的任务。",
)
NOT_LISTED = Rule(
    "S108",
    Severity.WARNING,
    "表里缺少任务",
    "表里没有“{subject}”这项任务。",
    "请补报这项任务的进展。",
)
ALTERED_TARGET = Rule(
    "S109",
    Severity.WARNING,
    "目标文字有改动",
    "目标任务的文字与通知不一致（“{raw}”），按通知的目标计算。",
    "目标如有调整，请另报依据。",
)
HIDDEN_ROWS = Rule(
    "S110", Severity.WARNING, "有隐藏的行", "第{rows}行是隐藏的，已一并读取。", "请核对；不用的行请删去，不要隐藏。"
)
NO_SUBJECT = Rule(
    "S111",
    Severity.WARNING,
    "有数却没写是哪项任务",
    "第{row}行填了“{raw}”，没有写明是哪项任务，没有计入。",
    "请写明项目和目标任务，或把分项并入任务所在的行。",
)
FILLED_BEFORE = Rule(
    "S112",
    Severity.WARNING,
    "填报日期早于本月",
    "表里的填报日期是{filled}，早于{wanted}，可能是以前的表。",
    "请核实报的是不是本月的数。",
)
MANY_ALIKE = Rule(
    "S113",
    Severity.WARNING,
    "同样的问题很多",
    "同样的问题（{title}）还有{count}处，没有逐条列出。",
    "请先核对这张表是不是进展表。",
)
OTHER_TOTAL = Rule(
    "S114",
    Severity.WARNING,
    "合计与各行之和不符",
    "合计的累计完成填的是“{raw}”，各行加起来是{total}{measure}。",
    "请核对是各行有误、漏填，还是合计有误。",
)
KEY_DISAGREES = Rule(
    "S180",
    Severity.ERROR,
    "编号与内容对不上",
    "这一行的编号 {raw} 是“{keyed}”，文字写的却是“{subject}”，分不清是哪一项，没有计入。",
    "请用发给本单位的填报表重新填报，不要改动或单独移动指标编号一栏。",
)
OTHER_MONTH_HEADED = Rule(
    "S181",
    Severity.WARNING,
    "表头的月份与标题不一致",
    "标题写的是{titled}，累计完成一栏的表头写的是“{raw}”，按{titled}采用。",
    "请核实填的是不是{titled}底的累计数；是的，请把表头改过来。",
)
RULES = (
    UNREADABLE,
    NO_UNIT,
    OTHER_UNIT_NAMED,
    OTHER_UNIT_MAILED,
    UNKNOWN_UNIT_NAME,
    SEVERAL_UNITS,
    NO_TABLE,
    WRONG_MONTH,
    UNKNOWN_HEADER,
    REPEATED_HEADER,
    UNKNOWN_TASK,
    AMBIGUOUS_TASK,
    OTHERS_TASK,
    NOT_LISTED,
    ALTERED_TARGET,
    HIDDEN_ROWS,
    NO_SUBJECT,
    FILLED_BEFORE,
    OTHER_TOTAL,
    MANY_ALIKE,
    KEY_DISAGREES,
    OTHER_MONTH_HEADED,
)
