// What a soak measures: tasks that wait instead of computing, and of which one goes wrong in threads, as `fault` says.
import { isMainThread } from 'node:worker_threads';

const pause = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/** Each is done by a task that returns what it gives. */
const faults: Readonly<Record<string, () => unknown>> = {
  none: () => 0,
  throws: () => {
    throw new RangeError('as the soak wants it');
  },
  'throws-nothing': () => {
    throw undefined;
  },
  rejects: () => Promise.reject(new Error('as the soak wants it')),
  leaves: () => process.exit(0),
  loops: () => {
    for (;;);
  },
  'never-settles': () => new Promise(() => undefined),
  'cannot-be-sent': () => () => 0,
  floods: () => {
    for (let line = 0; line < 20_000; line++) process.stdout.write(`${'as the soak wants it '.repeat(10)}\n`);
    return 0;
  },
};

export default {
  name: 'soak-work',
  description: 'Waits, and goes wrong where it is told to.',
  params: { fault: 'none', ms: 30 },
  warmup: false,
  tasks: () => [0, 1, 2, 3, 4, 5],
  run(task: number, { params }: { params: { fault: string; ms: number } }) {
    pause(params.ms);
    const fault = task === 3 && !isMainThread ? faults[params.fault]! : faults.none!;
    const given = fault();
    return given === 0 ? task + 1 : given;
  },
};
