"""What goes back to a unit to be mended (退回表): a new workbook, never the unit's own file changed."""

from typing import TYPE_CHECKING

from pipeline.findings import Finding, PipelineError, Severity
from pipeline.formats.sheets import Align, Column, Mark, Page, Show, Tint, Value, place, write_workbook
from pipeline.forms.letters import letter
from pipeline.forms.plan import goal_words
from pipeline.model import Assessment, FileState, Month, Origin, Status
from pipeline.model.days import SEND_WITHIN, answer_by
from pipeline.period import day_words
from pipeline.settings import Office
from pipeline.source import Where

if TYPE_CHECKING:
    from pipeline.formats.templates import Fact

LETTER = "退回说明.txt"
LIST, DATA = "需修改清单", "填报数据"
_DONE, _PROGRESS, _PROBLEM, _NEXT_STEP = 5, 6, 7, 8
"""The columns of the data, counted from 0, that a finding can point at."""

_WHAT = {Severity.ERROR: "须修改", Severity.WARNING: "请核实"}
_TINTS = {Severity.ERROR: Tint.WRONG, Severity.WARNING: Tint.DOUBTFUL}

_Places = dict[tuple[int, int], tuple[Finding, ...]]
"""The findings by cell of the data: (row, column), both counted from 0."""


def units_to_return(month: Month) -> tuple[str, ...]:
    """The units with an error in something that they sent, in the register's order."""
    return tuple(unit.name for unit in month.units if unit.returned)


def returned(month: Month, unit: str) -> bytes:
    """退回/<unit>.xlsx: a list of what to mend, and the unit's own rows with the wrong cells marked.

    Only the marked cells, and those that are empty and awaited, can be changed. Doubts go along with the errors, so
    that the unit is asked once. A :class:`PipelineError` for a unit that has nothing to mend.
    """
    _require_wrong(month, unit)
    findings = _to_mend(month, unit)
    rows = tuple(each for each in month.assessments if each.unit == unit)
    places = _places(findings, rows)
    data = _data(month, unit, rows, places)
    title = f"{month.period.words}重点民生实事进展情况退回修改（{unit}）"
    return write_workbook((_list(month, unit, findings, places, data), data), title=title)


def cover_letter(month: Month, unit: str, office: Office, wording: str) -> str:
    """What is written along with a return, as plain text, in the words of the template 退回说明.txt.

    What is wrong, by number; by when it is to come back; whom to call. A :class:`PipelineError` for a unit that has
    nothing to mend.
    """
    _require_wrong(month, unit)
    findings = _to_mend(month, unit)
    wrong = [each for each in findings if each.is_error]
    doubtful = [each for each in findings if not each.is_error]
    facts: dict[str, Fact] = {
        "重报期限": _answer_by(month),
        "修改数": str(len(wrong)),
        "修改事项": [_told(number, each) for number, each in enumerate(wrong, 1)],
        "核实数": str(len(doubtful)),
        "核实事项": [_told(number, each) for number, each in enumerate(doubtful, 1)],
    }
    return letter(LETTER, wording, month, unit, office, facts)


def _told(number: int, finding: Finding) -> "dict[str, Fact]":
    return {
        "序号": str(number),
        "位置": "、".join(str(where) for where in (finding.where, *finding.also)),
        "问题": finding.message,
        "怎么改": finding.suggestion,
    }


def _answer_by(month: Month) -> str:
    """By when it is to come back: the day that the circular itself names for what is to be sent again."""
    return day_words(answer_by(month, SEND_WITHIN), month.period.year)


def _require_wrong(month: Month, unit: str) -> None:
    if unit not in units_to_return(month):
        raise PipelineError(f"{unit}本月没有需要退回修改的内容，不必生成退回表。")


def _to_mend(month: Month, unit: str) -> tuple[Finding, ...]:
    """Errors, then doubts, in the unit's files that stand; one that was replaced has been mended already."""
    files = {each.file for each in month.submissions if each.state in (FileState.ACCEPTED, FileState.REFUSED)}
    theirs = [each for each in month.findings if each.unit == unit and each.where.file in files]
    return tuple(each for severity in _WHAT for each in theirs if each.severity is severity)


def _places(findings: tuple[Finding, ...], rows: tuple[Assessment, ...]) -> _Places:
    """Where in the data each finding stands; a finding about a whole file stands nowhere."""
    numbers: dict[str, list[int]] = {}
    for number, each in enumerate(rows):
        for id in (each.id, each.task):
            numbers.setdefault(id, []).append(number)
    places: _Places = {}
    for finding in findings:
        for row in numbers.get(finding.indicator or finding.task, ()):
            for column in sorted(_columns(finding, rows[row])):
                places[row, column] = (*places.get((row, column), ()), finding)
    return places


def _columns(finding: Finding, judged: Assessment) -> set[int]:
    """The columns of a row that a finding is about: an indicator's own; of a whole task, the text that it quotes."""
    if finding.indicator:
        return {_column(where, judged) for where in (finding.where, *finding.also)}
    sent = judged.replaced or judged.entry
    if sent is None:
        return set()
    texts = {sent.progress_at: _PROGRESS, sent.problem_at: _PROBLEM, sent.next_step_at: _NEXT_STEP}
    return {texts[finding.where]} if finding.where in texts else set()


