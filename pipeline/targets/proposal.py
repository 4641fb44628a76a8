"""The annex's rows → a register to be reviewed (目标任务台账初稿).

What the sentences say is taken as said; what they leave open (how the year is spread, what counts as done) is proposed
with a reason, for a person to settle once.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from pipeline.model import Indicator, Kind, Project, Register, Rhythm, Task, Unit
from pipeline.period import Period
from pipeline.quantities import amounts
from pipeline.targets.annex import AnnexRow
from pipeline.targets.dates import due_in
from pipeline.targets.holidays import holidays_of
from pipeline.targets.notice import PublishedNotice
from pipeline.targets.offices import aliases_of, distinct
from pipeline.targets.phrases import title_of
from pipeline.targets.sentences import Quantity, parse_task
from pipeline.targets.verbs import BUILDING, any_of
from pipeline.targets.views import Role


@dataclass(frozen=True, slots=True)
class Proposal:
    """A register to be reviewed: ``doubts`` are what a person should settle, ``left_out`` the figures that are no
    indicators, both by indicator or task id, as sentences."""

    register: Register
    doubts: tuple[tuple[str, str], ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Calendar:
    """The months that indicators run in unless the notice names others."""

    year: int
    first: Period

    def start(self, rhythm: Rhythm, due: Period) -> Period:
        """The month after the notice's, for works one later, never after the due month."""
        return min(self.first + 1 if rhythm is Rhythm.WORKS else self.first, due)

    @property
    def end(self) -> Period:
        return Period(self.year, 12)


def propose(published: PublishedNotice, year: int) -> Proposal:
    """The register of a notice: ids project–task–indicator in the notice's order, counted targets before milestones."""
    dated = published.notice.dated
    begins = Period.of(dated) + 1 if dated and dated.year == year else Period(year, 1)
    calendar = _Calendar(year, begins)
    doubts: list[tuple[str, str]] = []
    left_out: list[tuple[str, str]] = []
    projects = tuple(
        _project(number, tuple(rows), calendar, doubts, left_out)
        for number, rows in groupby(published.rows, key=lambda row: row.number)
    )
    register = Register(year, published.notice, projects, _units(published), holidays=holidays_of(year))
    return Proposal(register, tuple(doubts), tuple(left_out))


def _project(
    number: int,
    rows: Sequence[AnnexRow],
    calendar: _Calendar,
    doubts: list[tuple[str, str]],
    left_out: list[tuple[str, str]],
) -> Project:
    tasks = []
    for at, row in enumerate(rows, 1):
        task = Task(f"{number}-{at}", number, row.text, row.unit, row.support, leader=row.leader)
        parsed = parse_task(row.text, year=calendar.year)
        told = "；".join(_told(quantity) for quantity in parsed.quantities if quantity.role is not Role.TARGET)
        if told:
            left_out.append((task.id, f"未列为指标的数：{told}"))
        made = [
            *_counted([each for each in parsed.quantities if each.role is Role.TARGET], calendar),
            *(_milestone(text, calendar) for text in parsed.milestones),
        ]
        if not made:
            made = [(_milestone(row.text, calendar)[0], "没有认出指标，请拆分成可以核对的指标")]
        ids = [f"{task.id}-{place}" for place in range(1, len(made) + 1)]
        led = f"通知没有写明谁牵头，按“{row.unit}牵头、其余配合”提出，请核实" if row.guessed else ""
        said = [(id, "；".join(filter(None, (led, doubt)))) for id, (_, doubt) in zip(ids, made, strict=True)]
        doubts += [(id, doubt) for id, doubt in said if doubt]
        indicators = tuple(replace(each, id=id) for id, (each, _) in zip(ids, made, strict=True))
        tasks.append(replace(task, indicators=indicators))
    return Project(number, rows[0].project, tuple(tasks))


_ROLES = {Role.SPEC: "规模或标准", Role.BENEFIT: "受益面", Role.SCOPE: "范围"}


def _told(quantity: Quantity) -> str:
    return f"{quantity.name}{quantity.published}（{_ROLES[quantity.role]}）"


def _counted(quantities: Sequence[Quantity], calendar: _Calendar) -> Iterable[tuple[Indicator, str]]:
    """One indicator for each target; dated steps of one target are its plan, and the last step is its year's target."""
    remaining = list(quantities)
    while remaining:
        first = remaining.pop(0)
        steps = [each for each in remaining if first.due and _is_step(first, each)]
        if all(
            one.due and other.due and one.due < other.due and one.value <= other.value
            for one, other in zip([first, *steps], steps, strict=False)
        ):
            for each in steps:
                remaining.remove(each)
        else:
            steps = []
        yield _quantity((first, *steps), calendar)


