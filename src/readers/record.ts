import { UsageError } from '../errors.js';
import { type CurveFit, namePlace, nameWork } from '../insight/analysis/index.js';
import { type RunRecord, readRecord } from '../record/index.js';
import type { MeasuredCurve } from './curve.js';
import { member } from './input/json-content.js';
import type { Reader } from './reader.js';

/** The `record.jsonl` of a run, or the run's folder: its curves, fitted as its own report does. */
export const record: Reader = {
  name: 'record',
  description: 'the record.jsonl of a run of corewise, or its folder',
  recognises: ({ isFolder, text, json }) => isFolder || isOfCorewise(schemaIn(json ?? firstLine(text))),
  async read({ path, json }, { parameter }) {
    if (parameter !== undefined)
      throw new UsageError(`${path} is a run of corewise, which knows its workers: leave out --workers.`);
    const schema = schemaIn(json);
    if (schema?.startsWith('corewise/report/'))
      throw new UsageError(`${path} is a report of corewise: give the record.jsonl beside it.`);
    const found = await readRecord(path);
    // Loaded when a record is read: files of other tools need none of it.
    const { insight } = await import('../insight/index.js');
    const { fits } = insight(found);
    if (fits.length === 0)
      throw new UsageError(
        `${path} has no curve: expected one setting that was measured at two worker counts.`,
      );
    return fits.map((fitted) => curveOf(fitted, fits, found));
  },
};

const isOfCorewise = (schema: string | undefined): boolean => schema?.startsWith('corewise/') ?? false;

function schemaIn(json: unknown): string | undefined {
  const schema = member(json, 'schema');
  return typeof schema === 'string' ? schema : undefined;
}

function firstLine(text: string): unknown {
  try {
    return JSON.parse(text.slice(0, text.indexOf('\n')));
  } catch {
    return undefined;
  }
}

function curveOf(fitted: CurveFit, all: readonly CurveFit[], { header }: RunRecord): MeasuredCurve {
  const { curve, machine, points, ceiling, fit, notes } = fitted;
  const { quotaCpus: _, ...cores } = machine;
  const isOpenEnded = header.scenarios.some(({ name, openEnded }) => openEnded && name === curve.scenario);
  return {
    name: nameOf(fitted, all),
    points,
    ceiling,
    unit: isOpenEnded ? 'turns/s' : 'tasks/s',
    basis: 'Throughput of one worker × scaling, which was measured within rounds.',
    machine: cores,
    fitted: fit,
    doubts: notes,
  };
}

/** `cycles: threads with map, chunksize auto, on 1 core`. */
function nameOf({ curve }: CurveFit, all: readonly CurveFit[]): string {
  const work = nameWork(
    curve,
    all.map((other) => other.curve),
  );
  const chunksize = curve.dispatch === 'apply' ? '' : `, chunksize ${curve.chunksize}`;
  return `${work}: ${curve.engine} with ${curve.dispatch}${chunksize}${namePlace(curve)}`;
}
