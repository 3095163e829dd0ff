"""Table 10 of a budget: its projects, by kind, with where their money comes from."""

from collections.abc import Sequence

from jianghan_lib.specimens.hand import Hand
from jianghan_lib.specimens.layouts.budget_tables import KINDS, MONEY, Table
from jianghan_lib.specimens.layouts.headers import tabbed
from jianghan_lib.specimens.model import ZERO, Facts, Project, total
from jianghan_lib.specimens.paper import Cell, Claim


def build(facts: Facts, hand: Hand) -> Table:
    """Totals, kinds, projects."""
    first = tabbed(
        [
            "项目分类",
            "项目名称",
            "合计",
            "本年拨款",
            "",
            "",
            "财政拨款结转结余",
            "",
            "",
            "财政专户管理资金",
            "单位资金",
        ],
        11,
    )
    second = tabbed(["", "", "", *MONEY, *MONEY], 11)
    rows = [
        _project_row(hand, "", name, facts.projects)
        for name in ("合计", facts.department, hand.cut(f"{facts.department}本级", 12))
    ]
    for number, category in (("22", "其他运转类"), ("31", "本级支出项目")):
        members = [project for project in facts.projects if project.category == category]
        if members:
            rows.append(_project_row(hand, "", number, members))
            rows += [_project_row(hand, category, hand.cut(project.name), [project]) for project in members]
    return Table("B10", "项目支出表", (first, second), rows)


def _project_row(hand: Hand, category: str, name: str, projects: Sequence[Project]) -> list[Cell]:
    """A row of the table of projects; that of one project is also a place where its money stands."""
    general = total(p.budget for p in projects if p.source == "general")
    units = total(p.budget for p in projects if p.source == "other")
    cells = [hand.amount(general + units, "B10", "", name, "total", "appropriation")]
    cells += [
        hand.amount(amount, "B10", "", name, kind, "appropriation")
        for kind, amount in zip(KINDS, (general, ZERO, ZERO), strict=True)
    ]
    cells += [hand.amount(ZERO, "B10", "", name, kind, "carry_over") for kind in KINDS]
    cells += [
        hand.amount(a, "B10", "", name, m, "other") for m, a in (("special_account", ZERO), ("unit_funds", units))
    ]
    if not category:
        return [Cell(), Cell(name), *cells]
    row = {"project": projects[0].name, "source": "B10", "printed_name": name, "budget": projects[0].budget}
    row["initial_budget"] = row["budget"]
    claim = Claim("mentions", row, (name, cells[0].text))
    return [Cell(category), Cell(name, (claim,)), *cells]
