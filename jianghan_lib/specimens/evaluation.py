"""The part of the narrative on performance, and what a form states of a project or an indicator."""

from collections.abc import Iterator

from jianghan_lib.specimens.hand import Hand
from jianghan_lib.specimens.model import Facts, Indicator, Project, total
from jianghan_lib.specimens.paper import Cell, Claim, Prose, Row
from jianghan_lib.specimens.statements import mention
from jianghan_lib.specimens.vocabulary import EFFECTS, GOALS, REASONS


def introduction(facts: Facts, hand: Hand) -> list[Prose]:
    """How many projects were evaluated, and how much money that is."""
    prose = Prose(
        f"按照预算绩效管理的要求，我单位对{hand.year}年度项目支出做了绩效自评，共涉及项目{len(facts.projects)}个，"
    )
    hand.figure(prose, "资金", "evaluated_projects", "amount", total(project.executed for project in facts.projects))
    prose += "。总的看，目标设得实，钱花得明白。"
    return [prose]


def summaries(facts: Facts, hand: Hand, label: str = "项目绩效自评综述") -> Iterator[Prose]:
    """`…项目绩效自评综述：项目全年预算数为…，执行数为…，完成预算的…%。` for each project."""
    for number, project in enumerate(facts.projects, 1):
        prose, name = Prose(f"{number}.{hand.space()}"), hand.short(project)
        start = len(prose.text)
        amounts = {"budget": project.budget, "executed": project.executed}
        texts = [hand.money(amount) for amount in amounts.values()]
        texts.append(hand.percent(project.executed, project.budget))
        spent, rate = hand.pick("执行数为", "实际支出资金"), hand.pick("完成预算的", "预算执行率")
        prose += f"{name}{label.removeprefix('项目') if name.endswith('项目') else label}："
        prose += f"项目全年预算数为{hand.space()}{texts[0]}，{spent}{hand.space()}{texts[1]}，"
        prose += f"{rate}{hand.space()}{texts[2]}"
        mention(prose, project, start, "narrative", texts, name, **amounts, rate_printed=texts[2])
        prose += f"。主要产出和效益是：{hand.rng.choice(EFFECTS)}。发现的问题及原因：{hand.why((*REASONS, '无'), project.executed - project.budget)}。"
        prose += f"下一步改进措施：{hand.pick('把预算编得更细', '按月跟进付款进度', '及早启动采购')}。"
        yield prose


def reports(facts: Facts, hand: Hand, project: Project, number: str) -> list[Prose]:
    """The report section on a project: score, initial and adjusted budget, execution."""
    score = Prose(f"{hand.year}年度{project.name}绩效自评得分为")
    start = len(score.text)
    score += f"{hand.space()}{project.score.normalize():f}分"
    mention(score, project, start, "report", [f"{project.score.normalize():f}"], "", score=project.score)
    score += "。"
    prose = Prose(f"（1）执行率情况。{hand.year}年度本项目年初预算总额")
    texts = [hand.money(amount) for amount in (project.initial, project.budget, project.executed)]
    texts.append(hand.percent(project.executed, project.budget))
    start = len(prose.text)
    prose += f"{hand.space()}{texts[0]}，调整预算数为{hand.space()}{texts[1]}，"
    prose += f"执行数为{hand.space()}{texts[2]}，预算执行率{hand.space()}{texts[3]}"
    values = {
        "initial_budget": project.initial,
        "budget": project.budget,
        "executed": project.executed,
        "rate_printed": texts[3],
    }
    mention(prose, project, start, "report", texts, "", **values)
    prose += f"。{hand.rng.choice(GOALS)}"
    return [Prose(f"{number}、{hand.year}年度{project.name}绩效自评报告"), Prose("（一）自评结论"), score, prose]


def indicator_claim(
    subject: str, indicator: Indicator, target: str, actual: str, *, scored: bool, weighted: bool = True
) -> Claim:
    """What a row of a form states."""
    row: Row = {"subject": subject, "level1": indicator.level1, "level2": indicator.level2, "indicator": indicator.name}
    row |= {
        "target_printed": target,
        "actual_printed": actual,
        "direction": indicator.direction,
        "target": indicator.target,
    }
    row |= {"actual": indicator.actual, "unit": indicator.unit, "met": indicator.met}
    row |= {"weight": indicator.weight if scored and weighted else None, "score": indicator.score if scored else None}
    return Claim("indicators", row, (target, actual))


def halves(indicators: tuple[Indicator, ...]) -> list[tuple[Indicator, ...]]:
    """The indicators of a department under one goal, or, when there are many, two."""
    return [indicators] if len(indicators) < 6 else [indicators[:3], indicators[3:]]


def texts_of(indicator: Indicator, hand: Hand) -> tuple[str, str]:
    """Target and actual as this hand prints them: a space after the sign or before the unit."""
    target, actual = indicator.target_text, indicator.actual_text
    if hand.vices.spaced_numbers and indicator.unit:
        target = (
            target.replace("≥", "≥ ")
            if hand.rng.random() < 0.5
            else target.replace(indicator.unit, f" {indicator.unit}")
        )
        actual = actual.replace(indicator.unit, f" {indicator.unit}") if hand.rng.random() < 0.3 else actual
    return target, actual


def form_cells(project: Project, texts: dict[str, str], **values: object) -> dict[str, Cell]:
    """Cells of a form that print a project's money: each states its own figure."""
    cells = {}
    for key, text in texts.items():
        row = {"project": project.name, "source": "form", "printed_name": "", key: values[key]}
        cells[key] = Cell(text, (Claim("mentions", row, (text,)),))
    return cells
