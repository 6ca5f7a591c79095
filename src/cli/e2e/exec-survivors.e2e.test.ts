import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { isAlive } from '../../testing/alive.js';
import { startCorewise } from '../../testing/command-line.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';

const folder = temporaryFolder();
const within = { timeout: 30_000, interval: 20 };
const isLinux = process.platform === 'linux';

it.runIf(isLinux)('nothing survives Ctrl-C or the death of corewise', async () => {
  await Promise.all((['SIGINT', 'SIGKILL'] as const).map(survivorsOf));
});

/** A program that ignores being asked, with a child of its own; both write their pids. */
async function survivorsOf(signal: NodeJS.Signals): Promise<void> {
  const file = join(folder, `pids-${signal}`);
  const ignoring = `trap '' TERM INT HUP; echo $$ >> '${file}'; while :; do sleep 0.05; done`;
  const stubborn = `sh -c "${ignoring.replaceAll('$', '\\$')}" & ${ignoring}`;
  const pids = () =>
    existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean).map(Number) : [];
  const range = ['--out', `out-${signal}`, '--range', '1..2'];
  const { child, ended: end } = startCorewise(
    ['exec', '--no-wait', ...range, '--', 'sh', '-c', stubborn, 'sh', '{}'],
    folder,
  );
  await vi.waitFor(() => expect(pids().filter(isAlive).length).toBeGreaterThan(1), within);
  child.kill(signal);
  await end;
  await vi.waitFor(() => expect(pids().filter(isAlive), signal).toEqual([]), within);
}
