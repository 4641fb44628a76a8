"""总览.html as text: what it says, what it escapes, and how it grows."""

import re
import time
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import pytest

from pipeline.delivery.overview import overview
from pipeline.delivery.standing import across, standings
from pipeline.delivery.trends import lines, months
from pipeline.findings import PipelineError
from pipeline.formats.hypertext import page, policy
from pipeline.model import Adjustment, Month, Project, Reason, Status
from pipeline.model.history import History, Recorded
from pipeline.period import Period
from pipeline.settings import Judging, Settings
from tests.unit.months import APRIL, MAY, empty, may

TEMPLATE = (Path(__file__).parents[2] / "templates" / "总览.html").read_text("utf-8")
MARCH, JUNE = Period(2023, 3), Period(2023, 6)
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>javascript:alert(1)]]>\u202egpj\u2066\x00\x1b"


class Read(HTMLParser):
    """What a page is made of: its elements with their attributes, and its words."""

    def __init__(self, data: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.inside: list[str] = []
        self.feed(data.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not {"script", "style"} & set(self.inside):
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def recorded(period: Period, done: str | None, rate: Fraction | None, status: Status = Status.ON_PACE) -> Recorded:
    reason = Reason.MISSING if status is Status.NOT_REPORTED else None
    return Recorded(period, status, reason, Decimal(done) if done else None, None, rate, Fraction(1, 5))


TREND = (
    History("1-1-1", "老旧小区改造", "区住房城乡建委", Decimal(200), "个", (
        recorded(MARCH, "10", Fraction(1, 20)),
        recorded(APRIL, "20", Fraction(1, 10), Status.BEHIND),
        recorded(MAY, "199", Fraction(199, 200), Status.AHEAD),
        recorded(JUNE, "200", Fraction(1), Status.COMPLETED),
    )),
    History("3-2-1", "农村户厕改造", "区农业农村委", Decimal(3000), "户", (
        recorded(APRIL, None, None, Status.NOT_REPORTED),
    )),
)  # fmt: skip


def shown(month: Month, trend: Iterable[History] = TREND) -> bytes:
    return overview(month, tuple(trend), Settings(), TEMPLATE, rule="低于序时进度10个百分点及以上为滞后。")


def hostile() -> Month:
    """The month with names, texts and files that try to be markup."""
    month = may()
    bad = replace(month.assessments[0].indicator, name=HOSTILE, measure="<b>个", sign=HOSTILE)
    entry = month.assessments[0].entry
    assert entry is not None
    where = replace(entry.where, file=HOSTILE, raw=HOSTILE)
    first = replace(month.assessments[0], indicator=bad, unit=HOSTILE, entry=replace(entry, where=where))
    task = replace(month.register.projects[0].tasks[0], indicators=(bad,), unit=HOSTILE)
    project = replace(month.register.projects[0], name=HOSTILE, tasks=(task, *month.register.projects[0].tasks[1:]))
    register = replace(month.register, projects=(project, *month.register.projects[1:]))
    finding = replace(month.findings[0], message=HOSTILE, suggestion=HOSTILE, unit=HOSTILE, where=where)
    units = (replace(month.units[0], name=HOSTILE), *month.units[1:])
    return replace(
        month,
        register=register,
        assessments=(first, *month.assessments[1:]),
        findings=(finding, *month.findings[1:]),
        units=units,
    )


def test_it_says_how_everything_stands() -> None:
    """Counts, figures with their labels, an earlier month's figure as such, the source with the text as typed."""
    text = Read(shown(may())).text
    for words in (
        "2023年5月重点民生实事推进情况总览",
        "3 件实事",
        "10 项任务",
        "14 项指标",
        "累计 34个 目标 200个以上 完成率 17.0% 序时进度 30.0% 比序时进度 低13.0个百分点 累计滞后 2个月",
        "累计 190个以上 目标 600个 完成率 31.7%以上",
        "4月底 905户",
        "出处：区住房城乡建委.xlsx › 进展表 › G5，填写“34”。",
        "出处：台账记录的2023年4月数据；本月未报送，不计入本月统计。",
        "本月待核实（区交通局.xlsx › 进展表 › G5，填写“约九成”），不计入本月统计。",
        "出处：本月事项.xlsx › 更正 › B2，按更正取数（电话核实，表内漏计18户，电话记录，周敏）。原报“402”。",
        "本月未到时点，没有数据。",
        "低于序时进度10个百分点及以上为滞后。",
    ):
        assert words in re.sub(r" (?=[，。])", "", text), words


def test_every_figure_says_where_it_comes_from() -> None:
    """The cell, the register, the sum behind a rate, how the pace was planned; what is not shown has no source."""
    stood = standings(may(), Judging())
    assert [(each.label, each.source) for each in stood["1-1-1"].figures] == [
        ("累计", "出处：区住房城乡建委.xlsx › 进展表 › G5，填写“34”。"),
        ("目标", "取自目标任务台账。"),
        ("完成率", "34个÷200个。"),
        ("序时进度", "3÷10，自3月起按月均衡，至12月共10个月。"),
        ("比序时进度", "完成率减序时进度，按精确值相减后四舍五入。"),
        ("累计滞后", "台账记录以前各月滞后1个月，加上本月。"),
    ]
    assert stood["1-4-2"].figures[-1].said == "与序时进度持平"
    assert [each.said for each in stood["3-5-1"].figures] == ["目前已完成", "完成标志：投用"]
    changed = replace(
        may().assessments[0], adjusted=Adjustment("1-1-1", APRIL, Decimal(150), Decimal(200), "永府办〔2023〕9号")
    )
    target = standings(replace(may(), assessments=(changed,)), Judging())["1-1-1"].figures[1]
    assert target.source == "取自目标任务台账，自2023年4月起由150调整为200（永府办〔2023〕9号）。"
    assert all(each.source for stand in stood.values() for each in stand.figures)


def test_an_empty_month_is_a_page_too() -> None:
    """Nobody reported, nothing was found, nothing is recorded."""
    text = Read(shown(empty(), ())).text
    assert "未报送 14" in text
    assert "核查问题（0条） 没有。" in text


def test_what_units_sent_never_becomes_markup() -> None:
    """Hostile names, texts and files add no element, no attribute, no address; what turns a line is left out."""
    good, bad = Read(shown(may())), Read(shown(hostile()))
    assert [tag for tag, _ in bad.elements].count("script") == 1
    assert {tag for tag, _ in bad.elements} == {tag for tag, _ in good.elements}
    assert {name for _, attributes in bad.elements for name in attributes} == {
        name for _, attributes in good.elements for name in attributes
    }
    addresses = [attributes["href"] for _, attributes in bad.elements if "href" in attributes]
    assert all(address and address.startswith("#") for address in addresses)
    assert not [name for _, attributes in bad.elements for name in attributes if name.startswith("on")]
    assert "<script>alert(1)</script>" in bad.text
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f]", shown(hostile()).decode())


def test_its_policy_allows_its_own_style_and_script_only() -> None:
    """The policy names the hash of each, and changes with them."""
    content = dict(Read(shown(may())).elements[[t for t, _ in Read(shown(may())).elements].index("meta") + 1][1])
    assert content["http-equiv"] == "Content-Security-Policy"
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/=]+'; script-src 'sha256-[\w+/=]+'; "
        r"base-uri 'none'; form-action 'none'",
        content["content"] or "",
    )
    assert policy("<style>a{}</style>") != policy("<style>b{}</style>")
    assert policy("") == "default-src 'none'; base-uri 'none'; form-action 'none'"


