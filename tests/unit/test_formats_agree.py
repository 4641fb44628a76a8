"""One table in every format that units send gives the same entries."""

import html
import shutil
import subprocess
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from pathlib import Path

import pytest

from pipeline.intake.receiving import Intake
from pipeline.model import Entry, FileState
from tests.unit.intake_cases import cells, receive_files, workbook
from tests.unit.ole import biff, label, number, ole
from tests.unit.test_archives import archive
from tests.unit.test_ods import ods

TABLE = """
    填报单位：区人力社保局
    序号 | 目标任务 | 累计完成 | 进展情况
    1 | 发放创业担保贷款6000万元。 | 3200.5 | 已发放，有序推进
    2 | 知晓率达到70%以上。 | 85% | 已开展“回头看”
    """
ROWS = cells(TABLE)
XLSX = workbook(TABLE)


def page(encoding: str) -> bytes:
    """The table as a web page."""
    rows = "".join("<tr>" + "".join(f"<td>{html.escape(text)}</td>" for text in row) + "</tr>" for row in ROWS)
    return f'<html><meta http-equiv=Content-Type content="text/html; charset={encoding}"><table>{rows}</table>'.encode(
        encoding
    )


def text_table(encoding: str, delimiter: str) -> bytes:
    """The table as delimited text."""
    return "\r\n".join(delimiter.join(row) for row in ROWS).encode(encoding)


def xml_2003() -> bytes:
    """The table as an XML spreadsheet."""

    def cell(text: str) -> str:
        bare, kind, style = text, "String", ""
        if text.endswith("%") and len(text) < 5:
            bare, kind, style = str(int(text[:-1]) / 100), "Number", ' ss:StyleID="p"'
        elif text.replace(".", "").isdigit():
            kind = "Number"
        return f'<Cell{style}><Data ss:Type="{kind}">{bare}</Data></Cell>'

    rows = "".join(f"<Row>{''.join(cell(text) for text in row)}</Row>" for row in ROWS)
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    style = '<Styles><Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style></Styles>'
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}">{style}'
        f'<Worksheet ss:Name="表"><Table>{rows}</Table></Worksheet></Workbook>'
    ).encode()


def biff5() -> bytes:
    """The table as a workbook of the nineties, its percentage written as text."""
    made = b"".join(
        number(row, column, float(text)) if text.replace(".", "").isdigit() else label(row, column, text.encode("gbk"))
        for row, line in enumerate(ROWS)
        for column, text in enumerate(line)
    )
    return ole(biff(0x0500, made), "Book")


def open_document() -> bytes:
    """The table as OpenDocument."""

    def cell(text: str) -> str:
        kind, value = "string", ""
        if text.endswith("%") and len(text) < 5:
            kind, value = "percentage", f'office:value="{int(text[:-1]) / 100}"'
        elif text.replace(".", "").isdigit():
            kind, value = "float", f'office:value="{text}"'
        return f'<table:table-cell office:value-type="{kind}" {value}><text:p>{text}</text:p></table:table-cell>'

    return ods("".join(f"<table:table-row>{''.join(cell(text) for text in row)}</table:table-row>" for row in ROWS))


def mail(data: bytes) -> bytes:
    """A mail with the file."""
    message = EmailMessage()
    message["From"], message["Subject"] = "a@b.cn", "5月报表"
    message.set_content("请查收")
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename="报表.xlsx")
    return message.as_bytes()


def said(intake: Intake) -> Sequence[tuple[object, ...]]:
    """What was read of each indicator, without the file's name."""
    entries: list[Entry] = sorted(intake.entries, key=lambda each: each.indicator)
    return [(each.indicator, each.done, each.progress, each.where.cell, each.where.raw, each.unit) for each in entries]


FORMATS: dict[str, Callable[[], bytes]] = {
    "报表__xls": biff5,
    "报表__et": biff5,
    "报表__ods": open_document,
    "网页__xls": lambda: page("gb2312"),
    "网页__html": lambda: page("utf-8"),
    "表格2003__xls": xml_2003,
    "utf8__csv": lambda: text_table("utf-8", ","),
    "签名__csv": lambda: text_table("utf-8-sig", ","),
    "国标__csv": lambda: text_table("gb18030", ";"),
    "制表__txt": lambda: text_table("utf-16", "\t"),
    "压缩__zip": lambda: archive(("报表/表.xlsx", XLSX)),
    "邮件__eml": lambda: mail(XLSX),
    "邮件里的压缩包__eml": lambda: mail(archive(("表.csv", text_table("gbk", ",")))),
    "改了扩展名__pdf": lambda: XLSX,
}


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_entries_whatever_the_format(tmp_path: Path, name: str) -> None:
    """Figures, texts, cells and raw texts are those of the .xlsx."""
    expected = receive_files(tmp_path / "xlsx", 报表=XLSX)
    assert len(expected.entries) == 2
    got = receive_files(tmp_path / "other", **{name: FORMATS[name]()})
    assert [each.state for each in got.submissions] == [FileState.ACCEPTED]
    assert (said(got), got.findings) == (said(expected), expected.findings)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_the_same_entries_as_another_program_writes_them(tmp_path: Path, kind: str) -> None:
    """What LibreOffice makes of the .xlsx reads as the .xlsx itself."""
    (tmp_path / "报表.xlsx").write_bytes(XLSX)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        str(tmp_path),
        str(tmp_path / "报表.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    got = receive_files(tmp_path / "in", **{f"报表__{kind}": (tmp_path / f"报表.{kind}").read_bytes()})
    expected = receive_files(tmp_path / "xlsx", 报表=XLSX)
    assert (said(got), got.findings) == (said(expected), expected.findings)
