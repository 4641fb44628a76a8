"""The words of the trade (用词): what may be said of an indicator, a status, a file."""

from enum import StrEnum


class Kind(StrEnum):
    """What an indicator (指标) is: counted, a rate that does not accumulate, or decided (定性)."""

    QUANTITY = "quantity"
    RATE = "rate"
    MILESTONE = "milestone"


class Rhythm(StrEnum):
    """How the year's work is spread (节奏): evenly, as building works, at one time, or as a standing duty (常态化)."""

    EVEN = "even"
    WORKS = "works"
    ONCE = "once"
    STANDING = "standing"

    @property
    def words(self) -> str:
        return {"even": "按月均衡", "works": "工程类", "once": "一次性", "standing": "常态化"}[self.value]


class Bound(StrEnum):
    """A reported figure that is not exact: 余、以上 (at least) or 约."""

    AT_LEAST = ">="
    ABOUT = "~"


class State(StrEnum):
    """What a unit says of a milestone."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"

    @property
    def words(self) -> str:
        return {"not_started": "未启动", "in_progress": "推进中", "done": "已完成"}[self.value]


class Status(StrEnum):
    """The judgement on one indicator, task or project, from worst to best; ``not_due`` stands aside."""

    SERIOUSLY_BEHIND = "seriously_behind"
    BEHIND = "behind"
    NOT_REPORTED = "not_reported"
    ON_PACE = "on_pace"
    AHEAD = "ahead"
    COMPLETED = "completed"
    NOT_DUE = "not_due"

    @property
    def words(self) -> str:
        return {
            "completed": "已完成",
            "ahead": "进度较快",
            "on_pace": "基本按序时推进",
            "behind": "滞后",
            "seriously_behind": "严重滞后",
            "not_reported": "未报送",
            "not_due": "未到时点",
        }[self.value]

    @property
    def lags(self) -> bool:
        return self in (Status.BEHIND, Status.SERIOUSLY_BEHIND)


class Reason(StrEnum):
    """Why nothing is reported: the unit sent nothing, the place is empty, or an error keeps the figure out."""

    MISSING = "missing"
    BLANK = "blank"
    REFUSED = "refused"

    @property
    def words(self) -> str:
        return {"missing": "未报送", "blank": "未填", "refused": "待核实"}[self.value]


TOLD = (
    Status.COMPLETED,
    Status.AHEAD,
    Status.ON_PACE,
    Status.BEHIND,
    Status.SERIOUSLY_BEHIND,
    Status.NOT_REPORTED,
    Status.NOT_DUE,
)
"""The order in which the statuses are told; together they are all that there is to count."""

TOLD_WORDS = tuple(
    words
    for status in TOLD
    for words in ((reason.words for reason in Reason) if status is Status.NOT_REPORTED else (status.words,))
)
"""The same as people read them, 未报送 apart from 未填 and 待核实."""


class Origin(StrEnum):
    """Where the figure stood: in its cell, in the prose (进展情况), in the office's corrections, or nowhere."""

    CELL = "cell"
    PROSE = "prose"
    CORRECTION = "correction"
    NONE = "none"


class FileState(StrEnum):
    """What became of a file: every file seen is exactly one of these."""

    ACCEPTED = "accepted"
    REPLACED = "replaced"
    REFUSED = "refused"
    IGNORED = "ignored"
    DUPLICATE = "duplicate"

    @property
    def words(self) -> str:
        return {
            "accepted": "已采用",
            "replaced": "已被更正件替换",
            "refused": "未采用",
            "ignored": "无关文件",
            "duplicate": "重复文件",
        }[self.value]


class Evidence(StrEnum):
    """What tells when a unit reported: the mail's header, the sheet's own 填报日期, or the office's note."""

    MAIL = "mail"
    SHEET = "sheet"
    NOTE = "note"
    NONE = "none"

    @property
    def words(self) -> str:
        return {"mail": "邮件收到时间", "sheet": "表内填报日期", "note": "收件登记", "none": "无"}[self.value]
