"""Whole small documents: contradictions that the audit tells, and right ones that it leaves alone."""

import re
from pathlib import Path

import pandas as pd
import pytest
from whole_way import built, raw_of

from jianghan_lib.pipeline import review
from jianghan_lib.pipeline.review import _unchecked, shared

HEAD = "# 江城市春风局2023年度部门预算公开\n第三部分 2023年度部门预算情况说明\n一、收支预算总体情况说明\n"
TOTALS = "（一）收入预算总计120.00万元。\n（二）支出预算总计120.00万元。\n"
FINAL = "# 江城市春风局2023年度部门决算\n第三部分 情况说明\n"
ITEMS = """# 江城市春风局2023年度部门预算公开
一般公共预算支出预算表
部门：江城市春风局 单位：万元
| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
| --- | --- | --- | --- | --- |
|  | 合计 | 70.00 | 40.00 | 30.00 |
| 201 | 一般公共服务支出 | 70.00 | 40.00 | 30.00 |
| 20103 | 政府办公厅（室）及相关机构事务 | 70.00 | 40.00 | 30.00 |
| 2010301 | 行政运行 | 40.00 | 40.00 |  |
| 2010302 | 一般行政管理事务 | 20.00 |  | 20.00 |
| 2010303 | 机关服务 | 10.00 |  | 10.00 |
第三部分 2023年度部门预算情况说明
（一）一般公共服务支出（类）
1．政府办公厅（室）及相关机构事务（款）行政运行（项）支出40.00万元，与上年相比增加4.00万元，增长11.11%。
2．政府办公厅（室）及相关机构事务（款）{name}（项）支出20.00万元，与上年相比减少5.00万元，减少20.00%。
3．政府办公厅（室）及相关机构事务（款）机关服务（项）支出10.00万元，此项支出是今年新增支出。
"""
COSTS = """# 江城市春风局2023年度部门预算公开
一般公共预算基本支出预算表
部门：江城市春风局 单位：万元
| 科目编码 | 科目名称 | 合计 | 人员经费 | 公用经费 |
| --- | --- | --- | --- | --- |
|  | 合计 | 105.00 | 105.00 |  |
| 301 | 工资福利支出 | 104.00 | 104.00 |  |
| 30101 | 基本工资 | 80.00 | 80.00 |  |
| 30103 | 奖金 | 24.00 | 24.00 |  |
| 303 | 对个人和家庭的补助 | 1.00 | 1.00 |  |
| 30309 | 奖励金 | 1.00 | 1.00 |  |
第三部分 2023年度部门预算情况说明
八、一般公共预算基本支出预算情况说明
江城市春风局2023年度一般公共预算财政拨款基本支出预算105.00万元，其中：
（一）人员经费105.00万元。主要包括：{names}。
"""
OF_ALL = """# 江城市春风局2023年度部门预算公开
收支预算总表
部门：江城市春风局 单位：万元
| 项目名称 | 金额 | 功能分类 | 金额 |
| --- | --- | --- | --- |
| 一、财政拨款 | 110.00 | 一、一般公共服务支出 | 120.00 |
| 二、其他资金 | 10.00 |  |  |
| 收入合计 | 120.00 | 支出合计 | 120.00 |
一般公共预算支出预算表
部门：江城市春风局 单位：万元
| 科目编码 | 科目名称 | 金额 |
| --- | --- | --- |
|  | 合计 | 110.00 |
| 201 | 一般公共服务支出 | 110.00 |
第一部分 部门概况
2023年度部门支出预算安排与2022年度相比（2022年度部门支出预算安排为100.00万元），增加20.00万元，增长20.00%。
第三部分 2023年度部门预算情况说明
一、收支预算总体情况说明
（二）支出预算总计120.00万元。包括：
1．一般公共服务（类）支出120.00万元，主要用于运行。与上年相比增加20.00万元，增长20.00%。
（一）一般公共服务支出（类）
1．档案事务（款）行政运行（项）110.00万元。2022年当年预算执行数为100.00万元，2023年预算安排110.00万元，比2022年预算执行数增加10.00%。
2．档案事务（款）档案馆（项）30.00万元。2022年当年预算执行数为25.00万元，2023年预算安排30.00万元，比2022年预算执行数增加{rate}%。
"""
SCORED = """项目支出绩效自评表
（{year}年度）
项目名称\t档案数字化加工
项目资金（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t200.00\t200.00\t200.00\t10\t100%\t10
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施
产出指标\t数量指标\t数字化加工页数\t≥80万页\t82.5万页\t{points}\t15\t
\t质量指标\t验收合格率\t≥98%\t99.2%\t25\t25\t
效益指标\t社会效益指标\t查档利用人次\t≥6000人次\t6420人次\t50\t50\t
总分\t\t\t\t\t100\t100\t
"""
TITLED = """{}
部门：江城市春风局 单位：万元
| 科目编码 | 科目名称 | {} | {} | {} |
| --- | --- | --- | --- | --- |
| 201 | 一般公共服务支出 | 50.00 | 30.00 | 20.00 |
"""
OF_F03 = ("本年支出合计", "基本支出", "项目支出")
# So many exact sums that a last digit would be a slip; the narrative prints whole 万元.
OF_YUAN = (
    """# 江城市春风局2023年度部门预算公开
一般公共预算支出功能分类预算表
部门：江城市春风局 单位：元
| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
| --- | --- | --- | --- | --- |
"""
    + "".join(
        f"| {code} | {name} | {amount}.00 | {amount}.00 |  |\n"
        for code, name, amount in (
            *(
                ("", "合计", 12345169),
                ("201", "一般公共服务支出", 12345169),
                ("20199", "其他一般公共服务支出", 12345169),
            ),
            *((f"20199{item}", f"事务{item}", 200000) for item in range(11, 71)),
            ("2019999", "其他一般公共服务支出", 345169),
        )
    )
    + "第三部分 2023年度部门预算情况说明\n1.一般公共服务支出1,235万元，主要用于运行。\n"
)
WRONG = {
    "a rate from the execution of the year before": (OF_ALL.format(rate="60.00"), [("stated_bases", "error", 23)]),
    "an instruction of the template": (
        HEAD + TOTALS + "（三）人员经费90.00万元。主要包括：基本工资等。（按“公开06表”中实际发生支出事项填写）",
        [("template_leftover", "warning", 6)],
    ),
    "the year of the year before": (
        HEAD + "从单位构成看，纳入本部门2022年部门汇总预算编制范围的预算单位共计1家。\n" + TOTALS,
        [("own_year", "warning", 4)],
    ),
    "no figure before its unit": (
        HEAD + TOTALS + "江城市春风局2023年政府性基金支出预算支出    万元。与上年数一致。",
        [("figure_left_out", "warning", 6)],
    ),
    "one amount with two changes": (
        HEAD
        + "一般公共预算收入预算110.00万元，与上年相比增加20.50万元，增长22.91%。\n"
        + "2023年一般公共预算财政拨款支出预算110.00万元，与上年相比增加20.20万元，增长22.49%。\n",
        [("one_change", "error", 4)],
    ),
    "a year that was not changed, told once": (
        HEAD
        + "2023年财政拨款收入110.00万元，比2023年预算增加10.00万元。\n"
        + "2023年一般公共预算拨款支出预算110.00万元，比2023年预算增加10.00万元。\n",
        [("impossible_year", "error", 4)],
    ),
    "one item with two budgets in one sentence": (
        HEAD
        + "1．住房保障支出（类）住房改革支出（款）住房公积金（项）350.35万元，主要用于住房公积金。2023年预算安排352.67万元。",
        [("said_twice", "error", 4)],
    ),
    "one item with two budgets, of which its rate shows the right one": (
        HEAD
        + "1．住房保障支出（类）住房改革支出（款）住房公积金（项）350.35万元。2022年当年预算执行数为348.52万元，"
        + "2023年预算安排352.67万元，比2022年预算执行数增加0.53%。",
        [("said_twice", "error", 4)],
    ),
    "growth of what is nothing": (
        HEAD + TOTALS + "政府性基金拨款支出预算0万元，比2022年预算增加1421.25万元。",
        [("change_of_nothing", "warning", 6)],
    ),
    "more than all procurement": (
        HEAD
        + TOTALS
        + "2023年度政府采购金额为40.00万元，其中：货物采购金额40.00万元、工程采购金额0万元、服务采购金额0万元。\n"
        + "在面向中小企业预留的政府采购项目中，由中小企业供应商中标或成交的，采购金额40.00万元；"
        + "在其他政府采购项目中，由中小企业供应商中标或成交的，采购金额40.00万元。",
        [("parts_within", "error", 7)],
    ),
    "an item's name with turned words": (
        ITEMS.format(name="一般行政事务管理"),
        [("items_explained", "warning", 15)],
    ),
    "an item's name with turned words, of two items": (
        re.sub(r"(?m)^.*机关服务.*$\n", "", ITEMS)
        .replace("70.00 | 40.00 | 30.00", "60.00 | 40.00 | 20.00")
        .format(name="一般行政事务管理"),
        [("items_explained", "warning", 14)],
    ),
    "an item without a change that is not the table's": (
        re.sub(r"支出10.00万元，此项支出是今年新增支出", "支出12.00万元，主要用于服务", ITEMS).format(
            name="一般行政管理事务"
        ),
        [("narrative_subjects", "error", 16)],
    ),
    "a change that is a slip of that of all funds": (
        HEAD
        + "财政拨款收入120.00万元，比2022年预算增加20.75万元。\n"
        + "支出预算120.00万元，其中：财政拨款支出预算120.00万元，比2022年预算增加20.75万元。"
        + "财政拨款支出预算中，一般公共预算拨款支出预算120.00万元，比2022年预算增加20.15万元。",
        [("one_change", "error", 5)],
    ),
    "expenditure without special funds that is not its parts": (
        "# 江城市春风局2023年度部门决算\n第三部分 情况说明\n"
        + "2023年度一般公共预算财政拨款支出年初预算为90.00万元，支出决算为100.00万元，其中：基本支出40.00万元，项目支出60.00万元。"
        + "剔除财政专项资金后2023年度支出决算为80.00万元，其中：基本支出40.00万元，项目支出47.00万元。",
        [("narrative_sums", "error", 3)],
    ),
    "a cost misnamed and named twice": (
        COSTS.format(names="基本工资、资金、资金"),
        [("costs_listed", "warning", 11), ("costs_listed", "warning", 15), ("costs_listed", "warning", 15)],
    ),
    "a total told with two figures": (
        HEAD + TOTALS + "2023年收入预算总计123.00万元。",
        [("said_twice", "error", 6)],
    ),
    "the year before in what an account owns, and in what it had none of": (
        FINAL + "截至2022年12月31日，本单位共有车辆2辆。\n本单位2022年度未安排“三公”经费。",
        [("own_year", "warning", 3), ("own_year", "warning", 4)],
    ),
    "a fund's balance that is not what came and went": (
        FINAL
        + "政府性基金预算财政拨款收入16.40万元；年初结转和结余31.25万元；支出86.40万元；年末结转和结余31.25万元。",
        [("passage_sums", "warning", 3)],
    ),
    "an item with turned words, without the table": (
        FINAL
        + "一般公共预算财政拨款支出年初预算为80.00万元，支出决算为84.00万元，其中：\n"
        + "1.社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位养老基本保险缴费支出（项）。"
        + "年初预算为80.00万元，支出决算为84.00万元。",
        [("subjects_explained", "warning", 4)],
    ),
    "a change of the three public expenses that its parts do not make": (
        HEAD
        + "2023年本部门“三公”经费预算支出3.30万元，较上年减少0.50万元。其中：因公出国（境）经费0万元，与上年一致；"
        + "公务接待费0.37万元，较上年减少0.10万元；公务用车运行维护费2.93万元，较上年减少0.20万元；"
        + "公务用车购置费0万元，与上年一致。",
        [("narrative_sums", "error", 4)],
    ),
    "the table of expenditure under the title of that of revenue": (
        FINAL
        + TITLED.format("收入决算表", "本年收入合计", "财政拨款收入", "其他收入")
        + TITLED.format("收入决算表", *OF_F03).replace("20.00", "25.00").replace("50.00", "55.00"),
        [("table_misnamed", "warning", 8)],
    ),
    "more cars than vehicles": (
        FINAL
        + "截至2023年12月底，单位共有公务用车5辆。\n"
        + "（三）国有资产占有使用情况\n截至2023年12月31日，共有车辆3辆，其中：执法执勤用车3辆。",
        [("counts", "warning", 3)],
    ),
    "an item with turned words, told without a budget": (
        FINAL
        + "一般公共预算支出决算数为84.00万元，其中：\n"
        + "1.公共安全支出（类）司法（款）一般行政事务管理（项）：支出决算为84.00万元，完成预算100%。",
        [("subjects_explained", "warning", 4)],
    ),
    "a share of basic expenditure, of which a fund has none": (
        FINAL
        + "2023年度财政拨款基本支出100.00万元，其中：人员经费80.00万元，占基本支出的80%；公用经费20.00万元，占基本支出的40%。\n"
        + "政府性基金支出50.00万元，其中基本支出0万元，项目支出50.00万元。",
        [("shares", "error", 3)],
    ),
    "posts that are not made of their kinds": (
        HEAD + "四、部门人员情况\n人员编制46人，其中行政编制26人、事业编制22人。",
        [("passage_sums", "warning", 5)],
    ),
    "project expenditure of a budget that is not the table's": (
        ITEMS.format(name="一般行政管理事务") + "2023年基本支出预算40.00万元，项目支出预算31.00万元。",
        [("narrative_parts", "error", 17)],
    ),
    "a form of the year before, with more points than a hundred": (
        FINAL + SCORED.format(year=2022, points=35),
        [("own_year", "warning", 4), ("total_scores", "warning", 12)],
    ),
    "staff that is not made of its kinds": (
        HEAD + "四、部门人员情况\n实有人员43人，其中行政25人、事业16人。",
        [("passage_sums", "warning", 5)],
    ),
    "costs that are not the expenditure above them": (
        HEAD
        + "2023年一般公共预算支出112.79万元，其中：\n工资福利支出（301）59.30万元；\n"
        + "商品和服务支出（302）54.57万元；\n对个人和家庭的补助（303）1.92万元。",
        [("passage_sums", "warning", 4)],
    ),
    "personnel and operating costs that are not basic expenditure": (
        HEAD + "2023年基本支出预算100.00万元，其中：人员经费80.00万元，公用经费21.00万元。",
        [("narrative_sums", "error", 4)],
    ),
    "a level of another year only, and a change from another year than all others": (
        FINAL
        + "2023年度收入合计100.00万元，与2022年相比，收入合计增加10.00万元，增长11.1%。\n"
        + "2023年度支出合计100.00万元，与2022年相比，支出合计增加10.00万元，增长11.1%。\n"
        + "2023年度收、支总计100.00万元。与2021年相比，收、支总计增加10.00万元，增长11.1%。\n"
        + "2023年度一般公共预算财政拨款支出100.00万元。与2022年相比，一般公共预算财政拨款支出增加10.00万元，增长11.1%。\n"
        + "2021年度机关运行经费支出52.00万元。",
        [("own_year", "warning", 5), ("own_year", "warning", 7)],
    ),
    "a form filled in before the year was over": (
        FINAL + "2023年度收入合计100.00万元。\n项目支出绩效自评表\n填报日期：2023年4月16日",
        [("own_year", "warning", 5)],
    ),
    "lists that have not what is told before them": (
        FINAL
        + "2023年度收入合计100.00万元。\n本单位内设机构4个：办公室、法制科、计财科。\n内设机构3个：办公室、法制科、计财科和工会。\n"
        + "主要职责有以下四项：1.统筹。2.指导。3.管理。",
        [("list_counted", "warning", 4), ("list_counted", "warning", 6)],
    ),
    "money of the project that is more than it executed": (
        FINAL
        + "1.春风就业补贴项目绩效自评综述：项目全年预算数为110.00万元，执行数为100.00万元，完成预算的90.9%。"
        + "主要产出和效益：全年发放就业补贴106.00万元。",
        [("paid_within", "warning", 3)],
    ),
    "what happens once to a project, in two months": (
        FINAL
        + "1.春风改造项目绩效自评综述：项目全年预算数为100.00万元，执行数为100.00万元，完成预算的100%。项目于2023年6月完成验收。\n"
        + "项目支出绩效自评表\n项目名称\t春风改造\n偏差大或目标未完成原因分析\t项目于2023年9月完成验收",
        [("months", "warning", 6)],
    ),
    "an instruction to whoever fills it in": (
        FINAL + "机关运行经费支出52.00万元（此处请填写增减原因）。",
        [("template_leftover", "warning", 3)],
    ),
    "pensions in the table of state capital": (
        FINAL
        + TITLED.format("国有资本经营预算财政拨款支出决算表", *OF_F03)
        .replace("201 |", "20805 |")
        .replace("一般公共服务支出", "行政事业单位养老支出"),
        [("fund_tables", "warning", 7)],
    ),
    "a cost with turned characters": (
        COSTS.replace("30103 | 奖金", "30199 | 其他工资福利支出").format(names="基本工资、其他福利工资支出、奖励金"),
        [("costs_listed", "warning", 15)],
    ),
    "operating costs told twice in short figures a digit apart": (
        FINAL
        + "2023年度财政拨款基本支出149.94万元，其中：人员经费100.00万元；公用经费49.94万元。\n"
        + "2023年度机关运行经费支出49.84万元。",
        [("nearly_said_twice", "warning", 4)],
    ),
    "a reason that goes the other way": (
        HEAD + "2023年基本支出预算110.00万元，与上年相比增加10.00万元，增长10.00%。主要原因是人员经费减少。",
        [("directions", "warning", 4)],
    ),
    "vehicles by use of a budget, owned and to be bought": (
        HEAD
        + "五、国有资产占有使用情况\n截至2022年8月31日，共有车辆7辆，其中：执法执勤用车2辆、其他用车4辆。\n"
        + "2023年部门预算安排购置车辆2辆，其中：执法执勤用车0辆、其他用车1辆。",
        [("counts", "error", 5), ("counts", "error", 6)],
    ),
    "more parties than guests": (
        FINAL + "2023年国内公务接待支出1.20万元，国内公务接待21批次，13人次。",
        [("parts_within", "error", 3)],
    ),
    "more reserved for small firms than for small and medium ones": (
        HEAD
        + "2023年本部门政府采购预算100.00万元。\n2023年本部门面向中小企业预留政府采购项目预算金额60.00万元，其中，"
        + "预留给小型和微型企业的政府采购项目预算为70.00万元。",
        [("parts_within", "error", 5)],
    ),
    "money of a fund whose table is empty": (
        HEAD
        + "2023年政府性基金支出预算支出12.00万元。\n政府性基金预算支出表\n部门：江城市春风局 单位：万元\n"
        + "| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |\n| --- | --- | --- | --- | --- |\n|  | 合计 |  |  |  |\n",
        [("narrative_totals", "error", 4)],
    ),
    "a table that its own note calls empty": (
        COSTS.format(names="基本工资、奖金、奖励金")
        + "部门“三公”经费和机关运行经费预算表\n部门：江城市春风局 单位：万元\n"
        + "| 合计 | 因公出国（境）费 | 公务接待费 | 公务用车购置及运行费 |\n| --- | --- | --- | --- |\n"
        + "| 3.00 | 0.00 | 1.00 | 2.00 |\n注：本部门2023年无“三公”经费和机关运行经费预算，故本表为空表。",
        [("empty_table_year", "warning", 21)],
    ),
    "an item for what is another, and one with the code of another": (
        HEAD
        + TOTALS
        + "1. “公共安全支出（类）司法（款）普法宣传（项）”20.00万元，主要用于公共法律服务。\n"
        + "2. “公共安全支出（类）司法（款）公共法律服务（项）”30.00万元，主要用于公共法律服务。\n"
        + "（1）住房公积金（2210203）10.00万元，较上年增加1.00万元；",
        [("purposes", "warning", 6), ("text_codes", "warning", 8)],
    ),
    "a product and a sum that are worked out wrongly": (
        HEAD + TOTALS + "测算依据\t案件补助0.06万元/件*1600件=90万元\t上年尾款139.8万元，当年款164.2万元，合计340万元",
        [("worked_out", "warning", 6), ("worked_out", "warning", 6)],
    ),
    "one result in the same words with other digits": (
        FINAL
        + "2023年度收入合计100.00万元。\n"
        + "1.春风就业经费30.00万元，主要成效是构建齐抓共管促就业工作新格局，新增就业25526人。广泛筹集岗位，稳定就业。\n其他。\n"
        + "1.春风就业经费项目绩效自评综述：主要产出是构建齐抓共管促就业工作新格局，新增就业22556人。广泛筹集岗位，稳定就业。",
        [("told_again", "warning", 6)],
    ),
    "one sum in fewer words, with two digits in another order": (
        FINAL
        + "2023年度收入合计100.00万元。\n全年为898名农民工追发工资687.83万元。\n其他。\n综述：为900名农民工追发工资678.83万元。",
        [("told_again", "warning", 6)],
    ),
    "a change told alone, the other way than that of the same amount": (
        HEAD
        + "2023年本部门预算收入120.00万元，其中一般公共预算拨款收入120.00万元；2023年本部门预算收入较上年减少20.00万元。\n"
        + "2023年本部门预算支出120.00万元，其中一般公共预算拨款支出120.00万元；2023年本部门预算支出较上年增加20.00万元。",
        [("one_change", "error", 4)],
    ),
    "a second change of one amount, with a rate that is not its": (
        FINAL
        + "2023年度一般公共预算财政拨款支出1,200.00万元，较上年决算数增加200.00万元，增长20.0%。"
        + "较年初预算数增加300.00万元，增长20.0%。",
        [("stated_bases", "error", 3)],
    ),
    "units that are not as many as told": (
        HEAD
        + TOTALS
        + "江城市春风局部门预算是包括局本部以及下属4家预算单位的综合收支计划。\n本部门中，行政单位1家，事业单位1家，具体包括：\n"
        + "1. 江城市春风局（本部）。\n2. 江城市春风中心。\n3. 江城市春风执法队。\n第四部分 说明",
        [("list_counted", "warning", 6), ("list_counted", "warning", 7)],
    ),
    "points in brackets that are not as many as told": (
        FINAL
        + "2023年度一般公共预算财政拨款支出100.00万元，主要用于以下三个方面：（1）教育支出60.00万元；（2）卫生健康支出40.00万元。",
        [("list_counted", "warning", 3)],
    ),
}
RIGHT = {
    "a change behind a row of parts is that of the whole": HEAD
    + "2023年财政拨款收入120.00万元，其中一般公共预算拨款收入120.00万元、政府性基金拨款收入0万元，较上年增加20.00万元。",
    "classes of all money, and the total of the year before": OF_ALL.format(rate="20.00"),
    "each item told": ITEMS.format(name="一般行政管理事务"),
    "each cost named": COSTS.format(names="基本工资、奖金、奖励金"),
    "contributions named as a whole": COSTS.replace("30103 | 奖金", "30108 | 机关事业单位基本养老保险缴费").format(
        names="基本工资、社会保障缴费、奖励金"
    ),
    "changes from two bases": HEAD
    + "2023年财政拨款收入110.00万元，比2022年预算执行数增加20.50万元。\n"
    + "2023年财政拨款支出预算110.00万元，比2022年预算增加20.20万元。\n",
    "wages that projects pay too": HEAD
    + "1.基本支出预算250.00万元，其中：\n工资福利支出预算200.00万元，占基本支出预算80%。\n"
    + "2.项目支出50.00万元，其中：\n工资福利支出1.20万元，占项目支出预算2.4%。\n",
    "hospitality of all money and of some, each with the amount of the year before": FINAL
    + "2023年“三公”经费决算总额为310.00万元，较2022年的315.00万元减少5.00万元，下降1.59%。其中：公务接待费96.00万元，减少3.00万元，下降3.03%；"
    + "公务用车购置及运行维护费214.00万元。\n公务接待支出124.00万元，比上年累计支出149.00万元下降25.00万元，下降16.8%。",
    "a base that is named like the amount": HEAD
    + "2023年财政拨款“三公”经费预算2.62万元，比2022年财政拨款“三公”经费预算3.22万元减少0.60万元。",
    "a form of the year, with a hundred points": FINAL + SCORED.format(year=2023, points=15),
    "a share of what it is itself": HEAD
    + "2023年支出预算1000.00万元，其中：基本支出700.00万元，占70%；项目支出300.00万元，占30%。\n"
    + "填报绩效目标的项目支出预算300.00万元，占全部项目支出预算的100%。",
    "a project behind a heading": FINAL
    + "（二）项目绩效自评结果\n1.档案数字化加工项目绩效自评综述：项目全年预算数为220.00万元，执行数为110.00万元，完成预算的50%。\n"
    + "项目支出绩效自评表\n项目名称\t档案数字化加工\n项目资金（万元）\t\t全年预算数\t全年执行数\t分值\t执行率\t得分\n"
    + "\t年度资金总额\t220.00\t110.00\t10\t50%\t5",
    "whole 万元 beside a table in 元": OF_YUAN,
    "a reason beside one that goes the other way": HEAD
    + "2023年基本支出预算110.00万元，与上年相比增加10.00万元，增长10.00%。主要原因是退休人员经费减少。\n"
    + "2023年项目支出预算10.00万元，与上年相比减少1.00万元，减少9.09%。主要原因是项目经费减少。",
    "units with the department itself among them": HEAD
    + TOTALS
    + "江城市春风局部门预算是包括局本部以及下属2家预算单位的综合收支计划。\n本部门中，行政单位1家，事业单位2家，具体包括：\n"
    + "1. 江城市春风局（本部）。\n2. 江城市春风中心。\n3. 江城市春风执法队。\n第四部分 说明",
    "products in other units, and sums with what is not printed": HEAD
    + TOTALS
    + "测算依据\t20人×3200元=6.4万元\t30人×31元/天×2月=5.58万元\t7000人×3740×20%×60%×12=3769.92万元\t20+10*8=100万元\t"
    + "一期60万元，二期20万元，连同尾款合计200万元",
    "three public expenses whose sums are columns of their own": HEAD
    + TOTALS
    + "2023年“三公”经费预算6.95万元。\n财政拨款“三公”经费支出表\n单位：元\n"
    + "| 年度 | “三公”经费合计 | 因公出国（境）费 | 公务接待费 | 公务用车购置及运行维护费小计 | 公务用车购置费 | 公务用车运行维护费 |\n"
    + "| --- | --- | --- | --- | --- | --- | --- |\n| 2023年 | 69,500.00 |  | 9,700.00 | 59,800.00 |  | 59,800.00 |\n",
    "one sentence of two years": FINAL
    + "2023年度收入合计100.00万元。\n2023年底，全区累计登记在册各类经营主体数量达25526户。情况总体保持平稳。\n"
    + "2022年底，全区累计登记在册各类经营主体数量达22556户。情况总体保持平稳。",
    "basic expenditure of all money and of some": HEAD
    + "2023年基本支出115.00万元，占95.83%；项目支出5.00万元，占4.17%。\n"
    + "2023年度财政拨款基本支出预算100.00万元，其中：人员经费80.00万元，公用经费20.00万元。",
}


