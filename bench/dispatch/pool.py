"""Python's pool at the same tasks: WORKERS TASKS PASSES CHUNKSIZE (0: its own); prints a line of JSON."""

import json
import multiprocessing
import os
import statistics
import sys
import time

length_us = float(os.environ.get("DISPATCH_TASK_US", "0"))


def task(item):
    if length_us >= 500:
        time.sleep(length_us / 1e6)
    elif length_us > 0:
        until = time.perf_counter_ns() + length_us * 1e3
        while time.perf_counter_ns() < until:
            pass
    return item


def cpu_ns(pid):
    folder = f"/proc/{pid}/task"
    return sum(int(open(f"{folder}/{thread}/schedstat").read().split()[0]) for thread in os.listdir(folder))


if __name__ == "__main__":
    workers, tasks, passes, chunksize = map(int, sys.argv[1:])
    items = list(range(tasks))
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        pids = [os.getpid(), *(child.pid for child in multiprocessing.active_children())]
        costs = []
        for _ in range(passes):
            before, main, wall = sum(map(cpu_ns, pids)), cpu_ns(os.getpid()), time.perf_counter_ns()
            if pool.map(task, items, chunksize or None) != items:
                raise SystemExit("wrong results")
            used = [
                time.perf_counter_ns() - wall,
                cpu_ns(os.getpid()) - main,
                sum(map(cpu_ns, pids)) - before,
            ]
            costs.append([ns / 1e3 / tasks for ns in used])
    names = ["wallUs", "mainUs", "allUs"]
    last = costs[min(2, passes - 1) :]
    warm = [statistics.median(column) for column in zip(*last)]
    print(json.dumps({"fresh": dict(zip(names, costs[0])), "warm": dict(zip(names, warm))}))
