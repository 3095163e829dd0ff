"""The rules of the audit, each declared once, by the decorator on the function that compares."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType

from jianghan_lib.audit.evidence import Check, Evidence, Remark

FINAL, BUDGET = "final_account", "budget"
BOTH = (FINAL, BUDGET)
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
    name: str,
    source: str,
    zh: str,
    en: str,
    *,
    touches: tuple[str, ...],
    kinds: tuple[str, ...] = BOTH,
    needs: tuple[str, ...] = (),
    of_one_row: bool = False,
) -> Callable[[Compare], Rule]:
    """A function that compares -> the rule that it is; `zh` and `en` say what it compares."""
    return lambda compare: Rule(name, source, zh, en, kinds, touches, needs, of_one_row, compare)


def declared(module: ModuleType) -> list[Rule]:
    """The rules that a module declares, from top to bottom."""
    found = [value for value in vars(module).values() if isinstance(value, Rule)]
    return [one for one in found if one.compare.__module__ == module.__name__]
