"""The verbs (动词) of target sentences, in families, and the small words around them.

Target sentences are written in one genre everywhere: *verb, noun, figure* (改建路灯170组), *verb, figure, noun*
(建成352套保障性租赁住房) or *noun, verb, figure* (养老床位增加5000张). What is a verb is not part of the name.
"""


def any_of(words: str) -> str:
    """The words as one alternation of a pattern, longest first, so that 新改扩建 is not read as 新."""
    return "|".join(sorted(words.split(), key=lambda word: (-len(word), word)))


BUILDING = "建设 新建 改建 扩建 改扩建 新改建 新改扩建 新建成 续建 迁建 重建 修建 建成 新开工 开工 主体施工"
"""Building begins late in the year, since it waits for permits and tenders (工程类)."""

_FINISHING = "完工 竣工 交付 投放 投放运营 投用 投运 启用 启动 推出 开放 开通 接入 接通 改接 畅通 打通 贯通 兑现 落地"
_SETTING_UP = (
    "规划建设 新辟 开辟 打造 建立 设立 增设 新增 增加 新设 设置 布设 布局 开设 开办 开行 开发 开发安置 创建 创评 "
    "争创 申报 建好 建强 建有 建档 发展 储备 培育 孵化 引进 引育"
)
_CARRYING_OUT = (
    "举办 组织 开展 安排 实施 实现 完成 推进 推动 推行 推广 落实 做好 抓好 办好 办成 做到 做满 举行 承办 力争完成 "
    "全面完成 全部完成"
)
_MENDING = (
    "增添 添置 安装 加装 增配 更换 更新 维修 维修更换 维护 修复 修缮 翻建 复建 重修 改造 改造提升 提升改造 改善 提升 "
    "提档 升级 升级改造 优化 优化调整 调整 新改 提质 提质改造 提质扩能 规范提升 规范 完善 整治 治理 整修 整改 拆除 "
    "清理 清淤 疏浚 铺设 敷设 硬化 绿化 拓宽 延伸 新植 种植 栽植 营造 补植 盘活 利用 消除 化解 处置 装配 置换 划转 "
    "划定 施划 施画 新划"
)
_SERVING = (
    "培训 轮训 培养 救助 帮扶 扶持 资助 补助 补贴 代缴 保障 解决 帮助 促进 吸纳 带动 服务 服务覆盖 覆盖 覆盖到 免费 "
    "筛查 检查 体检 接种 检测 抽检 监测 巡查 检验 走访 慰问 接收 调解 办理 受理 演出 放映 播放 送达 配送 送教 入户"
)
_GIVING = "发放 分配 提供 供应 配备 配置 配建 配套 投入 争取 筹集 筹措 购买 采购 回收 募集 征集 收集"
_CHOOSING = (
    "评选 评定 认定 评审 验收 招聘 招募 招录 招收 招生 录用 聘用 选聘 选派 选拔 选树 推选 推荐 表彰 签约 制定 编制 "
    "出台 修订 制作 发布 订制 定制 打响"
)
_REACHING = (
    "达到 保持 保持在 稳定 稳定在 控制 控制在 增长 提高 提高到 提高至 增加到 增加至 提升到 提升至 扩大 扩大到 扩大至 "
    "减少 降低 下降 压减"
)
_SHORT = (
    r"建(?!筑|档|材|制)|开(?!发|放|学)|办(?!公|学|法)|设(?!施|备|计|立)|增(?!值|长)|种(?!植|子)|达(?!标)|"
    r"做|送(?!餐|变|戏|教|医)"
)
"""Verbs of one character, where they do not begin a noun (建筑、开发区、办公室、设施)."""

_FAMILIES = (BUILDING, _FINISHING, _SETTING_UP, _CARRYING_OUT, _MENDING, _SERVING, _GIVING, _CHOOSING, _REACHING)
VERB = any_of(" ".join(_FAMILIES)) + "|" + _SHORT

_ADVERBS = any_of(
    "全年 年内 年底前 今年 今年内 本年 本年度 当年 年度 上半年 下半年 每年 力争 争取 计划 预计 确保 保证 至少 继续 "
    "持续 积极 大力 稳步 深入 加快 着力 进一步 全面 有序 统筹 同步 同时 全力 扎实 精准 适时 分批 分期 并 再 拟 累计 "
    "总计 共计 合计 已 其中 包括 包含 含 将 给 向 把 由 至 到 于 以 按 按照 围绕 依托 通过 以及 及 与 或 另 另外 还 使 "
    "让 涉及 惠及 受益 全区 全市 全县 全镇 全省 全州 辖区 区内 市内 县内"
)
_DATE = (
    r"20[0-9]{2}年(?:度|底|末)?(?:前)?|年[底末]前?|第?[一二三四]季度末?前?|"
    r"[0-9]{1,2}月(?:[0-9]{1,2}日)?(?:底|末|份|初|[上中下]旬)?(?:之?前)?"
)
_PREPOSITION = (
    r"对(?!口|外)|为(?!老服|老助|老综|老中|民办|民服|农服)|共(?![享同建有用公产青])|和(?!谐|平)|在(?!建|线|职|校|园)"
)
LEADING = rf"(?:(?:{_DATE}|{_ADVERBS}|{_PREPOSITION})[，、\s]*)"
"""What may stand before the first verb and says nothing of the thing: time, degree, preposition, the district."""

_COUNTING = any_of(
    "新增 增加 增设 新建 新建成 新改建 新改扩建 改扩建 改建 扩建 建成 建设 设置 设立 完成 实现 达到 达 达标 为 至 到 "
    "做满 开设 开办 推出 打造 交付 覆盖 举办 组织 开展 安排 投放 提供 发放 保持 保持在 稳定 稳定在 控制 控制在 "
    "稳定达到 优化调整 调整 优化 新开工 开工 启动 共 共计 合计 总计 累计 总数 总数达 约 力争 争取 计划 预计 确保 "
    "实际 分别 各 均 都 全部 共有 提高到 提高至 增加到 增加至 提升到 提升至 扩大到 扩大至 降低到 降至 增至 升至 总量 "
    "数量 超 突破 超过 再 了 其中 包括 含 竣工 完工 续建 的 等 等共 率先 基本"
)
QUANTITY_VERB = (
    rf"{_COUNTING}|(?<![新改扩续迁重修创组搭共筹配构在兴援])建|(?<![公展召离新])开|(?<![举主承协创经交])办|"
    r"(?<![新递])增|(?<![铺敷架建开增新创])设|做|(?<![配投放输寄])送"
)
"""Words that stand between the thing and its figure (床位*新增*100张) and are not part of its name.

Nouns of action (改造、治理、培训、筛查) are not here: 户厕改造 is the name of what is counted.
"""
