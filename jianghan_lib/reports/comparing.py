"""What changed between two builds of a collection: documents new, gone or published anew, and figures that differ."""

from collections.abc import Hashable, Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from jianghan_lib.base import paths
from jianghan_lib.base.errors import UsageError
from jianghan_lib.base.places import PLACE, place_of
from jianghan_lib.base.schema import PROCESSED, Table
from jianghan_lib.loading import load
from jianghan_lib.reports import pages, underneath, webfont
from jianghan_lib.showing.shown import Shown
from jianghan_lib.showing.wording import phrase
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
    "other_tables": ["title", "row_label", "column_label"],
}
# The columns of the page: what changed first, so that it stays in view on a phone.
SHOWN = ["about", "figure", "old", "new", "difference", "place", "change", "table", "document"]
AMOUNTS = frozenset({"old", "new", "difference"})
# Between the parts of what tells a figure from the others of its table.
BETWEEN = " · "
# Computed from figures that are compared themselves.
COMPUTED = {"gap", "attainment"}
AT = ["line", "page", "box"]
KINDS_OF = {(name, field.name): field.kind for name, table in PROCESSED.items() for field in table.fields}
FIGURE = ["document_id", "table", "about", "nth", "figure"]


def diff(old: Path, new: Path) -> pd.DataFrame:
    """Two data folders -> a row for each document or figure that differs, by document and table.

    Columns: document_id, change (new_document, gone_document, republished: its file is another one; changed, added or
    gone: a figure of a document that both hold), table, about (subject, item or project), figure (the column), old and
    new (amounts in 万元, rates as fractions, exact), difference, old_at and new_at (the places where they are printed).
    Source: the processed tables of both. Raises UsageError for a folder without them.
    """
    documents = [_documents(folder) for folder in (old, new)]
    rows = pd.DataFrame(list(_of_documents(*documents)), columns=COLUMNS)
    both = documents[0].index.intersection(documents[1].index)
    figures = _differing(_figures(old, both), _figures(new, both))
    return pd.concat([rows, figures], ignore_index=True).sort_values("document_id", kind="stable", ignore_index=True)


def summary(changes: pd.DataFrame, lang: str = "en") -> str:
    """The result of `diff` -> one line that says how much of what kind differs."""
    counts = changes["change"].value_counts()
    return pages.LABELS[lang]["diff_summary"].format(**{one: counts.get(one, 0) for one in CHANGES})


def page(changes: pd.DataFrame, old: Path, new: Path, lang: str) -> str:
    """The result of `diff` and both folders -> a page with it in words, which sorts, downloads and needs no network."""
    names = {name: row for folder in (old, new) for name, row in _documents(folder).to_dict("index").items()}
    rows = [_shown(row, names[str(row["document_id"])], lang) for row in changes.to_dict("records")]
    headings = [_said(name, lang) for name in SHOWN]
    table = (
        Shown(headings, rows, [name in AMOUNTS for name in SHOWN], [False] * len(rows))._repr_html_() if rows else ""
    )
    table = pages.COLUMN.sub("<th data-sort", pages.safe_html(table))
    return webfont.embed(
        pages.template("what_changed.html").format(
            html_lang=pages.HTML_LANG[lang],
            title=pages.LABELS[lang]["diff_title"],
            style=pages.template("style.css"),
            old=escape(old.resolve().name),
            new=escape(new.resolve().name),
            summary=escape(summary(changes, lang)),
            table=underneath.with_notes(table, "changes", pages.LABELS[lang], ""),
            **pages.sorting(),
        )
    )


def _shown(row: Mapping[Hashable, Any], document: Mapping[Hashable, Any], lang: str) -> list[str]:
    """A row of `diff` and its document -> the cells of SHOWN."""
    places = dict.fromkeys(
        _where(row[name], lang) for name in ("old_at", "new_at") if row[name] and row[name] == row[name]
    )
    about = BETWEEN.join(filter(None, (_said(part, lang) for part in row["about"].split(BETWEEN))))
    facts = (
        pages.named(str(document["department"]), lang),
        str(document["fiscal_year"]),
        _said(document["kind"], lang),
    )
    figures = (_figure(row["table"], row["figure"], row[name]) for name in ("old", "new", "difference"))
    words = (_said(row[name], lang) for name in ("change", "table"))
    return [about, _said(row["figure"], lang), *figures, " → ".join(places), *words, " ".join(facts)]


def _said(name: str, lang: str) -> str:
    """An identifier or name in words."""
    return pages.LABELS[lang].get(f"diff_{name}", pages.named(word(name, lang), lang))


def _figure(table: str, name: str, value: Any) -> str:
    """A figure as people write it: a rate as percent, a number with its thousands apart, a text as it is."""
    if isinstance(value, str) or pd.isna(value):
        return value if isinstance(value, str) else ""
    kind = KINDS_OF.get((table, name), "")
    return (
        f"{value:.2%}" if kind == "rate" else f"{value:,.2f}" if value == round(value, 2) else f"{value.normalize():,f}"
    )


def _where(at: str, lang: str) -> str:
    """A place in words: page 6, line 68."""
    place = PLACE.fullmatch(at)
    if place is None:
        return at
    page = phrase("on_page", lang, page=place["page"]) if place["page"] else ""
    return f"{place['file'] or ''} {phrase('on_line', lang, table='', page=page, line=place['line']).strip()}".strip()


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
    known["about"] = [BETWEEN.join(filter(None, row)) for row in identity.itertuples(index=False)]
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
