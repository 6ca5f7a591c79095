import { describe, expect, it } from 'vitest';
import type { Case } from '../../measure/cases/index.js';
import type { RecordLine } from '../../record/index.js';
import { DISTURBANCE_GATE } from '../../stats/index.js';
import type { CaseResult } from '../analysis/index.js';
import type { Standings } from './race.js';
import { createStopRule, type StopRuleOptions } from './stop-rule.js';

const serial: Case = {
  id: 's',
  scenario: 'cycles',
  params: {},
  engine: 'serial',
  dispatch: 'map',
  workers: 1,
  chunksize: 12,
  chunksizeAsked: [],
  cores: 2,
  cpus: null,
  role: 'asked',
};
const parallel: Case = {
  ...serial,
  id: 'p',
  engine: 'threads',
  dispatch: 'imapUnordered',
  workers: 2,
  chunksize: 1,
};

function analysisWith(low: number, high: number): Standings {
  const result = { case: parallel, status: 'ok', speedup: { value: 2, low, high } } as CaseResult;
  return {
    cases: [result],
    recommendations: [],
    comparisons: [],
  };
}

function ruleWith(options: Partial<StopRuleOptions>) {
  return createStopRule({
    cases: [serial, parallel],
    rounds: null,
    minRounds: 10,
    precision: 0.05,
    maxTimeMs: 150_000,
    observationMs: 500,
    hostCores: 2,
    gate: DISTURBANCE_GATE,
    serialPassMs: () => 100,
    analyse: () => analysisWith(1, 3),
    ...options,
  });
}

const at = (rounds: number, elapsedMs = 1_000, lines: RecordLine[] = []) => ({
  lines,
  rounds,
  confirmations: 0,
  elapsedMs,
  visitMs: new Map<string, number>(),
});

describe('a run stops', () => {
  it('ends at once where no case can be visited, whatever was asked for', () => {
    for (const rounds of [null, 3]) {
      expect(ruleWith({ cases: [], rounds })(at(0))).toMatchObject({ stop: { reason: 'failed' } });
    }
  });

  it('after the rounds that were asked for, and no earlier', () => {
    const rule = ruleWith({ rounds: 3, maxTimeMs: null, analyse: () => analysisWith(2, 2) });
    expect(rule(at(2))).toHaveProperty('visits');
    expect(rule(at(3))).toMatchObject({ stop: { reason: 'rounds', message: '3 rounds, as asked.' } });
  });

  it('when every speedup is precise, but not before the tenth round', () => {
    const rule = ruleWith({ analyse: () => analysisWith(1.95, 2.05) });
    expect(rule(at(9))).toHaveProperty('visits');
    expect(rule(at(10))).toMatchObject({ stop: { reason: 'precise' } });
  });

  it('not when every speedup is precise for the first time: a narrow interval may be luck', () => {
    let width = 0.5;
    const rule = ruleWith({ analyse: () => analysisWith(2 - width, 2 + width) });
    expect(rule(at(11))).toHaveProperty('visits');
    width = 0.05;
    expect(rule(at(12))).toHaveProperty('visits');
    expect(rule(at(13))).toMatchObject({ stop: { reason: 'precise' } });
  });

  it('saying of each case that is precise that it is', () => {
    const rule = ruleWith({ analyse: () => analysisWith(1.95, 2.05) });
    rule(at(9));
    expect(rule(at(10))).toMatchObject({
      decided: [{ case: 'p', reason: 'precise', round: 10, message: expect.stringContaining('±2.5 %') }],
    });
  });

  it('before the fifth of the time that is kept, unless rounds for a verdict are missing', () => {
    expect(ruleWith({})(at(12, 121_000))).toMatchObject({ stop: { reason: 'time' } });
    expect(ruleWith({})(at(9, 121_000))).toHaveProperty('visits');
    expect(ruleWith({ rounds: 15 })(at(12, 121_000))).toHaveProperty('visits');
  });

  it('not while one is known less precisely', () => {
    expect(ruleWith({ analyse: () => analysisWith(1.8, 2.2) })(at(10))).toHaveProperty('visits');
  });

  it('when the next round would exceed the time', () => {
    expect(ruleWith({})(at(12, 149_500))).toMatchObject({
      stop: { reason: 'time', message: 'Out of time after 12 rounds.' },
    });
  });

  it('never before the first round, however little time there is', () => {
    expect(ruleWith({ maxTimeMs: 1 })(at(0, 0))).toHaveProperty('visits');
  });

  it('when no parallel case is left', () => {
    const failed: RecordLine[] = [{ kind: 'failed', case: 'p', reason: 'it threw' }];
    expect(ruleWith({})(at(1, 1_000, failed))).toMatchObject({ stop: { reason: 'failed' } });
  });
});

