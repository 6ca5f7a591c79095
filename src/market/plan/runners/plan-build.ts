import { UsageError } from '../../../errors.js';
import { type Catalog, type Instance, selectInstances } from '../../catalog/index.js';
import { billedHours, type OpenInterval, type Shop } from '../choice.js';
import { settingsFor } from '../choose.js';
import type { Evidence, PlannedWork } from '../evidence/evidence.js';
import { type Constraints, unconstrained } from '../request.js';
import { unsureness } from '../settings/provenance.js';
import { atOnce, Predictions, type Setting } from '../settings/settings.js';
import { jobSizing } from '../sizing/job.js';
import { MS_PER_HOUR, type SizingOf } from '../sizing/sizing.js';

/** A build: the measured work, once, on one runner. */
export interface BuildRequest {
  /** Of the work; absent: as many as a pass of the record has. */
  tasks?: number;
  deadlineMs?: number;
  /** What of the job comes before the work and takes as long everywhere, such as the checkout. */
  overheadMs: number;
  /** Instead of the measured one, MiB. */
  memoryPerWorkerMiB?: number;
  provider?: string;
  architecture?: string;
}

/** One runner, with the setting that is done soonest on it. */
export interface RunnerChoice {
  rank: number;
  runner: Instance;
  setting: Setting;
  /** With the overhead; high is null where slow cores have no bound. */
  timeMs: OpenInterval;
  /** What is paid for of it, at the expected time. */
  billedMs: number;
  costPerBuild: OpenInterval;
}

export interface BuildPlan {
  work: PlannedWork;
  evidences: readonly Evidence[];
  catalog: Pick<Catalog, 'asOf' | 'attribution'>;
  request: BuildRequest & { tasks: number };
  currency: string;
  /** Cheapest first; of equal ones the sooner, then the surer, then in the catalog's order. */
  choices: readonly RunnerChoice[];
  /** Runners that were not chosen from, by why. */
  leftOut: { memory: number; tooSlow: number };
  /** The soonest of those that miss the deadline, where all of them do; null else. */
  nearest: RunnerChoice | null;
  /** At the measured count that is done soonest. */
  onMeasured: { label: string; cpu: string; engine: string; workers: number; timeMs: number };
}

export interface BuildInput {
  work: PlannedWork;
  evidences: readonly Evidence[];
  /** The runners to choose from. */
  catalog: Catalog;
  request: BuildRequest;
}

/**
 * What a build costs on each runner, and how long it takes: a pure function of what was measured and of the catalog.
 * @throws UsageError where the work has no number of tasks, and for an unknown provider.
 */
export function planBuild({ work, evidences, catalog, request }: BuildInput): BuildPlan {
  const tasks = request.tasks ?? work.passTasks;
  if (tasks === undefined)
    throw new UsageError(
      `The tasks of ${work.scenario} run until they are stopped: say with --tasks how many of them a build has.`,
    );
  const build = { ...request, tasks };
  const { provider, architecture, deadlineMs = Number.POSITIVE_INFINITY } = request;
  const runners = selectInstances(catalog, {
    ...(provider !== undefined && { providers: [provider] }),
    ...(architecture !== undefined && { architecture: architecture as Instance['architecture'] }),
  });
  const shop = shopFor(work, evidences, build);
  const all = runners.flatMap((runner) => choiceOn(runner, shop, build) ?? []).sort(preferred);
  const inTime = all.filter(({ timeMs }) => timeMs.value <= deadlineMs);
  const soonest = all.toSorted((a, b) => a.timeMs.value - b.timeMs.value)[0] ?? null;
  return {
    ...{ work, evidences, request: build },
    catalog: { asOf: catalog.asOf, attribution: catalog.attribution },
    currency: runners[0]?.currency ?? 'USD',
    choices: inTime.map((choice, index) => ({ ...choice, rank: index + 1 })),
    leftOut: { memory: runners.length - all.length, tooSlow: all.length - inTime.length },
    nearest: inTime.length === 0 ? soonest : null,
    onMeasured: onMeasured(evidences[0]!, shop, build),
  };
}

type Build = BuildPlan['request'];

function shopFor(work: PlannedWork, evidences: readonly Evidence[], build: Build): Shop {
  const { tasks, memoryPerWorkerMiB } = build;
  const constraints: Constraints = {
    ...unconstrained,
    ...(memoryPerWorkerMiB !== undefined && { memoryPerWorkerMiB }),
  };
  // Every count is worth a try: a single build may be done sooner with fewer workers.
  const demand = { kind: 'job', tasks, deadlineMs: Number.POSITIVE_INFINITY } as const;
  const sizing = jobSizing(demand, constraints, work);
  return { evidences, demand, constraints, sizing, predictions: new Predictions() };
}

function choiceOn(runner: Instance, shop: Shop, build: Build): RunnerChoice | undefined {
  const timed = settingsFor(runner, shop).map((setting) => ({
    setting,
    timeMs: timeOf(setting, shop.sizing, build),
  }));
  const [best] = timed.sort(
    (a, b) =>
      a.timeMs.value - b.timeMs.value ||
      unsureness(a.setting.provenance) - unsureness(b.setting.provenance) ||
      a.setting.workers - b.setting.workers,
  );
  if (best === undefined) return undefined;
  const { value, low, high } = best.timeMs;
  const cost = (ms: number) => runner.pricePerHour * billedHours(ms / MS_PER_HOUR, runner);
  return {
    ...{ rank: 0, runner, ...best },
    billedMs: MS_PER_HOUR * billedHours(value / MS_PER_HOUR, runner),
    costPerBuild: { value: cost(value), low: cost(low), high: high === null ? null : cost(high) },
  };
}

type JobSizing = ReturnType<SizingOf<Parameters<typeof jobSizing>[0]>>;

function timeOf({ curve, workers, perSecond }: Setting, sizing: JobSizing, build: Build): OpenInterval {
  const at = (speed: number) =>
    build.overheadMs + sizing.timeMs({ ...atOnce(curve, workers), perSecond: speed }, 1)!;
  const slowest = at(perSecond.low);
  return {
    value: at(perSecond.value),
    low: at(perSecond.high),
    high: Number.isFinite(slowest) ? slowest : null,
  };
}

function preferred(a: RunnerChoice, b: RunnerChoice): number {
  return (
    a.costPerBuild.value - b.costPerBuild.value ||
    a.timeMs.value - b.timeMs.value ||
    unsureness(a.setting.provenance) - unsureness(b.setting.provenance)
  );
}

function onMeasured({ label, machine, curves }: Evidence, { sizing }: Shop, build: Build) {
  const all = curves.flatMap((curve) =>
    curve.points.map(({ workers, throughput }) => ({
      ...{ label, cpu: machine.cpu, engine: curve.engine, workers },
      timeMs: build.overheadMs + sizing.timeMs({ ...atOnce(curve, workers), perSecond: throughput }, 1)!,
    })),
  );
  return all.reduce((a, b) => (b.timeMs < a.timeMs ? b : a));
}
