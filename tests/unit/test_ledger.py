"""The ledger keeps the months so far, whatever happens to it or around it."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateTable

from pipeline.findings import PipelineError
from pipeline.ledger import Closing, Manifest, Recorded, open_ledger, stale_months
from pipeline.ledger.opening import found
from pipeline.ledger.tables import METADATA, SCHEMA
from pipeline.model import Entry, Month, Past, Reason, State, Status
from pipeline.period import Period
from tests.postgresql import Server
from tests.unit.district import APRIL, JUNE, MARCH, MAY, judged, milestone, quantity, register, said

HOMES, LIBRARY = quantity(), milestone("2-1-1")
BOOK = register(HOMES, LIBRARY)
JANUARY = Period(2023, 1)
NOON = datetime(2023, 6, 2, 12, 0, tzinfo=UTC)


def month(period: Period, done: str | None, state: State | None = State.IN_PROGRESS, **more: object) -> Month:
    entries: list[Entry] = [
        said(HOMES, done, period=period, progress="已完工。", **more),  # type: ignore[arg-type]
        said(LIBRARY, state, period=period),
    ]
    return judged(BOOK, entries, period=period)


def record(place: Path | str, made: Month, outputs: Mapping[str, str] | None = None, at: datetime = NOON) -> Manifest:
    with open_ledger(place) as ledger:
        return ledger.record(
            made,
            inputs={"区交通局.xlsx": "aa"},
            outputs=outputs or {"核稿.docx": "11", "通报.docx": "22"},
            settings_text="[judging]\n",
            wording_hash="ff",
            ran_at=at,
            staging=".tongbao-1",
        )


def past(place: Path | str, period: Period) -> dict[str, list[str]]:
    """The past of a month, as words: period, status, figure or state."""
    with open_ledger(place, writing=False) as ledger:
        return {
            indicator: [
                f"{each.period} {each.status} {each.done if each.done is not None else each.state}" for each in months
            ]
            for indicator, months in ledger.past(period, Period(period.year, 1)).items()
        }


def fault(path: str | Path, *, writing: bool = True) -> str:
    """The one sentence of a ledger that cannot be used."""
    with pytest.raises(PipelineError) as caught, open_ledger(path, writing=writing, patience=0.1) as ledger:
        ledger.past(MAY, JANUARY)
    return str(caught.value)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "outputs" / "ledger.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest) -> Path | str:
    """A ledger in a file, and one on a real server: what follows holds of both."""
    if request.param == "sqlite":
        path: Path = request.getfixturevalue("path")
        return path
    server: Server = request.getfixturevalue("server")
    return server.database()


# --- what it keeps ----------------------------------------------------------------------------------------------------


def test_a_months_past_is_what_was_recorded(place: Path | str) -> None:
    """Exactly, to the last digit, with the words and the months behind."""
    record(place, month(MARCH, "30.10"))
    april = month(APRIL, "0.10000000000000000000000000000000000001")
    record(place, april)
    with open_ledger(place) as ledger:
        assert ledger.past(MAY, JANUARY)["1-1-1"] == (
            Past(MARCH, Status.ON_PACE, Decimal("30.1"), None, "已完工。", 0),
            Past(APRIL, Status.BEHIND, Decimal("0.10000000000000000000000000000000000001"), None, "已完工。", 1),
        )


def test_a_milestones_state_and_a_blank_come_back(place: Path | str) -> None:
    """未填 has no figure; a state is kept."""
    record(place, month(APRIL, None, State.DONE))
    assert past(place, MAY) == {"1-1-1": ["2023-04 not_reported None"], "2-1-1": ["2023-04 completed done"]}


def test_the_past_never_holds_the_month_itself_nor_later_ones(place: Path | str) -> None:
    """May run twice sees April both times, also after June."""
    for made in (month(APRIL, "52"), month(MAY, "70"), month(JUNE, "90")):
        record(place, made)
    assert past(place, MAY)["1-1-1"] == ["2023-04 on_pace 52"]
    record(place, month(MAY, "71"))
    assert past(place, MAY)["1-1-1"] == ["2023-04 on_pace 52"]


def test_the_past_is_of_one_year(place: Path | str) -> None:
    """Last December is no past of January."""
    record(place, replace(month(APRIL, "52"), period=Period(2022, 12)))
    assert past(place, Period(2023, 2)) == {}


def test_a_month_run_again_replaces_the_current_one_and_loses_nothing(place: Path | str) -> None:
    """The later run counts, the earlier stays on record."""
    first, second = record(place, month(APRIL, "52")), record(place, month(APRIL, "53"))
    assert past(place, MAY)["1-1-1"] == ["2023-04 on_pace 53"]
    with open_ledger(place) as ledger:
        assert [(each.run, each.current) for each in ledger.manifests(APRIL)] == [
            (second.run, True),
            (first.run, False),
        ]


def test_an_earlier_run_keeps_what_it_said(path: Path) -> None:
    """Its assessments are still there to be looked up."""
    for done in ("52", "53"):
        record(path, month(APRIL, done))
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("select count(*) from ledger_assessments").fetchone() == (4,)


def test_the_time_of_the_run_changes_nothing_that_is_read(path: Path, tmp_path: Path) -> None:
    """Two ledgers written at different times tell the same past."""
    other = tmp_path / "other.db"
    record(path, month(APRIL, "52"))
    record(other, month(APRIL, "52"), at=datetime(2030, 1, 1, tzinfo=UTC))
    assert past(path, MAY) == past(other, MAY)


def test_later_months_go_stale(place: Path | str) -> None:
    """April run after May and June: both are named, in one note."""
    for made in (month(APRIL, "52"), month(MAY, "70"), month(JUNE, "90")):
        record(place, made)
    with open_ledger(place) as ledger:
        assert ledger.stale(APRIL) == (MAY, JUNE)
        assert ledger.stale(JUNE) == ()
    (note,) = stale_months(APRIL, (MAY, JUNE))
    assert (note.code, "5月、6月" in note.message) == ("L101", True)
    assert stale_months(JUNE, ()) == ()


def test_history_is_every_indicator_by_month(place: Path | str) -> None:
    """With the rate and the pace as they were, and the reason of a blank."""
    for made in (month(APRIL, "52"), month(MAY, None)):
        record(place, made)
    with open_ledger(place) as ledger:
        homes, library = ledger.history(2023)
        assert ledger.history(2022) == ()
    assert (homes.indicator, homes.name, homes.unit, homes.target, homes.measure) == (
        "1-1-1",
        "老旧小区改造",
        "区住房城乡建委",
        Decimal(200),
        "个",
    )
    assert homes.months == (
        Recorded(APRIL, Status.ON_PACE, None, Decimal(52), None, Fraction(13, 50), Fraction(1, 5)),
        Recorded(MAY, Status.NOT_REPORTED, Reason.BLANK, None, None, None, Fraction(3, 10)),
    )
    assert [each.state for each in library.months] == [State.IN_PROGRESS, State.IN_PROGRESS]


# --- the manifest -----------------------------------------------------------------------------------------------------


def test_a_manifest_is_pending_until_it_is_published(place: Path | str) -> None:
    """What a run that was cut short has left to move, with where it waits."""
    made = record(place, month(APRIL, "52"), {"b.docx": "2", "a.xlsx": "1"})
    assert (made.files, made.staging, made.published) == ({"a.xlsx": "1", "b.docx": "2"}, ".tongbao-1", False)
    with open_ledger(place) as ledger:
        assert ledger.pending() == (made,)
        ledger.publish(made.run)
        assert ledger.pending() == ()
        assert ledger.manifest(APRIL) == replace(made, published=True)
        assert ledger.manifest(MAY) is None


def test_only_the_current_run_is_pending(place: Path | str) -> None:
    """A newer run of the month has nothing to finish of the older."""
    record(place, month(APRIL, "52"))
    newer, may = record(place, month(APRIL, "53")), record(place, month(MAY, "70"))
    with open_ledger(place) as ledger:
        assert {each.run for each in ledger.pending()} == {newer.run, may.run}


def test_a_record_that_fails_leaves_nothing_of_itself(place: Path | str) -> None:
    """All of a run is written, or none of it: the former run stays current."""
    record(place, month(APRIL, "52"))
    broken = month(APRIL, "250")
    with pytest.raises(PipelineError):
        record(place, replace(broken, findings=(replace(broken.findings[0], message=object()),)))  # type: ignore[arg-type]
    assert past(place, MAY)["1-1-1"] == ["2023-04 on_pace 52"]
    with open_ledger(place) as ledger:
        assert len(ledger.manifests(APRIL)) == 1


def test_names_that_are_no_text_are_kept_legibly(place: Path | str) -> None:
    """A file's name may hold bytes that no encoding knows, and text a NUL."""
    record(place, month(APRIL, "52", file="\udcc7\udcf8.xlsx", problem="管线\0缺失"), {"退回/\udcc7.xlsx": "1"})
    assert past(place, MAY)["1-1-1"] == ["2023-04 on_pace 52"]


