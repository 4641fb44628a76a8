"""What may be wrong with a figure's cell (核查问题): the rules of :mod:`pipeline.intake.values`."""

from pipeline.findings import Rule, Severity

NOT_A_NUMBER = Rule(
    "V101",
    Severity.ERROR,
    "累计完成不是数字",
    "{name}的累计完成填的是“{raw}”，不是数字。",
    "请填写截至月底的累计数，只填数字（单位：{measure}）。",
)
ERROR_CELL = Rule(
    "V102", Severity.ERROR, "单元格是错误值", "{name}的单元格显示为“{raw}”，公式出错。", "请改正公式，或直接填写数字。"
)
UNCALCULATED = Rule(
    "V103",
    Severity.ERROR,
    "公式没有结果",
    "{name}的单元格是公式“{raw}”，文件里没有存下结果。",
    "请用表格软件打开、保存一次再报，或直接填写数字。",
)
DATE_CELL = Rule(
    "V104",
    Severity.ERROR,
    "数字处填了日期",
    "{name}的累计完成是日期“{raw}”，不是数字。",
    "请把单元格格式改为常规后重填数字。",
)
NEGATIVE = Rule(
    "V105", Severity.ERROR, "数字为负", "{name}的累计完成填的是“{raw}”，累计数不会是负数。", "请核实后重填。"
)
PERCENT_FOR_COUNT = Rule(
    "V106",
    Severity.ERROR,
    "数量处填了百分数",
    "{name}的累计完成填的是“{raw}”，应填数量（单位：{measure}）。",
    "请填写截至月底的累计数，完成率由系统计算。",
)
OTHER_MEASURE = Rule(
    "V107",
    Severity.ERROR,
    "计量单位与目标不一致",
    "{name}填的是“{raw}”，目标的计量单位是{measure}，两者不能换算。",
    "请按目标的计量单位重填。",
)
CONVERTED = Rule(
    "V108",
    Severity.WARNING,
    "计量单位已换算",
    "{name}填的是“{raw}”，已按{value}{measure}计入（目标的计量单位为{measure}）。",
    "如有误请更正。",
)
SEVERAL_FIGURES = Rule(
    "V109",
    Severity.ERROR,
    "一格里有几个数，分不清",
    "“{raw}”里有几个数，分不清哪个是{name}的累计完成。",
    "请一项指标填一行，每格只填一个数字。",
)
BOUNDED = Rule(
    "V110",
    Severity.WARNING,
    "数字不确切",
    "{name}填的是“{raw}”，不是确切数，已按{value}{measure}计入。",
    "请核实后填写确切数字。",
)
RATE_AS_SHARE = Rule(
    "V111",
    Severity.WARNING,
    "百分数按小数填写",
    "{name}填的是“{raw}”，已按{value}%计入。",
    "如有误请更正；百分数请填成 85% 或 85。",
)
WORDS_FOR_FIGURE = Rule(
    "V112",
    Severity.ERROR,
    "数字处只填了文字",
    "{name}的累计完成填的是“{raw}”，没有数字。",
    "请填写截至月底的累计数；一个也没有完成的填 0。",
)
STRUCK_OUT = Rule(
    "V113",
    Severity.WARNING,
    "有划掉的文字或角标",
    "{name}的单元格里“{struck}”已划掉或是角标，没有计入，按“{raw}”读取。",
    "请删去划掉的内容后再报。",
)
RANGE = Rule(
    "V114",
    Severity.ERROR,
    "填的是一个范围",
    "{name}填的是“{raw}”，是一个范围或比值，不是一个数。",
    "请填写一个确切的累计数。",
)
NOT_CUMULATIVE = Rule(
    "V115",
    Severity.ERROR,
    "说的不是累计完成数",
    "{name}的累计完成填的是“{raw}”，说的像是计划、差额、在建或别的月份的数，不是截至本月底的累计完成数。",
    "请只填截至月底累计完成的数。",
)
FROM_ELSEWHERE = Rule(
    "V117",
    Severity.WARNING,
    "数字引自别的文件",
    "{name}的数字是从别的文件引来的（公式“{formula}”），按存下的“{raw}”读取。",
    "请核对后改填数字。",
)
FROM_A_COMMAND = Rule(
    "V118",
    Severity.ERROR,
    "公式要运行程序",
    "{name}的单元格是要运行程序的公式，没有采用。",
    "请删去公式，直接填写数字。",
)
AMONG_WORDS = Rule(
    "V116",
    Severity.WARNING,
    "数字夹在文字里",
    "{name}填的是“{raw}”，除数字外还有别的文字，已按{value}{measure}计入。",
    "请核对；数字栏请只填数字。",
)

RULES = (
    NOT_A_NUMBER,
    ERROR_CELL,
    UNCALCULATED,
    DATE_CELL,
    NEGATIVE,
    PERCENT_FOR_COUNT,
    OTHER_MEASURE,
    CONVERTED,
    SEVERAL_FIGURES,
    BOUNDED,
    RATE_AS_SHARE,
    WORDS_FOR_FIGURE,
    STRUCK_OUT,
    RANGE,
    NOT_CUMULATIVE,
    AMONG_WORDS,
    FROM_ELSEWHERE,
    FROM_A_COMMAND,
)
