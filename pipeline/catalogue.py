"""Every kind of finding (核查问题目录), gathered from the rooms that keep their rules beside their checks."""

from collections.abc import Iterable
from importlib import import_module

from pipeline.findings import PipelineError, Rule

_ROOMS = {
    "pipeline.targets": "N",
    "pipeline.intake.containers": "F",
    "pipeline.intake.enclosures": "F",
    "pipeline.intake.receiving": "F",
    "pipeline.intake.submissions": "FS",
    "pipeline.intake.values": "V",
    "pipeline.intake.entries": "V",
    "pipeline.intake.month_facts": "M",
    "pipeline.judging": "J",
    "pipeline.circular.wording": "W",
    "pipeline.circular.manuscript": "W",
    "pipeline.circular.checking": "W",
    "pipeline.circular.edits.telling": "L",
    "pipeline.ledger": "L",
    "pipeline.making": "L",
    "pipeline.monthly": "L",
}
"""Each room that keeps rules, with the letters of their codes."""

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
    rules = {rule.code: rule for room in _ROOMS for rule in _rules(room)}
    return tuple(sorted(rules.values(), key=lambda rule: (order.index(rule.code[0]), rule.code)))


def rule_of(code: str) -> Rule | None:
    """The rule of one code; only the rooms of its stage are asked."""
    rooms = (room for room, letters in _ROOMS.items() if code[:1] in letters)
    return next((rule for room in rooms for rule in _rules(room) if rule.code == code), None)


def require_known(codes: Iterable[str]) -> None:
    """That every code whose severity the office has set is one of ours: a typing error would change nothing."""
    unknown = "、".join(code for code in codes if rule_of(code) is None)
    if unknown:
        raise PipelineError(
            f"inputs/settings.toml 的 [judging.severities] 里没有编号 {unknown}。全部编号见 tongbao explain --all。"
        )


def _rules(room: str) -> tuple[Rule, ...]:
    rules: tuple[Rule, ...] = import_module(room).RULES
    return rules


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
