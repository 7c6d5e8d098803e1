"""Runs batches of items on this machine, in this process or in several, and yields their rows in the order given."""

import os
import pickle
import queue
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa

from pipeline.corpus.release import Release
from pipeline.engines.analysis import Analysed, Item, Loader, Outcome, analyse, load_from, with_release_numbers
from pipeline.errors import PipelineError
from pipeline.settings import ONE_BLAS_THREAD

# Batches under way for each worker: enough that none waits for the one whose turn it is, few enough for memory.
LOOK_AHEAD = 3
CRASHED = (
    "the program ended while it read this release, most likely for want of memory; split it or use fewer --workers"
)


def analyse_all(
    jobs: Iterable[Sequence[Item]], *, workers: int, load: Loader, encoding: str | None
) -> Iterator[Analysed]:
    """Yield each job's result, in order. `load` is the function that loads the pipeline, or names it.

    The models are loaded once per process, at the first job. A function that has no name for other processes works in
    this one, whatever `workers`.
    """
    if workers == 1 or not isinstance(load, str):
        return in_this_process(jobs, load, encoding)
    return in_workers(jobs, workers, load, encoding)


def in_this_process(jobs: Iterable[Sequence[Item]], load: Loader, encoding: str | None) -> Iterator[Analysed]:
    nlp = None
    for items in jobs:
        nlp = nlp or load_from(load)
        yield analyse(items, nlp, encoding)


def in_workers(jobs: Iterable[Sequence[Item]], workers: int, load: str, encoding: str | None) -> Iterator[Analysed]:
    crew: queue.SimpleQueue[Worker] = queue.SimpleQueue()
    members = [Worker(load, encoding) for _ in range(workers)]
    for worker in members:
        crew.put(worker)

    def run(items: Sequence[Item]) -> Analysed:
        worker = crew.get()
        try:
            return worker.analyse(items)
        finally:
            crew.put(worker)

    waiting: deque[Future[Analysed]] = deque()
    with ThreadPoolExecutor(workers) as threads:
        try:
            for items in jobs:
                waiting.append(threads.submit(run, items))
                if len(waiting) >= workers * LOOK_AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
            for worker in members:
                worker.stop()


class Worker:
    """A process that has the models loaded. It is a fresh interpreter, so scripts and notebooks need no guard.

    One that dies (the system ends what takes too much memory) is started again, and only the release that it died on
    is set aside.
    """

    def __init__(self, load: str, encoding: str | None) -> None:
        self.load = load
        self.encoding = encoding
        self.process: subprocess.Popen[bytes] | None = None
        self.stopped = False

    def analyse(self, items: Sequence[Item]) -> Analysed:
        try:
            return self.ask(items)
        except (EOFError, OSError, pickle.UnpicklingError):
            self.end()
            if self.stopped:
                raise
        if len(items) > 1:
            return joined([self.analyse([item]) for item in items])
        outcome = Outcome(items[0].file, items[0].size, complete=False)
        given = items[0].given
        outcome.set_aside.append((given.doc_id if isinstance(given, Release) else given.source, CRASHED))
        return Analysed([outcome], with_release_numbers([]))

    def ask(self, items: Sequence[Item]) -> Analysed:
        process = self.process or self.start()
        if process.stdin is None or process.stdout is None:
            raise EOFError
        pickle.dump(items, process.stdin, protocol=pickle.HIGHEST_PROTOCOL)
        process.stdin.flush()
        answer: Analysed = pickle.load(process.stdout)
        return answer

    def start(self) -> subprocess.Popen[bytes]:
        """Return a new process with the models loaded; PipelineError if it cannot load them."""
        package = Path(__file__).resolve().parent.parent.parent
        search_path = os.pathsep.join([str(package), *(path for path in sys.path if path)])
        process = subprocess.Popen(
            [sys.executable, "-m", "pipeline.engines.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **ONE_BLAS_THREAD, "PYTHONPATH": search_path},
        )
        self.process = process
        if self.stopped or process.stdin is None or process.stdout is None:
            raise EOFError
        try:
            pickle.dump((self.load, self.encoding), process.stdin)
            process.stdin.flush()
            problem = pickle.load(process.stdout)
        except (EOFError, OSError) as error:
            self.end()
            raise PipelineError("a worker process ended before its models were loaded; try --workers 1") from error
        if problem:
            self.end()
            raise PipelineError(f"a worker process could not load its models: {problem}")
        return process

    def stop(self) -> None:
        """End the process for good."""
        self.stopped = True
        self.end()

    def end(self) -> None:
        process, self.process = self.process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None and not pipe.closed:
                try:
                    pipe.close()
                except OSError:
                    # Bytes for a process that is gone.
                    continue


def joined(results: Sequence[Analysed]) -> Analysed:
    """Return several results as one."""
    outcomes = [outcome for result in results for outcome in result.outcomes]
    tables: dict[str, list[pa.Table]] = {}
    count = 0
    for result in results:
        for name, rows in result.tables.items():
            numbers = pa.array([number + count for number in rows.column("release").to_pylist()], pa.int32())
            tables.setdefault(name, []).append(rows.set_column(0, pa.field("release", pa.int32()), numbers))
        count += sum(len(outcome.releases) for outcome in result.outcomes)
    return Analysed(outcomes, {name: pa.concat_tables(rows) for name, rows in tables.items()})
