"""The statutory tables as data, final accounts and budgets together, and the words of their headers and closing rows."""

import re

from jianghan_lib.forms.tables.columns import Column, Layout
from jianghan_lib.forms.tables.layouts_budget import BUDGET_LAYOUTS
from jianghan_lib.forms.tables.layouts_final import FINAL_LAYOUTS

__all__ = [
    "BUDGET",
    "FINAL_ACCOUNT",
    "FRAME_LABELS",
    "LAYOUT",
    "LAYOUTS",
    "ROW_LABEL",
    "ROW_LABELS",
    "SUBTOTAL_NAMES",
    "TOTAL_NAMES",
    "Column",
    "Layout",
]

LAYOUTS: tuple[Layout, ...] = (*FINAL_LAYOUTS, *BUDGET_LAYOUTS)
LAYOUT = {layout.table: layout for layout in LAYOUTS}
FINAL_ACCOUNT = [layout.table for layout in LAYOUTS if layout.table.startswith("F")]
BUDGET = [layout.table for layout in LAYOUTS if layout.table.startswith("B")]

# Header labels that name the row, not an amount.
ROW_LABELS = frozenset(
    [
        "项目",
        "科目名称",
        "科目编码",
        "功能分类科目编码",
        "功能分类",
        "支出功能分类科目编码",
        "经济分类科目编码",
        "部门预算支出经济分类科目",
        "栏次",
        "行次",
        "行",
        "类",
        "款",
        "项",
        "部门(单位)代码",
        "部门(单位)名称",
        "单位编码",
        "单位名称",
        "单位代码",
        "项编码",
        "项名称",
        "项目分类",
        "项目名称",
        "项目类别",
        "序号",
        "收入",
        "支出",
        "编码",
        "名称",
        "科目",
    ]
)
# The same words as other places write them.
ROW_LABEL = re.compile(
    r"(?:支出|收入)?项目(?:\(.*\))?|.*科目(?:编码|代码|名称)|(?:支出|收入)?(?:功能|经济)分类(?:科目)?|[行序]次|备注|.*单位(?:编码|代码|名称)|(?:项目|预算|主管|实施)?(?:单位|部门)"
)
FRAME_LABELS = frozenset(["栏次", "类", "款", "项"])
TOTAL_NAMES = frozenset(["合计", "总计", "收入总计", "支出总计", "收支总计"])
SUBTOTAL_NAMES = frozenset(
    ["本年收入合计", "本年支出合计", "人员经费合计", "公用经费合计", "一、本年收入", "一、本年支出", "小计"]
)
