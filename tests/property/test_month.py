"""What holds of every month, whatever the register is and whatever came in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.circular.wording import compose
from pipeline.document import Document, Paragraph, Role, Span, Table
from pipeline.findings import Finding, Rule, Severity
from pipeline.judging import judge
from pipeline.model import (
    Adjustment,
    Assessment,
    Bound,
    Comparator,
    Correction,
    Entry,
    FileState,
    Indicator,
    Issue,
    Kind,
    Month,
    MonthFacts,
    Notice,
    Origin,
    Past,
    Project,
    Reason,
    Register,
    Rhythm,
    State,
    Status,
    Submission,
    Task,
    Unit,
    Verdict,
    status_words,
    tally,
)
from pipeline.period import Period
from pipeline.report import Outputs, report
from pipeline.settings import Circular, Settings
from pipeline.source import Where

UNITS = ("区住房城乡建委", "区交通局", "区教委", "区残联")
NAMES = ("老旧小区改造", "“四好农村路”", "无障碍改造", "幼儿园投用", "窨井盖治理", "覆盖率")
TEMPLATES = Path(__file__).parents[2] / "templates"
TEMPLATE = (TEMPLATES / "通报.txt").read_text(encoding="utf-8")
PARTS = {"建议.txt": (TEMPLATES / "建议.txt").read_text(encoding="utf-8")}
WRONG = Rule("V101", Severity.ERROR, "不是数字", "“{raw}”不是数字。", "请填数字。")
MANY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WORST_FIRST = "seriously_behind behind not_reported on_pace ahead completed".split()


@dataclass(frozen=True)
class Given:
    """All that a month is judged from."""

    period: Period
    register: Register
    facts: MonthFacts
    submissions: tuple[Submission, ...]
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]
    past: Mapping[str, tuple[Past, ...]]
    settings: Settings

    def judged(self, entries: Sequence[Entry] | None = None, findings: Sequence[Finding] | None = None) -> Month:
        return judge(
            self.period,
            self.register,
            self.facts,
            self.submissions,
            self.entries if entries is None else entries,
            self.findings if findings is None else findings,
            self.past,
            self.settings,
            date(2024, 2, 1),
        )


def months_of_year(first: int = 1) -> st.SearchStrategy[Period]:
    return st.integers(first, 12).map(lambda month: Period(2023, month))


@st.composite
def indicators(draw: st.DrawFn, name: str) -> Indicator:
    """A quantity, a rate or a milestone, with or without a plan, due in any month."""
    kind = draw(st.sampled_from((Kind.QUANTITY, Kind.QUANTITY, Kind.RATE, Kind.MILESTONE)))
    due = draw(st.one_of(st.just(Period(2023, 12)), months_of_year()))
    made = Indicator(
        name,
        draw(st.sampled_from(NAMES)),
        kind,
        draw(st.sampled_from(Rhythm)),
        first=min(draw(months_of_year()), due),
        due=due,
    )
    if kind is Kind.MILESTONE:
        return made
    target = Decimal(90) if kind is Kind.RATE else draw(st.sampled_from([Decimal(n) for n in (1, 5, 12, 40, 600)]))
    plan: tuple[tuple[Period, Decimal], ...] = ()
    steps: tuple[Period, ...] = ()
    if draw(st.booleans()):
        when = sorted({*draw(st.sets(months_of_year(), max_size=2)), due})
        plan = tuple((each, target * place / len(when)) for place, each in enumerate(when, 1) if each <= due)
        steps = tuple(each for each, _ in plan) if draw(st.booleans()) else ()
    measure = "%" if kind is Kind.RATE else draw(st.sampled_from(("个", "公里", "万元")))
    comparator = draw(st.sampled_from(Comparator))
    return replace(made, comparator=comparator, target=target, measure=measure, plan=plan, steps=steps)


@st.composite
def registers(draw: st.DrawFn) -> Register:
    """One to three projects with one or two tasks of one or two indicators; some targets are adjusted."""
    projects: list[Project] = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        tasks = []
        for place in range(1, draw(st.integers(1, 2)) + 1):
            parts = [draw(indicators(f"{number}-{place}-{each}")) for each in range(1, draw(st.integers(1, 2)) + 1)]
            unit = draw(st.sampled_from(UNITS))
            tasks.append(Task(f"{number}-{place}", number, "完成目标任务。", unit, indicators=tuple(parts)))
        projects.append(Project(number, "民生项目", tuple(tasks)))
    units = dict.fromkeys(task.unit for project in projects for task in project.tasks)
    notice = Notice(
        "关于做好2023年区级重点民生实事有关工作的通知", "永川府办发〔2023〕12号", "区政府办", date(2023, 2, 17)
    )
    made = Register(2023, notice, tuple(projects), tuple(Unit(each) for each in units))
    changes = tuple(
        Adjustment(each.id, draw(months_of_year(2)), each.target, each.target * 2, "新文件")
        for each in made.indicators()
        if each.kind is Kind.QUANTITY and each.target and draw(st.integers(0, 5)) == 0
    )
    return replace(made, adjustments=changes)


FIGURES = [Decimal(n) for n in ("0", "0.5", "1", "4", "11", "12", "38", "40", "88", "90", "95", "570", "627", "6000")]
TEXTS = st.one_of(st.just(""), st.sampled_from(("征地滞后，影响12户。", "{{ 7*7 }}<w:p>")), st.text(max_size=40))


@st.composite
def said(draw: st.DrawFn, indicator: Indicator, unit: str, row: int, period: Period) -> Entry:
    """What a sheet says of an indicator: a figure or a state, or neither; and any text."""
    empty = draw(st.integers(0, 4)) == 0
    figure = None if empty or not indicator.is_counted else draw(st.sampled_from(FIGURES))
    return Entry(
        indicator.id,
        period,
        done=figure,
        bound=draw(st.sampled_from((None, None, *Bound))) if figure is not None else None,
        state=None if empty or indicator.is_counted else draw(st.sampled_from(State)),
        reported_rate=draw(st.sampled_from((None, Decimal("0.5")))),
        verdict=draw(st.sampled_from(("", "正常推进", "滞后", "已完成"))),
        progress=draw(TEXTS),
        problem=draw(TEXTS),
        origin=Origin.NONE if empty else Origin.CELL,
        where=Where(f"{unit}.xlsx", "进展表", f"G{row}", "" if figure is None else str(figure)),
        unit=unit,
    )


@st.composite
def pasts(draw: st.DrawFn, indicator: Indicator, period: Period) -> tuple[Past, ...]:
    """Some of the months before, as a ledger may hold them."""
    told = []
    for month in range(1, period.month):
        if draw(st.booleans()):
            status = draw(st.sampled_from(Status))
            silent = status in (Status.NOT_REPORTED, Status.NOT_DUE)
            done = None if silent or not indicator.is_counted else draw(st.sampled_from(FIGURES))
            state = None if silent or indicator.is_counted else draw(st.sampled_from(State))
            told.append(Past(Period(2023, month), status, done, state, "", int(status.lags)))
    return tuple(told[-3:])


@st.composite
def months(draw: st.DrawFn) -> Given:
    """Any month of a small district: units that are silent, refused or late, errors, corrections, months before."""
    period, book = draw(months_of_year()), draw(registers())
    submissions, silent = [], set()
    for unit in book.units:
        state = draw(st.sampled_from((FileState.ACCEPTED, FileState.ACCEPTED, FileState.REFUSED, None)))
        if state is None:
            silent.add(unit.name)
            continue
        month = period if state is FileState.ACCEPTED or period.month == 1 or draw(st.booleans()) else period + -1
        day = draw(st.sampled_from((None, period.last_day.replace(day=20), (period + 1).first_day.replace(day=9))))
        submissions.append(Submission(f"{unit.name}.xlsx", unit.name, state, unit.name, month, filled=day))
    entries, findings, corrections = [], [], []
    past = {}
    accepted = {each.unit for each in submissions if each.state is FileState.ACCEPTED}
    for row, indicator in enumerate(book.indicators(), 5):
        owner = book.task_of(indicator.id).unit
        past[indicator.id] = draw(pasts(indicator, period))
        if owner in accepted and draw(st.integers(0, 5)):
            entries.append(draw(said(indicator, owner, row, period)))
            if draw(st.integers(0, 7)) == 0:
                findings.append(WRONG.at(entries[-1].where, unit=owner, indicator=indicator.id))
        if draw(st.integers(0, 9)) == 0:
            value = draw(st.sampled_from(FIGURES)) if indicator.is_counted else None
            corrections.append(Correction(indicator.id, value, "电话核实", state=None if value else State.DONE))
    facts = MonthFacts(Issue(approved=draw(st.booleans())), tuple(corrections))
    named = Settings(circular=Circular(name_missing=draw(st.booleans())))
    return Given(period, book, facts, tuple(submissions), tuple(entries), tuple(findings), past, named)


def worst(parts: Sequence[Assessment | Verdict]) -> str:
    """The worst status of these, from the contract's own list."""
    due = [each.status.value for each in parts if each.status is not Status.NOT_DUE]
    return min(due, key=WORST_FIRST.index) if due else "not_due"