# --- closed months ----------------------------------------------------------------------------------------------------


def test_a_closed_month_is_not_recorded_again(place: Path | str) -> None:
    """Until it is opened again; both stay on record, and other months go on."""
    record(place, month(APRIL, "52"))
    with open_ledger(place) as ledger:
        assert ledger.closed(APRIL) is None
        ledger.mark(Closing(APRIL, date(2023, 5, 8)))
        assert ledger.closed(APRIL) == date(2023, 5, 8)
    with pytest.raises(PipelineError) as caught:
        record(place, month(APRIL, "53"))
    assert str(caught.value) == (
        "2023年4月已于2023年5月8日封存，没有改动。确需改动的，请先运行 tongbao close 2023-04 --reopen --reason 原因。"
    )
    record(place, month(MAY, "70"))
    with open_ledger(place) as ledger:
        ledger.mark(Closing(APRIL, date(2023, 5, 9), True, "数据有误"))
        assert ledger.closed(APRIL) is None
        assert ledger.closings(2022) == ()
        assert ledger.closings(2023) == (
            Closing(APRIL, date(2023, 5, 8)),
            Closing(APRIL, date(2023, 5, 9), True, "数据有误"),
        )
    record(place, month(APRIL, "53"))
    assert past(place, JUNE)["1-1-1"] == ["2023-04 on_pace 53", "2023-05 on_pace 70"]


