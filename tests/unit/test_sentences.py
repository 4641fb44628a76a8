"""Target sentences: which figures they promise, which they only mention, and what they promise without a figure."""

import pytest

from pipeline.model import Comparator, Kind
from pipeline.period import Period
from pipeline.quantities import plain
from pipeline.targets import Quantity, Role, parse_target, parse_task
from tests.unit.notice_2023 import ROWS


def said(quantity: Quantity) -> str:
    return f"{quantity.comparator}{plain(quantity.value)}{quantity.measure}"


def roles(text: str) -> dict[str, list[str]]:
    """The figures of a text by role."""
    found: dict[str, list[str]] = {}
    for quantity in parse_target(text):
        found.setdefault(quantity.role.value, []).append(said(quantity))
    return found


def targets(text: str) -> list[str]:
    """The promised figures with their names."""
    return [f"{each.name} {said(each)}" for each in parse_target(text) if each.role is Role.TARGET]


def milestones(text: str) -> list[str]:
    return list(parse_task(text).milestones)


def test_the_2023_notice_promises_27_figures() -> None:
    """Every counted target of the published notice, in its order, with comparator, base value and measure."""
    promised = [each for *_, text, _ in ROWS for each in parse_target(text) if each.role is Role.TARGET]
    assert [said(each) for each in promised] == (
        ">=200个 =600个 =60台 =10处 =5套 =5000只 =200公里 =40% >=90% >=50名 >=70% =633户 =22个 =8个 =23个 =7000人 "
        "=60000000元 =1个 =6个 =10座 =2500户 =500个 =170组 =8100米 =10座 =30户 =30个"
    ).split()


def test_the_2023_notice_mentions_eleven_more() -> None:
    """Sizes, beneficiaries, places and ages of the published notice are no targets."""
    found: dict[str, list[str]] = {}
    for *_, text, _ in ROWS:
        for role, figures in roles(text).items():
            found.setdefault(role, []).extend(figures)
    assert (
        found["spec"] == ("~10亩 =18个 ~4300平方米 ~1700平方米 ~2800平方米 ~135612平方米 ~30000平方米 =500张").split()
    )
    assert (found["benefit"], found["scope"]) == (["=140000户"], ["=6个", ">=60周岁"])


def test_the_2023_notice_promises_12_milestones() -> None:
    """Each qualitative commitment of the published notice is one milestone, in the notice's words."""
    assert [each for *_, text, _ in ROWS for each in milestones(text)] == [
        "实施新城校园周边有机更新",
        "完成兴龙湖小学周边有机更新项目",
        "建设红河小学综合楼",
        "改建东皋书院幼儿园",
        "投用湖山1号幼儿园",
        "常态化开展中小学心理健康教育和实践活动",
        "开展全区初中二年级在校女学生宫颈癌（HPV）疫苗接种定额补助，实现愿接尽接",
        "完成江苏省中医院重庆医院建设项目主体施工",
        "建设渝西精神卫生传染病救治中心",
        "实现全区镇（街道）渝馨家园全覆盖",
        "实现全区镇（街道）老年食堂（老年人助餐点）全覆盖",
        "实施老城区路面整治",
    ]


