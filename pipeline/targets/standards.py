"""Standards (标准): what each person or household gets, beside how many are served."""

import re

from pipeline.targets.views import View
from pipeline.targets.vocabulary import RAISED, TIMES

_EACH = re.compile(
    r"每(?:[百千万]?[人户名位个所家座套辆年月天日周次期场例件亩院村镇生台张校班]|平方米|学年|学期|人次)"
    r"(?:每[年月天日周次期])?(?:均)?(?:给予|补助|补贴|发放|奖励|资助|一次性|最高|提供|免费|享受|标准|为|增加|再|培训|的|按|可)*(?:\D{0,4}面积)?$"
)
_PER_THOUSAND = re.compile(r"每[百千万](?:人|名|户|个|位)[^，。]{2,}$|[人户]均[^，。]*$")
_MEAN = re.compile(r"[户人生]均[^，。]{0,4}(?:补助|补贴|奖励|资助|救助)[^，。]{0,2}$")
_GRANT = re.compile(
    r"(?:给予|发放|享受|补助|补贴|奖励|资助|报销|减免)[^，。；]{0,8}(?:最高|标准|每\S{1,2})[^，。；]{0,4}$|最高(?:可达|为)?$|按$"
)


def is_standard(view: View) -> bool:
    """What each one gets (每人每月500元, 每户2000元, 最高20万元, 7天): a measure of the service, not its volume."""
    before = view.figure.before
    if view.unit == "元" and _MEAN.search(before):
        return True
    if _PER_THOUSAND.search(before) or RAISED.search(view.said):
        return False
    if view.unit.startswith("元/") or _EACH.search(before) or re.search(r"每[人户名生][^，、]*$", view.between):
        return True
    if view.unit == "元":
        return bool(_GRANT.search(before)) or bool(re.search(r"每人|每户", view.said))
    return view.unit in TIMES and not re.search(r"(?:时间|时长|天数|时数)\S{0,3}$", before)
