"""Mutate submissions and read them: ``python benchmarks/fuzz.py [--runs 10000] [--seed 1]``.

The example's sheets in every kind of file, the month's forms and what goes back to be mended, with bytes, parts and
cells changed, cut and doubled at random; the same seed makes the same files. Each must come to entries and findings and
nothing else. Where bytes were changed outside the cells, a figure that is read must be one that the sheet holds, or the
file says what is wrong with it.
"""

import argparse
import io
import random
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pipeline.findings import Severity  # noqa: E402
from pipeline.formats.faults import Fault, Unreadable  # noqa: E402
from pipeline.formats.workbooks import read_workbook  # noqa: E402
from pipeline.forms.blank import FORM, Asked, blank_form  # noqa: E402
from pipeline.forms.plan import planning_units  # noqa: E402
from pipeline.forms.returned import returned, units_to_return  # noqa: E402
from pipeline.intake.receiving import Intake, receive  # noqa: E402
from pipeline.monthly import check_month  # noqa: E402
from pipeline.period import Period  # noqa: E402
from pipeline.quantities import plain  # noqa: E402
from pipeline.settings import Limits, Office  # noqa: E402
from tests.fault.make_faults import WRITERS, mailed, zipped  # noqa: E402
from tests.fault.test_sheets import REGISTER, road  # noqa: E402
from tests.unit.intake_cases import figures  # noqa: E402

MAY = Period(2023, 5)
SAMPLE = ROOT / "inputs" / "2023" / "05"
WORDS = (b"0", b"9", b"-", b"%", b"<", b">", b"&", b'"', b"/", b"\0", b"\xff", b"\r\n", b"1e99999999", b"NaN", b"</c>")
NUMBERS = (b"65535", b"4294967295", b"-1", b"99999999999999999999", b"0", b"1048577", b"")

OTHER = "another figure, nothing told"
MISSING = "figures missing, nothing told"
SILENT = (OTHER, MISSING)

Mutation = Callable[[random.Random, bytes], bytes]


def seeds() -> dict[str, bytes]:
    """The files to start from, by name: the example's own, and one sheet in every kind of file."""
    found = {path.name: path.read_bytes() for path in sorted(SAMPLE.glob("*.xlsx")) if path.name != "本月事项.xlsx"}
    sheet = road("62", "累计完成62公里")
    found |= {f"区交通局.{kind}": write(sheet) for kind, write in WRITERS.items()}
    found["区交通局.zip"] = zipped(("区交通局.xlsx", WRITERS["xlsx"](sheet)))
    found["来信.eml"] = mailed('filename="区交通局.xlsx"', WRITERS["xlsx"](sheet))
    for kind in ("xls", "ods"):
        found[f"区交通局（样）.{kind}"] = (ROOT / "tests" / "fixtures" / f"进展.{kind}").read_bytes()
    found |= {f"{unit}（表）.xlsx": filled(unit) for unit in planning_units(REGISTER)}
    month = check_month(ROOT, MAY, today=date(2023, 6, 5))
    return found | {f"{unit}（退回）.xlsx": returned(month, unit) for unit in units_to_return(month)}


def filled(unit: str) -> bytes:
    """A month's form with a figure or a state in every row."""
    book = openpyxl.load_workbook(io.BytesIO(blank_form(REGISTER, unit, Asked(MAY, date(2023, 5, 31), Office(), {}))))
    sheet = book[FORM]
    heads = {str(cell.value): cell.column - 1 for cell in sheet[4] if cell.value}
    done = next(place for head, place in heads.items() if head.startswith("截至"))
    targets = {each.id: each.target for each in REGISTER.indicators()}
    for row in sheet.iter_rows(min_row=5):
        if (key := row[heads["指标编号"]].value) in targets:
            target = targets[str(key)]
            row[done].value = "推进中" if target is None else target // 2 + 2
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def flipped(chance: random.Random, data: bytes) -> bytes:
    """Some bytes changed."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut(chance: random.Random, data: bytes) -> bytes:
    """The end missing, or a piece from the middle."""
    start, end = sorted(chance.randrange(len(data)) for _ in range(2))
    return data[:end] if chance.random() < 0.5 else data[:start] + data[end:]


def doubled(chance: random.Random, data: bytes) -> bytes:
    """A piece that comes twice."""
    start = chance.randrange(len(data))
    end = min(len(data), start + chance.randrange(1, 2000))
    return data[:end] + data[start:end] * chance.choice((1, 2, 50)) + data[end:]


def worded(chance: random.Random, data: bytes) -> bytes:
    """A word put in somewhere."""
    place = chance.randrange(len(data))
    return data[:place] + chance.choice(WORDS) + data[place + chance.choice((0, 1, 4)) :]


def renumbered(chance: random.Random, data: bytes) -> bytes:
    """One of its numbers replaced."""
    digits = [place for place in range(len(data)) if data[place : place + 1].isdigit()]
    if not digits:
        return worded(chance, data)
    place = chance.choice(digits)
    return data[:place] + chance.choice(NUMBERS) + data[place + 1 :]


BYTES: tuple[Mutation, ...] = (flipped, cut, doubled, worded, renumbered)


def within(chance: random.Random, data: bytes) -> bytes:
    """A package with one of its parts mutated, lost, doubled or renamed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old:
            members = [(name, old.read(name)) for name in old.namelist()]
    except Exception:  # broken already, in one of many ways
        return chance.choice(BYTES)(chance, data)
    if not members:
        return data
    place = chance.randrange(len(members))
    name, content = members[place]
    match chance.randrange(8):
        case 0:
            members.pop(place)
        case 1:
            members[place] = (chance.choice((name.upper(), name.replace("/", "\\"), "x" + name)), content)
        case _:
            members[place] = (name, chance.choice(BYTES)(chance, content) if content else content)
    return zipped(*members)


