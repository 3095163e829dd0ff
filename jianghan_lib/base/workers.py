"""Jobs over worker processes, here or on a cluster: results come as they are ready, and a process that dies costs one more try.

Jobs go through `concurrent.futures.Executor`: threads of this machine, or those of Dask's workers. A thread keeps one child
process, which does its jobs under limits of time and memory; where it dies, the job is tried once more in another one.
"""

import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from math import ceil
from multiprocessing import current_process, get_all_start_methods, get_context
from pathlib import Path
from queue import SimpleQueue
from subprocess import PIPE, Popen
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any, Generic, TypeVar, cast
from uuid import uuid4

from jianghan_lib.base.errors import JianghanError, UsageError, one_line
from jianghan_lib.base.fingerprints import of_package

Job = TypeVar("Job")
Result = TypeVar("Result")

STDERR = 2
# What a process may still use, as `bounded` set it: seconds of the processor, and bytes of memory.
_left: dict[str, float] = {}
# The thread that sees to them where the system does not, and how it ends the process: for want of time, or of memory.
WATCH, USED_UP, TOO_LARGE = "watch", 87, 88
FORKS = "forkserver" in get_all_start_methods()
# So many jobs are given out ahead for each process that works.
AHEAD = 4
# The variable by which numerical libraries are told how many threads they may use.
THREADS = "OMP_NUM_THREADS"
# Where multiprocessing keeps the address of the process that others are forked from.
ADDRESS = "_forkserver_address"


def bounded(seconds: float, memory: int) -> None:
    """From now on this process may use so many seconds of the processor, and memory of so many bytes: beyond them the system
    ends it, or gives it no more memory. Where it does not (Windows), the process looks at itself and ends itself.
    """
    # What an earlier job was allowed is not taken back: the process may still hold it.
    _left.update(until=time.process_time() + seconds, memory=max(memory, _left.get("memory", 0)))
    _limit()


def allow(seconds: float, memory: int) -> None:
    """A part of the work that takes longer, such as the image of a page, has its own seconds, and memory of so many bytes.

    Nothing where the process is not bounded.
    """
    if _left:
        _left.update(until=_left["until"] + seconds, memory=max(memory, _left["memory"]))
        _limit()


def _limit() -> None:
    try:
        import resource
    except ImportError:
        if not any(thread.name == WATCH for thread in threading.enumerate()):
            threading.Thread(target=_watch, name=WATCH, daemon=True).start()
        return
    for what, most in ((resource.RLIMIT_CPU, ceil(_left["until"])), (resource.RLIMIT_AS, int(_left["memory"]))):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, resource.getrlimit(what)[1]))


def _watch() -> None:
    from psutil import Process

    while time.process_time() < _left["until"]:
        if Process().memory_info().rss > _left["memory"]:
            os._exit(TOO_LARGE)
        time.sleep(0.1)
    os._exit(USED_UP)


def _nothing(_: Path) -> None:
    """What most workers do at the start."""


@dataclass(frozen=True)
class Service(Generic[Job, Result]):
    """What workers do, all of it functions of modules: for each job, for a job that was lost, and once at the start.

    `lost` makes the result of a job whose process ended or took longer than `seconds`, with the error in one line.
    Where modules are `preloaded`, workers are forked from one process that has them imported, if the system can fork.
    So `few` jobs are done by this process itself.
    """

    work: Callable[[Job], Result]
    lost: Callable[[Job, str, float], Result]
    seconds: float | None = None
    prepare: Callable[[Path], None] = _nothing
    preloaded: tuple[str, ...] = ()
    few: int = 0


@dataclass(frozen=True)
class Origin:
    """Environment and folder of the process that wants a worker, and the address of the one that it is forked from."""

    environment: Mapping[str, str]
    folder: str
    address: str | None