it('a failed case is not visited again', () => {
  const other = { ...parallel, id: 'q' };
  const failed: RecordLine[] = [{ kind: 'failed', case: 'p', reason: 'it threw' }];
  const decision = ruleWith({ cases: [serial, parallel, other] })(at(1, 1_000, failed));
  const visited =
    'visits' in decision
      ? decision.visits.map((visit) => (visit.kind === 'case' ? visit.case.id : 'ceiling'))
      : [];
  expect(visited).toEqual(['s', 'q']);
});

describe('after the screening', () => {
  const reference: Case = { ...parallel, id: 'one', workers: 1, role: 'reference' };
  const slow: Case = { ...parallel, id: 'slow', workers: 1, chunksize: 4 };
  const cases = [serial, reference, slow, parallel];
  const analyse = (): Standings => {
    const of = (one: Case, value: number) =>
      ({
        case: one,
        status: 'ok',
        rounds: 3,
        speedup: { value, low: 0.5 * value, high: 2 * value },
      }) as CaseResult;
    return { ...analysisWith(1, 3), cases: [of(slow, 1), of(parallel, 1.9)] };
  };
  const visitedAt = (rounds: number, elapsedMs: number, more: Partial<StopRuleOptions> = {}) => {
    const decision = ruleWith({ cases, analyse, ...more })(at(rounds, elapsedMs));
    if (!('visits' in decision)) return decision.stop.reason;
    return decision.visits.map((visit) => (visit.kind === 'case' ? visit.case.id : 'ceiling'));
  };

  it('every case was visited', () => {
    expect(visitedAt(2, 5_000)).toEqual(['s', 'one', 'slow', 'p', 'ceiling']);
  });

  it('what leads is, with what its figures are ratios to', () => {
    expect(visitedAt(3, 5_000)).toEqual(['s', 'one', 'p', 'ceiling']);
  });

  it('what leads is alone with serial where time is short', () => {
    expect(visitedAt(3, 40_000, { maxTimeMs: 60_000 })).toEqual(['s', 'p']);
  });

  it('what was asked for is, before that', () => {
    expect(visitedAt(1, 35_000, { maxTimeMs: 60_000 })).toEqual(['s', 'slow', 'p']);
    expect(visitedAt(1, 5_000)).toEqual(['s', 'one', 'slow', 'p', 'ceiling']);
  });

  it('every case goes on where there is no limit of time', () => {
    expect(visitedAt(3, 5_000, { maxTimeMs: null })).toEqual(['s', 'one', 'slow', 'p', 'ceiling']);
  });

  it('the others are visited again once what leads is known', () => {
    const rule = ruleWith({
      cases,
      analyse: () => ({
        ...analyse(),
        cases: [
          { case: slow, status: 'ok', rounds: 3, speedup: { value: 1, low: 0.5, high: 2 } },
          { case: parallel, status: 'ok', rounds: 9, speedup: { value: 1.9, low: 1.89, high: 1.91 } },
        ] as CaseResult[],
      }),
    });
    for (const rounds of [3, 8, 9]) rule(at(rounds));
    const decision = rule(at(10));
    expect('visits' in decision && decision.visits.length).toBe(5);
  });

  it('what the rounds so far advise is added, once, and visited', () => {
    const advised: Case = { ...parallel, id: 'advised', chunksize: 9 };
    const rule = ruleWith({ cases, analyse, advise: () => [advised] });
    const decision = rule(at(2, 5_000));
    expect(decision).toMatchObject({ added: [{ case: advised }] });
    const visited = 'visits' in decision ? decision.visits : [];
    expect(visited).toContainEqual({ kind: 'case', case: advised });
    expect(rule(at(3, 6_000))).not.toHaveProperty('added');
  });

  it('what did not fit into its rounds was measured once, and waits: nothing is dropped', () => {
    const more = ['q', 'r', 't'].map((id, i) => ({ ...parallel, id, chunksize: 2 + i }));
    const rule = ruleWith({
      cases: [...cases, ...more],
      analyse,
      maxTimeMs: 20_000,
      serialPassMs: () => 3_000,
    });
    const decision = rule(at(1, 9_000));
    expect(decision).toMatchObject({ dropped: [] });
    const visited = 'visits' in decision ? decision.visits.length : 0;
    expect(visited).toBeGreaterThan(1);
    expect(visited).toBeLessThan(6);
  });
});
