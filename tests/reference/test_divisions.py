"""Which division a department's name speaks of, in the year of its document. Codes of GB/T 2260 and its later changes."""

import pytest

from jianghan_lib.reference.places import divisions, locate


@pytest.mark.parametrize(
    "department, year, code, tier",
    [
        ("武汉市江汉区人力资源局", 2024, "420103", "district"),
        ("武汉市人力资源和社会保障局", 2023, "420100", "city"),
        # 即墨市 became 青岛市即墨区 in 2017, 密云县 became 密云区 in 2015, 哈密地区 became 哈密市 in 2016.
        ("青岛市即墨区财政局", 2024, "370215", "district"),
        ("即墨市财政局", 2014, "370282", "district"),
        ("即墨市财政局", 2016, "370282", "district"),
        ("北京市密云区民政局", 2023, "110118", "district"),
        ("密云县民政局", 2012, "110228", "district"),
        ("哈密市财政局", 2023, "650500", "city"),
        # 崇川区 got another code when it was joined with 港闸区 in 2020.
        ("南通市崇川区民政局", 2024, "320613", "district"),
        ("南通市崇川区民政局", 2014, "320602", "district"),
        # Slips of the ministry's list as the package has it: 440305 珠海市, 450502 合浦县.
        ("深圳市南山区财政局", 2024, "440305", "district"),
        ("北海市海城区财政局", 2024, "450502", "district"),
        ("合浦县财政局", 2024, "450521", "district"),
        ("珠海市财政局", 2024, "440400", "city"),
        ("和田市财政局", 2024, "653201", "district"),
    ],
)
def test_the_place_of_a_department_in_a_year(department: str, year: int, code: str, tier: str) -> None:
    place = locate(department, year=year)
    assert place and (place.code, place.tier) == (code, tier)


@pytest.mark.parametrize("year", [2012, 2015, 2024])
def test_no_division_of_a_year_stands_twice(year: int) -> None:
    codes = [(place.code, place.name) for places in divisions(year).values() for place in places]
    assert len(codes) == len(set(codes))
    assert len(codes) > 3000
