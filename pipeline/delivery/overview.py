"""The month at a glance (总览): one page for a browser, for paper and for a telephone, that needs nothing else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.delivery.standing import SIGNS, Sign, Standing, sign, standings
from pipeline.delivery.trends import HEIGHT, WIDTH, lines, months, stack
from pipeline.findings import Finding, Severity
from pipeline.formats.hypertext import page
from pipeline.model import TOLD_WORDS, Month, Project, UnitReport, Verdict
from pipeline.model.history import History
from pipeline.settings import Settings

TEMPLATE = "总览.html"

_NOBODY = "（不属于某个单位）"
_ORDER = {severity: place for place, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Group:
    """The indicators of one project or of one unit, with what is said of it as a whole."""

    number: int
    name: str
    sign: Sign | None
    remarks: tuple[str, ...]
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A finding (核查问题) as it is read: how it is dealt with, whom it concerns, where, what and how to mend it."""

    words: str
    unit: str
    place: str
    message: str
    suggestion: str
    code: str


def overview(
    month: Month, trend: Sequence[History], settings: Settings, template: str, *, rule: str = "", name: str = TEMPLATE
) -> bytes:
    """The page 总览.html of a month: the same month and the same months before give the same bytes.

    ``trend`` is the year as the ledger keeps it; what it holds of this month and of later ones is not used, so that
    a month that is run again gives the same page. ``rule`` is the sentence that says how progress was judged.
    """
    stood = standings(month, settings.judging)
    told = tuple(_told(each) for each in sorted(month.findings, key=lambda each: _ORDER[each.severity]))
    facts: dict[str, object] = {
        "title": f"{month.period.words}重点民生实事推进情况总览",
        "district": settings.office.district,
        "office": settings.office.short,
        "as_of": f"{month.period.words}{month.period.last_day.day}日",
        "month": f"{month.period.month}月",
        "counts": (
            stack("件实事", month.projects),
            stack("项任务", month.tasks),
            stack("项指标", month.assessments),
        ),
        "reporting": _reporting(month.units),
        "signs": tuple(SIGNS[words] for words in TOLD_WORDS),
        "projects": tuple(_projects(month, stood)),
        "units": tuple(_units(month.units, stood)),
        "months": months(month, trend),
        "lines": lines(month, trend),
        "width": WIDTH,
        "height": HEIGHT,
        "findings": told,
        "weights": tuple(dict.fromkeys(each.words for each in told)),
        "concerned": tuple(dict.fromkeys(each.unit for each in told)),
        "rule": rule,
    }
    return page(template, facts, name=name)


def _reporting(units: Sequence[UnitReport]) -> tuple[tuple[str, int], ...]:
    """How many units there are, and how they reported; late and returned ones are parts of those that did."""
    return (
        ("责任单位", len(units)),
        ("已报送", sum(each.reported for each in units)),
        ("未报送", sum(not each.reported for each in units)),
        ("迟报", sum(each.late is True for each in units)),
        ("需退回修改", sum(each.returned for each in units)),
    )


def _projects(month: Month, stood: Mapping[str, Standing]) -> Iterable[Group]:
    for project, verdict in zip(month.register.projects, month.projects, strict=True):
        yield Group(project.number, project.name, _verdict(verdict), (), tuple(_of(project, stood)))


def _of(project: Project, stood: Mapping[str, Standing]) -> Iterable[Standing]:
    return (stood[each.id] for task in project.tasks for each in task.indicators)


def _verdict(verdict: Verdict) -> Sign:
    return sign(verdict.status, verdict.reason)


def _units(units: Sequence[UnitReport], stood: Mapping[str, Standing]) -> Iterable[Group]:
    theirs: dict[str, list[Standing]] = {unit.name: [] for unit in units}
    for each in stood.values():
        theirs.setdefault(each.unit, []).append(each)
    for number, unit in enumerate(units, 1):
        yield Group(number, unit.name, None, tuple(_remarks(unit)), tuple(theirs[unit.name]))


def _remarks(unit: UnitReport) -> Iterable[str]:
    if not unit.reported:
        yield "未报送"
        return
    yield "迟报" if unit.late else "已报送"
    yield f"填报{unit.filled}/{unit.total}项"
    if unit.returned:
        yield "需退回修改"


def _told(finding: Finding) -> Told:
    where = str(finding.where)
    return Told(finding.words, finding.unit or _NOBODY, where, finding.message, finding.suggestion, finding.code)
