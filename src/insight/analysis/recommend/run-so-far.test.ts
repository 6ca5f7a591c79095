import { expect, it } from 'vitest';
import { inventRecord } from '../../testing/invented-record.js';
import { measuredMs } from './run-so-far.js';

it('passes of observations, confirmations and ceilings are the time that was measured', () => {
  const record = inventRecord({
    rounds: 2,
    cases: [
      { engine: 'serial', wallMs: 1000 },
      { engine: 'threads', workers: 1, wallMs: 1000 },
      { engine: 'threads', workers: 2, wallMs: 500, confirmationMs: [500] },
    ],
    ceilings: [{ engine: 'threads', workers: 2, factor: 2 }],
  });
  expect(measuredMs(record)).toBeCloseTo(2 * (1000 + 1000 + 500 + 1000) + 500, 6);
});
