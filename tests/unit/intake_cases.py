"""A small register and workbooks written as text, for the tests of the intake."""

import io
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import openpyxl

from pipeline.findings import Finding
from pipeline.intake.receiving import Intake, receive
from pipeline.model import Comparator, Indicator, Kind, Notice, Project, Register, Rhythm, Task, Unit
from pipeline.period import Period
from pipeline.settings import Limits

MAY = Period(2023, 5)
FIRST, DUE = Period(2023, 3), Period(2023, 12)


def quantity(key: str, name: str, target: str, measure: str, kind: Kind = Kind.QUANTITY) -> Indicator:
    """An indicator that is counted."""
    return Indicator(key, name, kind, Rhythm.EVEN, Comparator.EQUAL, Decimal(target), measure, FIRST, DUE)


def milestone(key: str, name: str) -> Indicator:
    """An indicator that is decided."""
    return Indicator(key, name, Kind.MILESTONE, Rhythm.WORKS, first=FIRST, due=DUE)


REGISTER = Register(
    year=2023,
    notice=Notice("关于做好2023年区级重点民生实事有关工作的通知", "永川府办发〔2023〕12号", "区政府办公室", None),
    projects=(
        Project(
            1,
            "老城有机更新",
            (
                Task(
                    "1-1",
                    1,
                    "增设老旧住宅电梯60台。",
                    "区规划自然资源局",
                    (),
                    (quantity("1-1-1", "老旧住宅电梯", "60", "台"),),
                ),
                Task(
                    "1-2",
                    1,
                    "改造老旧小区供水管道10处，包括改造或维护二次加压设备5套，更换超期水表5000只。",
                    "区城市管理局",
                    (),
                    (
                        quantity("1-2-1", "老旧小区供水管道", "10", "处"),
                        quantity("1-2-2", "二次加压设备", "5", "套"),
                        quantity("1-2-3", "超期水表", "5000", "只"),
                    ),
                ),
            ),
        ),
        Project(
            2,
            "“四好农村路”建设",
            (
                Task(
                    "2-1",
                    2,
                    "建设“四好农村路”200公里（含重要农村公路）。",
                    "区交通局",
                    (),
                    (quantity("2-1-1", "四好农村路", "200", "公里"),),
                ),
            ),
        ),
        Project(
            3,
            "养老服务",
            (
                Task(
                    "3-1",
                    3,
                    "设立老年食堂8个、养老助餐点23个，实现镇（街道）老年食堂全覆盖。",
                    "区民政局",
                    (),
                    (
                        quantity("3-1-1", "老年食堂", "8", "个"),
                        quantity("3-1-2", "养老助餐点", "23", "个"),
                        milestone("3-1-3", "镇（街道）老年食堂全覆盖"),
                    ),
                ),
            ),
        ),
        Project(
            4,
            "就业创业帮扶",
            (
                Task(
                    "4-1",
                    4,
                    "发放创业担保贷款6000万元。",
                    "区人力社保局",
                    (),
                    (quantity("4-1-1", "创业担保贷款", "6000", "万元"),),
                ),
                Task(
                    "4-2",
                    4,
                    "知晓率达到70%以上。",
                    "区人力社保局",
                    (),
                    (quantity("4-2-1", "政策知晓率", "70", "%", Kind.RATE),),
                ),
            ),
        ),
    ),
    units=(
        Unit("区规划自然资源局", ("规资局",)),
        Unit("区城市管理局", ("城管局",)),
        Unit("区交通局", ("交通局",)),
        Unit("区民政局", ("民政局",)),
        Unit("区人力社保局", ("人社局",)),
    ),
)


def cells(text: str) -> list[list[str]]:
    """The rows of a table written with | between its cells; a cell that starts with ' is text, number or not."""
    return [[part.strip() for part in line.strip().split("|")] for line in text.strip().splitlines()]


def workbook(text: str, merges: Iterable[str] = (), sheet: str = "Sheet1") -> bytes:
    """A workbook of one sheet: numbers become number cells, 85% percent cells, everything else text."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for number, row in enumerate(cells(text), start=1):
        for column, value in enumerate(row, start=1):
            if not value:
                continue
            cell = page.cell(number, column)
            if value.endswith("%") and value[:-1].replace(".", "").isdigit():
                cell.value, cell.number_format = float(value[:-1]) / 100, "0.0%"
            elif value.replace(".", "", 1).removeprefix("-").isdigit():
                cell.value = float(value) if "." in value else int(value)
            else:
                cell.value = value.removeprefix("'").replace("\\n", "\n")
    for merge in merges:
        page.merge_cells(merge)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def receive_files(folder: Path, **files: bytes | str) -> Intake:
    """Put files into a month's folder and read it. A text becomes a workbook; ``__`` in a name stands for a dot."""
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        data = workbook(content) if isinstance(content, str) else content
        path = folder / (name.replace("__", ".") if "__" in name else f"{name}.xlsx")
        path.write_bytes(data)
    return receive(folder, MAY, REGISTER, Limits(), lambda _: None)


def told(findings: Iterable[Finding]) -> list[list[str]]:
    """Findings as a small table: cell and code."""
    return [[finding.where.cell, finding.code] for finding in findings]


def figures(intake: Intake) -> dict[str, str | None]:
    """What was read of each indicator: its figure in plain decimal, its state, or None."""
    return {
        entry.indicator: f"{entry.done.normalize():f}" if entry.done is not None else entry.state and entry.state.value
        for entry in intake.entries
    }
