"""The house itself: floors, types, style, and what the docs say of the code."""

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.catalogue import catalogue, page

ROOT = Path(__file__).parents[1]


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """A tool of this virtual environment, run at the root of the repository."""
    tool = Path(sys.executable).with_name(command[0])
    return subprocess.run([str(tool), *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "command",
    [("lint-imports",), ("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",)],
    ids=["floors", "lint", "format", "types"],
)
def test_the_tools_find_nothing(command: tuple[str, ...]) -> None:
    """Imports run down the floors, each library has one door, types are strict, style is kept."""
    done = run(*command)
    assert done.returncode == 0, done.stdout + done.stderr


def test_rooms_stay_small() -> None:
    """No file of the program grows beyond what one can read at a sitting."""
    long = {path.name: n for path in ROOT.glob("pipeline/**/*.py") if (n := len(path.read_text().splitlines())) > 340}
    assert long == {}


def defined(text: str) -> Iterator[str]:
    """The names of a module's functions, classes and constants."""
    for node in ast.parse(text).body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.Assign(targets=targets):
                yield from (each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name))


def test_nothing_is_left_over() -> None:
    """Every function, class and constant of the program is used by the program, not by its tests alone."""
    texts = {path: path.read_text() for path in ROOT.glob("pipeline/**/*.py")}
    used = Counter(re.findall(r"\w+", "\n".join(texts.values())))
    unused = [
        f"{path.relative_to(ROOT)}: {name}"
        for path, text in texts.items()
        for name in defined(text)
        if used[name] == 1 and not name.startswith("__")
    ]
    assert unused == []


def test_codes_are_unique_and_in_their_stage() -> None:
    """A code is a letter of its stage and a number, and belongs to one rule only."""
    codes = [rule.code for rule in catalogue()]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"[NFSVMJWPL]\d{3}", code) for code in codes)
    written = re.findall(r'Rule\(\s*"([A-Z]\d{3})"', "".join(p.read_text() for p in ROOT.glob("pipeline/**/*.py")))
    assert sorted(written) == sorted(codes)  # every rule that is written is in the catalogue, once


def test_the_catalogues_page_is_the_rules() -> None:
    """docs/核查问题.md is what the rules say now."""
    assert (ROOT / "docs" / "核查问题.md").read_text("utf-8") == page()


def test_nothing_asks_the_clock_below_the_command_line() -> None:
    """Today, the environment and the terminal arrive as arguments."""
    asked = re.compile(
        r"date\.today\(|datetime\.now\(|time\.time\(|os\.environ|os\.getcwd|Path\.cwd|\.isatty\(|\bprint\("
    )
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in ROOT.glob("pipeline/**/*.py")
        if "cli" not in path.relative_to(ROOT).parts
        for line in path.read_text().splitlines()
        if asked.search(line)
    ]
    assert found == []


def test_help_imports_nothing_heavy() -> None:
    """``--help`` and ``explain`` answer without the libraries that a month needs."""
    script = (
        "import sys\n"
        "from pipeline.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit: pass\n"
        "heavy = {'openpyxl', 'docx', 'jinja2', 'sqlalchemy', 'lxml'} & set(sys.modules)\n"
        "sys.stderr.write(' '.join(sorted(heavy)))"
    )
    for arguments in (["--help"], ["explain", "V101"]):
        done = subprocess.run(
            [sys.executable, "-c", script, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert done.stderr == ""
        assert done.stdout
