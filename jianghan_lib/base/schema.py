"""The tables of data/raw and data/processed, each field declared once; all reading and writing passes through here."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from jianghan_lib.base.errors import JianghanError

Kind = Literal["text", "integer", "amount", "rate", "number", "boolean"]


@dataclass(frozen=True)
class Field:
    """One column: its name, kind (amount: exact decimal in 万元; rate: fraction), meaning in both languages, and the values
    that a closed list admits (none: any).
    """

    name: str
    kind: Kind
    en: str
    zh: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table: what a row is, its columns in order, and the columns by which its rows are sorted and told apart."""

    name: str
    row_en: str
    row_zh: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]

    @property
    def columns(self) -> list[str]:
        return [field.name for field in self.fields]


def text(name: str, en: str, zh: str, values: tuple[str, ...] = ()) -> Field:
    return Field(name, "text", en, zh, values)


def integer(name: str, en: str, zh: str) -> Field:
    return Field(name, "integer", en, zh)


def amount(name: str, en: str, zh: str) -> Field:
    return Field(name, "amount", en, zh)


def rate(name: str, en: str, zh: str) -> Field:
    return Field(name, "rate", en, zh)


def place(figure: str) -> Field:
    """Where the figure beside it is printed."""
    en = f"where `{figure}` is printed: L549 (line), or p12 L30 and a box (page, line, place on it), behind the file if there are several; empty: computed"
    return text(f"{figure}_at", en, "所在位置（L行号，p页码，多个文件时先列文件名；空为计算所得）")


DOCUMENT = text("document_id", "identifier of the document", "文件标识")
LINE = integer("line", "line of the source text, counted from 1", "原文行号（从1起）")
PAGE = integer("page", "page of the source, for PDF; sheet, for Excel", "页码（PDF）或工作表序号（Excel）")
BOX = text(
    "box",
    "place on that page: x0 top x1 bottom in points from the upper left (PDF), or sheet and cells (Excel)",
    "页面位置（左 上 右 下，磅）或单元格区域（Excel）",
)
CODE = text("code", "code as printed, or empty", "编码（如印）")
ABOUT = ("document", "reading")
SEVERITIES = ("error", "warning", "notice", "rounding")
LEVELS = ("class", "section", "item", "total", "subtotal", "row")
SCOPES = ("department", "alone", "unit", "unclear")
TIERS = ("central", "province", "city", "district", "street")
PANELS = (
    "revenue",
    "expenditure",
    "purpose",
    "budget",
    "annual_budget",
    "outturn",
    "income",
    "carry_over",
    "appropriation",
    "other",
)
DIRECTIONS = ("at_least", "at_most", "equal", "about", "between", "qualitative")
PRINTED_PLACEMENTS = ("printed", "inferred", "corrected")

