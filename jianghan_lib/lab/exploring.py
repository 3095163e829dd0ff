"""A look at the rows of a statutory table: which tables, columns and levels there are, and the rows that are chosen."""

import pandas as pd

# What is chosen, in this order; a column is a panel and a measure, since a table may have a measure in two panels.
STEPS = ("document_id", "table", "column", "level")
SHOWN = ["code", "name", "amount", "printed", "line"]
BETWEEN = "/"
# What one looks at first where a table has it.
USUAL = {
    "table": ("F05", "F03", "B05-1", "B03"),
    "column": ("/total", "outturn/total", "expenditure/outturn", "expenditure/total", "expenditure/budget"),
    "level": ("item", "row"),
}


def prepared(amounts: pd.DataFrame) -> pd.DataFrame:
    """Amounts with their `column`: panel and measure."""
    return amounts.assign(column=amounts["panel"] + BETWEEN + amounts["measure"])


def choices(cells: pd.DataFrame, step: str, **chosen: str) -> list[str]:
    """The values of a step for what is chosen so far, in the order of the document."""
    for name, value in chosen.items():
        cells = cells[cells[name] == value]
    return list(dict.fromkeys(cells[step]))


def usual(step: str, values: list[str]) -> str:
    """The value to begin with."""
    return next((value for value in USUAL.get(step, ()) if value in values), values[0])


def rows(cells: pd.DataFrame, **chosen: str) -> pd.DataFrame:
    """The rows that are chosen, in the order of the document: SHOWN. Amounts in 万元."""
    for name, value in chosen.items():
        cells = cells[cells[name] == value]
    return cells[SHOWN].reset_index(drop=True)
