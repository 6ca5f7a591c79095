import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { LOCK } from './index.js';
import { thisProcess } from './owner.js';

const folder = temporaryFolder();
const PROCESSES = 6;
const RACES = 30;

/** In every race, as soon as there is a sign for it, takes the lock of a folder, says whether it could, and holds it. */
const program = `
import { existsSync } from 'node:fs';
import { lockFolder } from ${JSON.stringify(new URL('./index.js', import.meta.url).href)};
for (let race = 0; race < ${RACES}; race++) {
  while (!existsSync(race + '.go'));
  let has = true;
  try { lockFolder(String(race)); } catch (error) {
    has = false;
    if (error.name !== 'UsageError') throw error;
  }
  process.stdout.write(race + (has ? ' has' : ' has not') + '\\n');
}
process.stdin.resume();
process.stdin.on('end', () => process.exit());`;

it('of many processes that take over a lock that was left, one has it', async () => {
  const said: string[] = [];
  const children = Array.from({ length: PROCESSES }, () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      cwd: folder,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => said.push(...text.trim().split('\n')));
    return { child, ended: new Promise<number | null>((resolve) => child.on('close', resolve)) };
  });
  for (let race = 0; race < RACES; race++) {
    mkdirSync(join(folder, String(race)));
    // Every other one is free.
    if (race % 2 === 0)
      writeFileSync(join(folder, String(race), LOCK), JSON.stringify({ ...thisProcess(), pid: 2 ** 22 + 1 }));
    writeFileSync(join(folder, `${race}.go`), '');
    const own = () => said.filter((line) => line.startsWith(`${race} `));
    await vi.waitFor(() => expect(own()).toHaveLength(PROCESSES), { timeout: 30_000, interval: 5 });
    expect(
      own().filter((line) => line.endsWith(' has')),
      `race ${race}`,
    ).toHaveLength(1);
  }
  for (const { child } of children) child.stdin.end();
  expect(await Promise.all(children.map(({ ended }) => ended))).toEqual(new Array(PROCESSES).fill(0));
});
