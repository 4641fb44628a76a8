"""The names that a district's offices go by (单位名称): the notice's short form, full, everyday and former names.

Units sign their sheets with any of these. Only names that stand in the register are ever recognised, so the usual ones
are filled in from the start and a person adds the rest.
"""

import re
from collections import Counter
from dataclasses import replace

from pipeline.model import Unit

_USUAL: dict[str, tuple[str, ...]] = {
    "住房城乡建委": ("住房和城乡建设委员会", "住建委", "城乡建委"),
    "经济信息委": ("经济和信息化委员会", "经信委"),
    "规划自然资源局": ("规划和自然资源局", "规资局", "规自局", "自然资源局", "国土房管局"),
    "城市管理局": ("城管局", "市政园林局"),
    "交通局": ("交委", "交通委", "交通运输委", "交通运输局"),
    "教委": ("教育委员会", "教育局"),
    "新城建管委": ("新城建设管理委员会", "新城管委会", "新城委"),
    "卫生健康委": ("卫生健康委员会", "卫健委", "卫生计生委", "卫计委"),
    "残联": ("残疾人联合会",),
    "民政局": (),
    "人力社保局": ("人力资源和社会保障局", "人社局"),
    "农业农村委": ("农业农村委员会", "农业委", "农委"),
    "文化旅游委": ("文化和旅游发展委员会", "文旅委", "文化委"),
    "发展改革委": ("发展和改革委员会", "发改委"),
    "财政局": (),
    "公安局": (),
    "司法局": (),
    "生态环境局": ("环保局",),
    "水利局": ("水务局",),
    "商务委": ("商务委员会",),
    "应急局": ("应急管理局", "安监局"),
    "市场监管局": ("市场监督管理局", "工商局"),
    "医保局": ("医疗保障局",),
    "退役军人局": ("退役军人事务局",),
    "体育局": (),
    "林业局": (),
    "妇联": ("妇女联合会",),
    "团委": ("共青团委", "共青团委员会"),
    "总工会": (),
    "科技局": ("科学技术局",),
    "消防救援支队": ("消防支队", "消防救援大队"),
}
"""The notice's short form without the district → full, everyday and former names."""

_DISTRICT = re.compile(r"^(?:[区市县州旗])(?=..)")


def aliases_of(name: str, issuer: str) -> tuple[str, ...]:
    """The other names of a unit, with and without the district before them.

    ``issuer`` is who issued the notice (重庆市永川区人民政府办公室): it holds the district's full name.
    """
    stem = _DISTRICT.sub("", name)
    region = issuer.partition("人民政府")[0] if "人民政府" in issuer else ""
    district = re.sub(r"^.{2,8}?(?:省|市|自治区)(?=.)", "", region)
    level = name.removesuffix(stem)
    usual = _USUAL.get(stem, ())
    others = (stem, *usual)
    full = usual[0] if usual and re.search(r"(?:委员会|联合会|局)$", usual[0]) and len(usual[0]) > len(stem) else stem
    aliases = [full_name for prefix in (region, district) if prefix for full_name in (prefix + full, prefix + stem)]
    aliases += [prefix + each for each in others for prefix in (level, "")]
    return tuple(each for each in dict.fromkeys(aliases) if each != name and len(each) > 1)


def distinct(units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """The units without the aliases that two of them share, or that are another one's own name."""
    taken = Counter(each for unit in units for each in {unit.name, *unit.aliases})
    return tuple(replace(unit, aliases=tuple(each for each in unit.aliases if taken[each] == 1)) for unit in units)
