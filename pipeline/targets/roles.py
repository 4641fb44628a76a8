"""What a figure is for (作用): to be delivered, or only a description, a beneficiary, a scope.

The rules stand in a tuple; each looks at a figure where it stands and says a role or nothing. The first that speaks
decides; a figure of which no rule speaks is to be delivered.
"""

import re
from collections.abc import Callable, Sequence

from pipeline.quantities import Comparator
from pipeline.targets.clauses import Clause
from pipeline.targets.phrases import noun_after, noun_before, starts_with_verb
from pipeline.targets.standards import is_standard
from pipeline.targets.views import Placed, Role, View
from pipeline.targets.vocabulary import ACTION_NOUN, AGES, ATTRIBUTE, FITTED, GROUPS, PEOPLE, PLACE, RAISED, WORKS


def roles_of(clauses: Sequence[Clause]) -> tuple[Placed, ...]:
    """The role of every figure, in reading order. A standard is the target where it is the only thing promised."""
    placed: list[Placed] = []
    for number, clause in enumerate(clauses):
        for figure in clause.figures:
            view = View(figure, number, clauses, placed)
            if not _part(view) and is_standard(view):
                placed.append(Placed(figure, number, Role.SPEC, standard=True))
            else:
                role = next((role for rule in RULES if (role := rule(view))), Role.TARGET)
                placed.append(Placed(figure, number, role))
    if any(each.role is Role.TARGET for each in placed):
        return tuple(placed)
    return tuple(Placed(each.figure, each.clause, Role.TARGET) if each.standard else each for each in placed)


def _age(view: View) -> Role | None:
    """Ages and heights say who or which is meant: 60周岁以上的老人, 100米以上高层建筑."""
    if view.unit in AGES:
        return Role.SCOPE
    bounded = view.figure.amount.comparator in (Comparator.AT_LEAST, Comparator.AT_MOST)
    high = view.unit in ("米", "层") and re.match(
        r"(?:的)?(?:高层|住宅|建筑|楼|老旧|房屋|道路|河道|桥)", view.figure.after
    )
    return Role.SCOPE if bounded and high else None


_SETTLEMENT = re.compile(r"\w{0,4}(?:自然村|村寨|村落|院落|居民点|聚居点|小区)")


def _qualified(view: View) -> Role | None:
    """A bound that says which of them are meant: 230个50户以上连片村寨, 20户以上自然村, 100米以上建筑."""
    if view.figure.amount.comparator not in (Comparator.AT_LEAST, Comparator.AT_MOST):
        return None
    later = any(each.at > view.figure.at for each in view.clause.figures)
    sized = view.unit in ("米", "平方米", "层", "吨") or (view.unit == "户" and _SETTLEMENT.match(view.figure.after))
    if later and sized and view.figure.after and (view.unit == "户" or not noun_before(view.figure.before)):
        return Role.SCOPE
    if not view.earlier:
        return None
    last = view.earlier[-1]
    adjoining = (
        last.clause == view.number
        and not view.figure.before
        and not last.figure.after
        and last.figure.end == view.figure.at
    )
    if not adjoining or not noun_after(view.figure.after):
        return None
    return Role.SPEC if view.unit in ("人", "名") else Role.SCOPE


_IN_PLACES = re.compile(
    r"(?:等|涉及|涵盖|遍布|覆盖|在|于|选择|选取|选定|全区|全市|全县|全镇|辖区|范围|城区|主城)(?:内)?(?:的|各|全部|所有)?\s*$"
)
_AS_PLACE = re.compile(
    rf"(?:的)?{PLACE}(?=$|\s|的|内|中|范围|辖区|全|开展|实施|建设|推进|推行|试点|进行|、|和|及|新建|每|各|均|都|统一|投放|设置|设立|安装|完成|实现|打造|布)"
)
_WITHIN = re.compile(rf"(?:的)?{PLACE}(?:的|内|范围内|辖区内|辖区|范围)")


def _place(view: View) -> Role | None:
    """Counts of places are scope where things are done *in* them: 涉及…等6个镇街, 在10个村开展, 十个街镇全覆盖."""
    if view.unit not in ("个", ""):
        return None
    after, before = view.figure.after, view.figure.before
    if not _AS_PLACE.match(after):
        return None
    if not before and view.earlier and (last := view.earlier[-1]).role is Role.SCOPE and last.clause == view.number:
        return Role.SCOPE  # 在8个街道、12个镇
    later = any(each.at > view.figure.at for each in view.clause.figures)
    around = _IN_PLACES.search(before) or re.match(rf"{PLACE}(?:实现)?(?:全面)?全?覆盖", after)
    within = later and (_WITHIN.match(after) or re.search(r"(?:对|为|向)$", before))
    for_each = later and re.match(rf"{PLACE}(?:各|每|均|都)", after)
    return Role.SCOPE if around or within or for_each else None


