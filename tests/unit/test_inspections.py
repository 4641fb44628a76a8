"""On-site inspections: open problems stay listed until a later inspection of the same task and place closes them."""

from dataclasses import replace
from datetime import date

import pytest

from pipeline.judging.inspections import followed
from pipeline.model import Inspection
from pipeline.period import Period
from pipeline.source import Where
from tests.unit.district import APRIL, JUNE, MARCH, MAY, quantity, register

BOOK = register(quantity(), quantity("2-1-1"))
FOUND = Inspection(
    date(2023, 4, 18), "中山路", "1-1", "未回填", "限期回填", where=Where("04/本月事项.xlsx"), period=APRIL
)
ENDED = Inspection(
    date(2023, 5, 18), "中山路 ", "1-1", "已回填", "", True, Where("本月事项.xlsx", "现场督查", "D2"), MAY
)


def told(period: Period, *noted: Inspection) -> list[list[object]]:
    """What a month tells, as place, found, closed."""
    listed, _ = followed(period, BOOK, noted)
    return [[each.place, each.found, each.closed] for each in listed]


def test_an_open_problem_stays_until_a_later_inspection_closes_it() -> None:
    """Found in April, open in May without another inspection; closed in May, told once more, and gone in June."""
    assert told(MAY, FOUND) == [["中山路", "未回填", False]]
    assert told(MAY, FOUND, ENDED) == [["中山路", "未回填", True]]
    assert told(JUNE, FOUND, ENDED) == []
    (closed,), findings = followed(MAY, BOOK, (FOUND, ENDED))
    assert (closed.closed_by and closed.closed_by.day, findings) == (date(2023, 5, 18), ())


@pytest.mark.parametrize("other", [{"place": "兴龙湖"}, {"task": "2-1"}, {"closed": False}])
def test_nothing_else_closes_it(other: dict[str, object]) -> None:
    """Another place, another task, or an inspection that says it is still open."""
    another = replace(ENDED, **other)  # type: ignore[arg-type]
    assert ["中山路", "未回填", False] in told(MAY, FOUND, another)


def test_the_order_of_rows_does_not_matter_the_days_do() -> None:
    """Within a month the later day closes the earlier one; a closing before the problem closes nothing of it."""
    first = replace(FOUND, day=date(2023, 5, 3), period=MAY)
    assert told(MAY, ENDED, first) == [["中山路", "未回填", True]]
    again = replace(first, day=date(2023, 5, 25), found="又开挖")
    assert told(MAY, FOUND, ENDED, again) == [["中山路", "未回填", True], ["中山路", "又开挖", False]]


def test_what_was_put_right_on_the_spot_is_told_in_its_month_only() -> None:
    """A closed record without an open one before it is whole in itself."""
    spot = replace(ENDED, place="敬老院")
    assert told(MAY, spot) == [["敬老院", "已回填", True]]
    assert told(JUNE, spot) == []
    assert followed(MAY, BOOK, (spot,))[1] == ()


def test_records_that_match_nothing_are_found_in_their_month() -> None:
    """An unknown task number, and a closing without a word that closes nothing; not again a month later."""
    stranger, empty = replace(FOUND, task="9-9", period=MAY), replace(ENDED, found="", place="敬老院")
    _, findings = followed(MAY, BOOK, (stranger, empty))
    assert [[each.where.file, each.code] for each in findings] == [
        ["04/本月事项.xlsx", "J106"],
        ["本月事项.xlsx", "J107"],
    ]
    assert followed(JUNE, BOOK, (stranger, empty))[1] == ()
    assert followed(MAY, BOOK, (replace(FOUND, task=""), replace(FOUND, period=MARCH)))[1] == ()
