"""Every rule of the audit is in the margin of an analysis, or is known to touch none."""

from tables_of import made

from jianghan_lib.analysis.margin import OF_FORMS, TOUCHES, UNTOUCHED, touching
from jianghan_lib.audit.engine import RULES


def test_every_rule_is_in_a_margin_or_known_to_touch_none() -> None:
    touched = {name for one in TOUCHES.values() for name in one.rules} | OF_FORMS
    names = {rule.name for rule in RULES}
    assert names - touched == UNTOUCHED
    assert touched & UNTOUCHED == set()
    assert touched - names == {"impossible_year", "project_name_differs", "template_leftover"}


def test_a_finding_touches_by_its_rule_or_by_its_part() -> None:
    own = {"severity": "error", "where": "甲", "message_zh": "不一致", "message_en": "differs"}
    found = [
        {**own, "rule": "shares", "table": "narrative", "line": 5},
        {**own, "rule": "department_form", "table": "department_form", "line": 6},
        {**own, "rule": "glossary_subjects", "table": "glossary", "line": 7},
    ]
    tables = made(findings=found)
    assert touching(tables, "completion")["line"].tolist() == [5]
    assert touching(tables, "projects")["line"].tolist() == [5, 6]
    assert touching(tables, "changes")["line"].tolist() == []
