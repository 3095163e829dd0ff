"""Places beside figures: each figure of the documents stands on the printed line that its place names."""

import os
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from jianghan_lib import documents, load
from jianghan_lib.base.text import plain
from jianghan_lib.readers import read

FOLDER = Path(os.environ.get("JIANGHAN_DOCUMENTS", "nowhere"))
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="JIANGHAN_DOCUMENTS names no folder")
TABLES = ("completion", "changes", "projects", "indicators")
OWN_PLACE = re.compile(r"(?:p\d+ )?L(?P<line>\d+)")
NOTHING = re.compile(r"无|没有|未")
# Figures in 元, or printed in 万元.
BELOW = 6
SCALES = (Decimal(1), Decimal("0.0001"))


@cache
def lines(document: str) -> list[str]:
    (source,) = documents().query("document_id == @document")["source_file"]
    return [one.text for one in read(next(FOLDER.rglob(source))).lines]


def values(text: str) -> set[Decimal]:
    return {Decimal(one.replace(",", "")) for one in re.findall(r"\d[\d,]*(?:\.\d+)?", plain(text))}


def stands(figure: Decimal | str, line: int, text: Sequence[str]) -> bool:
    """Whether a line prints a figure, or where its cell breaks into the lines below, begins it; words may say that there is none."""
    own, below = squeezed(text[line - 1]), squeezed("".join(text[line : line + BELOW]))
    if isinstance(figure, str) and 0 <= (own + below).find(squeezed(figure)) < len(own):
        return True
    if isinstance(figure, str):  # 减少 may stand at the end of the line above
        return bool(values(figure)) and values(figure) <= values(text[line - 1])
    printed = {abs(figure) / scale for scale in SCALES}
    return bool(printed & values(text[line - 1])) or (not figure and bool(NOTHING.search(own + below[:4])))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", plain(text))


def placed(document: str, table: str) -> list[tuple[str, Decimal | str, int]]:
    """Each figure of a table that has a place: its column, its value or what is printed, and the line."""
    frame = load(table, document, exact=True)
    names = [name.removesuffix("_at") for name in frame.columns if name.endswith("_at")]
    return [
        (name, row.get(f"{name}_printed", row[name]), int(place["line"]))
        for row in frame.to_dict("records")
        for name in names
        # A place in another document begins with that document's id.
        if (place := OWN_PLACE.match(row[f"{name}_at"] or ""))
    ]


@pytest.mark.parametrize("document", documents()["document_id"])
@pytest.mark.parametrize("table", TABLES)
def test_a_figure_stands_on_the_line_of_its_place(table: str, document: str) -> None:
    found = placed(document, table)
    wrong = [(name, figure, line) for name, figure, line in found if not stands(figure, line, lines(document))]
    assert wrong == []


@pytest.mark.parametrize(("document", "code", "places"), [
    ("jianghan-2024-final", "2080105", ("L549", "", "L549", "L549")),
    ("wedz-2024-final", "2080704", ("L593", "L593", "L593", "L593")),
    ("wuhan-2023-final", "2050201", ("L982", "", "L982", "L984")),
])  # fmt: skip
def test_the_places_of_an_item(document: str, code: str, places: tuple[str, ...]) -> None:
    (row,) = load("completion", document).query("code == @code").to_dict("records")
    names = ("initial_budget", "adjusted_budget", "outturn", "rate_printed")
    assert tuple(row[f"{name}_at"] for name in names) == places


@pytest.mark.parametrize(("document", "basis", "adjusted", "at", "outturn"), [
    ("jianghan-2024-final", "all", "12047.75", "L806", "10238.96"),
    ("wuhan-2023-final", "whole_department", "84416.43", "L1411", "84015.98"),
])  # fmt: skip
def test_the_adjusted_budget_stands_beside_the_outturn_that_it_was_executed_with(
    document: str, basis: str, adjusted: str, at: str, outturn: str
) -> None:
    rows = load("completion", document, exact=True).query("level == 'department' and basis == @basis")
    assert rows[["adjusted_budget", "adjusted_budget_at", "outturn"]].to_numpy().tolist() == [
        [Decimal(adjusted), at, Decimal(outturn)]
    ]


