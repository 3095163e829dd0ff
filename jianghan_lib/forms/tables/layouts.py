"""The statutory tables as data, final accounts and budgets together, and the words of their headers and closing rows."""

import re
from dataclasses import replace

from jianghan_lib.forms.tables.columns import (
    ANY,
    BALANCES,
    BASIC,
    BY_YEAR,
    CAPITAL,
    CLASSES_OF_BASIC,
    ECONOMIC,
    FUNCTIONAL,
    FUNDS,
    FUNDS_BESIDE,
    GENERAL,
    ONLY,
    OUTTURN,
    PARTS_OF_BASIC,
    PLANNED,
    PRIOR_YEAR,
    PROJECT,
    SPECIAL,
    THREE_PUBLIC,
    TOTAL,
    TOTAL_OF_TWO,
    UNIT_FUNDS,
    Column,
    Layout,
    basic_and_project,
    beside_three_public,
    three_public,
)

# A final account (部门决算): titles, columns by header labels, and the identities printed under them.
FINAL_LAYOUTS: tuple[Layout, ...] = (
    Layout(
        "F01",
        "收入支出决算总表",
        "panels",
        (Column("outturn", OUTTURN, "revenue"), Column("outturn", OUTTURN, "expenditure")),
        pattern=r"(?:收入支出|收支)决算总?表",
        extra=tuple(
            Column(measure, label, panel)
            for panel in ("revenue", "expenditure")
            for measure, label in (("initial_budget", r"年初预算数?$"), ("adjusted_budget", r"(?:全年|调整)预算数?$"))
        ),
    ),
    Layout(
        "F02",
        "收入决算表",
        "coded",
        (
            Column("total", TOTAL),
            Column("fiscal_appropriation", r"财政拨款收入$"),
            Column("superior_subsidy", r"上级补助收入$"),
            Column("institutional_income", r"事业收入(?:/小计)?$"),
            Column("business_income", r"经营收入$"),
            Column("affiliated_units_income", r"附属单位(?:上)?缴(?:款)?收入$"),
            Column("other_income", r"其他收入$"),
        ),
        (
            (
                "total",
                (
                    "fiscal_appropriation",
                    "superior_subsidy",
                    "institutional_income",
                    "business_income",
                    "affiliated_units_income",
                    "other_income",
                ),
            ),
        ),
        pattern=r"收入决算(?:总|明细)?表",
        extra=(Column("education_fees", r"事业收入/其中[:：]教育收费$"),),
        codes=FUNCTIONAL,
    ),
    Layout(
        "F03",
        "支出决算表",
        "coded",
        (
            *basic_and_project(),
            Column("paid_to_superior", r"上[缴解]上级支出$"),
            Column("business_expenditure", r"经营支出$"),
            Column("subsidy_to_affiliated", r"对附属单位补助支出$"),
        ),
        (("total", ("basic", "project", "paid_to_superior", "business_expenditure", "subsidy_to_affiliated")),),
        pattern=r"支出决算(?:总|明细)?表",
        extra=(*PARTS_OF_BASIC, *PRIOR_YEAR),
        codes=FUNCTIONAL,
    ),
    Layout(
        "F04",
        "财政拨款收入支出决算总表",
        "panels",
        (
            Column("outturn", OUTTURN, "revenue"),
            Column("total", r"(?:决算数|金额)?/?(?:小计|合计)$", "expenditure"),
            Column("general_public_budget", GENERAL, "expenditure"),
            Column("government_funds", FUNDS, "expenditure"),
            Column("state_capital", CAPITAL, "expenditure"),
        ),
        (("total", ("general_public_budget", "government_funds", "state_capital")),),
        pattern=r"财政拨款(?:收入支出|收支)决算总?表",
    ),
    Layout(
        "F05",
        "一般公共预算财政拨款支出决算表",
        "coded",
        basic_and_project(),
        TOTAL_OF_TWO,
        pattern=r"一般公共预算(?:财政拨款)?(?:收入支出|收支|支出)决算总?表(?:\(.*功能.*\))?",
        extra=(*BALANCES, *PARTS_OF_BASIC, *PRIOR_YEAR),
        codes=FUNCTIONAL,
    ),
    Layout(
        "F06",
        "一般公共预算财政拨款基本支出决算明细表",
        "economic",
        (Column("outturn", rf"{OUTTURN}|{TOTAL}"),),
        pattern=r"一般公共预算(?:财政拨款)?基本支出(?:经济分类)?决算(?:明细)?表?",
        extra=PARTS_OF_BASIC,
        codes=ECONOMIC,
    ),
    Layout(
        "F07",
        "政府性基金预算财政拨款收入支出决算表",
        "coded",
        (
            Column("opening_balance", r"年初结转(?:和|及)?结余(?:/(?:小计|合计))?$"),
            Column("income", r"本年收入(?:/(?:小计|合计))?$"),
            Column("total", r"本年支出/?(?:小计|合计)?$|^(?:合计|小计)$"),
            Column("basic", BASIC),
            Column("project", PROJECT),
            Column("closing_balance", r"年末结转(?:和|及)?结余(?:/(?:小计|合计))?$"),
        ),
        (("total", ("basic", "project")), ("closing_balance", ("opening_balance", "income", "-total"))),
        pattern=r"政府性?基金(?:预算)?(?:财政拨款)?(?:收入支出|收支|支出)决算总?表",
        extra=tuple(column for column in BALANCES if "_" in column.measure.removesuffix("_balance")),
        codes=FUNCTIONAL,
    ),
    Layout(
        "F08",
        "国有资本经营预算财政拨款支出决算表",
        "coded",
        basic_and_project(),
        TOTAL_OF_TWO,
        pattern=r"国有资本经营(?:预算)?(?:财政拨款)?(?:收入支出|收支|支出)决算总?表",
        extra=BALANCES,
        codes=FUNCTIONAL,
    ),
    Layout(
        "F09",
        "财政拨款“三公”经费支出决算表",
        "flat",
        (
            *three_public("budget", r"^(?:本年)?(?:年初)?预算数/"),
            *three_public("outturn", r"^(?:本年)?决算(?:统计)?数/"),
        ),
        THREE_PUBLIC,
        pattern=r"(?:一般公共预算|财政拨款|安排的|[、及和])*三公经费[^表]{0,24}决算[^表]{0,4}表|机构运行信息(?:决算)?表",
        extra=(
            *three_public("annual_budget", r"^全年预算数/"),
            *beside_three_public("budget", r"^(?:本年)?(?:年初)?预算数/"),
            *beside_three_public("outturn", r"^(?:本年)?决算数/"),
        ),
    ),
)

