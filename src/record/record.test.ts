import { execFileSync } from 'node:child_process';
import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '../errors.js';
import { sampleHeader, sampleObservation } from '../testing/sample-record.js';
import { createRecord, type Observation, type RecordLine, readRecord } from './index.js';
import { linesOf } from './read.js';

let folder = '';
let files = 0;
const newFile = () => join(folder, `record-${++files}.jsonl`);
const isPosix = process.platform !== 'win32';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'corewise-record-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function written(...lines: RecordLine[]): Promise<string> {
  const file = newFile();
  const record = await createRecord(file, sampleHeader);
  for (const line of lines) record.append(line);
  record.close();
  return file;
}

function fileWith(content: string | Buffer): string {
  const file = newFile();
  writeFileSync(file, content);
  return file;
}

const header = JSON.stringify(sampleHeader);
const line = JSON.stringify(sampleObservation(1));

describe('a record', () => {
  it('has sums over runs of passes where there were thousands, as older ones have a time for each', async () => {
    const passes = 10_000;
    for (const times of [passes, 500]) {
      const wallMs = new Array<number>(times).fill(0.05);
      const file = await written({ ...sampleObservation(1), passes, wallMs });
      expect((await readRecord(file)).lines).toEqual([{ ...sampleObservation(1), passes, wallMs }]);
    }
    const few = await written({ ...sampleObservation(1), passes, wallMs: [1, 2] });
    await expect(readRecord(few)).rejects.toThrow(':2: wallMs: 2 times of 10000 passes');
  });

  it('reads back as it was written', async () => {
    const stopped: RecordLine = {
      kind: 'stopped',
      reason: 'rounds',
      rounds: 2,
      elapsedMs: 9,
      message: 'Done.',
    };
    const machine: RecordLine = { kind: 'machine', round: 1, allowed: [0], quotaCpus: 0.5 };
    const file = await written(sampleObservation(1), machine, sampleObservation(2), stopped);
    expect(await readRecord(file)).toEqual({
      header: sampleHeader,
      lines: [sampleObservation(1), machine, sampleObservation(2), stopped],
      torn: false,
    });
  });

  it('is read from its folder', async () => {
    const directory = join(folder, 'a-run');
    const record = await createRecord(join(directory, 'record.jsonl'), sampleHeader);
    record.close();
    expect((await readRecord(directory)).header).toEqual(sampleHeader);
  });

  it('is on disk after every line, before it is closed', async () => {
    const file = newFile();
    const record = await createRecord(file, sampleHeader);
    record.append(sampleObservation(1));
    expect(readFileSync(file, 'utf8')).toBe(`${header}\n${line}\n`);
    record.close();
    record.close();
  });

  it('is never overwritten', async () => {
    const file = await written();
    await expect(createRecord(file, sampleHeader)).rejects.toThrow(UsageError);
    await expect(createRecord(file, sampleHeader)).rejects.toThrow(`${file} already exists`);
  });

  it('does not take a line that it could not read back', async () => {
    const file = newFile();
    const record = await createRecord(file, sampleHeader);
    expect(() => record.append({ ...sampleObservation(1), wallMs: [Number.NaN] })).toThrow('wallMs[0]');
    record.close();
    expect((await readRecord(file)).lines).toEqual([]);
  });

  it('cannot be made below a file', async () => {
    const file = join(fileWith('x'), 'record.jsonl');
    await expect(createRecord(file, sampleHeader)).rejects.toThrow(`Cannot create ${file}`);
  });

  it.runIf(isPosix)('cannot be made where nobody may write (needs a POSIX system)', async () => {
    const file = '/proc/corewise/record.jsonl';
    await expect(createRecord(file, sampleHeader)).rejects.toThrow(UsageError);
    await expect(createRecord(file, sampleHeader)).rejects.toThrow(`Cannot create ${file}`);
  });

  it.runIf(isPosix)('names the file on a full disk, and stays valid (needs a POSIX system)', async () => {
    const file = newFile();
    const program = fileURLToPath(new URL('../testing/full-disk.js', import.meta.url));
    const limited = `ulimit -f 8; trap '' XFSZ; exec "$0" "$@"`;
    const arguments_ = ['-c', limited, process.execPath, program, file];
    const output = execFileSync('bash', arguments_, { encoding: 'utf8' });
    expect(output).toContain(`WriteError: Cannot write ${file}: `);
    const after: RecordLine = { kind: 'note', check: 'after', message: 'short' };
    expect(await readRecord(file)).toEqual({
      header: sampleHeader,
      lines: [sampleObservation(1), after],
      torn: false,
    });
  });
});

