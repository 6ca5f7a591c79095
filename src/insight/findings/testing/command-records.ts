import { inventRecord } from '../../testing/invented-record.js';
import type { InventedCase, InventedRun } from '../../testing/invented-run.js';

const TASKS = 12;
const TASK_MS = 100;

type Command = NonNullable<InventedCase['command']>;
type OverRounds = (round: number) => number;

const scenario = (
  name: string,
  kind: Command,
  argv: string[],
): NonNullable<InventedRun['scenarios']>[number] => ({
  name,
  params: {},
  tasks: TASKS,
  command: { kind, argv, cwd: '/app' },
});

const serial = (name: string, command: Command, chunksize: number, busyMs: OverRounds): InventedCase => ({
  ...{ engine: 'serial', dispatch: 'map', scenario: name, command, chunksize },
  wallMs: busyMs,
  lane: (round) => ({ busyMs: busyMs(round), chunks: TASKS / chunksize }),
});

/** 12 tasks of 100 ms, and what starting a program takes, for each chunk. */
const starting = (chunksize: number, startMs: OverRounds) =>
  serial('starts', 'chunks', chunksize, (round) => TASKS * TASK_MS + (startMs(round) * TASKS) / chunksize);

/** A program that starts for every chunk, in chunks of one and of four tasks. */
export const startingFor = (startMs: OverRounds) =>
  inventRecord({
    scenarios: [scenario('starts', 'chunks', ['python3', 'work.py', '{}'])],
    cases: [starting(1, startMs), starting(4, startMs)],
  });

/** The same beside one that stays. */
export const savingOf = (startMs: OverRounds) =>
  inventRecord({
    scenarios: [
      scenario('starts', 'chunks', ['python3', 'work.py', '{}']),
      scenario('stays', 'persistent', ['python3', 'worker.py']),
    ],
    cases: [
      starting(1, startMs),
      starting(4, startMs),
      serial('stays', 'persistent', TASKS, () => TASKS * TASK_MS),
    ],
  });

/** A program that was told to use two workers, and keeps so many CPUs busy. */
export const keepingBusy = (cpus: OverRounds) =>
  inventRecord({
    host: { physicalCores: 8 },
    scenarios: [{ tasks: 1 }],
    cases: [
      { engine: 'serial', command: 'self-parallel', wallMs: 1_000 },
      {
        engine: 'self-parallel',
        command: 'self-parallel',
        dispatch: 'apply',
        workers: 2,
        wallMs: 500,
        lane: (round) => ({ cpuMs: (cpus(round) * 500) / 2, waitMs: 0, threads: 3 }),
      },
    ],
  });
