import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../own-package.js';
import { commandFile, frugal, startProgram } from '../../testing/command-line.js';
import { need, needs } from '../../testing/needs.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';

const folder = temporaryFolder();
const bin = join(folder, '.bin');
mkdirSync(bin);
// One round of each: what they measure is not looked at here.
writeFileSync(
  join(bin, 'npx'),
  `#!/bin/sh\nshift; command=$1; shift\nexec '${process.execPath}' '${commandFile}' "$command" --rounds 1 --no-wait --quiet ${frugal.join(' ')} "$@"\n`,
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

it('the page has its programs', () => {
  expect(sections.flat().length).toBeGreaterThanOrEqual(6);
  for (const [much] of LESS) expect(shown).toContain(much);
});

it.skipIf(!isThere)(
  `every command of the page of corewise exec runs${needs('xz')}${needs('python3')}`,
  async () => {
    const PATH = [bin, process.env.PATH].join(delimiter);
    await Promise.all(
      sections.map(async (blocks, place) => {
        const where = join(folder, String(place));
        mkdirSync(where);
        for (const block of blocks) {
          const { code, stderr } = await startProgram('sh', ['-ec', block], where, { PATH }).ended;
          expect({ block, code, stderr }).toMatchObject({ code: 0 });
        }
      }),
    );
  },
);
