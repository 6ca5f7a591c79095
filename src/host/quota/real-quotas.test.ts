import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mayLimitCpu, needsQuota } from '../../testing/needs.js';
import { openQuotas, type Quotas } from './quotas.js';

const opened = (): Quotas => openQuotas() as Quotas;

/** The folder of the cgroup that a command line enters; undefined where systemd keeps it. */
const folderOf = (before: readonly string[]) =>
  before.find((word) => word.endsWith('/cgroup.procs'))?.replace(/\/cgroup\.procs$/, '');

/** Computes until the kernel says that it stopped this process. */
const UNTIL_THROTTLED = `
const { cgroupFolders, readThrottledMs } = await import(${JSON.stringify(new URL('../cgroup.js', import.meta.url).href)});
const { realFiles } = await import(${JSON.stringify(new URL('../files.js', import.meta.url).href)});
const folders = cgroupFolders(realFiles, 'cpu');
const before = readThrottledMs(realFiles, folders);
while (readThrottledMs(realFiles, folders) === before);
console.log(process.pid);`;

describe.skipIf(!mayLimitCpu())(`a quota on this machine${needsQuota}`, () => {
  it('stops what runs under it, in the process that was started', async () => {
    const quotas = opened();
    const [command, ...args] = [...quotas.before(0.1), process.execPath, '--input-type=module', '-e'];
    const child = spawn(command!, [...args, UNTIL_THROTTLED], { stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    child.stdout.on('data', (text) => (printed += text));
    const code = await new Promise((resolve) => child.once('close', resolve));
    await quotas.close();
    expect(code).toBe(0);
    expect(Number(printed)).toBe(child.pid);
  });

  it('leaves no cgroup behind', async () => {
    const quotas = opened();
    const folder = folderOf(quotas.before(0.5));
    if (folder !== undefined) expect(existsSync(folder)).toBe(true);
    await quotas.close();
    if (folder !== undefined) expect(existsSync(folder)).toBe(false);
  });

  it('leaves one behind where its process is killed, which the next one removes', async () => {
    const script = `
const { openQuotas } = await import(${JSON.stringify(new URL('./quotas.js', import.meta.url).href)});
console.log(JSON.stringify(openQuotas().before(0.5)));
process.kill(process.pid, 'SIGKILL');`;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
    });
    const folder = folderOf(JSON.parse(stdout));
    if (folder === undefined) return;
    expect(existsSync(folder)).toBe(true);
    await opened().close();
    expect(existsSync(folder)).toBe(false);
  });
});
