import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { packageRoot } from '../../own-package.js';
import { type Ended, frugal, startProgram } from '../../testing/command-line.js';
import { need, needs } from '../../testing/needs.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { corewiseHere } from '../testing/command-here.js';

const folder = temporaryFolder();
const bin = join(folder, '.bin');
mkdirSync(bin);
// Keeps the words that the shell made of a command, and what it is piped: the command runs in the test's own process.
writeFileSync(
  join(bin, 'npx'),
  `#!/bin/sh\nshift; printf '%s\\0' "$@" > words; if [ -p /dev/stdin ]; then cat > piped; fi\n`,
);
chmodSync(join(bin, 'npx'), 0o755);

// Its plugin for parallel tests is rarely there; what is shown of it is how it is called.
writeFileSync(join(bin, 'pytest'), '#!/bin/sh\nexec sleep 0.1\n');
chmodSync(join(bin, 'pytest'), 0o755);

/** What the page's programs do, and less of it: their times are not looked at here. */
const LESS: [shown: string, here: string][] = [
  // With it, what other programs disturb is visited three times.
  [' --max-time 60s', ''],
  ['--workers 1,2,4', '--workers 1'],
  ['--workers 1,2', '--workers 1'],
  ['$(seq 1 40)', '$(seq 1 4)'],
  ['--chunksize 1,8', '--chunksize 1,4'],
  ['3 90000', '3 9000'],
  ['seq 1 900000', 'seq 1 300000'],
  ['for n in 1 2 3 4 5 6;', 'for n in 1 2;'],
  ['2e8', '2e6'],
  ['range(24)', 'range(4)'],
  ['200_000', '2_000'],
];

const shown = readFileSync(join(packageRoot, 'docs', 'exec.md'), 'utf8');
const page = LESS.reduce((text, [much, little]) => text.replaceAll(much, little), shown);
/** Of each section the blocks, which go on with one another's files; sections do not. */
const sections = page
  .split(/^## /m)
  .map((section) => [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block!.trim()))
  .filter((blocks) => blocks.length > 0);
const isThere = process.platform !== 'win32' && need('xz') !== undefined && need('python3') !== undefined;

/** Runs the command whose words stand there; one round of it, since what it measures is not looked at here. */
async function ranIn(where: string, PATH: string): Promise<Ended> {
  const [command, ...words] = readFileSync(join(where, 'words'), 'utf8').split('\0').slice(0, -1);
  const args = words.map((word, i) => (word === '-' && words[i - 1] === '--lines' ? 'piped' : word));
  expect(existsSync(join(where, 'piped'))).toBe(args.includes('piped'));
  rmSync(join(where, 'words'));
  vi.stubEnv('PATH', PATH);
  const ended = await corewiseHere(
    [command!, '--rounds', '1', '--no-wait', '--quiet', ...frugal, ...args],
    where,
  );
  vi.unstubAllEnvs();
  rmSync(join(where, 'piped'), { force: true });
  return ended;
}

it('the page has its programs', () => {
  expect(sections.flat().length).toBeGreaterThanOrEqual(6);
  for (const [much] of LESS) expect(shown).toContain(much);
});

it.skipIf(!isThere)(
  `every command of the page of corewise exec runs${needs('xz')}${needs('python3')}`,
  async () => {
    const PATH = [bin, process.env.PATH].join(delimiter);
    for (const [place, blocks] of sections.entries()) {
      const where = join(folder, String(place));
      mkdirSync(where);
      for (const block of blocks) {
        const prepared = await startProgram('sh', ['-ec', block], where, { PATH }).ended;
        expect({ block, ...prepared }).toMatchObject({ code: 0 });
        expect({ block, ...(await ranIn(where, PATH)) }).toMatchObject({ code: 0 });
      }
    }
  },
);
