"""What can be wrong with the units' plan forms (年度计划表的问题)."""

from pipeline.findings import Rule, Severity

UNREADABLE = Rule("N110", Severity.ERROR, "计划表不能用", "{what}，没有采用。", "{mend}。")
NO_TABLE = Rule(
    "N111",
    Severity.ERROR,
    "找不到计划表的表头",
    "没有找到年度计划表的表头（应有“指标名称”、各月和“完成标志”），没有采用。",
    "请用发出的年度计划表填报，不要改动表头。",
)
NO_UNIT = Rule(
    "N112",
    Severity.ERROR,
    "认不出是哪个单位的计划表",
    "没有认出是哪个单位的年度计划表{heard}，没有采用。",
    "请在“填报单位”处写目标任务台账“责任单位”表里的名称{meant}。",
)
OTHER_YEAR = Rule(
    "N113", Severity.ERROR, "计划表不是当年的", "这是{given}年的年度计划表，没有采用。", "请报送{year}年的年度计划表。"
)
UNKNOWN = Rule(
    "N114",
    Severity.ERROR,
    "计划表里有认不出的指标",
    "{subject}不在本单位的指标之内，这一行没有采用。",
    "请用发出的年度计划表填报，不要改动指标名称和隐藏的编号{meant}。",
)
OTHERS = Rule(
    "N115",
    Severity.ERROR,
    "填了别的单位的指标",
    "“{name}”由{owner}负责，{sent_by}填的没有采用。",
    "请只填报本单位负责的指标。",
)
NOT_A_NUMBER = Rule(
    "N116",
    Severity.ERROR,
    "计划数不是数字",
    "“{name}”{month}的计划填的是“{raw}”，不能当作以{measure}计的累计数，这项计划没有采用。",
    "请只填数字，不带单位和文字。",
)
OUTSIDE = Rule(
    "N117",
    Severity.ERROR,
    "不用填的月份填了数",
    "“{name}”{month}填了“{raw}”，但{why}，这项计划没有采用。",
    "请删去这一格；起止月或类型有误的，请在“说明”栏写明。",
)
FALLING = Rule(
    "N118",
    Severity.ERROR,
    "计划数下降",
    "“{name}”{month}的计划是{raw}，比{before}的{former}还小，这项计划没有采用。",
    "请填截至各月底的累计数，后一个月不能比前一个月小。",
)
STEP_CHANGED = Rule(
    "N119",
    Severity.ERROR,
    "改动了通知写明的时点",
    "通知写明“{name}”{month}底为{given}{measure}，表里是“{raw}”，这项计划没有采用。",
    "请改回{given}；确需调整的，请另报依据。",
)
MISSES_TARGET = Rule(
    "N120",
    Severity.ERROR,
    "计划到不了目标值",
    "“{name}”最后一个计划数是{month}的{raw}，目标值是{goal}{measure}，两者对不上，这项计划没有采用。",
    "请把最后一个月填到目标值；目标有调整的，请另报依据。",
)
CONFLICT = Rule(
    "N121",
    Severity.ERROR,
    "两份计划表说法不一",
    "“{name}”的计划与{first}填的不一样，两份都没有采用。",
    "请与责任单位核实，只留一份。",
)
EMPTY = Rule(
    "N122",
    Severity.NOTE,
    "计划表没有填全",
    "“{name}”没有填{what}。",
    "没有计划的按节奏计算，没有完成标志的由人判断；需要的请补填。",
)
NOT_RECEIVED = Rule(
    "N123",
    Severity.NOTE,
    "没有收到年度计划表",
    "没有收到{who}能用的年度计划表。",
    "没有计划的指标按节奏计算；需要的请催报。",
)
REMARK = Rule(
    "N124",
    Severity.NOTE,
    "单位在计划表里有说明",
    "“{name}”的说明：{raw}。",
    "请阅处；涉及目标、起止月的，核实后在目标任务台账里改。",
)
RULES: tuple[Rule, ...] = (
    UNREADABLE,
    NO_TABLE,
    NO_UNIT,
    OTHER_YEAR,
    UNKNOWN,
    OTHERS,
    NOT_A_NUMBER,
    OUTSIDE,
    FALLING,
    STEP_CHANGED,
    MISSES_TARGET,
    CONFLICT,
    EMPTY,
    NOT_RECEIVED,
    REMARK,
)
