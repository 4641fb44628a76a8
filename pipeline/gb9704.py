"""GB/T 9704—2012《党政机关公文格式》 as numbers and forms; no logic.

Each carries its clause and its strength in the standard's own words: only what the standard lays down without a
qualifier (规定) can be broken; 一般, 推荐 and 可以 leave room; 实践 is what offices do where the standard is silent.
Lengths are in twips (1/20 pt, 1/1440 inch; 56.7 to the millimetre), sizes in half-points, rules in eighths of a point,
as Word counts them.
"""

from enum import StrEnum
from typing import Self


class Strength(StrEnum):
    """How firmly something is said."""

    RULE = "规定"
    USUAL = "一般"
    RECOMMENDED = "推荐"
    ALLOWED = "可以"
    PRACTICE = "实践"


class Number(int):
    """A number of the standard: used as the int it is, it knows its clause, its strength and its meaning."""

    clause: str
    strength: Strength
    words: str

    def __new__(cls, value: int, clause: str, strength: Strength, words: str) -> Self:
        self = super().__new__(cls, value)
        self.clause, self.strength, self.words = clause, strength, words
        return self


class Form(str):
    """A form that a text must have, or a family that a font's name must belong to: a regular expression."""

    clause: str
    strength: Strength
    words: str

    def __new__(cls, pattern: str, clause: str, strength: Strength, words: str) -> Self:
        self = super().__new__(cls, pattern)
        self.clause, self.strength, self.words = clause, strength, words
        return self


_RULE, _USUAL, _RECOMMENDED = Strength.RULE, Strength.USUAL, Strength.RECOMMENDED
_ALLOWED, _PRACTICE = Strength.ALLOWED, Strength.PRACTICE

MILLIMETRE = 1440 / 25.4

# 幅面与版心
PAPER_WIDTH = Number(11906, "5.1", _RULE, "A4 纸宽 210 mm")
PAPER_HEIGHT = Number(16838, "5.1", _RULE, "A4 纸高 297 mm")
MARGIN_TOP = Number(2098, "5.2.1", _RULE, "天头（上白边）37 mm")
MARGIN_LEFT = Number(1588, "5.2.1", _RULE, "订口（左白边）28 mm")
MARGIN_BOTTOM = Number(1984, "5.2.1", _RULE, "下白边 35 mm，由版心高 225 mm 得出")
MARGIN_RIGHT = Number(1474, "5.2.1", _RULE, "右白边 26 mm，由版心宽 156 mm 得出")
MARGIN_TOLERANCE = Number(57, "5.2.1", _RULE, "天头、订口允许相差 1 mm")
TEXT_WIDTH = Number(8844, "5.2.1", _RULE, "版心宽 156 mm")
TEXT_HEIGHT = Number(12756, "5.2.1", _RULE, "版心高 225 mm")
LINES = Number(22, "5.2.3", _USUAL, "每面 22 行")
CHARACTERS = Number(28, "5.2.3", _USUAL, "每行 28 个字")
LINE_PITCH = Number(579, "5.2.3", _USUAL, "行距 28.95 磅，22 行撑满版心")
CHARACTER_SPACING = Number(-5, "5.2.3", _USUAL, "3 号字字距紧缩 0.25 磅，28 个字撑满版心")
CHARACTER_PITCH = Number(315, "3.1", _RULE, "一字宽：3 号字 16 磅紧缩 0.25 磅")
BLACK = Form(r"^(auto|000000)$", "5.2.4", _RULE, "文字为黑色")

# 字号
SIZE_2 = Number(44, "7.3.1", _USUAL, "2 号字，22 磅")
SIZE_3 = Number(32, "5.2.2", _USUAL, "3 号字，16 磅")
SIZE_4 = Number(28, "7.4.2", _USUAL, "4 号字，14 磅")
SIZE_SMALL_4 = Number(24, "8", _PRACTICE, "表内小 4 号字，12 磅")
SIZE_5 = Number(21, "8", _PRACTICE, "栏目多的表用 5 号字，10.5 磅")

# 字体
FANGSONG = Form(r"仿宋|FangSong|Fang", "5.2.2", _USUAL, "仿宋体")
XIAOBIAOSONG = Form(r"小标宋|XiaoBiaoSong", "7.3.1", _USUAL, "小标宋体")
HEITI = Form(r"黑|SimHei|Hei", "7.3.3", _USUAL, "黑体")
KAITI = Form(r"楷|Kai", "7.3.3", _USUAL, "楷体")
SONGTI = Form(r"^(?!.*(仿宋|小标宋)).*宋|^N?SimSun", "7.5", _USUAL, "宋体")
LABEL_FONT = Form(HEITI, "7.3.7", _RULE, "“附件”二字及附件顺序号用 3 号黑体")

