import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { Report } from '../../report/index.js';
import { corewise, frugal, startCorewise } from '../../testing/command-line.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { corewiseHere } from '../testing/command-here.js';

const folder = temporaryFolder();

/** A scenario with more functions than it needs, after some lines of its module. */
function scenario(name: string, more: string, before = ''): string {
  writeFileSync(
    join(folder, `${name}.mjs`),
    `import { isMainThread } from 'node:worker_threads';
const inThread = (hang) => { if (!isMainThread) return hang(); };
const block = (ms) => { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms); };
const loop = () => { for (;;); };
const wait = () => new Promise(() => setInterval(loop, 1e6));
${before}
export default { name: '${name}', description: 'Hangs.', params: {}, tasks: () => [0, 1, 2], run: (n) => n, ${more} };`,
  );
  return `./${name}.mjs`;
}

// They wait for their bounds, and do so side by side.
describe.concurrent('a module that cannot be loaded ends the run, with its name', () => {
  it('when its time is over', async () => {
    const ended = await corewiseHere(
      ['run', scenario('loops', '', 'loop();'), '--load-timeout', '500ms'],
      folder,
    );
    expect(ended.stderr).toMatch(
      /loops\.mjs had not finished loading after .* --load-timeout allows more\.$/m,
    );
    expect([1, 2]).toContain(ended.code);
  });

  it('also on Ctrl-C', async () => {
    const started = join(folder, 'started');
    const before = `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(started)}, ''); loop();`;
    const { child, ended } = startCorewise(['run', scenario('interrupted', '', before)], folder);
    await vi.waitFor(() => expect(existsSync(started)).toBe(true), { timeout: 30_000, interval: 20 });
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect(stderr).toContain('Press Ctrl-C again to stop at once.');
    expect(stderr).toContain('error: Interrupted before anything was measured.');
    expect(code).toBe(130);
  });
});

describe.concurrent('what hangs fails its case, with its name', () => {
  it.each([
    [
      'prepare',
      'prepare: wait',
      ['--load-timeout', '1s'],
      /^serial failed: `prepare` of prepare had not returned after \d\.\d+ s\. --load-timeout allows more\.$/,
    ],
    [
      'task-in-threads',
      'warmup: false, run: (n) => { block(115); return n === 1 ? inThread(() => block(1e9)) : n; }',
      ['--task-timeout', '1s'],
      /^(task 1|one of \d+ tasks from task [01] on) of task-in-threads had not returned after \d\.\d+ s, in worker 0 \(threads\)\. --task-timeout allows more\.$/,
    ],
  ])('%s', async (name, more, options, reason) => {
    const args = [
      '--engine',
      'threads',
      '--workers',
      '1',
      '--rounds',
      '1',
      '--no-wait',
      '--json',
      ...frugal,
      ...options,
    ];
    const { code, stdout } = await corewiseHere(['run', scenario(name, more), ...args], folder);
    const { cases } = JSON.parse(stdout) as Report;
    const failed = cases.find(({ engine }) => engine === 'threads');
    expect(failed).toMatchObject({ status: 'failed', reason: expect.stringMatching(reason) });
    expect(code).toBe(1);
  });
});

describe.concurrent('in the command itself, where a virtual clock has the scenario run', () => {
  it.each([
    [
      'promise',
      'run: () => new Promise(() => {})',
      'The run waits for a promise that nothing will ever settle',
    ],
    ['exit', 'run: () => process.exit(0)', "The scenario ended the command's own process"],
  ])('nothing ends without a word: %s', async (name, more, message) => {
    const path = scenario(`virtual-${name}`, `cost: () => 1, ${more}`);
    const { code, stderr } = await corewise(['run', path, '--engine', 'fake', '--rounds', '1'], folder);
    expect(stderr).toContain(`error: ${message}`);
    expect(code).toBe(1);
  });
});
