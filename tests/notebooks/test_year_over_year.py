"""What the cells of year_over_year.ipynb compute: one document, and two of one department made from it."""

import hashlib
import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from cells import run

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
    assert round(parts["contribution"].drop("total").sum(), 6) == round(-172.77 / 8371.59, 6)
    assert round(parts.loc["not_stated", "change"], 2) == -541.24


def test_three_years_that_a_document_lists() -> None:
    series = ran(DONGXIHU)[0]["series"]
    assert series.loc["支出合计"].tolist() == [20638.21, 13371.59, 12198.82] and len(series) == 14


def test_without_a_price_index_nothing_is_real() -> None:
    assert ran(JIANGHAN)[0]["real"]["real_amount"].isna().all()


def register(folder: Path) -> None:
    """Writes bytes and hash of each table into the register, as a build does."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        content = (folder / resource["path"]).read_bytes()
        resource |= {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")


@pytest.fixture
def two_years(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The data with a document of the year before, which prints another total than the later one says of it."""
    shutil.copytree(paths.data_dir() / "processed", tmp_path / "processed")
    for table in ("documents", "changes", "amounts"):
        file = tmp_path / "processed" / f"{table}.csv"
        rows = pd.read_csv(file, dtype=str, keep_default_na=False)
        own = rows[rows["document_id"] == JIANGHAN].assign(document_id="jianghan-2023-final")
        if table == "documents":
            own["fiscal_year"] = "2023"
        if table == "changes":
            own = own.assign(year="2023", prior_year="2022", amount=own["prior_amount"], prior_amount_at="")
            own.loc[own["item"] == "revenue_and_expenditure", "amount"] = "12900.02"
        pd.concat([rows, own]).to_csv(file, index=False)
    register(tmp_path / "processed")
    monkeypatch.setenv("JIANGHAN_DATA", str(tmp_path))
    return JIANGHAN


def test_two_documents_that_contradict_each_other_say_so_first(two_years: str) -> None:
    run.cache_clear()
    names, text = ran(two_years)
    run.cache_clear()
    first = names["both"].iloc[0]
    assert (first["item"], first["printed_then"], first["said_later"]) == ("revenue_and_expenditure", 12900.02, 12910.02)
    assert names["both"]["difference"].tolist()[1:] == [0.0] * (len(names["both"]) - 1)
    assert "有1个不一致" in text and "※相差+10.00万元" in text
    assert names["joined"]["change"].abs().max() == 0


@pytest.mark.parametrize("document", [JIANGHAN, WUHAN, DONGXIHU, "wedz-2024-final", "jiangan-2020-final"])
def test_nothing_shown_in_english_is_an_identifier(document: str) -> None:
    assert [word for word in ran(document, "en")[1].split() if "_" in word] == []
