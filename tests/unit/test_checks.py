"""Every check of the judgement: one case that fires and those that must not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pipeline.findings import Finding, Severity
from pipeline.judging import RULES
from pipeline.judging.checks import CHECKS
from pipeline.model import (
    Comparator,
    Correction,
    Entry,
    FileState,
    Indicator,
    MonthFacts,
    Past,
    Rhythm,
    State,
    Status,
)
from pipeline.settings import Judging, Settings
from pipeline.source import Where
from tests.unit.district import (
    APRIL,
    DECEMBER,
    JUNE,
    MAY,
    before,
    found,
    judged,
    milestone,
    quantity,
    rate,
    register,
    said,
    sent,
)

CELL = Where("本月事项.xlsx", "更正", "B2")


def of(
    indicator: Indicator,
    value: str | State | None,
    *,
    past: Sequence[Past] = (),
    corrected: bool = False,
    settings: Settings | None = None,
    **more: object,
) -> list[list[str]]:
    """What the checks of figures and words find about one indicator in May."""
    fix = Correction("1-1-1", None, "核实", where=CELL)
    if corrected:
        fix = replace(
            fix,
            value=None if isinstance(value, State) or value is None else Decimal(value),
            state=value if isinstance(value, State) else None,
        )
    month = judged(
        register(indicator),
        [said(indicator, value, **more)],  # type: ignore[arg-type]
        past={indicator.id: tuple(past)},
        facts=MonthFacts(corrections=(fix,) if corrected else ()),
        settings=settings,
    )
    return found(month, "J2")


def sentence(indicator: Indicator, entry: Entry, past: Sequence[Past] = ()) -> str:
    """The one sentence of the checks, as it is read out on the telephone."""
    month = judged(register(indicator), [entry], past={indicator.id: tuple(past)})
    (finding,) = (each for each in month.findings if each.code.startswith("J2"))
    return str(finding)


def test_a_plain_month_has_nothing_to_tell() -> None:
    """70 after 52 of 200 in May, rate and verdict in accord: not one finding."""
    assert of(quantity(), "70", past=before("30", "52"), reported_rate=Decimal("0.35"), verdict="正常推进") == []


# --- figures ----------------------------------------------------------------------------------------------------------


def test_a_cumulative_figure_that_fell_is_refused() -> None:
    """The sentence has both figures, the month, and what to do."""
    assert of(quantity(), "18", past=before("30", "52")) == [["G5", "J201"]]
    assert sentence(quantity(), said(quantity(), "18"), before("52")) == (
        "区住房城乡建委.xlsx › 进展表 › G5：“老旧小区改造”累计完成18个，比4月报的52个还少，本月暂不采用。"
        "累计数从年初算起，只增不减，请核对是否误填了当月数；确需核减的，请说明原因，由我们登记更正。[J201]"
    )


def test_a_fall_is_measured_from_the_last_known_figure() -> None:
    """A month without a figure in between does not hide it."""
    assert of(quantity(), "18", past=before("52", None)) == [["G5", "J201"]]


def test_what_may_fall() -> None:
    """An equal figure, a rate, a first month, and a fall that the office confirms."""
    assert of(quantity(), "70", past=before("52", "70")) == []
    assert of(rate(), "60", past=before("62")) == []
    assert of(quantity(), "70") == []
    assert of(quantity(), "69", past=before("70"), corrected=True) == []


@pytest.mark.parametrize(
    ("done", "codes"),
    [
        ("200", []),
        ("201", ["J203"]),
        ("300", ["J203"]),
        ("301", ["J204"]),
        ("1999", ["J204"]),
        ("2000", ["J205"]),
        ("38600", ["J205"]),
    ],
)
def test_over_fulfilment_by_degrees(done: str, codes: list[str]) -> None:
    """Above 100% a note, above 150% a warning, from 1000% an error; each threshold exactly."""
    assert of(quantity(), done, past=before("150")) == [["G5", code] for code in codes]
    severity = {"J203": Severity.NOTE, "J204": Severity.WARNING, "J205": Severity.ERROR}
    assert {rule.code: rule.severity for rule in RULES if rule.code in severity} == severity


def test_over_fulfilment_counts_by_the_settings() -> None:
    """110% may be called much."""
    assert of(quantity(), "230", settings=Settings(judging=Judging(above=110))) == [["G5", "J204"]]


def test_a_ceiling_is_not_over_fulfilled() -> None:
    """More than 不超过200个 is behind, not above target."""
    assert of(quantity(comparator=Comparator.AT_MOST), "201") == []


def test_a_figure_far_above_is_let_in_once_corrected() -> None:
    """The office has asked."""
    assert of(quantity(), "2500", corrected=True) == []


def test_a_figure_of_absurd_length_is_told_like_any_other() -> None:
    """Ninety-nine digits stop nothing."""
    assert of(quantity(), "9e99") == [["G5", "J205"]]


def test_a_rate_above_100_percent() -> None:
    """126% of coverage is another denominator; 100% is not, nor is 104% of a quantity in %."""
    assert of(rate(), "126") == [["G5", "J215"]]
    assert of(rate(), "9500") == [["G5", "J217"]]
    assert of(rate(), "9500", corrected=True) == []
    assert of(rate(), "100") == []
    assert of(quantity(target="100", measure="%"), "104") == [["G5", "J203"]]


@pytest.mark.parametrize(
    ("done", "measure", "codes"),
    [("7.5", "个", ["J212"]), ("7", "个", []), ("7.5", "公里", []), ("1.5", "万户", []), ("1.00005", "万户", ["J212"])],
)
def test_what_comes_whole_has_no_fractions(done: str, measure: str, codes: list[str]) -> None:
    """Half a lift is none; 1.5万户 are 15000."""
    assert of(quantity(measure=measure, target="20"), done) == [["G5", code] for code in codes]


def test_from_nothing_to_all_of_it_in_a_month() -> None:
    """5% in April and the whole target in May is asked about."""
    assert of(quantity(), "200", past=before("10")) == [["G5", "J213"]]


def test_a_jump_within_a_month() -> None:
    """From 6% to all of it, from nothing to nearly all; the threshold counts beyond the plan, and is a setting."""
    assert of(quantity(), "200", past=before("12")) == [["G5", "J221"]]
    assert of(quantity(), "199", past=before("0")) == [["G5", "J221"]]
    assert of(quantity(), "140", past=before("19")) == [["G5", "J221"]]
    assert of(quantity(), "140", past=before("20")) == []
    settings = Settings(judging=Judging(jump=60))
    assert of(quantity(), "140", past=before("10"), settings=settings) == []


def test_no_jump() -> None:
    """It was planned; a few pieces; confirmed; a ceiling; nothing known of April; told as over-fulfilment already."""
    planned = quantity(plan=((APRIL, Decimal(20)), (MAY, Decimal(150)), (DECEMBER, Decimal(200))))
    assert of(planned, "150", past=before("20")) == []
    assert of(quantity(target="12"), "11", past=before("1")) == []
    assert of(quantity(), "190", past=before("20"), corrected=True) == []
    assert of(quantity(comparator=Comparator.AT_MOST), "190", past=before("20")) == []
    assert of(quantity(), "190") == []
    assert of(quantity(), "220", past=before("20")) == [["G5", "J203"]]


def test_money_moves_and_works_do_not() -> None:
    """30 points more of the money spent than of the work done, and the work below its pace."""
    assert of(quantity(), "34", spent=Decimal("0.47")) == [["G5", "J222"]]
    assert of(quantity(), "34", spent=Decimal("0.46")) == []
    assert of(quantity(), "60", spent=Decimal("0.95")) == []  # the work keeps its pace
    assert of(quantity(), "34") == []
    lenient = Settings(judging=Judging(money_ahead=50))
    assert of(quantity(), "34", spent=Decimal("0.47"), settings=lenient) == []


def test_what_may_happen_at_once() -> None:
    """April not reported; a survey; a single thing."""
    assert of(quantity(), "200", past=before("0", None)) == []
    assert of(quantity(rhythm=Rhythm.ONCE), "200", past=before("0")) == []
    assert of(quantity(target="1"), "1", past=before("0")) == []
    assert of(quantity(), "200", past=before("0"), corrected=True) == []


def test_unchanged_for_three_months() -> None:
    """March, April and May with one figure while the plan went on."""
    assert of(quantity(), "52", past=before("52", "52")) == [["G5", "J210"]]
    assert "从3月到5月" in sentence(quantity(), said(quantity(), "52"), before("52", "52"))


def test_what_may_stand_still() -> None:
    """Two months; a change between; a completed thing; one not yet planned; a plan that stands still itself."""
    assert of(quantity(), "52", past=before("52")) == []
    assert of(quantity(), "52", past=before("52", "51", "52")) == []
    assert of(quantity(), "200", past=before("200", "200")) == []
    assert of(quantity(first=JUNE), "0", past=before("0", "0")) == []
    assert of(quantity(rhythm=Rhythm.ONCE), "0", past=before("0", "0")) == []
    assert of(quantity(plan=((APRIL + -1, Decimal(50)), (DECEMBER, Decimal(200)))), "52", past=before("52", "52")) == []


# --- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "codes"), [("0.35", []), ("0.345", []), ("0.355", []), ("0.3551", ["J206"]), ("0.45", ["J206"])]
)
def test_the_units_rate_against_the_computed_one(given: str, codes: list[str]) -> None:
    """More than half a point apart is told, exactly half a point is not."""
    assert of(quantity(), "70", reported_rate=Decimal(given)) == [["G5", code] for code in codes]


def test_the_units_rate_is_not_compared_where_it_means_something_else() -> None:
    """Not of a coverage, not beside a corrected figure."""
    assert of(rate(), "62.5", reported_rate=Decimal("0.69")) == []
    assert of(quantity(), "70", reported_rate=Decimal("0.9"), corrected=True) == []


def test_completed_by_word_only() -> None:
    """已完成 beside 70 of 200, or beside a milestone that goes on."""
    assert of(quantity(), "70", verdict="已完成") == [["G5", "J207"]]
    assert of(quantity(), "70", state=State.DONE) == [["G5", "J207"]]
    assert of(milestone(), State.IN_PROGRESS, verdict="已完成") == [["G5", "J207"]]


def test_words_that_do_not_claim_completion() -> None:
    """基本完成, 未完成 and silence do not, and completed is completed."""
    for word in ("基本完成", "未完成", ""):
        assert of(quantity(), "70", verdict=word) == []
    assert of(quantity(), "200", verdict="已完成") == []
    assert of(quantity(), "70", verdict="已完成", corrected=True) == []


def test_completed_by_figure_only() -> None:
    """200 of 200 called 滞后 or 推进中, a finished milestone called 滞后."""
    assert of(quantity(), "200", verdict="滞后") == [["G5", "J208"]]
    assert of(quantity(), "200", verdict="推进中") == [["G5", "J208"]]
    assert of(milestone(), State.DONE, verdict="滞后") == [["G5", "J208"]]


def test_words_that_do_not_deny_completion() -> None:
    """正常 is no denial, and a coverage that is met goes on."""
    assert of(quantity(), "200", verdict="正常") == []
    assert of(rate(), "92", verdict="推进中") == []


def test_a_milestone_past_its_due_month() -> None:
    """Due in May and still 推进中 at its end."""
    assert of(milestone(due=MAY), State.IN_PROGRESS) == [["G5", "J209"]]
    assert of(milestone(due=APRIL), State.NOT_STARTED) == [["G5", "J209"]]


def test_a_milestone_in_time() -> None:
    """Done, not due yet, or a standing duty."""
    assert of(milestone(due=MAY), State.DONE) == []
    assert of(milestone(due=JUNE), State.IN_PROGRESS) == []
    assert of(milestone(due=MAY, rhythm=Rhythm.STANDING), State.IN_PROGRESS) == []


def test_a_milestone_that_was_done_and_is_not_any_more() -> None:
    """Told as a warning; one that goes from not begun to under way is not."""
    assert of(milestone(), State.IN_PROGRESS, past=before(State.DONE)) == [["G5", "J202"]]
    assert of(milestone(), State.IN_PROGRESS, past=before(State.NOT_STARTED)) == []
    assert of(milestone(), State.IN_PROGRESS, past=before(State.DONE), corrected=True) == []


def test_the_units_verdict_against_the_computed_one() -> None:
    """正常 at 17% against 30%, 滞后 at 35%: both are told with the figures."""
    assert of(quantity(), "34", verdict="正常推进") == [["G5", "J211"]]
    assert of(quantity(), "70", verdict="滞后") == [["G5", "J211"]]
    assert "完成率17.0%、序时进度30.0%测算为“滞后”" in sentence(quantity(), said(quantity(), "34", verdict="正常推进"))


def test_verdicts_in_accord() -> None:
    """滞后 where it lags, 正常 where it does not; silence; a corrected figure; where there is no pace."""
    assert of(quantity(), "34", verdict="滞后") == []
    assert of(quantity(), "100", verdict="正常推进") == []
    assert of(quantity(), "34") == []
    assert of(quantity(), "34", verdict="正常推进", corrected=True) == []
    assert of(rate(), "62", verdict="滞后") == []


def of_row(homes: str, lifts: str, verdict: str, cell: str = "H5") -> list[list[str]]:
    """What the checks find about two indicators with one word for both; the second is in row 5 too."""
    one, other = quantity(), quantity("1-1-2")
    entries = [said(one, homes, verdict=verdict), said(other, lifts, cell=cell, verdict=verdict)]
    return found(judged(register(one, other), entries), "J2")


def test_a_word_for_a_whole_row_is_for_the_worst_of_it() -> None:
    """滞后 is borne out by one that lags, 推进中 by one that is not complete; 正常 by none that lags."""
    assert of_row("70", "34", "滞后") == []
    assert of_row("200", "70", "推进中") == []
    assert of_row("70", "34", "正常") == [["H5", "J211"]]
    assert of_row("70", "71", "滞后") == [["G5", "J211"], ["H5", "J211"]]
    assert of_row("200", "200", "推进中") == [["G5", "J208"], ["H5", "J208"]]


def test_words_of_two_rows_are_two_words() -> None:
    """Each row answers for itself."""
    assert of_row("70", "34", "滞后", cell="G6") == [["G5", "J211"]]


def test_reported_but_left_blank() -> None:
    """The unit sent its sheet, this cell is empty."""
    assert of(quantity(), None) == [["G5", "J214"]]
    assert of(milestone(), None) == [["G5", "J214"]]


def test_blanks_that_are_no_omission() -> None:
    """Before its first month, a one-time thing, a coverage, and what was complete already."""
    assert of(quantity(first=JUNE), None) == []
    assert of(quantity(rhythm=Rhythm.ONCE), None) == []
    assert of(rate(), None) == []
    assert of(quantity(), None, past=before("200", status=Status.COMPLETED)) == []


def test_a_blank_is_told_once() -> None:
    """Not where the intake has spoken of it or of its missing row, where the file was refused, or nothing was sent."""
    book, rule = register(quantity()), RULES[0]
    unit = "区住房城乡建委"
    spoken = Finding(rule, Where(f"{unit}.xlsx", "进展表", "G5", "/"), "", "", unit, indicator="1-1-1")
    assert found(judged(book, [said(quantity(), None)], findings=[spoken]), "J2") == []
    no_row = Finding(rule, Where(f"{unit}.xlsx"), "", "", unit, task="1-1")
    assert found(judged(book, [], findings=[no_row]), "J2") == []
    assert found(judged(book, [said(quantity(), None)], findings=[no_row]), "J2") == [["G5", "J214"]]
    assert found(judged(book, [], submissions=[sent("区住房城乡建委", state=FileState.REFUSED)]), "J2") == []
    assert found(judged(book, [], submissions=[]), "J2") == []


def test_a_blank_is_told_whatever_others_are_told() -> None:
    """What another unit's sheet, or a file that was replaced, has wrong with it does not speak for this unit's cell."""
    unit = "区住房城乡建委"
    files = [sent(unit), sent(unit, "旧.xlsx", state=FileState.REPLACED)]
    for file, whose in (("区交通局.xlsx", "区交通局"), ("旧.xlsx", unit)):
        spoken = Finding(RULES[0], Where(file, "进展表", "G5"), "", "", whose, indicator="1-1-1")
        month = judged(register(quantity()), [said(quantity(), None)], findings=[spoken], submissions=files)
        assert found(month, "J214") == [["G5", "J214"]]


def test_last_months_words_to_the_letter() -> None:
    """Spaces do not make a difference; it is told once for the task, or for its only indicator."""
    homes, lifts = quantity(), quantity("1-1-2")
    entries = [
        said(homes, "70", progress="已完工 34个小区。"),
        said(lifts, "70", cell="G6", progress="已完工34个小区。"),
    ]
    past = {each.id: tuple(replace(p, progress="已完工34个小区。") for p in before("52")) for each in (homes, lifts)}
    month = judged(register(homes, lifts), entries, past=past)
    assert [[each.code, each.task, each.indicator] for each in month.findings] == [["J216", "1-1", ""]]
    alone = judged(register(homes), entries[:1], past=past)
    assert [[each.code, each.task, each.indicator] for each in alone.findings] == [["J216", "1-1", "1-1-1"]]


@pytest.mark.parametrize(
    ("now", "then", "done"),
    [
        ("已完工35个小区。", "已完工34个小区。", "70"),
        ("", "", "70"),
        ("已全部完工。", "已全部完工。", "200"),
    ],
    ids=["changed", "no-words", "completed"],
)
def test_words_that_are_no_copy(now: str, then: str, done: str) -> None:
    """Changed words, no words, and a completed task of which there is nothing new to say."""
    past = tuple(replace(each, progress=then) for each in before("52"))
    assert ["G5", "J216"] not in of(quantity(), done, past=past, progress=now)


# --- all of them ------------------------------------------------------------------------------------------------------


def test_codes_are_unique_and_titled() -> None:
    """Every rule of the judgement has its own J code, a title, and a mend."""
    codes = [rule.code for rule in RULES]
    assert len(set(codes)) == len(codes)
    assert all(code.startswith("J") for code in codes)
    assert all(rule.title and rule.message and rule.suggestion for rule in RULES)


def test_every_check_says_why() -> None:
    """A check's docstring is its reason."""
    assert all(check.__doc__ for check in CHECKS)


def test_the_deadline_of_the_day_is_not_in_the_way() -> None:
    """The judgement of figures does not depend on the day on which it is run."""
    entries = [said(quantity(), "70")]
    early, late = (judged(register(quantity()), entries, today=day) for day in (date(2023, 5, 20), date(2024, 5, 20)))
    assert early.assessments == late.assessments
