"""A matched row → the entries (填报值) of the indicators that it speaks for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.findings import Finding, Rule, Severity
from pipeline.formats.grid import Cell
from pipeline.intake.figure_rules import NOT_CUMULATIVE, STRUCK_OUT
from pipeline.intake.headers import Column, is_of_the_month
from pipeline.intake.matching import Match
from pipeline.intake.prose import in_measure, is_exact, read_prose
from pipeline.intake.states import names_itself, read_state, read_state_in_prose
from pipeline.intake.tables import Row, Table, is_wordless
from pipeline.intake.values import Figure, is_blank, read_figure, read_share, read_shared
from pipeline.model import Bound, Entry, Indicator, Origin, Register, State
from pipeline.period import Period
from pipeline.quantities import MEASURES, Amount, Comparator, factor, plain, split_measure
from pipeline.source import Where

FROM_PROSE = Rule(
    "V201",
    Severity.NOTE,
    "数字取自文字",
    "{name}的累计完成栏没有填，已从进展情况的文字中取{value}{measure}。",
    "请核对；下月请把数字填在累计完成栏。",
)
CELL_AGAINST_PROSE = Rule(
    "V202",
    Severity.WARNING,
    "表内数字与文字不一致",
    "{name}表内累计完成{value}{measure}，进展情况写的是“{stated}”，两处不一致，暂按表内数字计入。",
    "请核实后改成一致再报。",
)
ONLY_MONTHLY = Rule(
    "V203",
    Severity.ERROR,
    "只有本月数，没有累计数",
    "{name}只填了本月完成“{raw}”，没有累计完成。",
    "请填写截至月底的累计数。",
)
MERGED_FIGURE = Rule(
    "V204",
    Severity.ERROR,
    "几行合用一个数字",
    "{name}的累计完成“{raw}”与别的行是同一个合并单元格，分不清是哪一项的。",
    "请取消合并，一行填一个数字。",
)
TWO_COLUMNS = Rule(
    "V205",
    Severity.ERROR,
    "累计完成有两栏，数不一样",
    "{name}在两栏累计完成里分别填了“{raw}”和“{other}”，分不清以哪个为准。",
    "请只保留一栏累计完成。",
)
WORDLESS = Rule(
    "V206",
    Severity.WARNING,
    "文字栏不是文字",
    "{column}栏显示的是错误值、没有结果的公式或图片（“{raw}”），没有采用。",
    "请改填文字。",
)
PERSONAL = Rule(
    "V207",
    Severity.WARNING,
    "文字里可能有个人信息",
    "{column}栏里像是有{what}，通报会公开印发。",
    "请删去个人信息后再报。",
)
OTHER_TARGET = Rule(
    "V208",
    Severity.WARNING,
    "目标值与目标任务台账不一致",
    "{name}的目标填的是“{raw}”，目标任务台账里是{target}{measure}，按台账计算。",
    "目标如有调整，请另报依据。",
)
RULES = (
    FROM_PROSE,
    CELL_AGAINST_PROSE,
    ONLY_MONTHLY,
    MERGED_FIGURE,
    TWO_COLUMNS,
    WORDLESS,
    PERSONAL,
    OTHER_TARGET,
)

_IN_WORDS = (Column.VERDICT, Column.PROGRESS, Column.PROBLEM, Column.NEXT_STEP)
_OF_THE_YEAR = re.compile(r"累计|截[至止]|目前|年初|今年|全部|共")
_NUMBERS_OF_PEOPLE = (
    ("身份证号", re.compile(r"(?<![0-9])[1-9][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx](?![0-9])")),
    ("手机号", re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one row gives."""

    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads the rows of one table of one unit's file."""

    file: str
    table: Table
    period: Period
    unit: str
    register: Register

    def read(self, row: Row, match: Match, shares_figure: bool) -> Reading:
        """The entries of a row; ``shares_figure`` where its figure's cell is merged over rows of other things."""
        assert match.task
        counted = [each for each in match.indicators if each.is_counted]
        stated = read_prose(row.text(Column.PROGRESS), counted, self.period)
        base = self._base(row)
        spent = read_share(row.cells.get(Column.SPENT), counted[0]) if len(counted) == 1 else None
        entries: list[Entry] = []
        findings = [replace(f, unit=self.unit, task=match.task.id) for f in self._about_words(row)]
        for indicator in match.indicators:
            if indicator.is_counted:
                entry, found = self._counted(row, indicator, counted, stated.get(indicator.id), shares_figure)
            else:
                entry, found = self._milestone(row, indicator, match), ()
            entries.append(
                replace(
                    entry,
                    verdict=base.verdict,
                    progress=base.progress,
                    problem=base.problem,
                    next_step=base.next_step,
                    progress_at=base.progress_at,
                    problem_at=base.problem_at,
                    next_step_at=base.next_step_at,
                    spent=spent if indicator.is_counted else None,
                )
            )
            findings += [replace(f, unit=self.unit, task=match.task.id, indicator=indicator.id) for f in found]
        return Reading(tuple(entries), tuple(findings))

    def _about_words(self, row: Row) -> Iterator[Finding]:
        """What is wrong with the cells of words: errors and pictures, what is struck out, people's own numbers."""
        for column in _IN_WORDS:
            cell = row.cells.get(column)
            if cell is None:
                continue
            where = self.table.where(self.file, row, column)
            if is_wordless(cell):
                yield WORDLESS.at(where, column=column.value)
            elif cell.struck:
                yield STRUCK_OUT.at(where, name=column.value, struck=cell.struck)
            for what, pattern in _NUMBERS_OF_PEOPLE:
                if pattern.search(cell.text):
                    yield PERSONAL.at(where, column=column.value, what=what)

    def _other_target(self, row: Row, indicator: Indicator) -> Iterator[Finding]:
        """A target in the row that the register has never held."""
        cell = row.cells.get(Column.TARGET)
        where = self.table.where(self.file, row, Column.TARGET)
        given = read_figure(cell, indicator, _measure(row.text(Column.MEASURE)), where).done
        held = {indicator.target} | {
            value
            for each in self.register.adjustments
            if each.indicator == indicator.id
            for value in (each.old, each.new)
        }
        if given is not None and given not in held and indicator.target is not None:
            yield OTHER_TARGET.at(where, name=indicator.name, target=plain(indicator.target), measure=indicator.measure)

    def _base(self, row: Row) -> Entry:
        """What a row says of everything in it: the unit's own words."""
        return Entry(
            indicator="",
            period=self.period,
            verdict=_answered(self.table.header.labels.get(Column.VERDICT, ""), _said(row.text(Column.VERDICT))),
            progress=_said(row.text(Column.PROGRESS)),
            problem=_said(row.text(Column.PROBLEM)),
            next_step=_said(row.text(Column.NEXT_STEP)),
            progress_at=self.table.where(self.file, row, Column.PROGRESS),
            problem_at=self.table.where(self.file, row, Column.PROBLEM),
            next_step_at=self.table.where(self.file, row, Column.NEXT_STEP),
        )

    def _counted(
        self, row: Row, indicator: Indicator, counted: list[Indicator], stated: Amount | None, shares_figure: bool
    ) -> tuple[Entry, tuple[Finding, ...]]:
        where = self.table.where(self.file, row, Column.DONE)
        cell = row.cells.get(Column.DONE)
        entry = Entry(indicator.id, self.period, where=where, unit=self.unit)
        if cell and shares_figure and not is_blank(cell.text):
            return entry, (MERGED_FIGURE.at(where, name=indicator.name),)
        headed = re.findall(r"(20\d\d)年", self.table.header.labels.get(Column.DONE, ""))
        if cell and headed and str(self.period.year) not in headed:  # 2021年以来累计完成
            return entry, (NOT_CUMULATIVE.at(where, name=indicator.name),)
        if row.rival:
            return entry, (TWO_COLUMNS.at(where, name=indicator.name, other=row.rival.text),)
        of_the_month = stated is not None and self._is_of_the_month(row)
        stated = None if of_the_month else stated
        if cell is None and stated is None and (of_the_month or not is_blank(row.text(Column.MONTHLY))):
            monthly = self.table.where(self.file, row, Column.PROGRESS if of_the_month else Column.MONTHLY)
            return entry, (ONLY_MONTHLY.at(monthly, name=indicator.name),)
        figure = self._figure(cell, indicator, counted, row, where)
        rate = read_share(row.cells.get(Column.RATE), indicator) if len(counted) == 1 else None
        if figure.is_blank and stated is not None:
            return self._from_prose(row, indicator, stated, rate, figure.findings)
        entry = replace(
            entry,
            done=figure.done,
            bound=figure.bound,
            monthly=self._monthly(row, indicator) if len(counted) == 1 else None,
            reported_rate=rate,
            origin=Origin.NONE if figure.done is None else Origin.CELL,
        )
        found = [*figure.findings, *self._disagreement(row, indicator, figure, stated)]
        if len(counted) == 1:
            found += self._other_target(row, indicator)
        return entry, tuple(found)

    def _figure(
        self, cell: Cell | None, indicator: Indicator, counted: list[Indicator], row: Row, where: Where
    ) -> Figure:
        """The figure's cell for one indicator; with several in one cell each is taken only by its measure or noun."""
        measure = _measure(row.text(Column.MEASURE)) or _measure_in(self.table.header.labels.get(Column.DONE, ""))
        if not measure and factor(self.table.measure, indicator.measure) is not None:
            measure = self.table.measure
        if len(counted) == 1 or cell is None or is_blank(cell.text):
            return read_figure(cell, indicator, measure, where, self.period)
        amount = read_prose(cell.text, counted, self.period, in_its_cell=True).get(indicator.id)
        return read_shared(cell, indicator, amount, where)

    def _is_of_the_month(self, row: Row) -> bool:
        """Whether the prose stands under 本月进展情况 and does not itself say that it tells of the year so far."""
        heading = self.table.header.labels.get(Column.PROGRESS, "")
        return is_of_the_month((heading,)) and not _OF_THE_YEAR.search(row.text(Column.PROGRESS))

    def _monthly(self, row: Row, indicator: Indicator) -> Decimal | None:
        """The month's own figure; it is only compared, so what is wrong in its cell is left alone."""
        where = self.table.where(self.file, row, Column.MONTHLY)
        return read_figure(row.cells.get(Column.MONTHLY), indicator, _measure(row.text(Column.MEASURE)), where).done

    def _from_prose(
        self, row: Row, indicator: Indicator, stated: Amount, rate: Decimal | None, found: tuple[Finding, ...]
    ) -> tuple[Entry, tuple[Finding, ...]]:
        where = self.table.where(self.file, row, Column.PROGRESS)
        value = in_measure(stated, indicator)
        entry = Entry(
            indicator.id,
            self.period,
            done=value,
            bound=_bound(stated),
            reported_rate=rate,
            origin=Origin.PROSE,
            where=where,
            unit=self.unit,
        )
        note = FROM_PROSE.at(where, name=indicator.name, value=plain(value), measure=indicator.measure)
        return entry, (*found, note)

    def _disagreement(self, row: Row, indicator: Indicator, figure: Figure, stated: Amount | None) -> Iterator[Finding]:
        if figure.done is None or stated is None or not is_exact(stated):
            return
        if in_measure(stated, indicator) != figure.done:
            yield CELL_AGAINST_PROSE.at(
                self.table.where(self.file, row, Column.DONE),
                name=indicator.name,
                value=plain(figure.done),
                measure=indicator.measure,
                stated=stated.published,
                also=(self.table.where(self.file, row, Column.PROGRESS),),
            )

    def _milestone(self, row: Row, indicator: Indicator, match: Match) -> Entry:
        """A milestone's state: its status cell, its figure's cell where the row counts nothing, else the prose."""
        only_milestones = not any(each.is_counted for each in match.indicators)
        several = len(match.indicators) > 1
        of_things = "达序" not in self.table.header.labels.get(Column.VERDICT, "")  # 达序 judges pace, no thing itself
        columns = [Column.VERDICT] * of_things + [Column.DONE] * only_milestones
        prose = row.text(Column.PROGRESS)
        told = None if is_blank(prose) else read_state_in_prose(prose, indicator.name, named=several)
        for column in columns:
            text = row.text(column)
            if column is Column.VERDICT:
                text = _answered(self.table.header.labels.get(column, ""), text)
            if is_blank(text) or (state := read_state(text)) is None:
                continue
            if several and told is State.DONE and names_itself(prose, indicator.name):
                break
            return self._state(row, indicator, state, column)
        return self._state(row, indicator, told, Column.PROGRESS)

    def _state(self, row: Row, indicator: Indicator, state: State | None, column: Column) -> Entry:
        origin = Origin.NONE if state is None else Origin.PROSE if column is Column.PROGRESS else Origin.CELL
        where = self.table.where(self.file, row, column)
        return Entry(indicator.id, self.period, state=state, origin=origin, where=where, unit=self.unit)


