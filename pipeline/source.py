"""Where a datum comes from (出处)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Where:
    """A place in what was sent: ``区交通局.xlsx › 进展表 › G5``.

    ``file`` is the path below the month's folder, with ``!`` between an archive and its member. ``raw`` is the text as
    it was typed there, kept so that a reader can compare it with what was understood.
    """

    file: str = ""
    sheet: str = ""
    cell: str = ""
    raw: str = ""

    def __str__(self) -> str:
        return " › ".join(part for part in (self.file, self.sheet, self.cell) if part)


NOWHERE = Where()
