import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { cgroupFolders } from '../../host/cgroup.js';
import { realFiles } from '../../host/files.js';
import { readRecord } from '../../record/index.js';
import type { Report } from '../../report/index.js';
import { frugal, startCorewise } from '../../testing/command-line.js';
import { mayLimitCpu, needsQuota } from '../../testing/needs.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { corewiseHere } from '../testing/command-here.js';

const folder = temporaryFolder();
const within = { timeout: 30_000, interval: 20 };

/** Small enough that a worker is stopped for most of the time, however busy the machine is. */
const QUOTA = 0.2;

/** Tasks that compute, always the same. */
writeFileSync(
  join(folder, 'counting.mjs'),
  `export default { name: 'counting', description: 'Counts.', params: {}, warmup: false, tasks: () => [1, 2],
  run(n) { let x = n; for (let i = 0; i < 2e6; i++) x = (x * 1103515245 + 12345) % 2147483648; return x; } };`,
);
const SHELL_COUNTS = 'i=$1; while [ $i -lt 50000 ]; do i=$((i+1)); done; echo $i';

const shared = (out: string) => [
  ...['--workers', '1', '--no-wait', '--rounds', '1', '--out', join(folder, out)],
  ...frugal,
];
const run = (out: string, ...options: string[]) => [
  ...['run', './counting.mjs', '--engine', 'threads', '--cpu-quota', ...options, ...shared(out)],
];

/** Names of cgroups that a process made. */
function cgroupsOf(pid: number | undefined): string[] {
  const names = cgroupFolders(realFiles, 'cpu').flatMap((path) => realFiles.list(path));
  return names.filter((name) => name.startsWith(`corewise-${pid}-`));
}

async function measured(args: string[]) {
  const { code, stdout, stderr } = await corewiseHere(args, folder);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(cgroupsOf(process.pid)).toEqual([]);
  return JSON.parse(stdout) as Report;
}

describe.skipIf(!mayLimitCpu())(`--cpu-quota${needsQuota}`, () => {
  it('measures each setting under each quota, says how long it was throttled, and cleans up', async () => {
    const { cases } = await measured(run('out', `${QUOTA},none`, '--json'));
    expect(cases.map(({ engine, quota, status }) => [engine, quota, status])).toEqual([
      ['serial', undefined, 'ok'],
      ['threads', undefined, 'ok'],
      ['threads', QUOTA, 'ok'],
    ]);
    expect(cases[2]).toMatchObject({ cores: QUOTA, verified: true });
    expect(cases[2]!.lossWorkerMs!.throttled).toBeGreaterThan(0);
    const { header, lines } = await readRecord(join(folder, 'out'));
    expect(header.plan.cases.filter(({ quota }) => quota === QUOTA)).toHaveLength(1);
    expect(lines.filter(({ kind }) => kind === 'skipped')).toEqual([]);
  });

  it('holds for the programs of a command, too', async () => {
    const command = ['--range', '1..2', '--', 'sh', '-c', SHELL_COUNTS, 'sh', '{}'];
    const options = ['--cpu-quota', `${QUOTA}`, '--json', ...shared('command')];
    const { cases } = await measured(['exec', ...options, ...command]);
    const limited = cases.filter(({ quota }) => quota === QUOTA);
    expect(limited.map(({ engine, status }) => [engine, status])).toEqual([['commands', 'ok']]);
    expect(limited[0]!.lossWorkerMs!.throttled).toBeGreaterThan(0);
  });

  it('cleans up after Ctrl-C', async () => {
    const { child, ended } = startCorewise(run('interrupted', `${QUOTA}`), folder);
    await vi.waitFor(() => expect(cgroupsOf(child.pid)).not.toEqual([]), within);
    process.kill(-child.pid!, 'SIGINT');
    expect((await ended).code).toBe(130);
    expect(cgroupsOf(child.pid)).toEqual([]);
  });
});
