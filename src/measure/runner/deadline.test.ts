import { expect, it } from 'vitest';
import { OverdueError } from '../../errors.js';
import { Deadline, hangingStory } from './deadline.js';

it.each<[number, number | undefined, string | undefined]>([
  [4_000, 1_000, undefined],
  [6_000, 1_000, 'It had not ended after 6.00 s; before, it took 1.00 s.'],
  [9_000, undefined, undefined],
  [12_000, undefined, 'It had not ended after 12.0 s.'],
])('a visit that is cut short after %d ms, before it took %s: %s', (tookMs, beforeMs, story) =>
  expect(hangingStory(tookMs, beforeMs)).toBe(story),
);

it('says what such a visit was in the middle of, where that is known', () => {
  const doing = 'task 3 of imports had not returned after 12.0 s.';
  expect(hangingStory(12_000, undefined, doing)).toBe(doing);
  expect(hangingStory(12_000, 1_000, doing)).toBe(`${doing} The visit before took 1.00 s.`);
  expect(hangingStory(1_500, 1_000, doing)).toBeUndefined();
});

it.each([
  ['is asked before it is ended where it hangs', 12_000, true],
  ['is ended at once where it has just come too late', 5_000, false],
])('a host %s', async (_, tookMs, asked) => {
  const overdue = new OverdueError('task 3 of imports had not returned after 12.0 s.');
  let now = 0;
  const deadline = new Deadline(1, () => now);
  await new Promise<void>((close) => {
    deadline.guard({ overdue: async () => overdue, close: async () => close() });
    now = tookMs;
  });
  expect(deadline.isOver).toBe(true);
  expect(deadline.overdue).toBe(asked ? overdue : undefined);
});
