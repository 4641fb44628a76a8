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
COMPENSATED_TOP = Number(1960, "5.2.1", _RULE, "天头 37 mm 量到字面，页边距相应为 34.58 mm")
COMPENSATED_BOTTOM = Number(1847, "5.2.1", _RULE, "下白边 35 mm 量到字面，页边距相应为 32.58 mm")
COMPENSATED_PITCH = Number(589, "5.2.3", _USUAL, "行距 29.45 磅，22 行的字面撑满版心")
CHARACTER_SPACING = Number(-5, "5.2.3", _USUAL, "3 号字字距紧缩 0.25 磅，28 个字撑满版心")
CHARACTER_PITCH = Number(315, "3.1", _RULE, "一字宽：3 号字 16 磅紧缩 0.25 磅")
BLACK = Form(r"^(auto|([01][0-9A-F]){3})$", "5.2.4", _RULE, "文字为黑色")

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
COPY_FORM = Form(r"^\d{6}$", "7.2.1", _USUAL, "份号用 6 位阿拉伯数字")
COPY_FLUSH = Number(0, "7.2.1", _USUAL, "份号顶格编排在版心左上角第一行")
COPY_SIZE = Number(32, "7.2.1", _USUAL, "份号用 3 号字")
URGENCY_FORM = Form(r"^(特急|加急)$", "7.2.3", _USUAL, "紧急程度分别标注“特急”“加急”")
URGENCY_FONT = Form(HEITI, "7.2.3", _USUAL, "紧急程度用 3 号黑体")
URGENCY_FLUSH = Number(0, "7.2.3", _USUAL, "紧急程度顶格编排在版心左上角，份号下另起一行")
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
NUMBER_UPWARD = Number(1, "7.2.5", _RULE, "上行文的发文字号居左空一字，与签发人同行")
NUMBER_PLACE = Form(r"^在标题上方$", "7.2.5", _RULE, "发文字号在发文机关标志下，标题上方")
SIGNER = Form(r"^没有$", "7.2.6", _RULE, "签发人只标在上行文上，通报不标")
RED_LINE_GAP = Number(227, "7.2.7", _RULE, "红色分隔线在发文字号下 4 mm 处")
RED_LINE_WIDTH = Number(8844, "7.2.7", _RULE, "红色分隔线与版心等宽")
RED_LINE_COLOUR = Form(MARK_COLOUR, "7.2.7", _RULE, "分隔线为红色")
RED_LINE_WEIGHT = Number(12, "7.2.7", _PRACTICE, "红色分隔线粗 1.5 磅")
RED = "FF0000"

# 督查通报等有期号的版头
ISSUE_FORM = Form(
    r"^(（|〔\d{4}〕|\d{4}年)*第([1-9]\d*|[一二三四五六七八九十百]+|[ \u3000]+)期）?$",
    "7.2.5",
    _PRACTICE,
    "期号标为第×期，不编虚位",
)
ISSUE_BLANKS = Number(1, "7.2.5", _PRACTICE, "期号在标志下空一行居中")
ISSUE_CENTRED = Form(r"^center$", "7.2.5", _PRACTICE, "期号居中排布")
ISSUER_INDENT = Number(1, "7.2.7", _PRACTICE, "发文机关左空一字，日期右空一字，在红色分隔线上方")

