"""What a wording template may name (模板里可用的名称): the month's words and figures, in Chinese.

The template holds the office's sentences; what depends on the data (counts, how an item stands, who is asked) comes
from here. Figures carry their sources.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from pipeline.circular import dates
from pipeline.circular.annexes import titles
from pipeline.circular.counts import counted, distribution, grouped, reporting
from pipeline.circular.demands import demands, disagreeing, is_too_early, unreported
from pipeline.circular.excerpts import printable
from pipeline.circular.items import Item, items, lagging
from pipeline.circular.names import citation, subject, title
from pipeline.circular.progress import carried_words, reason_of, reason_quoted, standing
from pipeline.document import Evidence
from pipeline.formats.figures import Figure, Words, joined
from pipeline.formats.templates import Fact
from pipeline.model import Amendment, Indicator, Inspection, Month, Reason, State, Status
from pipeline.model.amounts import done_words
from pipeline.settings import Settings

MOST_LISTED = 10
"""More items than this are told in the annex alone; the text then names those that are the furthest behind."""

_MOST_CARRIED = 3


def facts(month: Month, settings: Settings) -> Mapping[str, Fact]:
    """Everything that a template may name."""
    everything = items(month, settings)
    return {
        **_issue(month, settings),
        **_totals(month, everything),
        **_fast(everything),
        **_behind(everything),
        **_reporting(month, settings, everything),
        **demands(month, settings, everything),
        "督查": [_inspection(month, each) for each in month.inspections],
        "更正": [_amendment(each) for each in month.amendments],
        "附件": list(titles(month, settings)),
    }


def _issue(month: Month, settings: Settings) -> dict[str, Fact]:
    """Who issues what to whom, and when."""
    office, issue, period = settings.office, month.issue, month.period
    notice = month.register.notice
    day = period.last_day
    return {
        "标题": title(month, settings),
        "主送": office.approved_addressees if issue.approved else office.addressees,
        "实事": subject(month, settings),
        "依据": f"按照{citation(notice)}要求" if notice.title else f"按照{period.year}年工作安排",
        "同意": f"经{office.district[-1:]}政府同意" if issue.approved else "",
        "月份": period.words,
        "月": f"{period.month}月",
        "月底": f"{period.month}月底",
        "截止日": f"{day.month}月{day.day}日",
        "年底": period.month == 12,
        "发文机关": office.short,
        "署名": office.name,
        "成文日期": dates.dated(month),
        "附注": printable(issue.note),
        "抄送": office.copies,
    }


def _totals(month: Month, everything: Sequence[Item]) -> dict[str, Fact]:
    """件 to 项任务 to 项指标 to 个单位, and how each of them stands."""
    figured = [each.judged for each in everything if each.indicator.is_counted]
    decided = [each.judged for each in everything if not each.indicator.is_counted]
    return {
        "件数": counted([str(each.number) for each in month.register.projects], "目标任务台账中的项目"),
        "任务数": counted([each.id for each in month.tasks], "目标任务台账中的任务"),
        "单位数": counted([each.name for each in month.units], "目标任务台账中的责任单位"),
        "量化数": counted([each.id for each in figured], "目标任务台账中的量化指标"),
        "定性数": counted([each.id for each in decided], "目标任务台账中的定性指标"),
        "任务分布": distribution(month.tasks) if month.tasks else "",
        "量化分布": distribution(figured) if figured else "",
        "定性分布": distribution(decided) if decided else "",
    }


def _fast(everything: Sequence[Item]) -> dict[str, Fact]:
    """What is completed or ahead: one by one while few, else by name."""
    done = [each for each in everything if each.judged.status is Status.COMPLETED]
    ahead = [each for each in everything if each.judged.status is Status.AHEAD]
    few = len(done) + len(ahead) <= MOST_LISTED
    return {
        "已完成数": counted([each.judged.id for each in done], "已完成的指标"),
        "较快数": counted([each.judged.id for each in ahead], "进度较快的指标"),
        "较快事项": [_item(each) for each in (*done, *ahead)] if few else [],
    }


def _behind(everything: Sequence[Item]) -> dict[str, Fact]:
    """What lags, the furthest behind first."""
    behind = lagging(everything)
    listed, others = behind[:MOST_LISTED], behind[MOST_LISTED:]
    return {
        "滞后数": counted([each.judged.id for each in behind], "滞后的指标"),
        "滞后事项": [_item(each) for each in listed],
        "列出数": counted([each.judged.id for each in listed], "滞后最重的指标") if others else "",
    }


def _item(item: Item) -> dict[str, Fact]:
    """One item: 名称、进展 as a whole, and its parts for an office that words it otherwise."""
    told = reason_of(item)
    return {
        "名称": item.name,
        "进展": standing(item),
        "目标": _known(item.target),
        "完成": _known(item.done),
        "完成率": _known(item.rate),
        "序时进度": _known(item.pace),
        "差距": _known(item.gap),
        "连续滞后": item.months_behind if item.judged.months_behind > 1 and item.lags_in_a_row else "",
        "累计滞后": item.months_behind if item.judged.months_behind > 1 and not item.lags_in_a_row else "",
        "原因": reason_quoted(item),
        "原因过长": told.overlong,
        "责任单位": printable(item.task.unit),
    }


def _reporting(month: Month, settings: Settings, everything: Sequence[Item]) -> dict[str, Fact]:
    """Who reported; the last known figures of who did not; what was left empty or waits to be verified."""
    named = settings.circular.name_missing
    missing = unreported(everything, Reason.MISSING)
    blank, refused = unreported(everything, Reason.BLANK), unreported(everything, Reason.REFUSED)
    contradicted = disagreeing(month, everything)
    carried = [words for words in map(carried_words, missing) if words] if named else []
    return {
        "报送分布": reporting(month, named) if month.units else "",
        "结转": joined(carried, "，") if len(carried) <= _MOST_CARRIED else "",
        "结转过多": len(carried) > _MOST_CARRIED,
        "未填": grouped([each.judged for each in blank], named) if blank else "",
        "待核实": grouped([each.judged for each in refused], named) if refused else "",
        "不一致": grouped([each.judged for each in contradicted], named) if contradicted else "",
        "尚未到期": is_too_early(month),
    }


def _inspection(month: Month, seen: Inspection) -> dict[str, Fact]:
    """What an on-site inspection found, in the inspectors' words, and what has become of it."""
    task = next((each for each in month.register.tasks() if each.id == seen.task), None)
    evidence = Evidence((seen.where,), "本月事项中的现场督查")
    earlier = bool(seen.period and seen.period < month.period)
    month_only = f"{seen.period.month}月" if seen.period and earlier else ""
    return {
        "地点": printable(seen.place),
        "日期": Figure(_day(seen.day) or month_only, evidence) if seen.day or earlier else "",
        "发现": Figure(printable(seen.found).removeprefix("发现").rstrip("。；"), evidence),
        "意见": Figure(printable(seen.advice).rstrip("。；"), evidence) if seen.advice else "",
        "已整改": seen.closed,
        "复查日期": Figure(_day(seen.closed_by.day), Evidence((seen.closed_by.where,), "本月事项中的现场督查"))
        if seen.closed_by and seen.closed_by.day
        else "",
        "以前": earlier,
        "责任单位": printable(task.unit) if task else "",
    }


def _day(day: date | None) -> str:
    return f"{day.month}月{day.day}日" if day else ""


def _amendment(wrong: Amendment) -> dict[str, Fact]:
    """A figure of an issued circular that was wrong: what was printed, and what it should have been."""
    indicator, right, was = wrong.indicator, wrong.correction, wrong.was
    month = f"{was.period.month}月"
    issued = Evidence(how=f"台账记录的{was.period.words}数据")
    why = printable("，".join(filter(None, (right.reason, right.basis, right.by))))
    put_right = Evidence((right.where,), f"更正以前的通报：{why}" if why else "更正以前的通报")
    return {
        "月份": Figure(month, issued),
        "名称": printable(indicator.name),
        "原数": _said(indicator, was.done, was.state, issued),
        "应为": _said(indicator, right.value, right.state, put_right),
    }


def _said(indicator: Indicator, done: Decimal | None, state: State | None, evidence: Evidence) -> Words:
    """A figure or a state as it is printed; empty where there was none."""
    if indicator.is_counted:
        return "" if done is None else Figure(done_words(done, indicator.measure, None), evidence, done)
    return "" if state is None else Figure(state.words, evidence)


def _known(figure: Figure | None) -> Words:
    return "" if figure is None else figure