describe('reading forgives', () => {
  it.each([
    ['half a last line', `${header}\n${line}\n${line.slice(0, 50)}`],
    ['half a character', Buffer.concat([Buffer.from(`${header}\n${line}\n{"kind":"`), Buffer.from([0xc3])])],
    ['zeros after a power cut', Buffer.concat([Buffer.from(`${header}\n${line}\n`), Buffer.alloc(100)])],
  ])('%s', async (_, content) => {
    expect(await readRecord(fileWith(content))).toEqual({
      header: sampleHeader,
      lines: [sampleObservation(1)],
      torn: true,
    });
  });

  it.each([
    ['a byte order mark', `\uFEFF${header}\n${line}\n`],
    ['CRLF', `${header}\r\n${line}\r\n`],
    ['a missing last newline', `${header}\n${line}`],
    ['blank lines', `${header}\n\n${line}\n\n`],
    ['members it does not know', `${header}\n${line.replace('{', '{"later":1,')}\n`],
    ['members named __proto__', `${header}\n${line.replace('{', '{"__proto__":{"case":"x"},')}\n`],
  ])('%s', async (_, content) => {
    const record = await readRecord(fileWith(content));
    expect(record).toEqual({ header: sampleHeader, lines: [sampleObservation(1)], torn: false });
    expect(({} as Record<string, unknown>).case).toBeUndefined();
  });
});

