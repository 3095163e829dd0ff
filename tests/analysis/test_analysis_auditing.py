"""What the audit says of the five documents, of one without findings, and of one where nothing could be checked."""

import re
from functools import cache

import pandas as pd
import pytest
from tables_of import DOCUMENTS, FACTS, frame, made, of

from jianghan_lib import documents, load
from jianghan_lib.analysis import auditing
from jianghan_lib.base.schema import SEVERITIES
from jianghan_lib.pipeline import review
from jianghan_lib.showing import charts
from jianghan_lib.showing.sentences import auditing as say
from jianghan_lib.vocabulary import terms

HERE = FACTS["document_id"]
UNFILLED = re.compile(r"[{}]|\bnan\b|None|<NA>|np\.")


@cache
def tables(document: str) -> dict[str, pd.DataFrame]:
    """The tables of a committed document, with those of the audit."""
    audit = {"rules": review.rules(), "coverage": review.coverage([document])}
    return {**of(document), "statements": load("statements", document), **audit}


def invented(*rules: tuple[str, int, int, int], **data: list[dict]) -> dict[str, pd.DataFrame]:
    """The tables of a document made by hand, of whose rules these made checks: passed, rounding, failed."""
    known, done = review.rules(), {name: counts for name, *counts in rules}
    rows = [[HERE, name, *done.get(name, (0, 0, 0)), ""] for name in known["rule"]]
    audit = {"rules": known, "coverage": pd.DataFrame(rows, columns=review.COLUMNS)}
    return {**made(**{name: rows for name, rows in data.items() if name != "statements"}), **audit,
            "statements": frame("statements", *data.get("statements", []))}  # fmt: skip


def found(severity: str = "error", **more: object) -> dict[str, object]:
    """A row of `findings`: an amount of the narrative."""
    own = {"rule": "shares", "severity": severity, "table": "narrative", "where": "甲", "unit": "万元",
           "printed": "1234.5", "expected": "1200", "difference": 34.5, "message_zh": "甲：不符", "message_en": "a: no"}  # fmt: skip
    return {**own, **more}


@pytest.mark.parametrize(
    ("document", "where", "printed", "expected", "difference"),
    [
        ("dongxihu-2025-budget", "项目支出", "10,325.73", "10,272.73", "+53.00"),
        ("jiangan-2020-final", "项目支出", "15,520.53", "15,020.52", "+500.01"),
        ("jianghan-2024-final", "年初预算合计", "6,689.82", "6,697.90", "-8.08"),
        ("wedz-2024-final", "年初预算合计", "23,033.91", "28,193.30", "-5,159.39"),
        ("wuhan-2023-final", "基本支出", "46,675.73万元", "46,675.71", "+0.02"),
    ],
)
def test_the_totals_that_are_affected(document: str, where: str, printed: str, expected: str, difference: str) -> None:
    rows = auditing.affected(tables(document)).set_index("where")
    assert rows.loc[where, ["printed", "expected", "difference"]].tolist() == [printed, expected, difference]
    for lang in ("zh", "en"):
        lead = {"zh": "引用总额之前，先看疑点：", "en": "Read the findings before you quote a total: "}[lang]
        assert say.whole(tables(document), lang).startswith(lead)
    assert where in say.whole(tables(document), "zh")


@pytest.mark.parametrize(
    ("document", "rule", "checks", "failed"),
    [
        ("dongxihu-2025-budget", "code_parents", 50, 0),
        ("jiangan-2020-final", "uses_add_up", 1, 1),
        ("jianghan-2024-final", "items_add_up", 2, 1),
        ("wedz-2024-final", "completion_rate", 25, 3),
        ("wuhan-2023-final", "items_add_up", 2, 0),
    ],
)
def test_what_a_rule_did(document: str, rule: str, checks: int, failed: int) -> None:
    rules = review.rules().set_index("rule")
    done = auditing.by_rule(tables(document)).set_index("compared_zh")
    assert done.loc[rules.loc[rule, "zh"], ["checks", "failed"]].tolist() == [checks, failed]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_parts_add_up_to_the_whole(document: str) -> None:
    own = tables(document)
    counts, findings = auditing.summary(own), own["findings"]
    assert counts["checks"] == counts["passed"] + counts["within"] + counts["failed"]
    total = auditing.by_rule(own).iloc[-1]
    assert total[["checks", "passed", "rounding", "failed"]].tolist() == [
        counts["checks"], counts["passed"], counts["within"], counts["failed"],
    ]  # fmt: skip
    listed = {severity: len(auditing.findings(own, severity)) for severity in SEVERITIES}
    assert listed == {severity: counts[severity] for severity in SEVERITIES}
    assert sum(listed.values()) == len(findings)
    places = auditing.places(own)
    assert places.iloc[-1][[*SEVERITIES, "findings"]].tolist() == [*listed.values(), len(findings)]
    assert len(auditing.by_rule(own)) - 1 + len(auditing.not_applicable(own)) == len(own["rules"])


