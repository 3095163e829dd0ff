"""Self-evaluation forms as PDF text gives them: cell by cell, wrapped, points in brackets."""

from collections.abc import Iterator
from itertools import groupby

from jianghan_lib.specimens.evaluation import halves, indicator_claim, texts_of
from jianghan_lib.specimens.hand import Hand
from jianghan_lib.specimens.layouts.flow import Pages
from jianghan_lib.specimens.model import Facts, Indicator, Project, percent, total
from jianghan_lib.specimens.paper import Claim
from jianghan_lib.specimens.vocabulary import GOALS, REASONS

KINDS = (("recurring", "1.常年性项目"), ("continuing", "2.延续性项目"), ("one_off", "3.一次性项目"))
NAME = 34  # columns of the cell of a name


def department_form(pages: Pages, facts: Facts, hand: Hand, *, weighted: bool = True) -> None:
    """The form on the department as a whole."""
    pages.new_page()
    for line in ("附件", f"{facts.year} 年度{facts.department}部门整体", "绩效自评表"):
        pages.flow(line)
    pages.flow(f"单位名称：{facts.department} 填报日期：{facts.year + 1} 年 6 月 30 日")
    pages.flow(f"单位名称 {facts.department}")
    basic, spent = facts.sum(lambda i: i.basic), facts.sum(lambda i: i.expenditure)
    budget = basic + total(project.budget for project in facts.projects)
    for line in ("基本支出总", "额"):
        pages.flow(line)
    pages.flow(f"{basic:,.2f} 项目支出总额 {total(p.executed for p in facts.projects):,.2f}", tight=True)
    for line in (
        "预算执行情",
        "况（万元）",
        "（20分）",
        "预算数（A） 执行数（B） 执行率",
        "（B/A） 得分（20分*执行率）",
        "部门整",
        "体支出",
        "总额",
    ):
        pages.flow(line)
    pages.flow(f"{budget:,.2f} {spent:,.2f} {percent(spent, budget)}% {spent / budget * 20:.2f}")
    for number, indicators in enumerate(halves(facts.indicators), 1):
        pages.flow(f"年度目标 {number}：")
        pages.flow(f"（{sum(indicator.weight for indicator in indicators)}分）", tight=True)
        pages.flow(hand.rng.choice(GOALS))
        for char in "年度绩效指标":
            pages.flow(char)
        if number == 1 or hand.rng.random() < 0.5:
            _head(pages)
        _rows(pages, facts.department, indicators, hand, weighted=weighted)
    _end(pages, hand, None)


def project_form(pages: Pages, facts: Facts, hand: Hand, project: Project, *, weighted: bool = True) -> None:
    """The form on a project."""
    pages.new_page()
    pages.flow("附件")
    pages.flow(f"{facts.year} 年度{project.name}{'' if project.name.endswith('项目') else '项目'}自评表")
    pages.flow(f"单位名称：{facts.department} 填报日期：{facts.year + 1} 年 6 月 30 日", tight=hand.pick(True, False))
    row = {"project": project.name, "source": "form"}
    pages.flow(f"项目名称 {project.name}", [Claim("mentions", {**row, "printed_name": project.name}, (project.name,))])
    pages.flow("主管部门")
    pages.cell(facts.department, 22, tight_first=True)
    pages.flow(f"项目实施单位 {facts.department}", tight=True)
    pages.flow("项目类别 1.部门预算项目 2.财政专项资金")
    boxes = hand.pick(True, False)
    mark = {True: "☑", False: "□"} if boxes else {True: "", False: ""}
    kinds = " ".join(f"{name}{mark[key == project.recurrence]}" for key, name in KINDS)
    claim = Claim("mentions", {**row, "printed_name": "", "recurrence": project.recurrence}, ())
    pages.flow(f"项目类型 {kinds}", [claim] if boxes else [])
    _execution(pages, hand, project, sign="%" if weighted else hand.pick("%", ""))
    for line, tight in (("年度", False), ("绩效", False), ("目标", False), ("（80", False), ("分）", True)):
        pages.flow(line, tight=tight)
    _head(pages)
    _rows(pages, project.name, project.indicators, hand, weighted=weighted)
    _end(pages, hand, project)


