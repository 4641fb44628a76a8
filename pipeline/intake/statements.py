"""What a unit states in words (表述): clauses, what is no statement of work done, and what is left of one.

A figure is believed where the words around it are its own noun, a verb of completion or a date, and nothing else:
words that are not known may say that it is planned, under way, someone else's or another year's.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from pipeline.period import Period
from pipeline.quantities import amounts

NOT_DONE = re.compile(
    r"计划|预计|预期|拟|目标|任务(?=数|量|为|是)|应|[需须]|将|即将|力争|争取|确保|保证|未|没|不|差|缺|还|剩|余|尚|待|欠|仅完成投资"
    r"|上月|上年|去年|往年|前年|历年|历史|同期|同比|环比|较|比|增加|减|负|退|取消|返工|开工|启动|在建|正在|进场|动工|签约|签订|合同"
    r"|招标|采购|设计|方案|前期|选址|点位|评估|排查|摸排|筛查|发现|申请|申报|审批|受理|报名|登记|涉及|惠及|带动|每|均|第|本月|当月"
)
"""Words that make a figure something else than what is done by the end of this month."""

_CLAUSE_END = re.compile(r"[。；;！!\n]|(?<![0-9０-９])[，,]|[，,](?![0-9０-９]{3}(?![0-9０-９]))")
_FRAME = re.compile(
    r"截[至止]到?(?:目前|今|\d{1,2}[.．]\d{1,2}|(?:20\d\d年)?\d{1,2}月(?:\d{1,2}日|底|末|份)?|本?月底|月末)?(?:为止)?"
    r"|20\d\d年(?:度)?(?:以来)?|今年(?:以来)?|年初(?:以来)?|本年度?|1[-—–~～至]\d{1,2}月份?|(?:\d{1,2}月)?\d{1,2}日|月底|月末"
)
_SAID = re.compile(
    r"目前|现已|累计|共计|合计|一共|总计|总共|实际|全部|全年|年度|全面|顺利|按时|按期|提前|超额|任务|项目|工程|工作"
    r"|我区|我委|我局|我单位|全区|区级|本区|完成率|完成量|完成数|累计数|数量|总数|个数"
    r"|完成|完工|竣工|建成|建设|改造|改建|新建|新改建|扩建|增设|加装|设立|设置|实施|治理|整治|发放|开展|办理|安装|更换|投放|投用"
    r"|投入使用|运营|通车|交付|实现|达到|已经|已|为|是|达|了|共|现|数|均|都|个$"
)
_COUNTED_ONLY = re.compile(r"共计|合计|一共|总计|总共|共|总数|数量|全区|本区|我区|现|为|是|数")
_MARKS = re.compile(r"[\s　，,。.；;：:、！!“”\"'‘’《》（）()\[\]【】]+")
_YEAR = re.compile(r"(?<![\d.])(20\d\d)年")
_MONTH = re.compile(r"截[至止]到?(?:20\d\d年)?\s*(\d{1,2})月|(?<![\d\-—–~～至.])(\d{1,2})月(?:\d{1,2}日|底|末)")


def clauses(text: str) -> list[str]:
    """The clauses of a text; the comma of 1,380 ends none."""
    return [clause for clause in _CLAUSE_END.split(text) if clause.strip()]


def names_another_month(text: str, period: Period) -> bool:
    """Whether a text tells how things stood in another year or at the end of another month (截至4月底, in May)."""
    return any(int(found[1] or found[2]) != period.month for found in _MONTH.finditer(text)) or any(
        int(found[1]) != period.year for found in _YEAR.finditer(text)
    )


def tells_of_work(text: str, names: Iterable[str]) -> bool:
    """Whether a statement is a bare noun and its figure, or has a word for work done: 全区共有3000个 has none."""
    rest = _bare(text, names)
    return not rest or bool(_COUNTED_ONLY.sub("", rest)) or "%" in text or "％" in text


def remainder(text: str, names: Iterable[str]) -> str:
    """What is left of a statement without its dates, figures, its own nouns and the words for work done."""
    return _MARKS.sub("", _SAID.sub("", _bare(text, names)))


def _bare(text: str, names: Iterable[str]) -> str:
    """A statement without its dates, figures and its own nouns."""
    rest = _FRAME.sub("", text)
    for amount in reversed(list(amounts(rest))):
        rest = f"{rest[: amount.start]}，{rest[amount.end :]}"
    for name in names:
        for words in _parts(name):
            rest = rest.replace(words, "，")
    return _MARKS.sub("，", rest).strip("，")


@lru_cache(maxsize=512)
def _parts(name: str) -> tuple[str, ...]:
    """The words of a name, from the whole to any two neighbouring characters."""
    bare = _MARKS.sub("", name)
    return tuple(
        bare[start : start + length] for length in range(len(bare), 1, -1) for start in range(len(bare) - length + 1)
    )
