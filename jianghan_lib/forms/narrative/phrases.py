"""Figures that a phrase of its own states, wherever it stands: counts of vehicles, visits, projects, indicators; assets; shares.

Declarations only; `forms/counts.py` finds them.
"""

import re
from dataclasses import dataclass

from jianghan_lib.forms.narrative.lexicon import AMOUNT, PERCENT, SUM

# Never a part of a longer number; bounded, so that reading stays linear whatever a text holds.
_WHOLE = r"(?<!\d)(?<!\d[,.])"
COUNT = _WHOLE + r"(?P<number>\d[\d,]{0,11})"
_DECIMAL = _WHOLE + r"(?P<number>\d[\d,.]{0,15})"
_CARS = rf"{COUNT}(?P<unit>辆|台)"
THREE_PUBLIC = (
    "three_public",
    "overseas_travel",
    "vehicles",
    "vehicle_purchase",
    "vehicle_operation",
    "hospitality",
    "hospitality_domestic",
    "hospitality_foreign",
)


@dataclass(frozen=True)
class Phrase:
    """A figure by the words around it; groups `number`, `unit`, and where it has them `subject` and `basis`.

    `within` is a passage that it must stand in, `topics` are those whose statement it must stand in, `heading` is a
    word of the heading above it; `of_report` takes the subject from the report that it stands in, `below` puts it
    under the subject of the statement it stands in; without a topic of its own it belongs to that statement's.
    """

    topic: str
    role: str
    pattern: re.Pattern[str]
    within: re.Pattern[str] | None = None
    topics: tuple[str, ...] = ()
    heading: str = ""
    of_report: bool = False
    below: bool = False


def phrase(
    topic: str,
    role: str,
    pattern: str,
    *,
    within: str = "",
    topics: tuple[str, ...] = (),
    heading: str = "",
    of_report: bool = False,
    below: bool = False,
) -> Phrase:
    scope = re.compile(within) if within else None
    return Phrase(topic, role, re.compile(pattern), scope, topics, heading, of_report, below)


