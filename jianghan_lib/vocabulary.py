"""The one vocabulary (terms.csv): identifiers with their Chinese and English words, for columns, charts, headings, glossary."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from jianghan_lib.base.errors import unknown
from jianghan_lib.base.paths import declared

LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class Term:
    """A term: identifier, words in both languages, definition and source."""

    identifier: str
    zh: str
    en: str
    definition: str
    source: str


@cache
def terms() -> Mapping[str, Term]:
    """All terms by identifier, in the order of the file."""
    return {row["identifier"]: Term(**row) for row in declared("terms.csv")}


def word(identifier: str, lang: str = "zh") -> str:
    """The word for an identifier in a language; an identifier that is no term is given back (a code, a name)."""
    if lang not in LANGUAGES:
        raise unknown("language", lang, LANGUAGES)
    term = terms().get(identifier)
    return identifier if term is None else str(getattr(term, lang))


@cache
def categories() -> Mapping[str, dict[str, str]]:
    """The coded reasons by name, each with its words in both languages: names of their own, apart from the terms."""
    return {row["category"]: row for row in declared("reference/reasons.csv")}


# The language that a notebook speaks (`j.use`).
_speaking = LANGUAGES[0]


def current() -> str:
    """The language in use."""
    return _speaking


def speak(lang: str) -> None:
    """Sets the language in use; UsageError for one that the vocabulary does not have."""
    global _speaking
    if lang not in LANGUAGES:
        raise unknown("language", lang, LANGUAGES)
    _speaking = lang
