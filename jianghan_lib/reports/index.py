"""The page that lists the reported departments by year, with their headline figures and links to their reports."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from jianghan_lib.base import paths
from jianghan_lib.base.schema import SEVERITIES
from jianghan_lib.base.writing import write_whole
from jianghan_lib.pipeline import store
from jianghan_lib.reports import pages, webfont
from jianghan_lib.reports.execution import Run

if TYPE_CHECKING:
    import pandas as pd

MISSING = "—"
# A bar of this rate fills its cell; a longer one ends there.
FULL_BAR = 2.0


@dataclass(frozen=True)
class Column:
    """A column of the index: its name, and how its numbers are written; a column of text has no format."""

    name: str
    form: str = ""

    @property
    def number(self) -> bool:
        return bool(self.form)


@dataclass(frozen=True)
class Cell:
    """A cell of the index: what is read, what it is sorted by, where it leads, its bar from 0 to 1, and what is said below it."""

    text: str
    sort: str
    href: str = ""
    bar: float | None = None
    note: str = ""


@dataclass(frozen=True)
class Link:
    """A report of a document: where it is, or why there is none."""

    title: str
    href: str
    failed: bool
    error: str = ""


# The columns that lead to the report that explains them.
LEADS = {
    "department": pages.DOSSIER, "completion_rate": "budget_completion", "gap": "project_execution",
    **dict.fromkeys((*SEVERITIES, "reading"), "audit"),
}  # fmt: skip
BOOKS = {pages.DOSSIER: ".html", pages.WORKBOOK: ".xlsx"}
COUNTS = (*SEVERITIES, "reading")
# What the totals of a document are of: of what its text says the same total, the widest first.
FUNDS = {
    "all_funds": ("revenue_and_expenditure", "expenditure", "budget_total", "expenditure_budget"),
    "fiscal_appropriation": ("fiscal_appropriation_total", "general_public_budget_expenditure", "fiscal_budget"),
}
# What a budget calls its total.
PLANNED = ("budget_total", "expenditure_budget")
# What the headline figures are made of: the rows of the documents that are listed, in a collection of any size.
ASKED = (
    """select document_id, basis, initial_budget::double as initial_budget, outturn::double as outturn,
    coalesce(rate_printed, '') as rate_printed from completion where level = 'department'""",
    f"""select document_id, topic, role, amount::double as amount from statements
    where topic in {(*PLANNED, *chain.from_iterable(FUNDS.values()))}""",
    "select document_id, gap::double as gap from projects",
    "select document_id, about, severity from findings",
)
LISTED = "select * from ({}) where document_id in (select unnest($listed))"
COLUMNS = (
    *map(Column, ("fiscal_year", "department", "district", "kind")),
    *(Column(name, ",.2f") for name in ("initial_budget", "outturn")),
    Column("funds"),
    Column("completion_rate", ".1%"),
    Column("projects", ",d"),
    Column("gap", ",.2f"),
    *(Column(name, ",d") for name in COUNTS),
)


def write_index(runs: Sequence[Run], out: Path, lang: str) -> Path:
    """Runs, the folder of the reports, a language -> `index.html` in it: every document reported there, by year."""
    import jinja2
    from markupsafe import Markup

    label, sorting = pages.LABELS[lang], pages.sorting()
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(pages.TEMPLATES), autoescape=True)
    links = _links(runs, out, lang)
    text = environment.get_template("index.html.j2").render(
        html_lang=pages.HTML_LANG[lang],
        label=label,
        columns=COLUMNS,
        rows=[
            {"cells": _cells(facts, lang, {link.href for link in own}), "links": own}
            for facts in headlines(links)
            for own in [links[str(facts["document_id"])]]
        ],
        style=Markup(pages.template("style.css")),
        together=links.get(store.COLLECTION, []),
        script=Markup(sorting["script"]),
        script_hash=sorting["script_hash"],
    )
    write_whole(out / "index.html", webfont.embed(text, one_of_many=False))
    return out / "index.html"


def headlines(listed: Collection[str]) -> list[dict[str, Any]]:
    """The headline figures of those of these documents that there are, by the names of COLUMNS, latest year first; None where there is none."""
    from jianghan_lib import documents, sql

    every = documents()
    tables = [sql(LISTED.format(query), listed=list(listed)) for query in ASKED]
    stand = [table.groupby("document_id").indices for table in tables]
    rows = []
    for document in cast(list[dict[str, Any]], every[every["document_id"].isin(listed)].to_dict("records")):
        own = [table.iloc[at.get(document["document_id"], [])] for table, at in zip(tables, stand, strict=True)]
        rows.append({**document, "fiscal_year": _number(document["fiscal_year"]), **_figures(*own)})
    return sorted(rows, key=lambda row: (-(row["fiscal_year"] or 0), str(row["document_id"])))


def _figures(
    totals: "pd.DataFrame", statements: "pd.DataFrame", projects: "pd.DataFrame", findings: "pd.DataFrame"
) -> dict[str, Any]:
    """The rows of one document -> its headline figures; the total of a budget stands among its statements."""
    whole = totals[totals["basis"] == "all"]
    planned = statements[statements["topic"].isin(PLANNED) & statements["role"].isin(["budget", "amount"])]
    told = findings[findings["about"] == "document"]
    gaps = [gap for gap in map(_number, projects["gap"]) if gap is not None]
    budget = next(map(_number, [*whole["initial_budget"], *planned["amount"]]), None)
    outturn = next(map(_number, whole["outturn"]), None)
    return {
        "initial_budget": budget,
        "outturn": outturn,
        "funds": _funds(statements, budget if outturn is None else outturn),
        "other_rates": _other_rates(totals[totals["basis"] != "all"]),
        "completion_rate": outturn / budget if budget and outturn is not None else None,
        "projects": len(projects),
        "gap": sum(gaps) if gaps else None,
        **{severity: int((told["severity"] == severity).sum()) for severity in SEVERITIES},
        "reading": len(findings) - len(told),
    }


def _funds(statements: "pd.DataFrame", total: float | None) -> str:
    """What a total is of (`all_funds`, `fiscal_appropriation`), or an empty string where the text says no such total."""
    same = statements[(statements["amount"] - (total or 0)).abs() < 0.015]["topic"]
    return next((funds for funds, items in FUNDS.items() if same.isin(items).any()), "") if total else ""


def _other_rates(totals: "pd.DataFrame") -> dict[str, str]:
    """The completion on the bases other than that of the headline, as printed where it is."""
    rows = [row for row in totals.to_dict("records") if row["initial_budget"] and row["outturn"] == row["outturn"]]
    return {
        row["basis"]: row["rate_printed"]
        if "%" in row["rate_printed"]
        else f"{row['outturn'] / row['initial_budget']:.1%}"
        for row in rows
    }


def _number(value: Any) -> float | None:
    """A value of a table -> a number, None for a missing one."""
    import pandas as pd

    return None if pd.isna(value) or value == "" else float(value)


def _cells(facts: Mapping[str, Any], lang: str, pages_made: Collection[str]) -> list[Cell]:
    """The cells of a document, each leading to the report that explains it; its completion rate has a bar."""
    label = pages.LABELS[lang]
    cells = []
    for column in COLUMNS:
        cell = _cell(column, facts[column.name], lang)
        if cell.text != facts[column.name] and column.name == "department":
            cell = replace(cell, note=facts[column.name])
        leads_to = f"{facts['document_id']}/{LEADS.get(column.name)}.html"
        if leads_to in pages_made and facts[column.name]:
            cell = replace(cell, href=leads_to)
        if column.name == "completion_rate" and facts[column.name] is not None:
            note = "; ".join(
                f"{label.get(basis, basis)} {rate}" for basis, rate in facts.get("other_rates", {}).items()
            )
            cell = replace(cell, bar=min(max(facts[column.name], 0.0), FULL_BAR) / FULL_BAR, note=note)
        cells.append(cell)
    return cells


def _cell(column: Column, value: Any, lang: str) -> Cell:
    if value is None or value == "" or value != value:
        return Cell(MISSING, "")
    if column.name == "fiscal_year":
        return Cell(f"{value:.0f}", f"{value:.0f}")
    if not column.form:
        text = pages.LABELS[lang].get(str(value)) or pages.named(str(value), lang)
        return Cell(text, text)
    # Rounded first, so that a sum such as 0.1 + 0.2 sorts and reads as what it is.
    figure = int(value) if column.form == ",d" else round(value, 6)
    return Cell(format(figure, column.form), str(figure))


def _links(runs: Sequence[Run], out: Path, lang: str) -> dict[str, list[Link]]:
    """What this run or an earlier one left, by document: one link a notebook, those of named runs last."""
    label = pages.LABELS[lang]
    titles = {f"{book}{suffix}": label[book] for book, suffix in BOOKS.items()}
    titles |= {f"{path.stem}.html": pages.title(path, lang) for path in sorted(paths.notebooks_dir().glob("*.ipynb"))}
    failed: dict[str, dict[str, str]] = {}
    for run in runs:
        name = "".join(run.html.parent.name.partition("@")[1:])
        errors = failed.setdefault(f"{run.document_id or store.COLLECTION}{name}", {})
        errors |= {} if run.ok else {run.html.name: run.error}
    folders = {path.name for path in out.iterdir() if path.is_dir()} | failed.keys()
    found: dict[str, list[Link]] = {}
    for folder in sorted(folders, key=lambda name: name.partition("@")):
        if links := _links_to(out, folder, titles, failed.get(folder, {})):
            found.setdefault(folder.partition("@")[0], []).extend(links)
    return found


def _links_to(out: Path, folder: str, titles: Mapping[str, str], failed: Mapping[str, str]) -> list[Link]:
    """The links to a folder of reports; `failed` has the errors of the pages that this run could not make."""
    name = folder.partition("@")[2]
    more = f" ({name})" if name else ""
    there = {path.name for path in (out / folder).glob("*")}
    links = []
    for page, title in titles.items():
        traceback = f"{Path(page).stem}.failed.ipynb"
        if page in failed or traceback in there:
            href = f"{folder}/{traceback}" if traceback in there else ""
            links.append(Link(title + more, href, True, failed.get(page, "")))
        elif page in there:
            links.append(Link(title + more, f"{folder}/{page}", False))
    return links
