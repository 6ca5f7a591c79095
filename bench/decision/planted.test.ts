import { describe, expect, it } from 'vitest';
import { seededRandom, sum } from '../../src/stats/index.js';
import { type Cell, cells } from './cells.js';
import job from './job.js';
import { type Calibration, jobOf, truthAt } from './planted.js';
import { weightsOf } from './weights.js';

const machine: Calibration = { turnsPerMs: 300_000, plainGain: 1.96 };
const cell = (given: Partial<Cell>): Cell => ({
  ...{ passS: 1, shape: 'equal', gain: 1.9, machine: 'quiet' },
  ...given,
});

/** Time of a pass on this many lanes of the calibrated machine, list-scheduled one by one, ms. */
function passMs(given: Cell, lanes: number): number {
  const { slowdown, ...params } = jobOf(given, machine);
  const turns = job.tasks({ ...job.params, ...params }, seededRandom(1)) as number[];
  const msOf = (each: number) => each / machine.turnsPerMs;
  if (lanes === 1) return sum(turns.map(msOf));
  const freeAt = [0, 0];
  for (const each of turns) {
    const lane = freeAt[0]! <= freeAt[1]! ? 0 : 1;
    freeAt[lane]! += msOf(each) * slowdown * (2 / machine.plainGain);
  }
  return Math.max(...freeAt);
}

it('passes are as long as asked, and two workers gain what was planted', () => {
  const kinds = cells.filter(({ gain, passS, machine }) => machine === 'quiet' && (gain > 0.7 || passS < 1));
  for (const each of kinds) {
    expect(passMs(each, 1) / 1000 / each.passS).toBeCloseTo(1, 2);
    expect(passMs(each, 1) / passMs(each, 2)).toBeCloseTo(each.gain, 2);
  }
});

it('tiny tasks take two microseconds', () => {
  expect(jobOf(cell({ gain: 0.7 }), machine)).toMatchObject({ tasks: 500_000, turns: 600 });
});

describe('the truth at a chunksize', () => {
  it('is the planted one where tasks go one by one', () => {
    expect(truthAt(cell({ gain: 1.2, shape: 'uneven' }), 48, 1, machine)).toBe(1.2);
  });

  it('beside a neighbour that never rests is planted in what it leaves, or is all of that', () => {
    const beside = { machine: 'quarter' } as const;
    expect(truthAt(cell({ gain: 1.2, ...beside }), 48, 1, machine)).toBe(1.2);
    expect(truthAt(cell({ gain: 1.9, ...beside }), 48, 1, machine)).toBeCloseTo(1.96 * (1.75 / 2), 12);
    const slowdowns = ([{}, beside] as const).map(
      (given) => jobOf(cell({ gain: 1.2, ...given }), machine).slowdown,
    );
    expect(slowdowns[1]! / slowdowns[0]!).toBeCloseTo(1.75 / 2, 3);
    expect(jobOf(cell({ gain: 1.9, ...beside }), machine).slowdown).toBe(1);
  });

  it('is less where the last chunk is long', () => {
    expect(truthAt(cell({ gain: 1.9 }), 48, 32, machine)).toBeCloseTo(1.9 * (48 / 32 / 2), 12);
  });

  it('is not known where dispatch costs as much as the chunk', () => {
    expect(truthAt(cell({ gain: 0.7 }), 500_000, 1, machine)).toBeNull();
    expect(truthAt(cell({ gain: 0.7 }), 500_000, 1000, machine)).toBeCloseTo(0.7, 3);
  });
});

it('uneven tasks differ by five to one, in an order without a trend', () => {
  const weights = weightsOf('uneven', 48);
  expect(Math.max(...weights) / Math.min(...weights)).toBeCloseTo(5, 12);
  expect(sum(weights) / 48).toBeCloseTo(1, 12);
  expect(Math.abs(sum(weights.slice(0, 24)) / 24 - 1)).toBeLessThan(0.15);
  expect(weightsOf('uneven', 48)).toEqual(weights);
});
