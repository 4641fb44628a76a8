"""The words (词汇) that the grammar of target sentences turns on, each family with the reason it matters.

Target sentences are written in one genre everywhere: *verb, noun, figure* (改建路灯170组) or *verb, figure, noun*
(建成352套保障性租赁住房). Which words are verbs, places, attributes or beneficiaries is what decides a figure's role.
"""

import re


def any_of(words: str) -> str:
    """The words as one alternation of a pattern, longest first, so that 新改扩建 is not read as 新."""
    return "|".join(sorted(map(re.escape, words.split()), key=lambda word: (-len(word), word)))


BUILDING_VERBS = "建设 新建 改建 扩建 改扩建 新改建 新改扩建 新建成 续建 迁建 重建 修建 建成 建 新开工 开工 完工 竣工 主体施工"
"""Verbs of building (建设类动词): works begin late, since they wait for permits and tenders."""

_VERBS = (
    BUILDING_VERBS
    + " 打造 建立 设立 增设 新增 增加 增 新设 设置 布设 布局 投放 投用 投运 启用 启动 推出 开设 开办 开放 开通 开行 办 开 做 举办 "
    "组织 开展 安排 实施 实现 完成 推进 推动 推行 推广 落实 做好 创建 创评 评选 评定 认定 培育 培养 孵化 引进 引育 招聘 招募 募集 "
    "选聘 选派 选拔 储备 筹集 筹措 供应 提供 配备 配置 配建 配套 安装 加装 增配 更换 更新 维修 维修更换 维护 修复 修缮 改造 改造提升 "
    "提升改造 改善 提升 提档 升级 升级改造 优化 优化调整 调整 整治 治理 整修 拆除 清理 清淤 疏浚 铺设 敷设 贯通 打通 硬化 绿化 "
    "新植 种植 栽植 营造 补植 盘活 利用 发放 发展 投入 争取 兑现 落地 帮扶 扶持 资助 救助 补助 补贴 代缴 购买 采购 培训 轮训 "
    "筛查 检查 体检 免费 服务 服务覆盖 覆盖 送 送达 配送 送教 演出 放映 播放 交付 分配 保障 解决 帮助 促进 吸纳 带动 消除 化解 "
    "处置 调解 办理 受理 回收 整改 检测 抽检 监测 巡查 建档 签约 达到 达 保持 保持在 稳定 稳定在 控制 控制在 增长 提高 提高到 "
    "提高至 增加到 增加至 提升到 提升至 扩大 扩大到 扩大至 减少 降低 下降 压减 做满 办好 办成 做到 力争完成 全面完成 全部完成 新改 "
    "制定 编制 出台 修订 制作 设 种 建好 建强 建有 争创 申报 打响 拓宽 延伸 接种 发布 征集 收集 举行 承办 选树 表彰 招录 招收 招生 "
    "录用 聘用 订制 定制 划定 施划 施画 新划 翻建 复建 重修 畅通 接入 接通 改接 覆盖到 入户 抓好 推选 推荐 评审 验收 装配 置换 划转"
)
VERB = (
    any_of(" ".join(word for word in _VERBS.split() if len(word) > 1))
    + r"|建(?!筑|档|材)|开(?!发|放|学)|办(?!公|学|法)|设(?!施|备|计|立)|增(?!值|长)|种(?!植|子)|达(?!标)|做|送(?!餐|变)"
)

_ADVERBS = any_of(
    "全年 年内 年底前 今年 今年内 本年 本年度 当年 年度 上半年 下半年 每年 力争 争取 计划 预计 确保 保证 继续 持续 积极 大力 稳步 深入 加快 着力 "
    "进一步 全面 有序 统筹 同步 同时 并 再 拟 累计 总计 共计 合计 其中 包括 包含 含 全力 扎实 精准 适时 分批 分期 已 将 给 向 把 由 至 到 于 以 "
    "按 按照 围绕 依托 通过 一是 二是 三是 四是 五是 以及 及 与 或 另 另外 还 使 让 全区 全市 全县 全镇 全省 全州 辖区 区内 市内 县内"
)
LEADING = (
    r"(?:(?:20[0-9]{2}年(?:度|底|末)?(?:前)?|[0-9]{1,2}月(?:[0-9]{1,2}日)?(?:底|末|份|初|[上中下]旬)?(?:之?前)?|"
    rf"(?:{_ADVERBS})|对(?!口|外)|为(?!老服|老助|老综|老中|民办|民服|农服)|共(?![享同建有用公产青])|和(?!谐|平)|在(?!建|线|职|校|园))[，、\s]*)"
)
"""What may stand before the first verb and says nothing of the thing: time, degree, prepositions, the whole district."""

QUANTITY_VERB = any_of(
    "新增 增加 增设 新建 新建成 新改建 新改扩建 改扩建 改建 扩建 建成 建设 设置 设立 完成 实现 达到 达 达标 为 至 到 做满 开设 开办 推出 打造 "
    "交付 覆盖 举办 组织 开展 安排 投放 提供 发放 保持 保持在 稳定 稳定在 控制 控制在 稳定达到 优化调整 调整 优化 新开工 开工 启动 共 共计 合计 "
    "总计 累计 总数 总数达 约 力争 争取 计划 预计 确保 实际 分别 各 均 都 全部 共有 提高到 提高至 增加到 增加至 提升到 提升至 扩大到 扩大至 降低到 降至 "
    "增至 升至 总量 数量 超 突破 超过 再 了 其中 包括 含 竣工 完工 续建 的 等 等共 率先 基本"
) + r"|(?<![新改扩续迁重修创组搭共筹配构在兴援])建|(?<![公展召离新])开|(?<![举主承协创经交])办|(?<![新递])增|(?<![铺敷架建开增新创])设|做|(?<![配投放输寄])送"
"""Words that stand between the thing and its figure (床位*新增*100张) and are not part of its name.

Nouns of action (改造、治理、培训、筛查) are not here: 户厕改造 is the name of what is counted.
"""

