"""Names of projects: one name in every place that speaks of the project."""

import re
from collections import defaultdict
from collections.abc import Iterator

from jianghan_lib.audit.evidence import CENT, Check, Evidence, Remark, agreed
from jianghan_lib.audit.rules import FINAL, of_method
from jianghan_lib.audit.rules.projects import forms_of, project_of
from jianghan_lib.base.findings import At, standing
from jianghan_lib.base.rows import ProjectRow
from jianghan_lib.base.text import short
from jianghan_lib.vocabulary import word

# Names that share most of their characters are one name in other words.
LIKE = 0.7
# What a place may leave out of a name, or print in its own way.
DRESS = re.compile(r"[\s\"“”'‘’（）()]|项目$|^20\d\d年(?:度)?|^\d{1,2}[.、]")


@of_method("project_spelling", "同一项目名称写法一致", kinds=FINAL, touches="projects")
def spellings(evidence: Evidence) -> Iterator[Check | Remark]:
    """A project has one name: in the narrative, the summary table and its form."""
    named: dict[int, dict[str, tuple[str, At]]] = defaultdict(dict)
    rows = {id(row): row for row in evidence.tables["projects"]}
    for source in ("summary", "form"):
        for name, facts in forms_of(evidence, source).items():
            row = project_of(evidence, name, facts)
            if row is not None:
                named[id(row)].setdefault(source, (name, next(iter(facts.values()))))
    for figures in evidence.about("project"):
        first = next(iter(figures.values()))
        same = [row for row in rows.values() if first.subject and short(row.project) == short(first.subject)]
        if len(same) == 1:
            named[id(same[0])].setdefault("narrative", (first.subject, first))
    for key, places in named.items():
        yield _spelled(rows[key], places)


def _spelled(row: ProjectRow, places: dict[str, tuple[str, At]]) -> Check | Remark:
    names = {DRESS.sub("", name) for name, _ in places.values()}
    # Names that differ in more are told where the projects of two sources are joined.
    if len(names) == 1 or len({short(name) for name, _ in places.values()}) > 1:
        return agreed("projects", row)
    told_zh = "，".join(f"{word(source)}（第{standing(at)[0]}行）“{name}”" for source, (name, at) in places.items())
    told_en = ", ".join(
        f"{name} in the {word(source, 'en')} (line {standing(at)[0]})" for source, (name, at) in places.items()
    )
    name, last = next(reversed(places.values()))
    zh, en = f"同一项目名称写法不一：{told_zh}", f"one project, several spellings: {told_en}"
    return Remark("projects", row.project, last, name, zh, en, "notice", row.project)


@of_method("use_names", "用途与同额项目的名称一致", touches="projects")
def uses(evidence: Evidence) -> Iterator[Check | Remark]:
    """A use of project expenditure that has just the amount of one project has its name."""
    column = "executed" if evidence.kind == FINAL else "budget"
    projects = [row for row in evidence.tables["projects"] if getattr(row, column)]
    told = [figures["amount"] for figures in evidence.about("spending") if "amount" in figures]
    told = [row for row in told if row.amount]
    for use in told:
        same = [row for row in projects if abs(getattr(row, column) - use.amount) <= CENT]
        rivals = [row for row in told if abs(row.amount - use.amount) <= CENT]
        if len(same) != 1 or len(rivals) != 1:
            continue
        names = [_bare(use.subject), _bare(same[0].project)]
        if any(one in other for one, other in (names, names[::-1])) or _overlap(*names) >= LIKE:
            yield agreed("projects", same[0])
            continue
        zh = f"用途“{use.subject}”与第{same[0].line}行项目“{same[0].project}”金额相同、名称不同"
        en = (
            f"the use {use.subject} has the amount of the project {same[0].project} (line {same[0].line}), not its name"
        )
        place = ("narrative", use.subject, use, use.subject)
        yield Remark(*place, zh, en, "notice", same[0].project)


def _bare(name: str) -> str:
    return short(DRESS.sub("", name))


def _overlap(one: str, other: str) -> float:
    return len(set(one) & set(other)) / max(1, min(len(set(one)), len(set(other))))


@of_method("form_titles", "自评表标题与项目名称一致", touches="projects")
def titles(evidence: Evidence) -> Iterator[Check | Remark]:
    """A form's title names the project that the form is about."""
    for one in evidence.particulars("form_title"):
        if DRESS.sub("", one.subject) == DRESS.sub("", one.printed) or short(one.subject) == short(one.printed):
            yield agreed("form", one)
            continue
        zh = f"自评表标题为“{one.printed}”，项目名称为“{one.subject}”"
        en = f"the form is titled {one.printed}, its project is {one.subject}"
        place = ("form", one.subject, one, one.printed)
        yield Remark(*place, zh, en, "notice", one.subject)
