"""The rules of the audit, each a declaration: its name, where its identity comes from, and what it compares."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jianghan_lib.audit.evidence import Check, Evidence, Remark

FINAL, BUDGET = "final_account", "budget"
BOTH = (FINAL, BUDGET)


@dataclass(frozen=True)
class Rule:
    """A rule: name, the source of its identity, what it compares in both languages, in which kinds of documents."""

    name: str
    source: str
    zh: str
    en: str
    kinds: tuple[str, ...]
    compare: Callable[[Evidence], Iterator[Check | Remark]]
