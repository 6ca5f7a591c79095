import { expect, it } from 'vitest';
import type { RecordLine } from '../../record/index.js';
import { sampleObservation } from '../../testing/sample-record.js';
import { earlierOf } from './earlier.js';

let order = 0;
const visit = (of: string, round: number): RecordLine => ({
  ...sampleObservation(round),
  case: of,
  order: ++order,
});
const round = (number: number, cases = ['a', 'b']) => cases.map((of) => visit(of, number));
const stopped = (rounds: number): RecordLine => ({
  kind: 'stopped',
  reason: 'interrupted',
  rounds,
  elapsedMs: 5,
  message: 'Interrupted.',
});
const resumed = (rounds: number, unfinished: number): RecordLine => ({
  kind: 'resumed',
  at: '2026-01-02T03:04:05.000Z',
  rounds,
  unfinished,
  elapsedMs: 5,
  plan: { rounds: null, precision: 0.05, maxTimeMs: null },
});
const lost: RecordLine = { kind: 'settled', case: 'b', reason: 'lost', round: 2, message: '' };
const confirmation = { ...sampleObservation(1), kind: 'confirmation' as const, case: 'a', order: 99 };

it.each<[string, RecordLine[], [rounds: number, unfinished: number]]>([
  ['nothing', [], [0, 0]],
  ['an end before the first round', [stopped(0)], [0, 0]],
  ['an end between two rounds', [...round(1), ...round(2), stopped(2)], [2, 0]],
  ['an end within a round', [...round(1), ...round(2), visit('a', 3), stopped(2)], [3, 1]],
  ['a kill within the first round', [visit('a', 1)], [1, 1]],
  ['a kill after a whole round', [...round(1), ...round(2)], [2, 0]],
  ['a kill within a round', [...round(1), visit('a', 2)], [2, 1]],
  ['a kill in a round that needs less', [...round(1), ...round(2), lost, visit('a', 3)], [3, 0]],
  ['a kill in the confirmation', [...round(1), visit('a', 2), confirmation], [2, 0]],
  [
    'a kill in the confirmation, after the machine had changed',
    [...round(1), visit('a', 2), confirmation, { kind: 'machine', round: 1, allowed: [0], quotaCpus: null }],
    [2, 0],
  ],
  [
    'a kill before a round of the second part',
    [...round(1), visit('a', 2), stopped(1), resumed(2, 1)],
    [2, 1],
  ],
  [
    'a second end within a round',
    [visit('a', 1), resumed(1, 1), ...round(2), visit('a', 3), stopped(1)],
    [3, 2],
  ],
  ['a second kill within a round', [...round(1), stopped(1), resumed(1, 0), visit('a', 2)], [2, 1]],
])('%s', (_, lines, [rounds, unfinished]) => {
  expect(earlierOf(lines)).toMatchObject({ rounds, unfinished });
});

it('places and fresh rounds are counted on', () => {
  expect(earlierOf([...round(1), confirmation])).toMatchObject({ order: 99, confirmations: 1 });
});
