import { expect, it } from 'vitest';
import { inventHost } from '../../host/index.js';
import { expandCases, type SweepInput } from '../../measure/cases/index.js';
import { chunkRule } from '../../workers/dispatch/index.js';
import { insight } from '../index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase } from '../testing/invented-run.js';
import { advisedCases } from './advised.js';

const TASKS = 4_000;
const host = inventHost({ physicalCores: 2 });
const input: SweepInput = {
  scenario: 'short',
  params: {},
  tasks: TASKS,
  openEnded: false,
  engines: ['threads'],
  dispatches: ['imapUnordered'],
  workers: [2],
  chunksizes: [1],
  cores: ['all'],
};

/** Tasks of 0.05 ms; a worker waits 0.1 ms for each chunk. */
const pool = (chunksize: number): InventedCase => {
  const [busyMs, chunks] = [TASKS * 0.025, TASKS / chunksize / 2];
  const idleMs = chunks * 0.1;
  const lane = {
    busyMs,
    cpuMs: busyMs,
    waitMs: 0,
    gapCpuMs: idleMs,
    gapWaitMs: 0,
    idleMs,
    sendMs: 0,
    chunks,
  };
  return { engine: 'threads', workers: 2, chunksize, wallMs: busyMs + idleMs, lane };
};

function advisedAfter(...pools: InventedCase[]) {
  const serial: InventedCase = {
    engine: 'serial',
    wallMs: TASKS * 0.05,
    lane: { busyMs: TASKS * 0.05, cpuMs: TASKS * 0.05, waitMs: 0 },
  };
  const record = inventRecord({
    scenarios: [{ name: 'short', params: {}, tasks: TASKS, taskMs: new Array(TASKS).fill(0.05) }],
    cases: [serial, ...pools],
    rounds: 3,
  });
  const expand = (inputs: readonly SweepInput[]) => expandCases(inputs, host, chunkRule);
  return advisedCases(record, insight(record), [input], expand);
}

it('the chunksize that should beat all that were tried is tried, with the one worker that it is a ratio to', () => {
  const advised = advisedAfter(pool(1));
  const own = advised.find(({ workers }) => workers === 2)!;
  expect(own).toMatchObject({ engine: 'threads', role: 'asked' });
  expect(own.chunksize).toBeGreaterThan(10);
  expect(advised).toContainEqual(
    expect.objectContaining({ workers: 1, chunksize: own.chunksize, role: 'reference' }),
  );
});

it('nothing is added where it was tried already, or would gain nothing', () => {
  const own = advisedAfter(pool(1)).find(({ workers }) => workers === 2)!;
  expect(advisedAfter(pool(1), pool(own.chunksize))).toEqual([]);
});
