"""The self-evaluation form of the national template in cells: money by source, weights and scores in columns of their own."""

from jianghan_lib.specimens.evaluation import indicator_claim, texts_of
from jianghan_lib.specimens.hand import Hand
from jianghan_lib.specimens.layouts.sheet import Sheet, cells
from jianghan_lib.specimens.model import Facts, Project
from jianghan_lib.specimens.paper import Cell, Claim
from jianghan_lib.specimens.vocabulary import GOALS, REASONS

WIDTH = 9
SIGNS = ("≥", "≤", "=")


def project_form(paper: Sheet, facts: Facts, hand: Hand, project: Project) -> None:
    """The form on a project."""
    for line in ("项目支出绩效自评表", f"（{facts.year}年度）"):
        paper.put(line)
        paper.blank()
    signed = hand.rng.random() < 0.3
    paper.grid([], [*_head(facts, hand, project), *_indicators(hand, project, signed=signed), *_end(project)])


def _row(*texts: str | Cell) -> list[Cell]:
    return cells(*texts, width=WIDTH + 1)


def _mention(project: Project, text: str, **values: object) -> Cell:
    row = {"project": project.name, "source": "form", "printed_name": "", **values}
    return Cell(text, (Claim("mentions", row, (text,)),))


def _head(facts: Facts, hand: Hand, project: Project) -> list[list[Cell]]:
    """Name, departments, money of the year and where it comes from, the goal and what became of it."""
    named = Claim(
        "mentions", {"project": project.name, "source": "form", "printed_name": project.name}, (project.name,)
    )
    labels = hand.pick(
        ("年初预算数", "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分"),
        ("年初预算", "调整后预算数", "预算执行数", "权重", "预算执行率", "得分"),
    )
    rate = hand.percent(project.executed, project.budget, 2)
    amounts = {"initial_budget": project.initial, "budget": project.budget, "executed": project.executed}
    money = [_mention(project, hand.number(amount), **{name: amount}) for name, amount in amounts.items()]
    carried = project.upper_transfer
    own = [hand.number(amount - carried) for amount in amounts.values()]
    rest = [hand.number(carried)] * 3
    return [
        _row("项目名称", Cell(f"{hand.pick('', project.code + '-')}{project.name}", (named,))),
        _row("主管部门", facts.department, "", "", "实施单位", f"{facts.department}本级"),
        _row(hand.pick("项目资金（万元）", "预算执行情况（万元）"), "", *labels),
        _row(
            "",
            hand.pick("年度资金总额", "总额"),
            *money,
            "20",
            _mention(project, rate, rate_printed=rate),
            f"{project.execution_score:f}",
        ),
        _row("", "其中：当年财政拨款", *own, "—", "", "—"),
        _row("", "上年结转资金", *rest, "—", "", "—"),
        _row("", "其他资金", "", "", "", "—", "", "—"),
        _row("年度总体目标", "预期目标", "", "", "实际完成情况"),
        _row("", hand.rng.choice(GOALS), "", "", hand.rng.choice(GOALS)),
    ]


def _indicators(hand: Hand, project: Project, *, signed: bool) -> list[list[Cell]]:
    """The header and the rows, in one of the ways that places label and split the columns."""
    target, actual = hand.pick(
        ("年度指标值", "实际完成值"), ("年度指标值", "全年完成值"), ("年初设定目标值", "全年实际完成值")
    )
    levels, reason = ("一级指标", "二级指标", "三级指标"), hand.pick("偏差原因分析及改进措施", "未完成原因分析")
    columns = ("指标性质", "指标值", "度量单位", "完成值") if signed else (target, actual)
    weight = hand.pick("分值", "权重")
    width = WIDTH + 2
    rows = [cells("绩效指标", *levels, *columns, weight, "得分", reason, width=width)]
    before = ("", "")
    numbered, pointed = hand.rng.random() < 0.5, hand.pick("", "（{}分）")
    for number, indicator in enumerate(project.indicators, 1):
        row = _values(hand, project, number, numbered=numbered, signed=signed)
        points = sum(one.weight for one in project.indicators if one.level1 == indicator.level1)
        level1 = "" if indicator.level1 == before[0] else indicator.level1 + pointed.format(points)
        level2 = indicator.level2 if indicator.level2 != before[1] or level1 else ""
        laid = ["", level1, level2, *row]
        if hand.vices.shifted_form_rows and not level1 and hand.rng.random() < 0.5:
            laid = laid[1:]
        rows.append(cells(*laid, width=width))
        before = (indicator.level1, indicator.level2)
    return [*rows, cells("", "", "", "……", width=width)]


def _values(hand: Hand, project: Project, number: int, *, numbered: bool, signed: bool) -> list[str | Cell]:
    """Name, target, actual, weight, score and the reason of one indicator."""
    indicator = project.indicators[number - 1]
    target, actual = (text.replace(" ", "") for text in texts_of(indicator, hand))
    values: list[str] = [target, actual]
    sign = target[:1] if target[:1] in SIGNS else ""
    if signed and indicator.unit and target == f"{sign}{indicator.target}{indicator.unit}":
        values = [sign or "—", f"{indicator.target}", indicator.unit, f"{indicator.actual}"]
    elif signed:
        values = ["定性" if not indicator.unit else "—", target, "—", actual]
    row = indicator_claim(project.name, indicator, target, actual, scored=True).row
    claim = Claim("indicators", row, tuple(text for text in values if text not in ("", "—", "定性")))
    name = Cell(f"指标{number}：{indicator.name}" if numbered else hand.wrapped(indicator.name), (claim,))
    reason = "" if indicator.met else hand.why(REASONS, project.executed - project.budget or -project.budget)
    return [name, *values, f"{indicator.weight}", f"{indicator.score.normalize():f}", reason]


def _end(project: Project) -> list[list[Cell]]:
    """The total score."""
    text = f"{project.score.normalize():f}"
    return [_row("总分", "", "", "", "", "", "100", _mention(project, text, score=project.score))]
