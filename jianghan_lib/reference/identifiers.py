"""An identifier proposed for a document: place, department, year and kind, in the letters of a keyboard."""

import re

from jianghan_lib.reference.places import Place, above, divisions, locate

LONGEST_DEPARTMENT = 30
KINDS = {"final_account": "final", "budget": "budget", "self_evaluation": "self"}
# The part for the body that disclosed its own accounts only, without those of the units below it.
UNIT = "benji"
# What says no more than the place and the rest of the name: 某区人民政府某街道办事处.
_SAID = re.compile(r"^人民政府(?=.{2})|(?<=.街道)办事处$")
_PLACE_END = re.compile(r"(?<=..)(?:特别行政区|自治[区州县旗]|地区|林区|新区|[省市区县旗盟])$")


def propose(department: str, title: str, kind: str, scope: str, year: str) -> str:
    """Facts of a document -> its identifier, the same whenever it is asked: `jianghan-renliziyuanju-2024-final`.

    A place that shares its name with others has the one above it before its own; a long name of a department is
    shortened to its first letters.
    """
    place = locate(department, title, int(year))
    own = department.replace(place.name, "") if place else department
    for one in above(place, int(year)) if place else ():
        own = own.replace(one, "")
    parts = [
        *_place(place, int(year)),
        _department(_SAID.sub("", own)),
        UNIT if scope == "unit" else "",
        year,
        KINDS[kind],
    ]
    return "-".join(filter(None, parts))[:61].strip("-")


def _place(place: Place | None, year: int) -> list[str]:
    if place is None:
        return []
    shared = len(divisions(year)[place.name]) > 1
    return [_letters(_PLACE_END.sub("", name)) for name in [*(above(place, year)[-1:] if shared else []), place.name]]


def _department(name: str) -> str:
    whole = _letters(name)
    return whole if len(whole) <= LONGEST_DEPARTMENT else _letters(name, initials=True)


def _letters(text: str, initials: bool = False) -> str:
    """Chinese as the letters of its sounds, without tones; letters and digits stay, all else goes."""
    from pypinyin import Style, lazy_pinyin

    sounds = lazy_pinyin(text, style=Style.FIRST_LETTER if initials else Style.NORMAL)
    return re.sub(r"[^a-z0-9]", "", "".join(sounds).lower())