def test_base_and_published() -> None:
    """Multipliers are worked into the value; the figure as printed is kept beside it, without comparators."""
    (loan,) = parse_target("发放助农贷款不少于6000万元。")
    assert (plain(loan.value), loan.measure, loan.published) == ("60000000", "元", "6000万元")
    assert loan.comparator is Comparator.AT_LEAST


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("更换垃圾桶300只。", ["垃圾桶 =300只"]),
        ("建成12个社区书屋。", ["社区书屋 =12个"]),
        ("托育托位新增80个。", ["托育托位 =80个"]),
        ("修建20座以上人行天桥。", ["人行天桥 >=20座"]),
        ("慢性病随访不低于3000人次，开设夜校至少 6所。", ["慢性病随访 >=3000人次", "夜校 >=6所"]),
        ("为1500名环卫工人免费体检。", ["环卫工人免费体检 =1500名"]),
        ("对35栋高层住宅加装消防水管。", ["高层住宅加装消防水管 =35栋"]),
        ("失业率控制在5.5%以内。", ["失业率 <=5.5%"]),
        ("全体居民收入增长7%左右。", ["全体居民收入增长 ~7%"]),
        ("新建广场3个、口袋公园4个和停车场5处。", ["广场 =3个", "口袋公园 =4个", "停车场 =5处"]),
        ("新增小学2所、学位1.3万个。", ["小学 =2所", "学位 =13000个"]),
        ("送戏下乡不少于60场、展览20场。", ["送戏下乡 >=60场", "展览 >=20场"]),
        ("打造书香驿站9处以上、微型消防站18个。", ["书香驿站 >=9处", "微型消防站 =18个"]),
        ("改造棚户区30个、4.5万平方米。", ["棚户区 =30个", "棚户区 =45000平方米"]),
        ("新开工保障房800套、完工500套。", ["保障房 =800套", "保障房 =500套"]),
        ("图书馆、文化馆各建2座。", ["图书馆 =2座", "文化馆 =2座"]),
        ("养老院和福利院分别改造3家、5家。", ["养老院 =3家", "福利院 =5家"]),
        ("参保率、合规率均达到95%以上。", ["参保率 >=95%", "合规率 >=95%"]),
        ("改造老街5条，包括更换路灯90盏，新铺管线700米。", ["老街 =5条", "路灯 =90盏", "新铺管线 =700米"]),
        ("新建一座污水处理厂。", ["污水处理厂 =1座"]),
        ("新增农村通自来水人口40万。", ["农村通自来水人口 =400000"]),
        ("建成绿道20余公里。", ["绿道 >=20公里"]),
        ("知晓率不低于全市平均水平的80%。", ["知晓率不低于全市平均水平 >=80%"]),
        ("入住率不超过核定数的90%。", ["入住率不超过核定数 <=90%"]),
        ("改造20个小区以上。", ["小区 >=20个"]),
        ("打造5个广场、绿地和10处驿站。", ["广场 =5个", "驿站 =10处"]),
        ("改造2条老街、桥梁3座。", ["老街 =2条", "桥梁 =3座"]),
        ("新增城镇就业8950，失业人员再就业3200人。", ["城镇就业 =8950", "失业人员再就业 =3200人"]),
        ("接入10路监控视频。", ["监控视频 =10路"]),
        ("为全区7万名35—64岁妇女免费筛查。", ["妇女免费筛查 =70000名"]),
        ("优良天数达到320天以上。", ["优良天数 >=320天"]),
        ("新建5家、改建6家日间照料中心。", ["日间照料中心 =5家", "日间照料中心 =6家"]),
        ("新建、改扩建公厕各15座。", ["新建公厕 =15座", "改扩建公厕 =15座"]),
        ("新建、改建中学分别3所、5所。", ["新建中学 =3所", "改建中学 =5所"]),
        ("新建、改建公厕15座。", ["公厕 =15座"]),
        ("垃圾分类覆盖率达到98%，回收利用率不低于40%。", ["垃圾分类覆盖率 =98%", "回收利用率 >=40%"]),
        ("开工率达到100%。", ["开工率 =100%"]),
        ("提高入园率至92%。", ["入园率 =92%"]),
        ("建制村快递通达率100%，建设服务站8个。", ["建制村快递通达率 =100%", "服务站 =8个"]),
        ("至少建成30个示范社区，打造1—2个特色街区。", ["示范社区 >=30个", "特色街区 >=1个", "特色街区 <=2个"]),
        ("消除四、五类危桥15座。", ["四、五类危桥 =15座"]),
    ],
)
def test_what_is_promised(text: str, names: list[str]) -> None:
    """Verb, noun and figure in any order; lists share verb and comparator; 各 and 分别 distribute."""
    assert targets(text) == names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("新建公园1座，占地约30亩，总投资2亿元。", {"target": ["=1座"], "spec": ["~30亩", "=200000000元"]}),
        ("建设第三小学，设36个班，可容纳1600名学生。", {"spec": ["=36个", "=1600名"]}),
        ("新建幼儿园4所，新增学位1200个。", {"target": ["=4所", "=1200个"]}),
        ("新增绿地面积5万平方米。", {"target": ["=50000平方米"]}),
        (
            "建设公路80公里，其中通村路50公里、产业路30公里，新建桥梁2座。",
            {"target": ["=80公里", "=2座"], "spec": ["=50公里", "=30公里"]},
        ),
        ("改造公厕10座（其中新建6座、翻新4座）。", {"target": ["=10座"], "spec": ["=6座", "=4座"]}),
        ("新增床位50张，包括护理床位30张、普通床位20张。", {"target": ["=50张"], "spec": ["=30张", "=20张"]}),
        ("低保标准由每人每月600元提高到650元。", {"spec": ["=600元/人·月"], "target": ["=650元/人·月"]}),
        ("救助困境儿童90名，每人每月补助1000元。", {"target": ["=90名"], "spec": ["=1000元/人·月"]}),
        ("补助每人每月100元—200元。", {"target": [">=100元/人·月", "<=200元/人·月"]}),
        ("培训护理员300名，每人培训7天。", {"target": ["=300名"], "spec": ["=7天"]}),
        ("规划三年行动建设书屋90个，2023年建成30个。", {"spec": ["=90个"], "target": ["=30个"]}),
        ("改造管网12公里，惠及居民3.2万户。", {"target": ["=12公里"], "benefit": ["=32000户"]}),
        ("新建食堂6个，让2万名老人吃上热饭。", {"target": ["=6个"], "benefit": ["=20000名"]}),
        ("惠及260户困难家庭适老化改造。", {"target": ["=260户"]}),
        ("智能手环服务覆盖700户。", {"target": ["=700户"]}),
        ("新建服务站3个，服务覆盖700户。", {"target": ["=3个"], "benefit": ["=700户"]}),
        ("救助困难群众3000人次。", {"target": ["=3000人次"]}),
        ("涉及东街、西街等4个镇街，改造危房90户。", {"scope": ["=4个"], "target": ["=90户"]}),
        ("在12个社区开展试点，建设微站30个。", {"scope": ["=12个"], "target": ["=30个"]}),
        ("打造6个示范社区。", {"target": ["=6个"]}),
        ("为70周岁以上老人安装报警器400台。", {"scope": [">=70周岁"], "target": ["=400台"]}),
        ("为3—6岁儿童免费筛查8000人。", {"scope": [">=3岁", "<=6岁"], "target": ["=8000人"]}),
        ("为五类困难人员代缴保费。", {"scope": ["=5类"]}),
        ("建设主干道绿化带，总长约6公里。", {"spec": ["~6公里"]}),
        ("改造危房90户，户均补助2万元。", {"target": ["=90户"], "spec": ["=20000元"]}),
        ("发放助学金最高5000元，资助学生300人。", {"spec": ["=5000元"], "target": ["=300人"]}),
        ("在8个街道、12个镇建设驿站30处。", {"scope": ["=8个", "=12个"], "target": ["=30处"]}),
        ("对100米以上高层建筑开展检查。", {"scope": [">=100米"]}),
        ("改造230个50户以上村寨供水管网。", {"target": ["=230个"], "scope": [">=50户"]}),
        ("实现20户以上自然村覆盖率100%。", {"scope": [">=20户"], "target": ["=100%"]}),
        ("组建1支50人以上的专业队伍。", {"target": ["=1支"], "spec": [">=50人"]}),
        ("建设区中医院，规划床位300张。", {"spec": ["=300张"]}),
        ("按60个班规模新建学校1所。", {"spec": ["=60个"], "target": ["=1所"]}),
        (
            "改造小区46个，涉及居民楼312栋、1.4万户。",
            {"target": ["=46个"], "spec": ["=312栋"], "benefit": ["=14000户"]},
        ),
        ("改造街区3条，惠及商户300家。", {"target": ["=3条"], "benefit": ["=300家"]}),
        ("新建驿站5座，总建筑面积300平方米。", {"target": ["=5座", "=300平方米"]}),
        ("为2000名老人每人购买1份保险。", {"target": ["=2000名"], "spec": ["=1份"]}),
        ("为1万名老人提供2次体检。", {"target": ["=10000名"], "spec": ["=2次"]}),
        ("新建幼儿园1所，开设9个班。", {"target": ["=1所"], "spec": ["=9个"]}),
        ("改造公厕8座，受益群众2万人。", {"target": ["=8座"], "benefit": ["=20000人"]}),
        ("改造管道30公里，2万人从中受益。", {"target": ["=30公里"], "benefit": ["=20000人"]}),
        ("培训教师90名，每期5天。", {"target": ["=90名"], "spec": ["=5天"]}),
        ("城市绿地500米服务半径覆盖率达到90%。", {"target": ["=90%"]}),
        ("每千人口托位数达到4.2个。", {"target": ["=4.2个"]}),
        ("预计完成工程量60%。", {"target": ["=60%"]}),
        ("加装电梯80部，力争100部。", {"target": ["=80部"], "spec": ["=100部"]}),
        ("新增停车位200个，力争新增充电桩50个。", {"target": ["=200个", "=50个"]}),
        ("力争新增停车位300个。", {"target": ["=300个"]}),
        ("新建卫生室15个，面积均不小于80平方米。", {"target": ["=15个"], "spec": [">=80平方米"]}),
        ("8个镇各建成1个文化中心。", {"scope": ["=8个"], "target": ["=1个"]}),
        ("建设8个镇污水处理厂，各有专人管护。", {"target": ["=8个"]}),
    ],
)
def test_roles(text: str, found: dict[str, list[str]]) -> None:
    """Sizes, parts, old values, standards and funding are spec; who profits is benefit; places and ages are scope."""
    assert roles(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "投用湖山1号幼儿园和第十二小学二期。",
        "打造“15分钟生活圈”和5G示范街。",
        "优化8路公交车线路，建设24小时自助书屋。",
        "完善120分站和12345热线。",
        "开展一户一策帮扶，建设一站式服务大厅，打造一批特色街区。",
        "推进“三所一庭一中心”，落实残疾人两项补贴，改造二次供水设施。",
        "2023年12月底前出台方案。",
        "创建国家4A级景区。",
        "规范一次处方用药，完善8+N机制。",
        "整治第3批隐患和S208线沿线环境。",
        "到2025年，建成二十三中学。",
    ],
)
def test_figures_in_names_are_never_quantities(text: str) -> None:
    """Digits and numerals of names, dates and set phrases count nothing."""
    assert parse_target(text) == ()