def told(text: str, folder: Path) -> list[tuple[str, str, int]]:
    """The errors and warnings of a document: rule, severity, line."""
    found = [one for one in built(text, folder)["findings"] if one["severity"] in ("error", "warning")]
    return sorted((one["rule"], one["severity"], one["line"]) for one in found)


@pytest.mark.parametrize(("text", "findings"), WRONG.values(), ids=WRONG)
def test_a_contradiction_is_told(text: str, findings: list[tuple[str, str, int]], tmp_path: Path) -> None:
    assert told(text, tmp_path) == findings


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT)
def test_what_is_right_is_left_alone(text: str, tmp_path: Path) -> None:
    assert told(text, tmp_path) == []


def test_what_documents_of_one_place_share_is_told_once() -> None:
    row = {"about": "document", "rule": "own_year", "severity": "warning", "printed": "2022", "expected": "2023"}
    words = {"message_zh": "年份未改", "message_en": "a year left over", "difference": None}
    findings = pd.DataFrame([{**row, **words, "document_id": name} for name in ("a", "b", "c")])
    documents = pd.DataFrame({"document_id": ["a", "b", "c"], "district": ["江城区", "江城区", "春风区"]})
    alike = shared(findings, documents)
    assert alike[["place", "documents", "rule", "rows"]].to_numpy().tolist() == [["江城区", 2, "own_year", [0, 1]]]


