"""What a wording template may name (模板里可用的名称): the month's words and figures, in Chinese.

The template holds the office's sentences; what depends on the data (counts, how an item stands, who is asked) comes
from here. Figures carry their sources.
"""

from collections.abc import Iterable, Mapping, Sequence

from pipeline.circular import dates
from pipeline.circular.annexes import annexes
from pipeline.circular.counts import counted, distribution, grouped, reporting
from pipeline.circular.excerpts import printable
from pipeline.circular.items import Item, items, lagging
from pipeline.circular.names import citation, subject, title
from pipeline.circular.progress import carried_words, reason_of, reason_quoted, standing
from pipeline.document import Evidence
from pipeline.formats.figures import Figure, Phrase, Words, joined, phrase
from pipeline.formats.templates import Fact
from pipeline.model import Inspection, Month, Reason, Status
from pipeline.settings import Settings

MOST_LISTED = 10
"""More items than this are told in the annex alone; the text then names those that are the furthest behind."""

_TABLE_AGAINST_PROSE = "V202"
"""The finding that the circular itself tells: figure and words of a sheet disagree, and the figure is printed."""

_MOST_NAMED = 5
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
        **_requests(month, settings, everything),
        "督查": [_inspection(month, each) for each in month.inspections],
        "附件": [each.title for each in annexes(month, settings)],
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
    missing = _unreported(everything, Reason.MISSING)
    blank, refused = _unreported(everything, Reason.BLANK), _unreported(everything, Reason.REFUSED)
    disagreeing = _disagreeing(month, everything)
    carried = [words for words in map(carried_words, missing) if words] if named else []
    return {
        "报送分布": reporting(month, named) if month.units else "",
        "结转": joined(carried, "，") if len(carried) <= _MOST_CARRIED else "",
        "结转过多": len(carried) > _MOST_CARRIED,
        "未填": grouped([each.judged for each in blank], named) if blank else "",
        "待核实": grouped([each.judged for each in refused], named) if refused else "",
        "不一致": grouped([each.judged for each in disagreeing], named) if disagreeing else "",
        "尚未到期": _is_too_early(month),
    }


def _requests(month: Month, settings: Settings, everything: Sequence[Item]) -> dict[str, Fact]:
    """Who is asked for what, and by when."""
    named = settings.circular.name_missing
    missing = [each.name for each in month.units if not each.reported and not _is_too_early(month)]
    blank = _units(_unreported(everything, Reason.BLANK))
    refused = _units(_unreported(everything, Reason.REFUSED))
    disagreeing = _units(_disagreeing(month, everything))
    late = any(each.late for each in month.units)
    return {
        "滞后单位": _who(_units(lagging(everything)), "有滞后事项的责任单位", True),
        "整改期限": dates.deadline(month, dates.MEASURES_WITHIN),
        "补报": [
            phrase(_who(units, others, named), f"要{what}")
            for units, others, what in (
                (missing, "未报送的责任单位", f"补报{month.period.month}月推进情况"),
                (blank, "有未填数据的责任单位", "补填空缺数据"),
                (refused, "有待核实数据的责任单位", "核实更正退回的数据"),
                (disagreeing, "数据与文字不一致的责任单位", "核实数据与文字不一致之处"),
            )
            if units
        ],
        "补报期限": dates.deadline(month, dates.SEND_WITHIN),
        "报送有误": bool(missing or blank or refused or disagreeing or late),
    }


def _inspection(month: Month, seen: Inspection) -> dict[str, Fact]:
    """What an on-site inspection found, in the inspectors' words."""
    task = next((each for each in month.register.tasks() if each.id == seen.task), None)
    evidence = Evidence((seen.where,), "本月事项中的现场督查")
    return {
        "地点": printable(seen.place),
        "日期": Figure(f"{seen.day.month}月{seen.day.day}日", evidence) if seen.day else "",
        "发现": Figure(printable(seen.found).removeprefix("发现").rstrip("。；"), evidence),
        "意见": Figure(printable(seen.advice).rstrip("。；"), evidence) if seen.advice else "",
        "已整改": seen.closed,
        "责任单位": printable(task.unit) if task else "",
    }


def _known(figure: Figure | None) -> Words:
    return "" if figure is None else figure


def _disagreeing(month: Month, everything: Iterable[Item]) -> list[Item]:
    """What is printed as in the table although the unit's own words say otherwise; once corrected, no more."""
    told = {each.indicator for each in month.findings if each.code == _TABLE_AGAINST_PROSE}
    return [
        each
        for each in everything
        if each.judged.id in told and each.judged.corrected is None and each.judged.status is not Status.NOT_REPORTED
    ]


def _is_too_early(month: Month) -> bool:
    """Whether nothing is due yet and nobody can be asked for it."""
    return all(each.status is Status.NOT_DUE for each in month.assessments)


def _unreported(everything: Iterable[Item], reason: Reason) -> list[Item]:
    return [
        each
        for each in everything
        if each.judged.status is Status.NOT_REPORTED and (each.judged.reason or Reason.MISSING) is reason
    ]


def _units(some: Iterable[Item]) -> list[str]:
    return list(dict.fromkeys(printable(each.task.unit) for each in some))


def _who(units: Sequence[str], otherwise: str, named: bool) -> Words:
    """The units by name while they are few and may be named, else what they have in common."""
    return "、".join(units) if named and len(units) <= _MOST_NAMED else otherwise if units else Phrase()
