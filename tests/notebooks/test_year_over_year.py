"""What the cells of year_over_year.ipynb compute: one document, and two of one department made from it."""

import hashlib
import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from cells import code, run

from jianghan_lib.base import paths

JIANGHAN, WUHAN, DONGXIHU = "jianghan-2024-final", "wuhan-2023-final", "dongxihu-2025-budget"


def ran(document: str, lang: str = "zh") -> tuple[dict, str]:
    return run("year_over_year", document_id=document, lang=lang)


def test_the_whole_in_two_years() -> None:
    first = ran(JIANGHAN)[0]["totals"].iloc[0]
    assert [round(first[name], 2) for name in ("prior_amount", "amount", "change")] == [12910.02, 10238.96, -2671.06]
    assert "收支总计：2023年12,910.02万元，2024年10,238.96万元，减少2,671.06万元（-20.7%）。" in ran(JIANGHAN)[1]


@pytest.mark.parametrize(("document", "checked"), [(JIANGHAN, 7), (WUHAN, 5), (DONGXIHU, 18)])
def test_printed_rates_agree_with_their_figures(document: str, checked: int) -> None:
    names = ran(document)[0]
    assert len(names["checked"]) == checked and names["wrong"].empty


def test_contributions_add_up_to_the_change_of_the_total() -> None:
    parts = ran(DONGXIHU)[0]["parts"].set_index("name")
    assert round(parts["change_contribution"].drop("total").sum(), 6) == round(-172.77 / 8371.59, 6)
    assert round(parts.loc["not_stated", "change"], 2) == -541.24


def test_three_years_that_a_document_lists() -> None:
    series = ran(DONGXIHU)[0]["series"]
    assert series.loc["支出合计"].tolist() == [20638.21, 13371.59, 12198.82] and len(series) == 13
    assert list(series.columns) == ["2023?", "2024", "2025"]  # the form does not say what those of 2023 are
    assert "文件没有说2023年的数是预算还是决算" in ran(DONGXIHU)[1]
    assert "人社局人力资源服务费工作经费" not in series.index  # 235 is what was applied for


def test_the_widest_total_comes_first_and_the_part_named_as_cause() -> None:
    text = ran(DONGXIHU)[1]
    assert "收支总预算：2024年13,371.59万元，2025年12,198.82万元，减少1,172.77万元（-8.8%）。" in text
    assert "文件指出收支总预算变化（-1,172.77万元）中的部分：其他收入-1,000.00万元（占85.3%）。" in text
    assert "一般公共预算拨款变化-172.77万元（-2.1%）" in text and "另外-1,000.00万元不在一般公共预算拨款之内" in text


def test_a_total_without_special_funds_is_no_project() -> None:
    names, text = ran("jiangan-2020-final")
    assert names["projects"].empty and len(names["totals"]) == 5
    assert "收支总计（剔除财政专项资金） | 2019 | 2020 | 1,881.02 | 2,704.48" in text
    assert "印为增长4.53%，重算4.525%" in text


def test_a_budget_against_what_was_executed_is_apart_from_the_changes_of_budgets() -> None:
    names, text = ran("wanli-2024-budget")
    rows = names["executed"].set_index("code")
    assert rows.loc["2010507", ["prior_amount", "amount", "change"]].tolist() == [60.13, 25.77, -34.36]
    budgets = names["subjects"].set_index("item")  # 2013202: 65.69 in the budget of 2023, of which 60.79 was executed
    assert (rows.loc["2013202", "prior_amount"], budgets.loc["2013202", "prior_amount"]) == (60.79, 65.69)
    assert "33项预算是与上年执行数比的，差额最大的是“其他城乡社区支出”（-900.44万元）" in text
    assert "有20个可以与那一年的文件印出的数对照，全部一致" in text  # what was executed is not held against the budget of its year


@pytest.mark.parametrize(("year", "later"), [(2023, 2024), (2023, 2025), (2024, 2025)])
def test_a_later_document_to_compare_with_is_the_one_to_ask(year: int, later: int) -> None:
    own, other = f"wanli-{year}-budget", f"wanli-{later}-budget"
    with pytest.raises(SystemExit, match=f"^{other}是{later}年的，晚于{own}（{year}年）"):
        run("year_over_year", document_id=own, other_document_id=other)
    if later == 2024:
        return
    text = run("year_over_year", document_id=other, other_document_id=own)[1]
    assert f"从{year}年到{later}年变化最大的是" in text