def test_a_paper_changed_by_a_closing_is_a_run_of_its_own(place: Path | str) -> None:
    """It repeats the run before in all but that paper, which waits to be moved; the run before stays."""
    first = record(place, month(APRIL, "52"))
    with open_ledger(place) as ledger:
        ledger.publish(first.run)
        made = ledger.mark(Closing(APRIL, date(2023, 5, 8)), changed={"通报.docx": "33"}, staging=".tongbao-2")
        assert made
        assert (made.files, made.staging) == ({"核稿.docx": "11", "通报.docx": "33"}, ".tongbao-2")
        assert ledger.pending() == (made,)
        assert ledger.manifests(APRIL) == (made, replace(first, published=True, current=False))
    assert past(place, MAY)["1-1-1"] == ["2023-04 on_pace 52"]


# --- what can be wrong with it ----------------------------------------------------------------------------------------


def test_a_ledger_that_is_not_there_reads_as_empty_and_is_founded_when_written(path: Path) -> None:
    """Reading makes no file and no folder."""
    assert past(path, MAY) == {}
    assert not path.parent.exists()
    with open_ledger(path) as ledger:
        assert ledger.past(MAY, JANUARY) == {}
    assert [each.name for each in path.parent.iterdir()] == ["ledger.db"]


def test_founding_never_replaces_a_ledger(path: Path) -> None:
    """Two runs may find none and found one at the same time: the second leaves the first's as it is."""
    record(path, month(APRIL, "52"))
    found(path)
    assert past(path, MAY)["1-1-1"] == ["2023-04 on_pace 52"]
    assert [each.name for each in path.parent.iterdir()] == ["ledger.db"]


def test_an_empty_file_is_not_taken_for_a_new_ledger(path: Path) -> None:
    """It may be what a disk left of the year's ledger."""
    path.parent.mkdir()
    path.touch()
    assert (
        fault(path) == "台账 ledger.db 是空的（0字节），可能没有存好。请先把它另存备查，再从备份恢复；原文件没有改动。"
    )
    assert path.stat().st_size == 0


