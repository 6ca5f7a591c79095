import { describe, expect, it } from 'vitest';
import type { Progress } from '../../measure/preparation/options.js';
import type { Purpose, Visit } from '../../measure/runner/index.js';
import type { RecordHeader } from '../../record/index.js';
import { insight } from '../insight.js';
import { inventRecord } from '../testing/invented-record.js';
import { createProgress } from './progress.js';

type Plan = RecordHeader['plan'];

const planned = (plan: Partial<Plan>) =>
  ({ rounds: null, minRounds: 10, maxTimeMs: 150_000, ...plan }) as Plan;
const visitOf = (setting: object): Visit => ({
  kind: 'case',
  case: { id: 'a', engine: 'threads', workers: 2, chunksize: 4, dispatch: 'map', ...setting } as never,
});

const nothing = () => ({ cases: [] });

/** What is told before the first visit of the round behind so many complete ones, of two visits each. */
function told(plan: Partial<Plan>, rounds: number, elapsedMs: number, purpose: Purpose = 'round'): Progress {
  const all: Progress[] = [];
  const history = { lines: [], rounds, confirmations: 0, elapsedMs, visitMs: new Map([['a', 1]]) };
  const round = purpose === 'confirmation' ? 1 : rounds + 1;
  createProgress(planned(plan), (progress) => all.push(progress), nothing)(
    visitOf({}),
    round,
    history,
    purpose,
  );
  return all[0]!;
}

describe('how many rounds there will be', () => {
  it.each<[string, Partial<Plan>, number, number, Pick<Progress, 'round' | 'rounds' | 'isExact' | 'leftMs'>]>(
    [
      ['not known before the first is over', {}, 0, 100, { round: 1, leftMs: 149_900 }],
      [
        'at least ten, where time allows',
        {},
        2,
        20_000,
        { round: 3, rounds: 10, isExact: false, leftMs: 80_000 },
      ],
      ['as many as time allows', {}, 2, 60_000, { round: 3, rounds: 5, isExact: false, leftMs: 90_000 }],
      [
        'one more, where ten were not enough',
        {},
        12,
        60_000,
        { round: 13, rounds: 13, isExact: false, leftMs: 0 },
      ],
      [
        'as many as were asked for',
        { rounds: 9, maxTimeMs: null },
        2,
        20_000,
        { round: 3, rounds: 9, isExact: true, leftMs: 70_000 },
      ],
    ],
  )('%s', (_, plan, rounds, elapsedMs, expected) => {
    expect(told(plan, rounds, elapsedMs)).toMatchObject(expected);
  });

  it('is not said of confirmations, which are counted by themselves', () => {
    const progress = told({}, 10, 100_000, 'confirmation');
    expect(progress).toMatchObject({ round: 1, isConfirmation: true });
    expect(progress.rounds).toBeUndefined();
  });
});

it.each<[object, string]>([
  [{}, '2 threads, chunksize 4, map'],
  [{ engine: 'processes', workers: 1, cold: true }, '1 process, chunksize 4, map, cold'],
  [{ dispatch: 'apply' }, '2 threads, apply'],
  [{ engine: 'serial' }, 'serial'],
])('%j is told as %s', (setting, text) => {
  const all: Progress[] = [];
  const history = { lines: [], rounds: 0, confirmations: 0, elapsedMs: 0, visitMs: new Map() };
  createProgress(planned({}), (progress) => all.push(progress), nothing)(
    visitOf(setting),
    1,
    history,
    'round',
  );
  expect(all[0]!.setting).toBe(text);
});

describe('the answer so far', () => {
  const record = inventRecord({
    cases: [
      { engine: 'serial', wallMs: 200 },
      { engine: 'threads', workers: 2, wallMs: 100 },
      { engine: 'processes', workers: 2, wallMs: 125 },
    ],
  });
  const { cases } = insight(record);
  const work = cases[0]!.case;

  it('is the fastest pool of the scenario that is visited, from the third round on', () => {
    let asked = 0;
    const all: Progress[] = [];
    const analyse = () => {
      asked++;
      return { cases };
    };
    const tell = createProgress(planned({}), (progress) => all.push(progress), analyse);
    const history = (rounds: number) => ({
      ...{ lines: [], rounds, confirmations: 0, elapsedMs: 100, visitMs: new Map() },
    });
    for (const rounds of [1, 2])
      for (const of of [work, { ...work, scenario: 'another' }])
        tell({ kind: 'case', case: of }, rounds + 1, history(rounds), 'round');
    expect(all.map(({ best }) => best && { ...best, speedup: Number(best.speedup.toFixed(6)) })).toEqual([
      undefined,
      undefined,
      { speedup: 2, halfWidth: 0 },
      undefined,
    ]);
    expect(asked).toBe(1);
  });
});
