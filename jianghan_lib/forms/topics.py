"""What the narrative speaks about, and in which roles, as data: each topic and each role is one pattern.

Patterns are matched on text without white space and in half-width punctuation (forms/stream.py).
"""

import re
from dataclasses import dataclass

NUMBER = r"-?\d(?:[\d,. ]{0,22}\d)?"
AMOUNT = rf"(?P<number>{NUMBER})(?P<unit>亿元|万元|千元|元)"
PERCENT = rf"(?P<number>{NUMBER})(?P<unit>%|‰|个百分点)"
UP, DOWN = "增加|增长|提高|上升", "减少|下降|降低|压减|缩减|下滑"
# The directions that the audit strips from a printed rate.
_RATE_WORDS = "增加|增长|提高|上升|减少|下降|降低"


@dataclass(frozen=True)
class Topic:
    """Something that statements are made about.

    A part is stated inside another topic's statement (其中：…); `section` is the heading it must stand under;
    `stated` asks for a figure close behind it, without which the words are only a mention; a `compared` topic is also
    stated by a change alone (公务接待费比上年减少…), where its level stands elsewhere.
    """

    name: str
    pattern: re.Pattern[str]
    part: bool = False
    section: re.Pattern[str] | None = None
    stated: bool = True
    compared: bool = False


@dataclass(frozen=True)
class Role:
    """What a figure is in its statement; a group `basis` in the pattern says against what it is measured. `topics`: only there."""

    name: str
    pattern: re.Pattern[str]
    topics: tuple[str, ...] = ()


def topic(
    name: str, pattern: str, *, part: bool = False, section: str = "", stated: bool = True, compared: bool = False
) -> Topic:
    return Topic(name, re.compile(pattern), part, re.compile(section) if section else None, stated, compared)


# A level of the classification: its name, then its mark: (类), (205类), (20106), or 类 after a name in quotes.
_SUBJECT = r"(?:[^。;:,()\"]|\([^()类款项]{1,10}\)|\"[^\"]{1,40}\")"
_QUOTED = r"\"[^\"]{2,40}\""
_CLASS, _SECTION, _ITEM = (
    rf"(?:\((?:\d{{{digits}}})?{mark}\)|(?<=\"){mark})" for digits, mark in (("3", "类"), ("2,5", "款"), ("2,7", "项"))
)
_BELOW = (
    rf"(?P<section>{_QUOTED}|{_SUBJECT}{{2,60}}?)(?:{_SECTION}|\(\d{{5}}\))"
    rf"(?:,?(?P<item>{_QUOTED}|{_SUBJECT}{{2,80}}?)(?:{_ITEM}|\(\d{{7}}\)|(?=。?年初|。?\d{{4}}年(?:度|初)?预算)))?"
)
CLASS_ITEM = re.compile(
    rf"(?P<class>{_QUOTED}|{_SUBJECT}{{2,40}}?)(?:{_CLASS}|\(\d{{3}}\)(?=[^。;:,]{{2,60}}\(\d{{5}}\)))(?:,?{_BELOW})?"
)
# Where the class (and the section) stand above, once for several: 2.财政事务(款)行政运行(项).
SECTION_ITEM = re.compile(_BELOW)
ITEM_ALONE = re.compile(rf"(?P<item>{_QUOTED}|{_SUBJECT}{{2,80}}?)(?:{_ITEM}|\(\d{{7}}\))")
CLASS_SHARE = re.compile(
    rf"(?P<class>{_SUBJECT}{{2,30}}?)(?:支出)?(?:\(类\)支出|\(类\)|类支出)(?={NUMBER}(?:万元|亿元|元))"
)
_CLASSES = (
    "一般公共服务|外交|国防|公共安全|教育|科学技术|文化(?:旅游)?体育与传媒|社会保障和就业|(?:医疗)?卫生(?:健康|与计划生育)|节能环保"
    "|城乡社区|农林水(?:事务)?|交通运输|资源勘探(?:工业)?信息等|商业服务业等|金融|援助其他地区|(?:自然资源|国土)海洋气象等|住房保障"
    "|粮油物资储备|灾害防治及应急管理|其他"
)
# A class by its name alone, at the head of its clause, with its figure.
CLASS_NAMED = re.compile(
    rf"(?:^|(?<=[。;:,)、.0-9])|(?<=[。;:,)、.]\"))(?P<class>{_CLASSES})(?:支出\"?|\"支出)"
    rf"(?=(?:\d{{4}}年(?:度)?)?(?:决算|预算)?(?:数)?为?{NUMBER}(?:万元|亿元|元),(?:占|较|比|与|完成|同比))"
)
# The number of a list entry before a name.
ENTRY = re.compile(r"\(?\d{1,2}\)|\d{1,2}[.、]|\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+、")
PROJECT = re.compile(
    r"(?:(?<=[^\d.])|^)\d{1,2}[.、](?P<subject>[^。;:]{2,60}?)(?:项目)?绩效自评(?:报告)?(?:结果)?综述[:。]"
)
REPORT = re.compile(r"\(\d\)(?:预算)?执行率情况[。:]")
REPORT_OF = re.compile(r"^[一二三四五六七八九十]+、\d{4}年度(?P<subject>.+?)(?:项目)?(?:绩效评价|绩效自评)(?:报告|表)")
_USED = r"主要(?:用于|成效|是用于)"
_USE = rf"(?:\(?\d{{1,2}}[.、)])?(?P<subject>[^。;:,]{{2,50}}?){AMOUNT}"
SPENDING = re.compile(rf"(?:^|[。;:]){_USE}(?:[,。](?:其中|{_USED})|,(?=[^。;:,]{{2,50}}?{NUMBER}万元[,。]{_USED}))")
# The second of two uses that share their explanation.
SPENDING_NEXT = re.compile(rf"(?<=万元,){_USE}[,。]{_USED}")
EXCLUDING = re.compile(r"(?:剔除|扣除|不含)(?:财政)?专项(?:资金)?后")

