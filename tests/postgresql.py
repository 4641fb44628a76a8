"""A real PostgreSQL server for the tests: Debian's own, in a temporary folder, reached by a socket alone."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg


@dataclass(frozen=True)
class Server:
    """A running server by the folder of its socket; every test takes a database of its own."""

    folder: Path
    _numbers: "count[int]" = field(default_factory=count)

    def database(self) -> str:
        """The address of a new, empty database, as an office writes it in its settings."""
        name = f"tongbao{next(self._numbers)}"
        with psycopg.connect(f"host={self.folder} user=postgres dbname=postgres", autocommit=True) as connection:
            connection.execute(f"create database {name}".encode())
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"


def programs() -> Path | None:
    """The folder of the newest installed server's programs; ``None`` where there is none."""
    on_path = shutil.which("pg_ctl")
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3]))
    return installed[-1].parent if installed else Path(on_path).resolve().parent if on_path else None


@contextmanager
def running(bin_folder: Path) -> Iterator[Server]:
    """A server from nothing until the block ends. It refuses to run as root: then it runs as its own user."""
    folder = Path(tempfile.mkdtemp(prefix="tongbao-pg-"))  # a socket's path must be short, and its user must reach it
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user, user)

    def call(program: str, *arguments: str) -> None:
        command = [str(bin_folder / program), "-D", str(folder / "data"), *arguments]
        subprocess.run(command, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)

    try:
        call("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        call("pg_ctl", "start", "-w", "-l", str(folder / "log"), "-o", f"-F -k {folder} -c listen_addresses=''")
        try:
            yield Server(folder)
        finally:
            call("pg_ctl", "stop", "-m", "immediate")
    finally:
        shutil.rmtree(folder)
