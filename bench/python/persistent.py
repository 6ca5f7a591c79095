"""A process a worker: `python3 persistent.py cycles 1000000` answers tasks as JSON lines until its stdin closes."""
import json
import sys

from work import WORK

name, iterations = sys.argv[1:]
run = WORK[name]
print('{"ready": true}', flush=True)
for line in sys.stdin:
    try:
        answer = {"result": run(int(json.loads(line)["task"]), int(iterations))}
    except Exception as error:
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
