"""What a cell says (取值): one figure of one indicator, a state, or nothing, and what is wrong with it."""

import re
from dataclasses import dataclass
from decimal import Decimal

from pipeline.findings import Finding, Rule
from pipeline.formats.grid import Cell, Form
from pipeline.intake.figure_rules import (
    AMONG_WORDS,
    BOUNDED,
    CONVERTED,
    DATE_CELL,
    ERROR_CELL,
    FROM_A_COMMAND,
    FROM_ELSEWHERE,
    NEGATIVE,
    NOT_A_NUMBER,
    NOT_CUMULATIVE,
    OTHER_MEASURE,
    PERCENT_FOR_COUNT,
    RANGE,
    RATE_AS_SHARE,
    SEVERAL_FIGURES,
    STRUCK_OUT,
    UNCALCULATED,
    WORDS_FOR_FIGURE,
)
from pipeline.intake.figure_rules import RULES as RULES
from pipeline.intake.statements import NOT_DONE, clauses, names_another_month, remainder
from pipeline.model import Bound, Indicator, Kind
from pipeline.period import Period
from pipeline.quantities import Amount, Comparator, amounts, factor, numeral, plain, split_measure
from pipeline.source import Where

_UNREADABLE = {
    Form.ERROR: ERROR_CELL,
    Form.UNCALCULATED: UNCALCULATED,
    Form.DATE: DATE_CELL,
    Form.BOOLEAN: NOT_A_NUMBER,
}
_LATIN = re.compile(r"[A-Za-z]")
_BLANK = re.compile(r"^[\s/／\\—–\-－_―~～]*$|^(无|暂无|没有|空|n/?a|nan|none|null|未填|待填)[。.]?$", re.IGNORECASE)
_RANGE = re.compile(r"\d\s*[-—–~～至到/／]\s*\d")
_BAD_SEPARATOR = re.compile(r"\d[,，](?!\d{3}(?!\d))\d|\d[ \u3000]+\d")
_ASIDE = re.compile(r"[（(][^（）()]*[）)]|其中.*$|(?<=[，,；;])\s*(含|包括).*$", re.DOTALL)
_MONTHLY = re.compile(r"^\s*(其中)?[：:]?\s*(本月|当月|\d{1,2}月份?(?![底末\d日]))")
_ANOTHER_TOTAL = re.compile(r"(?:累计|共|总|实际).*\d", re.DOTALL)
_OF_THE_MONTH = re.compile(r"本月|当月|上月|新增|增量|计划|目标|未完成|在建|开工")
_UNCERTAIN = re.compile(r"预|估|拟|待|暂|约|\?|？|左右|含|在建")
_DONE_OF_IT = re.compile(r"其中[^，,；;]*(?:完工|完成|建成|竣工|投用)(?!.*(?:本月|当月))\D{0,4}\d")
_BROKEN_DIGITS = re.compile(r"(?<![\d.．,，])0\d|(?<!\d)[.．]\d")
_MINUS = re.compile(r"(?<!\d)[-−－﹣]\s*\d|负\s*\d")
_LONGEST_QUOTE = 100
_LONGEST = 500  # characters; what is longer says more than a figure
_MOST = Decimal("1e15")  # more than any programme holds exactly


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell read for one indicator: the figure in its measure, how exact it is, and what is wrong or doubtful.

    ``is_blank`` where the cell says nothing; a refused cell has neither a figure nor is blank.
    """

    done: Decimal | None = None
    bound: Bound | None = None
    findings: tuple[Finding, ...] = ()
    is_blank: bool = False


def is_blank(text: str) -> bool:
    """Whether a text says that nothing is reported: empty, or one of the usual marks (/、—、无)."""
    return bool(_BLANK.match(text))


def read_figure(
    cell: Cell | None, indicator: Indicator, measure: str, where: Where, period: Period | None = None
) -> Figure:
    """One cell for one indicator.

    ``measure`` is what the row's own 计量单位 column says, or empty; ``period`` the month that is reported, where a
    text that names another is to be refused.
    """
    opened = _opened(cell, indicator, where)
    if isinstance(opened, Figure):
        return opened
    cell, reading = opened
    if period and cell.form is Form.TEXT and names_another_month(cell.text, period):
        return reading.refused(NOT_CUMULATIVE)
    if cell.form is Form.PERCENT or isinstance(cell.value, Decimal):
        assert isinstance(cell.value, Decimal)
        return reading.percent(cell.value * 100) if cell.form is Form.PERCENT else reading.number(cell.value, measure)
    return reading.words(cell.text, measure)


def read_shared(cell: Cell, indicator: Indicator, amount: Amount | None, where: Where) -> Figure:
    """One cell for several indicators: ``amount`` is the figure in it that stands beside this one's noun."""
    opened = _opened(cell, indicator, where)
    if isinstance(opened, Figure):
        return opened
    reading = opened[1]
    return reading.refused(SEVERAL_FIGURES) if amount is None else reading.amount(amount, "", cell.text)


