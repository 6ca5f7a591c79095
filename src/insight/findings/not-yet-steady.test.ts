import { describe, expect, it } from 'vitest';
import type { Observation } from '../../record/index.js';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import { notYetSteady } from './not-yet-steady.js';

/** `change` sees every observation of the pool before it is analysed. */
function find(change: (observation: Observation) => void) {
  const record = inventRecord({
    cases: [
      { engine: 'serial', wallMs: 100 },
      { engine: 'threads', workers: 2, wallMs: 50 },
    ],
  });
  for (const line of record.lines) {
    if (line.kind === 'observation' && line.case.includes('threads')) change(line);
  }
  return notYetSteady(record, analyse(record));
}

const slowerFirst = (factor: (round: number) => number) => (observation: Observation) => {
  observation.wallMs[0]! *= factor(observation.round);
};

describe('not yet steady', () => {
  it('is a first pass that is slower than the later ones in every round', () => {
    const [finding] = find(slowerFirst((round) => (round % 2 === 0 ? 1.1 : 1.12)));
    expect(finding?.cases).toEqual(['cycles/threads/imapUnordered/w2/c1']);
    expect(finding?.message).toMatch(/the first measured pass still takes 1\.11×/);
  });

  it('is not a first pass that is slower now and then', () => {
    expect(find(slowerFirst((round) => (round === 3 ? 1.5 : 1)))).toEqual([]);
  });

  it('is not one that is slower by less than what counts as equal', () => {
    expect(find(slowerFirst((round) => (round % 2 === 0 ? 1.01 : 1.02)))).toEqual([]);
  });

  it('is a warm-up that often reached its limit', () => {
    const capped = (often: number) =>
      find(({ round, lanes }) => {
        if (round <= often) lanes[1]!.warmupCapped = true;
      });
    expect(capped(4)[0]?.message).toMatch(/the warm-up reached its limit/);
    expect(capped(3)).toEqual([]);
  });
});
