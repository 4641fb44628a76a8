"""各责任单位报送情况: who reported, when as far as something tells it, and what was returned."""

from collections.abc import Iterable

from pipeline.circular.cells import cell
from pipeline.circular.excerpts import printable
from pipeline.document import Align, Column, Paragraph, Role, Table, TableCell
from pipeline.document import Evidence as Source
from pipeline.formats.figures import Figure, Phrase, joined, phrase
from pipeline.model import Evidence, FileState, Month, UnitReport
from pipeline.period import day_words

_COUNTED = (FileState.ACCEPTED, FileState.REPLACED, FileState.REFUSED)
"""The files that a unit has reported with: what was sent twice counts once, what is no report not at all."""


def reporting_table(month: Month) -> Table:
    """A row for each unit, in the order of the register."""
    columns = (
        Column("序号", 10, Align.CENTRE),
        Column("责任单位", 40, Align.CENTRE),
        Column("报送情况", 26, Align.CENTRE),
        Column("报送时间", 30, Align.CENTRE),
        Column("报送件数", 22, Align.CENTRE),
        Column("退回核实", 22, Align.CENTRE),
    )
    return Table(columns, tuple(_row(place, each, month) for place, each in enumerate(month.units, 1)))


def reporting_note(month: Month) -> Paragraph | None:
    """The deadline, and what the times rest on; ``None`` where there is neither."""
    kinds = {each.evidence for each in month.units if each.received}
    told = "、".join(kind.words for kind in Evidence if kind in kinds)
    due = month.deadline
    clauses = [phrase("报送截止日是", Figure(day_words(due, due.year), _by_calendar()))] if due else []
    if any(each.reported for each in month.units):
        clauses.append(phrase(f"报送时间依据{told}，没有依据的不列" if told else "报送时间没有依据，不列"))
    return Paragraph(Role.TABLE_NOTE, phrase("注：", joined(clauses, "；"), "。").spans) if clauses else None


def _row(place: int, report: UnitReport, month: Month) -> tuple[TableCell, ...]:
    return (
        cell(str(place)),
        cell(printable(report.name)),
        cell(_standing(report)),
        cell(_when(report, month.period.year)),
        cell(_files(report)),
        cell(("是" if report.returned else "否") if report.reported else None),
    )


def _standing(report: UnitReport) -> Figure:
    """按时、迟报、未报送; 已报送 where nothing tells when."""
    if not report.reported:
        return Figure("未报送", Source(how="收到的文件和收件登记里都没有这个单位"))
    if report.late is None:
        return Figure("已报送", Source(how="没有报送时间，无从判断是否按时"))
    return Figure("迟报" if report.late else "按时", Source(how="报送时间与报送截止日相比"))


def _when(report: UnitReport, year: int) -> Figure | None:
    """The day that a mail, the sheet itself or the office's note gives; never a guess."""
    if report.received is None or report.evidence is Evidence.NONE:
        return None
    return Figure(day_words(report.received, year), Source(how=f"依据{report.evidence.words}"))


def _files(report: UnitReport) -> Phrase:
    """How many files the unit sent; the review copy names them."""
    sent = [each for each in report.files if each.state in _COUNTED]
    if not report.reported or not sent:
        return Phrase()
    return phrase(Figure(str(len(sent)), Source(how=_named((each.file, each.state) for each in sent))))


def _named(files: Iterable[tuple[str, FileState]]) -> str:
    return "报送件：" + "、".join(f"{printable(name)}（{state.words}）" for name, state in files)


def _by_calendar() -> Source:
    return Source(how="按目标任务台账的节假日表和设置中的报送时限推算")
