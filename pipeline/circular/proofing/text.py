"""Title, addressee and text (clauses 7.3.1 to 7.3.3)."""

from collections.abc import Iterable, Iterator
from itertools import chain

from pipeline import gb9704 as gb
from pipeline.circular.markup import hundredths
from pipeline.circular.proofing.elements import Elements, joined
from pipeline.circular.proofing.faces import Fonts, face, runs_of
from pipeline.circular.proofing.measure import Measure, characters, excerpt, matches, measure
from pipeline.circular.proofing.paper import SetParagraph, SetRun
from pipeline.circular.titles import shape
from pipeline.gb9704 import Form

_FAMILIES = (gb.HEITI, gb.KAITI, gb.FANGSONG, gb.FANGSONG)
_LEVELS = ("一级标题", "二级标题", "三级标题", "四级标题")
_NEAR = 0.3  # of a character: indents in points and in characters differ by that much


def measures(elements: Elements, fonts: Fonts) -> Iterator[Measure]:
    return chain(_title(elements, fonts), _addressee(elements), _text(elements, fonts), _headings(elements, fonts))


def _title(elements: Elements, fonts: Fonts) -> Iterator[Measure]:
    title = elements.title
    if not title:
        yield measure(gb.TITLE_END, "标题", "没有认出标题", False, "有标题")
        return
    yield from face("标题", runs_of(title), fonts, gb.XIAOBIAOSONG, gb.SIZE_2)
    yield centred(gb.TITLE_ALIGN, "标题", title)
    if elements.number and not elements.is_titled_above:
        blanks = elements.paper.blanks_before(title[0])
        if elements.is_letter:  # 相距二行 is read as two blank lines, or as the second line
            met = blanks in (gb.LETTER_TITLE_BLANKS - 1, gb.LETTER_TITLE_BLANKS)
            yield measure(gb.LETTER_TITLE_BLANKS, "标题位置", f"空 {blanks} 行", met)
        else:
            yield measure(gb.TITLE_BLANKS, "标题位置", f"空 {blanks} 行", blanks == gb.TITLE_BLANKS)
    yield from _lines(elements, title)
    yield measure(gb.TITLE_END, "标题末尾", excerpt(joined(title)[-4:]), matches(gb.TITLE_END, joined(title)))


def _lines(elements: Elements, title: tuple[SetParagraph, ...]) -> Iterator[Measure]:
    """The shape of the title's lines, broken by hand or by Word."""
    capacity = elements.paper.section_at(title[0].place).text_width * 100 // title[0].face.pitch
    lines = tuple(line.strip() for each in title for line in each.text.split("\n"))
    seen = tuple(piece for line in lines for piece in _filled(line, capacity))
    yield measure(gb.TITLE_SHAPE, "标题回行", shape(seen), matches(gb.TITLE_SHAPE, shape(seen)))
    last = hundredths(seen[-1]) / 100
    yield measure(gb.TITLE_LAST_LINE, "标题末行", characters(last), last >= gb.TITLE_LAST_LINE)


def _filled(line: str, capacity: int) -> Iterator[str]:
    """A line as Word breaks it: full, full, rest."""
    piece = ""
    for character in line:
        if hundredths(piece + character) > capacity:
            yield piece
            piece = ""
        piece += character
    yield piece


def centred(fact: Form, item: str, lines: Iterable[SetParagraph]) -> Measure:
    """Whether lines are centred; an indent that was left in their style puts them off."""
    off = [each for each in lines if each.align != "center" or abs(each.start - each.indent("right")) > _NEAR]
    seen = ("首行有缩进" if off[0].align == "center" else "不居中") if off else "居中"
    return measure(fact, f"{item}排布", seen, not off)


def _addressee(elements: Elements) -> Iterator[Measure]:
    addressee = elements.addressee
    if addressee is None:
        return
    blanks = elements.paper.blanks_before(addressee)
    yield measure(gb.ADDRESSEE_BLANKS, "主送机关位置", f"空 {blanks} 行", blanks == gb.ADDRESSEE_BLANKS)
    flush = abs(addressee.first) <= _NEAR and addressee.align in ("left", "both")
    yield measure(gb.ADDRESSEE_FLUSH, "主送机关排布", "顶格" if flush else f"左空 {characters(addressee.first)}", flush)
    yield measure(gb.ADDRESSEE_END, "主送机关末尾", addressee.text[-1], matches(gb.ADDRESSEE_END, addressee.text))


def _text(elements: Elements, fonts: Fonts) -> Iterator[Measure]:
    if not elements.text:
        return
    written = [each for each in elements.text if each.align not in ("center", "right")]  # a table's name is none
    plain = (run for each in written for run in _sentences(each, elements))
    yield from face("正文", plain, fonts, gb.FANGSONG, gb.SIZE_3)
    off = [each for each in written if not _indented(each)]
    seen = f"{len(off)} 段不是，如 {excerpt(off[0].text)}" if off else "每段左空二字，回行顶格"
    yield measure(gb.FIRST_LINE, "自然段缩进", seen, not off)
    tags = next((each.text for each in elements.paper.paragraphs if matches(gb.NO_TAGS, each.text)), "")
    yield measure(gb.NO_TAGS, "模板标记", excerpt(tags) if tags else "没有", not tags)


def _indented(paragraph: SetParagraph) -> bool:
    return abs(paragraph.first - gb.FIRST_LINE) <= _NEAR and abs(paragraph.indent("left")) <= _NEAR


def _sentences(paragraph: SetParagraph, elements: Elements) -> tuple[SetRun, ...]:
    """A paragraph's runs without the heading that it begins with, if it does."""
    if not any(paragraph is heading for _, heading in elements.headings):
        return paragraph.runs
    return tuple(run for run in paragraph.runs if run.font != paragraph.lead.font)


def _headings(elements: Elements, fonts: Fonts) -> Iterator[Measure]:
    by_level: dict[int, list[SetRun]] = {}
    for level, heading in elements.headings:
        by_level.setdefault(level, []).append(heading.lead)
    for level, leads in sorted(by_level.items()):
        yield from face(_LEVELS[level - 1], leads, fonts, _FAMILIES[level - 1], gb.SIZE_3)
    if elements.headings:
        skipped = _skipped(elements.headings)
        yield measure(gb.HEADING_ORDER, "层次序数", f"{excerpt(skipped)}越级" if skipped else "依次标注", not skipped)
        odd = next((each.text for level, each in elements.headings if not _is_formed(level, each)), "")
        yield measure(gb.HEADING_FORM, "层次序数形式", excerpt(odd) if odd else "都是", not odd)


def _is_formed(level: int, heading: SetParagraph) -> bool:
    return matches(gb.HEADING_FORMS[level - 1], heading.text)


def _skipped(headings: Iterable[tuple[int, SetParagraph]]) -> str:
    """The first heading that stands more than one level below the one before it."""
    above = 0
    for level, heading in headings:
        if level > above + 1:
            return heading.text
        above = level
    return ""