# The one column of a table of basic expenditure may say only that.
ONLY_BASIC = rf"{ONLY}|^(?:一般公共预算|财政拨款)(?:拨款)?基本支出(?:预算数?)?$"
# The groups that income of the year stands under.
OF_THIS_YEAR = r"^(?:(?:本年收入|财政拨款(?:收入)?|单位资金(?:收入)?)/)?"
# Tables that some places print beside the ten: nothing is missing where they are not there.
OPTIONAL = frozenset(["B04-1", "B04-2"])
DIVIDED = tuple(
    Column(measure, label, "expenditure")
    for measure, label in (
        ("total", r"(?:^|/)(?:合计|小计)$"),
        ("personnel", r"(?:^|/)人员(?:经费|支出)$"),
        ("operating", r"(?:^|/)(?:日常)?公用(?:经费|支出)$"),
        ("basic", BASIC),
        ("project", PROJECT),
    )
)
BY_FUNCTION = Layout(
    "B05-1",
    "一般公共预算支出表（分功能科目）",
    "coded",
    (
        Column("total", ONLY),
        Column("basic", BASIC),
        *PARTS_OF_BASIC,
        Column("project", PROJECT),
    ),
    (("total", ("basic", "project")), ("basic", ("personnel", "operating"))),
    pattern=r"一般公共预算(?:(?:财政)?拨款)?支出(?:功能分类)?(?:预算|情况)?(?:总|明细)?表(?:\(.*功能.*\))?",
    extra=(*CLASSES_OF_BASIC, *BY_YEAR, *PRIOR_YEAR),
    codes=FUNCTIONAL,
)
BUDGET_LAYOUTS: tuple[Layout, ...] = (
    Layout(
        "B01",
        "收支总表",
        "panels",
        (Column("budget", PLANNED, "revenue"), Column("budget", PLANNED, "expenditure")),
        (("total", ("basic", "project")), ("basic", ("personnel", "operating"))),
        pattern=r"(?:财务)?收支(?:预算)?(?:总体情况|总|情况)表",
        extra=(
            *(replace(column, panel=panel) for panel in ("revenue", "expenditure") for column in PRIOR_YEAR),
            *DIVIDED,
        ),
    ),
    Layout(
        "B02",
        "收入总表",
        "coded",
        (
            Column("total", r"^(?:收入)?(?:合计|总计)$", "income"),
            Column("subtotal", r"^(?:本年)?收入/(?:小计|合计)$|^本年收入(?:小计|合计)?$", "income"),
            Column("general_public_budget", OF_THIS_YEAR + GENERAL, "income"),
            Column("government_funds", OF_THIS_YEAR + FUNDS, "income"),
            Column("state_capital", OF_THIS_YEAR + CAPITAL, "income"),
            Column("special_account", OF_THIS_YEAR + SPECIAL, "income"),
            Column("institutional_income", OF_THIS_YEAR + r"事业收入$", "income"),
            Column("business_income", OF_THIS_YEAR + r"(?:事业单位)?经营收入$", "income"),
            Column("superior_subsidy", OF_THIS_YEAR + r"上级补助收入$", "income"),
            Column(
                "affiliated_units_income",
                OF_THIS_YEAR + r"附属单位(?:上)?缴(?:款)?收入$",
                "income",
            ),
            Column("other_income", OF_THIS_YEAR + r"其他收入$", "income"),
            Column("subtotal", r"^上年结转(?:和?结余)?(?:/(?:小计|合计))?$", "carry_over"),
            Column("general_public_budget", r"^上年结转(?:结余)?/" + GENERAL, "carry_over"),
            Column("government_funds", r"^上年结转(?:结余)?/" + FUNDS, "carry_over"),
            Column("state_capital", r"^上年结转(?:结余)?/" + CAPITAL, "carry_over"),
            Column("special_account", r"^上年结转(?:结余)?/" + SPECIAL, "carry_over"),
            Column("unit_funds", r"^上年结转(?:结余)?/" + UNIT_FUNDS, "carry_over"),
        ),
        pattern=r"收入(?:预算)?(?:总体情况|总|情况)表|收入预算表",
        extra=(
            Column("fiscal_appropriation", r"^(?:本年收入/)?财政拨款(?:收入)?(?:/(?:小计|合计))?$", "income"),
            Column("unit_funds", r"^(?:本年收入/)?单位资金(?:收入)?$", "income"),
        ),
        codes=ANY,
    ),
    Layout(
        "B03",
        "支出总表",
        "coded",
        (
            *basic_and_project(),
            Column("business_expenditure", r"(?:事业单位)?经营支出$"),
            Column("paid_to_superior", r"上[缴解]上级支出$"),
            Column("subsidy_to_affiliated", r"对附属单位补助支出$"),
        ),
        (
            (
                "total",
                (
                    *("basic", "project", "business_expenditure", "paid_to_superior", "subsidy_to_affiliated"),
                    *("unit_reserve", "carried_forward"),
                ),
            ),
        ),
        pattern=r"支出(?:预算)?(?:总体情况|总|情况)表|支出预算表",
        extra=(
            *PARTS_OF_BASIC,
            *CLASSES_OF_BASIC,
            *PRIOR_YEAR,
            Column("unit_reserve", r"(?:单位)?预留机动(?:经费)?$"),
            Column("carried_forward", r"结转下年(?:资金|支出)?$"),
        ),
        codes=FUNCTIONAL,
    ),
    Layout(
        "B04",
        "财政拨款收支总表",
        "panels",
        (Column("budget", PLANNED, "revenue"), Column("budget", rf"{PLANNED}|{TOTAL}", "expenditure")),
        pattern=r"财政拨款(?:收支|收入支出)(?:预算)?(?:总体情况|总|情况)?表",
        extra=FUNDS_BESIDE,
    ),
    Layout(
        "B04-1",
        "财政拨款支出预算表",
        "coded",
        basic_and_project(ONLY),
        TOTAL_OF_TWO,
        pattern=r"财政拨款支出(?:功能分类)?(?:预算|情况)?总?表",
        extra=(*PARTS_OF_BASIC, *CLASSES_OF_BASIC, *PRIOR_YEAR),
        codes=FUNCTIONAL,
    ),
    Layout(
        "B04-2",
        "财政拨款基本支出预算表",
        "coded",
        (Column("total", ONLY_BASIC), *PARTS_OF_BASIC),
        (("total", ("personnel", "operating")),),
        pattern=r"财政拨款基本支出(?:经济分类)?(?:预算|情况)?(?:明细)?表",
        extra=PRIOR_YEAR,
        codes=ECONOMIC,
    ),
    BY_FUNCTION,
    replace(
        BY_FUNCTION,
        table="B05-2",
        zh="一般公共预算支出表（分单位）",
        pattern=r"一般公共预算支出表\(分单位\)",
        codes=ANY,
    ),
    Layout(
        "B06",
        "一般公共预算基本支出表",
        "coded",
        (Column("total", ONLY_BASIC), *PARTS_OF_BASIC),
        (("total", ("personnel", "operating")),),
        pattern=r"一般公共预算(?:(?:财政)?拨款)?基本支出(?:部门预算)?(?:经济分类)?(?:预算|情况)?(?:明细)?表(?:\((?!.*政府预算).*经济.*\))?",
        extra=PRIOR_YEAR,
        codes=ECONOMIC,
    ),
    Layout(
        "B07",
        "一般公共预算“三公”经费支出表",
        "flat",
        three_public("", "^"),
        THREE_PUBLIC,
        pattern=r"(?:一般公共预算|(?:财政)?拨款|安排的|行政经费|[、及和])*三公经费[^表决]{0,24}(?:预算|支出|情况)[^表决]{0,4}表",
        extra=beside_three_public("", r"^"),
    ),
    Layout(
        "B08",
        "政府性基金预算支出表",
        "coded",
        basic_and_project(ONLY),
        TOTAL_OF_TWO,
        pattern=r"(?:财政拨款)?政府性?基金(?:功能分类)?(?:预算)?(?:(?:财政)?拨款)?(?:收入支出|收支|支出)(?:功能分类)?(?:预算|情况)?总?表",
        extra=(*BALANCES, *BY_YEAR, *PRIOR_YEAR),
        codes=FUNCTIONAL,
    ),
    Layout(
        "B09",
        "国有资本经营预算支出表",
        "coded",
        basic_and_project(ONLY),
        TOTAL_OF_TWO,
        pattern=r"(?:财政拨款)?国有资本经营(?:功能分类)?(?:预算)?(?:(?:财政)?拨款)?(?:收入支出|收支|支出)(?:功能分类)?(?:预算|情况)?总?表",
        extra=(*BALANCES, *BY_YEAR, *PRIOR_YEAR),
        codes=FUNCTIONAL,
    ),
    Layout(
        "B10",
        "项目支出表",
        "coded",
        (
            Column("total", r"^(?:合计|小计)$", "appropriation"),
            Column("general_public_budget", r"^(?:(?:本年拨款|财政拨款)/)?" + GENERAL, "appropriation"),
            Column("government_funds", r"^(?:(?:本年拨款|财政拨款)/)?" + FUNDS, "appropriation"),
            Column("state_capital", r"^(?:(?:本年拨款|财政拨款)/)?" + CAPITAL, "appropriation"),
            Column("general_public_budget", r"结转.*/" + GENERAL, "carry_over"),
            Column("government_funds", r"结转.*/" + FUNDS, "carry_over"),
            Column("state_capital", r"结转.*/" + CAPITAL, "carry_over"),
            Column("special_account", SPECIAL, "other"),
            Column("unit_funds", UNIT_FUNDS, "other"),
        ),
        pattern=r"项目支出(?:预算|情况)?(?:总|明细|汇总)?表",
        codes=ANY,
    ),
)