# --- what is judged ---------------------------------------------------------------------------------------------------


@MANY
@given(months())
def test_every_level_adds_up(given: Given) -> None:
    """Each indicator, task and project has one status, and in the report the parts make the total."""
    month = given.judged()
    book = given.register
    sizes = (len(list(book.indicators())), len(list(book.tasks())), len(book.projects))
    assert tuple(tally(each).total() for each in (month.assessments, month.tasks, month.projects)) == sizes
    told = report(month, Outputs())
    for level in ("projects", "tasks", "indicators"):
        counts = dict(told["summary"][level])
        assert counts.pop("total") == sum(counts.values())
    units = told["summary"]["units"]
    assert units["total"] == units["reported"] + units["missing"]
    assert max(units["late"], units["returned"]) <= units["reported"]
    parts = dict(told["reconciliation"]["indicators"])
    assert parts.pop("total") == sum(parts.values())


@MANY
@given(months())
def test_a_task_is_the_worst_of_its_indicators_and_a_project_of_its_tasks(given: Given) -> None:
    """What is not due is left out unless all of it is; 未报送 only where the unit itself sent nothing."""
    month = given.judged()
    tasks = {each.id: each for each in month.tasks}
    assert [each.status.value for each in month.tasks] == [worst(month.of_task(each.id)) for each in month.tasks]
    for project, verdict in zip(given.register.projects, month.projects, strict=True):
        assert verdict.status.value == worst([tasks[task.id] for task in project.tasks])
    missing = {each.name for each in month.units if not each.reported}
    for each in month.assessments:
        assert (each.reason is None) == (each.status is not Status.NOT_REPORTED)
        assert (each.reason is Reason.MISSING) == (each.status is Status.NOT_REPORTED and each.unit in missing)


