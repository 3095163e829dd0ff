"""Change in depth: contributions that add up, real terms by a given index, documents joined by code, series."""

import pandas as pd
import pytest
from tables_of import DOCUMENTS, change, frame, made, of

from jianghan_lib import documents
from jianghan_lib.analysis import comparisons
from jianghan_lib.analysis.frames import exact
from jianghan_lib.showing.charts import comparisons as charts
from jianghan_lib.showing.sentences import comparisons as say

BUDGET = "dongxihu-2025-budget"


def test_contributions_add_up_to_the_rate_of_the_total() -> None:
    parts = comparisons.contributions(of(BUDGET))
    total = parts.iloc[-1]
    assert (total["prior_amount"], total["change"]) == (8371.59, -172.77)
    assert parts["points"].iloc[:-1].sum() == pytest.approx(total["points"], abs=1e-12)
    assert total["points"] == pytest.approx(-172.77 / 8371.59)
    rest = parts[parts["part"] == "unexplained"].iloc[0]
    assert (rest["name"], rest["change"]) == ("not_stated", -541.24)
    first = parts.iloc[0]
    assert (first["code"], first["points"]) == ("2082501", pytest.approx(237.78 / 8371.59))


def test_a_class_is_known_where_all_its_items_are() -> None:
    classes = comparisons.class_contributions(of(BUDGET))
    assert classes["code"].tolist()[:-2] == ["221", "210"]  # 201 and 208 have items without a stated change
    assert classes["points"].iloc[:-1].sum() == pytest.approx(classes["points"].iloc[-1], abs=1e-12)
    assert classes.set_index("code").loc["210", "change"] == exact(-0.46 + 5.01 + 1.07)


def test_a_class_beside_its_items_is_not_counted_twice() -> None:
    rows = [change("expenditure", 100, 120), change("208", 60, 70), change("20801", 60, 70), change("2080101", 60, 70)]
    tables = made(changes=rows)
    assert comparisons.contributions(tables)["code"].tolist() == ["2080101", "", ""]
    assert comparisons.class_contributions(tables)["code"].tolist() == ["208", "", ""]
    assert comparisons.contributions(tables)["points"].tolist() == [0.1, 0.1, 0.2]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_where_only_totals_are_known_it_is_said(lang: str) -> None:
    for document in (name for name in DOCUMENTS if name != BUDGET):
        tables = of(document)
        assert comparisons.contributions(tables).empty and comparisons.class_contributions(tables).empty
        assert charts.contributions(comparisons.contributions(tables), lang) is None
        assert say.contributions(tables, lang) and "{" not in say.contributions(tables, lang)[0]
    assert say.contributions(made(), lang) and say.series(made(), lang) and say.real(made(), 103, lang)


def test_real_terms_only_with_an_index() -> None:
    rows = made(changes=[change("expenditure", 100, 105)])["changes"].assign(part="row")
    found = comparisons.real(rows, 102).iloc[0]
    assert found[["real_amount", "real_change"]].tolist() == [102.941176, 2.941176]
    assert found["real_rate"] == pytest.approx(105 / 102 * 100 / 100 - 1, abs=1e-7)
    assert comparisons.real(rows, 0.0).empty and comparisons.real(rows.head(0), 102).empty
    assert "名义金额" in say.real(of(BUDGET), 0.0, "zh") and "2024年=100，2025年=102" in say.real(of(BUDGET), 102, "zh")


def test_the_budget_s_own_three_years() -> None:
    found = comparisons.series(of(BUDGET)).set_index("name")
    assert len(found) == 14
    assert found.loc["revenue", ["2023", "2024", "2025"]].tolist() == [20638.21, 13371.59, 12198.82]
    assert found.loc["党建", ["2023", "2024", "2025"]].tolist() == [2.3, 1.6, 1.6]
    assert round(found.loc["党建", "change"], 6) == -0.7 and found["change"].abs().is_monotonic_decreasing
    assert charts.series(comparisons.series(of(BUDGET)), "zh")
    assert comparisons.series(of("jianghan-2024-final")).empty


def tables_with(document: str, **items: tuple[str, float]) -> dict[str, pd.DataFrame]:
    """A document whose table F05 prints these items: code without its first sign -> name and total."""
    rows = [
        {"table": "F05", "row": row, "level": "item", "code": code[1:], "name": name, "measure": "total",
         "amount": amount, "line": row}
        for row, (code, (name, amount)) in enumerate(items.items(), start=1)
    ]  # fmt: skip
    tables = made(amounts=rows)
    tables["documents"] = frame("documents", {"document_id": document, "fiscal_year": 2024, "department": "甲局",
                                              "kind": "final_account", "scope": "department"})  # fmt: skip
    return tables


def test_two_documents_are_joined_by_code_with_what_was_renamed_or_moved() -> None:
    before = tables_with("a", c2080101=("行政运行", 10.0), c2080102=("一般事务", 5.0), c2080105=("劳动监察", 4.0),
                         c2080199=("其他", 1.0))  # fmt: skip
    now = tables_with("b", c2080101=("行政运行", 12.0), c2080102=("一般行政管理事务", 6.0), c2080155=("劳动监察", 3.0),
                      c2210201=("住房公积金", 2.0))  # fmt: skip
    found = comparisons.joined(now, before)
    rows = found[found["part"] == "row"].set_index("code")
    assert rows["status"].to_dict() == {
        "2080101": "", "2210201": "new", "2080102": "renamed", "2080155": "moved", "2080199": "gone",
    }  # fmt: skip
    assert rows.loc["2080102", "prior_name"] == "一般事务" and rows.loc["2080155", "prior_code"] == "2080105"
    assert rows["change"].to_dict() == {"2080101": 2, "2210201": 2, "2080102": 1, "2080155": -1, "2080199": -1}
    assert found.iloc[-1][["prior_amount", "amount", "change", "change_rate"]].tolist() == [20, 23, 3, 0.15]
    assert rows["points"].sum() == pytest.approx(0.15)
    assert "改名的1项，换编码的1项，新增的1项，不再有的1项" in say.two_documents(found, "a", "zh")[1]


def test_a_name_that_two_codes_have_is_not_said_to_have_moved() -> None:
    before = tables_with("a", c2080101=("行政运行", 10.0), c2080201=("行政运行", 5.0))
    now = tables_with("b", c2010101=("行政运行", 12.0))
    assert set(comparisons.joined(now, before)["status"]) == {"new", "gone", ""}


def test_a_document_is_not_joined_with_itself_or_with_one_without_tables() -> None:
    one, other = tables_with("a", c2080101=("行政运行", 10.0)), tables_with("b")
    assert comparisons.joined(one, one).empty and comparisons.joined(one, other).empty
    assert len(say.two_documents(comparisons.joined(one, other), "b", "zh")) == 1


def test_the_other_year_is_that_of_the_same_department_unless_named() -> None:
    rows = [{"document_id": f"d{year}", "department": "甲局", "kind": "final_account", "scope": "department",
             "fiscal_year": year} for year in (2019, 2022, 2024)]  # fmt: skip
    rows += [{**rows[0], "document_id": "x", "department": "乙局", "fiscal_year": 2023}]
    known = frame("documents", *rows)
    assert [comparisons.other_year(known, f"d{year}", "") for year in (2019, 2022, 2024)] == ["d2022", "d2024", "d2022"]
    assert comparisons.other_year(known, "x", "") == "" and comparisons.other_year(known, "x", "d2019") == "d2019"
    assert {comparisons.other_year(documents(), name, "") for name in DOCUMENTS} == {""}
