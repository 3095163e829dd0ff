"""The terms of art that a page uses, explained at its end: the names of measures that only specialists know."""

import re
from functools import cache
from html import escape, unescape

from jianghan_lib.base.paths import declared

TERMS = "reports/templates/glossary.csv"
HEADINGS = {"zh": "名词解释", "en": "Terms"}
END = "</main>"
# What a page shows is what stands between its marks: not a picture's data, in which any three signs occur.
MARK = re.compile(r"<[^>]*>")


def explained(body: str, lang: str) -> str:
    """A page -> the same with the terms that it uses, in a fold at its end."""
    shown = unescape(MARK.sub(" ", body[body.find("<main>") :]))
    used = [(term, text) for term, text in _terms(lang) if re.search(_pattern(term), shown, re.IGNORECASE)]
    if not used:
        return body
    listed = "".join(f"<dt>{escape(term)}</dt><dd>{escape(text)}</dd>" for term, text in used)
    fold = f'<details class="glossary"><summary>{HEADINGS[lang]}</summary><dl>{listed}</dl></details>'
    before, _, after = body.rpartition(END)
    return f"{before}{fold}\n{END}{after}"


def _pattern(term: str) -> str:
    """How a term stands in a text: an English one as whole words, or several of it."""
    return rf"(?<![A-Za-z0-9]){re.escape(term)}s?(?![A-Za-z0-9])" if term.isascii() else re.escape(term)


@cache
def _terms(lang: str) -> tuple[tuple[str, str], ...]:
    """The terms in a language, each with what it means."""
    return tuple((row[f"term_{lang}"], row[f"meaning_{lang}"]) for row in declared(TERMS))
