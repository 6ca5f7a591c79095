import { describe, expect, it } from 'vitest';
import { cutText, LONGEST_MESSAGE, messageOf, unknownName } from './errors.js';

const options = ['rounds', 'maxTimeMs', 'maxCostPerHour', 'engines'];

it.each([
  ['round', 'rounds'],
  ['maxtimems', 'maxTimeMs'],
  ['maxTime', 'maxTimeMs'],
  ['maxCost', 'maxCostPerHour'],
  ['engine', 'engines'],
  ['enginse', 'engines'],
  ['perHour', 'maxCostPerHour'],
])('%s means %s', (given, meant) => {
  expect(unknownName('option', given, options).message).toBe(
    `Unknown option "${given}". Did you mean "${meant}"? Valid: rounds, maxTimeMs, maxCostPerHour, engines.`,
  );
});

it.each(['colour', 'm', ''])('%j means nothing that is there', (given) => {
  expect(unknownName('option', given, options).message).toBe(
    `Unknown option "${given}". Valid: rounds, maxTimeMs, maxCostPerHour, engines.`,
  );
});

it('says where there is nothing to choose from', () => {
  expect(unknownName('option', 'x', []).message).toBe('Unknown option "x". There is none.');
});

describe('a long text', () => {
  it.each([
    ['that fits is whole', 'abc', 3, 'abc'],
    ['is cut, and its length told', 'abcdef', 3, 'abc… (cut: 6 characters in all)'],
    [
      'that was cut before keeps its first length',
      'abcdef… (cut: 99 characters in all)',
      3,
      'abc… (cut: 99 characters in all)',
    ],
    ['is not cut within a character', 'a😀bc', 2, 'a… (cut: 5 characters in all)'],
  ])('%s', (_, text, most, cut) => expect(cutText(text, most, 0)).toBe(cut));

  it('that was cut is not cut again with what is said around it', () => {
    const cut = cutText('x'.repeat(50_000));
    expect(cutText(cut)).toBe(cut);
    expect(messageOf(new Error(`Task 3 failed: ${cut}`))).toBe(`Task 3 failed: ${cut}`);
  });

  it('that is cut once more still tells its whole length', () => {
    const cut = cutText('x'.repeat(50_000_000), 2 ** 20);
    expect(cutText(cut)).toBe(`${'x'.repeat(10_000)}… (cut: 50,000,000 characters in all)`);
  });

  it('is not the message of anything thrown', () => {
    const text = 'x'.repeat(50_000_000);
    for (const thrown of [new Error(text), text, { toString: () => text }]) {
      const message = messageOf(thrown);
      expect(message.length).toBeLessThan(LONGEST_MESSAGE + 100);
      expect(message).toMatch(/^x+… \(cut: 50,000,000 characters in all\)$/);
    }
  });
});
