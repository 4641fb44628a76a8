"""Breaking titles into lines."""

import pytest

from pipeline.circular.markup import hundredths
from pipeline.circular.titles import CAPACITY, shape, title_lines

TITLES = (
    "关于2023年5月区级重点民生实事推进情况的通报",
    "关于做好2023年区级重点民生实事有关工作的通知",
    "永川区2023年重点民生实事推进情况表（截至5月31日）",
    "重庆市永川区发展和改革委员会关于2023年12月区级重点民生实事推进情况的通报",
    "关于《重庆市永川区2023年重点民生实事工作目标任务》落实情况的通报",
    "关于2023年12月永川区城乡厕所建设、地下“有限空间”安全监测整治及群众身边的体育设施建设等区级重点民生实事推进情况的通报",
)


@pytest.mark.parametrize("title", TITLES)
def test_lines_hold_the_title_and_fit_the_page(title: str) -> None:
    """The lines are the title, none wider than the type area, the last of three characters or more."""
    lines = title_lines(title)
    assert "".join(lines) == title
    assert all(hundredths(line) <= CAPACITY for line in lines)
    assert hundredths(lines[-1]) >= 300


@pytest.mark.parametrize("title", TITLES)
def test_lines_have_a_shape(title: str) -> None:
    """Three lines and more make a trapezium or a diamond, never an hourglass."""
    assert shape(title_lines(title)) in ("二行", "梯形", "菱形")


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (TITLES[0], ("关于2023年5月区级", "重点民生实事推进情况的通报")),
        (TITLES[2], ("永川区2023年重点民生实事", "推进情况表（截至5月31日）")),
        (TITLES[3], ("重庆市永川区发展和改革委员会", "关于2023年12月区级重点民生实事", "推进情况的通报")),
        (
            "关于对2022年度区级重点民生实事完成率未达100%的责任单位进行约谈的通报",
            ("关于对2022年度区级重点民生实事完成率", "未达100%的责任单位进行约谈的通报"),
        ),
        ("关于2023年度国民经济和社会发展计划执行情况的报告", ("关于2023年度国民经济和社会发展", "计划执行情况的报告")),
        ("关于2023年1—5月全区招商引资工作情况的通报", ("关于2023年1—5月全区", "招商引资工作情况的通报")),
        (
            "关于四川省成都市龙泉驿区2023年民生实事项目推进情况的通报",
            ("关于四川省成都市龙泉驿区2023年", "民生实事项目推进情况的通报"),
        ),
    ],
)
def test_lines_break_between_words(title: str, lines: tuple[str, ...]) -> None:
    """Words, dates and the trade's terms stay whole."""
    assert title_lines(title) == lines


def test_a_short_title_stays_on_one_line() -> None:
    """What fits a line is not broken."""
    assert title_lines("进度滞后事项清单") == ("进度滞后事项清单",)


def test_the_office_may_break_a_title_itself() -> None:
    """A line feed in the title stands."""
    assert title_lines("关于五月\n推进情况的通报") == ("关于五月", "推进情况的通报")


def test_a_quoted_name_is_not_broken() -> None:
    """《》 stays whole where it fits a line."""
    lines = title_lines("关于印发《永川区重点民生实事管理办法》及有关工作事项的通知")
    assert any("《永川区重点民生实事管理办法》" in line for line in lines)


def test_a_quoted_name_gives_way_where_no_line_could_hold_what_belongs_to_it() -> None:
    """的通知 never begins a line, so the name before it is broken, and no line is too wide."""
    lines = title_lines("关于印发《永川区2023年重点民生实事工作方案》的通知")
    assert lines == ("关于印发《永川区2023年", "重点民生实事工作方案》的通知")


def test_characters_of_no_known_word_are_set_as_well() -> None:
    """A title in which nothing is known, or nothing but one long word, fits the page all the same."""
    for title in ("甲乙丙丁戊己庚辛壬癸" * 30, "A" * 90, "一" * 45):
        lines = title_lines(title)
        assert "".join(lines) == title
        assert all(300 <= hundredths(line) <= CAPACITY for line in lines)


@pytest.mark.parametrize(
    ("lines", "seen"),
    [
        (("一二三四",), "一行"),
        (("一二", "一二三四"), "二行"),
        (("一", "一二", "一二三"), "梯形"),
        (("一二三", "一二", "一"), "梯形"),
        (("一二", "一二三四", "一"), "菱形"),
        (("一二三四", "一", "一二三"), "其他"),
    ],
)
def test_shapes_are_told_apart(lines: tuple[str, ...], seen: str) -> None:
    """An hourglass is no shape that the standard knows."""
    assert shape(lines) == seen
