import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { notCarriedOver } from './testing/not-carried-over.js';

const ROWS = 100;

/** The numbers that titles of tests begin with: `12 given …`. */
function testedRows(): Set<number> {
  const folder = dirname(fileURLToPath(import.meta.url));
  const texts = readdirSync(folder)
    .filter((file) => file.endsWith('.test.js') && file !== 'rows.test.js')
    .map((file) => readFileSync(join(folder, file), 'utf8'));
  return new Set(
    texts.flatMap((text) => [...text.matchAll(/['"`](\d+) given /g)].map(([, row]) => Number(row))),
  );
}

it('every behaviour is tested or, for a reason, left out', () => {
  const tested = testedRows();
  const wholly = new Set(notCarriedOver.filter(({ part }) => !part).map(({ row }) => row));
  const partly = notCarriedOver.filter(({ part }) => part).map(({ row }) => row);
  const all = Array.from({ length: ROWS }, (_, index) => index + 1);
  expect(all.filter((row) => !tested.has(row) && !wholly.has(row))).toEqual([]);
  expect(all.filter((row) => tested.has(row) && wholly.has(row))).toEqual([]);
  expect(partly.filter((row) => !tested.has(row))).toEqual([]);
  expect([...tested].filter((row) => row < 1 || row > ROWS)).toEqual([]);
});

it('each reason stands once, in order', () => {
  const rows = notCarriedOver.map(({ row }) => row);
  expect(rows).toEqual([...new Set(rows)].sort((a, b) => a - b));
});
