"""Slips of a word or a figure planted in invented documents for learners, each a declaration: in what only some layouts print."""

import random
import re
from dataclasses import replace
from itertools import pairwise

from jianghan_lib.specimens import Generated
from jianghan_lib.specimens.contradictions import (
    NAME,
    Planted,
    Planter,
    Row,
    cells,
    character_lost,
    first_that_can,
    on_its_line,
    other_figure,
    printed_sum,
    worded,
)
from jianghan_lib.specimens.vocabulary import ECONOMIC


def each_time(figures: str, rng: random.Random) -> str:
    """The same figure in several columns, with one digit mistyped in all of them."""
    figure, *_ = figures.split("\t")
    return figures.replace(figure, other_figure(figure, rng))


def figure_at(pattern: str) -> Planter:
    """A digit mistyped in the figure that the pattern finds."""
    return worded(pattern, other_figure)


def name_at(pattern: str) -> Planter:
    """A character left out of the name that the pattern finds."""
    return worded(pattern, character_lost)


def year_before_at(pattern: str) -> Planter:
    """The year before in place of the one that the pattern finds."""
    return worded(pattern, lambda found, _: str(int(found) - 1))


def name_in_a_table(document: Generated, rng: random.Random) -> Planted | None:
    """The name of an item without one of its characters, in one of the tables."""

    def change(row: Row) -> Planted | None:
        name = row["name"]
        wrong = character_lost(name, rng) if len(name) >= NAME else ""
        return on_its_line(document, row, name, wrong, row["code"]) if wrong else None

    return first_that_can(document, rng, cells(document, "item"), change)


def another_class(document: Generated, rng: random.Random) -> Planted | None:
    """An item's code with the digits of another class."""
    classes = {row["code"] for row in cells(document, "class")}

    def change(row: Row) -> Planted | None:
        others = sorted(classes - {row["code"][:3]})
        wrong = rng.choice(others) + row["code"][3:] if others else ""
        return on_its_line(document, row, row["code"], wrong, row["code"], wrong) if others else None

    return first_that_can(document, rng, cells(document, "item"), change)


def name_of_the_row_above(document: Generated, rng: random.Random) -> Planted | None:
    """An indicator under the name of the one above it in the same form."""
    pairs = pairwise(document.truth.indicators)
    rows = [below | {"above": one["indicator"]} for one, below in pairs if one["subject"] == below["subject"]]

    def change(row: Row) -> Planted | None:
        return on_its_line(document, row, row["indicator"], row["above"], row["above"])

    return first_that_can(document, rng, rows, change)


def cost_not_spent(document: Generated, rng: random.Random) -> Planted | None:
    """A cost among those that the narrative lists of which the table prints no amount."""
    spent = {row["name"] for row in document.truth.amounts if row["table"] == "F06"}
    idle = [name for code, name in ECONOMIC.items() if code.startswith("302") and name not in spent]
    return (
        worded(r"^公用经费.*主要包括：.*、([^、。]+)。$", lambda *_: rng.choice(idle))(document, rng) if idle else None
    )


def section_of_another_class(document: Generated, rng: random.Random) -> Planted | None:
    """A class said to be used for a section of another one."""
    sections = sorted({(item.class_name, item.section) for item in document.facts.general})
    lines = document.text.split("\n")
    told = re.compile(r"(?<=。主要用于)[^，。]+(?=等方面。$)")
    for at, line in enumerate(lines):
        own = {section for name, section in sections if name.removesuffix("支出") in line}
        others = [section for _, section in sections if section not in own and not re.search("[和及、]", section)]
        if told.search(line) and own and others:
            lines[at] = told.sub(rng.choice(others), line)
            return Planted("\n".join(lines), (at + 1,))
    return None


def change_of_the_same(document: Generated, rng: random.Random) -> Planted | None:
    """How much revenue changed, told without a rate, where the expenditure of the same amount changed otherwise."""
    told = figure_at(r"中，一般公共预算财政拨款收入[^。]*?决算数[\u4e00-\u9fff]+([\d.]+)(?=万元，主要原因)")
    prior = document.facts.prior
    same = prior["general_public_budget_revenue"] == prior["general_public_budget_expenditure"]
    return told(document, rng) if same and not (document.facts.opening or document.facts.fund_items) else None


