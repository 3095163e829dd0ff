"""What changed between two builds of a collection: documents, figures, findings of the audit and a person's corrections."""

from collections.abc import Hashable, Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from jianghan_lib.base import paths
from jianghan_lib.base.errors import UsageError
from jianghan_lib.base.places import place_of
from jianghan_lib.base.schema import PROCESSED, Table
from jianghan_lib.loading import load
from jianghan_lib.pipeline.trace import UNSPOKEN, in_words
from jianghan_lib.reports import pages, underneath, webfont
from jianghan_lib.showing.shown import Shown
from jianghan_lib.showing.values import text
from jianghan_lib.vocabulary import word

COLUMNS = ["document_id", "change", "table", "about", "figure", "old", "new", "difference", "old_at", "new_at"]
CHANGES = ("new_document", "gone_document", "republished", "changed", "added", "gone")
# What tells a figure from the others of its table, whatever line it stands on.
IDENTITY = {
    "amounts": ["table", "panel", "code", "name", "measure"],
    "completion": ["basis", "level", "code", "class_name", "section_name", "item_name"],
    "changes": ["item", "name", "prior_year", "year", "basis"],
    "projects": ["project"],
    "indicators": ["subject", "level1", "level2", "indicator", "horizon"],
    "statements": ["topic", "subject", "role", "basis", "year", "base_year"],
    "reasons": ["of", "name", "basis", "category", "direction"],
    "other_tables": ["title", "row_label", "column_label"],
}
# And what tells a finding from others: not its sentence, which names lines.
FINDING = ["document_id", "rule", "table", "where", "printed", "expected"]
# A correction is a finding of this rule, listed apart.
CORRECTION, CORRECTIONS, FINDINGS = "correction_applied", "corrections", "findings"
# The columns of the page, of figures and of findings: what changed first, so that it stays in view on a phone.
SHOWN = ["about", "figure", "old", "new", "difference", "place", "change", "table", "document"]
TOLD = ["message", "place", "change", "table", "document"]
AMOUNTS = frozenset({"old", "new", "difference"})
# Between the parts of what tells a figure from the others of its table: as they are joined, and as they are read.
APART, BETWEEN = "\0", " · "
# What goes without saying.
UNSAID = UNSPOKEN | {"all"}
LINE = r"L(\d+)(?: |$)"
# Computed from figures that are compared themselves.
COMPUTED = {"gap", "attainment"}
AT = ["line", "page", "box"]
KINDS_OF = {(name, field.name): field.kind for name, table in PROCESSED.items() for field in table.fields}
FIGURE = ["document_id", "table", "about", "nth", "figure"]


def diff(old: Path, new: Path, lang: str = "zh") -> pd.DataFrame:
    """Two data folders -> a row for each document, figure, finding or correction that differs, by document, table and line.

    Columns: document_id, change (new_document, gone_document, republished: its file is another one; changed, added or
    gone: something of a document that both hold), table (findings and corrections among them), about (subject, item or
    project, in words), figure (the column, or the rule), old and new (amounts in 万元, rates as fractions, exact; of a
    finding its sentence), difference, old_at and new_at (the places where they are printed).
    Source: the processed tables of both. Raises UsageError for a folder without them.
    """
    documents = [_documents(folder) for folder in (old, new)]
    rows = pd.DataFrame(list(_of_documents(*documents)), columns=COLUMNS)
    both = documents[0].index.intersection(documents[1].index)
    figures = _differing(_figures(old, both), _figures(new, both))
    figures["about"] = [_about(*row, lang) for row in zip(figures["table"], figures["about"], strict=True)]
    told = _told(_found(old, both), _found(new, both), lang)
    changes = pd.concat([rows, figures, told], ignore_index=True)
    at = changes["new_at"].where(changes["new_at"].fillna("") != "", changes["old_at"])
    lines = at.astype("str").str.extract(LINE)[0].astype("float")
    place = changes["table"].map(["documents", *IDENTITY, FINDINGS, CORRECTIONS].index)
    by = ["document_id", "place", "at"]
    return changes.assign(place=place, at=lines).sort_values(by, kind="stable", ignore_index=True)[COLUMNS]


def summary(changes: pd.DataFrame, lang: str) -> str:
    """The result of `diff` -> one line that says how much of what kind differs."""
    kinds = changes["table"].where(changes["table"].isin([FINDINGS, CORRECTIONS, "documents"]), "figures")
    counts = (kinds + "_" + changes["change"]).value_counts()
    names = [f"{kind}_{one}" for kind in ("documents", "figures", FINDINGS, CORRECTIONS) for one in CHANGES]
    return pages.LABELS[lang]["diff_summary"].format(**{one: counts.get(one, 0) for one in names})


