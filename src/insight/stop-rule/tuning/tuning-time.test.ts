import { describe, expect, it } from 'vitest';
import type { Case } from '../../../measure/cases/index.js';
import type { Decision, History } from '../../../measure/runner/index.js';
import type { RecordLine } from '../../../record/index.js';
import { DISTURBANCE_GATE } from '../../../stats/index.js';
import { createStopRule, type StopRuleOptions } from '../stop-rule.js';

const base = {
  ...{ scenario: 'cycles', params: {}, dispatch: 'imapUnordered', chunksizeAsked: [], cores: 2, cpus: null },
  role: 'asked' as const,
};
const serial: Case = { ...base, id: 'serial', engine: 'serial', workers: 1, chunksize: 12 };
const setting = (chunksize: number, more: Partial<Case> = {}): Case => ({
  ...{ ...base, id: `c${chunksize}`, engine: 'threads', workers: 2, chunksize },
  ...more,
});
const settings = (count: number) => Array.from({ length: count }, (_, i) => setting(i + 1));

/** Throughput of each case in every round that it was asked for, 1 where none is named. */
type Rates = Readonly<Record<string, number | ((round: number) => number)>>;

/** A run of which nothing is measured, but that has samples all the same. */
class Run {
  private readonly rule: (history: History) => Decision;
  private readonly rounds = new Map<string, number[]>();
  private done = 0;
  readonly lines: RecordLine[] = [];

  constructor(
    options: Partial<StopRuleOptions> & { cases: readonly Case[] },
    private readonly rates: Rates = {},
  ) {
    this.rule = createStopRule({
      ...{ rounds: null, minRounds: 6, precision: 0.05, maxTimeMs: null, observationMs: 500, hostCores: 2 },
      gate: DISTURBANCE_GATE,
      serialPassMs: () => 100,
      analyse: () => ({ cases: [], recommendations: [], comparisons: [] }),
      tune: () => ({ samples: this.samples() }),
      ...options,
    });
  }

  next(elapsedMs = 0): Decision {
    const history = {
      ...{ lines: this.lines, rounds: this.done, confirmations: 0, elapsedMs },
      visitMs: new Map<string, number>(),
    };
    const decision = this.rule(history);
    for (const decided of decision.decided ?? []) this.lines.push({ kind: 'settled', ...decided });
    if (!('visits' in decision)) return decision;
    this.done++;
    for (const id of idsOf(decision)) this.rounds.set(id, [...(this.rounds.get(id) ?? []), this.done]);
    return decision;
  }

  private rateOf(id: string, round: number): number {
    const rate = this.rates[id] ?? 1;
    return typeof rate === 'number' ? rate : rate(round);
  }

  private samples() {
    return new Map(
      [...this.rounds].map(([id, rounds]) => [
        id,
        new Map(
          rounds.map((round) => [
            round,
            { round, throughput: this.rateOf(id, round), wallMs: 1, disturbed: false },
          ]),
        ),
      ]),
    );
  }
}

const idsOf = (decision: Decision): string[] =>
  'visits' in decision
    ? decision.visits.flatMap((visit) =>
        visit.kind === 'case' ? [visit.case.id] : [`ceiling ${visit.ceiling.reference}`],
      )
    : [];

describe('within its time', () => {
  it('leaves out before the first round what would take far too long, and keeps serial', () => {
    const run = new Run({ cases: [serial, ...settings(100)], maxTimeMs: 20_000 });
    const first = run.next();
    expect(idsOf(first)).toContain('serial');
    const dropped = 'visits' in first ? first.dropped! : [];
    expect(dropped[0]!.reason).toBe('Time was short (--max-time 20s).');
    expect(idsOf(first)).toHaveLength(101 - dropped.length);
    expect(idsOf(first).length).toBeLessThan(60);
  });

  it('shortens observations before that, so that halving the field fits', () => {
    const run = new Run({ cases: [serial, ...settings(40)], maxTimeMs: 60_000 });
    const first = run.next();
    expect(idsOf(first)).toHaveLength(41);
    const { observationMs } = first as Extract<Decision, { visits: unknown }>;
    expect(observationMs).toBeGreaterThan(200);
    expect(observationMs).toBeLessThan(400);
    // 60 s, a fifth of which is kept, for twice the field and finalists in four rounds.
    expect((41 * 2 + 4 * 7) * (200 + observationMs)).toBeCloseTo(0.8 * 60_000, -2);
  });

  it('lets fewer go on where there is time for fewer observations than it may take', () => {
    const secondRoundOf = (maxTimeMs: number | null) => {
      const run = new Run({ cases: [serial, ...settings(40)], maxTimeMs });
      run.next();
      return idsOf(run.next(41_000)).length;
    };
    // At a second each there is time for 41 more of 95: of those, 21 are for three finalists, and the others last for
    // 8, 5 and 4 settings with serial; 95 last for 19, 12, 9, 7, 6, 5, 4 and 4.
    expect(secondRoundOf(102_500)).toBe(1 + 8);
    expect(secondRoundOf(null)).toBe(1 + 19);
  });

  it('ends when the next round would take longer than there is', () => {
    const run = new Run({ cases: [serial, ...settings(10)], maxTimeMs: 60_000 });
    run.next();
    expect(run.next(59_000)).toMatchObject({
      stop: { reason: 'time', message: 'Out of time after 1 round.' },
    });
  });

  it('keeps the time for fresh rounds once there are as many rounds as a speedup takes', () => {
    const run = new Run({ cases: [serial, ...settings(3)], maxTimeMs: 60_000, precision: 1e-9 }, { c1: 2 });
    for (let round = 0; round < 6; round++) expect(run.next(47_500)).toHaveProperty('visits');
    expect(run.next(47_500)).toMatchObject({ stop: { reason: 'precise' } });
    const open = new Run({ cases: [serial, ...settings(3)], maxTimeMs: 60_000, minRounds: 2 }, { serial: 0 });
    open.next(47_500);
    open.next(47_500);
    expect(open.next(47_500)).toMatchObject({ stop: { reason: 'time' } });
  });
});