# 版头
MARK_TOP = Number(1984, "7.2.4", _RULE, "发文机关标志上边缘至版心上边缘 35 mm")
MARK_FONT = Form(XIAOBIAOSONG, "7.2.4", _RECOMMENDED, "发文机关标志推荐用小标宋体")
MARK_COLOUR = Form(r"^[C-F][0-9A-F]([0-4][0-9A-F]){2}$", "7.2.4", _RECOMMENDED, "发文机关标志颜色为红色")
MARK_CENTRED = Form(r"^center$", "7.2.4", _RULE, "发文机关标志居中排布")
MARK_WIDTH = Number(8844, "7.2.4", _PRACTICE, "发文机关标志排一行，不宽于版心")
MARK_SIZE = Number(104, "7.2.4", _PRACTICE, "发文机关标志不大于 52 磅")
MARK_SCALE = Number(66, "7.2.4", _PRACTICE, "机关名称长的，标志字宽最多压到 66%")
NUMBER_BLANKS = Number(2, "7.2.5", _RULE, "发文字号在发文机关标志下空二行")
NUMBER_FORM = Form(
    r"^([^\s〔〕\[\]()（）【】﹝﹞\d]+〔\d{4}〕[1-9]\d*|[^\s\d]*〔\d{4}〕[ \u3000]+)号$",
    "7.2.5",
    _RULE,
    "机关代字〔年份〕序号号：六角括号，年份四位，序号不编虚位、不加“第”",
)
NUMBER_CENTRED = Form(r"^center$", "7.2.5", _RULE, "下行文、平行文的发文字号居中排布")
RED_LINE_GAP = Number(227, "7.2.7", _RULE, "红色分隔线在发文字号下 4 mm 处")
RED_LINE_WIDTH = Number(8844, "7.2.7", _RULE, "红色分隔线与版心等宽")
RED_LINE_COLOUR = Form(MARK_COLOUR, "7.2.7", _RULE, "分隔线为红色")
RED_LINE_WEIGHT = Number(12, "7.2.7", _PRACTICE, "红色分隔线粗 1.5 磅")
RED = "FF0000"

# 主体
TITLE_BLANKS = Number(2, "7.3.1", _RULE, "标题在红色分隔线下空二行")
TITLE_ALIGN = Form(r"^center$", "7.3.1", _RULE, "标题居中排布")
TITLE_LAST_LINE = Number(3, "7.3.1", _RULE, "标题回行词意完整、排列对称，末行不留一两个字")
TITLE_SHAPE = Form(r"^(梯形|菱形|一行|二行)$", "7.3.1", _RULE, "标题多行时排成梯形或菱形")
TITLE_END = Form(r"[^。．.，；：！？]$", "7.3.1", _PRACTICE, "标题末尾不加标点")
ADDRESSEE_BLANKS = Number(1, "7.3.2", _RULE, "主送机关在标题下空一行")
ADDRESSEE_FLUSH = Number(0, "7.3.2", _RULE, "主送机关居左顶格")
ADDRESSEE_END = Form(r"：$", "7.3.2", _RULE, "主送机关顶格，末尾用全角冒号")
FIRST_LINE = Number(2, "7.3.3", _RULE, "每个自然段左空二字，回行顶格")
HEADING_FORMS = (
    Form(r"^[一二三四五六七八九十]+、", "7.3.3", _ALLOWED, "第一层“一、”用黑体"),
    Form(r"^（[一二三四五六七八九十]+）", "7.3.3", _ALLOWED, "第二层“（一）”用楷体"),
    Form(r"^\d{1,2}[.．](?!\d)", "7.3.3", _ALLOWED, "第三层“1.”用仿宋体"),
    Form(r"^（\d{1,2}）", "7.3.3", _ALLOWED, "第四层“（1）”用仿宋体"),
)
HEADING_ORDER = Form(r"一、→（一）→1.→（1）", "7.3.3", _ALLOWED, "结构层次序数依次标注，不越级")
ATTACHMENTS_BLANKS = Number(1, "7.3.4", _RULE, "附件说明在正文下空一行")
ATTACHMENTS_INDENT = Number(2, "7.3.4", _RULE, "附件说明左空二字")
ATTACHMENTS_ALIGNED = Number(0, "7.3.4", _RULE, "附件名称回行与上一行附件名称的首字对齐")
ATTACHMENT_END = Form(r"[^。．.，；：、！？]$", "7.3.4", _RULE, "附件名称后不加标点")
ATTACHMENT_NAMES = Form(r"", "7.3.7", _RULE, "附件顺序号和附件标题与附件说明一致")
SEALED_DATE_RIGHT = Number(4, "7.3.5.1", _USUAL, "加盖印章的公文，成文日期右空四字")
SEALED_BLANKS = Number(2, "7.3.5.1", _PRACTICE, "署名前空二行，印章顶端上距正文一行之内")
UNSEALED_BLANKS = Number(1, "7.3.5.2", _RULE, "不加盖印章的公文，在正文下空一行署名")
UNSEALED_RIGHT = Number(2, "7.3.5.2", _RULE, "不加盖印章的公文，署名（日期较长的，日期）右空二字")
UNSEALED_STEP = Number(2, "7.3.5.2", _RULE, "不加盖印章的公文，日期首字比署名首字右移二字")
DATE_FORM = Form(
    r"^\d{4}年([1-9]|1[0-2])月([1-9]|[12]\d|3[01]|[ \u3000]+)日$",
    "7.3.5.4",
    _RULE,
    "成文日期用阿拉伯数字，年份标全称，月、日不编虚位",
)
NOTE_INDENT = Number(2, "7.3.6", _RULE, "附注左空二字，加圆括号")
NOTE_FORM = Form(r"^（.+）$", "7.3.6", _RULE, "附注加圆括号")
ANNEX_NEW_PAGE = Number(1, "7.3.7", _RULE, "附件另面编排")
ANNEX_LABEL_FORM = Form(r"^附件\d*$", "7.3.7", _RULE, "“附件”及顺序号顶格编排在版心左上角第一行")
ANNEX_TITLE_ALIGN = Form(r"^center$", "7.3.7", _RULE, "附件标题居中编排")
ANNEX_TITLE_FONT = Form(XIAOBIAOSONG, "7.3.7", _PRACTICE, "附件标题同正文标题，用小标宋体")
ANNEX_TITLE_SIZE = Number(44, "7.3.7", _PRACTICE, "附件标题同正文标题，用 2 号字")
ANNEX_TITLE_LINE = Number(3, "7.3.7", _RULE, "附件标题居中编排在版心第三行")