def _is_step(first: Quantity, other: Quantity) -> bool:
    return bool(other.due) and (first.name, first.measure, first.kind) == (other.name, other.measure, other.kind)


def _quantity(steps: Sequence[Quantity], calendar: _Calendar) -> tuple[Indicator, str]:
    last = steps[-1]
    target, measure = _as_published(last)
    due = last.due or calendar.end
    rhythm, doubt = _rhythm(last)
    dated = tuple((step.due, _as_published(step)[0]) for step in steps if step.due) if len(steps) > 1 else ()
    indicator = Indicator(
        id="",
        name=last.name,
        kind=last.kind,
        rhythm=rhythm,
        comparator=last.comparator,
        target=target,
        measure=measure,
        first=min(calendar.start(rhythm, due), *(month for month, _ in dated))
        if dated
        else calendar.start(rhythm, due),
        due=due,
        plan=dated,
        steps=tuple(month for month, _ in dated),
    )
    if not measure:
        doubt = "通知没有写计量单位，请补上"
    return indicator, doubt


def _as_published(quantity: Quantity) -> tuple[Decimal, str]:
    """The target in the measure that was printed: 6000 万元, not 60000000 元."""
    printed = next(amounts(quantity.published), None)
    scale, word = (printed.scale, printed.scale_word) if printed else (1, "")
    target = quantity.value / scale
    return target, word + quantity.measure


_BUILDING = re.compile(any_of(BUILDING))
_INTANGIBLE = re.compile(r"(?:体系|机制|制度|队伍|品牌|行动|活动|家庭|班|数据库|系统|平台|应用|档案|团队|志愿者|联盟)$")
_SURVEY = re.compile(r"普查|调查|摸底|排查|评估|论证|编制|规划编|方案编")
_TRAINING = re.compile(r"培训|轮训")
_SMALL_CLASS = 100
"""People who can be trained in one go."""
_STANDING = re.compile(r"常态化|长效|经常性|日常化")


def _rhythm(quantity: Quantity) -> tuple[Rhythm, str]:
    """How the year is spread, and the reason where that is a guess."""
    said = quantity.said
    if _SURVEY.search(quantity.name):
        return Rhythm.ONCE, "像是一次性工作，节奏按“一次性”提出，请核实"
    if _TRAINING.search(said) and quantity.measure in ("人", "名") and quantity.value <= _SMALL_CLASS:
        return Rhythm.ONCE, "培训人数不多，可能只办一期，节奏按“一次性”提出，请核实"
    if _is_works(said, quantity.name) or (quantity.measure == "%" and quantity.kind is Kind.QUANTITY):
        return Rhythm.WORKS, ""
    return Rhythm.EVEN, ""


def _is_works(said: str, name: str) -> bool:
    """Building begins late: permits and tenders come first. What is set up on paper (体系、队伍) is not built."""
    return bool(_BUILDING.search(said)) and not _INTANGIBLE.search(name)


def _milestone(text: str, calendar: _Calendar) -> tuple[Indicator, str]:
    due = due_in(text, calendar.year) or calendar.end
    rhythm = Rhythm.STANDING if _STANDING.search(text) else Rhythm.WORKS if _is_works(text, text) else Rhythm.EVEN
    sign = _sign(text)
    doubt = "" if sign or rhythm is Rhythm.STANDING else "通知没有写明做到什么程度算完成，请与责任单位商定完成标志"
    indicator = Indicator(
        id="",
        name=title_of(text),
        kind=Kind.MILESTONE,
        rhythm=rhythm,
        first=calendar.start(rhythm, due),
        due=due,
        sign=sign,
    )
    return indicator, doubt


_RESULT = re.compile(r"(?:实现|做到|达到)(?P<what>[^，]*)$")
_PUT_TO_USE = re.compile(r"投用|启用|投入使用|投运")


def _sign(text: str) -> str:
    """What counts as done (完成标志), where the words of the notice say it; empty where they leave it open."""
    if found := _RESULT.search(text):
        return found["what"]
    if text.startswith("完成"):
        return f"{text.removeprefix('完成')}完成"
    return "投入使用" if _PUT_TO_USE.search(text) else ""


def _units(published: PublishedNotice) -> tuple[Unit, ...]:
    """Every unit of the annex once, in its order, with the other names that it usually goes by."""
    names = tuple(dict.fromkeys(name for row in published.rows for name in (row.unit, *row.support)))
    return distinct(tuple(Unit(name, aliases_of(name, published.notice.issuer)) for name in names))
