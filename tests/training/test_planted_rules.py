"""Every rule of the audit is contradicted in learners' documents by a kind that is planted there, or it is said why by none."""

import csv
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from whole_way import built

from jianghan_lib.audit import engine
from jianghan_lib.audit.engine import RULES
from jianghan_lib.specimens import Generated, Vices, generate
from jianghan_lib.specimens.contradictions import CONTRADICTIONS
from jianghan_lib.specimens.misprints import MISPRINTS
from jianghan_lib.training import inventing
from jianghan_lib.training.department import Department
from jianghan_lib.training.exercises import auditing
from jianghan_lib.training.inventing import BUDGET, KINDS, OF_BUDGETS, OTHERS, PLANTERS

WHY = ("not_printed", "told_otherwise")
IN_ACCOUNTS = {*KINDS, *(kind for pair in OTHERS for kind in pair)}
# So many documents are looked at: some kinds have no place in most.
DOCUMENTS = 20


def declared() -> list[dict[str, str]]:
    with (Path(inventing.__file__).parent / "planted.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def planted() -> dict[str, list[str]]:
    """The rules that a kind contradicts, by kind."""
    found = defaultdict(list)
    for row in declared():
        if row["kind"]:
            found[row["kind"]].append(row["rule"])
    return found


def documents(kind: str) -> Iterator[Generated]:
    """Documents as learners have them, of the kinds in which it is planted."""
    for seed in range(100, 100 + DOCUMENTS):
        if kind in IN_ACCOUNTS:
            yield inventing.clean(seed)[0]
        if kind in OF_BUDGETS:
            yield generate(seed, BUDGET, Vices())


def test_each_rule_is_planted_or_it_is_said_why_not() -> None:
    rows = declared()
    assert [row["rule"] for row in rows] == [rule.name for rule in RULES]
    assert all((row["kind"] in PLANTERS) != (row["why"] in WHY) for row in rows)


def test_learners_documents_hold_every_kind() -> None:
    assert IN_ACCOUNTS | set(OF_BUDGETS) == CONTRADICTIONS.keys() | MISPRINTS.keys()
    assert planted().keys() <= IN_ACCOUNTS | set(OF_BUDGETS)


@pytest.mark.parametrize("kind", sorted(planted()))
def test_a_planted_kind_contradicts_its_rules(kind: str, tmp_path: Path) -> None:
    wanted = set(planted()[kind])
    for number, document in enumerate(documents(kind)):
        slip = PLANTERS[kind](document, random.Random(number))
        if slip is not None:
            tables = built(slip.text, tmp_path)
            assert kind in OF_BUDGETS or auditing.every(Department("invented", tables)) is not None
            findings = [one for one in tables["findings"] if one["severity"] != "rounding"]
            assert slip.found_by(findings), (document.document_id, slip.lines, slip.words, findings)
            wanted -= {one["rule"] for one in findings}
        if not wanted:
            break
    assert not wanted


@pytest.mark.parametrize("seed", range(3))
def test_a_learners_budget_contradicts_every_rule_of_its_kinds(seed: int, tmp_path: Path) -> None:
    rules = {one["rule"] for one in built(inventing.budget(seed).text, tmp_path)["findings"]}
    wanted = {
        rule for kind in OF_BUDGETS for rule in planted()[kind] if rule not in planted()["a name in the narrative"]
    }
    assert wanted | {"items_explained"} <= rules


def test_of_other_rules_learners_documents_print_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: dict[str, int] = defaultdict(int)
    audit = engine.audit

    def counted(evidence: Any) -> Any:
        done = audit(evidence)
        for one in done:
            compared[one.rule] += one.passed + one.rounding + one.failed
        return done

    monkeypatch.setattr(engine, "audit", counted)
    for kind in (KINDS[0], OF_BUDGETS[0]):
        for _, document in zip(range(3), documents(kind), strict=False):
            built(document.text, tmp_path)
    assert [row["rule"] for row in declared() if row["why"] == "not_printed" and compared[row["rule"]]] == []
