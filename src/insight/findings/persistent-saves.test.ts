import { describe, expect, it } from 'vitest';
import { insight } from '../index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase, InventedRun } from '../testing/invented-run.js';
import { persistentSaves } from './persistent-saves.js';

const find = (run: InventedRun) => {
  const record = inventRecord(run);
  return persistentSaves(record, insight(record));
};

type Scenario = NonNullable<InventedRun['scenarios']>[number];
type Command = NonNullable<Scenario['command']>;
const scenario = (name: string, kind: Command['kind'], argv: string[]): Scenario => ({
  name,
  params: {},
  tasks: 12,
  command: { kind, argv, cwd: '/app' },
});
const starts = scenario('starts', 'chunks', ['python3', 'work.py', 'fast', '{}']);
const stays = scenario('stays', 'persistent', ['python3', 'worker.py', 'fast']);

const serial = (name: string, command: Command['kind'], chunksize: number, busyMs: number): InventedCase => ({
  ...{ engine: 'serial', dispatch: 'map', scenario: name, command, chunksize },
  wallMs: busyMs,
  lane: { busyMs, chunks: 12 / chunksize },
});
/** 12 tasks of 100 ms, and what starting a program takes, for each chunk. */
const starting = (chunksize: number, startMs = 25) =>
  serial('starts', 'chunks', chunksize, 1_200 + (startMs * 12) / chunksize);
const staying = (taskMs = 100) => serial('stays', 'persistent', 12, 12 * taskMs);

it('a process that stays, beside one that starts for each chunk, shows what it saves', () => {
  expect(find({ scenarios: [starts, stays], cases: [starting(1), starting(4), staying()] })).toEqual([
    {
      check: 'persistent-saves',
      severity: 'info',
      cases: ['starts/serial/c1', 'starts/serial/c4', 'stays/serial'],
      message:
        'starts and stays have the same tasks: a process that stays up saves 25.0 ms (25.0 ms–25.0 ms) per chunk, 20 % of the time at chunksize 1. On the tasks themselves they agree: 1.00× (1.00–1.00).',
      advice:
        'Use --persistent for tasks this short, or larger chunks where the program must start for each.',
    },
  ]);
});

it('where tasks take longer in a process of their own, that is said', () => {
  const [found] = find({ scenarios: [starts, stays], cases: [starting(1), starting(4), staying(80)] });
  expect(found!.message).toMatch(
    / saves 45\.0 ms .* Without its start, a task of the other one takes 1\.25× \(1\.25–1\.25\) as long\.$/,
  );
});

it('one chunksize tells what it saves, and nothing of the tasks themselves', () => {
  const [found] = find({ scenarios: [starts, stays], cases: [starting(1), staying()] });
  expect(found!.message).toMatch(/20 % of the time at chunksize 1\.$/);
});

it('a start that hardly counts is worth no other program', () => {
  const [found] = find({ scenarios: [starts, stays], cases: [starting(1, 2), staying()] });
  expect(found!.advice).toBe('Use the simpler one: for tasks this long the start hardly counts.');
});

describe('nothing is found where', () => {
  it.each<[string, Scenario]>([
    ['the program is another one', scenario('stays', 'persistent', ['node', 'worker.js', 'fast'])],
    ['its arguments are others', scenario('stays', 'persistent', ['python3', 'worker.py', 'slow'])],
    ['there are other tasks', { ...stays, tasks: 6 }],
  ])('%s', (_, other) => {
    expect(find({ scenarios: [starts, other], cases: [starting(1), starting(4), staying()] })).toEqual([]);
  });

  it('the start takes no time', () => {
    expect(find({ scenarios: [starts, stays], cases: [starting(1, 0.5), staying()] })).toEqual([]);
  });
});
