"""The terms of art that a page uses, explained at its end: the names of measures that only specialists know."""

from functools import cache
from html import escape, unescape

from jianghan_lib.base.paths import declared

TERMS = "reports/templates/glossary.csv"
HEADINGS = {"zh": "名词解释", "en": "Terms"}
END = "</main>"


def explained(body: str, lang: str) -> str:
    """A page -> the same with the terms that it uses, in a fold at its end."""
    shown = unescape(body[body.find("<main>") :])
    used = [(term, text) for term, text in _terms(lang) if term.casefold() in shown.casefold()]
    if not used:
        return body
    listed = "".join(f"<dt>{escape(term)}</dt><dd>{escape(text)}</dd>" for term, text in used)
    fold = f'<details class="glossary"><summary>{HEADINGS[lang]}</summary><dl>{listed}</dl></details>'
    before, _, after = body.rpartition(END)
    return f"{before}{fold}\n{END}{after}"


@cache
def _terms(lang: str) -> tuple[tuple[str, str], ...]:
    """The terms in a language, each with what it means."""
    return tuple((row[f"term_{lang}"], row[f"meaning_{lang}"]) for row in declared(TERMS))
