import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../errors.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { readTimestamps } from './timestamps.js';

const folder = temporaryFolder();

function fileOf(...lines: string[]): string {
  const path = join(folder, 'arrivals');
  writeFileSync(path, lines.join('\n'));
  return path;
}

describe('a file of arrivals is read from', () => {
  it.each([
    ['a column of ms among others', ['id,timestampMs', 'a,100', 'b,250.5']],
    ['a column of seconds', ['timestampSeconds', '0.1', '0.2505', '']],
    ['numbers without a name', ['100', '250.5']],
    ['lines in any order, with empty ones', ['250.5', '', '100']],
    ['a byte order mark before a header', ['\uFEFFtimestampMs', '100', '250.5']],
    ['JSON lines with fields', ['{"timestampMs":100,"id":1}', '{"timestampMs":250.5}']],
    ['JSON lines with fields of seconds', ['{"timestampSeconds":0.1}', '{"timestampSeconds":0.2505}']],
  ])('%s', async (_, lines) => {
    expect(await readTimestamps(fileOf(...lines))).toEqual([100, 250.5]);
  });

  const noon = Date.UTC(2026, 2, 1, 12);
  it.each([
    [
      'a column of dates and times',
      ['user,timestamp', 'x,2026-03-01T12:00:00Z', 'y,2026-03-01T13:00:00.25+01:00'],
    ],
    ['quoted ones without a name', ['"2026-03-01T12:00:00Z"', '"2026-03-01T12:00:00.250Z"']],
    ['bare ones', ['2026-03-01T12:00:00Z', '2026-03-01T12:00:00.250Z']],
    ['JSON lines', ['{"timestamp":"2026-03-01T12:00:00Z"}', '{"timestamp":"2026-03-01T12:00:00.250Z"}']],
  ])('%s', async (_, lines) => {
    expect(await readTimestamps(fileOf(...lines))).toEqual([noon, noon + 250]);
  });
});

describe('a file of arrivals is refused, with the line,', () => {
  it.each([
    [
      'where a cell is no number',
      ['timestampMs', '100', 'soon'],
      /:3: timestampMs is "soon"; expected a number/,
    ],
    ['where a cell is empty', ['id,timestampMs', 'a,1', 'b,'], /:3: timestampMs is ""/],
    ['where a time has no zone', ['timestamp', '2026-03-01T12:00:00'], /:2: timestamp is .* with its zone/],
    ['where a number might be seconds or ms', ['{"timestamp":17}'], /:1: timestamp is 17; expected a date/],
    [
      'where no column is a timestamp',
      ['id,size', '1,2'],
      /expected a column timestampMs .* found "id" and "size"/,
    ],
    ['where the header is of one other column', ['when', '1', '2'], /:1: "when" is not an arrival/],
    ['where a row has too many cells', ['id,timestampMs', 'a,1,2'], /Record Length/],
    ['where a line is no JSON', ['{"timestampMs":1}', '{"timestampMs":'], /:2: not JSON/],
    ['where an object has no timestamp', ['{"at":1}'], /:1: expected a field timestampMs/],
    ['where there is but one', ['timestampMs', '1'], /expected at least two arrivals/],
    ['where there is none', [''], /expected at least two arrivals/],
  ])('%s', async (_, lines, message) => {
    const refused = readTimestamps(fileOf(...lines));
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toBeInstanceOf(UsageError);
  });

  it('where it is not there', async () => {
    await expect(readTimestamps(join(folder, 'nowhere'))).rejects.toThrow(/^Cannot read .*nowhere/);
  });
});
