"""The nouns and turns of phrase (词汇) that decide a figure's role, each family with the reason it matters."""

import re

from pipeline.targets.verbs import any_of

ACTION_NOUN = any_of(
    "改造 建设 治理 整治 提升 更新 更新改造 维修 修缮 改善 培训 筛查 检查 体检 救助 帮扶 资助 补助 补贴 就业 创业 服务 "
    "监测 管理 升级 提档升级 优化 加装 安装 拆除 绿化 硬化 亮化 美化 净化 修复 演出 活动 推广 宣传 评估 鉴定 检测 工程 "
    "施工 整改 接种 保险 全覆盖 普查 调查 改造提升 提质 增效 更换 覆盖 接入 完善 提标 扩容"
)
"""Nouns of action: a phrase that ends in one says what is done, so it can stand as a promise without a verb."""

PLACE = (
    r"(?:(?:镇街|街镇|乡镇|镇乡|乡村|镇|乡|街道办事处|街道办|街道|街乡|村|社区|城区|区县|县|市|县市|区市|州|行政村|自然村|"
    r"片区|街区|省份|网格|中心镇|重点镇)(?:（[^（）]{1,8}）)?)"
)
"""Administrative places; what is counted in them is scope (范围), not a promise."""

ATTRIBUTE = re.compile(
    r"(?:(?:总)?(?:建筑|建设|占地|用地|房屋|使用|营业|场地|室内|规划)(?:总)?面积|占地|面积|总投资(?:额)?|"
    r"(?:概算|估算|计划|预算)?总?投资|概算|造价|全长|总长(?:度)?|长度|(?<!增)长|宽度|宽|高度|(?<!提)高|深度|深|直径|管径|"
    r"半径|厚度|厚|库容|容积|总?容量|装机(?:容量)?|跨径|车速|时速|净宽|路幅|"
    r"(?:建设|工程|设计|总|办学|日处理|日供水|处理|供水|接待)规模|日?(?:处理|供水|接待|承载)(?:能力|量)?|"
    r"资金|经费|(?<!新)投入|预算|补偿金|保证金|服务半径|上限|限额)"
    r"(?:均|都)?(?:达到|达|为|约|近|共|共计|合计|总计|约为|在|增至|至)?\s*$"
)
"""Attributes of one thing, and funding: the figure after them describes, it is not to be delivered (规模)."""

WORKS = any_of(
    "新增 增加 改造 治理 整治 绿化 修复 拆除 新建 建成 完成 铺设 硬化 种植 营造 修缮 维修 提升 推广 征收 清理 争取 "
    "发放 落实 改建 扩大 疏浚 贯通 打通 化解 盘活"
)
"""Works of which the figure is the amount: 新增绿地面积5万平方米, 完成投资5亿元."""

FITTED = re.compile(
    r"(?:内|共|拟|规划|并|同时|同步)*"
    r"(?:(?P<always>设有|设(?![立置施])|内设|可?(?:同时)?容纳|可满足|可供|可服务|可停放|拥有|可提供)|"
    r"设置|开设|开办|配备|配置|配建|配套|提供|开班|办学)"
)
"""What one building is fitted with (设18个标准班) describes it; the weaker words promise where it is counted."""

PEOPLE = frozenset("人 户 名 位 人次 户次 家庭 人（户）次 人(户)次 人/次 口 户/次".split())
AGES = frozenset("岁 周岁 月龄".split())
TIMES = frozenset("天 小时 分钟 个月 个工作日 个小时".split())
GROUPS = "群体|人群|人员|对象|家庭|患者|病人|学生|儿童"

RAISED = re.compile(r"(?:提高|增加|提升|调整|扩大|降低?|下降|减少|上升|拓展|延长|缩短|压缩|压减|增)(?:到|至|为)|达到")
"""A value that is changed: what stands before these words is the old one, what stands behind them is promised."""

PROGRESS = re.compile(
    r"(?:工程量|工程进度|形象进度|总进度|主体工程|主体结构|建设进度|施工进度|总工程|工程总量|总量|投资)[^，。；]{0,4}$"
)
"""A percentage of works grows over the year like a quantity; other percentages do not accumulate."""

RATIO_NAME = re.compile(
    r"(?:率|比|占比|比例|比重|指数|满意度|人均\S*|月均\S*|每千\S*|每万\S*|每百\S*|系数|浓度|优良天数)$"
)

QUALITY = re.compile(
    r"全覆盖|[应愿]\S[尽即]\S|尽[接救保收助查治改建种享帮]|清零|归零|零[发新]|常态化|制度化|全面完成|全部完成|基本建成|主体|"
    r"投用|投入使用|投入运营|完工|竣工|开工|启动|封顶|通车|贯通|开园|开馆|开放|挂牌|运营|达标|动态|机制|体系"
)
"""Results that are decided, not counted (定性): a person must say yes or no."""

ELABORATION = re.compile(
    r"其中|包含|包括|含|涵盖|内容|主要|重点(?:将|对|为|是|用于|向|面向|围绕)|根据|按照|依据|依托|围绕|结合|通过|坚持|聚焦|"
    r"针对|对照|以|为了|为进一步|从而|进而|不断|有效|切实|早日|进一步|惠及|受益|满足|方便|让|使|由|占地|建筑面积|总|全长|长|"
    r"设(?!立|置)|每|如|若|经|与|同时为|凡|对符合|涉及|预计(?!完成|建成|投用)"
)
"""Clauses that explain, limit or praise a promise and promise nothing themselves."""

OUTCOME = re.compile(
    r"保障|提升|提高|增强|改善|缓解|促进|助力|推动(?!建)|覆盖(?!率)|"
    r"确保(?!.*(?:全覆盖|清零|投用|开工|完工|竣工|建成))|力争(?!.*(?:建成|投用|开工|完工|竣工))|并(?:为|对|将)"
)
"""What a promise is good for, where it follows one (新增床位100张，*提升服务能力*); alone it may be a promise."""
