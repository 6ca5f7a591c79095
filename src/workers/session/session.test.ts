import { expect, it } from 'vitest';
import { movesOf } from './index.js';

const [a, b] = [new ArrayBuffer(1), new ArrayBuffer(2)];

it.each([
  ['each task keeps its own part', [[a], [], [b]], { transfer: [a, b], transferEach: [[a], [], [b]] }],
  ['one task has nobody to share with', [[a, b]], { transfer: [a, b] }],
  ['what two tasks name belongs to neither alone', [[a], [a, b]], { transfer: [a, a, b] }],
])('%s', (_, each, moves) => {
  expect(movesOf(each)).toEqual(moves);
});