def _column(where: Where, judged: Assessment) -> int:
    """Which column a place is: the one that the figure came from, else the progress text if that is quoted."""
    sent = judged.replaced or judged.entry
    if sent is None:
        return _DONE
    if (where.sheet, where.cell) == (sent.where.sheet, sent.where.cell):
        return _PROGRESS if sent.origin is Origin.PROSE else _DONE
    return _PROGRESS if where.raw and where.raw in sent.progress else _DONE


def _list(month: Month, unit: str, findings: tuple[Finding, ...], places: _Places, data: Page) -> Page:
    cells = {finding: data.address(*cell) for cell, found in reversed(places.items()) for finding in found}
    errors = sum(each.is_error for each in findings)
    red = "（标红）" if any(each.is_error for each in cells) else ""
    blue = "，标蓝处没有收到数据、请补填" if any(_is_asked(each) for row in data.rows for each in row) else ""
    doubts = f"，另有{len(findings) - errors}处请一并核实（标黄）" if errors < len(findings) else ""
    return Page(
        LIST,
        (
            Column("序号", 6, Show.FIGURE),
            Column("要求", 9, align=Align.CENTRE),
            Column("原表位置", 30),
            Column("原文", 18),
            Column("问题", 40),
            Column("请怎么改", 36),
            Column("修改处", 14, align=Align.CENTRE),
        ),
        [_list_row(number, each, cells.get(each, "")) for number, each in enumerate(findings, 1)],
        title=f"{month.period.words}重点民生实事进展情况需修改清单",
        lead=(
            f"{unit}：",
            f"　　感谢你单位报送{month.period.words}重点民生实事进展情况。"
            f"经核对，有{errors}处需要修改{red}{doubts}。"
            f"请对照下表逐条核实，在“{DATA}”表中直接改正{blue}，于{_answer_by(month)}前重新报送，"
            "文件名请注明“更正”。如有疑问，请与我们联系。",
        ),
        notes=("点击“修改处”可跳到要改的单元格；没有修改处的，请按“请怎么改”一栏办理。",),
        protected=True,
    )


def _is_asked(value: Value | Mark) -> bool:
    """Whether a cell is empty and awaited."""
    return isinstance(value, Mark) and value.tint is Tint.ENTRY


def _list_row(number: int, finding: Finding, cell: str) -> tuple[Value | Mark, ...]:
    link = Mark(f"{DATA} {cell}", link=place(DATA, cell)) if cell else ""
    return (
        number,
        Mark(_WHAT[finding.severity], _TINTS[finding.severity]),
        "\n".join(str(where) for where in (finding.where, *finding.also)),
        finding.where.raw,
        finding.message,
        finding.suggestion,
        link,
    )


def _data(month: Month, unit: str, rows: tuple[Assessment, ...], places: _Places) -> Page:
    """The unit's rows as it sent them; it can send this sheet back when it is mended."""
    texts = {task.id: task.text for task in month.register.tasks()}
    return Page(
        DATA,
        (
            Column("编号", 8, align=Align.CENTRE),
            Column("目标任务", 40, merges=True),
            Column("指标名称", 24),
            Column("目标值", 12, align=Align.CENTRE),
            Column("计量单位", 9, align=Align.CENTRE),
            Column(f"截至{month.period.month}月底累计完成", 16, Show.FIGURE),
            Column("进展情况", 46),
            Column("存在问题", 24),
            Column("下一步工作打算", 24),
        ),
        [_data_row(number, each, texts[each.task], places) for number, each in enumerate(rows)],
        title=f"{month.period.words}重点民生实事进展情况表（修改用）",
        lead=(f"填报单位：{unit}",),
        notes=("标红处须修改，标黄处请核实，批注写明了原因；标蓝处没有收到数据，请补填。其他单元格已锁定，不必改动。",),
        protected=True,
    )


def _data_row(number: int, judged: Assessment, text: str, places: _Places) -> tuple[Value | Mark, ...]:
    sent = judged.replaced or judged.entry
    figure = places.get((number, _DONE), ())
    awaited = judged.status is Status.NOT_REPORTED
    return (
        judged.id,
        text,
        judged.indicator.name,
        _target(judged),
        judged.indicator.measure,
        _marked(_typed(judged, figure), figure, awaited),
        _marked(sent.progress if sent else "", places.get((number, _PROGRESS), ()), awaited),
        _marked(sent.problem if sent else "", places.get((number, _PROBLEM), ()), sent is None and awaited),
        _marked(sent.next_step if sent else "", places.get((number, _NEXT_STEP), ()), sent is None and awaited),
    )


def _typed(judged: Assessment, findings: tuple[Finding, ...]) -> str:
    """What the unit typed as its figure: nothing, where the figure was taken from the progress text."""
    sent = judged.replaced or judged.entry
    if sent is None:  # a finding may quote the row's key instead: that is no figure
        return next((each.where.raw for each in findings if each.where.raw != judged.id), "")
    return "" if sent.origin is Origin.PROSE else sent.where.raw


def _target(judged: Assessment) -> str:
    if judged.target is None:
        return judged.indicator.sign
    return goal_words(judged.indicator, judged.target)


def _marked(text: str, findings: tuple[Finding, ...], awaited: bool) -> Value | Mark:
    """A cell as it was typed: marked with the reason and open where something is wrong, open where it is awaited."""
    if not findings:
        return Mark("", Tint.ENTRY, locked=False) if awaited and not text else text
    tint = Tint.WRONG if any(each.is_error for each in findings) else Tint.DOUBTFUL
    comment = "\n".join(f"{_WHAT[each.severity]}：{each.message}{each.suggestion}" for each in findings)
    return Mark(text, tint, comment, locked=False)
