import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { isAlive } from '../../testing/alive.js';
import { startCorewise } from '../../testing/command-line.js';
import { need, needs } from '../../testing/needs.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';

const folder = temporaryFolder();
const within = { timeout: 30_000, interval: 20 };

it.skipIf(!need('setpriv'))(
  `a run that is killed leaves no bench host behind, though it computes for ever${needs('setpriv')}`,
  async () => {
    const started = join(folder, 'started');
    writeFileSync(
      join(folder, 'endless.mjs'),
      `import { writeFileSync } from 'node:fs';
export default { name: 'endless', description: 'Never ends.', params: {}, tasks: () => [1], run() {
  writeFileSync(${JSON.stringify(started)}, String(process.pid));
  for (;;);
} };`,
    );
    const { child, ended } = startCorewise(
      ['run', './endless.mjs', '--no-wait', '--out', join(folder, 'out')],
      folder,
    );
    const pid = () => Number(existsSync(started) && readFileSync(started, 'utf8'));
    await vi.waitFor(() => expect(pid()).toBeGreaterThan(0), within);
    expect(isAlive(pid())).toBe(true);
    child.kill('SIGKILL');
    await ended;
    await vi.waitFor(() => expect(isAlive(pid())).toBe(false), within);
  },
);
