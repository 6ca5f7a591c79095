/** What of the behaviour that pools in Python and in JavaScript are tested for has no place here, and why. */
export interface NotCarriedOver {
  /** Number in the list of behaviours. */
  row: number;
  /** What is left out: the whole row, or a part of it. */
  behaviour: string;
  reason: string;
  /** The rest of the row is tested. */
  part?: true;
}

export const notCarriedOver: readonly NotCarriedOver[] = [
  {
    row: 1,
    behaviour: 'keyword arguments',
    reason: 'JavaScript has none; an object as the last argument does the same',
    part: true,
  },
  {
    row: 4,
    behaviour: 'apply_async, map_async and starmap_async',
    reason: 'every call returns a promise at once: `await` it where Python would `get()` it',
    part: true,
  },
  {
    row: 5,
    behaviour: 'callback and error_callback',
    reason: 'a promise tells either of two listeners, once: `call.then(callback, errorCallback)`',
    part: true,
  },
  {
    row: 16,
    behaviour: 'buffersize of imap',
    reason: 'how far imap reads ahead is bounded by what keeps the workers busy, and cannot be set',
    part: true,
  },
  {
    row: 32,
    behaviour: 'objects whose decoding runs code that fails or ends the process (`__reduce__`)',
    reason: 'structured clone carries data and runs none of its code',
    part: true,
  },
  {
    row: 39,
    behaviour: 'a pool of threads that must not wrap the exception; exceptions that are false themselves',
    reason: 'threads have an isolate each, so errors are copied as between processes; every Error is true',
  },
  {
    row: 48,
    behaviour: 'a worker that is killed from outside, on threads',
    reason: 'a signal reaches the process with all its threads; use processes where that can happen',
    part: true,
  },
  {
    row: 49,
    behaviour: 'a segmentation fault, on threads',
    reason: 'it ends the process with all its threads; use processes for code that may crash',
    part: true,
  },
  {
    row: 53,
    behaviour: 'bad start flags of a worker (execArgv)',
    reason: 'workers take the flags of their parent, which it started with',
    part: true,
  },
  {
    row: 56,
    behaviour: 'a full heap, on threads, from Node 24 on',
    reason: 'the thread may take its process with it, or hang; use processes for code that may need too much',
    part: true,
  },
  {
    row: 58,
    behaviour: 'full wake-up pipes, fork in a thread, shared stdin, semaphores lost in queues',
    reason: 'no locks, queues or descriptors of Python are shared: each worker has a channel of its own',
    part: true,
  },
  {
    row: 62,
    behaviour: 'SIGTERM first, SIGKILL later',
    reason: '`close` is the gentle way and `terminate` the sudden one, which no worker can refuse',
    part: true,
  },
  {
    row: 64,
    behaviour: 'pools that shrink to no worker (minThreads 0)',
    reason: 'a pool has the workers that it was opened with',
    part: true,
  },
  {
    row: 69,
    behaviour: 'a block that terminates the pool on leaving',
    reason: '`await using` finishes what was begun; call `terminate` where that is not wanted',
    part: true,
  },
  {
    row: 70,
    behaviour: 'a ResourceWarning for a pool that nobody closed',
    reason: 'idle workers do not keep the program running, and end with it',
    part: true,
  },
  {
    row: 77,
    behaviour: 'a number of workers that rises and falls between bounds',
    reason: 'a pool has the workers that it was opened with',
    part: true,
  },
  {
    row: 81,
    behaviour:
      'fork or spawn, the limit of 61 handles on Windows, submitting at shutdown, thread names, managers',
    reason: 'they belong to how Python starts processes; workers have names, and start in one way',
  },
  {
    row: 90,
    behaviour: 'keyword arguments of a consumer',
    reason: 'JavaScript has none; an object as the last argument does the same',
    part: true,
  },
  {
    row: 91,
    behaviour: 'an error for results that are read before join',
    reason: '`results()` is a promise: it closes, joins and then gives them',
    part: true,
  },
  {
    row: 95,
    behaviour: 'names after the function',
    reason: 'workers outlive a call, and are named after their pool: its `name`, by default corewise',
    part: true,
  },
];