class Worker(Generic[Job, Result]):
    """A process that does one job at a time; it is started with the first one, and again when it died."""

    def __init__(self, service: Service[Job, Result], run: str, settings: Mapping[str, str]) -> None:
        self.service, self.run, self.settings = service, run, settings
        self.process: _Program | _Forked | None = None
        self.closed = self.late = False
        self.lock = threading.Lock()
        self.folder = TemporaryDirectory(ignore_cleanup_errors=True)

    def execute(self, job: Job) -> Result:
        """A job -> its result, which names the death of the process if it died twice, or the end of its time."""
        started, error = time.monotonic(), ""
        for _ in range(2):
            try:
                return self._done(job)
            except (EOFError, OSError, pickle.UnpicklingError):
                if self.closed:  # nobody waits for the result
                    raise
                error, ended = self._ended()
            if ended:
                break
        return self.service.lost(job, error, time.monotonic() - started)

    def _done(self, job: Job) -> Result:
        process = self.process or self._start()
        watch = threading.Timer(self.service.seconds or 0, self._end, [process])
        if self.service.seconds:
            watch.start()
        try:
            process.send(job)
            return process.recv()
        finally:
            watch.cancel()

    def _start(self) -> "_Program | _Forked":
        environment = {**os.environ, **self.settings}
        # Dask's workers are daemons of multiprocessing, which may have no children of its kind.
        forks = self.service.preloaded and FORKS and not current_process().daemon
        with self.lock:
            if self.closed:
                raise EOFError
            self.process = (_Forked if forks else _Program)(self.service, self.folder.name, environment)
        self.process.recv()  # its start is no part of the job's time
        return self.process

    def _end(self, process: "_Program | _Forked") -> None:
        self.late = True
        process.kill()

    def _ended(self) -> tuple[str, bool]:
        """Why the process ended, and whether by a limit, so that the job is not tried again."""
        code, self.process = self.process.join() if self.process else None, None
        if self.late:
            self.late = False
            return f"it took longer than {self.service.seconds:.0f} seconds", True
        if code in (-getattr(signal, "SIGXCPU", USED_UP), USED_UP):
            return "it took more of the processor's time than it may: is this a disclosure?", True
        if code == TOO_LARGE:
            return "it took more memory than it may: is this a disclosure?", True
        return f"its process ended before it was done (exit code {code})", False

    def close(self) -> None:
        with self.lock:
            self.closed = True
            if self.process:
                self.process.kill()  # not terminate: while a notebook runs, nbclient catches that signal
                self.process.join()
        self.folder.cleanup()
        _kept.discard(self)


# The workers that threads of this process keep.
_kept: set[Worker[Any, Any]] = set()
_own = threading.local()


def results(
    jobs: Sequence[Job], workers: int | str, service: Service[Job, Result], ordered: bool = False
) -> Generator[tuple[int, Result], None, None]:
    """Jobs -> (position of the job, its result) as each is ready, or in their order; closed or interrupted, it ends every process.

    `workers` is the number of processes of this machine, or the address of a Dask scheduler.
    """
    if len(jobs) <= service.few:
        yield from ((at, service.work(job)) for at, job in enumerate(jobs))
        return
    run, waiting, done = uuid4().hex, enumerate(jobs), False
    running: dict[Future[Result], int] = {}
    with _executor(workers, len(jobs), run) as (executor, count):
        try:
            while True:
                for at, job in islice(waiting, AHEAD * count - len(running)):
                    running[executor.submit(_perform, run, service, job, _settings(count))] = at
                if not running:
                    break
                first = next(iter(running))
                for future in [first] if ordered else wait(running, return_when=FIRST_COMPLETED).done:
                    at = running.pop(future)
                    yield at, _result(future, jobs[at], service)
            done = True
        finally:
            for future in running:
                future.cancel()
            if not done and service.preloaded and FORKS and not isinstance(workers, str):
                dismiss(run, _end_forking)


def _result(future: "Future[Result]", job: Job, service: Service[Job, Result]) -> Result:
    """What came of a job; that of a machine that was lost more often than Dask tries is lost."""
    error = future.exception()
    return service.lost(job, one_line(error), 0.0) if isinstance(error, Exception) else future.result()


@contextmanager
def _executor(workers: int | str, jobs: int, run: str) -> Iterator[tuple[Executor, int]]:
    """What jobs are given to, and how many it does at a time; afterwards the processes of the run are ended."""
    if isinstance(workers, str):
        with _cluster(workers, run) as cluster:
            yield cluster
        return
    count = max(min(workers, jobs), 1)
    executor = ThreadPoolExecutor(count)
    try:
        yield executor, count
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
        dismiss(run)


@contextmanager
def _cluster(address: str, run: str) -> Iterator[tuple[Executor, int]]:
    """The workers of a Dask scheduler, if they have this very package."""
    try:
        from distributed import Client
    except ImportError:
        raise UsageError("--scheduler needs Dask: `pip install jianghan-lib[cluster]`, here and there") from None
    try:
        client = Client(address, set_as_default=False)
    except (OSError, ValueError) as error:
        raise JianghanError(f"{address}: no Dask scheduler answers ({one_line(error)}): is it started?") from None
    with client:
        try:
            packages = client.run(of_package)
        except ImportError:
            packages = {address: ""}
        if others := [name for name, package in packages.items() if package != of_package()]:
            raise JianghanError(f"{others[0]}: has not this version of jianghan-lib: install the same everywhere")
        if not packages:
            raise JianghanError(f"{address}: the scheduler has no workers: start some with `dask worker {address}`")
        try:
            yield client.get_executor(pure=False), sum(client.nthreads().values())
        finally:
            client.run(dismiss, run)


def _settings(count: int) -> dict[str, str]:
    """What workers take over of the environment; where several work, each has one core for libraries that compute in threads."""
    given = {name: value for name, value in os.environ.items() if name.startswith("JIANGHAN_")}
    return given if count == 1 else given | {THREADS: "1"}


def _perform(run: str, service: Service[Job, Result], job: Job, settings: Mapping[str, str]) -> Result:
    """A job, done by the worker that this thread keeps for the run."""
    worker = getattr(_own, "worker", None)
    if worker is None or worker.run != run:
        if worker:
            worker.close()
        worker = _own.worker = Worker(service, run, settings)
        _kept.add(worker)
    return cast(Worker[Job, Result], worker).execute(job)