def _group(view: View) -> Role | None:
    """Kinds of people say for whom: 为六类困难群体, 对16种慢性病患者."""
    return (
        Role.SCOPE
        if view.unit in ("类", "大类", "种") and re.match(rf"\S{{0,8}}(?:{GROUPS})", view.figure.after)
        else None
    )


_PARTS = re.compile(r"(?:^|[，、：:])\s*(?:其中|含|分别为|分为|即)")


def _part(view: View) -> Role | None:
    """Parts of a total, after 其中 or 含 or in brackets, are not further targets.

    They end where a clause begins anew with a verb and another measure than the total's.
    """
    if view.figure.bracketed:
        return Role.SPEC
    opened = next((back for back in range(view.number, -1, -1) if _opens_parts(view, back)), None)
    if opened is None or opened == view.number:
        return None if opened is None else Role.SPEC
    total = next((each.figure.amount for each in reversed(view.promised) if each.clause <= opened), None)
    anew = any(starts_with_verb(view.clauses[each].text) for each in range(opened + 1, view.number + 1))
    return None if anew and total is not None and total.unit != view.unit else Role.SPEC


def _opens_parts(view: View, back: int) -> bool:
    clause = view.clauses[back]
    found = _PARTS.search(clause.text)
    if not found or clause.sentence != view.clause.sentence:
        return False
    return back < view.number or found.start() <= view.figure.at


def _included(view: View) -> Role | None:
    """包括 names further things, unless they add up to the figure before them: then they are its parts."""
    for back in range(view.number, -1, -1):
        if view.clauses[back].sentence != view.clause.sentence:
            return None
        if re.match(r"包括|包含|分别是", view.clauses[back].text):
            break
    else:
        return None
    before = [each.figure.amount for each in view.promised if each.clause < back]
    if not before:
        return None
    total = before[-1]
    listed = [
        figure.amount.value
        for clause in view.clauses[back:]
        if clause.sentence == view.clause.sentence
        for figure in clause.figures
        if figure.amount.unit == total.unit
    ]
    return Role.SPEC if view.unit == total.unit and len(listed) > 1 and sum(listed) == total.value else None


def _old_value(view: View) -> Role | None:
    """由636元提高到717元: the value before the change is not promised."""
    since = re.search(r"(?:由|从)[^，。；]*$", view.said)
    old = since and not RAISED.search(since.group(0)) and RAISED.search(view.coming)
    return Role.SPEC if old else None


_EXTENT = re.compile(r"(?:总|全)?(?:长|里程|建筑面积|面积)")
"""Length and area together: of one thing a size, of several things that are worked on the amount of the works."""
_SIZED = re.compile(
    r"[^，。、]{0,4}规模(?!化|以上|养殖)|[^，。、]{0,4}标准建设|的[^，。、]{0,12}(?:楼|馆|房|厂)(?:、|和|以及|$)"
)
"""A size said before its thing: 60个班规模, 303平方米的综合楼."""


def _attribute(view: View) -> Role | None:
    """The size, length, capacity or cost of a thing describes it: 建筑面积约4300平方米, 总投资2亿元."""
    if view.unit == "%":
        return None
    if _SIZED.match(view.figure.after) and view.unit not in PEOPLE:
        return Role.SPEC
    found = ATTRIBUTE.search(view.figure.before)
    if not found or re.search(rf"(?:{WORKS})[^，。、]{{0,8}}$", view.figure.before[: found.start()]):
        return None
    several = any(each.figure.amount.value > 1 and each.figure.amount.unit not in PEOPLE for each in view.promised)
    each = re.search("均|都", found.group(0))
    return None if several and not each and _EXTENT.match(found.group(0)) else Role.SPEC


_CAPACITY = re.compile(
    r"(?:规划|设计|核定|编制|总|约|共|可提供)*\S{0,4}?(?:床位|学位|教学班|班级|停车位|车位|座位)数?$"
)


def _capacity(view: View) -> Role | None:
    """What a named building will hold (规划床位300张) describes it."""
    first = view.number == 0 or view.clauses[view.number - 1].sentence != view.clause.sentence
    held = _CAPACITY.match(view.figure.before) and not re.search(rf"{WORKS}", view.figure.before)
    return Role.SPEC if held and not first and not view.promised else None


