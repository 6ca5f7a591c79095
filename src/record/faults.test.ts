import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CorewiseError, UsageError, WriteError } from '../errors.js';
import { failingAt, faults } from '../files/testing/failing.js';
import { sampleHeader, sampleObservation } from '../testing/sample-record.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { createRecord, type RecordWriter, type RunRecord, readRecord, reopenRecord } from './index.js';

const folder = temporaryFolder();
let files = 0;
const newFile = () => join(folder, `run-${++files}`, 'record.jsonl');
const ROUNDS = 3;

const linesOf = (...lines: unknown[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('');
const roundsIn = ({ lines }: RunRecord) =>
  lines.map((line) => (line.kind === 'observation' ? line.round : line.kind));

/** Goes on where a line is refused; the rounds that were said to be written. */
function appended(record: RecordWriter, rounds: readonly number[]): number[] {
  const kept: number[] = [];
  for (const round of rounds) {
    try {
      record.append(sampleObservation(round));
      kept.push(round);
    } catch (error) {
      expect(error).toBeInstanceOf(WriteError);
    }
  }
  try {
    record.close();
  } catch (error) {
    expect(error).toBeInstanceOf(WriteError);
  }
  return kept;
}

/** Writes a record round by round, and goes on where a line was refused; which rounds were said to be written. */
async function recorded(file: string, { system }: Pick<ReturnType<typeof failingAt>, 'system'>) {
  const kept: number[] = [];
  const errors: unknown[] = [];
  const record = await createRecord(file, sampleHeader, system);
  for (let round = 1; round <= ROUNDS; round++) {
    try {
      record.append(sampleObservation(round));
      kept.push(round);
    } catch (error) {
      errors.push(error);
    }
  }
  try {
    record.close();
  } catch (error) {
    errors.push(error);
  }
  return { kept, errors };
}

describe('whichever call of the system fails', () => {
  it('a record reads back to the lines that were said to be written', async () => {
    const sound = failingAt(0);
    await recorded(newFile(), sound);
    expect(sound.calls.filter((name) => name === 'write')).toHaveLength(1 + ROUNDS);
    for (let n = 1; n <= sound.calls.length; n++)
      for (const fault of faults) {
        const file = newFile();
        const where = `${fault} at call ${n} (${sound.calls[n - 1]})`;
        const outcome = await recorded(file, failingAt(n, fault)).catch((error: unknown) => error);
        if (outcome instanceof Error) {
          // Nothing stands in the way of another try.
          expect(outcome.message, where).toContain(file);
          const again = await recorded(file, failingAt(0));
          expect(again.kept, where).toEqual([1, 2, 3]);
          continue;
        }
        const { kept, errors } = outcome as Awaited<ReturnType<typeof recorded>>;
        for (const error of errors) expect(error, where).toBeInstanceOf(WriteError);
        const { lines, torn } = await readRecord(file);
        expect(torn, where).toBe(false);
        expect(
          lines.map((line) => line.kind === 'observation' && line.round),
          where,
        ).toEqual(kept);
      }
  });

  it.each([
    ['half a line', '{"kind":"obs'],
    ['no end of its last line', undefined],
    ['nothing wrong', ''],
  ])('one that goes on, with %s, keeps its lines and those that were said to be written', async (_, tail) => {
    const whole = linesOf(sampleHeader, sampleObservation(1));
    const before = tail === undefined ? whole.trimEnd() : whole + tail;
    const goOn = async (file: string, { system }: Pick<ReturnType<typeof failingAt>, 'system'>) => {
      mkdirSync(dirname(file));
      writeFileSync(file, before);
      const { record, writer } = await reopenRecord(dirname(file), system);
      expect(roundsIn(record)).toEqual([1]);
      return [1, ...appended(writer, [2, 3])];
    };
    const sound = failingAt(0);
    expect(await goOn(newFile(), sound)).toEqual([1, 2, 3]);
    for (let n = 1; n <= sound.calls.length; n++)
      for (const fault of faults) {
        const file = newFile();
        const where = `${fault} at call ${n} (${sound.calls[n - 1]})`;
        const kept = await goOn(file, failingAt(n, fault)).catch((error: Error) => {
          expect(error, where).toBeInstanceOf(CorewiseError);
          expect(error.message, where).toContain(file);
          return [1];
        });
        expect(roundsIn(await readRecord(file)), where).toEqual(kept);
        expect(readFileSync(file, 'utf8').startsWith(whole.trimEnd()), where).toBe(true);
      }
  });

  it('and one that cannot be cut back takes no further line: its last one is torn', async () => {
    const file = newFile();
    const { system } = failingAt(0);
    let writes = 0;
    const record = await createRecord(file, sampleHeader, {
      ...system,
      write: (descriptor, bytes, from) => {
        writes++;
        if (writes === 1) return system.write(descriptor, bytes, from);
        if (writes === 2) return system.write(descriptor, bytes.subarray(0, 20), from);
        throw Object.assign(new Error('injected'), { code: 'EIO' });
      },
      truncate: () => {
        throw Object.assign(new Error('injected'), { code: 'EIO' });
      },
    });
    expect(() => record.append(sampleObservation(1))).toThrow(`Cannot write ${file}: the disk reports`);
    expect(() => record.append(sampleObservation(2))).toThrow('is closed');
    expect(await readRecord(file)).toEqual({ header: sampleHeader, lines: [], torn: true });
  });
});

describe('a record that is gone is noticed with the next line', () => {
  it.each([
    ['deleted', (file: string) => rmSync(file)],
    ['deleted with its folder', (file: string) => rmSync(join(file, '..'), { recursive: true })],
    ['moved', (file: string) => renameSync(file, `${file}.moved`)],
    [
      'replaced',
      (file: string) => {
        renameSync(file, `${file}.old`);
        writeFileSync(file, 'other');
      },
    ],
  ])('%s', async (_, harm) => {
    const file = newFile();
    const record = await createRecord(file, sampleHeader);
    harm(file);
    expect(() => record.append(sampleObservation(1))).toThrow(WriteError);
    expect(() => record.append(sampleObservation(1))).toThrow(
      `${file} was deleted, moved or replaced while it was being written`,
    );
    record.close();
  });
});

it('a file where its folder should be is misuse', async () => {
  const path = join(folder, 'file');
  writeFileSync(path, 'x');
  await expect(createRecord(join(path, 'record.jsonl'), sampleHeader)).rejects.toThrow(UsageError);
});