_SETS = rf"(?:\([^()]*\))?(?:共|共计|为)?{COUNT}(?P<unit>台(?:\(套\)|/套)?|套)"
_LARGE = r"单(?:价|位价值|台价值)\d{1,6}万元(?:\(含\))?(?:以上)?(?:\(含\))?(?:的)?(?:通用|专用|大型)?设备"
_KIND_OF_CAR = rf"(?:(?<=[,、:;])|(?<=其中))(?P<subject>(?!其中)[^。;,、:\d]{{2,20}}?(?:用车|车辆)){_CARS}"
_HAVE = r"(?:共有|实有|拥有|占用|保有|所属)[^。;,\d]{0,6}?车(?:辆)?(?:总)?(?:数)?(?:共|共计|为)?"
_IS = "(?:共|共计|合计|为)?"
_LISTED = r"[^。;,、:\d()]{2,24}"
_EVALUATED = "(?:一级|二级|重点)?项目(?:支出)?(?:全面|组织)?(?:开展|进行)了?(?:部门|单位|预算|重点|财政|项目|支出)*(?:绩效)?(?:自评|评价)"
_MONEY_OF = r"[^,。;\d费]{0,16}?(?:涉及|资金|金额|预算|拨款)(?:支出|资金|金额|总额|总计|合计|共计|约|为)*"
_STAFF = "(?:人员|核定)?编制|在职实有|在职|在编|实有|行政|事业|参照公务员法管理|参公|工勤|机关工勤|离退休|离休|退休|聘用|编外|长期聘用|遗属"
SUBJECTS = ("class", "section", "item")
# What is counted as of a day.
OWNED = ("vehicles_owned", "equipment", "premises", "state_assets")
# Statements about a project; what a phrase adds to one is a fact of its self-evaluation.
PROJECTS, REPORT = ("project", "execution_report"), "self_evaluation_report"
PHRASES: tuple[Phrase, ...] = (
    # Vehicles and equipment.
    phrase("vehicles_bought", "count", rf"(?:购置|更新)[^。;,\d]{{0,16}}?{_CARS}", topics=THREE_PUBLIC),
    phrase("vehicles_bought", "count", rf"公务用车购置(?:数)?(?:共|为)?{_CARS}"),
    phrase("vehicles_kept", "count", rf"保有(?:量|数)?(?:共|共计|为|是)?{_CARS}"),
    phrase("vehicles_owned", "count", _HAVE + _CARS),
    phrase("vehicles_owned", "count", _KIND_OF_CAR, within=_HAVE + r"\d[^。]*(?:。其中[^。]*)?"),
    phrase("vehicles_bought", "count", rf"(?:安排|计划|拟)(?:更新)?购[置买](?:公务用)?车辆?{_CARS}"),
    phrase(
        "vehicles_bought", "count", _KIND_OF_CAR, within=r"(?:安排|计划|拟)(?:更新)?购[置买](?:公务用)?车辆?\d[^。;]*"
    ),
    phrase("equipment", "count", rf"(?<!购置)(?P<subject>{_LARGE}){_SETS}"),
    phrase("equipment", "count", rf"(?<=[。;:,、])(?P<subject>(?:专用|通用)设备){_SETS}", heading="资产"),
    # What a department says it has none of: 无公务用车,无其他用车,无单价100万元(含)以上设备.
    phrase(
        "vehicles_owned",
        "count",
        r"(?P<number>无(?:共有)?(?:公务(?:用车|车辆)|车辆))(?P<unit>)(?=[,、;。])",
        heading="资产",
    ),
    phrase("vehicles_owned", "count", r"(?P<number>无(?P<subject>其他用车))(?P<unit>)(?=[,、;。])", heading="资产"),
    phrase("equipment", "count", rf"(?P<number>无(?P<subject>{_LARGE}))(?P<unit>)(?=[,、;。])", heading="资产"),
    phrase("equipment_bought", "count", rf"购置(?P<subject>{_LARGE}){_SETS}"),
    # State assets.
    phrase("state_assets_added", "amount", rf"新增(?:国有)?资产{_IS}{AMOUNT}"),
    phrase("state_assets", "amount", rf"国有资产(?:总额|总值|总量)?{_IS}{AMOUNT}"),
    phrase("state_assets", "amount", rf"(?<!国有)(?<!固定)(?<!流动)(?<!无形)资产(?:总额|总值|总计){_IS}{AMOUNT}"),
    phrase(
        "state_assets",
        "amount",
        rf"(?P<subject>(?:其他)?固定资产|(?:流动|无形)资产|在建工程)(?:总额|净值|原值)?{_IS}{AMOUNT}",
        within=r"资产(?:总额|总值|总计|总量)?[^。;\d]{0,4}\d[^。]*",
    ),
    phrase(
        "state_assets",
        "amount",
        rf"(?P<subject>流动资产|(?:其他)?固定资产|无形资产|在建工程|长期投资)(?:\d{{1,6}}项)?{_IS}{AMOUNT}",
        heading="资产",
    ),
    phrase(
        "state_assets",
        "count",
        rf"(?P<subject>无形资产|在建工程|长期投资){COUNT}(?P<unit>项)(?={SUM})",
        heading="资产",
    ),
    *(
        phrase("vehicles_owned", "count", rf"(?<=[;:,。]){pattern}", within=within, heading=heading)
        for within, heading in ((r"(?:截[至止]|房屋)[^。]*", ""), ("", "资产"))
        for pattern in (rf"(?:公务)?车辆(?:共|共计|为)?{_CARS}",)
    ),
    phrase(
        "vehicles_owned",
        "count",
        _KIND_OF_CAR.replace("[,、:;]", "[,、:;(]"),
        within=r"(?<=[;:,。])车辆\d+辆(?:\([^()]*\)|,其中[^。;]*)",
    ),
    phrase(
        "premises",
        "area",
        rf"房屋(?:建筑物?)?(?:建筑)?(?:面积)?{_IS}{_DECIMAL}(?P<unit>平方米)",
        within=r"(?:资产|截[至止]|[拥占共]有)[^。]*",
    ),
    # Procurement from small and medium enterprises, by kind.
    *(
        phrase(
            f"procurement_{topic}_small_medium",
            "share",
            rf"{name}(?:类)?采购授予中小企业合同金额占(?P<basis>[^,。;\d]{{2,16}}?)的?(?:比例|比重)?(?:为)?{PERCENT}",
        )
        for topic, name in (("goods", "货物"), ("works", "工程"), ("services", "服务"))
    ),
    phrase(
        "procurement_reserved_small_medium",
        "amount",
        rf"面向中小企业(?:预留|采购)的?(?:政府采购)?(?:项目)?预算(?:金额)?{_IS}{AMOUNT}",
    ),
    phrase(
        "procurement_reserved_micro",
        "amount",
        rf"(?:面向小微企业预留|预留给(?:小微企业|小型和微型企业|小型、微型企业))的?(?:政府采购)?(?:项目)?预算(?:金额)?{_IS}{AMOUNT}",
    ),
    *(
        phrase(
            topic,
            "executed",
            rf"{words}的?政府采购项目中,由[^,。;]{{2,8}}供应商中标或(?:者)?成交的,采购金额{_IS}{AMOUNT}",
        )
        for topic, words in (
            ("procurement_reserved_small_medium", "面向中小企业预留"),
            ("procurement_reserved_micro", "面向小微企业预留"),
            ("procurement_other_small_medium", "其他"),
        )
    ),
    # Projects, units and indicators of the self-evaluation.
    phrase(
        "whole_self_evaluation", "unit_count", rf"对{COUNT}(?P<unit>个)(?:单位|部门|预算单位)(?:整体支出)?开展整体支出"
    ),
    phrase("performance_targets", "project_count", rf"{COUNT}(?P<unit>个)(?:一级|二级)?项目(?:支出)?(?:实行)?绩效目标"),
    phrase("performance_targets", "project_count", rf"绩效目标(?:管理)?的?项目(?:共|共计)?{COUNT}(?P<unit>个)"),
    phrase(
        "performance_targets",
        "funds",
        rf"绩效目标(?:管理)?的?项目(?:共|共计)?\d{{1,6}}个,(?:共)?涉及[^。;,\d]{{0,16}}{AMOUNT}",
    ),
    *(
        phrase("performance_evaluation", role, rf"对(?:(?P<year>20\d\d)年度?)?{figures}")
        for role, figures in (
            (
                "project_count",
                rf"{COUNT}(?P<unit>个){_EVALUATED}",
            ),
            (
                "funds",
                rf"\d{{1,6}}个{_EVALUATED}[^。;,\d]{{0,12}},{_MONEY_OF}{AMOUNT}",
            ),
            (
                "share",
                rf"\d{{1,6}}个{_EVALUATED}[^。;,\d]{{0,12}},{_MONEY_OF}{SUM},占(?P<basis>[^,。;:\d]{{2,16}}?)的?(?:比例|比重)?(?:为)?{PERCENT}",
            ),
        )
    ),
    # What visits cost, behind their number.
    *(
        phrase(
            topic,
            "amount",
            rf"{words}(?:公务)?接待[^。;]{{0,40}}?批次[^。;]{{0,16}}?\d人(?:次)?[^。;\d]{{0,24}}?(?:(?:共计|合计|共)(?:支出)?|[,、](?:共?发生)?(?:公务)?(?:接待)?(?:支出|费用|费)(?:总额|合计|共计)?){AMOUNT}",
        )
        for topic, words in (
            ("hospitality_domestic", "国内"),
            ("hospitality_foreign", "(?:外事|外宾)"),
            ("hospitality", "(?:^|(?<=[。;,:年度门位]))公务"),
        )
    ),
    phrase(
        "performance_targets",
        "funds",
        rf"绩效目标管理,(?:共)?涉及[^。;,\d]{{0,16}}{AMOUNT}",
    ),
    *(
        entry
        for topic, words in (
            ("performance_targets", "(?:编报绩效目标|绩效目标管理)"),
            ("performance_tracking", "绩效跟踪评价"),
            ("performance_evaluation", "绩效自评"),
        )
        for entry in (
            phrase(topic, "project_count", rf"{words}的(?:\d{{4}}年度?)?项目(?:共|共计)?{COUNT}(?P<unit>个)"),
            phrase(
                topic,
                "funds",
                rf"{words}的(?:\d{{4}}年度?)?项目(?:共|共计)?\d{{1,6}}个,涉及(?:(?:项目)?预算(?:金额|资金)|(?:一般公共预算(?:当年)?)?(?:财政)?拨款|资金){_IS}{AMOUNT}",
            ),
        )
    ),
    phrase("performance_evaluation", "project_count", rf"绩效自评项目{COUNT}(?P<unit>个)"),
    phrase("performance_evaluation", "funds", rf"绩效自评项目\d{{1,6}}个,涉及(?:预算)?(?:金额|资金){_IS}{AMOUNT}"),
    phrase("performance_evaluation", "score", rf"绩效自评[^。;]{{0,50}}平均得分(?:为|:)?{_DECIMAL}(?P<unit>分)"),
    phrase("performance_grades", "project_count", rf"绩效评级为\"(?P<subject>[^\"]{{1,4}})\"的项目{COUNT}(?P<unit>个)"),
    phrase(REPORT, "score", rf"自评(?:综合)?得分(?:为|:)?{_DECIMAL}(?P<unit>分)", of_report=True),
    phrase(REPORT, "subproject_count", rf"包含{COUNT}(?P<unit>个)二级项目", of_report=True),
    phrase(REPORT, "indicator_count", rf"设置(?:了)?{COUNT}(?P<unit>个|项)绩效(?:指标|目标)", of_report=True),
    phrase(
        REPORT,
        "indicators_met",
        rf"绩效(?:指标|目标),(?:共)?完成(?:了|的绩效(?:指标|目标)有)?{COUNT}(?P<unit>个|项)",
        of_report=True,
    ),
    phrase(
        REPORT,
        "indicators_missed",
        rf"未完成(?:的)?绩效(?:指标|目标)(?:有|为)?{COUNT}(?P<unit>个|项)",
        of_report=True,
    ),
    phrase(
        REPORT,
        "prior_execution_rate",
        rf"上年度[^。]{{0,40}}执行率[^。;\d]{{0,8}}?{PERCENT}",
        of_report=True,
    ),
    phrase(REPORT, "execution_rate", rf"预算执行率(?:为|达到|达){PERCENT}(?![≦≤<])", of_report=True),
    # Parts of what a statement speaks of.
    phrase(
        "spending_part",
        "amount",
        rf"(?:其中[:,]?|(?<=[,、;]))(?P<subject>{_LISTED}){AMOUNT}",
        within=rf"(?<=[。,])其中[:,]?(?:{_LISTED}{SUM}[,、;])+{_LISTED}{SUM}(?=[。;])",
        topics=("spending",),
        below=True,
    ),
    phrase(
        "spending",
        "amount",
        rf"(?:用于:?|(?<=[,、;]))(?P<subject>{_LISTED}){AMOUNT}",
        within=rf"项目支出{SUM},主要用于:?(?:{_LISTED}{SUM}[,、;])+{_LISTED}{SUM}(?=[。;])",
    ),
    phrase(
        "project_funding",
        "amount",
        rf"(?P<subject>(?:一般公共预算|政府性基金预算|国有资本经营预算)(?:本年|当年)?(?:财政)?拨款|财政专户管理资金|单位资金|上年结转){AMOUNT}",
        within=rf"项目支出{SUM},其中:[^。;]*",
    ),
    phrase(
        "department_funding",
        "amount",
        rf"(?P<subject>上级下达指标|上级(?:转移支付|补助)(?:资金)?|本级财政(?:预算|安排)(?:资金)?){AMOUNT}",
        topics=("department_execution",),
    ),
    # What became of a budget, where the reason says so.
    *(
        phrase("", role, pattern, topics=(*SUBJECTS, *PROJECTS))
        for role, pattern in (
            ("recalled", rf"收回(?!后)[^。;,\d]{{0,6}}{AMOUNT}"),
            ("unused", rf"(?:剩余|结余)[^。;,\d]{{0,8}}{AMOUNT}"),
            ("unused", rf"{AMOUNT}[^。;,\d]{{0,24}}未(?:能)?(?:及时)?(?:使用|支出|支付|执行)"),
            (
                "unused",
                rf"{_DECIMAL}(?P<unit>万)(?:工作)?(?:经费|资金)[^。;,\d]{{0,10}}未(?:能)?(?:及时)?(?:使用|支出|支付)",
            ),
            ("upper_transfer", rf"上级转移支付(?:资金)?{AMOUNT}"),
        )
    ),
    phrase("", "in_reason", AMOUNT, within=r"主要原因[^。]*", topics=SUBJECTS),
    phrase("", "paid", rf"支付(?:金额|资金)?(?:为)?{AMOUNT}", topics=THREE_PUBLIC),
    # What stands beside revenue and expenditure in their totals, where no statement has it already.
    *(
        phrase(topic, "amount", rf"{words}(?:\([^()\d]*\))?{_IS}{AMOUNT}")
        for topic, words in (
            ("surplus_used", "使用非财政拨款(?:专用)?结余"),
            ("surplus_distributed", "结余分配"),
            ("opening_balance", "年初(?:财政拨款)?结转(?:和|及|与|、)?结余(?:资金)?"),
            ("closing_balance", "年末(?:财政拨款)?结转(?:和|及|与|、)?结余(?:资金)?"),
        )
    ),
    # Staff and units.
    phrase(
        "staff",
        "count",
        rf"(?P<subject>{_STAFF})(?:人员|人数|编制)*(?:共|共计|为)?{COUNT}(?P<unit>人|名)",
        heading="人员",
    ),
    phrase("affiliated_units", "count", rf"{COUNT}(?P<unit>个)(?:下属|所属|直属|二级)(?:预算)?单位"),
)
# Visits and visitors: whose they are is told by the sentence.
VISITS = (
    ("visits", re.compile(rf"{COUNT}(?P<unit>个?批次|个?团组|批)")),
    ("visits", re.compile(rf"(?:团组|批次)(?:数)?(?:共|共计|为|:)?{COUNT}(?P<unit>个批次|批次|批|个|次)")),
    ("persons", re.compile(rf"{COUNT}(?P<unit>人次)")),
    ("persons", re.compile(rf"(?:人次|人数)(?:数)?(?:共|共计|为|:)?{COUNT}(?P<unit>人|次)")),
    ("persons", re.compile(rf"(?<=[批组个次])[,、;和及共累计约出国()境]{{0,8}}{COUNT}(?P<unit>人)(?!次)")),
)
# Words that say whose the visits behind them are, until others do.
WHOSE = re.compile(
    r"(?P<overseas_travel>出国)|(?P<hospitality_foreign>外事|外宾|国\(境\)外|境外)|(?P<hospitality_domestic>国内)|(?P<hospitality>接待|来访)"
)