# Before the words for a whole: none of the endings of a kind of expenditure (教育支出合计 is no total of the department's).
_OF_ALL = r"(?<![费款利务业助育术媒康保障林水输等融备理本目营金])(?<!社区)(?<!其他)"
_COST = r"(?:费用|费|支出)(?:支出)?"
TOPICS: tuple[Topic, ...] = (
    topic("fiscal_appropriation_total", r"(?<!拨款)收、?支(?:决算)?总计", section=r"财政拨款收入支出决算总体"),
    topic("fiscal_appropriation_total", r"财政拨款收、?支(?:决算)?总计|财政拨款收入(?:总计)?、?支出(?:决算)?总计"),
    topic(
        "revenue_and_expenditure",
        r"(?<!拨款)收、?支(?:决算)?总计|(?<!拨款)收入(?:总计)?、?支出(?:决算)?总计|(?<!拨款)收入(?:决算)?总计",
    ),
    topic("revenue", r"(?<!拨款)(?<!事业)(?<!经营)(?<!补助)(?<!其他)(?:本年)?收入(?:决算)?合计"),
    topic("expenditure", rf"{_OF_ALL}(?:本年)?支出(?:决算)?合计(?!的)"),
    topic("general_public_budget_basic", r"一般公共预算(?:财政拨款)?基本支出"),
    topic("general_public_budget_revenue", r"一般公共预算(?:财政)?拨款(?:本年)?收入"),
    topic("government_funds_revenue", r"政府性基金(?:预算)?(?:财政)?拨款(?:本年)?收入(?!支出)"),
    topic("state_capital_revenue", r"国有资本经营(?:预算)?(?:财政)?拨款(?:本年)?收入(?!支出)"),
    topic("general_public_budget_expenditure", r"一般公共预算(?:财政拨款)?支出(?!总额)"),
    topic("general_public_budget_expenditure", r"(?<!预算)财政拨款支出(?!总额)", section=r"一般公共预算财政拨款支出"),
    topic("government_funds_expenditure", r"政府性基金(?:预算)?(?:财政拨款)?(?:本年)?支出"),
    topic("state_capital_expenditure", r"国有资本经营(?:预算)?(?:财政拨款)?(?:本年)?支出"),
    topic("government_funds", r"政府性基金(?:预算)?财政拨款(?=年初结转)"),
    topic("three_public", r"\"?三公\"?经费(?:财政拨款)?(?:支出)?", compared=True),
    topic("overseas_travel", r"因公(?:临时)?出国(?:\(境\))?(?:经费|费用|费)?(?:支出)?", compared=True),
    topic("vehicles", rf"公务(?:用)?车购置(?:及|和|与|费及|费和)运行(?:维护)?{_COST}", compared=True),
    topic("vehicle_purchase", rf"公务(?:用)?车购置{_COST}", compared=True),
    topic("vehicle_operation", rf"公务(?:用)?车运行(?:维护)?{_COST}", compared=True),
    topic("hospitality", rf"(?<!国内)(?<!外事)(?<!外)公务接待{_COST}", compared=True),
    topic("conference", r"(?:会议费(?:支出)?)(?=(?:年初|全年)?预算|决算)|(?<=开支)会议费"),
    topic("training", r"(?:培训费(?:支出)?)(?=(?:年初|全年)?预算|决算)|(?<=开支)培训费"),
    topic("agency_operating", r"(?:机关|机构)运行经费(?:支出)?", compared=True),
    topic("procurement", r"政府采购(?:预算)?支出(?:总额|合计|预算)|政府采购预算"),
    topic("procurement_goods", r"政府采购货物(?:支出|预算)|货物类"),
    topic("procurement_works", r"政府采购工程(?:支出|预算)|工程类"),
    topic("procurement_services", r"政府采购服务(?:支出|预算)|服务类"),
    topic("procurement_small_medium", r"授予中小企业合同金额(?!的|占货物|占工程|占服务)"),
    topic("procurement_micro", r"授予小微企业合同金额(?!的)"),
    topic("purchased_services", r"政府购买服务预算(?:支出)?(?:合计)?"),
    topic("budget_total", r"(?<!拨款)收支(?:总)?预算(?:总额)?"),
    topic("fiscal_appropriation_budget", r"财政拨款收支(?:总)?预算(?:总额)?"),
    topic("revenue_budget", r"(?<!拨款)收入(?:总)?预算|(?:部门|单位)预算(?:总)?收入"),
    topic("expenditure_budget", rf"{_OF_ALL}(?<!预算)支出(?:总)?预算|(?:部门|单位)预算(?:总)?支出"),
    topic("fiscal_budget", r"一般公共预算(?:当年)?(?:财政)?拨款(?!收入|支出|基本|本年|规模|结构|具体)"),
    topic("department_execution", r"(?:部门|单位)年初预算总额|(?:部门|单位)预算金额"),
    topic("self_evaluation", r"绩效自评,共涉及(?:一级)?(?=项目\d)", stated=False),
    topic("self_evaluation", r"绩效自评结果,共涉及(?=\d+个(?:一级)?项目)", stated=False),
    topic("whole_self_evaluation", r"整体支出绩效自评(?=,资金)", stated=False),
    topic("fiscal_appropriation_revenue", r"(?<!预算)(?<!同级)财政拨款收入(?!中|支出)", part=True),
    topic("institutional_income", r"事业收入", part=True),
    topic("business_income", r"(?<!企业)经营收入", part=True),
    topic("superior_subsidy", r"上级补助收入", part=True),
    topic("affiliated_units_income", r"附属单位上缴收入", part=True),
    topic("other_income", r"其他收入", part=True),
    topic("paid_to_superior", r"上缴上级支出", part=True),
    topic("business_expenditure", r"(?<!资本)经营支出", part=True),
    topic("subsidy_to_affiliated", r"对附属单位补助支出", part=True),
    topic("basic", r"(?<!拨款)(?<!预算)基本支出(?:总额)?", part=True),
    topic("project", r"(?<!预算)项目支出(?:总额)?(?!的)", part=True),
    topic("personnel", r"人员经费", part=True),
    topic("operating", r"公用经费", part=True),
)

