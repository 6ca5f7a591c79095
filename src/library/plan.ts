import { catalogFrom } from '../market/catalog/index.js';
import {
  type Constraints,
  checkRequest,
  type Demand,
  makePlan,
  unconstrained,
} from '../market/plan/index.js';
import { shippedRates } from '../market/prior/index.js';
import { version } from '../own-package.js';
import { type PlanDocument, planDocument } from '../report/index.js';
import { evidenceIn, type SourceOptions } from './plan-sources.js';

export { writePlan } from '../report/index.js';

export interface PlanOptions extends SourceOptions {
  demand: Demand;
  constraints?: Partial<Constraints>;
  /** File of instances and prices; default: the catalog that comes with corewise. */
  catalog?: string;
  /** How many types to name that are worth measuring next; default: none. */
  next?: number;
  /** The command that makes the plan again, for its last lines. */
  command?: string;
}

/** Twenty purchases bring one that is not enough. */
const withCertainty = { certainty: 0.95 };

/** What `planCapacity` does, with options that have been checked. */
export async function planFor(paths: readonly string[], options: PlanOptions): Promise<PlanDocument> {
  const { demand, constraints = {}, command = `planCapacity(${paths.join(', ')})` } = options;
  checkRequest(demand, constraints);
  const catalog = await catalogFrom(options.catalog);
  const evidence = await evidenceIn(paths, options, catalog);
  const plan = makePlan({
    ...{ ...evidence, catalog, demand },
    constraints: { ...unconstrained, ...withCertainty, ...constraints },
    publicRates: shippedRates(),
    next: options.next,
  });
  return planDocument(plan, { command, version, today: new Date() });
}
