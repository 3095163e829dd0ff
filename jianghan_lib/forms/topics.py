"""What the narrative speaks about, and in which roles, as data: each topic and each role is one pattern.

Patterns are matched on text without white space and in half-width punctuation (forms/stream.py).
"""

import re
from dataclasses import dataclass

NUMBER = r"-?\d(?:[\d,. ]{0,22}\d)?"
AMOUNT = rf"(?P<number>{NUMBER})(?P<unit>亿元|万元|千元|元)"
PERCENT = rf"(?P<number>{NUMBER})(?P<unit>%|‰|个百分点)"
UP, DOWN = "增加|增长|提高|上升", "减少|下降|降低|压减"


@dataclass(frozen=True)
class Topic:
    """Something that statements are made about.

    A part is stated inside another topic's statement (其中：…); `section` is the heading it must stand under;
    `stated` asks for a figure close behind it, without which the words are only a mention.
    """

    name: str
    pattern: re.Pattern[str]
    part: bool = False
    section: re.Pattern[str] | None = None
    stated: bool = True


@dataclass(frozen=True)
class Role:
    """What a figure is in its statement; a group `basis` in the pattern says against what it is measured. `topics`: only there."""

    name: str
    pattern: re.Pattern[str]
    topics: tuple[str, ...] = ()


def topic(name: str, pattern: str, *, part: bool = False, section: str = "", stated: bool = True) -> Topic:
    return Topic(name, re.compile(pattern), part, re.compile(section) if section else None, stated)


_SUBJECT = r"(?:[^。;:,()\"]|\([^()类款项]{1,10}\)|\"[^\"]{1,10}\")"
CLASS_ITEM = re.compile(
    rf"(?P<class>{_SUBJECT}{{2,40}}?)\((?:\d{{3}})?类\)"
    rf"(?:,?(?P<section>{_SUBJECT}{{2,60}}?)\((?:\d{{2,5}})?款\)(?:,?(?P<item>{_SUBJECT}{{2,80}}?)(?:\((?:\d{{2,7}})?项\)|(?=。?年初|。?\d{{4}}年(?:度|初)?预算)))?)?"
)
CLASS_SHARE = re.compile(
    rf"(?P<class>{_SUBJECT}{{2,30}}?)(?:支出)?(?:\(类\)支出|\(类\)|类支出)(?={NUMBER}(?:万元|亿元|元))"
)
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

TOPICS: tuple[Topic, ...] = (
    topic("fiscal_appropriation_total", r"(?<!拨款)收、?支(?:决算)?总计", section=r"财政拨款收入支出决算总体"),
    topic("fiscal_appropriation_total", r"财政拨款收、?支(?:决算)?总计|财政拨款收入支出(?:决算)?总计"),
    topic("revenue_and_expenditure", r"(?<!拨款)收、?支(?:决算)?总计|(?<!拨款)收入支出(?:决算)?总计|(?<!拨款)收入总计"),
    topic("revenue", r"(?<!拨款)(?:本年)?收入(?:决算)?合计"),
    topic("expenditure", r"(?<!拨款)(?:本年)?支出(?:决算)?合计(?!的)"),
    topic("general_public_budget_basic", r"一般公共预算(?:财政拨款)?基本支出"),
    topic("general_public_budget_revenue", r"一般公共预算财政拨款(?:本年)?收入"),
    topic("government_funds_revenue", r"政府性基金(?:预算)?财政拨款(?:本年)?收入(?!支出)"),
    topic("state_capital_revenue", r"国有资本经营(?:预算)?财政拨款(?:本年)?收入(?!支出)"),
    topic("general_public_budget_expenditure", r"一般公共预算(?:财政拨款)?支出(?!总额)"),
    topic("general_public_budget_expenditure", r"(?<!预算)财政拨款支出(?!总额)", section=r"一般公共预算财政拨款支出"),
    topic("government_funds_expenditure", r"政府性基金(?:预算)?(?:财政拨款)?(?:本年)?支出"),
    topic("state_capital_expenditure", r"国有资本经营(?:预算)?(?:财政拨款)?(?:本年)?支出"),
    topic("government_funds", r"政府性基金(?:预算)?财政拨款(?=年初结转)"),
    topic("three_public", r"\"?三公\"?经费(?:财政拨款)?(?:支出)?"),
    topic("overseas_travel", r"因公出国(?:\(境\))?(?:费用|费|支出)?"),
    topic("vehicles", r"公务用车购置(?:及|和|费及)运行(?:维护)?(?:费|支出)"),
    topic("vehicle_purchase", r"公务用车购置(?:费|支出)"),
    topic("vehicle_operation", r"公务用车运行(?:维护)?(?:费|支出)"),
    topic("hospitality", r"公务接待(?:费|支出)"),
    topic("agency_operating", r"机关运行经费(?:支出)?"),
    topic("procurement", r"政府采购(?:预算)?支出(?:总额|合计)|政府采购预算"),
    topic("procurement_goods", r"政府采购货物(?:支出|预算)|货物类"),
    topic("procurement_works", r"政府采购工程(?:支出|预算)|工程类"),
    topic("procurement_services", r"政府采购服务(?:支出|预算)|服务类"),
    topic("procurement_small_medium", r"授予中小企业合同金额(?!的|占货物|占工程|占服务)"),
    topic("procurement_micro", r"授予小微企业合同金额(?!的)"),
    topic("purchased_services", r"政府购买服务预算(?:支出)?(?:合计)?"),
    topic("budget_total", r"(?<!拨款)收支(?:总)?预算(?:总额)?"),
    topic("fiscal_appropriation_budget", r"财政拨款收支(?:总)?预算(?:总额)?"),
    topic("revenue_budget", r"(?<!拨款)收入预算"),
    topic("expenditure_budget", r"(?<!拨款)(?<!预算)支出预算"),
    topic("fiscal_budget", r"一般公共预算(?:财政)?拨款(?!收入|支出|基本|本年|规模|结构|具体)"),
    topic("department_execution", r"(?:部门|单位)年初预算总额|(?:部门|单位)预算金额"),
    topic("self_evaluation", r"绩效自评,共涉及(?:一级)?(?=项目\d)", stated=False),
    topic("self_evaluation", r"绩效自评结果,共涉及(?=\d+个(?:一级)?项目)", stated=False),
    topic("whole_self_evaluation", r"整体支出绩效自评(?=,资金)", stated=False),
    topic("fiscal_appropriation_revenue", r"(?<!预算)财政拨款收入(?!中|支出)", part=True),
    topic("institutional_income", r"事业收入", part=True),
    topic("business_income", r"(?<!企业)经营收入", part=True),
    topic("superior_subsidy", r"上级补助收入", part=True),
    topic("other_income", r"其他收入", part=True),
    topic("basic", r"(?<!拨款)(?<!预算)基本支出(?:总额)?", part=True),
    topic("project", r"(?<!预算)项目支出(?:总额)?(?!的)", part=True),
    topic("personnel", r"人员经费", part=True),
    topic("operating", r"公用经费", part=True),
)

