import { UsageError } from '../errors.js';
import type { Constraints, Demand } from '../market/plan/index.js';
import { version } from '../own-package.js';
import { checkPaths, field, optionsReader, textField } from '../read-options.js';
import type { PlanDocument } from '../report/index.js';

export interface PlanOptions {
  demand: Demand;
  constraints?: Partial<Constraints>;
  /** Where a record has several. */
  scenario?: string;
  /** What the measured machine is, where the record does not say. */
  instanceType?: string;
  /** File of instances and prices; default: the catalog that comes with corewise. */
  catalog?: string;
  /** The command that makes the plan again, for its last lines. */
  command?: string;
}

/**
 * Which instances meet a demand, how many, with what settings and at what cost, from records of one scenario: paths of
 * `record.jsonl` or of the folders of runs. Where nothing meets it, `impossible` says why and what is nearest.
 * Rejects with UsageError for a demand or constraints that cannot be, and for records that cannot be planned from.
 */
export async function planCapacity(paths: readonly string[], given: PlanOptions): Promise<PlanDocument> {
  const options = readOptions(given, 'planCapacity');
  checkPaths(paths, 'planCapacity');
  if (options.demand === undefined) throw new UsageError(`planCapacity needs a \`demand\`, ${DEMAND}.`);
  if (paths.length === 0) throw new UsageError('There is no record to plan from: give at least one.');
  const { insight } = await import('../insight/index.js');
  const { checkRequest, evidenceFrom, makePlan, unconstrained } = await import('../market/plan/index.js');
  const { catalogFrom } = await import('../market/catalog/index.js');
  const { readRecord } = await import('../record/index.js');
  const { planDocument } = await import('../report/index.js');

  const { demand, constraints = {}, command = `planCapacity(${paths.join(', ')})` } = options;
  checkRequest(demand, constraints);
  const catalog = await catalogFrom(options.catalog);
  const analysed = paths.map(async (path) => {
    const record = await readRecord(path);
    return { path, record, insight: insight(record) };
  });
  const evidence = evidenceFrom(await Promise.all(analysed), { ...options, catalog });
  const plan = makePlan({ ...evidence, catalog, demand, constraints: { ...unconstrained, ...constraints } });
  return planDocument(plan, { command, version, today: new Date() });
}

const DEMAND = "such as { kind: 'throughput', perSecond: 100 }";

const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

const readOptions = optionsReader<PlanOptions>({
  demand: field<Demand>(`must be an object, ${DEMAND}`, isObject),
  constraints: field<Partial<Constraints>>('must be an object, such as { maxInstances: 8 }', isObject),
  scenario: textField,
  instanceType: textField,
  catalog: textField,
  command: textField,
});

/** Writes a plan into a folder: `html`, `json` and `md` unless told otherwise. Gives the paths. */
export async function writePlan(
  plan: PlanDocument,
  folder: string,
  formats?: readonly string[],
): Promise<string[]> {
  const { writePlan: write } = await import('../report/index.js');
  return write(plan, folder, formats);
}
