import { expect, it } from 'vitest';
import type { Case } from '../../cases/index.js';
import { inventCosts } from './invented-costs.js';
import { leftOver } from './left-over.js';
import type { MeasuredCase } from './measured-case.js';

const taskMs = new Array<number>(24).fill(10);

function measured(workers: number, chunksize: number, wallMs: number): MeasuredCase {
  const one = { workers, chunksize, dispatch: 'imapUnordered' } as Case;
  return { case: one, wallMs } as MeasuredCase;
}

it('is what pools with as many workers took beyond the simulation, whatever others did', () => {
  const cases = [
    measured(2, 1, 120 * 1.1),
    measured(2, 4, 120 * 1.2),
    measured(2, 12, 120 * 1.3),
    measured(1, 1, 900),
  ];
  expect(leftOver(cases, inventCosts(), taskMs, 2)).toBeCloseTo(1.2, 9);
});

it('is not known where no pool had as many', () => {
  expect(leftOver([measured(1, 1, 900)], inventCosts(), taskMs, 2)).toBe(1);
});
