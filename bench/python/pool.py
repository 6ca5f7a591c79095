"""
A program that parallelises itself, in each way that Python has: prints the sum of its results.

    python3 pool.py PATTERN WORKERS [--work cycles] [--tasks 12] [--iterations 1000000] [--chunksize 1]
"""
import argparse
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from multiprocessing import Event, Pool, Process, Queue
from queue import Empty

from work import WORK

settings = None


def run(task):
    return WORK[options.work](task, options.iterations)


def run_both(task, iterations):
    return WORK[options.work](task, iterations)


def set_up(work, iterations):
    global settings
    settings = WORK[work], iterations


def run_set_up(task):
    work, iterations = settings
    return work(task, iterations)


def serial(tasks):
    return map(run, tasks)


def imap_unordered(tasks):
    with Pool(options.workers) as pool:
        yield from pool.imap_unordered(run, tasks, chunksize=options.chunksize)


def map_at_once(tasks):
    with Pool(options.workers) as pool:
        return pool.map(run, tasks, chunksize=options.chunksize)


def map_async(tasks):
    with Pool(options.workers) as pool:
        return pool.map_async(run, tasks, chunksize=options.chunksize).get()


def starmap(tasks):
    with Pool(options.workers) as pool:
        arguments = [(task, options.iterations) for task in tasks]
        return pool.starmap(run_both, arguments, chunksize=options.chunksize)


def apply_async(tasks):
    with Pool(options.workers) as pool:
        results = [pool.apply_async(run, (task,)) for task in tasks]
        return [result.get() for result in results]


def initializer(tasks):
    with Pool(options.workers, set_up, (options.work, options.iterations)) as pool:
        yield from pool.imap_unordered(run_set_up, tasks, chunksize=options.chunksize)


def futures(tasks):
    with ProcessPoolExecutor(options.workers) as executor:
        return executor.map(run, tasks, chunksize=options.chunksize)


def futures_as_completed(tasks):
    with ProcessPoolExecutor(options.workers) as executor:
        return [done.result() for done in as_completed([executor.submit(run, task) for task in tasks])]


def threads(tasks):
    """Of use where Python has no global lock: python3.13t and later."""
    with ThreadPoolExecutor(options.workers) as executor:
        return executor.map(run, tasks)


def consume(waiting, results, all_sent):
    while True:
        try:
            results.put(run(waiting.get(timeout=0.01)))
        except Empty:
            if all_sent.is_set():
                return


def processes(tasks):
    """Processes that take tasks from a queue until an event says that there are no more."""
    waiting, results, all_sent = Queue(), Queue(), Event()
    workers = [Process(target=consume, args=(waiting, results, all_sent)) for _ in range(options.workers)]
    for worker in workers:
        worker.start()
    for task in tasks:
        waiting.put(task)
    waiting.close()
    waiting.join_thread()
    all_sent.set()
    yield from (results.get() for _ in tasks)
    for worker in workers:
        worker.join()


PATTERNS = {
    "serial": serial,
    "imap_unordered": imap_unordered,
    "map": map_at_once,
    "map_async": map_async,
    "starmap": starmap,
    "apply_async": apply_async,
    "initializer": initializer,
    "futures": futures,
    "as_completed": futures_as_completed,
    "processes": processes,
    "threads": threads,
}

parser = argparse.ArgumentParser()
parser.add_argument("pattern", choices=PATTERNS)
parser.add_argument("workers", type=int)
parser.add_argument("--work", choices=WORK, default="cycles")
parser.add_argument("--tasks", type=int, default=12)
parser.add_argument("--iterations", type=int, default=1_000_000)
parser.add_argument("--chunksize", type=int, default=1)
# Above the guard: a worker that is spawned or comes from a fork server reads them again.
options = parser.parse_args()

if __name__ == "__main__":
    tasks = range(1, options.tasks + 1)
    # To so many digits the sum is the same in whichever order results come.
    print(f"{sum(PATTERNS[options.pattern](tasks)):.9g}")
