"""Table 12 of a budget: for each project its money, cost lines, and targets."""

from jianghan_lib.specimens.evaluation import indicator_claim, texts_of
from jianghan_lib.specimens.hand import Hand
from jianghan_lib.specimens.layouts.sheet import Sheet, cells
from jianghan_lib.specimens.model import Facts, Project
from jianghan_lib.specimens.paper import Cell, Claim
from jianghan_lib.specimens.vocabulary import GOALS

WIDTH = 7
KINDS = {"recurring": "常年性项目", "continuing": "持续性项目", "one_off": "一次性项目"}


def project_form(sheet: Sheet, facts: Facts, hand: Hand, project: Project, number: int) -> None:
    """The form on one project, between its number and a blank line."""
    for line in (f"{hand.pick('(', '（')}{number})", "", "单位：万元", ""):
        sheet.put(line)
    rows = [*_head(facts, hand, project), *_money(facts, hand, project), *_activities(hand, project), *_goals(hand)]
    sheet.grid([], [*rows, *_long_term(hand, project), *_annual(hand, project)])


def _row(*texts: str | Cell) -> list[Cell]:
    return cells(*texts, width=WIDTH)


def _head(facts: Facts, hand: Hand, project: Project) -> list[list[Cell]]:
    """Name, code, departments, kind, years."""
    claim = Claim("mentions", {"project": project.name, "source": "B12", "printed_name": project.name}, (project.name,))
    kind = "其他运转类" if project.category == "其他运转类" else "特定目标类项目"
    return [
        _row("项目名称", "", Cell(project.name, (claim,)), "", "项目编码", "", project.code),
        _row("项目主管部门", "", facts.short, "", "项目执行单位", "", facts.short),
        _row("项目属性", "", _recurrence(project)),
        _row("支出项目类别", "", kind),
        _row(
            "起始年度",
            "",
            f"{facts.year}",
            "",
            "终止年度",
            "",
            f"{facts.year + 2 * (project.recurrence == 'continuing')}",
        ),
        _row("项目立项依据", "", "按照本区年度工作安排设立。"),
        _row("项目实施方案", "", hand.rng.choice(GOALS)),
    ]


def _recurrence(project: Project) -> Cell:
    """What kind of project it is, in words without boxes."""
    row = {"project": project.name, "source": "B12", "printed_name": "", "recurrence": project.recurrence}
    return Cell(KINDS[project.recurrence], (Claim("mentions", row, ()),))


def _money(facts: Facts, hand: Hand, project: Project) -> list[list[Cell]]:
    """Total budget, this year's, the two years before, sources."""
    text = hand.number(project.budget)
    row = {
        "project": project.name,
        "source": "B12",
        "printed_name": "",
        "budget": project.budget,
        "total_budget": project.budget,
    }
    total = Cell(text, (Claim("mentions", row, (text,)),))
    rows = [_row("项目总预算", "", total, "", "项目当年预算", "", text)]
    rows.append(_row("项目前两年预算及当年预算变动情况", "", _history(facts, hand, project)))
    rows += [_row("项目资金来源", "", "来源项目", "", "", "", "金额"), _row("", "", "合计", "", "", "", text)]
    is_general = project.source == "general"
    for name, amount in (
        ("一般公共预算财政拨款", is_general),
        ("其中：申请当年预算拨款", is_general),
        ("政府性基金预算财政拨款", False),
    ):
        rows.append(_row("", "", name, "", "", "", text if amount else ""))
    return [*rows, _row("", "", "单位资金", "", "", "", "" if is_general else text), _row("项目支出明细测算")]


def _history(facts: Facts, hand: Hand, project: Project) -> Cell:
    """Budgets of three years in a sentence: two changes by printed levels."""
    amounts = (*project.priors, project.budget)
    years = (facts.year - 2, facts.year - 1, facts.year)
    texts = [hand.money(amount) for amount in amounts]
    form, current = hand.pick("{}年预算{}", "{}年预算安排{}", "{}年{}"), hand.pick("", "当年预算{}")
    claims = []
    for first in (0, 1):
        row = {
            "item": project.name,
            "name": project.name,
            "prior_year": years[first],
            "year": years[first + 1],
            "basis": "printed_levels",
        }
        row |= {
            "prior_amount": amounts[first],
            "amount": amounts[first + 1],
            "change": amounts[first + 1] - amounts[first],
        }
        claims.append(
            Claim("changes", row | {"change_printed": "", "rate_printed": ""}, tuple(texts[first : first + 2]))
        )
    *before, last = (form.format(year, text) for year, text in zip(years, texts, strict=True))
    return Cell("，".join((*before, current.format(texts[-1]) or last)), tuple(claims))


def _activities(hand: Hand, project: Project) -> list[list[Cell]]:
    """Cost lines; in prose, tabs now and then make one cell two."""
    gap = "\t" if hand.vices.tabs_in_prose else "，"
    reason = f"按上年实际测算{gap}合计 {hand.number(project.budget)} 万元"
    head = _row("项目活动", "活动内容表述", "支出经济分类", "金额", "测算依据及说明", "", "备注")
    return [head, _row("日常组织", "组织和保障", "30299 其他商品和服务支出", hand.number(project.budget), reason)]


def _goals(hand: Hand) -> list[list[Cell]]:
    rows = [
        _row("项目采购"),
        _row("品名", "", "数量", "", "金额"),
        _row("项目绩效总目标"),
        _row("名称", "", "目标说明"),
    ]
    return [
        *rows,
        _row("长期绩效目标 1", "", hand.rng.choice(GOALS)),
        _row("年度绩效目标 1", "", hand.rng.choice(GOALS)),
    ]


def _long_term(hand: Hand, project: Project) -> list[list[Cell]]:
    """Long-term targets: one value each."""
    rows = [_row("长期绩效目标表"), _row("目标名称", "一级指标", "二级指标", "三级指标", "指标值", "指标值确定依据")]
    return [*rows, *_targets(hand, project, "long")]


def _annual(hand: Hand, project: Project) -> list[list[Cell]]:
    """Targets of the year, after those of the two years before."""
    rows = [_row("年度绩效目标表"), _row("目标名称", "一级指标", "二级指标", "三级指标", "指标值", "", "")]
    rows[-1] = [*rows[-1], Cell("指标值确定依据")]
    return [*rows, [*_row("", "", "", "", "前年", "上年", "预计当年实现"), Cell()], *_targets(hand, project, "annual")]


def _targets(hand: Hand, project: Project, horizon: str) -> list[list[Cell]]:
    """Rows of indicators with their targets; the truth of the annual ones keeps the two years before."""
    rows, before = [], ("", "")
    for number, indicator in enumerate(project.indicators):
        target, past = texts_of(indicator, hand)
        claim = indicator_claim(project.name, indicator, target, "", scored=False)
        row = {key: value for key, value in claim.row.items() if key not in ("actual", "met")} | {"horizon": horizon}
        values = [target]
        if horizon == "annual":
            values, row = [past, target, target], row | {"prior_targets": (past, target)}
        first = f"{'长期' if horizon == 'long' else '年度'}绩效目标 1" if number == 0 else ""
        levels = [
            "" if indicator.level1 == before[0] else indicator.level1,
            "" if indicator.level2 == before[1] else indicator.level2,
        ]
        name = Cell(hand.wrapped(indicator.name), (Claim("indicators", row, (target,)),))
        rows.append(_row(first, *levels, name, *values, hand.pick("历史数据", "计划标准")))
        before = (indicator.level1, indicator.level2)
    return rows
