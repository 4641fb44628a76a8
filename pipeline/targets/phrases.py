"""Noun phrases (词组): the thing that is counted, freed from the verbs and adverbs around it."""

import re

from pipeline.targets.verbs import BUILDING, LEADING, QUANTITY_VERB, VERB, any_of
from pipeline.targets.vocabulary import ACTION_NOUN

_OWN_NOUN = (
    r"(?:服务|培训|救助|帮扶|资助|补助|补贴|体检|检测|监测|检查|筛查|配送|接种|调解|办理|受理|开放|改造|治理|整治|回收|招聘|"
    r"演出|放映|种植|绿化|保障|更新|安装|建设|检验|覆盖|消除|化解|签约|办|开|送)"
    r"(?:站|点|中心|基地|设施|平台|机构|岗位|窗口|网点|体系|项目|工程|率|比|面积|量|器|员|所|户|会|车|费|班|屋|场|房|网|队|厅|"
    r"柜|任务|活动|服务(?!站|点|中心|驿站|平台|大厅|网|窗口)|型|性|卡|床位|家庭|金)|完成(?:率|数|额)|投资额|营造林|"
    rf"(?:回收|处置|开发)?(?:{VERB})率(?!先)"
)
"""What begins like a verb and is a noun: 服务站, 培训基地, 保障房, 改造项目, 开工率."""

_LEADING = re.compile(rf"^(?:{LEADING})+")
_ONE_VERB = rf"(?!{_OWN_NOUN})(?:{VERB})"
_VERBS = re.compile(rf"^{_ONE_VERB}(?:(?:、|和|及|或|并|与)?{_ONE_VERB})*(?:了|好)?")
_LISTED_VERBS = re.compile(rf"^(?:{LEADING})*(?P<verbs>{_ONE_VERB}(?:(?:、|和|及|与){_ONE_VERB})+)")
_BEGINS = re.compile(rf"(?:{LEADING})*(?:{VERB})")
_TRAILING = re.compile(rf"(?:[、，]?(?:{QUANTITY_VERB}))+$")
_REMARK = re.compile(r"（(?:含|其中|不含|包含|包括)[^（）]*）|^（[^（）]*）|[“”\"「」]|\s")
_TAIL = re.compile(
    r"(?:范围|辖区)?内$|(?:全部完成|全面完成|完成任务|基本完成|全部建成|全部|任务|以上|左右|等工作|等任务|等项目|等内容|等)$|(?:和|及|与|以及|并|的)$"
)
_DOING = re.compile(r"(?:实施|进行|开展)(?=.)")
_SOFT = any_of("实施 完成 开展 推进 推动 实现 做好 落实 推行 组织 加快推进")
_PUT_TO_USE = any_of("投用 启用 启动 开放 开通 投运 打通")
_NOT_A_NOUN = re.compile(
    r"^(?:惠及|受益|覆盖|投入使用|建成|全部|任务|全面|左右|以上|，|。|；|达到|达|其中|全覆盖|并|且|确保|力争)"
)


def noun_before(before: str) -> str:
    """The noun that stands before a figure: without time, verbs and words of quantity around it."""
    text = _REMARK.sub("", before.strip())
    text = re.sub(r"^.*[（(]", "", text) if text.count("（") > text.count("）") else text
    while True:
        shorter = _TRAILING.sub("", text).rstrip("、，：: （(")
        if shorter == text:
            break
        text = shorter
    while True:
        shorter = _VERBS.sub("", _LEADING.sub("", text))
        shorter = re.sub(r"^（[^（）]*）", "", shorter.lstrip("、，的").strip())
        if shorter == text:
            return text
        text = shorter


def noun_after(after: str) -> str:
    """The noun that follows a figure (20个*老旧小区改造*), up to the next part; empty where none does."""
    text = _REMARK.sub("", after)
    text = re.split(r"[、，。；]", text, maxsplit=1)[0].lstrip("的")
    if _NOT_A_NOUN.match(text):
        return ""
    while (shorter := _TAIL.sub("", text)) != text:
        text = shorter
    return _DOING.sub("", text)


def verbs_before(before: str) -> list[str]:
    """The verbs that share one noun (*新建、改建*公厕); empty where there are not at least two."""
    found = _LISTED_VERBS.match(before)
    return re.split("、|和|及|与", found["verbs"]) if found else []


def is_action(noun: str) -> bool:
    """Whether a phrase is only an action (改造提升) and needs the thing before it."""
    return bool(re.fullmatch(rf"(?:{ACTION_NOUN})+", noun))


def starts_with_verb(clause: str) -> bool:
    """Whether a clause begins with the verb of its promise, behind time and adverbs."""
    return bool(_BEGINS.match(clause))


def title_of(promise: str) -> str:
    """A promise as the heading of its item: 建设红河小学 → 红河小学建设, 实现全区驿站全覆盖 → 驿站全覆盖.

    What is done *to* a thing stays a sentence, since turning it round would change its meaning.
    """
    head, _, result = promise.partition("，")
    plain = _LEADING.sub("", head.removeprefix("常态化"))
    verb = re.match(rf"(?P<soft>{_SOFT})|(?P<built>{any_of(BUILDING)})|(?P<used>{_PUT_TO_USE})", plain)
    rest = _LEADING.sub("", plain[verb.end() :]) if verb else ""
    if not verb or not rest:
        return head
    if verb["used"] or (verb["built"] and not re.search(rf"(?:{ACTION_NOUN})$", rest)):
        rest += verb.group(0)
    return rest + re.sub(r"^(?:实现|做到|形成|达到|确保)", "", result)
