"""What the cells of budget_completion.ipynb compute, against figures reckoned by hand from the documents."""

import pandas as pd
import pytest
from cells import run

JIANGHAN, WEDZ, WUHAN, JIANGAN = "jianghan-2024-final", "wedz-2024-final", "wuhan-2023-final", "jiangan-2020-final"


def ran(document: str, lang: str = "zh") -> tuple[dict, str]:
    return run("budget_completion", document_id=document, lang=lang)


def rounded(values: pd.Series, places: int = 2) -> list[float]:
    return [round(float(value), places) for value in values]


@pytest.mark.parametrize(
    ("document", "basis", "amounts", "rates", "sentence", "deviation"),
    [
        (JIANGHAN, "all", [6689.82, 12047.75, 10238.96], [0.8009, 0.8499, 1.5305], "153.1% = 180.1% × 85.0%", "预决算差异率+53.1%"),
        (WUHAN, "whole_department", [66362.35, 84416.43, 84015.98], [0.2721, 0.9953, 1.266], "126.6% = 127.2% × 99.5%", "预决算差异率+34.5%"),
    ],
)
def test_the_bridge(
    document: str, basis: str, amounts: list[float], rates: list[float], sentence: str, deviation: str
) -> None:
    names, text = ran(document)
    row = names["way"].query("basis == @basis").squeeze()
    assert [row[name] for name in ("initial_budget", "adjusted_budget", "outturn")] == amounts
    assert [round(row[name], 4) for name in ("adjustment_rate", "execution_rate", "completion_rate")] == rates
    assert sentence in text and deviation in text


@pytest.mark.parametrize(
    ("document", "gross", "between", "within"),
    [(JIANGHAN, 7006.20, 3698.34, 3307.86), (WUHAN, 24744.31, 21680.67, 3063.64), (WEDZ, 15624.18, 15190.36, 433.82)],
)
def test_reallocation_against_addition(document: str, gross: float, between: float, within: float) -> None:
    sections = ran(document)[0]["sections"]
    assert rounded(sections[["gross", "between_sections", "within_sections"]].sum()) == [gross, between, within]


def test_reallocation_is_not_told_of_a_text_that_stops_at_classes() -> None:
    assert "文字说明只到类，看不出款与款之间、款之内的变动。" in ran(JIANGAN)[1]


def test_classes_add_up_to_the_stated_total_with_what_is_unexplained() -> None:
    classes = ran(JIANGHAN)[0]["classes"]
    assert rounded(classes.loc["社会保障和就业支出", ["initial_budget", "outturn", "deviation"]]) == [
        6394.99,
        9961.36,
        3566.37,
    ]
    assert rounded(classes.loc["unexplained", ["initial_budget", "outturn"]]) == [-8.08, 0]
    assert round(classes.loc["社会保障和就业支出", "contribution"], 3) == 1.005
    assert classes["contribution"].drop("total").sum() == pytest.approx(1)
    parts = classes.drop("total")[["initial_budget", "outturn"]].sum()
    assert rounded(parts) == [6689.82, 10238.96]
    # The total is printed, its parts are sums; the last is a row of F05.
    assert classes.loc["total", ["initial_budget_at", "outturn_at"]].tolist() == ["L513", "L513"]
    assert classes.loc["社会保障和就业支出", ["initial_budget_at", "table_outturn_at"]].tolist() == ["", "L319"]
    pairs = ran(JIANGHAN)[0]["pairs"].set_index("code")["functional_amount_at"]
    assert (pairs["30108"], pairs["30110"]) == ("L331", "")  # 92.33 is one row; 2101101 and 2101102 are added


def test_contributions_are_withheld_where_too_much_is_unexplained() -> None:
    names, text = ran(WEDZ)
    assert names["classes"]["contribution"].isna().all() and "因此不计算各类的贡献" in text
    assert rounded(names["classes"].loc["unexplained", ["initial_budget", "outturn"]]) == [-5159.39, -0.01]


def test_a_class_is_found_in_the_table_by_its_code_also_where_its_name_is_misprinted() -> None:
    assert round(ran(WEDZ)[0]["classes"].loc["一般公共服务支出", "table_outturn"], 2) == 8321.95


def test_spending_without_a_budget_by_item_and_by_section() -> None:
    names, text = ran(JIANGHAN)
    assert len(names["unbudgeted"]) == 6 and rounded([names["unbudgeted"]["outturn"].sum()]) == [3985.73]
    told = "占支出决算的38.9%；其中3,880.70万元（37.9%）所在的款年初有预算，整个款都没有预算的105.03万元（1.0%）"
    assert told in text


def test_what_the_items_leave_is_explained_by_the_finding_on_it() -> None:
    text = ran(JIANGHAN)[1]
    assert "年初预算的总计比科目之和少8.08万元，决算的总计等于科目之和" in text and "8.08万元（第589行）。" in text and "无法解释" not in text


def test_reasons_of_items_with_their_amounts_and_lines() -> None:
    given = ran(WEDZ)[0]["given"].query("code == '2013202'")
    told = given[["reasons", "stated_amount", "line"]].values.tolist()
    assert [row[:2] for row in told if row[1] > 15] == [["not_needed", 7201.57], ["contract", 15.86]]
    assert {row[2] for row in told} == {573}


