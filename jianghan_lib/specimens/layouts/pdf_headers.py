"""Header lines of the statutory tables in PDF text: (line, whether it follows without a blank one)."""

from jianghan_lib.specimens.hand import Hand

Lines = list[tuple[str, bool]]


def lines(text: str) -> Lines:
    """Header lines between bars; one after ~ follows without a blank line."""
    return [(part.removeprefix("~"), part.startswith("~")) for part in text.split("|")]


ECONOMIC = lines("~经济分类|~科目编码|科目名称 决算数")


def header(table: str, hand: Hand) -> Lines:
    """The header lines of a table; whole when the header is not split."""
    count = {"F02": 7, "F03": 6, "F05": 3, "F07": 6, "F08": 3}.get(table, 0)
    split = hand.vices.split_header
    if count:
        tail = [("类 款 项", False), ("栏次 " + " ".join(str(number) for number in range(1, count + 1)), True)]
        return [*(SPLIT if split else WHOLE)[table], *tail]
    return {"F01": _f01, "F04": _f04, "F06": _f06, "F09": _f09}[table](split)


UNDER = "科目名称 小计 基本支出 项目支出"
WHOLE = {
    "F02": lines(
        "项   目 本年收入合计 财政拨款收入 上级补助收入 事业收入 经营收入 附属单位上缴收入 其他收入"
        "|功能分类科目编码 科目名称"
    ),
    "F03": lines(
        "项   目 本年支出合计 基本支出 项目支出 上缴上级支出 经营支出 对附属单位补助支出|功能分类科目编码 科目名称"
    ),
    "F05": lines(f"项   目 本年支出|功能分类科目编码 {UNDER}"),
    "F07": lines(f"项   目 年初结转和结余 本年收入 本年支出 年末结转和结余|功能分类科目编码 {UNDER}"),
    "F08": lines("项   目 本年支出|功能分类科目编码 科目名称 合计 基本支出 项目支出"),
}
SPLIT = {
    "F02": lines(
        "项   目|本年收入合计 财政拨款收入 上级补助收入 事业收入 经营收入|~附属单位|~上缴收入"
        "|其他收入功能分类|~科目编码|科目名称"
    ),
    "F03": lines(
        "项   目|本年支出合计 基本支出 项目支出 上缴上级支出 经营支出|~对附属单位|~补助支出功能分类|科目编码|~科目名称"
    ),
    "F05": lines(f"项   目 本年支出|功能分类|~科目编码|{UNDER}"),
    "F07": lines(f"项   目|年初结转和结余 本年收入|本年支出|年末结转和结余功能分类|~科目编码|{UNDER}"),
    "F08": lines("项   目 本年支出|功能分类|~科目编码|科目名称 合计 基本支出 项目支出"),
}
NUMBERS = " ".join(str(number) for number in range(1, 13))


def _f01(split: bool) -> Lines:
    return lines("收   入 支   出|项目 行次 决算数 项目 行次 决算数|栏次 1 栏次 2")


def _f04(split: bool) -> Lines:
    whole = "合计 一般公共预算财政拨款 政府性基金预算财政拨款 国有资本经营预算财政拨款"
    broken = "合计|~一般公共预算|~财政拨款|政府性基金预|~算财政拨款|国有资本经营|~预算财政拨款"
    head = "收     入 支     出|项   目 行次 决算数 项   目 行次|决算数"
    return lines(f"{head}|{broken if split else whole}|栏   次 1 栏   次 2 3 4 5")


def _f06(split: bool) -> Lines:
    trio = ECONOMIC * 3 if split else [(" ".join(["经济分类科目编码 科目名称 决算数"] * 3), False)]
    return [("人员经费 公用经费", False), *trio]


def _f09(split: bool) -> Lines:
    half = "合计 因公出国（境）费 公务用车购置及运行维护费 公务接待费"
    under = "小计 公务用车购置费 公务用车运行维护费"
    if not split:
        return lines(f"预算数 决算数|{half} {half}|{under} {under}|{NUMBERS}")
    trip = "~因公出国|~（境）费|公务用车购置及运行维护费"
    cars = "~小计|公务用车|购置费|公务用车|运行维护费"
    return lines(f"预算数 决算数|合计|{trip}|公务接待费 合计|{trip}|公务接待费|{cars}|{cars}|{NUMBERS}")
