"""The audit of documents as frames: what each rule looked at, and what it found."""

from collections.abc import Sequence

import pandas as pd

from jianghan_lib.audit.engine import RULES, Coverage, audit
from jianghan_lib.audit.evidence import Evidence
from jianghan_lib.base.errors import unknown
from jianghan_lib.pipeline import store
from jianghan_lib.pipeline.build import build_document, read

COLUMNS = ["document_id", "rule", "passed", "rounding", "failed", "not_applicable"]


def coverage(documents: Sequence[str] | None = None) -> pd.DataFrame:
    """Rule by document: comparisons passed, within rounding and failed, or why there was none.

    Columns: document_id, rule, passed, rounding, failed, not_applicable. Source: data/raw. Raises UsageError for an
    unknown document.
    """
    known = store.raw_documents()
    for document in documents or ():
        if document not in known:
            raise unknown("document", document, known)
    done = [one for document in documents or known for one in _audited(document)]
    return pd.DataFrame([[getattr(one, name) for name in COLUMNS] for one in done], columns=COLUMNS)


def _audited(document: str) -> list[Coverage]:
    raw, _ = read(document)
    return audit(Evidence(document, build_document(document, raw), raw))


def rules() -> pd.DataFrame:
    """The rules of the audit: name, what is compared (in both languages), statutory source, kinds of documents."""
    rows = [[rule.name, rule.zh, rule.en, rule.source, ";".join(rule.kinds)] for rule in RULES]
    return pd.DataFrame(rows, columns=["rule", "zh", "en", "source", "kinds"])
