"""Departments side by side: each figure recomputed from the tables, and in what the documents are not alike."""

import pandas as pd
import pytest
from tables_of import DOCUMENTS

from jianghan_lib import documents, load
from jianghan_lib.analysis import auditing, peers
from jianghan_lib.showing.charts import peers as charts
from jianghan_lib.showing.sentences import peers as say

OWN = "jianghan-2024-final"


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return peers.select({name: load(name) for name in peers.TABLES}, auditing.peers(documents(), OWN))


def of(frame: pd.DataFrame, part: str) -> pd.Series:
    return frame[frame["name"].str.contains(part)].iloc[0]


def test_the_document_stands_first_with_a_star_and_the_budget_last(tables: dict[str, pd.DataFrame]) -> None:
    frame = peers.facts(tables, OWN)
    assert frame["name"].str.startswith(auditing.OWN).tolist() == [True, False, False, False, False]
    assert frame["kind"].tolist()[-1] == "budget"
    assert {name: len(found) for name, found in peers.unlike(tables, OWN).items()} == {
        "kind": 1, "scope": 1, "tier": 1, "fiscal_year": 3,
    }  # fmt: skip


def test_shares_are_those_of_the_tables(tables: dict[str, pd.DataFrame]) -> None:
    amounts = load("amounts", OWN)
    total = amounts[(amounts["table"] == "F03") & (amounts["level"] == "total")].set_index("measure")["amount"]
    own = peers.composition(tables, OWN).iloc[0]
    assert own["total"] == total["total"]
    assert own[["basic_share", "project_share"]].tolist() == [
        total["basic"] / total["total"],
        total["project"] / total["total"],
    ]
    sums = peers.classes(tables, OWN).groupby("name")["share"].sum()
    assert len(sums) == len(DOCUMENTS) and sums.to_numpy() == pytest.approx(1)
    assert peers.classes(tables, OWN)["class"].nunique() == peers.CLASSES + 1


def test_three_public_expenses_of_every_ten_thousand(tables: dict[str, pd.DataFrame]) -> None:
    frame = peers.three_public(tables, OWN)
    own = of(frame, auditing.OWN)
    assert (own["three_public"], own["total"]) == (0.48, 10238.96)
    assert own["per_wan"] == pytest.approx(0.48 / 10238.96 * 10_000)
    assert len(frame) == len(DOCUMENTS) and frame["per_wan"].is_monotonic_increasing
    place, count = peers.place(frame, "per_wan")
    assert (place, count) == ((frame["per_wan"] < own["per_wan"]).sum() + 1, len(frame))


def test_rates_are_those_of_the_single_notebooks(tables: dict[str, pd.DataFrame]) -> None:
    frame = peers.rates(tables, OWN)
    own = of(frame, auditing.OWN)
    assert own["completion_rate"] == pytest.approx(10238.96 / 6689.82)
    assert own["execution_rate"] == pytest.approx(8784.42 / 10593.2)
    assert len(frame) == len(DOCUMENTS) - 1  # the budget has neither


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_document_can_be_the_one_compared(document: str, lang: str) -> None:
    tables = peers.select({name: load(name) for name in peers.TABLES}, auditing.peers(documents(), document))
    texts = [*say.whom(tables, document, 5, lang), say.composition(tables, document, lang),
             say.classes(tables, document, lang), *say.rates(tables, document, lang),
             say.three_public(tables, document, lang), *say.limits(tables, document, lang)]  # fmt: skip
    assert all("nan" not in text and "{" not in text for text in texts)
    assert sum(bool(text) for text in texts) > 8
    assert charts.rates(peers.rates(tables, document), lang) and charts.classes(peers.classes(tables, document), lang)


def test_one_document_alone_is_told_so(tables: dict[str, pd.DataFrame]) -> None:
    alone = peers.select(tables, [OWN])
    assert len(say.whom(alone, OWN, 1, "zh")) == 1
    assert charts.composition(peers.composition(alone, OWN), "zh")
    budget = peers.select(tables, ["dongxihu-2025-budget"])
    assert charts.rates(peers.rates(budget, "dongxihu-2025-budget"), "zh") is None
    assert peers.place(peers.rates(budget, "dongxihu-2025-budget"), "completion_rate") == (0, 0)
