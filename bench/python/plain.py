"""A process a chunk: `python3 plain.py cycles 1000000 1 2 3` prints a result a task, a line each."""
import sys

from work import WORK

name, iterations, *tasks = sys.argv[1:]
for task in tasks:
    print(WORK[name](int(task), int(iterations)))
