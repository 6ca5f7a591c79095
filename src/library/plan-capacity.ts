import { UsageError } from '../errors.js';
import type { Constraints, Demand } from '../market/plan/index.js';
import { checkPaths, field, isObject, optionsReader, textField, wholeField } from '../read-options.js';
import type { PlanDocument } from '../report/index.js';
import type { PlanOptions } from './plan.js';

export type { PlanOptions } from './plan.js';

/**
 * Which instances meet a demand, how many, with what settings and at what cost, from records of one scenario (paths of
 * `record.jsonl` or of the folders of runs) or from curves of other tools; `path=type` names the machine of one. Where nothing meets it, `impossible` says why and what is nearest.
 * Rejects with UsageError for a demand or constraints that cannot be, and for records that cannot be planned from.
 */
export async function planCapacity(paths: readonly string[], given: PlanOptions): Promise<PlanDocument> {
  const options = readOptions(given, 'planCapacity');
  checkPaths(paths, 'planCapacity');
  if (options.demand === undefined) throw new UsageError(`planCapacity needs a \`demand\`, ${DEMAND}.`);
  if (paths.length === 0) throw new UsageError('There is no record to plan from: give at least one.');
  const { planFor } = await import('./plan.js');
  return planFor(paths, options);
}

const DEMAND = "such as { kind: 'throughput', perSecond: 100 }";

const countField = wholeField(1);

/** What is said of the files, whatever is planned from them. */
export const sourceFields = {
  scenario: textField,
  instanceType: textField,
  physicalCores: countField,
  logicalCores: countField,
  inputFormat: textField,
  workersColumn: textField,
  timeColumn: textField,
  rateColumn: textField,
};

const readOptions = optionsReader<PlanOptions>({
  ...sourceFields,
  demand: field<Demand>(`must be an object, ${DEMAND}`, isObject),
  constraints: field<Partial<Constraints>>('must be an object, such as { maxInstances: 8 }', isObject),
  catalog: textField,
  next: countField,
  command: textField,
});

/** Writes a plan into a folder: `html`, `json` and `md` unless told otherwise. Gives the paths. */
export async function writePlan(
  plan: PlanDocument,
  folder: string,
  formats?: readonly string[],
): Promise<string[]> {
  const { writePlan: write } = await import('./plan.js');
  return write(plan, folder, formats);
}
