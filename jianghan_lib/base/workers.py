"""Jobs over worker processes: results come as they are ready, and a process that dies costs only the job it had."""

import os
import signal
import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from math import ceil
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any, Generic, TypeVar, cast

Job = TypeVar("Job")
Result = TypeVar("Result")

STDERR = 2
# What a process may still use, as `bounded` set it: seconds of the processor, and bytes of memory.
_left: dict[str, float] = {}
SPAWN = get_context("spawn")
FORKS = "forkserver" in get_all_start_methods()
# Where multiprocessing keeps the address of the process that others are forked from.
ADDRESS = "_forkserver_address"


def bounded(seconds: float, memory: int) -> None:
    """From now on this process may use so many seconds of the processor, and memory of so many bytes, where the system can see
    to it: beyond them the system ends it, or gives it no more memory.
    """
    with suppress(ImportError, ValueError, OSError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        # What an earlier job was allowed is not taken back: the process may still hold it.
        _left.update(until=used.ru_utime + used.ru_stime + seconds, memory=max(memory, _left.get("memory", 0)))
        _limit()


def allow(seconds: float, memory: int) -> None:
    """A part of the work that takes longer, such as the image of a page, has its own seconds, and memory of so many bytes.

    Nothing where the process is not bounded.
    """
    if _left:
        _left.update(until=_left["until"] + seconds, memory=max(memory, _left["memory"]))
        with suppress(ValueError, OSError):
            _limit()


def _limit() -> None:
    import resource

    for what, most in ((resource.RLIMIT_CPU, ceil(_left["until"])), (resource.RLIMIT_AS, int(_left["memory"]))):
        resource.setrlimit(what, (most, resource.getrlimit(what)[1]))


@dataclass(frozen=True)
class Service(Generic[Job, Result]):
    """What workers do, all of it functions of modules: once at the start, for each job, and for a job that was lost.

    `lost` makes the result of a job whose process ended or took longer than `seconds`, with the error in one line.
    Where modules are `preloaded`, workers are forked from one process that has them imported, if the system can fork.
    """

    prepare: Callable[[Path], None]
    work: Callable[[Job], Result]
    lost: Callable[[Job, str, float], Result]
    seconds: float | None = None
    preloaded: tuple[str, ...] = ()


@dataclass(frozen=True)
class Origin:
    """Environment and folder of the process that wants a worker, and the address of the one that it is forked from."""

    environment: dict[str, str]
    folder: str
    address: str | None


class Worker(Generic[Job, Result]):
    """A process that does one job at a time; it is replaced when it dies, until the worker is closed."""

    def __init__(self, service: Service[Job, Result], folder: Path) -> None:
        self.service = service
        self.folder = folder
        self.closed = False
        self._start()

    def _start(self) -> None:
        context, address = _forking(self.service.preloaded) if self.service.preloaded and FORKS else (SPAWN, None)
        self.connection, theirs = SPAWN.Pipe()
        origin = Origin(dict(os.environ), os.getcwd(), address)
        self.process = context.Process(target=_serve, args=(theirs, self.folder, self.service, origin))
        self.process.start()
        theirs.close()  # so that the end of the process is the end of the connection
        self.ready = False

    def execute(self, job: Job) -> Result:
        """A job -> its result, which names the death of the process if it died, or the end of its time."""
        started = time.monotonic()
        try:
            if not self.ready:  # its start is no part of the job's time
                self.ready = bool(self.connection.recv())
            self.connection.send(job)
            if self.connection.poll(self.service.seconds):
                return self.connection.recv()
            error = f"it took longer than {self.service.seconds:.0f} seconds"
            self.process.kill()
            self.process.join()
        except (EOFError, OSError):
            self.process.join()
            error = f"its process ended before it was done (exit code {self.process.exitcode})"
            if self.process.exitcode == -getattr(signal, "SIGXCPU", 0):
                error = "it took more of the processor's time than it may: is this a disclosure?"
        if not self.closed:
            self._start()
        return self.service.lost(job, error, time.monotonic() - started)

    def close(self) -> None:
        self.closed = True
        self.process.kill()  # not terminate: while a notebook runs, nbclient catches that signal
        self.process.join()


def results(
    jobs: Sequence[Job], workers: int, service: Service[Job, Result]
) -> Generator[tuple[int, Result], None, None]:
    """Jobs -> (position of the job, its result) as each is ready; closed or interrupted, it ends every process."""
    count = min(max(workers, 1), len(jobs))
    if not count:
        return
    with TemporaryDirectory() as folder, ThreadPoolExecutor(count) as threads:
        own: list[Worker[Job, Result]] = []
        done = False
        idle: SimpleQueue[Worker[Job, Result]] = SimpleQueue()
        try:
            for _ in range(count):
                own.append(Worker(service, Path(folder)))
                idle.put(own[-1])
            positions = {threads.submit(_with_idle, idle, job): at for at, job in enumerate(jobs)}
            for future in as_completed(positions):
                yield positions[future], future.result()
            done = True
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
            for worker in own:
                worker.close()
            if not done and service.preloaded and FORKS:
                _end_forking()


def _with_idle(idle: "SimpleQueue[Worker[Job, Result]]", job: Job) -> Result:
    worker = idle.get()
    try:
        return worker.execute(job)
    finally:
        idle.put(worker)


def _forking(modules: Sequence[str]) -> tuple[Any, str | None]:
    """The way of starting processes by forking one that has these modules, begun where there is none yet; its address."""
    from multiprocessing import forkserver

    context, server = get_context("forkserver"), cast(Any, forkserver)._forkserver
    context.set_forkserver_preload(list(modules))
    forkserver.ensure_running()
    return context, getattr(server, ADDRESS, None)


def _end_forking() -> None:
    """The process that others are forked from ends at once: by itself it would only look up when its imports are done."""
    from multiprocessing import forkserver

    server = cast(Any, forkserver)._forkserver
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

    server = cast(Any, forkserver)._forkserver
    if server._forkserver_alive_fd is not None:
        setattr(server, ADDRESS, origin.address)
        forkserver.ensure_running = server.ensure_running = lambda: None  # multiprocessing would begin another


def _serve(connection: Connection, folder: Path, service: Service[Job, Result], origin: Origin) -> None:
    """A worker process: does what comes over the connection until its other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interruption is for the parent to handle
    _settle(origin)
    own = Path(mkdtemp(dir=folder))
    # Kernels and libraries chatter on stderr; what a user must know is in the results.
    with (own / "stderr.txt").open("wb") as chatter:
        os.dup2(chatter.fileno(), STDERR)
    service.prepare(own)
    with suppress(EOFError, OSError):
        connection.send(True)
        while True:
            connection.send(service.work(connection.recv()))
