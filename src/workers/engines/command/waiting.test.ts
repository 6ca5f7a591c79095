import { expect, it } from 'vitest';
import { Waiting } from './waiting.js';

it('what was missed of a program waited as what was seen of it', () => {
  const waiting = new Waiting();
  expect(waiting.of(100, { cpuMs: 80, waitMs: 40 })).toBe(50);
  expect(waiting.isKnown).toBe(true);
});

it('a program that was hardly seen waited as those before it, and is not known', () => {
  const waiting = new Waiting();
  expect(waiting.isKnown).toBe(true);
  expect(waiting.of(100, { cpuMs: 0, waitMs: 0 })).toBe(0);
  expect(waiting.isKnown).toBe(false);
  waiting.of(100, { cpuMs: 50, waitMs: 5 });
  expect(waiting.isKnown).toBe(true);
  expect(waiting.of(100, { cpuMs: 10, waitMs: 9 })).toBe(10);
  expect(waiting.isKnown).toBe(false);
});