# 信函格式
LETTER_MARK_TOP = Number(1701, "10.1", _RULE, "信函格式的发文机关标志上边缘至上页边 30 mm")
LETTER_MARK_FORM = Form(r"(?<!文件)$", "10.1", _RULE, "信函格式的发文机关标志用机关全称或规范化简称，不加“文件”")
LETTER_RULE_GAP = Number(227, "10.1", _RULE, "第一条红色双线（上粗下细）在发文机关标志下 4 mm 处")
LETTER_RULE_FOOT = Number(1134, "10.1", _RULE, "第二条红色双线（上细下粗）距下页边 20 mm")
LETTER_RULE_WIDTH = Number(9638, "10.1", _RULE, "红色双线长 170 mm，居中排布")
LETTER_RULE_ORDER = Form(r"^(上粗下细|上细下粗)$", "10.1", _RULE, "第一条红色双线上粗下细，第二条上细下粗")
LETTER_RULE_THICK = Number(40, "10.1", _PRACTICE, "红色双线的粗线 2 磅")
LETTER_RULE_SPACE = Number(20, "10.1", _PRACTICE, "红色双线的两线相距 1 磅")
LETTER_RULE_THIN = Number(15, "10.1", _PRACTICE, "红色双线的细线 0.75 磅")
LETTER_NUMBER_RIGHT = Number(0, "10.1", _RULE, "信函格式的发文字号顶格居版心右边缘，在第一条红色双线下")
LETTER_NUMBER_GAP = Number(280, "10.1", _RULE, "红色双线与发文字号相距 3 号汉字高度的八分之七")
LETTER_TITLE_BLANKS = Number(2, "10.1", _RULE, "信函格式的标题与其上最后一个要素相距二行")
LETTER_FIRST_PAGE = Form(r"^不显示$", "10.1", _RULE, "信函格式首页不显示页码")
LETTER_IMPRINT = Form(r"^没有$", "10.1", _RULE, "信函格式的版记不加印发机关和印发日期、分隔线")

# 纪要格式
ATTENDANCE_FONT = Form(HEITI, "10.3", _USUAL, "“出席”“请假”“列席”一般用 3 号黑体")
ATTENDANCE_INDENT = Number(2, "10.3", _USUAL, "出席人员名单左空二字，回行与冒号后首字对齐")

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
HEADING_FORM = Form(r".", "7.3.3", _ALLOWED, "结构层次序数依次写作“一、”“（一）”“1.”“（1）”")
HEADING_ORDER = Form(r"一、→（一）→1.→（1）", "7.3.3", _ALLOWED, "结构层次序数依次标注，不越级")
ATTACHMENTS_BLANKS = Number(1, "7.3.4", _RULE, "附件说明在正文下空一行")
ATTACHMENTS_INDENT = Number(2, "7.3.4", _RULE, "附件说明左空二字")
ATTACHMENTS_ALIGNED = Number(0, "7.3.4", _RULE, "附件名称回行与上一行附件名称的首字对齐")
ATTACHMENT_END = Form(r"[^。．.，；：、！？]$", "7.3.4", _RULE, "附件名称后不加标点")
ATTACHMENT_NUMBERS = Form(r".", "7.3.4", _RULE, "附件不止一个的，用阿拉伯数字标顺序号（附件：1.×××）；只有一个的不标")
ATTACHMENTS_BOUND = Form(r".", "7.3.7", _PRACTICE, "附件与正文一起装订，在同一份文件里")
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
MOVED_FORM = Form(r"^主送：.+。$", "7.4.2", _USUAL, "主送机关移至版记时编排方法同抄送，在抄送上一行")
MOVED_UNRULED = Number(0, "7.4.2", _RULE, "主送机关与抄送机关之间不加分隔线")
IMPRINT_EVEN = Form(r"^不编$", "7.5", _PRACTICE, "版记另排在双页上的，这一页和前面的空白页不编页码")
IMPRINT_BARE = Form(r".", "7.5", _RULE, "版记页前有空白页的，空白页和版记页都不编页码")
IMPRINT_PLACED = Form(r".", "7.4.1", _PRACTICE, "版记固定在版心下边缘")
COPIES_FORM = Form(r"^抄送：.+。$", "7.4.2", _USUAL, "“抄送”后加全角冒号，末尾加句号")
PRINTED_INDENT = Number(1, "7.4.3", _USUAL, "印发机关左空一字")
PRINTED_RULED = Form(r"^有$", "7.4.3", _RULE, "版记中其他要素与印发机关、印发日期之间有一条细分隔线")
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
FOOTER_EDGE = Number(1429, "7.5", _RULE, "页脚底边距纸边，使一字线在版心下 7 mm 处")
FOOTER_LINE = Number(320, "7.5", _PRACTICE, "页码行距 16 磅")
PAGE_NUMBER_INDENT = Number(1, "7.5", _RULE, "单页码居右空一字，双页码居左空一字")
PAGE_NUMBER_CENTRED = Form(r"^center$", "7.5", _PRACTICE, "页码居中（按设置）")
PAGE_NUMBER_NONE = Form(r"^没有页码$", "7.5", _PRACTICE, "不编页码（按设置）")
PAGE_NUMBER_FORM = Form(r"^—\s?\d*\s?—$", "7.5", _USUAL, "页码左右各放一条一字线")
PAGE_NUMBER_SIZE = Number(28, "7.5", _USUAL, "页码用 4 号半角宋体阿拉伯数字")
PAGE_NUMBER_FONT = Form(SONGTI, "7.5", _USUAL, "页码用宋体")

