"""Files that came in: whose they are, which month's, what becomes of them."""

import hashlib
from pathlib import Path

import openpyxl
import pytest

from pipeline.model import FileState
from tests.unit.intake_cases import figures, receive_files, saved, told, workbook
from tests.unit.ole import ole

ROAD = """
    填报单位：区交通局
    序号 | 目标任务 | 累计完成 | 进展情况
    1 | 建设“四好农村路”200公里 | {} | 有序推进
    """


def test_another_months_sheet_is_refused(tmp_path: Path) -> None:
    """A sheet whose title names another month is not this month's; one without a month is."""
    title = "区级重点民生实事进展情况表（2023年4月）"
    got = receive_files(tmp_path / "a", 区交通局=f"{title}\n" + ROAD.format(41).strip())
    assert [each.state for each in got.submissions] == [FileState.REFUSED]
    assert [f.code for f in got.findings] == ["S102"]
    assert "2023年4月" in got.findings[0].message
    assert got.submissions[0].unit == "区交通局"
    assert receive_files(tmp_path / "b", 区交通局=ROAD.format(41)).findings == ()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的"),
        (b"PK\x03\x04 cut off", "损坏"),
        (ole(b"cipher", "EncryptedPackage"), "密码"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "损坏"),
        (b"%PDF-1.4", "PDF"),
        (b"\x89PNG\r\n", "图片"),
        (b"Rar!\x1a\x07", "压缩包"),
        ("<html>请重新登录".encode(), "网页"),
        ("您好，请查收。".encode("gb18030"), "纯文本"),
        (bytes(range(256)) * 8, "密文"),
    ],
)
def test_what_is_no_workbook_is_refused_with_a_mend(tmp_path: Path, data: bytes, words: str) -> None:
    """Each kind of unusable file is named for what it is, and its unit still counts as having sent something."""
    got = receive_files(tmp_path, 区交通局__xlsx=data)
    assert [each.state for each in got.submissions] == [FileState.REFUSED]
    assert [f.code for f in got.findings] == ["F110"]
    assert words in got.findings[0].message
    assert got.findings[0].unit == "区交通局"
    assert got.findings[0].suggestion


def test_a_word_document_named_xlsx(tmp_path: Path) -> None:
    """The content decides, not the extension."""
    import docx

    path = tmp_path / "x.docx"
    docx.Document().save(str(path))
    got = receive_files(tmp_path / "in", 区交通局__xlsx=path.read_bytes())
    assert "Word" in got.findings[0].message


def test_a_sheet_without_a_table(tmp_path: Path) -> None:
    """Nothing that reads as a header: refused, with what a header should hold."""
    got = receive_files(tmp_path, 区交通局="请查收 |\n谢谢 |")
    assert told(got.findings) == [["", "S101"]]


def test_junk_is_ignored_and_links_outside_are_not_followed(tmp_path: Path) -> None:
    """Lock files are nobody's submission; a link that leads out of the folder is named and not read."""
    folder = tmp_path / "05"
    folder.mkdir()
    (tmp_path / "secret.xlsx").write_bytes(workbook(ROAD.format(99)))
    (folder / "区交通局.xlsx").symlink_to(tmp_path / "secret.xlsx")
    (folder / "loop").symlink_to(folder)
    (folder / "~$区交通局.xlsx").write_bytes(b"lock")
    (folder / ".DS_Store").write_bytes(b"x")
    got = receive_files(folder)
    assert {each.file: each.state.value for each in got.submissions} == {
        ".DS_Store": "ignored",
        "~$区交通局.xlsx": "ignored",
        "loop": "refused",
        "区交通局.xlsx": "refused",
    }
    assert got.entries == ()
    assert [f.code for f in got.findings] == ["F101", "F102"]
    assert {each.unit for each in got.submissions} == {""}


def test_half_a_download_is_no_report_and_a_damaged_file_is_one(tmp_path: Path) -> None:
    """What did not arrive leaves its unit unreported; what arrived broken goes back to it."""
    folder = tmp_path / "05"
    folder.mkdir()
    (folder / "区交通局.xlsx.crdownload").write_bytes(b"PK")
    (folder / "区民政局.xlsx").write_bytes(b"")
    got = receive_files(folder)
    assert sorted((f.code, f.unit) for f in got.findings) == [("F103", "区交通局"), ("F110", "区民政局")]
    assert {each.file: each.unit for each in got.submissions} == {
        "区交通局.xlsx.crdownload": "",
        "区民政局.xlsx": "区民政局",
    }


