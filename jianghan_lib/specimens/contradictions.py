"""Contradictions planted in clean invented documents: each kind a declaration, and where the audit must point.

A planter takes a document and a source of chance and gives the changed text with the places where a reader would
look for the slip; None where the document prints nothing of the kind.
"""

import random
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jianghan_lib.specimens import Generated

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Planted:
    """A text with one slip, and the lines and words by which a finding names its place."""

    text: str
    lines: tuple[int, ...]
    words: tuple[str, ...] = ()

    def found_by(self, findings: Iterable[Row]) -> bool:
        """Whether a finding stands on one of the lines, or names one of the words."""
        return any(one["line"] in self.lines or any(word in one["where"] for word in self.words) for one in findings)


# Characters that make a name, which a finding may name in place of its line.
NAME = 4
Planter = Callable[[Generated, random.Random], Planted | None]


def other_figure(printed: str, rng: random.Random) -> str:
    """A printed figure with one of its first two digits mistyped, its form kept."""
    places = [at for at, sign in enumerate(printed) if sign.isdigit()][:2]
    at = rng.choice(places)
    choices = [digit for digit in "123456789" if digit != printed[at]]
    return printed[:at] + rng.choice(choices) + printed[at + 1 :]


def on_its_line(document: Generated, row: Row, old: str, new: str, *words: str) -> Planted | None:
    """The text with `old` changed where the row of the truth stands; None unless it stands there once."""
    lines = document.text.split("\n")
    places = tuple(range(row["line"], row["last_line"] + 1))
    figure = re.compile(rf"(?<![\d.,]){re.escape(old)}(?![\d,])")
    if sum(len(figure.findall(lines[place - 1])) for place in places) != 1:
        return None
    for place in places:
        lines[place - 1] = figure.sub(new, lines[place - 1])
    return Planted("\n".join(lines), places, tuple(filter(None, words)))


def first_that_can(
    document: Generated, rng: random.Random, rows: Iterable[Row], change: Callable[[Row], Planted | None]
) -> Planted | None:
    """The change of the first of the shuffled rows that admits it."""
    shuffled = list(rows)
    rng.shuffle(shuffled)
    return next((planted for row in shuffled if (planted := change(row)) is not None), None)


def cells(document: Generated, *levels: str) -> list[Row]:
    """Printed amounts of the tables by function, those large enough for a slip to be no rounding."""
    return [
        row
        for row in document.truth.amounts
        if row.get("level") in levels
        and row["table"] in ("F02", "F03", "F05", "B02", "B03", "B05-1")
        and row["amount"] > 1
    ]


def cell_of(*levels: str) -> Planter:
    """A digit mistyped in a cell of a row of these levels."""

    def plant(document: Generated, rng: random.Random) -> Planted | None:
        def change(row: Row) -> Planted | None:
            return on_its_line(document, row, row["printed"], other_figure(row["printed"], rng), row["code"])

        return first_that_can(document, rng, cells(document, *levels), change)

    return plant


def separator(document: Generated, rng: random.Random) -> Planted | None:
    """A point where a comma belongs: 16.886.22."""

    def change(row: Row) -> Planted | None:
        whole, _, fraction = row["printed"].replace(",", "").partition(".")
        return (
            on_its_line(document, row, row["printed"], f"{whole[:-3]}.{whole[-3:]}.{fraction}")
            if len(whole) > 3
            else None
        )

    return first_that_can(document, rng, cells(document, "item", "section", "class", "total"), change)


def columns_swapped(*levels: str, above_both: bool = False) -> Planter:
    """Basic and project expenditure of a row of these levels, each in the other's column.

    Where the rows just below a row have only one of the two each, they may be taken for those in the wrong column:
    `above_both` leaves such a row out.
    """

    def plant(document: Generated, rng: random.Random) -> Planted | None:
        rows = [row for row in cells(document, *levels) if row["measure"] == "basic"]
        printed = {
            (row["table"], row.get("code", ""), row["measure"]): row["printed"]
            for row in document.truth.amounts
            if row["amount"]
        }
        both = {
            (table, code)
            for table, code, measure in printed
            if measure == "basic" and (table, code, "project") in printed
        }

        def change(row: Row) -> Planted | None:
            basic, project = row["printed"], printed.get((row["table"], row["code"], "project"), "")
            if project in ("", basic) or (above_both and not any(_just_below(one, row) for one in both)):
                return None
            held = document.text.split("\n")[row["line"] - 1]
            if held.count(basic) != 1 or held.count(project) != 1:
                return None
            marked = held.replace(basic, "\0").replace(project, basic).replace("\0", project)
            return on_its_line(document, row, held, marked, row["code"])

        return first_that_can(document, rng, rows, change)

    return plant


def _just_below(place: tuple[str, str], row: Row) -> bool:
    """Whether a table and a code are those of a row one level below another."""
    table, code = place
    return table == row["table"] and code.startswith(row["code"]) and len(code) == len(row["code"]) + 2