# 表格
TABLE_WIDTH = Number(8844, "8", _PRACTICE, "表格与版心等宽，表宽、栏宽、单元格宽一致")
TABLE_HEADER = Number(1, "8", _PRACTICE, "表头每面重复")
ACROSS_NUMBER = Form(r"^短边$", "8", _RULE, "A4 纸型的表格横排时，页码位置与其他页一致，在纸的短边")
ACROSS_MARGINS = Number(57, "8", _RULE, "横排的页，页边随纸张转向：天头在右，订口在上")
TABLE_ROWS = Number(1, "8", _PRACTICE, "一行不断在两面")
TABLE_BORDER = Number(4, "8", _PRACTICE, "表线粗 0.5 磅")
TABLE_MARGIN = Number(57, "8", _PRACTICE, "单元格左右各留 1 mm")
TABLE_PADDING = Number(20, "8", _PRACTICE, "单元格上下各留 1 磅")

# 成版以后
FILLED = Number(12756, "5.2.3", _USUAL, "22 行撑满版心")
INSIDE = Form(r"^$", "7.1", _RULE, "版头、主体、版记在版心内，只有页码在版心外")
FIRST_PAGE = Form(r"^1$", "7.3.3", _RULE, "公文首页必须显示正文")
CLOSING_KEPT = Form(r".", "7.3.5.5", _ALLOWED, "署名、成文日期与正文同面，可调整行距、字距")
SEAL_ROOM = Form(r".", "7.3.5.1", _PRACTICE, "直径 42 mm 的印章居中下压署名和日期，顶端上距正文一行之内")
PAGE_NUMBERS_RUN = Form(r"^(\d+)$", "7.5", _RULE, "页码连续编排")
NO_BLANK_PAGES = Form(r".", "7.5", _PRACTICE, "没有空白面")
FONT_PRINTED = Form(r".", "5.2.2", _PRACTICE, "用文件指定的字体印出")

# 行文
PUNCTUATION = Form(
    r"[\u4e00-\u9fff）》”][,;:?!]|[,;:?!](?=[\u4e00-\u9fff（《“])|[\u4e00-\u9fff]\.(?![\w.])"
    r"|\((?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])\)|[\u4e00-\u9fff]\"|\"(?=[\u4e00-\u9fff])",
    "9",
    _RULE,
    "标点符号用法符合 GB/T 15834，汉字间用全角标点",
)
FULL_WIDTH_DIGITS = Form(r"[０-９]", "9", _RULE, "数字用法符合 GB/T 15835，阿拉伯数字用半角")
INDENT_SET = Number(0, "7.3.3", _PRACTICE, "缩进用段落格式设置，不敲空格")
ATTACHMENTS_COLON = Form(r"^附件：", "7.3.4", _RULE, "“附件”后标全角冒号")
ANNEX_BEFORE_IMPRINT = Form(r".", "7.3.7", _RULE, "附件在版记之前")
NO_BOXES = Number(0, "7.1", _PRACTICE, "文字不放在文本框里，文本框里的没有核验")
NO_REVISIONS = Number(0, "7.1", _PRACTICE, "修订都已接受或拒绝，批注都已删除")

# 文件本身
FONT_NAMED = Form(r".", "5.2.2", _PRACTICE, "字体按名指定，不随主题字体变化")
NO_TAGS = Form(r"\{\{|\}\}|\{%|%\}|\{#|#\}|｛｛|｝｝", "7.3.3", _PRACTICE, "正文没有遗留的模板标记")
