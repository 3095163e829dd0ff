"""The audit of documents as frames: its rules, its findings by weight, and the figures that nothing repeats."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import cast

import pandas as pd

from jianghan_lib.audit.engine import RULES
from jianghan_lib.base.money import readable
from jianghan_lib.base.schema import SEVERITIES
from jianghan_lib.forms.records import Cell, OtherCell, Project, Raw, Statement
from jianghan_lib.pipeline import store
from jianghan_lib.pipeline.build import build_document, read


def ranked(findings: pd.DataFrame) -> pd.DataFrame:
    """Findings (rows of `findings`) by severity, those of one severity by the money that they are about, in 万元."""
    order = findings["severity"].map(SEVERITIES.index)
    money = findings["difference"].abs().where(findings["unit"] == "万元", 0.0)
    ordered = findings.assign(order=order, money=money)
    ordered = ordered.sort_values(["order", "money"], ascending=[True, False], kind="stable")
    return ordered.drop(columns=["order", "money"])


FIGURES = ["document_id", "kind", "part", "line", "printed"]


def unchecked(documents: Sequence[str] | None = None) -> pd.DataFrame:
    """The printed figures that nothing repeats: one that was another would not be told by any error or warning.

    Found by trying: each figure in turn gets another first digit, and the document is built and audited again (a tenth of
    a second each). Columns: document_id, kind (table, narrative, project, other: a table that no form
    knows), part, line, printed. Source: data/raw.
    """
    chosen = documents or store.raw_documents()
    found = [row for document in chosen for row in _unchecked(document, read(document)[0])]
    return pd.DataFrame(found, columns=FIGURES)


def counted(documents: Sequence[str] | None = None) -> pd.DataFrame:
    """How many printed figures each part of a document has, and how many of them nothing repeats (the list of `unchecked`).

    Columns: document_id, kind, part, figures, unchecked. Source: data/raw.
    """
    chosen = list(documents or store.raw_documents())
    printed = [
        [document, KINDS[name], part, one.line, one.printed]
        for document in chosen
        for name, _, part, one in figures(read(document)[0])
    ]
    by = FIGURES[:3]
    all_figures = pd.DataFrame(printed, columns=FIGURES).groupby(by, sort=False).size().rename("figures")
    open_figures = unchecked(chosen).groupby(by, sort=False).size().rename("unchecked")
    return pd.concat([all_figures, open_figures], axis=1).fillna(0).astype(int).reset_index()


Printed = Cell | OtherCell | Statement | Project


def figures(raw: Raw) -> Iterator[tuple[str, int, str, Printed]]:
    """The figures of a document: name and place of the record, the part of the document that prints it, the record."""
    for name in KINDS:
        for place, one in enumerate(cast(Sequence[Printed], raw[name])):  # type: ignore[literal-required]
            part = str(getattr(one, PARTS[name]))
            if re.search(r"\d", one.printed) and readable(one.printed):
                yield name, place, part, one


KINDS = {"cells": "table", "statements": "narrative", "projects": "project", "other_tables": "other"}
# What a record says of the part of the document that prints it.
PARTS = {"cells": "table", "statements": "topic", "projects": "source", "other_tables": "title"}


def _unchecked(document: str, raw: Raw) -> Iterator[list[object]]:
    before = _serious(document, raw)
    for name, place, part, one in figures(raw):
        if not _serious(document, _changed(raw, [(name, place, one)])) - before:
            yield [document, KINDS[name], part, one.line, one.printed]


def nothing_repeats(raw: Raw, line: int, printed: str) -> bool:
    """Whether nothing is said of a figure of a document, by where it stands, when its first digit is another."""
    own = [(name, place, one) for name, place, _, one in figures(raw) if (one.line, one.printed) == (line, printed)]
    return not _serious("tried", _changed(raw, own)) - _serious("tried", raw)


def _changed(raw: Raw, records: Sequence[tuple[str, int, Printed]]) -> Raw:
    """Raw records with another first digit in some of them."""
    changed = {name: list(raw[name]) for name in KINDS}  # type: ignore[literal-required]
    for name, place, one in records:
        changed[name][place] = replace(one, printed=re.sub(r"\d", _other, one.printed, count=1))
    return cast(Raw, {**raw, **changed})


def _other(digit: re.Match[str]) -> str:
    """Another digit, never nought."""
    return str(int(digit[0]) % 9 + 1)


def _serious(document: str, raw: Raw) -> set[str]:
    found = build_document(document, raw)["findings"]
    return {one["message_zh"] for one in found if one["severity"] in ("error", "warning")}


def shared(findings: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """The contradictions that several documents of one place have word for word, each once: a template's fault.

    Columns: place, documents (their number), rule, severity, message_zh, message_en, rows (where in `findings` they stand).
    Of figures none is shared: only names, years and words left over.
    """
    place = findings["document_id"].map(documents.set_index("document_id")["district"])
    told = findings.assign(place=place)[(findings["about"] == "document") & findings["difference"].isna()]
    told = told[(told["printed"] != "") & (told["place"].fillna("") != "") & (told["severity"] != "notice")]
    rows = []
    for (where, rule, *_), group in told.groupby(["place", "rule", "printed", "expected"], sort=False):
        if group["document_id"].nunique() > 1:
            first = group.iloc[0]
            words = [first[name] for name in ("severity", "message_zh", "message_en")]
            rows.append([where, group["document_id"].nunique(), rule, *words, list(group.index)])
    return pd.DataFrame(rows, columns=SHARED)


SHARED = ["place", "documents", "rule", "severity", "message_zh", "message_en", "rows"]


def rules() -> pd.DataFrame:
    """The rules of the audit: name, what is compared (in both languages), statutory source, kinds of documents."""
    rows = [[rule.name, rule.zh, rule.en, rule.source, ";".join(rule.kinds)] for rule in RULES]
    return pd.DataFrame(rows, columns=["rule", "zh", "en", "source", "kinds"])
