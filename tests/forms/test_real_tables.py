"""The tables of real PDFs of two places: cells counted on the pages, and their headline figures."""

import os
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from jianghan_lib.build.amounts import build_amounts
from jianghan_lib.forms.records import Raw
from jianghan_lib.pipeline.ingest import read_document
from jianghan_lib.readers import read

FOLDER = Path(os.environ.get("JIANGHAN_DOCUMENTS", "nowhere")) / "pdf"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="JIANGHAN_DOCUMENTS names no folder with PDFs")

# Printed money cells, zeros included, by table as they stand on the pages; `other`: of procurement and operating costs.
JIANGSU = ("B01", "B02", "B03", "B04", "B04-1", "B04-2", "B05-1", "B06", "B07", "other")
SHANGHAI = ("B01", "B02", "B03", "B04", "B05-1", "B06", "B07", "other")
FINAL = ("F01", "F02", "F03", "F04", "F05", "F06", "F09")
COUNTS = {
    "js-fayuan-2017-budget": (JIANGSU, (12, 3, 4, 6, 16, 33, 16, 33, 8, 71)),
    "js-fayuan-2018-budget": (JIANGSU, (12, 3, 4, 6, 18, 34, 18, 34, 8, 71)),
    "js-jiancha-2017-budget": (JIANGSU, (13, 5, 4, 6, 16, 28, 16, 28, 9, 62)),
    "js-jiancha-2019-budget": (JIANGSU, (12, 3, 4, 6, 17, 31, 17, 31, 8, 58)),
    "js-renda-2017-budget": (JIANGSU, (12, 3, 4, 6, 19, 24, 19, 24, 9, 42)),
    "js-renda-2018-budget": (JIANGSU, (12, 3, 4, 6, 21, 24, 21, 24, 8, 35)),
    "js-shengwei-2018-tables": (JIANGSU, (12, 3, 4, 6, 14, 31, 14, 31, 8, 55)),
    "js-zhengxie-2017-tables": (JIANGSU, (13, 5, 4, 6, 15, 27, 15, 27, 8, 55)),
    "js-zhengxie-2019-tables": (JIANGSU, (13, 5, 4, 6, 17, 26, 17, 26, 8, 32)),
    "sh-bangongshi-2025-budget": (SHANGHAI, (8, 42, 47, 12, 47, 61, 4, 0)),
    "sh-bangongshi-unit-2025-budget": (SHANGHAI, (18, 42, 47, 12, 47, 61, 4, 0)),
    "sh-shangwu-2025-budget": (SHANGHAI, (11, 62, 65, 18, 65, 63, 3, 0)),
    "sh-shicaizheng-2025-budget": (SHANGHAI, (20, 48, 53, 12, 53, 71, 6, 0)),
    "sh-sifaju-2026-budget": (SHANGHAI, (13, 110, 66, 14, 66, 90, 7, 0)),
    "sh-wanli-2023-budget": (SHANGHAI, (12, 134, 201, 20, 201, 63, 7, 0)),
    "sh-wanli-2024-budget": (SHANGHAI, (13, 335, 201, 22, 201, 96, 7, 0)),
    "上海市普陀区人民政府万里街道办事处25年预算": (SHANGHAI, (13, 335, 201, 22, 201, 96, 7, 0)),
    "上海市普陀区规划和自然资源局 2024 年度部门决算": (FINAL, (12, 50, 75, 17, 75, 67, 12)),
    "上海市普陀区财政局2024年度部门决算": (FINAL, (12, 45, 44, 19, 44, 29, 2)),
}


@cache
def records(name: str) -> Raw:
    return read_document(read(FOLDER / f"{name}.pdf"))


@pytest.mark.parametrize("name", COUNTS)
def test_every_printed_cell_is_read_and_in_its_table(name: str) -> None:
    raw = records(name)
    tables, counts = COUNTS[name]
    read_counts = Counter(cell.table for cell in raw["cells"]) + Counter(other=len(raw["other_tables"]))
    assert {table: read_counts[table] for table in tables} == dict(zip(tables, counts, strict=True))
    assert set(read_counts) <= set(tables)
    assert [cell for cell in raw["cells"] if cell.measure in ("", "unrecognised")] == []
    built, _ = build_amounts(name, raw)
    assert sorted((one.table, one.panel, one.line, one.measure, one.printed) for one in built) == sorted(
        (cell.table, cell.panel, cell.line, cell.measure, cell.printed) for cell in raw["cells"]
    )


