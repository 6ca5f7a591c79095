import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { readRecord } from '../../record/index.js';
import { isAlive } from '../../testing/alive.js';
import { commandFile, frugal, startCorewise, startProgram } from '../../testing/command-line.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { corewiseHere } from '../testing/command-here.js';

const folder = temporaryFolder();
const isPosix = process.platform !== 'win32';
writeFileSync(
  join(folder, 'mine.mjs'),
  "export default { name: 'mine', description: 'Adds.', params: {}, tasks: () => [1, 2, 3], run: (n) => n + 1 };",
);
writeFileSync(
  join(folder, 'virtual.mjs'),
  `import { rmSync } from 'node:fs';
let passes = 0;
export default { name: 'virtual', description: 'Adds.', params: { remove: '' }, cost: () => 200, tasks: () => [1, 2, 3],
  prepare: ({ params }) => { if (params.remove && ++passes === 9) rmSync(params.remove, { recursive: true }); },
  run: (n) => n + 1 };`,
);
const long = [
  'run',
  './virtual.mjs',
  '--engine',
  'fake',
  '--workers',
  '1',
  '--rounds',
  '1000',
  '--format',
  'json',
];

/** Runs a command of the shell, in which `corewise` is `"$0" "$@"`. */
const inShell = (script: string, ...args: string[]) =>
  startProgram('bash', ['-c', script, process.execPath, commandFile, ...args], folder).ended;

it.runIf(isPosix)(
  'a disk that fills in the middle of a run ends it, with the name of the file (needs a POSIX system)',
  async () => {
    const out = join(folder, 'full');
    const { code, stdout, stderr } = await inShell('ulimit -f 40; exec "$0" "$@"', ...long, '--out', out);
    const file = join(out, 'record.jsonl');
    expect(stderr).toContain(`error: Cannot write ${file}: files may not grow that large here`);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    const { lines, torn } = await readRecord(file);
    expect(torn).toBe(false);
    expect(lines.filter(({ kind }) => kind === 'observation').length).toBeGreaterThan(0);
    expect(lines.filter(({ kind }) => kind === 'failed')).toEqual([]);
  },
);

it('a folder that is deleted in the middle of a run ends it, and stays deleted', async () => {
  const out = join(folder, 'deleted');
  const record = join(out, 'record.jsonl');
  const { code, stderr } = await corewiseHere([...long, '--param', `remove=${out}`, '--out', out], folder);
  expect(stderr).toContain(`error: ${record} was deleted, moved or replaced while it was being written`);
  expect(code).toBe(1);
  expect(existsSync(out)).toBe(false);
});

it.runIf(isPosix)(
  'a report that does not fit leaves the one that was there (needs a POSIX system)',
  async () => {
    const out = join(folder, 'report');
    const run = join(folder, 'run');
    await corewiseHere(
      ['run', './virtual.mjs', '--engine', 'fake', '--rounds', '1', '--format', 'json', '--out', run],
      folder,
    );
    const report = ['report', run, '--format', 'html,md', '--out', out];
    expect(await corewiseHere(report, folder)).toMatchObject({ code: 0, stderr: '' });
    const whole = readFileSync(join(out, 'report.html'), 'utf8');
    const { code, stderr } = await inShell('ulimit -f 64; exec "$0" "$@"', ...report);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `error: Cannot write ${join(out, 'report.html')}: files may not grow that large here (see ulimit -f).\n`,
    });
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toBe(whole);
    expect(readdirSync(out).sort()).toEqual(['report.html', 'report.md']);
  },
);

it.runIf(existsSync('/dev/full'))('an answer that does not fit on stdout is a failure', async () => {
  const { code, stderr } = await inShell('exec "$0" "$@" > /dev/full', 'host');
  expect(stderr).toContain('error: cannot write the output: ');
  expect(code).toBe(1);
});

it('a temporary folder that is not there is named, with the way out', async () => {
  // Below a file: where it could be made, newer Nodes make it, for what they keep there of their own.
  const missing = join(folder, 'mine.mjs', 'missing');
  const out = join(folder, 'without');
  vi.stubEnv('TMPDIR', missing);
  const { code, stderr } = await corewiseHere(['run', './mine.mjs', '--rounds', '1', '--out', out], folder);
  vi.unstubAllEnvs();
  expect(stderr).toContain(`error: Cannot make a folder in ${missing}, where temporary files go`);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(code).toBe(2);
  expect(existsSync(out)).toBe(false);
});

it.runIf(isPosix).concurrent(
  'something that a task started, and that holds its output, does not keep the command (needs a POSIX system)',
  async () => {
    const pidFile = join(folder, 'grandchild');
    writeFileSync(
      join(folder, 'starting.mjs'),
      `import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
export default { name: 'starting', description: 'Starts a program.', params: {}, warmup: false, tasks: () => [1], run: (n) => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 340);
  if (!existsSync(${JSON.stringify(pidFile)})) {
    const child = spawn('sleep', ['300'], { detached: true, stdio: ['ignore', 'inherit', 'inherit'] });
    writeFileSync(${JSON.stringify(pidFile)}, String(child.pid));
    child.unref();
  }
  return n;
} };`,
    );
    const { ended } = startCorewise(
      [
        'run',
        './starting.mjs',
        '--engine',
        'serial',
        '--rounds',
        '1',
        '--no-wait',
        ...frugal,
        '--out',
        join(folder, 'holding'),
      ],
      folder,
    );
    const { code, stderr } = await ended;
    const pid = Number(readFileSync(pidFile, 'utf8'));
    try {
      expect(code, stderr).toBe(0);
      // It sleeps on: the command has not waited for it.
      expect(isAlive(pid)).toBe(true);
    } finally {
      process.kill(pid, 'SIGKILL');
    }
  },
);

it('what steers a terminal in a message never reaches it', async () => {
  writeFileSync(
    join(folder, 'steering.mjs'),
    "export default { name: 'steering', description: 'Fails.', params: {}, cost: () => 200, tasks: () => [1], run() { throw new Error('\\u001b[2J\\u009b2Jgone'); } };",
  );
  const fake = ['--engine', 'fake', '--rounds', '1', '--format', 'json', '--out', join(folder, 'steered')];
  const { code, stdout, stderr } = await corewiseHere(['run', './steering.mjs', ...fake], folder);
  expect(code).toBe(1);
  expect(stdout).toContain('gone');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
  expect(stdout + stderr).not.toMatch(/[\u001b\u009b]/);
});
