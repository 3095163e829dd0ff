"""`j.say`: one computed sentence from a template in the language in use; the templates lie in `templates/`, branches in them."""

import tomllib
from collections.abc import Hashable, Mapping
from functools import cache
from typing import Any

import pandas as pd
from IPython.display import display
from jinja2 import Environment, FunctionLoader, StrictUndefined

from jianghan_lib.base.errors import unknown
from jianghan_lib.base.paths import PACKAGE
from jianghan_lib.showing import tables
from jianghan_lib.showing.shown import Text
from jianghan_lib.showing.values import known, label, listed, money, percent, points, reason, text
from jianghan_lib.showing.wording import nested
from jianghan_lib.vocabulary import current

TEMPLATES = PACKAGE / "showing" / "templates"


def say(template: str, frame: pd.DataFrame | pd.Series | None = None, **values: Any) -> None:
    """Shows the sentences of a template (`"completion/by_class"`), filled from a frame and from values; nothing if there are none.

    In a template: `rows` (the rows of the frame, each with its columns), `first` and `last` of them, `frame` itself, and the values;
    the filters money, percent, points, signed, label, printed, reason, names, chance and counted.
    """
    sentences = said(template, current(), frame, **values)
    if sentences:
        display(Text(sentences))


def said(sentence: str, lang: str, frame: pd.DataFrame | pd.Series | None = None, **values: Any) -> list[str]:
    """The sentences of a template in a language, a line each."""
    if frame is not None:
        rows = [_read(row, lang) for row in tables.flat(frame).astype(object).to_dict("records")]
        values = {"frame": frame, "rows": rows, "first": (rows or [{}])[0], "last": (rows or [{}])[-1], **values}
    filled = template(sentence, lang).render(lang=lang, **values)
    lines = [" ".join(line.split()) for line in filled.splitlines() if line.strip()]
    return [line[:1].upper() + line[1:] for line in lines] if lang == "en" else [nested(line) for line in lines]


def _read(row: Mapping[Hashable, Any], lang: str) -> dict[Hashable, Any]:
    """A row with the Chinese names in it as they are read in a language."""
    is_chinese = {name: lang == "en" and isinstance(value, str) and not value.isascii() for name, value in row.items()}
    return {name: text(str(name), value, lang) if is_chinese[name] else value for name, value in row.items()}


@cache
def templates() -> Mapping[str, Mapping[str, str]]:
    """All templates, `<file>/<name>` -> their text by language."""
    found: dict[str, Mapping[str, str]] = {}
    for file in sorted(TEMPLATES.glob("*.toml")):
        words = tomllib.loads(file.read_text(encoding="utf-8"))
        found |= {f"{file.stem}/{name}": texts for name, texts in words.items()}
    return found


def template(name: str, lang: str) -> Any:
    """A template in a language, ready to be filled."""
    if name not in templates():
        raise unknown("sentence", name, templates())
    return _environment(lang).get_template(name)


@cache
def _environment(lang: str) -> Environment:
    loader = FunctionLoader(lambda name: templates()[name][lang])  # one template may include another
    environment = Environment(loader=loader, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"money": money, "percent": percent, "points": points}
    environment.filters |= {
        "signed": lambda value: f"+{money(value)}" if value >= 0.005 else money(value),
        "label": lambda value: label(str(value), lang),
        "printed": lambda value: text("printed", str(value), lang),
        "names": lambda values: listed([label(str(value), lang) for value in values], lang),
        "reason": lambda value: reason(str(value), lang),
        "chance": lambda value: f"= {value:.2f}" if value >= 0.005 else "< 0.01",
        "counted": lambda count, one, many="": f"{count:,} {one if count == 1 else many or f'{one}s'}",
    }
    environment.tests["known"] = known
    return environment