def test_the_unit_by_its_line_its_column_or_the_files_name(tmp_path: Path) -> None:
    """The 填报单位 line speaks before the file's name; a contradiction is told; nobody at all is refused."""
    line = receive_files(tmp_path / "a", 报表=ROAD.format(62))
    assert line.submissions[0].unit == "区交通局"
    contradiction = receive_files(tmp_path / "b", 城管局5月=ROAD.format(62))
    assert contradiction.submissions[0].unit == "区交通局"
    assert [f.code for f in contradiction.findings] == ["F112"]
    nobody = receive_files(tmp_path / "c", 报表="序号 | 目标任务 | 累计完成\n1 | 建设四好农村路 | 62")
    assert nobody.submissions[0].state is FileState.REFUSED
    assert [f.code for f in nobody.findings] == ["F111"]


def test_a_units_name_in_the_title(tmp_path: Path) -> None:
    """A title that names the unit tells whose it is, and a line merged over the table is no part of its header."""
    table = "区交通局2023年民生实事5月进展统计表\n序号 | 目标任务 | 累计完成\n1 | 建设四好农村路200公里 | 62"
    assert receive_files(tmp_path / "a", 报表=table).submissions[0].unit == "区交通局"
    line = "填报单位：区交通局 |  |\n序号 | 目标任务 | 累计完成\n1 | 建设四好农村路200公里 | 62"
    got = receive_files(tmp_path / "b", 报表=workbook(line, ("A1:C1",)))
    assert got.submissions[0].signature == (("填报单位", "区交通局"),)
    assert figures(got) == {"2-1-1": "62"}


def test_a_month_without_its_year_is_of_this_year(tmp_path: Path) -> None:
    """A header that says 4月 is April's; the submission keeps the month, so nobody counts as having reported May."""
    got = receive_files(tmp_path, 区交通局="序号 | 目标任务 | 截至4月底累计完成\n1 | 建设四好农村路200公里 | 41")
    assert (got.submissions[0].state, str(got.submissions[0].period)) == (FileState.REFUSED, "2023-04")
    assert [f.code for f in got.findings] == ["S102"]


def test_another_units_task_and_an_unknown_one(tmp_path: Path) -> None:
    """Rows of other units' tasks and of no task are told and never counted; the unit's own missing task is told."""
    got = receive_files(
        tmp_path,
        区交通局="""
        填报单位：区交通局
        序号 | 目标任务 | 累计完成
        1 | 增设老旧住宅电梯60台。 | 60
        2 | 建设火星基地 | 1
        """,
    )
    assert figures(got) == {}
    assert told(got.findings) == [["B3", "S107"], ["B4", "S105"], ["", "S108"]]


def test_a_flood_of_unknown_rows_is_told_in_a_few_lines(tmp_path: Path) -> None:
    """Thirty rows of nobody's task: twenty findings and one that counts the rest; what is known still enters."""
    rows = "\n".join(f"{n} | 建设第{n}号火星基地 | 1" for n in range(2, 32))
    got = receive_files(tmp_path, 区交通局=f"序号 | 目标任务 | 累计完成\n1 | 建设四好农村路200公里 | 62\n{rows}")
    codes = [finding.code for finding in got.findings]
    assert (codes.count("S105"), codes.count("S113")) == (20, 1)
    assert "还有10处" in next(f.message for f in got.findings if f.code == "S113")
    assert figures(got) == {"2-1-1": "62"}


def test_a_changed_target_is_told(tmp_path: Path) -> None:
    """A target text with another figure is matched and told; punctuation and width are no change."""
    got = receive_files(
        tmp_path / "a", 交通局="序号 | 目标任务 | 累计完成\n1 | 建设四好农村路180公里（含重要农村公路） | 62"
    )
    assert figures(got) == {"2-1-1": "62"}
    assert told(got.findings) == [["B2", "S109"]]
    same = receive_files(
        tmp_path / "b", 交通局='序号 | 目标任务 | 累计完成\n1 | 建设"四好农村路"２００公里(含重要农村公路) | 62'
    )
    assert told(same.findings) == []


def test_identical_copies_count_once(tmp_path: Path) -> None:
    """The second copy of a file is a duplicate, with the first one's name."""
    data = workbook(ROAD.format(62))
    got = receive_files(tmp_path, 区交通局=data, 区交通局_副本=data)
    assert [each.state.value for each in got.submissions] == ["accepted", "duplicate"]
    assert len(got.entries) == 1
    assert got.submissions[0].sha256 == hashlib.sha256(data).hexdigest()


