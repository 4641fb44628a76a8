"""The wording from a Word manuscript (Word 文稿): its words are read, its looks are the program's own.

A paragraph becomes a line of the template. Elements may be marked as in the text template (标题：…); in a manuscript
that looks like a circular they need not be: what stands centred at the head is the title, the line after it that ends
in a colon the addressees, the last line that is a date the date, and the line before it the issuer.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.circular.elements import MARK
from pipeline.circular.typing_habits import plain, visible
from pipeline.findings import Finding, PipelineError, Rule, Severity
from pipeline.formats.writings import LONGEST, Writing
from pipeline.source import Where

if TYPE_CHECKING:
    from pipeline.formats.words import WordParagraph, WordText

REVISED = Rule(
    "W110",
    Severity.WARNING,
    "Word 文稿里有没有接受的修订",
    "这一段有没有接受的修订（{what}），按接受以后的文字读。",
    "请接受或者拒绝全部修订后再存。",
)
NUMBERED = Rule(
    "W111",
    Severity.WARNING,
    "Word 文稿里有自动编号",
    "这一段前面的{number}是 Word 自动加的，不是文字，没有读入。",
    "请取消自动编号，{typed}。",
)
BOXED = Rule(
    "W112",
    Severity.WARNING,
    "Word 文稿里有文本框、图片或公式",
    "这里有{what}，没有读入。",
    "里面要用的文字请写成普通段落；红头、红线由程序排，可以删去。",
)
TABLE = Rule(
    "W113",
    Severity.WARNING,
    "Word 文稿里有表格",
    "这里有表格（{what}），没有读入。",
    "正文请写成段落；附件里的表由程序生成。",
)
NOTED = Rule(
    "W114",
    Severity.WARNING,
    "Word 文稿里有脚注、尾注或批注",
    "这一段有{what}，没有读入。",
    "要印出来的请写进正文，其余的请删去。",
)
EDGE = Rule(
    "W115",
    Severity.WARNING,
    "Word 文稿里有页眉、页脚、版头或版记的文字",
    "{what}“{raw}”没有读入。",
    "版头、版记、页码由程序按设置排，请删去；要印出来的文字请写进正文。",
)
FIELD = Rule(
    "W116",
    Severity.WARNING,
    "Word 文稿里有域",
    "这一段有域（{what}），读入的是它现在显示的文字，以后不会更新。",
    "请改成普通文字，或者改用模板名称。",
)
HIDDEN = Rule(
    "W117",
    Severity.WARNING,
    "Word 文稿里有隐藏文字",
    "这一段有隐藏文字（{what}），没有读入。",
    "要印出来的请取消隐藏，其余的请删去。",
)
RULES = (REVISED, NUMBERED, BOXED, TABLE, NOTED, EDGE, FIELD, HIDDEN)

PART_BYTES = 4_000_000
"""More text than this in one part is no circular."""

_KINDS = {
    "插入": REVISED, "删去": REVISED, "文本框": BOXED, "图片": BOXED, "图表": BOXED, "嵌入的对象": BOXED, "公式": BOXED,
    "脚注": NOTED, "尾注": NOTED, "批注": NOTED, "域": FIELD, "隐藏文字": HIDDEN,
}  # fmt: skip
_QUOTED = 20
_LONGEST_ISSUER = 40
_NUMBER = re.compile(r"\S*[〔\[［（(]\d{4}[〕\]］）)]\s*第?.{1,6}号|第.{1,6}期")
_HEAD = re.compile(r".{2,40}文件|特急|加急|0*\d{1,6}")
_IMPRINT = re.compile(r".*\d{4}年\d{1,2}月\d{1,2}日印发")
_DATE = re.compile(r"(\d{4}|[〇○零一二三四五六七八九]{4})年.{1,2}月.{0,3}日|\{\{\s*成文日期\s*\}\}")
_NOTE = re.compile(r"[（(].*[）)]|\{\{\s*附注\s*\}\}")
_FIRST_ANNEX = re.compile(r"附件[：:]\s*1\s*[.．、]\s*")
_NEXT_ANNEX = re.compile(r"\d{1,2}\s*[.．、]\s*")


def read_manuscript(data: bytes, name: str) -> Writing:
    """The wording that a .docx holds, with what of it could not be honoured as findings.

    :class:`~pipeline.findings.PipelineError` where the file cannot be read at all.
    """
    from pipeline.formats.words import read_word

    word = read_word(data, name, PART_BYTES)
    lines, findings = _lines(word, name)
    if sum(len(line.text) + 1 for line in lines) > LONGEST:
        raise PipelineError(f"{name}的文字超过{LONGEST}字，不是一份通报的文稿。请检查选的文件。")
    marked, left_out = _with_marks(lines, name)
    return Writing(
        name,
        "\n".join(line.text for line in marked),
        tuple(line.number for line in marked),
        (*findings, *left_out, *_edges(word, name)),
    )


@dataclass(frozen=True, slots=True)
class _Line:
    """A line, the paragraph it stands in, whether that stands centred, and what of the line is printed."""

    number: int
    text: str
    centred: bool = False
    seen: str = ""


def _lines(word: "WordText", name: str) -> tuple[list[_Line], list[Finding]]:
    """The lines of all paragraphs, numbered without the empty ones, and what is no plain text in them."""
    from pipeline.formats.words import WordTable

    lines: list[_Line] = []
    findings: list[Finding] = []
    number = 0
    for block in word.blocks:
        if isinstance(block, WordTable):
            first = next((cell.text for row in block.rows for cell in row if cell.text.strip()), "")
            where = Where(name, "", _after(number), first)
            findings.append(TABLE.at(where, what=f"第一格是“{_quoted(first)}”" if first else "空表"))
            continue
        text = plain(block.text)
        number += bool(text.strip())
        lines += [_Line(number, each.strip(), block.centred) for each in text.split("\n")]
        place = f"第 {number} 段" if text.strip() else _after(number)
        findings += _about(block, Where(name, "", place, _quoted(text.strip().split("\n")[0])))
    seen = visible("\n".join(line.text for line in lines)).split("\n")[: len(lines)]  # no line is no empty line
    return [replace(line, seen=text) for line, text in zip(lines, seen, strict=True)], findings


def _about(paragraph: "WordParagraph", where: Where) -> Iterator[Finding]:
    """What of a paragraph could not be honoured."""
    if paragraph.numbered and where.raw:
        typed = f"直接键入“{paragraph.number}”" if paragraph.number else "需要序号的直接键入，如“一、”“（一）”"
        number = f"编号“{paragraph.number}”" if paragraph.number else "编号或项目符号"
        yield NUMBERED.at(where, number=number, typed=typed)
    rules = [(_KINDS[each.kind], each) for each in paragraph.extras]
    for rule in dict.fromkeys(rule for rule, _ in rules):
        told = [each for kind, each in rules if kind is rule]
        words = [each.text if rule is FIELD else f"{each.kind}{_in_marks(each.text)}" for each in told]
        if rule is HIDDEN:
            words = [_in_marks(each.text) for each in told]
        yield rule.at(where, what="、".join(dict.fromkeys(words)))


def _edges(word: "WordText", name: str) -> Iterator[Finding]:
    for what, texts in (("页眉", word.headers), ("页脚", word.footers)):
        for text in dict.fromkeys(texts):
            yield EDGE.at(Where(name, "", what, _quoted(text)), what=what)


# --- the elements of a manuscript without marks -----------------------------------------------------------------------


def _with_marks(lines: list[_Line], name: str) -> tuple[list[_Line], list[Finding]]:
    """The lines with the marks that the manuscript left out; what the program itself sets is left out and told."""
    there = {found[1] for line in lines if (found := MARK.match(line.seen))}
    printed = [place for place, line in enumerate(lines) if line.seen]
    marks: dict[int, str] = {}
    head = [] if "标题" in there else _head(lines, printed)
    begin = len(head)
    if "标题" not in there:
        title = _title(lines, printed[begin:])
        marks.update(dict.fromkeys(title, "标题"))
        begin += len(title)
    else:
        titles = [at for at, place in enumerate(printed) if lines[place].seen.startswith("标题")]
        begin = titles[-1] + 1
    body = printed[begin:]
    if "主送" not in there and begin > len(head) and body and _is_addressees(lines[body[0]].seen):
        marks[body[0]] = "主送"
    imprint = [place for place in body[-3:] if _IMPRINT.fullmatch(lines[place].seen)]
    annexes = _annexes(lines, body)
    marks.update(_tail(lines, [place for place in body if place not in (*imprint, *marks)], there, annexes))
    findings = [
        EDGE.at(Where(name, "", f"第 {lines[place].number} 段", lines[place].text), what=what)
        for what, places in (("版头", head), ("版记", imprint))
        for place in places
    ]
    kept = [
        replace(line, text=f"{marks[at]}：{line.text}" if at in marks else annexes.get(at, line.text))
        for at, line in enumerate(lines)
        if at not in head and at not in imprint
    ]
    return kept, findings


def _head(lines: list[_Line], printed: list[int]) -> list[int]:
    """The head of a paper that was issued (发文机关标志, 文号), where the manuscript was made from one."""
    last = 0
    for at, place in enumerate(printed[:6], 1):
        if _NUMBER.fullmatch(lines[place].seen) or _HEAD.fullmatch(lines[place].seen):
            last = at
    return printed[:last]


def _title(lines: list[_Line], printed: list[int]) -> list[int]:
    """What stands centred before anything else."""
    title: list[int] = []
    for place in printed:
        if not lines[place].centred or lines[place].seen.endswith(("：", ":")):
            break
        title.append(place)
    return title


def _is_addressees(text: str) -> bool:
    return text.endswith(("：", ":")) and "。" not in text and not text.rstrip("：:").endswith("如下")


def _tail(lines: list[_Line], body: list[int], there: set[str], annexes: Collection[int]) -> dict[int, str]:
    """The date, the issuer before it, which is none of the ``annexes``, and a note in brackets after it."""
    dates = [at for at, place in enumerate(body) if _DATE.fullmatch(lines[place].seen)]
    if "成文日期" in there or not dates:
        return {}
    at = dates[-1]
    marks = {body[at]: "成文日期"}
    if at and "署名" not in there and body[at - 1] not in annexes and _is_issuer(lines[body[at - 1]].seen):
        marks[body[at - 1]] = "署名"
    after = lines[body[at + 1]].seen if at + 1 < len(body) else ""
    if "附注" not in there and _NOTE.fullmatch(after):
        marks[body[at + 1]] = "附注"
    return marks


def _is_issuer(text: str) -> bool:
    return len(text) <= _LONGEST_ISSUER and "。" not in text and not MARK.match(text)


def _annexes(lines: list[_Line], body: list[int]) -> dict[int, str]:
    """附件：1.甲 and the lines 2.乙, 3.丙 under it, each as a line of its own mark."""
    told: dict[int, str] = {}
    for place in body:
        text = lines[place].text
        if found := _FIRST_ANNEX.match(text) or (_NEXT_ANNEX.match(text) if told else None):
            told[place] = f"附件：{text[found.end() :]}"
        elif told:
            break
    return told


def _after(number: int) -> str:
    return f"第 {number} 段之后" if number else "第 1 段之前"


def _in_marks(text: str) -> str:
    return f"“{_quoted(text)}”" if text else ""


def _quoted(text: str) -> str:
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}……"
