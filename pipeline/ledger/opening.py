"""Opening a ledger: found, checked, and every fault of it told in one sentence."""

import errno
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine, insert, inspect, make_url, select, text, update
from sqlalchemy.exc import ArgumentError, IntegrityError, NoSuchModuleError, ProgrammingError, SQLAlchemyError
from sqlalchemy.pool import NullPool, StaticPool

from pipeline.findings import PipelineError
from pipeline.ledger.tables import ABOUT, METADATA, MIGRATIONS, SCHEMA

_PRODUCT = "tongbao"
_KEEP = "请先把它另存备查，再从备份恢复；原文件没有改动。"
_SENTENCES = (
    (("SQLITE_BUSY", "SQLITE_LOCKED"), "正被另一个程序使用，请等它结束或关闭后再运行。"),
    (("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_CANTOPEN", "SQLITE_AUTH"), "不能写入，请检查文件和文件夹的权限。"),
    (("SQLITE_FULL",), "写不进去，磁盘已满，请清理后再运行。"),
    (("SQLITE_IOERR",), "读写出错，请检查磁盘或网络盘后再运行。"),
    (("SQLITE_NOTADB", "SQLITE_CORRUPT"), "已损坏，读不了。" + _KEEP),
    (("SQLITE_CONSTRAINT",), "刚被另一次运行改动，请再运行一次。"),
)

_ERRORS = {
    errno.ENOSPC: "SQLITE_FULL",
    errno.EACCES: "SQLITE_PERM",
    errno.EPERM: "SQLITE_PERM",
    errno.EROFS: "SQLITE_PERM",
}


@contextmanager
def connected(address: str | Path, writing: bool, patience: float) -> Iterator[Engine]:
    """An engine on a sound ledger of this version; whatever goes wrong meanwhile is a :class:`PipelineError`."""
    place = _place(address)
    try:
        engine = _file(place, writing, patience) if isinstance(place, Path) else _server(place, writing)
        if _version(engine, writing) < SCHEMA:
            _brought_up(engine)
    except (SQLAlchemyError, sqlite3.Error, OSError) as fault:
        raise PipelineError(_sentence(place, fault)) from fault
    try:
        yield engine
    except SQLAlchemyError as fault:
        raise PipelineError(_sentence(place, fault)) from fault
    finally:
        engine.dispose()


def _place(address: str | Path) -> Path | str:
    """A path, or the address of a database server."""
    if isinstance(address, Path) or "://" not in address:
        return Path(address)
    try:
        url = make_url(address)
    except ArgumentError as fault:
        raise PipelineError("数据库地址写得不对，请在设置的 [ledger] database 中改正。") from fault
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else address


def _file(path: Path, writing: bool, patience: float) -> Engine:
    """A ledger in a file. An empty file is never taken for a new ledger: it may be what a disk left of an old one."""
    if path.is_dir():
        raise PipelineError(f"台账 {path.name} 是一个文件夹，请把它移走后再运行。")
    if not path.exists():
        if not writing:
            return _empty()
        found(path)
    if path.stat().st_size == 0:
        raise PipelineError(f"台账 {path.name} 是空的（0字节），可能没有存好。" + _KEEP)
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size:
        raise PipelineError(f"台账旁边有别的程序留下的 {log.name}，请关闭该程序；仍在的，请移走后再运行。")
    where = f"{path.absolute().as_uri()}?mode=rw"
    engine = create_engine(
        "sqlite://", creator=lambda: sqlite3.connect(where, uri=True, timeout=patience), poolclass=NullPool
    )
    with engine.connect() as connection:
        if connection.execute(text("PRAGMA quick_check(1)")).scalar() != "ok":
            raise PipelineError(f"台账 {path.name} 已损坏，读不了。" + _KEEP)
    if not inspect(engine).has_table(ABOUT.name):
        raise PipelineError(f"{path.name} 不是本软件的台账，请把它移走，或在设置的 [ledger] database 中另指一个。")
    return engine


def _server(address: str, writing: bool) -> Engine:
    """A ledger on a server, where the tables are made once."""
    try:
        engine = create_engine(address, poolclass=NullPool)
    except (ModuleNotFoundError, NoSuchModuleError) as fault:
        raise PipelineError(
            "连接这种数据库的组件没有安装，请安装 tongbao[server]，或检查 [ledger] database。"
        ) from fault
    if not inspect(engine).has_table(ABOUT.name):
        if not writing:
            engine.dispose()
            return _empty()
        try:
            _made(engine)
        except (IntegrityError, ProgrammingError):
            if not inspect(engine).has_table(ABOUT.name):  # else another run has founded it meanwhile
                raise
    return engine


def _version(engine: Engine, writing: bool) -> int:
    """The version of a ledger's tables, which this software must know."""
    with engine.connect() as connection:
        version: int | None = connection.execute(select(ABOUT.c.version).where(ABOUT.c.product == _PRODUCT)).scalar()
    if version is None:
        raise PipelineError("这个数据库不是本软件的台账，请在设置的 [ledger] database 中另指一个。")
    if version > SCHEMA:
        raise PipelineError("台账是较新版本的软件写的，请更新软件后再运行。")
    if version < SCHEMA and not writing:
        raise PipelineError("台账是较早版本的软件写的，请先运行一次 tongbao run，台账会自动更新。")
    return version


def _brought_up(engine: Engine) -> None:
    """An older ledger is brought up step by step, in one transaction; of two programs that try, the second waits."""
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":  # whose driver begins no transaction before a table is made
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        for step in range(connection.execute(select(ABOUT.c.version).with_for_update()).scalar_one(), SCHEMA):
            MIGRATIONS[step](connection)
        connection.execute(update(ABOUT).values(version=SCHEMA))


def _made(engine: Engine) -> None:
    with engine.begin() as connection:
        METADATA.create_all(connection)
        connection.execute(insert(ABOUT).values(product=_PRODUCT, version=SCHEMA))


def _empty() -> Engine:
    """A ledger without months, in memory."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    _made(engine)
    return engine


def found(path: Path) -> None:
    """Put a new ledger in its place whole: a run that dies meanwhile leaves none, and two at once found one."""
    engine = _empty()
    connection = engine.raw_connection()
    assert isinstance(connection.driver_connection, sqlite3.Connection)
    content = connection.driver_connection.serialize()
    connection.close()
    engine.dispose()
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        _write(new, content)
        _placed(new, path, content)
    except FileExistsError:
        pass  # another run has founded it meanwhile
    finally:
        new.unlink(missing_ok=True)


def _placed(new: Path, path: Path, content: bytes) -> None:
    """Never over what is there; where the disk knows no hard links (FAT, some shares), by writing it at once."""
    try:
        os.link(new, path)
    except FileExistsError:
        raise
    except OSError:
        _write(path, content)


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sentence(place: Path | str, fault: Exception) -> str:
    """One sentence on a fault, without the database's own words for it and without any password."""
    if isinstance(place, str):
        return f"数据库 {make_url(place).render_as_string(hide_password=True)} 连接不上或读写出错，请检查后再运行。"
    name = _name(fault)
    for codes, sentence in _SENTENCES:
        if name.startswith(codes):
            return f"台账 {place.name} {sentence}"
    return f"台账 {place.name} 读不了，可能已损坏。{_KEEP}"


def _name(fault: Exception) -> str:
    """SQLite's own name for a fault, and for what the system says about the file the same."""
    if isinstance(fault, OSError):
        return _ERRORS.get(fault.errno or 0, "SQLITE_IOERR")
    return getattr(getattr(fault, "orig", None) or fault, "sqlite_errorname", "") or ""
