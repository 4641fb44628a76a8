"""What a mail says (邮件文字): a template of the office gives its subject and its body."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from pipeline.delivery.mail import Purpose
from pipeline.delivery.standing import Standing, standings
from pipeline.findings import PipelineError
from pipeline.model import Assessment, Month
from pipeline.names import clean
from pipeline.period import day_words
from pipeline.settings import Judging, Office

if TYPE_CHECKING:
    from pipeline.formats.templates import Fact

_SUBJECT = "主题："


def template(purpose: Purpose) -> str:
    """The file name of the template of a kind of mail."""
    return f"邮件{purpose}.txt"


def letter(purpose: Purpose, wording: str, facts: "Mapping[str, Fact]") -> tuple[str, str]:
    """The subject and the body that a template gives with these facts.

    A :class:`PipelineError` where the template does not begin with its subject, or tells the line that is wrong.
    """
    from pipeline.formats.templates import render

    name = template(purpose)
    first, _, body = render(wording, facts, name=name, spaced=True).text.strip().partition("\n")
    subject = clean(first.removeprefix(_SUBJECT))
    if not first.startswith(_SUBJECT) or not subject:
        raise PipelineError(f"templates/{name} 的第一行应写成“主题：……”。请改好后再运行。")
    return subject, body.strip() + "\n"


def office_facts(office: Office) -> "dict[str, Fact]":
    """Who writes and whom to call."""
    return {"发文机关": office.name, "联系人": office.contact, "联系电话": office.telephone}


def review_facts(month: Month, unit: str, judging: Judging, until: date) -> "dict[str, Fact]":
    """A unit's indicators as they were understood, each with the verdict that it is about to get (核对)."""
    standing = standings(month, judging)
    mine = [each for each in month.assessments if each.unit == unit]
    return {
        "单位": unit,
        "月份": month.period.words,
        "提出期限": day_words(until, month.period.year),
        "指标数": str(len(mine)),
        "指标": [_told(number, each, standing[each.id]) for number, each in enumerate(mine, 1)],
    }


def _told(number: int, judged: Assessment, standing: Standing) -> "dict[str, Fact]":
    """An indicator; its progress text is left out where the source quotes it."""
    progress = clean(judged.entry.progress) if judged.entry else ""
    return {
        "序号": str(number),
        "编号": judged.id,
        "名称": judged.indicator.name,
        "数字": "，".join(each.said for each in standing.figures),
        "结论": standing.sign.words,
        "进展": "" if progress in standing.source else progress,
        "来源": standing.source,
    }
