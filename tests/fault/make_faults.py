"""Makes the files of the fault suite: ``python -m tests.fault.make_faults FOLDER`` writes them with their table.

Each is one unit's submission gone wrong in one way, in the order of what can go wrong: the file itself, its sheet, the
figure's cell in every kind of file, and its text. What must come of it stands beside it.
"""

import base64
import io
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.fault.test_sheets import HEADER, ROAD, cell, changed, put, rewritten, road, shown_as
from tests.unit.intake_cases import cells, saved, workbook
from tests.unit.ole import biff, label, ole, record

UNIT = "区交通局"
DAMAGED = ("F110",)


@dataclass(frozen=True)
class Made:
    """A file, the road's figure that must be read from it (``None``: none), and the codes that a person must see.

    ``is_read`` is false where the file as a whole gives no entry, ``says`` a word that some finding must say.
    """

    name: str
    data: bytes
    done: str | None = None
    codes: tuple[str, ...] = ()
    says: str = ""
    is_read: bool = True


# --- the figure's cell, in every kind of file ---------------------------------------------------------------------

FIGURES: Mapping[str, tuple[str | None, tuple[str, ...]]] = {
    "62": ("62", ()),
    "62.5": ("62.5", ()),
    "０": ("0", ()),
    "６２．５": ("62.5", ()),
    "六十二": ("62", ()),
    "62公里": ("62", ()),
    "1,062公里": ("1062", ()),
    "62000米": ("62", ("V108",)),
    "62个": (None, ("V107",)),
    "约62公里": ("62", ("V110",)),
    "60-64": (None, ("V114",)),
    "62/200": (None, ("V114",)),
    "（62）": (None, ("V114",)),
    "-62公里": (None, ("V105",)),
    "已完成": (None, ("V112",)),
    "6O2": (None, ("V101",)),
    "⑥": (None, ("V112",)),
    "Infinity": (None, ("V112",)),
    "31%": (None, ("V106",)),
    "累计62公里，其中本月21公里": ("62", ()),
    "本月21公里": (None, ("V101",)),
    "还剩138公里": (None, ("V115",)),
    "见附件2": (None, ("V101",)),
    "62公里、20公里": (None, ("V109",)),
    "#DIV/0!": (None, ("V102",)),
    "/": (None, ()),
    "": (None, ()),
}


def as_xlsx(text: str) -> bytes:
    """A workbook of today."""
    return workbook(text.replace("⑥", "'⑥"))  # a digit to Python, which is no number


def squared(text: str) -> list[list[str]]:
    """The rows of a table, all of them as wide as the widest: so programs save text."""
    rows = cells(text)
    width = max(map(len, rows))
    return [row + [""] * (width - len(row)) for row in rows]


def as_csv(text: str) -> bytes:
    """What a Chinese Excel saves as .csv."""
    return "\r\n".join(",".join(f'"{part}"' for part in row) for row in squared(text)).encode("gb18030")


def as_tabs(text: str) -> bytes:
    """What Excel saves as Unicode text."""
    return "\r\n".join("\t".join(row) for row in squared(text)).encode("utf-16")


def as_html(text: str) -> bytes:
    """What a system exports under the name of .xls."""
    rows = "".join(f"<tr>{''.join(f'<td>{escape(part)}</td>' for part in row)}</tr>" for row in cells(text))
    return f'<html><meta charset="gb2312"><table>{rows}</table></html>'.encode("gb18030")


def as_xml(text: str) -> bytes:
    """An XML spreadsheet of 2003."""
    rows = "".join(
        "<Row>"
        + "".join(
            f'<Cell ss:Index="{column}"><Data ss:Type="String">{escape(part)}</Data></Cell>'
            for column, part in enumerate(row, start=1)
            if part
        )
        + "</Row>"
        for row in cells(text)
    )
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet ss:Name="S"><Table>{rows}'
        "</Table></Worksheet></Workbook>"
    ).encode()


def as_ods(text: str) -> bytes:
    """What LibreOffice saves."""

    def written(row: list[str]) -> str:
        return "".join(f"<t:table-cell><x:p>{escape(part)}</x:p></t:table-cell>" for part in row)

    rows = "".join(f"<t:table-row>{written(row)}</t:table-row>" for row in cells(text))
    kinds = {"o": "office", "t": "table", "x": "text"}
    names = " ".join(f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for key, name in kinds.items())
    body = f'<o:body><o:spreadsheet><t:table t:name="S">{rows}</t:table></o:spreadsheet></o:body>'
    return zipped(
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", f"<o:document-content {names}>{body}</o:document-content>".encode()),
    )