def test_the_same_bytes_from_two_units_are_no_copies(tmp_path: Path) -> None:
    """A sheet that names nobody, saved under two units' names, is each unit's own submission."""
    data = workbook("序号 | 目标任务 | 累计完成\n1 | 建设四好农村路200公里 | 62")
    got = receive_files(tmp_path, 区交通局=data, 区民政局=data)
    assert [(each.unit, each.state.value) for each in got.submissions] == [
        ("区交通局", "accepted"),
        ("区民政局", "accepted"),
    ]
    assert figures(got) == {"2-1-1": "62"}
    assert "S107" in {finding.code for finding in got.findings if finding.unit == "区民政局"}


def test_a_correction_file_replaces_what_it_names(tmp_path: Path) -> None:
    """A file named 更正 stands in the place of the unit's other file, its findings too."""
    got = receive_files(tmp_path, 区交通局=ROAD.format("约九成"), 区交通局更正=ROAD.format(62))
    assert figures(got) == {"2-1-1": "62"}
    assert [each.state.value for each in got.submissions] == ["replaced", "accepted"]
    assert [f.code for f in got.findings] == ["F120"]


def test_hidden_sheets_are_not_read(tmp_path: Path) -> None:
    """Last month's hidden sheet gives no figure."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in (["填报单位：区交通局"], ["序号", "目标任务", "累计完成"], [1, "建设四好农村路200公里", 62]):
        page.append(row)
    old = book.create_sheet("4月")
    for row in (["填报单位：区交通局"], ["序号", "目标任务", "累计完成"], [1, "建设四好农村路200公里", 41]):
        old.append(row)
    old.sheet_state = "hidden"
    assert figures(receive_files(tmp_path, 交通局=saved(book))) == {"2-1-1": "62"}


def test_the_order_of_files_does_not_matter(tmp_path: Path) -> None:
    """The same files under a folder of their own, in another order of names, give the same entries."""
    one = receive_files(
        tmp_path / "a", a交通局=ROAD.format(62), b规资局="序号 | 目标任务 | 累计完成\n1 | 增设老旧住宅电梯60台 | 33"
    )
    other = receive_files(
        tmp_path / "b", b交通局=ROAD.format(62), a规资局="序号 | 目标任务 | 累计完成\n1 | 增设老旧住宅电梯60台 | 33"
    )
    assert figures(one) == figures(other) == {"2-1-1": "62", "1-1-1": "33"}


NUMBERED = "填报单位：区人力社保局\n{label} | {heads} | 累计完成\n{rows}"


@pytest.mark.parametrize(
    ("label", "one", "other"),
    [
        ("编号", "'1-1", "'4-1"),
        ("指标编号", "'4-2", "'4-3"),
        ("任务编号", "1.1", "A2"),
        ("序号", "'4-2", "'4-1"),
    ],
    ids=["another unit's", "no such id", "other numbers", "serial numbers"],
)
def test_a_units_own_numbers_are_no_keys(tmp_path: Path, label: str, one: str, other: str) -> None:
    """Where one number is no id of the sender's, the column is its own numbering, and rows go by their words."""
    rows = f"{one} | 发放创业担保贷款6000万元 | 2000\n{other} | 知晓率达到70%以上 | 65"
    got = receive_files(tmp_path / "in", 人社局=NUMBERED.format(label=label, heads="目标任务", rows=rows))
    assert figures(got) == {"4-1-1": "2000", "4-2-1": "65"}
    assert told(got.findings) == []


def test_rows_numbered_ahead_are_no_tasks(tmp_path: Path) -> None:
    """A number in an otherwise empty row says nothing."""
    rows = "1 | 发放创业担保贷款6000万元 | 2000\n2 |  |\n3 |  |"
    got = receive_files(tmp_path / "in", 人社局=NUMBERED.format(label="编号", heads="目标任务", rows=rows))
    assert figures(got) == {"4-1-1": "2000"}
    assert [each.code for each in got.findings] == ["S108"]


@pytest.mark.parametrize(
    ("heads", "rows"),
    [
        ("目标任务", "'4-2 | 发放创业担保贷款6000万元 | 2000\n'4-1 | 知晓率达到70%以上 | 65"),
        ("项目名称", "'4-1 | 养老服务 | 20\n'4-2 | 老城有机更新 | 65"),
        ("指标名称", "'4-1-1 | 道路绿化 | 20\n'4-2-1 | 公厕 | 65"),
    ],
    ids=["tasks", "projects", "indicators"],
)
def test_an_own_number_that_is_also_an_id_is_no_guess(tmp_path: Path, heads: str, rows: str) -> None:
    """Where a unit's numbers happen to be ids, but its words name other things, no figure is taken."""
    got = receive_files(tmp_path / "in", 人社局=NUMBERED.format(label="编号", heads=heads, rows=rows))
    assert figures(got) == {}
    assert told(got.findings) == [["A3", "S180"], ["A4", "S180"]]


