import { describe, expect, it } from 'vitest';
import { inventRecord } from '../../../insight/testing/invented-record.js';
import type { InventedCase } from '../../../insight/testing/invented-run.js';
import { markdown } from '../../testing/rendered.js';
import { columns } from '../columns.js';
import { summarise } from '../formats.js';
import { dispatcherSentences } from '../sending.js';
import { buildReport } from './build.js';
import { reportSchema } from './schema.js';

const TASKS = 120;

/** Tasks of 10 ms; a chunk costs the main thread 0.2 ms, half of it to send it. */
function pool(workers: number, chunksize: number): InventedCase {
  const chunks = TASKS / chunksize;
  const busyMs = (TASKS * 10) / workers;
  const sendMs = (chunks * 0.1) / workers;
  const lane = { busyMs, cpuMs: busyMs, waitMs: 0, gapCpuMs: 0, gapWaitMs: 0, sendMs, idleMs: 2 * sendMs };
  return { engine: 'threads', workers, chunksize, wallMs: busyMs + 2 * sendMs, lane };
}

const report = buildReport(
  inventRecord({
    host: { physicalCores: 8 },
    spread: 0.01,
    scenarios: [{ name: 'cycles', params: { tasks: TASKS }, tasks: TASKS }],
    cases: [
      {
        engine: 'serial',
        wallMs: TASKS * 10,
        lane: { cpuMs: TASKS * 10, waitMs: 0, gapCpuMs: 0, gapWaitMs: 0 },
      },
      ...[1, 2, 4].flatMap((workers) => [pool(workers, 1), pool(workers, 5)]),
    ],
  }),
);

describe('the pool simulator in a report', () => {
  it('predicts every pool beside its measurement, and not serial', () => {
    expect(() => reportSchema.parse(report)).not.toThrow();
    for (const { engine, predictedWallMs, wallMs } of report.cases) {
      if (engine === 'serial') expect(predictedWallMs).toBeUndefined();
      else {
        expect(predictedWallMs!.value / wallMs!.median).toBeCloseTo(1, 1);
        expect(predictedWallMs!.basis).toMatchObject({ cases: 5, rounds: 10 });
      }
    }
  });

  it('shows the prediction and how far off it is, in tables and as data', () => {
    const column = columns.find(({ label }) => label === 'simulated')!;
    const [serial, one] = report.cases;
    expect(column.cell(serial!)).toEqual({ text: '–' });
    expect(column.cell(one!).detail).toMatch(/^(0|[+−]\d+(\.\d)?) %$/);
    expect(column.data!(one!).predictedWallMs).toBe(one!.predictedWallMs!.value);
    expect(column.data!(serial!)).toEqual({ predictedWallMs: null, predictedDeviation: null });
    expect(markdown(report)).toContain('| simulated |');
  });

  it('says at how many workers the dispatcher is the limit', () => {
    const [dispatcher, ...others] = report.dispatchers;
    expect(others).toEqual([]);
    // 10 ms of task and 0.2 ms of dispatching a chunk, or 50 ms and 0.2 ms.
    const perChunk = dispatcher!.chunksize === 1 ? 10 : 50;
    expect(dispatcher!.saturatesAtWorkers / ((perChunk + 0.2) / 0.2)).toBeCloseTo(1, 1);
    const sentence = dispatcherSentences(report.dispatchers)[0]!;
    expect(markdown(report)).toContain('The main thread can feed');
    expect(summarise(report, { columns: 10_000, color: false, verbose: true })).toContain(sentence);
  });
});

describe('the sentence about the dispatcher', () => {
  const [measured] = report.dispatchers;
  const sentence = (saturatesAtWorkers: number) =>
    dispatcherSentences([{ ...measured!, chunksize: 1, perChunkMs: 0.0213, saturatesAtWorkers }])[0];

  it('gives as many digits as few workers can tell', () => {
    expect(sentence(483.2)).toBe(
      'The main thread can feed about 480 threads with imapUnordered, chunksize 1 (21.3 µs per chunk).',
    );
    expect(sentence(1)).toContain('feed about 1 thread with');
  });

  it('gives no number where it is far away', () => {
    expect(sentence(123_456)).toContain('can feed more than 10,000 threads with');
  });
});
