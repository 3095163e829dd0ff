"""Two documents of one department for neighbouring years: each year's amount comes from its own document."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from whole_way import raw_of

from jianghan_lib.base.rows import ChangeRow
from jianghan_lib.build.years import Year, join_years, year_of
from jianghan_lib.forms.records import Raw
from jianghan_lib.pipeline.build import build_document
from jianghan_lib.specimens import LAYOUTS, Facts, Vices, invent

Tables = dict[str, list[dict[str, Any]]]
FIRST = replace(invent(3), year=2022, scope="department")
SECOND = replace(
    invent(5),
    **{name: getattr(FIRST, name) for name in ("department", "short", "city", "district", "admin_code", "scope")},
)

RECORDS: dict[str, Raw] = {}  # of texts that several tests read


def printed(folder: Path, *years: tuple[Facts, int], narrative: bool = False) -> list[Tables]:
    """Facts, each printed for a year -> its tables; without a narrative no document compares years itself."""
    made = []
    for number, (facts, year) in enumerate(years):
        text = LAYOUTS["markdown"](replace(facts, year=year), Vices()).text
        if text not in RECORDS:
            RECORDS[text] = raw_of(text, folder)
        raw = RECORDS[text]
        made.append(build_document(f"document-{number}", raw if narrative else {**raw, "statements": []}))
    return made


def years(folder: Path, *pairs: tuple[Facts, int]) -> list[Year]:
    return [year_of(tables) for tables in printed(folder, *pairs)]


def items(rows: Sequence[ChangeRow]) -> dict[str, dict[str, Any]]:
    return {row.item: vars(row) for row in rows}


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    rows, findings = join_years(years(tmp_path_factory.mktemp("pair"), (FIRST, 2022), (SECOND, 2023)))
    assert findings == []
    return items(rows)


def test_totals_of_both_years_are_compared(joined: dict[str, dict[str, Any]]) -> None:
    row = joined["revenue_and_expenditure"]
    assert (row["prior_year"], row["year"], row["basis"]) == (2022, 2023, "two_documents")
    assert (row["prior_amount"], row["amount"]) == (FIRST.grand_total, SECOND.grand_total)
    assert row["change"] == SECOND.grand_total - FIRST.grand_total
    assert row["document_id"] == "document-1"


def test_subjects_that_both_years_print_are_compared(joined: dict[str, dict[str, Any]]) -> None:
    amounts = [{item.code: item.general for item in facts.items} for facts in (FIRST, SECOND)]
    both = {code for code in amounts[0] if code in amounts[1] and amounts[0][code] and amounts[1][code]}
    assert both
    assert {code: (joined[code]["prior_amount"], joined[code]["amount"]) for code in both} == {
        code: (amounts[0][code], amounts[1][code]) for code in both
    }


def test_what_the_later_document_compares_itself_is_not_told_twice(tmp_path: Path) -> None:
    prior = {**SECOND.prior, "revenue_and_expenditure": FIRST.grand_total, "expenditure": Decimal("1.00")}
    documents = printed(tmp_path, (FIRST, 2022), (replace(SECOND, prior=prior), 2023), narrative=True)
    rows, findings = join_years(year_of(one) for one in documents)
    assert not items(rows).keys() & {row["item"] for row in documents[1]["changes"]}
    said = {one["where"]: one for one in findings}
    assert "收支总计" not in said
    assert said["支出合计"]["rule"] == "prior_year_restated"
    assert said["支出合计"]["printed"] == "1.00"


def test_years_that_are_no_neighbours_are_not_compared(tmp_path: Path) -> None:
    assert join_years(years(tmp_path, (FIRST, 2021), (SECOND, 2023))) == ([], [])


def test_departments_of_different_names_are_not_compared(tmp_path: Path) -> None:
    other = replace(SECOND, department=f"{FIRST.city}{FIRST.district}档案馆")
    assert join_years(years(tmp_path, (FIRST, 2022), (other, 2023))) == ([], [])


def test_a_department_without_units_is_the_same_whatever_its_scope_is_called(tmp_path: Path) -> None:
    made = years(tmp_path, (FIRST, 2022), (SECOND, 2023))
    scopes = [
        replace(one, document=replace(one.document, scope=scope))
        for one, scope in zip(made, ("alone", "department"), strict=True)
    ]
    assert items(join_years(scopes)[0]).keys() == items(join_years(made)[0]).keys() != set()
    unclear = [replace(one, document=replace(one.document, scope="unclear")) for one in made]
    assert join_years(unclear)[0] == []
    unit = replace(made[1], document=replace(made[1].document, scope="unit"))
    assert join_years([made[0], unit]) == ([], [])


def test_a_year_that_two_documents_claim_is_not_compared_and_said(tmp_path: Path) -> None:
    rows, findings = join_years(years(tmp_path, (FIRST, 2022), (SECOND, 2023), (FIRST, 2023)))
    assert rows == []
    assert [(one["rule"], one["document_id"]) for one in findings] == [
        ("year_claimed_twice", "document-1"),
        ("year_claimed_twice", "document-2"),
    ]


def test_what_a_budget_is_compared_with_as_executed_is_no_budget_of_that_year(tmp_path: Path) -> None:
    documents = printed(tmp_path, (FIRST, 2022), (SECOND, 2023), narrative=True)
    before, _ = join_years(year_of(one) for one in documents)
    stated = next(row for row in documents[1]["changes"] if row["item"] == "revenue_and_expenditure")
    stated["basis"] = "prior_year_outturn"
    after, findings = join_years(year_of(one) for one in documents)
    assert items(after).keys() - items(before).keys() == {"revenue_and_expenditure"}
    assert not [one for one in findings if one["where"] == stated["name"]]


def test_of_many_documents_of_a_year_five_are_named_and_the_others_counted(tmp_path: Path) -> None:
    (one,) = years(tmp_path, (FIRST, 2022))
    many = [replace(one, document=replace(one.document, document_id=f"document-{number}")) for number in range(200)]
    _, findings = join_years(many)
    assert len(findings) == 200
    assert "(document-0, document-1, document-3, document-4, document-5, +194)" in findings[2]["message_en"]
    assert "(document-0, document-1, document-2, document-3, document-4, +194)" in findings[199]["message_en"]
