# ruff: noqa: E501, W291  (the notice stands as it was published, line by line)
"""The 2023 notice as published, and small notices made for a test, as text and as Word files."""

import io
from collections.abc import Iterable, Sequence

from docx import Document
from docx.table import Table

ROWS = (
    ("1", "老城有机更新", "实施中山路、胜利路、南大街、茶山竹海等街道办事处范围内200个以上老旧小区改造，包含路面、绿化、安防系统、停车位规范、安装路灯、消防设施、雨污管网、无障碍通道等改造内容。", "区住房城乡建委"),
    ("", "", "对中山路、胜利路、南大街、陈食、大安、卫星湖等6个街道办事处范围内的600个老旧小区及保障性租赁住房实施燃气设施更新改造，惠及居民14万户。", "区经济信息委"),
    ("", "", "根据业主申请，增设老旧住宅电梯60台。", "区规划自然资源局"),
    ("", "", "改造老旧小区供水管道10处，包括改造或维护二次加压设备5套，更换超期水表5000只。", "区城市管理局"),
    ("2", "“四好农村路”建设", "建设“四好农村路”200公里（含重要农村公路）。", "区交通局"),
    ("3", "教育惠民工程", "建设云谷幼儿园，占地约10亩，设18个标准班，预计完成工程量40%；实施新城校园周边有机更新，完成兴龙湖小学周边有机更新项目。", "区新城建管委"),
    ("", "", "建设红河小学综合楼，建筑面积约4300平方米。改建东皋书院幼儿园，建筑面积约1700平方米；投用湖山1号幼儿园，建筑面积约2800平方米。", "区教委"),
    ("4", "开展青少年心理健康教育", "全区中小学心理辅导室（中心）覆盖率达到 90%以上，区级培训中小学心理健康教育专兼职指导教师不少于 50名。常态化开展中小学心理健康教育和实践活动，青少年心理健康核心知识知晓率达到 70%以上。", "区教委"),
    ("5", "适龄女性接种HPV疫苗补助", "开展全区初中二年级在校女学生宫颈癌（HPV）疫苗接种定额补助，实现愿接尽接。", "区卫生健康委"),
    ("6", "医疗卫生服务能力提升工程", "完成江苏省中医院重庆医院建设项目主体施工，建筑面积约135612平方米。建设渝西精神卫生传染病救治中心，建筑面积约30000平方米，设精神障碍患者隔离观察床位500张。", "区卫生健康委"),
    ("7", "开展“百千万惠残助残行动”", "实施困难重度残疾人家庭无障碍改造633户。建设渝馨家园22个，实现全区镇（街道）渝馨家园全覆盖。", "区残联"),
    ("8", "实施老年人照顾服务计划", "设立村（社区）老年食堂8个、养老助餐点23个，重点将本区户籍60周岁（含）以上的分散供养特困人员、城乡低保老人和有助餐需求的社会老年人纳入助餐服务范围，实现全区镇（街道）老年食堂（老年人助餐点）全覆盖。", "区民政局"),
    ("9", "就业创业帮扶", "开展职业技能培训7000人，发放创业担保贷款6000万元。", "区人力社保局"),
    ("10", "“增绿添园”工程", "建设体育文化公园1个，口袋公园6个。", "区城市管理局"),
    ("11", "城乡厕所建设", "新改建城区公厕10座。", "区城市管理局"),
    ("", "", "完成农村户厕改造2500户。", "区农业农村委"),
    ("12", "地下“有限空间”安全监测整治", "完成窨井盖治理500个。", "区城市管理局"),
    ("13", "城区道路照明改造工程", "改建路灯170组，更换路灯电缆线8100米。", "区城市管理局"),
    ("14", "城区交通缓堵工程", "改建港湾式公交站10座，实施老城区路面整治。", "区城市管理局"),
    ("15", "群众身边的体育设施建设", "建设农村体育中心户30户、健身点30个。", "区文化旅游委"),
)  # fmt: skip
HEADER = ("序号", "项目名称", "2023年工作目标任务", "责任单位")
LETTER = """ 关于做好2023年区级重点民生实事
有关工作的通知
永川府办发〔2023〕12号

各镇人民政府、街道办事处，区政府各部门，有关单位：
经区委、区政府研究决定，确定实施15件区级重点民生实事，现就做好重点民生实事有关工作通知如下：
一、高度重视，精心组织
各单位要切实提高政治站位，积极主动推进项目建设。
项目责任单位要落实专人，每月底将项目推进情况报送区发展改革委。

附件：永川区2023年重点民生实事工作目标任务
\u00a0
重庆市永川区人民政府办公室 
                           2023年2月17日
（此件公开发布）

附件
永川区2023年重点民生实事工作目标任务
"""


def as_text(rows: Iterable[Sequence[str]] = ROWS, header: Sequence[str] = HEADER, letter: str = LETTER) -> bytes:
    """The notice as copied from the district's site: a cell on each line that begins with a tab."""
    return (letter + "\n".join("".join(f"\t{cell}\n" for cell in row) for row in (header, *rows))).encode()


def as_word(rows: Sequence[Sequence[str]] = ROWS, header: Sequence[str] = HEADER, *, merged: bool = True) -> bytes:
    """The notice as a Word file; empty first cells are merged with the one above, or merely left empty."""
    word = Document()
    for line in LETTER.split("\n"):
        word.add_paragraph(line)
    add_table(word.add_table(0, len(header)), (header, *rows), merged=merged)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def add_table(table: Table, rows: Sequence[Sequence[str]], *, merged: bool = False) -> None:
    """Fill a table; with ``merged``, the first two columns' empty cells join the cell above them."""
    for row in rows:
        cells = table.add_row().cells  # type: ignore[no-untyped-call]
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
    for column in range(2) if merged else ():
        starts = [at for at, row in enumerate(rows) if row[column]]
        for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
            if end - start > 1:
                text = table.cell(start, column).text
                table.cell(start, column).merge(table.cell(end - 1, column)).text = text
