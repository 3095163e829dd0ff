"""Administrative divisions: which district or city a department's name speaks of, by the national codes (GB/T 2260)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from gb2260.data import data as _REVISIONS

LATEST = None
SHORTEST = 3


@dataclass(frozen=True)
class Place:
    """A district or city: its code of GB/T 2260, name, and tier (province, city or district)."""

    code: str
    name: str
    tier: str


@cache
def divisions() -> Mapping[str, tuple[Place, ...]]:
    """Every division by name; several share a name."""
    found: dict[str, list[Place]] = {}
    for code, name in _REVISIONS[LATEST].items():
        text = f"{code:06d}" if isinstance(code, int) else str(code)
        tier = "province" if text.endswith("0000") else "city" if text.endswith("00") else "district"
        if len(name) >= SHORTEST and name not in ("市辖区", "县"):
            found.setdefault(name, []).append(Place(text, name, tier))
    return {name: tuple(places) for name, places in found.items()}


def locate(department: str, elsewhere: str = "") -> Place | None:
    """The place that a department's name contains: the lowest tier named; a name shared by several is settled by
    the city or province that the name, or the text elsewhere, mentions; None where it stays open."""
    named = [place for name, places in divisions().items() if name in department for place in places]
    for tier in ("district", "city", "province"):
        candidates = [place for place in named if place.tier == tier]
        for text in (department, elsewhere):
            if len(candidates) > 1:
                candidates = [place for place in candidates if any(name in text for name in above(place))] or candidates
        if len(candidates) == 1:
            return candidates[0]
        if candidates:
            return None
    return None


def above(place: Place) -> list[str]:
    """Names of the province and city that a place belongs to, the highest first."""
    codes = (place.code[:2] + "0000", place.code[:4] + "00")
    named = {other.code: name for name, places in divisions().items() for other in places}
    return [named[code] for code in codes if code in named and code != place.code]
