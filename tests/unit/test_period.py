"""Months: reading, adding, comparing."""

from datetime import date

import pytest

from pipeline.period import Period, day_words, is_working, months, working_day


@pytest.mark.parametrize("text", ["2023-05", "2023年5月", "202305", "2023-5", " 2023年05月 ", "2023/5", "2023年5月份"])
def test_every_way_of_writing_a_month(text: str) -> None:
    """All the usual spellings are the same month."""
    assert Period.parse(text) == Period(2023, 5)


@pytest.mark.parametrize("text", ["", "五月", "2023", "2023-13", "2023-00", "23-05", "2023-05-01", "2023055"])
def test_what_is_no_month_says_so(text: str) -> None:
    """Anything else is refused in Chinese."""
    with pytest.raises(ValueError, match="月份"):
        Period.parse(text)


def test_counting_in_months() -> None:
    """Adding crosses the year; the difference is in months; the order is the calendar's."""
    assert Period(2023, 11) + 2 == Period(2024, 1)
    assert Period(2023, 1) + -1 == Period(2022, 12)
    assert Period(2024, 1) - Period(2023, 11) == 2
    assert [str(each) for each in months(Period(2023, 12), Period(2024, 2))] == ["2023-12", "2024-01", "2024-02"]
    assert Period(2023, 9) < Period(2023, 10)


def test_first_and_last_day() -> None:
    """A month ends on its own last day, leap years too."""
    assert (Period(2024, 2).first_day, Period(2024, 2).last_day) == (date(2024, 2, 1), date(2024, 2, 29))
    assert Period.of(date(2023, 5, 31)) == Period(2023, 5)
    assert (str(Period(2023, 5)), Period(2023, 5).words) == ("2023-05", "2023年5月")


MAY_HOLIDAY = {date(2023, 5, day): True for day in (1, 2, 3)} | {date(2023, 4, 23): False, date(2023, 5, 6): False}


def test_holidays_overrule_the_week() -> None:
    """A Monday off, a Sunday worked, and the plain week."""
    days = [date(2023, 5, 1), date(2023, 4, 23), date(2023, 5, 8), date(2023, 5, 7)]
    assert [is_working(day, MAY_HOLIDAY) for day in days] == [False, True, True, False]


def test_counting_in_working_days() -> None:
    """From the Friday before the May holiday on: none, one, and three that reach the worked Saturday."""
    friday = date(2023, 4, 28)
    assert [working_day(friday, number, MAY_HOLIDAY) for number in (0, 1, 3)] == [
        friday,
        date(2023, 5, 4),
        date(2023, 5, 6),
    ]


def test_a_day_names_its_year_only_where_it_is_another() -> None:
    """1月5日 in a paper of January, with its year in one of December."""
    day = date(2024, 1, 5)
    assert [day_words(day), day_words(day, 2024), day_words(day, 2023)] == ["2024年1月5日", "1月5日", "2024年1月5日"]