@MANY
@given(months())
def test_from_its_due_month_on_nothing_is_on_pace(given: Given) -> None:
    """Whatever is reported then is completed or behind, a standing duty excepted; before July nothing is serious."""
    for each in given.judged().assessments:
        if given.period >= each.indicator.due and each.indicator.rhythm is not Rhythm.STANDING:
            assert each.status not in (Status.ON_PACE, Status.AHEAD, Status.NOT_DUE)
        if given.period.month < 7 or each.target == 1:
            assert each.status is not Status.SERIOUSLY_BEHIND


@MANY
@given(months())
def test_a_carried_figure_is_never_this_months(given: Given) -> None:
    """What carries a figure has none of its own, and without a figure there is neither rate nor gap."""
    for each in given.judged().assessments:
        if each.carried:
            assert (each.done, each.rate, each.gap) == (None, None, None)
            assert each.status in (Status.COMPLETED, Status.NOT_REPORTED, Status.NOT_DUE)
        if each.done is None:
            assert (each.rate, each.gap) == (None, None)


@MANY
@given(months(), st.randoms(use_true_random=False))
def test_the_order_in_which_entries_come_does_not_matter(given: Given, random: object) -> None:
    """Whatever order the files were read in, the month is the same."""
    shuffled = list(given.entries)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert given.judged(shuffled) == given.judged()


@MANY
@given(months(), st.sampled_from(UNITS))
def test_one_units_fault_never_changes_another(given: Given, unit: str) -> None:
    """With one unit's rows emptied and all found wrong, everything else is judged as before."""
    spoilt = [replace(each, done=None, state=None) if each.unit == unit else each for each in given.entries]
    found = [WRONG.at(each.where, unit=unit, indicator=each.indicator) for each in spoilt if each.unit == unit]
    before, after = given.judged(), given.judged(spoilt, [*given.findings, *found])
    assert [each for each in before.assessments if each.unit != unit] == [
        each for each in after.assessments if each.unit != unit
    ]
    assert [each for each in before.units if each.name != unit] == [each for each in after.units if each.name != unit]