def test_an_own_number_of_a_sibling_is_no_guess(tmp_path: Path) -> None:
    """Within one task as well: the row's words must not be clearly another indicator's."""
    sheet = "填报单位：城管局\n编号 | 工作内容 | 累计完成\n'1-2-1 | 更换超期水表 | 1200\n'1-2-2 | 水表更换 | 7"
    got = receive_files(tmp_path / "in", 城管局=sheet)
    assert figures(got) == {}
    assert [each.code for each in got.findings][:1] == ["S180"]


@pytest.mark.parametrize(
    ("label", "read"),
    [("上一期累计完成", None), ("上个月累计完成数", None), ("上月累计完成", None), ("累计完成（含在建）", "62")],
)
def test_the_month_before_is_never_this_one(tmp_path: Path, label: str, read: str | None) -> None:
    """A column of the month before is none of this month's, however it is worded."""
    sheet = f"填报单位：交通局\n序号 | 目标任务 | {label} | 进展情况\n2 | 建设“四好农村路”200公里 | 62 | 有序推进"
    assert figures(receive_files(tmp_path / "in", 交通局=sheet)) == {"2-1-1": read}


def test_a_correction_that_is_wrong_again_is_asked_about_once(tmp_path: Path) -> None:
    """What a correction says wrongly it has said: the former figure does not stand in, nor is its fault told again."""
    for first in ("约九成", 52):
        got = receive_files(tmp_path / str(first), 区交通局=ROAD.format(first), 区交通局更正=ROAD.format("若干"))
        assert figures(got) == {"2-1-1": None}
        assert sorted((f.where.file, f.code) for f in got.findings) == [
            ("区交通局.xlsx", "F120"),
            ("区交通局更正.xlsx", "V112"),
        ]
    silent = receive_files(tmp_path / "c", 区交通局=ROAD.format(52), 区交通局更正=ROAD.format(""))
    assert [entry.done for entry in silent.entries if entry.done is not None] == [52]


@pytest.mark.parametrize(("label", "told_of"), [("截至4月底累计完成", ["S181"]), ("1-5月累计完成", [])])
def test_a_header_of_another_month_than_its_title(tmp_path: Path, label: str, told_of: list[str]) -> None:
    """Last month's sheet under a new title is looked at: its figures may be last month's."""
    sheet = f"2023年5月民生实事进展\n填报单位：区交通局\n序号 | 目标任务 | {label}\n1 | 建设四好农村路200公里 | 62"
    got = receive_files(tmp_path, 报表=sheet)
    assert [(f.code, f.where.cell) for f in got.findings] == [(code, "C3") for code in told_of]
    assert figures(got) == {"2-1-1": "62"}


def test_words_like_a_signature_do_not_end_a_table(tmp_path: Path) -> None:
    """A task's texts may speak of a 负责人 or begin with a telephone number; the footer still ends the table."""
    got = receive_files(
        tmp_path,
        报表="""
        填报单位：区民政局
        序号 | 目标任务 | 指标名称 | 累计完成 | 进展情况 | 存在问题
        1 | 设立老年食堂8个、养老助餐点23个 | 老年食堂 | 5 | 联系电话：023-49800000，已公布 | 负责人变更，影响进度
        2 | 设立老年食堂8个、养老助餐点23个 | 养老助餐点 | 9 | 有序推进 |
         | | 填报人：张三 | 审核人：李四 | 填报日期：2023年5月30日 |
        3 | 建设四好农村路200公里 | | 62 | |
        """,
    )
    assert {key: done for key, done in figures(got).items() if done} == {"3-1-1": "5", "3-1-2": "9"}
    assert str(got.submissions[0].filled) == "2023-05-30"


def test_of_a_file_wholly_replaced_no_doubt_about_its_rows_is_left(tmp_path: Path) -> None:
    """The unit has sent the rows again: what was doubtful in their words is asked no more; in part replaced it is."""
    doubtful = "填报单位：区民政局\n目标任务 | 指标名称 | 累计完成 | 进展情况"
    task = "设立老年食堂8个、养老助餐点23个"
    rows = [f"{task} | 老年食堂 | 5 | 联系13800000000", f"{task} | 养老助餐点 | 9 |"]
    first = "\n".join((doubtful, *rows))
    whole = first.replace("联系13800000000", "有序推进")
    part = "\n".join((doubtful, rows[1]))
    told_of = {}
    for name, again in (("whole", whole), ("part", part)):
        got = receive_files(tmp_path / name, 民政局=first, 民政局更正=again)
        told_of[name] = sorted(f.code for f in got.findings if f.where.file == "民政局.xlsx")
    assert told_of == {"whole": ["F120"], "part": ["F120", "V207"]}