def test_ratios_do_not_accumulate() -> None:
    """Percentages and ratios are rates; the share of works done is a quantity."""
    kinds = {
        text: [each.kind for each in parse_target(text)]
        for text in ("覆盖率达到90%以上。", "收入比控制在1.8左右。", "预计完成工程量40%。", "建设公园3个。")
    }
    assert list(kinds.values()) == [[Kind.RATE], [Kind.RATE], [Kind.QUANTITY], [Kind.QUANTITY]]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("10月底前改造厕所50座。", "2023-10"),
        ("6月底前，改造厕所50座。", "2023-06"),
        ("改造厕所50座，力争三季度末完成。", None),
        ("上半年改造厕所50座。", "2023-06"),
        ("三季度末改造厕所50座。", "2023-09"),
        ("第1季度改造厕所50座。", "2023-03"),
        ("年底前改造厕所50座。", "2023-12"),
        ("2024年5月30日前改造厕所50座。", "2024-05"),
        ("改造厕所50座。", None),
    ],
)
def test_dates(text: str, due: str | None) -> None:
    """A date named in the clause or before it in the sentence is the figure's due month."""
    (quantity,) = parse_target(text, year=2023)
    assert quantity.due == (Period.parse(due) if due else None)


def test_a_date_without_a_year() -> None:
    """Nobody guesses the year: without it only a date that names its own is due."""
    assert parse_target("10月底前改造厕所50座。")[0].due is None
    assert parse_target("2023年10月底前改造厕所50座。")[0].due == Period(2023, 10)


