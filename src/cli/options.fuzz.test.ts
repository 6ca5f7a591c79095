import { InvalidArgumentError } from 'commander';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { UsageError } from '../errors.js';
import { inventHost } from '../host/index.js';
import { parseWorkers } from '../measure/cases/index.js';
import { anyText, fuzz } from '../testing/fuzz.js';
import { parseRange } from './catalog.js';
import * as options from './options.js';
import * as quantities from './plan/quantities.js';

/** Tens of thousands in a second. */
const CHEAP = 4;

type Parser = (text: string) => unknown;

const named: Readonly<Record<string, unknown>> = { ...options, ...quantities, parseRange };
const parsers: readonly [string, Parser][] = [
  ...Object.keys(named)
    .filter((name) => /^parse[A-Z]/.test(name) && name !== 'parseNames')
    .map((name): [string, Parser] => [name, named[name] as Parser]),
  ['parseNames', options.parseNames('engine', ['serial', 'threads'])],
  ['parseWorkers', (text) => parseWorkers(text, inventHost({ physicalCores: 4 }), null)],
];

const words = fc.constantFrom(
  ...['1', '8', '0', '-1', '1e9', '9'.repeat(16), '9'.repeat(400), 'auto', 'all', 'P', 'N', 'P-1', '..', ','],
  ...['=', '/', 's', 'ms', 'h', '%', 'MiB', 'k', '.', ' ', '5%', '/s', '__proto__', 'constructor', 'NaN'],
);
const texts = fc.oneof(
  fc.array(words, { maxLength: 6 }).map((parts) => parts.join('')),
  anyText(40),
  fc.string({ maxLength: 2_000 }),
  fc.constantFrom('1,'.repeat(1_000), `${'1'.repeat(5_000)}s`, ' '.repeat(10_000)),
);

it('every parser of an option takes a text or says what would be right', async () => {
  expect(parsers.length).toBeGreaterThan(15);
  await fuzz(
    'texts of options',
    fc.tuple(fc.constantFrom(...parsers), texts),
    ([[name, parse], text]) => {
      try {
        expect(
          numbersIn(parse(text)).filter((number) => Number.isNaN(number)),
          name,
        ).toEqual([]);
      } catch (error) {
        const isClear = error instanceof InvalidArgumentError || error instanceof UsageError;
        expect(isClear, `${name}: ${error}`).toBe(true);
      }
    },
    CHEAP,
  );
});

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}
