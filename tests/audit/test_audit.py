"""The audit: true contradictions of the five documents, planted ones in invented documents, and silence otherwise."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from whole_way import built

from jianghan_lib import load
from jianghan_lib.audit.evidence import Titled
from jianghan_lib.audit.rules.tables import add_up
from jianghan_lib.commands.main import commands
from jianghan_lib.pipeline.review import rules
from jianghan_lib.reference.classification import entries, official
from jianghan_lib.specimens import Generated, Vices, generate

LAYOUTS = ("markdown", "pdftext", "bare", "budget")


def found(text: str, folder: Path) -> list[dict[str, Any]]:
    return [one for one in built(text, folder)["findings"] if one["severity"] in ("error", "warning")]


@pytest.mark.long  # of fewer documents, the round trip sees it
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("seed", range(20, 26))
def test_a_clean_document_is_met_with_silence(layout: str, seed: int, tmp_path: Path) -> None:
    assert found(generate(seed, layout, Vices()).text, tmp_path) == []


def changed(document: Generated, row: Mapping[str, Any], printed: str, other: str) -> str:
    """The document's text with a figure changed on the line where it stands."""
    lines = document.text.split("\n")
    at = row["line"] - 1
    assert printed in lines[at]
    lines[at] = lines[at].replace(printed, other, 1)
    return "\n".join(lines)


def first(document: Generated, table: str, test: Callable[[Mapping[str, Any]], bool]) -> Mapping[str, Any]:
    return next(row for row in getattr(document.truth, table) if test(row))


def bumped(printed: str) -> str:
    """A printed amount with its first digit changed."""
    return ("7" if printed[0] != "7" else "8") + printed[1:]


def at(**wanted: str) -> Callable[[Mapping[str, Any]], bool]:
    """Whether a row of the truth has these values; `name` only has to be contained."""

    def test(row: Mapping[str, Any]) -> bool:
        contained = wanted.get("name", "") in row["name"]
        return contained and all(row.get(key) == value for key, value in wanted.items() if key != "name")

    return test


PLANTED = {
    "an item of F05": (at(table="F05", level="item", measure="total"), {"row_identity", "hierarchy"}),
    "a section of F03": (at(table="F03", level="section", measure="total"), {"row_identity", "hierarchy"}),
    "the total of F03": (at(table="F03", level="total", measure="total"), {"row_identity", "hierarchy"}),
    "a chapter of F06": (at(table="F06", code="301"), {"basic_expenditure"}),
    "a class of F01": (at(table="F01", panel="expenditure", name="社会保障"), {"between_tables"}),
    "three public": (at(table="F09", panel="outturn", measure="total"), {"row_identity", "narrative_three_public"}),
}


@pytest.mark.parametrize("what", PLANTED)
@pytest.mark.parametrize("seed", [31, *(pytest.param(seed, marks=pytest.mark.long) for seed in (32, 33))])
def test_a_planted_error_in_a_table_is_found_on_its_line(what: str, seed: int, tmp_path: Path) -> None:
    test, expected = PLANTED[what]
    document = generate(seed, "markdown", Vices(thousands=True))
    row = first(document, "amounts", lambda one: test(one) and one["printed"].replace(",", "") > "1")
    findings = found(changed(document, row, row["printed"], bumped(row["printed"])), tmp_path)
    here = [one for one in findings if one["line"] == row["line"]]
    assert {one["rule"] for one in here} & expected, findings
    assert all(one["severity"] == "error" for one in here)


def test_a_wrong_rate_of_completion_is_recomputed(tmp_path: Path) -> None:
    document = generate(31, "markdown", Vices())
    row = first(document, "completion", lambda one: one["level"] == "item" and bool(one["rate_printed"]))
    wrong = changed(document, row, row["rate_printed"], "3" + row["rate_printed"])
    assert [(one["rule"], one["line"]) for one in found(wrong, tmp_path)] == [("completion_rate", row["line"])]


def test_a_year_that_cannot_be_is_said(tmp_path: Path) -> None:
    document = generate(31, "markdown", Vices())
    row = first(document, "changes", lambda one: one["item"] == "revenue")
    text = changed(document, row, str(row["prior_year"]), str(row["year"]))
    assert "impossible_year" in {one["rule"] for one in found(text, tmp_path)}