def test_steps_keep_their_dates() -> None:
    """Each dated step of one thing is a figure of its own, with its own month."""
    found = parse_target("托位：3月底前100个以上，9月底前500个。", year=2023)
    assert [(each.name, said(each), str(each.due)) for each in found] == [
        ("托位", ">=100个", "2023-03"),
        ("托位", "=500个", "2023-09"),
    ]
    one_clause = parse_target("6月底前开工20个、11月底前完工15个小区。", year=2023)
    assert [str(each.due) for each in one_clause] == ["2023-06", "2023-11"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("东湖公园新建步道，西湖公园改建球场。", ["东湖公园新建步道", "西湖公园改建球场"]),
        ("老街排水设施改造提升，滨江绿道智慧化改造。", ["老街排水设施改造提升", "滨江绿道智慧化改造"]),
        ("困难妇女救助做到应救尽救。", ["困难妇女救助做到应救尽救"]),
        ("各校开展课后服务，形成常态化机制。", ["各校开展课后服务，形成常态化机制"]),
        ("6月底前完成主体施工，12月底前投用。", ["6月底前完成主体施工", "12月底前投用"]),
        ("6月底前，启动文化馆建设。", ["6月底前启动文化馆建设"]),
        ("改造管网12公里，提升供水保障能力。", []),
        ("根据业主申请，加装电梯60台，惠及居民900户。", []),
        ("建设北区小学，预计完成工程量50%。", []),
        ("实施放心家政行动，培训家政人员900人。", []),
        ("建设驿站22个，实现镇街驿站全覆盖。", ["实现镇街驿站全覆盖"]),
        ("对65岁以上老人免费体检一次。", ["对65岁以上老人免费体检一次"]),
    ],
)
def test_milestones(text: str, found: list[str]) -> None:
    """A promise without a figure is a milestone; aims, conditions and what the figures already count are not."""
    assert milestones(text) == found


def test_empty_text() -> None:
    """Nothing is promised by nothing."""
    assert parse_task("") == parse_task("。") == parse_task("；，")
    assert parse_target("") == ()


def test_people_trained_are_no_rate() -> None:
    """A figure without a noun behind a rate takes its verb's name, and its own kind."""
    rate, trained = parse_target("覆盖率达到90%以上，力争培训不少于50名。")
    assert (rate.name, rate.kind, trained.name, trained.kind) == ("覆盖率", Kind.RATE, "培训", Kind.QUANTITY)
