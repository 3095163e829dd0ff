"""Names of projects: one name in every place that speaks of the project."""

import re
from collections import defaultdict
from collections.abc import Iterator

from jianghan_lib.audit.evidence import CENT, Check, Evidence, Remark, agreed
from jianghan_lib.audit.messages import remark
from jianghan_lib.audit.rules import FINAL, of_method
from jianghan_lib.audit.rules.projects import forms_of, project_of
from jianghan_lib.audit.slips import one_character
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
    told = [(source, name, standing(at)[0]) for source, (name, at) in places.items()]
    zh = "，".join(f"{word(source)}（第{line}行）“{name}”" for source, name, line in told)
    en = ", ".join(f"{name} in the {word(source, 'en')} (line {line})" for source, name, line in told)
    name, last = next(reversed(places.values()))
    return remark("project_spelling", "projects", row.project, last, name, row.project, told=(zh, en))


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
        place = ("narrative", use.subject, use, use.subject, same[0].project)
        if one_character(*names):
            yield remark("use_names", *place, "warning", at=same[0].line)
            continue
        if any(one in other for one, other in (names, names[::-1])) or _overlap(*names) >= LIKE:
            yield agreed("projects", same[0])
            continue
        yield remark("use_names", *place, at=same[0].line)


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
        yield remark("form_titles", "form", one.subject, one, one.printed, one.subject)
