"""Tables as Parquet and as CSV are the same tables, and a build that makes only what changed gives what a whole one gives."""

import os
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pandas as pd
import pytest
from click.testing import CliRunner
from killing import killed_at_every_change

import jianghan_lib as j
from jianghan_lib.base import files
from jianghan_lib.base.errors import JianghanError, UsageError
from jianghan_lib.base.schema import PROCESSED
from jianghan_lib.commands.main import commands
from jianghan_lib.pipeline import build, collect, ingest, processed
from jianghan_lib.specimens import Vices, generate

FORMS = (processed.CSV, processed.PARQUET)


@cache
def records(seed: int) -> Path:
    """An invented document, read."""
    folder = Path(mkdtemp())
    file = folder / "a.txt"
    file.write_text(generate(seed, "markdown", Vices()).text, encoding="utf-8")
    ingest.stage(file, folder / "raw")
    return folder / "raw"


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A data folder of five documents in parts of two, and the names of those whose tables are made."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)
    monkeypatch.setattr(processed, "PART", 2)
    monkeypatch.setenv("JIANGHAN_DATA", str(tmp_path / "data"))
    for number in range(5):
        put(f"doc-{number}", number)
    names: list[str] = []

    def watched(document: str, *given: object) -> build.Tables:
        names.append(document)
        return built(document, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(build, "build_document", watched)
    return names


def cache_of(function: Callable[..., build.Tables]) -> Callable[..., build.Tables]:
    """The tables of a document, made once for the same cells and facts."""
    made: dict[tuple[object, ...], build.Tables] = {}

    def cached(document: str, raw: build.Raw, corrected: object = ()) -> build.Tables:
        key = (document, len(raw["cells"]), *raw["document"])
        if key not in made:
            made[key] = function(document, raw, corrected)
        return made[key]

    return cached


built = cache_of(build.build_document)


def raw(document: str) -> Path:
    return Path(os.environ["JIANGHAN_DATA"]) / "raw" / document


def put(document: str, seed: int) -> None:
    shutil.rmtree(raw(document), ignore_errors=True)
    shutil.copytree(records(seed), raw(document))


def whole(exact: bool = True) -> dict[str, pd.DataFrame]:
    return {name: j.load(name, exact=exact) for name in PROCESSED}


def same(one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame]) -> None:
    for name in PROCESSED:
        pd.testing.assert_frame_equal(one[name], other[name], obj=name)


def of_three(exact: bool) -> dict[str, pd.DataFrame]:
    return {name: j.load(name, "doc-3", exact=exact) for name in PROCESSED}


def test_parquet_gives_the_frames_that_csv_gives(made: list[str]) -> None:
    build.build(processed.CSV)
    csv = {exact: (whole(exact), of_three(exact)) for exact in (True, False)}
    build.build(processed.PARQUET)
    assert not list((raw("x").parents[1] / "processed").glob("*.csv"))
    for exact, (whole_csv, of_one) in csv.items():
        same(whole(exact), whole_csv)
        same(of_three(exact), of_one)
        rows = whole_csv["amounts"].query("document_id == 'doc-3'").reset_index(drop=True)
        pd.testing.assert_frame_equal(of_one["amounts"], rows)


@pytest.mark.parametrize("form", FORMS)
def test_several_documents_are_loaded_in_the_order_of_the_table(made: list[str], form: str) -> None:
    build.build(form)
    every, names = j.load("amounts"), ["doc-3", "doc-1"]
    expected = every[every["document_id"].isin(names)].reset_index(drop=True)
    pd.testing.assert_frame_equal(j.load("amounts", names), expected)
    assert set(expected["document_id"]) == set(names) and j.load("amounts", []).empty


@pytest.mark.parametrize("form", FORMS)
def test_sql_asks_both_alike(made: list[str], form: str) -> None:
    build.build(form)
    totals = j.sql(
        "select document_id, sum(amount) as total, count(panel) as panels from amounts group by all order by all"
    )
    amounts = j.load("amounts")
    expected = amounts.groupby("document_id")["amount"].sum().round(6)
    assert dict(zip(totals["document_id"], totals["total"].astype(float), strict=True)) == pytest.approx(
        expected.to_dict()
    )
    assert totals["panels"].sum() == (amounts["panel"] != "").sum()
    shown = CliRunner().invoke(commands, ["sql", "select count(*) as n from documents", "--format", "csv"])
    assert shown.output == "n\n5\n"
    with pytest.raises(UsageError, match="sql: Catalog Error"):
        j.sql("select * from nothing")


@pytest.mark.parametrize("form", FORMS)
def test_a_build_makes_what_changed_and_gives_what_a_whole_one_gives(made: list[str], form: str) -> None:
    build.build(form)
    assert made == [f"doc-{number}" for number in range(5)]
    made.clear()
    assert (build.build().counts["documents"], made) == (5, [])
    put("doc-1", 7)
    put("doc-25", 8)
    shutil.rmtree(raw("doc-4"))
    build.build()
    assert made == ["doc-1", "doc-25"]
    assert processed.form_of(processed.register(raw("x").parents[1] / "processed")) == form
    by_parts = whole()
    assert list(by_parts["documents"]["document_id"]) == ["doc-0", "doc-1", "doc-2", "doc-25", "doc-3"]
    shutil.rmtree(raw("x").parents[1] / "processed")
    build.build(form)
    same(by_parts, whole())