def _opened(cell: Cell | None, indicator: Indicator, where: Where) -> "Figure | tuple[Cell, _Reading]":
    """A cell ready to be read; what is blank or holds no text and no number is read already."""
    if cell is None:
        return Figure(is_blank=True)
    findings: list[Finding] = []
    if cell.struck:
        findings.append(STRUCK_OUT.at(where, name=indicator.name, struck=cell.struck))
    if is_blank(cell.text) and cell.form is not Form.ERROR:  # a stored NaN is no blank
        return Figure(findings=tuple(findings), is_blank=True)
    reading = _Reading(indicator, where, findings)
    if re.search(r"\|[^!]*!|^=\s*(?:DDE|WEBSERVICE|CALL|EXEC)\(", cell.formula, re.IGNORECASE):
        return reading.refused(FROM_A_COMMAND)
    if re.search(r"\[[^\]]+\][^!]*!", cell.formula):
        findings.append(FROM_ELSEWHERE.at(where, name=indicator.name, formula=cell.formula))
    return reading.refused(_UNREADABLE[cell.form]) if cell.form in _UNREADABLE else (cell, reading)


@dataclass(slots=True)
class _Reading:
    """One cell's reading under way."""

    indicator: Indicator
    where: Where
    findings: list[Finding]

    def refused(self, rule: Rule) -> Figure:
        self._find(rule)
        return Figure(findings=tuple(self.findings))

    def percent(self, value: Decimal) -> Figure:
        return self._accepted(value) if self.indicator.measure == "%" else self.refused(PERCENT_FOR_COUNT)

    def number(self, value: Decimal, measure: str) -> Figure:
        """A bare number, in the row's own measure where it has one."""
        if self.indicator.measure == "%":
            target = self.indicator.target
            if (0 < value < 1 or (value == 1 and measure != "%")) and target is not None and target > 1:
                value *= 100
                self._find(RATE_AS_SHARE, value=plain(value))
            elif value == 1 and self.indicator.kind is Kind.RATE:  # 1% or the whole: a person must look
                self._find(RATE_AS_SHARE, value=plain(value))
            return self._accepted(value)
        if measure:
            return self._converted(value, measure)
        return self._accepted(value)

    def words(self, text: str, measure: str) -> Figure:
        """Text: a number in any writing, or one figure with its measure and little else."""
        clean = text.strip().strip("'’ 　").rstrip("。.；;，,").lstrip("￥¥").strip()
        value = numeral(clean)
        if len(text) > _LONGEST:
            return self.refused(NOT_A_NUMBER)
        if value is not None and clean not in ("○", "〇"):  # circles are marks as often as zeros
            return self._numeral(clean, value, measure)
        core = _ASIDE.sub("", text)
        asides = "".join(found.group(0) for found in _ASIDE.finditer(text))
        if _RANGE.search(core) or re.fullmatch(r"[（(]\s*[\d.,]+\s*[）)]", clean):
            return self.refused(RANGE)
        if _MINUS.search(core):
            return self.refused(NEGATIVE)
        if _BAD_SEPARATOR.search(text) or _BROKEN_DIGITS.search(core):
            return self.refused(NOT_A_NUMBER)
        parts = [part for part in clauses(core) if not _MONTHLY.match(part)]
        found = [amount for part in parts for amount in amounts(part) if amount.unit or not _LATIN.search(part)]
        if not found:
            return self.refused(WORDS_FOR_FIGURE if not re.search(r"\d|[一二三四五六七八九十]", text) else NOT_A_NUMBER)
        left = remainder("，".join(parts), (self.indicator.name,))
        if NOT_DONE.search(left) or (_OF_THE_MONTH.search(asides) and not re.search(r"\d", asides)):
            return self.refused(NOT_CUMULATIVE)
        fitting = [a for a in found if _fits(a, self.indicator.measure)] or found
        if len({a.value for a in fitting}) > 1 or _ANOTHER_TOTAL.search(asides) or _DONE_OF_IT.search(asides):
            return self.refused(SEVERAL_FIGURES)
        if left and (not fitting[0].unit or _LATIN.search(left) or re.search(r"[^\u3400-\u9fff]", left)):
            return self.refused(NOT_A_NUMBER)
        figure = self.amount(fitting[0], measure, text)
        if figure.done is not None and figure.bound is None and (left or _UNCERTAIN.search(asides)):
            self._find(AMONG_WORDS, value=plain(figure.done))
            return Figure(figure.done, None, tuple(self.findings))
        return figure

    def _numeral(self, text: str, value: Decimal, measure: str) -> Figure:
        """A bare number; a multiplier that stands with it (1920万) is the measure's own, not another on top of it."""
        scale, base = split_measure(self.indicator.measure)
        if scale > 1 and re.search(r"[万亿]", text):
            return self._converted(value, base)
        return self.number(value, measure)

    def amount(self, amount: Amount, measure: str, text: str) -> Figure:
        """One figure that stands in a text, with its own measure, or the row's."""
        if _MINUS.match(text, max(text.find(amount.published) - 1, 0)):
            return self.refused(NEGATIVE)
        if re.search(r"[成倍半]", text[amount.end : amount.end + 1]) or re.search(r"[A-Za-z]", amount.published):
            return self.refused(NOT_A_NUMBER)
        figure = self._measured(amount, measure)
        if figure.done is not None and amount.comparator is not Comparator.EQUAL:
            bound = Bound.ABOUT if amount.comparator is Comparator.ABOUT else Bound.AT_LEAST
            if amount.comparator is Comparator.AT_MOST:
                return self.refused(NOT_A_NUMBER)
            self._find(BOUNDED, value=plain(figure.done))
            return Figure(figure.done, bound, tuple(self.findings))
        return figure

    def _measured(self, amount: Amount, measure: str) -> Figure:
        if amount.unit == "%":
            return self.percent(amount.number)
        if amount.unit:
            return self._converted(amount.number, amount.measure)
        if amount.scale > 1:  # 0.386万 without a unit is that many of the indicator's base measure
            return self._converted(amount.value, self.indicator.measure.removeprefix("万").removeprefix("亿"))
        return self.number(amount.number, measure)

    def _converted(self, value: Decimal, measure: str) -> Figure:
        ratio = factor(measure, self.indicator.measure)
        if ratio is None:
            return self.refused(OTHER_MEASURE)
        converted = value * ratio
        if ratio != 1:
            self._find(CONVERTED, value=plain(converted))
        return self._accepted(converted)

    def _accepted(self, value: Decimal) -> Figure:
        if value < 0:
            return self.refused(NEGATIVE)
        if value >= _MOST:
            return self.refused(NOT_A_NUMBER)
        return Figure(value, None, tuple(self.findings))

    def _find(self, rule: Rule, *, value: str = "") -> None:
        measure, raw = self.indicator.measure, self.where.raw
        raw = raw if len(raw) <= _LONGEST_QUOTE else f"{raw[:_LONGEST_QUOTE]}…"
        self.findings.append(rule.at(self.where, name=self.indicator.name, measure=measure, value=value, raw=raw))


def _fits(amount: Amount, measure: str) -> bool:
    return factor(amount.measure, measure) is not None


def read_share(cell: Cell | None, indicator: Indicator) -> Decimal | None:
    """The unit's own 完成率 as a share (85% and 85 and 0.85 are 0.85), or None where it cannot be read.

    A bare number up to 1.5 is a share, a larger one percent: nobody writes 1.5 for one and a half percent of a year.
    """
    if cell is None or indicator.kind is Kind.MILESTONE:
        return None
    if cell.form is Form.PERCENT and isinstance(cell.value, Decimal):
        return cell.value
    text = cell.text.strip().replace("％", "%")
    value = numeral(text.removesuffix("%"))
    if value is None or value < 0:
        return None
    return value / 100 if text.endswith("%") or value > Decimal("1.5") else value
