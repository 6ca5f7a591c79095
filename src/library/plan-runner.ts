import { UsageError } from '../errors.js';
import { checkPaths, field, optionsReader, positiveField, textField, wholeField } from '../read-options.js';
import type { RunnerPlanDocument } from '../report/index.js';
import { sourceFields } from './plan-capacity.js';
import type { RunnerOptions } from './runner.js';

export type { RunnerOptions } from './runner.js';

/**
 * Which hosted CI runner a build costs least on, and how long it takes on each, from records or curves as
 * `planCapacity` takes them. Where none is in time, `impossible` says which is nearest.
 * Rejects with UsageError for options that cannot be, and for records that cannot be planned from.
 */
export async function planRunner(
  paths: readonly string[],
  given: RunnerOptions = {},
): Promise<RunnerPlanDocument> {
  const options = readOptions(given, 'planRunner');
  checkPaths(paths, 'planRunner');
  if (paths.length === 0) throw new UsageError('There is no record to plan from: give at least one.');
  const { runnersFor } = await import('./runner.js');
  return runnersFor(paths, options);
}

const ms = positiveField('must be a number of milliseconds above 0');

const readOptions = optionsReader<RunnerOptions>({
  ...sourceFields,
  tasks: wholeField(1),
  deadlineMs: ms,
  overheadMs: field<number>(
    'must be a number of milliseconds',
    (value) => typeof value === 'number' && value >= 0 && Number.isFinite(value),
  ),
  memoryPerWorkerMiB: positiveField('must be a number of MiB above 0'),
  provider: textField,
  architecture: textField,
  catalog: textField,
  command: textField,
});