_BESIDES = "(?:小计|合计)"
OTHER_FORMS: tuple[Layout, ...] = (
    Layout(
        "F09",
        "“三公”经费、会议费、培训费支出决算表",
        "flat",
        three_public("outturn", "^"),  # under no group: what its title says
        THREE_PUBLIC,
        extra=beside_three_public("outturn", "^"),
    ),
    Layout(
        "B01",
        "收支预算总表",
        "panels",
        tuple(Column("budget", PLANNED, panel) for panel in ("revenue", "expenditure", "purpose")),
    ),
    Layout(
        "B04",
        "财政拨款收支总表",
        "panels",
        tuple(Column("budget", PLANNED, panel) for panel in ("revenue", "expenditure", "purpose")),
    ),
    Layout(
        "B02",
        "收入预算总表",
        "listed",
        (
            Column("total", r"^(?:收入)?(?:总计|合计)$", "income"),
            Column("subtotal", r"^本年(?:收入)?(?:合计|小计)$", "income"),
            Column("fiscal_appropriation", r"^(?:财政|预算)拨款(?:收入|资金)?$", "income"),
            Column("superior_subsidy", r"^上级补助收入$", "income"),
            Column("affiliated_units_income", r"^附属单位上缴收入$", "income"),
            Column("general_public_budget", r"^一般公共预算(?:资金|拨款|收入)?(?:/小计)?$", "income"),
            Column("appropriation_and_subsidy", r"公共财政拨款(?:\(补助\))?资金$", "income"),
            Column("special_revenue", r"(?:^|/)专项收入$", "income"),
            Column("government_funds", r"^(?:政府性)?基金(?:预算)?(?:资金|拨款|收入)?(?:/小计)?$", "income"),
            Column("state_capital", r"^国有资本经营(?:预算)?(?:资金|拨款|收入)?(?:/小计)?$", "income"),
            Column("special_account", r"^财政(?:转)?专户(?:管理)?(?:资金|拨款|收入)(?:/小计)?$", "income"),
            Column("education_fees", r"(?:^|/)专户管理教育收费$", "income"),
            Column("other_non_tax", r"(?:^|/)其他非税收入$", "income"),
            Column("other_funds", r"^其他资金(?:/小计)?$", "income"),
            Column("institutional_income", r"(?:^|/)事业(?:单位)?收入$", "income"),
            Column("business_income", r"(?:^|/)(?:事业单位)?经营收入$", "income"),
            Column("other_income", r"(?:^|/)其他收入$", "income"),
            Column("debt_funds", r"(?:^|/)债务(?:\(银行贷款\))?(?:资金|收入)(?:\(银行贷款\))?$", "income"),
            Column("subtotal", r"^(?:上年)?结转(?:和结余)?(?:资金)?(?:/小计)?$", "carry_over"),
            Column("used", r"动用上年结转(?:和结余)?资金$", "carry_over"),
        ),
    ),
    Layout(
        "B03",
        "支出总体情况表",
        "listed",
        (
            Column("total", r"^(?:本年)?(?:支出)?(?:总计|合计)$"),
            Column("basic", r"^基本支出$"),
            Column("project", r"^项目支出$"),
            Column("business_expenditure", r"^(?:事业单位)?经营支出$"),
            Column("paid_to_superior", r"^上[缴解]上级支出$"),
            Column("subsidy_to_affiliated", r"^对附属单位补助支出$"),
            Column("carried_forward", r"^结转下年(?:支出)?$"),
        ),
    ),
    Layout(
        "B07",
        "“三公”经费、会议费、培训费支出预算表",
        "flat",
        (
            Column("all", rf"^{_BESIDES}$"),
            Column("total", rf"^(?:[^/]*三公经费[^/]*/)?{_BESIDES}$|^三公经费$"),
            *three_public("", "^")[1:2],
            replace(three_public("", "^")[2], label=three_public("", "^")[2].label + r"|^小计$"),
            Column("vehicle_purchase", three_public("", "^")[3].label + r"|^公务用车购置费$"),
            Column("vehicle_operation", three_public("", "^")[4].label + r"|^公务用车运行(?:维护)?费$"),
            *three_public("", "^")[5:],
            *beside_three_public("", "^"),
        ),
    ),
)


