import { insight } from '../insight/index.js';
import { catalogFrom } from '../market/catalog/index.js';
import {
  type Constraints,
  checkRequest,
  type Demand,
  evidenceFrom,
  makePlan,
  unconstrained,
} from '../market/plan/index.js';
import { version } from '../own-package.js';
import { readRecord } from '../record/index.js';
import { type PlanDocument, planDocument } from '../report/index.js';

export { writePlan } from '../report/index.js';

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

/** What `planCapacity` does, with options that have been checked. */
export async function planFor(paths: readonly string[], options: PlanOptions): Promise<PlanDocument> {
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
