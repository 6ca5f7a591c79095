import { describe, expect, it } from 'vitest';
import type { Decision } from '../../measure/runner/index.js';
import type { RecordLine } from '../../record/index.js';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase } from '../testing/invented-run.js';
import { createStopRule } from './stop-rule.js';

const serial: InventedCase = { engine: 'serial', wallMs: 120 };
const threads = (workers: number, wallMs: InventedCase['wallMs'], more: Partial<InventedCase> = {}) => ({
  engine: 'threads',
  workers,
  ...(wallMs === undefined ? {} : { wallMs }),
  ...more,
});
/** So wide that no run ends for being precise. */
const unsteady = (wallMs: number) => (round: number) => wallMs * Math.exp(round % 2 === 0 ? 0.1 : -0.1);

/** What the rule says after so many rounds of an invented run. */
function decide(cases: InventedCase[], { rounds = 12, fixed = false } = {}): Decision {
  const { header, lines } = inventRecord({ host: { physicalCores: 8 }, cases, rounds, stopped: null });
  const rule = createStopRule({
    cases: header.plan.cases,
    rounds: fixed ? 99 : null,
    minRounds: 10,
    precision: 0.05,
    maxTimeMs: null,
    observationMs: 500,
    hostCores: 8,
    gate: header.plan.gate,
    serialPassMs: () => 120,
    analyse: (seen: readonly RecordLine[]) => analyse({ header, lines: [...seen], torn: false }),
  });
  return rule({ lines, rounds, confirmations: 0, elapsedMs: 0, visitMs: new Map() });
}

const id = (workers: number) => `cycles/threads/imapUnordered/w${workers}/c1`;
const beatenIn = (decision: Decision) =>
  (decision.decided ?? []).filter(({ reason }) => reason === 'lost').map((decided) => decided.case);
const visitedIn = (decision: Decision) =>
  'visits' in decision
    ? decision.visits.flatMap((visit) => (visit.kind === 'case' ? [visit.case.id] : []))
    : [];

describe('a case that is clearly beaten', () => {
  const cases = [serial, threads(1, 120), threads(2, 60), threads(4, 30), threads(8, unsteady(15))];

  it('is visited no more; serial and the one worker of those in the race go on', () => {
    const decision = decide(cases);
    expect(visitedIn(decision)).toEqual(['cycles/serial', id(1), id(8)]);
    expect(decision.decided).toMatchObject([
      { case: id(2), reason: 'lost', round: 12 },
      {
        case: id(4),
        reason: 'lost',
        round: 12,
        message: expect.stringContaining(`than ${id(8)} after 12 rounds`),
      },
    ]);
  });

  it('has no ceiling measured any more', () => {
    const decision = decide(cases);
    const ceilings = 'visits' in decision ? decision.visits.filter(({ kind }) => kind === 'ceiling') : [];
    expect(ceilings).toMatchObject([{ ceiling: { workers: 8 } }]);
  });

  it('is not beaten before the tenth round, nor in a run of so many rounds', () => {
    expect(beatenIn(decide(cases, { rounds: 9 }))).toEqual([]);
    expect(beatenIn(decide(cases, { fixed: true }))).toEqual([]);
  });

  it('is none that is slower by less than the margin, however clearly', () => {
    expect(
      beatenIn(decide([serial, threads(2, 61), threads(4, 60), threads(8, unsteady(100))])),
    ).not.toContain(id(2));
  });

  it('is none on fewer cores: how much they give is another question', () => {
    const confined = threads(2, 100, { cpus: [0], id: 'on one core' });
    expect(beatenIn(decide([serial, confined, threads(8, unsteady(15))]))).toEqual([]);
  });

  it('is not the last pool: against serial there must be one to name', () => {
    const decision = decide([serial, threads(2, 240), threads(4, unsteady(200))]);
    expect(beatenIn(decision)).toEqual([id(2)]);
    expect(visitedIn(decision)).toContain(id(4));
  });
});
