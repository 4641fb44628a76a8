"""Every kind of finding (核查问题目录), gathered from the rooms that keep their rules beside their checks."""

from importlib import import_module

from pipeline.findings import Rule

_ROOMS = (
    "pipeline.targets",
    "pipeline.intake.containers",
    "pipeline.intake",
    "pipeline.intake.submissions",
    "pipeline.intake.values",
    "pipeline.intake.entries",
    "pipeline.intake.month_facts",
    "pipeline.judging",
    "pipeline.circular.wording",
    "pipeline.ledger",
    "pipeline.making",
    "pipeline.monthly",
)

STAGES = {
    "N": "通知和目标任务台账",
    "F": "文件",
    "S": "表格",
    "V": "填报值",
    "M": "本月事项",
    "J": "研判",
    "W": "文稿模板",
    "P": "版式",
    "L": "台账和文稿",
}


def catalogue() -> tuple[Rule, ...]:
    """All rules, by stage and number."""
    order = list(STAGES)
    rules = {rule.code: rule for room in _ROOMS for rule in import_module(room).RULES}
    return tuple(sorted(rules.values(), key=lambda rule: (order.index(rule.code[0]), rule.code)))


def page() -> str:
    """The catalogue as a page for clerks (docs/核查问题.md)."""
    lines = [
        "# 核查问题目录",
        "",
        "由各环节的规则自动生成：`tongbao explain --all > docs/核查问题.md`。",
        "",
        "“退回”的数字不计入本月统计；“提醒”的数字计入，需要人看一眼；“备注”只作记录。级别可在 settings.toml 的",
        "`[judging.severities]` 里改。花括号里的是具体内容。",
    ]
    for letter, stage in STAGES.items():
        rules = [rule for rule in catalogue() if rule.code[0] == letter]
        if rules:
            lines += ["", f"## {stage}", "", "| 编号 | 级别 | 问题 | 怎么说 | 怎么改 |", "|---|---|---|---|---|"]
            lines += [_row(rule) for rule in rules]
    return "\n".join(lines) + "\n"


def _row(rule: Rule) -> str:
    cells = (rule.code, rule.severity.words, rule.title, rule.message, rule.suggestion)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