def test_a_figure_that_nothing_repeats_is_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = raw_of(HEAD + TOTALS + "2023年收入预算总计120.00万元。\n2023年培训费支出预算3.50万元。", tmp_path)
    assert [row[2:] for row in _unchecked("invented", raw)] == [
        ["expenditure_budget", 5, "120.00"],
        ["training", 7, "3.50"],
    ]
    monkeypatch.setattr(review, "read", lambda document: (raw, None))
    table = review.counted(["invented"])
    assert (
        table["unchecked"].sum() == len(list(_unchecked("invented", raw)))
        and (table["figures"] >= table["unchecked"]).all()
    )


HEADS = "一二三四五六七"
PURPOSES = "1.专项统计业务（项）5.00万元，主要用于{}。\n2.专项普查活动（项）6.00万元，主要用于{}。"
OF_A_FORM = "偏差大或目标未完成原因分析\t2024 年{month}月，2 名见习人员离职。"


@pytest.mark.parametrize(
    ("text", "rule", "wrong"),
    [
        ("\n".join(f"{number}、重点工作" for number in HEADS), "heading_numbers", []),
        ("\n".join(f"{number}、重点工作" for number in HEADS if number != "六"), "heading_numbers", [6]),
        ("\n".join(f"{number}、重点工作" for number in "一二四五七"), "heading_numbers", []),
        ("\n".join(["（一）结论", "（二）自评表"] * 2 + ["（一）结论", "（三）自评表"]), "heading_numbers", [6]),
        ("\n".join(["（一）结论", "（二）自评表", "（一）结论", "（三）自评表"]), "heading_numbers", []),
        ("\n".join(f"{number}、重点工作" for number in "一二三三五"), "heading_numbers", [4]),
        ("\n".join(f"{number}、重点工作" for number in "一二三三四"), "heading_numbers", [4]),
        ("名称\t目标说明\n年度绩效目标 1\t办好窗口。\n年度绩效目标 1\t建好队伍。", "heading_numbers", [3]),
        ("项目实施方案\t1. 宣传； 2. 培训； 3. 走访； 3. 其他。", "heading_numbers", [1]),
        ("项目实施方案\t1. 宣传； 2. 培训； 3. 走访 3.5 次； 4. 其他。", "heading_numbers", []),
        (PURPOSES.format(*["开展专项普查、保障公共服务设施正常运转和日常维护"] * 2), "purposes", [2]),
        (
            PURPOSES.format("开展专项普查、保障公共服务设施正常运转和日常维护", "发放全市公益性岗位人员的社会保险补贴"),
            "purposes",
            [],
        ),
        ("2024 年 8 月，2 名见习人员离职。" + "\n" * 150 + OF_A_FORM.format(month=7), "months", [151]),
        ("2024 年 8 月，2 名见习人员离职。" + "\n" * 150 + OF_A_FORM.format(month=8), "months", []),
        ("2024 年 8 月，2 名见习人员离职。\n2024 年 9 月，2 名见习人员离职。", "months", []),
    ],
)
def test_numbers_and_months_of_a_text(text: str, rule: str, wrong: list[int], tmp_path: Path) -> None:
    findings = built(HEAD + TOTALS + text, tmp_path)["findings"]
    assert [one["line"] - 5 for one in findings if one["rule"] == rule] == wrong


def test_a_row_without_a_name_is_called_by_its_table(tmp_path: Path) -> None:
    text = (Path(__file__).parents[1] / "forms" / "slips" / "05_three_public_one_wrong_total.txt").read_text(
        encoding="utf-8"
    )
    (found,) = (one for one in built(text, tmp_path)["findings"] if one["rule"] == "row_identity")
    assert found["message_zh"].startswith("财政拨款“三公”经费支出决算表：本行合计17.90万元，各栏之和16.90万元")