def mutated(chance: random.Random, data: bytes) -> bytes:
    """A file with one to three things done to it."""
    for _ in range(chance.choice((1, 1, 2, 3))):
        if not data:
            break
        data = (
            within(chance, data)
            if data.startswith(b"PK") and chance.random() < 0.7
            else chance.choice(BYTES)(chance, data)
        )
    return data


def read(folder: Path, name: str, data: bytes) -> Intake:
    """One file as a month of its own."""
    path = folder / name
    path.write_bytes(data)
    try:
        return receive(folder, MAY, REGISTER, Limits(), lambda _: None)
    finally:
        path.unlink()


def main() -> None:
    """Read them all and print what came of them."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=10_000)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    found = seeds()
    outcomes: Counter[str] = Counter()
    wrong: list[str] = []
    slowest = (0.0, "")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        truth = {name: figures(read(folder, name, data)) for name, data in found.items()}
        for run in range(given.runs):
            chance = random.Random(f"{given.seed}/{run}")
            name = chance.choice(sorted(found))
            data = mutated(chance, found[name])
            started = time.perf_counter()
            try:
                got = read(folder, name, data)
            except Exception:
                wrong.append(f"{run} {name}: {traceback.format_exc()}")
                continue
            slowest = max(slowest, (time.perf_counter() - started, f"{run} {name}"))
            what = outcome(got, truth[name])
            outcomes[what] += 1
            if what in SILENT and not is_held(got, truth[name], data):
                wrong.append(f"{run} {name}: {what}: {truth[name]} → {figures(got)}")
            if any(Fault.FATAL.what in each.message for each in got.findings):
                wrong.append(f"{run} {name}: {cause(data)}")
    for what, count in outcomes.most_common():
        print(f"{count:>7}  {what}")
    print(f"slowest {slowest[0]:.2f} s ({slowest[1]})")
    print(f"uncaught {len(wrong)}")
    print(*wrong[:20], sep="\n")
    sys.exit(bool(wrong))


def outcome(got: Intake, truth: dict[str, str | None]) -> str:
    """What came of a file, in a few words."""
    came = figures(got)
    told = any(each.severity is not Severity.NOTE for each in got.findings)
    if not came:
        return "refused" if told else "no entries, nothing told"
    changed = any(value is not None and value != truth.get(indicator) for indicator, value in came.items())
    if changed:
        return "another figure, told" if told else OTHER
    if came != truth:
        return "figures missing, told" if told else MISSING
    return "the same figures, something told" if told else "the same figures"


def is_held(got: Intake, truth: dict[str, str | None], data: bytes) -> bool:
    """Whether every figure that came otherwise stands in its cell of the mutated file, and no lost one does;
    one whose heading was lost with it is the month's 未填."""
    try:
        grids = read_workbook(data, Limits())
        texts = {(grid.name, cell.address): cell.text for grid in grids for cell in grid.cells.values()}
    except Unreadable:  # an archive or a mail, whose checksums leave no room for another figure
        return False
    came = figures(got)
    for entry in got.entries:
        said = texts.get((entry.where.sheet, entry.where.cell), "").strip()
        if entry.done is not None and came[entry.indicator] != truth.get(entry.indicator):
            if plain(entry.done) not in said.replace(",", ""):
                return False
        elif entry.done is None and truth.get(entry.indicator) is not None and entry.where.raw.strip().isdecimal():
            return False
    return True


def cause(data: bytes) -> str:
    """What the reader of a file did not expect."""
    try:
        read_workbook(data, Limits())
    except Unreadable:
        return ""
    except Exception:
        return traceback.format_exc()
    return ""


if __name__ == "__main__":
    main()