def as_xls(text: str) -> bytes:
    """A workbook of Excel 5, in GBK."""
    found = (
        label(row, column, part.encode("gb18030"))
        for row, parts in enumerate(cells(text))
        for column, part in enumerate(parts)
        if part
    )
    return ole(biff(0x0500, b"".join(found)), "Book")


WRITERS: Mapping[str, Callable[[str], bytes]] = {
    "xlsx": as_xlsx,
    "csv": as_csv,
    "txt": as_tabs,
    "html": as_html,
    "xml": as_xml,
    "ods": as_ods,
    "xls": as_xls,
}


def in_every_container() -> Iterator[Made]:
    """The same figures in every kind of file: what is read must not depend on the kind."""
    for kind, write in WRITERS.items():
        for number, (text, (done, codes)) in enumerate(FIGURES.items()):
            yield Made(f"{kind}-{number:02}/{UNIT}.{kind}", write(road(text)), done, codes)


# --- the file itself ----------------------------------------------------------------------------------------------


def zipped(*members: tuple[str, bytes]) -> bytes:
    """A zip of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def without(part: str, data: bytes) -> bytes:
    """A package that lost a part."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        return zipped(*((name, old.read(name)) for name in old.namelist() if name != part))


def renamed(change: Callable[[str], str], data: bytes) -> bytes:
    """A package whose parts are called otherwise."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        return zipped(*((change(name), old.read(name)) for name in old.namelist()))


def with_part(part: str, content: bytes, data: bytes) -> bytes:
    """A package with one part more, or another."""
    return zipped(*zip_members(without(part, data)), (part, content))


def zip_members(data: bytes) -> list[tuple[str, bytes]]:
    """The members of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        return [(name, old.read(name)) for name in old.namelist()]


def flipped(data: bytes, at: int) -> bytes:
    """A file with one damaged byte."""
    return data[:at] + bytes((data[at] ^ 0xFF,)) + data[at + 1 :]


def mailed(name: str, data: bytes) -> bytes:
    """A mail that brings a file."""
    lines = (
        "From: jtj@example.gov.cn",
        "To: a@example.gov.cn",
        "Subject: =?utf-8?B?5oql6YCB?=",
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="b"',
        "",
        "--b",
        "Content-Type: text/plain",
        "",
        "see attachment",
        "--b",
        "Content-Type: application/octet-stream",
        f"Content-Disposition: attachment; {name}",
        "Content-Transfer-Encoding: base64",
        "",
        "",
    )
    return "\r\n".join(lines).encode() + base64.encodebytes(data) + b"--b--\r\n"