def test_an_injected_number_of_projects_is_counted(tmp_path: Path) -> None:
    document = generate(31, "markdown", Vices())
    stated = next(line for line in document.text.split("\n") if "共涉及项目" in line)
    number = len(document.truth.projects)
    wrong = stated.replace(f"{number} 个", f"{number + 1} 个").replace(f"{number}个", f"{number + 1}个")
    assert wrong != stated
    findings = found(document.text.replace(stated, wrong), tmp_path)
    assert [(one["rule"], one["printed"], one["expected"]) for one in findings] == [
        ("announced", str(number + 1), str(number))
    ]


@pytest.mark.parametrize(
    ("document", "rule", "line"),
    [
        ("jianghan-2024-final", "column_shifted", 225),
        ("jianghan-2024-final", "classification", 325),
        ("jianghan-2024-final", "narrative_classes", 503),
        ("jianghan-2024-final", "items_add_up", 513),
        ("jianghan-2024-final", "budget_rates", 617),
        ("jianghan-2024-final", "narrative_three_public", 629),
        ("jianghan-2024-final", "announced", 681),
        ("jianghan-2024-final", "department_form", 804),
        ("jiangan-2020-final", "change_rate", 129),
        ("jiangan-2020-final", "uses_add_up", 215),
        ("jiangan-2020-final", "unreadable_number", 510),
        ("jiangan-2020-final", "repeated_rows", 1116),
        ("jiangan-2020-final", "total_scores", 1118),
        ("wuhan-2023-final", "uses_add_up", 884),
        ("wuhan-2023-final", "shares", 1329),
        ("wuhan-2023-final", "narrative_parts", 1413),
        ("wedz-2024-final", "label_lost", 154),
        ("wedz-2024-final", "classification", 335),
        ("wedz-2024-final", "items_add_up", 537),
        ("wedz-2024-final", "completion_rate", 577),
        ("wedz-2024-final", "adjusted_budget", 593),
        ("wedz-2024-final", "template_leftover", 657),
        ("wedz-2024-final", "stated_bases", 669),
        ("wedz-2024-final", "budget_rates", 689),
        ("dongxihu-2025-budget", "form_without_name", 603),
        ("dongxihu-2025-budget", "cost_subjects", 671),
        ("dongxihu-2025-budget", "impossible_year", 742),
        ("dongxihu-2025-budget", "unit_slip", 1182),
        ("dongxihu-2025-budget", "impossible_year", 1202),
    ],
)
def test_contradictions_of_the_five_documents(document: str, rule: str, line: int) -> None:
    findings = load("findings", document).query("severity != 'rounding'")
    assert ((findings["rule"] == rule) & (findings["line"] == line)).any()


def test_rounding_is_no_error() -> None:
    findings = load("findings", "wuhan-2023-final").query("rule == 'items_add_up'")
    assert findings[["severity", "printed", "expected", "difference"]].to_numpy().tolist() == [
        ["rounding", "60960.94", "60960.96", -0.02]
    ]


def test_coverage_says_what_was_looked_at_and_why_not() -> None:
    table = load("checks", "jiangan-2020-final").set_index("rule")
    assert sorted(table.index) == sorted(rules()["rule"])
    assert table.loc["hierarchy", "not_applicable"] == "the document prints nothing to compare"
    assert table.loc["basic_expenditure", "not_applicable"] == "the document has no F06"
    assert table.loc["three_public_rows", "not_applicable"] == "the document has no F06 and no F09"
    assert table.loc["budget_forms", "not_applicable"] == "not for a final_account"
    assert table.loc["completion_rate", ["passed", "failed"]].tolist() == [4, 0]
    assert (table.loc["change_rate", ["failed"]] == 3).all()


def test_every_finding_is_a_sentence_in_both_languages() -> None:
    findings = load("findings")
    assert (findings["message_zh"].str.len() > 5).all() and (findings["message_en"].str.len() > 5).all()
    assert not findings["message_zh"].str.contains("nan|None").any()


def test_the_command_tells_the_gravest_and_largest_first_and_what_was_not_read_last() -> None:
    lines = CliRunner().invoke(commands, ["audit", "jianghan-2024-final"]).output.splitlines()
    assert lines[0] == "jianghan-2024-final: 45 findings, 1 place not read"
    assert [line.split("\t")[1] for line in lines[1:4]] == ["department_form", "items_add_up", "narrative_three_public"]
    assert lines[-2].startswith("  not read: notice\tfigure_not_read")
    assert lines[-1].startswith("next: ")