# Words that may stand between a topic and its figure; anything else there (a verb, a reason) makes the figure another one.
_FILLERS = "财政拨款 一般公共预算 政府性基金 本年 当年 全年 年初 实际 发生 支出 收入 预算 决算 总额 合计 金额 经费 费用 资金 安排 部门 单位"
_FILL = rf"(?:\"?三公\"?|{'|'.join(_FILLERS.split())}|类|数|额|共)*?"
_MAKE = r"(?:均为|各为|分别为|分别是|合计为|总计为|为|是|共计|共|:|达到|达)?"
ROLES: tuple[Role, ...] = tuple(
    Role(
        name,
        re.compile(pattern),
        ("self_evaluation", "whole_self_evaluation") if name in ("project_count", "funds") else (),
    )
    for name, pattern in (
        ("initial_budget", rf"年初(?:部门)?预算(?:总额|数额|数|安排|金额)?(?:资金)?{_MAKE}{AMOUNT}"),
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
            rf"(?<!年初)(?<!全年)(?<!调整)(?<!追加)(?<!收支总)(?<!收入)预算(?:数|资金|金额)?(?:安排)?{_MAKE}{AMOUNT}",
        ),
        ("outturn", rf"(?<!度)(?:支出)?决算(?:数)?{_MAKE}{AMOUNT}"),
        ("executed", rf"(?:执行数|实际支出(?:资金|金额|数)?|实际执行(?:支出)?(?:金额|数)?){_MAKE}{AMOUNT}"),
        (
            "completion_rate",
            rf"完成(?:了)?(?P<basis>年初|全年|调整后?|年度|当年)?预算(?:数)?(?:{NUMBER}(?:万元|元))?的?(?:比例)?(?:为)?{PERCENT}",
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
STATED = re.compile(
    rf"(?:\([^()]{{0,40}}\))?[^。;:\d增减降升提]{{0,24}}?(?:{NUMBER}(?:亿元|万元|千元|元|[,。;](?!\\d))|(?<![比较与])年初)"
)
_KIND = r"(?:预算|决算|执行|支出)?(?:数)?"
_BASE = (
    rf"(?:\d{{4}}年(?:度)?(?:初)?(?:部门)?(?:同期)?{_KIND}|上一?年(?:度)?(?:同期)?(?:初)?{_KIND}"
    r"|去年(?:同期)?|年初预算(?:数)?|全年预算(?:数)?|预算(?:数)?)"
)
CHANGE = re.compile(
    rf"(?:与|比|较|同比)(?P<base>{_BASE})?(?P<base_number>{NUMBER})?(?P<base_unit>亿元|万元|元)?(?:相比|比较|对比)?,?"
    rf"(?:[^,。;:\d增减持无]{{0,24}}?)(?:各|均|分别)?"
    rf"(?:(?P<direction>{UP}|{DOWN})(?:了|数)?(?P<leftover>\((?:{UP}|{DOWN})\))?(?P<number>{NUMBER})(?P<unit>亿元|万元|千元|元|(?=[,。;]))"
    rf"(?:[,、]?(?:同比)?(?P<rate_direction>{UP}|{DOWN})(?:了|率为|幅度为)?(?P<rate>{NUMBER})(?P<rate_unit>%|‰))?"
    rf"|(?P<level>(?:基本)?持平|无(?:增减)?变化|无增减变化))"
)
