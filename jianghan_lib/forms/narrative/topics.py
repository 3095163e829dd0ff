"""What the narrative speaks about, as data: each topic is one pattern."""

import re
from dataclasses import dataclass

from jianghan_lib.forms.narrative.lexicon import MAKE, SUM


@dataclass(frozen=True)
class Topic:
    """Something that statements are made about.

    A part is stated inside another topic's statement (其中：…); `section` is the heading, or the one above it, that it must stand under;
    `stated` asks for a figure close behind it, without which the words are only a mention; a `compared` topic is also
    stated by a change alone (公务接待费比上年减少…), where its level stands elsewhere; `after` is what its sentence must
    have said before it.
    """

    name: str
    pattern: re.Pattern[str]
    part: bool = False
    section: re.Pattern[str] | None = None
    stated: bool = True
    compared: bool = False
    after: re.Pattern[str] | None = None


def topic(
    name: str,
    pattern: str,
    *,
    part: bool = False,
    section: str = "",
    stated: bool = True,
    compared: bool = False,
    after: str = "",
) -> Topic:
    heading, said = (re.compile(words) if words else None for words in (section, after))
    return Topic(name, re.compile(pattern), part, heading, stated, compared, said)


# Before the words for a whole: none of the endings of a kind of expenditure (教育支出合计 is no total of the department's).
_OF_ALL = r"(?<![费款利务业助育术媒康保障林水输等融备理本目营金])(?<!社区)(?<!其他)"
_COST = r"(?:费用|费|支出|经费)(?:支出)?"
TOPICS: tuple[Topic, ...] = (
    topic("fiscal_appropriation_total", r"(?<!拨款)收、?支(?:决算)?总计", section=r"财政拨款收入支出决算总体"),
    topic(
        "fiscal_appropriation_total",
        r"财政拨款收、?支(?:决算)?总计|财政拨款收入(?:总计)?、?支出(?:决算)?总计|财政拨款(?:收入|支出)(?:决算)?总计",
    ),
    topic(
        "fiscal_appropriation_total",
        r"(?<=[,、;])支出(?:决算)?总计",
        after=r"财政拨款收入(?:决算)?总计[^。]*$",
    ),
    topic(
        "revenue_and_expenditure",
        r"(?<!拨款)收、?支(?:决算)?总计|(?<!拨款)收入(?:总计)?、?支出(?:决算)?总计|(?<!拨款)收入(?:决算)?总计|(?:^|(?<=[。;,)年度门位明况]))支出(?:决算)?总计",
    ),
    topic(
        "revenue_and_expenditure",
        r"(?<!拨款)收入支出总体(?=[与比较])|(?<!占)(?<!全年)(?<!部门)总(?:收入|支出)(?=为?\d|[较比])",
        compared=True,
    ),
    topic("fiscal_appropriation_total", r"财政拨款收入支出总体(?=[与比较])", compared=True),
    topic(
        "revenue",
        r"(?<!拨款)(?<!事业)(?<!经营)(?<!补助)(?<!其他)(?:本年)?收入(?:决算)?合计|(?:^|(?<=[。;)度年明况])|(?<=决算))本年收入(?=为?\d)|(?<=[。;度年明况])收入总额(?=为?\d)",
    ),
    *(
        topic(name, rf"(?:^|(?<=[。;度年明况]))本年{words}合计(?=[比较与])", compared=True)
        for name, words in (("revenue", "收入"), ("expenditure", "支出"))
    ),
    # All funds, where the sentence begins with the balance of all.
    *(
        topic(name, rf"(?<=,)本年{words}(?=为?\d)", after=r"(?:^|[。;:明况])年初结转(?:和|及)?结余[^。;]*$")
        for name, words in (("revenue", "收入"), ("expenditure", "支出"))
    ),
    # What a sentence goes on with, of the fund whose revenue it began with.
    *(
        topic(
            name,
            r"(?<=[;。])(?:本年)?支出(?=为?\d)",
            after=rf"{words}财政拨款本年收入(?:(?!本年收入)[^。])*$",
            compared=True,
        )
        for name, words in (
            ("general_public_budget_expenditure", "一般公共预算"),
            ("government_funds_expenditure", "政府性基金(?:预算)?"),
            ("state_capital_expenditure", "国有资本经营(?:预算)?"),
            ("fiscal_appropriation_expenditure", ""),
        )
    ),
    *(
        topic(
            f"{name}_expenditure",
            r"(?<=[,;])本年支出合计(?=为?\d)",
            after=rf"(?:^|。)(?:(?!合计|其中)[^。])*{words}(?:预算)?财政拨款本年收入(?:(?!其中)[^。])*$",
        )
        for name, words in (("government_funds", "政府性基金"), ("state_capital", "国有资本经营"))
    ),
    topic(
        "expenditure",
        rf"{_OF_ALL}(?<!经费\))(?:本年)?支出(?:决算)?合计(?!的)|(?:(?<=[。;)度年明况])|(?<=其中)|(?<=其中[:,]))本年支出(?=为?\d)|(?<=[。;度年明况])支出总额(?=为?\d)",
    ),
    # A list entry, or a unit of its own, that states all of a year: (二)2023年支出950.00万元.
    *(
        topic(
            name,
            rf"(?<=\d年){words}(?=为?\d)|(?<=年度){words}(?=为?\d)|(?<=年度[,:]本)(?:单位|部门){words}(?=为?\d)",
            stated=True,
        )
        for name, words in (("revenue", "收入"), ("expenditure", "支出"))
    ),
    topic("general_public_budget_basic", r"一般公共预算(?:财政)?(?:拨款)?(?:安排的?)?基本支出"),
    topic("fiscal_appropriation_basic", r"(?<!预算)(?<!基金)(?<!经营)财政拨款(?:安排的?)?基本支出(?=预算|\d|$)"),
    topic(
        "general_public_budget_revenue",
        r"一般公共(?:预算)?(?:财政)?拨款(?:本年)?收入|一般公共预算收入(?:预算)?(?=\d)",
        compared=True,
    ),
    topic(
        "government_funds_revenue",
        r"政府性基金(?:预算)?(?:财政)?拨款(?:本年)?收入(?!支出)|政府性基金(?:预算)?收入(?:预算)?(?=\d)",
        compared=True,
    ),
    topic("state_capital_revenue", r"国有资本经营(?:预算)?(?:财政)?拨款(?:本年)?收入(?!支出)", compared=True),
    topic("general_public_budget_expenditure", r"一般公共预算(?:财政)?(?:拨款)?支出(?:预算(?=\d))?(?!总额)"),
    topic(
        "general_public_budget_expenditure",
        r"(?<!预算)财政拨款支出(?!总额)",
        section=r"一般公共预算财政拨款支出",
        compared=True,
    ),
    topic(
        "fiscal_appropriation_expenditure",
        r"财政拨款预算支出(?=\d)|(?<!预算)(?<!经费)(?<!同级)财政拨款(?:安排的?)?(?:本年)?支出(?:决算|预算(?=\d))?(?!总额|总计|中|的|合计)",
        compared=True,
    ),
    topic(
        "government_funds_expenditure",
        r"政府性基金(?:预算)?(?:财政)?(?:拨款)?(?:本年)?支出(?:预算(?=\d))?",
        compared=True,
    ),
    topic(
        "state_capital_expenditure",
        r"国有资本经营(?:预算)?(?:财政)?(?:拨款)?(?:本年)?支出(?:预算(?=\d))?",
        compared=True,
    ),
    topic("government_funds", r"政府性基金(?:预算)?(?:(?:财政)?拨款(?=年初结转|\d)|(?<=预算)(?=\d))"),
    topic("state_capital", r"国有资本经营(?:预算)?(?:(?:财政)?拨款(?=年初结转|\d)|(?<=预算)(?=\d))"),
    topic(
        "three_public",
        r"(?:因公)?(?:临时)?出国\(境\)[^。;:\d]{0,40}?\((?:以下)?(?:简称|统称|即)\"?三公\"?经费\)",
        compared=True,
    ),
    topic("three_public", r"\"?三公\"?经费(?:财政拨款)?(?:支出)?", compared=True),
    topic("overseas_travel", r"因公(?:临时)?出国(?:\(境\))?(?:经费|费用|费)?(?:支出)?", compared=True),
    # Counts before the money: 2023年公务接待18批次,165人次,预算为3.00万元.
    topic("overseas_travel", r"因公(?:临时)?出国(?:\(境\))?(?=团组\d+个,[^。;]{0,12}人次,预算)", stated=False),
    topic("vehicle_purchase", r"购置(?:公务用)?车辆?(?=\d+[台辆],预算)", stated=False),
    topic("hospitality", r"(?<!国内)(?<!外事)公务接待(?=\d+批次,\d+人次,预算)", stated=False),
    topic("vehicles", rf"公(?:务)?(?:用)?车购置(?:及|和|与|费及|费和)运行(?:维护)?{_COST}", compared=True),
    topic(
        "vehicle_purchase",
        rf"(?<=辆,)购置费(?:用)?(?=为?\d)|公(?:务)?(?:用)?车(?:辆)?购置(?:{_COST}|(?={SUM})|(?=(?:全年|年初)预算|预算支出))",
        compared=True,
    ),
    topic(
        "vehicle_operation",
        rf"公(?:务)?(?:用)?车(?:用车)?运行(?:维护)?(?:{_COST}|(?={SUM})|(?=(?:全年|年初)预算))",
        compared=True,
    ),
    topic(
        "hospitality",
        rf"(?<!国内)(?<!外事)(?<!外)公务接待(?:{_COST}|(?={SUM})|(?=[较比](?:\d{{4}}|上|去)))",
        compared=True,
    ),
    topic(
        "conference",
        rf"(?:会议费(?:支出)?)(?=(?:年初|全年)?预算|决算)|(?<=开支)会议费|(?:^|(?<=[。;,]))会议费支出(?={SUM},(?:占|比|较|完成))",
    ),
    topic(
        "training",
        rf"(?:培训费(?:支出)?)(?=(?:年初|全年)?预算|决算)|(?<=开支)培训费|(?:^|(?<=[。;,]))培训费支出(?={SUM},(?:占|比|较|完成))",
    ),
    topic(
        "agency_operating",
        r"为保障(?:机构|行政单位|机关|单位)[^。;:,\d]{0,30}购买货物和服务的(?:各项)?(?:支出|资金)(?:合计)?",
        compared=True,
    ),
    topic("agency_operating", r"(?:机关|机构)运行经费(?:支出)?|机关运行费", compared=True),
    topic(
        "procurement",
        r"政府采购(?:预算)?支出(?:总额|合计|共计|总计|预算)|政府采购预算|政府采购(?:总)?金额|政府采购(?=安排\d)",
    ),
    topic(
        "procurement_goods",
        r"货物类政府采购(?:支出)?预算|拟(?:采购|购买)货物(?:支出)?(?=\d)|政府采购货物(?:支出|预算|金额)|(?<!公共)货物(?:类|采购)(?:采购)?(?:金额|支出)?(?!授予)|(?:(?<=[,、;:])|(?<=其中))货物支出(?=\d)",
    ),
    topic(
        "procurement_works",
        r"工程类政府采购(?:支出)?预算|拟(?:采购|购买)工程(?:支出)?(?=\d)|政府采购工程(?:支出|预算|金额)|(?<!公共)工程(?:类|采购)(?:采购)?(?:金额|支出)?(?!授予)|(?:(?<=[,、;:])|(?<=其中))工程支出(?=\d)",
    ),
    topic(
        "procurement_services",
        r"服务类政府采购(?:支出)?预算|拟(?:采购|购买)服务(?:支出)?(?=\d)|政府采购服务(?:支出|预算|金额)|(?<!公共)服务(?:类|采购)(?:采购)?(?:金额|支出)?(?!授予)|(?:(?<=[,、;:])|(?<=其中))服务支出(?=\d)",
    ),
    topic("procurement_small_medium", r"授予中小企业(?:合同金额|(?=\d))(?!的|占货物|占工程|占服务)"),
    topic("procurement_micro", r"授予小微企业(?:合同金额|(?=\d))(?!的)"),
    topic("purchased_services", r"政府购买服务预算(?:支出)?(?:合计)?"),
    topic(
        "budget_total",
        r"(?<!拨款)收支(?:总)?预算(?:总额|总数)?|(?<!拨款)收入?、支出?(?:总)?预算(?:总计|合计|总额)?|预算收支(?:总额|总数|总计)",
        compared=True,
    ),
    topic(
        "fiscal_appropriation_budget",
        r"财政拨款(?:收(?:入支出|支)(?:总)?预算(?:总额|总数)?|收入?、支出?(?:总)?预算(?:总计|合计|总额)?|总收支(?=[较比与]))",
        compared=True,
    ),
    topic(
        "revenue_budget",
        r"(?<![款金算业营他户助缴])收入(?:总)?预算|(?:部门|单位)预算(?:总)?收入|(?:(?<=[,。;年度])|^)预算(?:总)?收入(?=(?:总计|合计|总额)?为?\d)",
        compared=True,
    ),
    topic(
        "expenditure_budget",
        rf"{_OF_ALL}(?<!预算)支出(?:总)?预算|(?:部门|单位)预算(?:总)?支出|预算安排支出(?=\d|$)|(?:(?<=[,。;年度])|^)预算(?:总)?支出(?=(?:总计|合计|总额)?为?\d)",
        compared=True,
    ),
    topic(
        "fiscal_budget",
        r"一般公共预算(?:(?:当年)?(?:财政)?拨款(?!收入|支出|结转|基本|安排|本年|规模|结构|具体)|(?=\d))",
    ),
    # 收入预算:…。收入较去年增加…: the sentence behind a budget says how it moved.
    *(
        topic(name, rf"(?<=。){words}(?=[较比与])", compared=True, after=rf"(?:^|[。:)、]){words}预算[^。]*。$")
        for name, words in (("revenue_budget", "收入"), ("expenditure_budget", "支出"))
    ),
    topic("department_execution", r"(?:部门|单位)年初预算总额|(?:部门|单位)预算金额"),
    topic("self_evaluation", r"绩效自评,共涉及(?:一级)?(?=项目\d)", stated=False),
    topic("self_evaluation", r"绩效自评结果(?:\([^()]*\))?,共涉及(?=\d+个(?:一级)?项目)", stated=False),
    topic("whole_self_evaluation", r"整体支出绩效自评(?=,资金)", stated=False),
    topic(
        "fiscal_appropriation_revenue",
        r"(?<!预算)(?<!同级)财政拨款(?:本年)?收入(?!中|支出|总计)",
        part=True,
        compared=True,
    ),
    topic("institutional_income", r"事业收入", part=True, compared=True),
    topic("business_income", r"(?<!企业)经营收入", part=True, compared=True),
    topic("superior_subsidy", r"上级补助收入", part=True, compared=True),
    topic("affiliated_units_income", r"附属单位上缴收入", part=True, compared=True),
    topic("other_income", r"其[他它]收入", part=True, compared=True),
    *(
        topic(name, rf"{words}(?:收入)?", part=True, compared=True, section=r"收支?预算|收入预算")
        for name, words in (("other_funds", "其他资金"), ("special_account", "财政专户管理资金"))
    ),
    topic("paid_to_superior", r"上缴上级支出", part=True, compared=True),
    topic("business_expenditure", r"(?<!资本)经营支出", part=True, compared=True),
    topic("subsidy_to_affiliated", r"对附属单位补助支出", part=True, compared=True),
    *(
        topic(
            name,
            rf"{words}(?:一般公共预算|政府性基金预算)?(?:财政拨款)?结转(?:(?:和|及|与|、)?结余|(?=收入|资金))(?:收入|资金)?(?={MAKE}{SUM},?(?:与|比|较|占|为))",
            part=True,
        )
        for name, words in (("opening_balance", "(?:年初|上年)"), ("closing_balance", "年末"))
    ),
    topic(
        "basic",
        r"(?<!拨款)(?<!公共预算)(?<!基金预算)(?<!经营预算)(?<!拨款安排)(?<!拨款安排的)基本支出(?:总额)?",
        part=True,
        compared=True,
    ),
    topic("project", r"(?<!预算)(?<!类)项目支出(?:总额)?(?!的)", part=True, compared=True),
    topic("unit_reserve", r"单位预留机动经费", part=True, compared=True),
    topic("personnel", r"人员(?:经费|支出(?=\d))", part=True, compared=True),
    topic("operating", r"公用(?:经费|支出(?=\d))", part=True, compared=True),
    topic("hospitality_domestic", r"国内(?:公务)?接待(?:费用|费|支出)(?:支出)?", part=True),
    topic("hospitality_foreign", r"(?:外事|外宾|国\(境\)外(?:公务)?)接待(?:费用|费|支出)(?:支出)?", part=True),
    topic("wages_and_welfare", r"工资福利支出", part=True),
    topic("goods_and_services", r"(?<!其他)商品和服务支出", part=True),
    topic("individuals_and_families", r"(?<!其他)对个人和家庭的?补助(?:支出)?", part=True),
)
# A name that goes on with what was called by a longer one: 一般公共预算财政拨款支出…。与上年相比,财政拨款支出增加….
SHORT_FOR = {"fiscal_appropriation_expenditure": "general_public_budget_expenditure"}
# Topics that a bracket behind another topic divides it into: (其中:一般公共预算支出…;政府性基金预算支出…).
FUNDS = ("general_public_budget", "government_funds", "state_capital", "fiscal_budget")
