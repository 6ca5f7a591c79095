import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { endOf, readRecord } from '../../record/index.js';
import type { Ended } from '../../testing/command-line.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { corewiseHere } from '../testing/command-here.js';
import { type CallFault, withFailingCall } from '../testing/failing-calls.js';

const folder = temporaryFolder();
const place = join(folder, 'place');
const temporary = join(folder, 'temporary');
const out = join(place, 'out');
const scan = join(folder, 'scan.csv');
const [measured, again] = [join(folder, 'measured'), join(folder, 'again')];
const run = [
  'run',
  join(folder, 'virtual.mjs'),
  '--engine',
  'fake',
  '--workers',
  '1,2',
  '--chunksize',
  '1',
  '--format',
  'json',
];

beforeAll(async () => {
  vi.stubEnv('TMPDIR', temporary);
  mkdirSync(temporary);
  writeFileSync(
    join(folder, 'virtual.mjs'),
    `export default { name: 'virtual', description: 'Adds.', params: {}, cost: () => 200, tasks: () => [1, 2, 3], run: (n) => n + 1 };`,
  );
  writeFileSync(scan, 'workers,throughput\n1,10\n2,19\n4,35\n8,60\n');
  // What is kept of modules is written now, and no longer counts.
  for (const place of [measured, again])
    expect((await corewiseHere([...run, '--rounds', '3', '--out', place], folder)).code).toBe(0);
});
afterAll(() => vi.unstubAllEnvs());

interface Command {
  args: readonly string[];
  /** What lies in the place before. */
  before?: () => void;
  /** What must hold in the end, whatever failed. */
  after?: (ended: Ended) => Promise<void> | void;
}

const record = join(measured, 'record.jsonl');
const linesOf = (file: string) => readFileSync(file, 'utf8').split('\n');
const roundsOf = async () => endOf((await readRecord(out)).lines)?.rounds;

/** The record reads; whatever the run did not get to is measured, or reported, now that nothing fails. */
async function goesOn(rounds: number): Promise<void> {
  if (existsSync(join(out, 'record.jsonl'))) {
    const isWhole = (await roundsOf()) === rounds;
    const how = isWhole ? ['report', out] : ['run', '--resume', out, '--rounds', String(rounds), '--quiet'];
    expect((await corewiseHere([...how, '--format', 'json'], folder)).code).toBe(0);
  } else
    expect((await corewiseHere([...run, '--rounds', String(rounds), '--out', out], folder)).code).toBe(0);
  expect(await roundsOf()).toBe(rounds);
}

/** The first two rounds of a run, as a kill would leave them. */
function brokenOff(): void {
  mkdirSync(out, { recursive: true });
  const lines = linesOf(record);
  const end = lines.findIndex((line) => line.includes('"round":3'));
  writeFileSync(join(out, 'record.jsonl'), `${lines.slice(0, end).join('\n')}\n{"kind":"obs`);
}

const commands: Readonly<Record<string, Command>> = {
  run: { args: [...run, '--rounds', '2', '--out', out, '--quiet'], after: () => goesOn(2) },
  'run --resume': {
    args: ['run', '--resume', out, '--quiet', '--format', 'json'],
    before: brokenOff,
    after: async () => {
      const kept = linesOf(record)
        .slice(1)
        .filter((line) => /"round":[12],/.test(line));
      const now = linesOf(join(out, 'record.jsonl'));
      expect(kept.every((line) => now.includes(line))).toBe(true);
      await goesOn(3);
    },
  },
  report: { args: ['report', record, '--format', 'html,json,md,csv', '--out', out] },
  compare: { args: ['compare', record, again, '--format', 'html,json,md', '--out', out] },
  plan: {
    args: ['plan', record, '--throughput', '100/s', '--catalog', join(folder, 'catalog.csv'), '--out', out],
  },
  fit: { args: ['fit', scan, '--out', out] },
  init: { args: ['init', 'my-work'] },
};

const codes: readonly CallFault[] = ['ENOSPC', 'EIO', 'EACCES'];

describe('whichever call of the system fails, a command says so, leaves nothing half, and can be run again', () => {
  beforeAll(() => {
    writeFileSync(
      join(folder, 'catalog.csv'),
      'name,vcpus,memoryGiB,architecture,pricePerHour,asOf\nsmall,2,8,x86_64,0.10,2026-07-20\n',
    );
  });

  it.each(Object.keys(commands))(
    '%s',
    async (name) => {
      const { args, before, after } = commands[name]!;
      let ended: Ended;
      const attempt = (n: number, fault: CallFault) => {
        rmSync(place, { recursive: true, force: true });
        mkdirSync(place);
        before?.();
        return withFailingCall(folder, n, fault, async () => {
          ended = await corewiseHere(args, place);
        });
      };
      const calls = await attempt(0, 'EIO');
      expect([0, 1], ended!.stderr).toContain(ended!.code);
      const [whole, sound] = [filesIn(place), ended!.code];
      expect(calls.length).toBeGreaterThan(3);
      for (let n = 1; n <= calls.length; n++) {
        const faults: CallFault[] = calls[n - 1] === 'writeSync' ? [codes[n % 3]!, 'short'] : [codes[n % 3]!];
        for (const fault of faults) {
          const where = `${fault} at call ${n} of ${calls.length} (${calls[n - 1]})`;
          await attempt(n, fault);
          const { code, stderr } = ended!;
          if (code === sound) expect(filesIn(place), where).toEqual(whole);
          else {
            expect(fault, where).not.toBe('short');
            expect([1, 2], where).toContain(code);
            expect(stderr, where).toMatch(/^error: /m);
            expect(stderr, where).toMatch(new RegExp(`${folder}|my-work`));
            expect(stderr, where).not.toMatch(/unexpectedly|^\s+at /m);
          }
          expect(
            filesIn(place).filter((file) => file.includes('.corewise')),
            where,
          ).toEqual([]);
          expect(
            readdirSync(temporary).filter((file) => !file.startsWith('corewise-modules')),
            where,
          ).toEqual([]);
          await after?.(ended!);
        }
      }
    },
    300_000,
  );
});

const filesIn = (path: string) => readdirSync(path, { recursive: true, encoding: 'utf8' }).sort();
