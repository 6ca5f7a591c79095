import { execFileSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../errors.js';
import { sampleHeader, sampleObservation } from '../testing/sample-record.js';
import { type Observation, readRecord } from './index.js';
import { linesOf } from './read.js';
import { newFiles } from './testing/new-files.js';

const { folder, newFile, fileWith } = newFiles();
const isPosix = process.platform !== 'win32';

const header = JSON.stringify(sampleHeader);
const line = JSON.stringify(sampleObservation(1));

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
    await expect(readRecord(join(folder, 'nothing'))).rejects.toThrow(
      /^Cannot read .*nothing: there is no such file\.$/,
    );
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
