"""The generator of made-to-measure documents: its facts are exact, and its truth stands where it says."""

import os
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from jianghan_lib.base.schema import PROCESSED
from jianghan_lib.specimens import LAYOUTS, Generated, Vices, generate, invent
from jianghan_lib.specimens.model import ZERO, Facts, Item, percent, total, tree
from jianghan_lib.specimens.paper import TABLES

SEEDS = range(20)
DOCUMENTS = os.environ.get("JIANGHAN_DOCUMENTS", "")
LONGEST_QUOTE = 59
MONEY_OF_ITEM = (
    lambda item: item.basic,
    lambda item: item.all_project,
    lambda item: item.expenditure,
    lambda item: item.fiscal,
    lambda item: item.revenue,
)
cached = cache(generate)


@pytest.fixture(params=SEEDS)
def facts(request: pytest.FixtureRequest) -> Facts:
    """A department's final account."""
    return invent(request.param)


def squeezed(text: str) -> str:
    """Text without white space and markup, brackets and punctuation as their half-width twins."""
    return re.sub(r"\s|</?b>", "", text).translate(str.maketrans("（），：；", "(),:;"))


def test_sources_and_uses_agree(facts: Facts) -> None:
    revenue, expenditure = facts.sum(lambda item: item.revenue), facts.sum(lambda item: item.expenditure)
    assert revenue + facts.opening == expenditure + facts.closing == facts.grand_total
    assert facts.sum(lambda item: item.fiscal_revenue) + facts.opening == facts.sum(lambda item: item.fiscal)


def test_every_parent_is_the_sum_of_its_children(facts: Facts) -> None:
    nodes = tree(facts.items)
    for value in MONEY_OF_ITEM:
        whole = nodes[0].sum(value)
        for level in ("class", "section", "item"):
            assert total(node.sum(value) for node in nodes if node.level == level) == whole


def test_basic_expenditure_is_the_sum_of_its_economic_rows(facts: Facts) -> None:
    assert facts.personnel + facts.operating == facts.sum(lambda item: item.basic)
    assert all(amount > 0 for amount in facts.economic.values())


def test_projects_are_the_project_expenditure(facts: Facts) -> None:
    assert total(project.executed for project in facts.projects) == facts.sum(lambda item: item.all_project)
    for project in facts.projects:
        assert ZERO <= project.executed <= project.budget
        assert project.department_budget + project.special_fund + project.upper_transfer == project.budget
        assert sum(indicator.weight for indicator in project.indicators) == 80
        assert project.execution_score <= 20 and project.score <= 100


def test_three_public_expenses_stay_within_their_budget_and_the_tables(facts: Facts) -> None:
    for part, code in (
        ("overseas_travel", "30212"),
        ("hospitality", "30217"),
        ("vehicle_operation", "30231"),
        ("vehicle_purchase", "31013"),
    ):
        assert facts.three_outturn[part] <= facts.three_budget[part]
        assert facts.economic.get(code, facts.three_outturn[part]) == facts.three_outturn[part]


@pytest.mark.parametrize("seed", SEEDS)
def test_budget_adds_up(seed: int) -> None:
    facts = invent(seed, kind="budget")
    assert facts.grand_total == facts.sum(lambda item: item.expenditure)
    assert facts.personnel == facts.sum(lambda item: item.personnel)
    assert total(project.budget for project in facts.projects) == facts.sum(lambda item: item.all_project)


@pytest.mark.parametrize("seed", range(10))
def test_amounts_have_two_places(seed: int) -> None:
    def places(item: Item) -> set[int | str]:
        return {
            -amount.as_tuple().exponent for amount in (item.basic, item.project, item.funds, item.other, item.prior)
        }

    assert set().union(*map(places, invent(seed).items)) == {2}


