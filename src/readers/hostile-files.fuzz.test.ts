import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { UsageError } from '../errors.js';
import { fitScaling } from '../insight/scaling/index.js';
import { packageRoot } from '../own-package.js';
import { anyText, fuzz, mutate, mutations, spoilt } from '../testing/fuzz.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { readCurves } from './index.js';

const file = join(temporaryFolder(), 'file');
const examples = join(packageRoot, 'docs', 'examples', 'fit');
const texts = readdirSync(examples)
  .filter((name) => !name.endsWith('.gz'))
  .map((name) => readFileSync(join(examples, name), 'utf8'))
  // The longest ones tell no more than the others, and take as long as all of those.
  .filter((text) => text.length < 30_000);

/** A clear error, or curves that can be fitted. */
async function check(content: string | Buffer): Promise<void> {
  writeFileSync(file, content);
  try {
    const { curves } = await readCurves(file);
    for (const { points, machine } of curves.slice(0, 3)) fitScaling(points, machine);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    expect((error as Error).message).not.toMatch(/\n\s+at /);
  } finally {
    expect(Object.keys(Object.prototype)).toEqual([]);
  }
}

it('files of tools that were damaged on their way', async () => {
  await fuzz('damaged files of tools', spoilt(fc.constantFrom(...texts)), check, 0.3);
});

it('JSON of tools with members that are not what they should be', async () => {
  const documents = texts.flatMap((text) => {
    try {
      return [JSON.parse(text) as unknown];
    } catch {
      return [];
    }
  });
  expect(documents.length).toBeGreaterThan(2);
  const changed = fc.tuple(fc.constantFrom(...documents), mutations).map(([document, all]) => {
    const copy = structuredClone(document);
    for (const mutation of all) mutate(copy, mutation);
    return JSON.stringify(copy);
  });
  await fuzz('JSON of tools with odd members', changed, check, 0.5);
});

it('tables of odd cells', async () => {
  const cell = fc.oneof(
    fc.integer({ min: 1, max: 64 }).map(String),
    fc.double({ noNaN: true }).map(String),
    fc.constantFrom(
      ...['', ' ', '"', '1,2', '1.234', '1e-310', '1e400', '0', '-1', '9'.repeat(30), 'NaN', 'x', '=1+1'],
      ...['1 s', '2 ms', '3k', '0m1.9s', '1:02.5', '4 threads', '#', '\u0000', '\u2028', '5 ops/s'],
    ),
    fc.string({ maxLength: 8 }),
  );
  const header = fc.constantFrom(
    ...['workers', 'threads', 'throughput', 'time', 'time (ms)', 'Mean [s]', 'name', 'low', 'high', 'user'],
    ...['min', 'max', 'run', '', '(', 'a (b) [c]', `a${' '.repeat(300)}b`],
  );
  const separator = fc.constantFrom(',', ';', '\t');
  const table = fc
    .tuple(
      separator,
      fc.array(header, { minLength: 1, maxLength: 5 }),
      fc.array(fc.array(cell, { maxLength: 5 })),
    )
    .map(([by, names, rows]) => [names, ...rows].map((row) => row.join(by)).join('\n'));
  await fuzz('tables of odd cells', spoilt(table), check);
});

it('files of anything', async () => {
  const any = fc.oneof(
    fc.uint8Array({ maxLength: 2_000 }).map((bytes) => Buffer.from(bytes)),
    fc.json().map((json) => Buffer.from(json)),
    anyText(500).map((text) => Buffer.from(text)),
  );
  await fuzz('files of anything, for fit', any, check);
});