describe('reading refuses', () => {
  it.each([
    ['an empty file', '', /is empty/],
    ['only newlines', '\n\n', /is empty/],
    ['text', 'hello\nworld\n', /is not a record of corewise: its first line is not JSON/],
    [
      'an image',
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]),
      /its first line is not JSON/,
    ],
    ['a header cut short', header.slice(0, 100), /its first line is not JSON/],
    ['other JSON', '{"name":"x"}\n', /its first line names no schema/],
    ['null', 'null\n', /its first line names no schema/],
    ['a report', '{"schema":"corewise/report/1"}\n', /its schema is "corewise\/report\/1"/],
    [
      'a newer record',
      '{"schema":"corewise/record/2"}\n',
      /is a corewise\/record\/2; .* reads corewise\/record\/1/,
    ],
    ['a header with a wrong member', header.replace('"seed":1', '"seed":"x"'), /:1: seed: expected number/],
    ['a bad line in the middle', `${header}\n{"kind":\n${line}\n`, /:2: not JSON/],
    [
      'a line of the wrong shape',
      `${header}\n${line}\n${line.replace('"order":1', '"order":0')}\n`,
      /:3: order: /,
    ],
    ['a line of an unknown kind', `${header}\n{"kind":"gossip"}\n`, /:2: kind: /],
    ['a number as a line', `${header}\n5\n`, /:2: expected object/],
    [
      'UTF-16',
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`${header}\n`, 'utf16le')]),
      /is not a record of corewise: it is UTF-16, and a record is UTF-8/,
    ],
    [
      'what is nested without end',
      `${header}\n${'['.repeat(1_000)}\n`,
      /:2: lists and objects are nested more/,
    ],
    [
      'more small lists than fit into memory',
      `${header}\n[${'[],'.repeat(600_000)}0]\n`,
      /:2: it holds more than 500,000 lists and objects/,
    ],
  ])('%s', async (_, content, reason) => {
    const file = fileWith(content);
    await expect(readRecord(file)).rejects.toThrow(UsageError);
    await expect(readRecord(file)).rejects.toThrow(reason);
    await expect(readRecord(file)).rejects.toThrow(file);
  });

  const changed = (change: (line: Observation) => void) => {
    const copy = structuredClone(sampleObservation(1));
    change(copy);
    return `${header}\n${JSON.stringify(copy)}\n`;
  };
  const headerWith = (change: (plan: typeof sampleHeader) => void) => {
    const copy = structuredClone(sampleHeader);
    change(copy);
    return `${JSON.stringify(copy)}\n${line}\n`;
  };
  const stopped = JSON.stringify({ kind: 'stopped', reason: 'rounds', rounds: 1, elapsedMs: 9, message: '' });
  const twice = (one: unknown[]) => one.push(structuredClone(one[0]));

  it.each([
    [
      '10⁹ workers',
      headerWith(({ plan }) => (plan.cases[0]!.workers = 1e9)),
      /:1: plan\.cases\[0\]\.workers: /,
    ],
    ['10⁹ tasks', headerWith(({ scenarios }) => (scenarios[0]!.tasks = 1e9)), /:1: scenarios\[0\]\.tasks: /],
    [
      'a case twice',
      headerWith(({ plan }) => twice(plan.cases)),
      /:1: plan\.cases\[1\]\.id: "cycles\/threads\/1" is there/,
    ],
    [
      'a case of no scenario',
      headerWith(({ plan }) => (plan.cases[0]!.scenario = 'other')),
      /:1: plan\.cases\[0\]\.scenario: no "other" with these parameters/,
    ],
    [
      'a case that the plan does not have',
      changed((of) => (of.case = 'other')),
      /:2: case: the record has no case "other"/,
    ],
    ['a negative time', changed((of) => (of.lanes[0]!.busyMs = -1)), /:2: lanes\[0\]\.busyMs: /],
    ['a time of 10³⁰⁸', changed((of) => (of.lanes[0]!.cpuMs = 1e308)), /:2: lanes\[0\]\.cpuMs: /],
    ['a time of no length', changed((of) => (of.wallMs = [5e-324])), /:2: wallMs\[0\]: /],
    [
      'a worker that the case does not have',
      changed((of) => (of.lanes[0]!.worker = 1)),
      /:2: lanes\[0\]\.worker: 1, of 1/,
    ],
    ['a worker twice', changed((of) => twice(of.lanes)), /:2: lanes\[1\]\.worker: 0 is there twice/],
    ['fewer times than passes', changed((of) => (of.passes = 2)), /:2: wallMs: 1 times of 2 passes/],
    [
      'counts that do not add up',
      changed((of) => (of.counts.lost = 1)),
      /:2: counts: 12 ok, 0 failed and 1 lost are not the 12/,
    ],
    [
      'a chunk of another worker',
      changed((of) => (of.chunks = [[1, 0, 1, 0, 0, 0, 0]])),
      /:2: chunks\[0\]\[0\]: worker 1/,
    ],
    [
      'a chunk of the 10⁹th task',
      changed((of) => (of.chunks = [[0, 1e9, 1, 0, 0, 0, 0]])),
      /:2: chunks\[0\]\[1\]: tasks up to/,
    ],
    [
      'a chunk of a pass that was not',
      changed((of) => (of.chunks = [[0, 0, 1, 1, 0, 0, 0]])),
      /:2: chunks\[0\]\[3\]: pass 1/,
    ],
    [
      'lines after the end',
      `${header}\n${stopped}\n${line}\n`,
      /:3: kind: "observation" after the run had stopped/,
    ],
  ])('%s', async (_, content, reason) => {
    const file = fileWith(content);
    await expect(readRecord(file)).rejects.toThrow(UsageError);
    await expect(readRecord(file)).rejects.toThrow(reason);
  });

  it('a line that is longer than the memory, before it is read to its end', async () => {
    const file = newFile();
    const descriptor = openSync(file, 'w');
    // A hole takes no room on the disk.
    ftruncateSync(descriptor, 2 ** 30);
    closeSync(descriptor);
    await expect(readRecord(file)).rejects.toThrow(`${file}:1: longer than 16 MiB`);
  });

  it('a path that is not there', async () => {
    await expect(readRecord(join(folder, 'nothing'))).rejects.toThrow(/Cannot read .*nothing/);
  });

  it('a folder without a record', async () => {
    const directory = join(folder, 'bare');
    mkdirSync(directory);
    await expect(readRecord(directory)).rejects.toThrow(`No record.jsonl in ${directory}`);
  });

  it.runIf(isPosix)('a FIFO, instead of waiting for it (needs a POSIX system)', async () => {
    const fifo = newFile();
    execFileSync('mkfifo', [fifo]);
    await expect(readRecord(fifo)).rejects.toThrow(`${fifo} is not a regular file`);
  });

  it('a line longer than the limit', async () => {
    const read = async () => {
      for await (const _ of linesOf(fileWith(`short\n${'x'.repeat(2000)}\n`), 1024));
    };
    await expect(read()).rejects.toThrow(/:2: longer than/);
  });
});
