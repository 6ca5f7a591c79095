import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '../errors.js';
import { sampleHeader, sampleObservation } from '../testing/sample-record.js';
import { createRecord, type RecordLine, readRecord } from './index.js';
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
  it('reads back as it was written', async () => {
    const stopped: RecordLine = {
      kind: 'stopped',
      reason: 'rounds',
      rounds: 2,
      elapsedMs: 9,
      message: 'Done.',
    };
    const file = await written(sampleObservation(1), sampleObservation(2), stopped);
    expect(await readRecord(file)).toEqual({
      header: sampleHeader,
      lines: [sampleObservation(1), sampleObservation(2), stopped],
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
    await expect(createRecord(file, sampleHeader)).rejects.toThrow(`${file} exists already`);
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
    expect(output).toContain(`CorewiseError: Cannot write ${file}: `);
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
  ])('%s', async (_, content, reason) => {
    const file = fileWith(content);
    await expect(readRecord(file)).rejects.toThrow(UsageError);
    await expect(readRecord(file)).rejects.toThrow(reason);
    await expect(readRecord(file)).rejects.toThrow(file);
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
