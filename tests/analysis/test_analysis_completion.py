"""Budget completion: the figures of the five documents, and what contradictory or thin documents give."""

import pandas as pd
import pytest
from tables_of import DOCUMENTS, made, of, subject, whole

from jianghan_lib.analysis import completion, structure
from jianghan_lib.analysis.frames import exact

FINAL = [name for name in DOCUMENTS if name.endswith("final")]


@pytest.mark.parametrize(
    ("document", "budget", "outturn", "rate", "subjects", "no_budget"),
    [
        ("jianghan-2024-final", 6689.82, 10238.96, 1.531, 23, 6),
        ("wuhan-2023-final", 60960.94, 82004.19, 1.345, 28, 5),
        ("wedz-2024-final", 23033.91, 14346.05, 0.623, 24, 3),
        ("jiangan-2020-final", 1715.21, 16886.22, 9.845, 4, 1),
    ],
)
def test_the_whole_of_each_final_account(
    document: str, budget: float, outturn: float, rate: float, subjects: int, no_budget: int
) -> None:
    found = completion.summary(of(document))
    assert (found["initial_budget"], found["outturn"]) == (budget, outturn)
    assert round(found["completion_rate"], 3) == rate
    assert (found["subjects"], found["no_budget"]) == (subjects, no_budget)
    assert found["above"] + found["below"] <= subjects


@pytest.mark.parametrize("document", FINAL)
@pytest.mark.parametrize("analysis", [completion.by_class, completion.by_item])
def test_rows_and_the_unexplained_rest_add_up_to_the_total(document: str, analysis) -> None:
    frame = analysis(of(document))
    rows, total = frame[frame["part"] != "total"], frame.iloc[-1]
    for name in ("initial_budget", "outturn", "deviation"):
        assert exact(rows[name].sum()) == total[name]
    if completion.unexplained_share(of(document)) > completion.MOST_UNEXPLAINED:
        assert document == "wedz-2024-final" and frame["contribution"].isna().all()
        return
    assert rows["contribution"].sum() == pytest.approx(1, abs=1e-12)
    assert total["contribution"] == 1


@pytest.mark.parametrize(
    ("document", "name", "budget", "outturn", "deviation"),
    [
        ("jianghan-2024-final", "unexplained", -8.08, 0, 8.08),
        ("wedz-2024-final", "unexplained", -5159.39, -0.01, 5159.38),
        ("wuhan-2023-final", "rounding", -0.02, 0, 0.02),
    ],
)
def test_what_does_not_add_up_keeps_a_row_of_its_own(
    document: str, name: str, budget: float, outturn: float, deviation: float
) -> None:
    tables = of(document)
    frame = completion.by_item(tables)
    row = frame[frame["part"] == "unexplained"].iloc[0]
    assert row[["name", "initial_budget", "outturn", "deviation"]].tolist() == [name, budget, outturn, deviation]
    steps = completion.drivers(tables)
    assert steps.loc[steps["part"] == "unexplained", "amount"].tolist() == [deviation]


def test_where_subjects_add_up_there_is_no_such_row() -> None:
    assert "unexplained" not in set(completion.by_item(of("jiangan-2020-final"))["part"])


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_steps_lead_from_the_first_level_to_the_last(document: str) -> None:
    frame = completion.drivers(of(document))
    assert frame["part"].iloc[[0, -1]].tolist() == ["total", "total"]
    assert exact(frame["amount"].iloc[:-1].sum()) == frame["amount"].iloc[-1]


def test_the_classes_of_a_document_whose_text_gives_items() -> None:
    frame = completion.by_class(of("jianghan-2024-final")).set_index("code")
    assert frame.loc["208", ["subjects", "initial_budget", "outturn", "table_outturn"]].tolist() == [
        17, 6394.99, 9961.36, 9961.36,
    ]  # fmt: skip
    assert set(frame.index) == {"208", "210", "213", "221", ""}


@pytest.mark.parametrize("document", ["jianghan-2024-final", "wuhan-2023-final", "wedz-2024-final"])
def test_the_classes_agree_with_table_f05(document: str) -> None:
    frame = completion.by_class(of(document))
    rows = frame[frame["part"] == "row"]
    assert (rows["outturn"] - rows["table_outturn"]).abs().max() < 0.005


def test_a_second_basis_stands_beside_the_first() -> None:
    tables = of("jiangan-2020-final")
    totals = completion.whole(tables).set_index("name")
    assert totals.loc["excluding_special_funds", ["initial_budget", "outturn"]].tolist() == [1715.21, 2704.48]
    classes = completion.by_class(tables).set_index("code")["outturn_excluding"]
    assert classes["208"] == 1507.36 and classes.loc[["210", "211", "221"]].isna().all()
    assert classes[""] == 2704.48


def test_items_stand_by_the_size_of_their_deviation_with_names_that_tell_them_apart() -> None:
    frame = completion.by_item(of("wedz-2024-final"))
    rows = frame[frame["part"] == "row"]
    assert rows["deviation"].abs().is_monotonic_decreasing
    assert rows["name"].is_unique
    assert rows["name"].iloc[0] == "一般行政管理事务（组织事务）"