@pytest.mark.parametrize(
    ("document", "distances", "bands"),
    [
        (JIANGHAN, [53.1, 3.6, 23.8, 86.5], "DADD"),
        (WUHAN, [34.5, 9.1, 39.0, 44.3], "DBDD"),
        (WEDZ, [37.7], "D"),
        (JIANGAN, [884.5, 23.4], "DD"),
    ],
)
def test_credibility_by_pefa(document: str, distances: list[float], bands: str) -> None:
    frame = ran(document)[0]["distances"]
    assert rounded(100 * frame["distance"].astype(float), 1) == distances and "".join(frame["band"]) == bands


def test_an_item_that_holds_one_project_is_split_by_it() -> None:
    held = ran(JIANGHAN)[0]["held"].set_index("code")
    row = held.loc["2082501"]
    assert (row["initial_budget"], row["budget"], row["outturn"]) == (1331.67, 3499.90, 2476.34)
    assert [round(row[name], 3) for name in ("adjusted_ratio", "execution_rate", "completion_rate")] == [
        2.628,
        0.708,
        1.86,
    ]
    assert set(held.index) == {"2082501", "2080110", "2080106", "2130599"}


def test_the_same_payment_in_two_classifications() -> None:
    pairs = ran(JIANGHAN)[0]["pairs"].set_index("code")[["economic_amount", "functional_amount"]]
    assert pairs.loc["30108"].tolist() == [93.34, 92.33] and pairs.loc["30110"].tolist() == [40.35, 35.55]
    assert pairs.loc["30109", "economic_amount"] == 23.06 and pd.isna(pairs.loc["30109", "functional_amount"])
    assert pairs.loc["30111", "functional_amount"] == 60.28 and pd.isna(pairs.loc["30111", "economic_amount"])
    assert "5对科目在两种分类里的金额都相等。" in ran(WEDZ)[1]


@pytest.mark.parametrize(
    ("document", "values"),
    [
        (JIANGHAN, {"hospitality": 208.70, "procurement": 7.97}),
        (WEDZ, {"hospitality": 121.35, "procurement": 10.53}),
        (WUHAN, {"hospitality": 158.00, "procurement": 3.62}),
        (JIANGAN, {"personnel": 29.90, "procurement": 0.28}),
    ],
)
def test_unit_costs(document: str, values: dict[str, float]) -> None:
    units = ran(document)[0]["units"]
    assert dict(zip(units["measure"], units["value"], strict=True)) == values


def test_what_is_disclosed() -> None:
    rows = ran(JIANGHAN)[0]["disclosure"].set_index("point")[["given", "asked"]]
    assert rows.loc["statutory_tables"].tolist() == [9, 9] and rows.loc["deviations_explained"].tolist() == [4, 13]
    assert rows.loc["project_forms"].tolist() == [10, 11]


@pytest.mark.parametrize("document", [JIANGHAN, WEDZ, WUHAN, JIANGAN])
def test_state_assets_are_disclosed_also_where_there_are_none(document: str) -> None:
    assert ran(document)[0]["disclosure"].set_index("point").loc["state_assets", "given"] == 1


def test_the_bridge_by_item_where_the_text_prints_its_steps() -> None:
    names, text = ran(WEDZ)
    stepped = names["stepped"].set_index("code")[["initial_budget", "budget_after_moves", "outturn", "unspent"]]
    assert stepped.round(2).T.to_dict("list") == {
        "2080704": [2985.00, 3778.68, 3568.68, 210.00],  # + 853.20 - 59.52; the text prints 3,788.68
        "2080103": [980.00, 735.00, 718.69, 16.31],
        "2013201": [1224.26, 1181.38, 990.55, 190.83],
        "2080705": [150.00, 87.30, 10.71, 76.59],
        "2080106": [140.20, 100.59, 99.89, 0.70],
        "2101101;2101103": [163.65, 159.65, 139.87, 19.78],
    }
    assert "119.6% = 126.6% × 94.4%" in text and "※“社会保险补贴”印出的调整后预算3,788.68万元" in text
    assert "没有为任何科目印出年中的追加、调减" in ran(JIANGHAN)[1]
    # What can be told apart is not said to be untold: wedz prints moves of six items, jiangan of none.
    assert "除了印出追加、调减或调整后预算的6个科目，分不清" in ran(WEDZ)[1]
    assert "没有印出调整后的预算总额，因此分不清" in ran(JIANGAN)[1]


@pytest.mark.parametrize("document", [JIANGHAN, WUHAN])
def test_nothing_shown_in_english_is_an_identifier(document: str) -> None:
    words = ran(document, "en")[1].replace("\n", " ").split()
    assert [word for word in words if "_" in word] == [] and "万元" not in ran(document, "en")[1]


def test_a_sentence_names_a_subject_that_only_one_classification_prints() -> None:
    assert "“公务员医疗补助”—/60.28万元" in ran(JIANGHAN)[1]


def test_sections_without_a_budget_are_not_told_of_as_nothing() -> None:
    text = ran(WEDZ)[1]
    assert "合计304.25万元，占支出决算的2.1%，所在的款年初也都没有预算" in text and "0.00万元（0.0%）" not in text


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (WUHAN, "口径“部门整体（含非财政拨款）”只有总额，不能与文件所述总额逐类相比。"),
        (JIANGAN, "口径“剔除财政专项资金”只对一部分科目给出，不能与文件所述总额逐类相比。"),
    ],
)
def test_what_another_basis_does_not_give(document: str, sentence: str) -> None:
    assert sentence in ran(document)[1]
