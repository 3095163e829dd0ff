"""Self-evaluation forms as tab grids, and the summary table of projects in 元."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jianghan_lib.specimens.evaluation import form_cells, halves, indicator_claim, texts_of
from jianghan_lib.specimens.hand import Hand
from jianghan_lib.specimens.model import Facts, Indicator, Project, total
from jianghan_lib.specimens.paper import Cell, Claim
from jianghan_lib.specimens.vocabulary import GOALS, REASONS

if TYPE_CHECKING:
    from jianghan_lib.specimens.layouts.markdown import Sheet

BOX = {True: '<input checked="" type="checkbox"/>', False: '<input type="checkbox"/>'}
RECURRENCE = ("recurring", "continuing", "one_off")
HEAD = ("一级指标", "二级指标", "三级指标")


def cells(*texts: str | Cell, width: int = 6) -> list[Cell]:
    """Texts and cells -> a row filled up to a width."""
    row = [text if isinstance(text, Cell) else Cell(text) for text in texts]
    return row + [Cell()] * (width - len(row))


def summary_table(paper: Sheet, facts: Facts, hand: Hand) -> None:
    """All projects with budget and executed, in 元."""
    for line in (f"{facts.year} 年度{facts.department}绩效自评情况汇总表", "单位：元"):
        paper.put(line)
        paper.blank()
    rows = [cells("序号", "项目名称", "资金使用单位", "财政预算资金总额", "支出总额", width=5)]
    for number, project in enumerate(facts.projects, 1):
        texts = [f"{amount * 10000:,.2f}" for amount in (project.budget, project.executed)]
        row = {
            "project": project.name,
            "source": "summary",
            "printed_name": project.name,
            "budget": project.budget,
            "executed": project.executed,
        }
        name = Cell(hand.wrapped(project.name), (Claim("mentions", row, (project.name, *texts)),))
        rows.append(cells(str(number), name, f"{facts.short}本级", *texts, width=5))
    sums = [
        f"{total(amounts) * 10000:,.2f}"
        for amounts in zip(*((p.budget, p.executed) for p in facts.projects), strict=True)
    ]
    paper.grid([], [*rows, cells("", "合计", "", *sums, width=5)])


def _caption(paper: Sheet, facts: Facts, title: str) -> None:
    for line in (title, f"单位名称：{facts.department}", f"填报日期：{facts.year + 1} 年 4 月 16 日"):
        paper.put(line)
        paper.blank()


def department_form(paper: Sheet, facts: Facts, hand: Hand) -> None:
    """The form on the department as a whole."""
    _caption(paper, facts, f"{facts.year} 年度{facts.department}整体绩效自评表")
    basic, project = facts.sum(lambda i: i.basic), total(p.budget for p in facts.projects)
    spent = facts.sum(lambda i: i.expenditure)
    rows = [cells("单位名称", "", facts.department)]
    rows.append(
        cells(
            "基本支出总额", "", f"{basic:,.2f}", "", "项目支出总额", f"{total(p.executed for p in facts.projects):,.2f}"
        )
    )
    rows.append(cells("预算执行情况 (万元)", "", "", "预算数 (A)", "执行数 (B)", "执行率 (B/A)"))
    rows.append(
        cells(
            "",
            "部门整体支出 总额",
            f"{basic + project:,.2f}",
            "",
            f"{spent:,.2f}",
            hand.percent(spent, basic + project, 0),
        )
    )
    for number, indicators in enumerate(halves(facts.indicators), 1):
        rows.append(cells(f"年度目标 {number}:", "", hand.rng.choice(GOALS)))
        rows.append(cells("年度绩效指标", *HEAD, "年初目标 (A)", "实际完成值 (B)"))
        rows += _indicators(facts.department, indicators, hand, "A")
    paper.grid([], [*rows, *_end(hand, "A")])


def _end(hand: Hand, variant: str) -> list[list[Cell]]:
    width = 6 if variant == "A" else 7
    reason = hand.rng.choice(("", "无", *REASONS))
    return [
        cells(hand.wrapped("偏差大或目标未完成原因分析"), reason, width=width),
        cells(hand.wrapped("改进措施及结果应用方案"), "", width=width),
    ]


def project_form(paper: Sheet, facts: Facts, hand: Hand, project: Project, variant: str) -> None:
    """The form on a project, in one of two variants."""
    _caption(paper, facts, f"{facts.year} 年度{hand.pick('项目支出', project.name)}绩效自评表")
    head = _head_a(facts, hand, project) if variant == "A" else _head_b(facts, hand, project)
    paper.grid([], [*head, *_indicators(project.name, project.indicators, hand, variant), *_end(hand, variant)])


def _named(project: Project) -> Cell:
    row = {"project": project.name, "source": "form", "printed_name": project.name}
    return Cell(project.name, (Claim("mentions", row, (project.name,)),))


def _recurrence(project: Project, mark: str, first: str) -> Cell:
    """The ticked boxes."""
    names = (first, "延续性项目", "一次性项目")
    parts = [
        f"{n}{mark}{name} {BOX[key == project.recurrence]}"
        for n, (key, name) in enumerate(zip(RECURRENCE, names, strict=True), 1)
    ]
    row = {"project": project.name, "source": "form", "printed_name": "", "recurrence": project.recurrence}
    return Cell(" ".join(parts), (Claim("mentions", row, ()),))


def _funding(hand: Hand, project: Project) -> Cell:
    """Where the money comes from, with an amount beside each ticked box."""
    sources = {"department_budget": "部门预算项目", "special_fund": "专项资金", "upper_transfer": "上级转移支付项目"}
    parts, claims = [], []
    for number, (key, name) in enumerate(sources.items(), 1):
        amount = getattr(project, key)
        text = f"{amount:f} 万元" if amount else ""
        parts.append(f"{number}、{name} {BOX[bool(amount)]} 资金量：{text}")
        if amount:
            row = {"project": project.name, "source": "form", "printed_name": "", key: amount}
            claims.append(Claim("mentions", row, (f"{amount:f}",)))
    return Cell(" ".join(parts), tuple(claims))


def _head_a(facts: Facts, hand: Hand, project: Project) -> list[list[Cell]]:
    """Name, department, type, funding, execution; no scores."""
    rate = hand.percent(project.executed, project.budget, 0)
    texts = {"budget": hand.number(project.budget), "executed": hand.number(project.executed), "rate_printed": rate}
    money = form_cells(project, texts, budget=project.budget, executed=project.executed, rate_printed=rate)
    rows = [
        cells("项目名称", "", _named(project)),
        cells("主管部门", "", facts.department, "", "项目实施单位", facts.department),
    ]
    rows.append(cells("项目类型", "", _recurrence(project, "、", "经常性项目")))
    rows.append(cells("预算来源及资金规模", "", _funding(hand, project)))
    rows.append(cells("预算执行情况 (万元)", "", "", "预算数 (A)", "执行数 (B)", "执行率 (B/A)"))
    rows.append(cells("", "", "年度财政资金总额", *money.values()))
    return [*rows, cells("项目年度绩效指标", *HEAD, "年初目标值 (A)", "实际完成值 (B)")]


def _head_b(facts: Facts, hand: Hand, project: Project) -> list[list[Cell]]:
    """Name, department, kind, type, execution with its score out of 20."""
    rate = (
        f"{project.executed / project.budget * 100:.2f}%"
        if not project.executed
        else hand.percent(project.executed, project.budget, 2)
    )
    texts = {"budget": f"{project.budget:,.2f}", "executed": f"{project.executed:,.2f}", "rate_printed": rate}
    money = form_cells(project, texts, budget=project.budget, executed=project.executed, rate_printed=rate)
    office = f"{facts.department}机关"
    rows = [
        cells("项目名称", "", _named(project), width=7),
        cells("主管部门", facts.department, "", "项目实施单位", office, width=7),
    ]
    rows.append(cells("项目类别", f"1. 部门预算项目 {BOX[True]} 2. 财政专项资金 {BOX[False]}", width=7))
    rows.append(cells("项目类型", _recurrence(project, ". ", "常年性项目"), width=7))
    caption = hand.wrapped("预算执行情况（万元）（20分）")
    rows.append(
        cells(caption, "年度财政 资金总额", "预算数 (A)", "执行数 (B)", "执行率 (B/A)", "得分(20 分* 执行率)", width=7)
    )
    rows.append(cells("", "", *money.values(), f"{project.execution_score:.2f}", width=7))
    return [*rows, cells(hand.wrapped("年度绩效目标"), *HEAD, "", "年初目标值 (A)", "实际完成值 (B)", width=7)]


def _indicators(subject: str, indicators: tuple[Indicator, ...], hand: Hand, variant: str) -> list[list[Cell]]:
    """Rows of indicators: level names only where they change (level 2 always in variant A)."""
    rows, before = [], ("", "")
    for indicator in indicators:
        target, actual = texts_of(indicator, hand)
        claim = indicator_claim(subject, indicator, target, actual, scored=False)
        level1 = "" if indicator.level1 == before[0] else indicator.level1
        level2 = indicator.level2 if variant == "A" or indicator.level2 != before[1] or level1 else ""
        name = Cell(hand.wrapped(indicator.name), (claim,))
        gap = [] if variant == "A" else [""]
        row = cells("", level1, level2, name, *gap, target, actual, width=6 + len(gap))
        if variant == "B" and hand.vices.shifted_form_rows and level2 and not level1:
            row = [*row[:1], *row[2:], Cell()]
        rows.append(row)
        before = (indicator.level1, indicator.level2)
    return rows