@pytest.mark.parametrize("damage", ["garbage", "truncated", "header", "page"])
def test_a_damaged_ledger_is_told_and_left_as_it_is(path: Path, damage: str) -> None:
    """Whatever is broken in it, for reading and for writing, and no new ledger takes its place."""
    for made in (month(MARCH, "30"), month(APRIL, "52")):
        record(path, made)
    content = bytearray(path.read_bytes())
    if damage == "garbage":
        content[:] = os.urandom(4096)
    elif damage == "truncated":
        del content[len(content) // 2 :]
    elif damage == "header":
        content[:16] = b"not a database.."
    else:
        content[4096 : 4096 + 64] = b"\xff" * 64
    path.write_bytes(content)
    for writing in (True, False):
        assert "已损坏" in fault(path, writing=writing)
    assert path.read_bytes() == bytes(content)


def test_a_figure_changed_behind_its_back_is_noticed(path: Path) -> None:
    """A flipped bit, or a hand in the database, must not become a figure in a circular."""
    record(path, month(APRIL, "52"))
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("update ledger_assessments set done = '62' where indicator = '1-1-1'")
    assert fault(path) == "台账里2023年4月的记录与写入时不一致，可能被改动或已损坏，请从备份恢复台账。"


def test_another_programs_database_is_left_alone(path: Path) -> None:
    """A SQLite file without our tables."""
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("create table notes (text)")
    before = path.read_bytes()
    assert "不是本软件的台账" in fault(path)
    assert path.read_bytes() == before


def test_a_folder_in_its_place(path: Path) -> None:
    """Said as what it is."""
    path.mkdir(parents=True)
    assert "是一个文件夹" in fault(path)


def test_a_locked_ledger(path: Path) -> None:
    """Another program holds it: wait, then say so."""
    record(path, month(APRIL, "52"))
    with closing(sqlite3.connect(path)) as other:
        other.execute("begin exclusive")
        assert fault(path) == "台账 ledger.db 正被另一个程序使用，请等它结束或关闭后再运行。"


def test_two_writers_queue(place: Path | str) -> None:
    """Two runs that found the ledger and write at the same time wait for one another; neither is lost."""
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from tests.unit.test_ledger import MAY, month, record\n"
        "place = sys.argv[1] if '://' in sys.argv[1] else Path(sys.argv[1])\n"
        "for done in range(5): record(place, month(MAY, str(70 + done)))\n"
    )
    command = [sys.executable, "-c", code, str(place)]
    runs = [subprocess.Popen(command, cwd=Path(__file__).parents[2]) for _ in range(2)]
    assert [each.wait() for each in runs] == [0, 0]
    with open_ledger(place) as ledger:
        runs_of_may = ledger.manifests(MAY)
    assert (len(runs_of_may), sum(each.current for each in runs_of_may)) == (10, 1)


def test_a_server_that_is_not_there(server: Server) -> None:
    """One sentence, without the password; the same where the database is not there."""
    for host in (server.folder, "/没有"):
        told = fault(f"postgresql+psycopg://clerk:secret@/none?host={host}")
        assert told.startswith("数据库 postgresql+psycopg://clerk:***@/none")
        assert told.endswith(" 连接不上或读写出错，请检查后再运行。")


def test_a_server_is_not_touched_by_reading(server: Server) -> None:
    """An empty database reads as an empty ledger and stays empty."""
    address = server.database()
    assert past(address, MAY) == {}
    assert inspect(create_engine(address, poolclass=NullPool)).get_table_names() == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="an administrator may write anything")
def test_a_ledger_that_may_not_be_written(path: Path) -> None:
    """It can be read; writing says why not."""
    record(path, month(APRIL, "52"))
    path.chmod(0o400)
    assert past(path, MAY)["1-1-1"] == ["2023-04 on_pace 52"]
    with pytest.raises(PipelineError, match="不能写入，请检查文件和文件夹的权限"):
        record(path, month(MAY, "70"))


def test_a_ledger_whose_disk_fails(path: Path) -> None:
    """Nothing of the run is kept, and the ledger is what it was."""
    record(path, month(APRIL, "52"))
    path.with_name("ledger.db-journal").mkdir()  # no journal can be made, not even by an administrator
    with pytest.raises(PipelineError, match="读写出错，请检查磁盘"):
        record(path, month(MAY, "70"))
    path.with_name("ledger.db-journal").rmdir()
    assert past(path, JUNE)["1-1-1"] == ["2023-04 on_pace 52"]


def test_a_foreign_log_beside_it(path: Path) -> None:
    """Another database's -wal would be read into this one."""
    record(path, month(APRIL, "52"))
    path.with_name("ledger.db-wal").write_bytes(b"x" * 4096)
    assert "ledger.db-wal" in fault(path)


def test_a_newer_ledger_is_left_to_newer_software(path: Path) -> None:
    """Its version says so."""
    record(path, month(APRIL, "52"))
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("update ledger_about set version = ?", (SCHEMA + 1,))
    assert fault(path) == "台账是较新版本的软件写的，请更新软件后再运行。"


def test_a_ledger_without_its_mark(path: Path) -> None:
    """Our tables, but nothing that says whose they are."""
    record(path, month(APRIL, "52"))
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("delete from ledger_about")
    assert "不是本软件的台账" in fault(path)