def test_it_is_one_file_that_needs_nothing_else() -> None:
    """No source, no style sheet, no address but places on the page itself; every such place exists."""
    elements = Read(shown(may())).elements
    assert not {"link", "img", "iframe", "object", "base"} & {tag for tag, _ in elements}
    assert not [attributes for _, attributes in elements if {"src", "style"} & attributes.keys()]
    places = {attributes["id"] for _, attributes in elements if "id" in attributes}
    named = {each["href"] for tag, each in elements if tag == "a" and not str(each["href"]).startswith("#unit=")}
    described = {each["aria-describedby"] for _, each in elements if "aria-describedby" in each}
    labelled = {each["aria-labelledby"] for _, each in elements if "aria-labelledby" in each}
    assert {str(name).removeprefix("#") for name in named} | described | labelled <= places
    assert len(places) == len([1 for _, attributes in elements if "id" in attributes])


def test_the_same_month_gives_the_same_page() -> None:
    """What the ledger holds of this month and of later ones makes no difference."""
    before = tuple(replace(row, months=tuple(m for m in row.months if m.period < MAY)) for row in TREND)
    assert shown(may()) == shown(may()) == shown(may(), before)


def test_bars_are_shares_of_the_target() -> None:
    """The target stands at four fifths; what goes beyond the edge says so, and so do past figures."""
    stood = standings(may(), Judging())
    assert [across(Fraction(share)) for share in (0, 1, "1/3", 2, -1)] == ["0", "80", "26.67", "100", "0"]
    assert (stood["1-1-1"].bar.done, stood["1-1-1"].bar.pace) == ("13.6", "24")
    assert (stood["1-4-1"].bar.done, stood["1-4-1"].bar.over) == ("96", False)
    assert (stood["3-2-1"].bar.done, stood["3-2-1"].bar.past) == ("24.13", True)
    assert (stood["3-3-2"].bar.done, stood["3-1-1"].steps, stood["3-5-1"].steps) == ("", 1, 2)
    grown = replace(may().assessments[0], entry=replace(may().assessments[0].entry, done=Decimal(400)))  # type: ignore[type-var]
    assert standings(replace(may(), assessments=(grown,)), Judging())["1-1-1"].bar.over


