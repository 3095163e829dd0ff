"""The rules of the audit, each declared once, by the decorator on the function that compares; its docstring says what."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from types import ModuleType

from jianghan_lib.audit.evidence import Check, Evidence, Remark

FINAL, BUDGET, SELF_EVALUATION = "final_account", "budget", "self_evaluation"
BOTH = f"{FINAL};{BUDGET}"
Compare = Callable[[Evidence], Iterator[Check | Remark]]


@dataclass(frozen=True)
class Rule:
    """A rule, called with the evidence: all that is known of it beside what its outcomes say."""

    name: str
    source: str  # of the identity
    zh: str
    en: str
    kinds: tuple[str, ...]
    touches: tuple[str, ...]  # the tables of data/processed whose figures its findings put in doubt
    needs: tuple[str, ...]  # the statutory tables without which it has nothing to compare
    of_one_row: bool  # whether it tells the wrong row by itself, without the rows around it
    compare: Compare

    def __call__(self, evidence: Evidence) -> Iterator[Check | Remark]:
        return self.compare(evidence)


def rule(
    source: str, name: str, zh: str, *, touches: str, kinds: str = BOTH, needs: str = "", of_one_row: bool = False
) -> Callable[[Compare], Rule]:
    """A function that compares -> the rule that it is. `zh` says what it compares, its docstring the same in English.

    What is asked of final accounts is asked of self-evaluations that are published alone.
    """
    of, doubted, needed = (tuple(filter(None, names.split(";"))) for names in (kinds, touches, needs))
    of += (SELF_EVALUATION,) if FINAL in of else ()
    return lambda compare: Rule(
        name, source, zh, str(compare.__doc__).rstrip("."), of, doubted, needed, of_one_row, compare
    )


# The rules by what asks for the identity.
of_disclosure = partial(rule, "部门预决算公开操作规程")
of_forms = partial(rule, "部门决算、预算公开表样注")
of_subjects = partial(rule, "政府收支分类科目")
of_method = partial(rule, "项目支出绩效评价管理办法")


def declared(module: ModuleType) -> list[Rule]:
    """The rules that a module declares, from top to bottom."""
    found = [value for value in vars(module).values() if isinstance(value, Rule)]
    return [one for one in found if one.compare.__module__ == module.__name__]