# --- what is said of it -----------------------------------------------------------------------------------------------


_TOLD = re.compile(r"2023年|2024年|《[^》]*》(?:（[^（）]*）)?|\d{1,2}月(?:\d{1,2}日|底)?|附件\d|^\d+\.|^注：1\.")
"""What may hold digits without being a figure: the year, days and months, the notice as cited, ordinals."""
_RULE = re.compile(r"\d+个百分点及以上|目标\d+个及以下|目标为1的除外|序时进度为100%")
"""The office's own thresholds, in the rule that is printed under the annex."""


def without_figures(spans: Sequence[Span]) -> str:
    return "".join("＃" if span.evidence else span.text for span in spans)


def digits(document: Document) -> list[str]:
    """The lines that still hold a digit when figures, days, the notice and the rule's thresholds are taken out."""
    lines = [without_figures(paragraph.spans) for paragraph in document.body if paragraph.role is not Role.ATTACHMENTS]
    for annex in document.annexes:
        for block in annex.blocks:
            if isinstance(block, Paragraph):
                lines.append(_RULE.sub("", without_figures(block.spans)))
            elif isinstance(block, Table):
                cells = [cell for row in block.rows for cell in row[1:]]  # the first column numbers the rows
                lines += [without_figures(line) for cell in cells for line in cell.lines]
    return [line for line in lines if re.search(r"\d", _TOLD.sub("", line))]


@MANY
@given(months())
def test_every_number_of_the_circular_has_a_source(given: Given) -> None:
    """A figure is a cell, is computed from cells, or is counted; what units wrote is quoted with its cell."""
    assert digits(compose(given.judged(), given.settings, TEMPLATE, parts=PARTS).document) == []


@MANY
@given(months())
def test_the_counting_sentences_add_up(given: Given) -> None:
    """20项任务中，已完成1项 …: the parts, each told once, make the whole that the sentence names."""
    month = given.judged()
    text = "\n".join(each.text for each in compose(month, given.settings, TEMPLATE, parts=PARTS).document.body)
    for whole, parts in re.findall(r"(\d+)项(?:任务|量化指标|定性指标)中，((?:[^，；。]+?\d+项[，；。])+)", text):
        assert sum(int(each) for each in re.findall(r"(\d+)项[，；。]", parts)) == int(whole)
    for whole, sent, missing in re.findall(r"(\d+)个责任单位中，已报送(\d+)个.*?[；，]未报送(\d+)个", text):
        assert int(sent) + int(missing) == int(whole) == len(month.units)


@MANY
@given(months())
def test_the_circular_says_of_each_task_what_was_judged(given: Given) -> None:
    """The annex has a row for each task with its status; the list of laggards has each that lags, once."""
    month = given.judged()
    document = compose(month, given.settings, TEMPLATE, parts=PARTS).document
    tables = [block for annex in document.annexes for block in annex.blocks if isinstance(block, Table)]
    assert [row[-1].text for row in tables[0].rows] == [status_words(each) for each in month.tasks]
    lagging = [each for each in month.assessments if each.status.lags]
    listed = [annex.title for annex in document.annexes].count("进度滞后事项清单")
    assert listed == bool(lagging)
    if lagging:
        named = sorted((row[1].text, row[-1].text) for row in tables[1].rows)
        assert named == sorted((each.indicator.name, each.unit) for each in lagging)


@MANY
@given(months())
def test_nobody_is_said_to_have_reported_who_did_not(given: Given) -> None:
    """A unit that stands among 已报送的责任单位 with something blank or refused did send its sheet."""
    month = given.judged()
    text = "\n".join(each.text for each in compose(month, given.settings, TEMPLATE, parts=PARTS).document.body)
    found = re.search(r"已报送的责任单位中，.*", text)
    missing = [each.name for each in month.units if not each.reported]
    assert found is None or not any(name in found[0] for name in missing)


def test_the_months_are_of_every_kind() -> None:
    """What is tested here is not all blank: every word for a status comes up."""
    seen: set[str] = set()

    @MANY
    @given(months())
    def look(given: Given) -> None:
        seen.update(status_words(each) for each in given.judged().assessments)

    look()
    assert seen >= {"已完成", "滞后", "未报送", "待核实", "基本按序时推进"}