def test_the_year_is_counted_as_it_was_judged() -> None:
    """Each month's statuses add up to its whole; this month is told by the month, not by the ledger."""
    told = [(each.label, each.total, [(p.sign.words, p.count) for p in each.parts]) for each in months(may(), TREND)]
    assert told[:2] == [
        ("3月", 1, [("基本按序时推进", 1)]),
        ("4月", 2, [("滞后", 1), ("未报送", 1)]),
    ]
    assert told[2][:2] == ("5月", 14)
    assert len(told) == 3
    for each in months(may(), TREND):
        assert sum(part.count for part in each.parts) == each.total


def test_a_line_rises_with_its_rate() -> None:
    """A month without a figure stays on the level of the one before: what is not known is not nothing."""
    drawn = lines(may(), TREND)
    heights = [Decimal(dot.y) for dot in drawn["1-1-1"].dots]
    assert heights == sorted(heights, reverse=True)
    assert len(heights) == 3
    assert drawn["1-1-1"].spoken.endswith("5月 完成率17.0%、序时进度30.0%（滞后）")
    row = History(
        "2-1-1", "“四好农村路”", "区交通局", Decimal(200), "公里", (recorded(APRIL, "52", Fraction(26, 100)),)
    )
    april, now = lines(may(), (row,))["2-1-1"].dots
    assert april.y == now.y
    assert now.sign.words == "待核实"


def test_a_template_that_names_what_is_not_there() -> None:
    """An office's own page is told what is wrong with it, by name; nothing is printed as None."""
    for source in ("{{ 没有 }}", "{{ month.x }}", "{% if %}", "{{ 1 / 0 }}", "{{ ''.__class__ }}"):
        with pytest.raises(PipelineError, match=r"模板 总览\.html"):
            overview(may(), (), Settings(), source)
    for nothing in (None, 0.5, True):
        with pytest.raises(PipelineError, match="不是文字"):
            page("{{ a }}", {"a": nothing}, name="x")
    assert page("{{ a }}{{ b }}", {"a": "<&", "b": 3}, name="x") == b"&lt;&amp;3"


def grown(times: int) -> Month:
    """The month with each of its 14 indicators many times over."""
    month = may()
    projects: list[Project] = []
    judged = []
    for copy in range(times):
        for project in month.register.projects:
            tasks = tuple(
                replace(t, id=f"{copy}-{t.id}", indicators=tuple(replace(i, id=f"{copy}-{i.id}") for i in t.indicators))
                for t in project.tasks
            )
            projects.append(replace(project, tasks=tasks))
        for each in month.assessments:
            judged.append(replace(each, indicator=replace(each.indicator, id=f"{copy}-{each.id}")))
    return replace(
        month,
        register=replace(month.register, projects=tuple(projects)),
        assessments=tuple(judged),
        projects=month.projects * times,
    )


def test_many_indicators_take_time_in_proportion() -> None:
    """Eight times as many indicators take no more than sixteen times as long; 2,800 are one page."""

    def seconds(month: Month) -> float:
        best = 9.0
        for _ in range(3):
            start = time.perf_counter()
            shown(month)
            best = min(best, time.perf_counter() - start)
        return best

    few, many = grown(25), grown(200)
    assert shown(many).count(b'class="indicator"') == 2800
    assert seconds(many) < 16 * seconds(few)
