import { expect, it } from 'vitest';
import type { Answer } from './answer.js';
import type { Cell } from './cells.js';
import { goalsOf } from './goals.js';
import type { Made } from './results.js';
import { byMachine, byPass, summarise } from './summary.js';
import { tables } from './table.js';

const made = (cell: Partial<Cell>, answer: Partial<Answer> | null, truth: number | null = 1.9): Made => ({
  kind: 'run',
  at: '2026-01-02T03:04:05.000Z',
  cell: { passS: 1, shape: 'equal', gain: 1.9, machine: 'quiet', ...cell },
  maxTime: '60s',
  job: { tasks: 48, turns: 1, shape: 'equal', slowdown: 1 },
  truth,
  answer: answer && {
    ...{ decision: 'pool', chunksize: 1, elapsedMs: 40_000, rounds: 9 },
    speedup: { value: 1.88, low: 1.8, high: 1.95 },
    ...answer,
  },
  measuredShare: answer && 0.5,
  wallMs: 61_000,
});

const runs = [
  made({}, { elapsedMs: 20_000 }),
  made({}, {}),
  made({ machine: 'bursts' }, { decision: 'serial', speedup: { value: 1, low: 0.8, high: 1.2 } }),
  made({ machine: 'bursts', passS: 3 }, { decision: 'undecided', speedup: null }, null),
  made({ gain: 1 }, { decision: 'pool' }, 1),
  made({ gain: 0.7 }, null, null),
];

it('runs are counted by what they decided, and intervals where the truth is known', () => {
  expect(summarise(runs)).toEqual({
    ...{ runs: 6, decided: 4, right: 2, wrong: 2, failed: 1 },
    timeMs: { median: 40_000, p90: 40_000 },
    ...{ held: 2, known: 4, value: 1.88, measuredShare: 0.5 },
  });
});

it('rows are of each gain on each machine, and of each gain and pass, where there are runs', () => {
  expect(byMachine(runs).map(({ gain, of, summary }) => [gain, of, summary.runs])).toEqual([
    [1.9, 'quiet', 2],
    [1.9, 'a CPU, 3 s of 6', 2],
    [1, 'quiet', 1],
    [0.7, 'quiet', 1],
  ]);
  expect(byPass(runs).map(({ gain, of, summary }) => [gain, of, summary.runs])).toEqual([
    [1.9, '1 s', 3],
    [1.9, '3 s', 1],
    [1, '1 s', 1],
    [0.7, '1 s', 1],
  ]);
});

it('goals are met or missed, and missed without a run', () => {
  const met = (some: readonly Made[]) => goalsOf(some).map(({ isMet }) => isMet);
  const hundred = Array.from({ length: 25 }, (_, i) => [
    made({}, {}),
    made({ gain: 1.2 }, { decision: i < 5 ? 'undecided' : 'pool' }),
    made({ gain: 1 }, { decision: 'serial' }),
    made({ gain: 0.7 }, { decision: 'serial' }),
  ]).flat();
  expect(met(hundred)).toEqual([true, true, true, true, true, true]);
  expect(met(runs)).toEqual([false, false, false, false, false, false]);
  expect(met([])).toEqual([false, false, false, false, false, false]);
});

it('a failed run is one that decided nothing', () => {
  const goal = goalsOf([...new Array(18).fill(made({}, {})), made({}, null)])[2]!;
  expect(goal).toMatchObject({ count: 18, of: 19, isMet: false });
});

it('the tables are Markdown', () => {
  const text = tables(runs);
  expect(text).toContain('| 1.9× | quiet | 2 | 2 | 2 | 0 | 0 | 30 s | 38 s | 2 of 2 | 1.88× | 50 % |');
  expect(text).toContain('| 0.7× | quiet | 1 | 0 | 0 | 0 | 1 | – | – | – | – | – |');
  expect(text).toContain('| never a pool at 1.0× | 1 of 1 | missed |');
  expect(text).toContain('The longest run took 61 s');
});
