"""Make the example's inputs anew: ``python inputs/sample.py [FOLDER]`` (this folder, unless another is named).

The notice is the published one; every figure of the months is invented for demonstration. The files come out the same,
byte for byte, each time.
"""

import sys
from pathlib import Path

from example.notice import notice_docx, read_notice
from example.office import facts_xlsx
from example.register import register_xlsx
from example.units import MONTHS, Return, read_units
from example.workbooks import return_xlsx

HERE = Path(__file__).resolve().parent


def main(folder: Path) -> None:
    """Write the year's notice, its reviewed register and its months' sheets below a folder, over what stands there."""
    notice = read_notice(HERE / "example" / "notice.toml")
    published = notice_docx(notice)
    _write(folder / "2023" / "notice.docx", published)
    _write(folder / "2023" / "targets.xlsx", register_xlsx(published))
    for unit in read_units(HERE / "example" / "units.toml"):
        for at, month in enumerate(MONTHS):
            if unit.filled[at]:
                sent = Return(unit, at, notice.tasks)
                _write(folder / "2023" / f"{month:02d}" / sent.file, return_xlsx(sent))
    _write(folder / "2023" / "05" / "本月事项.xlsx", facts_xlsx())


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
