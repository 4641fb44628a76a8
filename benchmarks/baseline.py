"""A hand-assembled month to measure against: pandas reads, sqlite3 remembers, docxtpl renders.

It is written the way such scripts are: one file, the header found by 序号, figures taken by a pattern, even pace, no
findings, no provenance, no proof, no layout of an official document. It imports nothing of the project.

``baseline.py template FILE`` makes its Word template; ``baseline.py month YEAR_FOLDER MONTH TEMPLATE OUT_FOLDER`` runs
a month.
"""

import re
import sqlite3
import sys
from pathlib import Path

import pandas as pd  # type: ignore[import-not-found,import-untyped,unused-ignore]
from docx import Document
from docxtpl import DocxTemplate  # type: ignore[import-not-found,import-untyped,unused-ignore]

HEADINGS = {
    "task": ("2023年工作目标任务", "建设内容", "目标任务", "工作任务"),
    "indicator": ("指标",),
    "done": ("累计完成",),
    "progress": ("进展情况", "推进情况"),
    "problem": ("存在问题", "说明"),
}
FIGURE = re.compile(r"(\d+(?:\.\d+)?)\s*(个|台|处|套|只|公里|米|户|人|名|万元|座|组|%)")


def read_targets(notice: Path) -> pd.DataFrame:
    """The annex's rows, each with the first figure of its text as the target."""
    rows = [[cell.text for cell in row.cells] for row in Document(str(notice)).tables[0].rows]
    targets = pd.DataFrame(rows[1:], columns=["number", "project", "task", "unit"])
    found = targets["task"].map(lambda text: FIGURE.search(text.replace("以上", "")))
    targets["target"] = found.map(lambda match: float(match[1]) if match else None)
    return targets


def read_sheet(path: Path) -> pd.DataFrame:
    """One unit's rows: the first sheet, from the row that holds 序号, with merged cells filled down."""
    cells = pd.read_excel(path, header=None, dtype=object)
    top, left = (int(place[0]) for place in (cells == "序号").to_numpy().nonzero())
    two = pd.isna(cells.iat[top + 1, left])
    lower = cells.iloc[top + two]
    header = [str(cell) for cell in lower.where(lower.notna(), cells.iloc[top])]
    rows = cells.iloc[top + 1 + two :].copy()
    rows.columns = header
    named = {
        field: next((h for h in header if any(word in h for word in words)), None) for field, words in HEADINGS.items()
    }
    sheet = pd.DataFrame({field: rows[column] if column else None for field, column in named.items()})
    sheet["task"] = sheet["task"].ffill()
    sheet = sheet[sheet["progress"].notna()]
    sheet["file"] = path.name
    return sheet


def figure(row: pd.Series) -> float | None:
    """The figure of the cell, else the first figure of the prose."""
    for text in (row["done"], row["progress"]):
        if isinstance(text, int | float) and pd.notna(text):
            return float(text)
        if found := FIGURE.search(str(text)):
            return float(found[1])
    return None


def read_month(folder: Path, targets: pd.DataFrame) -> pd.DataFrame:
    """The month's rows on the targets, with rate and even pace; a task keeps its first row."""
    sheets = [read_sheet(path) for path in sorted(folder.glob("*.xlsx")) if path.name != "本月事项.xlsx"]
    rows = pd.concat(sheets, ignore_index=True)
    rows["value"] = rows.apply(figure, axis=1)
    month = targets.merge(rows.drop_duplicates("task"), on="task", how="left")
    month["rate"] = month["value"] / month["target"]
    month["pace"] = (int(folder.name) - 2) / 10
    month["status"] = "未报送"
    month.loc[month["value"].notna(), "status"] = "正常"
    month.loc[month["rate"] - month["pace"] <= -0.1, "status"] = "滞后"
    month.loc[month["rate"] >= 1, "status"] = "已完成"
    return month


def record(month: pd.DataFrame, name: str, ledger: Path) -> None:
    """Put the month into the ledger, in place of what it had."""
    with sqlite3.connect(ledger) as database:
        if database.execute("SELECT 1 FROM sqlite_master WHERE name = 'months'").fetchone():
            database.execute("DELETE FROM months WHERE month = ?", (name,))
        month.assign(month=name).astype({"done": str}).to_sql("months", database, if_exists="append", index=False)


def render(month: pd.DataFrame, name: str, template: Path, out: Path) -> None:
    """Fill the template with the counts, the lagging rows and the table."""
    rows = month.astype(object).fillna("").to_dict("records")
    for row in rows:
        row["percent"] = f"{row['rate']:.1%}" if row["rate"] != "" else ""
    word = DocxTemplate(template)
    counts = month["status"].value_counts().to_dict()
    word.render(
        {"month": int(name), "counts": counts, "rows": rows, "behind": [r for r in rows if r["status"] == "滞后"]},
        autoescape=True,
    )
    word.save(out)


def make_template(path: Path) -> None:
    """The Word template with docxtpl's tags."""
    word = Document()
    word.add_heading("关于2023年{{ month }}月区级重点民生实事推进情况的通报", 0)
    word.add_paragraph("各责任单位：")
    word.add_paragraph(
        "截至{{ month }}月底，{% for word, count in counts.items() %}{{ word }}{{ count }}项，{% endfor %}现通报如下。"
    )
    word.add_paragraph("{%p for row in behind %}")
    word.add_paragraph("{{ row.task }}完成率{{ row.percent }}。{{ row.problem }}（责任单位：{{ row.unit }}）")
    word.add_paragraph("{%p endfor %}")
    table = word.add_table(rows=4, cols=6, style="Table Grid")
    texts = (
        ("序号", "项目名称", "目标任务", "责任单位", "进展情况", "完成率"),
        ("{%tr for row in rows %}",),
        (
            "{{ row.number }}",
            "{{ row.project }}",
            "{{ row.task }}",
            "{{ row.unit }}",
            "{{ row.progress }}",
            "{{ row.percent }}",
        ),
        ("{%tr endfor %}",),
    )
    for cells, row in zip(texts, table.rows, strict=True):
        for text, cell in zip(cells, row.cells, strict=False):
            cell.text = text
    word.save(str(path))


def run(year: Path, name: str, template: Path, out: Path) -> None:
    """One month, from the folder of sheets to the circular."""
    month = read_month(year / name, read_targets(year / "notice.docx"))
    record(month, name, out / "baseline.db")
    render(month, name, template, out / f"通报-{name}.docx")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["template", path]:
            make_template(Path(path))
        case ["month", year, name, template, out]:
            run(Path(year), name, Path(template), Path(out))
        case _:
            sys.exit(__doc__)