def test_rates_are_rounded_half_up() -> None:
    assert [percent(Decimal(part), Decimal(2000)) for part in (1, 2, 3)] == [
        Decimal("0.1"),
        Decimal("0.1"),
        Decimal("0.2"),
    ]
    for row in cached(1, "markdown").truth.completion:
        if row["rate_printed"]:
            exact = row["outturn"] / row["initial_budget"] * 100
            assert Decimal(row["rate_printed"].rstrip("% ")) == exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_same_seed_same_document(layout: str) -> None:
    one, two = generate(7, layout), generate(7, layout)
    assert (one.text, one.truth) == (two.text, two.truth)
    assert one.text != generate(8, layout).text


def passage(made: Generated, row: dict[str, Any]) -> str:
    """The lines on which a row of the truth says it stands, joined; page numbers between them left out."""
    lines = made.printed.lines[row["line"] - 1 : row["last_line"]]
    return squeezed("".join(line for line in lines if len(lines) == 1 or not re.fullmatch(r"\d+|— \d+ —", line)))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("seed", range(12))
def test_truth_stands_on_its_lines(layout: str, seed: int) -> None:
    made = cached(seed, layout)
    for table in TABLES:
        for row in made.truth.rows(table):
            stands = passage(made, row)
            missing = [text for text in row["printed_texts"] if squeezed(text) not in stands]
            assert not missing, f"{table} {row['line']}-{row['last_line']}: {missing} not in {stands}"


def test_line_of_finds_a_fact() -> None:
    made = cached(2, "markdown")
    line = made.printed.line_of("amounts", table="F05", level="total", measure="basic")
    assert str(made.facts.sum(lambda item: item.basic)) in made.printed.lines[line - 1].replace(",", "")
    with pytest.raises(KeyError, match="no row"):
        made.printed.line_of("amounts", table="F99")


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("vice", [*Vices.names(), "clean"])
def test_each_vice_alone_prints(layout: str, vice: str) -> None:
    made = cached(3, layout, Vices() if vice == "clean" else Vices.only(vice))
    assert made.truth.projects and made.truth.indicators and made.truth.changes
    assert bool(made.truth.amounts) == (layout != "bare")
    assert bool(made.truth.completion) == (layout != "budget")


@pytest.mark.parametrize("vice", Vices.names())
def test_each_vice_shows_in_some_layout(vice: str) -> None:
    assert any(
        cached(s, layout, Vices.only(vice)).text != cached(s, layout, Vices()).text
        for layout in LAYOUTS
        for s in range(3, 9)
    )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_truth_uses_the_words_of_the_schema(layout: str) -> None:
    extra = {
        "last_line",
        "printed_texts",
        "codes",
        "excluding_special_funds",
        "horizon",
        "prior_targets",
        "prior_target",
    }
    for table in set(TABLES) & set(PROCESSED):
        for row in cached(5, layout).truth.rows(table):
            assert set(row) - extra <= set(PROCESSED[table].columns)


@pytest.mark.parametrize("seed", range(6))
def test_total_rows_of_the_truth_agree_across_tables(seed: int) -> None:
    made = cached(seed, "pdftext")
    totals = {
        (row["table"], row["measure"]): row["amount"] for row in made.truth.amounts if row.get("level") == "total"
    }
    assert totals["F05", "basic"] == totals["F03", "basic"]
    assert totals["F02", "total"] + made.facts.opening == totals["F03", "total"] + made.facts.closing
    paid = [row["amount"] for row in made.truth.amounts if row["table"] == "F06" and row["name"].endswith("经费合计")]
    assert total(paid) == totals["F05", "basic"]


@pytest.mark.skipif(not DOCUMENTS, reason="JIANGHAN_DOCUMENTS is not set")
@pytest.mark.parametrize("layout", LAYOUTS)
def test_prose_is_our_own(layout: str) -> None:
    sources = [re.sub(r"\s", "", path.read_text(encoding="utf-8")) for path in sorted(Path(DOCUMENTS).glob("*.txt"))]
    assert sources
    paragraphs = {re.sub(r"\s", "", text) for seed in range(8) for text in cached(seed, layout).printed.prose}
    size = LONGEST_QUOTE + 1
    pieces = {text[at : at + size] for text in paragraphs for at in range(len(text) - size + 1)}
    windows = {text[at : at + size] for text in sources for at in range(len(text) - size + 1)}
    assert not pieces & windows
