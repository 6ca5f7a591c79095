import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { UsageError } from '../errors.js';
import { sampleHeader, sampleObservation } from '../testing/sample-record.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { readRecord, reopenRecord } from './index.js';

const file = join(temporaryFolder(), 'run', 'record.jsonl');

it('a record that ends at any byte reads back to its last whole line, and goes on from there', async () => {
  const rounds = [1, 2, 3];
  const lines = [sampleHeader, ...rounds.map(sampleObservation)].map((line) => `${JSON.stringify(line)}\n`);
  const bytes = Buffer.from(lines.join(''));
  // A line is whole without its newline, too.
  const ends = lines.map((_, at) => Buffer.byteLength(lines.slice(0, at + 1).join('')) - 1);
  mkdirSync(dirname(file));
  for (let length = 0; length <= bytes.length; length++) {
    writeFileSync(file, bytes.subarray(0, length));
    const whole = ends.filter((end) => end <= length).length;
    if (whole === 0) {
      await expect(readRecord(file), `${length} bytes`).rejects.toThrow(UsageError);
      continue;
    }
    const { lines: found } = await readRecord(file);
    expect(found, `${length} bytes`).toEqual(rounds.slice(0, whole - 1).map(sampleObservation));
    // Opening it is the same for all bytes of a line; its borders tell.
    if (!ends.some((end) => Math.abs(end - length) <= 2)) continue;
    const { writer } = await reopenRecord(file);
    writer.append(sampleObservation(7));
    writer.close();
    const goneOn = (await readRecord(file)).lines;
    expect(goneOn, `${length} bytes`).toEqual([...rounds.slice(0, whole - 1), 7].map(sampleObservation));
  }
});
