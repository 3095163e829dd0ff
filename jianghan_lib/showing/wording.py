"""The sentences and titles in both languages (wording.csv): templates that are filled with computed values."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from jianghan_lib.base.errors import unknown
from jianghan_lib.base.paths import declared
from jianghan_lib.vocabulary import LANGUAGES


@cache
def templates() -> Mapping[str, dict[str, str]]:
    """All templates by identifier."""
    return {row["identifier"]: row for row in declared("showing/wording.csv")}


def phrase(identifier: str, lang: str, **values: Any) -> str:
    """A sentence or title in a language, with its values; UsageError for an unknown language or identifier."""
    if lang not in LANGUAGES:
        raise unknown("language", lang, LANGUAGES)
    if identifier not in templates():
        raise unknown("sentence", identifier, templates())
    text = templates()[identifier][lang].format(**values)
    return nested(text) if lang == "zh" else text


def nested(text: str) -> str:
    """A Chinese text with quotation marks within quotation marks as the single ones that belong there."""
    depth, signs = 0, []
    for sign in text:
        depth += (sign == "“") - (sign == "”")
        inner = depth > 1 if sign == "“" else depth > 0
        signs.append({"“": "‘", "”": "’"}.get(sign, sign) if inner else sign)
    return "".join(signs) if depth == 0 else text
