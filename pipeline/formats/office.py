"""The door of LibreOffice (转为 PDF): a document printed by a program of its own, which can hang, fail or be missing.

Each run gets a folder and a profile of its own, so that it neither meets an open office nor a former run's mess. No
macro runs, no link is followed, and nothing goes out to a network: its proxy leads nowhere.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from pipeline.findings import PipelineError

_INSTALL = "请安装 LibreOffice（Debian、Ubuntu 上是 apt install libreoffice-writer-nogui）后再试。"
_NOT_STARTED = 127  # as a shell says it
_USUAL_PLACES = (  # of installations that put nothing on the path
    r"C:\Program Files\LibreOffice\program\soffice.com",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_SETTINGS = {
    "org.openoffice.Office.Common/Security/Scripting": {
        "DisableMacrosExecution": "true",
        "DisableActiveContent": "true",
        "BlockUntrustedRefererLinks": "true",
        "MacroSecurityLevel": "3",
    },
    "org.openoffice.Office.Writer/Content/Update": {"Link": "0", "Field": "false", "Chart": "false"},
    "org.openoffice.Office.Calc/Content/Update": {"Link": "2"},
    "org.openoffice.Inet/Settings": {
        "ooInetProxyType": "2",
        **{f"ooInet{kind}ProxyName": "127.0.0.1" for kind in ("HTTP", "HTTPS", "FTP")},
        **{f"ooInet{kind}ProxyPort": "9" for kind in ("HTTP", "HTTPS", "FTP")},
        "ooInetNoProxy": "",
    },
    "org.openoffice.Setup/Office": {"ooSetupInstCompleted": "true", "LastCompatibilityCheckID": ""},
}


def is_installed() -> bool:
    """Whether LibreOffice is there."""
    return _program() is not None


def pdf_of(data: bytes, name: str, seconds: float = 120.0) -> bytes:
    """A document as PDF, as LibreOffice prints it; ``name`` tells its kind and names it in messages.

    The bytes differ from run to run, since a PDF carries when it was made. A :class:`PipelineError` says in one
    sentence that LibreOffice is not installed, takes too long, or makes nothing of the document.
    """
    return converted(data, name, "pdf", seconds)


def converted(data: bytes, name: str, kind: str, seconds: float = 120.0) -> bytes:
    """A document in another format, named by its extension and, after a colon, its filter; as :func:`pdf_of`."""
    program = _program()
    if program is None:
        raise PipelineError(f"这里没有装 LibreOffice，不能把 {name} 转成 {kind.upper()}。{_INSTALL}")
    with tempfile.TemporaryDirectory(prefix="tongbao-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        source, target = folder / f"paper{Path(name).suffix}", folder / "made" / f"paper.{kind.partition(':')[0]}"
        source.write_bytes(data)
        _write_profile(folder / "profile")
        code = _run(
            [program, *_options(folder / "profile"), kind, "--outdir", str(target.parent), str(source)], seconds
        )
        if code is None:
            raise PipelineError(
                f"LibreOffice 转换 {name} 超过 {seconds:g} 秒没有完成，已停止。请用 Word 或 WPS 打开检查，另存后再试。"
            )
        if code or not target.is_file():
            raise PipelineError(
                f"LibreOffice 没能把 {name} 转成 {kind.upper()}。请用 Word 或 WPS 打开检查，另存为 .docx 后再试；"
                "总是这样的，请重新安装 LibreOffice（要有文字处理部分 libreoffice-writer-nogui）。"
            )
        return target.read_bytes()


def _program() -> str | None:
    usual = (place for place in _USUAL_PLACES if Path(place).is_file())
    return shutil.which("soffice") or shutil.which("libreoffice") or next(usual, None)


def _options(profile: Path) -> list[str]:
    return [
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo", "--nofirststartwizard"),
        "--convert-to",
    ]


def _write_profile(profile: Path) -> None:
    """The settings that the run finds as its user's own."""
    items = (
        f'<item oor:path="/{path}"><prop oor:name="{key}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, values in _SETTINGS.items()
        for key, value in values.items()
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{"".join(items)}</oor:items>\n',
        "utf-8",
    )


def _run(command: list[str], seconds: float) -> int | None:
    """The exit code, ``None`` when time ran out. Whatever way it ends, none of its processes is left behind."""
    quiet = subprocess.DEVNULL
    try:
        process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    except OSError:  # what bears its name is no program
        return _NOT_STARTED
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Kill the program and what it has started: it leads a group of processes of its own."""
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
