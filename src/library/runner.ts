import { catalogFrom, shippedCatalog, shippedRunners } from '../market/catalog/index.js';
import { type BuildRequest, planBuild } from '../market/plan/index.js';
import { version } from '../own-package.js';
import { type RunnerPlanDocument, runnerDocument } from '../report/index.js';
import { evidenceIn, type SourceOptions } from './plan-sources.js';

export interface RunnerOptions extends SourceOptions, Partial<BuildRequest> {
  /** File of runners and their prices; default: those that come with corewise. */
  catalog?: string;
  /** The command that makes the plan again, for its last lines. */
  command?: string;
}

/** What `planRunner` does, with options that have been checked. */
export async function runnersFor(
  paths: readonly string[],
  options: RunnerOptions,
): Promise<RunnerPlanDocument> {
  const { tasks, deadlineMs, overheadMs = 0, memoryPerWorkerMiB, provider, architecture } = options;
  const { command = `planRunner(${paths.join(', ')})` } = options;
  const catalog = options.catalog === undefined ? shippedRunners() : await catalogFrom(options.catalog);
  // What was measured may be a runner or any other machine.
  const machines = { ...catalog, instances: [...catalog.instances, ...shippedCatalog().instances] };
  const evidence = await evidenceIn(paths, options, machines);
  const request: BuildRequest = {
    overheadMs,
    ...(tasks !== undefined && { tasks }),
    ...(deadlineMs !== undefined && { deadlineMs }),
    ...(memoryPerWorkerMiB !== undefined && { memoryPerWorkerMiB }),
    ...(provider !== undefined && { provider }),
    ...(architecture !== undefined && { architecture }),
  };
  const plan = planBuild({ ...evidence, catalog, request });
  return runnerDocument(plan, { command, version, today: new Date() });
}
