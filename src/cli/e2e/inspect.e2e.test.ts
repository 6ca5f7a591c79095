import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { readRecord } from '../../record/index.js';
import { reportSchema } from '../../report/index.js';
import { frugal, startCorewise } from '../../testing/command-line.js';
import { attachDebugger, targetsAt } from '../../testing/debugger.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { corewiseHere } from '../testing/command-here.js';

const folder = temporaryFolder();
writeFileSync(
  join(folder, 'mine.mjs'),
  `globalThis.loaded = true;
export default { name: 'mine', description: 'Returns its tasks.', params: {}, warmup: false, tasks: () => [1, 2],
  run(task) { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 180); return task; } };`,
);

/** Until a worker waits; gives the address that stands on stderr. */
async function startInspected(engine: string, out: string) {
  const asked = [
    '--engine',
    engine,
    '--workers',
    '1',
    '--no-wait',
    '--inspect-worker',
    '--json',
    ...frugal,
    '--out',
    out,
  ];
  const { child, ended } = startCorewise(['run', './mine.mjs', ...asked], folder);
  let stderr = '';
  child.stderr?.on('data', (text: string) => (stderr += text));
  const address = () => /ws:\/\/127\.0\.0\.1:\d+\/\S+/.exec(stderr)?.[0];
  await vi.waitFor(() => expect(address(), stderr).toBeDefined(), { timeout: 30_000, interval: 20 });
  return { ended, url: address()!, said: () => stderr };
}

describe.concurrent.each(['serial', 'threads', 'processes'])('--inspect-worker with %s', (engine) => {
  it('waits for a debugger before it loads anything, and measures nothing that is trusted', async () => {
    const out = join(folder, engine);
    const { ended, url, said } = await startInspected(engine, out);
    expect(said()).toContain('Worker 0 of every case waits for a debugger');
    expect((await targetsAt(url)).map((target) => target.webSocketDebuggerUrl)).toContain(url);

    const attached = await attachDebugger(url);
    await attached.call('Debugger.enable');
    const paused = attached.event('Debugger.paused');
    await attached.call('Runtime.runIfWaitingForDebugger');
    await paused;
    const { result } = await attached.call('Runtime.evaluate', { expression: 'globalThis.loaded' });
    expect(result?.result?.value).toBeUndefined();
    await attached.call('Debugger.resume');
    attached.detach();

    const { code, stdout } = await ended;
    expect(code, said()).toBe(0);
    const report = reportSchema.parse(JSON.parse(stdout));
    expect(report.findings.map(({ check }) => check)).toContain('inspected');
    expect(report.recommendations).toEqual([]);
    expect(report.cases).toMatchObject([{ engine, workers: 1, rounds: 1, speedup: null }]);
    const { header } = await readRecord(out);
    expect(header.plan).toMatchObject({ inspected: true, rounds: 1, maxTimeMs: null });
  });
});

it.each([
  [['--rounds', '3'], 'Leave --rounds out'],
  [['--max-time', '1m'], 'Leave --max-time out'],
  [['--cold'], 'Leave --cold out'],
  [['--engine', 'fake'], 'The engine fake has no workers that a debugger could attach to'],
  [['--quiet'], "option '--inspect-worker' cannot be used with option '--quiet'"],
])('--inspect-worker with %j is refused', async (more, message) => {
  const { code, stderr } = await corewiseHere(['run', './mine.mjs', '--inspect-worker', ...more], folder);
  expect(stderr).toContain(message);
  expect(code).toBe(2);
});