# 版记
RULE_THICK = Number(20, "7.4.1", _RECOMMENDED, "版记首条、末条分隔线粗 0.35 mm")
RULE_THIN = Number(14, "7.4.1", _RECOMMENDED, "版记中间分隔线粗 0.25 mm")
RULE_WIDTH = Number(8844, "7.4.1", _RULE, "版记分隔线与版心等宽")
IMPRINT_BOTTOM = Form(r"^bottom$", "7.4.1", _RULE, "末条分隔线与公文最后一面的版心下边缘重合")
IMPRINT_PLACED = Form(r".", "7.4.1", _PRACTICE, "版记固定在版心下边缘")
COPIES_FORM = Form(r"^抄送：.+。$", "7.4.2", _USUAL, "“抄送”后加全角冒号，末尾加句号")
COPIES_INDENT = Number(1, "7.4.2", _USUAL, "抄送机关左右各空一字，回行与冒号后首字对齐")
PRINTED_FORM = Form(
    r"\d{4}年([1-9]|1[0-2]|[ \u3000]+)月([1-9]|[12]\d|3[01]|[ \u3000]+)日印发$",
    "7.4.3",
    _USUAL,
    "印发日期后加“印发”二字，右空一字",
)

# 页码
FOOTER_GAP = Number(397, "7.5", _RULE, "一字线上距版心下边缘 7 mm")
FACING = Number(1, "7.5", _RULE, "单页码居右、双页码居左")
FOOTER_EDGE = Number(1355, "7.5", _RULE, "页脚底边距纸边，使一字线在版心下 7 mm 处")
FOOTER_LINE = Number(320, "7.5", _PRACTICE, "页码行距 16 磅")
PAGE_NUMBER_INDENT = Number(1, "7.5", _RULE, "单页码居右空一字，双页码居左空一字")
PAGE_NUMBER_FORM = Form(r"^—\s?\d*\s?—$", "7.5", _USUAL, "页码左右各放一条一字线")
PAGE_NUMBER_SIZE = Number(28, "7.5", _USUAL, "页码用 4 号半角宋体阿拉伯数字")
PAGE_NUMBER_FONT = Form(SONGTI, "7.5", _USUAL, "页码用宋体")

# 表格
TABLE_WIDTH = Number(8844, "8", _PRACTICE, "表格与版心等宽，表宽、栏宽、单元格宽一致")
TABLE_HEADER = Number(1, "8", _PRACTICE, "表头每面重复")
TABLE_ROWS = Number(1, "8", _PRACTICE, "一行不断在两面")
TABLE_BORDER = Number(4, "8", _PRACTICE, "表线粗 0.5 磅")
TABLE_MARGIN = Number(57, "8", _PRACTICE, "单元格左右各留 1 mm")
TABLE_PADDING = Number(20, "8", _PRACTICE, "单元格上下各留 1 磅")

# 文件本身
FONT_NAMED = Form(r".", "5.2.2", _PRACTICE, "字体按名指定，不随主题字体变化")
NO_TAGS = Form(r"\{\{|\}\}|\{%|%\}|\{#|#\}|｛｛|｝｝", "7.3.3", _PRACTICE, "正文没有遗留的模板标记")
