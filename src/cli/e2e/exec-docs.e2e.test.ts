import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../own-package.js';
import { commandFile, startProgram } from '../../testing/command-line.js';
import { need, needs } from '../../testing/needs.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';

const folder = temporaryFolder();
const bin = join(folder, '.bin');
mkdirSync(bin);
// One round of each: what they measure is not looked at here.
writeFileSync(
  join(bin, 'npx'),
  `#!/bin/sh\nshift; command=$1; shift\nexec '${process.execPath}' '${commandFile}' "$command" --rounds 1 --no-wait --quiet "$@"\n`,
);
chmodSync(join(bin, 'npx'), 0o755);

const page = readFileSync(join(packageRoot, 'docs', 'exec.md'), 'utf8');
const blocks = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block!.trim());
// It is the page's first line, and needs a plugin of pytest.
const runnable = blocks.filter((block) => !block.includes('pytest'));
const isThere = process.platform !== 'win32' && need('xz') !== undefined && need('python3') !== undefined;

it('the page has its programs', () => expect(runnable.length).toBeGreaterThanOrEqual(5));

describe.skipIf(!isThere)(`the page of corewise exec${needs('xz')}${needs('python3')}`, () => {
  it.each(runnable.map((block) => [block.split('\n').at(-1)!, block]))('%s', async (_, block) => {
    const PATH = [bin, process.env.PATH].join(delimiter);
    const { code, stderr } = await startProgram('sh', ['-ec', block], folder, { PATH }).ended;
    expect({ code, stderr }).toMatchObject({ code: 0 });
  });
});
