"""Where things lie (工作区): a folder with ``inputs/``, ``outputs/`` and perhaps ``templates/``."""

import os
from dataclasses import dataclass
from pathlib import Path

from pipeline.findings import PipelineError
from pipeline.period import Period
from pipeline.settings import Settings, decode_settings, read_settings

_HERE = Path(__file__).parent
_SHIPPED = (_HERE / "shipped", _HERE.parent / "templates", _HERE.parent / "inputs")
"""An installed program carries its files beside the code; in the repository they stand where they are edited."""

WORDING_PARTS = ("建议.txt",)
"""What a wording template may include: the demands (下一步工作建议), which an office changes most often."""


RETURN_LETTER, REMINDER = LETTERS = ("退回说明.txt", "催报.txt")
"""The templates of what is written to a unit: with a return, and where something is awaited."""

BRIEF, OVERVIEW = "汇报提纲.txt", "总览.html"
"""The templates of the brief for the meeting and of the month at a glance."""


MAILS = ("邮件通报.txt", "邮件退回.txt", "邮件催报.txt", "邮件核对.txt")
"""The templates of the mails, each with its subject."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace by its root folder; ``name`` gives paths below it for messages."""

    root: Path
    made: Path | None = None
    """Where everything made goes, with a ledger of its own, where that is not below the root."""

    @property
    def inputs(self) -> Path:
        return self.root / "inputs"

    @property
    def outputs(self) -> Path:
        return self.made or self.root / "outputs"

    def year(self, year: int) -> Path:
        return self.inputs / str(year)

    def register(self, year: int) -> Path:
        return self.year(year) / "targets.xlsx"

    def planned_register(self, year: int) -> Path:
        """The register with the units' plans entered, beside the one in use, for a person to review."""
        return self.year(year) / "targets（含计划）.xlsx"

    def plans(self, year: int) -> Path:
        """The folder of the units' filled plan forms."""
        return self.year(year) / "计划"

    def plan_forms(self, year: int) -> Path:
        """The folder of the plan forms that go out to the units."""
        return self.outputs / str(year) / "计划"

    def month_forms(self, period: Period) -> Path:
        """The folder of the month's forms that go out to the units."""
        return self.papers(period) / "填报表"

    def notice(self, year: int) -> Path | None:
        """The year's notice as published, .docx before .txt."""
        paths = (self.year(year) / name for name in ("notice.docx", "notice.txt"))
        return next((path for path in paths if path.is_file()), None)

    def received(self, period: Period) -> Path:
        """The folder of what came in for a month."""
        return self.year(period.year) / f"{period.month:02d}"

    def papers(self, period: Period) -> Path:
        """The folder of what the month made."""
        return self.outputs / str(period)

    def mails(self, period: Period) -> Path:
        """The folder of the month's drafts, and of what has been sent and fetched."""
        return self.papers(period) / "邮件"

    def fetched(self, period: Period) -> Path:
        """The folder of the mails that were fetched from the mailbox."""
        return self.received(period) / "邮件"

    def histories(self) -> tuple[Path, Path]:
        """The workbook of the months so far, and the place beside one that a person has changed."""
        return self.outputs / "历史台账.xlsx", self.outputs / "历史台账（新稿）.xlsx"

    def rebuilt(self) -> Path:
        """The ledger that was rebuilt from the inputs, beside the one in use."""
        return self.outputs / "ledger（重建）.db"

    def ledger(self, settings: Settings) -> Path | str:
        """Where the ledger is: the server or the file (below the workspace) of the settings, else the usual file."""
        address = "" if self.made else settings.ledger.database.removeprefix("sqlite:///")
        if "://" in address:
            return address
        return self.root / address if address else self.outputs / "ledger.db"

    def name(self, path: Path) -> str:
        """A path as people read it: below the workspace where it is."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)

    def settings_text(self) -> str:
        """The settings as written; empty where there are none, which means all defaults."""
        path = self.inputs / "settings.toml"
        if not os.path.lexists(path):
            return ""
        if not path.is_file():
            raise PipelineError(f"{self.name(path)} 打不开，它应是一个文件。请检查后再运行。")
        return decode_settings(path.read_bytes(), self.name(path))

    def settings(self) -> Settings:
        return read_settings(self.settings_text(), "inputs/settings.toml")

    def template(self, name: str) -> str:
        """A wording template: the workspace's own, else the shipped one."""
        path = self.root / "templates" / name
        if path.is_file():
            return decode_settings(path.read_bytes(), self.name(path)).replace("\r\n", "\n")
        return shipped(name)

    def wording(self, name: str, file: Path | None = None, limit: int = 64_000_000) -> tuple[str, bytes]:
        """The name and bytes of the office's wording: the ``file`` that is given, else ``name`` among the templates.

        A ``file`` that stands nowhere may be one of the templates. More than ``limit`` bytes are not read.
        """
        own = self.root / "templates" / (str(file) if file else name)
        path = file if file and file.is_file() else own
        if not path.is_file():
            if file or name.lower().endswith(".docx"):
                raise PipelineError(f"没有找到文稿 {file or name}。请检查路径，或者把它放进 templates 文件夹。")
            return name, shipped(name).encode()
        if (size := path.stat().st_size) > limit:
            raise PipelineError(f"{path.name} 有 {size // 1_000_000} 兆字节，不是一份文稿。请检查选的文件。")
        return path.name, path.read_bytes()

    def wording_parts(self) -> dict[str, str]:
        """The templates that a wording may include, by name."""
        return {name: self.template(name) for name in WORDING_PARTS}

    def require(self, path: Path, what: str, mend: str) -> Path:
        """A path that must be there, or one sentence that says what to do."""
        if not self.inputs.is_dir():
            raise PipelineError(
                f"{self.root} 不是工作区，里面没有 inputs 文件夹。"
                "请到工作区里运行，或用 --workspace 指明；还没有的，用 tongbao new 新建。"
            )
        if not path.exists():
            raise PipelineError(f"没有找到{what}（{self.name(path)}）。{mend}")
        return path


def shipped(name: str) -> str:
    """A file that comes with the program: a wording template, or the settings with their comments."""
    path = next((folder / name for folder in _SHIPPED if (folder / name).is_file()), None)
    if path is None:
        raise PipelineError(f"没有找到模板 {name}。请检查 templates 文件夹或 settings.toml 里的模板名。")
    return path.read_text("utf-8")
