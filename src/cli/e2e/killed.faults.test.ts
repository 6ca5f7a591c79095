import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { readRecord } from '../../record/index.js';
import { reportSchema } from '../../report/index.js';
import { startCorewise } from '../../testing/command-line.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';

const folder = realpathSync(temporaryFolder());
const within = { timeout: 60_000, interval: 20 };
const isLinux = process.platform === 'linux';

/** A run of two scenarios, the first of which says who runs its last task and waits; its task ends when it is told to. */
function twoScenarios(place: string): string[] {
  writeFileSync(
    join(place, 'victim.mjs'),
    `import { existsSync, writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
const pause = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
const isWorker = () => !isMainThread || process.argv.some((word) => word.includes('process-entry'));
export default { name: 'victim', description: 'Waits.', params: {}, warmup: false, tasks: () => [0, 1, 2], run: (n) => {
  pause(120);
  if (n === 2 && isWorker()) { writeFileSync('pid', String(process.pid)); while (!existsSync('go on')) pause(10); }
  return n;
} };`,
  );
  writeFileSync(
    join(place, 'sound.mjs'),
    "export default { name: 'sound', description: 'Waits.', params: {}, warmup: false, tasks: () => [0, 1], run: (n) => { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200); return n; } };",
  );
  return ['run', './victim.mjs', './sound.mjs', '--workers', '1', '--chunksize', '1'];
}

/** Each chunk is a process that says who it is; the third waits. */
const program =
  'echo $$ > pid.$1; [ $1 != 3 ] || { cp pid.3 pid; while [ ! -e "go on" ]; do sleep 0.02; done; }; sleep 0.1; echo $1';
const speaker =
  'echo "{\\"ready\\": true}"; while read -r line; do case $line in *3*) echo $$ > pid; while [ ! -e "go on" ]; do sleep 0.02; done;; esac; echo "{\\"result\\": 1}"; done';
// A ceiling is no case, and would be the one that fails.
const exec = ['exec', '--range', '1..3', '--workers', '1'];

interface Victim {
  args: (place: string) => readonly string[];
  engine: string;
  /** What of the serial pass must be let through first: programs cannot tell whose they are. */
  isProgram?: true;
  /** How a case fails that lost it. */
  reason: RegExp;
}

const victims: Readonly<Record<string, Victim>> = {
  'a worker process': {
    args: (place) => [...twoScenarios(place), '--engine', 'processes'],
    engine: 'processes',
    reason: /worker \d.*SIGKILL/i,
  },
  'a bench host with its threads': {
    args: (place) => [...twoScenarios(place), '--engine', 'threads'],
    engine: 'threads',
    reason: /SIGKILL/,
  },
  'a program': {
    args: () => [...exec, '--', 'sh', '-c', program, 'sh', '{}'],
    engine: 'commands',
    isProgram: true,
    reason: /SIGKILL/,
  },
  'a persistent program': {
    args: () => [...exec, '--persistent', '--', 'sh', '-c', speaker],
    engine: 'persistent',
    isProgram: true,
    reason: /SIGKILL/,
  },
};

/** What still works in a folder. */
const leftIn = (place: string) =>
  readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readlinkSync(`/proc/${pid}/cwd`) === place;
    } catch {
      return false;
    }
  });

describe
  .skipIf(!isLinux)
  .concurrent('what is killed with SIGKILL costs its own case and no other (needs Linux)', () => {
    it.each(Object.keys(victims))('%s', async (name) => {
      const { args, engine, isProgram, reason } = victims[name]!;
      const place = join(folder, name.replaceAll(' ', '-'));
      mkdirSync(place);
      const out = join(place, 'out');
      // Serial, and the run that results are compared with, go through.
      if (isProgram) writeFileSync(join(place, 'go on'), '');
      const { child, ended } = startCorewise(
        [
          ...args(place).slice(0, 1),
          '--no-wait',
          '--rounds',
          '3',
          '--quiet',
          '--out',
          out,
          ...args(place).slice(1),
        ],
        place,
      );
      const record = join(out, 'record.jsonl');
      const isUnderWay = () =>
        !isProgram ||
        (existsSync(record) &&
          new RegExp(`"observation","case":"[^"]*${engine}/`).test(readFileSync(record, 'utf8')));
      await vi.waitFor(() => {
        expect(child.exitCode === null).toBe(true);
        expect(isUnderWay()).toBe(true);
      }, within);
      if (isProgram) {
        for (const file of ['go on', 'pid']) rmSync(join(place, file), { force: true });
      }
      const pid = () => Number(existsSync(join(place, 'pid')) && readFileSync(join(place, 'pid'), 'utf8'));
      await vi.waitFor(() => expect(pid()).toBeGreaterThan(0), within);
      process.kill(pid(), 'SIGKILL');
      writeFileSync(join(place, 'go on'), '');
      const { code, stderr } = await ended;
      expect(code, stderr).toBe(1);
      const { cases } = reportSchema.parse(JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')));
      const failed = cases.filter(({ status }) => status === 'failed');
      expect(failed.length).toBeGreaterThan(0);
      for (const one of failed) expect(one.reason).toMatch(reason);
      // Serial of programs is programs, too.
      if (!isProgram) {
        expect(new Set(failed.map((one) => `${one.scenario} ${one.engine}`))).toEqual(
          new Set([`victim ${engine}`]),
        );
        expect(cases.filter(({ scenario }) => scenario === 'sound').map(({ status }) => status)).toContain(
          'ok',
        );
      }
      expect((await readRecord(out)).lines.at(-1)).toMatchObject({ kind: 'stopped', rounds: 3 });
      await vi.waitFor(() => expect(leftIn(place)).toEqual([]), within);
    });
  });