def _fitted(view: View) -> Role | None:
    """设18个标准班 after a named building describes that building; after several counted ones, weaker words promise."""
    found = FITTED.match(view.clause.text)
    if not found or view.number == 0 or view.clauses[view.number - 1].sentence != view.clause.sentence:
        return None
    if found["always"]:
        return Role.SPEC
    return Role.SPEC if all(each.figure.amount.value == 1 for each in view.promised) else None


_SPAN = re.compile(
    r"十[三四五六]五|[二三四五]年(?:行动|攻坚|内|任务|计划|总)|总计划|总任务|规划总|项目总|计划总|到20[0-9]{2}年|20[0-9]{2}[—-]20[0-9]{2}年"
)
_THIS_YEAR = re.compile(r"今年|本年|当年|年内|年度计划|20[0-9]{2}年")


def _plan_total(view: View) -> Role | None:
    """A plan's total beside a smaller step for this year is not this year's promise."""
    if not _SPAN.search(view.clause.text) or _THIS_YEAR.search(re.sub(r"到20[0-9]{2}年", "", view.figure.before)):
        return None
    for at in range(view.number, len(view.clauses)):
        clause = view.clauses[at]
        for figure in clause.figures if clause.sentence == view.clause.sentence else ():
            later = (at, figure.at) > (view.number, view.figure.at)
            if later and figure.amount.unit == view.unit and _THIS_YEAR.search(clause.text[: figure.at]):
                return Role.SPEC
    return None


_PROFIT = re.compile(r"惠及|受益|造福|让|使(?!用)|辐射|可供|可服务|可满足|涉及")
_EFFECT = re.compile(r"普惠|方便|便利|满足|带动|改善|缓解|解决|覆盖|保障|助力|直接服务|有效服务")
_GAIN = re.compile(r"[^，。]{0,12}?(?:受益|得到改善|享受实惠)")


def _benefit(view: View) -> Role | None:
    """Who profits: after 惠及、受益、让, or after a verb of effect where the work itself was counted before.

    惠及300户老年人家庭适老化改造 alone is the work itself.
    """
    if view.unit not in PEOPLE and view.unit:
        if view.promised and re.search(r"惠及|受益", view.between):
            return Role.BENEFIT
        concerned = view.promised and re.match(r"涉及", view.clause.text)
        return Role.SPEC if concerned else None
    words = view.figure.before if starts_with_verb(view.figure.before) else view.said
    if _GAIN.match(view.figure.after):
        return Role.BENEFIT
    if _PROFIT.search(words):
        delivers = re.search(rf"(?:{ACTION_NOUN})$", noun_after(view.figure.after))
        return Role.BENEFIT if view.promised or not delivers else None
    return Role.BENEFIT if view.promised and _EFFECT.search(view.figure.before) else None


_HOPED = re.compile(r"(?:并)?(?:力争|争取|努力)(?:全年|年内|年底前)?(?:完成|达到|实现|突破|建成|增至)?\s*")


def _hoped(view: View) -> Role | None:
    """What is hoped for beyond the promise (加装电梯80部，*力争*100部) is no further target."""
    bare = _HOPED.fullmatch(view.figure.before) and not noun_after(view.figure.after)
    promised = any(each.figure.amount.unit == view.unit for each in view.promised)
    return Role.SPEC if bare and promised and view.unit != "%" else None


def _for_each(view: View) -> Role | None:
    """How often each person is served (免费体检1次, 提供3次随访) describes the service."""
    if view.unit not in ("次", "种", "剂次", "剂", "针次"):
        return None
    served = any(each.figure.amount.unit in PEOPLE for each in view.earlier if each.role is not Role.SPEC)
    around = view.figure.before + view.figure.after
    checked = view.figure.amount.value <= 4 and re.search(r"体检|检查|筛查|随访|探访|诊疗|测评", around)
    return Role.SPEC if served or checked else None


def _place_named(view: View) -> Role | None:
    """A count of places behind their names: 中山路、胜利路等街道6个."""
    named = re.search(rf"等{PLACE}$", noun_before(view.figure.before))
    return Role.SCOPE if view.unit == "个" and not view.figure.after and named else None


Rule = Callable[[View], Role | None]
RULES: tuple[Rule, ...] = (
    _age,
    _qualified,
    _place,
    _place_named,
    _group,
    _part,
    _included,
    _old_value,
    _hoped,
    _for_each,
    _attribute,
    _capacity,
    _fitted,
    _plan_total,
    _benefit,
)
