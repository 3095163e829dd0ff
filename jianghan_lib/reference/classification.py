"""The official classifications of expenditure, by function (2...) and by economic kind (3...): codes and names by year."""

from collections.abc import Mapping
from functools import cache

from jianghan_lib.base.paths import declared
from jianghan_lib.base.text import name_key

# Where the file holds every code: classes by function, and economic classes with what is below them.
COMPLETE = {("2", 3), ("3", 3), ("3", 5)}
# The year whose classification the file follows where it gives no first year: 2019 and 2020 renamed several classes.
SURE = 2020
# The year of the economic classification that the file has.
ECONOMIC = 2018


@cache
def entries() -> tuple[Mapping[str, str], ...]:
    """The rows of the file: system, code, name, first_year and last_year (empty: open), source."""
    return tuple(declared("reference/classification.csv"))


@cache
def official(year: int) -> Mapping[str, str]:
    """A fiscal year -> the names in force by code; of functions below the class only some are in the file."""
    return {
        row["code"]: row["name"]
        for row in entries()
        if int(row["first_year"] or 0) <= year <= int(row["last_year"] or 9999)
    }


@cache
def names_of(code: str) -> frozenset[str]:
    """A code -> its names in all years."""
    return frozenset(row["name"] for row in entries() if row["code"] == code)


def is_unfamiliar(code: str) -> bool:
    """Whether the file has no such section of expenditure by function: it holds those in use, and may miss a rare one."""
    return (code[:1], len(code)) == ("2", 5) and not names_of(code)


def is_unknown(code: str, year: int) -> bool:
    """Whether no year has this code, among those of which the file has all; older economic classifications had others."""
    told = code[:1] == "2" or year >= ECONOMIC
    return told and (code[:1], len(code)) in COMPLETE and not names_of(code)


def is_sure(code: str, year: int) -> bool:
    """Whether the name in force in a year is known: of codes whose first year is not in the file only from `SURE` on."""
    return year >= SURE or any(row["first_year"] for row in entries() if row["code"] == code)


@cache
def codes_named(name: str, system: str) -> tuple[str, ...]:
    """The codes that have this name in any year, of one classification (functional, economic)."""
    return tuple(
        dict.fromkeys(
            row["code"] for row in entries() if row["system"] == system and name_key(row["name"]) == name_key(name)
        )
    )
