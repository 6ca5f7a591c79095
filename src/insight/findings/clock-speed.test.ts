import { describe, expect, it } from 'vitest';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedRun } from '../testing/invented-run.js';
import { clockSpeed } from './clock-speed.js';

const find = (run: InventedRun) => {
  const record = inventRecord(run);
  return clockSpeed(record, analyse(record));
};
const at = (mhz: number) => () => mhz;
const serial = { engine: 'serial', wallMs: 100, clockMhz: at(3_600) };
const pool = (clockMhz?: (round: number) => number) => ({
  engine: 'threads',
  workers: 2,
  wallMs: 56,
  ...(clockMhz && { clockMhz }),
});

describe('a clock that slows down', () => {
  it('under load is told with what it takes', () => {
    const findings = find({ cases: [serial, pool(at(3_060))] });
    expect(findings.map(({ severity, message }) => [severity, message])).toEqual([
      [
        'info',
        'cycles: the clock ran at 3.06 GHz with 2 threads with imapUnordered, chunksize 1 and at 3.60 GHz in serial: 15 % (15–15 %) of a core’s speed is lost before the pool plays any part.',
      ],
    ]);
  });

  it('in the course of the run is a warning', () => {
    const falling = (round: number) => (round <= 4 ? 3_600 : 3_240);
    const findings = find({ cases: [{ ...serial, clockMhz: falling }, pool(falling)] });
    expect(findings.map(({ severity, message }) => [severity, message])).toEqual([
      [
        'warning',
        'The clock fell by 10 % (10–10 %) from the first third of the rounds to the last: the machine got hot or hit a power limit.',
      ],
    ]);
  });

  it.each([
    ['it is steady', [serial, pool(at(3_590))]],
    [
      'the system does not tell',
      [{ ...serial, clockMhz: undefined }, pool()].map(({ clockMhz: _, ...one }) => one),
    ],
  ])('is not found where %s', (_, cases) => expect(find({ cases })).toEqual([]));
});
