import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { openQuotas } from '../host/index.js';

/** What a test may need of the machine, and how a user gets it. */
const packages = {
  chromium: {
    programs: ['chromium', 'chromium-browser', 'google-chrome'],
    command: 'apt-get install chromium',
  },
  setpriv: { programs: ['setpriv'], command: 'apt-get install util-linux' },
  setsid: { programs: ['setsid'], command: 'apt-get install util-linux' },
  xz: { programs: ['xz'], command: 'apt-get install xz-utils' },
  taskset: { programs: ['taskset'], command: 'apt-get install util-linux' },
  'redis-server': { programs: ['redis-server'], command: 'apt-get install redis-server' },
  openssl: { programs: ['openssl'], command: 'apt-get install openssl' },
  python3: { programs: ['python3'], command: 'apt-get install python3' },
} as const;

function findProgram(programs: readonly string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return programs.flatMap((program) => folders.map((folder) => join(folder, program))).find(existsSync);
}

/** Whether processes can be given a CPU quota here, for tests that are skipped where they cannot. */
export function mayLimitCpu(): boolean {
  const quotas = openQuotas();
  if ('problem' in quotas) return false;
  void quotas.close();
  return true;
}

/** For the name of such a test. */
export const needsQuota = ' (needs a CPU quota: run as root, or let systemd delegate the cpu controller)';

let mounts: boolean | undefined;

/** Whether this user may mount file systems, for tests of full and read-only ones, which are skipped where not. */
export function mayMount(): boolean {
  mounts ??= process.platform === 'linux' && isMounted();
  return mounts;
}

function isMounted(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'corewise-test-'));
  try {
    const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], {
      stdio: 'ignore',
    });
    return status === 0 && spawnSync('umount', [folder], { stdio: 'ignore' }).status === 0;
  } finally {
    rmdirSync(folder);
  }
}

/** For the name of such a test. */
export const needsMount = ' (needs a mount: run as root)';

/**
 * The path of a program that a test needs, or undefined where it is absent, so that the test is skipped;
 * the test's name says what it needs. With CI=true an absent package is a failure, not a skip.
 */
export function need(name: keyof typeof packages): string | undefined {
  const { programs, command } = packages[name];
  const path = findProgram(programs);
  if (path === undefined && process.env.CI === 'true') throw new Error(`${name} is missing: ${command}`);
  return path;
}

/** ` (needs chromium: apt-get install chromium)`, for the name of a test that may be skipped. */
export function needs(name: keyof typeof packages): string {
  return ` (needs ${name}: ${packages[name].command})`;
}