def code_mistyped(document: Generated, rng: random.Random) -> Planted | None:
    """The last digit of an item's code, to one that no item has."""
    known = {row["code"] for row in document.truth.amounts if "code" in row}

    def change(row: Row) -> Planted | None:
        wrong = row["code"][:-1] + str((int(row["code"][-1]) + rng.randint(1, 8)) % 10)
        return None if wrong in known else on_its_line(document, row, row["code"], wrong, row["code"], wrong)

    return first_that_can(document, rng, cells(document, "item"), change)


def row_twice(table: str, name: str, *levels: str) -> Planter:
    """A row printed twice, of a table of the truth, which this column of it names."""

    def plant(document: Generated, rng: random.Random) -> Planted | None:
        def change(row: Row) -> Planted | None:
            lines = document.text.split("\n")
            if row["line"] != row["last_line"] or row[name] not in lines[row["line"] - 1]:
                return None
            lines.insert(row["line"], lines[row["line"] - 1])
            return Planted("\n".join(lines), (row["line"], row["line"] + 1), (row[name],))

        return first_that_can(
            document, rng, cells(document, *levels) if levels else getattr(document.truth, table), change
        )

    return plant


def statement(role: str, of: str = "statements", **wanted: str) -> Planter:
    """A digit mistyped in a figure of the narrative, in rows with these values."""

    def plant(document: Generated, rng: random.Random) -> Planted | None:
        rows = [
            row
            for row in getattr(document.truth, of)
            if row.get("role", role) == role
            and row.get("topic", "") not in UNCHECKED
            and (of != "changes" or row["rate_printed"])
            and all(row.get(name) == value for name, value in wanted.items())
        ]

        def change(row: Row) -> Planted | None:
            texts = row["printed_texts"] or ("",)
            figure = re.match(r"[\d.,]+", texts[0] if role == "amount" else texts[-1])
            if not figure or float(figure.group().replace(",", "")) <= 1:
                return None
            whole = "政府采购" if row.get("topic", "").startswith("procurement") else ""
            return on_its_line(document, row, figure.group(), other_figure(figure.group(), rng), whole)

        return first_that_can(document, rng, rows, change)

    return plant


def unreadable_budget(document: Generated, rng: random.Random) -> Planted | None:
    """A point too many in the initial budget that the narrative gives an item: 1.086.63."""
    rows = [row for row in document.truth.completion if row["level"] == "item" and (row["initial_budget"] or 0) > 1]

    def change(row: Row) -> Planted | None:
        figure = re.match(r"[\d.,]+", row["printed_texts"][0])
        return on_its_line(document, row, figure[0], f"{figure[0][0]}.{figure[0][1:]}") if figure else None

    return first_that_can(document, rng, rows, change)


# Printed once, and nothing in a document repeats or gives them.
UNCHECKED = {"procurement_small_firms", "procurement_micro_firms", "agency_operating"}


def class_of_the_narrative(document: Generated, rng: random.Random) -> Planted | None:
    """A digit mistyped in what the narrative says a class spent, which the table by function gives too."""
    names = {row["name"] for row in document.truth.amounts if row.get("level") == "class" and row["table"] == "F05"}
    rows = [row for row in document.truth.statements if row["topic"] in names and row["role"] == "amount"]

    def change(row: Row) -> Planted | None:
        figure = re.match(r"[\d.,]+", row["printed_texts"][0])
        return on_its_line(document, row, figure[0], other_figure(figure[0], rng), row["topic"]) if figure else None

    return first_that_can(document, rng, rows, change)


def rate_of_execution(document: Generated, rng: random.Random) -> Planted | None:
    """A digit mistyped in the rate of execution that the narrative gives of a project."""
    rows = [row for row in document.truth.mentions if row["source"] == "narrative" and row.get("rate_printed")]

    def change(row: Row) -> Planted | None:
        figure = row["rate_printed"].rstrip("% ")
        return on_its_line(document, row, figure, other_figure(figure, rng), row["project"])

    return first_that_can(document, rng, rows, change)


def unit_slip(*topics: str, falling: bool = False) -> Planter:
    """万元 printed as 元 behind a figure that the tables give, or just behind one that fell from the year before."""

    def plant(document: Generated, rng: random.Random) -> Planted | None:
        fell = {row["item"] for row in document.truth.changes if row["change"] < 0 and row["rate_printed"]}
        rows = [row for row in document.truth.statements if row["topic"] in topics]

        def change(row: Row) -> Planted | None:
            printed = row["printed_texts"][0]
            if "万元" not in printed or (falling and row["topic"] not in fell):
                return None
            return on_its_line(document, row, printed, printed.replace("万元", "元"))

        return first_that_can(document, rng, rows, change)

    return plant


def year_slip(document: Generated, rng: random.Random) -> Planted | None:
    """The prior year printed as the year itself."""
    rows = [row for row in document.truth.changes if row["basis"] == "printed_change"]

    def change(row: Row) -> Planted | None:
        return on_its_line(document, row, str(row["prior_year"]), str(row["year"]))

    return first_that_can(document, rng, rows, change)


