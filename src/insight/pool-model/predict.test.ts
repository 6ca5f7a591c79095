import { expect, it } from 'vitest';
import type { Case } from '../../measure/cases/index.js';
import type { MeasuredCase } from './measured-case.js';
import { leftOver } from './predict.js';
import { inventCosts } from './testing/simulated.js';

const taskMs = new Array<number>(24).fill(10);

function measured(workers: number, chunksize: number, wallMs: number): MeasuredCase {
  const one = { workers, chunksize, dispatch: 'imapUnordered' } as Case;
  return { case: one, wallMs } as MeasuredCase;
}

it('is what pools with as many workers took beyond the simulation, whatever others did', () => {
  const many = new Array<MeasuredCase>(1_000).fill(measured(2, 1, 120 * 1.2));
  const cases = [...many, measured(1, 1, 900)];
  expect(leftOver(cases, inventCosts(), taskMs, { workers: 2, chunksize: 1 })).toBeCloseTo(1.2, 3);
});

it('is most of all what those of similar chunksizes took', () => {
  const cases = [measured(2, 1, 120), measured(2, 4, 120 * Math.exp(1))];
  const at = (chunksize: number) =>
    Math.log(leftOver(cases, inventCosts(), taskMs, { workers: 2, chunksize }));
  expect(at(1)).toBeCloseTo(1 / 9 / (1 + 2 / 9), 9);
  expect(at(2)).toBeCloseTo(1 / 4 / (2 / 4 + 1 / 9), 9);
  expect(at(4)).toBeCloseTo(1 / (1 + 2 / 9), 9);
});

it('is nearly nothing where one case alone is known, of quite another chunksize', () => {
  const far = leftOver([measured(2, 24, 240 * 1.5)], inventCosts(), taskMs, { workers: 2, chunksize: 1 });
  expect(far).toBeGreaterThan(1);
  expect(far).toBeLessThan(1.2);
});

it('is nothing where no pool had as many', () => {
  expect(leftOver([measured(1, 1, 900)], inventCosts(), taskMs, { workers: 2, chunksize: 1 })).toBe(1);
});
