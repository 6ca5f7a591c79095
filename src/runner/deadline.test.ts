import { expect, it } from 'vitest';
import { hangingStory } from './deadline.js';

it.each<[number, number | undefined, string | undefined]>([
  [4_000, 1_000, undefined],
  [6_000, 1_000, 'It had not ended after 6.00 s; before, it took 1.00 s.'],
  [9_000, undefined, undefined],
  [12_000, undefined, 'It had not ended after 12.0 s.'],
])('a visit that is cut short after %d ms, before it took %s: %s', (tookMs, beforeMs, story) =>
  expect(hangingStory(tookMs, beforeMs)).toBe(story),
);