def test_an_older_ledger_is_not_changed_by_reading(path: Path) -> None:
    """It is brought up by the next run, which writes anyway."""
    record(path, month(APRIL, "52"))
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("update ledger_about set version = ?", (SCHEMA - 1,))
    assert fault(path, writing=False) == "台账是较早版本的软件写的，请先运行一次 tongbao run，台账会自动更新。"


def test_an_older_ledger_is_brought_up_by_the_next_run(path: Path) -> None:
    """One that the first version wrote: its months stay, and they can be closed."""
    older(path)
    record(path, month(MAY, "70"))
    assert past(path, JUNE)["1-1-1"] == ["2023-03 on_pace 30.1", "2023-04 on_pace 52", "2023-05 on_pace 70"]
    with open_ledger(path) as ledger:
        ledger.mark(Closing(APRIL, date(2023, 5, 8)))
        assert ledger.closed(APRIL) == date(2023, 5, 8)
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("select version from ledger_about").fetchone() == (SCHEMA,)


def test_an_older_ledger_that_cannot_be_brought_up_stays_older(path: Path) -> None:
    """Something stands where the new table should: not one step of it is kept."""
    older(path)
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("create view ledger_closings as select 1")
    before = dump(path)
    assert "读不了" in fault(path)
    assert dump(path) == before


def test_an_older_ledger_on_a_server(server: Server) -> None:
    """The same steps, in the server's own transaction."""
    address = server.database()
    record(address, month(APRIL, "52"))
    with create_engine(address, poolclass=NullPool).begin() as connection:
        connection.execute(text("drop table ledger_closings"))
        connection.execute(text("update ledger_about set version = 1"))
    assert "较早版本" in fault(address, writing=False)
    record(address, month(MAY, "70"))
    assert past(address, JUNE)["1-1-1"] == ["2023-04 on_pace 52", "2023-05 on_pace 70"]


def older(path: Path) -> None:
    """A ledger as the first version of the tables kept it, with March and April."""
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript((Path(__file__).parents[1] / "fixtures" / "ledger_1.sql").read_text("utf-8"))


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as raw:
        return list(raw.iterdump())


def test_other_peoples_errors_are_not_the_ledgers(path: Path) -> None:
    """What fails while the ledger happens to be open keeps its own name."""
    with pytest.raises(FileNotFoundError), open_ledger(path):
        (path.parent / "没有").read_bytes()


def test_odd_paths(tmp_path: Path) -> None:
    """Chinese, spaces, quotes, percent and question marks in the folder's name."""
    path = tmp_path / "台账 'a' 100%?#" / "ledger.db"
    record(path, month(APRIL, "52"))
    assert past(path, MAY)["1-1-1"] == ["2023-04 on_pace 52"]


def test_an_address_names_the_same_ledger_as_its_path(path: Path) -> None:
    """sqlite:///… and the path."""
    record(path, month(APRIL, "52"))
    with open_ledger(f"sqlite:///{path}") as ledger:
        assert ledger.manifest(APRIL)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("://", "数据库地址写得不对"),
        ("nosuch://host/db", "组件没有安装"),
    ],
)
def test_an_address_that_cannot_be_used(address: str, words: str) -> None:
    """One sentence, without any password."""
    assert words in fault(address)


def test_the_tables_are_plain_sql_for_a_server_too() -> None:
    """Every table and the one current run a month compile for PostgreSQL; no figure is a binary number."""
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    ddl = [str(CreateTable(table).compile(dialect=dialect)) for table in METADATA.sorted_tables]
    assert not any(word in line for line in ddl for word in ("FLOAT", "NUMERIC", "DOUBLE"))
    assert any("UNIQUE (current)" in line for line in ddl)


def test_asking_for_help_does_not_load_the_database() -> None:
    """Importing the room is cheap; the database comes when a ledger is opened."""
    code = "import sys, pipeline.ledger; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_copy_is_a_ledger_of_its_own(path: Path, tmp_path: Path) -> None:
    """One file holds it all, so that copying it is the backup."""
    record(path, month(APRIL, "52"))
    copy = tmp_path / "备份.db"
    shutil.copy(path, copy)
    record(copy, month(APRIL, "99"))
    assert (past(path, MAY)["1-1-1"], past(copy, MAY)["1-1-1"]) == (["2023-04 on_pace 52"], ["2023-04 ahead 99"])


def test_a_month_in_which_nothing_came_in_is_recorded_like_any_other(path: Path) -> None:
    """未报送 is on record too."""
    record(path, judged(BOOK, period=APRIL, submissions=[]))
    assert past(path, MAY)["1-1-1"] == ["2023-04 not_reported None"]