def test_without_a_price_index_nothing_is_real() -> None:
    assert ran(JIANGHAN)[0]["real"]["real_amount"].isna().all()


def register(folder: Path) -> None:
    """Writes bytes and hash of each table into the register, as a build does."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        content = (folder / resource["path"]).read_bytes()
        resource |= {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")


def earlier(rows: pd.DataFrame, table: str, year: int, stated: str) -> pd.DataFrame:
    """The rows of a document as if of an earlier year, which prints another total than the later ones say of it."""
    own = rows[rows["document_id"] == JIANGHAN].assign(document_id=f"jianghan-{year}-final")
    if table == "documents":
        own["fiscal_year"] = str(year)
    if table == "changes":
        own = own.assign(year=str(year), prior_year=str(year - 1), amount=own["prior_amount"], prior_amount_at="")
        own.loc[own["item"] == "revenue_and_expenditure", "amount"] = stated
    return own


@pytest.fixture(params=[{2023: "12900.02"}, {2023: "12900.02", 2022: "12800.02"}], ids=["two", "three"])
def family(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[int, str]:
    """The data with documents of the years before."""
    shutil.copytree(paths.data_dir() / "processed", tmp_path / "processed")
    for table in ("documents", "changes", "amounts"):
        file = tmp_path / "processed" / f"{table}.csv"
        rows = pd.read_csv(file, dtype=str, keep_default_na=False)
        pd.concat([rows, *(earlier(rows, table, *one) for one in request.param.items())]).to_csv(file, index=False)
    register(tmp_path / "processed")
    monkeypatch.setenv("JIANGHAN_DATA", str(tmp_path))
    return request.param


def test_documents_that_contradict_each_other_say_so_first(family: dict[int, str]) -> None:
    run.cache_clear()
    names, text = ran(JIANGHAN)
    run.cache_clear()
    columns = ["item", "year", "printed_then", "said_in_year", "said_later", "discrepancy"]
    wrong = [
        ["revenue_and_expenditure", 2022, 12800.02, 2023, 12910.02, 110.0],
        ["revenue_and_expenditure", 2023, 12900.02, 2024, 12910.02, 10.0],
    ]
    wrong = [row for row in wrong if row[1] in family]
    assert names["both"].head(len(wrong))[columns].values.tolist() == wrong
    assert set(names["both"]["discrepancy"].iloc[len(wrong) :]) == {0.0}
    # Each place names its document: two stand side by side.
    places = names["both"][["printed_then_at", "said_later_at"]].stack()
    assert places[places != ""].str.fullmatch(r"[a-z0-9-]+ L\d+").all()
    assert f"其中{len(wrong)}个不一致" in text and f"※相差+{wrong[0][-1]:.2f}万元" in text
    assert [name for name in names["joined"].columns if name.isdecimal()] == [str(year) for year in sorted({*family, 2024})]
    assert names["joined"]["change"].abs().max() == 0


@pytest.mark.parametrize("document", [JIANGHAN, WUHAN, DONGXIHU])
def test_nothing_shown_in_english_is_an_identifier(document: str) -> None:
    assert [word for word in ran(document, "en")[1].split() if "_" in word] == [] and "万元" not in ran(document, "en")[1]


def once_more(cell: str, latest: pd.DataFrame) -> dict:
    """A cell of the notebook, run again with other rows."""
    names = dict(ran(DONGXIHU)[0], latest=latest)
    exec(next(source for name, _, source in code("year_over_year") if name == cell), names)
    return names


def test_a_change_told_of_class_section_and_item_is_counted_once() -> None:
    latest = ran(DONGXIHU)[0]["latest"]
    item = latest[latest["item"] == "2080106"]
    above = [item.assign(item=one) for one in ("208", "20801")]
    assert len(once_more("subjects", pd.concat([latest, *above]))["subjects"]) == 14


def test_a_document_that_prints_no_rate_is_none_that_fails() -> None:
    assert once_more("checks", ran(DONGXIHU)[0]["latest"].assign(rate_printed=""))["checked"].empty


def test_a_reason_told_of_a_total_that_changes_as_the_whole_does_counts_for_it() -> None:
    names, text = ran("wanli-2025-budget")
    assert "文件给出的原因：项目或项目经费增减。" in text and "没有说明收支总预算" not in text
    assert names["subjects"]["name"].is_unique and "没有逐项比较的科目" not in text
