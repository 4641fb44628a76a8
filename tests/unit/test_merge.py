"""What was sent becomes one entry for each indicator, whatever the order it came in."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import permutations

from pipeline.judging.merge import Merged, merge
from pipeline.model import Correction, Entry, FileState, Origin, State, Submission
from pipeline.source import Where
from tests.unit.district import APRIL, MAY, milestone, quantity, register, said, sent

HOMES, LIFTS, LIBRARY = quantity(), quantity("1-1-2", name="老旧住宅电梯"), milestone("2-1-1")
BOOK = register(HOMES, LIFTS, LIBRARY)
FILES = (sent("区住房城乡建委"), sent("区交通局"))


def merged(
    *entries: Entry, files: tuple[Submission, ...] = FILES, corrections: tuple[Correction, ...] = ()
) -> tuple[dict[str, Merged], list[list[str]]]:
    got, found = merge(MAY, BOOK, entries, files, corrections)
    return dict(got), [[each.where.cell, each.code] for each in found]


def correction(indicator: str, value: str | None = None, state: State | None = None, cell: str = "B2") -> Correction:
    where = Where("本月事项.xlsx", "更正", cell, value or "")
    return Correction(
        indicator, Decimal(value) if value else None, "电话核实", "", "周敏", date(2023, 6, 2), where, state
    )


def test_each_indicator_gets_its_entry() -> None:
    """Every indicator of the register is there, those that nobody spoke of too."""
    homes, library = said(HOMES, "70"), said(LIBRARY, State.IN_PROGRESS)
    got, found = merged(homes, library)
    assert got == {"1-1-1": Merged(homes), "1-1-2": Merged(), "2-1-1": Merged(library)}
    assert found == []


def test_the_same_value_twice_is_fine() -> None:
    """70 and 70.0 in two files are one figure."""
    got, found = merged(said(HOMES, "70"), said(HOMES, "70.0", file="又一份.xlsx"))
    assert got["1-1-1"].entry is not None
    assert got["1-1-1"].entry.done == 70
    assert found == []


def test_two_different_values_are_a_finding_that_names_both_places() -> None:
    """Never added up, never picked from: both cells stand in the sentence and in the finding."""
    found = merge(
        MAY, BOOK, [said(HOMES, "75", file="乙.xlsx", cell="G9"), said(HOMES, "70", file="甲.xlsx")], FILES, ()
    )
    (finding,) = found[1]
    assert (finding.code, finding.indicator, finding.unit) == ("J101", "1-1-1", "区住房城乡建委")
    assert {str(finding.where), *(str(each) for each in finding.also)} == {
        "甲.xlsx › 进展表 › G5",
        "乙.xlsx › 进展表 › G9",
    }
    assert "甲.xlsx › 进展表 › G5为70个" in finding.message
    assert "乙.xlsx › 进展表 › G9为75个" in finding.message


def test_two_states_of_a_milestone_contradict_too() -> None:
    """已完成 in one row and 推进中 in another cannot both be."""
    done, going = said(LIBRARY, State.DONE), said(LIBRARY, State.IN_PROGRESS, cell="G6")
    assert merged(done, going)[1] == [["G5", "J101"]]


def test_a_cell_goes_before_the_prose() -> None:
    """Where both say 70, the cell is the source."""
    prose = said(HOMES, "70", file="a.xlsx", cell="H5", origin=Origin.PROSE)
    assert merged(prose, said(HOMES, "70"))[0]["1-1-1"].entry == said(HOMES, "70")


def test_a_blank_never_contradicts() -> None:
    """Two sections send one prefilled sheet each, and each fills in its own rows."""
    got, found = merged(said(HOMES, None), said(HOMES, "70", file="又一份.xlsx"))
    assert got["1-1-1"].entry == said(HOMES, "70", file="又一份.xlsx")
    assert found == []


def test_of_blanks_the_one_with_words_is_kept() -> None:
    """Its progress text is still worth printing."""
    worded = said(HOMES, None, cell="G9", progress="正在招标")
    assert merged(said(HOMES, None), worded)[0]["1-1-1"].entry == worded


def test_the_order_of_files_does_not_matter() -> None:
    """Any order of the entries gives the same merge and the same findings."""
    entries = [
        said(HOMES, "70", file="乙.xlsx"),
        said(HOMES, "75", cell="G10"),
        said(HOMES, "75", cell="G9", file="甲.xlsx"),
        said(LIFTS, None),
        said(LIFTS, None, file="乙.xlsx"),
    ]
    assert len({str(merged(*order)) for order in permutations(entries)}) == 1


def test_files_that_no_longer_count_are_set_aside() -> None:
    """What a 更正 file replaced, what is a copy, and what was refused does not contradict."""
    for state in (FileState.REPLACED, FileState.DUPLICATE, FileState.REFUSED):
        old = sent("区住房城乡建委", "旧.xlsx", state=state)
        got, found = merged(said(HOMES, "70"), said(HOMES, "60", file="旧.xlsx"), files=(*FILES, old))
        assert (got["1-1-1"].entry, found) == (said(HOMES, "70"), [])


def test_another_months_entry_is_set_aside() -> None:
    """April's figure is no figure of May."""
    assert merged(said(HOMES, "52", period=APRIL))[0]["1-1-1"] == Merged()


def test_another_units_figure_never_overwrites_the_owners() -> None:
    """It is told, and not used, whether or not the owner reported."""
    stranger = replace(said(HOMES, "1", file="区交通局.xlsx", cell="G8"), unit="区交通局")
    for own in ([], [said(HOMES, "70")]):
        got, found = merged(stranger, *own)
        assert got["1-1-1"].entry == (own[0] if own else None)
        assert found == [["G8", "J102"]]
    assert merged(replace(stranger, done=None))[1] == []


def test_a_correction_overrides_what_was_sent() -> None:
    """The figure and its place are the office's, the words and the rate stay the unit's, the old entry is kept."""
    own = said(HOMES, "7", progress="完成70个", reported_rate=Decimal("0.035"))
    fix = correction("1-1-1", "70")
    got, found = merged(own, corrections=(fix,))
    case = got["1-1-1"]
    assert case.entry == replace(own, done=Decimal(70), origin=Origin.CORRECTION, where=fix.where)
    assert (case.corrected, case.replaced, found) == (fix, own, [])


def test_a_correction_needs_no_entry() -> None:
    """The office may know a figure that nobody sent."""
    case = merged(corrections=(correction("2-1-1", state=State.DONE),))[0]["2-1-1"]
    assert case.entry is not None
    assert (case.entry.state, case.entry.unit, case.replaced) == (State.DONE, "区交通局", None)


def test_a_correction_that_matches_no_indicator_is_told() -> None:
    """With the words as they were typed."""
    found = merge(MAY, BOOK, [], FILES, (correction("1-1-9", "70"),))[1]
    assert [(each.code, each.where.cell, "1-1-9" in each.message) for each in found] == [("J103", "B2", True)]


def test_of_two_corrections_the_last_holds() -> None:
    """And the finding says so."""
    got, found = merged(corrections=(correction("1-1-1", "70"), correction("1-1-1", "71", cell="B3")))
    assert got["1-1-1"].entry is not None
    assert got["1-1-1"].entry.done == 71
    assert found == [["B3", "J104"]]


def test_a_correction_without_what_the_indicator_asks_for_changes_nothing() -> None:
    """A quantity wants a figure, a milestone a state."""
    own = said(LIBRARY, State.IN_PROGRESS)
    got, found = merged(own, corrections=(correction("2-1-1", "5"),))
    assert (got["2-1-1"], found) == (Merged(own), [["B2", "J105"]])
