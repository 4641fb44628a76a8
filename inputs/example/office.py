"""What only the office knows of May (本月事项): the issue, a correction, when files came in, an inspection."""

from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from example.units import Value
from example.workbooks import saved

_SHEETS: dict[str, tuple[tuple[Value, ...], ...]] = {
    "发文": (
        ("事项", "内容"),
        ("文号", "永川发改〔2023〕38号"),
        ("期号", ""),
        ("成文日期", date(2023, 6, 5)),
        ("附注", ""),
        ("经区政府同意", "否"),
    ),
    "更正": (
        ("指标编号", "更正值", "更正原因", "依据", "更正人", "日期", "所属月份"),
        ("13-1-1", 50, "漏计萱花路片区2组", "区城市管理局6月1日书面说明", "陈静", date(2023, 6, 1), ""),
    ),
    "收件登记": (
        ("责任单位", "收到日期", "方式"),
        ("区交通局", date(2023, 5, 30), "政务邮箱"),
        ("区民政局", date(2023, 5, 31), "政务邮箱"),
        ("区文化旅游委", date(2023, 6, 2), "工作群"),
    ),
    "现场督查": (
        ("日期", "地点", "任务编号", "发现问题", "工作建议", "是否办结"),
        (
            date(2023, 5, 25),
            "南大街街道某老旧小区改造点",
            "1-1",
            "雨污管网开挖后因管线资料缺失停工，现场围挡不完整。",
            "尽快组织管线权属单位现场会商，补齐围挡后复工。",
            "否",
        ),
    ),
}
_WIDE = frozenset({"内容", "更正原因", "依据", "地点", "发现问题", "工作建议"})


def facts_xlsx() -> bytes:
    """本月事项.xlsx of May 2023, as the office keeps it."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in _SHEETS.items():
        sheet = book.create_sheet(title)
        for row, values in enumerate(rows, start=1):
            for column, value in enumerate(values, start=1):
                if value != "":
                    cell = sheet.cell(row, column, value)
                    cell.font = Font(name="宋体", size=11, bold=row == 1)
                    cell.alignment = Alignment(vertical="center", wrap_text=True)
        for column, heading in enumerate(rows[0], start=1):
            sheet.column_dimensions[get_column_letter(column)].width = 30 if heading in _WIDE else 14
    return saved(book, date(2023, 6, 5))