def _execution(pages: Pages, hand: Hand, project: Project, sign: str) -> None:
    """Budget, executed, rate, and the score for them."""
    for line in (
        "预算执行情况",
        "（万元）（20",
        "分）",
        "预算数",
        "（A） 执行数（B） 执行率",
        "（B/A）",
        "得分",
        "（20分*执行率）",
        "年度财政资金",
        "总额",
    ):
        pages.flow(line)
    texts = (f"{project.budget:,.2f}", f"{project.executed:,.2f}", f"{percent(project.executed, project.budget)}{sign}")
    row = {
        "project": project.name,
        "source": "form",
        "printed_name": "",
        "budget": project.budget,
        "executed": project.executed,
    }
    claim = Claim("mentions", row | {"rate_printed": texts[2]}, texts)
    pages.flow(" ".join((*texts, f"{project.execution_score:f}")), [claim], tight=True)


def _head(pages: Pages) -> None:
    """The labels of the columns, wrapped."""
    labels = [("一级", False), ("指标", False), ("二级指标 三级指标", True), ("年初目标", False), ("值（A）", False)]
    for line, tight in [*labels, ("实际完成", True), ("值（B）", False), ("得分", True)]:
        pages.flow(line, tight=tight)


def _points(pages: Pages, hand: Hand, name: str, weight: int, width: int) -> None:
    """The name of a level over its lines, its points in brackets at the end."""
    if hand.rng.random() < 0.5:
        pages.cell(f"{name}（{weight}", width)
        pages.flow("分）", tight=True)
    else:
        pages.cell(name, width)
        pages.flow(f"（{weight}分）")


def _rows(pages: Pages, subject: str, indicators: tuple[Indicator, ...], hand: Hand, *, weighted: bool) -> None:
    """Rows of indicators under their levels."""
    for level1, group in groupby(indicators, key=lambda indicator: indicator.level1):
        under = list(group)
        _points(pages, hand, level1, sum(i.weight for i in under), 4 if len(level1) == 4 else 6)
        for level2, below in groupby(under, key=lambda indicator: indicator.level2):
            rows = list(below)
            _points(pages, hand, level2, sum(i.weight for i in rows), 8)
            for indicator in rows:
                _row(pages, subject, indicator, hand, weighted=weighted)


def _row(pages: Pages, subject: str, indicator: Indicator, hand: Hand, *, weighted: bool) -> None:
    """Name with its points, target, actual, score: on one line, or the name over several and the values after it."""
    target, actual = texts_of(indicator, hand)
    target, actual = target.replace(" ", ""), actual.replace(" ", "")
    claim = indicator_claim(subject, indicator, target, actual, scored=True, weighted=weighted)
    values = f"{target} {actual} {indicator.score.normalize():f}"
    name = f"{indicator.name}（{indicator.weight}分）" if weighted else indicator.name
    if len(name) <= NAME // 2:
        pages.flow(f"{name} {values}", [claim])
    elif weighted and hand.rng.random() < 0.5:
        pages.flow(f"{indicator.name}（{indicator.weight}")
        pages.flow("分）", tight=True)
        pages.flow(values, [claim])
    else:
        pages.cell(name, NAME - 8)
        pages.flow(values, [claim], tight=True)


def _lines(hand: Hand) -> Iterator[tuple[str, str]]:
    yield "偏差大或目标未完成原因分析", hand.rng.choice(REASONS) + "。"
    yield "改进措施及结果应用方案", hand.pick("无", "把指标定得更实。")


def _end(pages: Pages, hand: Hand, project: Project | None) -> None:
    """Total score, reasons, measures."""
    if project:
        text = f"{project.score.normalize():f}"
        row = {"project": project.name, "source": "form", "printed_name": "", "score": project.score}
        pages.flow(f"总分 {text}{hand.pick('分', '')}", [Claim("mentions", row, (text,))])
    for label, text in _lines(hand):
        pages.cell(label, 12 if hand.vices.split_header else 40)
        pages.flow(text)
