import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { startProgram } from '../../testing/command-line.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { fixture } from './testing/pools.js';

const folder = temporaryFolder();

it.each([
  ['threads', 1, 250_000],
  ['processes', 100, 1_000_000],
])('on %s results taken by %i leave nothing behind, be they %i', async (engine, chunksize, count) => {
  const program = fileURLToPath(fixture('programs/imap-memory'));
  const options = ['--expose-gc', program, engine, String(chunksize), String(count)];
  const { code, stdout, stderr } = await startProgram(process.execPath, options, folder).ended;
  expect(code, stderr).toBe(0);
  const { results, sum, grownMiB } = JSON.parse(stdout) as { results: number; sum: number; grownMiB: number };
  expect({ results, sum }).toEqual({ results: count, sum: (count * (count + 1)) / 2 });
  // In bytes: nothing is kept of each.
  expect((grownMiB * 2 ** 20) / count).toBeLessThan(50);
});
