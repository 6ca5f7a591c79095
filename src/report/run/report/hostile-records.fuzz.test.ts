import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { UsageError } from '../../../errors.js';
import { inventRecord } from '../../../insight/testing/invented-record.js';
import { type RunRecord, readRecord } from '../../../record/index.js';
import { fuzz, mutate, mutations, spoilt } from '../../../testing/fuzz.js';
import { temporaryFolder } from '../../../testing/temporary-folder.js';
import { buildReport } from './build.js';
import { reportSchema } from './schema.js';

const file = join(temporaryFolder(), 'record.jsonl');

const sound = inventRecord({
  rounds: 4,
  spread: 0.01,
  cases: [
    { engine: 'serial', wallMs: 120 },
    { engine: 'threads', workers: 1, wallMs: 125 },
    { engine: 'threads', workers: 2, wallMs: 65, disturbedRounds: [2] },
    { engine: 'threads', workers: 2, chunksize: 6, wallMs: 70, peakMemoryMiB: 40 },
    { engine: 'processes', workers: 2, failed: 'It broke.' },
  ],
  ceilings: [{ engine: 'threads', workers: 2, factor: 1.9 }],
});
const [, , , fourth] = sound.header.plan.cases;
for (const line of sound.lines)
  if (line.kind === 'observation' && line.case === fourth!.id)
    line.chunks = [0, 1].map((worker) => [worker, 6 * worker, 6, 0, 1, 2, 60]);

const linesOf = ({ header, lines }: RunRecord): unknown[] => structuredClone([header, ...lines]);
const text = (lines: readonly unknown[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('');

/** A clear error, or a record that everything behind it can work with. */
async function check(content: string | Buffer): Promise<void> {
  writeFileSync(file, content);
  let record: RunRecord;
  try {
    record = await readRecord(file);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    expect((error as Error).message).toContain(file);
    return;
  } finally {
    expect(Object.keys(Object.prototype)).toEqual([]);
  }
  reportSchema.parse(buildReport(record));
}

it('the sound one is read', async () => {
  writeFileSync(file, text(linesOf(sound)));
  expect(await readRecord(file)).toEqual({ ...sound, torn: false });
});

// Found by damaged bytes.
it.each([[1], [2], [3], [4], [1, 2, 3, 4]])(
  'a dispatch that only a later version has, of cases %j',
  async (...places) => {
    const lines = linesOf(sound);
    const { plan } = lines[0] as RunRecord['header'];
    for (const place of places) plan.cases[place]!.dispatch = 'later';
    writeFileSync(file, text(lines));
    expect(buildReport(await readRecord(file)).cases).toHaveLength(plan.cases.length);
    await check(text(lines));
  },
);

it('a record with members that are not what they should be', async () => {
  const changed = mutations.map((all) => {
    const lines = linesOf(sound);
    for (const mutation of all) mutate(lines, mutation);
    return text(lines);
  });
  await fuzz('records with odd members', changed, check, 0.4);
});

it('a record that was damaged on its way', async () => {
  await fuzz('damaged records', spoilt(fc.constant(text(linesOf(sound)))), check, 0.5);
});

it('a file of anything', async () => {
  const header = JSON.stringify(sound.header);
  const any = fc.oneof(
    fc.uint8Array({ maxLength: 2_000 }).map((bytes) => Buffer.from(bytes)),
    fc.array(fc.json(), { maxLength: 5 }).map((lines) => Buffer.from(lines.join('\n'))),
    fc.array(fc.json(), { maxLength: 5 }).map((lines) => Buffer.from([header, ...lines].join('\n'))),
  );
  await fuzz('files of anything, as records', any, check);
});