@pytest.mark.parametrize("document", DOCUMENTS)
def test_why_a_rule_had_nothing_to_compare_is_told_in_both_languages(document: str) -> None:
    own = tables(document)
    why = auditing.not_applicable(own).set_index("compared_zh")["not_applicable"]
    assert set(why) <= set(terms())
    other = "only_final_account" if document.endswith("budget") else "only_budget"
    assert set(why) <= {other, "nothing_to_compare"} and other in set(why)
    told = own["coverage"].merge(own["rules"], on="rule").set_index("zh")["not_applicable"]
    assert all(told[rule].startswith("the document ") == (code != other) for rule, code in why.items())


def test_findings_stand_in_the_order_of_the_document_with_their_figures() -> None:
    rows = auditing.findings(tables("wedz-2024-final"), "error").set_index("line")
    assert rows.index.is_monotonic_increasing
    assert rows.loc[537, ["table", "where", "printed", "expected", "difference"]].tolist() == [
        "narrative", "年初预算合计", "23,033.91", "28,193.30", "-5,159.39",
    ]  # fmt: skip
    travel = rows.loc[649, ["printed", "expected", "difference"]].tolist()
    assert travel == ["88.4%", "", ""]
    assert rows.loc[689, ["printed", "expected", "difference"]].tolist() == ["71.67%", "62.282%", "+9.388%"]
    assert list(auditing.findings(tables("wedz-2024-final"), "rounding")) == auditing.LISTED


def test_of_many_codes_the_first_are_named() -> None:
    where = auditing.findings(tables("jianghan-2024-final"), "error")["where"].iloc[0]
    assert where == "2080102、2080105、2080106、…"
    long = [found(where="甲、乙、丙、丁")]
    assert auditing.findings(invented(findings=long), "error")["where"].tolist() == ["甲、乙、丙、丁"]


@pytest.mark.parametrize(
    ("rows", "affected"),
    [
        ([found(rule="items_add_up")], 1),
        ([found(rule="items_add_up", severity="rounding")], 0),
        ([found(rule="items_add_up", unit="%")], 0),
        ([found()], 0),
        ([found(where="基本支出")], 1),
        ([found(where="基本支出", rule="unit_slip", unit="", difference=None)], 1),
        ([found(where="基本支出", rule="template_leftover", unit="", difference=None)], 0),
        ([found(table="F03", line=7)], 1),
        ([found(table="F03", line=8)], 0),
        ([found(rule="items_add_up"), found(rule="items_add_up", line=9)], 1),
    ],
)
def test_which_findings_affect_a_total(rows: list[dict], affected: int) -> None:
    amounts = [{"table": "F03", "line": line, "level": level} for line, level in ((7, "total"), (8, "item"))]
    own = invented(
        findings=rows, amounts=amounts, statements=[{"topic": "basic"}, {"topic": "project", "subject": "甲"}]
    )
    assert len(auditing.affected(own)) == affected


def test_the_rules_of_totals_are_rules() -> None:
    assert {*auditing.ADDED_UP, *auditing.RESTATED, auditing.OF_UNITS} <= set(review.rules()["rule"])


def test_parts_stand_in_the_order_of_the_document() -> None:
    assert auditing.places(tables("jianghan-2024-final"))["table"].tolist()[:4] == ["F03", "F05", "F06", "narrative"]


def test_findings_of_reading_are_those_of_no_rule() -> None:
    assert set(auditing.from_reading(tables("jiangan-2020-final"))["rule"]) == {
        "unreadable_number",
        "project_name_differs",
        "template_leftover",
    }


