import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../errors.js';
import { sampleHeader, sampleObservation } from '../testing/sample-record.js';
import { createRecord, type RecordLine, readRecord } from './index.js';
import { newFiles } from './testing/new-files.js';

const { folder, newFile, fileWith } = newFiles();
const isPosix = process.platform !== 'win32';

async function written(...lines: RecordLine[]): Promise<string> {
  const file = newFile();
  const record = await createRecord(file, sampleHeader);
  for (const line of lines) record.append(line);
  record.close();
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