it('goes on while the choice is open, until a third of ten rounds of everything is used up', () => {
  const unsteady = (odd: number, even: number) => (round: number) => (round % 2 === 1 ? odd : even);
  const rates = { ...Object.fromEntries(settings(40).map(({ id }) => [id, 1])), c1: 2, c2: 2, c3: 2 };
  const visitsOf = (more: Rates) => {
    const run = new Run({ cases: [serial, ...settings(40)] }, { ...rates, ...more });
    const visits: number[] = [];
    for (let next = run.next(); 'visits' in next; next = run.next()) visits.push(idsOf(next).length);
    return visits;
  };
  expect(visitsOf({ c1: 2.1 })).toEqual([41, 4, 4, 4, 4, 4]);
  const open = visitsOf({ c1: unsteady(2.1, 1.9), c2: unsteady(1.9, 2.1) });
  expect(new Set(open.slice(1))).toEqual(new Set([4]));
  // Another round of finalists may take seven.
  const left = (41 * 10) / 3 - open.reduce((sum, visits) => sum + visits);
  expect([left >= 0, left < 7]).toEqual([true, true]);
});

it('each scenario is searched by itself, and ends by itself', () => {
  const other = (one: Case): Case => ({ ...one, id: `other ${one.id}`, scenario: 'other' });
  const cases = [serial, ...settings(3), other(serial), ...settings(9).map(other)];
  const unsteady = (round: number) => (round % 2 === 0 ? 1 : 1.3);
  const rates = { c1: 2, 'other c9': 2, 'other c1': 1.98, 'other c2': 1.98, 'other serial': unsteady };
  const run = new Run({ cases }, rates);
  expect(idsOf(run.next())).toHaveLength(14);
  // Three are finalists from the start; of nine the others are behind by more than noise.
  expect(idsOf(run.next())).toEqual([
    'serial',
    'c1',
    'c2',
    'c3',
    'other serial',
    'other c1',
    'other c2',
    'other c9',
  ]);
  for (let round = 3; round <= 6; round++) expect(idsOf(run.next())).toContain('c1');
  // The speedup of the other one's leader is not known yet.
  expect(idsOf(run.next())).toEqual(['other serial', 'other c1', 'other c2', 'other c9']);
  expect(run.lines.filter((line) => line.kind === 'settled' && line.reason === 'precise')).toMatchObject([
    { case: 'c1', round: 6 },
    { case: 'c2', round: 6 },
    { case: 'c3', round: 6 },
  ]);
});

it('finalists have what the leader’s figures are ratios to, and its ceiling', () => {
  const one = setting(1, { id: 'one', workers: 1, role: 'reference' });
  const run = new Run({ cases: [serial, one, ...settings(5)] }, { c1: 2 });
  expect(idsOf(run.next())).toEqual(['serial', 'c1', 'c2', 'c3', 'c4', 'c5']);
  expect(idsOf(run.next())).toEqual(['serial', 'one', 'c1', 'c2', 'c3', 'ceiling one']);
});

it('what fails leaves the field, and without any pool there is nothing to find', () => {
  const run = new Run({ cases: [serial, ...settings(5)] }, { c1: 2 });
  run.next();
  run.lines.push({ kind: 'failed', case: 'c1', reason: 'it threw' });
  expect(idsOf(run.next())).toEqual(['serial', 'c2', 'c3', 'c4', 'c5']);
  for (const id of [2, 3, 4, 5]) run.lines.push({ kind: 'failed', case: `c${id}`, reason: 'it threw' });
  expect(run.next()).toMatchObject({
    stop: { reason: 'failed', message: 'No parallel case is left to measure.' },
  });
});
