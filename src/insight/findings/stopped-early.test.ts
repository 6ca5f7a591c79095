import { expect, it } from 'vitest';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import { stoppedEarly } from './stopped-early.js';

const id = (workers: number) => `cycles/threads/imapUnordered/w${workers}/c1`;
const settled = (workers: number, reason: 'lost' | 'precise') => ({
  kind: 'settled' as const,
  case: id(workers),
  reason,
  round: 11,
  message: '',
});

it('cases that were beaten are named with what they had reached; precise ones are not', () => {
  const record = inventRecord({
    cases: [
      { engine: 'serial', wallMs: 120 },
      ...[2, 3, 4].map((workers) => ({ engine: 'threads', workers, wallMs: 120 / workers })),
    ],
    lines: [settled(2, 'lost'), settled(3, 'lost'), settled(4, 'precise')],
  });
  expect(stoppedEarly(record, analyse(record))).toMatchObject([
    {
      severity: 'info',
      cases: [id(2), id(3)],
      message: `cycles: 2 cases were clearly beaten by ${id(4)} and measured no further: 2 threads with imapUnordered, chunksize 1 after round 11, at 2.00× (2.00–2.00) and 3 threads with imapUnordered, chunksize 1 after round 11, at 3.00× (3.00–3.00).`,
    },
  ]);
});

it('a run in which none was beaten has nothing to tell', () => {
  const record = inventRecord({ cases: [{ engine: 'serial', wallMs: 120 }] });
  expect(stoppedEarly(record, analyse(record))).toEqual([]);
});