def source_of_money(document: Generated, rng: random.Random) -> Planted | None:
    """A source of a project's money; a finding stands at its budget, two lines below."""
    planted = figure_at(r"1、部门预算项目.*?资金量：([\d.]+)(?= 万元)")(document, rng)
    return planted and replace(planted, lines=(*planted.lines, planted.lines[0] + 2))


def departments_name(document: Generated, rng: random.Random) -> Planted | None:
    """A wrong character within the department's own name, in the text."""
    return worded(f"年度({document.facts.department})(?=政府采购|机关运行)", character_wrong)(document, rng)


def character_wrong(name: str, rng: random.Random) -> str:
    """A name with another of its characters: neither one of the first nor the last."""
    at = rng.randrange(3, len(name) - 1)
    return name[:at] + rng.choice([char for char in "江河新和中民" if char not in name]) + name[at + 1 :]


MISPRINTS: dict[str, Planter] = {
    "a row of basic expenditure": printed_sum(("F06",), lambda row: len(row["code"]) == len("30101")),
    "a name in a table": name_in_a_table,
    "a code of another class": another_class,
    "a name in the narrative": name_at(r"(?<=（款）)[\u4e00-\u9fff]{4,}?(?=(?:支出)?（项）)"),
    "a change of the same amount": change_of_the_same,
    "a rate of the three public expenses": figure_at(r"(?<=完成全年预算的)[\d.]+(?=%)"),
    "an award": figure_at(r"(?<=授予中小企业合同金额)[\d.]+"),
    "a use's name": worded(
        r"^\d\.([\u4e00-\u9fff]{5,}?)(?=(?:工作)?(?:经费|(?:专项|补助)?资金|项目)[\d.]+万元，主要成效)", character_wrong
    ),
    "a project's name in the text": name_at(r"^\d\.([\u4e00-\u9fff]{4,}?)(?=(?:项目)?绩效自评综述)"),
    "what all projects spent": figure_at(r"(?<=个，资金)[\d.]+"),
    "expenditure in the department's form": figure_at(r"(?<=项目支出总额\t)[\d,.]+"),
    "a total of points": figure_at(r"(?<=^总分\t\t\t\t\t\t100\t)[\d.]+"),
    "a rate in a form": figure_at(r"(?<=\t20\t)[\d.]+(?=%\t)"),
    "a source of money": source_of_money,
    "points of a heading": figure_at(r"(?:产出|效益|满意度)指标（(\d+)(?=分）\t)"),
    "points left open": worded(r"(?<=（)\d+(?=分）\t)", lambda *_: "XX"),
    "a cost not spent": cost_not_spent,
    "a section of another class": section_of_another_class,
    "a form's date": year_before_at(r"(?<=填报日期：)\d{4}(?= 年)"),
    "the year of a form": year_before_at(r"^（(\d{4})(?=年度）$)"),
    "the department's name": departments_name,
    "a level": worded(r"（款）(?=[^，。]+（项）)", lambda *_: "（类）"),
    "a heading's number": worded(r"十一(?=、政府采购支出说明)", lambda *_: "十二"),
    "a first reason without a second": worded(r"；二是[^；。]+", lambda *_: ""),
    "an indicator's name": name_of_the_row_above,
    "a unit's row": worded(r"^\d{6}\t[^\t]+\t(([\d.]+)\t\2\t\2)(?=\t)", each_time, "031"),
    "a project's row": worded(
        r"^[\u4e00-\u9fff]+项目?[\u4e00-\u9fff]*\t[^\t]+\t(([\d.]+)\t\2)(?=\t)", each_time, "合计"
    ),
    "a numbered row": figure_at(r"^一、本年收入\t([\d.]+)(?=\t)"),
    "a budget in a form": figure_at(r"项目当年预算\t+([\d.]+)"),
    # One that lasts longer still may.
    "the last year of a project": year_before_at(r"起始年度\t+(\d{4})\t+终止年度\t+(\1)(?!\d)"),
    "an item's amount": figure_at(r"（项）\d{4}年预算数为?([\d.]+)(?=万元)"),
}