ACTION_NOUN = any_of(
    "改造 建设 治理 整治 提升 更新 更新改造 维修 修缮 改善 培训 筛查 检查 体检 救助 帮扶 资助 补助 补贴 就业 创业 服务 监测 管理 升级 提档升级 优化 加装 安装 拆除 "
    "绿化 硬化 亮化 美化 净化 修复 演出 活动 推广 宣传 评估 鉴定 检测 工程 施工 整改 接种 保险 全覆盖 普查 调查 供暖改造 智慧化改造 改造提升 提质 增效 更换 覆盖 接入 完善 提标 扩容"
)
"""Nouns of action: a phrase that ends in one says what is done, so it can stand as a promise without a verb."""

PLACE = (
    r"(?:(?:镇街|街镇|乡镇|镇乡|乡村|镇|乡|街道办事处|街道办|街道|街乡|村|社区|城区|区县|县|市|县市|区市|州|行政村|自然村|片区|街区|省份|网格|中心镇|重点镇)"
    r"(?:（[^（）]{1,8}）)?)"
)
"""Administrative places; what is counted in them is scope (范围), not a promise."""

ATTRIBUTE = re.compile(
    r"(?:(?:总)?(?:建筑|建设|占地|用地|房屋|使用|营业|场地|室内|规划)(?:总)?面积|占地|面积|总投资(?:额)?|(?:概算|估算|计划|预算)?总?投资|"
    r"概算|造价|全长|总长(?:度)?|长度|(?<!增)长|宽度|宽|高度|(?<!提)高|深度|深|直径|管径|半径|厚度|厚|库容|容积|总?容量|装机(?:容量)?|跨径|"
    r"车速|时速|净宽|路幅|(?:建设|工程|设计|总|办学|日处理|日供水|处理|供水|接待)规模|日?(?:处理|供水|接待|承载)(?:能力|量)?|"
    r"资金|经费|(?<!新)投入|预算|补偿金|保证金|服务半径|上限|限额)"
    r"(?:达到|达|为|约|近|共|共计|合计|总计|约为|在|增至|至)?\s*$"
)
"""Attributes of one thing, and funding: the figure after them describes, it is not to be delivered (规模)."""

WORKS = any_of(
    "新增 增加 改造 治理 整治 绿化 修复 拆除 新建 建成 完成 铺设 硬化 种植 营造 修缮 维修 提升 推广 征收 清理 争取 发放 落实 改建 扩大 疏浚 贯通 打通 化解 盘活"
)
"""Works of which the figure is the amount: 新增绿地面积5万平方米, 完成投资5亿元."""

FITTED = re.compile(
    r"(?:内|共|拟|规划|并|同时|同步)*(?:(?P<always>设有|设(?![立置施])|内设|可?(?:同时)?容纳|可满足|可供|可服务|可停放|拥有|可提供)|"
    r"设置|开设|开办|配备|配置|配建|配套|提供|开班|办学)"
)
"""What one building is fitted with (设18个标准班) describes that building; the weaker words promise where it is counted."""

PEOPLE = frozenset("人 户 名 位 人次 户次 家庭 人（户）次 人(户)次 人/次 口 户/次".split())
AGES = frozenset("岁 周岁 月龄".split())
TIMES = frozenset("天 小时 分钟 个月 个工作日 个小时".split())
GROUPS = "群体|人群|人员|对象|家庭|患者|病人|学生|儿童"

PROGRESS = re.compile(r"(?:工程量|工程进度|形象进度|总进度|主体工程|主体结构|建设进度|施工进度|总工程|工程总量|总量|投资)[^，。；]{0,4}$")
"""A percentage of works grows over the year like a quantity; other percentages do not accumulate."""

RATIO_NAME = re.compile(r"(?:率|比|占比|比例|比重|指数|满意度|人均\S*|月均\S*|每千\S*|每万\S*|每百\S*|系数|优良天数)$")

QUALITY = re.compile(
    r"全覆盖|[应愿]\S[尽即][\S]|尽[接救保收助查治改建种享帮]|清零|归零|零[发新]|常态化|制度化|全面完成|全部完成|基本建成|主体|建成投用|投入使用|投入运营|投用|完工|竣工|开工|启动|主体完工|主体封顶|"
    r"封顶|通车|贯通|开园|开馆|开放|挂牌|运营|达标|动态|机制|体系|100%覆盖"
)
"""Results that are decided, not counted (定性): a person must say yes or no."""

ELABORATION = re.compile(
    r"其中|包含|包括|含|涵盖|内容|主要|重点(?:将|对|为|是|用于|向|面向|围绕)|根据|按照|依据|依托|围绕|结合|通过|坚持|聚焦|针对|对照|以|为了|为进一步|从而|进而|"
    r"不断|有效|切实|早日|进一步|惠及|受益|满足|方便|让|使|由|占地|建筑面积|总|全长|长|设(?!立|置)|每|如|若|经|与|同时为|凡|对符合|涉及|预计(?!完成|建成|投用)"
)
"""Clauses that explain, limit or praise a promise and promise nothing themselves."""

OUTCOME = re.compile(
    r"保障|提升|提高|增强|改善|缓解|促进|助力|推动(?!建)|覆盖(?!率)|确保(?!.*(?:全覆盖|清零|投用|开工|完工|竣工|建成))|力争(?!.*(?:建成|投用|开工|完工|竣工))|"
    r"并(?:为|对|将)"
)
"""What a promise is good for, where it follows one (新增床位100张，*提升服务能力*); alone it may be a promise."""
