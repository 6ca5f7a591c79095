import { expect, it } from 'vitest';
import { progressText } from './progress.js';

it('the progress line tells the phase, the share done, the time left, the round and the case', () => {
  const progress = {
    phase: 'measure',
    done: 0.5,
    leftMs: 64_100,
    round: 3,
    case: 'cycles/threads/2',
  } as const;
  expect(progressText(progress, 80)).toBe(
    'Measuring ████████░░░░░░░░  50 %  1:05 left  round 3  cycles/threads/2',
  );
});

it('what is not known yet is left out', () => {
  expect(progressText({ phase: 'prepare', done: 0, leftMs: null }, 80)).toBe(
    'Preparing ░░░░░░░░░░░░░░░░   0 %',
  );
});

it.each([20, 40, 80])('it stays narrower than a terminal of %i columns', (columns) => {
  const progress = { phase: 'measure', done: 2, leftMs: 1e9, round: 12, case: 'x'.repeat(200) } as const;
  expect(progressText(progress, columns)).toHaveLength(columns - 1);
});
