"""Lesson 7, a first model and its limits: outturn against initial budget, over the items of every department."""

import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

from jianghan_lib.training.department import Department
from jianghan_lib.training.exercise import Exercise, Slip, Topic

FORMULA = "log_outturn ~ log_budget"


def pool(department: Department) -> pd.DataFrame:
    """The items of every document that have both amounts, with their logarithms."""
    rows = department.everyone("completion")
    rows = rows[(rows["level"] == "item") & (rows["basis"] == "all")]
    rows = rows[(rows["initial_budget"] > 0) & (rows["outturn"] > 0)]
    return rows.assign(log_budget=np.log(rows["initial_budget"]), log_outturn=np.log(rows["outturn"]))


def slope(rows: pd.DataFrame, formula: str = FORMULA) -> float:
    """The slope of a regression with one variable."""
    return float(smf.ols(formula, rows).fit().params.iloc[1])


def _without(department: Department) -> float:
    rows = pool(department)
    return slope(rows) - slope(rows[rows["document_id"] != department.document_id])


def _every_item(department: Department) -> int:
    rows = department.everyone("completion")
    return int((rows["level"] == "item").sum())


TOPIC = Topic(
    7,
    "lesson_7_model",
    (
        Exercise(
            "7.1",
            "count",
            lambda own: len(pool(own)),
            (
                Slip(
                    _every_item,
                    "零没有对数：年初预算或决算为 0（或空）的科目不能用。",
                    "Zero has no logarithm: items whose budget or outturn is 0 (or empty) cannot be used.",
                ),
                Slip(
                    lambda own: int((pool(own)["document_id"] == own.document_id).sum()),
                    "这只是一个部门的科目；模型用全部文件。",
                    "Those are the items of one department; the model uses all documents.",
                ),
            ),
        ),
        Exercise(
            "7.2",
            "coefficient",
            lambda own: slope(pool(own)),
            (
                Slip(
                    lambda own: slope(pool(own), "outturn ~ initial_budget"),
                    "这是用金额本身做的回归；题目要的是对数对对数。",
                    "That is the regression of the amounts themselves; logarithm on logarithm is wanted.",
                ),
                Slip(
                    lambda own: slope(pool(own), "log_budget ~ log_outturn"),
                    "方向反了：用年初预算解释决算，不是反过来。",
                    "The wrong way round: the budget explains the outturn, not the reverse.",
                ),
                Slip(
                    lambda own: float(smf.ols(FORMULA, pool(own)).fit().params.iloc[0]),
                    "这是截距；题目问的是斜率。",
                    "That is the intercept; the slope is asked for.",
                ),
            ),
        ),
        Exercise(
            "7.3",
            "coefficient",
            lambda own: float(smf.ols(FORMULA, pool(own)).fit().rsquared),
            (
                Slip(
                    lambda own: float(pool(own)["log_budget"].corr(pool(own)["log_outturn"])),
                    "这是相关系数；R² 是它的平方。",
                    "That is the correlation; R² is its square.",
                ),
                Slip(
                    lambda own: float(smf.ols("outturn ~ initial_budget", pool(own)).fit().rsquared),
                    "这是金额本身的回归的 R²；题目要的是对数回归的。",
                    "That is the R² of the amounts themselves; that of the logarithms is wanted.",
                ),
            ),
        ),
        Exercise(
            "7.4",
            "coefficient",
            _without,
            (
                Slip(
                    lambda own: slope(pool(own)[pool(own)["document_id"] != own.document_id]),
                    "这是去掉该部门后的斜率；题目问的是斜率变化了多少。",
                    "That is the slope without the department; by how much it changes is asked for.",
                ),
            ),
        ),
    ),
)
