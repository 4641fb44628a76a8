"""The names that a wording may use (可用的名称), each with what it stands for.

The one place where they are explained: the check of a wording knows them from here, ``tongbao wording names`` lists
them, and the comments at the head of the templates name the same ones.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pipeline.formats.naming import Known, Sort


@dataclass(frozen=True, slots=True)
class Name:
    """A name, what it stands for, and the names within each thing of a list."""

    name: str
    meaning: str
    sort: Sort = Sort.WORDS
    fields: tuple["Name", ...] = ()

    @property
    def known(self) -> Known:
        return Known(self.sort, {each.name: each.known for each in self.fields})


def _list(name: str, meaning: str, *fields: Name) -> Name:
    return Name(name, meaning, Sort.LIST, fields)


def _flag(name: str, meaning: str) -> Name:
    return Name(name, meaning, Sort.FLAG)


_ITEM = (
    Name("名称", "指标名称"),
    Name("进展", "完成情况的整句话：目标、完成数、完成率、与序时进度的差距"),
    Name("目标", "全年目标；定性指标空着"),
    Name("完成", "截至月底的累计完成数"),
    Name("完成率", "完成数占目标的百分比"),
    Name("序时进度", "到月底应完成的百分比"),
    Name("差距", "完成率与序时进度相差的百分点"),
    Name("连续滞后", "已连续几个月滞后；只有一个月的空着"),
    Name("累计滞后", "中间有断开的，累计几个月滞后；只有一个月的空着"),
    Name("原因", "报送表里写的滞后原因；没有写的空着"),
    _flag("原因过长", "原因太长又没有断句，没有摘录"),
    Name("责任单位", "任务的牵头单位"),
)

_LAG = (
    Name("名称", "指标名称"),
    Name("责任单位", "任务的牵头单位"),
    Name("滞后", "滞后了多久，如“已连续2个月滞后”“本月滞后”"),
)

CIRCULAR = (
    Name("标题", "通报的标题"),
    Name("主送", "主送机关；经政府同意的，用设置里的另一组"),
    Name("实事", "年度通知里的叫法，如“区级重点民生实事”"),
    Name("依据", "按照哪个通知；目标任务台账没有写通知的，写“按照某年工作安排”"),
    Name("同意", "“经区政府同意”；本月事项没有填的空着"),
    Name("月份", "年和月，如“2023年5月”"),
    Name("月", "月，如“5月”"),
    Name("月底", "如“5月底”"),
    Name("截止日", "月底那一天，如“5月31日”"),
    _flag("年底", "是不是12月"),
    Name("发文机关", "发文机关的简称"),
    Name("署名", "发文机关的全称"),
    Name("成文日期", "本月事项里填的；没有填的，日留空"),
    Name("附注", "本月事项里填的附注；没有的空着"),
    Name("抄送", "设置里的抄送机关；没有的空着"),
    _list("附件", "各附件的名称"),
    Name("件数", "民生实事的件数"),
    Name("任务数", "任务的项数"),
    Name("单位数", "责任单位的个数"),
    Name("量化数", "有数量的指标的项数"),
    Name("定性数", "没有数量的指标的项数"),
    Name("任务分布", "任务按状态各有几项，一句话"),
    Name("量化分布", "量化指标按状态各有几项，一句话"),
    Name("定性分布", "定性指标按状态各有几项，一句话"),
    Name("已完成数", "已完成的指标项数"),
    Name("较快数", "进度较快的指标项数"),
    _list("较快事项", "已完成和进度较快的指标；超过十项的空着，只在附件里列", *_ITEM),
    Name("滞后数", "滞后的指标项数"),
    Name("列出数", "滞后超过十项的，文中列出几项；不超过的空着"),
    _list("滞后事项", "滞后的指标，滞后最多的在前，最多十项", *_ITEM),
    _list(
        "督查",
        "现场督查，每次一项",
        Name("地点", "督查地点；没有填的空着"),
        Name("日期", "督查日期"),
        Name("发现", "发现的问题"),
        Name("意见", "工作建议；没有填的空着"),
        _flag("已整改", "是否办结"),
        Name("复查日期", "哪一天复查时办结的"),
        _flag("以前", "是不是以前月份发现的"),
        Name("责任单位", "任务的牵头单位"),
    ),
    Name("报送分布", "责任单位报送、迟报、未报送各有几个，一句话"),
    Name("结转", "未报送事项最近一次的数据，三项以内的逐项写"),
    _flag("结转过多", "未报送而有以前数据的超过三项"),
    Name("未填", "报了表但没有填数的事项，按单位写"),
    Name("待核实", "填的数用不上、已退回的事项，按单位写"),
    Name("不一致", "数据与文字说明不一致的事项，按单位写"),
    _flag("尚未到期", "还没有任何指标该报数"),
    _list(
        "更正",
        "以前通报中有误的数，每个一项",
        Name("月份", "哪个月的通报"),
        Name("名称", "指标名称"),
        Name("原数", "通报里印的数；没有数的空着"),
        Name("应为", "改正后的数"),
    ),
)
"""What 通报.txt explains at its head."""

DEMANDS = (
    Name("滞后单位", "有滞后事项的责任单位"),
    Name("提醒单位", "滞后事项到了提醒一级的责任单位"),
    _list("提醒事项", "使单位列入提醒一级的事项，超过十项时空着", *_LAG),
    Name("督办单位", "滞后事项到了督办一级的责任单位"),
    _list("督办事项", "使单位列入督办一级的事项，超过十项时空着", *_LAG),
    Name("约谈单位", "滞后事项到了建议约谈一级的责任单位"),
    _list("约谈事项", "使单位列入约谈一级的事项，超过十项时空着", *_LAG),
    Name("未报送单位", "没有报送的责任单位"),
    Name("未填单位", "报了表但没有填数的责任单位"),
    Name("待核实单位", "数据已退回待核实的责任单位"),
    Name("不一致单位", "数据与文字不一致的责任单位"),
    _flag("报送有误", "有未报、迟报、漏填、填错的"),
    Name("资金先行单位", "投资完成得多、任务完成得少的责任单位"),
    Name("督查单位", "现场督查发现的问题还没有办结的责任单位"),
    Name("整改期限", "从成文日期起算的第十个工作日"),
    Name("补报期限", "从成文日期起算的第三个工作日"),
)
"""What 建议.txt explains at its head, besides."""

BRIEF = (Name("亮点列出数", "较快事项没有列全的，列了几项；列全的空着"),)
"""What 汇报提纲.txt explains at its head, besides."""

NAMES = (*CIRCULAR, *DEMANDS)


def known_names(names: Iterable[Name] = NAMES) -> Mapping[str, Known]:
    """The names as the check of a wording needs them."""
    return MappingProxyType({each.name: each.known for each in names})