# Words that may stand between a topic and its figure; anything else there (a verb, a reason) makes the figure another one.
_FILLERS = "财政拨款 一般公共预算 政府性基金 本年 当年 全年 年初 实际 发生 支出 收入 预算 决算 总额 合计 总计 金额 经费 费用 资金 安排 部门 单位"
_FILL = rf"(?:\"?三公\"?|{'|'.join(_FILLERS.split())}|类|数|额|共)*?"
_MAKE = r"(?:均为|均是|各为|各是|分别为|分别是|合计为|总计为|为|是|共计|共|:|达到|达)?"
ROLES: tuple[Role, ...] = tuple(
    Role(
        name,
        re.compile(pattern),
        ("self_evaluation", "whole_self_evaluation") if name in ("project_count", "funds") else (),
    )
    for name, pattern in (
        (
            "initial_budget",
            rf"年初(?:部门)?(?:安排|批复)?预算(?:总额|数额|安排数|批复数|数|安排|金额)?(?:资金)?{_MAKE}{AMOUNT}",
        ),
        (
            "initial_budget_none",
            r"年初(?:无|没有|未安排|未编制|未编列)(?:安排)?(?:部门)?预算(?:安排)?|年初预算(?:数)?(?:未安排|无安排)|(?:无|没有|未安排)年初预算",
        ),
        ("annual_budget", rf"全年预算(?:安排)?(?:数|总额)?{_MAKE}{AMOUNT}"),
        ("adjusted_budget", rf"(?:调整后?(?:的)?(?:全年)?预算(?:数|总额)?|预算调整数){_MAKE}{AMOUNT}"),
        ("increase", rf"增加(?:上级)?(?:下达)?的?指标{AMOUNT}"),
        ("decrease", rf"调减(?:指标)?{AMOUNT}"),
        ("added_budget", rf"追加预算{_MAKE}{AMOUNT}"),
        (
            "budget",
            rf"(?<!年初)(?<!年初安排)(?<!年初批复)(?<!全年)(?<!调整)(?<!追加)(?<!收支总)(?<!收入)预算(?:数|资金|金额)?(?:安排)?{_MAKE}{AMOUNT}",
        ),
        ("outturn", rf"(?:支出)?决算(?:支出)?(?:总额|金额|数)?{_MAKE}{AMOUNT}"),
        ("executed", rf"(?:执行数|实际支出(?:资金|金额|数)?|实际执行(?:支出)?(?:金额|数)?){_MAKE}{AMOUNT}"),
        (
            "completion_rate",
            rf"(?:(?:完成(?:了)?|(?:为|是|达到?)(?=[^。;,\d]{{0,6}}预算(?:数)?的))(?P<basis>年初|全年|调整后?|年度|当年)?(?:的)?预算(?:数)?"
            rf"(?:{NUMBER}(?:亿元|万元|元))?的?(?:比例)?|预算完成率)(?:为|达到|达)?{PERCENT}",
        ),
        ("execution_rate", rf"预算执行率(?:为|达到|达)?{PERCENT}(?![≦≤<])"),
        ("share", rf"占(?P<basis>[^,。;:\d]{{0,24}}?)的?(?:比例|比重)?(?:为)?{PERCENT}"),
        ("opening_balance", rf"年初结转(?:和|及)?结余{_MAKE}{AMOUNT}"),
        ("closing_balance", rf"年末结转(?:和|及)?结余{_MAKE}{AMOUNT}"),
        ("income", rf"(?<=[,余])本年收入{_MAKE}{AMOUNT}"),
        ("expenditure", rf"(?<=[,元])本年支出{_MAKE}{AMOUNT}"),
        ("project_count", r"(?:项目|(?=\d+个(?:一级)?项目))(?P<number>\d+)(?P<unit>个)"),
        ("funds", rf"(?<=,)资金{_MAKE}{AMOUNT}"),
    )
)
DIRECT = re.compile(
    rf"(?:\([^()]{{0,40}}\))?{_FILL}{_MAKE}(?P<number>{NUMBER})(?:(?P<unit>亿元|万元|千元|元)|(?=[,。;](?!\d)))"
)
# Figures of a year named behind the topic: 公务接待费。2023年决算数….
_YEAR_OF = r"(?:。?\d{4}年(?:度)?(?=[^。;,\d]{0,8}(?:决算|预算)))?"
STATED = re.compile(
    rf"(?:\([^()]{{0,40}}\))?{_YEAR_OF}[^。;:\d增减降升提]{{0,24}}?(?:{NUMBER}(?:亿元|万元|千元|元|[,。;](?!\d))|(?<![比较与])年初)"
)
_KIND = r"(?:年初|初|全年|调整后)?(?:部门)?(?:同期)?(?:预算|决算|执行|支出)?(?:安排)?(?:数)?"
# Between the year of a base and what it is of: 比2023年"三公"经费财政拨款年初预算….
_OF_BASE = rf"(?:(?:\"?三公\"?|{'|'.join(_FILLERS.split())}){{1,4}}?(?=年初|全年|预算|决算))?"
_BASE = (
    rf"(?:(?:\d{{4}}年(?:度)?|上一?年(?:度)?|去年)(?:同期)?{_OF_BASE}{_KIND}"
    r"|(?:年初|全年|调整后?的?)(?:部门)?预算(?:安排)?(?:数)?|预算(?:安排)?(?:数)?)"
)
_RATE = rf"(?P<rate>{NUMBER})(?P<rate_unit>%|‰)"
_NEITHER = rf"(?:\((?:{UP}|{DOWN})\))?"
_MOVES = (
    rf"(?:各|均|分别)?(?P<direction>{UP}|{DOWN})(?:了|数|额|为)?(?P<leftover>\((?:{UP}|{DOWN})\))?"
    rf"(?P<number>{NUMBER})(?P<unit>亿元|万元|千元|元|(?=[,。;]))"
    rf"(?:[,、]?(?:同比)?(?:各|均|分别)?(?P<rate_direction>{_RATE_WORDS}|(?=[增降]幅)){_NEITHER}(?:了|率为|幅度为|[增降]幅为?)?{_RATE})?"
)
# What may follow a comparison: an amount with or without its rate, a rate alone, or no change at all.
CHANGE = re.compile(
    rf"(?:与|比|较|同比)(?P<base>{_BASE})?(?P<base_number>{NUMBER})?(?P<base_unit>亿元|万元|元)?(?:相比|比较|对比)?,?"
    rf"(?:[^,。;:\d增减持无]{{0,24}}?)(?:{_MOVES}"
    rf"|(?:各|均|分别)?(?P<only_direction>{_RATE_WORDS})(?:了)?{_NEITHER}(?P<only_rate>{NUMBER})(?P<only_unit>%|‰)"
    r"|(?P<level>(?:基本)?(?:持平|相同|一致)|无(?:增减)?变化|无(?:增减)?变动|无增减))"
)
# A change whose base the head of its sentence names: …比上年增加…。其中:公务接待费支出决算减少….
MOVED = re.compile(rf"(?:支出)?(?:决算|预算)?(?:数)?{_MOVES}")
BASE = re.compile(rf"(?:与|比|较)(?P<base>{_BASE})")
COMPARED = re.compile(rf"(?:\([^()]{{0,40}}\))?(?:支出)?(?:决算|预算)?(?:数)?(?:{CHANGE.pattern})")
# Something else with a figure of its own, in a list behind the topic: its share and changes are not the topic's.
_SUM = rf"{NUMBER}(?:亿元|万元|千元|元)"
_ITS = r"(?:,(?:占|比|较|与|同比|增|减|下降|完成)[^,。;]*)*"
_NO_ROLE = (
    rf"(?!预算(?!(?:财政)?拨款)|决算|执行|实际|指标|年[初末]结转|资金|与|比|较|增|减|完成|剔除|项目\d|{UP}|{DOWN})"
)
OTHER = re.compile(
    rf"(?:[;。:、(]|(?<=[\d%])\)?,)(?:(?:其中|包括)[:,]?)?(?:\(?\d{{1,2}}[.、)])?(?!本年收入|本年支出)(?:{_NO_ROLE}[^。;:,\d]){{2,40}}?(?:为|:)?{_SUM}{_ITS}"
    rf"|[,:。;](?:其中|包括)[:,]?本年(?:收入|支出){_SUM}{_ITS}"
)
PART = re.compile(rf"{_FILL}{_MAKE}{_SUM}{_ITS}")
# Words before the name of a figure that leave it the topic's own: 其年初预算, 2023年度支出决算.
OWN = re.compile(
    rf"(?:其中[:,]?)?(?:\d{{1,2}}[.、)])?(?:\d{{4}}年(?:度)?)?(?:其|的|完成了?|本年度?|本部门|本单位|我局|一是|二是|{'|'.join(_FILLERS.split())}|\"?三公\"?)*"
)
OTHER_YEAR = re.compile(r"(?:上一?年(?:度)?|去年|(?P<year>\d{4})年(?:度)?)$")
IS_BASE = re.compile(r"(?:比|与|较)(?:\d{4}年(?:度)?|上一?年(?:度)?|去年)?$")
# A kind of hospitality is neither hospitality itself nor a use of project expenditure.
NO_USE = re.compile(r"(?:国内|外事|外宾)?(?:公务)?接待(?:费|支出)")
# Topics that a bracket behind another topic divides it into: (其中:一般公共预算支出…;政府性基金预算支出…).
FUNDS = ("general_public_budget", "government_funds", "state_capital", "fiscal_budget")
# Roles that another name before them makes another's: 培训费支出预算….
NAMED = (
    "initial_budget",
    "annual_budget",
    "adjusted_budget",
    "budget",
    "outturn",
    "executed",
    "completion_rate",
    "share",
)