def figure(raw: Raw, table: str, panel: str, measure: str, key: str) -> str:
    """The one printed figure of a row (its code, or its name), panel and measure."""
    (found,) = {
        cell.printed
        for cell in raw["cells"]
        if (cell.table, cell.panel, cell.measure) == (table, panel, measure) and key in (cell.code, cell.name)
    }
    return found


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "js-fayuan-2017-budget",
            {
                ("B01", "revenue", "budget", "收入合计"): "28,849.38",
                ("B01", "expenditure", "budget", "八、社会保障和就业支出"): "2,347.13",
                ("B01", "expenditure", "budget", "支出合计"): "28,849.38",
                ("B01", "purpose", "budget", "三、单位预留机动经费"): "182.92",
                ("B02", "income", "general_public_budget", "一般公共预算资金/小计"): "28,849.38",
                ("B03", "", "project", ""): "11,543.27",
                ("B03", "", "unit_reserve", ""): "182.92",
                ("B04-1", "", "total", "2210202"): "1,959.99",
                ("B04-2", "", "total", "30231"): "304.40",
                ("B07", "", "all", ""): "2,599.37",
                ("B07", "", "total", ""): "670.12",
                ("B07", "", "overseas_travel", ""): "180.00",
                ("B07", "", "vehicle_operation", ""): "304.40",
                ("B07", "", "hospitality", ""): "185.72",
                ("B07", "", "meetings", ""): "228.00",
                ("B07", "", "training", ""): "1,701.25",
            },
        ),
        (
            "js-fayuan-2018-budget",
            {
                ("B01", "purpose", "budget", "三、单位预留机动经费"): "3,258.06",
                ("B01", "expenditure", "budget", "十八、住房保障支出"): "4,716.51",
                ("B07", "", "vehicles", ""): "266.80",
                ("B07", "", "total", ""): "620.75",
            },
        ),
        (
            "js-jiancha-2017-budget",
            {
                ("B02", "income", "other_funds", "其他资金/小计"): "15.00",
                ("B03", "", "total", ""): "17,996.68",
                ("B04", "revenue", "budget", "收入合计"): "17,981.68",
                ("B07", "", "vehicle_purchase", ""): "50.00",
                ("B07", "", "all", ""): "1,452.35",
            },
        ),
        (
            "js-renda-2017-budget",
            {
                ("B01", "revenue", "budget", "收入合计"): "13,649.07",
                ("B04-2", "", "total", "303"): "3,151.74",
                ("B07", "", "vehicle_purchase", ""): "0",
            },
        ),
        (
            "js-shengwei-2018-tables",
            {("B06", "", "total", "合计"): "10,403.11", ("B07", "", "meetings", ""): "933.50"},
        ),
        (
            "js-zhengxie-2019-tables",
            {
                ("B05-1", "", "total", "2010204"): "1,282.56",
                ("B02", "income", "other_income", "其他资金/其他收入"): "80.00",
                ("B01", "expenditure", "budget", "当年支出小计"): "13,377.11",
            },
        ),
        (
            "sh-bangongshi-unit-2025-budget",
            {
                ("B01", "expenditure", "personnel", "一、一般公共服务支出"): "13,819,399.88",
                ("B01", "expenditure", "operating", "支出总计"): "2,132,777.54",
                ("B01", "expenditure", "project", "支出总计"): "66,410,000.00",
                ("B07", "", "total", ""): "867.50",
                ("B07", "", "agency_operating", ""): "213.28",
            },
        ),
    ],
)
def test_headline_figures_stand_where_they_are_printed(name: str, expected: dict[tuple[str, ...], str]) -> None:
    raw = records(name)
    assert {place: figure(raw, *place) for place in expected} == expected


# Total, basic and project expenditure, personnel and operating costs, in yuan.
IN_YUAN = {
    "sh-shicaizheng-2025-budget": ("171,915,169", "127,642,039", "44,273,130", "102,464,260", "25,177,779"),
    "sh-wanli-2023-budget": ("164,978,640", "99,406,297", "65,572,343", "84,024,865", "15,381,432"),
    "sh-wanli-2024-budget": ("156,211,123", "99,706,020", "56,505,103", "88,537,451", "11,168,569"),
    "上海市普陀区人民政府万里街道办事处25年预算": (
        "189,767,551",
        "101,341,746",
        "88,425,805",
        "90,514,044",
        "10,827,702",
    ),
}


@pytest.mark.parametrize(("name", "figures"), IN_YUAN.items(), ids=IN_YUAN)
def test_totals_of_units_that_print_yuan(name: str, figures: tuple[str, ...]) -> None:
    raw = records(name)
    total, basic, project, personnel, operating = figures
    for table in ("B03", "B05-1"):
        found = [figure(raw, table, "", measure, "合计") for measure in ("total", "basic", "project")]
        assert found == [total, basic, project]
    found = [figure(raw, "B06", "", measure, "合计") for measure in ("total", "personnel", "operating")]
    assert found == [basic, personnel, operating]


def test_procurement_has_its_labels_and_place() -> None:
    cells = [one for one in records("js-zhengxie-2019-tables")["other_tables"] if "采购" in one.title]
    assert (cells[0].title, cells[0].row_label, cells[0].column_label, cells[0].printed, cells[0].unit) == (
        "2019年政府采购预算表",
        "合计",
        "总计",
        "1,624.42",
        "万元",
    )
    assert ("会议服务/分散自行组织", "892.65") in {(one.row_label, one.printed) for one in cells}
    assert all(one.page == 12 and one.box for one in cells)


def test_the_target_forms_of_a_street_office_are_read_whole() -> None:
    raw = records("sh-wanli-2023-budget")
    rows = Counter(one.subject for one in raw["indicators"])
    assert rows == {
        "新建万里街道社区公共服务中心": 5,
        "就业援助基地补贴": 4,
        "社区环境整治和建设经费": 4,
        "各类工作经费": 43,
        "公共服务设施运行经费": 9,
    }
    assert {(one.project, one.printed, one.unit) for one in raw["projects"] if one.fact == "budget"} == {
        ("新建万里街道社区公共服务中心", "4,100,000.00", "元"),
        ("就业援助基地补贴", "6,351,000.00", "元"),
        ("社区环境整治和建设经费", "4,563,800.00", "元"),
        ("各类工作经费", "7595500.00", "元"),
        ("公共服务设施运行经费", "10,903,043.00", "元"),
    }
    assert len([one for one in raw["projects"] if one.unit == "元"]) == 35
    found = {(one.level2, one.indicator, one.target) for one in raw["indicators"] if one.page == 32}
    assert found == {
        ("数量指标", "补贴对象申请审核完成率", "=100.00(%)"),
        ("质量指标", "补贴对象审核达标率", "=100.00(%)"),
        ("社会效益指标", "补贴对象生活改善度", "补贴对象生活改善度不低于80%"),
        ("服务对象满意度指标", "补贴对象满意度", "≥80.00(%)"),
    }