def listed(changes: pd.DataFrame, old: Path, new: Path, lang: str) -> Iterator[str]:
    """The result of `diff` and both folders -> lines to read: each document, and below it what changed, old and new with their places."""
    names = _named(old, new)
    for name, rows in changes.groupby("document_id", sort=False):
        yield f"{_document(names[str(name)], lang)} ({name})"
        for row in rows.to_dict("records"):
            cells = _shown(row, names[str(name)], lang)
            values = " → ".join(filter(None, (cells["old"], cells["new"])))
            by = f" ({cells['difference']})" if cells["difference"] else ""
            about = f"{cells['about']} {cells['figure']}".strip()
            told = [cells["message"]] if cells["message"] else [about, values + by]
            yield "\t".join(filter(None, (f"  {cells['change']} {cells['table']}", *told, cells["place"])))


def page(changes: pd.DataFrame, old: Path, new: Path, lang: str) -> str:
    """The result of `diff` and both folders -> a page with it in words, which sorts, downloads and needs no network."""
    names = _named(old, new)
    is_told = changes["table"].isin([FINDINGS, CORRECTIONS])
    parts = (changes[~is_told], SHOWN), (changes[is_told], TOLD)
    tables = "".join(_table(rows, names, columns, lang) for rows, columns in parts if len(rows))
    return webfont.embed(
        pages.template("what_changed.html").format(
            html_lang=pages.HTML_LANG[lang],
            title=pages.LABELS[lang]["diff_title"],
            style=pages.template("style.css"),
            old=escape(old.resolve().name),
            new=escape(new.resolve().name),
            summary=escape(summary(changes, lang)),
            unit=pages.LABELS[lang]["diff_unit"],
            table=underneath.with_notes(tables, "changes", pages.LABELS[lang], ""),
            **pages.sorting(),
        )
    )


def _table(changes: pd.DataFrame, names: Mapping[str, Mapping[Hashable, Any]], columns: list[str], lang: str) -> str:
    """Rows of `diff` as a table of a page."""
    cells = [_shown(row, names[str(row["document_id"])], lang) for row in changes.to_dict("records")]
    rows = [[one[name] for name in columns] for one in cells]
    headings = [_said(name, lang) for name in columns]
    shown = Shown(headings, rows, [name in AMOUNTS for name in columns], [False] * len(rows))
    return pages.COLUMN.sub("<th data-sort", pages.safe_html(shown._repr_html_()))


def _shown(row: Mapping[Hashable, Any], document: Mapping[Hashable, Any], lang: str) -> dict[str, str]:
    """A row of `diff` and its document -> its cells in words, by the names of SHOWN and TOLD."""
    at = [in_words(row[name], lang) for name in ("old_at", "new_at") if row[name] and row[name] == row[name]]
    cells = {name: _figure(row["table"], row["figure"], row[name], name, lang) for name in ("old", "new", "difference")}
    return cells | {
        "about": row["about"],
        "figure": "" if row["figure"] in ("", "source_file") else _said(row["figure"], lang),
        "message": cells["old"] or cells["new"] if row["table"] in (FINDINGS, CORRECTIONS) else "",
        "place": " → ".join(dict.fromkeys(at)),
        "change": _said(row["change"], lang),
        "table": _said(row["table"], lang),
        "document": _document(document, lang),
    }


def _document(facts: Mapping[Hashable, Any], lang: str) -> str:
    """A document in words: its department, year and kind."""
    return (
        f"{pages.named(str(facts['department']), lang)} {facts['fiscal_year']} {text('kind', str(facts['kind']), lang)}"
    )


def _named(old: Path, new: Path) -> dict[str, Mapping[Hashable, Any]]:
    """The documents of both folders by name; of one that both hold, what the new one has."""
    return {str(name): row for folder in (old, new) for name, row in _documents(folder).to_dict("index").items()}


def _about(table: str, identity: str, lang: str) -> str:
    """What a figure is about, in words."""
    parts = zip(IDENTITY[table], identity.split(APART), strict=True)
    told = (text(name, part, lang) for name, part in parts if part not in UNSAID)
    return BETWEEN.join(told)


def _said(name: str, lang: str) -> str:
    """An identifier or name in words."""
    return pages.LABELS[lang].get(f"diff_{name}", pages.named(word(name, lang), lang))


def _figure(table: str, name: str, value: Any, column: str, lang: str) -> str:
    """A figure as people write it: a rate as percent, a number with its thousands apart, a text as it is; a difference with its sign."""
    if isinstance(value, str) or pd.isna(value):
        return value if isinstance(value, str) else ""
    sign = "+" if column == "difference" else ""
    if KINDS_OF.get((table, name)) == "rate":
        return f"{100 * value:+,.2f}{pages.LABELS[lang]['diff_points']}" if sign else f"{value:.2%}"
    exact = value.normalize()
    return f"{value:{sign},.2f}" if value == round(value, 2) else f"{exact:{sign},f}"


