"""What a figure is in its statement, as data: each role is one pattern, and what makes a figure another one's."""

import re
from dataclasses import dataclass

from jianghan_lib.forms.narrative.lexicon import AMOUNT, DOWN, FILL, FILLERS, MAKE, NUMBER, PERCENT, SUM, UNIT, UP


@dataclass(frozen=True)
class Role:
    """What a figure is in its statement; a group `basis` in the pattern says against what it is measured. `topics`: only there."""

    name: str
    pattern: re.Pattern[str]
    topics: tuple[str, ...] = ()


EVALUATIONS = ("self_evaluation", "whole_self_evaluation")
SUBJECTS = ("class", "section", "item")
SPENT = ("three_public", "overseas_travel", "vehicles", "vehicle_purchase", "vehicle_operation", "hospitality")
FUNDS = ("government_funds", "government_funds_revenue", "state_capital", "state_capital_revenue")
BALANCED = (
    *FUNDS,
    "government_funds_expenditure",
    "state_capital_expenditure",
    "revenue_and_expenditure",
    "fiscal_appropriation_total",
    "revenue_budget",
)
# Topics whose figure is a budget where their name says so: 收入预算, 支出预算, 政府采购预算.
BUDGETED = ("revenue_budget", "expenditure_budget", "procurement")
# Roles whose figure is that there is none: 无预算安排.
NONE = "_none"
ROLES: tuple[Role, ...] = tuple(
    Role(name, re.compile(pattern), *topics)
    for name, pattern, *topics in (
        (
            "initial_budget",
            rf"年初(?:部门)?(?:安排|批复)?预算(?:总额|数额|安排数|批复数|数|安排|批复|金额)?(?:资金)?{MAKE}{AMOUNT}",
        ),
        (
            "initial_budget",
            rf"与(?:\d{{4}}年度?)?(?:{FILLERS}|\"?三公\"?)*?年初预算(?:数|安排)?{AMOUNT}相比,(?=完成)",
        ),
        (
            "initial_budget_none",
            r"年初(?:无|没有|未安排|未编制|未编列)(?:安排)?(?:部门)?预算(?:安排)?|年初预算(?:数)?(?:未安排|无安排)|(?:无|没有|未安排)年初预算",
        ),
        ("initial_budget_none", r"无预算安排|(?:未|没有)安排预算|预算未安排", SUBJECTS),
        ("budget_none", r"(?:无|没有)(?:安排)?预算(?:安排)?|未安排预算|预算未安排", SPENT),
        (
            "outturn_none",
            r"(?<=[,。;])(?:本年)?(?:也)?(?:无|没有|未发生)(?:相关|此项|该项|发生)?支出(?!预算)(?:决算)?(?:数)?",
            SPENT,
        ),
        ("annual_budget", rf"全年预算(?:安排)?(?:数|总额)?{MAKE}{AMOUNT}"),
        ("adjusted_budget", rf"(?:调整后?(?:的)?(?:全年)?预算(?:数|总额)?|预算调整数){MAKE}{AMOUNT}"),
        ("increase", rf"增加(?:上级)?(?:下达)?的?指标{AMOUNT}"),
        ("decrease", rf"(?<!预算中)调减(?:指标)?{AMOUNT}"),
        ("added_budget", rf"追加预算{MAKE}{AMOUNT}"),
        (
            "budget",
            rf"预算(?:数|资金|金额)?(?:安排)?{MAKE}{AMOUNT}",
        ),
        # Names that end with 预算, not what their figure is.
        ("", rf"(?:收支总|收入|公共|基金|资本经营)预算(?:数|资金|金额)?(?:安排)?{MAKE}{AMOUNT}"),
        ("budget", rf"预算(?:支出|合计|总计|总额){MAKE}{AMOUNT}", (*SPENT, "training", "conference")),
        ("outturn", rf"预算[^,。;]{{0,24}}元,(?:实际)?支出(?:为)?{AMOUNT}", (*SPENT, "training", "conference")),
        ("outturn", rf"(?:支出)?决算(?:支出)?(?:总额|金额|数)?{MAKE}{AMOUNT}"),
        (
            "executed",
            rf"(?:执行数|(?<=全年|累计|实际)执行|实际支出(?:资金|金额|数)?|实际执行(?:支出)?(?:金额|数)?){MAKE}{AMOUNT}",
        ),
        (
            "completion_rate",
            rf"(?:(?:完成(?:了)?|(?:为|是|达到?)(?=[^。;,\d]{{0,6}}预算(?:数)?的))(?P<basis>年初|全年|调整后?|年度|当年)?(?:的)?预算(?:数)?"
            rf"(?:{NUMBER}(?:亿元|万元|元))?的?(?:比例)?|预算完成率|(?<=元,)完成)(?:为|达到|达)?{PERCENT}",
        ),
        ("execution_rate", rf"(?:预算)?执行率(?:为|达到|达)?{PERCENT}(?![≦≤<])"),
        (
            "share",
            rf"(?<!分别)(?<!依次)占(?P<basis>(?:(?!由|从|上年|去年)[^,。;:\d]){{0,24}}?)的?(?:比例|比重|比)?(?:为)?{PERCENT}",
        ),
        (
            "share",
            rf"占(?P<basis>[^,。;:\d]{{0,24}}?)的?(?:比例|比重)(?:由|从)[^,。;:\d]{{0,6}}{NUMBER}%[^,。;:\d]{{1,4}}(?:至|到|为){PERCENT}",
        ),
        ("amount", rf"(?<=,)(?:共|共计|合计)?支出{AMOUNT}", ("overseas_travel",)),
        ("opening_balance", rf"年初结转(?:和|及)?结余{MAKE}{AMOUNT}", BALANCED),
        ("closing_balance", rf"年末结转(?:和|及)?结余{MAKE}{AMOUNT}", BALANCED),
        ("income", rf"(?<=[,余])本年收入{MAKE}{AMOUNT}", FUNDS),
        ("expenditure", rf"(?<=[,元])本年支出{MAKE}{AMOUNT}", FUNDS),
        ("expenditure", rf"(?<=元[,;])支出{MAKE}{AMOUNT}", FUNDS),
        ("budget_variance", rf"(?:预决算)?差异率(?:为)?{PERCENT}"),
        ("project_count", r"(?:项目|(?=\d+个(?:一级)?项目))(?P<number>\d+)(?P<unit>个)", EVALUATIONS),
        ("funds", rf"(?<=,)(?:共?涉及)?资金{MAKE}{AMOUNT}", EVALUATIONS),
    )
)
# What `belonging.carve` leaves of a bracket and of a part.
_BLANKED = r"(?:\(_*\))?_*"
# A rate of execution, and a share, that are all that is said of a topic, or stand before its amount.
_EXECUTED = rf"(?:预算)?执行率(?:为|达到?)?{NUMBER}%"
_SHARE = rf"占[^,。;:\d]{{0,24}}{NUMBER}(?:%|‰)"
DIRECT = re.compile(
    rf"\"?(?:科目)?(?:\([^()]{{0,40}}\)|{_BLANKED})(?:[:,]?\d{{4}}年(?:度)?(?=安排|支出\d))?{FILL}(?:{_SHARE},(?:金额)?)?{MAKE}(?P<number>{NUMBER})(?:(?P<unit>{UNIT})|(?=[,。;](?!\d)))"
)
# Figures of a year named behind the topic: 公务接待费。2023年决算数….
_YEAR_OF = r"(?:[。:]?\d{4}年(?:度)?(?=[^。;,\d]{0,8}(?:决算|预算|安排)|支出\d))?"
STATED = re.compile(
    rf"(?:\([^()]{{0,40}}\))?{_YEAR_OF}(?:(?!建少)[^。;:\d增减降升提]){{0,24}}?(?:{NUMBER}(?:{UNIT}|[,。;](?!\d))|(?<![比较与])年初|{_SHARE}|{_EXECUTED})"
)
# Figures of a part: nothing between its name and them but what a figure is called.
PART_STATED = re.compile(
    rf"(?:\([^()]{{0,40}}\))?{FILL}(?:年初|全年|调整)?(?:预算|决算|执行)?{FILL}(?:完成[^。;,\d]{{0,8}}预算|{_SHARE}|{_EXECUTED}|{MAKE}{NUMBER}(?:{UNIT}|[,。;](?!\d)))"
)
ONLY_FILL = re.compile(FILL)
ONLY_YEAR = re.compile(rf"[。:]?(?:20\d\d年(?:度)?)?{FILL}")
# A topic that is stated to have no budget.
WITHOUT = re.compile(
    r"(?:支出)?(?:\d{4}年(?:度)?)?(?:全年)?(?:无(?:安排)?(?:年初)?预算|没有(?:安排)?(?:年初)?预算|未安排(?:年初)?预算)"
)
EXCLUDING = re.compile(r"(?:剔除|扣除|不含)(?:财政)?专项(?:资金)?后")
# Words before a topic that make its figure another one: 涉及一般公共预算拨款…, 人均因公出国费用….
ALL_OF_IT = re.compile(r"全部[为是系]$")
NOT_ITS = re.compile(r"(?:涉及|人均|车均|平均|每人|每辆)$")
# A noun of its own right before a fund, or a balance, that pays for it: 老干部活动经费财政拨款支出….
PAID_FOR = re.compile(r"(?:费|资金|补贴|补助|项目)(?P<year>公共预算|本年|当年|20\d\d年(?:度)?)?$")
PER_HEAD = re.compile(r"平均|人均|车均|每[人辆次个]")
# Behind the last of several names that have one figure: 上缴上级支出、经营支出、对附属单位补助支出共0.00万元.
TOGETHER = re.compile(r"(?:共|共计|合计|总计|三项)")
EACH = re.compile(r"[^,。;:\d]{0,16}(?:均|各|都|分别)")
PURPOSE = re.compile(r"(?:用于|发生的|产生的|支付的)[^,。;:]*$")
# Before a fund that only pays for a part: 项目支出…,其中:一般公共预算拨款….
DIVIDED = re.compile(rf"(?:项目|基本)支出{SUM},?其中:?(?:[^。;]*,)?$")
# Words right before a topic that say what its figure is: 预算公务接待费3万元, 追加因公出国费预算5万元.
BEFORE = (
    (re.compile(r"追加(?:了)?$"), "added_budget"),
    (re.compile(r"(?:^|[^共金营门位])预算(?:安排)?$"), "budget"),
)
# What money is evaluated, or has targets, is told by its funds: these are not all of the department's.
OF_TARGETS = re.compile(r"涉及|绩效目标")
# Behind the budget of a whole, its parts are budgets: 预算为20.00万元,其中:公务接待费9.00万元.
OF_BUDGET = re.compile(
    rf"预算(?:数|总额|安排)?(?:为|是|共|共计|合计|总计)?{SUM}[,;。]?(?:其中|包括)[:,]?(?:(?!决算|支出)[^。])*$"
)
# Something else with a figure of its own, in a list behind the topic: its share and changes are not the topic's.
_ITS = r"(?:[,、]?(?:占|比|较|与|同比|增|减|下降|完成)(?:[^,。;]|(?<=\d),(?=\d{3}))*+)*+"
_NO_ROLE = (
    rf"(?!预算(?!(?:财政)?拨款)|决算|执行|实际|指标|年[初末]结转|资金|与|比|较|增|减|完成|剔除|项目\d|{UP}|{DOWN})"
)
OTHER = re.compile(
    rf"(?:[;。:、]|\((?!上一?年[为是\d])|(?<=[\d%])\)?,)(?:(?:其中|包括)[:,]?)?(?:\(?\d{{1,2}}[.、)])?(?!本年收入|本年支出|收入总计|支出总计|支出\d)(?:{_NO_ROLE}[^。;:,\d]){{2,40}}?(?:\(\d{{2,7}}\))?(?:为|:)?{SUM}{_BLANKED}{_ITS}"
    rf"|[,:。;](?:其中|包括)[:,]?本年(?:收入|支出){SUM}{_BLANKED}{_ITS}"
)
PART = re.compile(
    rf"(?:\(\d{{2,7}}\)|{_BLANKED}){FILL}(?:{_SHARE},(?:金额)?)?{MAKE}{SUM}{_BLANKED}(?:\((?:占|比|较|增|减|下降|完成)[^()]*\))?{_ITS}"
)
# A bracket with figures of something else: (其中:一般公共预算支出12.00万元;…), (含教育收费0.00万元).
ASIDE = re.compile(
    rf"\((?!\d|年初|全年|调整|预算|支出|决算|上一?年|去年|比|较|与|增|减|下降|注)(?:[^()。]|\([^()]*\))*?{SUM}(?:[^()。]|\([^()]*\))*\)"
)
# Roles that belong to the amount before them; that of a balance is none of the topic's levels.
OF_LEVEL = ("share", "completion_rate", "execution_rate")
SOME_SUM = re.compile(SUM)
BALANCE = re.compile(r"结(?:转|余)")
# Words before the name of a figure that leave it the topic's own: 其年初预算, 2023年度支出决算.
OWN = re.compile(
    rf"(?:其中[:,]?)?(?:\d{{1,2}}[.、)])?(?:\d{{4}}(?:年(?:度)?)?)?(?:其|的|经|完成了?|本年度?|本部门|本单位|我局|一是|二是|{FILLERS}|\"?三公\"?)*"
)
OTHER_YEAR = re.compile(r"(?:上一?年(?:度)?|去年|(?P<year>\d{4})年(?:度)?)(?:当年)?(?:预算)?$")
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