def dismiss(run: str, first: Callable[[], None] = lambda: None) -> None:
    """Ends the workers of a run in this process; `first` what they wait for, of which none begins another."""
    ours = [one for one in _kept if one.run == run]
    for worker in ours:
        worker.closed = True
    first()
    for worker in ours:
        worker.close()


class _Program:
    """A worker that is a Python of its own, spoken to over its input and output."""

    def __init__(self, service: Service[Any, Any], folder: str, environment: Mapping[str, str]) -> None:
        begin = f"import sys; sys.path[:] = sys.argv[1:]; from {__name__} import program; program()"
        command = [sys.executable, "-c", begin, *sys.path]
        self.process = Popen(command, stdin=PIPE, stdout=PIPE, env=environment, start_new_session=True)
        self.send((service, folder))

    def send(self, what: object) -> None:
        assert self.process.stdin
        pickle.dump(what, self.process.stdin)
        self.process.stdin.flush()

    def recv(self) -> Any:
        assert self.process.stdout
        return pickle.load(self.process.stdout)

    def kill(self) -> None:
        self.process.kill()

    def join(self) -> int | None:
        with suppress(OSError), self.process:
            pass
        return self.process.wait()


class _Forked:
    """A worker that is forked from the process that has modules preloaded."""

    def __init__(self, service: Service[Any, Any], folder: str, environment: Mapping[str, str]) -> None:
        context, address = _forking(service.preloaded)
        connection, theirs = context.Pipe()
        origin = Origin(environment, os.getcwd(), address)
        self.process = context.Process(target=_forked, args=(theirs, service, folder, origin))
        self.process.start()
        theirs.close()  # so that the end of the process is the end of the connection
        self.send, self.recv, self.kill = connection.send, connection.recv, self.process.kill

    def join(self) -> int | None:
        self.process.join()
        return self.process.exitcode


def _forking(modules: Sequence[str]) -> tuple[Any, str | None]:
    """The way of starting processes by forking one that has these modules, begun where there is none yet; its address."""
    context, server = get_context("forkserver"), _server()
    context.set_forkserver_preload(list(modules))
    server.ensure_running()
    return context, getattr(server, ADDRESS, None)


def _server() -> Any:
    """What multiprocessing keeps of the process that others are forked from. It says nothing of it publicly: its private names are
    used here, in the two functions below and in the kernels, and were tried with Python 3.11.
    """
    from multiprocessing import forkserver

    return cast(Any, forkserver)._forkserver


def _end_forking() -> None:
    """The process that others are forked from ends at once: by itself it would only look up when its imports are done."""
    server = _server()
    if number := server._forkserver_pid:
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
        server._stop()  # so that the next one is begun, and nothing is asked of this one


def _settle(origin: Origin) -> None:
    """A worker goes on where the process that wants it is, and its own children come from where it came from itself."""
    os.environ.clear()
    os.environ.update(origin.environment)
    os.chdir(origin.folder)
    if not origin.address:
        return
    from multiprocessing import forkserver

    server = _server()
    if server._forkserver_alive_fd is not None:
        setattr(server, ADDRESS, origin.address)
        forkserver.ensure_running = server.ensure_running = lambda: None  # multiprocessing would begin another


def program() -> None:
    """A worker process that was started as a program."""
    into, out = os.fdopen(os.dup(sys.stdin.fileno()), "rb"), os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    service, folder = pickle.load(into)

    def send(what: object) -> None:
        pickle.dump(what, out)
        out.flush()

    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), sys.stdin.fileno())
    _serve(partial(pickle.load, into), send, service, folder, (sys.stdout.fileno(), STDERR))


def _forked(connection: Any, service: Service[Any, Any], folder: str, origin: Origin) -> None:
    _settle(origin)
    _serve(connection.recv, connection.send, service, folder, (STDERR,))


def _serve(
    recv: Callable[[], Any],
    send: Callable[[Any], None],
    service: Service[Any, Any],
    folder: str,
    chatting: Sequence[int],
) -> None:
    """A worker process: does what it is sent, until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interruption is for the parent to handle
    own = Path(mkdtemp(dir=folder))
    # Kernels and libraries chatter; what a user must know is in the results.
    with (own / "chatter.txt").open("wb") as chatter:
        for number in chatting:
            os.dup2(chatter.fileno(), number)
    service.prepare(own)
    jobs: SimpleQueue[Any] = SimpleQueue()
    threading.Thread(target=_listen, args=(recv, jobs), daemon=True).start()
    with suppress(OSError):
        send(True)
        while True:
            send(service.work(jobs.get()))


def _listen(recv: Callable[[], Any], jobs: "SimpleQueue[Any]") -> None:
    """Takes jobs in; where who sends them is gone, the process ends, whatever it is at."""
    with suppress(EOFError, OSError):
        while True:
            jobs.put(recv())
    os._exit(0)