def test_documents_of_neighbouring_years_are_joined_anew_though_one_did_not_change(made: list[str]) -> None:
    """One department's name, place and scope in two years: what they say together follows the one that changes."""
    for document, year in (("doc-0", "2023"), ("doc-1", "2024")):
        put(document, 0)
        facts = (raw(document) / "document.csv").read_text(encoding="utf-8")
        printed = next(line.split(",")[1] for line in facts.splitlines() if line.startswith("fiscal_year,"))
        changed = facts.replace(f"fiscal_year,{printed}", f"fiscal_year,{year}")
        (raw(document) / "document.csv").write_text(changed, encoding="utf-8")
        (raw(document) / files.REGISTER).unlink()
    for form in FORMS:
        shutil.rmtree(raw("x").parents[1] / "processed", ignore_errors=True)
        build.build(form)
        joined = j.load("changes", "doc-1").query("basis == 'two_documents'")
        assert len(joined) and set(joined["prior_year"]) == {2023}
        shutil.move(raw("doc-0"), raw("y").parents[1] / "aside")
        build.build()
        assert j.load("changes").query("basis == 'two_documents'").empty
        shutil.move(raw("y").parents[1] / "aside", raw("doc-0"))


def test_parts_in_which_nothing_changed_stay_as_they_are(made: list[str]) -> None:
    build.build(processed.PARQUET)
    folder = raw("x").parents[1] / "processed"
    before = {path.name: path.stat().st_mtime_ns for path in folder.glob("*.parquet")}
    assert len(list(folder.glob("amounts-*.parquet"))) == 3
    put("doc-4", 7)
    build.build()
    after = {path.name: path.stat().st_mtime_ns for path in folder.glob("*.parquet")}
    assert len(list(folder.glob("amounts-*.parquet"))) == 3
    assert sum(name.startswith("amounts-") for name in before.items() & after.items() for name in [name[0]]) == 2


@pytest.mark.parametrize("form", FORMS)
def test_a_build_of_what_changed_that_is_killed_leaves_one_build_and_blocks_nothing(made: list[str], form: str) -> None:
    data = raw("x").parents[1]
    for number in range(2, 5):
        shutil.rmtree(raw(f"doc-{number}"))
    build.build(form)
    shutil.copytree(data, data.parent / "before")
    old = len(j.load("amounts"))
    put("doc-1", 7)
    new_records = raw("doc-1")
    shutil.copytree(new_records, data.parent / "new")
    build.build()
    new = len(j.load("amounts"))

    def prepare() -> None:
        shutil.rmtree(data)
        shutil.copytree(data.parent / "before", data)
        shutil.rmtree(raw("doc-1"))
        shutil.copytree(data.parent / "new", raw("doc-1"))

    seen = set()
    for point in killed_at_every_change(lambda: build.build(), prepare, 15):
        seen.add(len(j.load("amounts")))
        assert seen <= {old, new} and len(j.load("documents")) == 2, point
    build.build()
    assert len(j.load("amounts")) == new != old and old in seen


def test_a_part_that_was_cut_off_is_refused_in_one_line(made: list[str]) -> None:
    build.build(processed.PARQUET)
    path = sorted((raw("x").parents[1] / "processed").glob("amounts-*.parquet"))[0]
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(JianghanError, match=r"is not as it was written \(100 bytes, not .*run `jianghan build`"):
        j.load("amounts")


@pytest.mark.parametrize("form", FORMS)
def test_a_build_takes_nothing_over_from_tables_that_were_changed(made: list[str], form: str) -> None:
    build.build(form)
    before = whole()
    path = sorted((raw("x").parents[1] / "processed").glob("amounts*.*"))[0]
    content = path.read_bytes()
    path.write_bytes(content[:-200] + content[-200:].swapcase().replace(b"1", b"2"))  # of the same length
    with pytest.raises(JianghanError, match=r"its content was changed\): run `jianghan build`"):
        j.load("amounts")
    build.build()
    same(before, whole())


def test_an_unknown_document_is_named_among_those_that_are_there(made: list[str]) -> None:
    build.build(processed.PARQUET)
    with pytest.raises(UsageError, match="unknown document 'nowhere': choose one of doc-0, doc-1, doc-2, doc-3, doc-4"):
        j.load("amounts", "nowhere")


@pytest.mark.parametrize("form", FORMS)
def test_tables_are_read_from_an_address_and_never_written_there(
    made: list[str], form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from upath import UPath

    build.build(form)
    question = "select document_id, sum(amount) from amounts group by all order by all"
    here = [j.load("amounts", "doc-3"), j.load("documents"), j.sql(question)]
    for file in Path(os.environ["JIANGHAN_DATA"], "processed").glob("[!.]*"):
        UPath(f"memory://shared/{form}/processed/{file.name}").write_bytes(file.read_bytes())
    monkeypatch.setenv("JIANGHAN_DATA", f"memory://shared/{form}")
    for before, after in zip(here, [j.load("amounts", "doc-3"), j.load("documents"), j.sql(question)], strict=True):
        pd.testing.assert_frame_equal(before, after)
    with pytest.raises(UsageError, match=r"^memory://shared/.*/raw: is only read: write to a folder of this machine"):
        collect.ingest(Path("a.txt"), "doc-9")


def test_an_address_of_no_known_kind_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIANGHAN_DATA", "nowhere://shared")
    with pytest.raises(UsageError, match=r"^nowhere://shared: cannot be read "):
        j.load("documents")
