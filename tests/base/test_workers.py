"""Worker processes: a job that hangs is ended, and the others are done."""

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any, cast

import pytest

from jianghan_lib.base import workers
from jianghan_lib.base.errors import UsageError


def test_a_job_that_takes_too_long_is_ended_and_the_others_go_on() -> None:
    service = workers.Service(_sleep, _late, seconds=1)
    assert dict(workers.results([0, 60, 0], 1, service)) == {0: "done", 1: "it took longer than 1 seconds", 2: "done"}


@pytest.mark.parametrize("prepared", ["_nothing", "_unbounded"])
def test_a_job_that_computes_too_long_is_ended_and_one_that_is_allowed_more_is_not(prepared: str) -> None:
    service = workers.Service(_compute, _late, prepare=globals()[prepared])
    ended = dict(workers.results([0, 5], 1, service))
    assert ended == {0: "done", 1: "it took more of the processor's time than it may: is this a disclosure?"}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="this system bounds no memory")
def test_a_job_gets_no_more_memory_than_it_may_have_and_the_next_one_is_done() -> None:
    service = workers.Service(_fill, _late)
    assert dict(workers.results([2**30, 2**20], 1, service)) == {0: "no more memory", 1: "done"}


def test_where_the_system_bounds_no_memory_the_process_ends_itself_and_the_next_job_is_done() -> None:
    service = workers.Service(_keep_filled, _late, prepare=_unbounded)
    ended = dict(workers.results([2**30, 2**20], 1, service))
    assert ended == {0: "it took more memory than it may: is this a disclosure?", 1: "done"}


def _keep_filled(size: int) -> str:
    workers.bounded(60, 2**29)
    filled, until = bytearray(b"1") * size, time.monotonic() + size / 2**30 * 60
    while time.monotonic() < until:
        time.sleep(0.01)
    return "done" if filled else ""


def _fill(size: int) -> str:
    workers.bounded(60, 2**29)
    try:
        return "done" if bytearray(size) else ""
    except MemoryError:
        return "no more memory"


def _unbounded(_: Path) -> None:
    import psutil  # noqa: F401  # which takes it where there is one

    sys.modules["resource"] = None  # type: ignore[assignment]  # as on Windows


def _compute(more: int) -> str:
    workers.bounded(0.2, 2**32)
    if not more:
        workers.allow(3.0, 2**32)
    until = time.process_time() + 1.3 + more
    while time.process_time() < until:
        pass
    return "done"


@pytest.mark.skipif(sys.platform == "win32", reason="this system has no signals")
def test_a_job_whose_process_dies_is_tried_once_more_and_no_job_goes_lost(tmp_path: Path) -> None:
    service = workers.Service(_die, _late, few=0)
    jobs = [tmp_path / name for name in ("lives", "dies-once", "dies", "lives-too")]
    assert list(workers.results(jobs, 1, service, ordered=True)) == [
        (0, "lives"),
        (1, "dies-once"),
        (2, "its process ended before it was done (exit code -9)"),
        (3, "lives-too"),
    ]


def _die(path: Path) -> str:
    if "dies" in path.name and not (path.exists() and path.name.endswith("once")):
        path.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return path.name


def test_a_few_jobs_are_done_by_the_process_itself() -> None:
    assert list(workers.results([1, 2], 2, workers.Service(_own, _late, few=2))) == [
        (0, os.getpid()),
        (1, os.getpid()),
    ]


def _own(_: int) -> int:
    return os.getpid()


@pytest.mark.parametrize(("jobs", "threads"), [(1, "as many as it likes"), (2, "1")])
def test_processes_that_share_the_machine_compute_in_one_thread_each(
    jobs: int, threads: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(workers.THREADS, raising=False)
    done = workers.results(range(jobs), 2, workers.Service(_threads, _late))
    assert [result for _, result in done] == [threads] * jobs


def _threads(_: int) -> str:
    return os.environ.get(workers.THREADS, "as many as it likes")


def test_a_cluster_without_dask_or_scheduler_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    service = workers.Service(_sleep, _late)
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(
        UsageError, match=r"^--scheduler needs Dask: `pip install jianghan-lib\[cluster\]`, here and there$"
    ):
        next(workers.results([0], "tcp://127.0.0.1:9", service))


def _nothing(_: Path) -> None:
    pass


def _sleep(seconds: int) -> str:
    time.sleep(seconds)
    return "done"


def _late(_: object, error: str, seconds: float) -> str:
    return error


@pytest.mark.skipif(not workers.FORKS, reason="this system cannot fork workers")
def test_what_workers_are_forked_from_ends_with_an_interruption() -> None:
    service = workers.Service(_sleep, _late, preloaded=("jianghan_lib.base.money",))
    begun = workers.results([0, 60], 1, service)
    assert next(begun) == (0, "done")
    from multiprocessing import forkserver

    number = cast(Any, forkserver)._forkserver._forkserver_pid
    begun.close()
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
    assert list(workers.results([0], 1, service)) == [(0, "done")]  # another one is begun


@pytest.mark.skipif(not workers.FORKS, reason="this system cannot fork workers")
def test_an_interruption_does_not_wait_for_what_workers_are_forked_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "slow_to_import.py").write_text("import time; time.sleep(20)", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    workers._end_forking()
    started = time.monotonic()
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.setitimer(signal.ITIMER_REAL, 1)
    try:
        with pytest.raises(KeyboardInterrupt):
            list(workers.results([0], 1, workers.Service(_sleep, _late, preloaded=("slow_to_import",))))
    finally:
        signal.signal(signal.SIGALRM, before)
    assert time.monotonic() - started < 10
