"""What goes into an invented document comes out of it, exactly: every layout, clean and with the vices of real ones."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from whole_way import built

from jianghan_lib.specimens import Vices, generate

Row = Mapping[str, Any]
LAYOUTS = ("markdown", "pdftext", "bare", "budget")
CLEAN = range(4)
VICIOUS = [*range(100, 104), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(104, 112))]


def same(text: object) -> str:
    """A name without white space and quotes, with plain brackets: how names are compared."""
    return re.sub(r'[\s“”"]', "", str(text or "")).replace("（", "(").replace("）", ")")


def exact(value: object) -> Decimal | None:
    return None if value in (None, "") else Decimal(str(value))


def amount(row: Row) -> tuple[object, ...]:
    where = (row["table"], row.get("panel") or "", row.get("code") or "", same(row["name"]))
    return (*where, row["measure"], exact(row["amount"]), int(row["line"]))


def completion(row: Row) -> tuple[object, ...]:
    money = (exact(row["initial_budget"]) or Decimal(0), exact(row["outturn"]))
    return (row["basis"], row["level"], same(row["item_name"]), *money)


def change(row: Row) -> tuple[object, ...]:
    item = row["item"].removesuffix("_excluding_special_funds")
    return (item, row["prior_year"], row["year"], exact(row["amount"]), exact(row["change"]))


def project(row: Row) -> tuple[object, ...]:
    facts = ("initial_budget", "budget", "executed", "score", "department_budget", "special_fund", "upper_transfer")
    return (same(row["project"]), row.get("recurrence") or "", *(exact(row.get(name)) for name in facts))


def indicator(row: Row) -> tuple[object, ...]:
    names = ("subject", "level1", "level2", "indicator", "target_printed", "actual_printed")
    printed = (*(same(row[name]) for name in names), exact(row.get("weight")), exact(row.get("score")))
    return (
        *printed,
        row["direction"] or "equal",
        *map(exact, (row["target"], row.get("actual"))),
        row["unit"],
        row.get("met"),
    )


def as_read(row: Row) -> Row:
    """An indicator as it was invented -> its numbers as the tables hold them: rates as fractions, 万 multiplied out."""
    unit = row["unit"]
    scale = {"%": Decimal("0.01"), "‰": Decimal("0.001"), "万人": Decimal(10000)}.get(unit, Decimal(1))
    numbers = {name: row[name] * scale for name in ("target", "actual") if row.get(name) is not None}
    return {**row, **numbers, "unit": unit.replace("万人", "人")}


KEYS: dict[str, Callable[[Row], tuple[object, ...]]] = {
    "amounts": amount,
    "completion": completion,
    "changes": change,
    "projects": project,
    "indicators": indicator,
}


def differences(table: str, got: Sequence[Row], wanted: Sequence[Row]) -> tuple[list[Any], list[Any]]:
    """Rows of a table that are missing, and rows that should not be there."""
    wanted = [as_read(row) for row in wanted] if table == "indicators" else wanted
    there, true = Counter(map(KEYS[table], got)), Counter(map(KEYS[table], wanted))
    return list((true - there).elements()), list((there - true).elements())


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("seed", CLEAN)
def test_a_clean_document_comes_out_exactly_and_is_met_with_silence(layout: str, seed: int, tmp_path: Path) -> None:
    document = generate(seed, layout, Vices())
    tables = built(document.text, tmp_path)
    for table in KEYS:
        assert differences(table, tables[table], getattr(document.truth, table)) == ([], []), table
    assert [one for one in tables["findings"] if one["severity"] in ("error", "warning")] == []


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("seed", VICIOUS)
def test_a_document_with_vices_gives_no_wrong_figure_without_a_finding(layout: str, seed: int, tmp_path: Path) -> None:
    """Everything comes out but amounts whose column nothing settles: those have no measure, and a finding.

    A table without its title is filed nowhere: its amounts are in `other_tables`.
    """
    document = generate(seed, layout, Vices.random(seed))
    tables = built(document.text, tmp_path)
    for table in ("completion", "changes", "projects", "indicators"):
        assert differences(table, tables[table], getattr(document.truth, table)) == ([], []), table
    missing, extra = differences("amounts", tables["amounts"], document.truth.amounts)
    kept = Counter(row["amount"] for row in tables["other_tables"])
    untitled = {row[0] for row in missing} - {row["table"] for row in tables["amounts"]}
    assert len(untitled) <= 1 and not Counter(row[5] for row in missing if row[0] in untitled) - kept
    missing = [row for row in missing if row[0] not in untitled]
    unclear = [finding for finding in tables["findings"] if finding["rule"] == "column_unclear"]
    assert all(row[4] == "" for row in extra)
    assert len(missing) == len(extra) and (not missing or unclear)
    assert len(missing) <= (0.05 if untitled else 0.02) * len(document.truth.amounts)