def test_spending_without_an_initial_budget() -> None:
    frame = completion.unbudgeted(of("jianghan-2024-final"))
    assert frame[["name", "outturn"]].iloc[[0, -1]].to_numpy().tolist() == [
        ["社会保险补贴", 3830.8],
        ["total", 3985.73],
    ]
    assert frame["share"].iloc[-1] == pytest.approx(3985.73 / 10238.96)


def test_a_budget_shows_its_structure_and_its_change() -> None:
    tables = of("dongxihu-2025-budget")
    assert not completion.has_outturn(tables)
    assert completion.whole(tables)[["name", "amount"]].to_numpy().tolist() == [
        ["basic", 1873.09], ["project", 10325.73], ["total", 12198.82],
    ]  # fmt: skip
    classes, items = completion.by_class(tables), completion.by_item(tables)
    assert (len(classes), classes["total"].iloc[-1], len(items), items["total"].iloc[-1]) == (5, 12198.82, 18, 8198.82)
    assert items["change"].notna().sum() == 14
    assert completion.unbudgeted(tables)["amount"].tolist() == [8198.82, 4000, 12198.82]
    steps = completion.drivers(tables).set_index("name")["amount"]
    assert (steps["last_year"], steps["not_stated"], steps["this_year"]) == (8371.59, -541.24, 8198.82)
    assert completion.drivers_total(tables) == "fiscal_budget"


def test_a_class_whose_items_are_there_is_not_counted_twice() -> None:
    rows = [
        whole(30, 40),
        subject("", 20, 25, level="class", section_name=""),
        subject("", 20, 25, level="section"),
        subject("甲项", 20, 25),
        subject("", 10, 15, level="class", class_name="乙类", section_name=""),
    ]
    lowest = completion.lowest(made(completion=rows)["completion"])
    assert lowest["class_name"].tolist() == ["甲类", "乙类"]
    assert completion.by_item(made(completion=rows))["outturn"].tolist() == [25, 15, 40]


def test_an_initial_budget_of_zero_has_no_rate_but_a_contribution() -> None:
    frame = completion.by_item(made(completion=[whole(10, 30), subject("甲", 10, 10), subject("乙", 0, 20)]))
    row = frame[frame["name"] == "乙"].iloc[0]
    assert pd.isna(row["completion_rate"]) and row["contribution"] == 1


def test_no_deviation_at_all_gives_no_contribution() -> None:
    frame = completion.by_item(made(completion=[whole(10, 10), subject("甲", 10, 10)]))
    assert frame["contribution"].isna().all() and frame["deviation"].tolist() == [0, 0]


def test_an_outturn_that_is_not_printed_is_not_zero() -> None:
    frame = completion.by_item(made(completion=[whole(20, 30), subject("甲", 10, 30), subject("乙", 10, None)]))
    row = frame[frame["name"] == "乙"].iloc[0]
    assert pd.isna(row["outturn"]) and pd.isna(row["deviation"])
    assert exact(frame["outturn"].iloc[:-1].sum()) == frame["outturn"].iloc[-1] == 30


def test_without_a_stated_total_the_subjects_are_the_total() -> None:
    found = completion.summary(made(completion=[subject("甲", 10, 15), subject("乙", 20, 10)]))
    assert (found["initial_budget"], found["outturn"], found["deviation"]) == (30, 25, -5)


def test_a_total_without_subjects_is_unexplained_as_a_whole() -> None:
    tables = made(completion=[whole(10, 30)])
    assert completion.by_item(tables)["part"].tolist() == ["unexplained", "total"]
    assert completion.drivers(tables)["amount"].tolist() == [10, 20, 30]


def test_a_document_without_any_table_gives_empty_frames() -> None:
    tables = made()
    for analysis in (
        completion.whole,
        completion.by_class,
        completion.by_item,
        completion.unbudgeted,
        completion.drivers,
    ):
        assert analysis(tables)[lambda frame: frame["part"] == "row"].empty


def test_small_deviations_are_one_step_together() -> None:
    rows = [whole(0, 55), *(subject(f"项{size}", 0, size) for size in range(1, 11))]
    frame = completion.drivers(made(completion=rows), largest=3)
    assert frame[["name", "amount"]].to_numpy().tolist()[1:-1] == [["项10", 10], ["项9", 9], ["项8", 8], ["others", 28]]
    assert frame["count"].iloc[-2] == 7


def test_funding_falls_back_to_the_numbered_rows_of_the_first_table() -> None:
    names = {"一、一般公共预算拨款收入": 8, "经费拨款(补助)": 8, "二、其他收入": 2, "三、事业收入": 0}
    rows = [
        {
            "table": "B01",
            "panel": "revenue",
            "row": row,
            "level": "row",
            "name": name,
            "measure": "budget",
            "amount": amount,
        }
        for row, (name, amount) in enumerate(names.items())
    ]
    frame = structure.funding(made(amounts=rows))
    assert frame[["name", "amount"]].to_numpy().tolist() == [
        ["一般公共预算拨款收入", 8],
        ["其他收入", 2],
        ["total", 10],
    ]
