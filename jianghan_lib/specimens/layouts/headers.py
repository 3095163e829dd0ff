"""Header rows of the nine statutory tables in tab-separated layouts, and the captions and notes around them."""

from jianghan_lib.specimens.hand import Hand

INCOME = ("财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")
FUNCTIONAL = {
    "F02": ("本年收入合计", *INCOME),
    "F03": ("本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"),
}
NOTES = {
    "F01": "本年度的总收支和年末结转结余情况",
    "F02": "本年度取得的各项收入情况",
    "F03": "本年度各项支出情况",
    "F04": "本年度各类财政拨款的总收支和年末结转结余情况",
    "F05": "本年度一般公共预算财政拨款支出情况",
    "F06": "本年度一般公共预算财政拨款基本支出明细情况",
    "F07": "本年度政府性基金预算财政拨款收入、支出及结转和结余情况",
    "F08": "本年度国有资本经营预算财政拨款支出情况",
    "F09": "本年度财政拨款“三公”经费支出预决算情况",
}


def tabbed(cells: list[str], width: int) -> str:
    """Cells between tabs, filled up to a width."""
    return "\t".join([*cells, *[""] * (width - len(cells))])


def numbers(width: int) -> list[str]:
    return [str(number) for number in range(1, width + 1)]


def header(table: str, hand: Hand, lead: int) -> list[str]:
    """The header rows of a table; lead is the number of columns before the amounts in tables by function."""
    if table in FUNCTIONAL:
        return _functional(list(FUNCTIONAL[table]), hand, lead, shifted=hand.vices.shifted_header and table == "F02")
    return {"F01": _f01, "F04": _f04, "F05": _f05, "F06": _f06, "F07": _f07, "F08": _f08, "F09": _f09}[table](
        hand, lead
    )


def _code_rows(hand: Hand, lead: int, width: int, labels: list[str]) -> list[str]:
    """The rows of a header that name the code columns, then the row of column numbers."""
    gap = [""] * (lead - 3)
    names = (
        ["功能分类科目编码", *gap, "", "科目名称", *labels]
        if lead == 3
        else ["功能分类科目编码", "", "", "科目名称", *labels]
    )
    if hand.vices.split_header:
        rows = [tabbed(["功能分类", "科目名称", *[""] * (lead - 2), *labels], width), tabbed(["科目编码"], width)]
    else:
        rows = [tabbed(names, width)]
    count = numbers(width - lead)
    last = ["类", "款", "项", "栏次", *count] if lead == 4 else ["类", "款", "项", *count]
    return [*rows, tabbed(last, width)] if lead == 4 else [*rows, tabbed(last, width), tabbed(["", "", "栏次"], width)]


def _functional(labels: list[str], hand: Hand, lead: int, *, shifted: bool) -> list[str]:
    width = lead + len(labels)
    title = hand.pick("项目", "项 目")
    first = [title, *[""] * (lead - 1 - int(shifted)), *map(hand.wrapped, labels)]
    return [tabbed(first, width), *_code_rows(hand, lead, width, [])]


def _f01(hand: Hand, lead: int) -> list[str]:
    count, amount = hand.pick(("行次", "决算数"), ("行", "金额"))
    income, uses = hand.pick(("收入", "支出"), ("收 入", "支 出"))
    return [
        tabbed([income, "", "", uses], 6),
        tabbed(["项目", count, amount] * 2, 6),
        tabbed(["栏次", "", "1", "栏次", "", "2"], 6),
    ]


def _f04(hand: Hand, lead: int) -> list[str]:
    kinds = [hand.wrapped(f"{name}财政拨款") for name in ("一般公共预算", "政府性基金预算", "国有资本经营预算")]
    rows = [["收 入", "", "", "支 出"], ["项目", "行次", "决算数"] * 2, ["", "", "", "", "", "小计", *kinds]]
    return [tabbed(row, 9) for row in [*rows, ["栏次", "", "1", "栏次", "", "2", "3", "4", "5"]]]


def _f05(hand: Hand, lead: int) -> list[str]:
    width = lead + 3
    labels = ["小计", "基本支出", "项目支出"]
    if hand.vices.shifted_header and lead == 4:
        rows = [["功能分类科目编码", "", "", "项 目", "本年支出"], ["", "", "", "", "科目名称", "小计", "基本支出"]]
        return [*(tabbed(row, width) for row in rows), tabbed(["类", "款", "项", "栏次", "1", "2", "3"], width)]
    return [tabbed(["项目", *[""] * (lead - 1), "本年支出"], width), *_code_rows(hand, lead, width, labels)]


def _f06(hand: Hand, lead: int) -> list[str]:
    trio = [hand.wrapped("经济分类科目编码"), "科目名称", "决算数"]
    return [tabbed(["人员经费", "", "", "公用经费"], 9), tabbed(trio * 3, 9)]


def _f07(hand: Hand, lead: int) -> list[str]:
    width = lead + 6
    first = ["项目", *[""] * (lead - 1), "年初结转和结余", "本年收入", "本年支出", "", "", "年末结转和结余"]
    return [tabbed(first, width), *_code_rows(hand, lead, width, ["", "", "小计", "基本支出", "项目支出", ""])]


def _f08(hand: Hand, lead: int) -> list[str]:
    width = lead + 3
    return [
        tabbed(["项目", *[""] * (lead - 1), "本年支出"], width),
        *_code_rows(hand, lead, width, ["合计", "基本支出", "项目支出"]),
    ]


def _f09(hand: Hand, lead: int) -> list[str]:
    vehicles = "公务用车购置及运行维护费"
    half = ["合计", hand.wrapped("因公出国（境）费"), vehicles, "", "", "公务接待费"]
    bought, run = ("公务用车购", "公务用车运") if hand.vices.cut_names else ("公务用车购置费", "公务用车运行维护费")
    rows = [["预算数", *[""] * 5, "决算数"], half * 2, ["", "", "小计", bought, run, ""] * 2, numbers(12)]
    return [tabbed(row, 12) for row in rows]


def unit_label(hand: Hand, scope: str) -> str:
    """`部门`, or what a unit writes in its place."""
    return "本级单位" if hand.vices.unit_scope else "单位名称" if scope == "unit" else "部门"