_TICKS = dict.fromkeys("√✓✔☑", "是") | dict.fromkeys("×✗✘☒", "否")


def _said(text: str) -> str:
    return "" if is_blank(text) else text


def _answered(label: str, text: str) -> str:
    """The unit's word for its progress; 是 and 否 under 是否达序 mean 达序 and 未达序, and so do a tick and a cross."""
    asked = re.search(r"是否(.+)", "".join(label.split()))
    if text.strip() in _TICKS:
        text = _TICKS[text.strip()] if asked else ""
    if asked and text[:1] in "是否" and text:
        return text.replace("是", asked[1], 1) if text[0] == "是" else text.replace("否", f"未{asked[1]}", 1)
    return text


def _measure(text: str) -> str:
    """The row's own measure, as it stands in a 计量单位 column; 单位 may also head the names of units."""
    bare = text.strip().strip("（）()")
    return "" if is_blank(text) or re.search(r"(?:局|委|办|会|联|中心|镇|街道)$", bare) else bare


def _measure_in(label: str) -> str:
    """The measure that a figure's own header gives in brackets: 累计完成（公里）; other words there are none."""
    inside = re.search(r"[（(]([^（）()]+)[）)]\s*$", label)
    return inside[1] if inside and split_measure(inside[1])[1] in MEASURES else ""


def _bound(amount: Amount) -> Bound | None:
    return {Comparator.AT_LEAST: Bound.AT_LEAST, Comparator.ABOUT: Bound.ABOUT}.get(amount.comparator)