def containers() -> Iterator[Made]:
    """What can be wrong with a file as a whole."""
    good = workbook(road("62"))
    sheet, ct = "xl/worksheets/sheet1.xml", "[Content_Types].xml"
    xlsx = f"{UNIT}.xlsx"

    def refused(title: str, data: bytes, says: str = "", name: str = xlsx) -> Made:
        return Made(f"{title}/{name}", data, None, DAMAGED, says, is_read=False)

    def fine(title: str, data: bytes, name: str = xlsx, codes: tuple[str, ...] = ()) -> Made:
        return Made(f"{title}/{name}", data, "62", codes)

    yield refused("zero bytes", b"", "0字节")
    yield refused("zeros", bytes(4096), "损坏")
    for share in (10, 30, 50, 70, 90, 99):
        yield refused(f"cut at {share}%", good[: len(good) * share // 100], "损坏")
    yield refused("a damaged byte in the sheet", flipped(good, good.index(sheet.encode()) + 60), "损坏")
    yield refused("no workbook part", without("xl/workbook.xml", good))
    yield refused("no sheet part", without(sheet, good), "损坏")
    yield refused("ciphertext", bytes(range(1, 256)) * 40, "加密")
    yield refused("a password", ole(b"x" * 5000, "EncryptedPackage"), "密码")
    yield refused("an old password", ole(biff(0x0600, record(0x002F, bytes(54)))), "密码", f"{UNIT}.xls")
    yield refused("a Word file of old", ole(b"x" * 5000, "WordDocument"), "Word")
    yield refused("a Word file", zipped((ct, b"<Types/>"), ("word/document.xml", b"<x/>")), "Word")
    yield refused("a PDF", b"%PDF-1.7\n", "PDF")
    yield refused("a picture", b"\x89PNG\r\n\x1a\n" + bytes(99), "图片")
    yield refused("a rar", b"Rar!\x1a\x07\x01\x00" + bytes(99), ".zip", f"{UNIT}.rar")
    yield refused("a 7z", b"7z\xbc\xaf\x27\x1c" + bytes(99), ".zip", f"{UNIT}.7z")
    yield refused("plain words", "本月一切正常，没有需要报送的内容".encode(), "纯文本", f"{UNIT}.txt")
    yield refused("a login page", b"<html><body>please log in</body></html>", "网页")
    yield refused("entities", with_part(sheet, b'<!DOCTYPE x [<!ENTITY a "62">]><worksheet/>', good), "实体")
    yield fine("as .xls", good, f"{UNIT}.xls")
    yield fine("as .csv", good, f"{UNIT}.csv")
    yield fine("without extension", good, UNIT)
    yield fine("macros", with_part("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0", good), f"{UNIT}.xlsm")
    yield fine("no content types", without(ct, good))
    yield fine("no styles", without("xl/styles.xml", good))
    yield fine("no theme", without("xl/theme/theme1.xml", good))
    yield fine("backslashes", renamed(lambda name: name.replace("/", "\\"), good))
    yield fine("capitals", renamed(str.upper, good))
    yield refused("text before", "转发：".encode() + good)
    yield fine("protected", protected())
    yield fine("a fill that says nothing", rewritten(r"<fill>.*?</fill>", "<fill/>", part="xl/styles.xml"))
    yield fine("a lying dimension", rewritten(r'<dimension ref="[^"]*"', '<dimension ref="A1"'))
    yield fine("prefixed names", prefixed())
    yield fine("in a zip", zipped((xlsx, good)), "5月.zip")
    yield fine("in a folder of a zip", zipped((f"报送/{UNIT}/5月.xlsx", good)), "5月.zip")
    yield fine("in a zip in a zip", zipped(("里.zip", zipped((xlsx, good)))), "5月.zip")
    yield fine("in a zip with junk", zipped(("__MACOSX/._a.xlsx", b"x"), ("~$a.xlsx", b"x"), (xlsx, good)), "5月.zip")
    yield fine("a zip's path leads out", zipped((f"../../{xlsx}", good)), "5月.zip")
    yield refused("an empty zip", zipped(), name=f"{UNIT}.zip")
    yield refused("a zip of junk", zipped(("~$a.xlsx", b"x")), name=f"{UNIT}.zip")
    yield fine("in a mail", mailed(f'filename="{UNIT}.xlsx"', good), "来信.eml")
    encoded = "".join(f"%{byte:02X}" for byte in xlsx.encode())
    yield fine("in a mail by RFC 2231", mailed(f"filename*=utf-8''{encoded}", good), "来信.eml")
    yield fine("a zip in a mail", mailed('filename="a.zip"', zipped((xlsx, good))), "来信.eml")
    yield Made(
        f"a mail without attachment/{UNIT}.eml",
        b"From: a@b.cn\r\nTo: c@d.cn\r\nSubject: x\r\n\r\nnothing here\r\n",
        None,
        DAMAGED,
        "a@b.cn",
        is_read=False,
    )
    yield Made(f"a lock file/~${UNIT}.xlsx", good, is_read=False)
    yield Made(f"a download/{UNIT}.xlsx.crdownload", good, codes=("F103",), is_read=False)
    yield Made(f"a name to be formatted/{UNIT}{{{{7*7}}}}%s.xlsx", good, "62")
    yield Made(f"a name of eighty characters/{UNIT}{'长' * 75}.xlsx", good, "62")
    yield Made(f"a name with an emoji/😀 -{UNIT}.xlsx", good, "62")


def protected() -> bytes:
    """A locked template, filled."""

    def change(page: Worksheet) -> None:
        page.protection.sheet = True

    return changed(change)


def prefixed() -> bytes:
    """A sheet whose writer puts a prefix before every name."""
    members = dict(zip_members(workbook(road("62"))))
    xml = members["xl/worksheets/sheet1.xml"].decode()
    for opening in ("</", "<"):
        xml = xml.replace(opening, f"{opening}x:").replace("<x:/x:", "</x:")
    xml = xml.replace("<x:?xml", "<?xml").replace(" xmlns=", " xmlns:x=")
    members["xl/worksheets/sheet1.xml"] = xml.replace("x:x:", "x:").encode()
    return zipped(*members.items())


# --- the sheet ----------------------------------------------------------------------------------------------------


def sheets() -> Iterator[Made]:
    """What can be wrong with a sheet."""
    row = road("62").splitlines()[1]

    def of(title: str, text: str, done: str | None = "62", codes: tuple[str, ...] = (), **more: bool) -> Made:
        return Made(f"{title}/{UNIT}.xlsx", workbook(text), done, codes, is_read=more.get("is_read", True))

    yield of("six rows of title", "甲\n乙\n丙\n丁\n戊\n己\n" + road("62"))
    yield of("no title at all", road("62"))
    yield of("spaces in the header", road("62", header=HEADER.replace("累计完成", "累 计 完 成")))
    yield of("a line break in the header", road("62", header=HEADER.replace("累计完成", "累计\\n完成")))
    yield of("a synonym in the header", road("62", header=HEADER.replace("累计完成", "累计完成量")))
    yield of("last month's template", "2023年4月进展表\n" + road("62"), None, ("S102",), is_read=False)
    yield of("last year's template", "2022年5月进展表\n" + road("62"), None, ("S102",), is_read=False)
    yield of("this month's title", "2023年5月进展表\n" + road("62"))
    yield of("no header", row, None, ("S101",), is_read=False)
    yield of("an empty sheet", " ", None, ("S101",), is_read=False)
    yield of("a total below", road("62") + "\n | 合计 | | | 999")
    yield of("a subtotal above", f"{HEADER}\n | 小计 | | | 999\n{row}")
    yield of("a footer", road("62") + "\n填报人：张三 | | 联系电话：13800000000")
    yield of("blank rows between", f"{HEADER}\n\n\n\n{row}")
    yield of("the header once more", f"{road('62')}\n{HEADER}")
    yield of(
        "another unit's task",
        road("62") + "\n1 | 残疾人关爱 | 完成633户困难残疾人家庭无障碍改造 | 区残联 | 5",
        "62",
        ("S107",),
    )
    yield of("a task that nobody has", road("62") + "\n9 | 火星 | 建设火星基地1座 | 区交通局 | 1", "62", ("S105",))
    yield of("quotes of another kind", road("62", task=ROAD.replace("“", '"').replace("”", '"')))
    yield of("full-width brackets and digits", road("62", task=ROAD.replace("200", "２００")))
    yield of("a shortened task", road("62", task="“四好农村路”建设200公里"))
    yield of("an altered target", road("62", task=ROAD.replace("200", "150")), "62", ("S109",))
    yield of("not filled in", road(""), None, ())
    yield of("by its row number alone", "序号 | 累计完成 | 进展情况\n2 | 62 | 正常", None, ("S101",), is_read=False)

    def hide(page: Worksheet) -> None:
        page.row_dimensions[2].hidden = True

    yield Made(f"a hidden row/{UNIT}.xlsx", changed(hide), "62", ("S110",))
    yield Made(f"a date/{UNIT}.xlsx", changed(put("E2", date(2023, 6, 10))), None, ("V104",))
    yield Made(f"shown as a date/{UNIT}.xlsx", changed(shown_as("E2", 62, "yyyy-mm-dd")), None, ("V104",))
    yield Made(f"an exponent/{UNIT}.xlsx", cell('<c r="E2"><v>6.2E+01</v></c>'), "62", ())
    yield Made(f"a monstrous exponent/{UNIT}.xlsx", cell('<c r="E2"><v>1e999999999</v></c>'), None, ("V102",))
    yield Made(
        f"a string that is not there/{UNIT}.xlsx", cell('<c r="E2" t="s"><v>9</v></c>'), None, DAMAGED, is_read=False
    )
    yield Made(f"no cached result/{UNIT}.xlsx", cell('<c r="E2"><f>60+2</f></c>'), None, ("V103",))
    yield Made(f"an old month hidden/{UNIT}.xlsx", two_sheets("hidden"), "62", ())
    yield Made(f"an old month very hidden/{UNIT}.xlsx", two_sheets("veryHidden"), "62", ())
    yield Made(f"last month's sheet beside/{UNIT}.xlsx", two_sheets("visible"), "62", ())


def two_sheets(state: str) -> bytes:
    """April's sheet, shown or not, before May's."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(road("62"), sheet="5月")))
    page = book.create_sheet("4月", 0)
    for line in cells(road("41")):
        page.append(line)
    page.sheet_state = state
    return saved(book)


# --- the text -----------------------------------------------------------------------------------------------------

TEXTS: Mapping[str, str] = {
    "braces": "{{ 7*7 }}{% for x in y %}",
    "markup": "<w:p>占比<5%&甲</w:t>",
    "signs": "-5℃以下停工",
    "rare characters": "𠮷😀\ue000",
    "200 000 characters": "长" * 30_000,
    "percent signs": "%s %(x)s {0}",
}


def texts() -> Iterator[Made]:
    """Words that programs stumble over; the figure beside them stands."""
    for title, text in TEXTS.items():
        yield Made(f"{title}/{UNIT}.xlsx", workbook(road("62", "'" + text)), "62", ())
        yield Made(f"{title}, web/{UNIT}.xls", as_html(road("62", text)), "62", ())


def made() -> tuple[Made, ...]:
    """All files of the suite, in order."""
    return (*containers(), *sheets(), *in_every_container(), *texts())


def main(folder: Path) -> None:
    """Write the files, and the table of what must come of them."""
    lines = ["| file | figure | codes |", "|---|---|---|"]
    for each in made():
        path = folder / each.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(each.data)
        lines.append(f"| {each.name} | {each.done} | {'、'.join(each.codes)} |")
    (folder / "expected.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