@pytest.mark.parametrize(("document", "rows", "outturn"), [
    ("jianghan-2024-final", 23, "10238.96"),
    ("wedz-2024-final", 24, "14346.06"),
    ("wuhan-2023-final", 28, "82004.19"),
    ("jiangan-2020-final", 4, "16886.22"),
])  # fmt: skip
def test_the_lowest_rows_add_up(document: str, rows: int, outturn: str) -> None:
    lowest = load("completion", document, exact=True).query("lowest and basis == 'all'")
    assert (len(lowest), sum(lowest["outturn"])) == (rows, Decimal(outturn))


# What says, before a figure of the narrative, which figure of its row it is; the word nearest to the figure counts.
ROLES = {
    "completion": {
        "initial_budget": "年初预算(?!的)",
        "adjusted_budget": "调整后?预算|全年预算|预算数",
        "outturn": "决算",
        "rate_printed": "完成(?:年初|调整)?预算|为年初预算的",
    },
    "projects": {
        "initial_budget": "年初预算",
        "budget": "全年预算|(?<!年初)预算数",
        "executed": "执行数|实际执行|实际支出",
        "rate_printed": "完成预算|执行率",
        "score": "得分|总分",
    },
}
MOVED = re.compile("增|减|建少|升|降|持平|一致|相同|无变化")
# The order of a row's figures in a table.
ORDER = {
    "projects": ("initial_budget", "budget", "executed", "rate_printed", "score"),
    "indicators": ("target", "actual"),
}
ABOVE, BEFORE = 3, 80


def before(figure: Decimal | str, line: int, text: Sequence[str]) -> list[str]:
    """What stands before each print of a figure on a line, with the lines above it."""
    above = squeezed("".join(text[max(0, line - 1 - ABOVE) : line - 1]))
    own = squeezed(text[line - 1].replace("\t", "|"))
    wanted = values(figure) if isinstance(figure, str) else {abs(figure) / scale for scale in SCALES}
    found = [one for one in re.finditer(r"\d[\d,]*(?:\.\d+)?", own) if values(one.group()) <= wanted]
    return [(above + own[: one.start()])[-BEFORE:] for one in found]


def told(prefix: str, roles: Mapping[str, str]) -> str:
    """The role whose word stands last before a figure."""
    last = {role: [one.end() for one in re.finditer(words, prefix)] for role, words in roles.items()}
    return max(roles, key=lambda role: max(last[role], default=-1))


@pytest.mark.parametrize("document", documents()["document_id"])
@pytest.mark.parametrize("table", ROLES)
def test_a_figure_of_the_narrative_stands_there_in_its_role(table: str, document: str) -> None:
    text, wrong = lines(document), []
    for name, figure, line in placed(document, table):
        prefixes = before(figure, line, text)
        if prefixes and not any(one.endswith("|") for one in prefixes):
            wrong += [(name, figure, line)] * all(told(one, ROLES[table]) != name for one in prefixes)
    assert wrong == []


@pytest.mark.parametrize("document", documents()["document_id"])
def test_a_printed_change_says_which_way(document: str) -> None:
    frame = load("changes", document)
    for name in ("change_printed", "rate_printed"):
        printed = frame.loc[frame[f"{name}_at"] != "", name]
        assert [one for one in printed if not MOVED.search(one) and "-" not in one] == []


@pytest.mark.parametrize("document", documents()["document_id"])
@pytest.mark.parametrize("table", ORDER)
def test_figures_of_one_row_stand_in_the_order_of_its_table(table: str, document: str) -> None:
    frame, text, wrong = load(table, document, exact=True), lines(document), []
    for row in frame.to_dict("records"):
        on = [(name, row[f"{name}_at"]) for name in ORDER[table] if row[f"{name}_at"]]
        if len(on) < 2 or len({at for _, at in on}) > 1:
            continue
        line, at = text[int(on[0][1][1:]) - 1], 0
        cells = [squeezed(cell) for cell in re.split(r"\t" if "\t" in line else r"\s+", line)]
        for name, _ in on:
            figure = row.get(f"{name}_printed", row[name])
            holds = [place for place, cell in enumerate(cells) if place >= at and holding(cell, figure)]
            wrong += [] if holds else [(name, figure, on[0][1])]
            at = holds[0] + (table == "indicators") if holds else at
    assert wrong == []


