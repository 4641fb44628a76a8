"""Digits and numerals that are part of a name (名称里的数字): never a quantity.

湖山1号, 120分站, 8路公交, 5G, 第3批, 二期, 一站式, 一户一策, 15分钟生活圈: to count these would put a figure into an
official paper that nobody promised.
"""

import re

from pipeline.quantities import Amount, Comparator

_NUMERAL = "一二两三四五六七八九十"
_IDIOM = re.compile(
    r"一(?:批|次性|站式?|体|条龙|件事|张(?:网|图|清单)|道|面|路|种|类|块|人(?!次)|项项|个个|刻钟|师|门|段|层|天|起|单|课|班|席|"
    rf"笔|本|家人)|[{_NUMERAL}]+(?:公里|分钟|小时)(?=[一-龥])|[{_NUMERAL}](?:师|路|段|层楼|大|级|期)|"
    r"[两三四五六七八九十]项(?:补贴|制度|政策|改革|机制|行动)|"
    r"[二两三]次(?:供水|加压|创业|开发|利用|污染|装修|报销|分配)|"
    rf"[{_NUMERAL}][^，。、；\d][{_NUMERAL}百千][^，。、；\d]"
)
"""Numerals inside words: 一批, 一站式, 二期, 两项补贴, 二次供水, 一户一策, 三所一庭."""

_LISTED_KIND = re.compile(rf"[{_NUMERAL}]、$")
"""What makes a kind of the numeral behind it: 四、五类危桥."""

_INSIDE_WORD = re.compile(r"(?:[每逐唯同某任这那该统单专另之哪首前后上下进新]|最后)$")
"""What makes a numeral part of the word before it: 每一个, 统一, 前三名, 进一步."""

_OFFERED = re.compile(r"(?:提供|进行|开展|免费|组织|举办|参加|享受|做|每[年月人季])$")
"""What counts the 一次 behind it (提供一次筛查); elsewhere it says how (一次处方)."""

_AFTER_MARK = re.compile(r"(?:第|[A-Za-z]-?|[A-Za-z]\.|[+＋×*/]|号[-—])$")
_BEFORE_MARK = re.compile(r"\s*(?:[A-Za-z+＋×号级版#]|分站|热线|电话|平台|线路|路公交|国道|省道|地块|院区|[:：∶/]\d)")
_DATE = re.compile(r"\s*(?:年(?!度?(?:均|人均))|月|日|周年|时|点|届)")
_KIND = re.compile(
    r"[制型级寸]|[+＋][0-9A-Za-z]|(?:服务|步行)?半径|覆盖率|见园|见绿|\w{0,4}(?:生活圈|养老圈|健身圈|就业圈)"
)
"""What turns a count into a kind: 3人制篮球场, 50座级, 8+X, 500米服务半径."""

_TIMED = frozenset("分钟 小时 天 站".split())


def is_name(amount: Amount, text: str) -> bool:
    """Whether a figure at its place in a text is part of a name, a date or an ordinal."""
    before, after = text[: amount.at], text[amount.end :]
    numeral = not text[amount.at].isdigit()
    if numeral and (_IDIOM.match(text, amount.at) or _INSIDE_WORD.search(before)):
        return True
    if numeral and amount.unit == "类" and _LISTED_KIND.search(before):
        return True
    if numeral and amount.unit == "次" and after and not _OFFERED.search(before):
        return True
    if _AFTER_MARK.search(before) or _KIND.match(after):
        return True
    if not amount.unit:
        return _is_bare(amount, before, after)
    if amount.unit in _TIMED:  # 15分钟生活圈, 24小时自助图书馆; not 30天的照护, 每周40小时
        return amount.comparator is Comparator.EQUAL and bool(re.match(r"[^\W的](?<![，、])|（", after))
    if amount.unit == "路":
        return not re.search(r"视频|监控|探头|摄像|信号", before + after[:6])
    return amount.unit == "期" and bool(re.match(r"工程|项目|建设|改造", after))


def _is_bare(amount: Amount, before: str, after: str) -> bool:
    """Without a measure, a figure counts where it has a multiplier, binds something, or closes its part."""
    if _DATE.match(after) or _BEFORE_MARK.match(after):
        return True
    if amount.scale > 1:
        return False
    if amount.comparator is not Comparator.EQUAL:
        return not re.match(r"\s*(?:[，、]|$)", after)
    if not re.match(r"\s*(?:$|、)", after):
        return True
    year = 1900 < amount.number < 2100 and amount.number == int(amount.number)
    return year or not re.search(r"[一-龥]\s*$", before) or bool(re.search(r"[年第号版图表件楼栋]\s*$", before))
