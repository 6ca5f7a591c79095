import { expect, it } from 'vitest';
import { analyse } from '../../../insight/analysis/index.js';
import { inventRecord } from '../../../insight/testing/invented-record.js';
import { undecidedGain } from './undecided.js';

const left = 'cycles/threads/imapUnordered/w2/c4';

/** Two threads that gain nothing, surely; and a setting of two rounds that says nothing. */
const record = (isLeft: boolean) =>
  inventRecord({
    cases: [
      { engine: 'serial', wallMs: 100 },
      { engine: 'threads', workers: 2, wallMs: 100 },
      {
        ...{ engine: 'threads', workers: 2, chunksize: 4 },
        wallMs: (round) => (round < 3 ? 100 + 20 * round : null),
      },
    ],
    lines: isLeft ? [{ kind: 'settled', case: left, reason: 'behind', round: 2, message: '' }] : [],
  });

it.each([
  [true, undefined],
  [false, expect.stringContaining('2 threads')],
])('what was left behind where the best setting was looked for (%s) leaves nothing open', (isLeft, why) => {
  const of = record(isLeft);
  expect(undecidedGain(analyse(of).cases, of)).toEqual(why);
});
