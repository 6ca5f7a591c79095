import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { cgroupFolders } from '../../host/cgroup.js';
import { realFiles } from '../../host/files.js';
import { readRecord } from '../../record/index.js';
import type { Report } from '../../report/index.js';
import { startCorewise } from '../../testing/command-line.js';
import { mayLimitCpu, needsQuota } from '../../testing/needs.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';

const folder = temporaryFolder();
const within = { timeout: 30_000, interval: 20 };

/** Tasks that compute, always the same. */
writeFileSync(
  join(folder, 'counting.mjs'),
  `export default { name: 'counting', description: 'Counts.', params: {}, tasks: () => [1, 2, 3, 4, 5, 6, 7, 8],
  run(n) { let x = n; for (let i = 0; i < 4e6; i++) x = (x * 1103515245 + 12345) % 2147483648; return x; } };`,
);

function start(out: string, ...options: string[]) {
  const args = ['run', './counting.mjs', '--engine', 'threads', '--no-wait', '--out', join(folder, out)];
  return startCorewise([...args, ...options], folder);
}

/** Names of cgroups that a process made. */
function cgroupsOf(pid: number | undefined): string[] {
  const names = cgroupFolders(realFiles, 'cpu').flatMap((path) => realFiles.list(path));
  return names.filter((name) => name.startsWith(`corewise-${pid}-`));
}

describe.skipIf(!mayLimitCpu())(`--cpu-quota${needsQuota}`, () => {
  it('measures each setting under each quota, says how long they were throttled, and cleans up', async () => {
    const options = ['--workers', '1,2', '--cpu-quota', '0.5,none', '--rounds', '2', '--json'];
    const { child, ended } = start('out', ...options);
    const { code, stdout, stderr } = await ended;
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const { cases } = JSON.parse(stdout) as Report;
    const pools = cases.filter(({ engine }) => engine === 'threads');
    expect(pools.map(({ workers, quota, cores, status }) => [workers, quota, cores, status])).toEqual([
      [1, undefined, expect.any(Number), 'ok'],
      [2, undefined, expect.any(Number), 'ok'],
      [1, 0.5, 0.5, 'ok'],
      [2, 0.5, 0.5, 'ok'],
    ]);
    for (const one of pools.filter(({ quota }) => quota !== undefined)) {
      expect(one.verified).toBe(true);
      expect(one.lossWorkerMs!.throttled).toBeGreaterThan(0);
    }
    expect(cases.find(({ engine }) => engine === 'serial')).not.toHaveProperty('quota');
    const { header, lines } = await readRecord(join(folder, 'out'));
    expect(header.plan.cases.filter(({ quota }) => quota === 0.5)).toHaveLength(2);
    expect(lines.filter(({ kind }) => kind === 'skipped')).toEqual([]);
    expect(cgroupsOf(child.pid)).toEqual([]);
  });

  it('cleans up after Ctrl-C', async () => {
    const { child, ended } = start('interrupted', '--workers', '1', '--cpu-quota', '0.5');
    await vi.waitFor(() => expect(cgroupsOf(child.pid)).not.toEqual([]), within);
    process.kill(-child.pid!, 'SIGINT');
    expect((await ended).code).toBe(130);
    expect(cgroupsOf(child.pid)).toEqual([]);
  });
});