# What the words that a rate of change begins with are turned into.
OPPOSITE = {
    "下降": "增长",
    "降低": "增长",
    "减少": "增加",
    "增长": "下降",
    "增加": "减少",
    "上升": "下降",
    "提高": "降低",
}


def direction(document: Generated, rng: random.Random) -> Planted | None:
    """A rate that rises where its amount falls, or falls where it rises."""

    def change(row: Row) -> Planted | None:
        printed = row["rate_printed"]
        turned = OPPOSITE.get(printed[:2])
        return on_its_line(document, row, printed, turned + printed[2:]) if turned else None

    return first_that_can(document, rng, (row for row in document.truth.changes if row["rate_printed"]), change)


def printed_sum(tables: Sequence[str], is_sum: Callable[[Row], bool]) -> Planter:
    """A digit mistyped in a sum of these tables."""

    def plant(document: Generated, rng: random.Random) -> Planted | None:
        rows = [row for row in document.truth.amounts if row["table"] in tables and is_sum(row) and row["amount"] > 1]

        def change(row: Row) -> Planted | None:
            return on_its_line(
                document, row, row["printed"], other_figure(row["printed"], rng), row.get("code", "")[:3]
            )

        return first_that_can(document, rng, rows, change)

    return plant


def worded(pattern: str, change: Callable[[str, random.Random], str], *words: str) -> Planter:
    """What stands in a line, as the pattern has it, or its group, in other words; a finding may name one of these."""

    def plant(document: Generated, rng: random.Random) -> Planted | None:
        lines = document.text.split("\n")
        found = [(at, one) for at, line in enumerate(lines) if (one := re.search(pattern, line))]
        if not found:
            return None
        at, one = rng.choice(found)
        (start, end), old = one.span(one.lastindex or 0), one[one.lastindex or 0]
        new = change(old, rng)
        lines[at] = f"{lines[at][:start]}{new}{lines[at][end:]}"
        return Planted("\n".join(lines), (at + 1,), (*words, *(one for one in (old, new) if len(one) >= NAME)))

    return plant


def character_lost(name: str, rng: random.Random) -> str:
    """A name without one of its characters."""
    at = rng.randrange(1, len(name) - 1)
    return name[:at] + name[at + 1 :]


def project_money(document: Generated, rng: random.Random) -> Planted | None:
    """What a project executed, otherwise in one of its places."""
    rows = [row for row in document.truth.mentions if (row.get("executed") or 0) > 1 and row["source"] != "report"]

    def change(row: Row) -> Planted | None:
        figure = f"{row['executed']}"
        return on_its_line(document, row, figure, other_figure(figure, rng), row["project"])

    return first_that_can(document, rng, rows, change)


CONTRADICTIONS: dict[str, Planter] = {
    "a digit of an item": cell_of("item"),
    "a digit of a sum": cell_of("section", "class", "total"),
    "a separator": separator,
    "columns swapped": columns_swapped("item", "section", "class"),
    "a code": code_mistyped,
    "a row printed twice": row_twice("amounts", "code", "item"),
    "an amount of the narrative": statement("amount"),
    "a class of the narrative": class_of_the_narrative,
    "a share": statement("share"),
    "a rate of completion": statement("completion_rate", "completion"),
    "a rate of change": statement("change_rate", "changes"),
    "a unit": unit_slip("revenue", "expenditure", "budget_total"),
    "a year": year_slip,
    # One project more announced than delivered.
    "the number of projects": worded(
        r"(?<=共涉及项目)\s*\d+(?=\s*个)", lambda found, rng: str(int(found) + rng.randint(1, 3))
    ),
    "a project's money": project_money,
    "a rate of execution": rate_of_execution,
    "a direction": direction,
    "the three public expenses": printed_sum(("F09", "B07"), lambda row: row["measure"] == "total"),
    "the cover": printed_sum(("F01",), lambda row: row["name"].endswith("合计")),
    "an indicator printed twice": row_twice("indicators", "indicator"),
    "a box": worded(r'(?<=一次性项目 )<input type="checkbox"/>', lambda *_: '<input checked="" type="checkbox"/>'),
    "a project's name": worded(
        r"(?<=\d 年度)(?!.*整体)[\u4e00-\u9fff]{4,}?(?=(?:专项|补助|工作)?(?:经费|资金)(?:项目)?(?:绩效)?自评表$)",
        character_lost,
    ),
    "a comparison": worded(r"[大小](?=于年初预算数)", lambda found, _: "大小".replace(found, "")),
    "the year of an empty table": worded(r"\d{4}(?=年度本部门没有)", lambda found, _: str(int(found) - 1)),
    "a bound for a result": worded(r"\t(?=\d+(?:\.\d+)?[家期场人份次篇]\S*$)", lambda *_: "\t≥"),
}
