"""The cells of peer_comparison.ipynb, for three documents of different kinds; figures read in the documents."""

import pytest
from cells import run


@pytest.mark.parametrize("document", ["jianghan-2024-final", "dongxihu-2025-budget", "jiangan-2020-final"])
def test_the_same_figures_whichever_document_is_compared(document: str) -> None:
    cells = run("peer_comparison", document_id=document)[0]
    whole = cells["composition"]["total"].round(2).to_dict()
    assert whole["wuhan-2023-final"] == 84015.98  # expenditure of all funds, not the 82,004.19 of appropriations
    assert whole["dongxihu-2025-budget"] == 12198.82
    assert cells["composition"].loc["jianghan-2024-final", "from"] == "from_table"
    assert cells["composition"].loc["jiangan-2020-final", "from"] == "from_text"  # it publishes no tables
    rates = cells["rates"].round(3)
    assert rates.loc["jianghan-2024-final", ["completion_rate", "execution_rate"]].tolist() == [1.531, 0.829]
    assert rates.loc["jiangan-2020-final", ["completion_rate", "rate_without_special_funds"]].tolist() == [9.845, 1.577]
    assert rates.loc["wuhan-2023-final", ["funds", "rate_of_all_funds"]].tolist() == ["fiscal_appropriation", 1.266]
    assert rates.loc["jianghan-2024-final", "funds"] == rates.loc["jiangan-2020-final", "funds"] == "all_funds"
    assert "dongxihu-2025-budget" not in rates.index  # a budget has no outturn
    assert cells["three_public"]["per_wan"].round(2).to_dict()["wedz-2024-final"] == 6.18  # 8.86 of 14,346.05
    assert cells["names"][document].startswith("★ ")
    # Where each was read, so that no printed figure is called computed.
    assert rates.loc["jianghan-2024-final", ["initial_budget_at", "outturn_at"]].tolist() == ["L513", "L513"]
    assert cells["composition"].loc["jianghan-2024-final", "total_at"] == "L221"  # 合计 of F03
    assert cells["three_public"].loc["jianghan-2024-final", ["three_public_at", "total_at"]].tolist() == ["L445", "L221"]
