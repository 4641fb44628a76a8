"""What the circular and its annexes are called, after the notice that they report on."""

import re

from pipeline.circular.excerpts import printable
from pipeline.model import Month, Notice
from pipeline.settings import Settings

LAGGING_TITLE = "进度滞后事项清单"
REPORTING_TITLE = "各责任单位报送情况"

_SUBJECT = re.compile(r"\d{4}年度?([^，。、《》\d]*?实事(?:项目)?)")


def title(month: Month, settings: Settings) -> str:
    """The circular's title (标题): 关于2023年5月区级重点民生实事推进情况的通报."""
    return f"关于{month.period.words}{subject(month, settings)}推进情况的通报"


def subject(month: Month, settings: Settings) -> str:
    """What is reported on, as the notice calls it (区级重点民生实事), else after the district's level."""
    found = _SUBJECT.search(printable(month.register.notice.title))
    return found[1] if found else f"{settings.office.district[-1:]}级重点民生实事"


def citation(notice: Notice) -> str:
    """The notice as one cites it: issuer and title in 《》, its number in （）."""
    name = printable(notice.title).replace(" ", "")
    issuer = printable(notice.issuer)
    full = name if name.startswith(issuer) else issuer + name
    number = printable(notice.number)
    return f"《{full}》" + (f"（{number}）" if number else "")


def progress_title(month: Month, settings: Settings) -> str:
    """The first annex (推进情况表): 永川区2023年重点民生实事推进情况表（截至5月31日）."""
    return _of_the_year(month, settings, "推进情况表")


def chart_title(month: Month, settings: Settings) -> str:
    """The annex with the chart (进度图): 永川区2023年重点民生实事进度图（截至5月31日）."""
    return _of_the_year(month, settings, "进度图")


def _of_the_year(month: Month, settings: Settings, what: str) -> str:
    level = f"{settings.office.district[-1:]}级"
    works = subject(month, settings).removeprefix(level)
    day = month.period.last_day
    return f"{settings.office.district}{month.period.year}年{works}{what}（截至{day.month}月{day.day}日）"