@pytest.mark.parametrize(
    ("own", "lead"),
    [
        (invented(("shares", 3, 1, 0)), "没有发现矛盾：共核对4项，相符3项"),
        (invented(("shares", 3, 0, 1), findings=[found("warning")]), "没有发现错误，有几处可疑"),
        (invented(("shares", 3, 0, 1), findings=[found()]), "印出的总额可以引用，个别数字自相矛盾"),
        (invented(), "文件没有印出可以互相核对的数字，无从判断"),
    ],
)
def test_the_verdict_is_as_grave_as_what_was_found(own: dict[str, pd.DataFrame], lead: str) -> None:
    assert say.whole(own, "zh").startswith(lead)
    assert "印出的总额都不受影响" in say.whole(own, "zh")


def test_documents_are_compared_per_100_checks_fewest_errors_first() -> None:
    known = frame("documents", *[{**FACTS, "document_id": name, "department": name} for name in "abc"])
    rows = [["a", "shares", 99, 0, 1, ""], ["b", "shares", 30, 10, 10, ""], ["c", "shares", 0, 0, 0, ""]]
    findings = frame("findings", *[{**found(), "document_id": name} for name in "aab"])
    compared = auditing.compared(known, findings, pd.DataFrame(rows, columns=review.COLUMNS), "b")
    assert compared["name"].tolist() == ["a", "★ b", "c"]
    assert compared["checks"].tolist() == [100, 50, 0] and compared["error"].tolist() == [2, 1, 0]
    assert compared["errors_per_100"].tolist()[:2] == [2, 2] and pd.isna(compared["errors_per_100"].iloc[2])
    assert auditing.rank(compared) == (1, 2)
    assert say.compared(compared, 3, "en")[0].startswith("Per 100 checks: errors 2.00")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_each_document_stands_once_beside_the_others(document: str) -> None:
    compared = auditing.compared(documents(), load("findings"), review.coverage(), document)
    assert len(compared) == len(DOCUMENTS) and compared["name"].str.startswith("★").sum() == 1
    assert compared["errors_per_100"].is_monotonic_increasing
    own = compared[compared["name"].str.startswith("★")].iloc[0]
    assert own["checks"] == auditing.summary(tables(document))["checks"]


def test_many_documents_are_compared_with_those_most_like_them() -> None:
    years = [
        ("a", "budget", 2024),
        ("b", "final_account", 2020),
        ("c", "final_account", 2023),
        ("d", "final_account", 2024),
    ]
    rows = [{**FACTS, "document_id": name, "kind": kind, "fiscal_year": year} for name, kind, year in years]
    assert auditing.peers(frame("documents", *rows), "d", 3) == ["d", "c", "b"]
    assert auditing.peers(frame("documents", *rows), "a") == ["a", "d", "c", "b"]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "own",
    [*DOCUMENTS, invented(), invented(("shares", 2, 1, 0)), invented(findings=[found("notice"), found("rounding")])],
)
def test_every_section_says_something(own: str | dict[str, pd.DataFrame], lang: str) -> None:
    given = tables(own) if isinstance(own, str) else own
    pairs = [[say.findings(given, name, lang) for name in pair] for pair in (auditing.GRAVE, auditing.LIGHT)]
    compared = auditing.compared(
        given["documents"], given["findings"], given["coverage"], given["documents"]["document_id"][0]
    )
    sections = [[say.whole(given, lang)], *pairs, say.rules(given, lang), [say.places(given, lang)],
                say.compared(compared, 1, lang), say.limits(given, lang)]  # fmt: skip
    for texts in sections:
        assert any(texts) and not any(map(UNFILLED.search, texts))
        assert lang == "zh" or not any(re.search("[，。；：]", text) for text in texts)


def test_a_document_without_findings_has_no_figure_of_them() -> None:
    own = invented(("shares", 2, 0, 0))
    assert charts.places(auditing.places(own), "zh") is None
    assert say.places(own, "zh") == "文件没有疑点，因此没有图。"
    assert auditing.affected(own).empty and auditing.findings(own, "error").empty
    assert auditing.by_rule(own)["checks"].tolist() == [2, 2]