def _documents(folder: Path) -> pd.DataFrame:
    if not (folder / "processed").is_dir():
        raise UsageError(
            f"{folder}: no folder `processed` in it: name a data folder for which `jianghan build` has run"
        )
    with paths.using(folder):
        return load("documents").set_index("document_id")


def _of_documents(old: pd.DataFrame, new: pd.DataFrame) -> Iterator[list[object]]:
    """A row for each document that only one has, or whose file is another one."""
    for name in new.index.difference(old.index):
        yield [name, "new_document", "documents", new["title"][name], "", None, None, None, "", ""]
    for name in old.index.difference(new.index):
        yield [name, "gone_document", "documents", old["title"][name], "", None, None, None, "", ""]
    for name in old.index.intersection(new.index):
        if old["source_sha256"][name] != new["source_sha256"][name]:
            files = [table["source_file"][name] for table in (old, new)]
            yield [name, "republished", "documents", new["title"][name], "source_file", *files, None, "", ""]


def _figures(folder: Path, documents: pd.Index) -> pd.DataFrame:
    """Every figure of some documents of a folder, one a row: what it is, value and at."""
    with paths.using(folder):
        tables = {name: load(name, exact=True) for name in IDENTITY}
    long = [_long(PROCESSED[name], table[table["document_id"].isin(documents)]) for name, table in tables.items()]
    return pd.concat(long)


def _long(table: Table, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of a table -> a row a figure. Rows that say the same of themselves are told apart by their order."""
    identity = rows[IDENTITY[table.name]].astype("string").fillna("")
    known = rows[["document_id"]].assign(table=table.name)
    known["about"] = [APART.join(row) for row in identity.itertuples(index=False)]
    known["nth"] = known.groupby(["document_id", "about"]).cumcount()
    columns = [known.assign(figure=name, value=rows[name], at=_places(rows, name)) for name in _compared(table)]
    return pd.concat(columns).dropna(subset="value")


def _compared(table: Table) -> list[str]:
    """The columns of a table that hold figures as printed."""
    figures = [field.name for field in table.fields if field.kind in ("amount", "rate", "number")]
    computed = COMPUTED | ({"rate"} if "rate_printed" in table.columns else set())
    return [name for name in figures if name not in computed]


def _places(rows: pd.DataFrame, figure: str) -> pd.Series:
    """Where a figure of each row is printed: its own place, or that of the row."""
    if f"{figure}_at" in rows:
        return rows[f"{figure}_at"]
    places = [
        place_of(line, None if pd.isna(page) else page, box) for line, page, box in rows[AT].itertuples(index=False)
    ]
    return pd.Series(places, index=rows.index, dtype="str")


def _differing(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Figures of both -> a row for each that differs, or that one lacks."""
    joined = pd.merge(old, new, how="outer", on=FIGURE, suffixes=("_old", "_new"))
    lacks_old, lacks_new = joined["value_old"].isna(), joined["value_new"].isna()
    differs = lacks_old | lacks_new | (joined["value_old"] != joined["value_new"])
    found = joined[differs].reset_index(drop=True)
    found["change"] = "changed"
    found.loc[found["value_old"].isna(), "change"] = "added"
    found.loc[found["value_new"].isna(), "change"] = "gone"
    found["difference"] = found["value_new"] - found["value_old"]
    names = {"value_old": "old", "value_new": "new", "at_old": "old_at", "at_new": "new_at"}
    return found.rename(columns=names)[COLUMNS]


def _found(folder: Path, documents: pd.Index) -> pd.DataFrame:
    """The findings of some documents of a folder; those that are alike are told apart by their order."""
    with paths.using(folder):
        rows = load("findings")
    rows = rows[rows["document_id"].isin(documents)]
    return rows.assign(at=_places(rows, ""), nth=rows.groupby(FINDING).cumcount())


def _told(old: pd.DataFrame, new: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Findings of both -> a row for each that only one has, its sentence as the old or new figure."""
    joined = pd.merge(old, new, how="outer", on=[*FINDING, "nth"], suffixes=("_old", "_new"), indicator=True)
    found = joined[joined["_merge"] != "both"].reset_index(drop=True)
    said = {f"message_{lang}_old": "old", f"message_{lang}_new": "new", "at_old": "old_at", "at_new": "new_at"}
    rows = found.rename(columns={"rule": "figure", **said})
    rows["change"] = rows["_merge"].astype("str").map({"left_only": "gone", "right_only": "added"})
    rows["table"] = [CORRECTIONS if rule == CORRECTION else FINDINGS for rule in rows["figure"]]
    return rows.assign(about="", difference=None)[COLUMNS]
