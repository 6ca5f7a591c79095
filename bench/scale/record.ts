import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type Result, ranCorewise, ranProgram, resultOf } from './part.js';

/** A record of so many observations: written as a run writes it, read line by line, read whole, reported. */
export async function* ofManyObservations(folder: string, observations: number): AsyncGenerator<Result> {
  const file = join(folder, 'many', 'record.jsonl');
  const count = observations.toLocaleString('en-US');
  const written = await ranProgram(folder, 'write-record', file, observations);
  yield resultOf(
    `record of ${count} observations, written`,
    written,
    () => `${(statSync(file).size / 2 ** 20).toFixed(0)} MiB`,
  );
  const read = await ranProgram(folder, 'read-record', file);
  yield resultOf('read line by line', read, () => read.stdout);
  const whole = await ranProgram(folder, 'read-record', file, 'whole');
  yield resultOf('read whole', whole, () => whole.stdout);
  const out = join(folder, 'many-report');
  const report = await ranCorewise(folder, 'report', file, '--format', 'json,html,md', '--out', out);
  yield resultOf(
    'reported',
    report,
    () => `report.json has ${(statSync(join(out, 'report.json')).size / 2 ** 20).toFixed(1)} MiB`,
  );
}
