import { expect, it } from 'vitest';
import { chooseChunksize } from './choice.js';

const exactly = (value: number) => ({ value, low: value, high: value });
const at = (chunksize: number, ratio: { value: number; low: number; high: number }) => ({
  chunksize,
  ratio,
  wallMs: exactly(1),
});

it('advises the smallest chunksize that loses no more than half a per cent', () => {
  const expected = [at(1, exactly(1.2)), at(2, exactly(1.004)), at(4, exactly(1)), at(8, exactly(1.001))];
  expect(chooseChunksize(expected)).toEqual({ advised: 2, low: 2, high: 8 });
});

it('gives every chunksize around it that may be within 1 % of the best', () => {
  const expected = [
    at(1, { value: 1.03, low: 1.009, high: 1.05 }),
    at(2, exactly(1)),
    at(4, { value: 1.03, low: 1.011, high: 1.05 }),
    at(8, exactly(1)),
  ];
  expect(chooseChunksize(expected)).toEqual({ advised: 2, low: 1, high: 2 });
});

it('where every chunksize loses in some reading of the costs, the one that loses least', () => {
  const expected = [at(1, exactly(1.2)), at(2, exactly(1.02)), at(4, exactly(1.1))];
  expect(chooseChunksize(expected)).toEqual({ advised: 2, low: 2, high: 2 });
});
