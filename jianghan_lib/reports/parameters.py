"""The parameters of a notebook, read from its tagged cell and checked: papermill accepts a misspelt one silently."""

import ast
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, partial
from math import inf
from pathlib import Path
from typing import Any

from jianghan_lib.base.errors import JianghanError, UsageError, unknown

# Whole documents' names, and numbers that only make sense within limits, by the name of the parameter.
DOCUMENTS = ("document_id", "other_document_id")
# A price level of 100 is that of the year before: 0 stands for none, and 1.02 is a rate that was meant as 102.
LIMITS = {"price_index": (50.0, 200.0, "the price level with the year before as 100, such as 102.5, or 0 for none")}
TYPES: dict[str, type] = {kind.__name__: kind for kind in (str, int, float, bool)}


@dataclass(frozen=True)
class Parameter:
    """One parameter: its name, type and default."""

    name: str
    kind: type
    default: object

    def __str__(self) -> str:
        return f"{self.name}: {self.kind.__name__}"


def read(notebook: Path) -> dict[str, Parameter]:
    """A notebook -> its parameters by name, in order; empty where no cell is tagged `parameters`."""
    tagged = [cell for cell in cells(notebook) if "parameters" in cell.get("metadata", {}).get("tags", [])]
    source = "\n".join("".join(cell["source"]) for cell in tagged)
    try:
        return {found.name: found for found in map(_parameter, ast.parse(source).body)}
    except (SyntaxError, ValueError) as error:
        message = f'{notebook.name}: the parameters cell may only hold lines like `name: str = "value"` ({error})'
        raise JianghanError(message) from None


def kinds(notebook: Path) -> frozenset[str]:
    """The kinds of documents that a notebook declares it is for (metadata `jianghan.kinds`); empty: for any."""
    return frozenset(_content(notebook).get("metadata", {}).get("jianghan", {}).get("kinds", ()))


def check(notebook: Path, given: Mapping[str, object]) -> None:
    """Raises UsageError where a name is not a parameter of the notebook, or its value not of the declared type."""
    declared = read(notebook)
    for name, value in given.items():
        if name not in declared:
            raise UsageError(f"{notebook.stem} has no parameter {name!r}: it takes {_listed(declared)}")
        if not _fits(value, declared[name].kind):
            wrong = type(value).__name__
            raise UsageError(
                f"{notebook.stem}: {declared[name]} was given {value!r}, a {wrong}; it takes {_listed(declared)}"
            )
        if type(value) in (int, float):
            _check_number(notebook, name, value)  # type: ignore[arg-type]


def check_documents(notebook: Path, given: Mapping[str, object], known: Collection[str]) -> None:
    """Raises UsageError where a parameter names a document that the collection does not have."""
    for name in DOCUMENTS:
        if given.get(name) and given[name] not in known:
            raise UsageError(f"{notebook.stem}: {unknown(name, given[name], known)}")


def _check_number(notebook: Path, name: str, value: float) -> None:
    low, high, meaning = LIMITS.get(name, (-inf, inf, "a finite number"))
    if not -inf < value < inf or (value and not low <= value <= high):
        raise UsageError(f"{notebook.stem}: parameter {name!r} was given {value!r}; it takes {meaning}")


def from_text(notebook: Path, given: Mapping[str, str]) -> dict[str, object]:
    """Values as typed on a command line -> of the declared types; an unknown name stays text, for `check` to refuse."""
    declared = read(notebook)
    return {name: _value(notebook, declared[name], text) if name in declared else text for name, text in given.items()}


def filled(notebook: Path, given: Mapping[str, str]) -> str:
    """A notebook -> the text of a copy with these values in its parameters cell, comments kept, and without outputs."""
    check(notebook, given)
    content = json.loads(notebook.read_text(encoding="utf-8"))
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
        if "parameters" in cell["metadata"].get("tags", []):
            source = "".join(cell["source"])
            for name, value in given.items():
                source = re.sub(
                    rf'(?m)^({name}\b[^=\n]*= *)"[^"\n]*"', partial(_set, json.dumps(value, ensure_ascii=False)), source
                )
            cell["source"] = source
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _set(literal: str, found: re.Match[str]) -> str:
    return found[1] + literal


def cells(notebook: Path) -> list[dict[str, Any]]:
    """The cells of a notebook, to be read only."""
    return _content(notebook)["cells"]


def _content(notebook: Path) -> dict[str, Any]:
    try:
        stat = notebook.stat()
        return _read(notebook, stat.st_mtime_ns, stat.st_size)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise JianghanError(
            f"{notebook.name} cannot be read as a notebook ({error}): save it again in JupyterLab"
        ) from None


@cache
def _read(notebook: Path, *_: int) -> dict[str, Any]:
    """What a notebook holds, read once for all documents until it changes."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    content["cells"]
    return content


def _parameter(statement: ast.stmt) -> Parameter:
    """A line of the parameters cell -> the parameter; ValueError for anything but a literal assignment."""
    match statement:
        case ast.AnnAssign(target=ast.Name(id=name), annotation=ast.Name(id=kind), value=ast.expr() as value):
            default = ast.literal_eval(value)
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            default = ast.literal_eval(value)
            kind = type(default).__name__
        case _:
            raise ValueError(f"line {statement.lineno} is not an assignment of a literal")
    if kind not in TYPES or not _fits(default, TYPES[kind]):
        raise ValueError(f"{name} must be declared as one of {', '.join(TYPES)}, with a default of that type")
    return Parameter(name, TYPES[kind], default)


def _fits(value: object, kind: type) -> bool:
    """Whether a value is of a type; a whole number passes for a float, a truth value does not pass for a number."""
    return type(value) is kind or (kind is float and type(value) is int)


def _value(notebook: Path, parameter: Parameter, text: str) -> object:
    try:
        if parameter.kind is bool:
            return {"true": True, "false": False}[text.lower()]
        return parameter.kind(text)
    except (KeyError, ValueError):
        expected = "true or false" if parameter.kind is bool else f"a value of type {parameter.kind.__name__}"
        raise UsageError(
            f"{notebook.stem}: parameter {parameter.name!r} was given {text!r}; it takes {expected}"
        ) from None


def _listed(declared: Mapping[str, Parameter]) -> str:
    return ", ".join(map(str, declared.values())) or "no parameters"