LAYOUTS: tuple[Layout, ...] = (*FINAL_LAYOUTS, *BUDGET_LAYOUTS)
LAYOUT = {layout.table: layout for layout in LAYOUTS}
# The forms of a table under one title: the headings decide between them, the first where they do not.
VARIANTS = {
    layout.table: (layout, *(other for other in OTHER_FORMS if other.table == layout.table)) for layout in LAYOUTS
}
FINAL_ACCOUNT = [layout.table for layout in LAYOUTS if layout.table.startswith("F")]
BUDGET = [layout.table for layout in LAYOUTS if layout.table.startswith("B")]
# What a document of each kind prints: the tables that are missing where it does not.
EXPECTED = {
    "final_account": FINAL_ACCOUNT,
    "budget": [table for table in BUDGET if table not in OPTIONAL],
    "self_evaluation": [],
}

# Header labels that name the row, not an amount.
ROW_LABEL = re.compile(
    r"(?:支出|收入)?(?:项目|类别)(?:\(.*\))?|项目?(?:编码|名称|分类|类别)|.*科目(?:编码|代码|名称)|(?:(?:部门|政府)预算)?(?:支出|收入)?(?:功能|经济)(?:分类)?(?:科目)?|[行序栏]次|序号|"
    r"[类款项行]|备注|.*(?:单位|部门)(?:\(单位\))?(?:编码|代码|名称)(?:\(.*\))?|(?:项目|预算|主管|实施)?(?:单位|部门)|收入|支出|编码|名称|科目"
)
FRAME_LABELS = frozenset(["栏次", "类", "款", "项"])
TOTAL_NAMES = frozenset(["合计", "总计", "收入总计", "支出总计", "收支总计", "收入合计", "支出合计"])
SUBTOTAL_NAMES = frozenset(
    [
        "当年收入小计",
        "当年支出小计",
        "本年收入合计",
        "本年支出合计",
        "人员经费合计",
        "公用经费合计",
        "一、本年收入",
        "一、本年支出",
        "小计",
    ]
)
