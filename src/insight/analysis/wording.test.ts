import { expect, it } from 'vitest';
import { aboutTime, durationOption } from './wording.js';

it.each([
  [0, '1 s', '1s'],
  [4_200, '5 s', '5s'],
  [31_000, '40 s', '40s'],
  [90_000, '90 s', '90s'],
  [91_000, '2 min', '2m'],
  [240_000, '4 min', '4m'],
  [7_200_000, '120 min', '120m'],
  [7_200_001, '2.5 h', '2.5h'],
])('%d ms are %s', (ms, words, option) => {
  expect([aboutTime(ms), durationOption(ms)]).toEqual([words, option]);
});
