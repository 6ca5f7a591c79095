import { expect, it } from 'vitest';
import type { RunRecord } from '../../record/index.js';
import { insight } from '../index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase } from '../testing/invented-run.js';
import { severalMachines } from './several-machines.js';

const clock = { clockOffsetMs: 0.2, clockErrorMs: 0.1 };
const partOf = (host: string, workers: number) => ({ host, cores: 2, workers, ...clock });

/** 12 tasks, one per chunk, each of so many ms; a worker waits `wayMs` for each. */
const distributed = (workers: number, taskMs: number, wayMs: number): InventedCase => ({
  ...{ engine: 'bullmq', dispatch: 'imapUnordered', workers },
  wallMs: (12 / workers) * (taskMs + wayMs),
  lane: { busyMs: (12 / workers) * taskMs, idleMs: (12 / workers) * wayMs, chunks: 12 / workers },
});

/** Up to two workers are on alpha, others on beta. */
function recordOf(cases: readonly InventedCase[]): RunRecord {
  const record: RunRecord = inventRecord({ cases: [{ engine: 'serial', wallMs: 1_200 }, ...cases] });
  for (const line of record.lines)
    if (line.kind === 'observation' && line.case.includes('bullmq'))
      line.hosts =
        line.lanes.length > 2
          ? [partOf('beta', 2), partOf('alpha', line.lanes.length - 2)]
          : [partOf('alpha', line.lanes.length)];
  return record;
}

function find(cases: readonly InventedCase[]) {
  const record = recordOf(cases);
  return severalMachines(record, insight(record));
}

it('says what comes from how many machines, and how long chunks have to be', () => {
  expect(find([distributed(1, 49, 1), distributed(2, 49, 1), distributed(4, 49, 1)])).toEqual([
    {
      check: 'several-machines',
      severity: 'info',
      cases: ['cycles/bullmq/imapUnordered/w2/c1', 'cycles/bullmq/imapUnordered/w4/c1'],
      message:
        'cycles by bullmq, tasks per second: 40.0 (40.0–40.0) on 1 machine, 80.0 (80.0–80.0) on 2 machines (alpha, beta). A worker waits 1.00 ms (1.00 ms–1.00 ms) for each chunk: chunks of 99.0 ms or longer lose 1 % or less.',
      advice: 'Raise --chunksize towards that length, or stay on one machine with --engine threads.',
    },
  ]);
});

it('chunks that are long enough call for more machines', () => {
  const [found] = find([distributed(2, 150, 1)]);
  expect(found!.advice).toMatch(/^Chunks are long enough for other machines/);
});

it('workers of this machine alone say nothing of others', () => {
  expect(find([{ engine: 'threads', workers: 2, wallMs: 600 }])).toEqual([]);
});

it('their cores are what workers had, not those of the machine that measured', () => {
  const threads = { engine: 'threads', workers: 4, wallMs: 600 };
  const record = recordOf([threads, ...[1, 2, 4].map((workers) => distributed(workers, 50, 0))]);
  const of = insight(record);
  const four = of.cases.find(({ case: { engine, workers } }) => engine === 'bullmq' && workers === 4)!;
  expect(four).toMatchObject({ otherCores: 4, ceiling: null, bound: { cores: 4 } });
  expect(four.speedup!.value).toBeCloseTo(8);
  expect(four.efficiency!.value).toBeCloseTo(2);
  expect(four.lossWorkerMs!.oversubscribed).toBe(0);
  const crowded = of.findings.filter(({ check }) => check === 'more-workers-than-cores');
  expect(crowded.flatMap(({ cases }) => cases)).toEqual(['cycles/threads/imapUnordered/w4/c1']);
  expect(of.fits.map(({ curve }) => curve.engine)).not.toContain('bullmq');
});