@pytest.mark.parametrize(("document", "behind"), [("dongxihu-2025-budget", 1), ("jianghan-2024-final", 0)])
def test_a_target_alone_is_the_last_figure_of_its_row(document: str, behind: int) -> None:
    """In a budget the kind of its standard stands behind it, and what was reached in the years before, before it."""
    text, wrong = lines(document), []
    for row in load("indicators", document).to_dict("records"):
        if row["target_at"] and not row["actual_at"]:
            number = int(row["target_at"][1:])
            filled = [cell for cell in map(squeezed, text[number - 1].split("\t")) if cell]
            right = holding(filled[-1 - behind], row["target_printed"]) and filled[-2 - behind]
            wrong += [] if right else [(number, row["indicator"])]
    assert wrong == []


@pytest.mark.parametrize("document", documents()["document_id"])
def test_a_budget_of_nothing_stands_where_the_text_says_that_there_was_none(document: str) -> None:
    text, wrong = lines(document), []
    for row in load("completion", document, exact=True).query("initial_budget == 0").to_dict("records"):
        number = int(row["initial_budget_at"][1:])
        said = squeezed("".join(text[number - 1 : number + 2]))
        wrong += [] if re.search(r"年初(?:无|没有|未安排)预算|年初预算(?:数)?(?:为|是)?0", said) else [said]
    assert wrong == []


def test_the_adjusted_budget_of_a_form_stands_under_its_heading() -> None:
    text = lines("jianghan-2024-final")
    (row,) = load("completion", "jianghan-2024-final").query("adjusted_budget.notna()").to_dict("records")
    number = int(row["adjusted_budget_at"][1:])
    heads = next(line.split("\t") for line in reversed(text[:number]) if "执行数" in line)
    # The cells of a row may stand left of their headings, but not in another order.
    orders = [[cell for cell in cells if cell.strip()][1:] for cells in (heads, text[number - 1].split("\t"))]
    assert squeezed(orders[0][0]) == "预算数(A)"
    assert holding(squeezed(orders[1][0]), Decimal("12047.75"))


def holding(cell: str, figure: Decimal | str) -> bool:
    """Whether a cell prints a figure."""
    if isinstance(figure, str):
        return squeezed(figure) in cell or (bool(values(figure)) and values(figure) <= values(cell))
    return bool({abs(figure) / scale for scale in SCALES} & values(cell))


@pytest.mark.parametrize("document", documents()["document_id"])
def test_the_weight_of_an_indicator_is_what_its_name_is_marked_with_and_the_score_stands_last(document: str) -> None:
    text, wrong = lines(document), []
    for row in load("indicators", document, exact=True).to_dict("records"):
        if row["weight_at"]:
            own = squeezed("".join(text[int(row["weight_at"][1:]) - 1 :][:2]))
            wrong += [] if re.search(rf"\({row['weight'].normalize():f}分?\)?", own) else [("weight", row["weight_at"])]
        if row["score_at"]:
            last = re.findall(r"\d[\d,]*(?:\.\d+)?", plain(text[int(row["score_at"][1:]) - 1]))[-1:]
            wrong += [] if last and Decimal(last[0]) == row["score"] else [("score", row["score_at"])]
    assert wrong == []


YEAR = re.compile(r"(?<![比较与])(20\d\d)年(?!预算(?:增加|减少|持平))")


@pytest.mark.parametrize("document", documents()["document_id"])
def test_an_amount_of_a_year_stands_behind_that_year_or_under_it(document: str) -> None:
    """In a sentence the last year named before it is its own; in a table the years of the heading are those of its last cells."""
    text, wrong = lines(document), []
    for row in load("changes", document, exact=True).to_dict("records"):
        for name, year in (("prior_amount", row["prior_year"]), ("amount", row["year"])):
            if not (place := OWN_PLACE.match(row[f"{name}_at"] or "")):
                continue
            number = int(place["line"])
            cells = [cell for cell in text[number - 1].split("\t") if cell.strip()]
            heads = next(
                (years for line in reversed(text[:number]) if len(years := YEAR.findall(squeezed(line))) > 1), []
            )
            figures = [cell for cell in cells if values(cell)]
            column = heads.index(str(year)) - len(heads) if str(year) in heads else 0
            under = len(figures) > 2 and holding(squeezed(figures[column]), row[name])
            said = [YEAR.findall(one)[-1:] for one in before(row[name], number, text)]
            label = any(not years for years in said)  # no year within reach: the form's own, or the document's
            wrong += [] if under or [str(year)] in said or label else [(name, row["item"], number)]
    assert wrong == []