def test_the_command_fails_on_request() -> None:
    run = CliRunner()
    assert run.invoke(commands, ["audit", "jianghan-2024-final"]).exit_code == 0
    failed = run.invoke(commands, ["audit", "jianghan-2024-final", "--fail-on", "error"])
    assert failed.exit_code == 1 and "5 findings of severity error" in failed.output
    failed = run.invoke(commands, ["audit", "wuhan-2023-final", "--fail-on", "error"])
    assert failed.exit_code == 1 and "jianghan: 1 finding of severity error: see the list" in failed.output
    unread = run.invoke(commands, ["audit", "jianghan-2024-final", "--fail-on", "reading"])
    assert unread.exit_code == 1 and "1 place could not be read" in unread.output
    assert run.invoke(commands, ["audit", "jiangan-2020-final", "--fail-on", "reading"]).exit_code == 0
    table = run.invoke(commands, ["audit", "jianghan-2024-final", "--coverage", "--format", "csv"])
    assert table.output.startswith("document_id,rule,passed,rounding,failed,not_applicable\n")


@pytest.mark.parametrize(
    ("change", "rule", "severity"),
    [
        (lambda code, name: (code, "住房公用金"), "classification", "warning"),
        (lambda code, name: ("2990101", name), "code_parents", "error"),
        (lambda code, name: ("2230202", name), "code_parents", "error"),
    ],
)
def test_a_wrong_code_or_name_is_seen(
    change: Callable[[str, str], tuple[str, str]], rule: str, severity: str, tmp_path: Path
) -> None:
    document = generate(31, "markdown", Vices())
    row = first(document, "amounts", lambda one: one["table"] == "F03" and one["code"] == "2210201")
    code, name = change(row["code"], row["name"])
    lines = document.text.split("\n")
    place = row["line"] - 1
    lines[place] = lines[place].replace(row["code"], code).replace(row["name"], name)
    findings = found("\n".join(lines), tmp_path)
    assert (rule, severity, row["line"]) in {(one["rule"], one["severity"], one["line"]) for one in findings}


def test_the_classification_has_one_name_a_year() -> None:
    for year in (2019, 2021, 2022, 2025):
        codes = [
            row["code"] for row in entries() if int(row["first_year"] or 0) <= year <= int(row["last_year"] or 9999)
        ]
        assert len(codes) == len(set(codes))
        assert {code[:3] for code in codes} <= {code for code in codes if len(code) == 3}
        assert {code[:5] for code in codes if len(code) == 7} <= {code for code in codes if len(code) == 5}
    assert official(2021)["21305"] == "扶贫"
    assert official(2022)["21305"] == "巩固脱贫衔接乡村振兴"
    assert official(2024)["21305"] == "巩固脱贫攻坚成果衔接乡村振兴"
    assert official(2019)["20805"] == "行政事业单位离退休" and official(2024)["2013299"] == "其他组织事务支出"
    assert "20139" not in official(2023) and official(2024)["20139"] == "社会工作事务"


@pytest.mark.parametrize("seed", [31, 32, 33, 34])
def test_one_slip_is_one_finding_that_names_what_follows(seed: int, tmp_path: Path) -> None:
    document = generate(seed, "markdown", Vices(thousands=True))
    row = first(document, "amounts", lambda one: one["table"] == "F02" and one["level"] == "item")
    findings = found(changed(document, row, row["printed"], bumped(row["printed"])), tmp_path)
    assert [(one["table"], one["line"]) for one in findings] == [("F02", row["line"])]
    assert "由此也不平" in findings[0]["message_zh"] and row["code"][:5] in findings[0]["message_zh"]


@pytest.mark.parametrize(("printed", "severity"), [("125.4%", "rounding"), ("125.3%", "error")])
def test_a_percent_whose_digits_are_cut_off_is_rounding(printed: str, severity: str, tmp_path: Path) -> None:
    document = generate(31, "markdown", Vices())
    row = first(document, "completion", lambda one: one["level"] == "department")
    assert (row["outturn"], row["initial_budget"], row["rate_printed"]) == (
        Decimal("5069.44"),
        Decimal("4040.22"),
        "125.5%",
    )
    text = changed(document, row, row["rate_printed"], printed)
    rates = [one for one in built(text, tmp_path)["findings"] if one["printed"] == printed]
    assert {(one["severity"], one["line"]) for one in rates} == {(severity, row["line"])}


def test_a_total_that_has_no_addends_hints_at_none_of_them() -> None:
    total = Titled(name="合计", line=3, amount=Decimal("5.00"))
    assert add_up("B02", total, [], "下列各行合计", "sum of the rows").hint is None
