"""What words say of a milestone (定性指标): not started, in progress, done."""

import re

from pipeline.model import State

_SPACE = re.compile(r"[\s　]+")
_DONE = (
    r"(?:全部|全面|全|现|均|都)?(?:已经?)?(?:全部|全面|整体|提前|顺利)?"
    r"(?:完成|完工|竣工|投用|投入使用|投入运行|交付使用|开园|开班|实现|达到|达成|建成|建成投用|办结|全覆盖|实现全覆盖|覆盖完成)"
    r"(?:目标|任务|全年任务|年度任务|全年目标任务|全部任务|施工|建设|改造|整治|投用|并投用|并投入使用|验收|100[%％])?(?:了)?"
)
_IS_DONE = re.compile(rf"^{_DONE}$")
_NOT_STARTED = re.compile(
    r"^(?:尚|暂|还)?(?:未|没有?)(?:启动|开工|开始|实施|开展|动工)(?:建设|施工)?$|^(?:待|拟)(?:启动|开工|开始|实施)$"
)
_UNSURE = re.compile(
    r"基本|预计|计划|拟|将|即将|力争|确保|接近|近期|部分|正在|争取|待|方案|招标|设计|前期|未|没|不|无法"
)
_STILL_OPEN = re.compile(
    r"未完|未投|未验|未建|未实现|没有?完|剩余|其余|尚有|还有|正在(?:施工|实施|推进|建设|改造|整治)"
)
_SAID_TO_BE = re.compile(r"已|全部|全面|均|都")
_DATE = re.compile(r"^(?:截[至止].{0,8}?(?:日|底|前|今|目前)|目前|现)$|^截[至止]\d{1,2}月$")
_NUMBERED = re.compile(r"^(?:[（(]?[\d一二三四五六七八九十]{1,2}[）)、．]|\d{1,2}\.(?!\d)|[①-⑳])")


def read_state(text: str) -> State | None:
    """The state that the words of a status cell mean; None where nothing is said.

    基本完成 is not done, and any text without a state word is in progress.
    """
    clean = _SPACE.sub("", text).strip("。.，,；;！!√✓")
    if not clean:
        return State.DONE if re.search(r"[√✓]", text) else None
    if _NOT_STARTED.match(clean):
        return State.NOT_STARTED
    if clean in ("100%", "100％"):
        return State.DONE
    if clean in ("0", "0%"):
        return State.NOT_STARTED
    return State.DONE if _IS_DONE.match(clean) else State.IN_PROGRESS


def read_state_in_prose(text: str, name: str, *, named: bool) -> State | None:
    """The state that prose (进展情况) tells of a milestone.

    Done only where a clause says it of the thing itself, with nothing but its name before it and nothing planned in it
    (``named``: its name must stand there, since the prose is about several things); without its name only where
    nothing else has been spoken of before (方案编制，已完成 completes the plan), and not beside words that something is
    still open. Not started where the whole text says so; else in progress, if there is any text at all.
    """
    clauses = _clauses(text)
    if not clauses:
        return None
    if all(_NOT_STARTED.search(clause) for clause in clauses):
        return State.NOT_STARTED
    if any(
        _tells_done(sentence, name, is_first=not place, named=named) for place, sentence in enumerate(_sentences(text))
    ):
        return State.IN_PROGRESS if not named and _STILL_OPEN.search("".join(clauses)) else State.DONE
    return State.IN_PROGRESS


def _tells_done(sentence: str, name: str, *, is_first: bool, named: bool) -> bool:
    """Whether a sentence says done of the thing itself."""
    clauses = _clauses(sentence)
    if _STILL_OPEN.search(sentence):
        return False
    for place, clause in enumerate(clauses):
        subject = _subject_in(clause, name)
        before = clauses[:place]
        spoken_of = all(_DATE.match(each) or each == _subject_in(each, name) for each in before)
        alone = is_first or any(_subject_in(each, name) for each in before)
        if not subject and (named or not spoken_of or not alone):
            continue
        if not _UNSURE.search(clause) and _says_done(clause, name, whole=_SPACE.sub("", sentence) == clause):
            return True
    return False


def names_itself(text: str, name: str) -> bool:
    """Whether a text names the thing that a milestone is about."""
    return any(_subject_in(clause, name) for clause in _clauses(text))


def _sentences(text: str) -> list[str]:
    return [sentence for sentence in re.split(r"[。；;！!\n]", text) if sentence.strip()]


def _clauses(text: str) -> list[str]:
    parts = re.split(r"[，,。；;！!\n]", text)
    return [clause for part in parts if (clause := _NUMBERED.sub("", _SPACE.sub("", part)))]


def _says_done(clause: str, name: str, *, whole: bool) -> bool:
    """Whether a clause, without its date, its subject and a word like 项目, is a word for done and nothing else.

    完成某项目 and 实现全覆盖 are how a target is worded: unless the clause is the ``whole`` sentence without a subject,
    they need a word that it is so (已、全部).
    """
    rest = re.sub(r"^截[至止].{1,8}?(?:日|底|前)", "", clause)
    subject = _subject_in(rest, name)
    follows = bool(subject) and not rest.startswith(subject)
    if not _SAID_TO_BE.search(rest.replace(subject, "")) and (follows or (not subject and not whole)):
        return False
    rest = rest.replace(subject, "") if subject else rest
    rest = re.sub(r"^(?:该|本)?(?:项目|工程|任务|工作|目前)+", "", rest)
    return bool(_IS_DONE.match(rest)) or bool(
        subject and _IS_DONE.match(rest.removesuffix("项目").removesuffix("工程"))
    )


def _subject_in(clause: str, name: str) -> str:
    """The words of a clause that name a milestone: its name, or the thing without its verb (投用湖山1号幼儿园)."""
    bare = _SPACE.sub("", name)
    thing = re.sub(r"^(实施|完成|建设|改建|新建|投用|实现|开展|推进|启动)", "", bare)
    return next((words for words in (bare, thing) if len(words) > 1 and words in clause), "")