PROCESSED: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "documents",
            "a document",
            "一份文件",
            (
                DOCUMENT,
                text("title", "title as printed, white space removed", "标题"),
                text("department", "department or unit that reports", "部门（单位）"),
                text("district", "district, or city for a city department", "所在区（市）"),
                text("admin_code", "GB/T 2260 code of the district or city", "行政区划代码"),
                text("tier", "central, province, city, district or street", "层级", TIERS),
                text("kind", "final_account or budget", "类别", ("final_account", "budget", "self_evaluation")),
                text(
                    "scope",
                    "department (with its units), alone (a department without units), unit (one of its units), unclear (title and "
                    "text exclude each other)",
                    "口径",
                    SCOPES,
                ),
                integer("fiscal_year", "year the document is about", "年度"),
                text("unit", "money unit of the statutory tables", "金额单位"),
                text("tables_found", "statutory tables found, separated by ;", "已公开报表"),
                text("tables_missing", "statutory tables not found in the document, separated by ;", "未见报表"),
                text(
                    "source_file", "name of the file that was read; of several, all in order, `; ` between", "来源文件"
                ),
                text("source_sha256", "SHA-256 of that file; of several, all in their order", "来源文件校验值"),
                LINE,
                PAGE,
                BOX,
            ),
            ("document_id",),
        ),
        Table(
            "amounts",
            "a money cell of a statutory table",
            "法定报表中的一个金额",
            (
                DOCUMENT,
                text("table", "F01-F09 (final account), B01-B10 (budget)", "报表"),
                text("panel", "revenue, expenditure, budget, outturn, or empty", "栏目", PANELS),
                integer("row", "row number: printed, or counted where the form prints none", "行次"),
                CODE,
                text("level", "class, section, item, total, subtotal or row", "层级", LEVELS),
                text("name", "name of the row as printed", "项目（科目）名称"),
                text("measure", "the column, by its identifier", "栏次含义"),
                amount("amount", "amount in 万元", "金额（万元）"),
                text("printed", "amount as printed", "原文金额"),
                text(
                    "placement",
                    "printed, inferred (column lost in the text), corrected (printed in a wrong column)",
                    "列的确定方式",
                    PRINTED_PLACEMENTS,
                ),
                integer("position", "place of the figure among those of its row, as printed", "印刷位置（行内）"),
                LINE,
                PAGE,
                BOX,
            ),
            ("document_id", "table", "panel", "row", "line", "measure", "code", "name", "position"),
        ),
        Table(
            "completion",
            "a subject, or the whole department, with an initial budget and an outturn",
            "有年初预算和支出决算的科目（或部门合计）",
            (
                DOCUMENT,
                text(
                    "basis",
                    "all; excluding_special_funds where a document gives both; whole_department: the department with what is not "
                    "fiscal appropriation, where that is stated apart",
                    "口径",
                    ("all", "excluding_special_funds", "whole_department"),
                ),
                text("level", "department, class, section or item", "层级", ("department", "class", "section", "item")),
                text(
                    "code",
                    "functional classification code, found by name in the tables of the document",
                    "功能分类编码",
                ),
                text("class_name", "name of the class", "类"),
                text("section_name", "name of the section", "款"),
                text("item_name", "name of the item", "项"),
                amount("initial_budget", "initial budget in 万元", "年初预算"),
                place("initial_budget"),
                amount("adjusted_budget", "adjusted budget in 万元, where printed", "调整预算"),
                place("adjusted_budget"),
                amount("outturn", "outturn in 万元", "支出决算"),
                place("outturn"),
                text("rate_printed", "completion rate as printed", "完成率（原文）"),
                place("rate_printed"),
                rate("rate", "outturn / initial budget; empty where the initial budget is 0", "完成率"),
                amount("gap", "initial budget - outturn, in 万元", "差额"),
                Field(
                    "lowest",
                    "boolean",
                    "whether no other row of this basis holds a part of it: the rows to add up",
                    "是否最低一级（可相加）",
                ),
                text("reasons", "coded reasons that the document gives, separated by ;", "原因类别"),
                LINE,
                PAGE,
                BOX,
            ),
            ("document_id", "line", "basis", "code", "item_name", "section_name", "class_name"),
        ),
        Table(
            "changes",
            "a quantity in two years",
            "一个数值的两年比较",
            (
                DOCUMENT,
                text("item", "identifier of the quantity; code of a subject; name of a project", "项目标识"),
                text("name", "name as printed", "名称"),
                integer("prior_year", "the earlier year", "上年"),
                integer("year", "the later year", "本年"),
                amount("prior_amount", "amount of the earlier year in 万元: printed, or amount - change", "上年数"),
                place("prior_amount"),
                amount("amount", "amount of the later year in 万元", "本年数"),
                place("amount"),
                amount("change", "amount - prior amount in 万元", "增减额"),
                rate("rate", "change / prior amount, recomputed", "增减率"),
                text("change_printed", "change as printed, with its direction", "增减额（原文）"),
                place("change_printed"),
                text("rate_printed", "rate as printed, with its direction", "增减率（原文）"),
                place("rate_printed"),
                text(
                    "basis",
                    "printed_change, two_documents, printed_levels or applied_for (a level is what was applied for)",
                    "依据",
                    ("printed_change", "two_documents", "printed_levels", "applied_for"),
                ),
                LINE,
                PAGE,
                BOX,
            ),
            ("document_id", "year", "prior_year", "line", "item", "basis", "change_printed", "amount", "change"),
        ),
        Table(
            "projects",
            "a project of a department in a year",
            "部门某年的一个项目",
            (
                DOCUMENT,
                text("project", "name of the project", "项目名称"),
                amount("initial_budget", "initial budget in 万元", "年初预算"),
                place("initial_budget"),
                amount("budget", "budget of the year (adjusted) in 万元", "全年预算数"),
                place("budget"),
                amount("executed", "executed in 万元", "执行数"),
                place("executed"),
                text("rate_printed", "execution rate as printed", "执行率（原文）"),
                place("rate_printed"),
                rate("rate", "executed / budget", "执行率"),
                amount("gap", "budget - executed in 万元", "差额"),
                Field("score", "number", "self-evaluation score, out of 100", "自评得分"),
                place("score"),
                amount("department_budget", "funding: departmental budget, in 万元", "部门预算资金"),
                amount("special_fund", "funding: special fund, in 万元", "专项资金"),
                amount("upper_transfer", "funding: transfer from above, in 万元", "上级转移支付"),
                text(
                    "recurrence",
                    "recurring, continuing, one_off or new",
                    "项目类型",
                    ("recurring", "continuing", "one_off", "new"),
                ),
                text("reasons", "coded reasons that the document gives, separated by ;", "原因类别"),
                text(
                    "sources",
                    "where the facts stand (narrative, form, summary, report, B10, B11, B12), separated by ;",
                    "来源",
                ),
                LINE,
                PAGE,
                BOX,
            ),
            ("document_id", "line", "project"),
        ),
        Table(
            "indicators",
            "a performance indicator",
            "一项绩效指标",
            (
                DOCUMENT,
                text("subject", "the department or the project", "部门或项目"),
                text("level1", "first-level indicator", "一级指标"),
                text("level2", "second-level indicator", "二级指标"),
                text("indicator", "name of the indicator", "指标名称"),
                text("target_printed", "target as printed", "年初目标值（原文）"),
                text("actual_printed", "actual as printed", "实际完成值（原文）"),
                text(
                    "direction",
                    "at_least, at_most, equal, about, between, qualitative; empty: no target",
                    "方向",
                    DIRECTIONS,
                ),
                Field("target", "number", "target, in its unit (% and ‰ as fractions); lower end of a range", "目标值"),
                place("target"),
                Field("target_upper", "number", "upper end of a range", "目标值上限（区间）"),
                Field("actual", "number", "actual, in its unit; empty where several are printed", "完成值"),
                place("actual"),
                text("unit", "unit of target and actual", "单位"),
                rate("attainment", "actual / target (target / actual for at_most; none of a range)", "完成程度"),
                Field("met", "boolean", "whether the target was met (about: within a tenth), if told", "是否完成"),
                Field("weight", "number", "weight in points", "分值"),
                place("weight"),
                Field("score", "number", "score in points", "得分"),
                place("score"),
                text("horizon", "annual or long_term (budget targets)", "期限", ("annual", "long_term")),
                text("target_year_before", "target of the year before, as printed (budgets)", "上年目标值"),
                text("target_two_years_before", "target of the year before that, as printed (budgets)", "前年目标值"),
                LINE,
                PAGE,
                BOX,
            ),
            ("document_id", "line", "indicator", "subject", "horizon"),
        ),
        Table(
            "statements",
            "a figure that the narrative states",
            "文字说明中的一个数字",
            (
                DOCUMENT,
                integer("statement", "number of the statement in the document", "语句序号"),
                text("topic", "what the statement is about: a quantity, item, class or project", "主题"),
                text("subject", "subject as printed: class/section/item, or name of the project", "科目或项目"),
                text(
                    "role",
                    "initial_budget, adjusted_budget, outturn, amount, completion_rate, share, change, change_rate, ...",
                    "数字的含义",
                ),
                text(
                    "basis", "what a rate or change is measured against (initial_budget, prior_year, ...)", "比较基准"
                ),
                integer("year", "year of the figure", "年度"),
                integer("base_year", "year that a change is measured from", "基期"),
                amount("amount", "amount in 万元, for money", "金额（万元）"),
                rate("rate", "fraction, for percent", "比率"),
                Field(
                    "count",
                    "number",
                    "the number, for counts (vehicles, visits, projects, indicators), areas and scores",
                    "数量",
                ),
                text("printed", "as printed, with its unit", "原文"),
                LINE,
                PAGE,
                BOX,
            ),
            ("document_id", "statement", "line", "role", "basis", "printed"),
        ),
        Table(
            "reasons",
            "a reason that a document gives for a difference",
            "文件对差异给出的一条原因",
            (
                DOCUMENT,
                text(
                    "of",
                    "item, project, indicator or total: what differs",
                    "对象类别",
                    ("item", "project", "indicator", "total"),
                ),
                text("name", "name of the subject, project, indicator or quantity", "名称"),
                text("code", "code of a subject; identifier of a quantity, as item in changes", "编码"),
                text(
                    "basis",
                    "what the difference is measured from: initial_budget, annual_budget, adjusted_budget, budget, prior_year",
                    "比较基准",
                ),
                text("category", "coded reason; not_coded where the words fit none", "原因类别"),
                text(
                    "direction",
                    "up or down: which way it moves the figure; empty where that is not told",
                    "方向",
                    ("up", "down"),
                ),
                amount("amount", "amount given with the reason, in 万元", "所述金额"),
                text(
                    "printed",
                    "that amount as printed; of an indicator, the target that the document says instead",
                    "原文数",
                ),
                text("text", "the printed sentence (only from an ingest with text)", "原文"),
                LINE,
                PAGE,
                BOX,
            ),
            ("document_id", "line", "of", "name", "basis", "category", "amount", "code", "direction", "text"),
        ),
        Table(
            "other_tables",
            "a money cell of a table that no form knows",
            "其他表格中的一个金额",
            (
                DOCUMENT,
                text("title", "title of the table as printed", "表名（原文）"),
                text("row_label", "texts of the row, separated by /", "行名"),
                text("column_label", "labels over the column from the top, separated by /", "栏名"),
                amount("amount", "amount in 万元", "金额（万元）"),
                text("printed", "amount as printed", "原文金额"),
                text("unit", "money unit as printed, or that of the other tables", "金额单位"),
                integer("position", "place of the figure among those of its line, as printed", "印刷位置（行内）"),
                LINE,
                PAGE,
                BOX,
            ),
            ("document_id", "line", "position"),
        ),
        Table(
            "findings",
            "a contradiction in a document, or something in it that could not be read",
            "文件中的一处矛盾，或未能读出的一处",
            (
                DOCUMENT,
                text(
                    "about",
                    "document: it contradicts itself; reading: it could not be read",
                    "文件矛盾或读入问题",
                    ABOUT,
                ),
                text("rule", "name of the rule", "规则"),
                text("severity", "error (only about a document), warning, notice or rounding", "严重程度", SEVERITIES),
                text("touches", "tables whose figures it puts in doubt, separated by ;", "涉及的数据表"),
                text("table", "table or part of the document", "报表"),
                text("where", "row or statement", "位置"),
                text("printed", "as printed", "原文"),
                text("expected", "what the arithmetic gives", "应为"),
                Field("difference", "number", "printed - expected", "差额"),
                text("unit", "unit of the difference", "单位"),
                text("message_zh", "the sentence, in Chinese", "说明"),
                text("message_en", "the sentence, in English", "说明（英文）"),
                LINE,
                PAGE,
                BOX,
            ),
            ("document_id", "line", "rule", "where", "printed", "message_zh"),
        ),
    )
}

# What a value of each kind is, beside none.
_TYPES: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "amount": (Decimal, int),
    "rate": (Decimal, int),
    "number": (Decimal, int),
}


def conform(table: Table, row: Mapping[str, Any]) -> None:
    """Nothing where a row is as its table declares: known columns, each of its kind, closed lists kept; else one line."""
    if extra := set(row) - set(table.columns):
        raise JianghanError(f"table {table.name}: unknown column {sorted(extra)}: declare it in schema.py")
    for field in table.fields:
        value = row.get(field.name)
        if value is None or value == "":
            continue
        if not isinstance(value, _TYPES[field.kind]) or (isinstance(value, bool) and field.kind != "boolean"):
            raise JianghanError(f"{_row(table, row)}: {field.name} {value!r} is no {field.kind}")
        if field.values and value not in field.values:
            raise JianghanError(f"{_row(table, row)}: {field.name} {value!r} is none of {', '.join(field.values)}")


def _row(table: Table, row: Mapping[str, Any]) -> str:
    return f"table {table.name}, document {row.get('document_id')}, line {row.get('line')}"
