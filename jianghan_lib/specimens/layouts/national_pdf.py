"""The self-evaluation form of the national template as PDF text: weight and score at the end of each row."""

from jianghan_lib.specimens.evaluation import indicator_claim, texts_of
from jianghan_lib.specimens.hand import Hand
from jianghan_lib.specimens.layouts.flow import Pages
from jianghan_lib.specimens.model import Facts, Indicator, Project
from jianghan_lib.specimens.paper import Claim
from jianghan_lib.specimens.vocabulary import GOALS

NAME = 26  # columns of the cell of a name
LABELS = (
    ("年初预算数 全年预算数 全年执行数 分值 执行率 得分",),
    ("年初预算数 全年预算数（A）", "全年执行数（B） 分值 执行率", "（B/A） 得分"),
)
HEADS = (
    ("一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因分析及改进措施",),
    ("一级", "指标", "二级指标 三级指标 年度", "指标值", "全年完成值 分值 得分", "偏差原因分析", "及改进措施"),
)


def project_form(pages: Pages, facts: Facts, hand: Hand, project: Project) -> None:
    """The form on a project."""
    pages.new_page()
    for line in ("项目支出绩效自评表", f"（{facts.year}年度）"):
        pages.flow(line)
    row = {"project": project.name, "source": "form"}
    pages.flow(f"项目名称 {project.name}", [Claim("mentions", {**row, "printed_name": project.name}, (project.name,))])
    pages.flow(f"主管部门 {facts.department} 实施单位 {facts.short}")
    _money(pages, hand, project)
    for line in ("年度总体目标", "预期目标 实际完成情况", hand.rng.choice(GOALS), "绩", "效", "指", "标"):
        pages.flow(line)
    for line in hand.rng.choice(HEADS):
        pages.flow(line)
    before = ("", "")
    numbered = hand.rng.random() < 0.5
    for number, indicator in enumerate(project.indicators, 1):
        _levels(pages, indicator, before)
        _row(pages, project, indicator, hand, f"指标{number}：" if numbered else "")
        before = (indicator.level1, indicator.level2)
    text = f"{project.score.normalize():f}"
    pages.flow(f"总分 100 {text}", [Claim("mentions", row | {"printed_name": "", "score": project.score}, (text,))])


def _money(pages: Pages, hand: Hand, project: Project) -> None:
    """The money of the year, then where it comes from."""
    for line in ("项目资金", "（万元）", *hand.rng.choice(LABELS)):
        pages.flow(line)
    values = {"initial_budget": project.initial, "budget": project.budget, "executed": project.executed}
    rate = hand.percent(project.executed, project.budget, 2)
    texts = [f"{amount:,.2f}" for amount in values.values()]
    row = {"project": project.name, "source": "form", "printed_name": "", **values, "rate_printed": rate}
    pages.flow(
        f"年度资金总额 {' '.join(texts)} 20 {rate} {project.execution_score:f}",
        [Claim("mentions", row, (*texts, rate))],
    )
    pages.flow(f"其中：当年财政拨款 {' '.join(texts)} — — —")
    for line in ("上年结转资金 0.00 0.00 0.00 — — —", "其他资金 — — —"):
        pages.flow(line)


def _levels(pages: Pages, indicator: Indicator, before: tuple[str, str]) -> None:
    """The names of the levels where they change."""
    if indicator.level1 != before[0]:
        pages.cell(indicator.level1, 4 if len(indicator.level1) == 4 else 6)
    if indicator.level2 != before[1] or indicator.level1 != before[0]:
        pages.cell(indicator.level2, 8)


def _row(pages: Pages, project: Project, indicator: Indicator, hand: Hand, number: str) -> None:
    """Name, target, actual, weight, score: on one line, or the name over several and the values after it."""
    target, actual = (text.replace(" ", "") for text in texts_of(indicator, hand))
    claim = indicator_claim(project.name, indicator, target, actual, scored=True)
    values = f"{target} {actual} {indicator.weight} {indicator.score.normalize():f}"
    if len(number + indicator.name) <= NAME // 2:
        pages.flow(f"{number}{indicator.name} {values}", [claim])
    else:
        pages.cell(number + indicator.name, NAME)
        pages.flow(values, [claim], tight=True)
